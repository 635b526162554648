//! Numbers at the edges of pages that may be theirs, and misreadings of a number that is due.

use super::edge_rows::candidates;
use super::measure::{Measure, Metric};
use super::page_numbers::{Numeral, numeral_between, numerals_in};
use super::running_heads::Found;
use crate::read::{Line, Page, Word};
use crate::repair::{Furniture, FurnitureKind, FurniturePlace};

/// Numbers of four digits in this range are years, unless a sequence needs them.
pub(super) const YEARS: std::ops::RangeInclusive<i64> = 1400..=2099;

/// A number at the edge of a page.
pub(super) struct Printed {
    pub(super) numeral: Numeral,
    pub(super) place: FurniturePlace,
    /// What a page gains that bears it as its number.
    pub(super) gain: f32,
}

/// The numbers in a page's furniture.
pub(super) fn printed(page: &Page, found: &Found, metric: &Metric) -> Vec<Printed> {
    let mut all: Vec<Printed> = Vec::new();
    for row in &found.furniture {
        let kind = matches!(
            row.kind,
            FurnitureKind::Header | FurnitureKind::Footer | FurnitureKind::PageNumber
        );
        // `3*` is the signature of a sheet.
        if !kind || row.text.trim_end().ends_with('*') {
            continue;
        }
        let words = words_of(page, row);
        let wide = metric.body * if metric.sized { 1.4 } else { 3.0 };
        let between = numeral_between(&words, wide);
        for numeral in between.into_iter().chain(numerals_in(&row.text)) {
            let mut gain = if numeral.alone { 2.0 } else { 1.6 };
            if !numeral.roman && YEARS.contains(&numeral.value) {
                // A year stands in the words of the row.
                if !numeral.alone && !set_apart(&words, &numeral, wide) {
                    continue;
                }
                gain -= 0.8;
            }
            if page.label.as_deref() == Some(numeral.printed.as_str()) {
                gain += 0.7;
            }
            all.push(Printed {
                numeral,
                place: row.place,
                gain,
            });
        }
    }
    all
}

/// The words of a row of furniture, from left to right.
fn words_of<'a>(page: &'a Page, row: &Furniture) -> Vec<&'a Word> {
    let inside = |l: &&Line| l.rect.overlap_x(&row.rect) > 0.0 && l.rect.y0 >= row.rect.y0 && l.rect.y1 <= row.rect.y1;
    let mut words: Vec<&Word> = page.lines.iter().filter(inside).flat_map(|l| &l.words).collect();
    words.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    words
}

/// Tells whether a wide gap stands between a number and the rest of its row.
fn set_apart(words: &[&Word], numeral: &Numeral, wide: f32) -> bool {
    let pair = if numeral.leading {
        words.first().zip(words.get(1))
    } else {
        words.iter().rev().nth(1).zip(words.last())
    };
    pair.is_some_and(|(a, b)| b.rect.x0 - a.rect.x1 >= wide)
}

/// Takes numbers that stand alone at the edge of three in four pages, growing from page to page: single pages picked from a
/// book, whose numbers do not count on.
pub(super) fn take_picked(pages: &[Page], found: &mut [Found], measure: &Measure) {
    for top in [false, true] {
        let place = if top {
            FurniturePlace::Top
        } else {
            FurniturePlace::Bottom
        };
        let mut picked: Vec<(usize, usize, i64)> = Vec::new();
        for (i, page) in pages.iter().enumerate() {
            let rows = candidates(page, &measure.of(page));
            let outer = rows
                .into_iter()
                .find(|r| r.top == top && r.depth == 0 && r.bare && r.gap >= 0.8);
            let Some(row) = outer.filter(|r| r.lines.len() == 1 && !r.text.ends_with(['*', '.', ')'])) else {
                continue;
            };
            if let Some(n) = row.numeral {
                picked.push((i, row.lines[0], n.value));
            }
        }
        let grow = picked.windows(2).all(|w| w[0].2 < w[1].2);
        let years = picked.iter().all(|p| YEARS.contains(&p.2));
        let with_text = pages.iter().filter(|p| p.lines.len() > 2).count();
        if picked.len() < 3 || picked.len() * 4 < with_text * 3 || !grow || years {
            continue;
        }
        for (i, line, _) in picked {
            take(&mut found[i], &pages[i].lines[line], place);
        }
        return;
    }
}

