//! Titles and notes among the rows at the edges of pages: rows that look like running heads and tell by what stands by them.
//!
//! In comes a row and the page round it, out comes whether it is the title of a chapter, stands over a number, or is of a note.

use std::collections::BTreeMap;

use super::edge_rows::Candidate;
use super::labels::{Brackets, Label, label_at};
use super::markers::calls;
use super::measure::{Metric, baseline};
use crate::read::{Page, Unit};
use crate::span::Rect;

/// The most lines of a note at the foot that are looked through for its number.
const NOTE_LINES: usize = 8;

/// The letters of the titles of two lines at the heads of pages, and the first page of each: the running head of a chapter
/// repeats in one line what its first page has in two.
pub(super) fn titles_in_lines(candidates: &[Vec<Candidate>]) -> BTreeMap<Vec<char>, usize> {
    let mut titles = BTreeMap::new();
    for (index, rows) in candidates.iter().enumerate() {
        let mut rows: Vec<&Candidate> = rows.iter().filter(|c| c.top).collect();
        rows.sort_by_key(|c| c.depth);
        for pair in rows
            .windows(2)
            .filter(|pair| pair[0].gap < 0.5 && pair.iter().all(|c| !c.key.is_empty()))
        {
            titles
                .entry([pair[0].key.as_slice(), &pair[1].key].concat())
                .or_insert(index);
        }
    }
    titles
}

/// Tells whether a title of plain text stands over a page's number that stands free of both title and text: extractors part
/// the two ends of a running head so.
pub(super) fn is_over_number(row: &Candidate, next: &Candidate, page: &Page) -> bool {
    let free = row.gap >= 0.5 && next.gap >= 0.5;
    page.unit == Unit::Cells
        && row.top
        && row.depth == 0
        && next.bare
        && free
        && short(row, page)
        && !row.text.ends_with(['.', ':', '?', '!'])
}

/// Tells whether a row belongs to a note that the page's text calls: it, or a line close above it in the same type, begins
/// with the number or sign of one. Of end notes nothing is called on their page, but their numbers count on.
pub(super) fn is_of_called_note(row: &Candidate, page: &Page, metric: &Metric) -> bool {
    let Some(&first) = row.lines.first() else { return false };
    let mut at = first;
    let mut below: Option<Label> = None;
    for _ in 0..NOTE_LINES {
        let line = &page.lines[at];
        if let Some(label) = label_at(line) {
            if let Some(below) = &below {
                return counts_on(&label, below);
            }
            let mut others = page.lines.iter().enumerate().filter(|(i, _)| *i != at);
            if others.any(|(_, line)| calls(line, &label)) {
                return true;
            }
            below = Some(label);
        }
        let above = page.lines.iter().enumerate().filter(|(_, l)| {
            let gap = line.rect.y0 - l.rect.y1;
            l.rect.overlap_x(&line.rect) > 0.0
                && baseline(l) < baseline(line)
                && gap < metric.pitch * 0.3
                && (l.size() - line.size()).abs() < metric.body * 0.06
        });
        match above.max_by(|a, b| baseline(a.1).total_cmp(&baseline(b.1))) {
            Some((next, _)) => at = next,
            None => return false,
        }
    }
    false
}

/// Tells whether the label of a note is followed by another in the same brackets.
fn counts_on(label: &Label, next: &Label) -> bool {
    let number = label.ordinal.number().and_then(|n| n.checked_add(1));
    Brackets::of(&label.printed) == Brackets::of(&next.printed) && number.is_some() && number == next.ordinal.number()
}

/// The row is much shorter than a line of text: in its letters, or where sizes are known in the width of its words against
/// that of the page's text.
pub(super) fn short(row: &Candidate, page: &Page) -> bool {
    if page.unit != Unit::Cells {
        let words = row.lines.iter().flat_map(|&i| &page.lines[i].words);
        let width: f32 = words.map(|w| w.rect.width()).sum();
        let text = Rect::around(page.lines.iter().map(|l| &l.rect)).unwrap_or_default();
        return width <= text.width() * 0.75;
    }
    let longest = page
        .lines
        .iter()
        .map(|l| l.words.iter().map(|w| w.text.len() + 1).sum::<usize>())
        .max()
        .unwrap_or(0);
    row.text.len() * 4 <= longest * 3
}
