//! Pictures: each with its caption, put back where it stands among the text.

use super::measure::Metric;
use super::phrases::Phrases;
use super::{Block, Role};
use crate::read::{Line, Page};

/// Takes the captions of a page's pictures out of its lines. Pictures smaller than two lines are ornaments and left out.
pub(super) fn take(mut lines: Vec<Line>, page: &Page, metric: &Metric) -> (Vec<Block>, Vec<Line>) {
    let phrases = Phrases::built_in();
    let mut figures = Vec::new();
    for (index, picture) in page.pictures.iter().enumerate() {
        let area = picture.rect;
        if area.height() < metric.pitch * 2.0 || area.width() < metric.pitch * 2.0 || covers(page, index) {
            continue;
        }
        let inside = |l: &Line| l.rect.overlap_x(&area) > l.rect.width() * 0.5;
        let below = |l: &Line| l.rect.y0 >= area.y1 - metric.body * 0.5 && l.rect.y0 - area.y1 < metric.pitch * 2.5;
        let above = |l: &Line| l.rect.y1 <= area.y0 + metric.body * 0.5 && area.y0 - l.rect.y1 < metric.pitch * 2.0;
        let start = lines
            .iter()
            .position(|l| inside(l) && (below(l) || above(l)) && phrases.is_figure_caption(&l.text()));
        let mut caption: Vec<Line> = Vec::new();
        if let Some(start) = start {
            // A caption runs on in the same type until a space parts it from the text.
            let mut next = Some(start);
            while let Some(i) = next {
                let line = lines.remove(i);
                let (foot, size) = (line.rect.y1, line.size());
                caption.push(line);
                next = lines.iter().position(|l| {
                    let apart = l.rect.y0 - foot;
                    inside(l)
                        && apart > -metric.body * 0.5
                        && apart < metric.pitch * 0.45
                        && (l.size() - size).abs() < metric.body * 0.04
                        && size < metric.body * 0.97
                });
            }
        }
        let mut block = Block::new(Role::Figure { picture: index }, caption, 0);
        block.rect = if block.lines.is_empty() {
            area
        } else {
            block.rect.union(&area)
        };
        figures.push(block);
    }
    (figures, lines)
}

/// The picture is the page itself (a scan behind its text).
fn covers(page: &Page, index: usize) -> bool {
    let r = page.pictures[index].rect;
    r.width() * r.height() > page.width * page.height * 0.8
}

/// Puts the pictures back: before the first block that begins below them in their column.
pub(super) fn put_back(blocks: &mut Vec<Block>, figures: Vec<Block>) {
    for figure in figures {
        let at = blocks
            .iter()
            .position(|b| {
                !b.lines.is_empty()
                    && b.rect.overlap_x(&figure.rect) > 0.0
                    && (b.rect.y0 >= figure.rect.y0 || matches!(b.role, Role::Note { .. }))
            })
            .unwrap_or(blocks.len());
        let mut figure = figure;
        figure.column = blocks
            .get(at.min(blocks.len().saturating_sub(1)))
            .map_or(0, |b| b.column);
        blocks.insert(at, figure);
    }
}
