//! Letters: ligature glyphs, invisible characters, parted accents and accents set for apostrophes are written as plain letters.
//!
//! These are matters of type, not of text; each is recorded all the same.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::RepairKind;
use super::hyphens::Languages;

/// A change inside a word: the bytes of the new word, what it was, what was done.
pub(super) type Change = (std::ops::Range<usize>, String, RepairKind);

/// Writes a word as plain letters and says what was changed. The usual word costs one look.
pub(super) fn plain(word: &str) -> (String, Vec<Change>) {
    let ordinary = word
        .chars()
        .all(|c| ((c as u32) < 0xAD && c != '`') || ((c as u32) > 0xAD && (c as u32) < 0x300 && c != '´'))
        || (!word
            .chars()
            .any(|c| ligature(c).is_some() || invisible(c) || is_accent(c))
            && is_nfc(word));
    if ordinary {
        return (word.to_owned(), Vec::new());
    }
    let mut out = String::with_capacity(word.len());
    let mut changes = Vec::new();
    let apostrophe = apostrophe(word);
    for (at, c) in word.char_indices() {
        let start = out.len();
        if apostrophe == Some(at) {
            out.push('’');
            changes.push((start..out.len(), c.to_string(), RepairKind::Apostrophe));
        } else if let Some(letters) = ligature(c) {
            out.push_str(letters);
            changes.push((start..out.len(), c.to_string(), RepairKind::Ligature));
        } else if invisible(c) {
            changes.push((start..start, c.to_string(), RepairKind::Invisible));
        } else {
            out.push(c);
        }
    }
    if is_nfc(&out) {
        return (out, changes);
    }
    let composed: String = out.nfc().collect();
    let len = composed.len();
    (composed, vec![(0..len, word.to_owned(), RepairKind::Composed)])
}

/// The letters of a ligature (Unicode block "Alphabetic Presentation Forms", the Latin ones).
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' => "ſt",
        '\u{fb06}' => "st",
        _ => return None,
    })
}

/// Accents that stand alone.
fn is_accent(c: char) -> bool {
    matches!(c, '`' | '´')
}

/// The place of an accent that is set for an apostrophe: `don´t`, `l`eau`; not that of `caf´e`, a letter's own accent parted
/// from it.
fn apostrophe(word: &str) -> Option<usize> {
    let letters = word.trim_matches(|c: char| !c.is_alphabetic());
    let (before, after) = letters.split_once(is_accent)?;
    let whole = |part: &str| !part.is_empty() && part.chars().all(char::is_alphabetic);
    (whole(before) && whole(after) && Languages::built_in().part_by_apostrophe(before, after))
        .then(|| word.find(is_accent))?
}

fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
}
