//! Preparing a page image for recognition: tilt and shadows taken out, where there are any.
//!
//! In comes a grey image, out comes one that the engine reads well and the way back to the pixels of the first. Most pages
//! need nothing: a survey at a quarter of the resolution tells which do, so a clean page costs two passes over its pixels.

use std::borrow::Cow;

use image::GrayImage;

use super::Recognised;
use super::resolution::plausible;
use crate::read::Line;
use crate::span::Rect;

mod background;
mod skew;

use background::Paper;

/// A page image ready for the engine.
#[derive(Clone, Debug)]
pub struct Prepared<'a> {
    /// The image; the one given, where nothing had to be done.
    pub image: Cow<'a, GrayImage>,
    /// Its resolution, dots per inch.
    pub dpi: f32,
    /// How it was turned, if it was.
    turn: Option<Turn>,
}

impl Prepared<'_> {
    /// Takes a point of the prepared image to the image given.
    pub fn back(&self, x: f32, y: f32) -> (f32, f32) {
        self.turn.map_or((x, y), |turn| turn.back(x, y))
    }

    /// Takes a box of the prepared image to the image given: turned about its middle, it keeps its width and height.
    pub fn rect_back(&self, rect: &Rect) -> Rect {
        let middle = ((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0);
        let moved = self.back(middle.0, middle.1);
        let (dx, dy) = (moved.0 - middle.0, moved.1 - middle.1);
        Rect::new(rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy)
    }

    /// Takes lines and rules back to the pixels of the image given, and sums up.
    pub(super) fn take_back(&self, mut lines: Vec<Line>, rules: Vec<Rect>, specks: usize) -> Recognised {
        let (mut sum, mut count) = (0.0, 0.0_f32);
        for line in &mut lines {
            for word in &mut line.words {
                let place = self.rect_back(&word.rect);
                word.baseline += place.y0 - word.rect.y0;
                word.rect = place;
                sum += word.confidence.unwrap_or(0.0);
                count += 1.0;
            }
            line.rect = Rect::around(line.words.iter().map(|word| &word.rect)).unwrap_or(line.rect);
        }
        let rules = self.rules_back(&rules, &lines);
        Recognised {
            lines,
            rules,
            specks,
            confidence: sum / count.max(1.0),
        }
    }

    /// Takes rules back to the pixels of the image given, but for those in words of these lines, which are there already: the
    /// bar of a large T, a long dash.
    pub(super) fn rules_back(&self, rules: &[Rect], lines: &[Line]) -> Vec<Rect> {
        let in_word = |rule: &Rect, word: &Rect| {
            let (wide, high) = (rule.overlap_x(word), rule.overlap_y(word));
            wide * high > 0.6 * rule.width() * rule.height()
        };
        let is_rule = |rule: &Rect| {
            !lines
                .iter()
                .flat_map(|line| &line.words)
                .any(|word| in_word(rule, &word.rect))
        };
        rules.iter().map(|rule| self.rect_back(rule)).filter(is_rule).collect()
    }

    /// Tells whether the image was turned.
    pub(super) fn is_turned(&self) -> bool {
        self.turn.is_some()
    }
}

/// A tilt smaller than this, in degrees, is left alone: over the width of a page it moves a line by less than the height of
/// its small letters, which the engine follows by itself.
const LEAST_TILT: f32 = 0.3;

/// Prepares a page; `None` where it is blank.
///
/// `dpi` is the resolution in dots per inch; one that makes no page (a PDF whose points count pixels) is replaced.
pub fn prepare(image: &GrayImage, dpi: f32) -> Option<Prepared<'_>> {
    let (width, height) = image.dimensions();
    if width < 8 || height < 8 {
        return None;
    }
    let dpi = plausible(Some(dpi), width, height).clamp(50.0, 2400.0);
    let paper = Paper::survey(image, dpi);
    let ink = skew::Ink::of(image, dpi, &paper);
    if ink.is_blank() {
        return None;
    }
    let mut prepared = Prepared {
        image: Cow::Borrowed(image),
        dpi,
        turn: None,
    };
    if paper.is_uneven() {
        prepared.image = Cow::Owned(background::flatten(image, &paper));
    }
    let angle = ink.tilt();
    if angle.abs() >= LEAST_TILT {
        let turn = Turn::new(width, height, angle);
        prepared.image = Cow::Owned(turn.apply(&prepared.image));
        prepared.turn = Some(turn);
    }
    Some(prepared)
}

/// A turn that makes tilted lines level.
#[derive(Clone, Copy, Debug)]
struct Turn {
    sin: f32,
    cos: f32,
    /// Middle of the image given.
    from: (f32, f32),
    /// Middle of the turned image, which is large enough for all of it.
    to: (f32, f32),
}

impl Turn {
    /// Levels lines that fall by `angle` degrees towards the right.
    fn new(width: u32, height: u32, angle: f32) -> Self {
        let (sin, cos) = angle.to_radians().sin_cos();
        let (w, h) = (width as f32, height as f32);
        let turned = (w * cos.abs() + h * sin.abs(), w * sin.abs() + h * cos.abs());
        Self {
            sin,
            cos,
            from: (w / 2.0, h / 2.0),
            to: (turned.0.ceil() / 2.0, turned.1.ceil() / 2.0),
        }
    }

    fn back(self, x: f32, y: f32) -> (f32, f32) {
        let (x, y) = (x - self.to.0, y - self.to.1);
        (
            self.from.0 + x * self.cos - y * self.sin,
            self.from.1 + x * self.sin + y * self.cos,
        )
    }

    /// Turns the image, with linear interpolation between pixels; what lies outside becomes white.
    fn apply(self, image: &GrayImage) -> GrayImage {
        /// Positions are counted in 65536ths of a pixel.
        const ONE: f32 = 65_536.0;
        let (width, height) = (image.width() as usize, image.height() as usize);
        let pixels = image.as_raw();
        let (out_width, out_height) = ((self.to.0 * 2.0) as u32, (self.to.1 * 2.0) as u32);
        let mut out = GrayImage::from_pixel(out_width, out_height, image::Luma([255]));
        let step = ((self.cos * ONE) as i64, (self.sin * ONE) as i64);
        for (y, row) in out.chunks_exact_mut(out_width as usize).enumerate() {
            // The centre of the row's first pixel; the centre of a pixel is its position and a half.
            let start = self.back(0.5, y as f32 + 0.5);
            let mut at = (((start.0 - 0.5) * ONE) as i64, ((start.1 - 0.5) * ONE) as i64);
            for pixel in row {
                let (x, y) = (at.0 >> 16, at.1 >> 16);
                if x >= 0 && y >= 0 && (x as usize) + 1 < width && (y as usize) + 1 < height {
                    let corner = y as usize * width + x as usize;
                    let (fx, fy) = ((at.0 >> 8 & 255) as u32, (at.1 >> 8 & 255) as u32);
                    let upper = u32::from(pixels[corner]) * (256 - fx) + u32::from(pixels[corner + 1]) * fx;
                    let lower =
                        u32::from(pixels[corner + width]) * (256 - fx) + u32::from(pixels[corner + width + 1]) * fx;
                    *pixel = ((upper * (256 - fy) + lower * fy) >> 16) as u8;
                }
                at = (at.0 + step.0, at.1 + step.1);
            }
        }
        out
    }
}
