//! Years from beside the text: the date line of a letter, the source line behind an excerpt, the document's own date.
//!
//! In come the dates that the text before them left open, out come those that lines of this kind settle.

use super::super::Dated;
use super::super::annotation::{Moment, When};
use super::days::count_from;
use super::years::{close, month_of, open, year_of};
use crate::repair::{Cert, Text};

/// The longest a date line is, in bytes; a longer block is a paragraph.
const LONGEST: usize = 80;

/// What may stand behind the year of a title: a full stop, in bytes.
const STOP: usize = 2;

/// How many blocks behind a date a source line may stand.
const NEAR: usize = 3;

/// What may stand behind the date of a date line: an hour, in bytes.
const HOUR: usize = 16;

/// The longest title of a document, in bytes.
const TITLE: usize = 200;

/// The longest word of a date line that is no name: `den`, `the`, in letters.
const ARTICLE: usize = 3;

/// Tells whether a day is the date line of a letter or the like: `Riga, 5 January 1932.` It holds no sentence, only names
/// and small words.
pub(super) fn is_one(text: &Text, block: usize, date: &Dated) -> bool {
    let span = text.blocks[block].span;
    let day = matches!(date.when, When::At(Moment::Day(_)) | When::Julian { .. });
    if !day || span.len() > LONGEST || span.end.saturating_sub(date.span.end) > HOUR {
        return false;
    }
    let before = &text.string[span.start..date.span.start];
    let mut words = before
        .split([' ', '\u{a0}'])
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
    words.all(|w| w.chars().count() <= ARTICLE || !w.starts_with(char::is_lowercase))
}

/// Tells whether a day is that of the title of a document (`Report for the half-year ended 31 December 1907`), or a
/// sentence by itself at the end of a short block; `first` where it stands in the first sentence of the block.
pub(super) fn opens(text: &Text, block: usize, date: &Dated, first: bool) -> bool {
    let span = text.blocks[block].span;
    let day = matches!(date.when, When::At(Moment::Day(_)) | When::Julian { .. });
    if !day || span.len() > TITLE || span.end.saturating_sub(date.span.end) > HOUR {
        return false;
    }
    let before = text.string[span.start..date.span.start].trim_end();
    block == 0 && first || before.ends_with(['.', '—', '–'])
}

/// Tells whether a year closes the title of a document: `Report of the Chamber for 1908`.
pub(super) fn heads_report(text: &Text, block: usize, date: &Dated, first: bool) -> bool {
    let span = text.blocks[block].span;
    block == 0 && first && span.len() <= TITLE && span.end.saturating_sub(date.span.end) <= STOP
}

/// Returns the year in which a month is nearest to another month.
pub(super) fn nearest(month: u8, (year, near): (i16, u8)) -> i16 {
    match i16::from(month) - i16::from(near) {
        7.. => year - 1,
        ..-6 => year + 1,
        _ => year,
    }
}

/// Settles the years that the text before a date leaves open: by the next date of its paragraph, by a source line
/// behind it, by the date of the document.
pub(super) fn rest(text: &Text, dates: &mut [Vec<Dated>], told: Option<&str>) {
    let document = told.and_then(iso).or_else(|| of_document(text, dates));
    for block in 0..dates.len() {
        if !dates[block].iter().any(|d| open(&d.when)) {
            continue;
        }
        let reference = source_line(text, dates, block).or(document);
        let beside = dates[block]
            .iter()
            .find_map(|d| Some((year_of(d)?, month_of(&d.when)?)));
        let sure = beside.is_some();
        let Some((year, month)) = beside.or(reference) else {
            continue;
        };
        let cert = if sure { Cert::Medium } else { Cert::Low };
        for date in dates[block].iter_mut().filter(|d| open(&d.when)) {
            // Another day of the paragraph does not tell which month is at hand.
            if let Some(at_hand) = reference {
                count_from(date, at_hand, Cert::Low);
            }
            let year = month_of(&date.when).map_or(year, |m| nearest(m, (year, month)));
            close(date, year, cert);
        }
    }
}

/// Returns year and month of a source line behind a block: the day at the end of a short block, or of one that cites.
fn source_line(text: &Text, dates: &[Vec<Dated>], block: usize) -> Option<(i16, u8)> {
    let behind = (block + 1..dates.len()).take(NEAR);
    let mut days = behind.flat_map(|b| dates[b].iter().map(move |d| (b, d)));
    days.find_map(|(b, d)| is_one(text, b, d).then(|| Some((year_of(d)?, month_of(&d.when)?)))?)
}

/// Returns year and month of the document: those of its first or last date line.
fn of_document(text: &Text, dates: &[Vec<Dated>]) -> Option<(i16, u8)> {
    let line = |block: usize| {
        let mut days = dates[block].iter().filter(move |d| is_one(text, block, d));
        days.find_map(|d| Some((year_of(d)?, month_of(&d.when)?)))
    };
    (0..dates.len()).find_map(line)
}

/// Reads year and month of an ISO date; a year alone is taken at its middle.
fn iso(date: &str) -> Option<(i16, u8)> {
    let mut parts = date.split('-');
    let year = parts.next()?.parse().ok()?;
    Some((year, parts.next().and_then(|m| m.parse().ok()).unwrap_or(6)))
}
