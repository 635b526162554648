//! Years left out: `28 December` in a text about 1932.
//!
//! The year is that of a date which the same phrase goes on to (`5 May and 8 June 1940`), else the year that the text
//! has come to: that of the last day or month, or of a later bare year at the head of a sentence; a bare year far off
//! (`the treaty of 1860`) is an aside. A text goes forward: the March behind a November is that of the next year, but
//! behind the date line of a letter it is the nearest one. Without one, the next date of the sentence tells, then that of
//! the paragraph, of a source line behind it, and of the whole document (file `dateline`). A note continues the text at
//! its marker. `In February the next year` counts on from there. What cannot be settled keeps its year open.

use super::super::Dated;
use super::super::annotation::{Moment, When};
use super::super::period;
use super::super::setting::Setting;
use super::dateline;
use super::days::{count_from, lacks_month, name_month};
use crate::repair::{BlockKind, Cert, Text};
use crate::span::Span;

/// How many blocks back a year still counts as plain.
const NEAR: usize = 4;

/// A bare year farther than this from the days around it is an aside.
const ASIDE: u16 = 15;

/// How far from the head of its sentence a bare year may stand to set the time of what follows, in bytes.
const HEAD: usize = 24;

/// A month as many months before that at hand lies in the year after it.
const TURN: u8 = 7;

/// The year that the text has come to.
#[derive(Clone, Copy, Debug, Default)]
struct Now {
    /// The year of the last day or month.
    day: Option<i16>,
    /// Its month.
    month: Option<u8>,
    /// Its first month, where it began in the year before: the December of `the winter of 1902–3`.
    since: Option<u8>,
    /// That day or month stands in the paragraph at hand.
    here: bool,
    /// A bare year behind it, and whether it stands at the head of its sentence.
    bare: Option<(i16, bool)>,
    /// Year and month of the date line of the letter at hand.
    line: Option<(i16, u8)>,
    /// Year and month of the day that opens the entry of a diary, or of the date line.
    entry: Option<(i16, u8)>,
}

impl Now {
    /// Returns the year.
    fn year(self) -> Option<i16> {
        match (self.day, self.bare) {
            (Some(day), Some((bare, _))) if day.abs_diff(bare) > ASIDE => Some(day),
            (Some(day), Some((_, false))) if self.here => Some(day),
            (day, bare) => bare.map(|(year, _)| year).or(day),
        }
    }

    /// Returns the year of a month without one, and whether it lies beyond the year at hand.
    fn year_of(self, month: Option<u8>) -> Option<(i16, bool)> {
        let year = self.year()?;
        let (Some(month), Some(last), Some(day)) = (month, self.month, self.day) else {
            return Some((year, false));
        };
        if day != year {
            return Some((year, false));
        }
        if self.since.is_some_and(|since| month >= since) {
            return Some((year - 1, false));
        }
        let line = self.line.filter(|(of_line, _)| *of_line == year);
        Some(if let Some(line) = line {
            (dateline::nearest(month, line), false)
        } else if month + TURN <= last {
            (period::following(year).unwrap_or(year), true)
        } else {
            (year, false)
        })
    }

    /// Returns the month at hand, from which `the 21st ultimo` counts: that of the letter or entry, else that of the last
    /// day.
    fn at_hand(self) -> Option<(i16, u8)> {
        self.entry.or(self.day.zip(self.month))
    }

    /// Goes on to a date.
    fn pass(&mut self, text: &Text, block: usize, date: &Dated) {
        let Some(year) = year_of(date) else { return };
        if matches!(
            date.when,
            When::At(Moment::Year(_)) | When::Range(Moment::Year(_), Moment::Year(_))
        ) {
            let heading = matches!(text.blocks[block].kind, BlockKind::Heading { .. });
            self.bare = Some((
                year,
                heading || heads_sentence(text, text.blocks[block].span, date.span),
            ));
        } else {
            let letter = dateline::is_one(text, block, date);
            let (month, since) = match over_new_year(&date.when) {
                Some((since, month)) => (Some(month), Some(since)),
                None => (month_of(&date.when), None),
            };
            let opens = letter || self.entry.is_none() || date.span.start == text.blocks[block].span.start;
            *self = Now {
                entry: if opens {
                    month.map(|month| (year, month))
                } else {
                    self.entry
                },
                day: Some(year),
                month,
                since,
                here: true,
                bare: None,
                line: if letter {
                    month.map(|month| (year, month))
                } else {
                    self.line
                },
            };
        }
    }
}

/// Tells whether a stretch stands at the head of its sentence.
fn heads_sentence(text: &Text, block: Span, span: Span) -> bool {
    let before = &text.string[block.start..span.start];
    before.rfind(". ").map_or(before.len(), |stop| before.len() - stop - 2) <= HEAD
}

