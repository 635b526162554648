//! Merging: the entries of many editions become those of one register.

use std::collections::BTreeMap;

use super::super::super::annotation::ActTold;
use super::entries::{ARTICLE, Entries};
use super::{ids, rank, written};
use crate::registers::ActEntry;
use crate::rules::Words;

/// Merges the registers of acts of several editions. Returns the entries, and for each edition the place in them of each of
/// its own. Entries of `authority` keep their identifiers.
pub(crate) fn merge_acts(
    editions: &[&[ActEntry]],
    authority: &[ActEntry],
    words: &Words,
) -> (Vec<ActEntry>, Vec<Vec<usize>>) {
    let mut entries = Entries::of_authority(authority, words);
    // The fullest first; articles behind their acts.
    let mut order: Vec<(bool, usize, usize, usize)> = Vec::new();
    for (edition, acts) in editions.iter().enumerate() {
        for (i, act) in acts.iter().enumerate() {
            order.push((act.subtype == ARTICLE, rank(&told(act)), edition, i));
        }
    }
    order.sort_unstable();
    let mut became: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut places: Vec<Vec<usize>> = editions.iter().map(|acts| vec![0; acts.len()]).collect();
    for (article, rank, edition, i) in order {
        let act = &editions[edition][i];
        let told = told(act);
        let whole = act.whole.as_deref().and_then(|id| became.get(&(edition, id)).copied());
        let found = if article {
            let same = |place: &&usize| whole.is_some() && entries.list[**place].whole == whole;
            entries.articles(&told).iter().find(same).copied()
        } else {
            entries.find_sure(&act.subtype, &told, rank)
        };
        let place = found.unwrap_or_else(|| entries.open(edition, whole));
        entries.add(place, &act.subtype, &told, edition);
        entries.weigh(place, &act.subtype, act.mentions);
        became.insert((edition, &act.id), place);
        places[edition][i] = place;
    }
    let ids = ids::ids(&entries.list, words);
    let list = entries
        .list
        .iter()
        .enumerate()
        .map(|(i, entry)| written(entry, &ids, i, 0));
    (list.collect(), places)
}

/// Returns what an entry tells.
pub(super) fn told(act: &ActEntry) -> ActTold {
    ActTold {
        title: act.title.clone(),
        subject: act.subject.clone(),
        date: act.date.clone(),
        number: act.number.clone(),
        issuer: act.issuer.clone(),
    }
}
