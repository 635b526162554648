//! Boxes of words fitted to the ink of the page image.
//!
//! The text layer of a scan tells where a word stands about, as a pen and a font size that somebody guessed; the image
//! tells where its letters are. In come the lines of such a layer, out come the same with the boxes of their ink.

use image::GrayImage;

use super::boxes::{BoxLine, DESCENT};
use super::glyphs::TALL;
use super::ink::Ink;
use crate::span::Rect;

/// How far above and below the told baseline letters are looked for, over the em.
const RISE: f32 = 0.95;
const FALL: f32 = 0.35;
/// A white row no higher than this, over the em, may part a letter from its dot.
const DOT: f32 = 0.14;
/// So far beside its told box a word is looked for, over the em.
const BESIDE: f32 = 0.08;
/// No word is higher than this, over the em: brackets are the highest.
const HIGHEST: f32 = 1.05;

/// Fits upright words to their ink; words without any keep their boxes.
///
/// `ems` are the told sizes of type of the lines in pixels.
pub(crate) fn fit(image: &GrayImage, lines: &mut [BoxLine], ems: &[f32]) {
    let ink = Ink::of(image);
    for (line, em) in lines.iter_mut().zip(ems).filter(|(line, _)| line.angle == 0.0) {
        let baseline = line.baseline.first().map(|point| point.1);
        for word in &mut line.words {
            let baseline = baseline.unwrap_or(word.rect.y1);
            if let Some(found) = letters(&ink, image.dimensions(), &word.rect, baseline, *em) {
                word.rect = found;
            }
        }
        line.baseline.clear();
    }
}

/// Returns the box of the ink that stands on a baseline between the sides of a box.
fn letters(ink: &Ink<'_>, size: (u32, u32), told: &Rect, baseline: f32, em: f32) -> Option<Rect> {
    let across = |value: f32| value.clamp(0.0, size.0 as f32) as usize;
    let bound = |value: f32| value.clamp(0.0, size.1 as f32) as usize;
    let (left, right) = (across(told.x0 - BESIDE * em), across(told.x1 + BESIDE * em));
    let (top, bottom) = (bound(baseline - RISE * em), bound(baseline + FALL * em));
    // No type is so large that it need be looked at; made-up layers may say so.
    if em > size.1 as f32 / 4.0 {
        return None;
    }
    let count = |y: usize| (left..right).filter(|x| ink.at(*x, y)).count();
    let counts: Vec<usize> = (top..bottom).map(count).collect();
    // The small letters are the darkest rows above the baseline.
    let low = bound(baseline - 0.6 * em).saturating_sub(top);
    let high = (bound(baseline + 0.1 * em).saturating_sub(top)).min(counts.len());
    let start = (low..high)
        .max_by_key(|row| counts[*row])
        .filter(|row| counts[*row] > 0)?;
    let gap = (DOT * em) as usize;
    let reach = |rows: &mut dyn Iterator<Item = usize>| {
        let mut last = start;
        for row in rows {
            if counts[row] > 0 {
                last = row;
            } else if last.abs_diff(row) > gap {
                break;
            }
        }
        last
    };
    let first = reach(&mut (0..start).rev());
    let last = reach(&mut (start + 1..counts.len()));
    let inked = |x: &usize| (top + first..=top + last).any(|y| ink.at(*x, y));
    let (from, to) = ((left..right).find(inked)?, (left..right).rfind(inked)?);
    let (mut upper, mut lower) = ((top + first) as f32, (top + last + 1) as f32);
    // Lines set so close that their letters touch.
    if lower - upper > HIGHEST * em {
        (upper, lower) = (upper.max(baseline - TALL * em), lower.min(baseline + DESCENT * em));
    }
    Some(Rect::new(from as f32, upper, (to + 1) as f32, lower))
}
