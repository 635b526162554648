//! Entries: tellings of acts are gathered, those of one act into one entry.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::annotation::{ActTold, When};
use super::likeness::{Dates, alike, dates, names, number, part, told};
use crate::registers::ActEntry;
use crate::rules::Words;

/// An act as it is gathered from its mentions.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// The kinds that mentions give it, in the order of their first, and how often.
    pub(super) kinds: Vec<(String, usize)>,
    /// The group of its kinds.
    pub(super) group: String,
    /// What is told of it.
    pub(super) told: ActTold,
    /// For an article: the entry of the act that it is in.
    pub(super) whole: Option<usize>,
    /// Where it is first spoken of.
    pub(super) first: usize,
    /// The words of its title and of its subject.
    pub(super) names: [BTreeSet<String>; 2],
    /// The identifier and kind that an authority file gives it.
    pub(super) fixed: Option<(String, String)>,
}

impl Entry {
    /// Returns the kind that most mentions give it, the first of equals.
    pub(super) fn kind(&self) -> &str {
        if let Some((_, kind)) = &self.fixed {
            return kind;
        }
        let mut best: Option<(&str, usize)> = None;
        for (kind, count) in &self.kinds {
            if best.is_none_or(|(_, most)| *count > most) {
                best = Some((kind, *count));
            }
        }
        best.map_or("act", |(kind, _)| kind)
    }

    pub(super) fn when(&self) -> Option<&When> {
        self.told.date.as_ref().map(|(when, _)| when)
    }

    /// Tells whether it is of a month.
    pub(super) fn in_month(&self, month: u8) -> bool {
        self.when().is_some_and(|when| told(when).1 == Some(month))
    }

    /// Adds what another mention tells; what is there stays, but a fuller date takes the place of a vaguer.
    fn add(&mut self, kind: &str, more: &ActTold, at: usize, words: &Words) {
        match self.kinds.iter_mut().find(|(k, _)| k == kind) {
            Some((_, count)) => *count += 1,
            None => self.kinds.push((kind.to_owned(), 1)),
        }
        self.first = self.first.min(at);
        let fill = |has: &mut Option<String>, new: &Option<String>| {
            if has.is_none() {
                has.clone_from(new);
            }
        };
        for (has, new) in self.names.iter_mut().zip(names(more, kind, words)) {
            if has.is_empty() {
                *has = new;
            }
        }
        fill(&mut self.told.title, &more.title);
        fill(&mut self.told.subject, &more.subject);
        fill(&mut self.told.number, &more.number);
        fill(&mut self.told.issuer, &more.issuer);
        let parts = |when: &When| {
            let (year, month, day) = told(when);
            usize::from(year.is_some()) + usize::from(month.is_some()) + usize::from(day.is_some())
        };
        if let Some(new) = &more.date
            && self
                .told
                .date
                .as_ref()
                .is_none_or(|(old, _)| parts(old) < parts(&new.0))
        {
            self.told.date = Some(new.clone());
        }
    }
}

/// The entries of a text.
#[derive(Debug)]
pub(super) struct Entries<'w> {
    pub(super) list: Vec<Entry>,
    pub(super) words: &'w Words,
    /// The entries by what may tell them from others: year, day, number, words of the name.
    index: BTreeMap<String, Vec<usize>>,
}

/// Which attribute is enough to make two tellings one act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bond {
    None,
    /// A vaguer date lies in a fuller one.
    Loose,
    Strong,
}

impl<'w> Entries<'w> {
    /// Makes the entries of an authority file, to which those of the text are added.
    pub(super) fn of_authority(authority: &[ActEntry], words: &'w Words) -> Self {
        let entry = |act: &ActEntry| Entry {
            first: usize::MAX,
            whole: act
                .whole
                .as_ref()
                .and_then(|id| authority.iter().position(|a| a.id == *id)),
            fixed: Some((act.id.clone(), act.subtype.clone())),
            ..Entry::default()
        };
        let mut entries = Self {
            list: Vec::new(),
            words,
            index: BTreeMap::new(),
        };
        for act in authority {
            let entry = entry(act);
            entries.list.push(entry);
            let place = entries.list.len() - 1;
            entries.add(place, &act.subtype, &super::merge::told(act), usize::MAX);
        }
        entries
    }

    /// Makes an empty entry and returns its place.
    pub(super) fn open(&mut self, at: usize, whole: Option<usize>) -> usize {
        self.list.push(Entry {
            first: at,
            whole,
            ..Entry::default()
        });
        self.list.len() - 1
    }

