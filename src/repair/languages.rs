//! Languages: which languages a document is in, by its script and its commonest words.

use std::collections::BTreeMap;

use super::hyphens::Languages;
use crate::layout::{Layout, Role};

/// Returns the languages of a layout's body, the main one first; never empty. A language counts from a tenth of the common
/// words on.
pub(super) fn find(layout: &Layout) -> Vec<String> {
    let body = layout
        .pages
        .iter()
        .flat_map(|p| &p.blocks)
        .filter(|b| !matches!(b.role, Role::Note { .. }));
    let words = body
        .flat_map(|b| &b.lines)
        .flat_map(|l| &l.words)
        .map(|w| w.text.as_str());
    of(words)
}

/// Returns the languages of a run of words, as [`find`] does.
pub(crate) fn of<'w>(words: impl Iterator<Item = &'w str>) -> Vec<String> {
    let counted = Counted::of(words);
    let all: usize = counted.common.iter().map(|(n, _)| n).sum();
    let mut found = counted.common;
    found.retain(|(n, _)| *n > 0 && *n * 10 >= all);
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    if found.is_empty() {
        let most = counted
            .scripts
            .into_iter()
            .max_by_key(|(_, n)| *n)
            .filter(|(_, n)| n * 2 > counted.letters);
        return vec![most.map_or_else(|| "en".to_owned(), |(tag, _)| tag)];
    }
    found.into_iter().map(|(_, tag)| tag).collect()
}

/// Returns the language whose common words are the most in a run of words, and their share of its words; `None` where
/// there is not one.
pub(crate) fn told<'w>(words: impl Iterator<Item = &'w str>) -> Option<(String, f32)> {
    let counted = Counted::of(words);
    let most = counted
        .common
        .into_iter()
        .rev()
        .max_by_key(|(n, _)| *n)
        .filter(|(n, _)| *n > 0);
    most.map(|(n, tag)| (tag, n as f32 / counted.words as f32))
}

/// The common words of each language in a run of words, and the letters of scripts that tell a language.
struct Counted {
    common: Vec<(usize, String)>,
    scripts: BTreeMap<String, usize>,
    letters: usize,
    words: usize,
}

impl Counted {
    fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        // The first part of a document says enough.
        let words = words.take(20_000);
        let languages = Languages::built_in();
        let common: Vec<(&str, &[String])> = languages.common().collect();
        let mut counted = Self {
            common: common.iter().map(|(tag, _)| (0, (*tag).to_owned())).collect(),
            scripts: BTreeMap::new(),
            letters: 0,
            words: 0,
        };
        for word in words
            .flat_map(|w| w.split(|c: char| !c.is_alphabetic()))
            .filter(|w| !w.is_empty())
        {
            let word = word.to_lowercase();
            counted.letters += word.len();
            counted.words += 1;
            if !word.is_ascii()
                && let Some(tag) = languages.by_script(&word)
            {
                *counted.scripts.entry(tag.to_owned()).or_default() += word.len();
            }
            for (count, (_, common)) in counted.common.iter_mut().zip(&common) {
                count.0 += usize::from(common.contains(&word));
            }
        }
        counted
    }
}
