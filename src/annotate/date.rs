//! Dates: the captured words of a rule become a time that cannot be nonsense.
//!
//! A rule names the parts of its pattern: `day`, `month`, `year`, `short` (two figures of a year), `decade`, `century`,
//! `part` (early, mid, late), `season`, `half`, `quarter`, `ten` (ten days), `week`, `era`; the same with `2` for the
//! second end of a range, `at_hand` for a month told by its nearness (`ultimo`; a day without either is of the month named next), `and` where only neighbours make a range, `other` and `other_month` for the same day in the other calendar, `julian` for a
//! mark of the old style, `bound` for `no earlier than`. The day a month starts is no matter of the rules.

use jiff::civil::Date;

use super::annotation::{Moment, When};
use super::period::{self, Impossible, Part, Period};
use super::setting::Setting;
use crate::repair::Cert;
use crate::rules::Groups;

/// Returns the time that the captured words tell and how sure it is; `None` where they tell none.
///
/// # Errors
/// [`Impossible`] for a day that does not exist.
pub(super) fn read(groups: &Groups<'_>, setting: &Setting<'_>) -> Result<Option<(When, Option<Cert>)>, Impossible> {
    let reader = Reader { groups, setting };
    let Some(when) = reader.when()? else { return Ok(None) };
    Ok(Some((when, reader.cert())))
}

/// One end of a date as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct End {
    day: Option<u8>,
    month: Option<u8>,
    year: Option<i16>,
    decade: Option<i16>,
    century: Option<i16>,
    part: Option<Part>,
}

/// Which end of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nth {
    First,
    Second,
}

struct Reader<'a> {
    groups: &'a Groups<'a>,
    setting: &'a Setting<'a>,
}

