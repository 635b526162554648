//! The nesting: headings open divisions, neighbours of one kind become a quotation, a list, a table, a stanza.

use std::sync::LazyLock;

use regex::Regex;

use super::assemble::Desk;
use super::flow::Piece;
use super::lists::list;
use super::notes::Home;
use super::passage::Stream;
use super::tables::table;
use super::tree::{Block, Inline, Passage, Start, StartOf};
use crate::repair::{BlockKind, Join, NotePlace};

/// The level of a division that no heading opened: any heading ends it.
const UNHEADED: u8 = u8::MAX;

/// A heading that is a number with at most a word before it: `Chapter 4`, `IV.`, `§ 12`, `Глава 3`.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:§\s*|\p{L}+\.?\s+)?(?:\d{1,3}|[IVXLC]{1,7})[.:]?$").expect("a constant pattern")
});

/// A division that is being filled.
struct Open {
    /// The level of its heading; 0 for the body.
    level: u8,
    notes: bool,
    content: Vec<Block>,
    /// A division stands in it, so no block may follow.
    closed_to_blocks: bool,
    /// It holds nothing yet but a head that is a mere number (`Chapter 4`): a title may follow.
    awaits_title: bool,
}

impl Open {
    fn new(level: u8) -> Self {
        Self {
            level,
            notes: false,
            content: Vec::new(),
            closed_to_blocks: false,
            awaits_title: false,
        }
    }
}

/// The divisions that are open, the body first; never empty.
struct Nest(Vec<Open>);

impl Nest {
    fn innermost(&mut self) -> &mut Open {
        self.0.last_mut().expect("the body is never closed")
    }

    /// Ends the divisions of this level and those inside.
    fn close(&mut self, level: u8) {
        while self.0.len() > 1 && self.innermost().level >= level {
            let done = self.0.pop().expect("more than the body is open");
            let outer = self.innermost();
            outer.content.push(Block::Division {
                notes: done.notes,
                content: done.content,
            });
            outer.closed_to_blocks = true;
            outer.awaits_title = false;
        }
    }

    /// Ends the divisions that a heading of this level ends; `at_once`: nothing stands before it, so that it may be the
    /// title of the number above it, and then belongs to the same division.
    fn make_way(&mut self, level: u8, at_once: bool) {
        let numbered = self.innermost().awaits_title && at_once && level <= self.innermost().level;
        let number = if numbered { self.0.pop() } else { None };
        self.close(level);
        self.0.extend(number.map(|open| Open { level, ..open }));
    }

    /// Adds a block, in a division of its own where only divisions may follow.
    fn add(&mut self, block: Block) {
        if self.innermost().closed_to_blocks {
            self.0.push(Open::new(UNHEADED));
        }
        self.innermost().content.push(block);
        self.innermost().awaits_title = false;
    }

    /// Adds what may stand anywhere: starts and notes.
    fn add_anywhere(&mut self, block: Block) {
        self.innermost().content.push(block);
    }
}

