//! TEI with tags added: the file as it was, and in it what was found.
//!
//! In come a [`Transcript`] and what its text mentions, out comes a [`Woven`]: the same file, byte for byte, but for the tags
//! that are added and the entries of the registers that these point at. A tag stands as close to its words as the elements
//! round them allow; one that would cross an element, or stand where TEI does not allow it, is left out and reported.

mod entries;
mod place;

use std::collections::{BTreeMap, BTreeSet};

use super::pen::Pen;
use super::tei::certainty;
use super::tei_mention::element;
use crate::annotate::{Annotation, Part, Resolved, Value};
use crate::diag::{Diagnostic, Warned};
use crate::edition::Counts;
use crate::read::tei::{THING, Transcript};
use crate::registers::{self, Registers};
use crate::span::Span;
use place::{Refused, Seat, seat};

/// A TEI file with the tags that were added.
#[derive(Clone, Debug)]
pub struct Woven {
    /// The file, in its own encoding.
    pub bytes: Vec<u8>,
    /// The same, decoded.
    pub xml: String,
    /// Its registers, with what was added.
    pub registers: Registers,
    /// What it holds now.
    pub counts: Counts,
}

/// Adds to a file what was found in it.
///
/// The diagnostics name what could not be tagged, by its line in the file.
pub fn weave(transcript: Transcript, resolved: Resolved) -> Warned<Woven> {
    let Resolved {
        mut annotations,
        registers: found,
    } = resolved;
    let names = entries::names(&transcript, &annotations, &found);
    annotations
        .iter_mut()
        .for_each(|annotation| rename(&mut annotation.value, &names));
    let (tags, diagnostics) = tags(&transcript, &annotations);
    let found = entries::renamed(found, &names);
    let added = entries::wanted(&transcript, &found, tags.iter().map(|tag| &tag.annotation.value));
    let mut inserts = entries::inserts(&transcript, &added);
    inserts.extend(marks(&transcript, &tags));
    let xml = spliced(&transcript.xml, inserts);
    let counts = counts(&transcript, &tags);
    let registers = registers::read(&xml).map_or_else(|_| transcript.registers.clone(), |standing| standing.registers);
    let woven = Woven {
        bytes: transcript.script.encode(&xml),
        xml,
        registers,
        counts,
    };
    Warned::new(woven, diagnostics)
}

/// An annotation and where its tags stand in the file.
struct Tag<'a> {
    annotation: &'a Annotation,
    seat: Seat,
}

/// Something that is put into the file.
struct Insert {
    at: usize,
    /// Of what is put at one place, end tags come first, the inner ones before the outer.
    order: (bool, isize),
    markup: String,
}

/// Finds a seat for each annotation that is not held already; the others are reported.
fn tags<'a>(transcript: &Transcript, annotations: &'a [Annotation]) -> (Vec<Tag<'a>>, Vec<Diagnostic>) {
    let mut tags: Vec<Tag<'a>> = Vec::new();
    let mut diagnostics = Vec::new();
    // The citation that the parts behind it are of, and its seat if it has one.
    let mut citation: Option<(Span, Option<Seat>)> = None;
    let mut open: Vec<Seat> = Vec::new();
    for annotation in annotations {
        let (value, span) = (&annotation.value, annotation.span);
        let within = citation.filter(|(whole, _)| whole.contains(span));
        let is_part = matches!(value, Value::Part(_));
        if is_part && within.is_none_or(|(_, seat)| seat.is_none()) {
            continue;
        }
        let is_citation = matches!(value, Value::Citation(_));
        if transcript.held.bars(value, span) || is_torn(transcript, span) {
            if is_citation {
                citation = Some((span, None));
            }
            continue;
        }
        let outer = within.and_then(|(_, seat)| seat);
        let found = seat(transcript, value, span, outer).and_then(|seat| {
            open.retain(|other| other.to > seat.from);
            // Two that touch the same element from both sides.
            if open.iter().any(|other| other.to < seat.to) {
                Err(Refused::Crosses(None))
            } else {
                Ok(seat)
            }
        });
        if is_citation {
            citation = Some((span, found.as_ref().ok().copied()));
        }
        match found {
            Ok(seat) => {
                open.push(seat);
                tags.push(Tag { annotation, seat });
            }
            Err(why) => diagnostics.push(doubt(transcript, annotation, why)),
        }
    }
    (tags, diagnostics)
}

/// Tells whether something goes on where a gap or the like is: `19` of `19[…]`.
fn is_torn(transcript: &Transcript, span: Span) -> bool {
    let text = &transcript.text.string;
    text[..span.start].ends_with(THING) || text[span.end..].starts_with(THING)
}

