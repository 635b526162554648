//! Spreads: two pages of a book on one image become two pages.
//!
//! A landscape page is two when its image shows the fold, or when a stripe down its middle is free of text and the numbers at the edges of its halves count on
//! from left to right. Where a third of the landscape pages of a document say so, all whose middle is free are parted, those
//! with a blank half too. Page N of the source is then pages 2N − 1 and 2N, whichever pages were chosen.

use super::page_numbers::numeral_in;
use crate::diag::Diagnostic;
use crate::read::{Line, Page, Picture, Unit};
use crate::span::Rect;

/// A spread is at least so much wider than high: the pages of books are higher than wide by a third and more.
const LANDSCAPE: f32 = 1.12;
/// The part of the width, about the middle, in which the pages meet.
const MIDDLE: std::ops::RangeInclusive<f32> = 0.42..=0.58;
/// The narrowest free stripe, as a share of the width.
const NARROWEST: f32 = 0.02;
/// The fewest lines of a page that is parted.
const FEWEST: usize = 4;
/// So many of the outermost lines of a half are looked at for a number.
const EDGE: usize = 2;

/// Parts the spreads of a document.
pub(super) fn part(pages: Vec<Page>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Page> {
    let wide = |p: &Page| p.unit != Unit::Cells && p.width >= p.height * LANDSCAPE;
    let gutters: Vec<Option<f32>> = pages
        .iter()
        .map(|p| p.fold.or_else(|| wide(p).then(|| gutter(p)).flatten()))
        .collect();
    let told = pages
        .iter()
        .zip(&gutters)
        .filter(|(p, g)| g.is_some_and(|g| p.fold.is_some() || counts_on(p, g)))
        .count();
    if told == 0 || told * 3 < pages.iter().filter(|p| wide(p)).count() {
        return pages;
    }
    diagnostics.push(Diagnostic::note(
        "spreads",
        "two pages stand side by side on one image: page N of the source is pages 2N-1 and 2N of the edition",
    ));
    let mut out = Vec::with_capacity(pages.len() * 2);
    for (mut page, gutter) in pages.into_iter().zip(gutters) {
        let number = page.number;
        page.number = (number * 2).saturating_sub(1);
        match gutter {
            Some(gutter) => out.extend(halves(page, gutter)),
            None => out.push(page),
        }
    }
    out
}

/// The middle of the widest stripe about the middle of a page that no line crosses.
fn gutter(page: &Page) -> Option<f32> {
    let (from, to) = (page.width * MIDDLE.start(), page.width * MIDDLE.end());
    let lines: Vec<&Line> = page.lines.iter().filter(|l| l.angle == 0.0).collect();
    if lines.len() < FEWEST {
        return None;
    }
    let mut taken: Vec<(f32, f32)> = lines
        .iter()
        .map(|l| (l.rect.x0.max(from), l.rect.x1.min(to)))
        .filter(|(a, b)| a < b)
        .collect();
    taken.push((to, to));
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = (from, from);
    let mut end = from;
    for (a, b) in taken {
        if a - end > free.1 - free.0 {
            free = (end, a);
        }
        end = end.max(b);
    }
    (free.1 - free.0 >= page.width * NARROWEST).then_some((free.0 + free.1) / 2.0)
}

/// Tells whether a number at the edge of the right half follows one at the edge of the left.
fn counts_on(page: &Page, gutter: f32) -> bool {
    let numbers = |right: bool| -> Vec<(bool, i64)> {
        let mut lines: Vec<&Line> = page
            .lines
            .iter()
            .filter(|l| l.angle == 0.0 && (l.rect.x0 >= gutter) == right)
            .collect();
        lines.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
        let last = lines.len().saturating_sub(EDGE).max(EDGE.min(lines.len()));
        let edge = lines.iter().take(EDGE).chain(&lines[last..]);
        edge.filter_map(|l| numeral_in(&l.text()))
            .map(|n| (n.roman, n.value))
            .collect()
    };
    let right = numbers(true);
    numbers(false).iter().any(|(roman, n)| right.contains(&(*roman, n + 1)))
}

/// Parts one page; the boxes of the right half count from its own left edge.
fn halves(page: Page, gutter: f32) -> [Page; 2] {
    let empty = |number: u32, width: f32| Page {
        number,
        label: None,
        width,
        height: page.height,
        unit: page.unit,
        origin: page.origin,
        lines: Vec::new(),
        pictures: Vec::new(),
        rules: Vec::new(),
        fonts: page.fonts.clone(),
        fold: None,
        leaf: page.leaf,
    };
    let mut left = empty(page.number, gutter);
    let mut right = empty(page.number + 1, page.width - gutter);
    right.leaf.left = gutter;
    for mut line in page.lines {
        if (line.rect.x0 + line.rect.x1) / 2.0 < gutter {
            left.lines.push(line);
        } else {
            for word in &mut line.words {
                word.rect = moved(&word.rect, gutter);
            }
            line.rect = moved(&line.rect, gutter);
            right.lines.push(line);
        }
    }
    // A rule or a picture over both is cut: that of the running heads, the image of the spread itself.
    for rule in &page.rules {
        left.rules.extend(cut(rule, 0.0, gutter));
        right
            .rules
            .extend(cut(rule, gutter, page.width).map(|r| moved(&r, gutter)));
    }
    for picture in page.pictures {
        let in_left = (picture.rect.x0 + picture.rect.x1) / 2.0 < gutter;
        let (half, from, to) = if in_left {
            (&mut left, 0.0, gutter)
        } else {
            (&mut right, gutter, page.width)
        };
        let rect = cut(&picture.rect, from, to).unwrap_or(picture.rect);
        half.pictures.push(Picture {
            rect: moved(&rect, from),
            ..picture
        });
    }
    [left, right]
}

fn moved(rect: &Rect, by: f32) -> Rect {
    Rect::new(rect.x0 - by, rect.y0, rect.x1 - by, rect.y1)
}

/// The part of a box between two verticals.
fn cut(rect: &Rect, from: f32, to: f32) -> Option<Rect> {
    let (x0, x1) = (rect.x0.max(from), rect.x1.min(to));
    (x0 < x1).then(|| Rect::new(x0, rect.y0, x1, rect.y1))
}
