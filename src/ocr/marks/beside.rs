//! Marks found by their ink, where the engine's boxes are not those of its letters.
//!
//! In small type and behind letters that stand close, Tesseract's boxes reach over their neighbours, and a mark is in none of
//! them, or was not read at all. Its ink stands free all the same: a small part of the word, well above the line, at its end
//! or at the head of a line. What was read in its stead, a sign or a letter, gives way.

use super::{Glyph, GlyphWord, LIKELY, QUOTES, Rect, SecondLook, fits, is_number, is_raised_box, is_sure_figure};

/// The ink of a word is looked for so far to its sides, in ems.
const REACH: f32 = 0.4;
/// Figures of a mark stand nearer to one another than this, in ems.
const CLOSE: f32 = 0.2;
/// So many parts of ink may stand behind a mark: a stop, a bracket, the halves of a quotation mark.
const MOST_BEHIND: usize = 3;
/// None of them is wider, in ems.
const WIDEST_SIGN: f32 = 0.3;
/// So many letters at the end of a word may have been read from a mark and what stands behind it.
const NEAR: usize = 4;

/// Finds a mark at the end of a word, and one at the head of a line, by their ink.
pub(super) fn find(word: &mut GlyphWord, size: f32, starts_line: bool, room: f32, look: &SecondLook<'_>) {
    let parts = parts(word, size, starts_line, room, look);
    if starts_line && !word.glyphs.first().is_some_and(|glyph| glyph.is_raised) {
        at_head(word, size, &parts, look);
    }
    if starts_line {
        read_again(word, size, &parts, look);
    }
    if !word.glyphs.iter().skip(1).any(|glyph| glyph.is_raised) {
        at_end(word, size, &parts, look);
    }
    clear(word, &parts, look);
}

/// Returns the parts of a word's ink from left to right.
fn parts(word: &GlyphWord, size: f32, starts_line: bool, room: f32, look: &SecondLook<'_>) -> Vec<Rect> {
    let baselines = [word.rect.x0, word.rect.x1].map(|x| word.baseline_at(x));
    let before = if starts_line { REACH * size } else { 0.0 };
    look.ink.parts(&Rect::new(
        word.rect.x0 - before,
        baselines[0].min(baselines[1]) - 0.9 * size,
        (word.rect.x1 + REACH * size).min(room.max(word.rect.x1)),
        baselines[0].max(baselines[1]) + 0.25 * size,
    ))
}

/// Reads parts that may be a mark. Where nothing beside it was taken for a quotation mark, a likely figure is one.
fn read(parts: &[Rect], near: &[Glyph], look: &SecondLook<'_>) -> Option<Glyph> {
    let rect = Rect::around(parts)?;
    let quoted = near.iter().any(|glyph| glyph.text.contains(QUOTES));
    let (text, confidence) = look.read(&rect, quoted)?;
    let is_likely = confidence >= LIKELY && is_number(&text) && fits(&text, &rect) && !quoted;
    (is_likely || is_sure_figure(&text, confidence, &rect, look.ink)).then_some(Glyph {
        text,
        rect,
        confidence,
        is_raised: true,
    })
}

/// Makes a mark of the first parts of a line's ink.
fn at_head(word: &mut GlyphWord, size: f32, parts: &[Rect], look: &SecondLook<'_>) {
    let count = run(parts.iter(), word, size);
    let Some((first, rest)) = parts.split_at_checked(count).filter(|(first, _)| !first.is_empty()) else {
        return;
    };
    let near = word
        .glyphs
        .get(..first.len().min(word.glyphs.len()))
        .unwrap_or_default();
    let (Some(mark), Some(rest)) = (read(first, near, look), Rect::around(rest)) else {
        return;
    };
    let most = mark.text.chars().count() + 1;
    let signs = word
        .glyphs
        .iter()
        .take(most)
        .take_while(|glyph| !is_letter(glyph))
        .count();
    let taken = if signs > 0 {
        signs
    } else {
        let letters: Vec<char> = look.read_letters(&rest).chars().collect();
        surplus(word.glyphs.len(), most - 1, letters.len(), |taken| {
            same(word.glyphs.get(taken), letters.first())
        })
    };
    word.glyphs.splice(..taken, [mark]);
}

