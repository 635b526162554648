//! Numbers and signs behind a word of the text, which could call a note.
//!
//! Raised ones and those in square brackets call one by their looks. Others ([`Marker::plain`]) say no more than that they
//! could: digits glued to a word, a sign, `1)`, `(1)`. The same forms count clauses (`firstly 1) …; 2) …`, `under
//! paragraph (2)`), so what stands where clauses begin, or behind a word that takes a number, is none.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::labels::{Brackets, Label, Ordinal, ordinal, raised_digits};
use super::phrases::Phrases;
use crate::read::{Line, Word};

/// A number or sign behind a word that could call a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Index of the word it stands in.
    pub word: usize,
    /// Bytes of the word that are the marker.
    pub range: Range<usize>,
    /// As printed.
    pub printed: String,
    /// What it counts to.
    pub ordinal: Ordinal,
    /// Neither a superscript nor in square brackets.
    pub plain: bool,
    /// A word of its own.
    pub apart: bool,
    /// Could as well be the decimals of a number, or the number of a clause: it calls a note only among others that do.
    pub faint: bool,
}

impl Marker {
    /// Tells whether it is of the same style as a note's label. A plain marker in brackets calls no note whose label has
    /// others; where it is glued to a word, a closing bracket may belong to the text.
    pub fn suits(&self, label: &str) -> bool {
        !self.plain || suits(&self.printed, self.apart, label)
    }

    fn answers(&self, label: &Label) -> bool {
        self.ordinal == label.ordinal && self.suits(&label.printed)
    }
}

/// Tells whether a plain marker is of the style of a note's label; `apart`: it is a word of its own.
pub(crate) fn suits(printed: &str, apart: bool, label: &str) -> bool {
    let label = Brackets::of(label);
    match Brackets::of(printed) {
        Brackets::Round => label == Brackets::Round,
        Brackets::Closing => label == Brackets::Closing || (!apart && label == Brackets::None),
        Brackets::None | Brackets::Square => true,
    }
}

static MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\[(]?(\d{1,3}[a-d]?|[*†‡§¶‖]{1,8})[\])]?$").expect("a constant pattern"));
/// Digits behind a letter, or behind a stop, quote or bracket that itself follows no digit.
static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:\p{L}|[^\d\s][.,;:!?…)\]”’"»'](?:[”’"»')])?)(\d{1,3}[a-d]?)([.,;:!?”’"»)\]—–-]*)$"#)
        .expect("a constant pattern")
});
static BRACKETED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(\[(\d{1,3}|\*{1,8}|[†‡]{1,2})\])[.,;:!?”’"»)]*$"#).expect("a constant pattern"));
/// Digits that are raised by their characters, behind a word or alone.
static RAISED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\)?)[.,;:!?”’"»)]*$"#).expect("a constant pattern"));
/// A number or sign in round brackets, a word of its own or behind one.
static ROUND: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(\((\d{1,3}|\*{1,8})\))[.,;:!?”’"»]*$"#).expect("a constant pattern"));
/// A number before a closing bracket, alone, behind a year, or behind anything but digits.
static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:^|^1\d{3}|[^\d(\[/–—-])((\d{1,3})\))[.,;:!?”’"»]*$"#).expect("a constant pattern")
});
/// A year, with a stop or bracket.
static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?:^|\D)(?:1\d|20)\d\d[.,;:!?”’"»)]*$"#).expect("a constant pattern"));
/// A number behind a year and its stop, or a lettered one behind any: `in 1907.7`, `March 5,72a`. Decimals can look like it.
static BEHIND_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:^|\D)(?:(?:1\d|20)\d\d[.,;:!?”’"»)\]]{1,2}(\d{1,3}[a-d]?)|\d{1,4}[.,;:!?”’"»)\]]{1,2}(\d{1,3}[a-d]))[.,;:!?”’"»)\]]*$"#)
        .expect("a constant pattern")
});
/// A number behind another one and the stop of a sentence: `March 27.13`.
static BEHIND_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?:^|\D)\d{1,4}[.!?][”’"»)\]]?(\d{1,3})[”’"»)\]]*$"#).expect("a constant pattern"));
/// The first letters of a chemical formula, with a number within it.
static FORMULA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\[(]?(?:[A-Z][a-z]?\d*)*[A-Z][a-z]?\d+(?:[A-Z][a-z]?)+$").expect("a constant pattern")
});
/// Those of one that may have its first number here: `CO`, `NaCl`, but `USSR` and `Board` are none.
static ELEMENTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:H|C|N|O|F|P|S|K|B|I|Na|Mg|Al|Si|Cl|Ca|Mn|Fe|Cu|Zn|As|Br|Ag|Sn|Ba|Hg|Pb){1,4}$")
        .expect("a constant pattern")
});
/// Signs alone or behind a word, with a closing bracket or not.
static SIGN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(([*†‡§¶‖]{1,8})\)?)[.,;:!?”’"»)\]]*$"#).expect("a constant pattern"));

/// Returns what could call a note on a line, in order.
pub fn markers(words: &[Word]) -> Vec<Marker> {
    let found = |index: usize| {
        let word = &words[index];
        if word.style.superscript {
            return raised(words, index);
        }
        // Few words have a digit or a sign, and nothing else calls a note: the patterns need not look at the rest.
        let any = |c: char| c.is_numeric() || matches!(c, '*' | '†' | '‡' | '§' | '¶' | '‖');
        if !word.text.contains(any) {
            return None;
        }
        by_characters(words, index)
    };
    (0..words.len()).filter_map(found).collect()
}

/// Tells whether a line has a marker that a note of this label answers, and which is nothing else.
pub(crate) fn calls(line: &Line, label: &Label) -> bool {
    let found = markers(&line.words);
    found.iter().any(|m| !m.faint && m.answers(label))
}

/// Tells whether a line has what could be a marker that a note of this label answers.
pub(super) fn may_call(line: &Line, label: &Label) -> bool {
    markers(&line.words).iter().any(|m| m.answers(label))
}

/// A raised word that is a number or sign.
fn raised(words: &[Word], index: usize) -> Option<Marker> {
    let word = &words[index];
    let ordinal = ordinal(MARK.captures(&word.text)?.get(1)?.as_str())?;
    let before = index.checked_sub(1).map_or("", |i| &words[i].text);
    if word.glued && is_power(before, &ordinal) {
        return None;
    }
    Some(Marker {
        word: index,
        range: 0..word.text.len(),
        printed: word.text.clone(),
        ordinal,
        plain: false,
        apart: false,
        faint: false,
    })
}

/// A marker that its characters tell.
fn by_characters(words: &[Word], index: usize) -> Option<Marker> {
    let text = words[index].text.as_str();
    let marker = |range: Range<usize>, ordinal: Ordinal, plain: bool| Marker {
        word: index,
        printed: text[range.clone()].to_owned(),
        apart: range.start == 0,
        faint: false,
        range,
        ordinal,
        plain,
    };
    // Whole marker and what it counts to, of a pattern with two groups.
    let parts = |pattern: &Regex| {
        let m = pattern.captures(text)?;
        Some((m.get(1)?.range(), m.get(2)?.as_str()))
    };
    let open = |at: usize| leaves_open(words, index, at);
    if let Some((mut range, digits)) = parts(&RAISED)
        && let Some(n) = raised_digits(digits)
        && !is_power(&text[..range.start], &Ordinal::Number(n))
    {
        if open(range.start) {
            range.end = range.start + digits.len();
        }
        return Some(marker(range, Ordinal::Number(n), false));
    }
    if let Some((range, n)) = parts(&BRACKETED) {
        return ordinal(n).map(|n| marker(range, n, false));
    }
    // `(1)` heads an item of a list where it opens a line or a clause.
    let goes_on = || words.get(1).is_some_and(|w| w.text.starts_with(char::is_lowercase));
    if let Some((range, n)) = parts(&ROUND)
        && (index > 0 || range.start > 0 || goes_on())
    {
        let faint = range.start == 0 && (index == 0 || begins_clause(words, index));
        let n = ordinal(n).filter(|_| !n.starts_with('0'))?;
        return Some(Marker {
            faint,
            ..marker(range, n, true)
        });
    }
    if let Some((mut range, sign)) = parts(&SIGN) {
        let alone = range.start == 0;
        let closed = range.len() > sign.len();
        if closed && open(range.start) {
            range.end -= 1;
        }
        let starred = |w: Option<&Word>| w.is_some_and(|w| w.text.contains(['*', '†', '‡']));
        let ruled = starred(index.checked_sub(1).and_then(|i| words.get(i))) || starred(words.get(index + 1));
        let section = sign.starts_with(['§', '¶']);
        if alone && (index == 0 || section || (ruled && !closed)) {
            return None;
        }
        // `365*` is a number of a table with its mark, unless it is a year in a line of words.
        let stem = &text[..range.start];
        let worded = |least| words.iter().filter(|w| w.text.contains(char::is_alphabetic)).count() >= least;
        let year = || YEAR.is_match(stem) && worded(3);
        let sentence = || stem.ends_with(['.', '!', '?']) && worded(2);
        if !alone && !stem.contains(char::is_alphabetic) && stem.contains(char::is_numeric) && !year() && !sentence() {
            return None;
        }
        // `*a few words*` is emphasis.
        let opens = |w: &Word| w.text.starts_with('*') && w.text.contains(char::is_alphabetic);
        if !alone && words[..=index].iter().any(opens) {
            return None;
        }
        return Some(marker(range, Ordinal::Sign(sign.to_owned()), true));
    }
    if let Some((range, n)) = parts(&CLOSING)
        && !open(range.start)
    {
        let alone = range.start == 0;
        if n.starts_with('0') || (alone && index == 0) || takes_number(&text[..range.start]) {
            return None;
        }
        let n = ordinal(n)?;
        return Some(Marker {
            faint: alone && begins_clause(words, index),
            ..marker(range, n, true)
        });
    }
    let faint = BEHIND_YEAR.captures(text).and_then(|m| m.get(1).or_else(|| m.get(2)));
    let faint = faint.or_else(|| {
        let found = BEHIND_NUMBER
            .captures(text)
            .filter(|_| ends_sentence_at(words, index))?;
        found.get(1)
    });
    let digits = faint.or_else(|| GLUED.captures(text)?.get(1))?;
    if takes_number(&text[..digits.start()]) || digits.as_str().starts_with('0') {
        return None;
    }
    let n = ordinal(digits.as_str())?;
    let stem = &text[..digits.start()];
    let measured = index > 0 && words[index - 1].text.contains(|c: char| c.is_ascii_digit());
    if FORMULA.is_match(stem) || (measured && is_power(stem, &n)) {
        return None;
    }
    Some(Marker {
        faint: faint.is_some() || is_power(stem, &n) || ELEMENTS.is_match(stem),
        ..marker(digits.range(), n, true)
    })
}

/// Tells whether a bracket that opens on the line is still open before byte `at` of a word.
fn leaves_open(words: &[Word], index: usize, at: usize) -> bool {
    let before = words[..index].iter().map(|w| w.text.as_str());
    let depth = before
        .chain([&words[index].text[..at]])
        .flat_map(str::chars)
        .fold(0_usize, |depth, c| match c {
            '(' => depth + 1,
            ')' => depth.saturating_sub(1),
            _ => depth,
        });
    depth > 0
}

/// Tells whether a sentence can end with this word: what follows begins with a capital or not at all, and it does not stand
/// alone. Behind decimals the sentence goes on.
fn ends_sentence_at(words: &[Word], index: usize) -> bool {
    let begins = |next: &Word| {
        next.text
            .trim_start_matches(['“', '‘', '«', '"', '„', '(', '['])
            .starts_with(char::is_uppercase)
    };
    words.len() > 1 && words.get(index + 1).is_none_or(begins)
}

/// Tells whether a number in brackets at this word counts clauses: it stands behind a colon, semicolon or comma, or behind a
/// word that takes a number (`paragraph (2)`), and nothing closes it.
fn begins_clause(words: &[Word], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|i| words[i].text.as_str()) else {
        return true;
    };
    if words[index].text.ends_with(['.', ',', ';', ':']) {
        return false;
    }
    let phrases = Phrases::built_in();
    let takes_number = |word: &str| phrases.is_numbered_word(word) || phrases.is_clause_word(word);
    before.ends_with([':', ';', ',']) || takes_number(before.trim_end_matches('.'))
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

/// Puts brackets that stand straight about a raised number or sign, on the line, into its word: only the digits of `¹)`
/// are raised in many founts. A bracket that closes one of the text stays there.
pub(super) fn gather_brackets(line: &mut Line) {
    let mark = |w: &Word| w.style.superscript && MARK.is_match(&w.text) && !w.text.ends_with([')', ']']);
    let mut i = 0;
    while i < line.words.len() {
        let closes = line
            .words
            .get(i + 1)
            .is_some_and(|w| w.glued && w.text.starts_with(')'));
        if !mark(&line.words[i]) || !closes {
            i += 1;
            continue;
        }
        let opened = line.words[i].glued && i > 0 && line.words[i - 1].text.ends_with('(');
        let round = opened && !leaves_open(&line.words, i - 1, line.words[i - 1].text.len() - 1);
        if !round && leaves_open(&line.words, i, 0) {
            i += 1;
            continue;
        }
        take_first(line, i);
        if round {
            i = take_last(line, i);
        }
        i += 1;
    }
}

/// Moves the first letter of the word behind the `i`-th into this.
fn take_first(line: &mut Line, i: usize) {
    let next = &mut line.words[i + 1];
    let width = next.rect.width() / next.text.chars().count() as f32;
    let bracket = next.text.remove(0);
    next.rect.x0 += width;
    let x1 = next.rect.x0;
    if next.text.is_empty() {
        let follows = line.words.get(i + 2).is_some_and(|w| w.glued);
        line.words.remove(i + 1);
        if let Some(w) = line.words.get_mut(i + 1) {
            w.glued = follows;
        }
    }
    line.words[i].text.push(bracket);
    line.words[i].rect.x1 = line.words[i].rect.x1.max(x1);
}

/// Moves the last letter of the word before the `i`-th into this; returns where this stands then.
fn take_last(line: &mut Line, i: usize) -> usize {
    let before = &mut line.words[i - 1];
    let width = before.rect.width() / before.text.chars().count() as f32;
    let Some(bracket) = before.text.pop() else { return i };
    before.rect.x1 -= width;
    let (x0, empty, glued) = (before.rect.x1, before.text.is_empty(), before.glued);
    line.words[i].text.insert(0, bracket);
    line.words[i].rect.x0 = line.words[i].rect.x0.min(x0);
    if !empty {
        return i;
    }
    line.words.remove(i - 1);
    line.words[i - 1].glued = glued;
    i - 1
}
