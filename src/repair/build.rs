//! Building the running text, line by line, with the way back to paper.

mod blocks;
mod line_ends;
mod lines;
mod stream;

use std::collections::HashMap;

use self::stream::Stream;
use super::hyphens::Lexicon;
use super::note_calls;
use super::{Break, BreakKind, Call, Cert, Figure, Join, Note, NotePlace, Repair, RepairKind, Text, TextBlock};
use crate::diag::{Diagnostic, Warned};
use crate::layout::{Layout, Role};
use crate::span::Span;

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
    /// Puts the notes behind the body.
    fn join(&mut self, mut body: Stream, tail: Stream) -> Stream {
        let (at, count) = (body.string.len(), body.blocks.len());
        let shift = |s: Span| Span::new(s.start + at, s.end + at);
        body.string.push_str(&tail.string);
        for note in self
            .notes
            .iter_mut()
            .filter(|n| n.place.behind_text() && !n.blocks.is_empty())
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
