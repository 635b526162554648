//! The Julian calendar by settings: in come the dates of a text and the day of its change, out come the days before it
//! with both their readings.

use jiff::civil::Date;

use super::Dated;
use super::annotation::{Moment, When};
use super::period::gregorian;
use super::setting::Setting;
use crate::repair::{Cert, Text};
use crate::settings::JulianBefore;

/// Takes the days before the change as Julian, those apart that the text marks as new style. Months and years stay as
/// they are: most of their days are the same. A stretch has room for its Gregorian ends only, and says so by its
/// certainty.
pub(super) fn apply(text: &Text, dates: &mut [Vec<Dated>], change: JulianBefore, setting: &Setting<'_>) {
    for date in dates.iter_mut().flatten() {
        let behind = text.string[date.span.end..].trim_start_matches([' ', ',', '(', '[', '\u{a0}']);
        if setting.words.head("gregorian", behind, setting.languages).is_some() {
            continue;
        }
        let shifted = |moment: Moment| match moment {
            Moment::Day(day) if day < change.day() => gregorian(day).map_or(moment, Moment::Day),
            _ => moment,
        };
        let when = match &date.when {
            When::At(Moment::Day(day)) => match shifted(Moment::Day(*day)) {
                new if new != Moment::Day(*day) => both(*day, new),
                _ => continue,
            },
            When::Range(from, to) => When::Range(shifted(*from), shifted(*to)),
            When::Within(from, to) => When::Within(from.map(shifted), to.map(shifted)),
            When::At(_) | When::Julian { .. } => continue,
        };
        if when != date.when && !matches!(when, When::Julian { .. }) {
            date.cert.get_or_insert(Cert::High);
        }
        date.when = when;
    }
}

fn both(julian: Date, gregorian: Moment) -> When {
    When::Julian {
        gregorian,
        custom: julian.to_string(),
    }
}
