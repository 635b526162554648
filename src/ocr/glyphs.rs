//! Glyphs to words: sizes, superscripts, and lines that never cross a column.
//!
//! In come the glyphs of a page as Tesseract groups them, with boxes in pixels of the prepared image; out come [`Line`]s in
//! the same pixels. Tesseract tells no size of type, so it is estimated from the heights of the letters.

use super::marks::{self, SecondLook};
use super::{dust, gutters};
use super::{signs, slant, weight};
use crate::read::{Line, Style, Word};
use crate::span::Rect;

/// A recognised letter.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// Not empty, no white space.
    pub(super) text: String,
    pub(super) rect: Rect,
    /// 0 to 100.
    pub(super) confidence: f32,
    /// A raised mark.
    pub(super) is_raised: bool,
}

/// A recognised word.
#[derive(Clone, Debug)]
pub(super) struct GlyphWord {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rect: Rect,
    /// Two points of the baseline: `x`, `y`, `x`, `y`.
    pub(super) baseline: [f32; 4],
    /// 0 to 100.
    pub(super) confidence: f32,
}

impl GlyphWord {
    pub(super) fn baseline_at(&self, x: f32) -> f32 {
        let [x0, y0, x1, y1] = self.baseline;
        if x1 - x0 < 1.0 {
            (y0 + y1) / 2.0
        } else {
            y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        }
    }
}

/// A recognised line.
#[derive(Clone, Debug)]
pub(super) struct GlyphLine {
    pub(super) words: Vec<GlyphWord>,
    /// Degrees, counter-clockwise: 0, 90, 180 or 270.
    pub(super) angle: f32,
}

/// Height of a capital, of a letter with an ascender and of one with a descender, over the em. Book faces lie between .63
/// and .72 (Garamond .65, Times .66, Baskerville .67, Helvetica .72).
pub(super) const TALL: f32 = 0.66;
/// Height of a small letter over the em. Book faces lie between .40 and .52 (Garamond .40, Times .45, Helvetica .52).
const SMALL: f32 = 0.45;
/// A raised word nearer than this to the one before, in ems, is glued to it.
pub(super) const GLUED_GAP: f32 = 0.25;

/// Makes the lines of a page, and counts the specks of dust that were read as signs.
pub(super) fn lines(mut lines: Vec<GlyphLine>, look: &SecondLook<'_>) -> (Vec<Line>, usize) {
    let mut sizes: Vec<f32> = lines.iter().map(size).collect();
    let specks = dust::sweep(&mut lines, &mut sizes, look.ink);
    let gutters = gutters::find(&lines, &sizes);
    let mut out = Vec::new();
    for ((line, size), gutters) in lines.into_iter().zip(sizes).zip(gutters) {
        let angle = line.angle;
        let mut words: Vec<Word> = Vec::new();
        let begins: Vec<f32> = line.words.iter().map(|word| word.rect.x0).collect();
        for (number, mut word) in line.words.into_iter().enumerate() {
            if angle != 0.0 {
                words.extend(turned(&word, size));
                continue;
            }
            if gutters.contains(&number) {
                out.extend(Line::new(std::mem::take(&mut words), angle));
            }
            // What the engine read a second time from a mark that was found.
            let marks = words.iter().rev().take(2).filter(|word| word.style.superscript);
            word.glyphs
                .retain(|glyph| !marks.clone().any(|mark| marks::is_within(&glyph.rect, &mark.rect)));
            signs::settle(&mut word, size, look.ink);
            let room = begins.get(number + 1).copied().unwrap_or(f32::MAX);
            marks::find(&mut word, size, words.is_empty(), room, look);
            let mut pieces = pieces(&word, size);
            // A mark may be found from either of two words that the engine made of it.
            if let Some(first) = pieces.first().filter(|first| first.style.superscript) {
                let is_part = |word: &Word| word.style.superscript && marks::is_within(&word.rect, &first.rect);
                while words.pop_if(|last| is_part(last)).is_some() {}
            }
            if let (Some(last), Some(first)) = (words.last(), pieces.first_mut()) {
                first.glued = first.style.superscript && first.rect.x0 - last.rect.x1 < GLUED_GAP * size;
            }
            words.append(&mut pieces);
        }
        out.extend(Line::new(words, angle));
    }
    weight::mark_bold(&mut out, look.ink);
    slant::mark_italic(&mut out, look.ink);
    (out, specks)
}

/// Estimates the em of a line from its letters; a line of other signs alone is measured by its height.
fn size(line: &GlyphLine) -> f32 {
    let turned = line.angle == 90.0 || line.angle == 270.0;
    let height = |rect: &Rect| if turned { rect.width() } else { rect.height() };
    let mut ems: Vec<f32> = Vec::new();
    let mut figures: Vec<f32> = Vec::new();
    for glyph in line.words.iter().flat_map(|word| &word.glyphs) {
        let Some(letter) = glyph.text.chars().next() else {
            continue;
        };
        match share_of_em(letter) {
            Some(share) => ems.push(height(&glyph.rect) / share),
            None if letter.is_alphanumeric() => figures.push(height(&glyph.rect) / TALL),
            None => {}
        }
    }
    if is_running(line, ems.len())
        && let Some(least) = of_garbled(&mut ems)
    {
        return least.max(1.0);
    }
    // Two letters or more; a page number has only figures, whose height differs (old style), so they come second.
    middle(&mut ems, 2)
        .or_else(|| middle(&mut figures, 1))
        .or_else(|| middle(&mut ems, 1))
        .or_else(|| line.words.iter().map(|word| height(&word.rect)).reduce(f32::max))
        .unwrap_or(1.0)
        .max(1.0)
}

