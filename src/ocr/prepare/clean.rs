//! What is wrong with a whole page image, put right in place, pixel for pixel: white on black, the black bed of a scanner, and
//! letters of the neighbouring page.

use std::ops::Range;

use image::GrayImage;

use super::neighbour;

/// What was done to a page image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cleaned {
    /// It was white on black.
    pub(crate) is_inverted: bool,
    /// Letters of the neighbouring page were taken out.
    pub(crate) had_neighbour: bool,
}

/// One pixel in so many is looked at.
const STEP: usize = 13;
/// Ink and paper differ at least so much.
const LEAST_CONTRAST: u8 = 50;
/// A page is white on black if more than this share of it is dark, in squares that are dark for the most part.
const MOSTLY_DARK: f32 = 0.7;
/// And less than this share of it is light: a page on a black bed has its own paper.
const HARDLY_LIGHT: f32 = 0.12;
/// Side of a square, inches.
const SIDE: f32 = 0.1;
/// The bed of a scanner is darker than this; the paper in the shadow of a fold is hardly ever.
const BLACK: u8 = 48;
/// From this share of dark pixels on, an edge of the image shows the bed of the scanner.
const BED: f32 = 0.3;
/// The noise of a bed reaches so many times its deviation above its level.
const NOISE: f32 = 3.5;

/// Makes a page image black on white and its black borders white. A page that needs neither costs a look at some pixels.
pub(crate) fn clean(image: &mut GrayImage, dpi: f32) -> Cleaned {
    let mut cleaned = Cleaned::default();
    if image.width() < 8 || image.height() < 8 {
        return cleaned;
    }
    let Some(middle) = middle(image) else { return cleaned };
    let side = ((SIDE * dpi) as usize).clamp(8, 250);
    let dark = image.as_raw().iter().step_by(STEP).filter(|p| **p < middle).count();
    if dark as f32 > 0.5 * (image.as_raw().len() / STEP) as f32 {
        let squares = Squares::of(image, side, middle);
        let share = |is: fn(f32) -> bool| {
            squares.dark.iter().filter(|dark| is(**dark)).count() as f32 / squares.dark.len().max(1) as f32
        };
        if share(|dark| dark > 0.5) > MOSTLY_DARK && share(|dark| dark < 0.3) < HARDLY_LIGHT {
            image.iter_mut().for_each(|pixel| *pixel = 255 - *pixel);
            cleaned.is_inverted = true;
            return cleaned;
        }
    }
    if let Some(bed) = bed(image, middle) {
        whiten_bed(image, side, bed);
    }
    cleaned.had_neighbour = neighbour::whiten(image, dpi);
    cleaned
}

/// Returns the level half way between the page's dark and its light; `None` where all of it is about the same.
fn middle(image: &GrayImage) -> Option<u8> {
    let mut counts = [0_usize; 256];
    let mut all = 0;
    for pixel in image.as_raw().iter().step_by(STEP) {
        counts[usize::from(*pixel)] += 1;
        all += 1;
    }
    let at = |share: f32| {
        let wanted = (all as f32 * share) as usize;
        let mut seen = 0;
        (0..=u8::MAX).zip(counts).find_map(|(level, count)| {
            seen += count;
            (seen > wanted).then_some(level)
        })
    };
    let (dark, light) = (at(0.005)?, at(0.995)?);
    (light.saturating_sub(dark) >= LEAST_CONTRAST).then(|| dark + (light - dark) / 2)
}

/// Returns the level below which a pixel may be of the bed; `None` where none of the four edges is dark over a stretch.
fn bed(image: &GrayImage, middle: u8) -> Option<u8> {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let pixels = image.as_raw();
    let line = |from: usize, step: usize, count: usize| {
        let mut levels: Vec<u8> = pixels.iter().skip(from).step_by(step).take(count).copied().collect();
        levels.retain(|level| *level < middle);
        levels.sort_unstable();
        let dark = levels.partition_point(|level| *level < BLACK.min(middle));
        if dark as f32 <= BED * count as f32 {
            return None;
        }
        // A bed is even but for its noise, which reaches as far up as down.
        let at = |share: f32| {
            levels
                .get((levels.len() as f32 * share) as usize)
                .copied()
                .map(f32::from)
        };
        let (low, half) = (at(0.16)?, at(0.5)?);
        Some((half + NOISE * (half - low)).clamp(f32::from(BLACK.min(middle)), f32::from(middle)) as u8)
    };
    let edges = [
        line(width, 1, width),
        line((height - 2) * width, 1, width),
        line(1, width, height),
        line(width - 2, width, height),
    ];
    edges.into_iter().flatten().max()
}

