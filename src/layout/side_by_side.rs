//! Text side by side in a part of a column: two short columns under a paragraph, a text beside its translation.
//!
//! In come the lines of a column, in rows as wide as it is; out come its parts in the order of reading: what stands above, the
//! left side, the right side, what stands below. A table's cells look alike; the lines of a side fill its width and run on from one
//! to the next.

use super::measure::{Metric, baseline};
use crate::read::{Line, Word};

/// So many rows with both sides make columns.
const LEAST_ROWS: usize = 4;
/// So many lines has a stretch between wider steps, where it is no cell.
const LEAST_LINES: usize = 3;

/// Parts a column where text stands side by side.
pub(super) fn part(mut lines: Vec<Line>, metric: &Metric) -> Vec<Vec<Line>> {
    let mut parts = Vec::new();
    while let Some((from, region)) = first_region(&lines, metric) {
        let below = lines.split_off(from + region.rows.len());
        lines.truncate(from);
        if !lines.is_empty() {
            parts.push(lines);
        }
        for stretch in region.stretches() {
            let (left, right): (Vec<_>, Vec<_>) = stretch.into_iter().unzip();
            parts.extend([
                left.into_iter().flatten().collect(),
                right.into_iter().flatten().collect(),
            ]);
        }
        lines = below;
    }
    if !lines.is_empty() || parts.is_empty() {
        parts.push(lines);
    }
    parts
}

/// What stands left and right of a stripe on one level.
type Row = (Option<Line>, Option<Line>);

/// Rows that a stripe parts.
struct Region {
    rows: Vec<Row>,
}

impl Region {
    /// Parts the rows where both sides begin anew behind a wider step: paragraphs set beside their translation.
    fn stretches(self) -> Vec<Vec<Row>> {
        let apart = self.apart();
        let mut stretches: Vec<Vec<Row>> = Vec::new();
        for (i, row) in self.rows.into_iter().enumerate() {
            match stretches.last_mut() {
                Some(stretch) if !apart.contains(&i) => stretch.push(row),
                _ => stretches.push(vec![row]),
            }
        }
        stretches
    }

    /// The rows with both sides that stand further from the one above than lines do.
    fn apart(&self) -> Vec<usize> {
        let level = |row: &Row| row.0.as_ref().or(row.1.as_ref()).map_or(0.0, baseline);
        let steps: Vec<f32> = self
            .rows
            .windows(2)
            .map(|rows| level(&rows[1]) - level(&rows[0]))
            .collect();
        let least = steps.iter().copied().fold(f32::MAX, f32::min);
        let both = |row: &Row| row.0.is_some() && row.1.is_some();
        (1..self.rows.len())
            .filter(|&i| steps[i - 1] > least * 1.25 && both(&self.rows[i]))
            .collect()
    }

    /// The rows that have both sides.
    fn both(&self) -> impl Iterator<Item = (&Line, &Line)> {
        self.rows
            .iter()
            .filter_map(|(left, right)| Some((left.as_ref()?, right.as_ref()?)))
    }

    fn left(&self) -> impl Iterator<Item = &Line> {
        self.rows.iter().filter_map(|r| r.0.as_ref())
    }

    fn right(&self) -> impl Iterator<Item = &Line> {
        self.rows.iter().filter_map(|r| r.1.as_ref())
    }
}

/// Finds the first rows that are side by side, and where they begin.
fn first_region(lines: &[Line], metric: &Metric) -> Option<(usize, Region)> {
    (0..lines.len()).find_map(|from| {
        let found = gaps(&lines[from], metric).filter_map(|gap| {
            let region = region(&lines[from..], gap, metric);
            are_columns(&region, metric).then_some(region)
        });
        found
            .max_by_key(|region| region.rows.len())
            .map(|region| (from, region))
    })
}

/// The narrowest stripe between sides.
fn narrowest(metric: &Metric) -> f32 {
    if metric.sized { metric.body } else { 2.0 }
}

/// The gaps of a line that are as wide as a stripe.
fn gaps(line: &Line, metric: &Metric) -> impl Iterator<Item = (f32, f32)> {
    let between = line.words.windows(2).map(|w| (w[0].rect.x1, w[1].rect.x0));
    let least = narrowest(metric);
    between.filter(move |gap| gap.1 - gap.0 >= least)
}

