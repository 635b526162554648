//! TEI P5: the registers of an edition as `standOff`.

use super::pen::Pen;
use super::tei::certainty;
use super::tei_mention::{date, unit_word};
use crate::annotate::When;
use crate::registers::{ActEntry, ArchiveEntry, Registers, WorkEntry};

/// Writes the registers; empty ones are left out.
pub(super) fn registers(pen: &mut Pen, registers: &Registers) {
    if registers.is_empty() {
        return;
    }
    pen.open_block("standOff", &[]);
    lists(pen, registers);
    pen.close_block("standOff");
}

/// Writes the registers without an element round them; empty ones are left out.
pub(super) fn lists(pen: &mut Pen, registers: &Registers) {
    list(pen, "listBibl", "acts", &registers.acts, |pen, act| {
        act_parts(pen, act, |_| {})
    });
    list(pen, "listBibl", "works", &registers.works, |pen, work| {
        work_parts(pen, work, |_| {})
    });
    list(pen, "listOrg", "archives", &registers.archives, |pen, archive| {
        archive_parts(pen, archive, |_| {})
    });
}

/// Writes the entries of acts alone.
pub(super) fn act_entries(pen: &mut Pen, acts: &[ActEntry]) {
    acts.iter().for_each(|act| act_parts(pen, act, |_| {}));
}

/// Writes the entries of works alone.
pub(super) fn work_entries(pen: &mut Pen, works: &[WorkEntry]) {
    works.iter().for_each(|work| work_parts(pen, work, |_| {}));
}

/// Writes the entries of archives alone.
pub(super) fn archive_entries(pen: &mut Pen, archives: &[ArchiveEntry]) {
    archives.iter().for_each(|archive| archive_parts(pen, archive, |_| {}));
}

/// Writes a list of entries, if there are any.
pub(super) fn list<T>(pen: &mut Pen, element: &str, kind: &str, entries: &[T], entry: impl Fn(&mut Pen, &T)) {
    if entries.is_empty() {
        return;
    }
    pen.open_block(element, &[("type", Some(kind))]);
    entries.iter().for_each(|e| entry(pen, e));
    pen.close_block(element);
}

/// Writes the entry of an act; `more` writes what stands at its end.
pub(super) fn act_parts(pen: &mut Pen, act: &ActEntry, more: impl FnOnce(&mut Pen)) {
    let whole = act.whole.as_ref().map(|id| format!("#{id}"));
    pen.open_block(
        "bibl",
        &[
            ("type", Some("act")),
            ("subtype", Some(&act.subtype)),
            ("xml:id", Some(&act.id)),
            ("corresp", whole.as_deref()),
            ("cert", act.cert.map(certainty)),
        ],
    );
    words(pen, "title", &[("type", Some("main"))], act.title.as_deref());
    words(pen, "title", &[("type", Some("subject"))], act.subject.as_deref());
    dated(pen, act.date.as_ref());
    words(pen, "idno", &[("type", Some("number"))], act.number.as_deref());
    words(pen, "orgName", &[], act.issuer.as_deref());
    mentions(pen, act.mentions);
    more(pen);
    pen.close_block("bibl");
}

/// Writes the entry of a work; `more` writes what stands at its end.
pub(super) fn work_parts(pen: &mut Pen, work: &WorkEntry, more: impl FnOnce(&mut Pen)) {
    let container = work.container.as_ref().map(|id| format!("#{id}"));
    pen.open_block(
        "bibl",
        &[
            ("xml:id", Some(&work.id)),
            ("type", Some(work.kind)),
            ("corresp", container.as_deref()),
        ],
    );
    for author in &work.authors {
        words(pen, "author", &[], Some(author));
    }
    for title in &work.titles {
        words(pen, "title", &[("level", Some(title.level))], Some(&title.words));
    }
    for editor in &work.editors {
        words(pen, "editor", &[], Some(editor));
    }
    words(pen, "pubPlace", &[], work.place.as_deref());
    words(pen, "publisher", &[], work.publisher.as_deref());
    dated(pen, work.date.as_ref());
    if let Some(archive) = &work.archive {
        let entry = archive.entry.as_ref().map(|id| format!("#{id}"));
        let attributes = [("type", Some("repository")), ("ref", entry.as_deref())];
        pen.line("orgName", &attributes, &archive.words);
    }
    for (unit, scope) in &work.scopes {
        pen.line("biblScope", &[("unit", Some(unit_word(*unit)))], scope);
    }
    if let Some((from, to)) = &work.pages {
        let attributes = [("unit", Some("page")), ("from", Some(from.as_str())), ("to", Some(to))];
        pen.line("biblScope", &attributes, &format!("{from}–{to}"));
    }
    words(pen, "note", &[("type", Some("thesis"))], work.thesis.as_deref());
    words(pen, "ref", &[("target", work.url.as_deref())], work.url.as_deref());
    mentions(pen, work.mentions);
    more(pen);
    pen.close_block("bibl");
}

/// Writes the entry of an archive; `more` writes what stands at its end.
pub(super) fn archive_parts(pen: &mut Pen, archive: &ArchiveEntry, more: impl FnOnce(&mut Pen)) {
    pen.open_block("org", &[("xml:id", Some(&archive.id))]);
    words(pen, "orgName", &[], archive.name.as_deref());
    words(
        pen,
        "orgName",
        &[("type", Some("abbreviation"))],
        archive.abbreviation.as_deref(),
    );
    more(pen);
    pen.close_block("org");
}

/// Writes an element with words in it, if there are any.
fn words(pen: &mut Pen, element: &str, attributes: super::pen::Attributes<'_>, words: Option<&str>) {
    if let Some(words) = words {
        pen.line(element, attributes, words);
    }
}

/// Writes a date; where the words of the text leave the year to what stands before them, in figures.
fn dated(pen: &mut Pen, told: Option<&(When, String)>) {
    if let Some((when, words)) = told {
        let (element, attributes) = date(when);
        let times: Vec<&str> = attributes.iter().map(|(_, value)| value.as_str()).collect();
        let year = times.first().and_then(|iso| iso.get(..4)).unwrap_or_default();
        let told = words.contains(year) || year.starts_with('-');
        let plain = times.join("/");
        let attributes: Vec<(&str, Option<&str>)> = attributes.iter().map(|(k, v)| (*k, Some(v.as_str()))).collect();
        pen.line(element, &attributes, if told { words } else { &plain });
    }
}

fn mentions(pen: &mut Pen, number: usize) {
    let number = number.to_string();
    pen.open("extent", &[]);
    pen.empty("measure", &[("unit", Some("mention")), ("quantity", Some(&number))]);
    pen.close("extent");
    pen.feed();
}
