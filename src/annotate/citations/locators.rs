//! Volumes, issues, pages and leaves: a label and its numbers, `pp. 143–4, 152–3`, `оп. 1а`, `S. 23 ff.`

use super::lexicon::List;
use super::stream::Stream;
use crate::annotate::annotation::Unit;

/// A label and its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Locator {
    /// What is labelled.
    pub(super) unit: Unit,
    /// One past the last token.
    pub(super) end: usize,
    pub(super) numbers: Numbers,
}

/// Numbers behind a label, by their tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    /// One past the last token.
    pub(super) end: usize,
    first: (usize, usize),
    last: (usize, usize),
    /// There is one number, or one range.
    single: bool,
}

impl Numbers {
    /// Returns the first and last number where there is one number or one range.
    pub(super) fn range(&self, s: &Stream<'_>) -> Option<(String, String)> {
        if !self.single {
            return None;
        }
        let (from, to) = (plain(s, self.first)?, plain(s, self.last)?);
        Some((from.to_owned(), lengthened(from, to)))
    }
}

/// Reads a label with its numbers; of labels with several meanings `wanted` is taken.
#[inline]
pub(super) fn locator(s: &Stream<'_>, start: usize, limit: usize, wanted: &[Unit]) -> Option<Locator> {
    if !s.labelled(start) {
        return None;
    }
    labelled(s, start, limit, wanted)
}

/// Reads numbers behind a label.
fn labelled(s: &Stream<'_>, start: usize, limit: usize, wanted: &[Unit]) -> Option<Locator> {
    let (unit, len) = s
        .labels(start)
        .filter(|(unit, _)| wanted.contains(unit))
        .max_by_key(|(unit, len)| (*len, std::cmp::Reverse(wanted.iter().position(|w| w == unit))))?;
    // `C.` before a name is an initial; so is `S.` in `S. Kestrel`, because no number follows.
    let at = start + len;
    let numbers = numbers(s, at, limit, unit)?;
    let end = numbers.end;
    Some(Locator { unit, end, numbers })
}

/// Reads numbers without a label: `45–67`, `xi–xv, 3`.
pub(super) fn numbers(s: &Stream<'_>, start: usize, limit: usize, unit: Unit) -> Option<Numbers> {
    let listed = matches!(
        unit,
        Unit::Page | Unit::Leaf | Unit::Column | Unit::Note | Unit::Line | Unit::Article | Unit::Frame
    );
    let mut end = one(s, start, limit, unit)?;
    let first = (start, end);
    let mut last = first;
    let mut single = true;
    loop {
        if let Some(len) = s
            .of(end, List::PageSuffix)
            .filter(|_| unit == Unit::Page && end < limit && !s.sign(end, "f"))
        {
            let runs_on = s.word(end).starts_with(['f', 's', 'e', 'p']);
            if runs_on {
                end += len;
                single = false;
                continue;
            }
        }
        if let Some(len) = s
            .of(end, List::LeafSuffix)
            .filter(|_| unit == Unit::Leaf && end < limit)
        {
            end += len;
            continue;
        }
        if s.sign(end, "-") && s.of(end + 1, List::LeafSuffix).is_some() && unit == Unit::Leaf {
            end += 1;
            continue;
        }
        let dash = s.dash(end) || s.sign(end, "/") && !listed && !s.spaced(end);
        if dash && let Some(to) = one(s, end + 1, limit, unit) {
            last = (end + 1, to);
            end = to;
            continue;
        }
        let and = s
            .of(end, List::And)
            .filter(|_| listed || unit == Unit::Issue || unit == Unit::Volume);
        let comma = (s.sign(end, ",") && listed).then_some(1);
        if let Some(len) = comma.or(and)
            && let Some(to) = one(s, end + len, limit, unit)
            && !is_other(s, end + len, to)
        {
            end = to;
            single = false;
            continue;
        }
        break;
    }
    Some(Numbers {
        end,
        first,
        last,
        single,
    })
}

/// Tells whether a number behind a comma or `and` is no further page: a year, or the volume of a journal.
fn is_other(s: &Stream<'_>, at: usize, end: usize) -> bool {
    s.year(at) && end == at + 1 && !s.dash(end)
        || s.sign(end, "(")
        || s.capital(end) && !s.sign(end.wrapping_sub(1), ".")
}

/// Reads one number: `45`, `137n`, `R-5446`, `XLIX`, `xi`, `1a`.
fn one(s: &Stream<'_>, start: usize, limit: usize, unit: Unit) -> Option<usize> {
    if start >= limit {
        return None;
    }
    let mut end = start;
    let archive = unit.is_archival();
    if s.number(start).is_some() {
        end += 1;
        // `no. 16,702`
        let thousands =
            |k: usize| s.sign(k, ",") && !s.spaced(k + 1) && s.tokens.get(k + 1).is_some_and(|t| t.text.len() == 3);
        while thousands(end) && s.number(end + 1).is_some() {
            end += 2;
        }
    } else if (s.roman(start) || s.small_roman(start) || is_cyrillic_roman(s.word(start)))
        && !(archive && s.dash(start + 1))
    {
        return Some(start + 1);
    } else if archive && s.capital(start) && s.letters(start) <= 3 {
        // `Р-5446`, `R 5446`
        end += 1 + usize::from(s.dash(start + 1));
        s.number(end)?;
        end += 1;
    } else {
        return None;
    }
    // `Ф. 1/п`
    if archive && s.sign(end, "/") && !s.spaced(end + 1) && s.letters(end + 1) == 1 && end + 2 <= limit {
        return Some(end + 2);
    }
    // `1a`, `137n`, `14ob`
    let letter = s.word(end);
    // `Rep. 2A`
    let one = s.letters(end) == 1 && (archive || letter.starts_with(char::is_lowercase));
    let tail = ["ob", "об", "r", "v", "n"].contains(&letter) || one;
    if tail && end < limit && !s.spaced(end) {
        end += 1;
        // `60n12`
        if letter == "n" && unit == Unit::Page && end < limit && !s.spaced(end) && s.number(end).is_some() {
            end += 1;
        }
        if s.sign(end, ".") && ["ob", "об"].contains(&letter) {
            end += 1;
        }
    }
    Some(end)
}

/// Tells whether a word is a Roman number typed with Cyrillic letters.
fn is_cyrillic_roman(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| "ХIVІXC".contains(c)) && word.chars().any(|c| "ХІ".contains(c))
}

/// Returns a number as written.
fn plain<'t>(s: &Stream<'t>, (start, end): (usize, usize)) -> Option<&'t str> {
    let words = s.span(start, end).of(s.text);
    (!words.contains(char::is_whitespace) && !words.is_empty()).then(|| words.trim_end_matches('.'))
}

/// Gives the end of a range the figures that it leaves out: `143–4` ends at 144.
fn lengthened(from: &str, to: &str) -> String {
    let figures = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    if figures(from) && figures(to) && to.len() < from.len() {
        format!("{}{to}", &from[..from.len() - to.len()])
    } else {
        to.to_owned()
    }
}
