//! Letters: ligature glyphs, invisible characters and parted accents are written as plain letters.
//!
//! These are matters of type, not of text; each is recorded all the same.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::RepairKind;

/// A change inside a word: the bytes of the new word, what it was, what was done.
pub(super) type Change = (std::ops::Range<usize>, String, RepairKind);

/// Writes a word as plain letters and says what was changed. The usual word costs one look.
pub(super) fn plain(word: &str) -> (String, Vec<Change>) {
    let ordinary = word
        .chars()
        .all(|c| (c as u32) < 0xAD || ((c as u32) > 0xAD && (c as u32) < 0x300))
        || (!word.chars().any(|c| ligature(c).is_some() || invisible(c)) && is_nfc(word));
    if ordinary {
        return (word.to_owned(), Vec::new());
    }
    let mut out = String::with_capacity(word.len());
    let mut changes = Vec::new();
    for c in word.chars() {
        let start = out.len();
        if let Some(letters) = ligature(c) {
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

fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
}
