//! Assembling: running text and annotations become the edition.

use std::collections::BTreeMap;

use super::flow::{Flow, flow};
use super::notes::{Part, block_at, parts};
use super::tree::{Counts, Edition, Surface};
use super::{facsimile, header};
use crate::annotate::{Annotation, Resolved};
use crate::diag::{Diagnostic, Warned};
use crate::read::{Origin, Style};
use crate::repair::{Cert, RepairKind, Text};
use crate::settings::{Lines, Settings};
use crate::span::Span;

/// Puts an edition together.
///
/// The diagnostics name notes without markers, markers without notes, and annotations that could not be placed.
pub fn assemble(text: Text, resolved: Resolved, settings: &Settings) -> Warned<Edition> {
    let Resolved { annotations, registers } = resolved;
    let (parts, mut diagnostics) = parts(&text);
    let (annotations, misplaced) = sound(&text, annotations);
    diagnostics.extend(misplaced);
    let flow = flow(&text, &parts);
    let facsimile::Facsimile {
        surfaces,
        zones,
        line_zones,
    } = facsimile::surfaces(&text, settings.zones);
    let corrected = text
        .repairs
        .iter()
        .filter(|repair| repair.kind == RepairKind::Corrected)
        .map(|repair| (repair.span, repair.was.clone(), repair.cert))
        .collect();

    let mut calls: Vec<(usize, usize)> = text
        .notes
        .iter()
        .enumerate()
        .filter_map(|(i, n)| Some((n.call.as_ref()?.at, i)))
        .collect();
    calls.sort_unstable();
    let mut joins: Vec<(usize, RepairKind, Cert)> = Vec::new();
    for repair in &text.repairs {
        if matches!(
            repair.kind,
            RepairKind::HyphenDropped | RepairKind::HyphenKept | RepairKind::ParagraphJoined
        ) {
            // A paragraph's join is told from the text before the space that the break stands behind.
            let space = usize::from(repair.kind == RepairKind::ParagraphJoined);
            let within = repair.span.start..=repair.span.end + space;
            let from = text.breaks.partition_point(|b| b.at < repair.span.start);
            let breaks = text.breaks.iter().skip(from).take_while(|b| within.contains(&b.at));
            joins.extend(breaks.map(|b| (b.at, repair.kind, repair.cert)));
        }
    }
    joins.sort_by_key(|j| (j.0, j.2));

    let mut desk = Desk {
        text: &text,
        annotations: &annotations,
        lines: settings.lines,
        styles: joined_styles(&text),
        calls,
        joins,
        parts,
        flow,
        surfaces,
        zones,
        line_zones,
        corrected,
        page: 0,
        counts: count(&text, &annotations),
        pictures: Vec::new(),
    };
    let body = desk.body();
    let Desk {
        counts,
        surfaces,
        pictures,
        ..
    } = desk;
    let header = header::header(&text, &annotations, settings);
    Warned::new(
        Edition {
            header,
            surfaces,
            registers,
            body,
            counts,
            pictures,
        },
        diagnostics,
    )
}

/// What the assembling of one edition works with.
pub(super) struct Desk<'a> {
    pub text: &'a Text,
    /// Sorted by start, longer ones first; none crosses another or the end of a block.
    pub annotations: &'a [Annotation],
    pub lines: Lines,
    /// As in the text, but runs of one style that only a space parts are one.
    pub styles: Vec<(Span, Style)>,
    /// The markers: place and note, sorted.
    pub calls: Vec<(usize, usize)>,
    /// What was joined at breaks: place, how, and how sure, sorted.
    pub joins: Vec<(usize, RepairKind, Cert)>,
    pub parts: Vec<Part>,
    pub flow: Flow,
    pub surfaces: Vec<Surface>,
    /// The zones of each block.
    pub zones: Vec<Vec<String>>,
    /// The zone of the line that starts at a break.
    pub line_zones: BTreeMap<usize, String>,
    /// The words put right, sorted: where, what stood there, how sure.
    pub corrected: Vec<(Span, String, Cert)>,
    /// The page at the place that is being set; 0 before the first.
    pub page: u32,
    pub counts: Counts,
    pub pictures: Vec<(String, Vec<u8>)>,
}

impl<'a> Desk<'a> {
    /// Returns the annotations of a block.
    pub(super) fn annotations_in(&self, span: Span) -> &'a [Annotation] {
        let from = self.annotations.partition_point(|a| a.span.start < span.start);
        let to = self.annotations.partition_point(|a| a.span.start < span.end).max(from);
        &self.annotations[from..to]
    }
}

/// Sorts the annotations and sets aside those that cross another or the end of their block.
fn sound(text: &Text, mut annotations: Vec<Annotation>) -> (Vec<Annotation>, Vec<Diagnostic>) {
    annotations.sort_by_key(|a| (a.span.start, std::cmp::Reverse(a.span.end)));
    let mut open: Vec<usize> = Vec::new();
    let mut kept = Vec::with_capacity(annotations.len());
    let mut diagnostics = Vec::new();
    for annotation in annotations {
        let span = annotation.span;
        open.retain(|end| *end > span.start);
        let crosses = open.iter().any(|end| *end < span.end);
        let inside = block_at(text, span.start)
            .and_then(|b| text.blocks.get(b))
            .is_some_and(|b| b.span.contains(span) && !span.is_empty());
        if inside && !crosses && text.string.get(span.start..span.end).is_some() {
            open.push(span.end);
            kept.push(annotation);
        } else {
            let mut doubt = Diagnostic::note(
                "annotation-crosses",
                format!("what {} found crosses another", annotation.rule),
            );
            doubt.page = text.page_at(span.start);
            diagnostics.push(doubt);
        }
    }
    (kept, diagnostics)
}

/// Joins runs of one style that only a space parts.
fn joined_styles(text: &Text) -> Vec<(Span, Style)> {
    let mut styles: Vec<(Span, Style)> = Vec::with_capacity(text.styles.len());
    for &(span, style) in &text.styles {
        if let Some((before, same)) = styles.last_mut() {
            let gap = text.string.get(before.end..span.start);
            if *same == style && gap.is_some_and(|gap| gap.chars().all(|c| c == ' ')) {
                before.end = span.end;
                continue;
            }
            if span.start < before.end {
                continue;
            }
        }
        if !span.is_empty() {
            styles.push((span, style));
        }
    }
    styles
}

fn count(text: &Text, annotations: &[Annotation]) -> Counts {
    let recognised = text
        .pages
        .iter()
        .filter(|p| matches!(p.origin, Origin::Ocr { .. }))
        .count();
    let mut counts = Counts {
        pages: small(text.pages.len()),
        pages_recognised: small(recognised),
        ..Counts::default()
    };
    for annotation in annotations {
        counts.add(&annotation.value);
    }
    counts
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
