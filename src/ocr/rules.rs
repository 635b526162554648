//! Thin straight lines on a page image: the rule above foot notes, column rules, the lines of tables.
//!
//! In comes the prepared image, whose lines are level, out come boxes in its pixels.

use image::GrayImage;

use super::ink::Ink;
use crate::span::Rect;

/// A rule is at least so long, inches: longer than a dash, shorter than the rule above foot notes.
const LEAST_LENGTH: f32 = 0.35;
/// A rule is at most so thick, inches (some 3 points).
const MOST_WIDTH: f32 = 0.045;
/// A rule is at least so many times as long as thick.
const SLENDER: f32 = 12.0;
/// Gaps in worn rules and steps of slightly tilted ones, inches.
const GAP: f32 = 0.02;

/// Finds the rules of a page, horizontal ones first, each from top to bottom.
pub(super) fn find(image: &GrayImage, dpi: f32) -> Vec<Rect> {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let ink = Ink::of(image);
    let mut rules = straight(height, width, dpi, |row, column| ink.at(column, row));
    let vertical = straight(width, height, dpi, |column, row| ink.at(column, row));
    rules.extend(
        vertical
            .into_iter()
            .map(|rule| Rect::new(rule.y0, rule.x0, rule.y1, rule.x1)),
    );
    rules
}

/// A run of ink along a scan, growing with those of the next scans.
struct Run {
    start: usize,
    end: usize,
    first: usize,
    last: usize,
}

/// Finds rules along scans; `x` counts along a scan, `y` counts scans.
fn straight(scans: usize, length: usize, dpi: f32, ink: impl Fn(usize, usize) -> bool) -> Vec<Rect> {
    let (least, widest, gap) = (
        (LEAST_LENGTH * dpi) as usize,
        MOST_WIDTH * dpi,
        ((GAP * dpi) as usize).max(2),
    );
    let stride = (least / 4).max(1);
    let mut growing: Vec<Run> = Vec::new();
    let mut done: Vec<Run> = Vec::new();
    for scan in 0..scans {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        // A run of the least length covers one of these positions, so most of the scan is not looked at.
        let mut at = stride;
        while at < length {
            if !ink(scan, at) {
                at += stride;
                continue;
            }
            let mut start = at;
            while start > 0 && ink(scan, start - 1) {
                start -= 1;
            }
            let mut end = at + 1;
            while end < length && ink(scan, end) {
                end += 1;
            }
            if end - start >= stride {
                match runs.last_mut() {
                    Some(last) if start <= last.1 + gap => last.1 = end,
                    _ => runs.push((start, end)),
                }
            }
            at = end.max(at) + stride;
        }
        for (start, end) in runs {
            let near = growing
                .iter_mut()
                .find(|run| scan <= run.last + 2 && start <= run.end + gap && run.start <= end + gap);
            match near {
                Some(run) => (run.start, run.end, run.last) = (run.start.min(start), run.end.max(end), scan),
                None => growing.push(Run {
                    start,
                    end,
                    first: scan,
                    last: scan,
                }),
            }
        }
        let (ended, open) = growing.into_iter().partition(|run| scan > run.last + 2);
        growing = open;
        done.extend::<Vec<Run>>(ended);
    }
    done.append(&mut growing);
    done.sort_by_key(|run| (run.first, run.start));
    let is_rule = |run: &Run| {
        let (long, thick) = ((run.end - run.start) as f32, (run.last - run.first + 1) as f32);
        run.end - run.start >= least && thick <= widest && long >= SLENDER * thick
    };
    let rect = |run: &Run| {
        Rect::new(
            run.start as f32,
            run.first as f32,
            run.end as f32,
            (run.last + 1) as f32,
        )
    };
    done.iter().filter(|run| is_rule(run)).map(rect).collect()
}
