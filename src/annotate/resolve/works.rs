//! Works: which entry of the register each citation means.
//!
//! Full references make the entries; two are of one work where author, title and year agree. A short one (`Ashworth, Soviet
//! Assize Justice, p. 312`, `Nott 1969: 176`, `Dunmore, op. cit.`) points at the entry whose author and title words it
//! has, the last one before it where several fit; `ibid.` at whatever was cited before it, in notes by notes, in the text
//! by brackets. What fits no entry makes its own.

use std::collections::{BTreeMap, BTreeSet};

use super::super::annotation::{Annotation, Citation, CitationKind, Level, Part, Unit, Value, year_of};
use super::archives::short_name;
use super::same::{one_work, points_at};
use super::sources::{Source, sources};
use super::words::{agree, surname, weighty};
use crate::registers::{Keeper, WorkEntry, WorkTitle};
use crate::repair::{Cert, Text};

/// Fills in which entry each citation means and returns the entries in the order of their identifiers; those of
/// `authority` keep theirs.
pub(super) fn works(text: &Text, annotations: &mut [Annotation], authority: &[WorkEntry]) -> Vec<WorkEntry> {
    let mut desk = Desk {
        sources: sources(text, annotations),
        entries: Vec::new(),
        of: BTreeMap::new(),
    };
    desk.same_authors();
    desk.full();
    desk.short();
    let unsure = desk.back();
    for (nth, of) in desk.levels() {
        let whole = annotations[desk.sources[nth].annotation].span;
        let parts = annotations[desk.sources[nth].annotation + 1..].iter_mut();
        for part in parts.take_while(|part| part.span.start < whole.end) {
            if let Value::Part(Part::Title(level)) = &mut part.value {
                *level = of;
            }
        }
    }
    let Desk { sources, entries, of } = desk;
    let ids = identifiers(&sources, &entries, authority);
    for (nth, source) in sources.iter().enumerate() {
        let Some(&entry) = of.get(&nth) else { continue };
        let annotation = &mut annotations[source.annotation];
        annotation.value = Value::Citation(Citation {
            kind: source.kind,
            work: Some(ids[entry].clone()),
        });
        if unsure.contains(&nth) {
            annotation.cert = Some(Cert::Low);
        }
    }
    let mut counts = vec![0; entries.len()];
    of.values().for_each(|entry| counts[*entry] += 1);
    let mut works: Vec<WorkEntry> = Vec::new();
    for (nth, entry) in entries.iter().enumerate() {
        let mentions = counts[nth];
        let told: Vec<&Source> = entry.told.iter().map(|t| &sources[*t]).collect();
        works.push(written(&sources[entry.fullest], &told, ids[nth].clone(), mentions));
    }
    works.sort_by(|a, b| a.id.cmp(&b.id));
    contained(&mut works);
    works
}

/// Points articles at the books that they stand in, where the text cites those too.
fn contained(works: &mut [WorkEntry]) {
    let year = |work: &WorkEntry| work.date.as_ref().and_then(|(when, _)| year_of(when));
    let mut books: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (nth, work) in works.iter().enumerate() {
        if let [title] = work.titles.as_slice()
            && title.level == "m"
        {
            books.entry(weighty(&title.words)).or_default().push(nth);
        }
    }
    for nth in 0..works.len() {
        let work = &works[nth];
        let mut titles = work.titles.iter();
        let Some(book) = titles.find(|t| t.level == "m").filter(|_| work.titles.len() > 1) else {
            continue;
        };
        let same = books.get(&weighty(&book.words)).into_iter().flatten().find(|whole| {
            let whole = &works[**whole];
            let years = year(whole).zip(year(work)).is_none_or(|(a, b)| a == b);
            let names = whole.editors.first().zip(work.editors.first());
            years && names.is_none_or(|(a, b)| agree(a, b))
        });
        let id = same.map(|whole| works[*whole].id.clone());
        works[nth].container = id;
    }
}

/// An entry that is being made.
struct Entry {
    /// Its fullest citation; index into the sources.
    fullest: usize,
    /// All citations that tell something of it.
    told: Vec<usize>,
}

struct Desk {
    /// The citations, notes by themselves, in the order of reading.
    sources: Vec<Source>,
    entries: Vec<Entry>,
    /// The entry of each source.
    of: BTreeMap<usize, usize>,
}

