//! Gutters: white between two columns that Tesseract has read across.
//!
//! A gap between two words that is wide, or that the lines above and below have at the same place, parts columns. In come
//! the lines of a page in Tesseract's order, out comes for each the numbers of the words that begin a line of their own.

use super::glyphs::GlyphLine;
use crate::span::Rect;

/// A gap that is wider, in ems, parts two lines: no justified text is set so wide.
const WIDE: f32 = 1.5;
/// A narrower one is a gutter if lines one below the other share so much of it, in ems.
const SHARED: f32 = 0.7;
/// So many lines.
const LINES: usize = 3;
/// And if there is text of this width on both sides, in ems: a number with its item is no column.
const COLUMN: f32 = 5.0;

/// The gaps of consecutive lines at one place.
struct River {
    from: f32,
    to: f32,
    /// Line and word.
    gaps: Vec<(usize, usize)>,
}

/// Returns for each line the numbers of the words before which it is to be parted; `sizes` are the ems of the lines.
pub(super) fn find(lines: &[GlyphLine], sizes: &[f32]) -> Vec<Vec<usize>> {
    let mut parted: Vec<Vec<usize>> = vec![Vec::new(); lines.len()];
    let mut open: Vec<River> = Vec::new();
    let mut above: Option<Rect> = None;
    for (number, (line, size)) in lines.iter().zip(sizes).enumerate() {
        let extent = Rect::around(line.words.iter().map(|word| &word.rect));
        let Some(extent) = extent.filter(|_| line.angle == 0.0) else {
            settle(std::mem::take(&mut open), &mut parted);
            continue;
        };
        if !above.is_some_and(|above| {
            extent.y0 > above.y0 && extent.y0 < above.y1 + 2.0 * size && extent.overlap_x(&above) > 0.0
        }) {
            settle(std::mem::take(&mut open), &mut parted);
        }
        above = Some(extent);
        let mut going: Vec<River> = Vec::new();
        for (at, pair) in line.words.windows(2).enumerate() {
            let (from, to) = (pair[0].rect.x1, pair[1].rect.x0);
            if to - from > WIDE * size
                && let Some(parted) = parted.get_mut(number)
            {
                parted.push(at + 1);
            }
            if to - from < SHARED * size || from - extent.x0 < COLUMN * size || extent.x1 - to < COLUMN * size {
                continue;
            }
            let shared = |river: &River| river.to.min(to) - river.from.max(from);
            let mut river = match open.iter().position(|river| shared(river) >= SHARED * size) {
                Some(found) => open.remove(found),
                None => River {
                    from,
                    to,
                    gaps: Vec::new(),
                },
            };
            (river.from, river.to) = (river.from.max(from), river.to.min(to));
            river.gaps.push((number, at + 1));
            going.push(river);
        }
        settle(std::mem::replace(&mut open, going), &mut parted);
    }
    settle(open, &mut parted);
    for words in &mut parted {
        words.sort_unstable();
        words.dedup();
    }
    parted
}

/// Parts the lines of rivers that are long enough.
fn settle(ended: Vec<River>, parted: &mut [Vec<usize>]) {
    for river in ended.iter().filter(|river| river.gaps.len() >= LINES) {
        for (line, word) in &river.gaps {
            if let Some(words) = parted.get_mut(*line) {
                words.push(*word);
            }
        }
    }
}
