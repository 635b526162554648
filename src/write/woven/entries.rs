//! The entries that are added to the registers of a file.

use std::collections::{BTreeMap, BTreeSet};

use super::{Insert, pointers};
use crate::annotate::{Annotation, Value};
use crate::read::tei::{Node, Transcript};
use crate::registers::Registers;
use crate::span::Span;
use crate::write::pen::Pen;
use crate::write::tei_registers::{act_entries, archive_entries, registers, work_entries};

/// Returns the names under which entries stand in the file, for those whose own is another: what is tagged already says
/// which entry it means, and an identifier that something else has is none for an entry.
pub(super) fn names(
    transcript: &Transcript,
    annotations: &[Annotation],
    found: &Registers,
) -> BTreeMap<String, String> {
    let own = ids(&transcript.registers);
    let mut tagged: BTreeMap<Span, &Node> = BTreeMap::new();
    for (node, extent) in transcript.nodes.iter().zip(&transcript.extents) {
        if let (Some(extent), "rs" | "bibl") = (extent, &*node.name) {
            tagged.entry(*extent).or_insert(node);
        }
    }
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for annotation in annotations {
        let Some(node) = tagged.get(&annotation.span) else {
            continue;
        };
        let (key, name) = match annotation.value {
            Value::Act(_) => ("ref", "rs"),
            Value::Citation(_) => ("corresp", "bibl"),
            _ => continue,
        };
        let told = node
            .get(key)
            .filter(|_| &*node.name == name)
            .and_then(|value| value.strip_prefix('#'));
        if let ([id], Some(told)) = (pointers(&annotation.value).as_slice(), told)
            && own.contains(told)
            && *id != told
            && !own.contains(*id)
        {
            names.entry((*id).to_owned()).or_insert_with(|| told.to_owned());
        }
    }
    let mut taken: BTreeSet<String> = transcript.ids.iter().cloned().collect();
    for id in ids(found) {
        if own.contains(id) || names.contains_key(id) {
            continue;
        }
        let numbered = (2..).map(|n: u32| format!("{id}-{n}"));
        let mut free = std::iter::once(id.to_owned()).chain(numbered);
        let name = free
            .find(|name| !taken.contains(name))
            .expect("there are more numbers than identifiers");
        taken.insert(name.clone());
        if name != *id {
            names.insert(id.to_owned(), name);
        }
    }
    names
}

fn ids(registers: &Registers) -> BTreeSet<&str> {
    let acts = registers.acts.iter().map(|act| act.id.as_str());
    let works = registers.works.iter().map(|work| work.id.as_str());
    let archives = registers.archives.iter().map(|archive| archive.id.as_str());
    acts.chain(works).chain(archives).collect()
}

/// Gives entries their names in the file.
pub(super) fn renamed(mut registers: Registers, names: &BTreeMap<String, String>) -> Registers {
    let new = |id: &mut String| {
        if let Some(name) = names.get(id.as_str()) {
            id.clone_from(name);
        }
    };
    for act in &mut registers.acts {
        new(&mut act.id);
        act.whole.iter_mut().for_each(new);
    }
    for work in &mut registers.works {
        new(&mut work.id);
        work.container.iter_mut().for_each(new);
        work.archive
            .iter_mut()
            .filter_map(|archive| archive.entry.as_mut())
            .for_each(new);
    }
    registers.archives.iter_mut().for_each(|archive| new(&mut archive.id));
    registers
}

