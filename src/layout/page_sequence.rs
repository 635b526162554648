//! The sequence of the printed page numbers, fitted over the whole document.
//!
//! Numbers at the heads and feet of pages are read with errors, stand beside years, chapters and signatures, are missing on
//! plates and chapter openings, begin with roman ones and start anew. A page's number is therefore what the best sequence
//! of all of them says: a path through the pages (Viterbi's algorithm), whose states are ways of counting (`page 1 is 545`),
//! which gains by each page that bears the number due there and pays for each change of counting. A page without any
//! number at its edges has none.

use std::collections::BTreeSet;

use super::measure::Measure;
use super::page_marks::{Printed, YEARS, ends_misread, misreads, printed, take_misread, take_picked};
use super::page_numbers::{Numeral, roman};
use super::running_heads::Found;
use crate::read::Page;
use crate::repair::FurniturePlace;

/// How far off a page may be that tells of a way of counting.
const NEAR: usize = 12;
/// What a change of counting costs: more than one page gains, less than two.
const CHANGE: f32 = 3.2;
/// The same where the new count begins at 1 to 3, or arabic numbers follow roman ones.
const RESTART: f32 = 2.2;
/// What a page loses whose numbers are others than the one due.
const OTHER: f32 = 0.6;

/// A way of counting: the number of page 0, counted by so many a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Count {
    roman: bool,
    step: i64,
    offset: i64,
}

impl Count {
    /// Returns the number due on a page.
    fn due(self, page: usize) -> i64 {
        self.offset + self.step * page as i64
    }

    fn written(self, page: usize) -> Option<String> {
        let due = self.due(page);
        if self.roman {
            roman(due)
        } else {
            (due > 0).then(|| due.to_string())
        }
    }
}

/// Returns for each page its printed number; takes numbers that were misread beyond recognition out of the text.
pub(super) fn fit(pages: &[Page], found: &mut [Found], measure: &Measure) -> Vec<Option<String>> {
    let all = |found: &[Found]| -> Vec<Vec<Printed>> {
        let both = pages.iter().zip(found);
        both.map(|(page, found)| printed(page, found, &measure.of(page)))
            .collect()
    };
    let mut marks = all(found);
    if marks.iter().all(Vec::is_empty) {
        take_picked(pages, found, measure);
        marks = all(found);
    }
    let printed = marks;
    let counts = path(&printed);
    let support = support(&printed, &counts);
    (0..pages.len())
        .map(|i| {
            let count = counts[i]?;
            let met = printed[i].iter().find(|p| count.bears(i, &p.numeral));
            // A lone number is believed where nothing else counts near by; one that the others contradict may be right
            // behind a gap, or a misreading of the one due.
            if let Some(met) = met
                && (support[i] > 1 || !contradicted(i, count, &counts, &support))
            {
                return Some(met.numeral.printed.clone());
            }
            let due = near_count(i, &counts, &support).and_then(|c| Some((c, c.written(i)?)));
            if let Some((count, due)) = &due {
                // At the foot, where a page's number is due, nothing else stands alone; at the head a chapter's number may.
                let place = place_near(i, *count, &printed, &counts);
                let alone = |p: &Printed| {
                    p.numeral.alone && p.place == FurniturePlace::Bottom && place == Some(p.place) && !count.roman
                };
                let misread = |p: &Printed| {
                    let lost = due.len() == 2 && p.numeral.printed.len() == 1 && due.contains(&p.numeral.printed);
                    lost || misreads(&p.numeral.printed, due)
                };
                let goes_through = near_both(i, *count, &counts, &support);
                if printed[i].iter().any(|p| goes_through && alone(p) || misread(p)) {
                    return Some(due.clone());
                }
            }
            if let Some((count, due)) = due
                && let Some(place) = place_near(i, count, &printed, &counts)
                && !printed[i].iter().any(|p| p.place == place)
                && (ends_misread(&found[i], place, &due)
                    || take_misread(&pages[i], &mut found[i], measure, place, &due))
            {
                return Some(due);
            }
            beyond_gap(i, &printed, &counts, &support)
        })
        .collect()
}

impl Count {
    fn bears(self, page: usize, numeral: &Numeral) -> bool {
        numeral.roman == self.roman && numeral.value == self.due(page)
    }
}

/// The ways of counting in which a page bears its number.
fn counts_of(page: usize, printed: &[Printed]) -> impl Iterator<Item = Count> {
    printed.iter().flat_map(move |p| {
        [1, 2].map(|step| Count {
            roman: p.numeral.roman,
            step,
            offset: p.numeral.value - step * page as i64,
        })
    })
}

/// What a page gains or loses in a way of counting.
fn gain(page: usize, count: Count, printed: &[Printed]) -> f32 {
    let met = printed.iter().filter(|p| count.bears(page, &p.numeral));
    // Most books count by one.
    let bias = if count.step == 1 { 0.0 } else { -0.1 };
    let best = met.map(|p| p.gain + bias).reduce(f32::max);
    best.unwrap_or(if printed.is_empty() { 0.0 } else { -OTHER })
}

fn change(before: Count, after: Count, page: usize) -> f32 {
    let due = after.due(page);
    if (1..=3).contains(&due) || (before.roman && !after.roman) {
        RESTART
    } else {
        CHANGE
    }
}