impl Desk {
    /// Gives `idem` and `ders.` the author of the citation before.
    fn same_authors(&mut self) {
        for nth in 1..self.sources.len() {
            let (before, here) = self.sources.split_at_mut(nth);
            let (Some(before), Some(here)) = (before.last(), here.first_mut()) else {
                continue;
            };
            if before.stream == here.stream && here.same_author && !before.authors.is_empty() {
                here.authors.clone_from(&before.authors);
            }
            // `Д. 14. Л. 8` behind another file of the same archive.
            if here.kind == CitationKind::Archival && here.repository.is_empty() && before.block == here.block {
                here.inherit(before);
            }
            // `…, and ‘Title’, Journal`: an article without an author behind another in its note.
            let follows =
                before.block == here.block && here.runs_on && here.authors.is_empty() && here.editors.is_empty();
            if follows && here.kind == CitationKind::Work {
                here.authors.clone_from(&before.authors);
            }
        }
    }

    /// Makes the entries of full references and newspapers.
    fn full(&mut self) {
        let mut by_head: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for nth in 0..self.sources.len() {
            let source = &self.sources[nth];
            let full = match source.kind {
                CitationKind::Work => source.is_dated(),
                CitationKind::Press => true,
                _ => false,
            };
            if !full {
                continue;
            }
            let head = source.head();
            let same = by_head.get(&head).into_iter().flatten().copied();
            let same = same
                .into_iter()
                .find(|e| one_work(&self.sources[self.entries[*e].fullest], &self.sources[nth]));
            let entry = same.unwrap_or_else(|| {
                self.entries.push(Entry {
                    fullest: nth,
                    told: Vec::new(),
                });
                by_head.entry(head).or_default().push(self.entries.len() - 1);
                self.entries.len() - 1
            });
            let found = &mut self.entries[entry];
            found.told.push(nth);
            if self.sources[nth].fullness() > self.sources[found.fullest].fullness() {
                found.fullest = nth;
            }
            self.of.insert(nth, entry);
        }
    }

    /// Points short references at entries.
    fn short(&mut self) {
        let (mut by_name, mut by_title) = (
            BTreeMap::<String, Vec<usize>>::new(),
            BTreeMap::<String, Vec<usize>>::new(),
        );
        for (nth, entry) in self.entries.iter().enumerate() {
            for source in entry.told.iter().map(|t| &self.sources[*t]) {
                for name in source.authors.iter().chain(&source.editors) {
                    let of_name = by_name.entry(surname(name)).or_default();
                    if of_name.last() != Some(&nth) {
                        of_name.push(nth);
                    }
                }
                if source.authors.is_empty() {
                    let of_none = by_name.entry(String::new()).or_default();
                    if of_none.last() != Some(&nth) {
                        of_none.push(nth);
                    }
                }
                for word in source.titles.iter().flat_map(|(_, title)| weighty(title)) {
                    let of_word = by_title.entry(word).or_default();
                    if of_word.last() != Some(&nth) {
                        of_word.push(nth);
                    }
                }
            }
        }
        for nth in 0..self.sources.len() {
            let source = &self.sources[nth];
            let short = match source.kind {
                CitationKind::Short => true,
                CitationKind::Work => !source.is_dated(),
                _ => false,
            };
            // A number that stands for a source tells nothing of it.
            if !short || source.authors.is_empty() && source.editors.is_empty() && source.titles.is_empty() {
                continue;
            }
            let name = source
                .authors
                .first()
                .or(source.editors.first())
                .map_or(String::new(), |n| surname(n));
            // A title alone may be that of a work with authors.
            let word = source.titles.first().filter(|_| name.is_empty());
            let word = word.and_then(|(_, title)| weighty(title).into_iter().next());
            let titled = word.and_then(|word| by_title.get(&word)).into_iter().flatten();
            let candidates: BTreeSet<usize> = by_name
                .get(&name)
                .into_iter()
                .flatten()
                .chain(titled)
                .copied()
                .collect();
            let mut fitting: Vec<(bool, usize, usize)> = candidates
                .into_iter()
                .filter_map(|e| {
                    let fits = self.entries[e]
                        .told
                        .iter()
                        .any(|t| points_at(source, &self.sources[*t]));
                    // The last one before it, else the first behind it.
                    let before = self.entries[e]
                        .told
                        .iter()
                        .filter(|t| self.sources[**t].reading <= source.reading)
                        .max();
                    fits.then(|| (before.is_some(), before.map_or(usize::MAX - e, |t| *t), e))
                })
                .collect();
            fitting.sort_unstable();
            let entry = match fitting.last() {
                Some((_, _, entry)) => *entry,
                None => {
                    // A title in full, though without place and year, that points at nothing is a work of its own.
                    if source.kind == CitationKind::Short && source.full_name && !source.titles.is_empty() {
                        self.sources[nth].kind = CitationKind::Work;
                    }
                    self.entries.push(Entry {
                        fullest: nth,
                        told: vec![nth],
                    });
                    let entry = self.entries.len() - 1;
                    by_name.entry(name).or_default().push(entry);
                    entry
                }
            };
            self.of.insert(nth, entry);
        }
    }

