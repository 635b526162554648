//! What recognition takes for what: `confusions.toml` of the packs.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::rules::{built_in_packs, parse_pack};

/// The confusions of a language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Pairs {
    /// Letters read, and letters that may have been printed.
    pub(super) letters: Vec<(String, String)>,
    /// A sign read for a digit, and the digit.
    pub(super) digits: Vec<(char, char)>,
}

impl Pairs {
    /// Returns the pairs of all packs: each replaces letters of its own script alone.
    pub(super) fn built_in() -> &'static Self {
        static BUILT_IN: OnceLock<Pairs> = OnceLock::new();
        BUILT_IN.get_or_init(|| {
            let mut all = Self::default();
            for (file, text) in built_in_packs("confusions.toml") {
                let pack: Self = parse_pack(file, text).expect("the tests read the built-in packs");
                all.letters.extend(pack.letters);
                all.digits.extend(pack.digits);
            }
            all
        })
    }

    /// Returns what a word may have been printed as: one pair exchanged in one place.
    pub(super) fn readings(&self, word: &str) -> Vec<String> {
        let exchanged = self.letters.iter().flat_map(|(read, printed)| {
            word.match_indices(read.as_str())
                .map(move |(at, _)| format!("{}{printed}{}", &word[..at], &word[at + read.len()..]))
        });
        let mut readings: Vec<String> = exchanged.collect();
        readings.sort();
        readings.dedup();
        readings
    }

    /// Returns the number that a word of digits and signs like them may be; `None` where it is a number already, or none.
    pub(super) fn number(&self, word: &str) -> Option<String> {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        if digits * 2 < word.chars().count() || digits == word.len() {
            return None;
        }
        let digit = |c: char| {
            let like = || self.digits.iter().find(|(read, _)| *read == c).map(|(_, digit)| *digit);
            Some(c).filter(char::is_ascii_digit).or_else(like)
        };
        word.chars().map(digit).collect()
    }
}
