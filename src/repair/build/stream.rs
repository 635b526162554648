//! One growing stretch of text: lines come in, and string, breaks, styles, repairs and places grow together.

use std::mem;

use super::super::letters;
use super::super::{Break, BreakKind, Cert, Join, Repair, RepairKind, TextBlock};
use crate::read::{Style, Word};
use crate::span::{Place, Span};

/// One growing stretch of text: the body, or the notes behind it.
#[derive(Default)]
pub(super) struct Stream {
    pub(super) string: String,
    pub(super) blocks: Vec<TextBlock>,
    pub(super) breaks: Vec<Break>,
    pub(super) styles: Vec<(Span, Style)>,
    pub(super) repairs: Vec<Repair>,
    pub(super) places: Vec<(Span, Place)>,
    /// The page and column of the last line.
    pub(super) last: Option<(u32, u16)>,
    /// Page starts that no line has followed yet.
    pub(super) pending: Vec<u32>,
    /// The last word as printed, for what runs on over a line end.
    pub(super) tail: String,
}

impl Stream {
    /// Notes that a line starts here, and the column and pages that start with it.
    pub(super) fn start(&mut self, page: u32, column: u16, opens: bool, join: &Join) {
        let at = self.string.len();
        let mut pages = mem::take(&mut self.pending);
        if pages.is_empty() && self.last.is_some_and(|l| l.0 != page) {
            pages.push(page);
        }
        let kind = match self.last {
            _ if !pages.is_empty() => {
                // A stream of notes opens on a page without starting it.
                self.breaks.extend(pages.iter().map(|&p| Break {
                    at,
                    kind: BreakKind::Page(p),
                    join: join.clone(),
                }));
                None
            }
            Some((_, c)) if c != column && !opens => Some(BreakKind::Column),
            Some(_) if !opens => Some(BreakKind::Line),
            _ => None,
        };
        self.breaks.extend(kind.map(|kind| Break {
            at,
            kind,
            join: join.clone(),
        }));
        self.last = Some((page, column));
    }

    /// Writes a word or a part of one.
    pub(super) fn word(&mut self, text: &str, word: &Word, page: u32) {
        if text.is_empty() {
            return;
        }
        let start = self.string.len();
        let (plain, changes) = letters::plain(text);
        self.string.push_str(&plain);
        let span = Span::new(start, self.string.len());
        for (range, was, kind) in changes {
            let span = Span::new(start + range.start, start + range.end);
            self.repairs.push(Repair {
                span,
                kind,
                was,
                cert: Cert::High,
            });
        }
        if word.style.letterspaced {
            self.repairs.push(Repair {
                span,
                kind: RepairKind::Letterspacing,
                was: text.to_owned(),
                cert: Cert::High,
            });
        }
        if span.is_empty() {
            return;
        }
        self.places.push((span, Place { page, rect: word.rect }));
        if word.style != Style::default() {
            // A stretch of one style takes the spaces inside it along.
            let open = self.string[..start].trim_end_matches(' ').len();
            match self.styles.last_mut() {
                Some((last, style))
                    if *style == word.style && last.end >= open && !self.string[last.end..start].contains('\n') =>
                {
                    last.end = span.end;
                }
                _ => self.styles.push((span, word.style)),
            }
        }
    }

    /// Shortens what reached beyond `at` when a hyphen was taken off.
    pub(super) fn cut(&mut self, at: usize) {
        if let Some((span, _)) = self.places.last_mut().filter(|p| p.0.end > at) {
            span.end = at;
        }
        self.places.pop_if(|p| p.0.start >= p.0.end);
        if let Some((span, _)) = self.styles.last_mut().filter(|s| s.0.end > at) {
            span.end = at;
        }
        self.styles.pop_if(|s| s.0.start >= s.0.end);
    }
}
