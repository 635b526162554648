//! Hanging indents: entries that begin at the edge, and whose further lines stand in.
//!
//! Bibliographies, indexes, dictionaries, lists of persons, plays and chronologies are set so. In prose a line that stands in
//! begins a paragraph, here a line at the edge begins an entry; which of the two holds is told from how the lines before
//! them end. A line that goes on fills the measure, so that the next line's first word had no room on it; the last line of
//! an entry or paragraph seldom does. Each step from line to line so speaks for one of the two, and a stretch in which the
//! hanging indent wins by enough is set so.

use super::blocks::start;
use super::measure::{Metric, baseline};
use super::sentences::ends_sentence;
use crate::read::Line;

/// A stretch wins by so many steps that speak for it: two entries with a turned-over line, and the beginning of the next.
const ENOUGH: f32 = 2.9;
/// It wins by less where it is the whole column and nothing speaks against it: the end of a list on a page of its own.
const ENOUGH_ALONE: f32 = 1.3;
/// So much may speak against a stretch before it is at its end: two entries that happen to fill their last line.
const SETBACK: f32 = 2.5;
/// So many lines before and behind a line show how wide its measure is.
const NEIGHBOURS: usize = 12;
/// So many edges of a column are tried, those of the most lines.
const EDGES: usize = 5;

/// Finds the lines that stand in entries with hanging indents: for each line the edge where its entries begin. The first
/// line of a stretch is not among them, as nothing tells what the line before it is.
pub(super) fn find(lines: &[Line], metric: &Metric) -> Vec<Option<f32>> {
    let mut found = vec![None; lines.len()];
    let sizes: Vec<f32> = lines.iter().map(Line::size).collect();
    let rights = rights(lines, &sizes, metric);
    let mut stretches: Vec<Stretch> = Vec::new();
    for edge in common_edges(lines, metric) {
        let setting = Setting {
            lines,
            sizes: &sizes,
            rights: &rights,
            edge,
            metric,
        };
        stretches.extend(setting.stretches());
    }
    stretches.sort_by(|a, b| b.score.total_cmp(&a.score));
    for stretch in stretches {
        let taken = &mut found[stretch.first..stretch.end];
        if taken.iter().all(Option::is_none) {
            taken.fill(Some(stretch.edge));
        }
    }
    found
}

/// Lines in entries that begin at one edge.
struct Stretch {
    first: usize,
    /// One past the last.
    end: usize,
    edge: f32,
    score: f32,
}

/// How close two lines begin that begin at one edge.
fn near(metric: &Metric) -> f32 {
    metric.body * if metric.scanned { 0.6 } else { 0.35 }
}

/// The edges at which most lines begin, at least three.
fn common_edges(lines: &[Line], metric: &Metric) -> Vec<f32> {
    let mut starts: Vec<f32> = lines.iter().map(start).collect();
    starts.sort_by(f32::total_cmp);
    let mut edges: Vec<(usize, f32)> = Vec::new();
    let mut at = 0;
    while at < starts.len() {
        let count = starts[at..]
            .iter()
            .take_while(|x| **x - starts[at] <= near(metric))
            .count();
        if count >= 3 {
            edges.push((count, starts[at + count / 2]));
        }
        at += count;
    }
    edges.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    edges.truncate(EDGES);
    edges.into_iter().map(|e| e.1).collect()
}

/// The right edge of each line's measure: the furthest that a line of its type near by reaches.
fn rights(lines: &[Line], sizes: &[f32], metric: &Metric) -> Vec<f32> {
    let of = |i: usize| {
        let near = i.saturating_sub(NEIGHBOURS)..lines.len().min(i + NEIGHBOURS + 1);
        let alike = near.filter(|&j| same_type(sizes[i], sizes[j], metric));
        alike.map(|j| lines[j].rect.x1).fold(lines[i].rect.x1, f32::max)
    };
    (0..lines.len()).map(of).collect()
}

fn same_type(a: f32, b: f32, metric: &Metric) -> bool {
    let tolerance = if metric.scanned { 0.25 } else { 0.045 };
    !metric.sized || (a - b).abs() <= metric.body * tolerance
}

/// A column's lines, of which those of entries begin at one edge.
struct Setting<'a> {
    lines: &'a [Line],
    sizes: &'a [f32],
    rights: &'a [f32],
    edge: f32,
    metric: &'a Metric,
}

/// Where a line begins.
#[derive(Clone, Copy, PartialEq)]
enum Begins {
    /// To the left of the edge.
    Outside,
    AtEdge,
    SetIn,
    /// Further in than a turned-over line ever does.
    FarIn,
}

