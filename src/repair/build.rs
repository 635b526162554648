//! Building the running text, line by line, with the way back to paper.

mod line_ends;
mod stream;

use std::collections::HashMap;
use std::mem;

use self::stream::Stream;
use super::hyphens::{self, Lexicon};
use super::note_calls;
use super::{
    BlockKind, Break, BreakKind, Call, Cert, Figure, Join, Note, NotePlace, Repair, RepairKind, Text, TextBlock,
};
use crate::diag::{Diagnostic, Warned};
use crate::layout::{Block, LaidPage, Layout, Role};
use crate::read::Line;
use crate::span::{Place, Span};

/// A marker on a line: the word, its bytes in it, and the call it makes.
type LineCall = (usize, std::ops::Range<usize>, String, bool, Option<usize>);

/// What stands behind the body: calls found while it grows.
struct Builder<'a> {
    lexicon: &'a Lexicon,
    calls: HashMap<(usize, usize, usize), Vec<LineCall>>,
    notes: Vec<Note>,
    diagnostics: Vec<Diagnostic>,
}

/// Builds the text of a layout.
pub(super) fn build(
    layout: Layout,
    lexicon: &Lexicon,
    calls: Vec<note_calls::Found>,
    languages: Vec<String>,
) -> Warned<Text> {
    let Layout { info, pages } = layout;
    let mut builder = Builder {
        lexicon,
        calls: HashMap::new(),
        notes: Vec::new(),
        diagnostics: Vec::new(),
    };
    // Notes are counted as their heads stand; markers without a note come behind them.
    for (p, page) in pages.iter().enumerate() {
        for block in &page.blocks {
            if let Role::Note {
                label: Some(label),
                place,
            } = &block.role
            {
                let page = pages[p].facts.number;
                builder.notes.push(Note {
                    place: *place,
                    call: None,
                    label: Some(label.clone()),
                    blocks: 0..0,
                    page,
                });
            }
        }
    }
    for found in calls {
        let site = found.site;
        let note = found.note.or_else(|| {
            let page = pages[site.page].facts.number;
            builder.notes.push(Note {
                place: NotePlace::Foot,
                call: None,
                label: None,
                blocks: 0..0,
                page,
            });
            Some(builder.notes.len() - 1)
        });
        builder
            .calls
            .entry((site.page, site.block, site.line))
            .or_default()
            .push((site.word, site.range, site.printed, site.raised, note));
    }
    let mut figures = Vec::new();
    let mut body = Stream::default();
    let mut tail = Stream::default();
    builder.fill(&pages, &mut body, &mut tail, &mut figures);
    let text = builder.join(body, tail);
    let Builder { notes, diagnostics, .. } = builder;
    let (string, blocks, breaks, styles, repairs, places) = (
        text.string,
        text.blocks,
        text.breaks,
        text.styles,
        text.repairs,
        text.places,
    );
    let pages = pages.into_iter().map(|p| p.facts).collect();
    Warned::new(
        Text {
            string,
            blocks,
            notes,
            breaks,
            styles,
            repairs,
            places,
            pages,
            figures,
            info,
            languages,
        },
        diagnostics,
    )
}

