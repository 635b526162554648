//! Columns: which lines stand side by side, and in what order a page is read.
//!
//! A gutter is a vertical stripe that hardly any line crosses, with prose on both sides: lines that fill their column, as
//! table cells do not. Lines that cross a gutter (headings, notes over the whole width) divide the page into bands, and each
//! band is read column by column.

use super::measure::{Measure, Metric, baseline};
use super::running_heads::Found;
use crate::read::{Line, Page, Unit};

/// A stripe between columns: its left and right edge.
pub(super) type Gutter = (f32, f32);

/// The gutters of each page, by page number.
#[derive(Clone, Debug, Default)]
pub(super) struct Gutters(Vec<(u32, Vec<Gutter>)>);

impl Gutters {
    fn of(&self, page: u32) -> &[Gutter] {
        self.0
            .binary_search_by_key(&page, |g| g.0)
            .map_or(&[], |i| &self.0[i].1)
    }
}

/// Finds the gutters of all pages; a page with little text takes those of its neighbours.
pub(super) fn common_gutters(pages: &[Page], found: &[Found], measure: &Measure) -> Gutters {
    let mut all: Vec<(u32, Vec<Gutter>)> = pages
        .iter()
        .zip(found)
        .map(|(page, found)| {
            (
                page.number,
                if page.unit == Unit::Cells {
                    Vec::new()
                } else {
                    gutters(&found.text, &measure.of(page), 5)
                },
            )
        })
        .collect();
    let sure: Vec<usize> = (0..all.len()).filter(|&i| !all[i].1.is_empty()).collect();
    for i in 0..all.len() {
        if !all[i].1.is_empty() || pages[i].unit == Unit::Cells {
            continue;
        }
        let near = sure
            .iter()
            .copied()
            .filter(|&j| j.abs_diff(i) <= 2)
            .min_by_key(|&j| j.abs_diff(i));
        let Some(model) = near else { continue };
        if fits(&found[i].text, &all[model].1, &measure.of(&pages[i])) {
            all[i].1 = all[model].1.clone();
        }
    }
    Gutters(all)
}

/// Tells whether the gutters of another page hold on this one: hardly a line crosses them, and the last column begins at its edge.
fn fits(lines: &[Line], gutters: &[Gutter], metric: &Metric) -> bool {
    let crossing = |g: &Gutter| lines.iter().filter(|l| l.rect.x0 < g.0 && l.rect.x1 > g.1).count();
    let beside = |g: &Gutter| {
        lines
            .iter()
            .filter(|l| l.rect.x0 >= g.0 && l.rect.x0 < g.1 + metric.body * 2.0)
            .count()
    };
    lines.len() >= 2 && gutters.iter().all(|g| crossing(g) * 4 <= lines.len() && beside(g) >= 1)
}

/// Finds the gutters of one page; `least` lines must stand on each side.
fn gutters(lines: &[Line], metric: &Metric, least: usize) -> Vec<Gutter> {
    let spans: Vec<(f32, f32)> = lines
        .iter()
        .filter(|l| l.angle == 0.0)
        .map(|l| (l.rect.x0, l.rect.x1))
        .collect();
    let (Some(left), Some(right)) = (
        spans.iter().map(|s| s.0).min_by(f32::total_cmp),
        spans.iter().map(|s| s.1).max_by(f32::total_cmp),
    ) else {
        return Vec::new();
    };
    let step = metric.body / 4.0;
    let bins = (((right - left) / step).ceil().clamp(0.0, 20_000.0)) as usize;
    if bins < 60 {
        return Vec::new();
    }
    let mut cover = vec![0usize; bins];
    for (a, b) in &spans {
        let from = (((a - left) / step).floor().max(0.0) as usize).min(bins);
        let to = (((b - left) / step).ceil().max(0.0) as usize).clamp(from, bins);
        for bin in &mut cover[from..to] {
            *bin += 1;
        }
    }
    let mut sorted = cover.clone();
    sorted.sort_unstable();
    let most = sorted[bins * 9 / 10];
    // Under a heading over all columns a last column of a few lines is hardly fuller than a gutter: of the limits for what
    // counts as empty, the one that finds the most gutters holds, of equals the largest.
    let mut few = most / 8;
    let mut best = bounded_stripes(&cover, few, left, step, &spans, metric, least);
    while few > 0 {
        few /= 2;
        let stripes = bounded_stripes(&cover, few, left, step, &spans, metric, least);
        if stripes.len() > best.len() {
            best = stripes;
        }
    }
    best
}

/// So many lines make a column whose width others have too, and be they of two lines: the last one of a text.
const FULL_COLUMN: usize = 15;

