//! Personal names by their initials: a byline, a signature.

use std::sync::LazyLock;

use regex::Regex;

use crate::read::{Line, Word};

/// A personal name with an initial, alone on its line: a byline.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\p{Lu}\p{Ll}+ (?:\p{Lu}\. ?)+\p{Lu}[\p{Ll}\p{Lu}'’-]+|(?:\p{Lu}\. ?){1,3}\p{Lu}[\p{Ll}\p{Lu}'’-]+)$",
    )
    .expect("a constant pattern")
});

/// Tells whether a line is a personal name with an initial.
pub(super) fn is_name(line: &Line) -> bool {
    is_name_text(&line.text())
}

/// Tells whether a text is a personal name with an initial.
pub(super) fn is_name_text(text: &str) -> bool {
    NAME.is_match(text)
}

/// Tells whether a line ends with a personal name with an initial, behind an office or not: `Secretary A. Holm`.
pub(super) fn is_signed(line: &Line) -> bool {
    let initial = |w: &Word| {
        let letters = w.text.chars().filter(|c| c.is_alphabetic());
        w.text.ends_with('.') && w.text.starts_with(char::is_uppercase) && letters.count() <= 2
    };
    matches!(line.words.as_slice(), [.., first, last] if initial(first) && begins_large_word(last) && !last.text.ends_with('.'))
}

fn begins_large_word(word: &Word) -> bool {
    word.text.starts_with(char::is_uppercase) && word.text.chars().count() > 2
}
