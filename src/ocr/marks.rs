//! Raised marks: the small figures and stars that call a note or stand at its head.
//!
//! Tesseract takes a small raised figure for a quotation mark or a star, or for a part of the letter beside it. So a mark is
//! found by its place and size alone, and read a second time by itself, enlarged.

mod beside;
mod second_look;

use super::glyphs::{Glyph, GlyphWord};
use super::ink::Ink;
use crate::span::Rect;

pub(super) use second_look::SecondLook;

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
/// Quotation marks, which raised figures are taken for, and the other way round.
const QUOTES: [char; 8] = ['"', '\'', '’', '‘', '“', '”', '„', '‚'];
/// What was not taken for a quotation mark, and is a number by itself with this confidence, is one.
const LIKELY: f32 = 88.0;

/// Finds the raised marks of a word and makes each a glyph that says so.
///
/// `room` is where the next word of the line begins, or the line ends.
pub(super) fn find(word: &mut GlyphWord, size: f32, starts_line: bool, room: f32, look: &SecondLook<'_>) {
    part_last(word, size, look);
    if starts_line {
        part_first(word, size, look);
    }
    let may_be: Vec<bool> = word
        .glyphs
        .iter()
        .map(|glyph| glyph.is_raised || is_raised(glyph, word, size))
        .collect();
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(word.glyphs.len());
    let mut start = 0;
    for run in may_be.chunk_by(|a, b| a == b) {
        let run_of = word.glyphs.get(start..start + run.len()).unwrap_or_default();
        start += run.len();
        let heads_line = starts_line && glyphs.is_empty();
        let found = run.first().filter(|may_be| **may_be).and_then(|_| {
            let mark = mark(run_of, word, size, look);
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
    let marks: Vec<Rect> = glyphs.iter().filter(|g| g.is_raised).map(|g| g.rect).collect();
    let is_ink_of = |glyph: &Glyph, mark: &Rect| {
        is_within(&glyph.rect, mark) && (!glyph.is_raised || glyph.rect.width() < mark.width())
    };
    glyphs.retain(|glyph| !marks.iter().any(|mark| is_ink_of(glyph, mark)));
    glyphs.dedup_by(|next, mark| next.is_raised && mark.is_raised && is_within(&next.rect, &mark.rect));
    word.glyphs = glyphs;
    beside::find(word, size, starts_line, room, look);
}

/// Tells whether a glyph was read from the ink of a mark: nothing else stands above or below one.
pub(super) fn is_within(glyph: &Rect, mark: &Rect) -> bool {
    (mark.x0..mark.x1).contains(&((glyph.x0 + glyph.x1) / 2.0))
}

/// Returns the mark that some raised glyphs are, if they are one.
///
/// A figure of the second reading counts. Failing that, the first reading counts where it is a figure, or a sign or letter
/// that the second confirms.
fn mark(run: &[Glyph], word: &GlyphWord, size: f32, look: &SecondLook<'_>) -> Option<Glyph> {
    if let [glyph] = run
        && glyph.is_raised
    {
        return Some(glyph.clone());
    }
    let own = Rect::around(run.iter().map(|glyph| &glyph.rect))?;
    let first: String = run.iter().map(|glyph| glyph.text.as_str()).collect();
    let quoted = first.contains(QUOTES);
    let (rect, read) = read_whole(&own, quoted, word, size, look);
    let (text, confidence) = match read {
        Some((text, confidence)) if is_sure_figure(&text, confidence, &rect, look.ink) => (text, confidence),
        // What was taken for no quotation mark is a figure where it is read as one by itself.
        Some((text, confidence)) if confidence >= LIKELY && is_number(&text) && fits(&text, &rect) && !quoted => {
            (text, confidence)
        }
        _ if is_figure(&first) && fits(&first, &rect) => {
            (first, run.iter().map(|glyph| glyph.confidence).fold(100.0, f32::min))
        }
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

/// Reads the whole mark of which a part was found, or that part where the rest of the ink is no mark; returns its box too.
fn read_whole(
    part: &Rect,
    quoted: bool,
    word: &GlyphWord,
    size: f32,
    look: &SecondLook<'_>,
) -> (Rect, Option<(String, f32)>) {
    let rect = whole(part, word, size, look);
    let read = look.read(&rect, quoted);
    let is_sure = |read: &Option<(String, f32)>, rect: &Rect| {
        read.as_ref()
            .is_some_and(|(text, confidence)| is_sure_figure(text, *confidence, rect, look.ink))
    };
    if rect != *part && !is_sure(&read, &rect) {
        let own = look.read(part, quoted);
        if is_sure(&own, part) {
            return (*part, own);
        }
    }
    (rect, read)
}

/// Returns the box of a whole mark of which a part was found: all raised ink that stands close together.
fn whole(part: &Rect, word: &GlyphWord, size: f32, look: &SecondLook<'_>) -> Rect {
    /// So far to each side the rest of a mark is looked for, in ems.
    const REACH: f32 = 1.2;
    /// Figures of a mark stand nearer to one another than this, in ems.
    const CLOSE: f32 = 0.12;
    let baseline = word.baseline_at((part.x0 + part.x1) / 2.0);
    let parts = look.ink.parts(&Rect::new(
        part.x0 - REACH * size,
        baseline - 0.95 * size,
        part.x1 + REACH * size,
        baseline + 0.05 * size,
    ));
    let mut found = *part;
    let raised = || parts.iter().filter(|part| is_raised_box(part, word, size));
    for next in raised().filter(|next| next.x1 > part.x0) {
        if next.x0 - found.x1 < CLOSE * size {
            found = found.union(next);
        }
    }
    for next in raised().rev().filter(|next| next.x0 < part.x1) {
        if found.x0 - next.x1 < CLOSE * size {
            found = found.union(next);
        }
    }
    found
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
    let small = parts
        .get(..1)
        .filter(|part| count == 0 && parts.len() > 1 && is_small_box(&part[0], word, size));
    let mark = match small {
        // Neither side of a quotation mark looks like these.
        Some(part) => hidden(part, word, size, look).filter(|mark| matches!(mark.text.as_str(), "4" | "5" | "7" | "8")),
        None => parts.get(..count).and_then(|parts| hidden(parts, word, size, look)),
    };
    let count = count.max(usize::from(small.is_some()));
    let (Some(mark), Some(rest)) = (mark, Rect::around(parts.iter().skip(count))) else {
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
        parts.get(first..).and_then(|parts| hidden(parts, word, size, look)),
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
fn hidden(parts: &[Rect], word: &GlyphWord, size: f32, look: &SecondLook<'_>) -> Option<Glyph> {
    let (rect, read) = read_whole(&Rect::around(parts)?, true, word, size, look);
    let (text, confidence) = read?;
    is_sure_figure(&text, confidence, &rect, look.ink).then_some(Glyph {
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

/// Tells whether a box would have the place of a raised mark, were it one pixel higher: in the small type of notes a figure
/// has ten or twelve.
fn is_small_box(rect: &Rect, word: &GlyphWord, size: f32) -> bool {
    is_raised_box(&Rect::new(rect.x0, rect.y0 - 1.0, rect.x1, rect.y1), word, size)
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

/// Tells whether a text is a figure, or one with a bracket, or with a letter behind it, as notes that were added have: `51a`.
fn is_number(text: &str) -> bool {
    is_figure(
        text.strip_suffix(|c: char| matches!(c, 'a'..='d' | 'а'..='г' | ')'))
            .unwrap_or(text),
    )
}

/// Tells whether so many figures have room in a box: one is .4 to .85 of its height wide.
fn fits(text: &str, rect: &Rect) -> bool {
    let count = text.chars().count() as f32;
    let share = rect.width() / rect.height().max(1.0) / count;
    let least = if text.contains('1') { 0.25 } else { 0.4 };
    (least..0.9).contains(&share)
}

/// Tells whether a second reading is a figure beyond doubt. Enlarged, the quotation marks of old types look like a 2, a 3,
/// a 6 or a 9, and their feet like a 5, at confidences up to 93; nothing looks like the other figures.
fn is_sure_figure(text: &str, confidence: f32, rect: &Rect, ink: Ink<'_>) -> bool {
    let least = match text.len() {
        1 if matches!(text, "2" | "3" | "6" | "9") => 95.0,
        2 if text.contains(['2', '3', '6', '9']) && is_twice(rect, ink) => 95.0,
        3 if text
            .bytes()
            .all(|byte| matches!(byte, b'2' | b'3' | b'5' | b'6' | b'9')) =>
        {
            95.0
        }
        _ => 65.0,
    };
    is_number(text) && fits(text, rect) && confidence >= least
}

/// Tells whether the two halves of a mark are alike, as those of a double quotation mark.
fn is_twice(rect: &Rect, ink: Ink<'_>) -> bool {
    /// The share of their ink that halves have in common: quotation marks .69 to .95, different figures .26 to .65.
    const ALIKE: f32 = 0.66;
    let parts = ink.parts(rect);
    let middle = (rect.x0 + rect.x1) / 2.0;
    let half = |from: f32, to: f32| Rect::new(from, rect.y0, to, rect.y1);
    let halves = match parts.as_slice() {
        [one, two] => [*one, *two],
        _ => [half(rect.x0, middle), half(middle, rect.x1)],
    };
    let [Some(one), Some(two)] = halves.map(|half| ink.extent(&half)) else {
        return false;
    };
    let (wide, high) = (
        one.width().max(two.width()) as usize,
        one.height().max(two.height()) as usize,
    );
    let at = |half: &Rect, x: usize, y: usize| {
        x < half.width() as usize && y < half.height() as usize && ink.at(half.x0 as usize + x, half.y0 as usize + y)
    };
    let (mut both, mut any) = (0, 0);
    for (x, y) in (0..high).flat_map(|y| (0..wide).map(move |x| (x, y))) {
        let (first, second) = (at(&one, x, y), at(&two, x, y));
        both += u32::from(first && second);
        any += u32::from(first || second);
    }
    both as f32 > ALIKE * any as f32
}

/// Tells whether a text is a sign that calls a note, or a single letter.
fn is_sign(text: &str) -> bool {
    let mut letters = text.chars();
    text.chars().all(|c| "*†‡§¶".contains(c))
        || (letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none())
}
