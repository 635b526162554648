//! Page starts in a text that has no form feeds any more.
//!
//! Some extractors write a space where a text frame begins, so that form feeds, once dropped, leave lines that begin with a
//! single space: at the top of a page, but also where the foot notes of a page begin. Which of them start a page is told by
//! the notes: on one page the markers come first, then the notes that they call. In a text without such spaces the line behind
//! a blank one begins a page if notes stand before it, and the next ones are called behind it.

use crate::layout::{Label, calls, heads_part, is_heading_line, label_at, numeral_alone_or_folio};
use crate::read::Line;

/// A page of print has at least this many lines, notes included, when no note or running head tells otherwise.
const LEAST: usize = 20;

/// Returns the indices of the lines at which pages start, the first of them 0, and what told them.
pub(super) fn page_starts(lines: &[Line]) -> (Vec<usize>, &'static str) {
    let notes = called_notes(lines);
    if lines.iter().skip(1).any(|l| l.rect.x0 == 1.0) {
        (by_spaces(lines, &notes), "by a space at a line start")
    } else {
        (by_blank_lines(lines, &notes), "by the foot notes")
    }
}

/// Page starts behind blank lines, where notes end and the next are not called yet.
fn by_blank_lines(lines: &[Line], notes: &[Called]) -> Vec<usize> {
    let mut starts = vec![0];
    // The last heading among the lines that were looked at, which are those up to `seen`.
    let (mut heading, mut seen) = (None, 0);
    for i in 1..lines.len() {
        let page = *starts.last().expect("the first page starts at 0");
        let behind_blank = lines[i].rect.y0 - lines[i - 1].rect.y1 >= 1.0;
        let (before, from) = around(notes, i);
        let noted = before.last().is_some_and(|n| n.at > page);
        if !behind_blank || !noted || from.first().is_some_and(|n| n.at == i) {
            continue;
        }
        // A heading behind notes opens a section, not a page.
        let last = before.last().map_or(page, |n| n.at + 1);
        heading = (seen..=i).rev().find(|k| is_heading_line(&lines[*k])).or(heading);
        seen = i + 1;
        if heading.is_some_and(|heading| heading >= last) {
            continue;
        }
        if from.first().is_some_and(|next| next.call >= i) {
            starts.push(i);
        }
    }
    starts
}

/// A line that begins with the number of a note which is called further up.
#[derive(Clone, Copy, Debug)]
struct Called {
    at: usize,
    /// The last line that calls it.
    call: usize,
}

/// The lines that begin with the number of a note that is called further up, in order.
fn called_notes(lines: &[Line]) -> Vec<Called> {
    (1..lines.len())
        .filter_map(|at| {
            let label = label_at(&lines[at])?;
            let call = last_call(lines, at, &label)?;
            (!heads_part(lines, at, &label)).then_some(Called { at, call })
        })
        .collect()
}

/// Parts notes into those before a line and those from it on.
fn around(notes: &[Called], line: usize) -> (&[Called], &[Called]) {
    notes.split_at(notes.partition_point(|n| n.at < line))
}

fn by_spaces(lines: &[Line], notes: &[Called]) -> Vec<usize> {
    let mut starts = vec![0];
    // Paragraphs set in by one space begin sentences; text frames begin inside them as often as not.
    let framed: Vec<&Line> = lines.iter().skip(1).filter(|l| l.rect.x0 == 1.0).collect();
    let inside = framed
        .iter()
        .filter(|l| l.words[0].text.starts_with(char::is_lowercase))
        .count();
    let frames = !notes.is_empty() || inside * 4 >= framed.len();
    for i in 1..lines.len() {
        let page = *starts.last().expect("the first page starts at 0");
        let (before, from) = around(notes, i);
        if lines[i].rect.x0 != 1.0 || from.first().is_some_and(|n| n.at == i) {
            continue;
        }
        // Next to another line that looks like it, or a few lines below the last page's head without counting on from it, it
        // is the row of a table.
        if let Some(number) = folio(&lines[i]) {
            let beside = folio(&lines[i - 1]).is_some() || lines.get(i + 1).is_some_and(|l| folio(l).is_some());
            let counts_on = folio(&lines[page]).is_some_and(|last| last.checked_add(1) == Some(number));
            if !beside && (counts_on || i - page >= LEAST) {
                starts.push(i);
                continue;
            }
        }
        // The next note is called before this line and not yet printed: the line belongs to the notes of the same page.
        let called_before = from.first().is_some_and(|next| next.call < i && next.call >= page);
        let noted = before.last().is_some_and(|n| n.at > page);
        if !called_before && (noted || (frames && i - page >= LEAST)) {
            starts.push(i);
        }
    }
    starts
}

/// The number of a line that looks like a running head: a number and a title with a wide gap between.
fn folio(line: &Line) -> Option<i64> {
    numeral_alone_or_folio(line)
        .filter(|folio| !folio.alone)
        .map(|folio| folio.value)
}

/// The last line before `at` on which a note of this number is called.
fn last_call(lines: &[Line], at: usize, label: &Label) -> Option<usize> {
    let from = at.saturating_sub(150);
    (from..at).rev().find(|&i| calls(&lines[i], label))
}