/// The page in squares: the share of each that is dark.
struct Squares {
    columns: usize,
    rows: usize,
    dark: Vec<f32>,
}

impl Squares {
    fn of(image: &GrayImage, side: usize, middle: u8) -> Self {
        let (width, height) = (image.width() as usize, image.height() as usize);
        let (columns, rows) = (width.div_ceil(side), height.div_ceil(side));
        let mut dark = Vec::with_capacity(columns * rows);
        for band in image.as_raw().chunks(side * width) {
            let mut counts = vec![(0_u32, 0_u32); columns];
            for row in band.chunks_exact(width).step_by(2) {
                for ((dark, all), pixels) in counts.iter_mut().zip(row.chunks(side)) {
                    *dark += pixels.iter().map(|pixel| u32::from(*pixel < middle)).sum::<u32>();
                    *all += pixels.len() as u32;
                }
            }
            dark.extend(counts.iter().map(|(dark, all)| *dark as f32 / (*all).max(1) as f32));
        }
        Self { columns, rows, dark }
    }

    /// Tells for each square whether it is black, and hangs together with the edge by squares that are.
    fn bed(&self) -> Vec<bool> {
        const FULL: f32 = 0.9;
        let mut bed = vec![false; self.dark.len()];
        let mut open = Vec::new();
        let edge = |at: usize| {
            let (x, y) = (at % self.columns, at / self.columns);
            x == 0 || y == 0 || x + 1 == self.columns || y + 1 == self.rows
        };
        for at in (0..self.dark.len()).filter(|at| edge(*at)) {
            // At the edge a square may be cut off, and hold a sliver of light.
            if self.dark[at] > 0.5 && !bed[at] {
                bed[at] = true;
                open.push(at);
            }
        }
        while let Some(at) = open.pop() {
            let (x, y) = (at % self.columns, at / self.columns);
            let near = [
                (x > 0).then(|| at - 1),
                (x + 1 < self.columns).then(|| at + 1),
                (y > 0).then(|| at - self.columns),
                (y + 1 < self.rows).then(|| at + self.columns),
            ];
            for next in near.into_iter().flatten() {
                if !bed[next] && self.dark[next] > FULL {
                    bed[next] = true;
                    open.push(next);
                }
            }
        }
        bed
    }
}

/// Whitens the black bed, and what of it reaches into the squares beside it: dark pixels that run on from the bed in their
/// row or column.
fn whiten_bed(image: &mut GrayImage, side: usize, black: u8) {
    let squares = Squares::of(image, side, black);
    let bed = squares.bed();
    let (width, height) = (image.width() as usize, image.height() as usize);
    let mut white = vec![false; width * height];
    let pixels = image.as_raw();
    // Runs along a line of pixels, square by square: far from the bed there is nothing to look at.
    let mut runs =
        |squares: &mut dyn Iterator<Item = (usize, Range<usize>)>, at: &dyn Fn(usize) -> usize, back: bool| {
            // How far the run may still reach out of the bed.
            let mut left = 0;
            for (square, span) in squares {
                if bed[square] {
                    span.for_each(|n| white[at(n)] = true);
                    left = side;
                    continue;
                }
                let count = span.len();
                for n in (0..count).map(|n| if back { span.end - 1 - n } else { span.start + n }) {
                    let at = at(n);
                    left = if pixels[at] < black { left.saturating_sub(1) } else { 0 };
                    if left == 0 {
                        break;
                    }
                    white[at] = true;
                }
            }
        };
    let span = |number: usize, end: usize| number * side..((number + 1) * side).min(end);
    let (columns, rows) = (squares.columns, squares.rows);
    for y in 0..height {
        let of_row = (0..columns).map(|x| (y / side * columns + x, span(x, width)));
        runs(&mut of_row.clone(), &|x| y * width + x, false);
        runs(&mut of_row.rev(), &|x| y * width + x, true);
    }
    for x in 0..width {
        let of_column = (0..rows).map(|y| (y * columns + x / side, span(y, height)));
        runs(&mut of_column.clone(), &|y| y * width + x, false);
        runs(&mut of_column.rev(), &|y| y * width + x, true);
    }
    for (pixel, white) in image.iter_mut().zip(white) {
        if white {
            *pixel = 255;
        }
    }
}
