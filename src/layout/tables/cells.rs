//! Cutting lines into pieces at their gaps, and finding the columns that the pieces of many lines leave free.

use crate::layout::measure::Metric;
use crate::read::{Line, Word};
use crate::span::Rect;

/// The narrowest gap that by itself parts two cells, in ems.
const GAP: f32 = 1.4;
/// The narrowest gap that parts two cells where the gaps of other rows stand above or below it, in ems.
const NARROW: f32 = 0.6;
/// The same on a scan, whose word spaces scatter.
const NARROW_ON_SCAN: f32 = 0.75;

/// A line without the leaders in it, cut at its gaps.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    /// The pieces from left to right, never empty ones.
    pub(super) pieces: Vec<Line>,
    /// The box of the whole line.
    pub(super) rect: Rect,
    /// The baseline.
    pub(super) level: f32,
    /// The em.
    pub(super) em: f32,
}

/// Returns the gaps that part cells by themselves, and those that need the company of other rows.
pub(super) fn gaps(line: &Line, metric: &Metric) -> (f32, f32) {
    if !metric.sized {
        return (2.5, 1.5);
    }
    let em = line.size().min(metric.body);
    (em * GAP, em * if metric.scanned { NARROW_ON_SCAN } else { NARROW })
}

/// Cuts a line at gaps of this width.
pub(super) fn cut(line: &Line, wide: f32) -> Vec<Line> {
    cut_where(line, |left, right| right.rect.x0 - left.rect.x1 >= wide)
}

/// Cuts a line between the words of which this holds.
pub(super) fn cut_where(line: &Line, apart: impl Fn(&Word, &Word) -> bool) -> Vec<Line> {
    let mut parts: Vec<Vec<Word>> = Vec::new();
    for word in &line.words {
        match parts.last_mut() {
            Some(part) if part.last().is_some_and(|last| !apart(last, word)) => part.push(word.clone()),
            _ => parts.push(vec![Word {
                glued: false,
                ..word.clone()
            }]),
        }
    }
    parts.into_iter().filter_map(|p| Line::new(p, line.angle)).collect()
}

/// Cuts a line into a strip of a table; `None` where nothing but leaders stands on it.
pub(super) fn strip(line: &Line, metric: &Metric) -> Option<Strip> {
    let (_, narrow) = gaps(line, metric);
    let bare = without_leaders(line, metric)?;
    Some(Strip {
        pieces: cut(&bare, narrow),
        rect: line.rect,
        level: crate::layout::measure::baseline(line),
        em: line.size(),
    })
}

impl Strip {
    /// Joins neighbouring pieces in one column again: the wide spaces of a justified cell do not part it.
    pub(super) fn joined(mut self, columns: &[(f32, f32)], metric: &Metric) -> Self {
        let em = self.em.min(metric.body).max(0.1);
        let wide = if metric.sized { em * GAP } else { 2.5 };
        let mut pieces: Vec<Line> = Vec::new();
        for piece in self.pieces {
            let at = reach(&piece.rect, columns, em);
            let same = |last: &Line| {
                let over = |r: &Rect| r.x0 < columns[at.0].1 && r.x1 > columns[at.0].0;
                at.0 == at.1
                    && reach(&last.rect, columns, em) == at
                    && piece.rect.x0 - last.rect.x1 < wide
                    && over(&piece.rect)
                    && over(&last.rect)
            };
            match pieces.last_mut().filter(|last| same(last)) {
                Some(last) => {
                    last.words.extend(piece.words);
                    last.rect = last.rect.union(&piece.rect);
                }
                None => pieces.push(piece),
            }
        }
        self.pieces = pieces;
        self
    }
}

/// Counts the cells into which a line falls by itself.
pub(super) fn count(line: &Line, metric: &Metric) -> usize {
    let (wide, _) = gaps(line, metric);
    let cells = |l: &Line| {
        l.words
            .windows(2)
            .filter(|w| w[1].rect.x0 - w[0].rect.x1 >= wide)
            .count()
            + 1
    };
    // Most lines are prose: only those with leaders are copied.
    if line.words.iter().any(|w| w.text.ends_with(['.', '·', '…', '_'])) {
        without_leaders(line, metric).map_or(0, |l| cells(&l))
    } else {
        cells(line)
    }
}

