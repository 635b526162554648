//! Tables: runs of lines whose pieces stand in columns, with gaps where prose has none.
//!
//! In come the lines of a page or column, out come the tables among them as rows of cells. Where rules frame a table
//! ([`frames`]) it is taken out of the page before the columns of text are told; others are found in their column, by gaps
//! that stand below each other ([`regions`], [`cells`]), and in plain text by signs that draw them
//! ([`typed`]) or as columns below one another ([`stacked`]). What looks
//! like one and is none (two columns of text, lists, verse, contents) [`judge`] tells. Then lines become rows ([`rows`]) and
//! the lines at the head ([`head_lines`]) column heads ([`heads`]). [`numbers`] joins what goes on over a page's end.

mod captions;
mod cells;
mod frames;
mod head_lines;
mod heads;
mod judge;
mod notes;
mod numbers;
mod regions;
mod rows;
mod stacked;
mod typed;

use self::cells::Strip;
use super::measure::Metric;
use super::{Block, Role};
use crate::diag::Diagnostic;
use crate::read::Line;
use crate::span::Rect;

pub(super) use captions::beneath as caption_beneath;
pub(super) use frames::{Framed, put_back, take as take_framed};
pub(crate) use notes::marks as note_marks;
pub(super) use notes::take as take_notes;
pub(super) use numbers::number;
pub(super) use regions::{Found, What, find};
pub(super) use typed::drawn_lines;

/// A table: its rows, from the top.
#[derive(Clone, Debug)]
pub(super) struct Table {
    rows: Vec<Row>,
    /// Its columns could not be told: each line is a cell.
    pub(super) unparted: bool,
}

/// A row of a table.
#[derive(Clone, Debug)]
struct Row {
    /// It holds column heads.
    label: bool,
    /// Its cells from left to right; empty ones are left out.
    cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
struct Cell {
    column: usize,
    /// Over so many columns it stands, from 1.
    cols: usize,
    lines: Vec<Line>,
}

impl Cell {
    /// One past its last column.
    fn end(&self) -> usize {
        self.column + self.cols
    }
}

/// Makes the rows of a table; `walls` are the places of vertical rules, `rules` all rules of the page.
fn table(strips: Vec<Strip>, columns: &[(f32, f32)], walls: &[f32], rules: &[Rect], metric: &Metric) -> Table {
    let width = columns[columns.len() - 1].1 - columns[0].0;
    let (top, foot) = (
        strips.first().map_or(0.0, |s| s.rect.y0),
        strips.last().map_or(0.0, |s| s.rect.y1),
    );
    // Rules across the whole table, between its lines, by their level.
    let mut bands: Vec<f32> = rules
        .iter()
        .filter(|r| r.width() > r.height() && r.width() > width * 0.85)
        .filter(|r| r.x0 < columns[0].1 && r.x1 > columns[columns.len() - 1].0)
        .map(|r| (r.y0 + r.y1) / 2.0)
        .filter(|y| *y > top && *y < foot)
        .collect();
    bands.sort_by(f32::total_cmp);
    bands.dedup_by(|a, b| (*a - *b).abs() < metric.pitch * 0.4);
    let heads = head_lines::count(&strips, columns, walls, &bands, metric);
    let mut strips = strips;
    let body = strips.split_off(heads);
    let mut rows: Vec<Row> = heads::levels(&strips, columns, walls, rules, metric)
        .into_iter()
        .map(|cells| Row { label: true, cells })
        .collect();
    let body = body.iter().map(|s| rows::placed(s, columns, walls, metric)).collect();
    rows.extend(
        rows::group(body, columns, &bands, metric)
            .into_iter()
            .map(|cells| Row { label: false, cells }),
    );
    Table { rows, unparted: false }
}

/// Makes the blocks of a table: its cells row by row, empty ones before the last of a row included.
pub(super) fn build(table: Table, number: u32, column: u16) -> Vec<Block> {
    let mut blocks = Vec::new();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    for (r, row) in table.rows.into_iter().enumerate() {
        let mut next = 0;
        for cell in row.cells {
            let role = |column: usize, cols: usize| Role::Cell {
                table: number,
                row: count(r),
                column: count(column),
                cols: count(cols),
                label: row.label,
            };
            for empty in next..cell.column {
                blocks.push(Block::new(role(empty, 1), Vec::new(), column));
            }
            next = cell.end();
            blocks.push(Block::new(role(cell.column, cell.cols), cell.lines, column));
        }
    }
    blocks
}

/// Says what is doubtful about a table.
pub(super) fn doubt(table: &Table, page: u32) -> Option<Diagnostic> {
    let tall = table.rows.iter().flat_map(|r| &r.cells).any(|c| c.lines.len() > 6);
    if table.unparted {
        Some(
            Diagnostic::warning(
                "table-columns-unknown",
                "the columns of a table could not be told; each of its lines is one cell",
            )
            .on_page(page)
            .hint("part the cells by hand, or set them apart by tabs in the source"),
        )
    } else if tall {
        Some(
            Diagnostic::note(
                "table-uncertain",
                "a table cell holds more than six lines; its rows may be wrong",
            )
            .on_page(page),
        )
    } else {
        None
    }
}
