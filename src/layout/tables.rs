//! Tables: runs of rows whose words stand in columns, with gaps where prose has none.
//!
//! A row belongs to a table when a gap of more than an em and a half parts it into cells; three such rows with cells above
//! each other, or two under a table's caption, make a table. A line with a single cell between them carries on a cell of the
//! row above. Rows at the head without any number, over rows that have numbers, hold the column heads.

use super::measure::Metric;
use super::{Block, Role};
use crate::read::{Line, Word};
use crate::span::Rect;

/// Where a table stands in a column's lines.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// First line.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// The left and right edges of the columns.
    columns: Vec<(f32, f32)>,
}

/// The narrowest gap between cells, in ems of the row.
const GAP: f32 = 1.4;
/// The narrowest gap between column heads, in ems: they stand close where they are longer than what is below them.
const HEAD_GAP: f32 = 0.8;

/// Parts a line at its gaps of so many ems; in plain text at three spaces.
fn cells(line: &Line, ems: f32, metric: &Metric) -> Vec<Vec<Word>> {
    let wide = if metric.sized {
        line.size().min(metric.body) * ems
    } else {
        2.5
    };
    let mut cells: Vec<Vec<Word>> = Vec::new();
    for word in &line.words {
        match cells.last_mut() {
            Some(cell) if cell.last().is_some_and(|w| word.rect.x0 - w.rect.x1 < wide) => cell.push(word.clone()),
            _ => cells.push(vec![word.clone()]),
        }
    }
    cells
}

fn extent(cell: &[Word]) -> Rect {
    Rect::around(cell.iter().map(|w| &w.rect)).unwrap_or_default()
}

/// Finds the tables of a column.
pub(super) fn find(lines: &[Line], captioned: impl Fn(usize) -> bool, metric: &Metric) -> Vec<Found> {
    let parted: Vec<Vec<Vec<Word>>> = lines.iter().map(|l| cells(l, GAP, metric)).collect();
    let mut found: Vec<Found> = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        if parted[i].len() < 2 {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        let mut rows = 1;
        let mut last = i;
        while end < lines.len() {
            let apart = lines[end].rect.y0 - lines[end - 1].rect.y1;
            if apart > metric.pitch * 2.2 {
                break;
            }
            if parted[end].len() >= 2 {
                rows += 1;
                last = end;
            } else if end - last > 2 {
                break;
            }
            end += 1;
        }
        end = last + 1;
        let columns = columns(&parted[i..end]);
        let least = if (i.saturating_sub(3)..i).any(&captioned) { 2 } else { 3 };
        // Prose with a wide gap here and there, or a table of contents in one piece, has no two columns that hold.
        let aligned = columns.len() >= 2 && rows >= least && holds(&parted[i..end], &columns);
        if aligned {
            let above = found.last().map_or(0, |before| before.end);
            let start = i - heads_above(&lines[above..i], &columns, metric);
            found.push(Found { start, end, columns });
        }
        i = end;
    }
    found
}

/// Counts the lines straight above a table that hold its column heads: a cell over almost every column.
fn heads_above(above: &[Line], columns: &[(f32, f32)], metric: &Metric) -> usize {
    let holds_heads = |line: &&Line| {
        let cells = cells(line, HEAD_GAP, metric);
        let places: Vec<usize> = cells.iter().map(|c| place(&extent(c), columns)).collect();
        cells.len() >= 2 && cells.len() + 1 >= columns.len() && places.windows(2).all(|p| p[0] < p[1])
    };
    if metric.sized {
        above.iter().rev().take(2).take_while(holds_heads).count()
    } else {
        0
    }
}

/// The columns: the horizontal extents of the cells, joined where they overlap, cells that span several left out.
fn columns(rows: &[Vec<Vec<Word>>]) -> Vec<(f32, f32)> {
    let most = rows.iter().map(Vec::len).max().unwrap_or(0);
    let full = rows.iter().filter(|r| r.len() == most).flatten().map(|c| extent(c));
    let mut edges: Vec<(f32, f32)> = full.map(|r| (r.x0, r.x1)).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    for (a, b) in edges {
        match columns.last_mut() {
            Some(last) if a < last.1 => last.1 = last.1.max(b),
            _ => columns.push((a, b)),
        }
    }
    columns
}

/// Most cells of the rows fall into one column each, and no two cells of a row into the same.
fn holds(rows: &[Vec<Vec<Word>>], columns: &[(f32, f32)]) -> bool {
    let (mut right, mut all) = (0, 0);
    for row in rows.iter().filter(|r| r.len() >= 2) {
        let places: Vec<usize> = row.iter().map(|c| place(&extent(c), columns)).collect();
        all += places.len();
        right += places.windows(2).filter(|p| p[0] < p[1]).count() + 1;
    }
    all > 0 && right * 10 >= all * 9
}

/// The column of a cell: the one it overlaps most, else the nearest.
fn place(cell: &Rect, columns: &[(f32, f32)]) -> usize {
    let overlap = |c: &(f32, f32)| (cell.x1.min(c.1) - cell.x0.max(c.0)).max(0.0);
    let distance = |c: &(f32, f32)| ((cell.x0 + cell.x1) - (c.0 + c.1)).abs();
    (0..columns.len())
        .max_by(|&a, &b| {
            overlap(&columns[a])
                .total_cmp(&overlap(&columns[b]))
                .then(distance(&columns[b]).total_cmp(&distance(&columns[a])))
        })
        .unwrap_or(0)
}

/// Makes the cells of a table.
pub(super) fn build(lines: &[Line], found: &Found, table: u32, column: u16, metric: &Metric) -> Vec<Block> {
    let mut rows: Vec<Vec<Vec<Line>>> = Vec::new();
    for line in &lines[found.start..found.end] {
        let parts = cells(line, if rows.is_empty() { HEAD_GAP } else { GAP }, metric);
        let carries_on = parts.len() == 1
            && rows
                .last()
                .is_some_and(|_| line.rect.x0 > found.columns[0].0 - metric.body);
        if !carries_on || rows.is_empty() {
            rows.push(vec![Vec::new(); found.columns.len()]);
        }
        let row = rows.last_mut().expect("a row was pushed");
        for part in parts {
            let at = place(&extent(&part), &found.columns);
            let mut part = part;
            if let Some(first) = part.first_mut() {
                first.glued = false;
            }
            row[at].extend(Line::new(part, line.angle));
        }
    }
    let numeric = |row: &Vec<Vec<Line>>| {
        row.iter()
            .skip(1)
            .flatten()
            .any(|l| l.text().chars().any(|c| c.is_ascii_digit()))
    };
    let first_numeric = rows.iter().position(numeric);
    let heads = first_numeric
        .filter(|&n| n < rows.len())
        .map_or(usize::from(rows.len() > 2), |n| n);
    let mut blocks = Vec::new();
    for (r, row) in rows.into_iter().enumerate() {
        for (c, lines) in row.into_iter().enumerate() {
            let role = Role::Cell {
                table,
                row: u32::try_from(r).unwrap_or(u32::MAX),
                column: u32::try_from(c).unwrap_or(u32::MAX),
                label: r < heads,
            };
            blocks.push(Block::new(role, lines, column));
        }
    }
    blocks
}
