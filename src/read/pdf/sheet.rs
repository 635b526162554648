//! What the walker leaves of a page: glyphs in the order of the content, straight rules, boxes of images.

use std::sync::Arc;

use super::fonts::Font;
use super::program::Level;
use crate::span::Rect;

/// A shown glyph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    /// First byte of its letters in [`Sheet::letters`].
    pub(super) start: u32,
    /// Length of its letters in bytes; 0 for a space and where the font does not say.
    pub(super) length: u32,
    /// Index into [`Sheet::fonts`].
    pub(super) font: u16,
    /// Where the pen stood: left end of the baseline, on the page.
    pub(super) x: f32,
    /// The baseline, on the page.
    pub(super) y: f32,
    /// The advance along the baseline, without the space between letters.
    pub(super) advance: f32,
    /// The em, after all matrices.
    pub(super) size: f32,
    /// The space set between all letters (the operator Tc), along the baseline.
    pub(super) tracking: f32,
    /// The direction of the baseline in degrees, counter-clockwise from left-to-right, rounded.
    pub(super) angle: f32,
    pub(super) kind: Kind,
    /// Superior or inferior by its drawing.
    pub(super) level: Level,
    /// Set sloping or bold by other means than the font.
    pub(super) slanted: bool,
    pub(super) emboldened: bool,
    /// A small capital by its code.
    pub(super) small_cap: bool,
    /// Painted with no ink (render mode 3): the text layer of a scan.
    pub(super) invisible: bool,
}

/// What a glyph is to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters.
    Letters,
    /// White space.
    Space,
    /// A glyph whose font does not tell its letters.
    Unknown,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Sheet<'a> {
    /// Width of the page as displayed, in points.
    pub(super) width: f32,
    /// Height of the page as displayed, in points.
    pub(super) height: f32,
    /// What lies outside the page is left out.
    pub(super) is_cropped: bool,
    pub(super) glyphs: Vec<Glyph>,
    /// The letters of all glyphs, one after the other.
    pub(super) letters: String,
    pub(super) fonts: Vec<Arc<Font<'a>>>,
    /// Thin straight lines.
    pub(super) rules: Vec<Rect>,
    /// Boxes of the images that are seen.
    pub(super) images: Vec<Rect>,
    /// Filled curves: outlines of letters where a page has no text.
    pub(super) curves: usize,
    /// Glyphs whose font maps them to control characters.
    pub(super) controls: usize,
    /// Why the page was not read to its end.
    pub(super) broken: Option<Broken>,
}

/// Why a page was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// Its content cannot be decoded, or stopped the reader.
    Damaged,
    /// Its content grows beyond all reason when it is inflated.
    TooLarge,
    /// It has more operators or glyphs than a page can show.
    TooLong,
    /// Its forms are nested or repeated beyond all reason.
    TooDeep,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Damaged => "its content is damaged",
            Self::TooLarge => "its content grows beyond reason when it is unpacked",
            Self::TooLong => "it has more content than a page can show",
            Self::TooDeep => "its forms are nested or repeated beyond reason",
        })
    }
}

impl Sheet<'_> {
    /// Returns the letters of a glyph.
    pub(super) fn letters_of(&self, glyph: &Glyph) -> &str {
        self.letters
            .get(glyph.start as usize..(glyph.start + glyph.length) as usize)
            .unwrap_or_default()
    }

    /// Returns the size of the largest image as a share of the page, 0 to 1.
    pub(super) fn image_share(&self) -> f32 {
        let page = self.width * self.height;
        if page <= 0.0 {
            return 0.0;
        }
        // Scans are often cut into strips, so the images count together; what overlaps counts twice, up to the page.
        let covered: f32 = self.images.iter().map(|r| r.width() * r.height()).sum();
        (covered / page).min(1.0)
    }

    /// Notes an image, as far as it lies on the page.
    pub(super) fn add_image(&mut self, rect: Rect) {
        const MOST: usize = 10_000;
        let seen = Rect::new(
            rect.x0.max(0.0),
            rect.y0.max(0.0),
            rect.x1.min(self.width),
            rect.y1.min(self.height),
        );
        if seen.width() > 0.0 && seen.height() > 0.0 && self.images.len() < MOST {
            self.images.push(seen);
        }
    }
}
