//! How lines begin and end, as far as sentences and words show: in a small letter, inside a word, with a stop.

use super::blocks::is_speck;
use super::phrases::Phrases;
use crate::read::Line;

/// The last word goes on on the next line.
pub(super) fn ends_within_word(line: &Line) -> bool {
    let last = line.words.iter().rev().find(|w| !w.style.superscript);
    last.is_some_and(|w| {
        let broken = w.text.ends_with(['-', '\u{ad}', '\u{2010}']) && !w.text.ends_with("--");
        broken && w.text.chars().count() > 1
    })
}

/// The last word goes on on the next line, or another follows behind a dash that stands close to it: `London–⏎Dover`, but not
/// `as follows:—`.
pub(super) fn ends_between_words(line: &Line) -> bool {
    line.words.last().is_some_and(|w| {
        let dashed = w
            .text
            .strip_suffix('–')
            .is_some_and(|stem| stem.ends_with(char::is_alphanumeric));
        dashed || w.text.ends_with(['-', '\u{ad}', '\u{2010}', '¬'])
    })
}

/// Tells whether a line ends with a word that wants another: `set out in`, `und`.
pub(super) fn ends_open(line: &Line) -> bool {
    let phrases = Phrases::built_in();
    line.words.last().is_some_and(|w| phrases.is_open_word(&w.text))
}

/// Tells whether a line begins in a small letter.
pub(super) fn begins_small(line: &Line) -> bool {
    let first = line.words.iter().find(|w| !is_speck(w));
    first.is_some_and(|w| w.text.starts_with(char::is_lowercase))
}

/// Tells whether a line begins in a capital or with a figure.
pub(super) fn begins_large(line: &Line) -> bool {
    let first = line
        .words
        .first()
        .map(|w| w.text.trim_start_matches(|c| "“‘«\"'„([…".contains(c)));
    first.is_some_and(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '§'))
}

/// Tells whether a line ends with the end of a sentence.
pub(super) fn ends_sentence(line: &Line) -> bool {
    line.words.iter().rev().find(|w| !w.style.superscript).is_some_and(|w| {
        // A note's number behind the stop is looked through.
        let text = w
            .text
            .trim_end_matches(|c: char| c.is_ascii_digit() || "”’\"»)]*†'".contains(c));
        text.ends_with(['.', '!', '?', '…', ':'])
    })
}

/// Tells whether a line ends with the end of a sentence or of a part of one.
pub(super) fn ends_clause(line: &Line) -> bool {
    ends_sentence(line) || line.words.last().is_some_and(|w| w.text.ends_with([';', ',']))
}