/// Fills in years; `dates` are those of each block, in order.
///
/// `told` is the document's own date as its user says it, ISO 8601.
pub(in super::super) fn years(text: &Text, dates: &mut [Vec<Dated>], setting: &Setting<'_>, told: Option<&str>) {
    if dates.iter().flatten().all(|d| !open(&d.when)) {
        return;
    }
    let note = |block: &usize| matches!(text.blocks[*block].kind, BlockKind::NoteBody { .. });
    let (notes, main): (Vec<usize>, Vec<usize>) = (0..dates.len()).partition(note);
    let mut now = Now::default();
    let mut last = 0;
    for (nth, &block) in main.iter().enumerate() {
        let near = nth - last <= NEAR;
        now = fill(
            text,
            block,
            &mut dates[block],
            Now { here: false, ..now },
            near,
            setting,
        );
        if !dates[block].is_empty() {
            last = nth;
        }
    }
    for block in notes {
        let now = now_at_call(text, dates, block);
        fill(
            text,
            block,
            &mut dates[block],
            Now { here: false, ..now },
            true,
            setting,
        );
    }
    dateline::rest(text, dates, told);
}

/// Fills in the years of one block and returns the year that it has come to; `now` is that of the text before, and
/// `near` tells whether that stands near.
fn fill(text: &Text, block: usize, dates: &mut [Dated], mut now: Now, near: bool, setting: &Setting<'_>) -> Now {
    // From the end, so that a year is handed back along `5 May, 6 June and 7 July 1940`.
    for i in (0..dates.len().saturating_sub(1)).rev() {
        let between = &text.string[dates[i].span.end..dates[i + 1].span.start];
        if !open(&dates[i].when) || !connects(between, setting) {
            continue;
        }
        let next = dates[i + 1].when.clone();
        name_month(&mut dates[i], &next);
        if let Some(year) = year_of(&dates[i + 1]) {
            close(&mut dates[i], year, Cert::Medium);
        }
    }
    let mut passed = false;
    for i in 0..dates.len() {
        if lacks_month(&dates[i].when) {
            // A day that was counted is no month to count from.
            let named_last = matches!(dates[i].when, When::At(Moment::DayOnly { months: None, .. }));
            let at_hand = if named_last {
                now.day.zip(now.month)
            } else {
                now.at_hand()
            };
            if let Some(at_hand) = at_hand {
                count_from(&mut dates[i], at_hand, Cert::Medium);
            }
            continue;
        }
        if open(&dates[i].when) {
            let here = dates[i].span;
            let next = dates[i + 1..].iter().find_map(|d| Some((d.span, year_of(d)?)));
            let next = next
                .filter(|(span, _)| one_sentence(&text.string, here, *span))
                .map(|(_, year)| year);
            let behind = text.string[here.end..].trim_start_matches([' ', ',']);
            let step = setting.words.head("shift", behind, setting.languages);
            let step = step.and_then(|(_, years)| years.parse::<i16>().ok());
            let this = setting
                .words
                .head("this_year", behind, setting.languages)
                .and(now.line.or(now.entry));
            let near_side = setting.words.head("nearest", behind, setting.languages);
            let beside = near_side.and_then(|(_, side)| {
                let month = month_of(&dates[i].when)?;
                let (year, at) = now.line.or(now.entry)?;
                let years = match side {
                    "1" => i16::from(month < at),
                    _ => -i16::from(month > at),
                };
                Some((year.saturating_add(years), false))
            });
            let now_year = match step {
                _ if beside.is_some() => beside,
                _ if this.is_some() => this.map(|(year, _)| (year, false)),
                Some(_) => now.year().map(|year| (year, false)),
                None => now.year_of(month_of(&dates[i].when)),
            };
            let next = next.map(|year| (year, false));
            let year = if passed || near {
                now_year.or(next)
            } else {
                next.or(now_year)
            };
            if let Some((year, turned)) = year {
                let sure = (passed || near || next.is_some()) && !turned;
                close(
                    &mut dates[i],
                    year.saturating_add(step.unwrap_or(0)),
                    if sure { Cert::Medium } else { Cert::Low },
                );
            }
        }
        passed |= year_of(&dates[i]).is_some();
        // A letter tells of its own days; what has been so since another year is no day of it, nor that of a law it cites.
        let before = text.string[text.blocks[block].span.start..dates[i].span.start].trim_end();
        let aside = ["since", "paper_before"]
            .iter()
            .any(|list| setting.words.ends_with(list, before));
        if now.line.is_none() || !aside {
            now.pass(text, block, &dates[i]);
        }
    }
    now
}

/// Returns the year that the text has come to where the marker of a note stands.
fn now_at_call(text: &Text, dates: &[Vec<Dated>], block: usize) -> Now {
    let mut now = Now::default();
    let BlockKind::NoteBody { note } = text.blocks[block].kind else {
        return now;
    };
    let Some(at) = text.notes.get(note).and_then(|n| n.call.as_ref()).map(|call| call.at) else {
        return now;
    };
    let Some(home) = text.blocks.iter().position(|b| b.span.start <= at && at <= b.span.end) else {
        return now;
    };
    for earlier in home.saturating_sub(NEAR)..=home {
        now.here = false;
        for date in dates[earlier].iter().filter(|d| d.span.end <= at) {
            now.pass(text, earlier, date);
        }
    }
    now
}