impl Reader<'_> {
    fn when(&self) -> Result<Option<When>, Impossible> {
        if self.groups.get("other").is_some() || self.groups.get("julian").is_some() {
            return self.old_style();
        }
        let Some(first) = self.end(Nth::First) else {
            return Ok(None);
        };
        if let Some(day) = first
            .day
            .filter(|_| first.month.is_none() && self.groups.second("day").is_none())
        {
            let months = self.groups.get("at_hand").map(|word| {
                // Behind a weekday no month is told: it is the one at hand.
                let told = self.meant("month_at_hand", word);
                told.map_or(Ok(0), str::parse)
            });
            let months = months.transpose().ok();
            let months = months.filter(|_| (1..=31).contains(&day));
            return Ok(months.map(|months| When::At(Moment::DayOnly { day, months })));
        }
        let second = match self.end(Nth::Second) {
            Some(second) if second != End::default() => second,
            Some(_) => return self.alone(first),
            None => return Ok(None),
        };
        let Some((first, second)) = fill(first, second) else {
            return Ok(None);
        };
        if self.groups.get("and").is_some() && !neighbours(&first, &second) {
            return Ok(None);
        }
        let (Some(from), Some(to)) = (period_of(&first)?, period_of(&second)?) else {
            return Ok(None);
        };
        Ok((order(from.first()) < order(to.last())).then(|| When::Range(from.first(), to.last())))
    }

    /// Returns the time of a date with one end.
    fn alone(&self, end: End) -> Result<Option<When>, Impossible> {
        let Some(period) = period_of(&end)? else {
            return Ok(None);
        };
        Ok(match self.meaning("bound", "bound") {
            Some("not-before") => Some(When::Within(Some(period.first()), None)),
            Some("not-after") => Some(When::Within(None, Some(period.last()))),
            _ => Some(match period {
                Period::Exact(moment) => When::At(moment),
                Period::Whole(from, to) => When::Range(from, to),
                Period::Within(from, to) => When::Within(Some(from), Some(to)),
            }),
        })
    }

    /// Returns the time of a day given in the old calendar, or in both.
    fn old_style(&self) -> Result<Option<When>, Impossible> {
        let Some(end) = self.end(Nth::First) else {
            return Ok(None);
        };
        let (Some(day), Some(month), Some(year)) = (end.day, end.month, end.year) else {
            return Ok(None);
        };
        let Some(other_day) = self.groups.get("other").map(|d| self.day(d)) else {
            let Moment::Day(julian) = period::day_moment(Some(year), month, day)? else {
                return Ok(None);
            };
            return Ok(period::gregorian(julian).map(|day| double(julian, day)));
        };
        let other_month = self.groups.get("other_month").map_or(Some(month), |m| self.month(m));
        let (Some(other_day), Some(other_month)) = (other_day, other_month) else {
            return Ok(None);
        };
        let other_year = match self.groups.get("year2").map(number::<i16>) {
            Some(other) => other,
            None => Some(year),
        };
        // The year stands behind one of the two days only; the other one may lie in the year before.
        let candidates = [other_year, other_year.map(|y| y - 1), other_year.map(|y| y + 1)];
        for (y, other_y) in candidates.into_iter().flatten().map(|o| (year, o)) {
            let one = period::day_moment(Some(y), month, day);
            let other = period::day_moment(Some(other_y), other_month, other_day);
            let (Ok(Moment::Day(one)), Ok(Moment::Day(other))) = (one, other) else {
                continue;
            };
            for (julian, day) in [(one, other), (other, one)] {
                if period::gregorian(julian) == Some(day) {
                    return Ok(Some(double(julian, day)));
                }
            }
        }
        Ok(None)
    }

    /// Returns one end; `None` where a part of it cannot be read.
    fn end(&self, nth: Nth) -> Option<End> {
        let get = |name: &str| match nth {
            Nth::First => self.groups.get(name),
            Nth::Second => self.groups.second(name),
        };
        let bc = self.meaning("era", "era") == Some("bc");
        let sign = |year: i16| if bc { -year } else { year };
        let mut end = End::default();
        if let Some(day) = get("day") {
            end.day = Some(self.day(day)?);
        }
        if let Some(month) = get("month") {
            end.month = Some(self.month(month)?);
        }
        if let Some(year) = get("year") {
            end.year = Some(sign(number(year).filter(|y| *y > 0)?));
        }
        if let Some(short) = get("short") {
            end.year = Some(self.setting.century() * 100 + self.short_year(short)?);
        }
        if let Some(decade) = get("decade") {
            let first: i16 = match number(decade) {
                Some(decade) => decade,
                None => self.meant("decade_word", decade)?.parse().ok()?,
            };
            let named = get("century").and_then(|c| self.century(c));
            end.decade = Some(match named {
                Some(century) if first < 100 => (century - 1) * 100 + first,
                None if first < 100 && !bc => self.setting.decade(first),
                _ => sign(first),
            });
        } else if let Some(century) = get("century") {
            end.century = Some(sign(self.century(century)?));
        }
        end.part = self.part(nth)?;
        Some(end)
    }

    /// Returns the part of the calendar that one end names, `Some(None)` where it names none.
    fn part(&self, nth: Nth) -> Option<Option<Part>> {
        let get = |name: &str| match nth {
            Nth::First => self.groups.get(name),
            Nth::Second => self.groups.second(name),
        };
        let counted = |word: &str, last: &str| -> Option<u8> {
            let lists = [last, "ordinal", "roman"];
            let word = word.strip_suffix('.').unwrap_or(word);
            number(word).or_else(|| lists.iter().find_map(|list| self.meant(list, word))?.parse().ok())
        };
        Some(Some(if let Some(word) = get("part") {
            match self.meant("part", word)? {
                "early" => Part::Early,
                "mid" => Part::Mid,
                _ => Part::Late,
            }
        } else if let Some(word) = get("season") {
            Part::Season(match self.meant("season", word)? {
                "spring" => 3,
                "summer" => 6,
                "autumn" => 9,
                _ => 12,
            })
        } else if let Some(word) = get("half") {
            Part::Half(counted(word, "half_word")?)
        } else if let Some(word) = get("quarter") {
            Part::Quarter(counted(word, "quarter_word")?)
        } else if let Some(word) = get("ten") {
            Part::TenDays(counted(word, "ten_word")?)
        } else if let Some(word) = get("week") {
            Part::Week(self.meant("week_word", word)?.parse().ok()?)
        } else {
            return Some(None);
        }))
    }

    /// Reads the two last figures of a year, or the words for them: `тридцать седьмого`.
    fn short_year(&self, written: &str) -> Option<i16> {
        let counted = |word: &str, list: &str| self.meant(list, word)?.parse::<i16>().ok();
        number(written)
            .or_else(|| counted(written, "ordinal").or_else(|| counted(written, "tens_ordinal")))
            .or_else(|| {
                let (tens, ones) = written.split_once(' ')?;
                Some(counted(tens, "numeral")? + counted(ones, "ordinal")?)
            })
            .filter(|short| (1..100).contains(short))
    }

    fn century(&self, word: &str) -> Option<i16> {
        let named = || self.meant("ordinal", word).or_else(|| self.meant("roman", word));
        number(word)
            .or_else(|| named()?.parse().ok())
            .filter(|c| (1..=21).contains(c))
    }

    fn day(&self, word: &str) -> Option<u8> {
        number(word).or_else(|| self.meant("day_word", word)?.parse().ok())
    }

    fn month(&self, word: &str) -> Option<u8> {
        let named = self.meant("month", word).or_else(|| self.meant("roman", word));
        named
            .and_then(|m| m.parse().ok())
            .or_else(|| number(word))
            .filter(|m| (1..=12).contains(m))
    }

    /// Returns the meaning of a captured word.
    fn meaning(&self, list: &str, group: &str) -> Option<&str> {
        self.meant(list, self.groups.get(group)?)
    }

    fn meant(&self, list: &str, word: &str) -> Option<&str> {
        self.setting.words.meaning(list, word, self.setting.languages)
    }

    /// Returns how sure a reading is that the text does not spell out: a century left out, a misread figure.
    fn cert(&self) -> Option<Cert> {
        let misread = ["year", "year2", "day", "day2"]
            .iter()
            .filter_map(|g| self.groups.get(g));
        if self.groups.get("short").is_some()
            || self.groups.get("decade").is_some_and(|d| d.len() < 4)
                && self.groups.get("century").is_none()
                && self.groups.get("era").is_none()
        {
            Some(Cert::Medium)
        } else if misread
            .into_iter()
            .any(|w| number::<u16>(w).is_some() && w.contains(|c: char| "lIOo".contains(c)))
        {
            Some(Cert::High)
        } else {
            None
        }
    }
}

