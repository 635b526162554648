//! Rows: which lines of a table's body make one row.
//!
//! Rules between them tell, else the space between rows where it is wider than between lines, else what stands in the
//! lines: a line without a number goes on with the row above, or begins the one below, by its first letter, its indent, and
//! whether the next word would have had room on it.

use super::Cell;
use super::cells::{Strip, cut_where, is_number, place, reach};
use crate::layout::measure::Metric;
use crate::read::Line;

/// A line of the body, its pieces in their columns.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) cells: Vec<Cell>,
    level: f32,
}

impl Placed {
    fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.iter().find(|c| c.column == column && c.cols == 1)
    }

    fn stub_only(&self) -> bool {
        self.cells.iter().all(|c| c.column == 0)
    }

    fn has_numbers(&self) -> bool {
        self.cells.iter().any(|c| c.column > 0 && c.lines.iter().all(is_number))
    }
}

/// Puts the pieces of a line of the body into columns; a piece alone on its line may stand across several.
pub(super) fn placed(strip: &Strip, columns: &[(f32, f32)], walls: &[f32], metric: &Metric) -> Placed {
    let em = strip.em.min(metric.body).max(0.1);
    let mut cells: Vec<Cell> = Vec::new();
    for piece in &strip.pieces {
        let (a, b) = reach(&piece.rect, columns, em);
        if a < b && strip.pieces.len() == 1 && !walls.iter().any(|w| *w > piece.rect.x0 && *w < piece.rect.x1) {
            // A line across columns that begins at the first one is its cell; set in the middle it is a head within the table.
            let centred = piece.rect.x0 - columns[0].0 > em * 1.5;
            cells.push(Cell {
                column: if centred { 0 } else { a },
                cols: if centred { columns.len() } else { 1 },
                lines: vec![piece.clone()],
            });
            continue;
        }
        let parts = if a < b {
            cut_where(piece, |l, r| place(&l.rect, columns) != place(&r.rect, columns))
        } else {
            vec![piece.clone()]
        };
        let parts = parts.into_iter().flat_map(|part| apart(part, columns, em, metric));
        for part in parts {
            let at = place(&part.rect, columns);
            match cells.last_mut().filter(|c| c.column >= at) {
                Some(cell) => join_words(&mut cell.lines, part),
                None => cells.push(Cell {
                    column: at,
                    cols: 1,
                    lines: vec![part],
                }),
            }
        }
    }
    Placed {
        cells,
        level: strip.level,
    }
}

/// Cuts a number in two that recognition ran together over the space between two columns.
fn apart(part: Line, columns: &[(f32, f32)], em: f32, metric: &Metric) -> Vec<Line> {
    let (a, b) = reach(&part.rect, columns, em);
    let [word] = &part.words[..] else { return vec![part] };
    if !metric.scanned || b != a + 1 || !is_number(&part) {
        return vec![part];
    }
    let count = word.text.chars().count();
    let (left, right) = (columns[a].1 - word.rect.x0, word.rect.x1 - columns[b].0);
    let head = (left / (left + right) * count as f32).round().max(0.0) as usize;
    if left <= 0.0 || right <= 0.0 || head == 0 || head >= count {
        return vec![part];
    }
    let at = word.text.char_indices().nth(head).map_or(word.text.len(), |(at, _)| at);
    let mut first = word.clone();
    let mut second = word.clone();
    first.text.truncate(at);
    second.text = word.text[at..].to_owned();
    first.rect.x1 = columns[a].1;
    second.rect.x0 = columns[b].0;
    let halves = [first, second]
        .into_iter()
        .filter_map(|w| Line::new(vec![w], part.angle));
    halves.collect()
}

/// Adds a piece to the last line of a cell.
fn join_words(lines: &mut Vec<Line>, part: Line) {
    match lines.pop() {
        Some(last) => {
            let angle = last.angle;
            let mut words = last.words;
            words.extend(part.words);
            lines.extend(Line::new(words, angle));
        }
        None => lines.push(part),
    }
}

/// Groups the lines of the body into rows; `bands` are the levels of rules across the whole table.
pub(super) fn group(body: Vec<Placed>, columns: &[(f32, f32)], bands: &[f32], metric: &Metric) -> Vec<Vec<Cell>> {
    let mut parts: Vec<Vec<Placed>> = Vec::new();
    let mut last: Option<usize> = None;
    for line in body {
        let band = bands.iter().filter(|y| **y < line.level).count();
        match parts.last_mut().filter(|_| last == Some(band)) {
            Some(part) => part.push(line),
            None => parts.push(vec![line]),
        }
        last = Some(band);
    }
    let ruled = parts.len() >= 3;
    let mut rows = Vec::new();
    for part in parts {
        if part.len() == 1 || ruled && is_one_row(&part) {
            rows.push(merged(part));
        } else if let Some(groups) = by_space(&part, metric) {
            rows.extend(groups.into_iter().map(merged));
        } else {
            rows.extend(by_words(part, columns, metric).into_iter().map(merged));
        }
    }
    rows
}

/// No column holds two numbers below each other.
fn is_one_row(lines: &[Placed]) -> bool {
    let mut seen: Vec<usize> = Vec::new();
    for cell in lines.iter().flat_map(|l| &l.cells) {
        if cell.lines.iter().all(is_number) {
            if seen.contains(&cell.column) {
                return false;
            }
            seen.push(cell.column);
        }
    }
    true
}

