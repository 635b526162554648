//! What a document itself tells about its words: how often each stands unbroken, which compounds it writes with a hyphen, and
//! which variety of its language it is in.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use super::super::letters;
use super::language::{Class, Language, Languages};
use super::sign::{is_hyphen, is_line_end};
use crate::layout::Layout;

/// The words of a document that no line end breaks, and its languages.
#[derive(Clone, Debug)]
pub struct Lexicon {
    words: HashMap<String, u32>,
    /// The words with a hyphen inside, sorted, so that those of one beginning stand together.
    compounds: BTreeMap<String, u32>,
    /// The words with a capital inside: `MacDonald`.
    inner_capitals: HashMap<String, u32>,
    /// The tags of the document's languages in which it parts words that have been written together since; found when asked.
    parting: OnceLock<BTreeSet<String>>,
    /// All languages that there are.
    known: Arc<Languages>,
    /// The places of the document's own among them, the main one first.
    own: Vec<usize>,
}

/// Which of the varieties of a language a document is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variety {
    /// The one that writes more hyphens.
    Hyphening,
    /// The one that writes more words together.
    Joining,
    Unknown,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self::with(Languages::built_in())
    }
}

/// A document parts words where so many of its compounds, and one in so many, are one word since.
const PARTED_LEAST: usize = 6;
const PARTED_SHARE: usize = 4;

/// Letters that stand apart because they count something.
const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz абвгдежзиклмнопрстуфхцчшщэюя";

