//! Where something is: a stretch of the text, or a box on a page.
//!
//! Everything that a stage says about the text it says with a [`Span`]; everything that was ever on paper keeps a
//! [`Place`], so that a word of the edition can be shown on its page.

/// A stretch of [`crate::repair::Text::string`], in bytes: it covers `start..end`, both on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Makes the span `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Self { start, end }
    }

    /// Returns the length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Tells whether nothing is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Tells whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Tells whether at least one byte is shared.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the covered part of `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// A box on a page, in the page's [`crate::read::Unit`]; `x` grows to the right and `y` downwards from the top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl Rect {
    /// Makes a box from its left, top, right and bottom edges.
    pub fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self { x0, y0, x1, y1 }
    }

    /// Returns the width.
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Returns the height.
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// Returns the smallest box round both.
    pub fn union(&self, other: &Rect) -> Rect {
        Rect::new(
            self.x0.min(other.x0),
            self.y0.min(other.y0),
            self.x1.max(other.x1),
            self.y1.max(other.y1),
        )
    }

    /// Returns the smallest box round all of `boxes`, or `None` where there is none.
    pub fn around<'a>(boxes: impl IntoIterator<Item = &'a Rect>) -> Option<Rect> {
        boxes.into_iter().copied().reduce(|a, b| a.union(&b))
    }

    /// Returns the length of the common part of the two horizontal extents, 0 where there is none.
    pub fn overlap_x(&self, other: &Rect) -> f32 {
        (self.x1.min(other.x1) - self.x0.max(other.x0)).max(0.0)
    }

    /// Returns the length of the common part of the two vertical extents, 0 where there is none.
    pub fn overlap_y(&self, other: &Rect) -> f32 {
        (self.y1.min(other.y1) - self.y0.max(other.y0)).max(0.0)
    }
}

/// A box on a given page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The page, counted from 1 in the order of the source.
    pub page: u32,
    /// The box on it.
    pub rect: Rect,
}
