//! Pictures: each with its caption, put back where it stands among the text.

use std::collections::BTreeMap;

use super::captions::Caption;
use super::measure::Metric;
use super::{Block, Role};
use crate::read::{Line, Page, Picture};
use crate::span::Rect;

/// A picture that stands on so many pages is an ornament.
const MOST_ALIKE: usize = 3;
/// A picture that covers the page is a plate where no more lines than these stand on it; else it is the page itself.
const MOST_ON_PLATE: usize = 3;
/// A flat picture without caption that takes less than this share of the page is an ornament.
const SLIGHT: f32 = 0.04;

/// Which pictures of a document are no figures: those that come back on page after page (a publisher's mark, a head-piece).
pub(super) fn ornaments(pages: &[Page]) -> Vec<Vec<bool>> {
    let mut counts: BTreeMap<&[u8], usize> = BTreeMap::new();
    for file in pages.iter().flat_map(|p| &p.pictures).filter_map(|p| p.file.as_ref()) {
        *counts.entry(&file.bytes).or_default() += 1;
    }
    let often = |p: &Picture| {
        let count = p.file.as_ref().and_then(|f| counts.get(&f.bytes[..]));
        count.is_some_and(|&n| n >= MOST_ALIKE)
    };
    pages
        .iter()
        .map(|page| page.pictures.iter().map(often).collect())
        .collect()
}

/// Takes the captions of a page's pictures, and the words inside them, out of its lines; `ornaments` tells which are none.
///
/// Small pictures without a caption are ornaments and left out.
pub(super) fn take(
    mut lines: Vec<Line>,
    page: &Page,
    ornaments: &[bool],
    metric: &Metric,
) -> (Vec<Vec<Block>>, Vec<Line>) {
    let mut figures = Vec::new();
    // Pictures side by side, the upper and left ones first.
    let mut order: Vec<usize> = (0..page.pictures.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&page.pictures[a].rect, &page.pictures[b].rect);
        a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0))
    });
    let rect = |i: usize| &page.pictures[i].rect;
    let side_by_side = |a: &Rect, b: &Rect| a.overlap_y(b) > a.height().min(b.height()) * 0.5;
    for row in order.chunk_by_mut(|&a, &b| side_by_side(rect(a), rect(b))) {
        row.sort_by(|&a, &b| rect(a).x0.total_cmp(&rect(b).x0));
    }
    for index in order {
        let area = page.pictures[index].rect;
        let small = area.height() < metric.pitch * 2.0 || area.width() < metric.pitch * 2.0;
        let repeated = ornaments.get(index).copied().unwrap_or(false);
        if small || repeated || covers(page, index) && lines.len() > MOST_ON_PLATE {
            continue;
        }
        let caption = Caption::of(&area, metric);
        if page.pictures[index].faint && !caption.is_named(&lines) {
            continue;
        }
        let inside: Vec<Line> = lines.extract_if(.., |l| within(&l.rect, &area)).collect();
        let caption = caption.take(&mut lines);
        let slight = area.height() < metric.pitch * 4.0
            && area.width() * area.height() < page.width * page.height * SLIGHT
            && caption.is_empty()
            && inside.is_empty();
        if slight {
            continue;
        }
        let mut block = Block::new(Role::Figure { picture: index }, caption, 0);
        block.rect = if block.lines.is_empty() {
            area
        } else {
            block.rect.union(&area)
        };
        let mut blocks = vec![block];
        if !inside.is_empty() {
            blocks.push(Block::new(Role::Inscription, inside, 0));
        }
        figures.push(blocks);
    }
    (figures, lines)
}

/// A line stands on the picture itself.
fn within(line: &Rect, area: &Rect) -> bool {
    line.overlap_x(area) > line.width() * 0.8 && line.overlap_y(area) > line.height() * 0.8
}

/// The picture is the page itself (a scan behind its text).
fn covers(page: &Page, index: usize) -> bool {
    let r = page.pictures[index].rect;
    r.width() * r.height() > page.width * page.height * 0.8
}

/// One past the last block above something in its column; past all where there is none.
pub(super) fn behind(blocks: &[Block], area: &Rect) -> usize {
    blocks
        .iter()
        .rposition(|b| b.rect.overlap_x(area) > 0.0 && b.rect.y0 < area.y0)
        .map_or(blocks.len(), |at| at + 1)
}

/// Puts the pictures back: before the first block that begins below them in their column.
pub(super) fn put_back(blocks: &mut Vec<Block>, figures: Vec<Vec<Block>>) {
    for mut figure in figures {
        let Some(area) = figure.first().map(|b| b.rect) else {
            continue;
        };
        let at = blocks
            .iter()
            .position(|b| {
                let beside = matches!(b.role, Role::Figure { .. }) && b.rect.overlap_y(&area) > area.height() * 0.5;
                !b.lines.is_empty()
                    && !beside
                    && b.rect.overlap_x(&area) > 0.0
                    && (b.rect.y0 >= area.y0 || matches!(b.role, Role::Note { .. }))
            })
            .unwrap_or_else(|| behind(blocks, &area));
        let column = blocks
            .get(at.min(blocks.len().saturating_sub(1)))
            .map_or(0, |b| b.column);
        for block in &mut figure {
            block.column = column;
        }
        blocks.splice(at..at, figure);
    }
}
