//! Signs that Tesseract takes for one another, told apart by their ink: hyphen and dashes, single and double quotation marks.
//!
//! In comes a recognised word, out comes the same word with those signs as they are printed. Its networks were trained on
//! texts in which a range is written with a hyphen, so they read one whatever its width; and at the size of a foot note they
//! take a single quotation mark for a double one. The ink settles both.

use super::glyphs::GlyphWord;
use super::ink::Ink;
use crate::span::Rect;

/// Widths of the ink of a stroke over the em: a hyphen is narrower than the first, a dash as wide as the second or wider.
/// Measured on scans of four books printed 1827 to 1915 and of two modern settings: hyphens .20 to .31, en dashes from .38 on; between the two the engine's word
/// stands.
const STROKE: (f32, f32) = (0.33, 0.36);
/// A dash narrower than the first, in ems, is an en dash, one as wide as the second an em dash. En dashes have .38 to .58, em
/// dashes .66 and more.
const LONG: (f32, f32) = (0.6, 0.75);
/// A stroke is at most so high, in ems.
const STROKE_HEIGHT: f32 = 0.16;
/// The ink of one quotation mark is at most so wide, in ems: one has .08 to .18, two that touch .22 and more (the same scans).
const SINGLE_QUOTE: f32 = 0.20;

/// Puts right the dashes and quotation marks of a word of type `size` pixels to the em.
pub(super) fn settle(word: &mut GlyphWord, size: f32, ink: Ink<'_>) {
    for at in 0..word.glyphs.len() {
        let Some(glyph) = word.glyphs.get(at) else { continue };
        let mut letters = glyph.text.chars();
        let (Some(sign), None) = (letters.next(), letters.next()) else {
            continue;
        };
        let settled = match sign {
            '-' | '–' | '—' => stroke(sign, &glyph.rect, size, ink),
            '"' | '“' | '”' => single_quote(sign, &glyph.rect, size, ink),
            _ => sign,
        };
        if settled != sign
            && let Some(glyph) = word.glyphs.get_mut(at)
        {
            glyph.text = settled.to_string();
        }
    }
}

/// Tells which stroke it is that stands in a box.
fn stroke(sign: char, rect: &Rect, size: f32, ink: Ink<'_>) -> char {
    let [part] = ink.parts(rect)[..] else { return sign };
    if part.height() > STROKE_HEIGHT * size {
        return sign;
    }
    match part.width() / size {
        width if width < STROKE.0 => '-',
        width if width < STROKE.1 => sign,
        width if width < LONG.0 => '–',
        width if width < LONG.1 && sign == '–' => '–',
        _ => '—',
    }
}

/// Returns the single quotation mark for a double one whose ink is one mark alone.
fn single_quote(sign: char, rect: &Rect, size: f32, ink: Ink<'_>) -> char {
    let [part] = ink.parts(rect)[..] else { return sign };
    match sign {
        _ if part.width() > SINGLE_QUOTE * size => sign,
        '“' => '‘',
        '”' => '’',
        _ => '\'',
    }
}
