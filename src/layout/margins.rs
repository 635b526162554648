//! Margins: what stands beside the text block is no part of its lines.
//!
//! Numbers that count the lines (every line, or each fifth) are furniture; small type is a note in the margin, which belongs
//! to the line beside which it begins.

use super::lists::is_item_label;
use super::measure::{Metric, baseline};
use super::{Block, Role};
use crate::read::{Line, Page, Unit};
use crate::repair::{Furniture, FurnitureKind, FurniturePlace, NotePlace};
use crate::span::Rect;

/// A line of text is at least so many ems wide; shorter ones do not tell where the text block ends.
const TEXT_WIDTH: f32 = 14.0;
/// The widest note in a margin, as a share of the page: a wider one is a column.
const WIDEST: f32 = 0.25;
/// Type smaller than this share of the body's is small.
const SMALL: f32 = 0.93;
/// The fewest numbers that count lines.
const FEWEST: usize = 3;

/// What stands in the margins of a page, and what is left of its lines.
#[derive(Debug, Default)]
pub(super) struct Margins {
    /// The numbers of lines.
    pub(super) numbers: Vec<Furniture>,
    /// The notes, from top to bottom.
    pub(super) notes: Vec<Block>,
    /// The lines of the text block, in their order.
    pub(super) text: Vec<Line>,
}

/// Takes a page's lines apart.
pub(super) fn take(lines: Vec<Line>, page: &Page, metric: &Metric) -> Margins {
    let mut margins = Margins::default();
    let Some(block) = text_block(&lines, metric).filter(|_| page.unit != Unit::Cells) else {
        margins.text = lines;
        return margins;
    };
    let outside = |l: &Line| {
        l.angle == 0.0
            && (l.rect.x1 <= block.x0 - metric.body * 0.3 || l.rect.x0 >= block.x1 + metric.body * 0.3)
            && l.rect.width() < page.width * WIDEST
            && l.rect.y1 > block.y0
            && l.rect.y0 < block.y1
    };
    let candidates: Vec<usize> = (0..lines.len()).filter(|&i| outside(&lines[i])).collect();
    let numbers = line_numbers(&lines, &candidates, metric);
    let glosses: Vec<usize> = candidates
        .into_iter()
        .filter(|i| !numbers.contains(i) && is_gloss(&lines, *i, &block, page, metric))
        .collect();
    for (i, line) in lines.into_iter().enumerate() {
        if numbers.contains(&i) {
            margins.numbers.push(Furniture {
                kind: FurnitureKind::LineNumber,
                place: FurniturePlace::Margin,
                text: line.text(),
                rect: line.rect,
            });
        } else if glosses.contains(&i) {
            add(&mut margins.notes, line);
        } else {
            margins.text.push(line);
        }
    }
    margins.notes.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
    margins
}

/// The box of the text: the outermost edges at which several of its lines begin and end.
fn text_block(lines: &[Line], metric: &Metric) -> Option<Rect> {
    let full: Vec<&Rect> = lines
        .iter()
        .filter(|l| l.angle == 0.0 && l.rect.width() >= metric.body * TEXT_WIDTH && l.size() >= metric.body * SMALL)
        .map(|l| &l.rect)
        .collect();
    let least = (full.len() / 10).max(3);
    let shared = |edge: fn(&Rect) -> f32, outer: fn(f32, f32) -> f32| {
        let near = |x: f32| full.iter().filter(|r| (edge(r) - x).abs() < metric.body * 0.5).count();
        full.iter().map(|r| edge(r)).filter(|x| near(*x) >= least).reduce(outer)
    };
    let (x0, x1) = (shared(|r| r.x0, f32::min)?, shared(|r| r.x1, f32::max)?);
    let around = Rect::around(full)?;
    Some(Rect::new(x0, around.y0, x1, around.y1))
}

/// Finds the numbers that count lines: as far apart as the lines that they count.
fn line_numbers(lines: &[Line], candidates: &[usize], metric: &Metric) -> Vec<usize> {
    let number = |i: usize| lines[i].text().parse::<u16>().ok().filter(|n| *n > 0);
    let mut numbered: Vec<(usize, u16)> = candidates.iter().filter_map(|&i| Some((i, number(i)?))).collect();
    numbered.sort_by(|a, b| baseline(&lines[a.0]).total_cmp(&baseline(&lines[b.0])));
    let fits = |a: &(usize, u16), b: &(usize, u16)| {
        let apart = (baseline(&lines[b.0]) - baseline(&lines[a.0])) / metric.pitch;
        let counted = f32::from(b.1) - f32::from(a.1);
        // Headings and the space round them make the distance a little longer than the lines that are counted.
        counted >= 1.0 && apart > counted * 0.85 && apart < counted * 1.15 + 3.0
    };
    let steps: Vec<u16> = numbered.windows(2).map(|w| w[1].1.saturating_sub(w[0].1)).collect();
    let even = steps.windows(2).all(|s| s[0] == s[1]);
    if numbered.len() >= FEWEST && even && numbered.windows(2).all(|w| fits(&w[0], &w[1])) {
        return numbered.into_iter().map(|n| n.0).collect();
    }
    // Two numbers of a short page, both round: `5` and `10`.
    let round = |n: &(usize, u16)| n.1.is_multiple_of(5);
    if !numbered.is_empty() && numbered.iter().all(round) && numbered.windows(2).all(|w| fits(&w[0], &w[1])) {
        return numbered.into_iter().map(|n| n.0).collect();
    }
    Vec::new()
}

/// A line of a note in the margin: small, in letters, and no cell of a row of such type nor the legend of a picture.
fn is_gloss(lines: &[Line], i: usize, block: &Rect, page: &Page, metric: &Metric) -> bool {
    let line = &lines[i];
    let inside = |l: &&Line| l.rect.x1 > block.x0 && l.rect.x0 < block.x1;
    let row = |l: &&Line| (baseline(l) - baseline(line)).abs() < metric.body * 0.3;
    let cell = lines
        .iter()
        .filter(inside)
        .filter(row)
        .any(|l| (l.size() - line.size()).abs() < metric.body * 0.04);
    let beside_picture = page
        .pictures
        .iter()
        .any(|p| p.rect.y0 < line.rect.y1 && p.rect.y1 > line.rect.y0);
    line.size() < metric.body * SMALL
        && line.words.iter().any(|w| w.text.chars().any(char::is_alphabetic))
        && !is_item_label(&line.words[0].text)
        && !cell
        && !beside_picture
}

/// Adds a line to the note that it goes on, or makes a new one.
fn add(notes: &mut Vec<Block>, line: Line) {
    let open = notes.iter_mut().find(|note| {
        let apart = line.rect.y0 - note.rect.y1;
        note.rect.overlap_x(&line.rect) > 0.0 && apart > -line.size() && apart < line.size() * 0.8
    });
    match open {
        Some(note) => {
            note.rect = note.rect.union(&line.rect);
            note.lines.push(line);
        }
        None => {
            let role = Role::Note {
                label: Some(String::new()),
                place: NotePlace::Margin,
            };
            notes.push(Block::new(role, vec![line], 0));
        }
    }
}
