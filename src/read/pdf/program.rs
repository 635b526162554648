//! Embedded font programs: what the glyphs themselves tell, where codes and maps do not.
//!
//! In come the bytes of a TrueType, OpenType, CFF or Type 1 font, out come the letters of its `cmap` table read backwards and
//! the height of a glyph's ink: none is a space, and a figure that hovers is a superior one.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use skrifa::font::Source;
use skrifa::{DrawMemory, Font, GlyphId, PathSink, ScalerFont};

/// An embedded font.
pub(super) struct Program {
    scaler: ScalerFont,
    letters: OnceLock<HashMap<u32, char>>,
}

/// How a glyph stands to the baseline by its own drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Level {
    #[default]
    Base,
    /// A superior figure or letter.
    Raised,
    /// An inferior figure.
    Lowered,
}

/// The lowest and highest point of a glyph, in ems; both 0 where it has no ink.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ink {
    pub(super) bottom: f32,
    pub(super) top: f32,
}

impl std::fmt::Debug for Program {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Program").finish_non_exhaustive()
    }
}

impl Program {
    pub(super) fn new(bytes: Vec<u8>) -> Option<Self> {
        let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(bytes);
        let font = Font::new(Source::from(data), 0)?;
        Some(Self {
            scaler: ScalerFont::unhinted(font, Some(1.0)),
            letters: OnceLock::new(),
        })
    }

    /// Returns the glyph of a CID; in fonts that are not keyed by CIDs the two are the same.
    pub(super) fn glyph_of_cid(&self, cid: u32) -> u32 {
        let font = self.scaler.font();
        if font.is_cid_keyed() {
            font.glyph_by_cid(cid).map_or(0, |g| g.to_u32())
        } else {
            cid
        }
    }

    /// Returns the letter of a glyph by the font's own table.
    pub(super) fn letter(&self, glyph: u32) -> Option<char> {
        let letters = self.letters.get_or_init(|| {
            let mut letters = HashMap::new();
            for (c, glyph) in self.scaler.font().charmap().unicodes() {
                if let Some(c) = char::from_u32(c) {
                    // Several characters may share a glyph; the smallest is the plainest.
                    letters
                        .entry(glyph.to_u32())
                        .and_modify(|l: &mut char| *l = c.min(*l))
                        .or_insert(c);
                }
            }
            letters
        });
        letters.get(&glyph).copied()
    }

    /// Measures the ink of a glyph; `None` where the font does not have it.
    pub(super) fn ink(&self, glyph: u32) -> Option<Ink> {
        let mut extent = Extent {
            bottom: f32::INFINITY,
            top: f32::NEG_INFINITY,
        };
        self.scaler
            .outline(GlyphId::new(glyph))?
            .draw(DrawMemory::Scratch, &mut extent)
            .ok()?;
        Some(if extent.top >= extent.bottom {
            Ink {
                bottom: extent.bottom,
                top: extent.top,
            }
        } else {
            Ink { bottom: 0.0, top: 0.0 }
        })
    }
}

impl Ink {
    /// Tells whether nothing is drawn.
    pub(super) fn is_blank(self) -> bool {
        self.bottom == 0.0 && self.top == 0.0
    }

    /// Returns how `letter` stands to the baseline.
    ///
    /// Superior figures stand at about 0.3 em and are about 0.4 em high; old-style figures descend too, but are higher
    /// than inferior ones.
    pub(super) fn level(self, letter: char) -> Level {
        let height = self.top - self.bottom;
        // Brackets are higher than the figures between them.
        let bracket = "()[]".contains(letter) && self.bottom >= 0.1 && height <= 0.7;
        if bracket || (letter.is_ascii_alphanumeric() && self.bottom >= 0.22 && height <= 0.55) {
            Level::Raised
        } else if letter.is_ascii_digit() && self.bottom <= -0.05 && self.top <= 0.4 && height <= 0.45 {
            Level::Lowered
        } else {
            Level::Base
        }
    }
}

/// The extent of a drawing; control points count, which is near enough.
struct Extent {
    bottom: f32,
    top: f32,
}

impl Extent {
    fn add(&mut self, y: f32) {
        self.bottom = self.bottom.min(y);
        self.top = self.top.max(y);
    }
}

impl PathSink for Extent {
    // A point without a line is no ink.
    fn move_to(&mut self, _x: f32, _y: f32) {}

    fn line_to(&mut self, _x: f32, y: f32) {
        self.add(y);
    }

    fn quad_to(&mut self, _cx: f32, cy: f32, _x: f32, y: f32) {
        self.add(cy);
        self.add(y);
    }

    fn curve_to(&mut self, _ax: f32, ay: f32, _bx: f32, by: f32, _x: f32, y: f32) {
        self.add(ay);
        self.add(by);
        self.add(y);
    }

    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn superior_figures_hover() {
        assert_eq!(Ink { bottom: 0.3, top: 0.7 }.level('1'), Level::Raised);
        assert_eq!(Ink { bottom: -0.1, top: 0.3 }.level('2'), Level::Lowered);
        assert_eq!(
            Ink {
                bottom: -0.22,
                top: 0.41
            }
            .level('3'),
            Level::Base
        );
        assert_eq!(Ink { bottom: 0.4, top: 0.7 }.level('*'), Level::Base);
    }
}
