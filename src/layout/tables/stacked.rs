//! Tables in plain text whose columns an extractor set below one another.
//!
//! Where the columns of a printed table stand far apart, an extractor takes each for a paragraph: the stubs come first, one a
//! line, then a free line, then the cells of the next column. Columns of one table have as many lines each, all short, and
//! those behind the first hold figures.

use std::ops::Range;

use super::cells::is_year;
use super::regions::{Found, What};
use super::{Cell, Row, Table};
use crate::layout::measure::Metric;
use crate::layout::sentences::ends_sentence;
use crate::layout::wrapping::stand_close;
use crate::read::Line;

/// A cell is no longer than this, in characters.
const LONGEST: f32 = 40.0;
/// The fewest rows, column heads included.
const ROWS: usize = 3;
/// The fewest columns where no caption stands above.
const COLUMNS: usize = 3;
/// A caption stands no more lines above.
const CAPTION: usize = 3;

/// Finds such tables among the lines of a column.
pub(super) fn find(lines: &[Line], captioned: impl Fn(usize) -> bool, metric: &Metric) -> Vec<Found> {
    let mut found = Vec::new();
    if metric.sized {
        return found;
    }
    let mut columns = runs(lines, &captioned);
    let mut from = 0;
    while from < columns.len() {
        // The first column may stand straight below the text.
        if let Some(tail) = columns.get(from + 1).and_then(|next| tail(lines, &columns[from], next)) {
            columns[from].end = tail.start;
            from += 1;
            columns.insert(from, tail);
        }
        let rows = columns[from].len();
        let alike = columns[from..]
            .iter()
            .take_while(|c| c.len() == rows && are_short(&lines[c.start..c.end]));
        let figures = |c: &Range<usize>| holds_figures(&lines[c.start..c.end]);
        let stub = usize::from(!figures(&columns[from]));
        let count = stub + alike.clone().skip(stub).take_while(|c| figures(c)).count();
        let first = columns[from].start;
        let headed = (first.saturating_sub(CAPTION)..first).any(&captioned);
        if rows < ROWS || alike.clone().next().is_none() || count < if headed { 2 } else { COLUMNS } {
            from += 1;
            continue;
        }
        let taken = &columns[from..from + count];
        found.push(Found {
            start: first,
            end: taken[count - 1].end,
            what: What::Table(table(lines, taken)),
        });
        from += count;
    }
    let free = |run: &Range<usize>| !found.iter().any(|f: &Found| f.start < run.end && run.start < f.end);
    let rowwise: Vec<Found> = columns
        .iter()
        .filter(|run| free(run))
        .filter_map(|run| by_rows(lines, run))
        .collect();
    found.extend(rowwise);
    found
}

/// Makes a table of a run that holds its rows below one another, a cell a line: a stub, then as many figures in each row. The
/// lines before the first row are the heads of its columns. A run of nothing but figures is a column of a table that is lost.
fn by_rows(lines: &[Line], run: &Range<usize>) -> Option<Found> {
    let cells = &lines[run.start..run.end];
    let number = |l: &Line| is_figure(l) && !l.text().contains(char::is_alphabetic);
    let made = |rows: Vec<Row>, unparted: bool| Found {
        start: run.start,
        end: run.end,
        what: What::Table(Table { rows, unparted }),
    };
    if cells.len() < ROWS || !are_short(cells) {
        return None;
    }
    if cells
        .iter()
        .all(|l| number(l) && l.text().contains(|c: char| c.is_ascii_digit()))
    {
        let rows = cells.iter().map(|l| row(std::slice::from_ref(l), 0, false));
        return Some(made(rows.collect(), true));
    }
    let stubs: Vec<usize> = (0..cells.len().saturating_sub(1))
        .filter(|&i| !number(&cells[i]) && number(&cells[i + 1]))
        .collect();
    let (first, width) = (*stubs.first()?, stubs.get(1)? - stubs.first()?);
    let even = stubs.iter().enumerate().all(|(k, &at)| at == first + k * width);
    let figures = (first..cells.len()).all(|i| number(&cells[i]) == ((i - first) % width != 0));
    let headed = first == width || first + 1 == width;
    let most = if width > 2 { 2 } else { ROWS };
    if !even
        || !figures
        || !(cells.len() - first).is_multiple_of(width)
        || stubs.len() < most
        || !(first == 0 || headed)
    {
        return None;
    }
    let years = |r: &[Line]| r.iter().skip(1).all(is_year);
    let mut rows = Vec::new();
    if headed {
        rows.push(row(&cells[..first], width - first, true));
    }
    let body: Vec<&[Line]> = cells[first..].chunks(width).collect();
    let led = !headed && years(body[0]) && !body[1..].iter().any(|r| years(r));
    rows.extend(body.iter().enumerate().map(|(i, cells)| row(cells, 0, i == 0 && led)));
    Some(made(rows, false))
}

/// Makes a row of cells of one line each, behind so many columns.
fn row(lines: &[Line], behind: usize, label: bool) -> Row {
    let cells = lines.iter().enumerate().map(|(i, line)| Cell {
        column: behind + i,
        cols: 1,
        lines: vec![line.clone()],
    });
    Row {
        label,
        cells: cells.collect(),
    }
}

/// The runs of lines that stand close together; a caption among them is a run of its own.
fn runs(lines: &[Line], captioned: &impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for i in 0..lines.len() {
        let close = i > 0 && stand_close(&lines[i - 1], &lines[i]) && !captioned(i - 1) && !captioned(i);
        match runs.last_mut().filter(|_| close) {
            Some(run) => run.end = i + 1,
            None => runs.push(i..i + 1),
        }
    }
    runs
}

/// The last lines of a run that stand beside the cells of the next, behind the end of a sentence.
fn tail(lines: &[Line], run: &Range<usize>, next: &Range<usize>) -> Option<Range<usize>> {
    let rows = next.len();
    let cells = rows >= ROWS
        && run.len() > rows
        && are_short(&lines[next.start..next.end])
        && holds_figures(&lines[next.start..next.end]);
    let first = run.end.checked_sub(rows).filter(|_| cells)?;
    (ends_sentence(&lines[first - 1]) && are_short(&lines[first..run.end])).then_some(first..run.end)
}

fn are_short(lines: &[Line]) -> bool {
    lines.iter().all(|l| l.rect.width() < LONGEST)
}

/// Most lines below the first are figures, or dashes that stand for none.
fn holds_figures(lines: &[Line]) -> bool {
    let figures = lines.iter().skip(1).filter(|l| is_figure(l)).count();
    figures * 3 >= (lines.len() - 1) * 2
}

fn is_figure(line: &Line) -> bool {
    let text = line.text();
    let none = text.chars().all(|c| matches!(c, '—' | '–' | '-' | '.' | '…'));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    none || digits > 0 && text.chars().filter(|c| c.is_alphabetic()).count() <= digits
}

/// Makes the table of its columns.
fn table(lines: &[Line], columns: &[Range<usize>]) -> Table {
    let labelled = columns.iter().skip(1).all(|c| !is_figure(&lines[c.start]));
    let rows = (0..columns[0].len()).map(|row| Row {
        label: labelled && row == 0,
        cells: columns
            .iter()
            .enumerate()
            .map(|(column, range)| Cell {
                column,
                cols: 1,
                lines: vec![lines[range.start + row].clone()],
            })
            .collect(),
    });
    Table {
        rows: rows.collect(),
        unparted: false,
    }
}
