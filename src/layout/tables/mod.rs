//! Tables: runs of lines whose pieces stand in columns, with gaps where prose has none.
//!
//! In come the lines of a page or column, out come the tables among them as rows of cells. Where rules frame a table
//! ([`frames`]) it is taken out of the page before the columns of text are told; others are found in their column, by gaps
//! that stand below each other ([`cells`]), and in plain text by signs that draw them ([`typed`]). What looks like one and is
//! none (two columns of text, lists, verse, contents) [`judge`] tells. Then lines become rows ([`rows`]) and the lines at the
//! head column heads ([`heads`]).

mod cells;
mod frames;
mod heads;
mod judge;
mod notes;
mod rows;
mod typed;

use self::cells::Strip;
use super::measure::Metric;
use super::{Block, LaidPage, Role};
use crate::diag::Diagnostic;
use crate::read::Line;
use crate::span::Rect;

pub(super) use frames::{Framed, put_back, take as take_framed};
pub(crate) use notes::marks as note_marks;
pub(super) use notes::take as take_notes;
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

/// Where a table stands in a column's lines.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// First line.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// What stands there.
    pub(super) what: What,
}

/// What lines in columns are.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A table.
    Table(Table),
    /// A table of contents: the lines of each entry.
    Contents(Vec<Vec<Line>>),
}

/// So many lines without a gap may stand between two rows: the lines of a long first cell, a head within the table.
const SINGLES: usize = 3;
/// The widest space between two rows, in line pitches.
const WIDEST_SPACE: f32 = 2.3;
/// At most so many lines hold the column heads.
const MOST_HEADS: usize = 8;

/// Finds the tables of a column.
pub(super) fn find(lines: &[Line], captioned: impl Fn(usize) -> bool, rules: &[Rect], metric: &Metric) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    if !metric.sized {
        found = typed::drawn(lines, metric);
    }
    // Rules drawn with dashes stand among the lines.
    let drawn: Vec<bool> = lines.iter().map(|l| !metric.sized && typed::is_rule(l)).collect();
    let gapped: Vec<bool> = (0..lines.len())
        .map(|i| !drawn[i] && cells::count(&lines[i], metric) >= 2)
        .collect();
    let dashes = if metric.sized { Vec::new() } else { typed::rules(lines) };
    let rules = if metric.sized { rules } else { &dashes };
    let taken = |found: &[Found], i: usize| found.iter().find(|f| (f.start..f.end).contains(&i)).map(|f| f.end);
    let apart = |i: usize| lines[i].rect.y0 - lines[i - 1].rect.y1 > metric.pitch * WIDEST_SPACE;
    let mut i = 0;
    while i < lines.len() {
        if let Some(end) = taken(&found, i) {
            i = end;
            continue;
        }
        if !gapped[i] {
            i += 1;
            continue;
        }
        let mut last = i;
        let mut end = i + 1;
        while end < lines.len() && !apart(end) && taken(&found, end).is_none() {
            if gapped[end] {
                last = end;
            } else if captioned(end) || end - last > SINGLES + drawn[last..end].iter().filter(|d| **d).count() {
                break;
            }
            end += 1;
        }
        let above = found.iter().map(|f| f.end).filter(|&e| e <= i).max().unwrap_or(0);
        let caption = (i.saturating_sub(8)..i).rev().find(|&c| captioned(c));
        let from = caption.map_or(above, |c| above.max(c + 1));
        match region(lines, i, last + 1, from, caption.is_some(), rules, metric) {
            Some(table) => {
                i = table.end;
                found.push(table);
            }
            None => i = last + 1,
        }
    }
    if !metric.sized {
        let free = |i: usize| taken(&found, i).is_none();
        let more = typed::set_tight(lines, captioned, free, metric);
        found.extend(more);
    }
    found.sort_by_key(|f| f.start);
    found
}

