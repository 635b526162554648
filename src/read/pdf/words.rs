//! Words: the glyphs of a line become runs of letters of one style.
//!
//! White space of the content parts words, and so does a gap that is wide for the font. Letters that stand apart evenly
//! are one letterspaced word. Scripts are told by size and height against the line. Right-to-left words are put into
//! the order of reading.

use unicode_normalization::UnicodeNormalization;

use super::direction::{in_order_of_reading, is_right_to_left};
use super::letterspacing::{is_cased, join_letterspaced};
use super::lines::{LARGEST_SCRIPT, Run, Spot};
use super::matrix::Frame;
use super::program::Level;
use super::sheet::{Glyph, Kind, Sheet};
use crate::read::{Line, Style, Word};
use crate::span::Rect;

/// The gap that parts words where the font has no space to go by, in ems.
pub(super) const GAP: f32 = 0.12;
/// A run of letters on its way to a [`Word`].
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) spots: Vec<Spot>,
    style: Style,
    pub(super) glued: bool,
}

/// Makes a line of a run; `None` where nothing in it has letters.
pub(super) fn line(sheet: &Sheet<'_>, mut run: Run) -> Option<Line> {
    let has_rtl = run
        .spots
        .iter()
        .any(|s| letters(sheet, s).chars().any(is_right_to_left));
    if has_rtl {
        run.spots.sort_by(|a, b| a.from.total_cmp(&b.from));
    }
    let measure = Measure::of(sheet, &run.spots);
    let mut breaks = measure.breaks(sheet, &run.spots);
    let tracked = join_letterspaced(sheet, &run.spots, &mut breaks);
    let mut parts: Vec<Part> = Vec::new();
    for (n, spot) in run.spots.iter().enumerate() {
        let mut style = measure.style(sheet, spot);
        style.letterspaced = tracked.get(n).copied().unwrap_or(false);
        let starts = n == 0 || breaks[n - 1];
        match parts.last_mut().filter(|_| !starts) {
            Some(part) if part.style == style && part.fits(spot) && (!has_rtl || part.runs_like(sheet, spot)) => {
                part.spots.push(*spot);
            }
            _ => parts.push(Part {
                spots: vec![*spot],
                style,
                glued: !starts,
            }),
        }
    }
    mark_small_capitals(sheet, &mut parts);
    if has_rtl {
        parts = in_order_of_reading(sheet, parts);
    }
    let frame = Frame::new(run.angle);
    let words = parts.iter().filter_map(|part| word(sheet, part, frame)).collect();
    Line::new(words, run.angle)
}

impl Part {
    /// Tells whether a glyph is of the size of the part.
    fn fits(&self, spot: &Spot) -> bool {
        self.spots
            .last()
            .is_some_and(|last| (last.size - spot.size).abs() <= 0.05 * last.size)
    }

    /// Tells whether a glyph is not of the other direction of writing than the part.
    fn runs_like(&self, sheet: &Sheet<'_>, spot: &Spot) -> bool {
        let direction = |s: &Spot| {
            let strong = letters(sheet, s).chars().find(|c| c.is_alphabetic())?;
            Some(is_right_to_left(strong))
        };
        let own = self.spots.iter().rev().find_map(direction);
        own.zip(direction(spot)).is_none_or(|(own, new)| own == new)
    }
}

pub(super) fn letters<'s>(sheet: &'s Sheet<'_>, spot: &Spot) -> &'s str {
    sheet.letters_of(&sheet.glyphs[spot.glyph])
}

/// What a line's letters are mostly like.
struct Measure {
    size: f32,
    base: f32,
    /// The usual gap between letters, in ems, where the whole line is set apart.
    loose: f32,
}

impl Measure {
    fn of(sheet: &Sheet<'_>, spots: &[Spot]) -> Self {
        let size = median(spots.iter().map(|s| s.size).collect()).unwrap_or(1.0);
        let base = median(spots.iter().filter(|s| s.size >= 0.9 * size).map(|s| s.down).collect()).unwrap_or(0.0);
        let is_letter = |s: &Spot| letters(sheet, s).chars().all(is_cased);
        let gaps: Vec<f32> = spots
            .windows(2)
            .filter(|p| !p[1].spaced && is_letter(&p[0]) && is_letter(&p[1]))
            .map(|p| (p[1].from - p[0].to) / size)
            .filter(|gap| *gap < 0.7)
            .collect();
        let loose = if gaps.len() >= 5 {
            median(gaps).unwrap_or(0.0)
        } else {
            0.0
        };
        Self {
            size,
            base,
            loose: if loose >= 0.06 { loose } else { 0.0 },
        }
    }

    /// Tells for each two neighbours whether words part between them.
    fn breaks(&self, sheet: &Sheet<'_>, spots: &[Spot]) -> Vec<bool> {
        spots
            .windows(2)
            .map(|pair| {
                let [a, b] = pair else { return false };
                let font = &sheet.fonts[usize::from(sheet.glyphs[a.glyph].font)];
                let space = font.space.map_or(GAP, |space| (0.4 * space / font.em).clamp(0.1, 0.16));
                let widest = if self.loose > 0.0 {
                    1.5 * self.loose + 0.08
                } else {
                    space
                };
                b.spaced || b.from - a.to > widest * a.size.max(b.size).min(1.2 * self.size)
            })
            .collect()
    }

