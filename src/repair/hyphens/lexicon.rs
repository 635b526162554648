//! What a document itself tells about its words: how often each stands unbroken, which compounds it writes with a hyphen, and
//! whether its English is British.

use std::collections::{BTreeMap, HashMap};

use super::super::letters;
use super::sign::{is_hyphen, is_line_end};
use super::words::{LANGUAGES, Language};
use crate::layout::Layout;

/// The words of a document that no line end breaks, and its languages.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    words: HashMap<String, u32>,
    /// The words with a hyphen inside, sorted, so that those of one beginning stand together.
    compounds: BTreeMap<String, u32>,
    languages: Vec<Language>,
}

/// The English of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum English {
    British,
    American,
    Unknown,
}

/// Words in the spelling of Britain and in that of the United States. The doubtful ones (`-ize`, `gray`) are left out.
const SPELLINGS: [(&str, &str); 29] = [
    ("labour", "labor"),
    ("colour", "color"),
    ("favour", "favor"),
    ("honour", "honor"),
    ("behaviour", "behavior"),
    ("neighbour", "neighbor"),
    ("neighbouring", "neighboring"),
    ("favourable", "favorable"),
    ("endeavour", "endeavor"),
    ("harbour", "harbor"),
    ("vigour", "vigor"),
    ("labourers", "laborers"),
    ("centre", "center"),
    ("centres", "centers"),
    ("theatre", "theater"),
    ("defence", "defense"),
    ("offence", "offense"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("organisation", "organization"),
    ("organised", "organized"),
    ("recognised", "recognized"),
    ("realised", "realized"),
    ("labelled", "labeled"),
    ("travelled", "traveled"),
    ("travelling", "traveling"),
    ("towards", "toward"),
    ("fulfil", "fulfill"),
    ("skilful", "skillful"),
];

impl Lexicon {
    /// Counts the words of a layout; the last and first words of broken lines are left out.
    pub fn of(layout: &Layout) -> Self {
        let mut lexicon = Self::default();
        for block in layout.pages.iter().flat_map(|p| &p.blocks) {
            let mut broken = false;
            for line in &block.lines {
                let count = line.words.len();
                for (i, word) in line.words.iter().enumerate() {
                    let ends_broken = i + 1 == count && word.text.ends_with(is_line_end);
                    if !(ends_broken || (i == 0 && broken)) {
                        lexicon.add(&word.text);
                    }
                }
                broken = line.words.last().is_some_and(|w| w.text.ends_with(is_line_end));
            }
        }
        lexicon
    }

    /// Says in which languages the document is, by BCP 47 tags, the main one first; tags of other languages do no harm.
    pub fn in_languages<S: AsRef<str>>(mut self, tags: &[S]) -> Self {
        for language in tags.iter().filter_map(|tag| Language::of_tag(tag.as_ref())) {
            if !self.languages.contains(&language) {
                self.languages.push(language);
            }
        }
        self
    }

    /// Counts one word as printed: its compound form and, for a compound, not its parts.
    pub fn add(&mut self, word: &str) {
        let word = plain(word.trim_matches(|c: char| !c.is_alphanumeric()));
        if !word.contains(char::is_alphabetic) {
            return;
        }
        if word.contains('-') {
            *self.compounds.entry(word.clone()).or_default() += 1;
        }
        match self.words.get_mut(&word) {
            Some(count) => *count += 1,
            None => drop(self.words.insert(word, 1)),
        }
    }

    /// Returns how often a word in lower case stands in the document.
    pub(super) fn count(&self, word: &str) -> u32 {
        self.words.get(word).copied().unwrap_or(0)
    }

    /// Counts the words that differ from this one in an English or French ending alone.
    pub(super) fn count_inflected(&self, word: &str) -> u32 {
        const ENDINGS: [&str; 9] = ["s", "es", "d", "ed", "ing", "'s", "ly", "er", "e"];
        let stems = ENDINGS
            .iter()
            .filter_map(|ending| word.strip_suffix(ending))
            .filter(|stem| stem.len() > 3);
        stems
            .chain([word])
            .flat_map(|stem| {
                ENDINGS
                    .iter()
                    .map(move |ending| format!("{stem}{ending}"))
                    .chain([stem.to_owned()])
            })
            .filter(|form| form != word)
            .map(|form| self.count(&form))
            .sum()
    }

    /// Counts the compounds that begin as this one does, up to an ending of its last part.
    pub(super) fn count_compounds_like(&self, compound: &str) -> u32 {
        let Some(last) = compound.rfind('-').map(|i| i + 1) else {
            return 0;
        };
        // Four letters tell a stem, and of a longer one all but the three of an ending.
        let letters: Vec<usize> = compound[last..]
            .char_indices()
            .map(|(i, _)| last + i)
            .chain([compound.len()])
            .collect();
        let kept = (letters.len() - 1).saturating_sub(3).max(4);
        let Some(&end) = letters.get(kept) else {
            return self.count(compound);
        };
        let stem = &compound[..end];
        self.compounds
            .range(stem.to_owned()..)
            .take_while(|(word, _)| word.starts_with(stem))
            .map(|(_, n)| n)
            .sum()
    }

    /// Counts the different compounds that begin with this part.
    pub(super) fn compounds_with(&self, part: &str) -> usize {
        let start = format!("{part}-");
        self.compounds
            .range(start.clone()..)
            .take_while(|(word, _)| word.starts_with(&start))
            .count()
    }

    /// Returns the languages of the document, then all others.
    pub(super) fn languages(&self) -> impl Iterator<Item = Language> {
        let others = LANGUAGES.into_iter().filter(|l| !self.languages.contains(l));
        self.languages.iter().copied().chain(others)
    }

    /// Tells whether the document is in this language, or may be because nothing is known.
    pub(super) fn is_in(&self, language: Language) -> bool {
        self.languages.is_empty() || self.languages.contains(&language)
    }

    /// Tells which English the document is written in.
    pub(super) fn english(&self) -> English {
        let mut counts = (0, 0);
        for (british, american) in SPELLINGS {
            counts = (
                counts.0 + self.count(british).min(5),
                counts.1 + self.count(american).min(5),
            );
        }
        match counts {
            (british, american) if british > 2 * american => English::British,
            (british, american) if american > 2 * british => English::American,
            _ => English::Unknown,
        }
    }
}

/// A word in the form in which it is compared: lower case, plain letters, one hyphen, one apostrophe.
pub(super) fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let (word, _) = letters::plain(word);
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '’' | 'ʼ' => '\'',
            c if is_hyphen(c) => '-',
            c => c,
        })
        .collect()
}