/// Returns the entries that values point at, and those that these point at, without what the file has already; the mentions
/// are those of the values.
pub(super) fn wanted<'a>(
    transcript: &Transcript,
    found: &Registers,
    values: impl Iterator<Item = &'a Value>,
) -> Registers {
    let own = ids(&transcript.registers);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values {
        for id in pointers(value) {
            *counts.entry(id).or_default() += 1;
        }
    }
    let mut wanted: BTreeSet<&str> = counts.keys().copied().collect();
    wanted.extend(
        found
            .acts
            .iter()
            .filter(|act| counts.contains_key(act.id.as_str()))
            .filter_map(|act| act.whole.as_deref()),
    );
    for work in found.works.iter().filter(|work| counts.contains_key(work.id.as_str())) {
        wanted.extend(work.container.as_deref());
    }
    for work in found
        .works
        .iter()
        .filter(|work| wanted.contains(work.id.as_str()))
        .collect::<Vec<_>>()
    {
        wanted.extend(work.archive.as_ref().and_then(|archive| archive.entry.as_deref()));
    }
    let is_new = |id: &str| wanted.contains(id) && !own.contains(id);
    let mentions = |id: &str| counts.get(id).copied().unwrap_or_default();
    let mut added = found.clone();
    added.acts.retain(|act| is_new(&act.id));
    added.acts.iter_mut().for_each(|act| act.mentions = mentions(&act.id));
    added.works.retain(|work| is_new(&work.id));
    added
        .works
        .iter_mut()
        .for_each(|work| work.mentions = mentions(&work.id));
    // A container that is itself in no text is left out with the pointer at it.
    let known: BTreeSet<String> = ids(&added)
        .into_iter()
        .chain(own.iter().copied())
        .map(str::to_owned)
        .collect();
    for work in &mut added.works {
        work.container = work.container.take().filter(|id| known.contains(id));
        if let Some(archive) = &mut work.archive {
            archive.entry = archive
                .entry
                .take()
                .filter(|id| known.contains(id) || wanted.contains(id.as_str()));
        }
    }
    added
        .acts
        .iter_mut()
        .for_each(|act| act.whole = act.whole.take().filter(|id| known.contains(id)));
    added.archives.retain(|archive| is_new(&archive.id));
    added
}

/// Writes entries behind those that the registers of the file have, or as registers of their own.
pub(super) fn inserts(transcript: &Transcript, added: &Registers) -> Vec<Insert> {
    let nodes = &transcript.nodes;
    let list = |name: &str, kind: &str| {
        nodes.iter().find(|node| {
            let parent = &nodes[node.parent];
            node.is_tei
                && &*node.name == name
                && node.is("type", kind)
                && &*parent.name == "standOff"
                && !node.closes.is_empty()
        })
    };
    let mut rest = added.clone();
    let mut inserts = Vec::new();
    let mut into = |node: Option<&Node>, write: &dyn Fn(&mut Pen)| {
        let Some(node) = node else { return false };
        let mut pen = Pen::inside(&node.prefix);
        write(&mut pen);
        inserts.push(insert(transcript, node.closes.start, &pen.finish(), inserts.len()));
        true
    };
    if !added.acts.is_empty() && into(list("listBibl", "acts"), &|pen| act_entries(pen, &added.acts)) {
        rest.acts.clear();
    }
    if !added.works.is_empty() && into(list("listBibl", "works"), &|pen| work_entries(pen, &added.works)) {
        rest.works.clear();
    }
    if !added.archives.is_empty()
        && into(list("listOrg", "archives"), &|pen| {
            archive_entries(pen, &added.archives)
        })
    {
        rest.archives.clear();
    }
    if rest.is_empty() {
        return inserts;
    }
    let nth = inserts.len();
    let top = |node: &&Node| nodes[node.parent].parent == node.parent && node.is_tei;
    let standing = nodes
        .iter()
        .filter(top)
        .find(|node| &*node.name == "standOff" && !node.closes.is_empty());
    if let Some(node) = standing {
        let mut pen = Pen::inside(&node.prefix);
        crate::write::tei_registers::lists(&mut pen, &rest);
        inserts.push(insert(transcript, node.closes.start, &pen.finish(), nth));
        return inserts;
    }
    // Before the text, or behind the header of a corpus.
    let root = &nodes[0];
    let text = nodes
        .iter()
        .filter(top)
        .find(|node| &*node.name == "text")
        .map(|node| node.opens.start);
    let header = || {
        nodes
            .iter()
            .filter(top)
            .find(|node| &*node.name == "teiHeader")
            .map(|node| node.closes.end)
    };
    let at = text.or_else(header).unwrap_or(root.opens.end);
    let mut pen = Pen::inside(&root.prefix);
    registers(&mut pen, &rest);
    inserts.push(insert(transcript, at, &pen.finish(), nth));
    inserts
}

/// Puts entries on lines of their own.
fn insert(transcript: &Transcript, at: usize, lines: &str, nth: usize) -> Insert {
    let before = if transcript.xml[..at].ends_with('\n') { "" } else { "\n" };
    Insert {
        at,
        order: (false, isize::try_from(nth).unwrap_or(isize::MAX)),
        markup: format!("{before}{lines}"),
    }
}