/// Makes a table of lines that may be one; `from` is the first line that may be a column head.
fn region(
    lines: &[Line],
    start: usize,
    end: usize,
    from: usize,
    captioned: bool,
    rules: &[Rect],
    metric: &Metric,
) -> Option<Found> {
    let (mut start, mut end) = (start, end);
    let is_rule = |l: &Line| !metric.sized && typed::is_rule(l);
    let strips_of = |start: usize, end: usize| -> Vec<Strip> {
        let words = lines[start..end].iter().filter(|l| !is_rule(l));
        words.filter_map(|l| cells::strip(l, metric)).collect()
    };
    let strips = strips_of(start, end);
    let columns = cells::columns(
        &strips.iter().filter(|s| s.pieces.len() >= 2).collect::<Vec<_>>(),
        &[],
        metric,
    );
    let joined =
        |strips: Vec<Strip>| -> Vec<Strip> { strips.into_iter().map(|s| s.joined(&columns, metric)).collect() };
    let strips = joined(strips);
    let rows: Vec<&Strip> = strips.iter().filter(|s| s.pieces.len() >= 2).collect();
    if columns.len() >= 2 && judge::is_contents(&rows) && rows.len() * 5 >= strips.len() * 2 {
        return Some(Found {
            start,
            end,
            what: What::Contents(entries(&lines[start..end], metric)),
        });
    }
    if !judge::is_table(&strips, &columns, captioned, metric) {
        return None;
    }
    // Heads straight above, whose gaps are narrower than those of the rows.
    while start > from && lines[start].rect.y0 - lines[start - 1].rect.y1 < metric.pitch * WIDEST_SPACE.min(1.6) {
        if is_rule(&lines[start - 1]) {
            start -= 1;
            continue;
        }
        let Some(strip) = cells::strip(&lines[start - 1], metric) else {
            break;
        };
        if !heads_above(&strip, &columns, metric) || strips.len() + MOST_HEADS < end - start {
            break;
        }
        start -= 1;
    }
    // The lines of the last row's long cells.
    while end < lines.len() && lines[end].rect.y0 - lines[end - 1].rect.y1 < metric.pitch * 0.6 {
        if is_rule(&lines[end]) {
            end += 1;
            continue;
        }
        let Some(strip) = cells::strip(&lines[end], metric) else {
            break;
        };
        if !ends_row(&strip, lines.get(end + 1), &columns, metric) {
            break;
        }
        end += 1;
    }
    Some(Found {
        start,
        end,
        what: What::Table(table(joined(strips_of(start, end)), &columns, &[], rules, metric)),
    })
}

/// Groups the lines of contents into entries, each of which ends with the number of its page.
fn entries(lines: &[Line], metric: &Metric) -> Vec<Vec<Line>> {
    let mut entries: Vec<Vec<Line>> = Vec::new();
    let mut open = false;
    for line in lines {
        match entries.last_mut().filter(|_| open) {
            Some(entry) => entry.push(line.clone()),
            None => entries.push(vec![line.clone()]),
        }
        open = cells::count(line, metric) < 2;
    }
    entries
}

/// A line above the first row holds column heads: its pieces stand over the columns, one apiece, or over groups of them.
fn heads_above(strip: &Strip, columns: &[(f32, f32)], metric: &Metric) -> bool {
    let (left, right) = (columns[0].0, columns[columns.len() - 1].1);
    let em = strip.em.min(metric.body).max(0.1);
    let inside = strip.rect.x0 > left - em * 3.0 && strip.rect.x1 < right + em * 3.0;
    if !inside || !strip.pieces.iter().any(|p| p.text().chars().any(char::is_alphanumeric)) {
        return false;
    }
    let sentence = strip.pieces.iter().any(|p| p.words.len() > 7);
    match strip.pieces.len() {
        // The stub has no head as a rule: a line that leaves it free is a head, whether its one piece stands over one column
        // or several.
        1 => {
            let free = columns[0].1.min(columns.get(1).map_or(left, |c| c.0));
            let (a, b) = cells::reach(&strip.rect, columns, em);
            let flush = (strip.rect.x1 - right).abs() < em * if metric.sized { 0.7 } else { 2.5 }
                && strip.rect.x0 > columns[0].1 - em;
            strip.rect.x0 > free
                && (a == b || strip.rect.width() < (right - left) * 0.5)
                && (columns.len() > 2 || flush)
                && !sentence
        }
        n => n <= columns.len() && !sentence,
    }
}