/// Tells whether the words between two dates make one list of them.
fn connects(between: &str, setting: &Setting<'_>) -> bool {
    let mut words = between.split([' ', ',', '\u{a0}']).filter(|w| !w.is_empty());
    between.len() <= 24
        && words.all(|w| {
            setting.words.meaning("list_word", w, setting.languages).is_some() || w.chars().all(|c| "–—-".contains(c))
        })
}

/// Tells whether no sentence ends between two stretches.
fn one_sentence(text: &str, one: Span, other: Span) -> bool {
    let (from, to) = if one.start < other.start {
        (one.end, other.start)
    } else {
        (other.end, one.start)
    };
    let between = &text[from..to.max(from)];
    !between.match_indices(['.', '!', '?']).any(|(at, _)| {
        let word = between[..at].rsplit(' ').next().unwrap_or_default();
        let rest = between[at + 1..].trim_start_matches(['”', '’', '"', '»', ')']);
        word.chars().count() > 2 && rest.starts_with(' ') && rest.trim_start().starts_with(char::is_uppercase)
    })
}

/// Tells whether a time lacks its year.
pub(super) fn open(when: &When) -> bool {
    let bare = |m: &Moment| matches!(m, Moment::MonthDay(..) | Moment::MonthOnly(_) | Moment::DayOnly { .. });
    match when {
        When::At(m) => bare(m),
        When::Range(a, b) => bare(a) || bare(b),
        When::Within(a, b) => a.iter().chain(b).any(bare),
        When::Julian { .. } => false,
    }
}

/// Returns the one year that a date speaks of; a publication year is not what the text speaks of.
pub(super) fn year_of(date: &Dated) -> Option<i16> {
    if date.closes_title {
        return None;
    }
    let year = |m: &Moment| match *m {
        Moment::Year(y) | Moment::Month(y, _) => Some(y),
        Moment::Day(d) => Some(d.year()),
        Moment::MonthDay(..) | Moment::MonthOnly(_) | Moment::DayOnly { .. } => None,
    };
    match &date.when {
        When::At(m) | When::Julian { gregorian: m, .. } => year(m),
        When::Range(a, b) | When::Within(Some(a), Some(b)) => {
            let (a, b) = (year(a)?, year(b)?);
            (b - a <= 1).then_some(b)
        }
        When::Within(a, b) => a.as_ref().or(b.as_ref()).and_then(year),
    }
}

/// Returns the month in which a time begins.
pub(super) fn month_of(when: &When) -> Option<u8> {
    let (When::At(m) | When::Range(m, _) | When::Within(Some(m), _) | When::Within(None, Some(m))) = when else {
        return None;
    };
    match *m {
        Moment::Month(_, month) | Moment::MonthDay(month, _) | Moment::MonthOnly(month) => Some(month),
        Moment::Day(day) => Some(day.month().unsigned_abs()),
        Moment::Year(_) | Moment::DayOnly { .. } => None,
    }
}

/// Returns the first and the last month of a stretch over New Year.
fn over_new_year(when: &When) -> Option<(u8, u8)> {
    let month = |m: &Moment| match *m {
        Moment::Month(year, month) => Some((year, month)),
        Moment::Day(day) => Some((day.year(), day.month().unsigned_abs())),
        _ => None,
    };
    let (When::Range(from, to) | When::Within(Some(from), Some(to))) = when else {
        return None;
    };
    let ((from, since), (to, month)) = (month(from)?, month(to)?);
    (from + 1 == to && month < since).then_some((since, month))
}

/// Gives a date its year, where the day exists in it.
pub(super) fn close(date: &mut Dated, year: i16, cert: Cert) {
    if lacks_month(&date.when) {
        return;
    }
    let dated = |m: Moment, year: i16| match m {
        Moment::MonthDay(month, day) => period::day_moment(Some(year), month, day).ok(),
        Moment::MonthOnly(month) => Some(Moment::Month(year, month)),
        m => Some(m),
    };
    let when = match &date.when {
        When::At(m) => dated(*m, year).map(When::At),
        When::Range(a, b) => {
            let turn = matches!((a, b), (Moment::MonthOnly(a) | Moment::MonthDay(a, _), Moment::MonthOnly(b) | Moment::MonthDay(b, _)) if a > b);
            let end = if turn { period::following(year) } else { Some(year) };
            dated(*a, year)
                .zip(end.and_then(|y| dated(*b, y)))
                .map(|(a, b)| When::Range(a, b))
        }
        When::Within(a, b) => Some(When::Within(
            a.and_then(|m| dated(m, year)),
            b.and_then(|m| dated(m, year)),
        )),
        When::Julian { .. } => None,
    };
    if let Some(when) = when {
        date.when = when;
        date.cert = Some(date.cert.map_or(cert, |c| c.min(cert)));
    }
}
