//! Word lists: which words a language has, and how common they are.
//!
//! The lists are compiled into the program as automata that are searched as they are, so that nothing is loaded or unpacked.
//! `words/README.md` says where they come from. German has none: its lists are not free enough to stand in the program, and
//! its rules ([`super::german`]) do without.

use fst::Map;
use fst::raw::{Fst, Node};

/// A language whose hyphens are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    French,
    German,
    Russian,
}

/// All of them, in the order in which they are asked where a document tells nothing.
pub(super) const LANGUAGES: [Language; 4] = [Language::English, Language::German, Language::French, Language::Russian];

/// How common a word is. Only the English list tells more than [`Class::Known`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Known as a name alone.
    Name,
    Rare,
    Known,
    Common,
}

static ENGLISH: &[u8] = include_bytes!("words/en.fst");
static FRENCH: &[u8] = include_bytes!("words/fr.fst");
static RUSSIAN: &[u8] = include_bytes!("words/ru.fst");

impl Language {
    /// Returns the language of a BCP 47 tag.
    pub(super) fn of_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next().unwrap_or(tag) {
            "en" => Some(Self::English),
            "fr" => Some(Self::French),
            "de" => Some(Self::German),
            "ru" => Some(Self::Russian),
            _ => None,
        }
    }

    /// Returns how common a word in lower case is; `None`: the list does not know it.
    pub(super) fn class(self, word: &str) -> Option<Class> {
        match self {
            Self::English => look_up(ENGLISH, word).or_else(|| look_up(ENGLISH, word.strip_suffix("'s")?)),
            Self::French => look_up(FRENCH, word).or_else(|| look_up(FRENCH, unelided(word)?)),
            Self::German => None,
            Self::Russian => {
                let word = word.replace('ё', "е");
                look_up(RUSSIAN, &word).or_else(|| modern(&word).into_iter().find_map(|w| look_up(RUSSIAN, &w)))
            }
        }
    }

    /// Tells whether a word may be broken at this byte by the language's hyphenation patterns.
    pub(super) fn breaks(self, word: &str, at: usize) -> bool {
        let language = match self {
            Self::English => hypher::Lang::English,
            Self::French => hypher::Lang::French,
            Self::German => hypher::Lang::German,
            Self::Russian => hypher::Lang::Russian,
        };
        let mut end = 0;
        hypher::hyphenate(word, language).any(|syllable| {
            end += syllable.len();
            end == at
        })
    }
}

fn look_up(list: &'static [u8], word: &str) -> Option<Class> {
    let class = Map::new(list).ok()?.get(word)?;
    Some(match class {
        0 => Class::Name,
        1 => Class::Rare,
        2 => Class::Known,
        _ => Class::Common,
    })
}

/// A French word without the elided article or pronoun before it.
fn unelided(word: &str) -> Option<&str> {
    word.split_once('\'')
        .map(|(_, rest)| rest)
        .filter(|rest| !rest.is_empty())
}

/// A Russian word in the spelling of before 1918, as it is written since: the ways in which its ending may be meant.
fn modern(word: &str) -> Vec<String> {
    let bare = word.strip_suffix('ъ');
    let old = |c: char| matches!(c, 'ѣ' | 'і' | 'ѳ' | 'ѵ');
    if bare.is_none() && !word.contains(old) && !word.ends_with(['о', 'я']) {
        return Vec::new();
    }
    let letters: String = bare
        .unwrap_or(word)
        .replace("ъ-", "-")
        .chars()
        .map(|c| match c {
            'ѣ' => 'е',
            'і' | 'ѵ' => 'и',
            'ѳ' => 'ф',
            c => c,
        })
        .collect();
    let endings = [
        ("аго", "ого"),
        ("аго", "его"),
        ("яго", "его"),
        ("ыя", "ые"),
        ("ия", "ие"),
    ];
    let ended = endings
        .iter()
        .filter_map(|(was, is)| letters.strip_suffix(was).map(|stem| format!("{stem}{is}")));
    let mut found: Vec<String> = ended.collect();
    found.insert(0, letters);
    found
}

/// What the letters of a Latin transliteration stand for (Library of Congress, BGN/PCGN, ISO 9 and the scholarly one).
const TRANSLITERATION: [(&str, &[&str]); 51] = [
    ("shch", &["щ"]),
    ("šč", &["щ"]),
    ("sh", &["ш", "сх"]),
    ("ch", &["ч"]),
    ("zh", &["ж"]),
    ("kh", &["х"]),
    ("ts", &["ц", "тс"]),
    ("ya", &["я", "ья"]),
    ("ia", &["я", "иа", "ия"]),
    ("ja", &["я"]),
    ("yu", &["ю", "ью"]),
    ("iu", &["ю", "иу"]),
    ("ju", &["ю"]),
    ("yo", &["е"]),
    ("ye", &["е", "ье"]),
    ("ie", &["ие", "ье", "е"]),
    ("je", &["ъе", "ье"]),
    ("iy", &["ий"]),
    ("yy", &["ый"]),
    ("a", &["а"]),
    ("b", &["б"]),
    ("v", &["в"]),
    ("w", &["в"]),
    ("g", &["г"]),
    ("d", &["д"]),
    ("e", &["е", "э"]),
    ("z", &["з"]),
    ("i", &["и", "й", "ий"]),
    ("j", &["й", "ь"]),
    ("k", &["к"]),
    ("l", &["л"]),
    ("m", &["м"]),
    ("n", &["н"]),
    ("o", &["о"]),
    ("p", &["п"]),
    ("r", &["р"]),
    ("s", &["с"]),
    ("t", &["т"]),
    ("u", &["у"]),
    ("f", &["ф"]),
    ("h", &["х"]),
    ("c", &["ц"]),
    ("č", &["ч"]),
    ("š", &["ш"]),
    ("ž", &["ж"]),
    ("ė", &["э"]),
    ("y", &["ы", "й", "ый"]),
    ("'", &["ь", "ъ"]),
    ("ʹ", &["ь"]),
    ("\"", &["ъ"]),
    ("-", &["-"]),
];

/// Tells whether a word in Latin letters is a Russian word in some transliteration.
pub(super) fn is_russian_in_latin(word: &str) -> bool {
    let Ok(list) = Fst::new(RUSSIAN) else { return false };
    walk(&list, list.root(), word, false)
}

/// Walks down the automaton by all that the letters may stand for; a soft sign may be left out once in a row.
fn walk(list: &Fst<&'static [u8]>, node: Node<'_>, rest: &str, skipped: bool) -> bool {
    if rest.is_empty() && node.is_final() {
        return true;
    }
    let meant = TRANSLITERATION
        .iter()
        .filter_map(|(from, to)| Some((rest.strip_prefix(from)?, to)));
    let found = meant
        .flat_map(|(rest, to)| to.iter().map(move |letters| (rest, *letters)))
        .any(|(rest, letters)| step(list, node, letters).is_some_and(|next| walk(list, next, rest, false)));
    found || (!skipped && step(list, node, "ь").is_some_and(|next| walk(list, next, rest, true)))
}

fn step<'f>(list: &'f Fst<&'static [u8]>, node: Node<'f>, letters: &str) -> Option<Node<'f>> {
    letters.bytes().try_fold(node, |node, byte| {
        Some(list.node(node.transition(node.find_input(byte)?).addr))
    })
}
