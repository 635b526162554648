//! Margins: what stands beside the text block is no part of its lines.
//!
//! Small type there is a note in the margin, which belongs to the line beside which it begins. The numbers of lines
//! ([`super::line_numbers`]) are gone by now.

use super::lists::is_item_label;
use super::measure::{Metric, baseline};
use super::{Block, Role};
use crate::read::{Line, Page, Unit};
use crate::repair::NotePlace;
use crate::span::Rect;

/// A line of text is at least so many ems wide; shorter ones do not tell where the text block ends.
const TEXT_WIDTH: f32 = 14.0;
/// The widest note in a margin, as a share of the page: a wider one is a column.
const WIDEST: f32 = 0.25;
/// Type smaller than this share of the body's is small.
const SMALL: f32 = 0.93;

/// What stands in the margins of a page, and what is left of its lines.
#[derive(Debug, Default)]
pub(super) struct Margins {
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
    let glosses: Vec<usize> = candidates
        .into_iter()
        .filter(|i| is_gloss(&lines, *i, &block, page, metric))
        .collect();
    for (i, line) in lines.into_iter().enumerate() {
        if glosses.contains(&i) {
            add(&mut margins.notes, line);
        } else {
            margins.text.push(line);
        }
    }
    margins.notes.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
    margins
}

/// The box of the text: the outermost edges at which several of its lines begin and end.
pub(super) fn text_block(lines: &[Line], metric: &Metric) -> Option<Rect> {
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
        .any(|p| !p.faint && p.rect.y0 < line.rect.y1 && p.rect.y1 > line.rect.y0);
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
