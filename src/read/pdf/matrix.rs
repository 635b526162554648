//! Plane geometry of a PDF: the matrices of its content, from text space to the page as displayed.

use crate::span::Rect;

/// An affine map as PDF writes it: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Matrix {
    pub(super) const IDENTITY: Self = Self::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Makes a matrix of PDF's six numbers.
    pub(super) const fn new([a, b, c, d, e, f]: [f64; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// Makes a shift.
    pub(super) const fn shift(x: f64, y: f64) -> Self {
        Self::new([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// Returns the map that applies `self` first and `outer` to its result.
    pub(super) fn then(self, outer: Self) -> Self {
        Self {
            a: outer.a * self.a + outer.c * self.b,
            b: outer.b * self.a + outer.d * self.b,
            c: outer.a * self.c + outer.c * self.d,
            d: outer.b * self.c + outer.d * self.d,
            e: outer.a * self.e + outer.c * self.f + outer.e,
            f: outer.b * self.e + outer.d * self.f + outer.f,
        }
    }

    /// Maps a point.
    pub(super) fn point(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// Maps a direction: a point without the shift.
    pub(super) fn vector(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y, self.b * x + self.d * y)
    }

    /// Returns the box round the image of the box `x0, y0, x1, y1`.
    pub(super) fn rect(&self, x0: f64, y0: f64, x1: f64, y1: f64) -> Rect {
        let corners = [
            self.point(x0, y0),
            self.point(x1, y0),
            self.point(x0, y1),
            self.point(x1, y1),
        ];
        let fold = |pick: fn(&(f64, f64)) -> f64, join: fn(f64, f64) -> f64| {
            corners.iter().map(pick).reduce(join).unwrap_or_default() as f32
        };
        Rect::new(
            fold(|p| p.0, f64::min),
            fold(|p| p.1, f64::min),
            fold(|p| p.0, f64::max),
            fold(|p| p.1, f64::max),
        )
    }

    /// Tells whether all six numbers are finite and small enough to reckon with.
    pub(super) fn is_sane(&self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f]
            .iter()
            .all(|n| n.is_finite() && n.abs() < 1e9)
    }
}

/// A direction on the page as a frame: `along` the baseline and `down` from line to line.
///
/// Texts of any rotation are laid out in their frame, where they run from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    cos: f32,
    sin: f32,
}

impl Frame {
    /// Makes the frame of a baseline of `angle` degrees, counter-clockwise from left-to-right.
    pub(super) fn new(angle: f32) -> Self {
        // Exact for the four right angles, so that ordinary pages keep their numbers.
        match angle.rem_euclid(360.0) {
            0.0 => Self { cos: 1.0, sin: 0.0 },
            90.0 => Self { cos: 0.0, sin: 1.0 },
            180.0 => Self { cos: -1.0, sin: 0.0 },
            270.0 => Self { cos: 0.0, sin: -1.0 },
            other => Self {
                cos: other.to_radians().cos(),
                sin: other.to_radians().sin(),
            },
        }
    }

    /// Returns the coordinates of a point of the page in the frame: `(along, down)`.
    pub(super) fn enter(self, x: f32, y: f32) -> (f32, f32) {
        (x * self.cos - y * self.sin, x * self.sin + y * self.cos)
    }

    /// Returns the point of the page at `(along, down)`.
    pub(super) fn leave(self, along: f32, down: f32) -> (f32, f32) {
        (along * self.cos + down * self.sin, down * self.cos - along * self.sin)
    }

    /// Returns the box on the page round a box of the frame.
    pub(super) fn leave_rect(self, rect: &Rect) -> Rect {
        let corners = [
            (rect.x0, rect.y0),
            (rect.x1, rect.y0),
            (rect.x0, rect.y1),
            (rect.x1, rect.y1),
        ]
        .map(|(along, down)| self.leave(along, down))
        .map(|(x, y)| Rect::new(x, y, x, y));
        Rect::around(&corners).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_run_left_to_right_whatever_the_rotation() {
        // Text upwards: the reader's right is the page's top.
        let frame = Frame::new(90.0);
        assert_eq!(frame.enter(10.0, 100.0), (-100.0, 10.0));
        assert_eq!(frame.leave(-100.0, 10.0), (10.0, 100.0));
        assert_eq!(
            frame.leave_rect(&Rect::new(-100.0, 8.0, -90.0, 18.0)),
            Rect::new(8.0, 90.0, 18.0, 100.0)
        );
    }

    #[test]
    fn the_first_matrix_acts_first() {
        let twice = Matrix::new([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        assert_eq!(Matrix::shift(1.0, 1.0).then(twice).point(0.0, 0.0), (2.0, 2.0));
    }
}
