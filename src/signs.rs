//! Classes of signs, told fast: in comes a sign, out comes whether it is a letter, a figure or a space.
//!
//! The standard library looks the letters beyond ASCII up in packed tables, some hundred instructions each, and a text is
//! asked for each of its signs several times. The scripts that texts here are mostly in are told by ranges instead.

/// Tells whether a sign is a letter.
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        // Cyrillic, with its marks and the sign of thousands left out; Latin letters with marks; punctuation.
        'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' => true,
        'À'..='ɏ' => !matches!(c, '×' | '÷'),
        '\u{2000}'..='\u{2070}' => false,
        _ => c.is_alphabetic(),
    }
}

/// Tells whether a sign is a letter or a figure.
#[inline]
pub(crate) fn is_word(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' => true,
        'À'..='ɏ' => !matches!(c, '×' | '÷'),
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Hands on a sign in small letters.
#[inline]
pub(crate) fn small(c: char, mut each: impl FnMut(char)) {
    let next = |c: char, places: u32| char::from_u32(u32::from(c) + places).unwrap_or(c);
    match c {
        '\0'..='\x7f' => each(c.to_ascii_lowercase()),
        // Cyrillic, as Unicode has it.
        'а'..='џ' => each(c),
        'А'..='Я' => each(next(c, 0x20)),
        'Ѐ'..='Џ' => each(next(c, 0x50)),
        '\u{2000}'..='\u{206f}' => each(c),
        _ => c.to_lowercase().for_each(each),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn tells_what_unicode_tells() {
        for c in '\0'..='\u{2ffff}' {
            assert_eq!(super::is_letter(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(super::is_word(c), c.is_alphanumeric(), "{c:?}");
            let mut small = String::new();
            super::small(c, |c| small.push(c));
            assert_eq!(small, c.to_lowercase().collect::<String>(), "{c:?}");
        }
    }
}
