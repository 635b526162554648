//! Collecting: the registers of many editions become one.
//!
//! In come the registers of the editions as they stand on the disk, in the order of their names, so that a run over a part of
//! them loses nothing and the order of the inputs tells nothing; out comes a [`Collection`]. Entries are of one thing only
//! where something tells: the day, the number or the name of an act, author, title and year of a work. What an edition
//! knows as `the edict on desertion` and no more stays its own.

use std::collections::{BTreeMap, BTreeSet};

use super::{ActEntry, ArchiveEntry, Registers, Spot, Standing, WorkEntry};
use crate::annotate::merge_acts;
use crate::rules::Words;

/// A mention in one of the editions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The edition: its path below the folder, with slashes, with `.xml`.
    pub edition: String,
    /// Identifier of the entry in that edition.
    pub entry: String,
    /// Where.
    pub spot: Spot,
}

/// The register of a folder of editions: entries in the order of their identifiers, each with its mentions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// The acts.
    pub acts: Vec<(ActEntry, Vec<Mention>)>,
    /// The works.
    pub works: Vec<(WorkEntry, Vec<Mention>)>,
    /// The archives.
    pub archives: Vec<(ArchiveEntry, Vec<Mention>)>,
}

impl Collection {
    /// Tells whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.acts.is_empty() && self.works.is_empty() && self.archives.is_empty()
    }
}

/// Puts the registers of editions together; `editions` are names and registers, sorted by name, `authority` entries whose
/// identifiers and names are fixed.
pub fn collect(editions: &[(String, Standing)], authority: &Registers, words: &Words) -> Collection {
    let (archives, keepers) = archives(editions, authority);
    Collection {
        acts: acts(editions, authority, words),
        works: works(editions, authority, &keepers),
        archives,
    }
}

/// Returns the mentions of an entry of one edition.
fn mentions<'a>(edition: &'a (String, Standing), id: &'a str) -> impl Iterator<Item = Mention> + 'a {
    let spots = edition.1.spots.get(id).into_iter().flatten();
    spots.map(|spot| Mention {
        edition: edition.0.clone(),
        entry: id.to_owned(),
        spot: spot.clone(),
    })
}

fn acts(editions: &[(String, Standing)], authority: &Registers, words: &Words) -> Vec<(ActEntry, Vec<Mention>)> {
    let lists: Vec<&[ActEntry]> = editions.iter().map(|(_, e)| e.registers.acts.as_slice()).collect();
    let (entries, places) = merge_acts(&lists, &authority.acts, words);
    let mut found: Vec<(ActEntry, Vec<Mention>)> = entries.into_iter().map(|e| (e, Vec::new())).collect();
    for (edition, places) in editions.iter().zip(&places) {
        for (act, place) in edition.1.registers.acts.iter().zip(places) {
            if let Some((_, of)) = found.get_mut(*place) {
                of.extend(mentions(edition, &act.id));
            }
        }
    }
    for (entry, of) in &mut found {
        entry.mentions = of.len();
    }
    let wholes: BTreeSet<String> = found
        .iter()
        .filter(|(_, of)| !of.is_empty())
        .filter_map(|(e, _)| e.whole.clone())
        .collect();
    found.retain(|(entry, of)| !of.is_empty() || wholes.contains(&entry.id));
    found.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    found
}

/// Entries of one kind by what tells them from others, in the order in which they are met.
struct Shelf<T> {
    known: BTreeMap<String, usize>,
    taken: BTreeSet<String>,
    entries: Vec<(T, Vec<Mention>)>,
}

impl<T: Clone> Shelf<T> {
    fn new() -> Self {
        Self {
            known: BTreeMap::new(),
            taken: BTreeSet::new(),
            entries: Vec::new(),
        }
    }

    /// Returns the place of an entry; a new one gets an identifier that is free.
    fn place(&mut self, keys: &[String], entry: &T, id: fn(&mut T) -> &mut String) -> usize {
        if let Some(place) = keys.iter().find_map(|key| self.known.get(key)).copied() {
            for key in keys {
                self.known.entry(key.clone()).or_insert(place);
            }
            return place;
        }
        let mut entry = entry.clone();
        let base = id(&mut entry).clone();
        let mut nth = 2;
        while !self.taken.insert(id(&mut entry).clone()) {
            *id(&mut entry) = format!("{base}-{nth}");
            nth += 1;
        }
        let place = self.entries.len();
        self.entries.push((entry, Vec::new()));
        for key in keys {
            self.known.insert(key.clone(), place);
        }
        place
    }
}

/// The identifiers that archives of the editions have in the collection, by the place of the edition and the identifier there.
type Keepers = BTreeMap<(usize, String), String>;

