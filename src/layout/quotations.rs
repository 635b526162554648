//! Displayed quotations: lines set in from the edges, or in smaller type.

use super::blocks::{Column, start};
use super::headings::has_wide_gap;
use super::lists::item_label;
use super::measure::Metric;
use crate::read::Line;

/// All lines are set in from the left, and from the right or in smaller type.
///
/// Three lines of plain text with one edge, or fewer with free lines above and below, need not be set in as far: an extractor
/// narrows what is set in.
pub(super) fn is_quote(lines: &[Line], free: bool, column: &Column) -> bool {
    let Column {
        edges, page, metric, ..
    } = column;
    if item_label(&lines[0]).is_some() || lines.len() < 2 || lines.iter().any(|l| column.is_set_right(l)) {
        return false;
    }
    let step = metric.body * if metric.sized { 0.8 } else { 3.0 };
    let aligned = lines.windows(2).all(|w| (start(&w[0]) - start(&w[1])).abs() < 0.5);
    let wrapped = || !lines.windows(2).any(|w| column.close_set.is_short(&w[0], Some(&w[1])));
    let several = free || lines.len() >= 3 && wrapped();
    let step = if several && aligned && !metric.sized { 1.5 } else { step };
    let inset = lines.iter().all(|l| start(l) - edges.left > step);
    let narrow = lines.iter().all(|l| edges.right - l.rect.x1 > step * 0.6);
    let small = metric.sized && !metric.scanned && lines.iter().all(|l| l.size() < metric.body * 0.97);
    let block_wide = lines.iter().map(|l| l.rect.width()).fold(0.0, f32::max) > page.width * 0.2;
    // Lines of different lengths about one middle are a title, not a quotation.
    let centred = |l: &Line| (start(l) - edges.left - (edges.right - l.rect.x1)).abs() < metric.body * 1.5;
    let first = lines.first().map_or(0.0, start);
    let ragged = lines.iter().any(|l| (start(l) - first).abs() > metric.body);
    let middle =
        |l: &Line| centred(l) || !metric.sized && (start(l) - edges.left - (edges.right - l.rect.x1)).abs() < 5.0;
    if ragged && !is_justified(lines, metric) && lines.iter().all(middle) {
        return false;
    }
    // An office and a name with a gap between sign what stands above.
    if !metric.sized && lines.iter().any(has_wide_gap) {
        return false;
    }
    if metric.sized && ended_on_purpose(lines, metric) {
        return false;
    }
    block_wide && ((inset && (narrow || !metric.sized)) || (small && lines.len() >= 2))
}

/// A paragraph of print with both edges even: all lines but the first begin, and all but the last end, below one another.
fn is_justified(lines: &[Line], metric: &Metric) -> bool {
    let near = metric.body * 0.5;
    let even =
        |lines: &[Line], edge: fn(&Line) -> f32| lines.windows(2).all(|w| (edge(&w[0]) - edge(&w[1])).abs() < near);
    let (last, first) = (lines.len() - 1, start(&lines[0]));
    metric.sized
        && last >= 2
        && even(&lines[1..], start)
        && even(&lines[..last], |l| l.rect.x1)
        && first > start(&lines[1])
}

/// Signatures and addresses: most lines end where the next one's first word still had room, measured by the longest.
fn ended_on_purpose(lines: &[Line], metric: &Metric) -> bool {
    let furthest = lines.iter().map(|l| l.rect.x1).fold(0.0, f32::max);
    let shorter = lines.windows(2).filter(|w| furthest - w[0].rect.x1 > metric.body * 0.5);
    let room = |w: &[Line]| {
        let next = w[1].words.first().map_or(0.0, |word| word.rect.width());
        furthest - w[0].rect.x1 > next + metric.body * 0.3
    };
    let tested = shorter.clone().count();
    tested >= 2 && tested + 2 >= lines.len() && shorter.filter(|w| room(w)).count() * 3 >= tested * 2
}