    fn style(&self, sheet: &Sheet<'_>, spot: &Spot) -> Style {
        let glyph = &sheet.glyphs[spot.glyph];
        let font = &sheet.fonts[usize::from(glyph.font)].style;
        let raised = (self.base - spot.down) / self.size.max(1e-3);
        let is_small = spot.size <= LARGEST_SCRIPT * self.size;
        // Smaller and a tenth of the em off the baseline, or off it by far: baselines of scans wander less than that.
        let off = |by: f32| {
            if is_small {
                by >= 0.1
            } else {
                by >= 0.25 && !glyph.invisible
            }
        };
        Style {
            italic: font.italic || glyph.slanted,
            bold: font.bold || glyph.emboldened,
            small_caps: font.small_caps || glyph.small_cap,
            superscript: off(raised) || glyph.level == Level::Raised,
            subscript: off(-raised) || glyph.level == Level::Lowered,
            letterspaced: false,
        }
    }
}

/// Returns the middle value.
pub(super) fn median(mut values: Vec<f32>) -> Option<f32> {
    let middle = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f32::total_cmp).1)
}

/// Marks capitals of a smaller size that go on a word begun by a larger capital.
fn mark_small_capitals(sheet: &Sheet<'_>, parts: &mut [Part]) {
    let is_upper = |part: &Part| {
        let mut cased = part
            .spots
            .iter()
            .flat_map(|s| letters(sheet, s).chars())
            .filter(|c| c.is_alphabetic())
            .peekable();
        cased.peek().is_some() && cased.all(char::is_uppercase)
    };
    for n in 1..parts.len() {
        let (before, after) = parts.split_at_mut(n);
        let (Some(large), Some(small)) = (before.last(), after.first_mut()) else {
            continue;
        };
        let (Some(a), Some(b)) = (large.spots.last(), small.spots.first()) else {
            continue;
        };
        let ratio = b.size / a.size.max(1e-3);
        let is_level = (a.down - b.down).abs() <= 0.05 * a.size;
        if small.glued && (0.6..0.9).contains(&ratio) && is_level && is_upper(large) && is_upper(small) {
            small.style.small_caps = true;
        }
    }
}

fn word(sheet: &Sheet<'_>, part: &Part, frame: Frame) -> Option<Word> {
    let first = part.spots.first()?;
    let mut text = String::new();
    let mut last: Option<(&Spot, usize)> = None;
    let mut rect: Option<Rect> = None;
    for spot in &part.spots {
        let glyph = &sheet.glyphs[spot.glyph];
        let here = text.len();
        match glyph.kind {
            Kind::Unknown => text.push('\u{FFFD}'),
            _ => text.push_str(sheet.letters_of(glyph)),
        }
        if let Some((before, at)) = last
            && overlaps(before, &sheet.glyphs[before.glyph], spot, glyph)
            && let Some(joined) = accented(&text[at..here], &text[here..])
        {
            text.truncate(at);
            text.push_str(&joined);
            last = Some((spot, at));
        } else {
            last = Some((spot, here));
        }
        let own = if frame == Frame::new(0.0) {
            sheet.rect_of(glyph)
        } else {
            own_rect(sheet, spot, glyph)
        };
        rect = Some(rect.map_or(own, |r| r.union(&own)));
    }
    let rect = rect?;
    let glyph = &sheet.glyphs[first.glyph];
    (!text.is_empty()).then_some(Word {
        text,
        rect: if frame == Frame::new(0.0) {
            rect
        } else {
            frame.leave_rect(&rect)
        },
        baseline: glyph.y,
        size: first.size,
        style: part.style,
        font: Some(glyph.font),
        glued: part.glued,
        confidence: None,
    })
}

/// Returns the box in the frame of the line.
fn own_rect(sheet: &Sheet<'_>, spot: &Spot, glyph: &Glyph) -> Rect {
    let font = &sheet.fonts[usize::from(glyph.font)];
    let (top, bottom) = (font.ascent * glyph.size, font.descent * glyph.size);
    Rect::new(
        spot.from,
        spot.down - top,
        spot.from + glyph.advance,
        spot.down - bottom,
    )
}

/// Tells whether two glyphs are set over each other, as letters and their accents are.
fn overlaps(a: &Spot, first: &Glyph, b: &Spot, second: &Glyph) -> bool {
    let shared = (a.from + first.advance).min(b.from + second.advance) - a.from.max(b.from);
    shared > 0.0 && shared >= 0.6 * first.advance.min(second.advance)
}

/// Returns a letter with its accent, where one of the two is an accent set on its own.
fn accented(a: &str, b: &str) -> Option<String> {
    let single = |s: &str| {
        let mut chars = s.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let (a, b) = (single(a)?, single(b)?);
    let (letter, mark) = match (combining(a), combining(b)) {
        (Some(mark), None) => (b, mark),
        (None, Some(mark)) => (a, mark),
        _ => return None,
    };
    letter
        .is_alphabetic()
        .then(|| [letter, mark].into_iter().nfc().collect())
}

/// Returns the combining form of an accent that stands on its own.
fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '`' | 'ˋ' => '\u{300}',
        '´' | 'ˊ' => '\u{301}',
        '^' | 'ˆ' => '\u{302}',
        '~' | '˜' => '\u{303}',
        '¯' | 'ˉ' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30A}',
        '˝' => '\u{30B}',
        'ˇ' => '\u{30C}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        _ => return None,
    })
}