/// Takes a line of the text for a page's number; tells whether it stood there.
fn take(found: &mut Found, line: &Line, place: FurniturePlace) -> bool {
    let Some(at) = found.text.iter().position(|l| l == line) else {
        return false;
    };
    let line = found.text.remove(at);
    let furniture = Furniture {
        kind: FurnitureKind::PageNumber,
        place,
        text: line.text(),
        rect: line.rect,
    };
    let before = if place == FurniturePlace::Top {
        0
    } else {
        found.furniture.len()
    };
    found.furniture.insert(before, furniture);
    true
}

/// Tells whether what is read may be a misreading of the number due: letters that look like digits, one other digit in
/// a number of the same length, or one lost or added.
pub(super) fn misreads(read: &str, due: &str) -> bool {
    let read: Vec<char> = read.chars().map(as_digit).collect();
    let due: Vec<char> = due.chars().collect();
    let differ = |a: &[char], b: &[char]| a.iter().zip(b).filter(|(x, y)| x != y).count();
    let without_one =
        |long: &[char], short: &[char]| (0..long.len()).any(|i| long[..i] == short[..i] && long[i + 1..] == short[i..]);
    match read.len() as i64 - due.len() as i64 {
        0 => differ(&read, &due) <= usize::from(due.len() > 1),
        1 => due.len() > 1 && without_one(&read, &due),
        -1 => read.len() > 1 && without_one(&due, &read),
        _ => false,
    }
}

/// The digit that a letter is often read for.
fn as_digit(c: char) -> char {
    match c {
        'l' | 'I' | 'i' | '|' | '!' | 'J' => '1',
        'O' | 'o' | 'О' | 'о' | 'Q' | 'D' => '0',
        'S' | 's' => '5',
        'Z' | 'z' => '2',
        'B' | 'В' => '8',
        'З' | 'з' => '3',
        'G' | 'б' => '6',
        'g' | 'q' => '9',
        'A' | 'А' => '4',
        'T' | '?' => '7',
        _ => c,
    }
}

/// Tells whether a row of a page's furniture begins or ends with a misreading of the number due.
pub(super) fn ends_misread(found: &Found, place: FurniturePlace, due: &str) -> bool {
    let rows = found.furniture.iter().filter(|row| row.place == place);
    let mut ends = rows.flat_map(|row| {
        let words = || row.text.split_whitespace();
        words().next().into_iter().chain(words().next_back())
    });
    ends.any(|word| is_digits(word, due) && misreads(word, due))
}

/// Tells whether a word has a digit, or letters alone that look like the number due.
fn is_digits(word: &str, due: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit()) || word.chars().map(as_digit).eq(due.chars())
}

/// Takes the outermost row of a page's text for its number where it is a misreading of the one due; tells whether it is.
pub(super) fn take_misread(
    page: &Page,
    found: &mut Found,
    measure: &Measure,
    place: FurniturePlace,
    due: &str,
) -> bool {
    let rows = candidates(page, &measure.of(page));
    let top = place == FurniturePlace::Top;
    let outer = rows.iter().find(|r| r.top == top && r.depth == 0);
    let Some(row) = outer.filter(|r| r.lines.len() == 1 && r.gap >= 0.5 && r.text.chars().count() <= due.len() + 4)
    else {
        return false;
    };
    let bare = row.text.trim_matches(|c: char| !c.is_alphanumeric());
    if !misreads(bare, due) || (due.len() > 1 && !is_digits(bare, due)) {
        return false;
    }
    take(found, &page.lines[row.lines[0]], place)
}
