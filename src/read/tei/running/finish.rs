//! The drafts of all blocks become one text, notes behind.

use super::{Desk, Running};
use crate::read::Info;
use crate::read::tei::Piece;
use crate::read::tei::file::Node;
use crate::repair::{BlockKind, Call, Text, TextBlock, languages_of};
use crate::settings::Settings;
use crate::span::{Place, Rect, Span};

impl Desk<'_> {
    /// Puts the blocks together.
    pub(super) fn finish(self, settings: &Settings) -> Running {
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|nth| (self.drafts[*nth].behind, *nth));
        let mut starts = vec![0; self.drafts.len()];
        let mut text = Text::from_paragraphs([], &[]);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut notes = self.notes;
        let (mut line, mut counted) = (1u32, 0);
        let bytes = self.xml.as_bytes();
        let lines: Vec<usize> = std::iter::once(0)
            .chain(
                bytes
                    .iter()
                    .enumerate()
                    .filter(|(_, byte)| **byte == b'\n')
                    .map(|(at, _)| at + 1),
            )
            .collect();
        for nth in order {
            let draft = &self.drafts[nth];
            let start = text.string.len();
            starts[nth] = start;
            let moved = |span: Span| Span::new(span.start + start, span.end + start);
            text.string.push_str(&draft.text);
            if let BlockKind::NoteBody { note } = draft.kind {
                let number = text.blocks.len();
                let blocks = &mut notes[note].blocks;
                let first = if blocks.end == 0 { number } else { blocks.start };
                *blocks = first..number + 1;
            }
            for piece in &draft.pieces {
                let at = piece.source.start;
                if at < counted || lines.get(line as usize).is_some_and(|next| *next <= at) {
                    line = u32::try_from(lines.partition_point(|start| *start <= at)).unwrap_or(u32::MAX);
                }
                counted = at;
                let rect = Rect::default();
                let place = Place { page: line, rect };
                match text.places.last_mut() {
                    Some((span, before)) if *before == place => span.end = piece.text.end + start,
                    _ => text.places.push((moved(piece.text), place)),
                }
                pieces.push(Piece {
                    text: moved(piece.text),
                    ..piece.clone()
                });
            }
            text.styles
                .extend(draft.styles.iter().map(|(span, style)| (moved(*span), *style)));
            text.blocks.push(TextBlock {
                kind: draft.kind.clone(),
                span: Span::new(start, text.string.len()),
                page: line,
                zones: Vec::new(),
            });
            text.string.push('\n');
        }
        for (note, call) in notes.iter_mut().zip(&self.calls) {
            note.call = call.map(|(block, at)| Call {
                at: starts[block] + at,
                printed: note.label.clone().unwrap_or_default(),
                superscript: false,
                page: 1,
            });
        }
        text.notes = notes;
        text.info = Info::default();
        text.languages = languages(&self.file.nodes, &text.string, settings);
        let extents = extents(&self.file.nodes, &pieces);
        Running { text, pieces, extents }
    }
}

/// Returns the languages of the text: those that the settings name, else those that the file names and those that are found.
fn languages(nodes: &[Node], text: &str, settings: &Settings) -> Vec<String> {
    if !settings.languages.is_empty() {
        return settings.languages.clone();
    }
    let named = |name: &str, key: &str| {
        nodes
            .iter()
            .find(|node| &*node.name == name)
            .and_then(|node| node.get(key))
    };
    let declared = nodes
        .iter()
        .filter(|node| &*node.name == "language")
        .filter_map(|node| node.get("ident"));
    let main = named("text", "xml:lang").or_else(|| named("TEI", "xml:lang"));
    let mut languages: Vec<String> = Vec::new();
    let found = languages_of(text.split_whitespace());
    for tag in main.into_iter().chain(declared).map(str::to_owned).chain(found) {
        if !tag.is_empty() && !languages.contains(&tag) {
            languages.push(tag);
        }
    }
    languages
}

/// Returns the text of each element outside of notes in it.
fn extents(nodes: &[Node], pieces: &[Piece]) -> Vec<Option<Span>> {
    let mut extents: Vec<Option<Span>> = vec![None; nodes.len()];
    for piece in pieces {
        let mut nth = piece.node;
        loop {
            let extent = extents[nth].get_or_insert(piece.text);
            extent.start = extent.start.min(piece.text.start);
            extent.end = extent.end.max(piece.text.end);
            let node = &nodes[nth];
            if &*node.name == "note" || node.parent == nth {
                break;
            }
            nth = node.parent;
        }
    }
    extents
}
