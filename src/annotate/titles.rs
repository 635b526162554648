//! Titles: years inside a title are part of its name and no dates.
//!
//! In comes a block with its dates, out come the stretches that are titles: names set in italics, titles in quotation
//! marks in notes, and what stands between an author and the place and year of a reference.

use super::Dated;
use crate::repair::{BlockKind, Text};
use crate::rules::Words;
use crate::span::Span;

/// The longest title taken from quotation marks, in bytes; longer ones are quotations.
const LONGEST: usize = 300;

/// Returns the stretches of a block that are titles.
pub(super) fn titles(text: &Text, block: usize, dates: &[Dated], words: &Words) -> Vec<Span> {
    let span = text.blocks[block].span;
    let note = matches!(
        text.blocks[block].kind,
        BlockKind::NoteBody { .. } | BlockKind::Item { .. }
    );
    let mut titles = italics(text, span);
    titles.extend(
        quoted(span.of(&text.string), note, words)
            .into_iter()
            .map(|t| Span::new(span.start + t.start, span.start + t.end)),
    );
    let mut from = span.start;
    for imprint in dates.iter().filter(|d| d.closes_title) {
        titles.extend(before_imprint(&text.string, from, imprint, note, words));
        from = imprint.span.end;
    }
    titles
}

/// Returns the names in italics: several words, and not most of the block, where italics are only its look.
fn italics(text: &Text, block: Span) -> Vec<Span> {
    if !text.has_fonts(block.start) {
        return Vec::new();
    }
    let from = text.styles.partition_point(|(s, _)| s.end <= block.start);
    let of_block = text.styles[from..].iter().take_while(|(s, _)| s.start < block.end);
    let mut stretches: Vec<Span> = Vec::new();
    for (span, _) in of_block.filter(|(_, style)| style.italic) {
        match stretches.last_mut() {
            // A change of size or a space in upright type does not end a title.
            Some(last) if text.string[last.end..span.start].trim().is_empty() => last.end = span.end,
            _ => stretches.push(*span),
        }
    }
    let long =
        |s: &Span| 2 * s.len() < block.len() && s.of(&text.string).split(' ').filter(|w| has_letter(w)).count() >= 2;
    // A line of its own at the head of a block is no name in a sentence: the subject of a decree.
    let line_ends = |at: usize| {
        let from = text.breaks.partition_point(|b| b.at <= at);
        text.breaks[from..]
            .first()
            .is_some_and(|b| text.string[at..b.at].trim().is_empty())
    };
    let displayed = |s: &Span| s.start == block.start && line_ends(s.end);
    stretches.retain(|s| long(s) && !displayed(s));
    stretches
}

fn has_letter(word: &str) -> bool {
    word.contains(char::is_alphabetic)
}

/// The quotation marks, opening and closing.
const MARKS: [(char, char); 5] = [('“', '”'), ('‘', '’'), ('«', '»'), ('„', '“'), ('"', '"')];

/// The first bytes of the opening ones.
const FIRST: [u8; 3] = [0xe2, 0xc2, b'"'];

/// Returns the titles in quotation marks. In a note any quotation between commas or stops that starts like a title is
/// one; in the text only one that a reference follows.
fn quoted(text: &str, note: bool, words: &Words) -> Vec<Span> {
    let mut titles = Vec::new();
    for at in memchr::memchr3_iter(FIRST[0], FIRST[1], FIRST[2], text.as_bytes()) {
        let Some(&(mark, closing)) = MARKS.iter().find(|(opening, _)| text[at..].starts_with(*opening)) else {
            continue;
        };
        // An apostrophe or a closing mark has a letter before it.
        if text[..at].ends_with(char::is_alphanumeric) {
            continue;
        }
        let from = at + mark.len_utf8();
        let Some(end) = closing_mark(&text[from..], closing).map(|e| from + e) else {
            continue;
        };
        let after = &text[end + closing.len_utf8()..];
        if starts_like_title(&text[from..end]) && fits_reference(&text[..at], after, note, words) {
            titles.push(Span::new(from, end));
        }
    }
    titles
}

