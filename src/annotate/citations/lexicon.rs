//! The words that references are made of: in comes `citation.toml` of each language's pack, out comes what stands for
//! what at any place of a text.
//!
//! The words of all languages are in force in all texts, because a note in an English book cites a French one in French.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::tokens::tokens;
use crate::annotate::annotation::Unit;
use crate::automaton::MixedMap;
use crate::rules::built_in_files;
use crate::signs;

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
    /// Headings of parts of such lists: `Books`.
    BibliographyPart,
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
    /// Offices, societies and the like, which are authors too.
    Body,
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

/// A word that entries have, whatever its case, by its place among all; [`NO_WORD`] is none of them.
type WordId = u32;

/// What is no word of any entry.
const NO_WORD: WordId = WordId::MAX;

/// A word of a text as far as the lexicon is asked for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'t> {
    text: &'t str,
    id: WordId,
    /// All of it is in small letters.
    small: bool,
    /// All behind the first letter is.
    small_behind: bool,
    /// Nothing is.
    capitals: bool,
}

impl Written<'_> {
    /// Tells whether it is a word of an entry.
    pub(super) fn is_known(&self) -> bool {
        self.id != NO_WORD
    }

    /// Finds out in which letters it stands.
    fn see(&mut self) {
        for (at, c) in self.text.chars().enumerate() {
            let c = plain(c);
            self.capitals &= !c.is_lowercase();
            signs::small(c, |letter| {
                let same = plain(letter) == c;
                self.small &= same;
                self.small_behind &= same || at == 0;
            });
        }
    }
}

/// A word, or several that stand together.
#[derive(Debug)]
struct Entry {
    words: Box<[Word]>,
    sense: Sense,
}

/// A word of an entry.
#[derive(Debug)]
struct Word {
    id: WordId,
    /// As it must stand; `None` where it stands in small letters.
    exact: Option<Box<str>>,
    /// It may stand with a capital too: a single letter and a word with capitals must stand as written.
    loose: bool,
    /// It may stand in capitals too.
    long: bool,
}

impl Entry {
    /// Tells whether the entry stands at the head of some words.
    fn heads(&self, found: &[Written<'_>]) -> bool {
        let fits = |(word, found): (&Word, &Written<'_>)| word.is(found);
        found.len() >= self.words.len() && self.words.iter().zip(found).all(fits)
    }
}

impl Word {
    /// Takes a word with its letters in small as [`small`] gives them.
    fn new(word: &str, id: WordId, small: &str) -> Self {
        let written: String = word.chars().map(plain).collect();
        let letters = small.chars().count();
        let in_small = written == small;
        Self {
            id,
            loose: in_small && letters > 1,
            long: letters > 4,
            exact: (!in_small).then_some(written.into()),
        }
    }

    /// Tells whether a word of a text is this one, with a capital or, where it is long, in capitals if it may be.
    fn is(&self, found: &Written<'_>) -> bool {
        if self.id != found.id {
            return false;
        }
        match &self.exact {
            Some(exact) => found.text.chars().map(plain).eq(exact.chars()),
            None => found.small || self.loose && (found.small_behind || self.long && found.capitals),
        }
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

/// The words of all languages.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// The words of entries in small letters. Only ever looked up, never gone through.
    ids: MixedMap<Box<[u8]>, WordId>,
    /// The entries by the first word of each.
    entries: Vec<Vec<Entry>>,
    /// The words of one ASCII sign, by it.
    signs: Vec<WordId>,
    /// The length of the longest word, in bytes.
    longest: usize,
}

static BUILT_IN: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon {
        signs: vec![NO_WORD; 128],
        ..Lexicon::default()
    };
    for file in built_in_files("citation.toml") {
        let pack: Pack = toml::from_str(file).expect("the packs are tested");
        let labels = pack.locator.iter().map(|(unit, words)| (Sense::Label(*unit), words));
        let lists = pack.words.iter().map(|(list, words)| (Sense::Of(*list), words));
        for (sense, words) in labels.chain(lists) {
            for word in words {
                lexicon.add(word, sense);
            }
        }
    }
    lexicon
});

impl Lexicon {
    /// Returns the words of the packs that are built in.
    pub(super) fn built_in() -> &'static Self {
        &BUILT_IN
    }

    fn add(&mut self, entry: &str, sense: Sense) {
        let words: Box<[Word]> = tokens(entry, &[]).iter().map(|t| self.word(t.text)).collect();
        if let Some(first) = words.first() {
            self.entries[first.id as usize].push(Entry { words, sense });
        }
    }

    fn word(&mut self, word: &str) -> Word {
        let small: String = small(word).collect();
        let next = WordId::try_from(self.entries.len()).expect("the lexicon is small");
        let id = *self.ids.entry(small.as_bytes().into()).or_insert(next);
        if id == next {
            self.entries.push(Vec::new());
            self.longest = self.longest.max(small.len());
            if let [sign @ 0..=0x7f] = small.as_bytes() {
                self.signs[usize::from(*sign)] = id;
            }
        }
        Word::new(word, id, &small)
    }

    /// Looks a word of a text up; `folded` is overwritten.
    pub(super) fn written<'t>(&self, text: &'t str, folded: &mut Vec<u8>) -> Written<'t> {
        let mut written = Written {
            text,
            id: NO_WORD,
            small: true,
            small_behind: true,
            capitals: true,
        };
        if let [sign] = text.as_bytes() {
            // Nearly all are signs between words.
            written.id = self
                .signs
                .get(usize::from(sign.to_ascii_lowercase()))
                .copied()
                .unwrap_or(NO_WORD);
            written.small = !sign.is_ascii_uppercase();
            written.capitals = !sign.is_ascii_lowercase();
            return written;
        }
        if text.len() > 3 * self.longest {
            return written;
        }
        folded.clear();
        if text.is_ascii() {
            folded.extend(text.bytes().map(|byte| byte.to_ascii_lowercase()));
        } else {
            text.chars().for_each(|c| {
                signs::small(c, |c| {
                    folded.extend_from_slice(plain(c).encode_utf8(&mut [0; 4]).as_bytes())
                });
            });
        }
        if let Some(id) = self.ids.get(folded.as_slice()) {
            written.id = *id;
            written.see();
        }
        written
    }

    /// Tells whether a word is in a list.
    pub(super) fn is_of(&self, word: &str, list: List) -> bool {
        let (mut folded, mut hits) = (Vec::new(), Vec::new());
        self.hits(&[self.written(word, &mut folded)], &mut hits);
        hits.iter().any(|hit| hit.sense == Sense::Of(list))
    }

    /// Adds to `hits` what stands at the head of some words of a text, of each sense the longest.
    pub(super) fn hits(&self, words: &[Written<'_>], hits: &mut Vec<Hit>) {
        let entries = words.first().and_then(|first| self.entries.get(first.id as usize));
        let from = hits.len();
        for entry in entries.into_iter().flatten().filter(|e| e.heads(words)) {
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
