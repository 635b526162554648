//! Words in boxes, as other engines tell them, to lines: sizes of type, baselines, raised marks, and no line over a column.
//!
//! In come words with the boxes of their ink in pixels, and what the engine's file says of baselines and type; out come the
//! same [`Line`]s that [`super::glyphs`] makes of single letters.

use image::GrayImage;

use super::glyphs::{GLUED_GAP, GlyphLine, GlyphWord, TALL, middle, share_of_em};
use super::ink::Ink;
use super::{gutters, marks, prepare, rules, slant, weight};
use crate::read::{Line, Style, Word};
use crate::span::Rect;

/// How far a letter with a descender reaches below the baseline, over the em: as far as one with an ascender rises above
/// the small ones.
pub(super) const DESCENT: f32 = 0.21;
/// A told size is taken where it is so near to the measured one: engines round to points, and some count in other pixels.
const NEAR: std::ops::RangeInclusive<f32> = 0.75..=1.33;
/// The size of a raised mark whose own box is not told, over that of the line.
const MARK: f32 = 0.6;

/// A word in its box.
#[derive(Clone, Debug)]
pub(crate) struct BoxWord {
    /// Not empty, no white space.
    pub(crate) text: String,
    pub(crate) rect: Rect,
    /// 0 to 100.
    pub(crate) confidence: Option<f32>,
    pub(crate) style: Style,
    /// The size of the type as told, points.
    pub(crate) points: Option<f32>,
    /// No space is told before it; what stands far off is apart all the same.
    pub(crate) glued: bool,
}

/// A line of words in boxes.
#[derive(Clone, Debug, Default)]
pub(crate) struct BoxLine {
    pub(crate) words: Vec<BoxWord>,
    /// The line's own box.
    pub(crate) rect: Option<Rect>,
    /// Points of the baseline from left to right; none where it is not told.
    pub(crate) baseline: Vec<(f32, f32)>,
    /// Degrees, counter-clockwise: 0, 90, 180 or 270.
    pub(crate) angle: f32,
    /// The words have no boxes of their own, but parts of the line's.
    pub(crate) is_parted: bool,
}

impl BoxLine {
    /// Puts the sign of a broken word behind the last word, unless it is there already.
    pub(crate) fn hyphenate(&mut self, sign: &str, place: Option<Rect>) {
        let sign = sign.trim();
        if let Some(last) = self.words.last_mut()
            && !last.text.ends_with(sign)
            && !sign.contains(char::is_whitespace)
        {
            last.text.push_str(sign);
            if let Some(place) = place {
                last.rect.x1 = last.rect.x1.max(place.x1);
            }
        }
    }

    /// Takes the line to another unit.
    pub(crate) fn scale(&mut self, x: f32, y: f32) {
        self.rect = self.rect.map(|rect| scaled(&rect, x, y));
        for word in &mut self.words {
            word.rect = scaled(&word.rect, x, y);
        }
        for point in &mut self.baseline {
            *point = (point.0 * x, point.1 * y);
        }
    }
}

/// Takes a box to another unit.
pub(crate) fn scaled(rect: &Rect, x: f32, y: f32) -> Rect {
    Rect::new(rect.x0 * x, rect.y0 * y, rect.x1 * x, rect.y1 * y)
}

/// Makes the lines of a page at this many dots per inch.
pub(crate) fn lines(mut lines: Vec<BoxLine>, dpi: f32) -> Vec<Line> {
    for line in &mut lines {
        line.words.retain(|word| !word.text.is_empty());
    }
    let sizes: Vec<f32> = lines.iter().map(|line| size(line, dpi)).collect();
    let bare: Vec<GlyphLine> = lines.iter().map(without_glyphs).collect();
    let gutters = gutters::find(&bare, &sizes);
    let mut out = Vec::new();
    for ((line, size), gutters) in lines.iter().zip(sizes).zip(gutters) {
        let is_parted = line.is_parted;
        let baseline = Baseline::of(line, size, is_parted);
        let mut words: Vec<Word> = Vec::new();
        for (number, word) in line.words.iter().enumerate() {
            if line.angle != 0.0 {
                words.push(turned(word, size));
                continue;
            }
            if gutters.contains(&number) && !is_parted {
                out.extend(Line::new(std::mem::take(&mut words), line.angle));
            }
            let mut made = set(word, &baseline, size, is_parted);
            made.glued = words.last().is_some_and(|last| {
                (word.glued || made.style.superscript || made.style.subscript)
                    && made.rect.x0 - last.rect.x1 < GLUED_GAP * size
            });
            words.push(made);
        }
        out.extend(Line::new(words, line.angle));
    }
    out
}

