//! The inside of a block: its words with line starts, notes, type styles and annotations woven in.
//!
//! An annotation is never split. Type styles are, at the borders of annotations, and where a note or page start would
//! otherwise take the style on.

use super::assemble::Desk;
use super::notes::Home;
use super::tree::{Inline, Mention, Note, PageStart, Passage, Start, StartOf};
use super::{Block, notes};
use crate::annotate::{Annotation, Level, Part, Value};
use crate::read::Style;
use crate::repair::{BlockKind, BreakKind, Cert, Join, NotePlace, RepairKind};
use crate::settings::Lines;
use crate::span::Span;

/// In which stream of text a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    /// The running text: pages start here.
    Running,
    /// A foot note: pages that it runs on to are pointed at.
    FootNote,
}

/// Something that stands at one place between two characters.
#[derive(Clone, Copy, Debug)]
enum Point {
    /// A break; index into [`crate::repair::Text::breaks`].
    Break(usize),
    /// A marker; index into [`crate::repair::Text::notes`].
    Call(usize),
}

/// What is still to be set of a passage.
struct Weaving {
    stream: Stream,
    /// Bold type says nothing here.
    bold_implied: bool,
    /// Italic type says nothing here: it is that of a title.
    italic_implied: bool,
    points: std::vec::IntoIter<(usize, Point)>,
}

