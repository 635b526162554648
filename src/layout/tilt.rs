//! Tilt: the lines of a scan that was laid a little askew are set straight before anything is decided, and back afterwards.
//!
//! Only boxes are turned, and only in numbers: the page image stays as it is.

use crate::read::{Line, Page, Unit, Word};
use crate::span::Rect;

/// Tilts beyond this slope are not a scan laid askew but text set aslant.
const MOST: f32 = 0.2;

/// Turns a page's boxes so that its lines are level, and returns the slope they had (down per unit to the right).
pub(super) fn straighten(page: &mut Page) -> f32 {
    if !matches!(page.unit, Unit::Pixels { .. }) {
        return 0.0;
    }
    let mut slopes: Vec<f32> = page
        .lines
        .iter()
        .filter(|l| l.words.len() >= 4 && l.angle == 0.0)
        .filter_map(|l| {
            let (a, b) = (l.words.first()?, l.words.last()?);
            let run = b.rect.x0 - a.rect.x0;
            (run > 0.0).then(|| (b.baseline - a.baseline) / run)
        })
        .collect();
    slopes.sort_by(f32::total_cmp);
    let slope = slopes
        .get(slopes.len() / 2)
        .copied()
        .filter(|s| s.abs() < MOST)
        .unwrap_or(0.0);
    if slope != 0.0 {
        for line in &mut page.lines {
            turn(line, slope);
        }
        for rule in &mut page.rules {
            *rule = turned(rule, slope);
        }
    }
    slope
}

/// Turns the boxes of a line back.
pub(super) fn restore(line: &mut Line, slope: f32) {
    if slope != 0.0 {
        turn(line, -slope);
    }
}

fn turn(line: &mut Line, slope: f32) {
    for word in &mut line.words {
        let Word { rect, baseline, .. } = word;
        let middle = (rect.x0 + rect.x1) / 2.0;
        *baseline -= slope * middle;
        *rect = turned(rect, slope);
    }
    line.rect = Rect::around(line.words.iter().map(|w| &w.rect)).unwrap_or(line.rect);
}

/// A shear along both axes: for the few degrees of a scan it differs from a turn by less than a pixel a word.
fn turned(rect: &Rect, slope: f32) -> Rect {
    let (x, y) = ((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0);
    let (dx, dy) = (slope * y, -slope * x);
    Rect::new(rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy)
}
