//! Hyphens: whether a word broken at a line end is one word, a compound whose hyphen stays, or no broken word at all.
//!
//! In come the last word of a line, what stands before it, and the first word of the next; out comes a [`Break`]. The evidence,
//! strongest first:
//!
//! 1. the characters: digits, capitals, a soft hyphen, letters of two scripts, `short-⏎and long-term` ([`between`]);
//! 2. the [`Lexicon`]: the document shows the word elsewhere, unbroken or with its hyphen;
//! 3. the word lists of the document's languages, and the forms that they always write so or so: `dit-⏎il`, `кто-⏎то`,
//!    `Druk-⏎ker` ([`listed`](mod@listed));
//! 4. for words that nobody lists, the parts: two words make a compound, anything else is one word ([`forms`]).
//!
//! All that concerns one language alone is data, `hyphens.toml` in its pack ([`pack`]).
//!
//! Where nothing speaks the word is joined: of the hyphens at line ends in running prose most are no part of the word.

mod decide;
mod forms;
mod language;
mod lexicon;
mod listed;
mod pack;
mod sign;
mod syllables;

pub use language::Languages;
pub use lexicon::Lexicon;

use super::Cert;
use decide::Parts;
use sign::Sign;

/// What to do at a line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// The word runs on and the hyphen goes.
    Dropped(Cert),
    /// The word runs on and the hyphen, or dash, stays.
    Kept(Cert),
    /// The word runs on and the hyphen goes; the letter before it was this one before the break: `c` in `Druk-⏎ker`, `Drucker`.
    Respelt(char, Cert),
}

impl Break {
    /// Returns the same decision, no surer than this.
    fn at_most(self, most: Cert) -> Self {
        match self {
            Self::Dropped(cert) => Self::Dropped(cert.min(most)),
            Self::Kept(cert) => Self::Kept(cert.min(most)),
            Self::Respelt(letter, cert) => Self::Respelt(letter, cert.min(most)),
        }
    }
}

/// Decides what stands between two lines, from the last word of the one and the first of the other; `before` is what stands
/// before the last word, as far back as is known.
///
/// `None`: an ordinary line end, no word runs on.
pub fn between(before: &str, last: &str, first: &str, lexicon: &Lexicon) -> Option<Break> {
    let end = last.chars().next_back()?;
    let Some(sign) = Sign::of(end) else {
        return dash(last, end, first);
    };
    let body = &last[..last.len() - end.len_utf8()];
    let parts = Parts::of(before, body, first)?;
    let (letter, next) = (body.chars().next_back()?, first.chars().next()?);
    if sign == Sign::Unnamed && !(letter.is_alphabetic() && next.is_lowercase()) {
        return None;
    }
    if parts.is_suspended(lexicon) || (parts.may_be_quoted() && !decide::is_known_anywhere(&parts, lexicon)) {
        return None;
    }
    if letter.is_numeric() || next.is_numeric() || parts.last().starts_with(char::is_numeric) {
        return Some(digits(&parts, lexicon));
    }
    let address = body.contains("://") || body.contains('@') || body.starts_with("www.");
    if parts.abbreviated || parts.acronym || address || sign::are_two_scripts(parts.last(), parts.next()) {
        return Some(Break::Kept(Cert::High));
    }
    let found = if next.is_uppercase() && !parts.shouted {
        capital(&parts, lexicon)
    } else {
        decide::decide(&parts, lexicon)
    };
    Some(match (sign, found) {
        // A program sets a soft hyphen inside a word only, so a compound must be known as one.
        (Sign::Soft, Break::Kept(_)) if next.is_uppercase() || decide::is_known(&parts.compound(), lexicon) => {
            Break::Kept(Cert::Medium)
        }
        (Sign::Soft, Break::Respelt(letter, cert)) => Break::Respelt(letter, cert),
        (Sign::Soft, _) => Break::Dropped(Cert::High),
        (_, found) => found,
    })
}

/// Decides at a digit: a range, a number with its noun, a type. A digit misread for a letter is part of the word.
fn digits(parts: &Parts, lexicon: &Lexicon) -> Break {
    let repaired = Parts {
        tail: letters_for_digits(&parts.tail),
        head: letters_for_digits(&parts.head),
        ..parts.clone()
    };
    let count = |kind: fn(char) -> bool| {
        parts
            .tail
            .chars()
            .chain(parts.head.chars())
            .filter(|c| kind(*c))
            .count()
    };
    let misread = count(char::is_alphabetic) > count(char::is_numeric)
        && repaired.tail.chars().filter(|c| c.is_alphabetic()).count() > 2
        && repaired
            .tail
            .chars()
            .chain(repaired.head.chars())
            .all(|c| !c.is_numeric())
        && decide::is_known(&repaired.whole(), lexicon);
    if misread {
        Break::Dropped(Cert::Low)
    } else {
        Break::Kept(Cert::High)
    }
}

/// A word whose digits are read as the letters that they are mistaken for.
fn letters_for_digits(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'l',
            '5' => 's',
            c => c,
        })
        .collect()
}

/// Decides before a capital: two names, or a name that the document writes with a capital inside.
fn capital(parts: &Parts, lexicon: &Lexicon) -> Break {
    let (joined, compound) = (
        lexicon.count_inner_capital(&parts.whole()),
        lexicon.count(&parts.compound()),
    );
    if joined > compound {
        return Break::Dropped(Cert::Medium);
    }
    if compound == 0 && lexicon.languages().any(|l| l.pack.first.of_names.contains(&parts.tail)) {
        return Break::Dropped(Cert::Medium);
    }
    Break::Kept(Cert::High)
}

/// A dash at the end of a line, or at the start of the next, that stands without spaces between two words.
fn dash(last: &str, end: char, first: &str) -> Option<Break> {
    let is_dash = |c: char| matches!(c, '–' | '—' | '/');
    let before = last.chars().rev().nth(1);
    if is_dash(end) && before.is_some_and(char::is_alphanumeric) && first.starts_with(char::is_alphanumeric) {
        return Some(Break::Kept(Cert::High));
    }
    let mut chars = first.chars();
    let opens = chars.next().is_some_and(|c| matches!(c, '–' | '—')) && chars.next().is_some_and(char::is_alphanumeric);
    (opens && end.is_alphanumeric()).then_some(Break::Kept(Cert::Medium))
}