/// Reads the first word of a note without its mark, for whose sake its first letter is often misread: `²Ibid.` as `?Tbid.`
///
/// What the second reading is surer of counts, where only the beginning differs.
fn read_again(word: &mut GlyphWord, size: f32, parts: &[Rect], look: &SecondLook<'_>) {
    /// Below this confidence, of 100, a second reading tells nothing.
    const SURE: f32 = 80.0;
    /// The letters before which the two differ.
    const MOST: usize = 2;
    let Some((mark, letters)) = word.glyphs.split_first().filter(|(mark, _)| mark.is_raised) else {
        return;
    };
    let is_own = |part: &&Rect| part.x0 >= mark.rect.x1 - 0.03 * size && part.x1 <= word.rect.x1 + 1.0;
    let Some(rest) = Rect::around(parts.iter().filter(is_own)) else {
        return;
    };
    let Some((text, _)) = look
        .read_word(&rest)
        .filter(|(_, sure)| *sure >= SURE.max(word.confidence))
    else {
        return;
    };
    let read: Vec<char> = text.chars().collect();
    let was: Vec<&str> = letters.iter().map(|glyph| glyph.text.as_str()).collect();
    let alike = |(a, b): &(&char, &&str)| b.chars().eq([**a]);
    let common = read.iter().rev().zip(was.iter().rev()).take_while(alike).count();
    let (new, old) = (read.len() - common, was.len() - common);
    if common < 2 || new > MOST || old > MOST || (new, old) == (0, 0) {
        return;
    }
    let made = read.iter().take(new).map(|letter| Glyph {
        text: letter.to_string(),
        rect: Rect::new(rest.x0, rest.y0, rest.x1.min(rest.x0 + 0.5 * size), rest.y1),
        confidence: word.confidence,
        is_raised: false,
    });
    let made: Vec<Glyph> = made.collect();
    word.glyphs.splice(1..=old, made);
}

/// Makes a mark of parts of a word's ink with nothing but closing signs behind them.
fn at_end(word: &mut GlyphWord, size: f32, parts: &[Rect], look: &SecondLook<'_>) {
    let is_sign = |part: &&Rect| part.width() < WIDEST_SIGN * size && !is_raised_box(part, word, size);
    let behind = parts.iter().rev().take(MOST_BEHIND).take_while(is_sign).count();
    // What stands behind may be the next letters of a word without a mark, too: then none of the parts is raised.
    let found = (0..=behind).find_map(|behind| {
        let until = parts.len() - behind;
        let count = run(parts.get(..until)?.iter().rev(), word, size);
        let first = until - count;
        (count > 0 && first > 0).then_some((first, until))
    });
    let Some((first, until)) = found else { return };
    let (Some(mark), Some(stem)) = (
        parts.get(first..until).and_then(|parts| {
            let near = word.glyphs.len().saturating_sub(NEAR);
            read(parts, word.glyphs.get(near..).unwrap_or_default(), look)
        }),
        parts.get(..first).and_then(Rect::around),
    ) else {
        return;
    };
    let closing = closing(word, size, parts.get(until..).unwrap_or_default());
    let most = mark.text.chars().count();
    let taken = if word.glyphs.last().is_some_and(is_alphanumeric) {
        let letters: Vec<char> = look.read_letters(&stem).chars().collect();
        surplus(word.glyphs.len(), most, letters.len(), |taken| {
            let last = word.glyphs.len().checked_sub(taken + 1);
            same(last.and_then(|last| word.glyphs.get(last)), letters.last())
        })
    } else {
        0
    };
    word.glyphs.truncate(word.glyphs.len().saturating_sub(taken).max(1));
    word.glyphs.push(mark);
    word.glyphs.extend(closing);
}

