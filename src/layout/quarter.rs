//! Quarter turns: a page whose text runs up, down or upside down (a table set sideways) is turned upright before anything is
//! decided, and its boxes are turned back afterwards.

use super::{Block, LaidPage};
use crate::read::{Line, Page};
use crate::repair::{FurnitureKind, FurniturePlace};
use crate::span::Rect;

/// The share of a page's letters that must run in one direction for it to be the page's.
const MOST: f32 = 0.75;

/// A turn that set a page upright.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Turn {
    /// The direction in which the text ran, as [`Line::angle`]: 90, 180 or 270.
    angle: f32,
    /// Width of the page as it was.
    width: f32,
    /// Height of the page as it was.
    height: f32,
}

/// Turns a page upright; `None` where it is.
pub(super) fn set_upright(page: &mut Page) -> Option<Turn> {
    let letters = |angle: Option<f32>| -> usize {
        let lines = page.lines.iter().filter(|l| angle.is_none_or(|a| l.angle == a));
        lines.flat_map(|l| &l.words).map(|w| w.text.chars().count()).sum()
    };
    let all = letters(None) as f32;
    let angle = [90.0, 180.0, 270.0]
        .into_iter()
        .find(|a| all > 0.0 && letters(Some(*a)) as f32 >= all * MOST)?;
    let turn = Turn {
        angle,
        width: page.width,
        height: page.height,
    };
    for line in &mut page.lines {
        turn.line(line, Turn::upright);
        line.angle = (line.angle - angle).rem_euclid(360.0);
    }
    for rect in page
        .rules
        .iter_mut()
        .chain(page.pictures.iter_mut().map(|p| &mut p.rect))
    {
        *rect = turn.upright(rect);
    }
    if angle != 180.0 {
        std::mem::swap(&mut page.width, &mut page.height);
    }
    Some(turn)
}

/// Turns the boxes of a page back.
pub(super) fn restore(page: &mut LaidPage, turn: Turn) {
    (page.facts.width, page.facts.height) = (turn.width, turn.height);
    for furniture in &mut page.facts.furniture {
        furniture.rect = turn.back(&furniture.rect);
        // What stood upright on the page as it was is its running head or foot.
        if furniture.place == FurniturePlace::Margin {
            let high = furniture.rect.y1 * 2.0 < turn.height;
            let (place, kind) = if high {
                (FurniturePlace::Top, FurnitureKind::Header)
            } else {
                (FurniturePlace::Bottom, FurnitureKind::Footer)
            };
            furniture.place = place;
            if furniture.kind == FurnitureKind::Watermark {
                furniture.kind = kind;
            }
        }
    }
    for picture in &mut page.pictures {
        picture.rect = turn.back(&picture.rect);
    }
    for Block { lines, rect, .. } in &mut page.blocks {
        *rect = turn.back(rect);
        for line in lines {
            turn.line(line, Turn::back);
            line.angle = (line.angle + turn.angle).rem_euclid(360.0);
        }
    }
}

impl Turn {
    fn line(&self, line: &mut Line, rect: fn(&Self, &Rect) -> Rect) {
        for word in &mut line.words {
            // Baselines of turned words are measured down their own line: upright they lie a quarter above the foot.
            word.rect = rect(self, &word.rect);
            word.baseline = word.rect.y1 - word.size * 0.25;
        }
        line.rect = rect(self, &line.rect);
    }

    /// A box of the page as it was, on the upright page.
    fn upright(&self, r: &Rect) -> Rect {
        let (w, h) = (self.width, self.height);
        match self.angle as i32 {
            90 => Rect::new(h - r.y1, r.x0, h - r.y0, r.x1),
            180 => Rect::new(w - r.x1, h - r.y1, w - r.x0, h - r.y0),
            _ => Rect::new(r.y0, w - r.x1, r.y1, w - r.x0),
        }
    }

    /// A box of the upright page, on the page as it was.
    fn back(&self, r: &Rect) -> Rect {
        let (w, h) = (self.width, self.height);
        match self.angle as i32 {
            90 => Rect::new(r.y0, h - r.x1, r.y1, h - r.x0),
            180 => Rect::new(w - r.x1, h - r.y1, w - r.x0, h - r.y0),
            _ => Rect::new(w - r.y1, r.x0, w - r.y0, r.x1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_undoes_upright() {
        let rect = Rect::new(10.0, 20.0, 30.0, 60.0);
        for angle in [90.0, 180.0, 270.0] {
            let turn = Turn {
                angle,
                width: 100.0,
                height: 200.0,
            };
            assert_eq!(turn.back(&turn.upright(&rect)), rect, "{angle}");
        }
    }

    #[test]
    fn the_start_of_a_line_that_runs_upwards_comes_to_the_left() {
        let turn = Turn {
            angle: 90.0,
            width: 100.0,
            height: 200.0,
        };
        let (foot, head) = (Rect::new(10.0, 180.0, 20.0, 190.0), Rect::new(10.0, 20.0, 20.0, 30.0));
        assert!(turn.upright(&foot).x0 < turn.upright(&head).x0);
    }
}
