//! Calendar arithmetic: which days, months or years a part of the calendar covers.

use jiff::civil::Date;

use super::annotation::Moment;

/// A time that does not exist, such as 31 June.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Impossible(pub(super) String);

/// How a stretch of the calendar is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    /// One day, month or year.
    Exact(Moment),
    /// The whole stretch.
    Whole(Moment, Moment),
    /// Some time in the stretch.
    Within(Moment, Moment),
}

impl Period {
    /// Returns the first day, month or year.
    pub(super) fn first(self) -> Moment {
        match self {
            Period::Exact(m) | Period::Whole(m, _) | Period::Within(m, _) => m,
        }
    }

    /// Returns the last day, month or year.
    pub(super) fn last(self) -> Moment {
        match self {
            Period::Exact(m) | Period::Whole(_, m) | Period::Within(_, m) => m,
        }
    }
}

/// A part of a decade, year or month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// `early`, `the beginning of`.
    Early,
    /// `mid-`, `the middle of`.
    Mid,
    /// `late`, `the end of`.
    Late,
    /// `the first half of`, counted from 1.
    Half(u8),
    /// `the first quarter of`, counted from 1.
    Quarter(u8),
    /// `the first ten days of`, counted from 1.
    TenDays(u8),
    /// `the first week of`, counted from 1; 5 is the last.
    Week(u8),
    /// A season, in months: the first, counted from 1.
    Season(u8),
}

/// Returns a century, or a part of one. Centuries run from 01 to 00; those before our era are negative.
pub(super) fn century(number: i16, part: Option<Part>) -> Option<Period> {
    let first = if number > 0 {
        (number.checked_sub(1)?).checked_mul(100)?.checked_add(1)?
    } else {
        number.checked_mul(100)?
    };
    let years = |from: i16, to: i16| {
        Some((
            Moment::Year(first.checked_add(from)?),
            Moment::Year(first.checked_add(to)?),
        ))
    };
    Some(match part {
        None => whole(years(0, 99)?),
        Some(Part::Early) => within(years(0, 32)?),
        Some(Part::Mid) => within(years(33, 65)?),
        Some(Part::Late) => within(years(66, 99)?),
        Some(Part::TenDays(n @ 1..=10)) => whole(years(10 * (i16::from(n) - 1), 10 * i16::from(n) - 1)?),
        Some(Part::Half(n @ 1..=2)) => whole(years(50 * (i16::from(n) - 1), 50 * i16::from(n) - 1)?),
        Some(Part::Quarter(n @ 1..=4)) => whole(years(25 * (i16::from(n) - 1), 25 * i16::from(n) - 1)?),
        Some(_) => return None,
    })
}

/// Returns a decade (by its first year), or a part of one. One before our era goes by its last year: the 460s BC are 469
/// to 460.
pub(super) fn decade(first: i16, part: Option<Part>) -> Option<Period> {
    let first = if first < 0 { first.checked_sub(9)? } else { first };
    let years = |from: i16, to: i16| {
        Some((
            Moment::Year(first.checked_add(from)?),
            Moment::Year(first.checked_add(to)?),
        ))
    };
    Some(match part {
        None => whole(years(0, 9)?),
        Some(Part::Early) => within(years(0, 3)?),
        Some(Part::Mid) => within(years(4, 6)?),
        Some(Part::Late) => within(years(6, 9)?),
        Some(Part::Half(1)) => whole(years(0, 4)?),
        Some(Part::Half(2)) => whole(years(5, 9)?),
        Some(_) => return None,
    })
}

/// Returns a year, or a part of one.
pub(super) fn year(year: i16, part: Option<Part>) -> Option<Period> {
    let months = |from: u8, to: u8| (Moment::Month(year, from), Moment::Month(year, to));
    Some(match part {
        None => Period::Exact(Moment::Year(year)),
        Some(Part::Early) => within(months(1, 4)),
        Some(Part::Mid) => within(months(5, 8)),
        Some(Part::Late) => within(months(9, 12)),
        Some(Part::Half(n @ 1..=2)) => whole(months(6 * n - 5, 6 * n)),
        Some(Part::Quarter(n @ 1..=4)) => whole(months(3 * n - 2, 3 * n)),
        Some(Part::Season(12)) => whole((Moment::Month(year, 12), Moment::Month(following(year)?, 2))),
        Some(Part::Season(first @ 1..=10)) => whole(months(first, first + 2)),
        Some(_) => return None,
    })
}

/// Returns a month of a known or unknown year, or a part of one.
pub(super) fn month(year: Option<i16>, month: u8, part: Option<Part>) -> Option<Period> {
    let length = days_in(year, month)?;
    let days = |from: u8, to: u8| Some((day_moment(year, month, from).ok()?, day_moment(year, month, to).ok()?));
    Some(match part {
        None => Period::Exact(year.map_or(Moment::MonthOnly(month), |y| Moment::Month(y, month))),
        Some(Part::Early) => within(days(1, 10)?),
        Some(Part::Mid) => within(days(11, 20)?),
        Some(Part::Late) => within(days(21, length)?),
        Some(Part::Half(1)) => whole(days(1, 15)?),
        Some(Part::Half(2)) => whole(days(16, length)?),
        Some(Part::TenDays(n @ 1..=2)) => whole(days(10 * n - 9, 10 * n)?),
        Some(Part::TenDays(3)) => whole(days(21, length)?),
        Some(Part::Week(n @ 1..=4)) => whole(days(7 * n - 6, 7 * n)?),
        Some(Part::Week(5)) => whole(days(length - 6, length)?),
        Some(_) => return None,
    })
}

/// Returns a day of a known or unknown year.
///
/// # Errors
/// [`Impossible`] where the month has no such day.
pub(super) fn day_moment(year: Option<i16>, month: u8, day: u8) -> Result<Moment, Impossible> {
    let bad = || {
        Impossible(format!(
            "there is no day {day} in month {month}{}",
            year.map_or(String::new(), |y| format!(" of {y}"))
        ))
    };
    if day == 0 || days_in(year, month).is_none_or(|length| day > length) {
        return Err(bad());
    }
    let (Ok(d), Ok(m)) = (i8::try_from(day), i8::try_from(month)) else {
        return Err(bad());
    };
    match year {
        Some(y) => Date::new(y, m, d).map(Moment::Day).map_err(|_| bad()),
        None => Ok(Moment::MonthDay(month, day)),
    }
}

/// Returns the days of a month; February has 29 where the year is unknown.
fn days_in(year: Option<i16>, month: u8) -> Option<u8> {
    let date = Date::new(year.unwrap_or(2000), i8::try_from(month).ok()?, 1).ok()?;
    u8::try_from(date.days_in_month()).ok()
}

/// Returns the year after; there is no year 0.
pub(super) fn following(year: i16) -> Option<i16> {
    let next = year.checked_add(1)?;
    Some(if next == 0 { 1 } else { next })
}

/// Returns the Gregorian day that the Julian calendar calls `julian`.
///
/// The difference grows by a day in each century year that is not divisible by 400; it is 13 days from March 1900 on.
pub(super) fn gregorian(julian: Date) -> Option<Date> {
    let year = if julian.month() <= 2 {
        julian.year() - 1
    } else {
        julian.year()
    };
    let days = i32::from(year.div_euclid(100)) - i32::from(year.div_euclid(400)) - 2;
    julian.checked_add(jiff::Span::new().days(days)).ok()
}

fn whole((from, to): (Moment, Moment)) -> Period {
    Period::Whole(from, to)
}

fn within((from, to): (Moment, Moment)) -> Period {
    Period::Within(from, to)
}
