//! Notes that run on over a page or column end: which small print at a foot is the rest of the note before.
//!
//! The rest stands at the head of the next notes, without a number. What else is printed small at a page's foot (a caption,
//! a source, an imprint) looks like it; it is the rest of a note only where the note before is open, or filled its last line
//! and goes on in the same type at the same edge. In a plain text, which has no type, the note before must be open.

use super::labels::label_at;
use super::measure::{Metric, baseline};
use super::sentences::ends_sentence;
use super::{Block, LaidPage, Role};
use crate::read::{Line, Page, Unit};
use crate::repair::NotePlace;

/// Settles for each page whether its notes begin with the rest of a note from before.
pub(super) fn settle(pages: &mut [LaidPage]) {
    // The last note so far: its page and block.
    let mut last: Option<(usize, usize)> = None;
    for p in 0..pages.len() {
        if pages[p].facts.unit == Unit::Cells {
            find_typed(pages, p, last);
        }
        let mut b = 0;
        while b < pages[p].blocks.len() {
            if begins_foot(&pages[p].blocks[b]) {
                let before = last.map(|(q, c)| (&pages[q], &pages[q].blocks[c]));
                // A page between that has text and no notes ends them.
                let near =
                    last.is_some_and(|(q, _)| pages.iter().take(p).skip(q + 1).all(|page| page.blocks.is_empty()));
                if !(near && before.is_some_and(|before| goes_on(before, &pages[p], b))) {
                    b = take_back(&mut pages[p].blocks, b);
                    continue;
                }
            }
            if is_foot_note(&pages[p].blocks[b]) {
                last = Some((p, b));
            }
            b += 1;
        }
    }
}

fn is_foot_note(block: &Block) -> bool {
    let place = |p: NotePlace| p == NotePlace::Foot;
    matches!(block.role, Role::Note { place: p, .. } if place(p))
}

/// The head of a column's notes without a number.
fn begins_foot(block: &Block) -> bool {
    is_foot_note(block) && block.continues
}

/// Makes text of what was taken for the rest of a note, from block `at` to the next numbered one; returns where that stands.
///
/// It stands before a paragraph that the page's end cuts, so that this runs on undisturbed.
fn take_back(blocks: &mut [Block], at: usize) -> usize {
    let end = (at..blocks.len())
        .find(|&i| i > at && !matches!(blocks[i].role, Role::Note { label: None, .. }))
        .unwrap_or(blocks.len());
    for block in &mut blocks[at..end] {
        block.role = Role::Paragraph;
        block.continues = false;
    }
    float_before_cut(blocks, at..end);
    end
}

/// Returns the first line below the notes of a column that is none of them: behind a rule, or set apart and in the middle or
/// of another size (an imprint, a closing notice).
pub(super) fn print_below(notes: &[Line], page: &Page, metric: &Metric) -> usize {
    let labelled = notes.iter().rposition(|l| label_at(l).is_some());
    let Some(from) = labelled.filter(|_| metric.sized) else {
        return notes.len();
    };
    let left = notes.iter().map(|l| l.rect.x0).fold(f32::MAX, f32::min);
    let right = notes.iter().map(|l| l.rect.x1).fold(f32::MIN, f32::max);
    let centred = |l: &Line| {
        let (before, behind) = (l.rect.x0 - left, right - l.rect.x1);
        before.min(behind) > metric.body && (before - behind).abs() < metric.body
    };
    let begins = |&i: &usize| {
        let (above, line) = (&notes[i - 1], &notes[i]);
        let ruled = page.rules.iter().any(|r| {
            r.y0 > baseline(above) + above.size() * 0.35
                && r.y1 < line.rect.y0 + line.rect.height() * 0.3
                && r.width() > metric.body * 2.0
                && r.height() < metric.body * 0.5
        });
        let apart = (baseline(line) - baseline(above)) / above.size().max(1.0) >= 1.5 && !metric.scanned;
        let other = (line.size() - above.size()).abs() > above.size() * 0.06;
        ends_sentence(above) && (ruled || (apart && (other || notes[i..].iter().all(centred))))
    };
    (from + 1..notes.len()).find(begins).unwrap_or(notes.len())
}

/// Sets the small print below the notes of a column, which begin at block `first`, before the paragraph of the text that the
/// page's end cuts, or behind the text.
pub(super) fn float_print(blocks: &mut [Block], first: usize) {
    if blocks.len() > first + 1 && blocks.last().is_some_and(|b| b.role == Role::Paragraph) {
        blocks[first..].rotate_right(1);
        float_before_cut(blocks, first..first + 1);
    }
}

/// Sets small print that stands behind a paragraph which the page's end cuts before this.
fn float_before_cut(blocks: &mut [Block], range: std::ops::Range<usize>) {
    let cut = range.start.checked_sub(1).filter(|&i| {
        let block = &blocks[i];
        block.role == Role::Paragraph && block.column == blocks[range.start].column && is_open(block)
    });
    if let Some(cut) = cut {
        blocks[cut..range.end].rotate_left(1);
    }
}

