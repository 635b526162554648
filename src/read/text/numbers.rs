//! Page starts in a text without form feeds, told by the page numbers that stand alone between its lines.
//!
//! Numbers on lines of their own (`45`, `– 45 –`, `46    RIVER STUDIES`) that count on, arabic ones behind roman ones too, are
//! those of pages when they cut the text (sentences run on over them), or stand as far apart as pages do. The numbers of
//! sections, stanzas and lists do neither.

use crate::layout::{calls, label_at, numeral_alone_or_folio};
use crate::read::Line;

/// The fewest numbers that make pages.
const FEWEST: usize = 2;
/// Pages are no further apart than so many lines.
const LONGEST: usize = 160;
/// One in so many numbers must cut a sentence.
const CUTS: usize = 4;
/// The most leaves that are missing between two pages, or have no number.
const MISSING: i64 = 6;
/// What a number is worth that follows behind missing ones, or begins a new count; one that counts on is worth 1.
const BEHIND_GAP: f32 = 0.4;
/// So many numbers, as far apart as pages of print are long, are those of pages, whatever the text.
const EVEN: usize = 4;
/// Pages of print have at least so many lines.
const SHORTEST: usize = 20;
/// A line of prose that is full reaches at least this share of the measure.
const FULL: f32 = 0.75;
/// A note has no more lines than this, as far as one looks for its number.
const NOTE_LINES: usize = 8;
/// The most lines between a note and its call.
const CALLED_WITHIN: usize = 100;

/// A line that may hold a page number.
struct Candidate {
    line: usize,
    value: i64,
    roman: bool,
    /// It stands in a running head, which opens its page.
    folio: bool,
}

/// Returns the indices of the lines at which pages start, the first of them 0; only that one where no numbers tell of pages.
pub(super) fn page_starts(lines: &[Line]) -> Vec<usize> {
    let chain = best_chain(candidates(lines));
    let full = measure(lines) * FULL;
    let cuts = chain
        .iter()
        .filter(|c| cuts_a_sentence(lines, c.line, &chain, full))
        .count();
    // The foot of a page and the head of the next.
    let foot_and_head = chain
        .windows(2)
        .any(|w| !w[0].folio && w[1].folio && w[1].line == w[0].line + 1);
    let told = foot_and_head || (cuts > 0 && cuts * CUTS >= chain.len()) || are_even(&chain);
    if chain.len() < FEWEST || !told {
        return vec![0];
    }
    // Numbers at the head of pages: nothing stands before the first of them, or a first page that has none, and text behind
    // the last.
    let text_behind = chain.last().is_some_and(|c| c.line + 1 < lines.len());
    let heads = chain[0].line == 0 || (chain[0].value == 2 && text_behind);
    let mut starts = vec![0];
    for number in &chain {
        let start = if number.folio || heads {
            number.line
        } else {
            number.line + 1
        };
        if start < lines.len() && start > *starts.last().expect("the first page starts at 0") {
            starts.push(start);
        }
    }
    starts
}

/// Tells whether numbers stand as far apart as pages of print are long, but for a tenth.
fn are_even(chain: &[Candidate]) -> bool {
    let distances: Vec<usize> = chain.windows(2).map(|w| w[1].line - w[0].line).collect();
    let (Some(&least), Some(&most)) = (distances.iter().min(), distances.iter().max()) else {
        return false;
    };
    chain.len() >= EVEN && least >= SHORTEST && (most - least) * 10 <= least
}

/// The width of a full line: nine in ten are no longer.
fn measure(lines: &[Line]) -> f32 {
    let mut widths: Vec<f32> = lines.iter().map(|l| l.rect.width()).collect();
    widths.sort_by(f32::total_cmp);
    widths.get(widths.len() * 9 / 10).copied().unwrap_or(0.0)
}

/// Lines that are a number, or a number and a short title with a wide gap between, set apart from the text.
fn candidates(lines: &[Line]) -> Vec<Candidate> {
    let free = |a: usize, b: usize| lines[b].rect.y0 - lines[a].rect.y1 >= 1.0;
    (0..lines.len())
        .filter(|&i| i == 0 || i + 1 == lines.len() || free(i - 1, i) || free(i, i + 1))
        .filter_map(|line| {
            let folio = numeral_alone_or_folio(&lines[line])?;
            Some(Candidate {
                line,
                value: folio.value,
                roman: folio.roman,
                folio: !folio.alone,
            })
        })
        .collect()
}

/// What a number is worth behind another; `None` where it does not follow.
fn follows(before: &Candidate, c: &Candidate) -> Option<f32> {
    let further = c.value - before.value;
    if c.line - before.line > LONGEST {
        None
    } else if before.roman == c.roman && further == 1 {
        Some(1.0)
    } else if before.roman == c.roman && (2..=1 + MISSING).contains(&further)
        || before.roman && !c.roman && (1..=1 + MISSING).contains(&c.value)
    {
        Some(BEHIND_GAP)
    } else {
        None
    }
}

/// The best run of numbers that count on.
fn best_chain(candidates: Vec<Candidate>) -> Vec<Candidate> {
    // For each candidate: the worth of the best chain that ends with it, and the one before it there.
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(candidates.len());
    for (i, c) in candidates.iter().enumerate() {
        let near = (0..i).rev().take_while(|&j| c.line - candidates[j].line <= LONGEST);
        let before = near
            .filter_map(|j| Some((j, best[j].0 + follows(&candidates[j], c)?)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        best.push(before.map_or((1.0, None), |(j, worth)| (worth, Some(j))));
    }
    let mut at = (0..best.len()).max_by(|&a, &b| best[a].0.total_cmp(&best[b].0).then(b.cmp(&a)));
    let mut member = vec![false; candidates.len()];
    while let Some(i) = at {
        member[i] = true;
        at = best[i].1;
    }
    candidates
        .into_iter()
        .zip(member)
        .filter_map(|(c, m)| m.then_some(c))
        .collect()
}

/// Tells whether a sentence runs on over a number: a full line before it ends inside one or within a word, or notes end there,
/// and the line behind goes on in a small letter. The lines of stanzas do so too, but are not full.
fn cuts_a_sentence(lines: &[Line], at: usize, chain: &[Candidate], full: f32) -> bool {
    let number = |i: &usize| chain.iter().any(|c| c.line == *i);
    let before = (0..at).rev().find(|i| !number(i));
    let behind = (at + 1..lines.len()).find(|i| !number(i)).map(|i| &lines[i]);
    let Some((before, behind)) = before.zip(behind) else {
        return false;
    };
    let is_full = |l: &Line| l.rect.width() >= full;
    let end = lines[before].words.last().filter(|_| is_full(&lines[before]));
    let inside = end.is_some_and(|w| {
        w.text
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '—' | '–'))
    });
    let in_word = end.is_some_and(|w| w.text.ends_with(['-', '\u{ad}']));
    let small = behind.words[0].text.starts_with(char::is_lowercase);
    in_word || small && (inside || is_full(behind) && ends_notes(lines, before))
}

/// Tells whether a line belongs to a note that is called above it.
fn ends_notes(lines: &[Line], at: usize) -> bool {
    let from = at.saturating_sub(NOTE_LINES);
    (from..=at).rev().any(|i| {
        let label = label_at(&lines[i]);
        let above = || lines[i.saturating_sub(CALLED_WITHIN)..i].iter();
        label.is_some_and(|label| above().any(|line| calls(line, &label)))
    })
}