    /// Adds what a mention tells to an entry.
    pub(super) fn add(&mut self, place: usize, kind: &str, told: &ActTold, at: usize) {
        let group = self.group(kind).to_owned();
        let words = self.words;
        let Some(entry) = self.list.get_mut(place) else { return };
        entry.add(kind, told, at, words);
        if entry.group.is_empty() {
            entry.group = group;
        }
        let keys = if kind == ARTICLE {
            vec![article_key(told)]
        } else {
            keys(told, &names(told, kind, words))
        };
        for key in keys {
            let places = self.index.entry(key).or_default();
            if places.last() != Some(&place) && !places.contains(&place) {
                places.push(place);
            }
        }
    }

    /// Counts further mentions by a kind that an entry has, one of which was counted.
    pub(super) fn weigh(&mut self, place: usize, kind: &str, mentions: usize) {
        let kinds = self.list.get_mut(place).map(|entry| &mut entry.kinds);
        if let Some((_, count)) = kinds.and_then(|kinds| kinds.iter_mut().find(|(k, _)| k == kind)) {
            *count += mentions.saturating_sub(1);
        }
    }

    /// Returns the articles with a number, in the order in which they were met.
    pub(super) fn articles(&self, told: &ActTold) -> &[usize] {
        self.index.get(&article_key(told)).map_or(&[], Vec::as_slice)
    }

    /// Returns the places of the entries that a telling could be of.
    fn candidates(&self, told: &ActTold, names: &[BTreeSet<String>; 2]) -> BTreeSet<usize> {
        let found = keys(told, names).into_iter().filter_map(|key| self.index.get(&key));
        found.flatten().copied().collect()
    }

    /// Returns the entry that a telling from another text is of; only a day, a month, a number or a name with a date are
    /// enough.
    pub(super) fn find_sure(&self, kind: &str, told: &ActTold, rank: usize) -> Option<usize> {
        let named = told.title.is_some() || told.number.is_some();
        if rank >= 4 || rank == 2 && !named {
            return None;
        }
        let names = names(told, kind, self.words);
        let group = self.group(kind);
        let sure = |place: &usize| self.bond(&self.list[*place], group, kind, told, &names) == Bond::Strong;
        self.candidates(told, &names).into_iter().find(sure)
    }

    /// Returns the group of kinds that may be names for one act.
    pub(super) fn group<'k>(&'k self, kind: &'k str) -> &'k str {
        self.words.meaning("act_group", kind, &[]).unwrap_or(kind)
    }

    /// Tells whether a bare noun of a kind may mean an act of another: acts of parliaments are no edicts, but what one
    /// translator calls a resolution another calls a decree.
    pub(super) fn may_be_called(&self, of: &str, noun: &str) -> bool {
        let maker = |kind: &str| self.words.meaning("act_maker", kind, &[]);
        let makers = maker(of).zip(maker(noun)).is_none_or(|(a, b)| a == b);
        self.group(of) == self.group(noun) && makers || self.renamed(of) && self.renamed(noun)
    }

    /// Tells whether acts of a kind go by other kinds in translation.
    fn renamed(&self, kind: &str) -> bool {
        self.words.meaning("act_renamed", kind, &[]).is_some()
    }

    /// Returns the month that a word names.
    pub(super) fn month(&self, word: &str) -> Option<u8> {
        self.words.meaning("month", word, &[])?.parse().ok()
    }

    /// Returns the only act of the day of a telling that goes by another kind, where not both have a name or number.
    fn renamed_of_day(&self, kind: &str, told_of: &ActTold, names: &[BTreeSet<String>; 2]) -> Option<usize> {
        let (when, _) = told_of.date.as_ref()?;
        if !self.renamed(kind) || told(when).0.is_none() || told(when).2.is_none() {
            return None;
        }
        let bare = told_of.number.is_none() && names.iter().all(BTreeSet::is_empty);
        let fits = |place: &usize| {
            let entry = &self.list[*place];
            let open = entry.told.number.is_none() && entry.names.iter().all(BTreeSet::is_empty);
            dates(entry.when(), Some(when)) == Dates::Same
                && (bare || open)
                && entry.kinds.iter().all(|(kind, _)| self.renamed(kind))
        };
        let mut of = self.candidates(told_of, names).into_iter().filter(fits);
        of.next().filter(|_| of.next().is_none())
    }

