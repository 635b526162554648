//! Plain text without blank lines between its parts, as extractors leave it: which lines were ended on purpose.
//!
//! A line that ends a sentence short of all those that were wrapped ([`wrapping`](super::wrapping)) ends a paragraph; one
//! that ends none and stands short between two paragraphs is a heading. Where nothing but the last lines tells the
//! paragraphs of a text, a line that could have taken the next word was ended on purpose whatever it ends with: a
//! dateline, an address, a signature.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::start;
use super::bylines::is_name;
use super::headings::{self, is_capitals, is_numbered_title, is_section, is_worded_as_heading};
use super::measure::Metric;
use super::phrases::Phrases;
use super::sentences::{begins_large, begins_small, ends_between_words, ends_clause, ends_open, ends_sentence};
use super::wrapping::{Wrapping, stand_close};
use crate::read::Line;

/// A line that was ended is shorter than the shortest wrapped one by this share of the measure: letters differ in width.
const RAGGED: f32 = 0.08;
/// The same where the last lines alone tell the paragraphs.
const CLOSE: f32 = 0.01;
/// One that ends no clause is shorter than the shortest wrapped one by this share: a quotation is set narrower.
const UNENDED: f32 = 0.2;
/// A heading is shorter than this share of the measure, and the first line of a paragraph longer than that.
const HEADING: f32 = 0.75;
/// One with free space above may be longer.
const FREE_HEADING: f32 = 0.9;
const FULL: f32 = 0.8;
/// A title of so many words is shorter than this share of the measure.
const LONE: usize = 3;
const LONE_TITLE: f32 = 0.4;

/// A dateline has no more words.
const MOST_WORDS: usize = 12;

/// A place and a date at the head of a letter, and nothing behind them but an hour.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    let day_first = r"\d{1,2}(?:st|nd|rd|th)?\.? (?:de )?\p{L}+\.?,?(?: \d{4})?(?: ?г\.?| ?года)?";
    let month_first = r"\p{L}+\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}";
    Regex::new(&format!(
        r"^(?:(?:г|гор|пос|с|д|дер|ст)\. ?)?\p{{Lu}}[\p{{L}} .’'-]{{1,40}}[.,] .{{0,6}}?(?:{day_first}|{month_first})(?:[,.]? ?[—–-] ?\S+(?: \S+)?)?\.?$"
    ))
    .expect("a constant pattern")
});

/// What the lengths of a text's lines tell.
#[derive(Clone, Debug, Default)]
pub(super) struct CloseSet {
    ended: Vec<bool>,
    headings: Vec<bool>,
    /// How its lines were wrapped.
    wrapping: Option<Wrapping>,
}