impl Setting<'_> {
    fn begins(&self, line: &Line) -> Begins {
        let x = start(line) - self.edge;
        let (near, far) = (
            near(self.metric),
            if self.metric.sized {
                7.0 * self.metric.body
            } else {
                14.0
            },
        );
        match x {
            x if x < -near => Begins::Outside,
            x if x <= near => Begins::AtEdge,
            x if x <= far => Begins::SetIn,
            _ => Begins::FarIn,
        }
    }

    /// The first word of line `i` had room on the line before.
    fn room(&self, i: usize) -> bool {
        let word = self.lines[i].words.first().map_or(0.0, |w| w.rect.width());
        let space = if self.metric.sized { 0.3 * self.metric.body } else { 1.0 };
        self.rights[i - 1] - self.lines[i - 1].rect.x1 > word + space
    }

    /// The lines stand as far apart as lines of one paragraph do.
    fn tight(&self, i: usize) -> bool {
        let gap = (baseline(&self.lines[i]) - baseline(&self.lines[i - 1])) / self.metric.pitch;
        gap > -0.5 && gap < if self.metric.sized { 1.32 } else { 1.5 }
    }

    /// Says how much the step to line `i` speaks for hanging indents (above 0) or for prose; `None` ends a stretch.
    fn step(&self, i: usize) -> Option<f32> {
        let (before, line) = (&self.lines[i - 1], &self.lines[i]);
        let (from, to) = (self.begins(before), self.begins(line));
        if from == Begins::Outside || to == Begins::Outside {
            return None;
        }
        if from == Begins::FarIn || to == Begins::FarIn || !same_type(self.sizes[i - 1], self.sizes[i], self.metric) {
            return Some(0.0);
        }
        let stop = ends_sentence(before);
        let capital = !line
            .words
            .first()
            .is_some_and(|w| w.text.starts_with(char::is_lowercase));
        let slack = self.rights[i - 1] - before.rect.x1 > self.metric.body * if self.metric.sized { 2.0 } else { 6.0 };
        Some(match (from, to, self.room(i) || !self.tight(i)) {
            (_, Begins::SetIn, true) => -1.0,
            (Begins::AtEdge, Begins::SetIn, false) => 1.0,
            (_, Begins::SetIn, false) => 0.2,
            (Begins::SetIn, _, true) => 1.0,
            (_, _, true) => 0.4,
            // An entry that happens to fill its last line, or prose; a long word may have had no room on a ragged one.
            (Begins::SetIn, _, false) => match (stop, capital, slack) {
                (true, true, _) => 0.2,
                (true, false, _) => -0.2,
                (false, _, true) => -0.4,
                (false, _, false) => -1.0,
            },
            (_, _, false) => match (stop && capital, slack) {
                (true, _) => 0.0,
                (false, true) => -0.3,
                (false, false) => -0.8,
            },
        })
    }

    /// The first step of a stretch, brought forward to the line behind its heading: nothing tells against an entry of one
    /// line there.
    fn since_head(&self, first: usize) -> usize {
        let Some(above) = first.checked_sub(1).filter(|&i| i > 0) else {
            return first;
        };
        let set = self.begins(&self.lines[above]) == Begins::AtEdge;
        let headed = above == 1
            || !self.tight(above - 1)
            || !same_type(self.sizes[above - 2], self.sizes[above - 1], self.metric);
        let open = self.step(above).is_some_and(|s| s > -0.5);
        if set && headed && open && self.tight(above) {
            above
        } else {
            first
        }
    }

    /// The stretches that win, from the top.
    fn stretches(&self) -> Vec<Stretch> {
        let mut found = Vec::new();
        // The stretch so far: its first step, its score, and the best that it had, with the step where it had it.
        let (mut first, mut score, mut best, mut best_end) = (1, 0.0_f32, 0.0_f32, 1);
        let mut i = 1;
        while i <= self.lines.len() {
            let step = if i < self.lines.len() { self.step(i) } else { None };
            score = step.map_or(f32::MIN, |s| score + s);
            if score > best {
                (best, best_end) = (score, i + 1);
            }
            if score <= 0.0 || score < best - SETBACK {
                let all = first == 1 && best_end == self.lines.len();
                let alone = all && (1..best_end).all(|i| self.step(i).is_some_and(|step| step >= 0.0));
                let enough = if alone { ENOUGH_ALONE } else { ENOUGH };
                let next = if best >= enough && self.holds(first, best_end, if alone { 1 } else { 2 }) {
                    found.push(Stretch {
                        first: self.since_head(first),
                        end: best_end,
                        edge: self.edge,
                        score: best,
                    });
                    best_end
                } else {
                    i + 1
                };
                (first, score, best, best_end) = (next, 0.0, 0.0, next);
                i = next;
            } else {
                i += 1;
            }
        }
        found
    }

    /// So many entries or more are turned over, hardly a line was ended on purpose before a line set in, as those of verse are,
    /// and most lines set in stand at one edge.
    fn holds(&self, first: usize, end: usize, least: usize) -> bool {
        let set_in: Vec<usize> = (first..end)
            .filter(|&i| self.begins(&self.lines[i]) == Begins::SetIn)
            .collect();
        let turned = |&&i: &&usize| self.begins(&self.lines[i - 1]) == Begins::AtEdge;
        let over = |&&i: &&usize| self.tight(i) && !self.room(i);
        let entries = set_in.iter().filter(turned).filter(over).count();
        let apart = set_in.len() - set_in.iter().filter(over).count();
        let shared = |x: f32| {
            set_in
                .iter()
                .filter(|&&i| (start(&self.lines[i]) - x).abs() <= near(self.metric))
                .count()
        };
        let most = set_in.iter().map(|&i| shared(start(&self.lines[i]))).max().unwrap_or(0);
        entries >= least && apart * 4 <= set_in.len() && most * 3 >= set_in.len() * 2
    }
}

/// Tells whether a line stands at the edge where entries begin.
pub(super) fn is_first(line: &Line, edge: f32, metric: &Metric) -> bool {
    start(line) - edge <= near(metric)
}

/// Tells whether a line among entries begins one, or a paragraph within one: set in further behind a sentence's end.
pub(super) fn begins(before: &Line, line: &Line, edge: f32, metric: &Metric) -> bool {
    let deeper = start(line) - start(before) > near(metric);
    is_first(line, edge, metric) || (deeper && !is_first(before, edge, metric) && ends_sentence(before))
}