impl Lexicon {
    /// Begins a lexicon without words, for these languages.
    pub fn with(known: Arc<Languages>) -> Self {
        Self {
            words: HashMap::new(),
            compounds: BTreeMap::new(),
            inner_capitals: HashMap::new(),
            parting: OnceLock::new(),
            known,
            own: Vec::new(),
        }
    }

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
        for tag in tags {
            let place = self.known.of_tag(tag.as_ref());
            self.own.extend(place.filter(|place| !self.own.contains(place)));
        }
        self
    }

    /// Counts one word as printed: its compound form and, for a compound, not its parts.
    pub fn add(&mut self, word: &str) {
        let printed = word.trim_matches(|c: char| !c.is_alphanumeric());
        let word = plain(printed);
        if !word.contains(char::is_alphabetic) {
            return;
        }
        if word.contains('-') {
            *self.compounds.entry(word.clone()).or_default() += 1;
        }
        let inside = |(one, next): (char, char)| one.is_lowercase() && next.is_uppercase();
        if printed.chars().zip(printed.chars().skip(1)).any(inside) {
            *self.inner_capitals.entry(word.clone()).or_default() += 1;
        }
        match self.words.get_mut(&word) {
            Some(count) => *count += 1,
            None => drop(self.words.insert(word, 1)),
        }
    }

    /// Tells whether the document, or the list of one of its languages, has a word.
    pub(in crate::repair) fn knows(&self, word: &str) -> bool {
        super::decide::is_known(&plain(word), self)
    }

    /// Tells whether letters can be a word: one of the document's languages has a vowel among them, and is not full of them.
    pub(in crate::repair) fn may_be_word(&self, word: &str) -> bool {
        let (word, count) = (plain(word), |l: &Language, word: &str| {
            word.chars().filter(|c| l.is_vowel(*c)).count()
        });
        let vowels = self
            .own()
            .filter(|l| l.writes(&word))
            .map(|l| count(l, &word))
            .max()
            .unwrap_or(0);
        vowels > 0 && vowels < word.chars().count() && !ALPHABET.contains(&word)
    }

    /// Tells whether the list of one of the document's languages has a word in lower case.
    pub(in crate::repair) fn lists(&self, word: &str) -> bool {
        self.own().any(|language| language.class(word).is_some())
    }

    /// Returns how often a word in lower case stands in the document.
    pub(in crate::repair) fn count(&self, word: &str) -> u32 {
        self.words.get(word).copied().unwrap_or(0)
    }

    /// Returns how often a word, in lower case here, stands in the document with a capital inside.
    pub(super) fn count_inner_capital(&self, word: &str) -> u32 {
        self.inner_capitals.get(word).copied().unwrap_or(0)
    }

    /// Counts the words that differ from this one in an ending alone.
    pub(super) fn count_inflected(&self, word: &str) -> u32 {
        let endings: BTreeSet<&str> = self
            .own()
            .flat_map(|l| &l.pack.inflections)
            .map(String::as_str)
            .collect();
        let stems = endings.iter().filter_map(|ending| word.strip_suffix(ending));
        let stems: BTreeSet<&str> = stems.chain([word]).filter(|stem| stem.chars().count() > 3).collect();
        let forms: BTreeSet<String> = stems
            .into_iter()
            .flat_map(|stem| {
                endings
                    .iter()
                    .map(move |ending| format!("{stem}{ending}"))
                    .chain([stem.to_owned()])
            })
            .filter(|form| form != word)
            .collect();
        forms.iter().map(|form| self.count(form)).sum()
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

    /// Returns the compounds that the document writes with a hyphen, sorted.
    pub(super) fn compounds(&self) -> impl Iterator<Item = &str> {
        self.compounds.keys().map(String::as_str)
    }

    /// Counts the different compounds that begin with this part.
    pub(super) fn compounds_with(&self, part: &str) -> usize {
        let start = format!("{part}-");
        self.compounds
            .range(start.clone()..)
            .take_while(|(word, _)| word.starts_with(&start))
            .count()
    }

    /// Tells whether the document parts many words by a hyphen that the list has as one word, as books did before 1920.
    pub(super) fn parts_words(&self, language: &Language) -> bool {
        let parting = self.parting.get_or_init(|| {
            let parting = self.own().filter(|language| {
                let (mut parted, mut all) = (0, 0);
                for (last, next) in self.compounds.keys().filter_map(|word| word.split_once('-')) {
                    if last.chars().count() > 3 && next.chars().count() > 3 && next.chars().all(char::is_alphabetic) {
                        all += 1;
                        parted += usize::from(language.class(&format!("{last}{next}")) > Some(Class::Name));
                    }
                }
                parted >= PARTED_LEAST && parted * PARTED_SHARE >= all
            });
            parting.map(|language| language.tag.clone()).collect()
        });
        parting.contains(&language.tag)
    }

    /// Returns the languages of the document, the main one first; all where nothing is known.
    pub(super) fn own(&self) -> impl Iterator<Item = &Language> {
        let all = self.own.is_empty().then_some(&self.known.all).into_iter().flatten();
        self.own
            .iter()
            .filter_map(|&place| self.known.all.get(place))
            .chain(all)
    }

    /// Returns the languages that the document is not in.
    pub(super) fn others(&self) -> impl Iterator<Item = &Language> {
        let others = self
            .known
            .all
            .iter()
            .enumerate()
            .filter(|(place, _)| !self.own.contains(place));
        others.filter(|_| !self.own.is_empty()).map(|(_, language)| language)
    }

    /// Returns all languages.
    pub(super) fn languages(&self) -> impl Iterator<Item = &Language> {
        self.own().chain(self.others())
    }

    /// Tells which variety of a language the document is written in.
    pub(super) fn variety(&self, language: &Language) -> Variety {
        let count = |words: &[String]| words.iter().map(|word| self.count(word).min(5)).sum::<u32>();
        let varieties = &language.pack.varieties;
        match (count(&varieties.hyphening), count(&varieties.joining)) {
            (hyphening, joining) if hyphening > 2 * joining => Variety::Hyphening,
            (hyphening, joining) if joining > 2 * hyphening => Variety::Joining,
            _ => Variety::Unknown,
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
            'ſ' => 's',
            c if is_hyphen(c) => '-',
            c => c,
        })
        .collect()
}
