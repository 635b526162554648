//! Writing blocks: text into the body, foot notes behind it, pictures after the paragraph that they interrupt.

use std::mem;

use super::stream::Stream;
use super::{Break, BreakKind, Builder, Cert, Figure, Join, Repair, RepairKind, TextBlock};
use crate::layout::{Block, LaidPage, Role};
use crate::repair::BlockKind;
use crate::span::{Place, Span};

impl Builder<'_> {
    /// Writes all blocks: the text into `body`, foot notes into `tail`.
    pub(super) fn fill(&mut self, pages: &[LaidPage], body: &mut Stream, tail: &mut Stream, figures: &mut Vec<Figure>) {
        let mut note = None;
        let mut next_note = 0;
        // Pictures and tables that stand between the parts of a paragraph follow its end.
        let mut floats: Vec<(usize, usize)> = Vec::new();
        for (p, page) in pages.iter().enumerate() {
            body.pending.push(page.facts.number);
            for (b, block) in page.blocks.iter().enumerate() {
                match &block.role {
                    Role::Note { label, place } => {
                        let stream = if place.behind_text() { &mut *tail } else { &mut *body };
                        if label.is_some() {
                            note = Some(next_note);
                            next_note += 1;
                        }
                        let Some(index) = note else {
                            // The end of a note that began before the first page: it is kept as a paragraph.
                            self.write(body, pages, (p, b), BlockKind::Paragraph, false);
                            continue;
                        };
                        let runs_on = label.is_none() && block.continues;
                        self.write(stream, pages, (p, b), BlockKind::NoteBody { note: index }, runs_on);
                        let count = stream.blocks.len();
                        let blocks = &mut self.notes[index].blocks;
                        *blocks = if blocks.start == blocks.end {
                            count - 1..count
                        } else {
                            blocks.start..count
                        };
                    }
                    _ if is_float(block) && continued_later(pages, p, b) => {
                        floats.push((p, b));
                    }
                    _ => {
                        if !block.continues {
                            for at in mem::take(&mut floats) {
                                self.block(body, pages, at, figures);
                            }
                        }
                        self.block(body, pages, (p, b), figures);
                    }
                }
            }
        }
        for at in floats {
            self.block(body, pages, at, figures);
        }
        let at = body.string.len();
        let left = mem::take(&mut body.pending);
        body.breaks.extend(left.into_iter().map(|page| Break {
            at,
            kind: BreakKind::Page(page),
            join: Join::Space,
        }));
    }

    /// Writes a block that is no note.
    fn block(&mut self, body: &mut Stream, pages: &[LaidPage], (p, b): (usize, usize), figures: &mut Vec<Figure>) {
        let block = &pages[p].blocks[b];
        let kind = match &block.role {
            Role::Figure { .. } => return self.figure(body, pages, (p, b), figures),
            Role::Heading { level } => BlockKind::Heading { level: *level },
            Role::Quote => BlockKind::Quote,
            Role::Verse { opens } => BlockKind::Verse { opens: *opens },
            Role::Item { n, depth } => BlockKind::Item {
                n: n.clone(),
                depth: *depth,
            },
            Role::ItemParagraph { depth } => BlockKind::ItemParagraph { depth: *depth },
            Role::Cell {
                table,
                row,
                column,
                cols,
                label,
            } => BlockKind::Cell {
                table: *table,
                row: *row,
                column: *column,
                cols: *cols,
                label: *label,
            },
            Role::TableHead { table } => BlockKind::TableHead { table: *table },
            Role::Inscription => BlockKind::Inscription,
            Role::Paragraph | Role::Note { .. } => BlockKind::Paragraph,
        };
        self.write(body, pages, (p, b), kind, block.continues);
    }

    fn figure(&mut self, body: &mut Stream, pages: &[LaidPage], (p, b): (usize, usize), figures: &mut Vec<Figure>) {
        let block = &pages[p].blocks[b];
        let Role::Figure { picture } = block.role else { return };
        let file = pages[p].pictures.get(picture).and_then(|p| p.file.clone());
        let rect = pages[p].pictures.get(picture).map_or(block.rect, |p| p.rect);
        figures.push(Figure {
            place: Place {
                page: pages[p].facts.number,
                rect,
            },
            file,
        });
        self.write(
            body,
            pages,
            (p, b),
            BlockKind::Figure {
                figure: figures.len() - 1,
            },
            false,
        );
    }

    /// Writes a block, or adds it to the one before.
    fn write(
        &mut self,
        stream: &mut Stream,
        pages: &[LaidPage],
        (p, b): (usize, usize),
        kind: BlockKind,
        runs_on: bool,
    ) {
        let page = pages[p].facts.number;
        let block: &Block = &pages[p].blocks[b];
        let runs_on = runs_on && !stream.blocks.is_empty();
        if runs_on {
            // The line feed behind the block so far is taken back.
            stream.string.pop();
            stream.repairs.push(Repair {
                span: Span::new(stream.string.len(), stream.string.len()),
                kind: RepairKind::ParagraphJoined,
                was: String::new(),
                cert: Cert::Medium,
            });
        } else {
            stream.tail.clear();
        }
        let start = if runs_on {
            stream.blocks.last().map_or(0, |b| b.span.start)
        } else {
            stream.string.len()
        };
        let mut first = !runs_on;
        for (l, line) in block.lines.iter().enumerate() {
            let calls = self.calls.remove(&(p, b, l)).unwrap_or_default();
            self.line(stream, line, (page, block.column), first, calls);
            first = false;
        }
        if block.lines.is_empty() {
            stream.start(page, block.column, true, &Join::Space);
        }
        let zone = Place { page, rect: block.rect };
        let span = Span::new(start, stream.string.len());
        match stream.blocks.last_mut().filter(|_| runs_on) {
            Some(last) => {
                last.span = span;
                last.zones.push(zone);
            }
            None => stream.blocks.push(TextBlock {
                kind,
                span,
                page,
                zones: vec![zone],
            }),
        }
        stream.string.push('\n');
    }
}

/// A picture, or a part of a table.
fn is_float(block: &Block) -> bool {
    block.role.is_pictured() || matches!(block.role, Role::Cell { .. } | Role::TableHead { .. })
}

/// A paragraph that a picture or table interrupts goes on behind it.
fn continued_later(pages: &[LaidPage], p: usize, b: usize) -> bool {
    let rest = pages[p].blocks[b + 1..]
        .iter()
        .chain(pages.get(p + 1).into_iter().flat_map(|q| &q.blocks));
    rest.filter(|b| !is_float(b) && !matches!(b.role, Role::Note { .. }))
        .map(|b| b.continues)
        .next()
        .unwrap_or(false)
}
