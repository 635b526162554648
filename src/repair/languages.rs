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
    // The first part of a document says enough.
    let words = words.take(20_000);
    let languages = Languages::built_in();
    let common: Vec<(&str, &[String])> = languages.common().collect();
    let mut counts = vec![0usize; common.len()];
    let mut scripts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut letters = 0;
    for word in words
        .flat_map(|w| w.split(|c: char| !c.is_alphabetic()))
        .filter(|w| !w.is_empty())
    {
        let word = word.to_lowercase();
        letters += word.len();
        if !word.is_ascii()
            && let Some(tag) = languages.by_script(&word)
        {
            *scripts.entry(tag).or_default() += word.len();
        }
        for (count, (_, common)) in counts.iter_mut().zip(&common) {
            *count += usize::from(common.contains(&word));
        }
    }
    let all: usize = counts.iter().sum();
    let mut found: Vec<(usize, &str)> = counts
        .iter()
        .zip(&common)
        .filter(|(n, _)| **n > 0 && **n * 10 >= all)
        .map(|(n, (tag, _))| (*n, *tag))
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    if found.is_empty() {
        let most = scripts
            .into_iter()
            .max_by_key(|(_, n)| *n)
            .filter(|(_, n)| n * 2 > letters);
        return vec![most.map_or("en", |(tag, _)| tag).to_owned()];
    }
    found.into_iter().map(|(_, tag)| tag.to_owned()).collect()
}
