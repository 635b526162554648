//! Specks of dust that were read as signs.
//!
//! In come the lines as recognised, out go the signs without a letter's ink: a speck beside a line is read as a dash, a low
//! line or a stop. A real full stop is about a tenth of an em each way.

use super::glyphs::{Glyph, GlyphLine, GlyphWord};
use super::ink::Ink;
use crate::span::Rect;

/// A sign whose ink is smaller than this each way, in ems, is a speck. Stops have .09 to .13 on the scans of six books;
/// specks on those of the samples .04 to .06.
const SPECK: f32 = 0.075;
/// In type smaller than this, pixels to the em, a stop is as small as a speck.
const LEAST_EM: f32 = 30.0;
/// A word that is nothing but specks and was read with less confidence than this, of 100, is none: `oO`.
const DOUBTED: f32 = 60.0;
/// A gap left by a speck inside a word is a space from this width on, in ems.
const SPACE: f32 = 0.18;
/// A stroke at the edge of a line, read with less confidence than this, of 100, is none.
const UNSURE: f32 = 30.0;

/// Takes out the specks of a page's lines, whose types have `sizes` pixels to the em, and lines that are nothing else.
/// Returns how many it took.
pub(super) fn sweep(lines: &mut Vec<GlyphLine>, sizes: &mut Vec<f32>, ink: Ink<'_>) -> usize {
    let mut taken = 0;
    for (line, size) in lines.iter_mut().zip(sizes.iter()) {
        if line.angle != 0.0 || *size < LEAST_EM {
            continue;
        }
        let words = std::mem::take(&mut line.words);
        let last = words.len().saturating_sub(1);
        for (at, word) in words.into_iter().enumerate() {
            if (at == 0 || at == last) && is_stray(&word) {
                taken += 1;
                continue;
            }
            let glyphs = word.glyphs.len();
            let kept = swept(word, *size, ink);
            taken += glyphs - kept.iter().map(|word| word.glyphs.len()).sum::<usize>();
            line.words.extend(kept);
        }
    }
    let empty: Vec<bool> = lines.iter().map(|line| line.words.is_empty()).collect();
    let mut at = empty.iter();
    sizes.retain(|_| !at.next().copied().unwrap_or(false));
    lines.retain(|line| !line.words.is_empty());
    taken
}

/// A word of strokes that Tesseract itself hardly believes in.
fn is_stray(word: &GlyphWord) -> bool {
    let mut signs = word.glyphs.iter().flat_map(|glyph| glyph.text.chars());
    word.confidence < UNSURE && signs.all(|c| "_~|\\=¬°»«<>©®•.:;,-–—".contains(c))
}

/// Returns what is left of a word without its specks: one word, none, or two where a speck stood for a space.
fn swept(word: GlyphWord, size: f32, ink: Ink<'_>) -> Vec<GlyphWord> {
    if word.confidence < DOUBTED && word.glyphs.iter().all(|glyph| is_tiny(glyph, size, ink)) {
        return Vec::new();
    }
    if !word.glyphs.iter().any(|glyph| is_speck(glyph, size, ink)) {
        return vec![word];
    }
    let mut parts: Vec<Vec<Glyph>> = Vec::new();
    for glyph in word.glyphs {
        if is_speck(&glyph, size, ink) {
            continue;
        }
        match parts.last_mut() {
            Some(part) if part.last().is_some_and(|l| glyph.rect.x0 - l.rect.x1 < SPACE * size) => part.push(glyph),
            _ => parts.push(vec![glyph]),
        }
    }
    let made = parts.into_iter().filter_map(|glyphs| {
        Some(GlyphWord {
            rect: Rect::around(glyphs.iter().map(|glyph| &glyph.rect))?,
            glyphs,
            ..word
        })
    });
    made.collect()
}

/// Tells whether a sign is a speck. A letter or a figure is none, however faint its print.
fn is_speck(glyph: &Glyph, size: f32, ink: Ink<'_>) -> bool {
    !glyph.text.chars().any(char::is_alphanumeric) && is_tiny(glyph, size, ink)
}

/// Tells whether a sign has no more ink than a speck.
fn is_tiny(glyph: &Glyph, size: f32, ink: Ink<'_>) -> bool {
    // Tesseract's box may cut through a stop.
    let margin = SPECK * size;
    let rect = &glyph.rect;
    let wider = Rect::new(rect.x0 - margin, rect.y0 - margin, rect.x1 + margin, rect.y1 + margin);
    ink.extent(&wider)
        .is_none_or(|ink| ink.width() < SPECK * size && ink.height() < SPECK * size)
}