    /// Returns the short references whose title is that of an article, though nothing at its place tells: `Nolting,
    /// Südwesten, S. 260`; and those whose title in quotation marks is that of a book.
    fn levels(&self) -> Vec<(usize, Level)> {
        let level = |nth: usize| {
            let source = &self.sources[nth];
            let [(own, title)] = source.titles.as_slice() else {
                return None;
            };
            let entry = self.of.get(&nth).filter(|_| source.kind == CitationKind::Short)?;
            let full = &self.sources[self.entries[*entry].fullest].titles;
            let (level, whole) = full.first()?;
            let of = match (own, level) {
                (Level::Book, Level::Article) if full.len() > 1 => Level::Article,
                (Level::Article, Level::Book) if full.len() == 1 => Level::Book,
                _ => return None,
            };
            let whole = weighty(whole);
            weighty(title)
                .iter()
                .all(|word| whole.contains(word))
                .then_some((nth, of))
        };
        (0..self.sources.len()).filter_map(level).collect()
    }

    /// Points `ibid.` at what was cited before it; returns those that follow a note with several citations.
    fn back(&mut self) -> BTreeSet<usize> {
        let mut unsure = BTreeSet::new();
        let mut files: BTreeMap<String, usize> = BTreeMap::new();
        for nth in 0..self.sources.len() {
            if self.sources[nth].kind != CitationKind::Ibid {
                continue;
            }
            let Some(before) = nth
                .checked_sub(1)
                .filter(|b| self.sources[*b].stream == self.sources[nth].stream)
            else {
                continue;
            };
            // `Там же. Д. 1086`: another file of the same opis.
            if !self.sources[nth].steps.is_empty() && !self.sources[before].steps.is_empty() {
                let (earlier, here) = self.sources.split_at_mut(nth);
                here[0].inherit(&earlier[before]);
                let entry = *files.entry(self.sources[nth].file()).or_insert_with(|| {
                    self.entries.push(Entry {
                        fullest: nth,
                        told: vec![nth],
                    });
                    self.entries.len() - 1
                });
                self.of.insert(nth, entry);
                continue;
            }
            let entry = match self.of.get(&before) {
                Some(entry) => *entry,
                None if self.sources[before].kind == CitationKind::Archival => {
                    let key = self.sources[before].file();
                    *files.entry(key).or_insert_with(|| {
                        self.entries.push(Entry {
                            fullest: before,
                            told: vec![before],
                        });
                        self.entries.len() - 1
                    })
                }
                None => continue,
            };
            let (earlier, here) = self.sources.split_at_mut(nth);
            here[0].inherit(&earlier[before]);
            let block = self.sources[before].block;
            let several = block != self.sources[nth].block
                && before.checked_sub(1).is_some_and(|b| {
                    let earlier = &self.sources[b];
                    earlier.block == block && earlier.stream.is_note() && self.of.get(&b) != Some(&entry)
                });
            let inherited = unsure.contains(&before);
            if several || inherited {
                unsure.insert(nth);
            }
            self.of.insert(nth, entry);
        }
        // A file that `ibid.` names is an entry for all who cite it.
        for nth in 0..self.sources.len() {
            if self.sources[nth].kind == CitationKind::Archival
                && let Some(entry) = files.get(&self.sources[nth].file())
            {
                self.of.insert(nth, *entry);
            }
        }
        unsure
    }
}

/// Returns the identifiers of the entries; of several that suggest one, the later ones get a number.
fn identifiers(sources: &[Source], entries: &[Entry], authority: &[WorkEntry]) -> Vec<String> {
    let mut taken: BTreeMap<String, usize> = authority.iter().map(|known| (known.id.clone(), 1)).collect();
    let mut numbered = |id: String| {
        let count = taken.entry(id.clone()).or_default();
        *count += 1;
        if *count == 1 { id } else { format!("{id}-{count}") }
    };
    let mut given: Vec<&str> = Vec::new();
    let mut ids = Vec::new();
    for source in entries.iter().map(|e| &sources[e.fullest]) {
        let known = authority
            .iter()
            .find(|known| !given.contains(&known.id.as_str()) && is_known(source, known));
        ids.push(match known {
            Some(known) => {
                given.push(&known.id);
                known.id.clone()
            }
            None => numbered(source.identifier()),
        });
    }
    ids
}