/// Returns where a quotation ends: at the first closing mark with a comma, stop or bracket behind it, else at the first
/// that no letter follows.
fn closing_mark(text: &str, closing: char) -> Option<usize> {
    let within = &text[..text.floor_char_boundary(LONGEST)];
    let marks = within.match_indices(closing).map(|(at, _)| at);
    let mut open = marks.filter(|at| !within[at + closing.len_utf8()..].starts_with(char::is_alphanumeric));
    let first = open.clone().next()?;
    let ends = |at: &usize| within[at + closing.len_utf8()..].starts_with([',', '.', ';', ':', ')', ']']);
    open.find(ends).or(Some(first))
}

/// Tells whether words could be a title: a capital, a figure or a mark at the head, and no full sentence in it.
fn starts_like_title(words: &str) -> bool {
    words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || !c.is_alphanumeric())
        && !words.ends_with([',', ';'])
}

/// Tells whether what stands around a quotation is a reference.
fn fits_reference(before: &str, after: &str, note: bool, words: &Words) -> bool {
    let before = before.trim_end();
    let opened = before.is_empty()
        || before.ends_with([',', ';', '.', ':', '(', '['])
        || words.ends_with("list_word", before)
        || words.ends_with("see_word", before);
    let rest = after.trim_start_matches([',', '.', ' ', ';', ')', ':']);
    let closed = after.is_empty()
        || after.starts_with([',', '.', ';', ')', ':'])
        || after.starts_with(" (")
        || after.starts_with(" //");
    // `…’, Harbour Studies XXI (1971)`: a name and then figures.
    let reference = rest.starts_with("in ")
        || rest.starts_with("//")
        || rest.starts_with(char::is_uppercase) && {
            let name = rest.split(';').next().unwrap_or(rest);
            name.contains(|c: char| c.is_ascii_digit())
        };
    opened
        && closed
        && if note {
            rest.is_empty() || reference || after.starts_with(['.', ';', ')'])
        } else {
            before.ends_with(',') && reference
        }
}

/// Returns what stands before the place and year of a reference, from its author on; `from` is where the reference
/// before it ends.
fn before_imprint(text: &str, from: usize, imprint: &Dated, note: bool, words: &Words) -> Option<Span> {
    let before = &text[from..imprint.span.start];
    let end = before.rfind(['(', '[']).unwrap_or(before.len());
    let before = &before[..end];
    let mut stops = before.match_indices(['.', ';']).filter(|(at, stop)| {
        let rest = &before[at + stop.len()..];
        has_letter(rest) && (*stop == ";" || rest.starts_with(' ') && !abbreviated(&before[..*at]))
    });
    let start = stops.next_back().map_or(0, |(at, stop)| at + stop.len());
    // The author stands at the head, or behind a word such as `see`: `For these years see R. W. Dunmore, …`
    let gaps = before[start..].match_indices(' ').map(|(at, _)| start + at);
    let behind_see = gaps
        .filter(|gap| words.ends_with("see_word", &before[..*gap]))
        .map(|gap| gap + 1);
    let author_end = std::iter::once(start).chain(behind_see).find_map(|at| {
        let reference = before[at..].trim_start();
        let (author, _) = reference.split_once(',')?;
        let named = author
            .split(' ')
            .all(|w| w.starts_with(char::is_uppercase) || NAME_WORDS.contains(&w));
        (named && (note || author.contains('.'))).then(|| end - reference.len() + author.len())
    })?;
    Some(Span::new(from + author_end, from + end))
}

/// The words in small letters that stand among authors' names.
const NAME_WORDS: [&str; 14] = [
    "and", "und", "et", "и", "&", "al.", "ed.", "eds", "eds.", "de", "von", "der", "van", "du",
];

/// Tells whether the stop behind these words belongs to an initial or an abbreviation.
fn abbreviated(before: &str) -> bool {
    let word = before.rsplit([' ', '.', '(']).next().unwrap_or(before);
    word.chars().count() <= 1 || matches!(word, "ed" | "eds" | "al" | "St" | "Hg" | "Hrsg")
}
