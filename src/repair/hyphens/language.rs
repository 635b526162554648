//! Languages: which words each has, how common they are, and where they may be broken.
//!
//! A language is the `hyphens.toml` of its pack and, beside it, a word list: an automaton that is compiled into the program
//! and searched as it is, so that nothing is loaded or unpacked. `words/README.md` says where the lists come from.

use std::sync::{Arc, OnceLock};

use fst::Map;
use fst::raw::{Fst, Node};

use super::pack::Pack;
use crate::rules::{PackError, built_in_packs, parse_pack};

/// The word lists of the packs that are built in: name below `src/packs`, and the automaton.
const BUILT_IN_LISTS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/lists.rs"));

/// How common a word is. Most lists tell no more than [`Class::Known`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Known as a name alone.
    Name,
    Rare,
    Known,
    Common,
}

/// All languages whose hyphens are known.
#[derive(Debug)]
pub struct Languages {
    /// Those with a word list before those without, by tag.
    pub(super) all: Vec<Language>,
}

/// A language whose hyphens are known.
#[derive(Debug)]
pub(super) struct Language {
    /// BCP 47 tag.
    pub(super) tag: String,
    /// What its pack says.
    pub(super) pack: Pack,
    /// Its words, or those of the language that it transliterates.
    list: List,
}

/// The automaton of a word list.
#[derive(Clone, Debug)]
enum List {
    None,
    BuiltIn(&'static [u8]),
    Made(Arc<[u8]>),
}

impl List {
    fn bytes(&self) -> Option<&[u8]> {
        match self {
            List::None => None,
            List::BuiltIn(bytes) => Some(bytes),
            List::Made(bytes) => Some(bytes),
        }
    }
}

impl Languages {
    /// Returns the languages of the packs that are built in.
    pub fn built_in() -> Arc<Self> {
        static BUILT_IN: OnceLock<Arc<Languages>> = OnceLock::new();
        Arc::clone(BUILT_IN.get_or_init(|| {
            let files: Vec<(&str, &str)> = built_in_packs("hyphens.toml").collect();
            Arc::new(Self::new(&files).expect("the tests read the built-in packs"))
        }))
    }

    /// Reads pack files: names below the folder of packs (`it/hyphens.toml`), and texts. Word lists in files are those that
    /// are built in.
    ///
    /// # Errors
    /// [`PackError`] with the line for a file that cannot be used.
    pub fn new(files: &[(&str, &str)]) -> Result<Self, PackError> {
        let mut all = Vec::new();
        for &(file, text) in files {
            let tag = file.split('/').next().unwrap_or(file).to_owned();
            let pack: Pack = parse_pack(file, text)?;
            if let Some(r) = pack.respelling.as_ref().filter(|r| r.was.len_utf8() != r.is.len_utf8()) {
                let reason = format!("`{}` and `{}` are not of one length", r.was, r.is);
                return Err(PackError::whole(file, reason));
            }
            let list = list(file, &tag, &pack)?;
            all.push(Language { tag, pack, list });
        }
        for at in 0..all.len() {
            let Some(base) = all[at].pack.list.transliterates.clone() else {
                continue;
            };
            let Some(list) = all.iter().find(|l| l.tag == base).map(|l| l.list.clone()) else {
                let reason = format!("there is no {base}/hyphens.toml");
                return Err(PackError::whole(&format!("{}/hyphens.toml", all[at].tag), reason));
            };
            all[at].list = list;
        }
        all.sort_by(|a, b| (a.list.bytes().is_none(), &a.tag).cmp(&(b.list.bytes().is_none(), &b.tag)));
        Ok(Self { all })
    }

    /// Returns the place of the language of a BCP 47 tag: the tag itself, or the language that it is a variety of.
    pub(super) fn of_tag(&self, tag: &str) -> Option<usize> {
        let place = |tag: &str| self.all.iter().position(|l| l.tag == tag);
        place(tag).or_else(|| place(tag.split('-').next().unwrap_or(tag)))
    }

    /// Returns the share of words in lower case, 0 to 1, that the list of one language knows: the largest of all lists. `None` where
    /// there are no words.
    pub(crate) fn share_known(&self, words: &[String]) -> Option<f32> {
        let listed = self
            .all
            .iter()
            .filter(|l| !l.is_transliteration() && l.list.bytes().is_some());
        let known = |language: &Language| words.iter().filter(|word| language.class(word).is_some()).count();
        let most = listed.map(known).max().filter(|_| !words.is_empty())?;
        Some(most as f32 / words.len() as f32)
    }

    /// Tells whether some language parts two stretches of letters by an apostrophe: `l'eau`, `don't`.
    pub(crate) fn part_by_apostrophe(&self, before: &str, after: &str) -> bool {
        let (before, after) = (before.to_lowercase(), format!("'{}", after.to_lowercase()));
        let lists = self.all.iter().map(|language| &language.pack.list);
        lists
            .into_iter()
            .any(|list| list.elided.contains(&before) || list.enclitics.contains(&after))
    }

    /// Returns tag and commonest words of each language that tells them.
    pub(crate) fn common(&self) -> impl Iterator<Item = (&str, &[String])> {
        let told = self.all.iter().filter(|l| !l.pack.common.is_empty());
        told.map(|l| (l.tag.as_str(), l.pack.common.as_slice()))
    }