impl Builder<'_> {
    /// Writes all blocks: the text into `body`, foot notes into `tail`.
    fn fill(&mut self, pages: &[LaidPage], body: &mut Stream, tail: &mut Stream, figures: &mut Vec<Figure>) {
        let mut tables = 0;
        let mut note = None;
        let mut next_note = 0;
        // Pictures that stand between the parts of a paragraph follow its end.
        let mut floats: Vec<(usize, usize)> = Vec::new();
        for (p, page) in pages.iter().enumerate() {
            body.pending.push(page.facts.number);
            let tables_here = page
                .blocks
                .iter()
                .filter_map(|b| match b.role {
                    Role::Cell { table, .. } | Role::TableHead { table } => Some(table + 1),
                    _ => None,
                })
                .max()
                .unwrap_or(0);
            for (b, block) in page.blocks.iter().enumerate() {
                match &block.role {
                    Role::Note { label, place } => {
                        let stream = if *place == NotePlace::Foot {
                            &mut *tail
                        } else {
                            &mut *body
                        };
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
                    Role::Figure { .. } if continued_later(pages, p, b) => floats.push((p, b)),
                    role => {
                        if !block.continues {
                            for (q, c) in mem::take(&mut floats) {
                                self.figure(body, pages, (q, c), figures);
                            }
                        }
                        let kind = match role {
                            Role::Figure { .. } => {
                                self.figure(body, pages, (p, b), figures);
                                continue;
                            }
                            Role::Heading { level } => BlockKind::Heading { level: *level },
                            Role::Quote => BlockKind::Quote,
                            Role::Item { n, depth } => BlockKind::Item {
                                n: n.clone(),
                                depth: *depth,
                            },
                            Role::ItemParagraph { depth } => BlockKind::ItemParagraph { depth: *depth },
                            Role::Cell {
                                table,
                                row,
                                column,
                                label,
                            } => BlockKind::Cell {
                                table: tables + table,
                                row: *row,
                                column: *column,
                                label: *label,
                            },
                            Role::TableHead { table } => BlockKind::TableHead { table: tables + table },
                            Role::Paragraph | Role::Note { .. } => BlockKind::Paragraph,
                        };
                        self.write(body, pages, (p, b), kind, block.continues);
                    }
                }
            }
            tables += tables_here;
        }
        for (q, c) in floats {
            self.figure(body, pages, (q, c), figures);
        }
        let at = body.string.len();
        let left = mem::take(&mut body.pending);
        body.breaks.extend(left.into_iter().map(|page| Break {
            at,
            kind: BreakKind::Page(page),
            join: Join::Space,
        }));
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

    /// Writes a line.
    fn line(
        &mut self,
        stream: &mut Stream,
        line: &Line,
        (page, column): (u32, u16),
        opens: bool,
        mut calls: Vec<LineCall>,
    ) {
        let join = if opens {
            Join::Space
        } else {
            self.join_lines(stream, line, page)
        };
        let glue = matches!(join, Join::Hyphen { .. } | Join::Kept);
        if !opens && !glue && !stream.string.ends_with([' ', '\n']) && !stream.string.is_empty() {
            stream.string.push(' ');
        }
        stream.start(page, column, opens, &join);
        let mut glued = true;
        for (w, word) in line.words.iter().enumerate() {
            let spaced = !(glued || word.glued);
            if spaced {
                stream.string.push(' ');
            }
            let start = stream.string.len();
            glued = false;
            let mut from = 0;
            let mine: Vec<LineCall> = calls.extract_if(.., |c| c.0 == w).collect();
            for (_, range, printed, superscript, note) in mine {
                stream.word(&word.text[from..range.start], word, page);
                let at = stream.string.trim_end_matches(' ').len();
                if let Some(note) = note.and_then(|n| self.notes.get_mut(n)) {
                    note.call = Some(Call {
                        at,
                        printed,
                        superscript,
                        page,
                    });
                }
                from = range.end;
            }
            let rest = &word.text[from..];
            if rest.is_empty() && from > 0 && w == 0 {
                glued = true;
            }
            // The space before a marker that stands by itself goes with the marker.
            let closes = rest.chars().all(|c| ".,;:!?…)]”’»".contains(c));
            if spaced && from > 0 && closes && stream.string.len() == start {
                stream.string.pop();
            }
            stream.word(rest, word, page);
        }
        if let Some(last) = line.words.last() {
            let glued = line.words.len() > 1 && last.glued;
            stream.tail = match line
                .words
                .len()
                .checked_sub(2)
                .filter(|_| glued)
                .map(|i| &line.words[i])
            {
                Some(before) => format!("{}{}", before.text, last.text),
                None => last.text.clone(),
            };
        }
    }

    /// Decides what stands between the text so far and a line, and takes a hyphen off that is no part of the word.
    fn join_lines(&mut self, stream: &mut Stream, line: &Line, page: u32) -> Join {
        let Some(first) = line.words.first() else {
            return Join::Space;
        };
        if stream.string.is_empty() || stream.string.ends_with([' ', '\n']) {
            return Join::Space;
        }
        let mut head = first.text.clone();
        for word in line
            .words
            .iter()
            .skip(1)
            .take_while(|w| w.glued && !w.style.superscript)
        {
            head.push_str(&word.text);
        }
        let sign = stream.tail.chars().next_back().unwrap_or('-');
        match hyphens::between(&stream.tail, &head, self.lexicon) {
            None => Join::Space,
            Some(hyphens::Break::Kept(cert)) => stream.keep_hyphen(sign, cert),
            Some(hyphens::Break::Respelt(letter, cert)) => stream.respell(sign, letter, cert),
            Some(hyphens::Break::Dropped(cert)) => {
                if cert < Cert::Medium {
                    self.diagnostics.push(
                        Diagnostic::note(
                            "hyphen-unsure",
                            format!("`{}{head}` may be written with a hyphen", stream.tail),
                        )
                        .on_page(page),
                    );
                }
                stream.drop_hyphen(sign, cert)
            }
        }
    }

    /// Puts the notes behind the body.
    fn join(&mut self, mut body: Stream, tail: Stream) -> Stream {
        let (at, count) = (body.string.len(), body.blocks.len());
        let shift = |s: Span| Span::new(s.start + at, s.end + at);
        body.string.push_str(&tail.string);
        for note in self
            .notes
            .iter_mut()
            .filter(|n| n.place == NotePlace::Foot && !n.blocks.is_empty())
        {
            note.blocks = note.blocks.start + count..note.blocks.end + count;
        }
        body.blocks.extend(tail.blocks.into_iter().map(|b| TextBlock {
            span: shift(b.span),
            ..b
        }));
        body.breaks
            .extend(tail.breaks.into_iter().map(|b| Break { at: b.at + at, ..b }));
        body.styles
            .extend(tail.styles.into_iter().map(|(s, style)| (shift(s), style)));
        body.repairs.extend(tail.repairs.into_iter().map(|r| Repair {
            span: shift(r.span),
            ..r
        }));
        body.places.extend(tail.places.into_iter().map(|(s, p)| (shift(s), p)));
        body.repairs.sort_by_key(|r| r.span);
        body
    }
}

/// A paragraph that a picture interrupts goes on behind it.
fn continued_later(pages: &[LaidPage], p: usize, b: usize) -> bool {
    let rest = pages[p].blocks[b + 1..]
        .iter()
        .chain(pages.get(p + 1).into_iter().flat_map(|q| &q.blocks));
    rest.filter(|b| !matches!(b.role, Role::Note { .. } | Role::Figure { .. }))
        .map(|b| b.continues)
        .next()
        .unwrap_or(false)
}
