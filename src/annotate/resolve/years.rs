//! Years left out: `28 December` in a text about 1932.
//!
//! The year is that of a date which the same phrase goes on to (`5 May and 8 June 1940`), else of the date before it in
//! the sentence, in the paragraph, of the next one in the sentence, then of the text before; a note continues the text
//! at its marker. `In February the next year` counts on from there. What cannot be settled keeps its year open.

use super::super::Dated;
use super::super::annotation::{Moment, When};
use super::super::date::Setting;
use super::super::period;
use crate::repair::{BlockKind, Cert, Text};
use crate::span::Span;

/// How many blocks back a year still counts as plain.
const NEAR: usize = 4;

/// Fills in years; `dates` are those of each block, in order.
pub(in super::super) fn years(text: &Text, dates: &mut [Vec<Dated>], setting: &Setting<'_>) {
    if dates.iter().flatten().all(|d| !open(&d.when)) {
        return;
    }
    let main: Vec<usize> = (0..dates.len())
        .filter(|b| !matches!(text.blocks[*b].kind, BlockKind::NoteBody { .. }))
        .collect();
    let notes: Vec<usize> = (0..dates.len())
        .filter(|b| matches!(text.blocks[*b].kind, BlockKind::NoteBody { .. }))
        .collect();
    let mut last: Option<(usize, i16)> = None;
    for (nth, &block) in main.iter().enumerate() {
        let before = last.map(|(at, year)| (year, nth - at <= NEAR));
        if let Some(year) = fill(text, &mut dates[block], before, setting) {
            last = Some((nth, year));
        }
    }
    for block in notes {
        let before = year_at_call(text, dates, block).map(|year| (year, true));
        fill(text, &mut dates[block], before, setting);
    }
}

/// Fills in the years of one block and returns the last year in it; `before` is the year before the block, and whether
/// it stands near.
fn fill(text: &Text, dates: &mut [Dated], before: Option<(i16, bool)>, setting: &Setting<'_>) -> Option<i16> {
    // From the end, so that a year is handed back along `5 May, 6 June and 7 July 1940`.
    for i in (0..dates.len().saturating_sub(1)).rev() {
        let between = &text.string[dates[i].span.end..dates[i + 1].span.start];
        if open(&dates[i].when)
            && connects(between, setting)
            && let Some(year) = year_of(&dates[i + 1])
        {
            close(&mut dates[i], year, Cert::Medium);
        }
    }
    let mut last: Option<(Span, i16)> = None;
    for i in 0..dates.len() {
        if open(&dates[i].when) {
            let next = dates[i + 1..].iter().find_map(|d| Some((d.span, year_of(d)?)));
            let here = dates[i].span;
            let in_sentence = |other: &(Span, i16)| one_sentence(&text.string, here, other.0);
            let near = last
                .filter(in_sentence)
                .or(last)
                .or(next.filter(in_sentence))
                .map(|(_, year)| (year, true));
            if let Some((year, near)) = near.or(before) {
                let step = setting
                    .words
                    .starts_with("shift", text.string[here.end..].trim_start_matches([' ', ',']));
                let year = step
                    .and_then(|s| s.parse::<i16>().ok())
                    .map_or(year, |s| year.saturating_add(s));
                close(&mut dates[i], year, if near { Cert::Medium } else { Cert::Low });
            }
        }
        if let Some(year) = year_of(&dates[i]) {
            last = Some((dates[i].span, year));
        }
    }
    last.map(|(_, year)| year)
}

/// Returns the year that the text speaks of where the marker of a note stands.
fn year_at_call(text: &Text, dates: &[Vec<Dated>], block: usize) -> Option<i16> {
    let BlockKind::NoteBody { note } = text.blocks[block].kind else {
        return None;
    };
    let at = text.notes.get(note)?.call.as_ref()?.at;
    let home = text
        .blocks
        .iter()
        .position(|b| b.span.start <= at && at <= b.span.end)?;
    let earlier = dates.get(home.saturating_sub(NEAR)..=home)?.iter().flatten();
    earlier.filter(|d| d.span.end <= at).filter_map(year_of).last()
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
fn open(when: &When) -> bool {
    let bare = |m: &Moment| matches!(m, Moment::MonthDay(..) | Moment::MonthOnly(_));
    match when {
        When::At(m) => bare(m),
        When::Range(a, b) => bare(a) || bare(b),
        When::Within(a, b) => a.iter().chain(b).any(bare),
        When::Julian { .. } => false,
    }
}

/// Returns the one year that a date speaks of; a publication year is not what the text speaks of.
fn year_of(date: &Dated) -> Option<i16> {
    if date.closes_title {
        return None;
    }
    let year = |m: &Moment| match *m {
        Moment::Year(y) | Moment::Month(y, _) => Some(y),
        Moment::Day(d) => Some(d.year()),
        Moment::MonthDay(..) | Moment::MonthOnly(_) => None,
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

/// Gives a date its year, where the day exists in it.
fn close(date: &mut Dated, year: i16, cert: Cert) {
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
