//! Numbers and signs at the heads of notes.
//!
//! They only say what could be one; which of them are is decided by their sequence over the document, beside that of the
//! markers in the text ([`super::markers`]).

use std::sync::LazyLock;

use regex::Regex;

use super::part_titles::is_part_number;
use crate::read::{Line, Word};

/// What a number or sign counts to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ordinal {
    /// A number.
    Number(u32),
    /// `*`, `**`, `†` …
    Sign(String),
}

impl Ordinal {
    /// Returns the number, also of one with a letter: 27 for `27a`.
    pub(crate) fn number(&self) -> Option<u32> {
        match self {
            Self::Number(n) => Some(*n),
            Self::Sign(sign) => sign.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse().ok(),
        }
    }
}

/// A number or sign at the head of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// As printed, brackets and stop included: `1`, `[1]`, `1.`, `*`.
    pub printed: String,
    /// What it counts to.
    pub ordinal: Ordinal,
    /// Set as a superscript.
    pub superscript: bool,
}

/// The brackets of a number or sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brackets {
    /// `1`, `1.`, `*`.
    None,
    /// `1)`, `*)`.
    Closing,
    /// `(1)`.
    Round,
    /// `[1]`.
    Square,
}

impl Brackets {
    /// Returns the brackets of what is printed.
    pub fn of(printed: &str) -> Self {
        match printed.chars().next() {
            Some('(') => Self::Round,
            Some('[') => Self::Square,
            _ if printed.ends_with(')') => Self::Closing,
            _ => Self::None,
        }
    }
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\[(\d{1,3}|[*†‡§¶‖]{1,8})\]|\((\d{1,3}|[*†‡§¶‖]{1,8})\)|(\d{1,3}[a-d]?)[.)]?|([*†‡§¶‖]{1,8})\)?)$")
        .expect("a constant pattern")
});
static GLUED_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3}[a-d]?)[.)]?|([*†‡§¶‖]{1,8})\)?)(\p{Lu}|[‘“«„'])")
        .expect("a constant pattern")
});
static RAISED_LABEL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\)?").expect("a constant pattern"));

pub(super) fn ordinal(text: &str) -> Option<Ordinal> {
    if text.ends_with(|c: char| c.is_ascii_digit()) {
        text.parse().ok().filter(|&n| n > 0).map(Ordinal::Number)
    } else {
        Some(Ordinal::Sign(text.to_owned()))
    }
}

/// Returns what a printed label counts to: 3 for `[3]`, `3.` and `3`.
pub fn label_ordinal(printed: &str) -> Option<Ordinal> {
    if let Some(n) = raised_digits(printed.trim_end_matches(')')) {
        return Some(Ordinal::Number(n));
    }
    ordinal(printed.trim_matches(['[', ']', '(', ')', '.']))
}

