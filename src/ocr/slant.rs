//! Italics, told by the slant of their strokes: Tesseract's networks do not say.
//!
//! In come the lines of a page, out come the same with [`Style::italic`] set on words that lean. A word is sheared by one
//! angle after the other; at the angle of its strokes their ink stands in few columns, so the sum of the squares of
//! the columns is largest there. What leans is told by comparing the best angle of italics with the best near the upright:
//! a word that stands between the two is taken for what its neighbours are.
//!
//! [`Style::italic`]: crate::read::Style::italic

use super::ink::Ink;
use crate::read::{Line, Word};

/// Tangents of the angles that are tried, 0.04 apart: from 6 degrees backwards to 21 forwards.
const FIRST: i32 = -3;
const LAST: i32 = 10;
const STEP: f32 = 0.04;
/// Steps from the page's own angle that still are upright, and those of italics: 7 to 20 degrees.
const UPRIGHT: std::ops::RangeInclusive<i32> = -2..=1;
const ITALIC: std::ops::RangeInclusive<i32> = 3..=9;
/// A word leans where the best angle of italics is so many times as good as the best upright one, and stands where it
/// is less than the other. Measured on six faces: upright words have up to 1.05, italic ones 1.1 and more.
const LEANS: f32 = 1.03;
const STANDS: f32 = 0.98;
/// Words of fewer letters tell nothing.
const FEWEST: usize = 3;
/// In type smaller than this, pixels to the em, strokes are too coarse to lean.
const LEAST_EM: f32 = 22.0;

/// What the strokes of a word do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slant {
    Leans,
    Stands,
    Unclear,
}

/// Sets the italic style of the words of a page.
pub(super) fn mark_italic(lines: &mut [Line], ink: Ink<'_>) {
    for line in lines.iter_mut().filter(|line| line.angle == 0.0) {
        let slants: Vec<Slant> = line.words.iter().map(|word| slant(word, ink)).collect();
        for (at, word) in line.words.iter_mut().enumerate() {
            let (before, rest) = slants.split_at(at);
            let leans = match rest.first() {
                Some(Slant::Leans) => true,
                Some(Slant::Unclear) => {
                    let is_clear = |slant: &&Slant| **slant != Slant::Unclear;
                    let sides = [before.iter().rev().find(is_clear), rest.iter().find(is_clear)];
                    sides == [Some(&Slant::Leans); 2]
                }
                _ => false,
            };
            if leans && !word.style.superscript {
                word.style.italic = true;
            }
        }
    }
}

fn slant(word: &Word, ink: Ink<'_>) -> Slant {
    let letters = word.text.chars().filter(|c| c.is_alphanumeric()).count();
    if word.style.superscript || letters < FEWEST || word.size < LEAST_EM {
        return Slant::Unclear;
    }
    let sharp = sharpness(word, ink);
    let best = |steps: std::ops::RangeInclusive<i32>| {
        let values = steps.filter_map(|step| sharp.get((step - FIRST) as usize).copied());
        values.max().unwrap_or(0) as f32
    };
    match best(ITALIC) / best(UPRIGHT).max(1.0) {
        share if share > LEANS => Slant::Leans,
        share if share < STANDS => Slant::Stands,
        _ => Slant::Unclear,
    }
}

/// Returns for each angle the sum of the squares of the columns of a word's ink above the baseline.
fn sharpness(word: &Word, ink: Ink<'_>) -> Vec<u64> {
    let bound = |value: f32| value.max(0.0) as usize;
    let (left, right) = (bound(word.rect.x0), bound(word.rect.x1));
    let (top, foot) = (bound(word.baseline - 0.72 * word.size), bound(word.baseline));
    let points: Vec<(usize, usize)> = (top..foot)
        .flat_map(|y| {
            (left..right)
                .filter(move |x| ink.at(*x, y))
                .map(move |x| (x - left, foot - y))
        })
        .collect();
    let reach = (LAST as f32 * STEP * (foot.saturating_sub(top)) as f32) as usize + 2;
    let mut columns = vec![0_u64; right.saturating_sub(left) + 2 * reach];
    let angle = |step: i32| {
        columns.fill(0);
        for (x, rise) in &points {
            let moved = *x as f32 + reach as f32 - step as f32 * STEP * *rise as f32;
            if let Some(column) = columns.get_mut(moved as usize) {
                *column += 1;
            }
        }
        columns.iter().map(|count| count * count).sum()
    };
    (FIRST..=LAST).map(angle).collect()
}