/// The middle half of sizes that differ by more than this has boxes that are not of their letters alone: Tesseract's boxes in
/// small type reach over the next letter, which makes small letters as high as tall ones.
const GARBLED: f32 = 1.15;
/// The least sizes, which are right then, differ by no more than this.
const AT_ONE: f32 = 1.1;
/// So many letters has running text.
const RUNNING: usize = 7;

/// Tells whether a line is running text: not a few letters, among which a speck may be, nor capitals of two sizes.
fn is_running(line: &GlyphLine, letters: usize) -> bool {
    let signs = || {
        line.words
            .iter()
            .flat_map(|word| &word.glyphs)
            .flat_map(|glyph| glyph.text.chars())
    };
    letters >= RUNNING && signs().filter(|c| c.is_lowercase()).count() * 2 > letters
}

/// Returns the mean of the least sizes where boxes are garbled.
fn of_garbled(sizes: &mut [f32]) -> Option<f32> {
    sizes.sort_by(f32::total_cmp);
    let quarter = sizes.len() / 4;
    let (low, high) = (*sizes.get(quarter)?, *sizes.get(sizes.len().checked_sub(quarter + 1)?)?);
    let least = sizes.get(..sizes.partition_point(|size| *size <= AT_ONE * low))?;
    (high > GARBLED * low).then(|| least.iter().sum::<f32>() / least.len() as f32)
}

/// Returns the mean of the middle half, which is finer than the median of whole pixels; `None` of fewer than `least`.
pub(super) fn middle(values: &mut [f32], least: usize) -> Option<f32> {
    if values.len() < least.max(1) {
        return None;
    }
    values.sort_by(f32::total_cmp);
    let quarter = values.len() / 4;
    let half = values.get(quarter..values.len() - quarter)?;
    Some(half.iter().sum::<f32>() / half.len() as f32)
}

/// The height of a letter's ink over the em; `None` for signs and for letters whose height varies from face to face.
pub(super) fn share_of_em(letter: char) -> Option<f32> {
    match letter {
        'a' | 'c' | 'e' | 'm' | 'n' | 'o' | 'r' | 's' | 'u' | 'v' | 'w' | 'x' | 'z' => Some(SMALL),
        'а' | 'в' | 'г' | 'е' | 'ж' | 'з' | 'и' | 'к' | 'л' | 'м' | 'н' | 'о' | 'п' | 'с' | 'т' | 'х' | 'ч' | 'ш'
        | 'ъ' | 'ы' | 'ь' | 'э' | 'ю' | 'я' => Some(SMALL),
        'b' | 'd' | 'h' | 'k' | 'l' | 'g' | 'p' | 'q' | 'y' | 'р' | 'у' => Some(TALL),
        'A'..='I' | 'K'..='P' | 'R'..='Z' | 'А'..='И' | 'К'..='П' | 'Р'..='У' | 'Х' | 'Ч' | 'Ш' | 'Ъ'..='Я' => {
            Some(TALL)
        }
        _ => None,
    }
}

/// Splits a word where raised marks begin and end. All but the first piece are glued.
fn pieces(word: &GlyphWord, size: f32) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for run in word.glyphs.chunk_by(|a, b| a.is_raised == b.is_raised) {
        let Some(mut piece) = piece(run, word, size) else {
            continue;
        };
        if run.len() < word.glyphs.len() {
            piece.confidence = run.iter().map(|glyph| glyph.confidence).reduce(f32::min);
        }
        piece.glued = !out.is_empty();
        out.push(piece);
    }
    out
}

/// Makes a word of some glyphs, as high as the font, or of a raised mark; `None` of none.
fn piece(glyphs: &[Glyph], word: &GlyphWord, size: f32) -> Option<Word> {
    let ink = Rect::around(glyphs.iter().map(|glyph| &glyph.rect))?;
    let is_raised = glyphs.first().is_some_and(|glyph| glyph.is_raised);
    let (baseline, size) = if is_raised {
        (ink.y1, (ink.height() / TALL).min(size))
    } else {
        (word.baseline_at((ink.x0 + ink.x1) / 2.0), size)
    };
    Some(Word {
        text: glyphs.iter().map(|glyph| glyph.text.as_str()).collect(),
        rect: Rect::new(
            ink.x0,
            ink.y0.min(baseline - 0.7 * size),
            ink.x1,
            ink.y1.max(baseline + 0.2 * size),
        ),
        baseline,
        size,
        style: Style {
            superscript: is_raised,
            ..Style::default()
        },
        font: None,
        glued: false,
        confidence: Some(word.confidence),
    })
}

/// Makes a word of a turned line, whose box is the ink's.
fn turned(word: &GlyphWord, size: f32) -> Option<Word> {
    let made = piece(&word.glyphs, word, size)?;
    Some(Word {
        rect: word.rect,
        baseline: word.rect.y1,
        ..made
    })
}