    /// Returns the tag of the language of a word's letters, where its script tells it.
    pub(crate) fn by_script(&self, word: &str) -> Option<&str> {
        let own = |l: &&Language| l.pack.script.is_some() && l.writes(word);
        self.all.iter().find(own).map(|l| l.tag.as_str())
    }
}

/// Returns the word list of a pack.
fn list(file: &str, tag: &str, pack: &Pack) -> Result<List, PackError> {
    let mut words = pack.list.words.clone();
    match &pack.list.file {
        Some(_) if !words.is_empty() => Err(PackError::whole(file, "words in a file and here: give one of them")),
        Some(name) => {
            let path = format!("{tag}/{name}");
            let found = BUILT_IN_LISTS.iter().find(|(list, _)| *list == path);
            found
                .map(|(_, list)| List::BuiltIn(list))
                .ok_or_else(|| PackError::whole(file, format!("there is no {path}")))
        }
        None if words.is_empty() => Ok(List::None),
        None => {
            words.sort();
            words.dedup();
            let map = Map::from_iter(words.into_iter().map(|word| (word, 2)));
            let bytes = map
                .map_err(|e| PackError::whole(file, e.to_string()))?
                .into_fst()
                .into_inner();
            Ok(List::Made(bytes.into()))
        }
    }
}

impl Language {
    /// Tells whether its words stand in the list in other letters, so that a word found is less sure to be meant.
    pub(super) fn is_transliteration(&self) -> bool {
        self.pack.list.transliterates.is_some()
    }

    /// Tells whether a word is in its letters.
    pub(super) fn writes(&self, word: &str) -> bool {
        match self.pack.script {
            Some((first, last)) => word.chars().any(|c| (first..=last).contains(&c)),
            None => !word.chars().any(|c| {
                c.is_alphabetic()
                    && c >= '\u{370}'
                    && !('\u{1e00}'..='\u{1eff}').contains(&c)
                    && !('\u{fb00}'..='\u{fb06}').contains(&c)
            }),
        }
    }

    /// Tells whether a letter can be a syllable; where the pack does not say so, every letter may.
    pub(super) fn is_vowel(&self, c: char) -> bool {
        self.pack.vowels.is_empty() || self.pack.vowels.contains(c)
    }

    /// Returns how common a word in lower case is; `None`: the list does not know it.
    pub(super) fn class(&self, word: &str) -> Option<Class> {
        let bytes = self.list.bytes()?;
        let rules = &self.pack.list;
        if self.is_transliteration() {
            let list = Fst::new(bytes).ok()?;
            return self.walk(&list, list.root(), word, false).then_some(Class::Known);
        }
        let word = replaced(word, &rules.same);
        look_up(bytes, &word)
            .or_else(|| {
                let bare = rules
                    .enclitics
                    .iter()
                    .filter_map(|enclitic| word.strip_suffix(enclitic.as_str()));
                bare.into_iter().find_map(|bare| look_up(bytes, bare))
            })
            .or_else(|| {
                let (before, rest) = word.split_once('\'')?;
                rules.elided.iter().any(|e| e == before).then(|| look_up(bytes, rest))?
            })
            .or_else(|| self.modern(&word).into_iter().find_map(|word| look_up(bytes, &word)))
    }

    /// Tells whether a word may be broken at this byte by the language's hyphenation patterns.
    pub(super) fn breaks(&self, word: &str, at: usize) -> bool {
        let code = self
            .tag
            .split('-')
            .next()
            .and_then(|tag| tag.as_bytes().try_into().ok());
        let Some(patterns) = code.and_then(hypher::Lang::from_iso) else {
            return false;
        };
        let mut end = 0;
        hypher::hyphenate(word, patterns).any(|syllable| {
            end += syllable.len();
            end == at
        })
    }

    /// A word of an older spelling as it is written since: the ways in which its ending may be meant.
    fn modern(&self, word: &str) -> Vec<String> {
        let rules = &self.pack.list;
        let mut letters = replaced(word, &rules.old_letters);
        if let Some(mute) = rules.mute {
            letters = letters
                .strip_suffix(mute)
                .unwrap_or(&letters)
                .replace(&format!("{mute}-"), "-");
        }
        let endings = rules.old_endings.iter();
        let ended =
            endings.filter_map(|(was, is)| letters.strip_suffix(was.as_str()).map(|stem| format!("{stem}{is}")));
        let mut found: Vec<String> = ended.collect();
        if letters != word {
            found.insert(0, letters);
        }
        found
    }

    /// Walks down the automaton by all that the letters may stand for; a silent letter may be left out once in a row.
    fn walk(&self, list: &Fst<&[u8]>, node: Node<'_>, rest: &str, skipped: bool) -> bool {
        if rest.is_empty() && node.is_final() {
            return true;
        }
        let letters = self.pack.list.letters.iter();
        let found = letters
            .filter_map(|(from, to)| Some((rest.strip_prefix(from.as_str())?, to)))
            .flat_map(|(rest, to)| to.iter().map(move |letters| (rest, letters)))
            .any(|(rest, letters)| step(list, node, letters).is_some_and(|next| self.walk(list, next, rest, false)));
        let silent = self.pack.list.silent.as_deref().filter(|_| !skipped);
        found
            || silent
                .and_then(|letter| step(list, node, letter))
                .is_some_and(|next| self.walk(list, next, rest, true))
    }
}

/// Replaces letters by others.
fn replaced(word: &str, letters: &[(String, String)]) -> String {
    letters.iter().fold(word.to_owned(), |word, (was, is)| {
        if word.contains(was.as_str()) {
            word.replace(was.as_str(), is)
        } else {
            word
        }
    })
}

fn look_up(list: &[u8], word: &str) -> Option<Class> {
    let class = Map::new(list).ok()?.get(word)?;
    Some(match class {
        0 => Class::Name,
        1 => Class::Rare,
        2 => Class::Known,
        _ => Class::Common,
    })
}

fn step<'f>(list: &'f Fst<&[u8]>, node: Node<'f>, letters: &str) -> Option<Node<'f>> {
    letters.bytes().try_fold(node, |node, byte| {
        Some(list.node(node.transition(node.find_input(byte)?).addr))
    })
}
