//! Numbers in rows at the edges of pages, arabic and roman: which of them are those of the pages, [`super::page_sequence`]
//! tells.

use std::sync::LazyLock;

use regex::Regex;

use super::phrases::Phrases;
use crate::read::{Line, Word};

/// A number in a row at the edge of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    /// As printed.
    pub(super) printed: String,
    /// Its value.
    pub(super) value: i64,
    /// Written with roman letters.
    pub(super) roman: bool,
    /// Nothing else stands in the row.
    pub(super) alone: bool,
    /// It stands before the rest.
    pub(super) leading: bool,
}

impl Numeral {
    /// Tells whether `other` is the number of a page so many leaves further on.
    pub(super) fn counts_on(&self, other: &Numeral, pages: i64) -> bool {
        self.roman == other.roman && other.value - self.value == pages
    }
}

static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\s\-–—~·•.\[\](|]*(?:(?i:page|p\.|seite|стр\.|с\.|[-—])\s*)?(\d{1,4}|[ivxlcIVXLC]{1,8})[\s\-–—~·•.\]\[)|*]*$")
        .expect("a constant pattern")
});
static LEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\[(]?(\d{1,4}|[ivxlc]{1,8}|[IVXLC]{1,8})[\])]?[|·•–—]*[\s|·•][\s|·•–—]*\S")
        .expect("a constant pattern")
});
static TRAILING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(.*?\S)[|·•–—]*[\s|·•][\s|·•–—]*[\[(]?(\d{1,4}|[ivxlc]{1,8}|[IVXLC]{1,8})[\])]?$")
        .expect("a constant pattern")
});
/// Between what stands left and right of it, in dashes.
static MIDDLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\S\s+[-–—]\s?(\d{1,4})\s?[-–—]\s+\S").expect("a constant pattern"));

/// Tells whether a row is a page's number in dashes.
pub(super) fn is_dashed_number(text: &str) -> bool {
    let dash = ['-', '–', '—'];
    text.starts_with(dash) && text.ends_with(dash) && ALONE.is_match(text)
}

/// Returns the number at either end of a row, if there is one.
pub(super) fn numeral_in(text: &str) -> Option<Numeral> {
    numerals_in(text).into_iter().next()
}

/// Returns the numbers at both ends of a row, or in dashes in its middle, or the one that is all of it.
pub(super) fn numerals_in(text: &str) -> Vec<Numeral> {
    let make = |printed: &str, alone, leading| {
        let roman = !printed.starts_with(|c: char| c.is_ascii_digit());
        let value = if roman {
            roman_value(printed)?
        } else {
            printed.parse().ok()?
        };
        Some(Numeral {
            printed: printed.to_owned(),
            value,
            roman,
            alone,
            leading,
        })
    };
    let group = |pattern: &Regex| pattern.captures(text).and_then(|m| m.get(1)).map(|m| m.as_str());
    // `Form No. 3`, `Chapter 2`: the number is that of the thing named before it.
    let trailing = TRAILING.captures(text).and_then(|m| m.get(1).zip(m.get(2)));
    let trailing = trailing.filter(|(before, _)| !Phrases::built_in().numbers_things(before.as_str()));
    if let Some(n) = group(&ALONE) {
        return make(n, true, true).into_iter().collect();
    }
    let leading = group(&LEADING).and_then(|n| make(n, false, true));
    let trailing = trailing.and_then(|(_, n)| make(n.as_str(), false, false));
    let middle = group(&MIDDLE).and_then(|n| make(n, false, false));
    middle.into_iter().chain(leading).chain(trailing).collect()
}

/// Returns a number in the middle of a row that wide gaps part from what stands left and right of it.
pub(super) fn numeral_between(words: &[&Word], wide: f32) -> Option<Numeral> {
    let (left, right) = (words.first()?.rect.x0, words.last()?.rect.x1);
    words.windows(3).find_map(|w| {
        let rect = w[1].rect;
        let apart = rect.x0 - w[0].rect.x1 >= wide && w[2].rect.x0 - rect.x1 >= wide;
        let off = ((rect.x0 + rect.x1) - (left + right)).abs();
        (apart && off < (right - left) * 0.25)
            .then(|| numeral_in(&w[1].text))?
            .map(|n| Numeral { alone: false, ..n })
    })
}

/// A number that a line of plain text shows as a page's.
pub(crate) struct Folio {
    /// Its value.
    pub(crate) value: i64,
    /// Written with roman letters.
    pub(crate) roman: bool,
    /// Nothing else stands in the line; else a wide gap parts it from a short title.
    pub(crate) alone: bool,
}

/// Returns the number of a line of plain text that is nothing else, or a number and a short title with a wide gap between.
pub(crate) fn numeral_alone_or_folio(line: &Line) -> Option<Folio> {
    let numeral = numeral_in(&line.text())?;
    let n = line.words.len();
    let gap = |a: usize, b: usize| line.words[b].rect.x0 - line.words[a].rect.x1 >= 3.0;
    let folio = (2..=10).contains(&n) && if numeral.leading { gap(0, 1) } else { gap(n - 2, n - 1) };
    (numeral.alone || folio).then_some(Folio {
        value: numeral.value,
        roman: numeral.roman,
        alone: numeral.alone,
    })
}

/// Returns the value of a roman numeral written in the ordinary way.
fn roman_value(text: &str) -> Option<i64> {
    let digit = |c: char| match c.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let digits: Vec<i64> = text.chars().map(digit).collect::<Option<_>>()?;
    let value = digits
        .iter()
        .enumerate()
        .map(|(i, d)| {
            if digits.get(i + 1).is_some_and(|next| next > d) {
                -d
            } else {
                *d
            }
        })
        .sum();
    (roman(value)? == text.to_lowercase()).then_some(value)
}

/// Writes a number with small roman letters, up to 399.
pub(super) fn roman(mut value: i64) -> Option<String> {
    if !(1..400).contains(&value) {
        return None;
    }
    let mut out = String::new();
    for (n, letters) in [
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while value >= n {
            out.push_str(letters);
            value -= n;
        }
    }
    Some(out)
}
