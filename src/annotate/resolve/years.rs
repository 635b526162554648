//! Years left out: `28 December` in a text about 1932.
//!
//! The year is that of a date which the same phrase goes on to (`5 May and 8 June 1940`), else the year that the text
//! has come to (file `narrative`). Without one, the next date of the sentence tells, then that of
//! the paragraph, of a source line behind it, and of the whole document (file `dateline`). A note continues the text at
//! its marker. `In February the next year` counts on from there. What cannot be settled keeps its year open.

use super::super::Dated;
use super::super::annotation::{Moment, When};
use super::super::period;
use super::super::setting::Setting;
use super::dateline;
use super::days::{count_from, lacks_month, name_month};
use super::narrative::Now;
use super::stand::Stand;
use crate::repair::{BlockKind, Cert, Text};
use crate::span::Span;

/// How many blocks back a year still counts as plain.
const NEAR: usize = 4;

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
        now = fill(text, block, &mut dates[block], now.next_block(), near, setting);
        if !dates[block].is_empty() {
            last = nth;
        }
    }
    for block in notes {
        let now = now_at_call(text, dates, block, setting);
        fill(text, block, &mut dates[block], now.next_block(), true, setting);
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
    let stands: Vec<Stand> = dates.iter().map(|d| Stand::of(text, block, d, setting)).collect();
    let follows = following(dates, &stands);
    let mut passed = false;
    for i in 0..dates.len() {
        let (next_year, next_told) = follows[i];
        let stand = stands[i];
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
            let next = next_year
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
                Some(_) => now.last_told().map(|year| (year, false)),
                None => now.year_of(text, &dates[i], stand),
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
        now.pass(text, block, &dates[i], stand, next_told);
    }
    now
}

/// What stands behind a date: the next date with a year, and the year of the next one that the text goes on to.
type Following = (Option<(Span, i16)>, Option<i16>);

/// Returns what stands behind each date of a block. The text does not go on to what stands aside, and to a bare year only
/// at the head of its sentence.
fn following(dates: &[Dated], stands: &[Stand]) -> Vec<Following> {
    let mut behind: Following = (None, None);
    let mut all = vec![behind; dates.len()];
    for ((date, stand), slot) in dates.iter().zip(stands).zip(&mut all).rev() {
        *slot = behind;
        if let Some(year) = year_of(date) {
            behind.0 = Some((date.span, year));
            if !stand.aside && (month_of(&date.when).is_some() || stand.head) {
                behind.1 = Some(year);
            }
        }
    }
    all
}

/// Returns the year that the text has come to where the marker of a note stands.
fn now_at_call(text: &Text, dates: &[Vec<Dated>], block: usize, setting: &Setting<'_>) -> Now {
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
        now = now.next_block();
        for date in dates[earlier].iter().filter(|d| d.span.end <= at) {
            let stand = Stand::of(text, earlier, date, setting);
            now.pass(text, earlier, date, stand, None);
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
pub(super) fn over_new_year(when: &When) -> Option<(u8, u8)> {
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
