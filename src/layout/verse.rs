//! Verse: lines set in from the edge that end where the poet ended them, not where the column does.
//!
//! Sizes or spaces tell that a line was ended on purpose: the first word of the next one had room on it. Signatures and
//! addresses end so too, but are names, with hardly a word in small letters.

use std::ops::Range;

use super::beginnings::is_ornament;
use super::blocks::{Edges, start};
use super::measure::{Metric, baseline};
use super::sentences::{ends_sentence, ends_within_word};
use crate::read::Line;

/// The fewest lines that are a poem: of two or three it cannot be told from a centred title or an address.
const LEAST: usize = 4;
/// The fewest words of a line of verse, on average; a list of goods or names has fewer.
const WORDS: usize = 4;

/// Finds the runs of verse among a column's lines.
pub(super) fn find(lines: &[Line], edges: Edges, metric: &Metric) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < lines.len() {
        let mut to = from;
        while to < lines.len() && fits(lines, from, to, edges, metric) {
            to += 1;
        }
        // A line set in otherwise that ends a sentence stands before a poem: `HOLT. (Sings.)`
        let step = metric.body * if metric.sized { 0.7 } else { 2.0 };
        while to - from > LEAST
            && ends_sentence(&lines[from])
            && (start(&lines[from]) - start(&lines[from + 1])).abs() > step
        {
            from += 1;
        }
        if to - from >= LEAST && reads_as_verse(&lines[from..to]) {
            found.push(from..to);
        } else if metric.wrapping.is_some() && !metric.sized {
            to = from;
            while to < lines.len() && fits_at_edge(&lines[from..=to], edges) {
                to += 1;
            }
            while from < to && ends_sentence(&lines[from]) {
                from += 1;
            }
            if to - from >= LEAST && runs_on(&lines[from..to]) && reads_as_verse(&lines[from..to]) {
                found.push(from..to);
            } else {
                to = from;
            }
        }
        from = to.max(from + 1);
    }
    found
}

/// Tells whether the last of some lines may belong to a poem at the edge of a column of plain text, as extractors leave them: all
/// begin with a capital and are short.
fn fits_at_edge(lines: &[Line], edges: Edges) -> bool {
    let Some(line) = lines.last() else { return false };
    let before = lines.len().checked_sub(2).map(|i| &lines[i]);
    let apart = before.is_some_and(|before| !(0.0..2.6).contains(&(baseline(line) - baseline(before))));
    let opens = line.words[0].text.trim_start_matches(['“', '«', '„', '"', '‘']);
    !apart
        && line.words.len() > 2
        && line.rect.width() < (edges.right - edges.left) * 0.72
        && opens.starts_with(char::is_uppercase)
        && !lines.iter().any(is_ornament)
}

/// Lines most of which end no sentence, the longest less than twice the shortest.
fn runs_on(lines: &[Line]) -> bool {
    let open = lines.iter().filter(|l| !ends_sentence(l)).count();
    let widths = || lines.iter().map(|l| l.rect.width());
    open * 3 >= lines.len() * 2 && widths().fold(0.0, f32::max) < widths().fold(f32::MAX, f32::min) * 2.0
}

/// Tells of each line of a poem whether it begins a stanza: the first, and those with more space above than most have.
pub(super) fn stanzas(lines: &[Line]) -> Vec<bool> {
    let spaces: Vec<f32> = lines.windows(2).map(|w| baseline(&w[1]) - baseline(&w[0])).collect();
    let mut sorted = spaces.clone();
    sorted.sort_by(f32::total_cmp);
    let ordinary = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    let wide = spaces.iter().map(|space| *space > ordinary * 1.25);
    std::iter::once(true).chain(wide).take(lines.len()).collect()
}

/// Tells whether line `i` may belong to the poem that begins at line `from`.
fn fits(lines: &[Line], from: usize, i: usize, edges: Edges, metric: &Metric) -> bool {
    let line = &lines[i];
    let width = edges.right - edges.left;
    let step = metric.body * if metric.sized { 0.7 } else { 2.0 };
    let inset = start(line) - edges.left > step;
    let (short, room) = (line.rect.width() < width * 0.72, edges.right - line.rect.x1);
    if is_ornament(line) || !inset || !short || line.words.len() < 2 || line.angle != 0.0 {
        return false;
    }
    if i > from {
        let before = &lines[i - 1];
        let gap = (baseline(line) - baseline(before)) / metric.pitch;
        // Stanzas are parted by a blank line, a poem from what follows by more or by another type.
        let unlike = metric.body * if metric.scanned { 0.2 } else { 0.08 };
        let alike = !metric.sized || (line.size() - before.size()).abs() < unlike;
        if !(0.5..2.6).contains(&gap) || !alike {
            return false;
        }
    }
    // The next line's first word had room here, or nothing of the kind follows.
    let space = metric.body * if metric.sized { 0.5 } else { 1.0 };
    let next = lines.get(i + 1).and_then(|l| l.words.first());
    next.is_none_or(|w| w.rect.width() + space < room)
}

/// Lines of several words, most of them in small letters, and most lines with a capital or all without one at their head.
fn reads_as_verse(lines: &[Line]) -> bool {
    // A poet seldom ends a line within a word or at the hyphen of a compound.
    if lines.iter().filter(|l| ends_within_word(l)).count() > lines.len() / 8 {
        return false;
    }
    let words = || lines.iter().flat_map(|l| &l.words).filter(|w| !w.style.superscript);
    let letters = |w: &str| w.chars().find(|c| c.is_alphabetic());
    let small = words()
        .filter(|w| letters(&w.text).is_some_and(char::is_lowercase))
        .count();
    let capital = |l: &&Line| {
        let first = l.words.first().and_then(|w| letters(&w.text));
        first.is_some_and(char::is_uppercase)
    };
    let heads = lines.iter().filter(capital).count();
    let figures = words().filter(|w| w.text.chars().any(|c| c.is_ascii_digit())).count();
    let count = words().count();
    count >= lines.len() * WORDS
        && small * 2 > count
        && figures * 10 < count
        && (heads * 10 >= lines.len() * 6 || heads <= 1 || alternate(lines))
}

/// The lines that are set in further, or those that are not, all begin with a capital.
fn alternate(lines: &[Line]) -> bool {
    let outermost = lines.iter().map(start).fold(f32::MAX, f32::min);
    let capital = |l: &Line| {
        l.words[0]
            .text
            .chars()
            .find(|c| c.is_alphabetic())
            .is_some_and(char::is_uppercase)
    };
    let em = lines.iter().map(Line::size).fold(0.0, f32::max);
    let outer = || lines.iter().filter(|l| start(l) - outermost < em);
    outer().count() * 3 >= lines.len() && outer().all(capital)
}
