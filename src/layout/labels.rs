//! Numbers and signs of notes: at the head of a note ([`label_at`]) and behind a word of the text ([`markers`]).
//!
//! Both only say what could be one; which of them are is decided by their sequence over the document.

use std::sync::LazyLock;

use regex::Regex;

use super::phrases::Phrases;
use crate::read::{Line, Word};

/// What a number or sign counts to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ordinal {
    /// A number.
    Number(u32),
    /// `*`, `**`, `†` …
    Sign(String),
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

/// A number or sign behind a word that could call a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Index of the word it stands in.
    pub word: usize,
    /// Bytes of the word that are the marker.
    pub range: std::ops::Range<usize>,
    /// As printed.
    pub printed: String,
    /// What it counts to.
    pub ordinal: Ordinal,
    /// Set as a superscript, or in brackets: a marker by its looks. Otherwise digits glued to a word or stop.
    pub plain: bool,
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\[(\d{1,3}|[*†‡§¶]{1,4})\]|\((\d{1,3}|[*†‡§¶]{1,4})\)|(\d{1,3}[a-d]?)[.)]?|([*†‡§¶]{1,4})\)?)$")
        .expect("a constant pattern")
});
static GLUED_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\[(\d{1,3})\]|(\d{1,3})[.)]?|([*†‡§¶]{1,4}))(\p{Lu}|[‘“«„'])").expect("a constant pattern")
});
static MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\[(]?(\d{1,3}[a-d]?|[*†‡§¶]{1,4})[\])]?$").expect("a constant pattern"));
/// Digits behind a letter, or behind a stop, quote or bracket that itself follows no digit.
static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:\p{L}|[^\d\s][.,;:!?…)\]”’"»'](?:[”’"»')])?)(\d{1,3})([.,;:!?”’"»)—–-]*)$"#)
        .expect("a constant pattern")
});
static BRACKETED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\[(\d{1,3}|\*{1,3})\][.,;:!?”’"»)]*$"#).expect("a constant pattern"));

/// Digits that are raised by their characters, behind a word or alone.
static RAISED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})[.,;:!?”’"»)]*$"#).expect("a constant pattern"));
static RAISED_LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}").expect("a constant pattern"));

