//! Numbers that count the lines of a page: all of them, as hearings, speeches and manuscripts of courts have it, or each fifth, as
//! editions and verse do.
//!
//! They stand beside the text, as lines of their own or, where no wide gap parts them, as the first or last words of its lines. Those of
//! every line are told from the first column of a table by the text: it runs on from line to line.

use super::margins::text_block;
use super::measure::{Measure, Metric, baseline};
use crate::read::{Line, Page, Unit, Word};
use crate::repair::{Furniture, FurnitureKind, FurniturePlace};
use crate::span::Rect;

/// The fewest numbers that count lines in a document that has more such pages, and where one page stands for itself.
const FEWEST: usize = 3;
const FEWEST_ALONE: usize = 8;
/// Every how manieth line is counted, where not every one is.
const STEP: u16 = 5;
/// The fewest pairs of numbered lines that a sentence runs over.
const FLOWING: usize = 2;

/// A number beside the text.
#[derive(Clone, Copy, Debug)]
struct Number {
    line: usize,
    part: Part,
    value: u16,
    rect: Rect,
    /// Its place from the top, in line pitches; in plain text counted in lines that are not blank.
    row: f32,
}

/// Which words of a line are the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    First,
    Last,
}

/// Takes the numbers of lines off all pages.
pub(super) fn take(pages: &mut [Page], measure: &Measure) -> Vec<Vec<Furniture>> {
    let every: Vec<Vec<Number>> = pages.iter().map(|p| every_line(p, &measure.of(p))).collect();
    let flowing = |(page, numbers): &(&Page, &Vec<Number>)| flows(page, numbers);
    let numbered = every.iter().filter(|n| !n.is_empty()).count();
    let flowing = pages.iter().zip(&every).filter(flowing).count();
    let told = flowing > 0 && flowing * 3 >= numbered;
    let fewest = if numbered > 1 { FEWEST } else { FEWEST_ALONE };
    let mut last = None;
    pages
        .iter_mut()
        .zip(every)
        .map(|(page, every)| {
            let numbers = if told && every.len() >= fewest {
                every
            } else {
                each_fifth(page, &measure.of(page), last)
            };
            last = numbers.last().map(|n| n.value);
            remove(page, numbers)
        })
        .collect()
}

/// Returns the longest run of numbers that count all lines one by one.
fn every_line(page: &Page, metric: &Metric) -> Vec<Number> {
    let all = numbers(page, metric, &[Part::Whole, Part::First]);
    let aligned = |a: &Number, b: &Number| {
        (a.rect.x1 - b.rect.x1).abs() < metric.body * 0.7 || (a.rect.x0 - b.rect.x0).abs() < metric.body * 0.3
    };
    let follows = |a: &Number, b: &Number| {
        let apart = b.row - a.row;
        // Headings and the space round them make the distance longer than a line.
        a.value.checked_add(1) == Some(b.value)
            && aligned(a, b)
            && apart > 0.7
            && apart < if metric.sized { 4.0 } else { 1.5 }
    };
    let run = longest_run(&all, follows);
    let mut apart: Vec<f32> = run.windows(2).map(|w| w[1].row - w[0].row).collect();
    apart.sort_by(f32::total_cmp);
    let close = apart.get(apart.len() / 2).is_some_and(|a| *a < 1.3);
    if close && run.len() >= FEWEST { run } else { Vec::new() }
}

/// Returns the longest run of numbers that count each fifth line; `last` is the last number of the page before.
fn each_fifth(page: &Page, metric: &Metric, last: Option<u16>) -> Vec<Number> {
    let parts: &[Part] = if metric.sized {
        &[Part::Whole]
    } else {
        &[Part::First, Part::Last]
    };
    let mut all = numbers(page, metric, parts);
    let block = text_block(&page.lines, metric);
    if metric.sized {
        all.retain(|n| block.is_some_and(|b| is_beside(&n.rect, &b, metric)));
    }
    let aligned = |a: &Number, b: &Number| {
        (a.rect.x1 - b.rect.x1).abs() < metric.body * 1.1 || (a.rect.x0 - b.rect.x0).abs() < metric.body * 0.5
    };
    let step = |a: &Number, b: &Number| {
        b.value
            .checked_sub(a.value)
            .filter(|s| *s > 1 || metric.sized && *s == 1)
    };
    let follows = |a: &Number, b: &Number| {
        let Some(step) = step(a, b) else { return false };
        let (apart, counted) = (b.row - a.row, f32::from(step));
        let round = a.value.is_multiple_of(STEP) && step == STEP;
        aligned(a, b) && (round || metric.sized && step != 1) && apart > counted * 0.85 && apart < counted * 1.15 + 3.0
    };
    let run = longest_run(&all, follows);
    // The first column of a table counts all rows.
    let between = |w: &[Number]| {
        all.iter()
            .any(|n| n.row > w[0].row && n.row < w[1].row && aligned(n, &w[0]))
    };
    if run.windows(2).any(between) {
        return Vec::new();
    }
    let even = run.windows(3).all(|w| step(&w[0], &w[1]) == step(&w[1], &w[2]));
    let round = !run.is_empty() && run.iter().all(|n| n.value.is_multiple_of(STEP));
    // One number of a short page is the next of the page before, or stands alone in the margin.
    let goes_on = |n: &Number| last.and_then(|l| l.checked_add(STEP)) == Some(n.value);
    let enough = match run.as_slice() {
        [] => false,
        [one] => {
            let inside = block.is_some_and(|b| one.rect.y0 >= b.y0 && one.rect.y1 <= b.y1);
            round && (metric.sized && all.len() == 1 && inside || goes_on(one))
        }
        [_, _] => round,
        _ => even,
    };
    if enough { run } else { Vec::new() }
}

