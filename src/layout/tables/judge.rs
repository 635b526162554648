//! What looks like a table and is none: columns of text, lists with tabs, dialogues, verse with numbers, contents.

use super::cells::{Strip, is_number, is_year, place};
use crate::layout::measure::Metric;
use crate::read::Line;

/// Tells whether lines whose pieces stand in columns are a table.
pub(super) fn is_table(strips: &[Strip], columns: &[(f32, f32)], captioned: bool, metric: &Metric) -> bool {
    let rows: Vec<&Strip> = strips.iter().filter(|s| s.pieces.len() >= 2).collect();
    let least = if captioned { 2 } else { 3 };
    if columns.len() < 2 || rows.len() < least || rows.len() * 5 < strips.len() * 2 {
        return false;
    }
    if !holds(&rows, columns) || is_contents(&rows) || counts_lines(strips, columns) {
        return false;
    }
    let later = || rows.iter().flat_map(|s| s.pieces.iter().skip(1));
    let numbers = later().filter(|p| is_number(p)).count();
    let share = numbers as f32 / later().count().max(1) as f32;
    if share >= 0.5 || share >= 0.3 && columns.len() > 2 {
        return !is_lettered_list(&rows, columns);
    }
    if is_prose(&rows, columns, metric) {
        return false;
    }
    if captioned {
        return !is_lettered_list(&rows, columns);
    }
    // Words alone: three columns or more, nearly all rows full and flush left.
    let full = rows.iter().filter(|s| s.pieces.len() + 1 >= columns.len()).count();
    let em = |s: &Strip| if metric.sized { s.em * 0.5 } else { 0.5 };
    let flush = |s: &&&Strip| {
        s.pieces
            .iter()
            .all(|p| (p.rect.x0 - columns[place(&p.rect, columns)].0).abs() < em(s) || is_number(p))
    };
    let short = later().filter(|p| p.words.len() <= 5).count() * 10 >= later().count() * 7;
    columns.len() >= 3 && full * 5 >= rows.len() * 4 && rows.iter().filter(flush).count() * 5 >= rows.len() * 3 && short
}

/// Most pieces of the rows fall into one column each, and no two of a row into the same.
fn holds(rows: &[&Strip], columns: &[(f32, f32)]) -> bool {
    let (mut right, mut all) = (0, 0);
    for row in rows {
        let places: Vec<usize> = row.pieces.iter().map(|c| place(&c.rect, columns)).collect();
        all += places.len();
        right += places.windows(2).filter(|p| p[0] < p[1]).count() + 1;
    }
    all > 0 && right * 10 >= all * 9
}

/// Columns of running text: in each most pieces fill its width, and words go on over line ends.
pub(super) fn is_prose(rows: &[&Strip], columns: &[(f32, f32)], metric: &Metric) -> bool {
    let full = |c: usize| {
        let (left, right) = columns[c];
        let mine: Vec<&Line> = rows
            .iter()
            .flat_map(|s| &s.pieces)
            .filter(|p| place(&p.rect, columns) == c)
            .collect();
        let wide = right - left > metric.body * if metric.sized { 8.0 } else { 16.0 };
        let filled = mine
            .iter()
            .filter(|p| p.rect.width() > (right - left) * 0.75 && p.words.len() >= 3)
            .count();
        wide && filled * 10 >= mine.len() * 5
    };
    let prose = (0..columns.len()).filter(|&c| full(c)).count();
    let lower = rows
        .iter()
        .flat_map(|s| &s.pieces)
        .filter(|p| p.words.first().is_some_and(|w| w.text.starts_with(char::is_lowercase)))
        .count();
    let pieces: usize = rows.iter().map(|s| s.pieces.len()).sum();
    prose * 2 >= columns.len() && lower * 4 >= pieces || prose == columns.len()
}

/// The numbers of lines at the margin of verse or of an edition: they rise by fives or tens, beside some of the lines.
fn counts_lines(strips: &[Strip], columns: &[(f32, f32)]) -> bool {
    let numbers: Vec<u32> = strips
        .iter()
        .filter_map(|s| s.pieces.get(1..)?.last()?.text().parse().ok())
        .collect();
    let step = numbers
        .windows(2)
        .map(|w| w[1].checked_sub(w[0]))
        .collect::<Option<Vec<u32>>>();
    columns.len() == 2
        && numbers.len() >= 2
        && numbers.len() * 2 <= strips.len()
        && step.is_some_and(|s| s.iter().all(|d| *d == s[0] && matches!(d, 2 | 3 | 4 | 5 | 10)))
}

/// A table of contents: titles, and the numbers of their pages, which rise.
pub(super) fn is_contents(rows: &[&Strip]) -> bool {
    let pages: Vec<Option<(u32, bool)>> = rows.iter().map(|s| s.pieces.last().and_then(page)).collect();
    let known: Vec<(u32, bool)> = pages.iter().copied().flatten().collect();
    if known.len() < 3 || known.len() * 10 < rows.len() * 9 {
        return false;
    }
    // Roman numbers come before arabic ones.
    let rising = known.windows(2).all(|w| w[0].0 <= w[1].0 || w[0].1 && !w[1].1);
    let steps = known.windows(2).filter(|w| w[0].0 != w[1].0).count();
    let titles = rows.iter().all(|s| {
        let before = &s.pieces[..s.pieces.len() - 1];
        let chapter = |p: &Line| p.words.len() <= 2 && p.text().chars().filter(char::is_ascii_digit).count() <= 3;
        let title = |p: &Line| p.text().chars().filter(|c| c.is_alphabetic()).count() >= 3 && !is_year(p);
        before.last().is_some_and(title) && before[..before.len() - 1].iter().all(chapter)
    });
    rising && steps * 2 >= known.len() - 1 && titles && (known.len() >= 4 || known.iter().any(|k| k.1))
}

/// Reads a page number; true for a roman one.
fn page(piece: &Line) -> Option<(u32, bool)> {
    let text = piece.text();
    let text = text.trim_start_matches(['p', 'S', 's', 'с', 'С', '.', ' ']);
    if let Ok(n) = text.parse::<u32>() {
        return (n < 3000).then_some((n, false));
    }
    let mut total = 0;
    let mut last = 0;
    for c in text.chars().rev() {
        let value = match c.to_ascii_lowercase() {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            _ => return None,
        };
        total += if value < last { -value } else { value };
        last = last.max(value);
    }
    u32::try_from(total).ok().filter(|&n| n > 0).map(|n| (n, true))
}

/// Two columns of which the first holds the numbers or letters of a list, or speakers, and the second sentences that now and
/// then are a bare number.
fn is_lettered_list(rows: &[&Strip], columns: &[(f32, f32)]) -> bool {
    if columns.len() != 2 {
        return false;
    }
    let label = |p: &Line| {
        let text = p.text();
        text.chars().count() <= 5 && text.ends_with([')', '.', ':'])
    };
    let sentence = |s: &&&Strip| s.pieces.len() == 2 && label(&s.pieces[0]) && !is_number(&s.pieces[1]);
    rows.iter().filter(sentence).count() * 3 > rows.len()
}
