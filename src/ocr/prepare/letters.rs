//! The size of the letters on a page image, measured on their ink before anything is read.
//!
//! In comes a page, out comes the height of its small letters in pixels. It tells the resolution where a file does not, or
//! lies: most print is set in types of one size.

use image::GrayImage;

use crate::ocr::detect::strip_of_height;
use crate::ocr::ink::Ink;

/// The small letters of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::ocr) struct Letters {
    /// Height of a small letter, pixels.
    pub(in crate::ocr) height: f32,
    /// So many letters were measured.
    pub(in crate::ocr) count: usize,
}

/// One part in so many of the page is looked at: the strip with most text.
const PARTS: u32 = 6;
/// Blots of fewer or more pixels in height are no letters.
const HEIGHTS: std::ops::RangeInclusive<usize> = 4..=160;
/// What is so many times as wide as high is a rule, or a word run together.
const WIDEST: usize = 4;
/// Letters of one height differ by no more than this share.
const ALIKE: f32 = 0.12;
/// Letters with ascenders, and capitals, are so many times as high as small ones.
const TALL: std::ops::RangeInclusive<f32> = 1.25..=1.75;
/// And there are so many of them for each small one. Dots of a screen, all of one size, have no such kin.
const TALL_SHARE: std::ops::RangeInclusive<f32> = 0.08..=1.2;
/// With fewer small letters nothing is told.
const FEWEST: usize = 60;
/// The size of type that most books are set in, points, and the height of its small letters.
const POINTS: f32 = 10.5;
const SMALL: f32 = 0.45;

impl Letters {
    /// Measures the letters of a page; `None` where there are too few, or none of two heights as letters have.
    pub(in crate::ocr) fn of(page: &GrayImage) -> Option<Self> {
        let strip = strip_of_height(page, (page.height() / PARTS).max(1))?;
        let mut counts = [0_usize; *HEIGHTS.end() + 1];
        for (width, height) in blots(&strip) {
            if HEIGHTS.contains(&height) && width <= WIDEST * height {
                counts[height] += 1;
            }
        }
        let between = |from: f32, to: f32| {
            let heights = HEIGHTS.filter(move |height| (from..=to).contains(&(*height as f32)));
            heights.map(|height| (height, counts.get(height).copied().unwrap_or(0)))
        };
        let near = |height: f32| between(height * (1.0 - ALIKE), height * (1.0 + ALIKE));
        let ink = |height: &usize| {
            near(*height as f32)
                .map(|(height, count)| height * count)
                .sum::<usize>()
        };
        let most = HEIGHTS.max_by_key(ink)? as f32;
        let count: usize = near(most).map(|(_, count)| count).sum();
        let tall: usize = between(most * TALL.start(), most * TALL.end())
            .map(|(_, count)| count)
            .sum();
        if count < FEWEST || !TALL_SHARE.contains(&(tall as f32 / count as f32)) {
            return None;
        }
        let sum: usize = near(most).map(|(height, count)| height * count).sum();
        Some(Self {
            height: sum as f32 / count as f32,
            count,
        })
    }

    /// Returns the resolution at which letters of this height are those of ordinary type, dots per inch.
    pub(in crate::ocr) fn dpi(self) -> f32 {
        self.height / (POINTS * SMALL) * 72.0
    }
}

/// A row of ink that hangs together with those above it.
#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    blot: usize,
}

/// Ink that hangs together.
#[derive(Clone, Copy)]
struct Blot {
    /// The blot that this one was found to be part of; itself where it is whole.
    whole: usize,
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
}

/// Returns width and height of each blot of ink.
fn blots(image: &GrayImage) -> Vec<(usize, usize)> {
    let ink = Ink::of(image);
    let (width, height) = (image.width() as usize, image.height() as usize);
    let mut blots: Vec<Blot> = Vec::new();
    let mut above: Vec<Run> = Vec::new();
    for y in 0..height {
        let mut runs: Vec<Run> = Vec::new();
        let mut x = 0;
        while x < width {
            if !ink.at(x, y) {
                x += 1;
                continue;
            }
            let from = x;
            while x < width && ink.at(x, y) {
                x += 1;
            }
            let mut found: Option<usize> = None;
            for run in above.iter().filter(|run| run.from <= x && from <= run.to) {
                let other = whole(&blots, run.blot);
                found = Some(found.map_or(other, |one| joined(&mut blots, one, other)));
            }
            let blot = found.unwrap_or(blots.len());
            if let Some(known) = blots.get_mut(blot) {
                (known.left, known.right) = (known.left.min(from), known.right.max(x));
                known.bottom = y + 1;
            } else {
                blots.push(Blot {
                    whole: blot,
                    left: from,
                    right: x,
                    top: y,
                    bottom: y + 1,
                });
            }
            runs.push(Run { from, to: x, blot });
        }
        above = runs;
    }
    let whole = blots.iter().enumerate().filter(|(at, blot)| *at == blot.whole);
    whole
        .map(|(_, blot)| (blot.right - blot.left, blot.bottom - blot.top))
        .collect()
}

fn whole(blots: &[Blot], mut at: usize) -> usize {
    while let Some(blot) = blots.get(at)
        && blot.whole != at
    {
        at = blot.whole;
    }
    at
}

/// Makes one blot of two and returns which it is.
fn joined(blots: &mut [Blot], one: usize, other: usize) -> usize {
    let (kept, gone) = (one.min(other), one.max(other));
    if kept != gone
        && let (Some(part), Some(mut sum)) = (blots.get(gone).copied(), blots.get(kept).copied())
    {
        (sum.left, sum.right) = (sum.left.min(part.left), sum.right.max(part.right));
        (sum.top, sum.bottom) = (sum.top.min(part.top), sum.bottom.max(part.bottom));
        blots[kept] = sum;
        blots[gone].whole = kept;
    }
    kept
}
