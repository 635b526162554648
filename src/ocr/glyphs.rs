//! Glyphs to words: sizes, superscripts, and lines that never cross a column.
//!
//! In come the glyphs of a page as Tesseract groups them, with boxes in pixels of the prepared image; out come [`Line`]s in
//! pixels of the image as given. Tesseract tells no size of type, so it is estimated from the heights of the letters.

use crate::read::{Line, Style, Word};
use crate::span::Rect;

/// A recognised letter.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// Not empty, no white space.
    pub(super) text: String,
    pub(super) rect: Rect,
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
    fn baseline_at(&self, x: f32) -> f32 {
        let [x0, y0, x1, y1] = self.baseline;
        if x1 - x0 < 1.0 { (y0 + y1) / 2.0 } else { y0 + (y1 - y0) * (x - x0) / (x1 - x0) }
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
const TALL: f32 = 0.66;
/// Height of a small letter over the em. Book faces lie between .40 and .52 (Garamond .40, Times .45, Helvetica .52).
const SMALL: f32 = 0.45;
/// A gap between two words that is wider, in ems, parts two lines: no justified text is set so wide.
const COLUMN_GAP: f32 = 1.5;
/// A raised mark stands at least so far above the baseline, in ems.
const RAISED: f32 = 0.18;
/// A raised mark is at most so high, in ems: well below a capital or a figure on the line.
const RAISED_HEIGHT: f32 = 0.52;
/// A raised mark is at least so high, in ems: more than an apostrophe or a quotation mark.
const QUOTE_HEIGHT: f32 = 0.32;
/// A raised word nearer than this to the one before, in ems, is glued to it.
const GLUED_GAP: f32 = 0.25;

/// Makes the lines of a page and the mean confidence of its words; `back` takes a point of the prepared image to the image as given.
pub(super) fn lines(lines: Vec<GlyphLine>, back: impl Fn(f32, f32) -> (f32, f32)) -> (Vec<Line>, f32) {
    let mut out = Vec::new();
    for line in lines {
        let angle = line.angle;
        let size = size(&line);
        let mut words: Vec<Word> = Vec::new();
        for word in line.words {
            let raised_alone = |last: &Word, new: &Word| new.style.superscript && new.rect.x0 - last.rect.x1 < GLUED_GAP * size;
            let mut pieces = if angle == 0.0 { pieces(word, size) } else { upright_piece(word, size).into_iter().collect() };
            if let (Some(last), Some(first)) = (words.last(), pieces.first_mut()) {
                first.glued = raised_alone(last, first);
            }
            if let (Some(last), Some(first)) = (words.last(), pieces.first())
                && angle == 0.0
                && first.rect.x0 - last.rect.x1 > COLUMN_GAP * size
            {
                out.extend(Line::new(std::mem::take(&mut words), angle));
            }
            words.append(&mut pieces);
        }
        out.extend(Line::new(words, angle));
    }
    let mut all = (0.0, 0_usize);
    for line in &mut out {
        for word in &mut line.words {
            all = (all.0 + word.confidence.unwrap_or(0.0), all.1 + 1);
            move_back(word, &back);
        }
        line.rect = Rect::around(line.words.iter().map(|word| &word.rect)).unwrap_or(line.rect);
    }
    (out, if all.1 == 0 { 0.0 } else { all.0 / all.1 as f32 })
}

/// Moves a word to the image as given. It is turned about its middle and keeps its width and height, so that the lines
/// of a page that lies slightly askew keep their height too.
fn move_back(word: &mut Word, back: &impl Fn(f32, f32) -> (f32, f32)) {
    let middle = ((word.rect.x0 + word.rect.x1) / 2.0, (word.rect.y0 + word.rect.y1) / 2.0);
    let moved = back(middle.0, middle.1);
    let (dx, dy) = (moved.0 - middle.0, moved.1 - middle.1);
    word.rect = Rect::new(word.rect.x0 + dx, word.rect.y0 + dy, word.rect.x1 + dx, word.rect.y1 + dy);
    word.baseline += dy;
}

/// Estimates the em of a line from its letters; a line of other signs alone is measured by its height.
fn size(line: &GlyphLine) -> f32 {
    let turned = line.angle == 90.0 || line.angle == 270.0;
    let height = |rect: &Rect| if turned { rect.width() } else { rect.height() };
    let mut ems: Vec<f32> = Vec::new();
    let mut figures: Vec<f32> = Vec::new();
    for glyph in line.words.iter().flat_map(|word| &word.glyphs) {
        let Some(letter) = glyph.text.chars().next() else { continue };
        match share_of_em(letter) {
            Some(share) => ems.push(height(&glyph.rect) / share),
            None if letter.is_alphanumeric() => figures.push(height(&glyph.rect) / TALL),
            None => {}
        }
    }
    // Two letters or more; a page number has only figures, whose height differs (old style), so they come second.
    middle(&mut ems, 2)
        .or_else(|| middle(&mut figures, 1))
        .or_else(|| middle(&mut ems, 1))
        .or_else(|| line.words.iter().map(|word| height(&word.rect)).reduce(f32::max))
        .unwrap_or(1.0)
        .max(1.0)
}

/// Returns the mean of the middle half, which is finer than the median of whole pixels; `None` of fewer than `least`.
fn middle(values: &mut [f32], least: usize) -> Option<f32> {
    if values.len() < least.max(1) {
        return None;
    }
    values.sort_by(f32::total_cmp);
    let quarter = values.len() / 4;
    let half = values.get(quarter..values.len() - quarter)?;
    Some(half.iter().sum::<f32>() / half.len() as f32)
}

/// The height of a letter's ink over the em; `None` for signs and for letters whose height varies from face to face.
fn share_of_em(letter: char) -> Option<f32> {
    match letter {
        'a' | 'c' | 'e' | 'm' | 'n' | 'o' | 'r' | 's' | 'u' | 'v' | 'w' | 'x' | 'z' => Some(SMALL),
        'а' | 'в' | 'г' | 'е' | 'ж' | 'з' | 'и' | 'к' | 'л' | 'м' | 'н' | 'о' | 'п' | 'с' | 'т' | 'х' | 'ч' | 'ш' | 'ъ' | 'ы' | 'ь' | 'э'
        | 'ю' | 'я' => Some(SMALL),
        'b' | 'd' | 'h' | 'k' | 'l' | 'g' | 'p' | 'q' | 'y' | 'р' | 'у' => Some(TALL),
        'A'..='I' | 'K'..='P' | 'R'..='Z' | 'А'..='И' | 'К'..='П' | 'Р'..='У' | 'Х' | 'Ч' | 'Ш' | 'Ъ'..='Я' => Some(TALL),
        _ => None,
    }
}

/// Splits a word where raised marks begin and end. All but the first piece are glued.
fn pieces(word: GlyphWord, size: f32) -> Vec<Word> {
    let raised: Vec<bool> = word.glyphs.iter().map(|glyph| is_raised(glyph, &word, size)).collect();
    let mut out: Vec<Word> = Vec::new();
    let mut start = 0;
    for run in raised.chunk_by(|a, b| a == b) {
        let end = start + run.len();
        let glyphs = word.glyphs.get(start..end).unwrap_or_default();
        if let Some(mut piece) = piece(glyphs, &word, size, run.first() == Some(&true)) {
            piece.glued = !out.is_empty();
            out.push(piece);
        }
        start = end;
    }
    out
}

/// Tells whether a glyph is a raised mark: its foot well above the baseline, and smaller than what stands on the line.
///
/// What was read does not count, since a small figure is easily taken for a quotation mark; but signs that are raised by
/// nature must be higher than they would be.
fn is_raised(glyph: &Glyph, word: &GlyphWord, size: f32) -> bool {
    let above = word.baseline_at((glyph.rect.x0 + glyph.rect.x1) / 2.0) - glyph.rect.y1;
    let height = glyph.rect.height();
    let letter = glyph.text.chars().next().unwrap_or(' ');
    let least = match letter {
        '*' | '⁎' | '∗' => 0.15,
        '-' | '–' | '—' | '_' | '~' | '=' | '·' | '.' | ',' | '°' | '…' => return false,
        _ => QUOTE_HEIGHT,
    };
    above > RAISED * size && height < RAISED_HEIGHT * size && height > least * size
}

/// Makes a word of some glyphs; `None` of none.
fn piece(glyphs: &[Glyph], word: &GlyphWord, size: f32, raised: bool) -> Option<Word> {
    let ink = Rect::around(glyphs.iter().map(|glyph| &glyph.rect))?;
    let baseline = word.baseline_at((ink.x0 + ink.x1) / 2.0);
    let (baseline, size) = if raised { (ink.y1, (ink.height() / TALL).min(size)) } else { (baseline, size) };
    Some(Word {
        text: glyphs.iter().map(|glyph| glyph.text.as_str()).collect(),
        rect: Rect::new(ink.x0, ink.y0.min(baseline - 0.7 * size), ink.x1, ink.y1.max(baseline + 0.2 * size)),
        baseline,
        size,
        style: Style { superscript: raised, ..Style::default() },
        font: None,
        glued: false,
        confidence: Some(word.confidence),
    })
}

/// Makes a word of a turned line, whose box is the ink's.
fn upright_piece(word: GlyphWord, size: f32) -> Option<Word> {
    let made = piece(&word.glyphs, &word, size, false)?;
    Some(Word { rect: word.rect, baseline: word.rect.y1, ..made })
}