/// Looks at the page's image for what only it tells: marks bold lines and italic words, unless the file tells any, and
/// returns the rules.
pub(crate) fn look(image: &GrayImage, dpi: f32, lines: &mut [Line]) -> Vec<Rect> {
    let Some(page) = prepare::prepare(image, dpi) else {
        return Vec::new();
    };
    let words = || lines.iter().flat_map(|line| &line.words);
    let knows_bold = words().any(|word| word.style.bold);
    let knows_italic = words().any(|word| word.style.italic);
    if !page.is_moved() {
        let ink = Ink::of(&page.image);
        if !knows_bold {
            weight::mark_bold(lines, ink);
        }
        if !knows_italic {
            slant::mark_italic(lines, ink);
        }
    }
    page.rules_back(&rules::find(&page.image, page.dpi), lines)
}

/// Makes a line for the search of gutters, which looks at the boxes of words alone.
fn without_glyphs(line: &BoxLine) -> GlyphLine {
    let words = line.words.iter().map(|word| GlyphWord {
        glyphs: Vec::new(),
        rect: word.rect,
        baseline: [word.rect.x0, word.rect.y1, word.rect.x1, word.rect.y1],
        confidence: 0.0,
    });
    GlyphLine {
        words: words.collect(),
        angle: line.angle,
    }
}

/// Returns the em of a line: as told, where that agrees with its boxes, else as these have it.
fn size(line: &BoxLine, dpi: f32) -> f32 {
    let told = line
        .words
        .iter()
        .filter(|word| !word.style.superscript && !word.style.subscript);
    let mut told: Vec<f32> = told.filter_map(|word| Some(word.points? / 72.0 * dpi)).collect();
    told.sort_by(f32::total_cmp);
    let told = told.get(told.len() / 2).copied();
    match (told, measured(line)) {
        (Some(told), Some(measured)) if NEAR.contains(&(told / measured)) => told,
        (_, Some(measured)) => measured,
        (Some(told), None) => told,
        (None, None) => {
            let heights = line.words.iter().map(|word| height(&word.rect, line.angle));
            heights.reduce(f32::max).unwrap_or(1.0)
        }
    }
    .max(1.0)
}

fn height(rect: &Rect, angle: f32) -> f32 {
    if angle == 90.0 || angle == 270.0 {
        rect.width()
    } else {
        rect.height()
    }
}

/// Measures the em by the boxes of words whose letters tell how high they are.
fn measured(line: &BoxLine) -> Option<f32> {
    if line.is_parted {
        // A line's own outline leaves room for letters that it has not.
        let word = line.words.first()?;
        return Some(height(&word.rect, line.angle) / (TALL + DESCENT));
    }
    let upright = line
        .words
        .iter()
        .filter(|word| !word.style.superscript && !word.style.subscript);
    let mut ems: Vec<f32> = upright
        .clone()
        .filter_map(|word| Some(height(&word.rect, line.angle) / Extent::of(&word.text)?.share()))
        .collect();
    let is_number = |word: &&BoxWord| word.text.chars().all(char::is_alphanumeric);
    let mut figures: Vec<f32> = upright
        .filter(is_number)
        .map(|word| height(&word.rect, line.angle) / TALL)
        .collect();
    middle(&mut ems, 1).or_else(|| middle(&mut figures, 1))
}

/// How far the letters of a word reach above and below the baseline, over the em.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Extent {
    rise: f32,
    descent: f32,
}

impl Extent {
    fn share(self) -> f32 {
        self.rise + self.descent
    }

