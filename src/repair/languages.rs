//! Languages: which languages a document is in, by its script and its commonest words.

use crate::layout::{Layout, Role};

/// The commonest words that no other language of the list shares (frequency lists of the Leipzig Corpora).
const COMMON: [(&str, &[&str]); 4] = [
    (
        "en",
        &["the", "and", "of", "to", "that", "was", "for", "with", "which", "were"],
    ),
    (
        "de",
        &["der", "und", "die", "das", "nicht", "den", "von", "ist", "dem", "eine"],
    ),
    (
        "fr",
        &["les", "et", "des", "est", "dans", "une", "que", "pour", "qui", "du"],
    ),
    ("ru", &["и", "в", "не", "на", "что", "с", "по", "как", "из", "к"]),
];

/// Returns the languages of a layout's body, the main one first; never empty. A language counts from a tenth of the common
/// words on.
pub(super) fn find(layout: &Layout) -> Vec<String> {
    let body = layout
        .pages
        .iter()
        .flat_map(|p| &p.blocks)
        .filter(|b| !matches!(b.role, Role::Note { .. }));
    // The first part of a document says enough.
    let words = body
        .flat_map(|b| &b.lines)
        .flat_map(|l| &l.words)
        .map(|w| w.text.as_str())
        .take(20_000);
    let mut counts = [0usize; COMMON.len()];
    let (mut cyrillic, mut latin) = (0usize, 0usize);
    for word in words
        .flat_map(|w| w.split(|c: char| !c.is_alphabetic()))
        .filter(|w| !w.is_empty())
    {
        let word = word.to_lowercase();
        cyrillic += word.chars().filter(|c| ('\u{400}'..='\u{4ff}').contains(c)).count();
        latin += word.chars().filter(char::is_ascii_alphabetic).count();
        for (count, (_, common)) in counts.iter_mut().zip(COMMON) {
            *count += usize::from(common.contains(&word.as_str()));
        }
    }
    let all: usize = counts.iter().sum();
    let mut found: Vec<(usize, &str)> = counts
        .iter()
        .zip(COMMON)
        .filter(|(n, _)| **n > 0 && **n * 10 >= all)
        .map(|(n, (tag, _))| (*n, tag))
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    if found.is_empty() {
        return vec![if cyrillic > latin { "ru" } else { "en" }.to_owned()];
    }
    found.into_iter().map(|(_, tag)| tag.to_owned()).collect()
}