fn works(editions: &[(String, Standing)], authority: &Registers, keepers: &Keepers) -> Vec<(WorkEntry, Vec<Mention>)> {
    let mut shelf: Shelf<WorkEntry> = Shelf::new();
    for work in &authority.works {
        shelf.place(&work_keys(work), work, |w| &mut w.id);
    }
    // What each identifier of an edition became, for the works that others are parts of.
    let mut became: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for (nth, edition) in editions.iter().enumerate() {
        for work in &edition.1.registers.works {
            let mut work = work.clone();
            if let Some(archive) = &mut work.archive {
                let entry = archive.entry.take();
                archive.entry = entry.and_then(|id| keepers.get(&(nth, id)).cloned());
            }
            let place = shelf.place(&work_keys(&work), &work, |w| &mut w.id);
            became.insert((nth, work.id.clone()), place);
            let (entry, of) = &mut shelf.entries[place];
            of.extend(mentions(edition, &work.id));
            complete(entry, &work);
        }
        for work in &edition.1.registers.works {
            let of = |id: &String| became.get(&(nth, id.clone())).copied();
            if let (Some(part), Some(whole)) = (of(&work.id), work.container.as_ref().and_then(of)) {
                shelf.entries[part].0.container = Some(shelf.entries[whole].0.id.clone());
            }
        }
    }
    let mut found = shelf.entries;
    for (entry, of) in &mut found {
        entry.mentions = of.len();
    }
    let wholes: BTreeSet<String> = found
        .iter()
        .filter(|(_, of)| !of.is_empty())
        .filter_map(|(e, _)| e.container.clone())
        .collect();
    found.retain(|(entry, of)| !of.is_empty() || wholes.contains(&entry.id));
    let ids: BTreeSet<String> = found.iter().map(|(e, _)| e.id.clone()).collect();
    for (entry, _) in &mut found {
        entry.container.take_if(|whole| !ids.contains(whole));
    }
    found.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    found
}

/// Adds what another edition tells of a work.
fn complete(entry: &mut WorkEntry, more: &WorkEntry) {
    if entry.authors.is_empty() {
        entry.authors.clone_from(&more.authors);
    }
    if entry.editors.is_empty() {
        entry.editors.clone_from(&more.editors);
    }
    if entry.titles.len() < more.titles.len() {
        entry.titles.clone_from(&more.titles);
    }
    let fill = |has: &mut Option<String>, new: &Option<String>| {
        if has.is_none() {
            has.clone_from(new);
        }
    };
    fill(&mut entry.place, &more.place);
    fill(&mut entry.publisher, &more.publisher);
    fill(&mut entry.thesis, &more.thesis);
    fill(&mut entry.url, &more.url);
    if entry.scopes.is_empty() {
        entry.scopes.clone_from(&more.scopes);
    }
    if entry.pages.is_none() {
        entry.pages.clone_from(&more.pages);
    }
    if entry.archive.is_none() {
        entry.archive.clone_from(&more.archive);
    }
    if entry.date.is_none() {
        entry.date.clone_from(&more.date);
    }
}

/// Returns what tells a work from others: the last name of its first author, the words of its first title, its year. A work
/// without a title is told by its identifier in no two editions.
fn work_keys(work: &WorkEntry) -> Vec<String> {
    let title = work.titles.first().map(|t| letters(&t.words)).unwrap_or_default();
    if title.is_empty() {
        return Vec::new();
    }
    let author = work.authors.first().or(work.editors.first());
    let surname = author.map(|a| surname(a)).unwrap_or_default();
    let year = work.date.as_ref().map(|(_, words)| letters(words)).unwrap_or_default();
    vec![format!("{}/{surname}/{title}/{year}", work.kind)]
}

/// Returns the last name of an author, printed first or last.
fn surname(author: &str) -> String {
    let name = author.split_once(',').map_or(author, |(last, _)| last);
    let last = name.split([' ', '.']).rfind(|part| part.chars().count() > 1);
    letters(last.unwrap_or(name))
}

/// Returns words as they are compared.
fn letters(words: &str) -> String {
    words
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn archives(editions: &[(String, Standing)], authority: &Registers) -> (Vec<(ArchiveEntry, Vec<Mention>)>, Keepers) {
    let mut shelf: Shelf<ArchiveEntry> = Shelf::new();
    let keys = |archive: &ArchiveEntry| -> Vec<String> {
        let names = [&archive.abbreviation, &archive.name];
        names.into_iter().flatten().map(|name| letters(name)).collect()
    };
    for archive in &authority.archives {
        shelf.place(&keys(archive), archive, |a| &mut a.id);
    }
    let mut became: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for (nth, edition) in editions.iter().enumerate() {
        for archive in &edition.1.registers.archives {
            let place = shelf.place(&keys(archive), archive, |a| &mut a.id);
            let (entry, of) = &mut shelf.entries[place];
            of.extend(mentions(edition, &archive.id));
            became.insert((nth, archive.id.clone()), place);
            entry.name = entry.name.take().or_else(|| archive.name.clone());
            entry.abbreviation = entry.abbreviation.take().or_else(|| archive.abbreviation.clone());
        }
    }
    let mut found = shelf.entries;
    let there = became.into_iter().filter(|(_, place)| !found[*place].1.is_empty());
    let keepers: Keepers = there.map(|(key, place)| (key, found[place].0.id.clone())).collect();
    found.retain(|(_, of)| !of.is_empty());
    found.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    (found, keepers)
}
