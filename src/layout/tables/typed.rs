//! Tables of plain text that no gaps tell: drawn with bars and dashes, or with all gaps lost.

use super::cells::{is_number, is_year};
use super::heads::MOST_HEADS;
use super::{Cell, Found, Metric, Row, Table, What};
use crate::read::{Line, Word};
use crate::span::Rect;

/// So many lines under a caption are looked at.
const LONGEST: usize = 400;

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '│' | '┃' | '║' | '¦')
}

/// Tells whether a line is a rule drawn with signs: `-----`, `+---+---+`, `|:--|--:|`.
pub(super) fn is_rule(line: &Line) -> bool {
    let mut strokes = 0;
    for c in line.words.iter().flat_map(|w| w.text.chars()) {
        match c {
            '-' | '=' | '_' | '─' | '━' | '═' | '—' | '–' => strokes += 1,
            '+' | ':' | '┼' | '├' | '┤' | '┬' | '┴' | '┌' | '┐' | '└' | '┘' | '╬' | '╠' | '╣' | '╦' | '╩' | '╔'
            | '╗' | '╚' | '╝' => {}
            c if is_bar(c) => {}
            _ => return false,
        }
    }
    // A single dash is a sign for none.
    strokes >= 3
        && line
            .words
            .iter()
            .all(|w| w.text.chars().count() >= 2 || w.text.chars().all(is_bar))
}

/// The drawn rules among lines.
pub(super) fn rules(lines: &[Line]) -> Vec<Rect> {
    let middle = |r: &Rect| {
        Rect::new(
            r.x0 - 0.5,
            (r.y0 + r.y1) / 2.0 - 0.05,
            r.x1 + 0.5,
            (r.y0 + r.y1) / 2.0 + 0.05,
        )
    };
    let drawn = lines.iter().filter(|l| is_rule(l));
    drawn.flat_map(|l| &l.words).map(|w| middle(&w.rect)).collect()
}

/// Finds tables drawn with bars between their cells.
pub(super) fn drawn(lines: &[Line], metric: &Metric) -> Vec<Found> {
    let barred = |l: &Line| {
        l.words
            .iter()
            .flat_map(|w| w.text.chars())
            .filter(|c| is_bar(*c))
            .count()
    };
    let mut found = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        if barred(&lines[i]) == 0 && !is_rule(&lines[i]) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < lines.len()
            && (barred(&lines[end]) > 0 || is_rule(&lines[end]))
            && lines[end].rect.y0 - lines[end - 1].rect.y1 < metric.pitch * 0.5
        {
            end += 1;
        }
        if let Some(table) = barred_table(&lines[i..end]) {
            found.push(Found {
                start: i,
                end,
                what: What::Table(table),
            });
        }
        i = end;
    }
    found
}

/// The lines of tables drawn with bars, where there are enough of them to be no navigation of a web page.
pub(in crate::layout) fn drawn_lines(lines: &[Line], metric: &Metric) -> Vec<std::ops::Range<usize>> {
    let found = drawn(lines, metric).into_iter().map(|f| f.start..f.end);
    found.filter(|f| f.len() >= 3).collect()
}

