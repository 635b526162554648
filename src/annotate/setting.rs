//! What is known about the whole text when one of its places is read: languages, words, the century it mostly speaks of.

use std::sync::OnceLock;

use crate::rules::Words;

/// So many years may a decade begin behind the last year of the text: one speaks of the nineties in 1989.
const AHEAD: i16 = 10;

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
    latest: OnceLock<i16>,
}

impl<'a> Setting<'a> {
    /// Makes the setting of a text.
    pub(super) fn new(text: &'a str, languages: &'a [String], words: &'a Words) -> Self {
        Self {
            text,
            languages,
            words,
            century: OnceLock::new(),
            latest: OnceLock::new(),
        }
    }

    /// Tells whether a capital inside a sentence is the mark of a name; German writes all nouns so.
    pub(super) fn capitals_name(&self) -> bool {
        !self
            .languages
            .first()
            .is_some_and(|l| l == "de" || l.starts_with("de-"))
    }

    /// Returns the decade that two figures name: that of the century which the text mostly speaks of, or of the one before
    /// where that would lie beyond all years of the text.
    pub(super) fn decade(&self, short: i16) -> i16 {
        let decade = self.century() * 100 + short;
        let latest = *self.latest.get_or_init(|| self.years().max().unwrap_or(i16::MAX));
        if decade.saturating_sub(AHEAD) > latest {
            decade - 100
        } else {
            decade
        }
    }

    /// Returns what may be years of the text, by their form.
    fn years(&self) -> impl Iterator<Item = i16> {
        let numbers = self.text.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() == 4);
        numbers
            .filter_map(|n| n.parse().ok())
            .filter(|year| (1000..2100).contains(year))
    }

    /// Returns the first two figures of most years in the text, 19 where it has none.
    pub(super) fn century(&self) -> i16 {
        *self.century.get_or_init(|| {
            let mut counts = [0_usize; 21];
            for year in self.years() {
                if let Some(count) = usize::try_from(year / 100).ok().and_then(|first| counts.get_mut(first)) {
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