/// Returns the number or sign at the head of a line, if it could be a note's.
pub fn label_at(line: &Line) -> Option<Label> {
    let first = line.words.first()?;
    // No label begins with a letter, and most lines do; and `2. KAPITEL` heads no note.
    if first.text.starts_with(char::is_alphabetic) || is_part_number(line) {
        return None;
    }
    let found = |printed: &str, n: &str, superscript| {
        Some(Label {
            printed: printed.to_owned(),
            ordinal: ordinal(n)?,
            superscript,
        })
    };
    if let Some(caught) = RAISED_LABEL.captures(&first.text)
        && let (Some(m), Some(digits)) = (caught.get(0), caught.get(1))
        && (line.words.len() > 1 || m.len() < first.text.len())
    {
        return Some(Label {
            printed: m.as_str().to_owned(),
            ordinal: Ordinal::Number(raised_digits(digits.as_str())?),
            superscript: true,
        });
    }
    if (line.words.len() > 1 || first.style.superscript)
        && let Some(m) = LABEL.captures(&first.text)
    {
        let n = (1..=4).find_map(|i| m.get(i))?.as_str();
        let next = line.words.get(1);
        // `27a` is a note put in late where it is raised or bare and before a sentence; otherwise the number of a section.
        let bare = first.text == n
            && next.is_some_and(|w| w.text.starts_with(|c: char| c.is_uppercase() || "«“„".contains(c)));
        if n.ends_with(|c: char| c.is_ascii_lowercase()) && !first.style.superscript && !bare {
            return None;
        }
        // `* * *` parts a text.
        if matches!(&ordinal(n), Some(Ordinal::Sign(sign)) if next.is_some_and(|w| w.text == *sign)) {
            return None;
        }
        let alone = next.is_none_or(|w| !w.glued);
        // `§ 5.` heads a section.
        if n.starts_with('§') && next.is_some_and(|w| w.text.starts_with(|c: char| c.is_ascii_digit())) {
            return None;
        }
        // A number glued to what follows is a number in the text (`3%`), unless it is raised.
        if alone || first.style.superscript || !n.starts_with(|c: char| c.is_ascii_digit()) {
            return found(&first.text, n, first.style.superscript);
        }
    }
    // A raised mark that recognition could not make out heads a note all the same: what it counts to, its neighbours say.
    let unread = first.style.superscript
        && first.confidence.is_some()
        && first.text.chars().count() <= 3
        && !first.text.chars().any(char::is_alphabetic);
    if unread && line.words.len() > 1 {
        return Some(Label {
            printed: first.text.clone(),
            ordinal: Ordinal::Sign(first.text.clone()),
            superscript: true,
        });
    }
    // A raised number that lost its height in the reading stands glued to a capital: `1The`.
    let m = GLUED_LABEL.captures(&first.text)?;
    let n = (1..=4).find_map(|i| m.get(i))?;
    let letter = m.get(5)?;
    found(&first.text[..letter.start()], n.as_str(), false)
}

/// What recognition makes of a raised figure too small to read, glued to the note's first letter: `’Ivanov`, `°The`, `_2See`.
static GARBLED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([^\p{L}\d\s(\[«„–—…-]{1,2}(\d{1,3})?)\p{Lu}").expect("a constant pattern"));

/// Returns the label of a recognised line whose first letter has a sign before it that closes nothing and opens nothing.
///
/// Only where notes are: a quotation that goes on to the next line looks the same.
pub(super) fn garbled_label_at(line: &Line) -> Option<Label> {
    let first = line.words.first().filter(|word| word.confidence.is_some())?;
    let found = GARBLED.captures(&first.text)?;
    let printed = found.get(1)?.as_str();
    let closes = |word: &Word| {
        word.text
            .trim_end_matches(['.', ',', ';', ':', '!', '?'])
            .ends_with(['’', '”', '"', '\''])
    };
    let is_opened = printed.starts_with(['‘', '“', '"', '\'']);
    if is_opened && line.words.iter().any(closes) {
        return None;
    }
    let ordinal = match found.get(2) {
        Some(digits) => ordinal(digits.as_str())?,
        None => Ordinal::Sign(printed.to_owned()),
    };
    Some(Label {
        printed: printed.to_owned(),
        ordinal,
        superscript: true,
    })
}

/// Takes a label off the head of a line; `None` where nothing else stands on it.
pub(super) fn strip_label(mut line: Line, label: &Label) -> Option<Line> {
    let first = line.words.first_mut()?;
    if first.text == label.printed {
        line.words.remove(0);
        if let Some(next) = line.words.first_mut() {
            next.glued = false;
        }
    } else if let Some(rest) = first.text.strip_prefix(label.printed.as_str()) {
        first.text = rest.to_owned();
    }
    Line::new(line.words, line.angle)
}

/// The value of digits that are raised by their characters: 12 for `¹²`.
pub(super) fn raised_digits(text: &str) -> Option<u32> {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let digit = |c: char| RAISED.chars().position(|r| r == c);
    let digits: Option<Vec<usize>> = text.chars().map(digit).collect();
    let value = digits?
        .into_iter()
        .try_fold(0_u32, |n, d| n.checked_mul(10)?.checked_add(u32::try_from(d).ok()?))?;
    (value > 0 && value < 1000).then_some(value)
}
