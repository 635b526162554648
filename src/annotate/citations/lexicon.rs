//! The words that references are made of: in comes `citation.toml` of each language's pack, out comes what stands for
//! what at any place of a text.
//!
//! The words of all languages are in force in all texts, because a note in an English book cites a French one in French.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::tokens::{Shape, Token, tokens};
use crate::annotate::annotation::Unit;
use crate::automaton::MixedMap;
use crate::rules::built_in_files;

/// A list of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum List {
    /// Between two names: `and`.
    And,
    /// Behind the last name that is given: `et al.`
    EtAl,
    /// Before editors: `edited by`.
    EditorBefore,
    /// Behind editors: `eds`.
    EditorAfter,
    /// Before those whose names are no part of a citation: `translated by`.
    Translator,
    /// Before the book that an article stands in: `in`.
    Container,
    /// The source cited before: `ibid.`
    Back,
    /// The author cited before: `idem`, `ders.`
    SameAuthor,
    /// The work of this author cited before: `op. cit.`
    OpCit,
    /// Before a citation, at the head of a note or of a part of it: `see also`.
    Lead,
    /// Before a citation in the middle of a sentence.
    WithinLead,
    /// Before the source of a table or text: `Source:`.
    Source,
    /// Headings of lists of references.
    Bibliography,
    /// Behind the number of an edition: `edn`.
    Edition,
    /// Before the page among pages: `hier S. 170`.
    Here,
    /// What is not published: `PhD thesis`.
    Thesis,
    /// Of that, what earns a degree.
    Degree,
    /// Words in the names of publishers.
    Publisher,
    /// Words in the names of periodicals.
    PeriodicalNoun,
    /// Words in the names of newspapers.
    PressNoun,
    /// Newspapers and news agencies.
    Periodical,
    /// Words in the names of archives.
    ArchiveNoun,
    /// Archives by their abbreviations.
    Archive,
    /// Before the day on which a web page was read.
    Accessed,
    /// Words that are no part of a name, whatever their first letter.
    NoName,
    /// Words that only sentences have.
    Prose,
    /// Words behind which a stop ends no sentence.
    Abbreviation,
    /// Small words within names: `de`.
    Particle,
    /// Behind a name: `Jr.`
    Suffix,
    /// Behind a page: `ff.`
    PageSuffix,
    /// Behind a leaf: `об.`
    LeafSuffix,
    /// Between a newspaper and its day: `vom`.
    OfDay,
    /// Before the series that a book came out in: `coll.`
    Collection,
    /// In place of a year: `n.d.`
    NoDate,
    /// Places where books come out.
    Place,
    /// Behind a place: `Mass.`
    State,
}

/// The `citation.toml` of a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    /// Labels of parts and pages, by what they label.
    #[serde(default)]
    locator: BTreeMap<Unit, Vec<String>>,
    /// The other lists.
    #[serde(default)]
    words: BTreeMap<List, Vec<String>>,
}

/// What a word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sense {
    /// It is of a list.
    Of(List),
    /// It labels a part or page.
    Label(Unit),
}

impl List {
    /// Returns the list as one of a set of bits.
    pub(super) fn bit(self) -> u64 {
        1 << self as u32
    }
}

/// What stands for something at a place of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// What it stands for.
    pub(super) sense: Sense,
    /// How many tokens it has.
    pub(super) len: usize,
}

/// A word, or several that stand together.
#[derive(Debug)]
struct Entry {
    words: Vec<Word>,
    sense: Sense,
}

/// A word of an entry.
#[derive(Debug)]
struct Word {
    written: String,
    /// In small letters.
    small: String,
    /// It may stand with a capital too: a single letter and a word with capitals must stand as written.
    loose: bool,
    /// It may stand in capitals too.
    long: bool,
}

impl Entry {
    fn new(written: &str, sense: Sense) -> Self {
        let words = tokens(written, &[]).iter().map(|t| Word::new(t.text)).collect();
        Self { words, sense }
    }

    /// Tells whether the entry stands at the head of the tokens.
    fn heads(&self, tokens: &[Token<'_>]) -> bool {
        let fits = |(word, token): (&Word, &Token<'_>)| word.is(token.text);
        tokens.len() >= self.words.len() && self.words.iter().zip(tokens).all(fits)
    }
}

impl Word {
    fn new(word: &str) -> Self {
        let written: String = word.chars().map(plain).collect();
        let small: String = small(word).collect();
        let letters = small.chars().count();
        Self {
            loose: written == small && letters > 1,
            long: letters > 4,
            written,
            small,
        }
    }

    /// Tells whether a word of a text is this one, with a capital or, where it is long, in capitals if it may be.
    fn is(&self, found: &str) -> bool {
        if found == self.written || found.chars().map(plain).eq(self.written.chars()) {
            return true;
        }
        self.loose && (self.is_capitalised(found) || self.long && self.is_capitals(found))
    }

    fn is_capitalised(&self, found: &str) -> bool {
        let (mut found, mut rest) = (found.chars().map(plain), self.small.chars());
        let first = found.next();
        let first = first.is_none_or(|c| c.to_lowercase().all(|c| rest.next() == Some(c)));
        first && found.eq(rest)
    }

    fn is_capitals(&self, found: &str) -> bool {
        found.chars().map(plain).all(|c| !c.is_lowercase()) && small(found).eq(self.small.chars())
    }
}

/// Returns the letters of a word as they are compared: with plain apostrophes and hyphens, in small letters.
fn small(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase).map(plain)
}

fn plain(c: char) -> char {
    match c {
        '’' | 'ʼ' | 'ʹ' => '\'',
        '‐' | '‑' => '-',
        'º' => '°',
        c => c,
    }
}

/// The words of all languages, by the first of each entry in small letters. Only ever looked up, never gone through.
#[derive(Debug)]
pub(super) struct Lexicon(MixedMap<String, Vec<Entry>>);

static BUILT_IN: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut entries: MixedMap<String, Vec<Entry>> = MixedMap::default();
    for file in built_in_files("citation.toml") {
        let pack: Pack = toml::from_str(file).expect("the packs are tested");
        let labels = pack.locator.iter().map(|(unit, words)| (Sense::Label(*unit), words));
        let lists = pack.words.iter().map(|(list, words)| (Sense::Of(*list), words));
        for (sense, words) in labels.chain(lists) {
            for entry in words.iter().map(|word| Entry::new(word, sense)) {
                if let Some(first) = entry.words.first() {
                    entries.entry(first.small.clone()).or_default().push(entry);
                }
            }
        }
    }
    Lexicon(entries)
});

impl Lexicon {
    /// Returns the words of the packs that are built in.
    pub(super) fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Adds to `hits` what stands at the head of some tokens, of each sense the longest. `folded` is overwritten.
    pub(super) fn hits(&self, tokens: &[Token<'_>], folded: &mut String, hits: &mut Vec<Hit>) {
        let Some(first) = tokens.first() else { return };
        if first.shape == Shape::Number || first.shape == Shape::Link {
            return;
        }
        folded.clear();
        if first.text.is_ascii() {
            folded.push_str(first.text);
            folded.make_ascii_lowercase();
        } else {
            folded.extend(small(first.text));
        }
        let Some(entries) = self.0.get(folded) else { return };
        let from = hits.len();
        for entry in entries.iter().filter(|e| e.heads(tokens)) {
            let hit = Hit {
                sense: entry.sense,
                len: entry.words.len(),
            };
            match hits[from..].iter_mut().find(|h| h.sense == hit.sense) {
                Some(other) => other.len = other.len.max(hit.len),
                None => hits.push(hit),
            }
        }
    }
}
