//! Raised marks: the small figures and stars that call a note or stand at its head.
//!
//! Tesseract takes a small raised figure for a quotation mark or a star, or for a part of the letter beside it. So a mark is
//! found by its place and size alone, and read a second time by itself, enlarged.

use image::{GrayImage, imageops};

use super::glyphs::{Glyph, GlyphWord, TALL};
use super::ink::Ink;
use crate::read::Word;
use crate::span::Rect;

/// A raised mark stands at least so far above the baseline, in ems.
const RAISED: f32 = 0.18;
/// A raised mark is at most so high, in ems: well below a capital or a figure on the line.
const MOST_HEIGHT: f32 = 0.52;
/// A raised mark is at least so high, in ems. Figures made for the purpose have .31, shrunken ones .35 to .45; an apostrophe
/// has .21 to .27.
const LEAST_HEIGHT: f32 = 0.285;
/// The foot of a figure is at most so far above the baseline, in ems; quotation marks hang from the height of the capitals,
/// their feet at .44 or more.
const MOST_RAISED: f32 = 0.44;

/// A second look at a page that was read.
pub(super) struct SecondLook<'a> {
    pub(super) image: &'a GrayImage,
    pub(super) ink: Ink<'a>,
    /// Reads an image of one line with one word: text and confidence.
    pub(super) read_word: &'a dyn Fn(&GrayImage) -> Option<(String, f32)>,
}

impl SecondLook<'_> {
    /// Reads a part of the page: enlarged to the height of ordinary letters and with white round it, a raised figure is read
    /// as well as any other.
    fn read(&self, part: &Rect) -> Option<(String, f32)> {
        /// The height that suits Tesseract's networks, pixels.
        const HEIGHT: f32 = 36.0;
        let (x0, y0) = ((part.x0 - 1.0).max(0.0) as u32, (part.y0 - 1.0).max(0.0) as u32);
        let (x1, y1) = (
            ((part.x1 + 1.0) as u32).min(self.image.width()),
            ((part.y1 + 1.0) as u32).min(self.image.height()),
        );
        let (width, height) = (x1.checked_sub(x0)?, y1.checked_sub(y0)?);
        if width == 0 || height == 0 || width > 20 * height {
            return None;
        }
        let (wide, high) = ((width as f32 * HEIGHT / height as f32).ceil() as u32, HEIGHT as u32);
        let mark = imageops::crop_imm(self.image, x0, y0, width, height).to_image();
        let paper = mark.iter().copied().max().unwrap_or(255);
        let mark = imageops::resize(&mark, wide, high, imageops::FilterType::CatmullRom);
        let mut card = GrayImage::from_pixel(wide + 2 * high, 3 * high, image::Luma([paper]));
        imageops::replace(&mut card, &mark, i64::from(high), i64::from(high));
        (self.read_word)(&card)
    }
}

/// Parts a mark from the first glyph of a line, where Tesseract has taken the two for one: the number of a foot note.
pub(super) fn part_first_mark(word: &mut GlyphWord, size: f32, look: &SecondLook<'_>) {
    let Some(glyph) = word.glyphs.first() else { return };
    let parts = look.ink.parts(&glyph.rect);
    let count = parts.iter().take_while(|part| is_raised_box(part, word, size)).count();
    let (Some((mark, read)), Some(rest)) = (
        read_mark(&parts, 0..count, look),
        Rect::around(parts.iter().skip(count)),
    ) else {
        return;
    };
    if let Some(glyph) = word.glyphs.first_mut() {
        glyph.rect = rest;
    }
    word.glyphs.insert(
        0,
        Glyph {
            text: read.0,
            rect: mark,
            confidence: read.1,
        },
    );
}

/// Parts a mark from the last glyph of a word, likewise: a note's mark in the text. A sign that hangs from the height of the
/// capitals is what the mark was taken for, and gives way.
pub(super) fn part_last_mark(word: &mut GlyphWord, size: f32, look: &SecondLook<'_>) {
    let Some(glyph) = word.glyphs.last() else { return };
    let parts = look.ink.parts(&glyph.rect);
    let count = parts
        .iter()
        .rev()
        .take_while(|part| is_raised_box(part, word, size))
        .count();
    let first = parts.len() - count;
    let (Some((mark, read)), Some(rest)) = (
        read_mark(&parts, first..parts.len(), look),
        Rect::around(parts.iter().take(first)),
    ) else {
        return;
    };
    if let Some(glyph) = word.glyphs.last_mut() {
        glyph.rect = rest;
    }
    if word.glyphs.last().is_some_and(|glyph| {
        !glyph
            .text
            .chars()
            .any(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | ';' | ':' | ')' | ']' | '!' | '?'))
    }) {
        word.glyphs.pop();
    }
    word.glyphs.push(Glyph {
        text: read.0,
        rect: mark,
        confidence: read.1,
    });
}

/// Reads some parts as a mark; its box, its text and confidence.
fn read_mark(parts: &[Rect], which: std::ops::Range<usize>, look: &SecondLook<'_>) -> Option<(Rect, (String, f32))> {
    let mark = Rect::around(parts.get(which)?)?;
    let read = look.read(&mark)?;
    is_mark(&read.0).then_some((mark, read))
}

/// Tells whether a glyph may be a raised mark.
///
/// What was read does not count, since a small figure is easily taken for a quotation mark, except for signs that never
/// stand on the line.
pub(super) fn is_raised(glyph: &Glyph, word: &GlyphWord, size: f32) -> bool {
    let is_stroke = glyph
        .text
        .chars()
        .all(|c| matches!(c, '-' | '–' | '—' | '_' | '~' | '=' | '·' | '.' | ',' | '…' | '•'));
    !is_stroke && is_raised_box(&glyph.rect, word, size)
}

/// Tells whether a box has the place of a raised mark: its foot well above the baseline, and smaller than what stands on
/// the line.
fn is_raised_box(rect: &Rect, word: &GlyphWord, size: f32) -> bool {
    let foot = (word.baseline_at((rect.x0 + rect.x1) / 2.0) - rect.y1) / size;
    let height = rect.height() / size;
    (RAISED..MOST_RAISED).contains(&foot) && (LEAST_HEIGHT..MOST_HEIGHT).contains(&height)
}

/// Tells whether a text can be the mark of a note.
fn is_mark(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '*' | '†' | '‡' | '§' | '¶' | '(' | ')' | '[' | ']'))
}

/// Makes a piece a raised mark, with the text of a second reading where that gives one. What turns out a quotation mark
/// is none.
pub(super) fn raise(piece: &mut Word, ink: &Rect, look: &SecondLook<'_>) {
    if let Some((text, confidence)) = look.read(ink) {
        if is_mark(&text) {
            piece.text = text;
            piece.confidence = Some(confidence);
        } else if text == piece.text {
            return;
        }
    }
    piece.style.superscript = true;
    piece.rect = *ink;
    piece.baseline = ink.y1;
    piece.size = (ink.height() / TALL).min(piece.size);
}