/// Makes a table of lines with bars; `None` where they do not agree in number.
fn barred_table(lines: &[Line]) -> Option<Table> {
    let rows: Vec<Vec<(f32, Option<Line>)>> = lines.iter().filter(|l| !is_rule(l)).map(between_bars).collect();
    let most = rows.iter().map(Vec::len).max()?;
    // The places of the bars in the fullest row, which the cells of others are measured by.
    let alike = rows.iter().filter(|r| r.len() == most).count();
    if rows.len() < 2 || most < 2 || alike * 2 < rows.len() {
        return None;
    }
    let model: Vec<f32> = rows.iter().find(|r| r.len() == most)?.iter().map(|c| c.0).collect();
    let rule_at: Vec<usize> = rule_places(lines);
    // Rules between all rows: the lines between two of them are one row.
    let boxed = rule_at.iter().filter(|&&at| at > 0 && at < rows.len()).count() >= 2;
    let mut made: Vec<Row> = Vec::new();
    for (r, row) in rows.into_iter().enumerate() {
        let same_row = boxed && r > 0 && !rule_at.contains(&r);
        let aligned = row.iter().all(|(x, _)| model.iter().any(|m| (m - x).abs() < 0.6));
        let count = row.len();
        let starts: Vec<f32> = row.iter().map(|c| c.0).collect();
        let mut cells: Vec<Cell> = Vec::new();
        for (index, (x, line)) in row.into_iter().enumerate() {
            let column = if aligned && count < most {
                model.iter().position(|m| (m - x).abs() < 0.6).unwrap_or(index)
            } else {
                index
            };
            let next = if aligned && count < most {
                starts
                    .get(index + 1)
                    .and_then(|n| model.iter().position(|m| (m - n).abs() < 0.6))
                    .unwrap_or(most)
            } else {
                column + 1
            };
            if let Some(line) = line {
                cells.push(Cell {
                    column,
                    cols: next.saturating_sub(column).max(1),
                    lines: vec![line],
                });
            }
        }
        match made.last_mut().filter(|_| same_row) {
            Some(row) => {
                for cell in cells {
                    match row.cells.iter_mut().find(|c| c.column == cell.column) {
                        Some(known) => known.lines.extend(cell.lines),
                        None => row.cells.push(cell),
                    }
                }
                row.cells.sort_by_key(|c| c.column);
            }
            None => made.push(Row { label: false, cells }),
        }
    }
    let numbered = |r: &Row| r.cells.iter().skip(1).flat_map(|c| &c.lines).any(is_number);
    let heads = match rule_at.iter().find(|&&at| at > 0) {
        Some(&at) if !boxed => at,
        _ => made
            .iter()
            .position(numbered)
            .filter(|&n| n > 0)
            .unwrap_or(usize::from(boxed)),
    };
    for row in made.iter_mut().take(heads.min(MOST_HEADS)) {
        row.label = true;
    }
    Some(Table {
        rows: made,
        unparted: false,
    })
}

/// Before which of the rows that are no rules the rules stand.
fn rule_places(lines: &[Line]) -> Vec<usize> {
    let mut at = 0;
    let mut places = Vec::new();
    for line in lines {
        if is_rule(line) {
            places.push(at);
        } else {
            at += 1;
        }
    }
    places
}

/// Cuts a line at its bars: where each cell begins, and what is in it. Bars at both ends frame the line.
fn between_bars(line: &Line) -> Vec<(f32, Option<Line>)> {
    let mut cells: Vec<(f32, Vec<Word>)> = vec![(line.rect.x0, Vec::new())];
    for word in &line.words {
        let mut x = word.rect.x0;
        for (k, part) in word.text.split(is_bar).enumerate() {
            if k > 0 {
                x += 1.0;
                cells.push((x, Vec::new()));
            }
            if part.is_empty() {
                continue;
            }
            let width = part.chars().count() as f32;
            let rect = Rect::new(x, word.rect.y0, x + width, word.rect.y1);
            x += width;
            if let Some(cell) = cells.last_mut() {
                cell.1.push(Word {
                    text: part.to_owned(),
                    rect,
                    glued: false,
                    ..word.clone()
                });
            }
        }
    }
    let framed = |c: Option<char>| c.is_some_and(is_bar);
    let text = line.text();
    if framed(text.chars().next()) && cells.len() > 1 {
        cells.remove(0);
    }
    if framed(text.chars().next_back()) && cells.len() > 1 {
        cells.pop();
    }
    cells
        .into_iter()
        .map(|(x, words)| (x, Line::new(words, line.angle)))
        .collect()
}

