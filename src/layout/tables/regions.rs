//! Where tables stand in a column: runs of lines with gaps, the heads above them and the last cells below.

use super::cells::{self, Strip};
use super::heads::MOST_HEADS;
use super::{Table, judge, stacked, table, typed};
use crate::layout::headings::is_heading_line;
use crate::layout::measure::Metric;
use crate::layout::wrapping::stand_close;
use crate::read::Line;
use crate::span::Rect;

/// Where a table stands in a column's lines.
#[derive(Clone, Debug)]
pub(in crate::layout) struct Found {
    /// First line.
    pub(in crate::layout) start: usize,
    /// One past the last.
    pub(in crate::layout) end: usize,
    /// What stands there.
    pub(in crate::layout) what: What,
}

/// What lines in columns are.
#[derive(Clone, Debug)]
pub(in crate::layout) enum What {
    /// A table.
    Table(Table),
    /// A table of contents: the lines of each entry.
    Contents(Vec<Vec<Line>>),
}

/// So many lines without a gap may stand between two rows: the lines of a long first cell, a head within the table.
const SINGLES: usize = 3;
/// Fewer rows with gaps than this above a heading are no table.
const FEWEST_ROWS: usize = 3;
/// The widest space between two rows, in line pitches.
const WIDEST_SPACE: f32 = 2.3;

/// Finds the tables of a column.
pub(in crate::layout) fn find(
    lines: &[Line],
    captioned: impl Fn(usize) -> bool,
    rules: &[Rect],
    metric: &Metric,
) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    if !metric.sized {
        found = typed::drawn(lines, metric);
        let free = |f: &Found| !found.iter().any(|d| d.start < f.end && f.start < d.end);
        let stacked: Vec<Found> = stacked::find(lines, &captioned, metric)
            .into_iter()
            .filter(free)
            .collect();
        found.extend(stacked);
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
            } else if captioned(end)
                || heads_new_part(lines, i, end, &gapped)
                || end - last > SINGLES + drawn[last..end].iter().filter(|d| **d).count()
            {
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

/// Tells whether a line in plain text stands free in capitals, or is a part's word, with fewer rows above it than make a
/// table: what follows is another thing than what stands above, signatures for example.
fn heads_new_part(lines: &[Line], first: usize, at: usize, gapped: &[bool]) -> bool {
    let rows = gapped[first..at].iter().filter(|g| **g).count();
    rows < FEWEST_ROWS && !stand_close(&lines[at - 1], &lines[at]) && is_heading_line(&lines[at])
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
