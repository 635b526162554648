//! Letterspacing: words set wide in sources that know no fonts, `S o v i e t`, are written together.
//!
//! In comes a [`Layout`], out it goes with such letters as one word that is marked letterspaced. In PDFs the reader has told
//! them by their gaps already.

use super::hyphens::Lexicon;
use crate::layout::Layout;
use crate::read::Word;

/// The fewest letters that are taken for a word set wide; three stand apart by chance, as initials do.
const LEAST: usize = 4;

/// Writes letters that stand apart together, where they make a word.
pub(super) fn join(layout: &mut Layout, lexicon: &Lexicon) {
    for line in layout
        .pages
        .iter_mut()
        .flat_map(|p| &mut p.blocks)
        .flat_map(|b| &mut b.lines)
    {
        let mut at = 0;
        while at < line.words.len() {
            let head = usize::from(is_pair(&line.words[at]));
            let letters = line.words[at + head..].iter().take_while(|w| is_letter(w)).count();
            let count = if head + letters < LEAST {
                letters * (1 - head)
            } else {
                head + letters
            };
            let mut from = at;
            for piece in pieces(&line.words[at..at + count]) {
                if is_word(&line.words[from..from + piece], lexicon) {
                    let letters: Vec<Word> = line.words.drain(from..from + piece).collect();
                    line.words.splice(from..from, joined(letters));
                    from += 1;
                } else {
                    from += piece;
                }
            }
            at = from + 1;
        }
    }
}

/// Tells whether a word is a single letter, a sign behind it aside.
fn is_letter(word: &Word) -> bool {
    let mut chars = word.text.chars();
    chars.next().is_some_and(char::is_alphabetic)
        && chars
            .next()
            .is_none_or(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?') && chars.next().is_none())
}

/// Tells whether a word is a capital and a small letter: extractors leave such pairs together that are set close, `We i d l i n g`.
fn is_pair(word: &Word) -> bool {
    let mut chars = word.text.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(char::is_lowercase)
        && chars.next().is_none()
}

/// Parts a run of letters into words: at wider gaps, behind a sign, and where a capital follows a small letter.
fn pieces(letters: &[Word]) -> Vec<usize> {
    let gap = |pair: &[Word]| pair[1].rect.x0 - pair[0].rect.x1;
    let least = letters.windows(2).map(gap).fold(f32::INFINITY, f32::min);
    let mut pieces = vec![usize::from(!letters.is_empty())];
    for pair in letters.windows(2) {
        let closed = !pair[0].text.ends_with(char::is_alphabetic);
        let capital = pair[0].text.starts_with(char::is_lowercase) && pair[1].text.starts_with(char::is_uppercase);
        match pieces.last_mut() {
            Some(last) if !closed && !capital && gap(pair) < least * 1.6 + 0.1 => *last += 1,
            _ => pieces.push(1),
        }
    }
    pieces
}

/// Tells whether letters are a word: one that is known, or a long one in small letters.
fn is_word(letters: &[Word], lexicon: &Lexicon) -> bool {
    let word: String = letters
        .iter()
        .flat_map(|l| l.text.chars())
        .filter(|c| c.is_alphabetic())
        .collect();
    // The letters of an enumeration, `points a b c`, follow one another.
    let single = || {
        letters
            .iter()
            .filter_map(|l| l.text.chars().next().filter(|_| is_letter(l)))
    };
    if single()
        .zip(single().skip(1))
        .all(|(a, b)| u32::from(b) == u32::from(a) + 1)
    {
        return false;
    }
    let rest = || word.chars().skip(1);
    let small = rest().all(char::is_lowercase);
    letters.len() >= LEAST
        && (small || rest().all(char::is_uppercase))
        && (lexicon.knows(&word) || (small && word.chars().count() > LEAST && lexicon.may_be_word(&word)))
}

/// Writes letters as one word.
fn joined(letters: Vec<Word>) -> Option<Word> {
    letters.into_iter().reduce(|mut word, letter| {
        word.text.push_str(&letter.text);
        word.rect.x1 = letter.rect.x1;
        word.style.letterspaced = true;
        word
    })
}