impl Desk<'_> {
    /// Weaves the inside of a block.
    pub(super) fn passage(&mut self, block: usize, stream: Stream) -> Passage {
        let Some(found) = self.text.blocks.get(block) else {
            return Passage::default();
        };
        let bold_implied = matches!(
            found.kind,
            BlockKind::Heading { .. } | BlockKind::TableHead { .. } | BlockKind::Cell { label: true, .. }
        );
        let span = found.span;
        let mut weaving = Weaving {
            stream,
            bold_implied,
            italic_implied: false,
            points: self.points(span).into_iter(),
        };
        let annotations = self.annotations_in(span);
        let mut content = Vec::new();
        self.weave(span, true, annotations, &mut weaving, &mut content);
        let zones = self.zones.get(block).cloned().unwrap_or_default();
        Passage { zones, content }
    }

    /// Weaves a foot note with its whole body.
    pub(super) fn foot_note(&mut self, index: usize, uncalled: bool) -> Option<Note> {
        let found = self.text.notes.get(index)?;
        let blocks = self.parts.get(index)?.blocks.clone();
        let (mut note, label) = self.unwritten(index, uncalled)?;
        let page_before = self.page;
        let mut opening = Vec::new();
        if found.page != self.page && self.flow.pages.contains(&found.page) {
            self.page = found.page;
            let of = StartOf::PageOfNote(page_id(found.page));
            opening.push(Inline::Start(Start {
                of,
                join: Join::Space,
                cert: None,
                zone: None,
            }));
        }
        opening.extend(label.map(Inline::Label));
        let wrap = if blocks.len() == 1 {
            Block::Bare
        } else {
            Block::Paragraph
        };
        for block in blocks {
            let mut passage = self.passage(block, Stream::FootNote);
            passage.content.splice(0..0, opening.drain(..));
            note.content.push(wrap(passage));
        }
        self.page = page_before;
        Some(note)
    }

    /// Weaves an end or table note with the first paragraph of its body.
    pub(super) fn printed_note_head(&mut self, index: usize) -> Option<Note> {
        let part = self.parts.get(index)?;
        let (first, alone, called) = (*part.blocks.first()?, part.blocks.len() == 1, part.called);
        let (mut note, label) = self.unwritten(index, !called)?;
        let mut passage = self.passage(first, Stream::Running);
        passage.content.splice(0..0, label.map(Inline::Label));
        note.content.push(if alone {
            Block::Bare(passage)
        } else {
            Block::Paragraph(passage)
        });
        Some(note)
    }

    /// Makes a note without its text, and the label that its text must open with.
    fn unwritten(&self, index: usize, uncalled: bool) -> Option<(Note, Option<String>)> {
        let (note, part) = (self.text.notes.get(index)?, self.parts.get(index)?);
        let call = note
            .call
            .as_ref()
            .filter(|_| !uncalled)
            .map(|call| call.printed.as_str());
        let head = note.label.as_deref().unwrap_or("");
        // A foot note's marker is nowhere else; that of another note is in the text, so its own number goes first.
        let n = match (note.place, call) {
            (NotePlace::Foot, Some(printed)) => Some(printed),
            (NotePlace::Margin, _) => None,
            (_, call) => note.label.as_deref().or(call).map(notes::core),
        };
        let (printed_label, label) = match n {
            Some(n) if n != head => {
                let same = head.is_empty() || notes::core(n) == notes::core(head);
                if same && is_token(head) {
                    (Some(head.to_owned()), None)
                } else {
                    (None, Some(head.to_owned()))
                }
            }
            _ => (None, None),
        };
        let n = n.map(str::to_owned);
        let id = part.id.clone();
        Some((
            Note {
                id,
                n,
                place: note.place,
                uncalled,
                printed_label,
                content: Vec::new(),
            },
            label,
        ))
    }

    /// Makes the start of a page of the running text, which becomes the current page.
    pub(super) fn page_start(&mut self, page: u32, join: Join, cert: Option<Cert>) -> Start {
        self.page = page;
        let facts = self.text.pages.iter().find(|p| p.number == page);
        let start = PageStart {
            id: page_id(page),
            page,
            n: facts.and_then(|f| f.printed.clone()),
            surface: self.surfaces.iter().find(|s| s.page == page).map(|s| s.id.clone()),
            furniture: facts.map(|f| f.furniture.clone()).unwrap_or_default(),
        };
        Start {
            of: StartOf::Page(start),
            join,
            cert,
            zone: None,
        }
    }

    /// Returns breaks (after the first character) and markers of a stretch of text; of breaks at one place the strongest.
    fn points(&self, span: Span) -> Vec<(usize, Point)> {
        let breaks = &self.text.breaks;
        let from = breaks.partition_point(|b| b.at <= span.start);
        let mut points: Vec<(usize, Point)> = Vec::new();
        for (index, found) in breaks
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, b)| b.at <= span.end)
        {
            if points.last().is_none_or(|(at, _)| *at != found.at) {
                points.push((found.at, Point::Break(index)));
            }
        }
        let calls = self.calls.partition_point(|(at, _)| *at < span.start);
        let calls = self.calls.iter().skip(calls).take_while(|(at, _)| *at <= span.end);
        points.extend(calls.map(|&(at, note)| (at, Point::Call(note))));
        points.sort_by_key(|(at, _)| *at);
        points
    }

    /// Sets a stretch: its outermost annotations, each with what is inside, and the text between. Points at the end of
    /// the stretch belong to it only where it is `closed`.
    fn weave(
        &mut self,
        span: Span,
        closed: bool,
        annotations: &[Annotation],
        weaving: &mut Weaving,
        out: &mut Vec<Inline>,
    ) {
        let mut at = span.start;
        let mut rest = annotations;
        while let Some((outer, after)) = rest.split_first() {
            let inner = after.partition_point(|a| a.span.end <= outer.span.end && a.span.start < outer.span.end);
            let (inside, after) = after.split_at(inner);
            rest = after;
            self.weave_styles(Span::new(at, outer.span.start), true, weaving, out);
            let mut content = Vec::new();
            let title = matches!(outer.value, Value::Part(Part::Title(Level::Book | Level::Journal)));
            weaving.italic_implied = title && self.is_italic(outer.span);
            self.weave(outer.span, false, inside, weaving, &mut content);
            weaving.italic_implied = false;
            let (value, rule) = (outer.value.clone(), outer.rule.clone());
            out.push(Inline::Mention(Mention {
                value,
                rule,
                cert: outer.cert,
                content,
            }));
            at = outer.span.end;
        }
        self.weave_styles(Span::new(at, span.end), closed, weaving, out);
    }

    /// Tells whether all words of a stretch are in italics.
    fn is_italic(&self, span: Span) -> bool {
        let from = self.styles.partition_point(|(s, _)| s.end <= span.start);
        let mut at = span.start;
        for (styled, style) in self.styles[from..].iter().take_while(|(s, _)| s.start < span.end) {
            let gap = self.text.string.get(at..styled.start.max(at)).unwrap_or_default();
            if !style.italic || !gap.trim().is_empty() {
                return false;
            }
            at = styled.end;
        }
        at >= span.end
    }

    /// Sets a stretch without annotations.
    fn weave_styles(&mut self, span: Span, closed: bool, weaving: &mut Weaving, out: &mut Vec<Inline>) {
        let mut at = span.start;
        let from = self.styles.partition_point(|(s, _)| s.end <= span.start);
        for index in from..self.styles.len() {
            let (styled, mut style) = self.styles[index];
            if styled.start >= span.end {
                break;
            }
            style.bold &= !weaving.bold_implied;
            style.italic &= !weaving.italic_implied;
            if style == Style::default() {
                continue;
            }
            let (start, end) = (styled.start.max(at), styled.end.min(span.end));
            self.weave_plain(Span::new(at, start), true, weaving, out);
            let mut content = Vec::new();
            self.weave_plain(Span::new(start, end), false, weaving, &mut content);
            highlight(style, content, out);
            at = end;
        }
        self.weave_plain(Span::new(at, span.end), closed, weaving, out);
    }

    /// Sets a stretch of one style: words, and what stands between them.
    fn weave_plain(&mut self, span: Span, closed: bool, weaving: &mut Weaving, out: &mut Vec<Inline>) {
        let mut at = span.start;
        while let Some(&(place, point)) = weaving.points.as_slice().first() {
            if place > span.end || (place == span.end && !closed) {
                break;
            }
            weaving.points.next();
            self.set_words(at, place, out);
            at = place.max(at);
            match point {
                Point::Break(index) => self.set_break(index, weaving.stream, out),
                Point::Call(note) => self.set_call(note, out),
            }
        }
        self.set_words(at, span.end, out);
    }

    /// Sets words, those put right with what stood there. A word that is cut here by the edge of a mention or style keeps what stood there
    /// at its beginning.
    fn set_words(&self, start: usize, end: usize, out: &mut Vec<Inline>) {
        let corrected = &self.corrected;
        let from = corrected.partition_point(|(span, ..)| span.end <= start);
        let mut at = start;
        for (span, was, cert) in corrected.iter().skip(from).take_while(|(span, ..)| span.start < end) {
            push_text(self.words(at, span.start.max(at)), out);
            let begins = span.start >= at;
            at = span.end.min(end);
            out.push(Inline::Choice {
                sic: if begins { was.clone() } else { String::new() },
                corr: self.words(span.start.max(start), at).to_owned(),
                cert: *cert,
            });
        }
        push_text(self.words(at, end), out);
    }

    fn words(&self, start: usize, end: usize) -> &str {
        self.text.string.get(start..end).unwrap_or("")
    }

    fn set_break(&mut self, index: usize, stream: Stream, out: &mut Vec<Inline>) {
        let text = self.text;
        let found = &text.breaks[index];
        let together = text.breaks[index..].iter().take_while(|b| b.at == found.at);
        let join = together
            .map(|b| &b.join)
            .find(|j| **j != Join::Space)
            .unwrap_or(&Join::Space)
            .clone();
        let cert = self.doubt_at(found.at, &join);
        let pages = match stream {
            Stream::Running => self.flow.inside.remove(&found.at).unwrap_or_default(),
            Stream::FootNote => Vec::new(),
        };
        if pages.is_empty() {
            let of = match found.kind {
                BreakKind::Page(page) if stream == Stream::FootNote && self.flow.pages.contains(&page) => {
                    self.page = page;
                    StartOf::PageOfNote(page_id(page))
                }
                BreakKind::Column => StartOf::Column,
                BreakKind::Page(_) | BreakKind::Line => StartOf::Line,
            };
            if of == StartOf::Line && join == Join::Space && self.lines == Lines::None {
                return;
            }
            let zone = self
                .line_zones
                .get(&found.at)
                .filter(|_| of != StartOf::Column)
                .cloned();
            out.push(Inline::Start(Start { of, join, cert, zone }));
            return;
        }
        // The hyphen is printed before the first of the pages; a word that jumps over blank ones runs on over each.
        let mut join = join;
        for page in pages {
            let further = if join == Join::Space { Join::Space } else { Join::Kept };
            let start = self.page_start(page, std::mem::replace(&mut join, further), cert);
            out.push(Inline::Start(start));
        }
    }

    /// Returns how unsure the join at a break is, `None` for as good as certain.
    fn doubt_at(&self, at: usize, join: &Join) -> Option<Cert> {
        let from = self.joins.partition_point(|r| r.0 < at);
        let found = self.joins.iter().skip(from).take_while(|r| r.0 == at);
        // That a paragraph runs on is always inferred; only a guess is worth a word.
        let unsure = |r: &&(usize, RepairKind, Cert)| match (r.1, join) {
            (RepairKind::ParagraphJoined, Join::Space) => r.2 == Cert::Low,
            (kind, Join::Hyphen { .. } | Join::Kept) => kind != RepairKind::ParagraphJoined && r.2 < Cert::High,
            _ => false,
        };
        found.filter(unsure).map(|r| r.2).min()
    }

    fn set_call(&mut self, index: usize, out: &mut Vec<Inline>) {
        let text = self.text;
        let Some(call) = text.notes.get(index).and_then(|n| n.call.as_ref()) else {
            return;
        };
        let Some(part) = self.parts.get(index) else { return };
        match part.home {
            Home::Marker => {
                self.counts.notes_linked += 1;
                out.extend(self.foot_note(index, false).map(Inline::Note));
            }
            Home::Printed | Home::Page => {
                self.counts.notes_linked += 1;
                out.push(Inline::Anchor {
                    n: call.printed.clone(),
                    note: Some(part.id.clone()),
                });
            }
            Home::Nowhere => out.push(Inline::Anchor {
                n: call.printed.clone(),
                note: None,
            }),
        }
    }
}