/// A line below the last row is one more line of a cell of it: it stands in one column, and is no paragraph's first.
fn ends_row(strip: &Strip, next: Option<&Line>, columns: &[(f32, f32)], metric: &Metric) -> bool {
    let [piece] = &strip.pieces[..] else { return false };
    let em = strip.em.min(metric.body).max(0.1);
    let (a, b) = cells::reach(&piece.rect, columns, em);
    let within = a == b && piece.rect.x1 < columns[a].1 + em && piece.rect.x0 > columns[a].0 - em;
    let lower = piece
        .words
        .first()
        .is_some_and(|w| w.text.starts_with(|c: char| c.is_lowercase() || c == '('));
    let shut = next.is_none_or(|n| n.rect.y0 - piece.rect.y1 > metric.pitch * 0.6);
    within && (lower && (a > 0 || shut) || a > 0 && shut)
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
    let heads = count_heads(&strips, columns, walls, &bands, metric);
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

/// Counts the lines at the head that hold column heads.
fn count_heads(strips: &[Strip], columns: &[(f32, f32)], walls: &[f32], bands: &[f32], metric: &Metric) -> usize {
    let placed: Vec<rows::Placed> = strips.iter().map(|s| rows::placed(s, columns, walls, metric)).collect();
    let in_body = |p: &rows::Placed, number: fn(&Line) -> bool| {
        p.cells.iter().any(|c| c.column > 0 && c.lines.iter().all(number))
    };
    let counted = |l: &Line| cells::is_number(l) && !cells::is_year(l);
    let columns_numbered = |p: &rows::Placed| {
        let texts: Vec<String> = p.cells.iter().flat_map(|c| &c.lines).map(|l| l.text()).collect();
        let plain = |t: &String| t.trim_matches(['(', ')']).parse::<usize>().ok();
        texts.len() >= 3
            && texts
                .iter()
                .enumerate()
                .all(|(i, t)| plain(t) == plain(&texts[0]).map(|n| n + i) && plain(t).is_some_and(|n| n <= 40))
    };
    // Years alone are data where nothing else is.
    let any = placed.iter().any(|p| in_body(p, counted));
    let data = |p: &rows::Placed| {
        if any {
            in_body(p, counted) && !columns_numbered(p)
        } else {
            in_body(p, cells::is_number)
        }
    };
    let below = |y: f32| strips.iter().take_while(|s| s.level < y).count();
    let first_data = placed.iter().position(data);
    // A rule under the heads decides, where there are not rules under all rows.
    let ruled = bands.iter().map(|&y| below(y)).find(|&n| n > 0);
    match (ruled, first_data) {
        (Some(ruled), Some(first)) if ruled <= first.max(MOST_HEADS) && bands.len() <= 4 && ruled < strips.len() => {
            // Rules between levels of heads.
            let deeper = bands.iter().map(|&y| below(y)).filter(|&n| n <= first).max();
            deeper.unwrap_or(ruled).max(ruled)
        }
        (_, Some(first)) => {
            // Heads within the table, and first lines of long cells, that stand between the column heads and the numbers.
            let stub = |p: &rows::Placed| p.cells.iter().all(|c| c.column == 0);
            let mut heads = first.min(MOST_HEADS);
            while heads > 0 && stub(&placed[heads - 1]) && placed[..heads].iter().any(|p| !stub(p)) {
                heads -= 1;
            }
            if placed[..heads].iter().all(stub) { 0 } else { heads }
        }
        (Some(ruled), None) if ruled <= MOST_HEADS && ruled < strips.len() => ruled,
        (_, None) => {
            let bold = |s: &Strip| s.pieces.iter().flat_map(|p| &p.words).all(|w| w.style.bold);
            let set_apart = strips.iter().take_while(|s| bold(s)).count();
            if set_apart > 0 && set_apart < strips.len() {
                set_apart
            } else {
                usize::from(strips.len() > 2)
            }
        }
    }
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

/// Numbers the tables of a document from 0, and joins the parts of one that goes on over a page's end.
pub(super) fn number(pages: &mut [LaidPage]) {
    let mut count = 0_u32;
    // The last table so far, where nothing but notes has followed it: its number, next row and columns.
    let mut open: Option<(u32, u32, u32)> = None;
    for page in pages {
        let mut known: Vec<(u32, u32, u32)> = Vec::new();
        let widths = widths(&page.blocks);
        for block in &mut page.blocks {
            let (Role::Cell { table: old, .. } | Role::TableHead { table: old }) = block.role else {
                if !matches!(block.role, Role::Note { .. }) {
                    open = None;
                }
                continue;
            };
            let headed = matches!(block.role, Role::TableHead { .. });
            let width = widths.iter().find(|w| w.0 == old).map_or(0, |w| w.1);
            let (number, first) = match known.iter().find(|k| k.0 == old) {
                Some(&(_, number, first)) => (number, first),
                None => {
                    let (number, first) = match open {
                        Some((number, row, columns)) if !headed && known.is_empty() && columns == width => {
                            (number, row)
                        }
                        _ => {
                            count = count.saturating_add(1);
                            (count - 1, 0)
                        }
                    };
                    known.push((old, number, first));
                    (number, first)
                }
            };
            match &mut block.role {
                Role::Cell { table, row, .. } => {
                    *table = number;
                    *row = row.saturating_add(first);
                    open = Some((number, row.saturating_add(1), width));
                }
                role => *role = Role::TableHead { table: number },
            }
        }
    }
}

/// The number of columns of each table on a page.
fn widths(blocks: &[Block]) -> Vec<(u32, u32)> {
    let mut widths: Vec<(u32, u32)> = Vec::new();
    for block in blocks {
        if let Role::Cell {
            table, column, cols, ..
        } = block.role
        {
            let end = column.saturating_add(cols);
            match widths.iter_mut().find(|w| w.0 == table) {
                Some(width) => width.1 = width.1.max(end),
                None => widths.push((table, end)),
            }
        }
    }
    widths
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
