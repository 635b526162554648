//! Placing glyphs: from a shown string and the matrices in force to boxes on the page.

use std::sync::Arc;

use super::fonts::{Font, Shape};
use super::letters::{Letters, is_private_use};
use super::matrix::Matrix;
use super::sheet::{Glyph, Kind, Sheet};
use crate::span::Rect;

/// What all glyphs of one shown string share.
pub(super) struct Run {
    font: u16,
    /// The em on the page.
    pub(super) size: f32,
    angle: f32,
    /// Points on the page for a unit of advance at size 1.
    unit: f32,
    tracking: f32,
    slanted: bool,
    invisible: bool,
    stroked: bool,
}

impl Run {
    /// Takes the measure of a string: `on_page` maps text space to the page.
    pub(super) fn new(
        font: &Font<'_>,
        index: u16,
        on_page: &Matrix,
        size: f64,
        stretch: f64,
        letter_space: f64,
        mode: i64,
    ) -> Self {
        let along = if font.vertical {
            on_page.vector(0.0, -size)
        } else {
            on_page.vector(size * stretch, 0.0)
        };
        let up = on_page.vector(0.0, size);
        // The page's y runs downwards, so a baseline that rises has a negative step.
        let angle = (-along.1).atan2(along.0).to_degrees().round() as f32;
        let angle = if angle < 0.0 { angle + 360.0 } else { angle.abs() };
        let unit = along.0.hypot(along.1) as f32;
        // Across the baseline: a sheared text is no larger than an upright one.
        let cross = (along.0 * up.1 - along.1 * up.0).abs() / along.0.hypot(along.1).max(1e-9);
        let height = if font.vertical { unit } else { cross as f32 };
        let per_space = if font.vertical {
            on_page.vector(0.0, 1.0)
        } else {
            on_page.vector(stretch, 0.0)
        };
        // A sheared text matrix is how an upright font is made to slope; 8° to 35° as italics do.
        let lean = (along.0 * up.0 + along.1 * up.1) / (along.0.hypot(along.1) * up.0.hypot(up.1)).max(1e-9);
        Self {
            font: index,
            size: height * font.em,
            angle,
            unit,
            tracking: (letter_space * per_space.0.hypot(per_space.1)) as f32,
            slanted: !font.vertical && (0.13..0.6).contains(&lean),
            invisible: mode == 3 || mode == 7,
            stroked: mode == 2,
        }
    }

    /// Adds a glyph to the sheet, the pen standing at `x`, `y`.
    pub(super) fn place(&self, sheet: &mut Sheet<'_>, shape: &Shape, x: f32, y: f32, pen: f32) {
        let advance = shape.advance.abs() * self.unit;
        let (kind, start) = (Kind::Letters, sheet.letters.len());
        let kind = match &shape.meaning.letters {
            Letters::One(c) => {
                sheet.letters.push(*c);
                kind
            }
            Letters::Many(text) => {
                sheet.letters.push_str(text);
                kind
            }
            Letters::Space => Kind::Space,
            Letters::Unknown => Kind::Unknown,
            Letters::Nothing => {
                sheet.controls += 1;
                return;
            }
            Letters::Absent => return,
        };
        let glyph = Glyph {
            start: start as u32,
            length: (sheet.letters.len() - start) as u32,
            font: self.font,
            x,
            y,
            advance,
            size: self.size,
            tracking: self.tracking,
            angle: self.angle,
            kind,
            level: shape.level,
            slanted: self.slanted,
            // A stroke of a hundredth of the em or more makes letters visibly bolder.
            emboldened: self.stroked && pen >= 0.01 * self.size,
            small_cap: shape.meaning.small_cap,
            invisible: self.invisible,
        };
        if sheet.holds(&glyph) {
            sheet.glyphs.push(glyph);
        } else {
            sheet.letters.truncate(start);
        }
    }
}

impl<'a> Sheet<'a> {
    /// Returns the index of a font, adding it where it is new to the page.
    pub(super) fn font_index(&mut self, font: Arc<Font<'a>>) -> u16 {
        let found = self.fonts.iter().position(|known| Arc::ptr_eq(known, &font));
        let index = found.unwrap_or_else(|| {
            self.fonts.push(font);
            self.fonts.len() - 1
        });
        // A page with more fonts than that shares the last of them.
        u16::try_from(index).unwrap_or(u16::MAX)
    }

    /// Sets a whole word of `width` in text space at the origin of `on_page`, as one glyph.
    pub(super) fn set_word(&mut self, font: u16, on_page: &Matrix, size: f64, width: f64, word: &str) {
        let run = Run::new(&self.fonts[usize::from(font)].clone(), font, on_page, size, 1.0, 0.0, 0);
        let meaning = super::letters::Meaning::of(word);
        let shape = Shape {
            meaning,
            advance: (width / size) as f32,
            level: super::program::Level::Base,
        };
        run.place(self, &shape, on_page.e as f32, on_page.f as f32, 0.0);
    }

    /// Tells whether the middle of the glyph lies on the page as cropped.
    fn holds(&self, glyph: &Glyph) -> bool {
        if !self.is_cropped {
            return true;
        }
        let rect = self.rect_of(glyph);
        let (x, y) = ((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0);
        (0.0..=self.width).contains(&x) && (0.0..=self.height).contains(&y)
    }

    /// Returns the glyph's box on the page: as wide as its advance, as high as its font.
    pub(super) fn rect_of(&self, glyph: &Glyph) -> Rect {
        let font = &self.fonts[usize::from(glyph.font)];
        let (top, bottom) = (font.ascent * glyph.size, font.descent * glyph.size);
        if glyph.angle == 0.0 {
            return Rect::new(glyph.x, glyph.y - top, glyph.x + glyph.advance, glyph.y - bottom);
        }
        let frame = super::matrix::Frame::new(glyph.angle);
        let (along, down) = frame.enter(glyph.x, glyph.y);
        frame.leave_rect(&Rect::new(along, down - top, along + glyph.advance, down - bottom))
    }

    /// Tells how many glyphs say their letters, and how many there are; spaces do not count.
    pub(super) fn legible(&self) -> (usize, usize) {
        let mut known = 0;
        let mut all = self.controls;
        for glyph in self.glyphs.iter().filter(|g| g.kind != Kind::Space) {
            all += 1;
            let is_known = glyph.kind == Kind::Letters && !self.letters_of(glyph).chars().all(is_private_use);
            known += usize::from(is_known);
        }
        (known, all)
    }
}