    /// Returns the extent of a word; `None` where its signs do not tell.
    fn of(text: &str) -> Option<Self> {
        let mut rise: Option<f32> = None;
        // Signs that may be higher than small letters, but not than tall ones; and those that may hang.
        let (mut maybe_tall, mut maybe_hangs) = (false, false);
        let mut descent = 0.0;
        for letter in text.chars() {
            match (letter, share_of_em(letter)) {
                ('g' | 'p' | 'q' | 'y' | 'р' | 'у', _) => {
                    descent = DESCENT;
                    rise = Some(rise.unwrap_or(0.0).max(TALL - DESCENT));
                }
                (_, Some(share)) => rise = Some(rise.unwrap_or(0.0).max(share)),
                ('.' | '-' | '–' | '—' | '\u{ad}', None) => {}
                (',' | ';', None) => maybe_hangs = true,
                ('(' | ')' | '[' | ']' | '{' | '}' | '/' | '|' | 'Q' | 'J' | 'j' | 'ф' | 'ц' | 'щ' | 'д', None) => {
                    return None;
                }
                (_, None) => maybe_tall = true,
            }
        }
        let rise = rise?;
        let unsure = maybe_tall && rise < TALL || maybe_hangs && descent == 0.0;
        (!unsure).then_some(Self { rise, descent })
    }
}

/// Where the baseline of a line is.
struct Baseline {
    /// Points from left to right.
    points: Vec<(f32, f32)>,
    /// Whether the points are where words stand, and not ends of straight pieces.
    are_words: bool,
    /// Without points.
    otherwise: f32,
}

impl Baseline {
    fn of(line: &BoxLine, size: f32, is_parted: bool) -> Self {
        let around = Rect::around(line.words.iter().map(|word| &word.rect)).unwrap_or_default();
        let is_near = |point: &(f32, f32)| point.1 > around.y0 && point.1 < around.y1 + 0.3 * size;
        if !line.baseline.is_empty() && line.baseline.iter().all(is_near) {
            return Self {
                points: line.baseline.clone(),
                are_words: false,
                otherwise: around.y1,
            };
        }
        let points = line.words.iter().filter(|_| !is_parted).filter_map(|word| {
            let extent = Extent::of(&word.text)?;
            let middle = (word.rect.x0 + word.rect.x1) / 2.0;
            Some((middle, word.rect.y1 - extent.descent * size))
        });
        Self {
            points: points.collect(),
            are_words: true,
            otherwise: around.y1 - DESCENT * size,
        }
    }

    fn at(&self, x: f32) -> f32 {
        let distance = |point: &&(f32, f32)| (point.0 - x).abs();
        let nearest = self.points.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
        let between = self
            .points
            .windows(2)
            .find(|pair| pair[0].0 <= x && x <= pair[1].0 && pair[1].0 - pair[0].0 > 1.0)
            .filter(|_| !self.are_words);
        match (between, nearest) {
            (Some(pair), _) => pair[0].1 + (pair[1].1 - pair[0].1) * (x - pair[0].0) / (pair[1].0 - pair[0].0),
            (None, Some(point)) => point.1,
            (None, None) => self.otherwise,
        }
    }
}

/// Sets a word on its line, as high as the font.
fn set(word: &BoxWord, baseline: &Baseline, size: f32, is_parted: bool) -> Word {
    let mut style = word.style;
    let ink = word.rect;
    let line = baseline.at((ink.x0 + ink.x1) / 2.0);
    if !style.superscript && !is_parted && marks::is_raised_mark(&word.text, &ink, line, size) {
        style.superscript = true;
    }
    let is_small = style.superscript || style.subscript;
    let has_own_box = !is_parted && ink.height() < MARK * size;
    let (foot, em) = match (is_small, has_own_box) {
        (true, true) => (ink.y1, (ink.height() / TALL).min(size)),
        (true, false) if style.superscript => (line - (1.0 - MARK) * TALL * size, MARK * size),
        (true, false) => (line + DESCENT * size, MARK * size),
        (false, _) => (line, size),
    };
    let (top, bottom) = (foot - 0.7 * em, foot + 0.2 * em);
    let own = (!is_small || has_own_box) && !is_parted;
    Word {
        text: word.text.clone(),
        rect: Rect::new(
            ink.x0,
            if own { ink.y0.min(top) } else { top },
            ink.x1.max(ink.x0),
            if own { ink.y1.max(bottom) } else { bottom },
        ),
        baseline: foot,
        size: em.max(1.0),
        style,
        font: None,
        glued: false,
        confidence: word.confidence.map(|confidence| confidence.clamp(0.0, 100.0)),
    }
}

/// Makes a word of a turned line, whose box is the ink's.
fn turned(word: &BoxWord, size: f32) -> Word {
    Word {
        text: word.text.clone(),
        rect: word.rect,
        baseline: word.rect.y1,
        size,
        style: word.style,
        font: None,
        glued: false,
        confidence: word.confidence.map(|confidence| confidence.clamp(0.0, 100.0)),
    }
}
