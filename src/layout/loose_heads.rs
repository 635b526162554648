//! Pieces of running heads that an extractor left between the columns of a page of plain text.
//!
//! It gives a page piece by piece, and the number at the outer end of a running head may come behind the first column. In come
//! the pages and their furniture, out comes the furniture with such numbers, and with the short words beside them that return.

use std::collections::BTreeMap;

use super::running_heads::Found;
use crate::read::{Line, Page, Unit};
use crate::repair::{Furniture, FurnitureKind, FurniturePlace};

/// So many pages count alike: a few numbers do so by chance.
const FEWEST: usize = 3;
/// A piece of a running head has no more words.
const WORDS: usize = 6;

/// Takes the pieces out of the text.
pub(super) fn take(pages: &[Page], all: &mut [Found]) {
    let cells = || {
        pages
            .iter()
            .zip(all.iter())
            .enumerate()
            .filter(|(_, (p, _))| p.unit == Unit::Cells)
    };
    // How many pages have a number that stands so far from their own.
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for (index, (_, found)) in cells().filter(|(_, (_, found))| found.numeral.is_none()) {
        for at in 0..found.text.len() {
            if let Some(n) = loose_number(&found.text, at) {
                *counts.entry(n - index as i64).or_default() += 1;
            }
        }
    }
    for (index, (_, found)) in cells() {
        if let Some(numeral) = found.numeral.as_ref().filter(|n| !n.roman) {
            *counts.entry(numeral.value - index as i64).or_default() += 1;
        }
    }
    counts.retain(|_, pages| *pages >= FEWEST);
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    let mut taken: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    for (index, (_, found)) in cells().filter(|(_, (_, found))| found.numeral.is_none()) {
        let due = |&at: &usize| loose_number(&found.text, at).is_some_and(|n| counts.contains_key(&(n - index as i64)));
        let Some(number) = (0..found.text.len()).find(due) else {
            continue;
        };
        taken[index].push(number);
        for beside in [number.checked_sub(1), number.checked_add(1)].into_iter().flatten() {
            if is_loose(&found.text, beside) {
                *words.entry(found.text[beside].text()).or_default() += 1;
            }
        }
    }
    for (found, taken) in all.iter_mut().zip(&mut taken) {
        let Some(&number) = taken.first() else { continue };
        for beside in [number.checked_sub(1), number.checked_add(1)].into_iter().flatten() {
            let returns = |at: usize| words.get(&found.text[at].text()).is_some_and(|pages| *pages > 1);
            if is_loose(&found.text, beside) && returns(beside) {
                taken.push(beside);
            }
        }
        taken.sort_unstable();
        found.numeral = super::page_numbers::numeral_in(&found.text[number].text());
        let pieces = taken.iter().enumerate().map(|(n, &at)| {
            let line = &found.text[at];
            let kind = if at == number {
                FurnitureKind::PageNumber
            } else {
                FurnitureKind::Header
            };
            (
                n,
                Furniture {
                    kind,
                    place: FurniturePlace::Top,
                    text: line.text(),
                    rect: line.rect,
                },
            )
        });
        let pieces: Vec<(usize, Furniture)> = pieces.collect();
        let top = found
            .furniture
            .iter()
            .filter(|f| f.place == FurniturePlace::Top)
            .count();
        for (n, piece) in pieces {
            found.furniture.insert(top + n, piece);
        }
        for &at in taken.iter().rev() {
            found.text.remove(at);
        }
    }
}

/// Tells whether a line stands free between others and is as short as a piece of a running head.
fn is_loose(lines: &[Line], at: usize) -> bool {
    let apart = |above: usize, below: usize| match (lines.get(above), lines.get(below)) {
        (Some(above), Some(below)) => below.rect.y0 - above.rect.y1 > 0.5,
        _ => true,
    };
    at < lines.len()
        && lines[at].words.len() <= WORDS
        && at.checked_sub(1).is_none_or(|above| apart(above, at))
        && apart(at, at + 1)
}

/// The number that a line is which stands free.
fn loose_number(lines: &[Line], at: usize) -> Option<i64> {
    let [word] = lines[at].words.as_slice() else {
        return None;
    };
    let number = word.text.parse().ok().filter(|n| (1..10_000).contains(n))?;
    is_loose(lines, at).then_some(number)
}
