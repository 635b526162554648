//! Identifiers: readable names for the entries of acts.

use std::collections::BTreeSet;

use super::entries::Entry;
use super::likeness::told;
use crate::rules::Words;

/// The most words of a title or subject in an identifier.
const WORDS: usize = 6;

/// Returns the identifiers of entries, `act-1940-06-26-ukase`; what has no date goes by its name or number. The first
/// spoken of goes without a number where two would have one identifier.
pub(super) fn ids(entries: &[Entry], words: &Words) -> Vec<String> {
    let mut ids = vec![String::new(); entries.len()];
    let mut order: Vec<usize> = (0..entries.len()).collect();
    // An article's identifier goes on from that of its act.
    order.sort_by_key(|i| (entries[*i].whole.is_some(), entries[*i].first, *i));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (i, (id, _)) in entries
        .iter()
        .enumerate()
        .filter_map(|(i, e)| Some((i, e.fixed.as_ref()?)))
    {
        taken.insert(id.clone());
        ids[i].clone_from(id);
    }
    for i in order {
        let entry = &entries[i];
        if entry.fixed.is_some() {
            continue;
        }
        let whole = entry.whole.and_then(|w| ids.get(w)).cloned();
        let base = base(entry, whole.as_deref(), words);
        let mut id = base.clone();
        let mut nth = 2;
        while !taken.insert(id.clone()) {
            id = format!("{base}-{nth}");
            nth += 1;
        }
        ids[i] = id;
    }
    ids
}

fn base(entry: &Entry, whole: Option<&str>, words: &Words) -> String {
    let kind = entry.kind();
    let told_of = &entry.told;
    if kind == "article" {
        let number = slug(told_of.number.as_deref().unwrap_or("0"), None);
        return format!("{}-art-{number}", whole.unwrap_or("act"));
    }
    // A day without its year is no name.
    let date = entry.when().map(told).and_then(|(year, month, day)| {
        let year = year?;
        let year = if year < 0 {
            format!("bc{:04}", year.unsigned_abs())
        } else {
            format!("{year:04}")
        };
        let pair = |n: Option<u8>| n.map(|n| format!("-{n:02}")).unwrap_or_default();
        Some((format!("{year}{}{}", pair(month), pair(day)), month.is_some()))
    });
    let name = told_of
        .title
        .as_deref()
        .or(told_of.subject.as_deref())
        .map(|name| slug(name, Some((kind, words))))
        .filter(|s| !s.is_empty());
    let number = told_of.number.as_deref().map(|n| format!("no-{}", slug(n, None)));
    let issuer = told_of.issuer.as_deref().map(|name| slug(name, None));
    match (date, name, number) {
        (Some((date, true)), _, _) => format!("act-{date}-{kind}"),
        (Some((date, false)), Some(name), _) => format!("act-{date}-{name}-{kind}"),
        (Some((date, false)), None, Some(number)) => format!("act-{date}-{number}-{kind}"),
        (Some((date, false)), None, None) => format!("act-{date}-{kind}"),
        (None, _, Some(number)) => format!("act-{number}-{kind}"),
        (None, Some(name), None) => format!("act-{name}-{kind}"),
        (None, None, None) => issuer
            .filter(|i| !i.is_empty())
            .map_or(format!("act-{kind}"), |i| format!("act-{i}-{kind}")),
    }
}

/// Writes a name with hyphens in small letters; that of an act of a kind without articles and the noun of the kind.
fn slug(name: &str, kind: Option<(&str, &Words)>) -> String {
    let parts: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    let tells = |part: &&String| kind.is_none_or(|(kind, words)| !small(part, words) && !noun(part, kind, words));
    let of: Vec<&str> = parts.iter().filter(tells).map(String::as_str).take(WORDS).collect();
    of.join("-")
}

/// Tells whether a word is the noun of a kind of acts, of one or several.
pub(super) fn noun(word: &str, kind: &str, words: &Words) -> bool {
    let lists = ["act_noun", "act_nouns"];
    lists.iter().any(|list| words.meaning(list, word, &[]) == Some(kind))
}

/// Tells whether a word tells nothing of a name: an article, a preposition.
pub(super) fn small(word: &str, words: &Words) -> bool {
    words.meaning("act_small", word, &[]).is_some()
}
