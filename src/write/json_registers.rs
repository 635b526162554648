//! The registers in the JSON file: entries with what is known of them and the places where the text mentions them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::json_shapes::{Attributes, BlockShape, NoteShape};
use super::tei::certainty;
use super::tei_mention::{date, unit_word};
use crate::annotate::When;
use crate::registers::{ActEntry, ArchiveEntry, Registers, WorkEntry, WorkTitle};

#[derive(Serialize)]
pub(super) struct RegistersShape {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acts: Vec<Act>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    works: Vec<Work>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    archives: Vec<Archive>,
}

/// A date: its words, and the attributes that `<date>` has in the TEI.
#[derive(Serialize)]
struct Told {
    text: String,
    value: Attributes,
}

#[derive(Serialize)]
struct Act {
    id: String,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    whole: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cert: Option<&'static str>,
    mentions: Vec<Place>,
}

#[derive(Serialize)]
struct Work {
    id: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<String>,
    titles: Vec<Title>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editors: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive: Option<Keeper>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scopes: Vec<Scope>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thesis: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    container: Option<String>,
    mentions: Vec<Place>,
}

#[derive(Serialize)]
struct Title {
    level: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Scope {
    unit: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Keeper {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

#[derive(Serialize)]
struct Archive {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    abbreviation: Option<String>,
    mentions: Vec<Place>,
}

/// Where an annotation stands that points at an entry: its page, its note if it is in one, and its block, counted from 0 in
/// `blocks` or in the note.
#[derive(Clone, Serialize)]
struct Place {
    page: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    block: usize,
    start: usize,
    end: usize,
}

/// Shapes the registers; the mentions are the annotations of the blocks and notes.
pub(super) fn registers(registers: &Registers, blocks: &[BlockShape], notes: &[NoteShape]) -> Option<RegistersShape> {
    if registers.is_empty() {
        return None;
    }
    let mut places: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    collect(blocks, None, &mut places);
    for note in notes {
        collect(&note.blocks, Some(&note.id), &mut places);
    }
    let of = |id: &str| places.get(id).cloned().unwrap_or_default();
    Some(RegistersShape {
        acts: registers.acts.iter().map(|entry| act(entry, of(&entry.id))).collect(),
        works: registers.works.iter().map(|entry| work(entry, of(&entry.id))).collect(),
        archives: registers
            .archives
            .iter()
            .map(|entry| archive(entry, of(&entry.id)))
            .collect(),
    })
}

/// Collects where the annotations of some blocks point.
fn collect<'a>(blocks: &'a [BlockShape], note: Option<&str>, places: &mut BTreeMap<&'a str, Vec<Place>>) {
    for (nth, block) in blocks.iter().enumerate() {
        for annotation in &block.annotations {
            let pointers = annotation
                .value
                .0
                .iter()
                .filter(|(name, _)| matches!(*name, "ref" | "corresp"));
            for id in pointers.flat_map(|(_, ids)| ids.split_whitespace()) {
                places.entry(id.trim_start_matches('#')).or_default().push(Place {
                    page: annotation.page,
                    note: note.map(str::to_owned),
                    block: nth,
                    start: annotation.start,
                    end: annotation.end,
                });
            }
        }
    }
}

fn told(date_of: Option<&(When, String)>) -> Option<Told> {
    date_of.map(|(when, words)| Told {
        text: words.clone(),
        value: Attributes(date(when).1),
    })
}

fn act(entry: &ActEntry, mentions: Vec<Place>) -> Act {
    Act {
        id: entry.id.clone(),
        kind: entry.subtype.clone(),
        title: entry.title.clone(),
        subject: entry.subject.clone(),
        date: told(entry.date.as_ref()),
        number: entry.number.clone(),
        issuer: entry.issuer.clone(),
        whole: entry.whole.clone(),
        cert: entry.cert.map(certainty),
        mentions,
    }
}

fn work(entry: &WorkEntry, mentions: Vec<Place>) -> Work {
    let title = |title: &WorkTitle| Title {
        level: title.level,
        text: title.words.clone(),
    };
    Work {
        id: entry.id.clone(),
        kind: entry.kind,
        authors: entry.authors.clone(),
        titles: entry.titles.iter().map(title).collect(),
        editors: entry.editors.clone(),
        place: entry.place.clone(),
        publisher: entry.publisher.clone(),
        date: told(entry.date.as_ref()),
        archive: entry.archive.as_ref().map(|keeper| Keeper {
            text: keeper.words.clone(),
            id: keeper.entry.clone(),
        }),
        scopes: entry
            .scopes
            .iter()
            .map(|(unit, words)| Scope {
                unit: unit_word(*unit),
                text: words.clone(),
            })
            .collect(),
        pages: entry.pages.clone(),
        thesis: entry.thesis.clone(),
        url: entry.url.clone(),
        container: entry.container.clone(),
        mentions,
    }
}

fn archive(entry: &ArchiveEntry, mentions: Vec<Place>) -> Archive {
    Archive {
        id: entry.id.clone(),
        name: entry.name.clone(),
        abbreviation: entry.abbreviation.clone(),
        mentions,
    }
}
