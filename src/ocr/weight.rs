//! Bold type, told by the thickness of its strokes: Tesseract's networks do not say.
//!
//! In come the lines of a page, out come the same with [`Style::bold`] set on those whose strokes are thicker than most
//! of the page's. The area of a stroke over the length of its outline is half its width, whatever the letter; both are counts
//! of pixels. Whole lines only: a single word holds too few strokes.

use super::ink::Ink;
use crate::read::{Line, Word};
use crate::span::Rect;

/// Strokes thicker than those of most letters by this factor are bold. Measured on the scans of eight books: most lines of one
/// weight have .90 to 1.10, bold ones 1.28 to 1.7.
const BOLD: f32 = 1.25;
/// Capitals and small capitals are thicker for their em than small letters: ordinary ones have 1.15 to 1.24.
const BOLD_CAPITALS: f32 = 1.3;
/// A line next to a bold one, of the same size, needs less.
const BESIDE_BOLD: f32 = 1.18;
/// A line of fewer letters tells no weight.
const FEW: usize = 6;

/// Area and outline of ink, in pixels.
#[derive(Clone, Copy, Debug, Default)]
struct Strokes {
    area: u32,
    outline: u32,
}

/// Sets the bold style of the lines of a page.
pub(super) fn mark_bold(lines: &mut [Line], ink: Ink<'_>) {
    let weights: Vec<Option<f32>> = lines.iter().map(|line| weight(line, ink)).collect();
    let mut all: Vec<(f32, usize)> = lines
        .iter()
        .zip(&weights)
        .filter_map(|(line, weight)| Some(((*weight)?, letters(line))))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = all.iter().map(|(_, letters)| letters).sum::<usize>() / 2;
    let mut seen = 0;
    let Some((ordinary, _)) = all.iter().find(|(_, letters)| {
        seen += letters;
        seen > half
    }) else {
        return;
    };
    let thicker = |at: usize, factor: f32| {
        let weight = weights.get(at).copied().flatten();
        weight.is_some_and(|weight| weight > ordinary * factor)
    };
    let sure = |at: usize| match lines.get(at) {
        Some(line) if is_capitals(line) => thicker(at, BOLD_CAPITALS),
        Some(_) => thicker(at, BOLD),
        None => false,
    };
    let alike = |a: usize, b: usize| match (lines.get(a), lines.get(b)) {
        (Some(a), Some(b)) => (a.size() - b.size()).abs() < a.size() * 0.1 && is_capitals(a) == is_capitals(b),
        _ => false,
    };
    let beside = |at: usize, next: usize| sure(next) && alike(at, next) && thicker(at, BESIDE_BOLD);
    let bold: Vec<bool> = (0..lines.len())
        .map(|at| sure(at) || beside(at, at + 1) || at.checked_sub(1).is_some_and(|before| beside(at, before)))
        .collect();
    for (line, bold) in lines.iter_mut().zip(bold) {
        if bold {
            line.words.iter_mut().for_each(|word| word.style.bold = true);
        }
    }
}

fn is_capitals(line: &Line) -> bool {
    let words = line.words.iter().flat_map(|word| word.text.chars());
    let (small, all) = words.filter(|c| c.is_alphabetic()).fold((0, 0), |(small, all), c| {
        (small + usize::from(c.is_lowercase()), all + 1)
    });
    small * 4 < all
}

/// Returns the width of a line's strokes over its em; `None` where it has too few letters, or is turned.
fn weight(line: &Line, ink: Ink<'_>) -> Option<f32> {
    if line.angle != 0.0 || letters(line) < FEW {
        return None;
    }
    let words = line.words.iter().filter(|word| is_of_letters(word));
    let sum = words.fold(Strokes::default(), |sum, word| {
        let one = strokes(&word.rect, ink);
        Strokes {
            area: sum.area + one.area,
            outline: sum.outline + one.outline,
        }
    });
    (sum.outline > 0).then(|| sum.area as f32 / sum.outline as f32 / line.size().max(1.0))
}

fn letters(line: &Line) -> usize {
    let words = line.words.iter().filter(|word| is_of_letters(word));
    words.map(|word| word.text.chars().count()).sum()
}

fn is_of_letters(word: &Word) -> bool {
    !word.style.superscript && word.text.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

/// Counts the ink in a box, and the sides of its pixels that touch paper.
fn strokes(rect: &Rect, ink: Ink<'_>) -> Strokes {
    let bound = |value: f32| value.max(0.0) as usize;
    let (left, right) = (bound(rect.x0), bound(rect.x1));
    let (top, bottom) = (bound(rect.y0), bound(rect.y1));
    let mut found = Strokes::default();
    for y in top..bottom {
        for x in left..right {
            if ink.at(x, y) {
                found.area += 1;
                found.outline += u32::from(!ink.at(x + 1, y))
                    + u32::from(!ink.at(x, y + 1))
                    + u32::from(x == 0 || !ink.at(x - 1, y))
                    + u32::from(y == 0 || !ink.at(x, y - 1));
            }
        }
    }
    found
}