/// The best path: for each page a way of counting; `None` where no number stands near.
fn path(printed: &[Vec<Printed>]) -> Vec<Option<Count>> {
    struct Node {
        count: Count,
        total: f32,
        before: Option<usize>,
    }
    let mut steps: Vec<Vec<Node>> = Vec::with_capacity(printed.len());
    for page in 0..printed.len() {
        let near = page.saturating_sub(NEAR)..printed.len().min(page + NEAR + 1);
        let mut states: BTreeSet<Count> = near.flat_map(|j| counts_of(j, &printed[j])).collect();
        let last: &[Node] = steps.last().map_or(&[], Vec::as_slice);
        // Where no number stands near, the best count so far goes on.
        let best = (0..last.len()).max_by(|&a, &b| last[a].total.total_cmp(&last[b].total).then(b.cmp(&a)));
        states.extend(best.map(|b| last[b].count));
        let mut nodes = Vec::with_capacity(states.len());
        for count in states {
            let stays = last.binary_search_by(|n| n.count.cmp(&count)).ok();
            let comes = best.map(|b| (b, last[b].total - change(last[b].count, count, page)));
            let (before, total) = match (stays.map(|s| (s, last[s].total)), comes) {
                (Some(s), Some(c)) => {
                    // Of changes that cost the same the last: it falls on the first page that bears its number.
                    let better = if c.1 > s.1 - 1e-3 { c } else { s };
                    (Some(better.0), better.1)
                }
                (Some(one), None) | (None, Some(one)) => (Some(one.0), one.1),
                (None, None) => (None, 0.0),
            };
            nodes.push(Node {
                count,
                total: total + gain(page, count, &printed[page]),
                before,
            });
        }
        steps.push(nodes);
    }
    let mut counts = vec![None; printed.len()];
    let mut at: Option<usize> = None;
    for page in (0..steps.len()).rev() {
        let nodes = &steps[page];
        let best = || (0..nodes.len()).max_by(|&a, &b| nodes[a].total.total_cmp(&nodes[b].total).then(b.cmp(&a)));
        let Some(node) = at.or_else(best) else { continue };
        counts[page] = Some(nodes[node].count);
        at = nodes[node].before;
    }
    counts
}

/// For each page: how many pages bear the number due in its stretch of one counting.
fn support(printed: &[Vec<Printed>], counts: &[Option<Count>]) -> Vec<usize> {
    let mut support = vec![0; counts.len()];
    let mut from = 0;
    while from < counts.len() {
        let to = (from..counts.len())
            .find(|&i| counts[i] != counts[from])
            .unwrap_or(counts.len());
        let bears = |i: &usize| counts[*i].is_some_and(|c| printed[*i].iter().any(|p| c.bears(*i, &p.numeral)));
        let met = (from..to).filter(bears).count();
        support[from..to].fill(met);
        from = to;
    }
    support
}

/// The counting of the nearest page that others share, the page's own first.
fn near_count(page: usize, counts: &[Option<Count>], support: &[usize]) -> Option<Count> {
    let shared = |j: &usize| support.get(*j).is_some_and(|s| *s > 1);
    let near = (0..=NEAR).flat_map(|d| [page.checked_sub(d), page.checked_add(d)]);
    near.flatten().find(shared).and_then(|j| counts[j])
}

/// Tells whether pages on both sides near by are counted so.
fn near_both(page: usize, count: Count, counts: &[Option<Count>], support: &[usize]) -> bool {
    let same = |j: usize| counts[j] == Some(count) && support[j] > 1;
    (0..page).rev().take(NEAR).any(same) && (page + 1..counts.len()).take(NEAR).any(same)
}

fn contradicted(page: usize, count: Count, counts: &[Option<Count>], support: &[usize]) -> bool {
    near_count(page, counts, support).is_some_and(|other| other != count)
}

/// A number that others near by contradict, but that lies between those before and behind it: pages are missing here.
fn beyond_gap(page: usize, printed: &[Vec<Printed>], counts: &[Option<Count>], support: &[usize]) -> Option<String> {
    let Some(count) = near_count(page, counts, support) else {
        return printed[page].first().map(|p| p.numeral.printed.clone());
    };
    let shared = |j: usize| {
        counts[j]
            .filter(|c| support[j] > 1 && c.roman == count.roman)
            .map(|c| c.due(j))
    };
    let before = (0..page).rev().take(NEAR).find_map(shared).unwrap_or(0);
    let behind = (page + 1..counts.len()).take(NEAR).find_map(shared);
    let place = place_near(page, count, printed, counts)?;
    let fits = |p: &&Printed| {
        let value = p.numeral.value;
        let year = YEARS.contains(&value) && !YEARS.contains(&count.due(page));
        p.numeral.alone
            && p.place == place
            && p.numeral.roman == count.roman
            && value > before
            && behind.is_none_or(|b| value < b)
            && !year
    };
    printed[page].iter().find(fits).map(|p| p.numeral.printed.clone())
}

/// The edge at which pages near by bear the numbers of a counting.
fn place_near(page: usize, count: Count, printed: &[Vec<Printed>], counts: &[Option<Count>]) -> Option<FurniturePlace> {
    let near = (1..=NEAR).flat_map(|d| [page.checked_sub(d), page.checked_add(d)]);
    let placed = |j: usize| {
        let mine = counts.get(j).is_some_and(|c| *c == Some(count));
        let met = printed.get(j)?.iter().find(|p| mine && count.bears(j, &p.numeral))?;
        Some(met.place)
    };
    near.flatten().find_map(placed)
}
