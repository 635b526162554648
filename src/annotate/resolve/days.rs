//! Days without a month: `on 3 and 12 May`, `on the 11th`, `the 21st ultimo`.
//!
//! In comes such a day and the month named beside or before it, out comes the day in that month or one that counts from it.

use super::super::Dated;
use super::super::annotation::{Moment, When};
use super::super::period;
use super::years::month_of;
use crate::repair::Cert;

/// Tells whether a time lacks its month too.
pub(super) fn lacks_month(when: &When) -> bool {
    matches!(when, When::At(Moment::DayOnly { .. }))
}

/// Gives a day of a list the month that the next one names: the 3rd in `3 and 12 May 1904`.
pub(super) fn name_month(date: &mut Dated, next: &When) {
    let When::At(Moment::DayOnly { day, months: None }) = date.when else {
        return;
    };
    if let Some(Ok(named)) = month_of(next).map(|month| period::day_moment(None, month, day)) {
        date.when = When::At(named);
    }
}

/// Gives a day of the month at hand, or of one that counts from it, its month and year, where it exists there.
pub(super) fn count_from(date: &mut Dated, (year, month): (i16, u8), cert: Cert) {
    let When::At(Moment::DayOnly { day, months }) = date.when else {
        return;
    };
    let months = i32::from(year) * 12 + i32::from(month) - 1 + i32::from(months.unwrap_or(0));
    let (Ok(year), Ok(month)) = (
        i16::try_from(months.div_euclid(12)),
        u8::try_from(months.rem_euclid(12) + 1),
    ) else {
        return;
    };
    if let Ok(day) = period::day_moment(Some(year), month, day) {
        date.when = When::At(day);
        date.cert = Some(cert);
    }
}