impl CloseSet {
    /// Looks at the lines of a column; of those with sizes nothing is told, there the look does.
    pub(super) fn of(lines: &[Line], metric: &Metric) -> Self {
        let Some(wrapping) = metric.wrapping.and_then(|w| w.of_part(lines)) else {
            return Self::default();
        };
        let pairs = || lines.windows(2).enumerate();
        let edge = lines.iter().map(start).fold(f32::MAX, f32::min);
        let is_free = |i: usize| i == 0 || !stand_close(&lines[i - 1], &lines[i]);
        let is_worded = |(i, pair): (usize, &[Line])| {
            let (free, next) = (is_free(i), &pair[1]);
            // A quotation is set in as a whole.
            let set_in = start(&pair[0]) - edge >= 2.0 && (start(&pair[0]) - start(next)).abs() < 1.0;
            // The first line of a paragraph is no heading: the next word had no room on it.
            let had_room = wrapping.reach(&pair[0], next) < wrapping.least;
            stand_close(&pair[0], next)
                && had_room
                && !set_in
                && pair[0].rect.width() < wrapping.measure * if free { FREE_HEADING } else { HEADING }
                && begins_large(next)
                && (is_worded_as_heading(&pair[0], free)
                    || i > 0 && is_title_under(&lines[i - 1], &pair[0], is_free(i - 1))
                    || next.rect.width() > wrapping.measure * FULL
                        && is_lone_title(
                            &wrapping,
                            i.checked_sub(1).filter(|_| !free).map(|above| &lines[above]),
                            &pair[0],
                        ))
        };
        let mut headings: Vec<bool> = pairs().map(is_worded).collect();
        // A heading stands over a full line, or over one that does: `CHAPTER IV`, `The Ferry`.
        for i in (0..headings.len()).rev() {
            let over_text = lines[i + 1].rect.width() > wrapping.measure * FULL;
            let over_heading = headings.get(i + 1).is_some_and(|h| *h) && (is_free(i) || is_headline(&lines[i]));
            let counted = is_numbered_heading(&lines[i]);
            let over_letter = is_dateline(&lines[i + 1]) && (counted || is_headline(&lines[i]));
            headings[i] &= over_text || over_heading || over_letter;
        }
        for i in 0..headings.len() {
            headings[i] |= is_numbered(&lines[i]) && stand_close(&lines[i], &lines[i + 1]);
            // The signature of one letter stands over the head of the next.
            let closed = || i > 1 && Phrases::built_in().closes_letter(&lines[i - 2].text()).is_some();
            let counted = || is_numbered_heading(&lines[i]) || is_headline(&lines[i]);
            let signed = || counted() && (is_name(&lines[i - 1]) || closed());
            let behind_short = || is_numbered(&lines[i]) && is_short(&wrapping, &lines[i - 1], &lines[i]);
            // Most lines are none, and are not looked at again.
            headings[i] = headings[i]
                && (is_free(i) || ends_sentence(&lines[i - 1]) || headings[i - 1] || signed() || behind_short());
        }
        let short = |i: usize| lines.get(i + 1).is_none_or(|next| is_short(&wrapping, &lines[i], next));
        let ended = |(i, pair): (usize, &[Line])| {
            is_section(&pair[0])
                || ends(&wrapping, &pair[0], &pair[1])
                || ends_sentence(&pair[0]) && is_dateline(&pair[1]) && short(i + 1)
                || (wrapping.close
                    && stands_alone(&pair[0], &pair[1])
                    && short(i + 1)
                    && stand_close(&pair[0], &pair[1]))
        };
        Self {
            ended: pairs().map(ended).collect(),
            headings,
            wrapping: Some(wrapping),
        }
    }

    /// Tells whether a line ended on purpose, and a paragraph with it.
    pub(super) fn ends(&self, line: usize) -> bool {
        self.ended.get(line).copied().unwrap_or(false)
    }

    /// Tells whether a line was ended before it was full, whatever stands behind it.
    pub(super) fn is_short(&self, line: &Line, next: Option<&Line>) -> bool {
        let Some(wrapping) = &self.wrapping else { return false };
        match next {
            Some(_) if ends_open(line) => false,
            Some(next) => wrapping.reach(line, next) < wrapping.least - wrapping.measure * RAGGED,
            None => line.rect.width() < wrapping.measure * (1.0 - 2.0 * UNENDED),
        }
    }

    /// Tells whether a line is a heading.
    pub(super) fn heads(&self, line: usize) -> bool {
        self.headings.get(line).copied().unwrap_or(false)
    }
}

/// Tells whether a line begins with a number as headings do: `12. To Mr. Holt`.
fn is_numbered_heading(line: &Line) -> bool {
    headings::is_numbered(&line.text())
}

/// Tells whether a line is nothing but a part's or section's number, with its word.
fn is_numbered(line: &Line) -> bool {
    is_numbered_title(line) || is_section(line)
}

/// Tells whether a line heads a part that has a title of its own below: it is in capitals, or `Chapter 4`.
fn is_headline(line: &Line) -> bool {
    let text = line.text();
    is_numbered(line) || is_capitals(&text) || Phrases::built_in().is_heading(&text)
}

/// Tells whether a line is the title of the part that the line above it heads: it may look like a name.
fn is_title_under(above: &Line, line: &Line, free: bool) -> bool {
    let open = line
        .words
        .last()
        .is_some_and(|w| w.text.ends_with(['.', ',', ';', ':', '-', '\u{ad}']));
    (is_headline(above) || free && is_worded_as_heading(above, true))
        && begins_large(line)
        && !open
        && !is_dateline(line)
        && !is_name(line)
}

