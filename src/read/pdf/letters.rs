//! What a character code stands for, cleaned: the raw Unicode of a font becomes letters that a text may hold.
//!
//! Fonts map codes to control characters, to private-use numbers of old glyph lists, to white space of all kinds. Here
//! that is settled once a code, so that the walker only copies letters.

use std::sync::Arc;

/// What a glyph stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// The font does not say.
    Unknown,
    /// Control characters, which may stand for letters that the font does not tell.
    Nothing,
    /// Nothing: the font has no glyph for the code.
    Absent,
    /// White space.
    Space,
    /// One character.
    One(char),
    /// Several characters, such as those of a ligature.
    Many(Arc<str>),
}

/// Letters, and what their code tells about their form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) letters: Letters,
    /// The code is one of a small capital of an expert font.
    pub(super) small_cap: bool,
}

impl Meaning {
    pub(super) const UNKNOWN: Self = Self {
        letters: Letters::Unknown,
        small_cap: false,
    };
    pub(super) const SPACE: Self = Self {
        letters: Letters::Space,
        small_cap: false,
    };

    /// Returns what `raw`, as a font gives it, stands for.
    pub(super) fn of(raw: &str) -> Self {
        let mut small_cap = false;
        let mut out = String::new();
        let mut space = false;
        let mut unknown = false;
        for c in raw.chars() {
            match c {
                c if c.is_whitespace() => space = true,
                // Zero-width marks of word boundaries carry no letter.
                '\u{200B}' | '\u{FEFF}' | '\u{2060}' => {}
                c if c.is_control() => {}
                '\u{FFFD}' | '\u{FFFE}' | '\u{FFFF}' => unknown = true,
                '\u{F000}'..='\u{F8FF}' => match of_adobe_private_use(c) {
                    Some((letter, is_small_cap)) => {
                        out.push(letter);
                        small_cap |= is_small_cap;
                    }
                    None => out.push(c),
                },
                c => out.push(c),
            }
        }
        let mut chars = out.chars();
        let letters = match (chars.next(), chars.next()) {
            (None, _) if unknown => Letters::Unknown,
            (None, _) if space => Letters::Space,
            (None, _) => Letters::Nothing,
            (Some(only), None) => Letters::One(only),
            _ => Letters::Many(out.as_str().into()),
        };
        Self { letters, small_cap }
    }

    /// Tells whether a better answer should be looked for: none, nothing printed, or a private-use number.
    pub(super) fn is_doubtful(&self) -> bool {
        match &self.letters {
            Letters::Unknown | Letters::Nothing => true,
            Letters::Space | Letters::Absent => false,
            Letters::One(c) => is_private_use(*c),
            Letters::Many(text) => text.chars().any(is_private_use),
        }
    }
}

/// Tells whether the character has no meaning outside its font.
pub(super) fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Returns the letter that a private-use number of the Adobe Glyph List stands for, and whether it is a small capital.
///
/// The list (version 1.2, "corporate use" block) numbered old-style figures, small capitals and superior letters of
/// expert fonts; small capitals are given as small letters, as the author typed them.
fn of_adobe_private_use(c: char) -> Option<(char, bool)> {
    let number = u32::from(c);
    let plain = |letter: char| Some((letter, false));
    match number {
        0xF730..=0xF739 => plain(char::from_u32(number - 0xF700)?),
        0xF761..=0xF77A => Some((char::from_u32(number - 0xF700)?, true)),
        0xF7E0..=0xF7F6 | 0xF7F8..=0xF7FE => Some((char::from_u32(number - 0xF700)?, true)),
        0xF7FF => Some(('ÿ', true)),
        0xF6F9 => Some(('ł', true)),
        0xF6FA => Some(('œ', true)),
        0xF6FD => Some(('š', true)),
        0xF6FF => Some(('ž', true)),
        0xF721 => plain('!'),
        0xF724 => plain('$'),
        0xF726 => plain('&'),
        0xF73F => plain('?'),
        0xF7A1 => plain('¡'),
        0xF7A2 => plain('¢'),
        0xF7BF => plain('¿'),
        0xF6DC => plain('1'),
        0xF6DE => plain('—'),
        0xF6DF => plain('¢'),
        0xF6E1 | 0xF6E2 => plain(','),
        0xF6E3 | 0xF6E4 => plain('$'),
        0xF6E5 | 0xF6E6 => plain('-'),
        0xF6E7 | 0xF6E8 => plain('.'),
        0xF6E9..=0xF6F3 => plain(['a', 'b', 'd', 'e', 'i', 'l', 'm', 'o', 'r', 's', 't'][number as usize - 0xF6E9]),
        0xF6BE => plain('ȷ'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(raw: &str) -> Letters {
        Meaning::of(raw).letters
    }

    #[test]
    fn control_characters_are_no_letters() {
        assert_eq!(letters("\u{3}"), Letters::Nothing);
        assert_eq!(letters("\t"), Letters::Space);
        assert_eq!(letters("\u{A0}"), Letters::Space);
        assert_eq!(letters("a\u{0}"), Letters::One('a'));
    }

    #[test]
    fn expert_figures_and_small_capitals_are_read() {
        assert_eq!(letters("\u{F731}"), Letters::One('1'));
        assert_eq!(
            Meaning::of("\u{F761}"),
            Meaning {
                letters: Letters::One('a'),
                small_cap: true
            }
        );
        assert_eq!(Meaning::of("\u{F7E9}").letters, Letters::One('é'));
        assert_eq!(letters("\u{F6F3}"), Letters::One('t'));
    }

    #[test]
    fn a_replacement_character_is_no_answer() {
        assert_eq!(letters("\u{FFFD}"), Letters::Unknown);
        assert!(Meaning::of("\u{F0B7}").is_doubtful());
    }
}
