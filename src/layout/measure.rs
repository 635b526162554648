//! The measures of a document: what is ordinary, so that what differs can be told.
//!
//! Sizes are those of most letters over all pages of one unit; a page of another unit (a scan among born-digital pages) is
//! measured by itself.

use super::wrapping::Wrapping;
use crate::read::{Line, Page, Unit};

/// The ordinary sizes of a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Measure {
    points: Metric,
    cells: Metric,
    /// The share of pages' pixel metrics, by page: scans differ from page to page.
    pixels: Vec<(u32, Metric)>,
}

/// The ordinary sizes of a page, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Metric {
    /// The em of most letters.
    pub(super) body: f32,
    /// The distance of the baselines of neighbouring lines of the body.
    pub(super) pitch: f32,
    /// Sizes and fonts are known at all (not in plain text).
    pub(super) sized: bool,
    /// Sizes are estimates from a scan.
    pub(super) scanned: bool,
    /// How the lines of a plain text were wrapped, where enough of them were.
    pub(super) wrapping: Option<Wrapping>,
}

impl Measure {
    /// Returns the measures that hold for a page.
    pub(super) fn of(&self, page: &Page) -> Metric {
        match page.unit {
            Unit::Points => self.points,
            Unit::Cells => self.cells,
            Unit::Pixels { dpi } => self.pixels.binary_search_by_key(&page.number, |p| p.0).map_or(
                Metric {
                    body: dpi * 10.0 / 72.0,
                    pitch: dpi * 12.0 / 72.0,
                    sized: true,
                    scanned: true,
                    wrapping: None,
                },
                |i| self.pixels[i].1,
            ),
        }
    }
}

/// Measures a document.
pub(super) fn measure(pages: &[Page]) -> Measure {
    let points: Vec<&Page> = pages.iter().filter(|p| p.unit == Unit::Points).collect();
    let scans: Vec<&Page> = pages.iter().filter(|p| matches!(p.unit, Unit::Pixels { .. })).collect();
    // A page with few lines says little about itself: it takes the measure of all scans, brought to its resolution.
    let whole = metric(&scans, 12.0, true);
    let pixels = scans
        .iter()
        .map(|p| (p.number, if p.lines.len() >= 12 { near(p, &whole) } else { whole }))
        .collect();
    let typed = pages
        .iter()
        .filter(|p| p.unit == Unit::Cells)
        .map(|p| p.lines.as_slice());
    Measure {
        points: metric(&points, 10.0, false),
        cells: Metric {
            body: 1.0,
            pitch: 1.0,
            sized: false,
            scanned: false,
            wrapping: Wrapping::of(typed),
        },
        pixels,
    }
}

/// Measures one scan among others: a page that is mostly notes has the body of the others, if some of its letters do.
fn near(page: &Page, whole: &Metric) -> Metric {
    let own = metric(&[page], whole.body, true);
    let letters = |body: f32| -> usize {
        let words = page.lines.iter().flat_map(|l| &l.words);
        words
            .filter(|w| (w.size - body).abs() <= body * 0.08)
            .map(|w| w.text.chars().count())
            .sum()
    };
    if own.body < whole.body * 0.95 && letters(whole.body) * 4 >= letters(own.body) {
        return Metric {
            body: whole.body,
            pitch: pitch(&[page], whole.body).unwrap_or(whole.pitch),
            ..own
        };
    }
    own
}

/// Measures pages of one unit; `fallback` is the em where there is no letter.
fn metric(pages: &[&Page], fallback: f32, scanned: bool) -> Metric {
    // Quarter points are the steps of typesetting; the sizes of a scan scatter more and are counted in steps of 4 %.
    let step = if scanned { (fallback * 0.04).max(0.5) } else { 0.25 };
    let mut counts: Vec<usize> = Vec::new();
    for word in pages
        .iter()
        .flat_map(|p| &p.lines)
        .filter(|l| l.angle == 0.0)
        .flat_map(|l| &l.words)
    {
        let bin = ((word.size / step).round().max(0.0) as usize).min(4_000);
        if counts.len() <= bin {
            counts.resize(bin + 1, 0);
        }
        counts[bin] += word.text.chars().count();
    }
    let smooth = |i: usize| {
        let near = |j: Option<usize>| j.and_then(|j| counts.get(j)).copied().unwrap_or(0);
        if scanned {
            near(i.checked_sub(1)) + 2 * near(Some(i)) + near(i.checked_add(1))
        } else {
            near(Some(i))
        }
    };
    let best = (0..counts.len()).max_by_key(|&i| (smooth(i), std::cmp::Reverse(i)));
    let body = best
        .filter(|&i| smooth(i) > 0 && i > 0)
        .map_or(fallback, |i| i as f32 * step);
    Metric {
        body,
        pitch: pitch(pages, body).unwrap_or(body * 1.2),
        sized: true,
        scanned,
        wrapping: None,
    }
}

/// Returns the distance of neighbouring lines of this size, `None` where no two stand together.
fn pitch(pages: &[&Page], body: f32) -> Option<f32> {
    let mut gaps: Vec<f32> = Vec::new();
    for page in pages {
        let lines: Vec<&Line> = page
            .lines
            .iter()
            .filter(|l| l.angle == 0.0 && (l.size() - body).abs() <= body * 0.1)
            .collect();
        for pair in lines.windows(2) {
            let gap = baseline(pair[1]) - baseline(pair[0]);
            if gap > body * 0.7 && gap < body * 2.5 && pair[0].rect.overlap_x(&pair[1].rect) > 0.0 {
                gaps.push(gap);
            }
        }
    }
    gaps.sort_by(f32::total_cmp);
    // Below the middle: gaps of paragraphs and headings lie above the pitch, none lie below it.
    gaps.get(gaps.len() * 2 / 5).copied()
}

/// Returns the baseline of a line: that of most of its letters.
pub(super) fn baseline(line: &Line) -> f32 {
    // Lines are compared pair by pair, and the words of most stand on one baseline: gathering them first was 4 % of all
    // the time that a book takes.
    if let Some(first) = line.words.first()
        && line.words.iter().all(|w| w.baseline == first.baseline)
    {
        return first.baseline;
    }
    let full: Vec<f32> = line
        .words
        .iter()
        .filter(|w| !w.style.superscript && !w.style.subscript)
        .map(|w| w.baseline)
        .collect();
    let mut all = if full.is_empty() {
        line.words.iter().map(|w| w.baseline).collect()
    } else {
        full
    };
    all.sort_by(f32::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(line.rect.y1)
}