/// Finds tables whose gaps are lost: lines that end in equally many numbers; and under a caption what can only be a table,
/// a cell a line.
pub(super) fn set_tight(
    lines: &[Line],
    captioned: impl Fn(usize) -> bool,
    free: impl Fn(usize) -> bool,
    metric: &Metric,
) -> Vec<Found> {
    let tails: Vec<usize> = lines.iter().map(tail).collect();
    let close = |i: usize| lines[i].rect.y0 - lines[i - 1].rect.y1 < metric.pitch * 0.5;
    let mut found: Vec<Found> = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        let under = (i.saturating_sub(4)..i).rev().find(|&c| captioned(c));
        let least = if under.is_some() { 1 } else { 2 };
        if tails[i] < least || !free(i) {
            i += 1;
            continue;
        }
        let same = |j: usize| tails[j] == tails[i] && free(j);
        let mut end = i + 1;
        while end < lines.len() && same(end) && close(end) {
            end += 1;
        }
        if end - i >= 3 {
            let floor = found.last().map_or(0, |f| f.end).max(under.map_or(0, |c| c + 1));
            let head = i
                .checked_sub(1)
                .filter(|&h| h >= floor && free(h) && close(i))
                .filter(|&h| under.is_some() || lines[h].words.len() <= tails[i] + 1);
            found.push(tight(
                &lines[head.unwrap_or(i)..end],
                head.is_some(),
                tails[i],
                head.unwrap_or(i),
            ));
        }
        i = end;
    }
    let taken = |i: usize| found.iter().any(|f| (f.start..f.end).contains(&i));
    let mut lost = Vec::new();
    for c in (0..lines.len()).filter(|&c| captioned(c)) {
        let start = c + 1;
        let ends = |j: usize| j > start && !close(j) || captioned(j) || !free(j) || taken(j);
        let end = (start..lines.len().min(start + LONGEST))
            .find(|&j| ends(j))
            .unwrap_or(lines.len().min(start + LONGEST));
        if end.saturating_sub(start) < 3 {
            continue;
        }
        let rows = &lines[start..end];
        let figures = rows
            .iter()
            .filter(|l| l.words.iter().filter(|w| is_number(&alone(w))).count() * 2 >= l.words.len() || tail(l) > 0)
            .count();
        if figures * 5 >= rows.len() * 3 {
            lost.push(Found {
                start,
                end,
                what: What::Table(Table {
                    rows: rows.iter().map(|l| row(vec![(0, 1, l.clone())], false)).collect(),
                    unparted: true,
                }),
            });
        }
    }
    found.extend(lost);
    found
}

fn alone(word: &Word) -> Line {
    Line {
        words: vec![word.clone()],
        rect: word.rect,
        angle: 0.0,
    }
}

/// Counts the numbers at the end of a line that begins with words.
fn tail(line: &Line) -> usize {
    let number =
        |w: &&Word| is_number(&alone(w)) && !w.text.ends_with([',', ';', ':', '.']) || w.text == "..." || w.text == "…";
    let count = line.words.iter().rev().take_while(number).count();
    let stub = &line.words[..line.words.len() - count];
    let worded = stub.iter().any(|w| w.text.chars().any(char::is_alphabetic));
    let open = stub.last().is_some_and(|w| w.text.ends_with([',', ';', '-']));
    if worded && !open { count } else { 0 }
}

fn row(cells: Vec<(usize, usize, Line)>, label: bool) -> Row {
    let cells = cells.into_iter().map(|(column, cols, line)| Cell {
        column,
        cols,
        lines: vec![line],
    });
    Row {
        label,
        cells: cells.collect(),
    }
}

/// Makes a table of lines that end in so many numbers.
fn tight(lines: &[Line], headed: bool, numbers: usize, start: usize) -> Found {
    let cut = |line: &Line, stub: usize| -> Vec<(usize, usize, Line)> {
        let (head, tail) = line.words.split_at(stub.min(line.words.len()));
        let mut cells: Vec<(usize, usize, Line)> = Vec::new();
        cells.extend(Line::new(head.to_vec(), line.angle).map(|l| (0, 1, l)));
        for (n, word) in tail.iter().enumerate() {
            cells.extend(Line::new(vec![word.clone()], line.angle).map(|l| (n + 1, 1, l)));
        }
        cells
    };
    let years = |l: &Line| l.words[l.words.len() - numbers..].iter().all(|w| is_year(&alone(w)));
    let years_lead = !headed && years(&lines[0]) && !lines[1..].iter().any(years);
    let mut rows = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let count = line.words.len();
        if i == 0 && headed {
            rows.push(if count == numbers || count == numbers + 1 {
                row(cut(line, count - numbers), true)
            } else {
                row(vec![(0, numbers + 1, line.clone())], true)
            });
        } else {
            rows.push(row(cut(line, count - numbers), i == 0 && years_lead));
        }
    }
    Found {
        start,
        end: start + lines.len(),
        what: What::Table(Table { rows, unparted: false }),
    }
}