/// What stands between two stripes.
struct Side {
    lines: usize,
    width: f32,
    /// Lines that fill the width.
    full: usize,
}

impl Side {
    fn of(spans: &[(f32, f32)], from: f32, to: f32) -> Self {
        let mine = || spans.iter().filter(|s| s.0 >= from && s.1 <= to);
        let width = mine().map(|s| s.1).fold(f32::MIN, f32::max) - mine().map(|s| s.0).fold(f32::MAX, f32::min);
        Self {
            lines: mine().count(),
            width,
            full: mine().filter(|s| s.1 - s.0 >= width * 0.6).count(),
        }
    }
}

/// Finds the stripes that at most `few` lines cross, with prose on both sides.
fn bounded_stripes(
    cover: &[usize],
    few: usize,
    left: f32,
    step: f32,
    spans: &[(f32, f32)],
    metric: &Metric,
    least: usize,
) -> Vec<Gutter> {
    let bins = cover.len();
    let right = spans.iter().map(|s| s.1).fold(left, f32::max);
    let mut stripes: Vec<Gutter> = Vec::new();
    let mut start = None;
    for bin in 0..=bins {
        let empty = bin < bins && cover[bin] <= few;
        match (empty, start) {
            (true, None) => start = Some(bin),
            (false, Some(s)) => {
                if bin - s >= 3 && s > bins / 8 && bin < bins - bins / 8 {
                    stripes.push((left + s as f32 * step, left + bin as f32 * step));
                }
                start = None;
            }
            _ => {}
        }
    }
    // Every stripe must have prose on both sides; a stripe that has not is taken out and its columns are one.
    loop {
        let mut edges = vec![left];
        edges.extend(stripes.iter().map(|g| (g.0 + g.1) / 2.0));
        edges.push(right);
        let columns: Vec<Side> = edges
            .windows(2)
            .map(|edge| Side::of(spans, edge[0] - step, edge[1] + step))
            .collect();
        let poor = columns.iter().position(|side| {
            let begins_so =
                |other: &Side| other.lines >= FULL_COLUMN && (other.width - side.width).abs() < metric.body * 0.7;
            let is_begun = side.lines >= 2 && columns.iter().any(begins_so);
            side.lines < least && !is_begun || side.full * 2 < side.lines || side.width < metric.body * 8.0
        });
        match poor {
            None => break,
            Some(_) if stripes.is_empty() => break,
            Some(i) => {
                stripes.remove(i.min(stripes.len() - 1));
            }
        }
    }
    stripes
}

/// Puts a page's lines in the order of reading: a list of lines for each column of each band.
pub(super) fn order(lines: Vec<Line>, gutters: &Gutters, page: &Page, metric: &Metric) -> Vec<Vec<Line>> {
    let gutters = gutters.of(page.number);
    if page.unit == Unit::Cells {
        return vec![lines];
    }
    let mut lines = lines;
    lines.sort_by(|a, b| {
        baseline(a)
            .total_cmp(&baseline(b))
            .then(a.rect.x0.total_cmp(&b.rect.x0))
    });
    if gutters.is_empty() {
        return vec![rows(lines, metric)];
    }
    let mut columns: Vec<Vec<Line>> = Vec::new();
    let mut band: Vec<Vec<Line>> = vec![Vec::new(); gutters.len() + 1];
    let mut wide: Vec<Line> = Vec::new();
    let over_all = over_all_columns(&lines, gutters, metric);
    for (line, over_all) in lines.into_iter().zip(over_all) {
        let (a, b) = (line.rect.x0, line.rect.x1);
        if over_all {
            columns.extend(
                band.iter_mut()
                    .map(std::mem::take)
                    .filter(|c| !c.is_empty())
                    .map(|c| rows(c, metric)),
            );
            wide.push(line);
        } else {
            if !wide.is_empty() {
                columns.push(rows(std::mem::take(&mut wide), metric));
            }
            let middle = (a + b) / 2.0;
            let index = gutters.iter().filter(|g| middle > (g.0 + g.1) / 2.0).count();
            band[index].push(line);
        }
    }
    columns.extend(band.into_iter().filter(|c| !c.is_empty()).map(|c| rows(c, metric)));
    if !wide.is_empty() {
        columns.push(rows(wide, metric));
    }
    columns
}