    /// Returns the entry that a telling is of: one that shares what identifies it, else the only one, or the last before
    /// it, that its vague date fits.
    pub(super) fn find(&self, kind: &str, told: &ActTold, at: usize) -> Option<usize> {
        let names = names(told, kind, self.words);
        let group = self.group(kind);
        let bonds: Vec<(usize, Bond)> = self
            .candidates(told, &names)
            .into_iter()
            .map(|place| (place, self.bond(&self.list[place], group, kind, told, &names)))
            .collect();
        let strong = bonds.iter().find(|(_, bond)| *bond == Bond::Strong);
        if let Some((i, _)) = strong {
            return Some(*i);
        }
        let loose: Vec<usize> = bonds
            .iter()
            .filter(|(_, b)| *b == Bond::Loose)
            .map(|(i, _)| *i)
            .collect();
        let before = loose.iter().copied().filter(|i| self.list[*i].first <= at);
        before
            .max_by_key(|i| self.list[*i].first)
            .or_else(|| loose.iter().copied().find(|i| self.list[*i].first != usize::MAX))
            .or_else(|| self.renamed_of_day(kind, told, &names))
    }

    fn bond(&self, entry: &Entry, group: &str, kind: &str, told: &ActTold, names: &[BTreeSet<String>; 2]) -> Bond {
        if entry.group != group {
            return Bond::None;
        }
        let codes = matches!(group, "code" | "constitution");
        let time = dates(entry.when(), told.date.as_ref().map(|(when, _)| when));
        let numbers = match (&entry.told.number, &told.number) {
            (Some(a), Some(b)) => Some(number(a) == number(b)),
            _ => None,
        };
        let (titles, subjects) = (
            compare(&entry.names[0], &names[0], codes),
            compare(&entry.names[1], &names[1], false),
        );
        // `edict ‘on desertion’` and `edict on desertion`.
        let crossed = compare(&entry.names[0], &names[1], false) == Some(true)
            || compare(&entry.names[1], &names[0], false) == Some(true);
        let long = names[0].len() >= 3 && titles == Some(true);
        if numbers == Some(true) && matches!(time, Dates::Open | Dates::Same | Dates::Within | Dates::SameYear) {
            return if self.issuers_differ(entry, told, group) {
                Bond::None
            } else {
                Bond::Strong
            };
        }
        if numbers == Some(false) || time == Dates::Apart || time == Dates::SameYear && !long {
            return Bond::None;
        }
        if titles == Some(false) && !crossed || subjects == Some(false) && !crossed && titles != Some(true) {
            return Bond::None;
        }
        if self.issuers_differ(entry, told, group) {
            return Bond::None;
        }
        let day = told
            .date
            .as_ref()
            .is_some_and(|(when, _)| super::likeness::told(when).1.is_some());
        match time {
            _ if titles == Some(true) || crossed || subjects == Some(true) => Bond::Strong,
            Dates::Same if day || codes || same_kind(entry, kind) => Bond::Strong,
            Dates::Within => Bond::Loose,
            Dates::Open if numbers.is_none() && codes && names[0].is_empty() != entry.names[0].is_empty() => Bond::None,
            _ => Bond::None,
        }
    }

    /// Tells whether orders and the like come from different offices.
    fn issuers_differ(&self, entry: &Entry, told: &ActTold, group: &str) -> bool {
        let office = matches!(group, "order" | "resolution" | "circular" | "directive");
        let (Some(a), Some(b)) = (&entry.told.issuer, &told.issuer) else {
            return false;
        };
        let of = |name: &str| super::likeness::content(name, "", self.words);
        office && of(a).is_disjoint(&of(b)) && entry.told.number.is_none()
    }
}

fn same_kind(entry: &Entry, kind: &str) -> bool {
    entry.kinds.iter().any(|(k, _)| k == kind)
}

/// Compares names; `None` where one is not told.
fn compare(a: &BTreeSet<String>, b: &BTreeSet<String>, in_part: bool) -> Option<bool> {
    (!a.is_empty() && !b.is_empty()).then(|| alike(a, b) || in_part && part(a, b))
}

/// The kind of an article.
pub(super) const ARTICLE: &str = "article";

/// Returns the keys of the index for what is told of an act. Two tellings of one act share one.
fn keys(told: &ActTold, names: &[BTreeSet<String>; 2]) -> Vec<String> {
    let mut keys: Vec<String> = names.iter().flatten().map(|word| format!("w {word}")).collect();
    keys.extend(told.number.as_deref().map(|n| format!("n {}", number(n))));
    if let Some((year, month, day)) = told.date.as_ref().map(|(when, _)| super::likeness::told(when)) {
        keys.extend(year.map(|year| format!("y {year}")));
        if let (Some(month), Some(day)) = (month, day) {
            keys.push(format!("d {month} {day}"));
        }
    }
    keys
}

fn article_key(told: &ActTold) -> String {
    format!("a {}", told.number.as_deref().unwrap_or_default())
}
