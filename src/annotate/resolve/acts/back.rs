//! Pointing back: which act `the edict` or `this resolution` means.
//!
//! It is the act last spoken of that fits in kind and number. A foot note continues the text at its marker; the running
//! text does not continue a note, unless nothing else fits. `The present order` is that of the title above.

use super::Spoken;
use super::entries::{Entries, Entry};
use super::likeness;
use crate::annotate::ActMention;
use crate::repair::Text;
use crate::rules::Words;

/// How many blocks back a noun with other meanings (`the law`, `the order`) may point.
const NEAR: usize = 2;

/// How many blocks back any other noun may point.
const FAR: usize = 40;

/// How far behind `this Act` the title stands that a clause gives it, in bytes.
const CLAUSE: usize = 60;

/// Returns the mentions that name the act in which they stand: `This Act may be cited as the Harbours Act, 1901`.
pub(super) fn clauses(text: &Text, spoken: &[Spoken], mentions: &[ActMention], words: &Words) -> Vec<usize> {
    let named = |second: &usize| {
        let first = second - 1;
        let between = text
            .string
            .get(spoken[first].end..spoken[*second].at)
            .map_or("", str::trim);
        mentions[first].present
            && mentions[first].told.is_empty()
            && mentions[*second].told.len() == 1
            && words.meaning("act_cited", between, &text.languages).is_some()
    };
    (1..spoken.len()).filter(named).collect()
}

/// Returns such mentions each with the title above them.
pub(super) fn titles_of_clauses(spoken: &[Spoken], mentions: &[ActMention]) -> Vec<(usize, usize)> {
    let title = |named: usize| {
        let fits = |i: &usize| {
            let one = mentions[*i].told.len() == 1 && !mentions[*i].plural && mentions[*i].whole.is_none();
            (spoken[*i].title || spoken[*i].own) && one && spoken[*i].kind == spoken[named].kind
        };
        (0..named).rev().find(fits).filter(|i| !spoken[*i].own)
    };
    let named = (0..spoken.len()).filter(|i| spoken[*i].own);
    named.filter_map(|i| Some((i, title(i)?))).collect()
}

/// Returns the act about what a mention tells, `land` of `the land decree`: the last of its group spoken of before.
pub(super) fn about(entries: &Entries<'_>, here: &Spoken, kind: &str, about: &str) -> Option<Vec<usize>> {
    let words = likeness::content(about, kind, entries.words);
    let place = here.call.unwrap_or(here.at);
    let group = entries.group(kind);
    // `the August decree`
    let month = entries.month(about);
    let fits = |(_, entry): &(usize, &Entry)| {
        let told = |word: &String| entry.names.iter().any(|names| names.contains(word));
        let named = words.iter().all(told) || month.is_some_and(|month| entry.in_month(month));
        entry.group == group && entry.first < place && named
    };
    let list = entries.list.iter().enumerate().filter(|_| !words.is_empty());
    let last = list.filter(fits).max_by_key(|(_, entry)| entry.first);
    last.map(|(place, _)| vec![place])
}

/// Returns the entries that a mention points back to; `spoken` are the mentions before it in the order of reading.
pub(super) fn back(
    entries: &Entries<'_>,
    spoken: &[Spoken],
    here: &Spoken,
    mention: &ActMention,
) -> Option<Vec<usize>> {
    let reach = if mention.near { NEAR } else { FAR };
    let own = |s: &&Spoken| here.note.is_some() && s.note == here.note && s.at < here.at;
    let place = here.call.unwrap_or(here.at);
    let running =
        |s: &&Spoken| s.note.is_none() && s.at < place && here.block_at_call.abs_diff(s.block_at_call) <= reach;
    let notes = |s: &&Spoken| {
        s.note.is_some()
            && s.note != here.note
            && s.call.is_some_and(|c| c < place)
            && here.block_at_call.abs_diff(s.block_at_call) <= NEAR
    };
    let orders: [Vec<&Spoken>; 3] = [
        spoken.iter().filter(own).collect(),
        spoken.iter().filter(running).collect(),
        spoken.iter().filter(notes).collect(),
    ];
    let kind = mention.subtype.as_str();
    if mention.present {
        let own = |s: &&Spoken| s.kind == kind && !s.entries.is_empty();
        let clause = |s: &&Spoken| s.own && s.at >= here.end && s.at - here.end <= CLAUSE;
        let before = |s: &&Spoken| (s.title || s.own) && s.at < place;
        let named = spoken.iter().filter(own).find(clause);
        let named = named.or_else(|| spoken.iter().filter(own).filter(before).max_by_key(|s| s.at));
        let ahead = || spoken.iter().filter(own).find(|s| s.own && s.at > place);
        if let Some(named) = named.or_else(ahead) {
            return Some(named.entries.clone());
        }
    }
    let fits = |s: &Spoken| s.plural == mention.plural && s.kind == kind && !(mention.present && s.altered);
    let group = |s: &Spoken| {
        s.plural == mention.plural
            && !(mention.present && s.altered)
            && entries.may_be_called(&s.kind, kind)
            && here.block_at_call.abs_diff(s.block_at_call) <= NEAR
    };
    let last = |fits: &dyn Fn(&Spoken) -> bool| {
        orders.iter().find_map(|order| {
            let settled = order.iter().filter(|s| !s.entries.is_empty());
            let found = settled.filter(|s| fits(s)).max_by_key(|s| s.at)?;
            Some(found.entries.clone())
        })
    };
    last(&fits).or_else(|| if mention.bare { None } else { last(&group) })
}
