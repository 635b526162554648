//! The words of all languages: which forms a list has, and what a captured word means.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::pack::LanguageFile;

/// A language of the packs, by its place in [`Words::tags`].
pub(super) type LanguageId = usize;

/// The most letters of a text that are looked at for a word of a list.
const LONGEST: usize = 40;

/// The word lists of all packs.
#[derive(Debug, Default)]
pub struct Words {
    /// BCP 47 tags (`any` for what all share), sorted.
    pub(super) tags: Vec<String>,
    /// Their English names.
    names: Vec<String>,
    /// Forms as written: list, then language.
    forms: BTreeMap<String, BTreeMap<LanguageId, Vec<String>>>,
    /// Meanings: list, then word as [`fold`] gives it, then language.
    meanings: BTreeMap<String, BTreeMap<String, Vec<(LanguageId, String)>>>,
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
        for (id, (_, file)) in languages.iter().enumerate() {
            for (list, entries) in &file.words {
                let forms = words.forms.entry(list.clone()).or_default().entry(id).or_default();
                let by_word = words.meanings.entry(list.clone()).or_default();
                for (form, meaning) in entries.entries() {
                    forms.push(form.to_owned());
                    by_word.entry(fold(form)).or_default().push((id, meaning.to_owned()));
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
        words
    }

    /// Returns what a captured word means, the text's languages first where several know it.
    pub fn meaning(&self, list: &str, word: &str, languages: &[String]) -> Option<&str> {
        let found = self.meanings.get(list)?.get(&fold(word))?;
        let first = languages
            .iter()
            .find_map(|l| found.iter().find(|(id, _)| speaks(l, &self.tags[*id])));
        first.or(found.first()).map(|(_, meaning)| meaning.as_str())
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
        self.own(self.meanings.get(list)?, &fold(word), language)
    }

    /// Returns the word of one language's list, or of that which all share, that a text starts with, of several the
    /// longest: its length in bytes, and its meaning.
    pub(crate) fn head_in(&self, list: &str, text: &str, language: &str) -> Option<(usize, &str)> {
        let words = self.meanings.get(list)?;
        let mut folded = String::new();
        let mut longest = None;
        for (at, c) in text.char_indices().take(LONGEST) {
            folded.push_str(&fold(c.encode_utf8(&mut [0; 4])));
            let end = at + c.len_utf8();
            if c.is_alphanumeric() && text[end..].starts_with(char::is_alphanumeric) {
                continue;
            }
            if let Some(meaning) = self.own(words, &folded, language) {
                longest = Some((end, meaning));
            }
            // No longer word starts so.
            let mut on = words.range::<str, _>((Bound::Excluded(folded.as_str()), Bound::Unbounded));
            if !on.next().is_some_and(|(word, _)| word.starts_with(&folded)) {
                break;
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

    fn own<'w>(
        &self,
        words: &'w BTreeMap<String, Vec<(LanguageId, String)>>,
        folded: &str,
        language: &str,
    ) -> Option<&'w str> {
        let of = |(id, _): &&(LanguageId, String)| self.tags[*id] == language || self.tags[*id] == "any";
        words.get(folded)?.iter().find(of).map(|(_, meaning)| meaning.as_str())
    }

    /// Tells whether a text ends in a word of a list, or in up to three words that are one there.
    pub fn ends_with(&self, list: &str, text: &str) -> bool {
        let Some(words) = self.meanings.get(list) else {
            return false;
        };
        let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(LONGEST))..];
        let heads = tail
            .rmatch_indices([' ', '\u{a0}', '(', '['])
            .map(|(at, sign)| at + sign.len());
        heads
            .chain([0])
            .take(3)
            .any(|at| words.contains_key(&fold(&tail[at..])))
    }

    /// Returns the word of a list that a text starts with, of several the longest: its length in bytes, and its meaning.
    pub fn head(&self, list: &str, text: &str, languages: &[String]) -> Option<(usize, &str)> {
        let words = self.meanings.get(list)?;
        let mut folded = String::new();
        let mut longest = None;
        for (at, c) in text.char_indices().take(LONGEST) {
            folded.push_str(&fold(c.encode_utf8(&mut [0; 4])));
            let end = at + c.len_utf8();
            if !text[end..].starts_with(char::is_alphanumeric) && words.contains_key(&folded) {
                longest = Some(end);
            }
        }
        let end = longest?;
        Some((end, self.meaning(list, &text[..end], languages)?))
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

/// Writes a word as the tables hold it: lower case, plain spaces, hyphens and apostrophes.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
            '‐' | '‑' => '-',
            '’' | 'ʼ' | 'ʹ' => '\'',
            c => c,
        })
        .collect()
}
