//! The words of all languages: which forms a list has, and what a captured word means.

use std::collections::BTreeMap;

use super::pack::LanguageFile;
use super::table::{Begun, ByWord, Table, folded};
use crate::automaton::MixedMap;

/// A language of the packs, by its place in [`Words::tags`].
pub(super) type LanguageId = usize;

/// The most letters of a text that are looked at for a word of a list.
const LONGEST: usize = 40;

/// What may stand before a word.
const OPENERS: [char; 4] = [' ', '\u{a0}', '(', '['];

/// The word lists of all packs.
#[derive(Debug, Default)]
pub struct Words {
    /// BCP 47 tags (`any` for what all share), sorted.
    pub(super) tags: Vec<String>,
    /// Their English names.
    names: Vec<String>,
    /// Forms as written: list, then language.
    forms: BTreeMap<String, BTreeMap<LanguageId, Vec<String>>>,
    /// Meanings by list. Only ever looked up, never gone through.
    meanings: MixedMap<String, Table>,
    /// Pieces of patterns: name, then language.
    patterns: BTreeMap<String, BTreeMap<LanguageId, String>>,
}

impl Words {
    /// Gathers the lists of all languages; `languages` are tag and file, sorted by tag.
    pub(super) fn new(languages: &[(String, LanguageFile)]) -> Self {
        let mut words = Words {
            tags: languages.iter().map(|(tag, _)| tag.clone()).collect(),
            names: languages.iter().map(|(_, file)| file.name.clone()).collect(),
            ..Words::default()
        };
        let mut meanings: BTreeMap<&str, ByWord> = BTreeMap::new();
        for (id, (_, file)) in languages.iter().enumerate() {
            for (list, entries) in &file.words {
                let forms = words.forms.entry(list.clone()).or_default().entry(id).or_default();
                let by_word = meanings.entry(list).or_default();
                for (form, meaning) in entries.entries() {
                    forms.push(form.to_owned());
                    by_word.entry(folded(form)).or_default().push((id, meaning.to_owned()));
                }
            }
            for (name, pattern) in &file.patterns {
                words
                    .patterns
                    .entry(name.clone())
                    .or_default()
                    .insert(id, pattern.clone());
            }
        }
        let tables = meanings
            .into_iter()
            .map(|(list, by_word)| (list.to_owned(), Table::new(by_word)));
        words.meanings = tables.collect();
        words
    }

    /// Returns what a captured word means, the text's languages first where several know it.
    pub fn meaning(&self, list: &str, word: &str, languages: &[String]) -> Option<&str> {
        self.meant(self.meanings.get(list)?.get(word)?, languages)
    }

