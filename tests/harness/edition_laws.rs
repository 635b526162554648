//! What holds of every edition, whatever the text.

use std::collections::{BTreeMap, BTreeSet};

use fonds::diag::Severity;
use fonds::repair::{BlockKind, BreakKind, FurniturePlace, Join, Repair, RepairKind, Text};
use fonds::validate::validate;
use fonds::write::digest::{Seal, verify};
use fonds::write::{PageAsRead, pages_as_read};

use super::draft::Draft;

/// Checks that an edition is valid, whole and sealed.
pub(crate) fn hold(draft: &Draft, xml: &str) -> Result<(), String> {
    words_come_back(&draft.text, &pages_as_read(xml).map_err(|e| e.to_string())?)?;
    pointers_resolve(xml)?;
    if let Some(finding) = validate(xml).into_iter().find(|f| f.severity > Severity::Warning) {
        return Err(format!("{}:{}: {}", finding.line, finding.column, finding.message));
    }
    let unix = verify(xml);
    let windows = verify(&xml.replace('\n', "\r\n"));
    let edited = verify(&xml.replacen("</text>", " </text>", 1));
    if (unix, windows, edited) != (Seal::Untouched, Seal::Untouched, Seal::Edited) {
        return Err(format!(
            "the seal says {unix:?}, with CRLF {windows:?}, after an edit {edited:?}"
        ));
    }
    Ok(())
}

/// Every page has its words, each once: furniture and running text in order, then the notes. The words of a picture stand
/// together somewhere among them.
pub(crate) fn words_come_back(text: &Text, pages: &[PageAsRead]) -> Result<(), String> {
    let wanted = pages_of(text);
    if wanted.len() != pages.len() {
        return Err(format!("{} pages went in, {} came back", wanted.len(), pages.len()));
    }
    for ((number, page), found) in wanted.iter().zip(pages) {
        let mut found: Vec<&str> = found.text.split_whitespace().collect();
        for picture in &page.pictures {
            let words: Vec<&str> = picture.split_whitespace().collect();
            let at = found.windows(words.len().max(1)).position(|run| run == words);
            match at {
                Some(at) => drop(found.drain(at..at + words.len())),
                None if words.is_empty() => {}
                None => return Err(format!("page {number}: {picture:?} went in, came back {found:?}")),
            }
        }
        let running: Vec<&str> = page.running.split_whitespace().collect();
        let mut rest: Vec<&str> = page.rest.split_whitespace().collect();
        let mut behind: Vec<&str> = found.iter().skip(running.len()).copied().collect();
        rest.sort_unstable();
        behind.sort_unstable();
        if !found.starts_with(&running) || rest != behind {
            return Err(format!(
                "page {number}: went in {running:?} and {rest:?}, came back {found:?}"
            ));
        }
    }
    Ok(())
}

/// The words of a page as they went into the text.
#[derive(Default)]
struct PageOfText {
    /// Furniture of the head and running text.
    running: String,
    /// Foot notes and other furniture.
    rest: String,
    /// The captions of pictures, and the words on them.
    pictures: Vec<String>,
}

/// Takes a text apart without the help of the edition.
fn pages_of(text: &Text) -> BTreeMap<u32, PageOfText> {
    let mut pages: BTreeMap<u32, PageOfText> = BTreeMap::new();
    for facts in &text.pages {
        let page = pages.entry(facts.number).or_default();
        for piece in &facts.furniture {
            let into = if piece.place == FurniturePlace::Top {
                &mut page.running
            } else {
                &mut page.rest
            };
            into.push_str(&piece.text);
            into.push('\n');
        }
    }
    let mut current = 0;
    for (index, block) in text.blocks.iter().enumerate() {
        let note = match block.kind {
            BlockKind::NoteBody { note } => text.notes.get(note).filter(|n| n.blocks.contains(&index)),
            _ => None,
        };
        let foot = note.is_some_and(|n| n.place.behind_text());
        let opens_note = note.is_some_and(|n| n.blocks.start == index);
        match note {
            Some(note) if foot && opens_note => current = note.page,
            _ if foot => {}
            _ if matches!(block.kind, BlockKind::Figure { .. } | BlockKind::Inscription) => {}
            _ => current = current.max(block.page),
        }
        let mut head = String::new();
        if opens_note && let Some(label) = note.and_then(|n| n.label.as_ref()) {
            head = format!("{label} ");
        }
        if let BlockKind::Item { n, .. } = &block.kind {
            head = format!("{n} ");
        }
        let pictured = matches!(block.kind, BlockKind::Figure { .. } | BlockKind::Inscription);
        let mut own: BTreeMap<u32, PageOfText> = BTreeMap::new();
        let mut here = block.page;
        let mut out = Out {
            pages: if pictured { &mut own } else { &mut pages },
            current: if pictured { &mut here } else { &mut current },
            foot,
        };
        out.push(&head);
        for (offset, c) in block
            .span
            .of(&text.string)
            .char_indices()
            .chain([(block.span.len(), '\n')])
        {
            let at = block.span.start + offset;
            for found in text.breaks.iter().filter(|b| b.at == at && offset > 0) {
                if let Join::Hyphen { printed } = &found.join {
                    out.push(printed);
                }
                out.push("\n");
                if let BreakKind::Page(page) = found.kind {
                    *out.current = page;
                }
            }
            for call in text
                .notes
                .iter()
                .filter_map(|n| n.call.as_ref())
                .filter(|call| call.at == at)
            {
                out.push(&call.printed);
            }
            // A word put right comes back as it was read.
            let corrected = |r: &&Repair| r.kind == RepairKind::Corrected && r.span.start <= at && at < r.span.end;
            match text.repairs.iter().find(corrected) {
                Some(repair) if repair.span.start == at => out.push(&repair.was),
                Some(_) => {}
                None => out.push(c.encode_utf8(&mut [0; 4])),
            }
        }
        for (page, words) in own {
            pages.entry(page).or_default().pictures.push(words.running);
        }
    }
    pages
}

/// Where the words of a block go.
struct Out<'a> {
    pages: &'a mut BTreeMap<u32, PageOfText>,
    current: &'a mut u32,
    foot: bool,
}

impl Out<'_> {
    fn push(&mut self, words: &str) {
        let page = self.pages.entry(*self.current).or_default();
        if self.foot {
            page.rest.push_str(words)
        } else {
            page.running.push_str(words)
        }
    }
}

/// Identifiers are unique XML names, and every pointer inside the file points at one.
fn pointers_resolve(xml: &str) -> Result<(), String> {
    let values = |before: &str| -> Vec<String> {
        xml.split(before)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect()
    };
    let mut ids = BTreeSet::new();
    for id in values(" xml:id=\"") {
        let name = id.starts_with(|c: char| c.is_ascii_alphabetic())
            && id.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
        if !name || !ids.insert(id.clone()) {
            return Err(format!("xml:id `{id}` is no name or stands twice"));
        }
    }
    for attribute in [
        "target",
        "sameAs",
        "facs",
        "who",
        "corresp",
        "ref",
        "resp",
        "datingMethod",
    ] {
        for pointer in values(&format!(" {attribute}=\"")) {
            for one in pointer.split(' ').filter_map(|p| p.strip_prefix('#')) {
                if !ids.contains(one) {
                    return Err(format!("{attribute}=\"#{one}\" points at nothing"));
                }
            }
        }
    }
    Ok(())
}
