//! Raised marks: the small figures and stars that call a note or stand at its head.
//!
//! Tesseract takes a small raised figure for a quotation mark or a star, or for a part of the letter beside it. So a mark is
//! found by its place and size alone, and read a second time by itself, enlarged.

use image::{GrayImage, imageops};

use super::glyphs::{Glyph, GlyphWord};
use super::ink::Ink;
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

/// Finds the raised marks of a word and makes each a glyph that says so.
pub(super) fn find(word: &mut GlyphWord, size: f32, starts_line: bool, look: &SecondLook<'_>) {
    part_last(word, size, look);
    if starts_line {
        part_first(word, size, look);
    }
    let may_be: Vec<bool> = word
        .glyphs
        .iter()
        .map(|glyph| glyph.is_raised || is_raised(glyph, word, size))
        .collect();
    let mut glyphs = Vec::with_capacity(word.glyphs.len());
    let mut start = 0;
    for run in may_be.chunk_by(|a, b| a == b) {
        let run_of = word.glyphs.get(start..start + run.len()).unwrap_or_default();
        start += run.len();
        let heads_line = starts_line && glyphs.is_empty();
        let found = run.first().filter(|may_be| **may_be).and_then(|_| {
            let mark = mark(run_of, look);
            if heads_line {
                mark.or_else(|| unread(run_of))
            } else {
                mark
            }
        });
        match found {
            Some(mark) => glyphs.push(mark),
            None => glyphs.extend_from_slice(run_of),
        }
    }
    word.glyphs = glyphs;
}

/// Returns the mark that some raised glyphs are, if they are one.
///
/// A figure of the second reading counts. Failing that, the first reading counts where it is a figure, or a sign or letter
/// that the second confirms.
fn mark(run: &[Glyph], look: &SecondLook<'_>) -> Option<Glyph> {
    if let [glyph] = run
        && glyph.is_raised
    {
        return Some(glyph.clone());
    }
    let rect = Rect::around(run.iter().map(|glyph| &glyph.rect))?;
    let read = look.read(&rect);
    let first: String = run.iter().map(|glyph| glyph.text.as_str()).collect();
    let (text, confidence) = match read {
        Some((text, confidence)) if is_sure_figure(&text, confidence) => (text, confidence),
        _ if is_figure(&first) => (first, run.iter().map(|glyph| glyph.confidence).fold(100.0, f32::min)),
        Some((text, confidence)) if text == first && is_sign(&text) => (text, confidence),
        _ => return None,
    };
    Some(Glyph {
        text,
        rect,
        confidence,
        is_raised: true,
    })
}

/// Makes a mark of what stands raised at the head of a line and was not read as one: the number of a foot note, too small to
/// read. Opening quotation marks hang higher.
fn unread(run: &[Glyph]) -> Option<Glyph> {
    let text: String = run.iter().map(|glyph| glyph.text.as_str()).collect();
    if text.chars().count() > 3 || text.chars().any(char::is_alphabetic) {
        return None;
    }
    Some(Glyph {
        text,
        rect: Rect::around(run.iter().map(|glyph| &glyph.rect))?,
        confidence: run.iter().map(|glyph| glyph.confidence).fold(100.0, f32::min),
        is_raised: true,
    })
}

/// Parts a mark from the first glyph of a line, where Tesseract has taken the two for one: the number of a foot note.
fn part_first(word: &mut GlyphWord, size: f32, look: &SecondLook<'_>) {
    let Some(glyph) = word.glyphs.first() else { return };
    let parts = look.ink.parts(&glyph.rect);
    let count = parts.iter().take_while(|part| is_raised_box(part, word, size)).count();
    let (Some(mark), Some(rest)) = (hidden(&parts, 0..count, look), Rect::around(parts.iter().skip(count))) else {
        return;
    };
    if let Some(glyph) = word.glyphs.first_mut() {
        glyph.rect = rest;
    }
    word.glyphs.insert(0, mark);
}

/// Parts a mark from the last glyph of a word, likewise: a note's mark in the text. A sign that hangs from the height of the
/// capitals is what the mark was taken for, and gives way.
fn part_last(word: &mut GlyphWord, size: f32, look: &SecondLook<'_>) {
    let Some(glyph) = word.glyphs.last() else { return };
    let parts = look.ink.parts(&glyph.rect);
    let first = parts.len()
        - parts
            .iter()
            .rev()
            .take_while(|part| is_raised_box(part, word, size))
            .count();
    let (Some(mark), Some(rest)) = (
        hidden(&parts, first..parts.len(), look),
        Rect::around(parts.iter().take(first)),
    ) else {
        return;
    };
    let stands_on_the_line = |c: char| c.is_alphanumeric() || ".,;:)]!?".contains(c);
    if let Some(mut glyph) = word.glyphs.pop()
        && glyph.text.contains(stands_on_the_line)
    {
        glyph.rect = rest;
        word.glyphs.push(glyph);
    }
    word.glyphs.push(mark);
}

/// Reads some parts of a glyph as a mark; only a sure figure counts.
fn hidden(parts: &[Rect], which: std::ops::Range<usize>, look: &SecondLook<'_>) -> Option<Glyph> {
    let rect = Rect::around(parts.get(which)?)?;
    let (text, confidence) = look.read(&rect)?;
    is_sure_figure(&text, confidence).then_some(Glyph {
        text,
        rect,
        confidence,
        is_raised: true,
    })
}

/// Tells whether a glyph may be a raised mark.
///
/// What was read does not count, since a small figure is easily taken for a quotation mark, except for strokes.
fn is_raised(glyph: &Glyph, word: &GlyphWord, size: f32) -> bool {
    let is_stroke = glyph.text.chars().all(|c| "-–—_~=·.,…•".contains(c));
    !is_stroke && is_raised_box(&glyph.rect, word, size)
}

/// Tells whether a box has the place of a raised mark: its foot well above the baseline, and smaller than what stands on
/// the line.
fn is_raised_box(rect: &Rect, word: &GlyphWord, size: f32) -> bool {
    is_raised_above(rect, word.baseline_at((rect.x0 + rect.x1) / 2.0), size)
}

/// Tells whether a word that was read by itself is a raised mark: a figure or a sign in such a place.
pub(super) fn is_raised_mark(text: &str, rect: &Rect, baseline: f32, size: f32) -> bool {
    let is_sign = !text.is_empty() && text.chars().all(|c| "*†‡§¶".contains(c));
    (is_figure(text) || is_sign) && is_raised_above(rect, baseline, size)
}

fn is_raised_above(rect: &Rect, baseline: f32, size: f32) -> bool {
    let foot = (baseline - rect.y1) / size;
    let height = rect.height() / size;
    (RAISED..MOST_RAISED).contains(&foot) && (LEAST_HEIGHT..MOST_HEIGHT).contains(&height)
}

fn is_figure(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0')
}

/// Tells whether a second reading is a figure beyond doubt. Enlarged, the quotation marks of old types look like a 2, a 3
/// or a 9, at confidences up to 93; nothing looks like the other figures.
fn is_sure_figure(text: &str, confidence: f32) -> bool {
    let least = if text.bytes().all(|byte| matches!(byte, b'2' | b'3' | b'9')) {
        95.0
    } else {
        70.0
    };
    is_figure(text) && confidence >= least
}

/// Tells whether a text is a sign that calls a note, or a single letter.
fn is_sign(text: &str) -> bool {
    let mut letters = text.chars();
    text.chars().all(|c| "*†‡§¶".contains(c))
        || (letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none())
}
