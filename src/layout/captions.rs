//! Captions: the lines at a picture that say what it shows.
//!
//! In come the lines of a page and the box of a picture, out come the lines of its caption. A line that begins as captions
//! do (`Fig. 7`) is one, below the picture or above it; else lines below that are set apart by smaller or sloping type or
//! stand under its middle. What stands on the same row belongs to it, and the rows below in the same type, or short ones
//! under its middle, until a space parts them from the text.

use super::measure::Metric;
use super::phrases::Phrases;
use crate::read::Line;
use crate::span::Rect;

/// The place of a caption: at a picture, on a page.
pub(super) struct Caption<'a> {
    area: &'a Rect,
    metric: &'a Metric,
}

impl<'a> Caption<'a> {
    /// Looks at a picture.
    pub(super) fn of(area: &'a Rect, metric: &'a Metric) -> Self {
        Self { area, metric }
    }

    /// Tells whether a line at the picture begins as captions do.
    pub(super) fn is_named(&self, lines: &[Line]) -> bool {
        lines.iter().any(|l| self.names(l))
    }

    /// Takes the caption out of the lines of the page.
    pub(super) fn take(&self, lines: &mut Vec<Line>) -> Vec<Line> {
        let mut caption: Vec<Line> = Vec::new();
        // A sentence of the text above a picture may begin with `Fig. 7` too.
        let named = |also: &dyn Fn(&Line) -> bool| lines.iter().position(|l| self.names(l) && also(l));
        let mut next = named(&|l| self.is_below(l))
            .or_else(|| named(&|l| self.is_unlike_text(l)))
            .or_else(|| self.set_apart(lines))
            .or_else(|| named(&|_| true));
        while let Some(at) = next {
            let mut row = vec![lines.remove(at)];
            let first = row[0].rect;
            row.extend(lines.extract_if(.., |l| self.is_beside(&first, l)));
            row.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
            next = self.below(lines, &row);
            caption.extend(row);
        }
        caption
    }

    fn names(&self, line: &Line) -> bool {
        self.is_inside(line)
            && (self.is_below(line) || self.is_above(line))
            && Phrases::built_in().is_figure_caption(&line.text())
    }

    fn is_inside(&self, line: &Line) -> bool {
        line.rect.overlap_x(self.area) > line.rect.width() * 0.5
    }

    fn is_below(&self, line: &Line) -> bool {
        let apart = line.rect.y0 - self.area.y1;
        (-self.metric.body * 0.5..self.metric.pitch * 2.5).contains(&apart)
    }

    fn is_above(&self, line: &Line) -> bool {
        let apart = self.area.y0 - line.rect.y1;
        (-self.metric.body * 0.5..self.metric.pitch * 2.0).contains(&apart)
    }

    /// Finds the line below a picture that is set apart from the text: it must stand close, within the picture's width.
    fn set_apart(&self, lines: &[Line]) -> Option<usize> {
        let (area, metric) = (self.area, self.metric);
        let highest = lines
            .iter()
            .filter(|l| self.is_inside(l) && self.is_below(l))
            .map(|l| l.rect.y0)
            .fold(f32::MAX, f32::min);
        lines.iter().position(|l| {
            let within = l.rect.x0 > area.x0 - metric.body && l.rect.x1 < area.x1 + metric.body;
            within
                && l.rect.y0 <= highest + metric.body * 0.3
                && l.rect.y0 - area.y1 < metric.pitch * 1.5
                && self.is_below(l)
                && self.is_unlike_text(l)
        })
    }

    /// It is in smaller or sloping type, or stands under the middle of the picture.
    fn is_unlike_text(&self, line: &Line) -> bool {
        let small = line.size() < self.metric.body * if self.metric.scanned { 0.85 } else { 0.95 };
        let letters = |text: &str| text.chars().any(char::is_alphabetic);
        let sloping = line.words.iter().all(|w| w.style.italic || !letters(&w.text));
        let centred = self.is_centred(&line.rect) && !line.text().ends_with([',', ';']);
        small || sloping || centred
    }

    /// It stands under the middle of the picture and leaves room on both sides.
    fn is_centred(&self, line: &Rect) -> bool {
        let room = (self.area.width() - line.width()) / 2.0;
        let off = (line.x0 + line.x1) - (self.area.x0 + self.area.x1);
        room > self.metric.body * 1.5 && off.abs() < self.metric.body * 1.5
    }

    /// A piece of the same row: a wide space stands behind `Fig. 7.`
    fn is_beside(&self, first: &Rect, line: &Line) -> bool {
        let apart = (line.rect.x0 - first.x1).max(first.x0 - line.rect.x1);
        self.is_inside(line) && line.rect.overlap_y(first) > line.rect.height() * 0.5 && apart < self.metric.body * 3.0
    }

    /// Finds the line that goes on below a row of the caption.
    fn below(&self, lines: &[Line], row: &[Line]) -> Option<usize> {
        let metric = self.metric;
        let of_row = Rect::around(row.iter().map(|l| &l.rect))?;
        let last = row.last()?;
        let (foot, size) = (of_row.y1, last.size());
        let sloping = |l: &Line| l.words.iter().all(|w| w.style.italic);
        let nearer = |found: f32| (found - size).abs() < (found - metric.body).abs();
        let apart = |l: &Line| l.rect.y0 - foot;
        lines.iter().position(|l| {
            let alike = (l.size() - size).abs() < metric.body * if metric.scanned { 0.15 } else { 0.04 };
            let same_type = size < metric.body * 0.97 && nearer(l.size()) || sloping(last) && sloping(l);
            // A short last row under the middle, with more space below it than above.
            let behind = lines
                .iter()
                .filter(|o| o.rect.y0 > l.rect.y1 && o.rect.overlap_x(&l.rect) > 0.0);
            let space = behind.map(|o| o.rect.y0 - l.rect.y1).fold(f32::MAX, f32::min);
            let closes = self.is_centred(&of_row)
                && self.is_centred(&l.rect)
                && apart(l) < metric.pitch
                && space > apart(l) * 1.5;
            self.is_inside(l)
                && apart(l) > -metric.body * 0.5
                && (apart(l) < metric.pitch * 0.45 && alike && same_type || closes)
        })
    }
}
