//! Letterspacing: letters that stand apart evenly are one word, set wide for emphasis.

use std::ops::Range;

use super::lines::Spot;
use super::sheet::Sheet;
use super::words::{letters, median};
use crate::read::{Line, Word};

/// The inner gap from which a word counts as letterspaced, in ems; kerning and justification stay below.
const LETTERSPACED: f32 = 0.08;

/// Tells whether the letter is of a script that is letterspaced for emphasis: those that have small and capital letters.
pub(super) fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

/// Joins letters that stand apart evenly into words, and tells which glyphs are letterspaced.
///
/// Only where it is plain: four pieces or more of one or two letters each, without white space in the content between them,
/// the gaps alike, and wider ones on both sides.
pub(super) fn join_letterspaced(sheet: &Sheet<'_>, spots: &[Spot], breaks: &mut [bool]) -> Vec<bool> {
    let mut tracked = vec![false; spots.len()];
    let gap = |n: usize| (spots[n + 1].from - spots[n].to) / spots[n].size.max(1e-3);
    let pieces = pieces(breaks);
    let is_short = |piece: &Range<usize>| piece.len() <= 2;
    let mut at = 0;
    while at < pieces.len() {
        let count = pieces[at..].iter().take_while(|p| is_short(p)).count();
        let chain = &pieces[at..at + count];
        at += count.max(1);
        if chain.len() < 4 {
            continue;
        }
        let gaps: Vec<f32> = chain[1..].iter().map(|p| gap(p.start - 1)).collect();
        let Some(usual) = median(gaps.clone()).filter(|g| (LETTERSPACED..0.6).contains(g)) else {
            continue;
        };
        // Word after word of the chain: stretches of even gaps.
        let mut first = 0;
        for n in 0..chain.len() {
            let is_even =
                |gap: f32, piece: &Range<usize>| (gap - usual).abs() <= 0.35 * usual && !spots[piece.start].spaced;
            if n + 1 < chain.len() && is_even(gaps[n], &chain[n + 1]) {
                continue;
            }
            let word = chain[first].start..chain[n].end;
            let outer = [
                word.start.checked_sub(1),
                Some(word.end - 1).filter(|n| n + 1 < spots.len()),
            ];
            let is_apart = outer.into_iter().flatten().all(|n| gap(n) >= 1.35 * usual);
            let lettered = word
                .clone()
                .filter(|n| letters(sheet, &spots[*n]).chars().all(is_cased))
                .count();
            if n - first >= 3 && is_apart && lettered >= 4 {
                breaks[word.start..word.end - 1].fill(false);
                tracked[word].fill(true);
            }
            first = n + 1;
        }
    }
    mark_tracked_words(sheet, spots, breaks, &mut tracked);
    tracked
}

/// Returns the glyphs between breaks, as ranges.
fn pieces(breaks: &[bool]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (n, parted) in breaks.iter().chain([&true]).enumerate() {
        if *parted {
            pieces.push(start..n + 1);
            start = n + 1;
        }
    }
    pieces
}

/// Marks the words whose letters stand apart, though not so far that they seemed words of their own.
fn mark_tracked_words(sheet: &Sheet<'_>, spots: &[Spot], breaks: &[bool], tracked: &mut [bool]) {
    for word in pieces(breaks) {
        let cased = word
            .clone()
            .filter(|n| letters(sheet, &spots[*n]).chars().all(is_cased))
            .count();
        if cased < 4 {
            continue;
        }
        let gaps = word.clone().take(word.len() - 1).map(|n| {
            let after = sheet.glyphs[spots[n].glyph];
            (spots[n + 1].from - spots[n].from - after.advance) / spots[n].size.max(1e-3)
        });
        if median(gaps.collect()).is_some_and(|gap| gap >= LETTERSPACED) {
            tracked[word].fill(true);
        }
    }
}

/// Takes back the letterspacing of a page where most letters would be letterspaced: its fonts tell wrong widths, or the
/// whole is set wide, and neither is emphasis.
pub(super) fn forget_tracking_of_whole_pages(lines: &mut [Line]) {
    let count = |word: &Word| word.text.chars().count();
    let words = || lines.iter().flat_map(|l| &l.words);
    let all: usize = words().map(count).sum();
    let tracked: usize = words().filter(|w| w.style.letterspaced).map(count).sum();
    if all >= 200 && tracked * 2 > all {
        for word in lines.iter_mut().flat_map(|l| &mut l.words) {
            word.style.letterspaced = false;
        }
    }
}