/// Follows a stripe down from the first line for as far as no line crosses it.
fn region(lines: &[Line], mut stripe: (f32, f32), metric: &Metric) -> Region {
    let (least, mut rows) = (narrowest(metric), Vec::new());
    let mut both = 0;
    for (i, line) in lines.iter().enumerate() {
        let step = if i == 0 {
            0.0
        } else {
            baseline(line) - baseline(&lines[i - 1])
        };
        if line.angle != 0.0 || !(0.0..metric.pitch * 2.3).contains(&step) {
            break;
        }
        let narrowed = if line.rect.x1 <= stripe.1 - least {
            (stripe.0.max(line.rect.x1), stripe.1)
        } else if line.rect.x0 >= stripe.0 + least {
            (stripe.0, stripe.1.min(line.rect.x0))
        } else {
            let common = gaps(line, metric).map(|g| (g.0.max(stripe.0), g.1.min(stripe.1)));
            match common
                .filter(|g| g.1 - g.0 >= least)
                .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
            {
                Some(common) => common,
                None => break,
            }
        };
        stripe = narrowed;
        let middle = (stripe.0 + stripe.1) / 2.0;
        let (left, right): (Vec<Word>, Vec<Word>) = line.words.iter().cloned().partition(|w| w.rect.x0 < middle);
        let (left, right) = (Line::new(left, line.angle), Line::new(right, line.angle));
        // Behind a wider step a line on the left alone is rather the next paragraph of what stands below.
        if right.is_none() && step > metric.pitch * 1.3 {
            break;
        }
        if left.is_some() && right.is_some() {
            both = i + 1;
        }
        rows.push((left, right));
    }
    // A short line below both is the left side's where that goes on; one that ends a sentence before it belongs below.
    let goes_on = |upper: &Option<Line>| upper.as_ref().is_some_and(|l| !ends_sentence(l));
    while rows.len() > both && both > 0 && !goes_on(&rows[rows.len() - 2].0) && rows[rows.len() - 1].1.is_none() {
        rows.pop();
    }
    Region { rows }
}

/// Tells whether both sides are running text.
fn are_columns(region: &Region, metric: &Metric) -> bool {
    let both = region.both().count();
    let wide = |(left, right): &(&Line, &Line)| right.rect.x0 - left.rect.x1 >= narrowest(metric) * 1.5;
    both >= LEAST_ROWS
        && region.both().filter(wide).count() * 2 >= both
        && is_prose(&region.left().collect::<Vec<_>>(), metric)
        && is_prose(&region.right().collect::<Vec<_>>(), metric)
        && !are_cells(region)
}

/// Tells whether lines of one side fill its width, go on from one to the next, and hold hardly a figure and no further gap.
fn is_prose(lines: &[&Line], metric: &Metric) -> bool {
    let (x0, x1) = lines.iter().fold((f32::MAX, f32::MIN), |(x0, x1), l| {
        (x0.min(l.rect.x0), x1.max(l.rect.x1))
    });
    let width = x1 - x0;
    let full = |l: &&&Line| l.rect.width() > width * 0.75 && l.words.len() >= 3;
    let text = |l: &Line| l.words.iter().flat_map(|w| w.text.chars()).collect::<Vec<_>>();
    let letters = lines.iter().flat_map(|l| text(l)).filter(|c| c.is_alphabetic()).count();
    let figures = lines.iter().flat_map(|l| text(l)).filter(char::is_ascii_digit).count();
    let gapped = |l: &&&Line| gaps(l, metric).any(|g| g.1 - g.0 >= narrowest(metric) * 2.0);
    let runs_on = |pair: &&[&Line]| {
        let begins = pair[1].words.first().and_then(|w| w.text.chars().next());
        begins.is_some_and(char::is_lowercase) || pair[0].words.last().is_some_and(|w| w.text.ends_with(['-', ',']))
    };
    width > if metric.sized { metric.body * 8.0 } else { 16.0 }
        && lines.iter().filter(full).count() * 10 >= lines.len() * 6
        && figures * 8 <= letters
        && lines.iter().filter(gapped).count() * 5 <= lines.len()
        && lines.windows(2).filter(runs_on).count() * 5 >= (lines.len() - 1) * 2
}

/// Tells whether stretches of few lines stand apart, as the rows of a table with long cells do.
fn are_cells(region: &Region) -> bool {
    let apart = region.apart().len();
    apart > 0 && region.rows.len() < (apart + 1) * LEAST_LINES
}

/// Tells whether a line ends with a full stop or the like.
fn ends_sentence(line: &Line) -> bool {
    let last = line
        .words
        .last()
        .map(|w| w.text.trim_end_matches(['"', '”', '»', '’', ')']));
    last.is_some_and(|text| text.ends_with(['.', '!', '?', ':']))
}