/// Returns the identifier of a page's start.
pub(super) fn page_id(page: u32) -> String {
    format!("pb-{page}")
}

/// Tells whether a label can stand in an attribute that takes words of letters, digits, punctuation and symbols.
fn is_token(label: &str) -> bool {
    let letter = |c: char| matches!(c, '\u{c0}'..='\u{24f}' | '\u{400}'..='\u{481}');
    label
        .chars()
        .all(|c| c.is_ascii_graphic() || letter(c) || "†‡§¶∗＊⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c))
}

fn push_text(words: &str, out: &mut Vec<Inline>) {
    if words.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(Inline::Text(before)) => before.push_str(words),
        _ => out.push(Inline::Text(words.to_owned())),
    }
}

/// Wraps what is set in one style, around page starts and notes, without spaces at its ends.
fn highlight(style: Style, content: Vec<Inline>, out: &mut Vec<Inline>) {
    let mut run: Vec<Inline> = Vec::new();
    let close = |run: &mut Vec<Inline>, out: &mut Vec<Inline>| {
        let behind = match run.last_mut() {
            Some(Inline::Text(text)) => {
                let kept = text.trim_end_matches(' ').len();
                text.split_off(kept)
            }
            _ => String::new(),
        };
        run.retain(|part| !matches!(part, Inline::Text(text) if text.is_empty()));
        if run
            .iter()
            .any(|part| matches!(part, Inline::Text(_) | Inline::Choice { .. }))
        {
            out.push(Inline::Highlight {
                style,
                content: std::mem::take(run),
            });
        } else {
            out.append(run);
        }
        push_text(&behind, out);
    };
    for part in content {
        match part {
            Inline::Note(_)
            | Inline::Start(Start {
                of: StartOf::Page(_) | StartOf::PageOfNote(_),
                ..
            }) => {
                close(&mut run, out);
                out.push(part);
            }
            Inline::Text(text) if run.is_empty() => {
                let words = text.trim_start_matches(' ');
                push_text(&text[..text.len() - words.len()], out);
                push_text(words, &mut run);
            }
            other => run.push(other),
        }
    }
    close(&mut run, out);
}