    /// Returns one of several meanings, that in the text's languages first.
    fn meant<'w>(&self, found: &'w [(LanguageId, Box<str>)], languages: &[String]) -> Option<&'w str> {
        let first = languages
            .iter()
            .find_map(|l| found.iter().find(|(id, _)| speaks(l, &self.tags[*id])));
        first.or(found.first()).map(|(_, meaning)| &**meaning)
    }

    /// Returns the English name of a language of the packs.
    pub fn name(&self, tag: &str) -> Option<&str> {
        self.tags
            .iter()
            .position(|t| t == tag)
            .and_then(|id| self.names.get(id))
            .map(String::as_str)
    }

    /// Returns what a word means in one language and in what all languages share; `None` where it is not in the list.
    pub(crate) fn meaning_in(&self, list: &str, word: &str, language: &str) -> Option<&str> {
        self.own(self.meanings.get(list)?.get(word)?, language)
    }

    /// Returns the word of one language's list, or of that which all share, that a text starts with, of several the
    /// longest: its length in bytes, and its meaning.
    pub(crate) fn head_in(&self, list: &str, text: &str, language: &str) -> Option<(usize, &str)> {
        let mut longest = None;
        for (end, begun) in heads(self.meanings.get(list)?, text) {
            if let Some(meaning) = begun.word().and_then(|found| self.own(found, language)) {
                longest = Some((end, meaning));
            }
        }
        longest
    }

    /// Tells whether a text's language is that of a pack.
    pub(crate) fn speaks(&self, tag: &str, pack: &str) -> bool {
        speaks(tag, pack) || pack == "any" || pack == "ru-Latn" && tag != "ru"
    }

    /// Tells whether a word ends as one of a language's list of endings says, or one of that which all share.
    pub(crate) fn ends_as(&self, list: &str, word: &str, language: &str) -> bool {
        let of = |id: &LanguageId| self.tags[*id] == language || self.tags[*id] == "any";
        self.forms.get(list).is_some_and(|lists| {
            let endings = lists.iter().filter(|(id, _)| of(id)).flat_map(|(_, endings)| endings);
            endings.into_iter().any(|ending| word.ends_with(ending.as_str()))
        })
    }

    /// Tells whether one language has a list.
    pub(crate) fn has_list(&self, list: &str, language: &str) -> bool {
        let of = self.forms.get(list);
        of.is_some_and(|of| of.keys().any(|id| self.tags[*id] == language))
    }

    fn own<'w>(&self, found: &'w [(LanguageId, Box<str>)], language: &str) -> Option<&'w str> {
        let of = |(id, _): &&(LanguageId, Box<str>)| self.tags[*id] == language || self.tags[*id] == "any";
        found.iter().find(of).map(|(_, meaning)| &**meaning)
    }

    /// Tells whether a text ends in a word of a list, or in up to three words that are one there.
    pub fn ends_with(&self, list: &str, text: &str) -> bool {
        let Some(words) = self.meanings.get(list) else {
            return false;
        };
        let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(LONGEST))..];
        if !words.may_end(tail) && !tail.ends_with(OPENERS) {
            return false;
        }
        let heads = tail.rmatch_indices(OPENERS).map(|(at, sign)| at + sign.len());
        heads.chain([0]).take(3).any(|at| words.get(&tail[at..]).is_some())
    }

    /// Returns the word of a list that a text starts with, of several the longest: its length in bytes, and its meaning.
    pub fn head(&self, list: &str, text: &str, languages: &[String]) -> Option<(usize, &str)> {
        let mut longest = None;
        for (end, begun) in heads(self.meanings.get(list)?, text) {
            let runs_on = text[end..].starts_with(char::is_alphanumeric);
            if let Some(found) = begun.word().filter(|_| !runs_on) {
                longest = Some((end, found));
            }
        }
        let (end, found) = longest?;
        Some((end, self.meant(found, languages)?))
    }

    /// Returns the languages whose words the rules of a language have: its own and what all share, for `any` all.
    pub(super) fn of(&self, tag: &str) -> Vec<LanguageId> {
        let spoken = |id: &LanguageId| tag == "any" || self.tags[*id] == tag || self.tags[*id] == "any";
        (0..self.tags.len()).filter(spoken).collect()
    }

    /// Returns the forms of a list in some languages, the longest first; `None` where no language has the list.
    pub(super) fn forms(&self, list: &str, of: &[LanguageId]) -> Option<Vec<&str>> {
        let by_language = self.forms.get(list)?;
        let mut forms: Vec<&str> = of
            .iter()
            .filter_map(|id| by_language.get(id))
            .flatten()
            .map(String::as_str)
            .collect();
        forms.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        forms.dedup();
        Some(forms)
    }

    /// Returns the named pieces of patterns in some languages; `None` where no language has the name.
    pub(super) fn patterns(&self, name: &str, of: &[LanguageId]) -> Option<Vec<&str>> {
        let by_language = self.patterns.get(name)?;
        Some(
            of.iter()
                .filter_map(|id| by_language.get(id))
                .map(String::as_str)
                .collect(),
        )
    }
}

/// Tells whether a text's language `tag` is that of a pack: the same, or a variety of it (`de-AT` of `de`).
/// Transliterated Russian is found in texts of any Latin script and is nobody's variety.
pub(super) fn speaks(tag: &str, pack: &str) -> bool {
    tag == pack || (tag.strip_prefix(pack).is_some_and(|rest| rest.starts_with('-')) && tag != "ru-Latn")
}

/// Returns the words of a table that begin as a text does, as read to each place where a word of the text may end.
fn heads<'w>(table: &'w Table, text: &str) -> impl Iterator<Item = (usize, Begun<'w>)> {
    let read = text.char_indices().take(LONGEST).scan(table.begin(), |begun, (at, c)| {
        *begun = begun.on(c)?;
        Some((at + c.len_utf8(), c, *begun))
    });
    read.filter_map(|(end, c, begun)| {
        let inside = c.is_alphanumeric() && text[end..].starts_with(char::is_alphanumeric);
        (!inside).then_some((end, begun))
    })
}
