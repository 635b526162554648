//! Reading a block word by word: what stands at a place, before it and behind it.

use super::super::Dated;
use crate::rules::Words;
use crate::span::Span;

/// A block of text with its dates, read in one language. All places are bytes of the block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    /// The text of the block.
    pub(super) text: &'a str,
    /// The dates in it, in order.
    pub(super) dates: &'a [(Span, &'a Dated)],
    /// Where nouns of acts start, in order.
    pub(super) nouns: &'a [usize],
    /// The word lists.
    pub(super) words: &'a Words,
    /// The language.
    pub(super) tag: &'a str,
}

impl<'a> Reader<'a> {
    /// Returns the place behind the spaces at a place.
    pub(super) fn skip(&self, at: usize) -> usize {
        self.text.len() - self.text[at..].trim_start_matches([' ', '\u{a0}', '\u{202f}']).len()
    }

    /// Returns the place before the spaces that end at a place.
    pub(super) fn back(&self, at: usize) -> usize {
        self.text[..at].trim_end_matches([' ', '\u{a0}', '\u{202f}']).len()
    }

    /// Returns the end of the word of a list that starts at a place.
    pub(super) fn head(&self, list: &str, at: usize) -> Option<usize> {
        self.words
            .head_in(list, &self.text[at..], self.tag)
            .map(|(len, _)| at + len)
    }

    /// Tells whether a word is in a list.
    pub(super) fn is(&self, list: &str, word: &str) -> bool {
        self.words.meaning_in(list, word, self.tag).is_some()
    }

    /// Tells whether a word has an ending of a list.
    pub(super) fn ends(&self, list: &str, word: &str) -> bool {
        self.words.ends_as(list, word, self.tag)
    }

    /// Tells whether the language writes acts in a manner of its own; which there are is told in `packs/any/acts.toml`.
    pub(super) fn manner(&self, name: &str) -> bool {
        self.is("act_manner", name)
    }

    /// Tells whether the language has a list.
    pub(super) fn has(&self, list: &str) -> bool {
        self.words.has_list(list, self.tag)
    }

    /// Returns the date that starts at a place.
    pub(super) fn date_at(&self, at: usize) -> Option<&'a (Span, &'a Dated)> {
        let i = self.dates.partition_point(|(span, _)| span.start < at);
        self.dates.get(i).filter(|(span, _)| span.start == at)
    }

    /// Returns the date that ends at a place.
    pub(super) fn date_ending(&self, at: usize) -> Option<&'a (Span, &'a Dated)> {
        let i = self.dates.partition_point(|(span, _)| span.end < at);
        self.dates.get(i).filter(|(span, _)| span.end == at)
    }

    /// Returns the dates that lie between two places.
    pub(super) fn dates_in(&self, span: Span) -> &'a [(Span, &'a Dated)] {
        let from = self.dates.partition_point(|(s, _)| s.start < span.start);
        let to = self.dates.partition_point(|(s, _)| s.end <= span.end).max(from);
        &self.dates[from..to]
    }

    /// Tells whether the noun of an act starts at a place.
    pub(super) fn noun_at(&self, at: usize) -> bool {
        self.nouns.binary_search(&at).is_ok()
    }

    /// Returns the word that starts at a place: letters and digits with the signs between them.
    pub(super) fn word_at(&self, at: usize) -> Option<Span> {
        let rest = &self.text[at..];
        let mut end = 0;
        let mut chars = rest.char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let inside = INSIDE.contains(&c) && end > 0 && chars.peek().is_some_and(|(_, n)| n.is_alphanumeric());
            if !c.is_alphanumeric() && !inside {
                break;
            }
            end = i + c.len_utf8();
        }
        // The letter in brackets of `ВКП(б)` belongs to the word.
        if end > 0 {
            let after = PARTY.iter().find(|mark| rest[end..].starts_with(**mark));
            end += after.map_or(0, |mark| mark.len());
        }
        (end > 0).then(|| Span::new(at, at + end))
    }

    /// Returns the word that ends at a place.
    pub(super) fn word_before(&self, at: usize) -> Option<Span> {
        let mut start = at;
        let mut chars = self.text[..at].char_indices().rev().peekable();
        while let Some((i, c)) = chars.next() {
            let inside = INSIDE.contains(&c) && start < at && chars.peek().is_some_and(|(_, n)| n.is_alphanumeric());
            if !c.is_alphanumeric() && !inside {
                break;
            }
            start = i;
        }
        (start < at).then(|| Span::new(start, at))
    }

    /// Returns the start of the sentence that a place is in.
    pub(super) fn sentence_start(&self, at: usize) -> usize {
        let before = &self.text[..at];
        let stops = before.rmatch_indices(['.', '!', '?', ':', ';', '…']);
        stops
            .map(|(i, stop)| (i, i + stop.len()))
            .find(|(i, end)| {
                let next = self.text[*end..].trim_start_matches([' ', '”', '’', '"', ')', '»', '\u{a0}']);
                let spaced = !self.text[*end..].starts_with(char::is_alphanumeric);
                let opens = next.starts_with(|c: char| c.is_uppercase() || "“‘«\"(".contains(c));
                spaced && opens && !self.abbreviated(*i)
            })
            .map_or(0, |(_, end)| self.skip(end))
    }

    /// Tells whether the stop at a place belongs to an initial or a short word before a number.
    fn abbreviated(&self, stop: usize) -> bool {
        self.text[stop..].starts_with('.')
            && self.word_before(stop).is_some_and(|word| {
                let word = word.of(self.text);
                self.is("act_number", &format!("{word}."))
                    || self.is("article_word", &format!("{word}."))
                    || word.chars().count() == 1 && word.chars().all(char::is_uppercase)
            })
    }

    /// Returns the end of the sentence that a place is in.
    pub(super) fn sentence_end(&self, at: usize) -> usize {
        let stops = self.text[at..].match_indices(['.', '!', '?', ';']);
        stops
            .map(|(i, _)| at + i)
            .find(|i| {
                let rest = &self.text[i + 1..];
                let next = rest.trim_start_matches([' ', '”', '’', '"', ')', '»']);
                (rest.is_empty() || !rest.starts_with(char::is_alphanumeric))
                    && !next.starts_with(char::is_lowercase)
                    && !self.abbreviated(*i)
            })
            .unwrap_or(self.text.len())
    }
}

/// The signs that stand inside words.
const INSIDE: [char; 9] = ['-', '‐', '‑', '–', '’', '\'', '/', '.', '&'];

/// What belongs to the word before it, brackets and all.
const PARTY: [&str; 3] = ["(б)", "(b)", "(bol'shevikov)"];

/// Tells whether a word starts with a capital.
pub(super) fn capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Tells whether a word is an abbreviation in capitals: `NKVD`, `VTsIK`, `ЦК`.
pub(super) fn acronym(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    capitals >= 2 && capitals * 2 > word.chars().filter(|c| c.is_alphabetic()).count()
}

/// Returns a word without the ending of the English possessive, `None` where it has none.
pub(super) fn possessor(word: &str) -> Option<&str> {
    let owner = word.strip_suffix("’s").or_else(|| word.strip_suffix("'s"));
    owner.filter(|owner| !owner.is_empty())
}
