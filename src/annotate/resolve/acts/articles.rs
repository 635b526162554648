//! Articles: which act each is in.

use super::entries::{ARTICLE, Entries};
use super::{Spoken, back};
use crate::annotate::{ActMention, ActTold};
use crate::repair::Text;

/// How many blocks back the act may be of which an article without one is spoken.
const BACK: usize = 6;

/// How many blocks ahead.
const AHEAD: usize = 2;

/// Settles which act each article is in, and gives each its entry. An article that the text has named with its act stays
/// that one when its number stands alone.
pub(super) fn articles(text: &Text, entries: &mut Entries<'_>, spoken: &mut [Spoken], mentions: &[ActMention]) {
    // Those that name their act first, so that later ones without it find theirs.
    let mut order: Vec<usize> = (0..spoken.len()).filter(|i| mentions[*i].subtype == ARTICLE).collect();
    order.sort_by_key(|i| (spoken[*i].entries.is_empty(), *i));
    for i in order {
        let mention = &mentions[i];
        let here = spoken[i].call.unwrap_or(spoken[i].at);
        let told_whole = spoken[i].entries.first().copied();
        let owner = owner(text, entries, spoken, i);
        let mut of_mention = Vec::new();
        for told in &mention.told {
            let whole = match (told_whole, mention.whole.as_deref()) {
                (Some(whole), _) => Some(whole),
                (None, Some(bare)) => {
                    let found = back::back(entries, spoken, &spoken[i], bare);
                    found.and_then(|found| found.first().copied())
                }
                (None, None) if owner.is_some() => owner,
                (None, None) => match entries.articles(told).last() {
                    Some(known) => {
                        of_mention.push(*known);
                        continue;
                    }
                    None => around(entries, spoken, i, told),
                },
            };
            if whole.is_none() && mention.near {
                continue;
            }
            let same = |place: &&usize| entries.list[**place].whole == whole;
            let found = entries.articles(told).iter().find(same).copied();
            let entry = found.unwrap_or_else(|| entries.open(here, whole));
            entries.add(entry, ARTICLE, told, here);
            of_mention.push(entry);
        }
        spoken[i].entries = of_mention;
    }
}

/// Returns the act of an article behind a possessive, the first that its sentence speaks of: `l’arrêté dispose, en son
/// article 5`.
fn owner(text: &Text, entries: &Entries<'_>, spoken: &[Spoken], i: usize) -> Option<usize> {
    let at = spoken[i].at;
    let block = text.blocks.partition_point(|b| b.span.end < at);
    let from = text.blocks.get(block).map_or(at, |b| b.span.start.min(at));
    let before = &text.string[from..at];
    if !entries.words.ends_with("article_own", before.trim_end()) {
        return None;
    }
    let sentence = from + before.rfind(['.', ';']).map_or(0, |stop| stop + 1);
    let fits = |s: &&Spoken| s.kind != ARTICLE && s.at < at && !s.entries.is_empty();
    let first = spoken
        .iter()
        .filter(fits)
        .filter(|s| s.at >= sentence)
        .min_by_key(|s| s.at);
    let last = || spoken.iter().filter(fits).filter(|s| s.at >= from).max_by_key(|s| s.at);
    first.or_else(last)?.entries.first().copied()
}

/// Returns the act that an article without one is in: the last spoken of that has articles, or the next one close by.
///
/// Only codes number their articles in steps: `58-10`.
fn around(entries: &Entries<'_>, spoken: &[Spoken], i: usize, told: &ActTold) -> Option<usize> {
    let here = &spoken[i];
    let place = here.call.unwrap_or(here.at);
    let stepped = told.number.as_ref().is_some_and(|number| number.contains('-'));
    let has_articles = |e: &usize| {
        let group = entries.group(entries.list[*e].kind());
        group == "code" || !stepped && matches!(group, "law" | "constitution" | "treaty")
    };
    let close = |s: &Spoken, reach| s.kind != ARTICLE && here.block_at_call.abs_diff(s.block_at_call) <= reach;
    let before = spoken.iter().rev().filter(|s| close(s, BACK) && s.at < place);
    let last = before.flat_map(|s| &s.entries).copied().find(has_articles);
    let ahead = |s: &&Spoken| close(s, AHEAD) && s.at > here.at && s.note == here.note;
    let after = spoken.iter().filter(ahead);
    last.or_else(|| after.flat_map(|s| &s.entries).copied().find(has_articles))
}
