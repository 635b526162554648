//! The signs that stand for a hyphen at a line end, and the scripts of the letters on its two sides.

/// What the sign at a line end tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A hyphen, which may belong to the word or not.
    Hyphen,
    /// A soft hyphen, made by a program that broke the line: hardly ever part of the word.
    Soft,
    /// A glyph that a font does not name: a hyphen only where the word plainly runs on.
    Unnamed,
}

impl Sign {
    /// Returns what a line's last character tells of a word that runs on.
    pub(super) fn of(c: char) -> Option<Self> {
        match c {
            c if is_hyphen(c) => Some(Self::Hyphen),
            '\u{ad}' | '¬' => Some(Self::Soft),
            // The replacement character, the control code that TeX's hyphen has in old encodings, and the places of the
            // hyphen in symbol fonts.
            '\u{fffd}' | '\u{2}' | '\u{f02d}' | '\u{f0ad}' => Some(Self::Unnamed),
            _ => None,
        }
    }
}

/// Tells whether a character is a hyphen inside a word too: the common one, Unicode's two, the slanted double one of Fraktur.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2e17}')
}

/// Tells whether a word that ends so at a line end may run on.
pub(super) fn is_line_end(c: char) -> bool {
    Sign::of(c).is_some()
}

/// Tells whether one part is in Latin letters alone and the other in Cyrillic ones: `SS-⏎овский`. A part of nothing but letters
/// that look the same in both may be misread.
pub(super) fn are_two_scripts(last: &str, next: &str) -> bool {
    let cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    let latin = |c: char| c.is_alphabetic() && c < '\u{250}';
    let only = |part: &str, script: &dyn Fn(char) -> bool| {
        part.chars().all(|c| script(c) || !c.is_alphabetic()) && part.chars().any(|c| script(c) && !ALIKE.contains(c))
    };
    (only(last, &latin) && only(next, &cyrillic)) || (only(last, &cyrillic) && only(next, &latin))
}

/// Small letters of both scripts that look alike, and those whose capitals do.
const ALIKE: &str = "abcehkmoptxyавсенкмортху";