/// Tells whether a source is the work of an entry that stands fast.
fn is_known(source: &Source, known: &WorkEntry) -> bool {
    let year = known.date.as_ref().and_then(|(when, _)| year_of(when));
    let years = source.year().zip(year).is_none_or(|(a, b)| a == b);
    let own = source.authors.first().or(source.editors.first());
    let names = match (own, known.authors.first().or(known.editors.first())) {
        (Some(own), Some(known)) => agree(own, known),
        (None, None) => true,
        _ => false,
    };
    let titles = source
        .titles
        .first()
        .zip(known.titles.first())
        .is_some_and(|((_, own), known)| {
            let (own, known) = (weighty(own), weighty(&known.words));
            let common = own.iter().filter(|w| known.contains(w)).count();
            common > 0 && 10 * common >= 6 * own.len().min(known.len())
        });
    let kinds = (source.kind == CitationKind::Press) == (known.kind == "press");
    let days =
        source.kind != CitationKind::Press || source.date.as_ref().map(|d| &d.0) == known.date.as_ref().map(|d| &d.0);
    years && names && titles && kinds && days
}

/// Returns an entry as the register holds it; `told` are the citations that tell something of it.
fn written(source: &Source, told: &[&Source], id: String, mentions: usize) -> WorkEntry {
    let keeper = Keeper {
        words: short_name(&source.repository).to_owned(),
        entry: source.archive.clone(),
    };
    WorkEntry {
        id,
        kind: match source.kind {
            _ if !source.steps.is_empty() => "archival",
            CitationKind::Press => "press",
            _ => "work",
        },
        authors: source.authors.clone(),
        editors: source.editors.clone(),
        titles: titles(source),
        place: source.place.clone(),
        publisher: source.publisher.clone(),
        date: source.date.clone(),
        scopes: scopes(source, told),
        pages: pages(told),
        thesis: told.iter().find_map(|t| t.thesis.clone()),
        url: told.iter().find_map(|t| t.url.clone()),
        archive: Some(keeper).filter(|keeper| !keeper.words.is_empty()),
        container: None,
        mentions,
    }
}

/// Tells whether a source has a title of this level.
fn has(source: &Source, level: Level) -> bool {
    source.titles.iter().any(|(of, _)| *of == level)
}

/// Returns what is the source's own of volume, issue and chapter, and the steps in an archive. The volume of a book is its own
/// only where all citations name the same: they may look into different ones.
fn scopes(source: &Source, told: &[&Source]) -> Vec<(Unit, String)> {
    if !source.steps.is_empty() {
        return source.steps.clone();
    }
    let mut scopes = source.scopes.clone();
    if !has(source, Level::Article) && !has(source, Level::Journal) {
        let shared = |scope: &(Unit, String)| told.iter().all(|t| t.scopes.contains(scope));
        scopes.retain(|scope| scope.0 == Unit::Volume && shared(scope));
    }
    scopes
}

/// Returns the pages of an article or a chapter: the widest stretch that citations in full name, if it has three pages at
/// least. A shorter one is a place in it.
fn pages(told: &[&Source]) -> Option<(String, String)> {
    let parts = told.iter().filter(|t| has(t, Level::Article));
    let ranges = parts.flat_map(|t| &t.pages).filter_map(|(from, to)| {
        let width = to.parse::<u32>().ok()?.checked_sub(from.parse().ok()?)?;
        (width > 1).then_some((width, from, to))
    });
    // The first of the widest.
    let widest = ranges.reduce(|best, next| if next.0 > best.0 { next } else { best });
    widest.map(|(_, from, to)| (from.clone(), to.clone()))
}

/// Returns the titles of a source; a file in an archive is named by its steps.
fn titles(source: &Source) -> Vec<WorkTitle> {
    if !source.steps.is_empty() {
        return vec![WorkTitle {
            level: "u",
            words: source.file(),
        }];
    }
    let title = |(level, words): &(Level, String)| WorkTitle {
        level: match level {
            Level::Book => "m",
            Level::Article => "a",
            Level::Journal => "j",
        },
        words: words.clone(),
    };
    source.titles.iter().map(title).collect()
}
