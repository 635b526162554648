//! Ink and paper in a prepared page image, whose paper is even: one level parts them.

use image::GrayImage;

use crate::span::Rect;

/// Paper that is darkened by this share of the way to the page's ink is ink: of black print, seven tenths of the paper's level.
const INK: f32 = 0.36;
/// The darkest pixels of a page, this share of them, are the cores of its letters: print covers some 5 to 15 in 100.
const CORES: f32 = 0.01;
/// Ink is at least so much darker than paper; on a page of less contrast a level that low parts noise from noise.
const LEAST_CONTRAST: f32 = 40.0;
/// A blot smaller than this, pixels, is dust.
const DUST: usize = 6;

/// A page image and the level that parts its ink from its paper.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink<'a> {
    image: &'a GrayImage,
    level: u8,
}

impl<'a> Ink<'a> {
    /// Finds the level: the paper is the median of the page, and the ink as dark as it is: faded print is not black.
    pub(super) fn of(image: &'a GrayImage) -> Self {
        let mut counts = [0_u32; 256];
        for pixel in image.as_raw().iter().step_by(17) {
            counts[usize::from(*pixel)] += 1;
        }
        let all = counts.iter().sum::<u32>() as f32;
        let at = |share: f32| {
            let mut seen = 0;
            let found = (0..=u8::MAX).zip(counts).find(|(_, count)| {
                seen += count;
                seen as f32 > all * share
            });
            found.map_or(255.0, |(level, _)| f32::from(level))
        };
        let (paper, ink) = (at(0.5), at(CORES));
        let contrast = (paper - ink).max(LEAST_CONTRAST);
        Self {
            image,
            level: (paper - INK * contrast) as u8,
        }
    }

    /// Tells whether a pixel is ink; outside of the image there is none.
    pub(super) fn at(&self, x: usize, y: usize) -> bool {
        let width = self.image.width() as usize;
        x < width
            && self
                .image
                .as_raw()
                .get(y * width + x)
                .is_some_and(|pixel| *pixel < self.level)
    }

    /// Returns the box round all the ink in a box, specks included; `None` where there is none.
    pub(super) fn extent(&self, within: &Rect) -> Option<Rect> {
        let bound = |value: f32| value.max(0.0) as usize;
        let (left, right) = (bound(within.x0), bound(within.x1));
        let inked = (bound(within.y0)..bound(within.y1)).flat_map(|y| {
            let row = (left..right).filter(move |x| self.at(*x, y));
            row.map(move |x| Rect::new(x as f32, y as f32, (x + 1) as f32, (y + 1) as f32))
        });
        inked.reduce(|all, pixel| all.union(&pixel))
    }

    /// Returns the boxes of the ink in a box, from left to right, parted where a column of pixels has none.
    pub(super) fn parts(&self, within: &Rect) -> Vec<Rect> {
        let bound = |value: f32, most: u32| value.clamp(0.0, most as f32) as usize;
        let (left, right) = (
            bound(within.x0, self.image.width()),
            bound(within.x1, self.image.width()),
        );
        let (top, bottom) = (
            bound(within.y0, self.image.height()),
            bound(within.y1, self.image.height()),
        );
        let mut parts: Vec<(Rect, usize)> = Vec::new();
        let mut open = false;
        for x in left..right {
            let ink = (top..bottom).filter(|y| self.at(x, *y));
            let (first, last, count) = ink.fold((bottom, top, 0), |(first, last, count), y| {
                (first.min(y), last.max(y), count + 1)
            });
            if count == 0 {
                open = false;
                continue;
            }
            let column = Rect::new(x as f32, first as f32, (x + 1) as f32, (last + 1) as f32);
            match parts.last_mut() {
                Some((part, size)) if open => (*part, *size) = (part.union(&column), *size + count),
                _ => parts.push((column, count)),
            }
            open = true;
        }
        parts
            .into_iter()
            .filter(|(_, size)| *size >= DUST)
            .map(|(part, _)| part)
            .collect()
    }
}
