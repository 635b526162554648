//! Whether two citations are of one work: two full references, or a short one and a full one.

use super::super::annotation::{CitationKind, Level};
use super::sources::Source;
use super::words::{agree, weighty};

/// Tells whether two full references are of one work.
pub(super) fn one_work(a: &Source, b: &Source) -> bool {
    if a.kind == CitationKind::Press || b.kind == CitationKind::Press {
        return a.kind == b.kind && a.date.as_ref().map(|d| &d.0) == b.date.as_ref().map(|d| &d.0);
    }
    let years = a.year().zip(b.year()).is_none_or(|(a, b)| a == b) && a.letter == b.letter;
    let names = match (
        a.authors.first().or(a.editors.first()),
        b.authors.first().or(b.editors.first()),
    ) {
        (Some(a), Some(b)) => agree(a, b),
        (None, None) => true,
        _ => false,
    };
    let (Some(one), Some(other)) = (a.titles.first(), b.titles.first()) else {
        return years && names && a.titles.len() == b.titles.len();
    };
    let (one, other) = (weighty(&one.1), weighty(&other.1));
    let common = one.iter().filter(|w| other.contains(w)).count();
    years && names && 10 * common >= 6 * one.len().max(other.len()) && (common > 0 || one == other)
}

/// Tells whether a short reference may mean the work of a full one.
pub(super) fn points_at(short: &Source, full: &Source) -> bool {
    let name = short.authors.first().or(short.editors.first());
    let named = name.is_none_or(|n| full.authors.iter().chain(&full.editors).any(|f| agree(n, f)));
    let letters = short.letter.is_none() || full.letter.is_none() || short.letter == full.letter;
    let years = short.year().is_none_or(|y| full.year() == Some(y)) && letters;
    let titled = short.titles.first().is_none_or(|(_, title)| {
        let words = weighty(title);
        let of_full: Vec<String> = full.titles.iter().flat_map(|(_, t)| weighty(t)).collect();
        let has = |word: &String| {
            of_full
                .iter()
                .any(|w| w == word || w.len() > 5 && word.len() > 4 && w.starts_with(word.trim_end_matches('.')))
        };
        // `Reckoning the Catch: Herring Fleets` of what is cited in full as `Reckoning the Catch`.
        let longer = full.titles.first().is_some_and(|(_, t)| {
            let own = weighty(t);
            own.len() > 1 && words.starts_with(&own)
        });
        !words.is_empty() && (words.iter().all(has) || longer)
    });
    // `Bread of War` of `Bread of War: Food and Survival`
    let heads = |(_, own): &(Level, String)| {
        let whole = full.titles.first().map_or("", |(_, title)| title);
        own.contains(' ') && whole.to_lowercase().starts_with(&own.to_lowercase())
    };
    named
        && years
        && titled
        && (name.is_some()
            || short
                .titles
                .first()
                .is_some_and(|title| weighty(&title.1).len() > 1 || full.authors.is_empty() || heads(title)))
}
