//! What becomes of each note: in place of its marker, where it is printed, or behind its page as one that nothing calls.

use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::repair::{BlockKind, Note, NotePlace, Text};

/// Foot notes called inside foot notes go this deep; a deeper one is set behind its page, so that no chain of notes nests
/// without end.
const DEEPEST: u8 = 3;

/// Where a note's body goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// In place of its marker.
    Marker,
    /// Where it is printed: end and table notes.
    Printed,
    /// Behind its page's last block.
    Page,
    /// There is no body.
    Nowhere,
}

/// A note's part in the edition.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Where its body goes.
    pub home: Home,
    /// Identifier of the note.
    pub id: String,
    /// The marker stands in a block of the text.
    pub called: bool,
    /// Its body: indices of blocks that say they belong to it.
    pub blocks: Vec<usize>,
}

/// Settles where each note goes and what it is called, and says which notes or markers are alone.
pub(super) fn parts(text: &Text) -> (Vec<Part>, Vec<Diagnostic>) {
    let mut parts: Vec<Part> = Vec::with_capacity(text.notes.len());
    let mut taken = BTreeSet::new();
    for (index, note) in text.notes.iter().enumerate() {
        let own = |b: &usize| {
            text.blocks
                .get(*b)
                .is_some_and(|block| block.kind == BlockKind::NoteBody { note: index })
        };
        let blocks: Vec<usize> = note.blocks.clone().take_while(own).collect();
        let home = match note.place {
            _ if blocks.is_empty() => Home::Nowhere,
            NotePlace::Foot | NotePlace::Margin => Home::Page,
            NotePlace::End | NotePlace::Table => Home::Printed,
        };
        let called = note.call.as_ref().is_some_and(|call| block_at(text, call.at).is_some());
        parts.push(Part {
            home,
            id: identifier(note, &mut taken),
            called,
            blocks,
        });
    }
    settle_foot_notes(text, &mut parts);
    let mut diagnostics: Vec<Diagnostic> = text
        .notes
        .iter()
        .zip(&parts)
        .filter_map(|(note, part)| doubt(note, part))
        .collect();
    diagnostics.sort_by_key(|d| d.page);
    (parts, diagnostics)
}

/// Returns the block whose text a place belongs to, its end included.
pub(super) fn block_at(text: &Text, at: usize) -> Option<usize> {
    let next = text.blocks.partition_point(|b| b.span.start <= at);
    let index = next.checked_sub(1)?;
    (at <= text.blocks.get(index)?.span.end).then_some(index)
}

/// Takes brackets, dots and spaces off a marker or label: `[3].` is `3`.
pub(super) fn core(label: &str) -> &str {
    let core = label.trim_matches(|c: char| c.is_whitespace() || "()[]{}.,:;".contains(c));
    if core.is_empty() { label.trim() } else { core }
}

/// Puts the foot notes whose markers can be reached from the running text in place of them.
fn settle_foot_notes(text: &Text, parts: &mut [Part]) {
    // For each foot note with a marker: the foot note in whose body that marker stands.
    let host: Vec<Option<usize>> = text
        .notes
        .iter()
        .map(|note| {
            let block = block_at(text, note.call.as_ref()?.at)?;
            match text.blocks.get(block)?.kind {
                BlockKind::NoteBody { note } if parts.get(note)?.blocks.contains(&block) => {
                    (parts[note].home == Home::Page).then_some(note)
                }
                _ => None,
            }
        })
        .collect();
    for index in 0..parts.len() {
        if parts[index].home != Home::Page || !parts[index].called {
            continue;
        }
        // Up the chain of hosts: it must end in the text, or in a note that no marker calls, before it is too deep.
        let mut above = host[index];
        let mut depth = 0;
        while let Some(note) = above {
            depth += 1;
            if depth > DEEPEST {
                break;
            }
            above = if parts[note].called { host[note] } else { None };
        }
        if depth <= DEEPEST {
            parts[index].home = Home::Marker;
        }
    }
}

fn doubt(note: &Note, part: &Part) -> Option<Diagnostic> {
    let name = note
        .label
        .as_deref()
        .or(note.call.as_ref().map(|c| c.printed.as_str()))
        .map_or("", core);
    if part.home == Home::Nowhere {
        part.called.then(|| {
            Diagnostic::warning(
                "marker-without-note",
                format!("marker {name} has no note").replace("  ", " "),
            )
            .on_page(note.call.as_ref().map_or(note.page, |c| c.page))
            .hint("look for the note at the foot of the page and behind the text; it may have been read as text")
        })
    } else if !part.called {
        Some(
            Diagnostic::warning(
                "note-without-marker",
                format!("note {name} has no marker in the text").replace("  ", " "),
            )
            .on_page(note.page)
            .hint("move the note to its place by hand; the marker may have been misread"),
        )
    } else {
        None
    }
}

/// Makes the identifier: `fn-3`; `fn-7-3` where a note 3 stands before it, as on page 7; `fn-star-7` for signs, which start
/// anew on every page; a further number where even that is taken.
fn identifier(note: &Note, taken: &mut BTreeSet<String>) -> String {
    let prefix = match note.place {
        NotePlace::Foot => "fn",
        NotePlace::End => "en",
        NotePlace::Table => "tn",
        NotePlace::Margin => "mn",
    };
    let printed = note
        .call
        .as_ref()
        .map(|c| c.printed.as_str())
        .or(note.label.as_deref())
        .unwrap_or("");
    let (name, counts) = match note.place {
        // Notes in the margin have no number: they count by themselves.
        NotePlace::Margin => (note.page.to_string(), true),
        _ => spelt(core(printed)),
    };
    let plain = format!("{prefix}-{name}");
    let paged = if note.place == NotePlace::Margin {
        plain.clone()
    } else if counts {
        format!("{prefix}-{}-{name}", note.page)
    } else {
        format!("{plain}-{}", note.page)
    };
    let first = if counts { plain } else { paged.clone() };
    let numbered = (2..).map(|k| format!("{paged}-{k}"));
    let id = [first, paged.clone()]
        .into_iter()
        .chain(numbered)
        .find(|id| !taken.contains(id));
    let id = id.expect("the numbers never end");
    taken.insert(id.clone());
    id
}

/// Spells a marker with the letters of XML names, and tells whether it counts (a number or letter) or is a sign.
fn spelt(marker: &str) -> (String, bool) {
    let mut name = String::new();
    let mut counts = !marker.is_empty();
    for c in marker.chars().take(16) {
        let sign = match c {
            '*' | '∗' | '＊' => "star",
            '†' => "dagger",
            '‡' => "double-dagger",
            '§' => "section",
            '¶' => "pilcrow",
            '#' => "hash",
            _ => "",
        };
        if c.is_ascii_alphanumeric() {
            name.push(c);
            continue;
        }
        if !sign.is_empty() {
            counts = false;
            if !name.is_empty() {
                name.push('-');
            }
            name.push_str(sign);
        } else if let Some(digit) = superior(c) {
            name.push(digit);
        } else {
            name.push_str(&format!("u{:04x}", u32::from(c)));
        }
    }
    if name.is_empty() {
        name.push_str("unnumbered");
    }
    (name, counts)
}

/// Returns the digit of a superscript digit character.
fn superior(c: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹"
        .chars()
        .position(|s| s == c)
        .and_then(|d| char::from_digit(d as u32, 10))
}
