//! End notes: numbered paragraphs under a heading `Notes`, or at the end of the text.

use super::labels::{Ordinal, label_at, strip_label};
use super::{Block, LaidPage, Phrases, Role};
use crate::repair::NotePlace;

/// Gives the numbered paragraphs under a heading of notes the role of end notes.
///
/// Under such a heading every numbered paragraph is a note as long as the numbers count on (or start anew, chapter by
/// chapter); what follows one without a number belongs to it. The next heading that is no part of the numbering ends them.
pub(super) fn find(pages: &mut [LaidPage], phrases: &Phrases) {
    let mut under = false;
    let mut last = 0;
    for block in pages.iter_mut().flat_map(|p| &mut p.blocks) {
        match &block.role {
            Role::Heading { .. } => {
                let text = block.text();
                // A chapter's heading among the notes of a book does not end them.
                let chapter = under && last > 0 && !phrases.is_heading(&text);
                under = phrases.heads_notes(&text) || chapter;
                last = 0;
            }
            Role::Paragraph | Role::Quote | Role::Item { .. } | Role::ItemParagraph { .. } if under => {
                let (number, label) = match &block.role {
                    Role::Item { n, .. } => (
                        n.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok(),
                        Some(n.clone()),
                    ),
                    _ => match block.lines.first().and_then(label_at) {
                        Some(l) => match l.ordinal {
                            Ordinal::Number(n) => (Some(n), Some(l.printed)),
                            Ordinal::Sign(_) => (None, Some(l.printed)),
                        },
                        None => (None, None),
                    },
                };
                let counts = number.is_some_and(|n: u32| n == 1 || (n > last && n <= last + 3));
                if counts {
                    last = number.unwrap_or(last);
                    strip(block);
                    block.role = Role::Note {
                        label,
                        place: NotePlace::End,
                    };
                } else if last > 0 {
                    block.role = Role::Note {
                        label: None,
                        place: NotePlace::End,
                    };
                } else {
                    under = false;
                }
            }
            _ => {}
        }
    }
}

/// Takes the number off the head of a block that still has it.
fn strip(block: &mut Block) {
    if matches!(block.role, Role::Item { .. }) || block.lines.is_empty() {
        return;
    }
    let first = block.lines.remove(0);
    if let Some(label) = label_at(&first) {
        if let Some(rest) = strip_label(first, &label) {
            block.lines.insert(0, rest);
        }
    } else {
        block.lines.insert(0, first);
    }
}