fn is_open(block: &Block) -> bool {
    block.lines.last().is_some_and(|l| !ends_sentence(l))
}

fn ends_in_hyphen(line: &Line) -> bool {
    let last = line.words.last();
    last.is_some_and(|w| w.text.ends_with(['-', '\u{ad}', '\u{2010}', '¬']))
}

fn begins_small(line: &Line) -> bool {
    line.words[0].text.starts_with(char::is_lowercase)
}

/// Tells whether the note of `before` runs on in block `at` of a page.
fn goes_on((page, before): (&LaidPage, &Block), after: &LaidPage, at: usize) -> bool {
    let block = &after.blocks[at];
    let (Some(last), Some(first)) = (before.lines.last(), block.lines.first()) else {
        return false;
    };
    if after.facts.unit == Unit::Cells || ends_in_hyphen(last) {
        return true;
    }
    let tolerance = if matches!(after.facts.unit, Unit::Points) {
        0.04
    } else {
        0.15
    };
    let same_size = (last.size() - first.size()).abs() <= last.size() * tolerance;
    let open = !ends_sentence(last);
    if same_size && open && begins_small(first) {
        return true;
    }
    // The line is full: the first word of the next had no room. Notes may be set narrower than the text.
    let right = notes_edge(page, before.column).unwrap_or_else(|| right_edge(page, before.column));
    let full = right - last.rect.x1 < first.words[0].rect.width() + last.size() * 0.4;
    if !same_size || !full {
        return false;
    }
    if open {
        return true;
    }
    // A sentence that ended with the page: the rest begins at the edge of the notes, and is more than a line or stands
    // before further notes.
    let followed = after.blocks[at + 1..]
        .iter()
        .take_while(|b| b.column == block.column)
        .any(is_foot_note);
    let inset = |page: &LaidPage, column: u16, line: &Line| line.rect.x0 - left_edge(page, column);
    let turned = before.lines.get(1).unwrap_or(last);
    let edge = (inset(after, block.column, first) - inset(page, before.column, turned)).abs() < last.size() * 0.8;
    edge && (followed || block.lines.len() > 1)
}

/// Where the lines of a column's notes end, where a note of several lines tells.
fn notes_edge(page: &LaidPage, column: u16) -> Option<f32> {
    let notes = page.blocks.iter().filter(|b| b.column == column && is_foot_note(b));
    let told = notes.clone().any(|b| b.lines.len() > 2);
    told.then(|| notes.map(|b| b.rect.x1).fold(f32::MIN, f32::max))
}

fn right_edge(page: &LaidPage, column: u16) -> f32 {
    let mine = page.blocks.iter().filter(|b| b.column == column);
    mine.map(|b| b.rect.x1).fold(f32::MIN, f32::max)
}

fn left_edge(page: &LaidPage, column: u16) -> f32 {
    let mine = page.blocks.iter().filter(|b| b.column == column);
    mine.map(|b| b.rect.x0).fold(f32::MAX, f32::min)
}

/// Finds in a page of plain text the rest of a note that the page before left open: the last paragraph before the notes or
/// the page's end, which goes on with a small letter, or stands behind a paragraph that itself is cut.
fn find_typed(pages: &mut [LaidPage], at: usize, last: Option<(usize, usize)>) {
    let Some((q, c)) = last.filter(|(q, _)| *q < at) else {
        return;
    };
    let before = &pages[q].blocks[c];
    let near = pages[q + 1..at].iter().all(|page| page.blocks.is_empty());
    if !near || !is_open(before) || begins_foot_of(&pages[at]) {
        return;
    }
    let cut = before.lines.last().is_some_and(ends_in_hyphen);
    let blocks = &pages[at].blocks;
    let end = blocks.iter().position(is_foot_note).unwrap_or(blocks.len());
    let Some(k) = end.checked_sub(1).filter(|&k| k > 0) else {
        return;
    };
    let text = |b: &Block| {
        matches!(
            b.role,
            Role::Paragraph | Role::Quote | Role::Item { .. } | Role::ItemParagraph { .. }
        )
    };
    if !matches!(blocks[k].role, Role::Paragraph | Role::Quote) || !text(&blocks[k - 1]) {
        return;
    }
    let small = blocks[k].lines.first().is_some_and(begins_small);
    if small || (is_open(&blocks[k - 1]) && (cut || !blocks[k].indented)) {
        let block = &mut pages[at].blocks[k];
        block.role = Role::Note {
            label: None,
            place: NotePlace::Foot,
        };
        block.continues = true;
    }
}

/// Tells whether the page's notes begin with a rest already.
fn begins_foot_of(page: &LaidPage) -> bool {
    page.blocks.iter().find(|b| is_foot_note(b)).is_some_and(begins_foot)
}