/// Groups lines by the space between them, where rows stand further apart than the lines of a row.
fn by_space(lines: &[Placed], metric: &Metric) -> Option<Vec<Vec<Placed>>> {
    if !metric.sized && lines.len() < 3 {
        return None;
    }
    let steps: Vec<f32> = lines.windows(2).map(|w| w[1].level - w[0].level).collect();
    let least = steps.iter().copied().fold(f32::MAX, f32::min);
    let tight = |step: f32| step < least * 1.15;
    let loose = |step: f32| step > least * 1.28;
    if steps.len() < 2 || !steps.iter().all(|&s| tight(s) || loose(s)) || !steps.iter().any(|&s| loose(s)) {
        return None;
    }
    let mut groups: Vec<Vec<Placed>> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        match groups.last_mut().filter(|_| i > 0 && tight(steps[i - 1])) {
            Some(group) => group.push(line.clone()),
            None => groups.push(vec![line.clone()]),
        }
    }
    // Space after every fifth row helps the eye; such groups hold several numbers in a column.
    let whole = groups
        .iter()
        .all(|g| is_one_row(g) && (g.len() == 1 || g.iter().any(|l| l.cells.len() > 1)));
    (whole && groups.len() >= 2).then_some(groups)
}

/// Groups lines by what stands in them.
fn by_words(lines: Vec<Placed>, columns: &[(f32, f32)], metric: &Metric) -> Vec<Vec<Placed>> {
    let numbers = lines.iter().any(Placed::has_numbers);
    let stub_right = lines
        .iter()
        .filter_map(|l| l.cell(0))
        .flat_map(|c| &c.lines)
        .map(|l| l.rect.x1)
        .fold(columns[0].0, f32::max);
    let first = |p: &Placed| p.cell(0).and_then(|c| c.lines.first()).cloned();
    let lower = |p: &Placed| {
        first(p).is_some_and(|l| {
            l.words
                .first()
                .is_some_and(|w| w.text.starts_with(|c: char| c.is_lowercase() || c == '('))
        })
    };
    let mut rows: Vec<Vec<Placed>> = Vec::new();
    for i in 0..lines.len() {
        let line = &lines[i];
        let Some(row) = rows.last_mut() else {
            rows.push(vec![line.clone()]);
            continue;
        };
        let above = row.last().expect("a row has lines");
        let pending = row.iter().all(Placed::stub_only);
        let stub = line.cell(0).is_some() || line.cells.iter().any(|c| c.cols > 1);
        let goes_on = if !stub {
            // Text alone, below text.
            !line.has_numbers()
                && !pending
                && line
                    .cells
                    .iter()
                    .all(|c| row.iter().any(|l| l.cell(c.column).is_some()))
        } else if pending {
            runs_over(above, line, stub_right, metric)
                && (lower(line) || !row_is_head(above))
                && !line.cells.iter().any(|c| c.cols > 1)
                || lower(line)
        } else if line.stub_only() && numbers {
            let indent = match (first(line), first(&row[0])) {
                (Some(a), Some(b)) => a.rect.x0 - b.rect.x0,
                _ => 0.0,
            };
            let step = metric.body * if metric.sized { 0.4 } else { 1.0 };
            let next_as_far = lines.get(i + 1).and_then(first).is_some_and(|n| {
                first(line).is_some_and(|l| (n.rect.x0 - l.rect.x0).abs() < step) && !lines[i + 1].stub_only()
            });
            lower(line) && runs_over(above, line, stub_right, metric)
                || lower(line) && indent > -step && !next_as_far
                || indent > step && indent < step * 10.0 && !next_as_far && !row_is_head(line)
        } else if numbers {
            // Several long cells go on side by side.
            let known = |c: &Cell| row.iter().any(|l| l.cell(c.column).is_some());
            !line.has_numbers() && lower(line) && !pending && line.cells.iter().all(known)
        } else {
            // In a table of words a line that fills fewer columns, and begins none of its cells anew, goes on.
            line.cells.len() < columns.len()
                && line.cells.iter().all(|c| {
                    c.lines
                        .first()
                        .and_then(|l| l.words.first())
                        .is_some_and(|w| w.text.starts_with(|c: char| !c.is_uppercase() && !c.is_numeric()))
                })
        };
        if goes_on {
            row.push(line.clone());
        } else {
            rows.push(vec![line.clone()]);
        }
    }
    rows
}

/// A line that ends in a colon heads the rows below it.
fn row_is_head(line: &Placed) -> bool {
    line.cells
        .iter()
        .flat_map(|c| &c.lines)
        .any(|l| l.text().ends_with(':'))
}

/// The first word of a line would not have had room on the line above it in the first column.
fn runs_over(above: &Placed, line: &Placed, right: f32, metric: &Metric) -> bool {
    let (Some(a), Some(b)) = (above.cell(0), line.cell(0)) else {
        return false;
    };
    let (Some(last), Some(word)) = (a.lines.last(), b.lines.first().and_then(|l| l.words.first())) else {
        return false;
    };
    if last
        .words
        .last()
        .is_some_and(|w| w.text.ends_with(['-', '\u{ad}', '¬']))
    {
        return true;
    }
    let space = if metric.sized { last.size() * 0.25 } else { 1.0 };
    last.rect.x1 + space + word.rect.width() > right + space * 0.5
}

/// Makes one row of its lines.
fn merged(lines: Vec<Placed>) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for cell in lines.into_iter().flat_map(|l| l.cells) {
        match cells
            .iter_mut()
            .find(|c| c.column == cell.column || c.column < cell.column && cell.column < c.end())
        {
            Some(known) => known.lines.extend(cell.lines),
            None => cells.push(cell),
        }
    }
    cells.sort_by_key(|c| c.column);
    cells
}
