//! What is known about the whole text when one of its places is read: languages, words, the century it mostly speaks of.

use std::sync::OnceLock;

use crate::rules::Words;

/// What is known about the whole text when one of its dates is read.
#[derive(Debug)]
pub(super) struct Setting<'a> {
    /// All of the text.
    pub(super) text: &'a str,
    /// Its languages, the main one first.
    pub(super) languages: &'a [String],
    /// The words of all languages.
    pub(super) words: &'a Words,
    century: OnceLock<i16>,
}

impl<'a> Setting<'a> {
    /// Makes the setting of a text.
    pub(super) fn new(text: &'a str, languages: &'a [String], words: &'a Words) -> Self {
        Self {
            text,
            languages,
            words,
            century: OnceLock::new(),
        }
    }

    /// Tells whether a capital inside a sentence is the mark of a name; German writes all nouns so.
    pub(super) fn capitals_name(&self) -> bool {
        !self
            .languages
            .first()
            .is_some_and(|l| l == "de" || l.starts_with("de-"))
    }

    /// Returns the first two figures of most years in the text, 19 where it has none.
    pub(super) fn century(&self) -> i16 {
        *self.century.get_or_init(|| {
            let mut counts = [0_usize; 21];
            for number in self.text.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() == 4) {
                let first = number.get(..2).and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
                if let Some(count) = counts.get_mut(first).filter(|_| first >= 10) {
                    *count += 1;
                }
            }
            let most = counts
                .iter()
                .enumerate()
                .max_by_key(|(century, count)| (**count, *century));
            most.filter(|(_, count)| **count > 0)
                .and_then(|(c, _)| i16::try_from(c).ok())
                .unwrap_or(19)
        })
    }
}