/// Takes off the signs before a mark that were read from it: those that the word without it does not have.
fn clear(word: &mut GlyphWord, parts: &[Rect], look: &SecondLook<'_>) {
    let Some(at) = word
        .glyphs
        .iter()
        .skip(1)
        .position(|glyph| glyph.is_raised)
        .map(|at| at + 1)
    else {
        return;
    };
    let stem = word.glyphs.get(..at).unwrap_or_default();
    let signs = stem.iter().rev().take_while(|glyph| is_garbled(glyph)).count();
    let mark = word.glyphs.get(at).map_or(word.rect.x1, |mark| mark.rect.x0);
    let ink = Rect::around(parts.iter().filter(|part| part.x1 <= mark));
    let Some(ink) = ink.filter(|_| signs > 0 && signs < at) else {
        return;
    };
    let letters = look.read_letters(&ink);
    let own = letters.chars().rev().take_while(|c| GARBLED.contains(*c)).count();
    let is_read = letters.chars().any(char::is_alphanumeric);
    if is_read && own < signs {
        word.glyphs.drain(at - (signs - own)..at);
    }
}

/// Takes the signs behind a mark off a word and returns them: as many as there is ink for. A stop or comma that was not read
/// beside the mark is told by its ink.
fn closing(word: &mut GlyphWord, size: f32, parts: &[Rect]) -> Vec<Glyph> {
    let mut closing = Vec::new();
    for part in parts.iter().rev() {
        let low = low_sign(part, word, size);
        let answers = |glyph: &Glyph| match low {
            Some(_) => glyph.text.chars().all(|c| ".,;:…".contains(c)),
            None => glyph.text.chars().all(|c| ";:!?…)]»”’\"'“–—-".contains(c)),
        };
        match (word.glyphs.pop_if(|glyph| answers(glyph)), low) {
            (Some(glyph), _) => closing.insert(0, Glyph { rect: *part, ..glyph }),
            (None, Some(sign)) => closing.insert(
                0,
                Glyph {
                    text: sign.to_owned(),
                    rect: *part,
                    confidence: word.confidence,
                    is_raised: false,
                },
            ),
            (None, None) => {}
        }
    }
    closing
}

/// Returns the stop or comma that a small part at the foot of the line is.
fn low_sign(part: &Rect, word: &GlyphWord, size: f32) -> Option<&'static str> {
    let foot = (word.baseline_at((part.x0 + part.x1) / 2.0) - part.y1) / size;
    match part.height() / size {
        height if height < 0.2 && foot.abs() < 0.06 => Some("."),
        height if height < 0.34 && (-0.25..-0.04).contains(&foot) => Some(","),
        _ => None,
    }
}

/// Counts the raised parts that stand close together at the beginning.
fn run<'p>(parts: impl Iterator<Item = &'p Rect>, word: &GlyphWord, size: f32) -> usize {
    let mut last: Option<&Rect> = None;
    parts
        .take_while(|part| {
            let gap = last.map_or(0.0, |last| (part.x0 - last.x1).max(last.x0 - part.x1));
            last = Some(part);
            is_raised_box(part, word, size) && gap < CLOSE * size
        })
        .count()
}

/// Tells how many of a word's letters, up to `most`, were read from the mark, if the rest by itself has `rest` of them; where
/// that leaves it open, those whose neighbour is the one of the second reading.
fn surplus(letters: usize, most: usize, rest: usize, is_same: impl Fn(usize) -> bool) -> usize {
    let off = |taken: usize| (letters.saturating_sub(taken)).abs_diff(rest);
    (0..=most.min(letters.saturating_sub(1)))
        .min_by_key(|&taken| (off(taken) + usize::from(!is_same(taken)), taken))
        .unwrap_or(0)
}

fn same(glyph: Option<&Glyph>, letter: Option<&char>) -> bool {
    matches!((glyph, letter), (Some(glyph), Some(letter)) if glyph.text.starts_with(*letter))
}

fn is_letter(glyph: &Glyph) -> bool {
    glyph.text.chars().any(char::is_alphabetic)
}

fn is_alphanumeric(glyph: &Glyph) -> bool {
    glyph.text.chars().any(char::is_alphanumeric)
}

/// Signs that the engine makes of raised figures.
const GARBLED: &str = "\"'’‘“”*°®©™^?!<>«»$#&%§¹²³`´~|\\/";

fn is_garbled(glyph: &Glyph) -> bool {
    glyph.text.chars().all(|c| GARBLED.contains(c))
}
