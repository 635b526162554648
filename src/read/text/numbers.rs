//! Page starts in a text without form feeds, told by the page numbers that stand alone between its lines.
//!
//! Numbers on lines of their own (`45`, `– 45 –`, `46    RIVER STUDIES`) that count on one by one are those of pages when
//! they cut the text (sentences run on over them), or stand in running heads that return. The numbers of sections and
//! lists do neither.

use crate::layout::numeral_alone_or_folio;
use crate::read::Line;

/// The fewest numbers that make pages.
const FEWEST: usize = 2;
/// Pages are no further apart than so many lines.
const LONGEST: usize = 160;
/// One in so many numbers must cut a sentence.
const CUTS: usize = 4;

/// A line that may hold a page number.
struct Candidate {
    line: usize,
    value: i64,
    /// It stands in a running head, which opens its page.
    folio: bool,
}

/// Returns the indices of the lines at which pages start, the first of them 0; only that one where no numbers tell of pages.
pub(super) fn page_starts(lines: &[Line]) -> Vec<usize> {
    let chain = longest_chain(candidates(lines));
    let cuts = chain.iter().filter(|c| cuts_a_sentence(lines, c.line, &chain)).count();
    // The foot of a page and the head of the next, or heads of the same title.
    let foot_and_head = chain
        .windows(2)
        .any(|w| !w[0].folio && w[1].folio && w[1].line == w[0].line + 1);
    let title = |c: &Candidate| {
        lines[c.line]
            .text()
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect::<String>()
    };
    let titles: Vec<String> = chain.iter().filter(|c| c.folio).map(title).collect();
    let returns = titles
        .iter()
        .enumerate()
        .any(|(i, t)| !t.is_empty() && titles[i + 1..].contains(t));
    let folios = foot_and_head || returns;
    if chain.len() < FEWEST || !folios && (cuts == 0 || cuts * CUTS < chain.len()) {
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

/// Lines that are a number, or a number and a short title with a wide gap between, set apart from the text.
fn candidates(lines: &[Line]) -> Vec<Candidate> {
    let free = |a: usize, b: usize| lines[b].rect.y0 - lines[a].rect.y1 >= 1.0;
    (0..lines.len())
        .filter(|&i| i == 0 || i + 1 == lines.len() || free(i - 1, i) || free(i, i + 1))
        .filter_map(|line| {
            let (value, alone) = numeral_alone_or_folio(&lines[line])?;
            Some(Candidate {
                line,
                value,
                folio: !alone,
            })
        })
        .collect()
}

/// The longest run of numbers that count on one by one.
fn longest_chain(candidates: Vec<Candidate>) -> Vec<Candidate> {
    // For each candidate: the length of the longest chain that ends with it, and the one before it there.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(candidates.len());
    for (i, c) in candidates.iter().enumerate() {
        let before = (0..i)
            .rev()
            .take_while(|&j| c.line - candidates[j].line <= LONGEST)
            .filter(|&j| candidates[j].value + 1 == c.value)
            .max_by_key(|&j| best[j].0);
        best.push((before.map_or(1, |j| best[j].0 + 1), before));
    }
    let mut at = (0..best.len()).max_by_key(|&i| (best[i].0, std::cmp::Reverse(i)));
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

/// The text before a number ends inside a sentence, or that behind it begins with a small letter.
fn cuts_a_sentence(lines: &[Line], at: usize, chain: &[Candidate]) -> bool {
    let number = |i: &usize| chain.iter().any(|c| c.line == *i);
    let before = (0..at).rev().find(|i| !number(i)).and_then(|i| lines[i].words.last());
    let behind = (at + 1..lines.len())
        .find(|i| !number(i))
        .and_then(|i| lines[i].words.first());
    let open = before.is_some_and(|w| {
        w.text
            .ends_with(|c: char| c.is_lowercase() || matches!(c, ',' | '-' | '\u{ad}'))
    });
    let small = behind.is_some_and(|w| w.text.starts_with(char::is_lowercase));
    open && small || before.is_some_and(|w| w.text.ends_with(['-', '\u{ad}'])) || small && at > 0
}
