//! Archives: which entry of the register each archive named in a citation is.
//!
//! `State Archive of the Russian Federation (GARF)` tells name and abbreviation, in a citation or anywhere in the text;
//! `GARF` is the same archive from then on, and before.

use std::collections::BTreeMap;

use super::super::annotation::{Annotation, Part, Value};
use super::words::slug;
use crate::registers::ArchiveEntry;
use crate::repair::Text;

/// Fills in which archive each citation names and returns the entries in the order of their identifiers;
/// those of `authority` keep theirs.
pub(super) fn archives(text: &Text, annotations: &mut [Annotation], authority: &[ArchiveEntry]) -> Vec<ArchiveEntry> {
    let mut entries: BTreeMap<String, ArchiveEntry> = BTreeMap::new();
    let named = |a: &Annotation| matches!(a.value, Value::Part(Part::Repository(_)));
    let mut abbreviations: BTreeMap<String, String> = BTreeMap::new();
    for annotation in annotations.iter().filter(|a| named(a)) {
        if let Told {
            name: Some(name),
            abbreviation: Some(short),
        } = told(annotation.span.of(&text.string))
        {
            abbreviations.insert(slug(name, 12), short.to_owned());
        }
    }
    for annotation in annotations.iter_mut().filter(|a| named(a)) {
        let mut told = told(annotation.span.of(&text.string));
        if told.abbreviation.is_none() {
            told.abbreviation = told
                .name
                .and_then(|name| abbreviations.get(&slug(name, 12)))
                .map(String::as_str);
        }
        let Some(key) = told
            .abbreviation
            .or(told.name)
            .map(|name| slug(name, 12))
            .filter(|key| !key.is_empty())
        else {
            continue;
        };
        let same = |known: &&ArchiveEntry| {
            let names = [(&known.abbreviation, told.abbreviation), (&known.name, told.name)];
            names.iter().any(|(known, told)| {
                let (known, told) = (known.as_deref().map(|k| slug(k, 12)), told.map(|t| slug(t, 12)));
                known.is_some() && known == told
            })
        };
        let known = authority.iter().find(same);
        let id = known.map_or_else(|| format!("org-{key}"), |known| known.id.clone());
        let entry = entries.entry(id.clone()).or_insert_with(|| {
            known.cloned().unwrap_or_else(|| ArchiveEntry {
                id: id.clone(),
                ..ArchiveEntry::default()
            })
        });
        if entry.abbreviation.is_none() {
            entry.abbreviation = told.abbreviation.map(str::to_owned);
        }
        if entry.name.is_none() {
            let spelt = || spelt_out(&text.string, told.abbreviation?);
            entry.name = told.name.or_else(spelt).map(str::to_owned);
        }
        annotation.value = Value::Part(Part::Repository(Some(id)));
    }
    entries.into_values().collect()
}

/// Returns the abbreviation that the words for an archive tell, else the words.
pub(super) fn short_name(words: &str) -> &str {
    told(words).abbreviation.unwrap_or(words)
}

/// What the words for an archive tell.
struct Told<'t> {
    name: Option<&'t str>,
    abbreviation: Option<&'t str>,
}

/// Parts name and abbreviation.
fn told(words: &str) -> Told<'_> {
    let short = |w: &str| {
        let capitals = w.chars().filter(|c| c.is_uppercase()).count();
        capitals >= 2 && w.chars().count() <= 16 && 2 * capitals >= w.chars().filter(|c| c.is_alphabetic()).count()
    };
    if let Some((name, rest)) = words.split_once(['(', '[']) {
        let inner = rest.trim_end_matches([')', ']', ' ', ',']).trim();
        // `(далее — ГАРФ)`, `(hereafter GARF)`
        let lead = |lead: &str| lead.chars().all(|c| c.is_lowercase() || " —–-:,".contains(c));
        let inner = match inner.rsplit_once([' ', '\u{a0}']) {
            Some((before, last)) if short(last) && lead(before) => last,
            _ => inner,
        };
        let name = name.trim();
        return if short(inner) {
            Told {
                name: Some(name),
                abbreviation: Some(inner),
            }
        } else {
            Told {
                name: Some(inner).filter(|_| short(name)).or(Some(name)),
                abbreviation: Some(name).filter(|n| short(n)),
            }
        };
    }
    if short(words) {
        Told {
            name: None,
            abbreviation: Some(words),
        }
    } else {
        Told {
            name: Some(words),
            abbreviation: None,
        }
    }
}

/// Finds the name before an abbreviation in brackets anywhere in the text.
fn spelt_out<'t>(text: &'t str, abbreviation: &str) -> Option<&'t str> {
    let bracketed = format!("({abbreviation}");
    let (at, _) = text
        .match_indices(&bracketed)
        .find(|(at, found)| text[at + found.len()..].starts_with([')', ',', ';']))?;
    let before = text[..at].trim_end();
    let from = before.len().saturating_sub(160);
    let window = &before[before.ceil_char_boundary(from)..];
    let clause = window
        .rsplit(['.', ',', ';', '(', '\n', ':', '“', '”'])
        .next()?
        .trim_start();
    // The name has a word for each letter, or nearly, and starts with the abbreviation's first letter.
    let first = abbreviation.chars().next()?;
    let letters = abbreviation.chars().filter(|c| c.is_uppercase()).count();
    let mut starts: Vec<usize> = clause.match_indices(' ').map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    let fits = |at: &usize| {
        let words = clause[*at..].split(' ').count();
        clause[*at..].starts_with(first) && (letters.saturating_sub(1)..=2 * letters + 2).contains(&words) && words > 1
    };
    starts.into_iter().find(fits).map(|at| &clause[at..])
}