impl Desk<'_> {
    /// Builds the body.
    pub(super) fn body(&mut self) -> Vec<Block> {
        let pieces = std::mem::take(&mut self.flow.pieces);
        let mut nest = Nest(vec![Open::new(0)]);
        let mut at = 0;
        while let Some(&piece) = pieces.get(at) {
            // The division that a start stands in is settled by the block behind it.
            if let Some(level) = self.heading_level(pieces.get(at..).unwrap_or(&[])) {
                nest.make_way(level, matches!(piece, Piece::Block(_)));
            }
            let end = self.group_end(&pieces, at);
            let group = &pieces[at..end];
            at = end;
            match piece {
                Piece::Page { page, blank } => {
                    let start = self.page_start(page, Join::Space, None);
                    let in_text = nest.innermost().closed_to_blocks;
                    if blank && !in_text {
                        nest.add(Block::Blank(vec![Inline::Start(start)]));
                    } else {
                        nest.add_anywhere(Block::Start(start));
                    }
                }
                Piece::Column => nest.add_anywhere(column()),
                Piece::LooseNote(note) => {
                    if let Some(note) = self.foot_note(note, true) {
                        nest.add_anywhere(Block::Note(note));
                    }
                }
                Piece::Block(index) => self.add_group(index, group, &mut nest),
            }
        }
        nest.close(1);
        let mut body = nest.0.pop().expect("the body is never closed").content;
        let beside = |b: &Block| matches!(b, Block::Start(_) | Block::Note(_) | Block::Figure { .. });
        if body.iter().all(beside) {
            body.push(Block::Blank(Vec::new()));
        }
        body
    }

    fn add_group(&mut self, index: usize, group: &[Piece], nest: &mut Nest) {
        match &self.text.blocks[index].kind {
            BlockKind::Heading { level } => {
                let level = (*level).clamp(1, UNHEADED - 1);
                let head = Block::Head(self.passage(index, Stream::Running));
                let span = self.text.blocks[index].span;
                let number = self
                    .text
                    .string
                    .get(span.start..span.end)
                    .is_some_and(|t| NUMBER.is_match(t));
                let open = nest.innermost();
                if open.awaits_title && open.level == level {
                    open.content.push(head);
                    open.awaits_title = false;
                } else {
                    let mut open = Open::new(level);
                    open.content.push(head);
                    open.awaits_title = number;
                    nest.0.push(open);
                }
            }
            BlockKind::Quote => {
                let quote = self.each(group, Block::Paragraph);
                nest.add(Block::Quote(quote));
            }
            BlockKind::Verse { .. } => {
                let stanza = self.each(group, Block::Verse);
                nest.add(Block::Stanza(stanza));
            }
            BlockKind::Item { .. } => nest.add(list(self, group)),
            BlockKind::TableHead { .. } | BlockKind::Cell { .. } => {
                let table = table(self, group);
                nest.add(table);
            }
            BlockKind::Figure { figure } => {
                let mut shown = self.figure(index, *figure);
                if let Block::Figure { inscriptions, .. } = &mut shown {
                    *inscriptions = self.each(group.get(1..).unwrap_or_default(), Block::Paragraph);
                }
                nest.add(shown);
            }
            BlockKind::NoteBody { .. } if self.printed_note(index).is_some() => {
                let notes = self.printed_notes(group);
                let foreign = |b: &Block| !matches!(b, Block::Head(_) | Block::Start(_) | Block::Note(_));
                let open = nest.innermost();
                let headed = open.content.iter().any(|b| matches!(b, Block::Head(_)));
                if self
                    .text
                    .notes
                    .get(self.printed_note(index).unwrap_or(0))
                    .is_some_and(|n| n.place == NotePlace::Table)
                {
                    notes.into_iter().for_each(|n| nest.add_anywhere(n));
                } else if headed && !open.content.iter().any(foreign) {
                    open.notes = true;
                    open.content.extend(notes);
                } else {
                    open.content.push(Block::Division {
                        notes: true,
                        content: notes,
                    });
                    open.closed_to_blocks = true;
                }
            }
            BlockKind::Paragraph
            | BlockKind::Inscription
            | BlockKind::ItemParagraph { .. }
            | BlockKind::NoteBody { .. } => {
                let paragraph = Block::Paragraph(self.passage(index, Stream::Running));
                nest.add(paragraph);
            }
        }
    }

    /// Returns the level of the heading that follows at once on the starts here, if one does.
    fn heading_level(&self, pieces: &[Piece]) -> Option<u8> {
        let next = pieces
            .iter()
            .find(|p| !matches!(p, Piece::Page { blank: false, .. } | Piece::Column))?;
        match next {
            Piece::Block(index) => match self.text.blocks.get(*index)?.kind {
                BlockKind::Heading { level } => Some(level.clamp(1, UNHEADED - 1)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns where the group ends that begins with this piece: neighbours of one kind, with starts and loose notes
    /// between them but not behind the last.
    fn group_end(&self, pieces: &[Piece], at: usize) -> usize {
        let Some(Piece::Block(first)) = pieces.get(at) else {
            return at + 1;
        };
        let mut end = at + 1;
        let mut cells = matches!(self.text.blocks[*first].kind, BlockKind::Cell { .. });
        for (offset, piece) in pieces.iter().enumerate().skip(end) {
            let Piece::Block(next) = piece else { continue };
            if !self.one_group(*first, *next, cells) {
                break;
            }
            cells |= matches!(self.text.blocks[*next].kind, BlockKind::Cell { .. });
            end = offset + 1;
        }
        end
    }

    fn one_group(&self, first: usize, next: usize, cells: bool) -> bool {
        let kind = |block: usize| &self.text.blocks[block].kind;
        match (kind(first), kind(next)) {
            (BlockKind::Quote, BlockKind::Quote) | (BlockKind::Verse { .. }, BlockKind::Verse { opens: false }) => true,
            (BlockKind::Item { .. }, BlockKind::Item { .. } | BlockKind::ItemParagraph { .. }) => true,
            (BlockKind::Figure { .. }, BlockKind::Inscription) => true,
            (BlockKind::TableHead { table: a }, BlockKind::TableHead { table: b }) => a == b && !cells,
            (
                BlockKind::TableHead { table: a } | BlockKind::Cell { table: a, .. },
                BlockKind::Cell { table: b, .. },
            ) => a == b,
            (BlockKind::TableHead { .. } | BlockKind::Cell { .. }, BlockKind::NoteBody { note }) => {
                cells
                    && self.printed_note(next).is_some()
                    && self.text.notes.get(*note).is_some_and(|n| n.place == NotePlace::Table)
            }
            (BlockKind::NoteBody { note: a }, BlockKind::NoteBody { note: b }) => {
                let place = |note: &usize| self.text.notes.get(*note).map(|n| n.place);
                self.printed_note(first).is_some() && self.printed_note(next).is_some() && place(a) == place(b)
            }
            _ => false,
        }
    }

    /// Returns the end or table note that a block is part of.
    pub(super) fn printed_note(&self, block: usize) -> Option<usize> {
        match self.text.blocks.get(block)?.kind {
            BlockKind::NoteBody { note } => {
                let part = self.parts.get(note)?;
                (part.home == Home::Printed && part.blocks.contains(&block)).then_some(note)
            }
            _ => None,
        }
    }

    /// Sets end or table notes where they are printed; what starts between two paragraphs of a note opens the second.
    pub(super) fn printed_notes(&mut self, group: &[Piece]) -> Vec<Block> {
        let mut notes = Vec::new();
        let mut inside: Vec<Inline> = Vec::new();
        for (at, &piece) in group.iter().enumerate() {
            let Piece::Block(index) = piece else {
                let behind = group[at..]
                    .iter()
                    .find_map(|p| if let Piece::Block(b) = p { Some(*b) } else { None });
                let runs_on = behind.is_some_and(|b| !self.starts_note(b));
                match self.between(piece) {
                    Some(Block::Start(start)) if runs_on => inside.push(Inline::Start(start)),
                    Some(block) => notes.push(block),
                    None => {}
                }
                continue;
            };
            let Some(note) = self.printed_note(index) else { continue };
            if self.starts_note(index) {
                notes.extend(self.printed_note_head(note).map(Block::Note));
            } else if let Some(Block::Note(open)) = notes.iter_mut().rev().find(|b| matches!(b, Block::Note(_))) {
                let mut passage = self.passage(index, Stream::Running);
                passage.content.splice(0..0, inside.drain(..));
                open.content.push(Block::Paragraph(passage));
            }
        }
        notes
    }

    fn starts_note(&self, block: usize) -> bool {
        self.printed_note(block)
            .and_then(|n| self.parts.get(n))
            .is_some_and(|p| p.blocks.first() == Some(&block))
    }

    /// Sets what stands between the blocks of a group.
    pub(super) fn between(&mut self, piece: Piece) -> Option<Block> {
        match piece {
            Piece::Page { page, .. } => Some(Block::Start(self.page_start(page, Join::Space, None))),
            Piece::Column => Some(column()),
            Piece::LooseNote(note) => self.foot_note(note, true).map(Block::Note),
            Piece::Block(_) => None,
        }
    }

    fn each(&mut self, group: &[Piece], wrap: fn(Passage) -> Block) -> Vec<Block> {
        let mut blocks = Vec::new();
        for &piece in group {
            match piece {
                Piece::Block(index) => blocks.push(wrap(self.passage(index, Stream::Running))),
                other => blocks.extend(self.between(other)),
            }
        }
        blocks
    }

    fn figure(&mut self, index: usize, figure: usize) -> Block {
        let caption = self.passage(index, Stream::Running);
        let picture = self.text.figures.get(figure).and_then(|found| {
            let file = found.file.as_ref()?;
            let page = found.place.page;
            let same_page = |name: &&(String, Vec<u8>)| name.0.starts_with(&format!("p{page}-"));
            let name = format!(
                "p{page}-{}.{}",
                self.pictures.iter().filter(same_page).count() + 1,
                file.extension
            );
            self.pictures.push((name.clone(), file.bytes.clone()));
            Some(name)
        });
        Block::Figure {
            caption,
            picture,
            inscriptions: Vec::new(),
        }
    }
}

/// Returns the start of a column between two blocks.
fn column() -> Block {
    Block::Start(Start {
        of: StartOf::Column,
        join: Join::Space,
        cert: None,
        zone: None,
    })
}