fn is_leader(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '.' | '·' | '…' | '_' | '‥'))
}

/// Takes the rows of dots off that lead from a word to its number; three dots that stand alone in a column are a cell.
pub(super) fn without_leaders(line: &Line, metric: &Metric) -> Option<Line> {
    let (wide, _) = gaps(line, metric);
    let words = &line.words;
    let mut kept: Vec<Word> = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let run = words[i..].iter().take_while(|w| is_leader(&w.text)).count();
        if run > 0 {
            let dots: usize = words[i..i + run].iter().map(|w| w.text.chars().count()).sum();
            let lone = run == 1 && dots <= 3;
            let close = i > 0 && words[i].rect.x0 - words[i - 1].rect.x1 < wide;
            let leads = i > 0 && (i + run < words.len() || dots > 3);
            if dots >= 3 && leads && (!lone || close) {
                i += run;
                continue;
            }
            kept.extend(words[i..i + run].iter().cloned());
            i += run;
            continue;
        }
        let mut word = words[i].clone();
        let head = word.text.trim_end_matches(['.', '·', '…', '_']);
        let dots = word.text[head.len()..].chars().count();
        if dots >= 3 && !head.is_empty() && i + 1 < words.len() {
            let share = head.chars().count() as f32 / word.text.chars().count() as f32;
            word.rect.x1 = word.rect.x0 + word.rect.width() * share;
            word.text = head.to_owned();
        }
        kept.push(word);
        i += 1;
    }
    Line::new(kept, line.angle)
}