/// Says what could not be tagged.
fn doubt(transcript: &Transcript, annotation: &Annotation, why: Refused) -> Diagnostic {
    let text = &transcript.text;
    let kind = match &annotation.value {
        Value::Date(_) => "date",
        Value::Figure(_) => "figure",
        Value::Act(_) => "mention of an act",
        Value::Citation(_) => "citation",
        Value::Part(_) => "part of a citation",
    };
    let words: String = annotation.span.of(&text.string).chars().take(60).collect();
    let name = |node: Option<usize>| {
        let node = node.and_then(|node| transcript.nodes.get(node));
        node.map_or("another tag".to_owned(), |node| format!("<{}>", node.name))
    };
    let (code, message, hint) = match why {
        Refused::Crosses(node) => (
            "tag-crosses",
            format!(
                "the {kind} “{words}” begins or ends inside {} and is not tagged",
                name(node)
            ),
            "move the tags round it, or tag it by hand",
        ),
        Refused::Barred(node) => (
            "tag-barred",
            format!(
                "the {kind} “{words}” is not tagged: TEI does not allow it in or round {}",
                name(Some(node))
            ),
            "tag it by hand in another way",
        ),
        Refused::Closed => (
            "tag-barred",
            format!("the {kind} “{words}” begins or ends inside a CDATA section or an entity and is not tagged"),
            "write the section as plain text",
        ),
    };
    let line = text.page_at(annotation.span.start);
    let doubt = Diagnostic::warning(code, message).hint(hint);
    // The line is told as all other stages tell it: by the page of the place.
    line.map_or(doubt.clone(), |line| doubt.on_page(line))
}

/// Writes the tags.
fn marks(transcript: &Transcript, tags: &[Tag<'_>]) -> Vec<Insert> {
    let julian = transcript.ids.contains("julian");
    let mut inserts = Vec::with_capacity(2 * tags.len());
    for (nth, tag) in tags.iter().enumerate() {
        let nth = isize::try_from(nth).unwrap_or(isize::MAX);
        let (name, mut attributes) = element(&tag.annotation.value);
        // The calendar that it points at is declared in the header.
        attributes.retain(|(name, _)| *name != "datingMethod" || julian);
        attributes.extend(tag.annotation.cert.map(|cert| ("cert", certainty(cert).to_owned())));
        let attributes: Vec<_> = attributes
            .iter()
            .map(|(name, value)| (*name, Some(value.as_str())))
            .collect();
        let prefix = &transcript.nodes[tag.seat.parent].prefix;
        let mut pen = Pen::inside(prefix);
        pen.open(name, &attributes);
        inserts.push(Insert {
            at: tag.seat.from,
            order: (true, nth),
            markup: pen.finish(),
        });
        let mut pen = Pen::inside(prefix);
        pen.close(name);
        inserts.push(Insert {
            at: tag.seat.to,
            order: (false, -nth),
            markup: pen.finish(),
        });
    }
    inserts
}

/// Puts everything in its place.
fn spliced(xml: &str, mut inserts: Vec<Insert>) -> String {
    inserts.sort_by_key(|insert| (insert.at, insert.order));
    let mut out = String::with_capacity(xml.len() + inserts.iter().map(|insert| insert.markup.len()).sum::<usize>());
    let mut done = 0;
    for insert in inserts {
        out.push_str(&xml[done..insert.at]);
        out.push_str(&insert.markup);
        done = insert.at;
    }
    out.push_str(&xml[done..]);
    out
}

/// Gives the entries that a value points at their names in the file.
fn rename(value: &mut Value, names: &BTreeMap<String, String>) {
    let new = |id: &mut String| {
        if let Some(name) = names.get(id.as_str()) {
            id.clone_from(name);
        }
    };
    match value {
        Value::Act(act) => act.refs.iter_mut().for_each(new),
        Value::Citation(citation) => citation.work.iter_mut().for_each(new),
        Value::Part(Part::Repository(entry)) => entry.iter_mut().for_each(new),
        Value::Date(_) | Value::Figure(_) | Value::Part(_) => {}
    }
}

/// Returns the entries that a value points at.
fn pointers(value: &Value) -> Vec<&str> {
    match value {
        Value::Act(act) => act.refs.iter().map(String::as_str).collect(),
        Value::Citation(citation) => citation.work.as_deref().into_iter().collect(),
        Value::Part(Part::Repository(entry)) => entry.as_deref().into_iter().collect(),
        Value::Date(_) | Value::Figure(_) | Value::Part(_) => Vec::new(),
    }
}

/// Counts what the file holds.
fn counts(transcript: &Transcript, tags: &[Tag<'_>]) -> Counts {
    let mut counts = Counts::default();
    let mut hidden: BTreeSet<usize> = BTreeSet::new();
    for (nth, node) in transcript.nodes.iter().enumerate() {
        if hidden.contains(&node.parent) || matches!(&*node.name, "teiHeader" | "standOff") {
            hidden.insert(nth);
            continue;
        }
        match &*node.name {
            "pb" if node.get("sameAs").is_none() => counts.pages += 1,
            "note" if node.get("type") != Some("uncalled") => counts.notes_linked += 1,
            "rs" if node.is("type", "decree") => counts.decrees += 1,
            "date" => counts.dates += 1,
            "measure" => counts.figures += 1,
            "bibl" => counts.citations += 1,
            _ => {}
        }
    }
    for tag in tags {
        counts.add(&tag.annotation.value);
    }
    counts
}
