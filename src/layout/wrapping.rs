//! The wrapping of a plain text: how far its lines reach that could not take the next word.
//!
//! A line that was wrapped is full: the first word of the next one had no room on it. What "full" means a text tells
//! itself, by the lines that can only have been wrapped because the sentence goes on in small letters. A typescript is
//! measured in characters; what was extracted from print in the widths that letters have there, as forty `i` take less room
//! than forty `m`. The measure that agrees better with the text holds.

use super::blocks::start;
use super::lists::item_label;
use super::measure::baseline;
use super::sentences::{begins_small, ends_sentence};
use crate::read::Line;

/// So many wrapped lines tell the measure.
const ENOUGH: usize = 8;
/// One wrapped line in so many may be shorter than the others: a long word stood behind it.
const ODD: usize = 50;
/// A wrapped line shorter than this share of most is one of a part that is set narrower, or was not wrapped.
const NARROW: f32 = 0.75;
/// Lines narrower than this, in characters, are verse, lists or columns of a table, and tell nothing.
const LEAST_MEASURE: f32 = 40.0;
/// The width of most letters in print, with the spaces between words, in thousandths of an em.
const LETTER: f32 = 445.0;

/// How far wrapped lines reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Wrapping {
    /// The shortest reach of a wrapped line with the word that it could not take, in characters.
    pub(super) least: f32,
    /// The length of most wrapped lines.
    pub(super) measure: f32,
    /// Where the lines of the part begin.
    left: f32,
    /// Letters have the widths of print.
    printed: bool,
    /// Paragraphs are told by their last lines alone: neither free lines nor indents part them.
    pub(super) close: bool,
}

impl Wrapping {
    /// Measures the pages of a text; `None` where too few lines were wrapped.
    pub(super) fn of<'a>(pages: impl Iterator<Item = &'a [Line]> + Clone) -> Option<Self> {
        let typed = Self::measured(pages.clone(), false)?;
        let printed = Self::measured(pages.clone(), true)?;
        // The lines of a text agree the better the nearer the shortest is to the others.
        let agree = |w: &Self| w.least / w.measure;
        let mut found = if agree(&printed) > agree(&typed) {
            printed
        } else {
            typed
        };
        found.close = found.parts_by_last_lines(pages);
        Some(found)
    }

    /// The same for a part of the text that is set narrower or wider than most.
    ///
    /// `None` for a narrow column whose lines are too short to tell their measure.
    pub(super) fn of_part(self, lines: &[Line]) -> Option<Self> {
        let own = Self::measured(std::iter::once(lines), self.printed);
        let widest = lines.iter().map(|l| l.rect.width()).fold(0.0, f32::max);
        if own.is_none() && lines.len() >= ENOUGH && widest < self.measure * NARROW {
            return None;
        }
        let scale = own.map_or(1.0, |own| own.measure / self.measure);
        let scale = if (scale - 1.0).abs() < 0.1 { 1.0 } else { scale };
        Some(Self {
            least: self.least * scale,
            measure: self.measure * scale,
            left: left_of(lines),
            ..self
        })
    }

    fn measured<'a>(pages: impl Iterator<Item = &'a [Line]> + Clone, printed: bool) -> Option<Self> {
        // How far each wrapped line would reach, and how long it is; `None` between those that do not follow one another.
        let mut found: Vec<Option<(f32, f32)>> = Vec::new();
        let lefts = pages.clone().map(left_of);
        let pairs = pages
            .zip(lefts)
            .flat_map(|(page, left)| page.windows(2).map(move |pair| (pair, left)));
        for (pair, left) in pairs {
            let (line, next) = (&pair[0], &pair[1]);
            // The items of a list begin in small letters too.
            let wraps = !ends_sentence(line) && begins_small(next) && item_label(next).is_none();
            let reach = || extent(line, printed) - left + 1.0 + first_word(next, printed);
            found.push((wraps && stand_close(line, next)).then(|| (reach(), line.rect.width())));
        }
        let mut widths: Vec<f32> = found.iter().flatten().map(|f| f.1).collect();
        if widths.len() < ENOUGH {
            return None;
        }
        widths.sort_by(f32::total_cmp);
        let measure = widths[widths.len() / 2];
        // A line that stands alone among longer ones was ended (`Secretary A. Holm` over `city of …`); what is set narrower
        // has several.
        let low = |i: usize| found.get(i).copied().flatten().is_some_and(|f| f.1 < measure * NARROW);
        let narrow = |i: usize| low(i) && (i > 0 && low(i - 1) || low(i + 1));
        let reaches = found.iter().enumerate().filter(|&(i, _)| !low(i) || narrow(i));
        let mut reaches: Vec<f32> = reaches.filter_map(|(_, f)| f.map(|f| f.0)).collect();
        reaches.sort_by(f32::total_cmp);
        (measure >= LEAST_MEASURE).then_some(Self {
            // One may be a running head over a line that goes on.
            least: reaches[(reaches.len() / ODD).max(1).min(reaches.len() - 1)],
            measure,
            left: 0.0,
            printed,
            close: false,
        })
    }

    /// How far a line would reach with the first word of the next.
    pub(super) fn reach(&self, line: &Line, next: &Line) -> f32 {
        extent(line, self.printed) - self.left + 1.0 + first_word(next, self.printed)
    }

    /// Tells whether most paragraphs begin straight under the last line of another, at its edge.
    fn parts_by_last_lines<'a>(&self, pages: impl Iterator<Item = &'a [Line]>) -> bool {
        let (mut close, mut apart) = (0_usize, 0_usize);
        for page in pages {
            let part = Self {
                left: left_of(page),
                ..*self
            };
            part.count_last_lines(page, &mut close, &mut apart);
        }
        close >= 2 && close > apart * 2
    }

    /// Counts the paragraphs that begin straight under the last line of another, and the others.
    fn count_last_lines(&self, page: &[Line], close: &mut usize, apart: &mut usize) {
        for pair in page.windows(2) {
            let (line, next) = (&pair[0], &pair[1]);
            let ended = ends_sentence(line) && self.reach(line, next) < self.least - self.measure * 0.08;
            if !ended || begins_small(next) || next.rect.width() < self.measure * 0.6 {
                continue;
            }
            if stand_close(line, next) && start(next) - start(line) < 1.5 {
                *close += 1;
            } else {
                *apart += 1;
            }
        }
    }
}