/// Tells whether a piece is a number, a sign for none, or a share: `12.4`, `1 234`, `–`, `(5)`, `38 %`, `12a`.
pub(super) fn is_number(piece: &Line) -> bool {
    let text: String = piece
        .words
        .iter()
        .filter(|w| !w.style.superscript)
        .map(|w| w.text.as_str())
        .collect();
    let text = text.trim_end_matches(['*', '†', '‡']);
    if text.is_empty() {
        return false;
    }
    let nil = text
        .chars()
        .all(|c| matches!(c, '–' | '—' | '-' | '−' | '.' | '…' | '·' | '"' | '„' | '×'));
    let mut chars = text.chars();
    // One letter behind the number calls a note of the table.
    let last_is_mark = text.chars().count() > 1 && text.ends_with(|c: char| c.is_lowercase());
    if last_is_mark {
        chars.next_back();
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let signs = |c: char| c.is_ascii_digit() || ".,:'’´/()[]+-–—−±%‰$£€½¼¾⅓⅔·<>~".contains(c);
    nil || digits > 0 && chars.all(signs)
}

/// Tells whether a piece is a year or a span of years.
pub(super) fn is_year(piece: &Line) -> bool {
    let text = piece.text();
    let text = text.trim_matches(|c: char| !c.is_ascii_digit());
    let head: String = text.chars().take_while(char::is_ascii_digit).collect();
    let rest: String = text.chars().skip(4).collect();
    head.len() == 4
        && head.parse().is_ok_and(|y: u32| (1000..2100).contains(&y))
        && rest.chars().all(|c| c.is_ascii_digit() || "/-–— ".contains(c))
        && rest.chars().count() <= 7
}

/// The columns that a table's body leaves between free stripes: their left and right edges, from left to right.
///
/// Only the fullest rows tell them; heads and rows that stand across several columns do not.
pub(super) fn columns(strips: &[&Strip], walls: &[f32], metric: &Metric) -> Vec<(f32, f32)> {
    let most = strips.iter().map(|s| s.pieces.len()).max().unwrap_or(0);
    let fullest: Vec<&&Strip> = strips.iter().filter(|s| s.pieces.len() * 5 >= most * 3).collect();
    let numbered: Vec<&&Strip> = fullest
        .iter()
        .filter(|s| s.pieces.iter().skip(1).any(|p| is_number(p) && !is_year(p)))
        .copied()
        .collect();
    let rows = if numbered.len() >= 2 { numbered } else { fullest };
    let least = rows
        .iter()
        .map(|s| if metric.sized { s.em.min(metric.body) * 0.5 } else { 1.5 })
        .fold(f32::MAX, f32::min);
    let mut edges: Vec<(f32, i32)> = Vec::new();
    for piece in rows.iter().flat_map(|s| &s.pieces) {
        edges.push((piece.rect.x0, 1));
        edges.push((piece.rect.x1, -1));
    }
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    // A piece that crosses a stripe in one row, or one of a dozen, does not close it.
    let one = rows.len() >= if metric.scanned { 3 } else { 5 };
    let few = i32::try_from(rows.len() / 12).unwrap_or(0).max(i32::from(one));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    let mut depth = 0;
    let mut open: Option<f32> = None;
    for (x, step) in edges {
        depth += step;
        match (depth > few, open) {
            (true, None) => open = Some(x),
            (false, Some(from)) => {
                match columns.last_mut() {
                    Some(last) if from - last.1 < least && !walls.iter().any(|w| *w >= last.1 && *w <= from) => {
                        last.1 = x;
                    }
                    _ => columns.push((from, x)),
                }
                open = None;
            }
            _ => {}
        }
    }
    split_at_walls(&mut columns, walls);
    let signs = |c: &(f32, f32)| {
        let mut inside = rows
            .iter()
            .flat_map(|s| &s.pieces)
            .filter(|p| p.rect.x0 >= c.0 - 0.1 && p.rect.x1 <= c.1 + 0.1)
            .peekable();
        inside.peek().is_some() && inside.all(|p| p.text().chars().all(|c| "$£€¥".contains(c)))
    };
    // The sign of a currency set apart from its sums is no column.
    let mut joined: Vec<(f32, f32)> = Vec::new();
    let mut carried: Option<f32> = None;
    for column in columns {
        if signs(&column) {
            carried.get_or_insert(column.0);
        } else {
            joined.push((carried.take().unwrap_or(column.0), column.1));
        }
    }
    joined
}

/// Parts the columns that a vertical rule crosses.
fn split_at_walls(columns: &mut Vec<(f32, f32)>, walls: &[f32]) {
    for &wall in walls {
        if let Some(i) = columns.iter().position(|c| c.0 < wall - 0.5 && c.1 > wall + 0.5) {
            let right = columns[i].1;
            columns[i].1 = wall;
            columns.insert(i + 1, (wall, right));
        }
    }
}

/// The column of a box: the one it overlaps most, else the nearest.
pub(super) fn place(cell: &Rect, columns: &[(f32, f32)]) -> usize {
    let overlap = |c: &(f32, f32)| (cell.x1.min(c.1) - cell.x0.max(c.0)).max(0.0);
    let distance = |c: &(f32, f32)| (cell.x0 - c.1).max(c.0 - cell.x1).max(0.0);
    (0..columns.len())
        .max_by(|&a, &b| {
            overlap(&columns[a])
                .total_cmp(&overlap(&columns[b]))
                .then(distance(&columns[b]).total_cmp(&distance(&columns[a])))
        })
        .unwrap_or(0)
}

/// Counts the columns into which a box reaches by more than a third of an em and of the column.
pub(super) fn reach(cell: &Rect, columns: &[(f32, f32)], em: f32) -> (usize, usize) {
    let touched = |c: &(f32, f32)| {
        let overlap = cell.x1.min(c.1) - cell.x0.max(c.0);
        overlap > (em / 3.0).min((c.1 - c.0) * 0.4)
    };
    let first = columns.iter().position(touched);
    let last = columns.iter().rposition(touched);
    match (first, last) {
        (Some(a), Some(b)) => (a, b),
        _ => {
            let at = place(cell, columns);
            (at, at)
        }
    }
}
