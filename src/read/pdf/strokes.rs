//! Painted paths: the thin straight lines among them are rules of the page.

use super::matrix::Matrix;
use crate::span::Rect;

/// The thickest line that is still a rule, in points; bars and boxes are thicker.
const THICKEST: f32 = 3.0;
/// The shortest line that is a rule, in points; shorter ones are parts of drawings and letters.
const SHORTEST: f32 = 8.0;
/// How much longer than thick a rule is at least.
const SLENDER: f32 = 6.0;
/// The most points kept of one path; longer ones are drawings.
const MOST_POINTS: usize = 4096;
/// The most rules kept of one page; more are hatching.
pub(super) const MOST_RULES: usize = 8192;

/// The path under construction, on the page.
#[derive(Debug, Default)]
pub(super) struct Path {
    subpaths: Vec<Subpath>,
    points: usize,
    /// Curved pieces, which make no rules.
    pub(super) curves: usize,
}

#[derive(Debug, Default)]
struct Subpath {
    points: Vec<(f32, f32)>,
    curved: bool,
    closed: bool,
}

impl Path {
    pub(super) fn move_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        let point = mapped(ctm, x, y);
        self.points += 1;
        if self.points < MOST_POINTS {
            self.subpaths.push(Subpath {
                points: vec![point],
                ..Subpath::default()
            });
        }
    }

    pub(super) fn line_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        self.points += 1;
        if self.points < MOST_POINTS
            && let Some(subpath) = self.subpaths.last_mut()
        {
            subpath.points.push(mapped(ctm, x, y));
        }
    }

    pub(super) fn curve(&mut self) {
        self.curves += 1;
        if let Some(subpath) = self.subpaths.last_mut() {
            subpath.curved = true;
        }
    }

    pub(super) fn close(&mut self) {
        if let Some(subpath) = self.subpaths.last_mut() {
            subpath.closed = true;
        }
    }

    pub(super) fn rectangle(&mut self, ctm: &Matrix, x: f64, y: f64, width: f64, height: f64) {
        self.move_to(ctm, x, y);
        self.line_to(ctm, x + width, y);
        self.line_to(ctm, x + width, y + height);
        self.line_to(ctm, x, y + height);
        self.close();
    }

    /// Forgets the path, as every painting operator does.
    pub(super) fn clear(&mut self) {
        self.subpaths.clear();
        (self.points, self.curves) = (0, 0);
    }

    /// Adds the rules that stroking with a pen of `width` points draws.
    pub(super) fn stroke(&self, width: f32, rules: &mut Vec<Rect>) {
        if !(0.0..=THICKEST).contains(&width) || self.points >= MOST_POINTS {
            return;
        }
        let half = (width / 2.0).max(0.05);
        for subpath in self.subpaths.iter().filter(|s| !s.curved) {
            let first = subpath.points.first().filter(|_| subpath.closed);
            let next = subpath.points.iter().skip(1).chain(first);
            for (a, b) in subpath.points.iter().zip(next) {
                let rect = Rect::new(a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1));
                if rect.height() <= 0.5 && rect.width() >= SHORTEST {
                    add(rules, Rect::new(rect.x0, rect.y0 - half, rect.x1, rect.y1 + half));
                } else if rect.width() <= 0.5 && rect.height() >= SHORTEST {
                    add(rules, Rect::new(rect.x0 - half, rect.y0, rect.x1 + half, rect.y1));
                }
            }
        }
    }

    /// Adds the rules among the filled rectangles.
    pub(super) fn fill(&self, rules: &mut Vec<Rect>) {
        if self.points >= MOST_POINTS {
            return;
        }
        for subpath in self
            .subpaths
            .iter()
            .filter(|s| !s.curved && (4..=5).contains(&s.points.len()))
        {
            let boxes = subpath
                .points
                .iter()
                .map(|p| Rect::new(p.0, p.1, p.0, p.1))
                .collect::<Vec<_>>();
            let Some(rect) = Rect::around(&boxes) else { continue };
            // Only a rectangle along the edges has all its corners on its box.
            let is_upright = subpath.points.iter().all(|p| {
                let on = |n: f32, a: f32, b: f32| (n - a).abs() < 0.2 || (n - b).abs() < 0.2;
                on(p.0, rect.x0, rect.x1) && on(p.1, rect.y0, rect.y1)
            });
            let (thin, long) = (rect.width().min(rect.height()), rect.width().max(rect.height()));
            if is_upright && thin <= THICKEST && long >= SHORTEST && long >= SLENDER * thin {
                add(rules, rect);
            }
        }
    }
}

fn add(rules: &mut Vec<Rect>, rule: Rect) {
    if rules.len() < MOST_RULES && rules.last() != Some(&rule) {
        rules.push(rule);
    }
}

fn mapped(ctm: &Matrix, x: f64, y: f64) -> (f32, f32) {
    let (x, y) = ctm.point(x, y);
    (x as f32, y as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_and_thin_boxes_are_rules() {
        let mut rules = Vec::new();
        let mut path = Path::default();
        path.move_to(&Matrix::IDENTITY, 10.0, 50.0);
        path.line_to(&Matrix::IDENTITY, 110.0, 50.0);
        path.stroke(1.0, &mut rules);
        assert_eq!(rules, [Rect::new(10.0, 49.5, 110.0, 50.5)]);
        path.clear();
        path.rectangle(&Matrix::IDENTITY, 10.0, 60.0, 100.0, 0.5);
        path.rectangle(&Matrix::IDENTITY, 10.0, 60.0, 100.0, 50.0);
        path.fill(&mut rules);
        assert_eq!(rules[1..], [Rect::new(10.0, 60.0, 110.0, 60.5)]);
    }

    #[test]
    fn a_stroked_box_is_four_rules() {
        let mut rules = Vec::new();
        let mut path = Path::default();
        path.rectangle(&Matrix::IDENTITY, 0.0, 0.0, 100.0, 20.0);
        path.stroke(0.5, &mut rules);
        assert_eq!(rules.len(), 4);
    }
}