/// Where the lines of a page or column begin.
fn left_of(lines: &[Line]) -> f32 {
    lines.iter().map(start).reduce(f32::min).unwrap_or(0.0)
}

/// Tells whether two lines stand as close as those of a paragraph.
pub(super) fn stand_close(line: &Line, next: &Line) -> bool {
    (0.0..1.5).contains(&(baseline(next) - baseline(line)))
}

/// Where a line ends, in characters of a common width.
fn extent(line: &Line, printed: bool) -> f32 {
    if !printed {
        return line.rect.x1;
    }
    // Wide gaps are those of the page: a number in the margin stands before them.
    let gaps = line.words.windows(2).map(|w| w[1].rect.x0 - w[0].rect.x1);
    let spaces: f32 = gaps.map(|gap| if gap < 1.5 { gap * 250.0 / LETTER } else { gap }).sum();
    let letters: f32 = line.words.iter().flat_map(|w| w.text.chars()).map(width).sum();
    start(line) + letters / LETTER + spaces
}

fn first_word(line: &Line, printed: bool) -> f32 {
    let Some(first) = line.words.first() else { return 0.0 };
    if printed {
        first.text.chars().map(width).sum::<f32>() / LETTER
    } else {
        first.rect.width()
    }
}

/// About how wide a letter is in the founts of books, in thousandths of an em.
fn width(c: char) -> f32 {
    match c {
        '\u{ad}' => 330.0,
        'i' | 'j' | 'l' | 't' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '‘' | '!' | '|' | 'і' | 'ї' => 278.0,
        'f' | 'r' | 's' | '(' | ')' | '[' | ']' | '-' | '‐' | '“' | '”' | '"' | '„' => 360.0,
        'a' | 'c' | 'e' | 'z' | 'г' | 'з' | 'с' | 'э' | 'т' | 'а' | 'е' | 'я' | 'ь' => 440.0,
        'm' | 'w' | 'ш' | 'щ' | 'ю' | 'ж' | 'ы' | 'м' | 'ф' => 700.0,
        'M' | 'W' | 'Ш' | 'Щ' | 'Ю' | 'Ж' | 'М' | '—' | '…' | '№' => 930.0,
        c if c.is_uppercase() => 680.0,
        _ => 500.0,
    }
}