/// Tells of each line whether it belongs to text over the whole width: it crosses a gutter, stands on the level of one that
/// does (`No. 9    Monday    Price 15 cents`), or is a short line of the same text: next to it above or below, as large,
/// beginning at the same edge, with nothing beside it. `lines` are sorted from top to bottom.
fn over_all_columns(lines: &[Line], gutters: &[Gutter], metric: &Metric) -> Vec<bool> {
    let crosses = |line: &Line| {
        let (a, b) = (line.rect.x0, line.rect.x1);
        gutters.iter().any(|g| {
            // A short line in the middle, as a heading is, reaches over the gutter a little on both sides.
            let centred = ((a + b) - (g.0 + g.1)).abs() < metric.body && a < g.0 && b > g.1;
            centred || (a < g.0 - metric.body && b > g.1 + metric.body)
        })
    };
    let crossing: Vec<f32> = lines.iter().filter(|l| crosses(l)).map(baseline).collect();
    let level = |line: &Line, tolerance: f32| {
        let level = baseline(line);
        crossing.iter().any(|wide| (wide - level).abs() < tolerance)
    };
    let mut over_all: Vec<bool> = lines.iter().map(|l| level(l, metric.body * 0.3)).collect();
    let alone = |i: usize| {
        let near = |j: &usize| (baseline(&lines[*j]) - baseline(&lines[i])).abs() < metric.pitch * 0.6;
        (0..i).rev().take_while(near).next().is_none() && (i + 1..lines.len()).take_while(near).next().is_none()
    };
    let same_text = |wide: &Line, short: &Line| {
        let apart = (baseline(wide) - baseline(short)).abs();
        apart < metric.pitch * 1.5
            && (wide.size() - short.size()).abs() < metric.body * 0.06
            && (wide.rect.x0 - short.rect.x0).abs() < metric.body * 2.5
    };
    let mut spread = |from: usize, to: usize| {
        if over_all[from] && !over_all[to] && alone(to) && same_text(&lines[from], &lines[to]) {
            over_all[to] = true;
        }
    };
    (1..lines.len()).for_each(|i| spread(i - 1, i));
    (1..lines.len()).rev().for_each(|i| spread(i, i - 1));
    over_all
}

/// Joins the parts of a column's lines that a wide gap had parted; a drop capital goes before the first line beside it.
///
/// `lines` are sorted from top to bottom.
pub(super) fn rows(lines: Vec<Line>, metric: &Metric) -> Vec<Line> {
    let mut rows: Vec<Line> = Vec::new();
    let mut drops: Vec<Line> = Vec::new();
    for line in lines {
        if line.size() > metric.body * 1.8 && line.words.len() == 1 && line.words[0].text.chars().count() <= 2 {
            drops.push(line);
            continue;
        }
        let level = baseline(&line);
        let same = rows.iter_mut().rev().take(3).find(|row| {
            let apart = (baseline(row) - level).abs();
            // The baseline of recognised figures is drawn down by their commas.
            let level_by_boxes = metric.scanned
                && row.rect.overlap_y(&line.rect) > row.rect.height().min(line.rect.height()) * 0.65
                && row.rect.height().max(line.rect.height()) < metric.body * 1.8;
            (apart < metric.body.min(row.size()).min(line.size()) * 0.45 || level_by_boxes)
                && row.words.iter().map(|w| w.rect.overlap_x(&line.rect)).sum::<f32>() < metric.body
        });
        match same {
            Some(row) => {
                let angle = row.angle;
                let mut words = std::mem::take(&mut row.words);
                words.extend(line.words);
                words.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
                if let Some(first) = words.first_mut() {
                    first.glued = false;
                }
                *row = Line::new(words, angle).expect("both parts have words");
            }
            None => rows.push(line),
        }
    }
    for drop in drops {
        let beside = rows.iter().position(|row| {
            row.rect.y1 > drop.rect.y0 + drop.rect.height() * 0.1
                && row.rect.y0 < drop.rect.y1
                && row.rect.x0 >= drop.rect.x0
                && row.rect.x0 < drop.rect.x1 + metric.body * 2.0
        });
        match beside {
            Some(i) => {
                let mut words = drop.words;
                let row = &mut rows[i];
                if let Some(first) = row.words.first_mut() {
                    first.glued = true;
                }
                words.append(&mut row.words);
                // The box of the drop capital reaches below the line: the line keeps its own height.
                let (y0, y1) = (row.rect.y0, row.rect.y1);
                let mut joined = Line::new(words, row.angle).expect("a drop capital is a word");
                joined.rect.y0 = y0;
                joined.rect.y1 = y1;
                *row = joined;
                // The lines that give way to it are not indented.
                for row in rows[i + 1..]
                    .iter_mut()
                    .take_while(|row| row.rect.y0 < drop.rect.y1 - row.size() * 0.3)
                {
                    row.rect.x0 = row.rect.x0.min(drop.rect.x0);
                }
            }
            None => {
                let at = rows.iter().position(|r| r.rect.y0 > drop.rect.y0).unwrap_or(rows.len());
                rows.insert(at, drop);
            }
        }
    }
    rows
}
