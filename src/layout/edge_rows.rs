//! The rows at the edges of a page, which may be furniture: what they say, and how they stand apart.

use super::alike::alike;
use super::measure::{Metric, baseline};
use super::page_numbers::{Numeral, numeral_between, numerals_in};
use crate::read::{Page, Unit, Word};
use crate::span::Rect;

/// A row at the edge of a page that may be furniture.
pub(super) struct Candidate {
    /// Indices of the lines that make the row.
    pub(super) lines: Vec<usize>,
    pub(super) rect: Rect,
    pub(super) text: String,
    /// The letters of the row, for comparing with other pages.
    pub(super) key: Vec<char>,
    pub(super) numeral: Option<Numeral>,
    /// Nothing but a number.
    pub(super) bare: bool,
    /// A wide gap parts the number from the rest.
    pub(super) folio: bool,
    /// Free space to the next row inwards, in line pitches.
    pub(super) gap: f32,
    /// A line of the next row inwards.
    pub(super) inner: Option<usize>,
    pub(super) top: bool,
    /// 0 for the outermost row.
    pub(super) depth: usize,
    /// Set larger than the text.
    pub(super) large: bool,
}

impl Candidate {
    /// Tells whether there is enough in the row, besides a number, to be known again.
    pub(super) fn has_words(&self) -> bool {
        self.key.len() >= 3 || !self.bare && self.text.chars().count() >= 3
    }

    /// Tells whether two rows say the same but for misread letters and their numbers; what has hardly a letter, to the last
    /// sign: `N.G. 4/5/23—2`.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        if self.key.len() >= 3 {
            return alike(&self.key, &other.key);
        }
        self.has_words() && self.text == other.text
    }
}

/// The three outermost rows at the top and foot of a page: a number, and two lines of what was added where it was copied.
pub(super) fn candidates(page: &Page, metric: &Metric) -> Vec<Candidate> {
    let mut order: Vec<usize> = (0..page.lines.len()).filter(|&i| page.lines[i].angle == 0.0).collect();
    order.sort_by(|&a, &b| page.lines[a].rect.y0.total_cmp(&page.lines[b].rect.y0));
    // The lines of a row, its rectangle, and the baseline of its first line.
    let mut rows: Vec<(Vec<usize>, Rect, f32)> = Vec::new();
    let near_edge = |i: usize| {
        let y = (page.lines[i].rect.y0 + page.lines[i].rect.y1) / 2.0;
        page.unit == Unit::Cells || y < page.height * 0.2 || y > page.height * 0.8
    };
    for i in order {
        let (rect, level) = (page.lines[i].rect, baseline(&page.lines[i]));
        let same = rows.iter_mut().find(|(_, r, of_row)| {
            (of_row - level).abs() < metric.body * 0.5 && r.overlap_x(&rect) <= metric.body * 0.2
        });
        match same {
            Some((lines, r, _)) => {
                lines.push(i);
                *r = r.union(&rect);
            }
            None => rows.push((vec![i], rect, level)),
        }
    }
    let mut found = Vec::new();
    for top in [true, false] {
        for depth in 0..rows.len().min(3) {
            let at = if top { depth } else { rows.len() - 1 - depth };
            let (lines, rect, _) = &rows[at];
            if !lines.iter().all(|&i| near_edge(i)) {
                break;
            }
            let inner = if top {
                rows.get(at + 1)
            } else {
                at.checked_sub(1).map(|i| &rows[i])
            };
            let gap = inner.map_or(
                9.0,
                |(_, r, _)| if top { r.y0 - rect.y1 } else { rect.y0 - r.y1 } / metric.pitch,
            );
            found.push(Candidate {
                inner: inner.and_then(|(lines, _, _)| lines.first().copied()),
                depth,
                ..candidate(page, lines, *rect, gap, top, metric)
            });
        }
    }
    found
}

/// Makes a candidate of a row; where it stands among the others is for the caller to say.
fn candidate(page: &Page, lines: &[usize], rect: Rect, gap: f32, top: bool, metric: &Metric) -> Candidate {
    let mut lines = lines.to_vec();
    lines.sort_by(|&a, &b| page.lines[a].rect.x0.total_cmp(&page.lines[b].rect.x0));
    let text = lines
        .iter()
        .map(|&i| page.lines[i].text())
        .collect::<Vec<_>>()
        .join(" ");
    let words: Vec<&Word> = lines.iter().flat_map(|&i| &page.lines[i].words).collect();
    let wide = metric.body * if metric.sized { 1.4 } else { 3.0 };
    let between = numeral_between(&words, wide);
    let space = |a: usize, b: usize| match (words.get(a), words.get(b)) {
        (Some(a), Some(b)) => b.rect.x0 - a.rect.x1,
        _ => 0.0,
    };
    let last = words.len().saturating_sub(1);
    let apart = |n: &Numeral, wide: f32| {
        if n.leading {
            space(0, 1) >= wide
        } else {
            last > 0 && space(last - 1, last) >= wide
        }
    };
    // Of the numbers at both ends that is the page's which stands apart: `4 May 1923    313`.
    let at_ends = || {
        let numerals = numerals_in(&text);
        let set_apart = numerals.iter().find(|n| n.alone || apart(n, wide)).cloned();
        set_apart.or_else(|| numerals.into_iter().next())
    };
    let numeral = between
        .clone()
        .or_else(|| at_ends().filter(|_| top || !is_dashed(&text, &rect, page)));
    let key: Vec<char> = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    let bare = numeral.as_ref().is_some_and(|n| n.alone);
    let size = lines.iter().map(|&i| page.lines[i].size()).fold(f32::MAX, f32::min);
    let wide = metric.body * if metric.sized { 1.4 } else { 2.0 };
    let folio = numeral
        .as_ref()
        .is_some_and(|n| !n.alone && (between.is_some() || apart(n, wide)));
    Candidate {
        lines,
        rect,
        text,
        key,
        numeral,
        bare,
        folio,
        gap,
        inner: None,
        top,
        depth: 0,
        large: metric.sized && size > metric.body * if metric.scanned { 1.4 } else { 1.2 },
    }
}

/// A number with a dash before it only, and not under the middle of the page, is a sheet's: `—4`.
fn is_dashed(text: &str, rect: &Rect, page: &Page) -> bool {
    let dash = ['—', '–'];
    let off_centre = ((rect.x0 + rect.x1) - page.width).abs() > page.width * 0.1;
    text.starts_with(dash) && !text.ends_with(dash) && off_centre
}