/// A number in round brackets, a word of its own or behind one.
static ROUND: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\((\d{1,3})\)[.,;:!?”’"»]*$"#).expect("a constant pattern"));

fn ordinal(text: &str) -> Option<Ordinal> {
    if text.ends_with(|c: char| c.is_ascii_digit()) {
        text.parse().ok().filter(|&n| n > 0).map(Ordinal::Number)
    } else {
        Some(Ordinal::Sign(text.to_owned()))
    }
}

/// Returns what a printed label counts to: 3 for `[3]`, `3.` and `3`.
pub fn label_ordinal(printed: &str) -> Option<Ordinal> {
    if let Some(n) = raised_digits(printed) {
        return Some(Ordinal::Number(n));
    }
    ordinal(printed.trim_matches(['[', ']', '(', ')', '.']))
}

/// Returns the number or sign at the head of a line, if it could be a note's.
pub fn label_at(line: &Line) -> Option<Label> {
    let first = line.words.first()?;
    // No label begins with a letter, and most lines do.
    if first.text.starts_with(char::is_alphabetic) {
        return None;
    }
    let found = |printed: &str, n: &str, superscript| {
        Some(Label {
            printed: printed.to_owned(),
            ordinal: ordinal(n)?,
            superscript,
        })
    };
    if let Some(m) = RAISED_LABEL.find(&first.text)
        && (line.words.len() > 1 || m.len() < first.text.len())
    {
        return Some(Label {
            printed: m.as_str().to_owned(),
            ordinal: Ordinal::Number(raised_digits(m.as_str())?),
            superscript: true,
        });
    }
    if (line.words.len() > 1 || first.style.superscript)
        && let Some(m) = LABEL.captures(&first.text)
    {
        let n = (1..=4).find_map(|i| m.get(i))?.as_str();
        // `27a` is a note put in late where it is raised; otherwise the number of a section.
        if n.ends_with(|c: char| c.is_ascii_lowercase()) && !first.style.superscript {
            return None;
        }
        let next = line.words.get(1);
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
    let n = (1..=3).find_map(|i| m.get(i))?;
    let letter = m.get(4)?;
    found(&first.text[..letter.start()], n.as_str(), false)
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

/// Returns what could call a note on a line, in order.
pub fn markers(words: &[Word]) -> Vec<Marker> {
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if word.style.superscript {
            if let Some(n) = MARK
                .captures(&word.text)
                .and_then(|m| m.get(1))
                .and_then(|n| ordinal(n.as_str()))
                && !(word.glued && is_power(index.checked_sub(1).map_or("", |i| &words[i].text), &n))
            {
                found.push(Marker {
                    word: index,
                    range: 0..word.text.len(),
                    printed: word.text.clone(),
                    ordinal: n,
                    plain: false,
                });
            }
            continue;
        }
        // Few words have a digit or a sign, and nothing else calls a note: the patterns need not look at the rest.
        if !word
            .text
            .contains(|c: char| c.is_numeric() || matches!(c, '*' | '†' | '‡'))
        {
            continue;
        }
        if let Some(m) = RAISED.captures(&word.text).and_then(|m| m.get(1))
            && let Some(n) = raised_digits(m.as_str())
            && !is_power(&word.text[..m.start()], &Ordinal::Number(n))
        {
            found.push(Marker {
                word: index,
                printed: m.as_str().to_owned(),
                range: m.range(),
                ordinal: Ordinal::Number(n),
                plain: false,
            });
            continue;
        }
        if let Some(m) = BRACKETED.captures(&word.text).and_then(|m| m.get(1)) {
            let range = m.start() - 1..m.end() + 1;
            if let Some(n) = ordinal(m.as_str()) {
                found.push(Marker {
                    word: index,
                    printed: word.text[range.clone()].to_owned(),
                    range,
                    ordinal: n,
                    plain: false,
                });
            }
            continue;
        }
        // `(1)` heads an item of a list where it opens a line or a clause.
        if index > 0
            && let Some(m) = ROUND.captures(&word.text).and_then(|m| m.get(1))
        {
            let range = m.start() - 1..m.end() + 1;
            if let Some(n) = ordinal(m.as_str()).filter(|_| !m.as_str().starts_with('0')) {
                found.push(Marker {
                    word: index,
                    printed: word.text[range.clone()].to_owned(),
                    range,
                    ordinal: n,
                    plain: true,
                });
            }
            continue;
        }
        // `*a few words*` is emphasis.
        let emphasis = words[..=index]
            .iter()
            .any(|w| w.text.starts_with('*') && w.text.len() > 1);
        if !emphasis && word.text.ends_with(['*', '†', '‡']) && word.text.chars().any(char::is_alphabetic) {
            let start = word.text.trim_end_matches(['*', '†', '‡']).len();
            let sign = &word.text[start..];
            found.push(Marker {
                word: index,
                range: start..word.text.len(),
                printed: sign.to_owned(),
                ordinal: Ordinal::Sign(sign.to_owned()),
                plain: true,
            });
            continue;
        }
        if let Some(m) = GLUED.captures(&word.text) {
            let digits = m.get(1).expect("the pattern has this group");
            if takes_number(&word.text[..digits.start()]) {
                continue;
            }
            if let Some(n) = ordinal(digits.as_str()).filter(|_| !digits.as_str().starts_with('0')) {
                found.push(Marker {
                    word: index,
                    range: digits.range(),
                    printed: digits.as_str().to_owned(),
                    ordinal: n,
                    plain: true,
                });
            }
        }
    }
    found
}

/// Tells whether digits behind this belong to it: `No.`, `vol.`, `ст.`, or one capital letter (`B2`).
fn takes_number(stem: &str) -> bool {
    let word = stem
        .rsplit(|c: char| !c.is_alphanumeric())
        .find(|part| !part.is_empty())
        .unwrap_or("");
    let single = stem.chars().count() == 1 && stem.chars().all(char::is_uppercase);
    single || (stem.ends_with('.') && Phrases::built_in().is_numbered_word(word))
}

/// Tells whether a raised number is the power of a unit: `km²`.
fn is_power(unit: &str, n: &Ordinal) -> bool {
    matches!(n, Ordinal::Number(2 | 3)) && Phrases::built_in().is_powered_unit(unit)
}

/// The value of digits that are raised by their characters: 12 for `¹²`.
fn raised_digits(text: &str) -> Option<u32> {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let digit = |c: char| RAISED.chars().position(|r| r == c);
    let digits: Option<Vec<usize>> = text.chars().map(digit).collect();
    let value = digits?
        .into_iter()
        .try_fold(0_u32, |n, d| n.checked_mul(10)?.checked_add(u32::try_from(d).ok()?))?;
    (value > 0 && value < 1000).then_some(value)
}

/// Tells whether a line has a marker of this number; one in round brackets may count clauses and does not say so.
pub(crate) fn calls(line: &Line, ordinal: &Ordinal) -> bool {
    let found = markers(&line.words);
    found
        .iter()
        .any(|m| m.ordinal == *ordinal && !m.printed.starts_with('('))
}