/// Tells whether a number stands left or right of the text.
fn is_beside(rect: &Rect, block: &Rect, metric: &Metric) -> bool {
    (rect.x1 <= block.x0 - metric.body * 0.3 || rect.x0 >= block.x1 + metric.body * 0.3)
        && rect.y1 > block.y0 - metric.pitch * 3.0
        && rect.y0 < block.y1 + metric.pitch * 3.0
}

/// Returns the numbers at the ends of a page's lines, from top to bottom.
fn numbers(page: &Page, metric: &Metric, parts: &[Part]) -> Vec<Number> {
    let value = |w: &Word| {
        w.text
            .parse::<u16>()
            .ok()
            .filter(|n| *n > 0 && !w.text.starts_with(['0', '+']))
    };
    let wide = if metric.sized { metric.body * 0.45 } else { 2.0 };
    let mut found: Vec<Number> = Vec::new();
    for (i, line) in page.lines.iter().enumerate().filter(|(_, l)| l.angle == 0.0) {
        let (Some(first), Some(end)) = (line.words.first(), line.words.last()) else {
            continue;
        };
        let row = if page.unit == Unit::Cells {
            i as f32
        } else {
            baseline(line) / metric.pitch
        };
        let gap = |a: usize| line.words[a + 1].rect.x0 - line.words[a].rect.x1;
        let n = line.words.len();
        let of = |part: Part| match part {
            Part::Whole => (n == 1).then_some(first),
            Part::First if n == 1 => (!metric.sized).then_some(first),
            Part::First => (gap(0) >= wide).then_some(first),
            Part::Last => (n > 1 && gap(n - 2) >= wide + 1.0).then_some(end),
        };
        found.extend(parts.iter().filter_map(|&part| {
            let word = of(part)?;
            let part = if n == 1 { Part::Whole } else { part };
            let (value, rect) = (value(word)?, word.rect);
            Some(Number {
                line: i,
                part,
                value,
                rect,
                row,
            })
        }));
    }
    found.sort_by(|a, b| a.row.total_cmp(&b.row));
    found
}

/// Returns the longest run of numbers, each of which follows the one before; others may stand between.
fn longest_run(all: &[Number], follows: impl Fn(&Number, &Number) -> bool) -> Vec<Number> {
    // Of each number: the length of the longest run that ends with it, and the one before it there.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(all.len());
    for (i, n) in all.iter().enumerate() {
        let near = i.saturating_sub(200)..i;
        let before = near.filter(|&j| follows(&all[j], n)).max_by_key(|&j| best[j].0);
        best.push(before.map_or((1, None), |j| (best[j].0 + 1, Some(j))));
    }
    let mut at = (0..best.len()).max_by_key(|&i| (best[i].0, std::cmp::Reverse(i)));
    let mut run = Vec::new();
    while let Some(i) = at {
        run.push(all[i]);
        at = best[i].1;
    }
    run.reverse();
    run
}

/// Tells whether the text beside the numbers runs on from line to line, as no table does.
fn flows(page: &Page, numbers: &[Number]) -> bool {
    let beside = |n: &Number| -> Option<Vec<&Word>> {
        let own: &[Word] = &page.lines[n.line].words;
        if n.part == Part::First {
            return Some(own[1..].iter().collect());
        }
        let level = baseline(&page.lines[n.line]);
        let same = |l: &&Line| l.words.len() > 1 && (baseline(l) - level).abs() < n.rect.height() * 0.5;
        page.lines.iter().find(same).map(|l| l.words.iter().collect())
    };
    let texts: Vec<Option<Vec<&Word>>> = numbers.iter().map(beside).collect();
    let right = texts
        .iter()
        .flatten()
        .filter_map(|t| t.last())
        .map(|w| w.rect.x1)
        .fold(0.0, f32::max);
    let left = texts
        .iter()
        .flatten()
        .filter_map(|t| t.first())
        .map(|w| w.rect.x0)
        .fold(f32::MAX, f32::min);
    let runs_on = |pair: &&[Option<Vec<&Word>>]| {
        let [Some(a), Some(b)] = pair else { return false };
        let (Some(end), Some(begin)) = (a.last(), b.first()) else {
            return false;
        };
        let full = end.rect.x1 - left > (right - left) * 0.75;
        // The items of a list end in commas.
        let open = end
            .text
            .ends_with(|c: char| c.is_alphabetic() || matches!(c, '-' | '\u{ad}' | '\u{2010}'));
        full && open && begin.text.starts_with(char::is_lowercase)
    };
    let pairs = texts.windows(2).filter(runs_on).count();
    pairs >= FLOWING && pairs * 10 >= texts.len()
}

/// Takes numbers off their lines.
fn remove(page: &mut Page, mut numbers: Vec<Number>) -> Vec<Furniture> {
    let furniture = numbers.iter().map(|n| {
        let words = &page.lines[n.line].words;
        let word = if n.part == Part::Last {
            words.last()
        } else {
            words.first()
        };
        Furniture {
            kind: FurnitureKind::LineNumber,
            place: FurniturePlace::Margin,
            text: word.map_or(String::new(), |w| w.text.clone()),
            rect: n.rect,
        }
    });
    let furniture: Vec<Furniture> = furniture.collect();
    numbers.sort_by_key(|n| std::cmp::Reverse(n.line));
    for number in numbers {
        let line = &mut page.lines[number.line];
        match number.part {
            Part::Whole => line.words.clear(),
            Part::First => drop(line.words.remove(0)),
            Part::Last => drop(line.words.pop()),
        }
        match Line::new(std::mem::take(&mut line.words), line.angle) {
            Some(rest) => *line = rest,
            None => drop(page.lines.remove(number.line)),
        }
    }
    furniture
}
