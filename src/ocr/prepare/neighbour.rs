//! The neighbouring page: letters beyond the gutter, cut by the edge of the image, that belong to no line of this page.
//!
//! In comes a page image, out go the strips beyond its gutters, which become white; nothing moves.

use image::GrayImage;

/// A strip is looked for within this share of the width from the edge.
const WITHIN: f32 = 0.15;
/// A gutter is at least so wide, inches: no space between words is, on every line at the same place.
const GUTTER: f32 = 0.1;
/// A gutter is darker than this share of the paper of the page: the shadow of the fold.
const SHADOW: f32 = 0.88;
/// Where no shadow tells, a strip is no wider than this, inches: a few letters, too few for a column of anything.
const NARROW: f32 = 0.35;
/// So many letters cut by the edge are no chance; so many where there is no shadow.
const CUT: usize = 5;
const MANY_CUT: usize = 9;
/// A column of pixels with no more ink than this share of it is free: specks.
const SPECKS: f32 = 0.004;
/// Ink is darker than this share of the paper of its column.
const INK: f32 = 0.6;
/// A column whose lightest parts are darker than this is black: the gutter of a stiff binding.
const BLACK: u8 = 60;

/// A side of the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Whitens what shows of the neighbouring pages; tells whether there was any.
pub(super) fn whiten(image: &mut GrayImage, dpi: f32) -> bool {
    let width = image.width() as usize;
    let light = light_rows(image);
    let mut found = false;
    for side in [Side::Left, Side::Right] {
        let edge = Edge {
            image,
            light: &light,
            side,
            dpi,
        };
        let Some(wide) = edge.strip() else { continue };
        found = true;
        for row in image.chunks_exact_mut(width) {
            let strip = match side {
                Side::Left => row.get_mut(..wide),
                Side::Right => row.get_mut(width - wide..),
            };
            strip.into_iter().flatten().for_each(|pixel| *pixel = 255);
        }
    }
    found
}

/// Tells for each row of pixels whether it shows paper: the bed of a scanner above and below a page is no ink.
fn light_rows(image: &GrayImage) -> Vec<bool> {
    let width = image.width().max(1) as usize;
    let tops: Vec<u8> = image
        .as_raw()
        .chunks_exact(width)
        .map(|row| {
            let mut levels: Vec<u8> = row.iter().step_by(1 + width / 64).copied().collect();
            levels.sort_unstable();
            levels.get(levels.len() * 3 / 4).copied().unwrap_or(0)
        })
        .collect();
    let lightest = tops.iter().max().copied().unwrap_or(0);
    tops.iter().map(|top| *top > lightest / 2).collect()
}

/// The image seen from one of its sides: column 0 is the outermost.
struct Edge<'a> {
    image: &'a GrayImage,
    /// The rows that are looked at.
    light: &'a [bool],
    side: Side,
    dpi: f32,
}

/// A column of pixels.
#[derive(Clone, Copy, Debug)]
struct Column {
    paper: u8,
    /// Share of ink.
    ink: f32,
}

impl Column {
    fn is_free(self) -> bool {
        self.paper < BLACK || self.ink <= SPECKS
    }
}

impl Edge<'_> {
    fn pixels(&self, column: usize) -> impl Iterator<Item = u8> + '_ {
        let width = self.image.width() as usize;
        let x = match self.side {
            Side::Left => column,
            Side::Right => width.saturating_sub(column + 1),
        };
        let pixels = self.image.as_raw().iter().skip(x).step_by(width.max(1));
        pixels
            .zip(self.light)
            .filter_map(|(pixel, light)| light.then_some(*pixel))
    }

    /// Returns the level that nine tenths of a column do not exceed.
    fn paper(&self, column: usize) -> u8 {
        let mut levels: Vec<u8> = self.pixels(column).step_by(3).collect();
        let place = levels.len() * 9 / 10;
        if place >= levels.len() {
            return u8::MAX;
        }
        *levels.select_nth_unstable(place).1
    }

    fn column(&self, column: usize) -> Column {
        let paper = self.paper(column);
        let ink = self.pixels(column).filter(|pixel| is_ink(*pixel, paper)).count();
        Column {
            paper,
            ink: ink as f32 / self.light.len().max(1) as f32,
        }
    }

    /// Counts the letters that the edge cuts: short runs of ink in the columns next to it.
    fn cut(&self) -> usize {
        let letter = (self.dpi / 100.0).max(2.0)..self.dpi / 8.0;
        let count = |column: usize| {
            let paper = self.paper(column);
            let (mut runs, mut run) = (0, 0.0_f32);
            for pixel in self.pixels(column).chain([u8::MAX]) {
                if is_ink(pixel, paper) {
                    run += 1.0;
                } else {
                    runs += usize::from(letter.contains(&run));
                    run = 0.0;
                }
            }
            runs
        };
        [1, 3].into_iter().map(count).min().unwrap_or(0)
    }

    /// Returns how wide a strip of the neighbouring page is, gutter and all; `None` where there is none.
    fn strip(&self) -> Option<usize> {
        let width = self.image.width() as usize;
        let cut = self.cut();
        if cut < CUT {
            return None;
        }
        let columns: Vec<Column> = (0..(width as f32 * WITHIN) as usize).map(|x| self.column(x)).collect();
        let mut start = 0;
        let stretches = columns.chunk_by(|a, b| a.is_free() == b.is_free()).map(|stretch| {
            start += stretch.len();
            (start - stretch.len(), stretch)
        });
        let gutters = stretches.filter(|(from, stretch)| {
            *from > 2 && stretch.len() as f32 >= GUTTER * self.dpi && stretch.first().is_some_and(|c| c.is_free())
        });
        let (from, gutter) = gutters.max_by_key(|(_, stretch)| stretch.len())?;
        let (darkest, shade) = gutter
            .iter()
            .map(|column| column.paper)
            .enumerate()
            .min_by_key(|(_, paper)| *paper)?;
        let page = [4, 3, 2].map(|part| self.paper(width / part)).into_iter().max()?;
        let is_shaded = f32::from(shade) < SHADOW * f32::from(page);
        if !is_shaded && (cut < MANY_CUT || from as f32 > NARROW * self.dpi) {
            return None;
        }
        let black = gutter
            .iter()
            .rposition(|column| column.paper < BLACK)
            .map(|last| last + 1);
        Some(from + black.unwrap_or(if is_shaded { darkest } else { gutter.len() / 2 }))
    }
}

fn is_ink(pixel: u8, paper: u8) -> bool {
    f32::from(pixel) < INK * f32::from(paper)
}
