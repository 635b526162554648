//! Where a date stands: at the head of its sentence, or in words that put it aside of what the text tells.
//!
//! In comes the stretch of a date, out comes what its sentence tells of it. Aside stand dates in brackets, in relative
//! clauses and behind participles (`the mill, built in May 1862`), behind `since` and `born`, the dates of laws and papers,
//! and all beside a pluperfect.

use super::super::Dated;
use super::super::annotation::When;
use super::super::setting::Setting;
use crate::repair::{BlockKind, Text};
use crate::span::Span;

/// How far from the head of its sentence a date may stand to set the time of what follows, in bytes.
const HEAD: usize = 24;

/// So far back its sentence is looked for, in bytes.
const SENTENCE: usize = 400;

/// So many words of a clause are looked at.
const WORDS: usize = 16;

/// Where a date stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stand {
    /// At the head of its sentence, or in a heading.
    pub(super) head: bool,
    /// Near the head of its sentence, perhaps behind a comma: `There, on 5 May`, but also `The mill, built in 1862`.
    pub(super) opens: bool,
    /// In the first sentence of its block.
    pub(super) first: bool,
    /// In words that put it aside.
    pub(super) aside: bool,
    /// In a bracket or a relative clause, which may also tell what was later.
    pub(super) later: bool,
    /// In a main clause.
    pub(super) main: bool,
    /// Beside words that put it before the time that the text has come to.
    pub(super) past: bool,
}

impl Stand {
    /// Returns where a date of a block stands.
    pub(super) fn of(text: &Text, block: usize, date: &Dated, setting: &Setting<'_>) -> Stand {
        let span = date.span;
        let sentence = sentence(text, block, span);
        let (clause, bracket) = clause(sentence);
        let behind = text.string[span.end..text.blocks[block].span.end]
            .split([',', '.', ';', ':', '(', ')'])
            .next()
            .unwrap_or_default();
        let words = |text: &'_ str, list: &str| {
            let mut words = text.split([' ', '\u{a0}', '\'', '’']).rev().take(WORDS);
            words.any(|word| setting.words.meaning(list, word, setting.languages).is_some())
        };
        let before = sentence.trim_end();
        let main = setting.languages.first().map_or("", String::as_str);
        // A clause behind a comma that a participle or pronoun opens: `the mill, built …`.
        let opener = clause.split([' ', '\u{a0}']).next().unwrap_or_default();
        let behind_comma = clause.len() < sentence.len();
        let participle = behind_comma && setting.words.ends_as("aside_end", opener, main);
        let later = bracket
            || words(clause, "aside_pronoun")
            || behind_comma
                && setting
                    .words
                    .meaning("aside_opener", opener, setting.languages)
                    .is_some();
        let since = setting.words.ends_with("since", before);
        let past = since || words(clause, "pluperfect") || words(behind, "pluperfect");
        let aside = past
            || later
            || participle
            || setting.words.ends_with("paper_before", before)
            || names_thing(before, date, setting)
            || words(clause, "aside_word");
        let heading = matches!(text.blocks[block].kind, BlockKind::Heading { .. });
        Stand {
            head: heading || sentence.len() <= HEAD && !behind_comma,
            opens: sentence.len() <= HEAD,
            first: span.start - sentence.len() == text.blocks[block].span.start,
            aside,
            later,
            main: !later && !participle && !bracket,
            past,
        }
    }
}

/// Tells whether a date names a thing rather than a time: `the gale of 9 January 1851`, but not `the night of`.
fn names_thing(before: &str, date: &Dated, setting: &Setting<'_>) -> bool {
    let Some((rest, word)) = before.rsplit_once([' ', '\u{a0}']) else {
        return false;
    };
    !matches!(date.when, When::Range(..))
        && setting.words.meaning("of_date", word, setting.languages).is_some()
        && !setting.words.ends_with("time_noun", rest.trim_end())
}

/// Returns the words of a sentence before a stretch.
fn sentence(text: &Text, block: usize, span: Span) -> &str {
    let start = text.blocks[block].span.start;
    let before = &text.string[text
        .string
        .ceil_char_boundary(start.max(span.start.saturating_sub(SENTENCE)))..span.start];
    let ends = before.rmatch_indices(['.', '!', '?']).find(|(at, _)| {
        let rest = &before[at + 1..];
        let word = before[..*at].rsplit([' ', '\u{a0}', '.']).next().unwrap_or_default();
        let next = rest.trim_start_matches(['”', '’', '"', '»', ')', ' ', '—', '–']);
        let short = word.chars().count() <= 2
            && (word.starts_with(char::is_uppercase) || word.chars().all(|c| c.is_ascii_digit()));
        rest.len() > next.len() && !short && !next.starts_with(char::is_lowercase) || next.is_empty() && !short
    });
    ends.map_or(before, |(at, _)| {
        before[at + 1..].trim_start_matches(['”', '’', '"', '»', ')', ' ', '—', '–'])
    })
}

/// Returns the last clause of the words before a date, and whether it stands in a bracket.
fn clause(sentence: &str) -> (&str, bool) {
    let bracket = match (sentence.rfind('('), sentence.rfind(')')) {
        (Some(open), Some(closed)) => open > closed,
        (open, _) => open.is_some(),
    };
    let boundary = sentence.char_indices().rev().find(|&(at, c)| {
        matches!(c, ';' | '(' | ')' | '—')
            || matches!(c, ',' | ':') && sentence[at + 1..].starts_with(' ') && !sentence[at + 1..].trim().is_empty()
    });
    let clause = boundary.map_or(sentence, |(at, c)| &sentence[at + c.len_utf8()..]);
    (clause.trim_start(), bracket)
}