/// Fills in what one end leaves to the other: `26–28 June 1940`, `1937–8`. `None` where they do not go together.
fn fill(mut first: End, mut second: End) -> Option<(End, End)> {
    if let (Some(from), Some(to)) = (first.year, second.year) {
        second.year = Some(lengthen(from, to)?);
    }
    if let (Some(from), Some(to)) = (first.decade, second.decade.filter(|d| *d < 100)) {
        second.decade = Some(lengthen(from, to)?);
    }
    if second.day.is_some() && second.month.is_none() {
        second.month = first.month;
    }
    if first.day.is_some() && first.month.is_none() {
        first.month = second.month;
    }
    if second.year.is_none() && second.month.is_some() {
        second.year = first.year;
    }
    let dated = first.month.is_some() || matches!(first.part, Some(Part::Season(_) | Part::Quarter(_) | Part::Half(_)));
    if first.year.is_none() && first.decade.is_none() && first.century.is_none() && dated {
        let turn = matches!((first.month, second.month), (Some(a), Some(b)) if a > b);
        first.year = second.year.map(|y| if turn { y - 1 } else { y });
    }
    if first.decade.is_none() && first.year.is_none() && !dated {
        first.decade = second.decade;
    }
    if first.century.is_none() && first.part.is_some() && first.year.is_none() && first.decade.is_none() {
        first.century = second.century;
    }
    Some((first, second))
}

/// Writes the second year of a range in full: 8 after 1937 is 1938. `None` where it does not come after the first.
fn lengthen(from: i16, to: i16) -> Option<i16> {
    if from < 0 {
        return (to > from).then_some(to);
    }
    let unit = match to {
        ..10 => 10,
        10..100 => 100,
        _ => return (to > from).then_some(to),
    };
    let full = from - from % unit + to;
    // `1898–02` runs over the end of its century, `1941–17` is no range.
    if full > from {
        Some(full)
    } else {
        Some(full + unit).filter(|y| unit == 100 && y - from <= 10)
    }
}

/// Tells whether two ends follow one another, so that `and` between them makes a range of them.
fn neighbours(first: &End, second: &End) -> bool {
    if let (Some(a), Some(b)) = (first.day, second.day) {
        return first.month == second.month && b == a + 1;
    }
    if let (Some(a), Some(b)) = (first.century, second.century) {
        return b == a + 1;
    }
    match (first.part, second.part) {
        (Some(Part::Season(a)), Some(Part::Season(b))) => b == a % 12 + 3,
        (Some(_), _) | (_, Some(_)) => false,
        (None, None) => matches!((first.month, second.month), (Some(a), Some(b)) if b == a % 12 + 1),
    }
}

/// Returns the period that a filled end covers; `None` where it names none.
fn period_of(end: &End) -> Result<Option<Period>, Impossible> {
    if let (Some(day), Some(month)) = (end.day, end.month) {
        return period::day_moment(end.year, month, day).map(|m| Some(Period::Exact(m)));
    }
    Ok(match end {
        End { day: Some(_), .. } => None,
        End { month: Some(month), .. } => period::month(end.year, *month, end.part),
        End { year: Some(year), .. } => period::year(*year, end.part),
        End {
            decade: Some(decade), ..
        } => period::decade(*decade, end.part),
        End {
            century: Some(century), ..
        } => period::century(*century, end.part),
        _ => None,
    })
}

/// Returns a key by which the ends of a range are in order; those without a year are compared within one.
fn order(moment: Moment) -> (i16, u8, u8) {
    match moment {
        Moment::Year(y) => (y, 0, 0),
        Moment::Month(y, m) => (y, m, 0),
        Moment::Day(d) => (d.year(), d.month().unsigned_abs(), d.day().unsigned_abs()),
        Moment::MonthDay(m, d) => (0, m, d),
        Moment::MonthOnly(m) => (0, m, 0),
        Moment::DayOnly { day, .. } => (0, 0, day),
    }
}

/// Returns the time of a day known by both calendars.
fn double(julian: Date, gregorian: Date) -> When {
    When::Julian {
        gregorian: Moment::Day(gregorian),
        custom: julian.to_string(),
    }
}

/// Reads figures, and the letters that take their place in print that was misread: `l941`.
fn number<N: std::str::FromStr>(word: &str) -> Option<N> {
    let figures: String = word
        .trim_end_matches(|c: char| !c.is_ascii_digit() && !"lIOo".contains(c))
        .chars()
        .map(|c| match c {
            'l' | 'I' => '1',
            'O' | 'o' => '0',
            c => c,
        })
        .collect();
    let any_figure = word.contains(|c: char| c.is_ascii_digit());
    figures.parse().ok().filter(|_| any_figure)
}
