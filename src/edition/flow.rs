//! The order of things between blocks: where each page starts, and behind which block a note without a marker stands.

use std::collections::{BTreeMap, BTreeSet};

use super::notes::{Home, Part};
use crate::repair::{BlockKind, BreakKind, Text};

/// One thing in the order of the edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A page starts between two blocks.
    Page {
        /// Which.
        page: u32,
        /// No block has text on it.
        blank: bool,
    },
    /// A column starts between two blocks.
    Column,
    /// A foot note that stands behind its page's last block.
    LooseNote(usize),
    /// A block, index into [`Text::blocks`].
    Block(usize),
}

/// The whole order.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// The pages that start inside a block, by the place of their breaks; blank ones before the one with text.
    pub inside: BTreeMap<usize, Vec<u32>>,
    /// All pages that start somewhere in the flow.
    pub pages: BTreeSet<u32>,
}

/// Puts blocks, page starts and loose notes in order. Each page starts once, even where the breaks say otherwise.
pub(super) fn flow(text: &Text, parts: &[Part]) -> Flow {
    let mut flow = Flow::default();
    let mut waiting: Vec<u32> = text.pages.iter().map(|p| p.number).collect();
    waiting.sort_unstable();
    waiting.dedup();
    let mut waiting = waiting.into_iter().peekable();
    let mut loose = loose_notes(text, parts).into_iter().peekable();

    let main: Vec<usize> = (0..text.blocks.len())
        .filter(|&b| !belongs_to_foot_note(text, parts, b))
        .collect();
    for (position, &index) in main.iter().enumerate() {
        let block = &text.blocks[index];
        let opening = text.breaks.partition_point(|b| b.at < block.span.start);
        let inner = text.breaks.partition_point(|b| b.at <= block.span.start);
        let ending = text.breaks.partition_point(|b| b.at <= block.span.end).max(inner);

        // Pages that start in front of the block: those named by its opening breaks and its own page, with all before them.
        let named = text.breaks[opening..inner].iter().filter_map(|b| match b.kind {
            BreakKind::Page(page) => Some(page),
            _ => None,
        });
        let first = named.chain([block.page]).max().unwrap_or(block.page);
        let due = start_up_to(&mut flow.pages, &mut waiting, first);
        let opens_column = text.breaks[opening..inner].iter().any(|b| b.kind == BreakKind::Column);
        if due.is_empty() && opens_column && !flow.pieces.is_empty() {
            flow.pieces.push(Piece::Column);
        }
        for page in due {
            flow.pieces.push(Piece::Page {
                page,
                blank: page != first,
            });
        }

        flow.pieces.push(Piece::Block(index));
        for found in &text.breaks[inner..ending] {
            if let BreakKind::Page(page) = found.kind {
                let pages = start_up_to(&mut flow.pages, &mut waiting, page);
                flow.inside.entry(found.at).or_default().extend(pages);
            }
        }

        // Loose notes of all pages that end before the next block starts.
        let next = main.get(position + 1).map_or(u32::MAX, |&n| text.blocks[n].page);
        while let Some((_, note)) = loose.next_if(|(page, _)| *page < next) {
            flow.pieces.push(Piece::LooseNote(note));
        }
    }
    for page in waiting {
        flow.pages.insert(page);
        flow.pieces.push(Piece::Page { page, blank: true });
    }
    flow.pieces.extend(loose.map(|(_, note)| Piece::LooseNote(note)));
    flow
}

/// Tells whether a block is part of a foot note and so stands elsewhere.
fn belongs_to_foot_note(text: &Text, parts: &[Part], block: usize) -> bool {
    match text.blocks[block].kind {
        BlockKind::NoteBody { note } => parts
            .get(note)
            .is_some_and(|p| matches!(p.home, Home::Marker | Home::Page) && p.blocks.contains(&block)),
        _ => false,
    }
}

/// Takes the pages up to `page` that have not started yet, `page` itself even where the source does not list it.
fn start_up_to(
    started: &mut BTreeSet<u32>,
    waiting: &mut std::iter::Peekable<impl Iterator<Item = u32>>,
    page: u32,
) -> Vec<u32> {
    let mut pages = Vec::new();
    while let Some(next) = waiting.next_if(|&next| next <= page) {
        if started.insert(next) {
            pages.push(next);
        }
    }
    if started.insert(page) {
        pages.push(page);
    }
    pages
}

/// Returns the foot notes that stand behind their page, with their pages, in order.
fn loose_notes(text: &Text, parts: &[Part]) -> Vec<(u32, usize)> {
    let mut loose: Vec<(u32, usize)> = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.home == Home::Page)
        .filter_map(|(index, _)| Some((text.notes.get(index)?.page, index)))
        .collect();
    loose.sort();
    loose
}