/// Tells whether a word or two stand between paragraphs as their title: behind the short last line of one or free space (`above` is `None`), without a stop.
fn is_lone_title(wrapping: &Wrapping, above: Option<&Line>, line: &Line) -> bool {
    let text = line.text();
    let lone = line.words.len() <= LONE && line.rect.width() < wrapping.measure * LONE_TITLE;
    let lettered = text.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-');
    lone && lettered
        && begins_large(line)
        && !Phrases::built_in().opens_letter(&text)
        && above.is_none_or(|above| {
            let closes = Phrases::built_in().closes_letter(&above.text()).is_some();
            ends_sentence(above) && is_short(wrapping, above, line) && !closes
        })
}

/// Tells whether a line was ended on purpose before the next.
fn ends(wrapping: &Wrapping, line: &Line, next: &Line) -> bool {
    if ends_between_words(line) || ends_open(line) {
        return false;
    }
    let place = || next.words[0].text.ends_with('.') && is_dateline(next);
    if !stand_close(line, next) || begins_small(next) && !place() {
        return false;
    }
    let shorter_by = |share: f32| wrapping.reach(line, next) < wrapping.least - wrapping.measure * share;
    if !wrapping.close {
        return ends_sentence(line) && shorter_by(RAGGED);
    }
    // `Mr. E.` ends no sentence.
    let closed = ends_clause(line) && !ends_in_initial(line) && !ends_in_comma(line) && !is_cut(line, next);
    let headed = is_capitals(&line.text()) && is_capitals(&next.text());
    (closed && shorter_by(CLOSE)) || (is_short(wrapping, line, next) && !headed)
}

/// Tells whether a line is so short that it was ended whatever it ends with.
fn is_short(wrapping: &Wrapping, line: &Line, next: &Line) -> bool {
    wrapping.reach(line, next) < wrapping.least - wrapping.measure * UNENDED
}

/// Tells whether a short line begins anew although the line before it is full: it is in brackets, a dateline, or follows a
/// sentence and ends none.
fn stands_alone(before: &Line, line: &Line) -> bool {
    let text = line.text();
    let bracketed = text.starts_with(['[', '(']) && text.ends_with([']', ')']);
    let aside = ends_sentence(before) && !ends_in_initial(before) && !ends_clause(line) && begins_large(line);
    bracketed || aside || is_dateline(line)
}

/// Tells whether a line is a place and a date: the head or foot of a letter or decree.
fn is_dateline(line: &Line) -> bool {
    line.words.len() <= MOST_WORDS && DATELINE.is_match(&line.text())
}

/// Tells whether a date or a name with its title is cut between two lines: `28.` over `September 1907`, `Rev.` over `T. Moss`.
fn is_cut(line: &Line, next: &Line) -> bool {
    let Some(last) = line.words.last().and_then(|w| w.text.strip_suffix('.')) else {
        return false;
    };
    let following = |i: usize| next.words.get(i).map_or("", |w| w.text.as_str());
    let year = following(1).trim_end_matches(|c: char| !c.is_ascii_digit());
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let day = last.parse().is_ok_and(|n: u32| (1..=31).contains(&n)) && is_year;
    let title = last.starts_with(char::is_uppercase) && last.chars().count() <= 4;
    day || title && matches!(following(0).as_bytes(), [letter, b'.'] if letter.is_ascii_uppercase())
}

fn ends_in_initial(line: &Line) -> bool {
    let last = line.words.last().map_or("", |w| w.text.as_str());
    let mut letters = last.trim_start_matches(['(', '“', '"', '«']).chars();
    matches!((letters.next(), letters.next(), letters.next()), (Some(c), Some('.'), None) if c.is_uppercase())
}

fn ends_in_comma(line: &Line) -> bool {
    line.words.last().is_some_and(|w| w.text.ends_with(','))
}
