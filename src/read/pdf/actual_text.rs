//! ActualText: what the author wants read in place of the glyphs that are shown.

use super::letters::{Letters, Meaning};
use super::matrix::Frame;
use super::sheet::{Glyph, Kind, Sheet};

impl Sheet<'_> {
    /// Puts `text` in place of the glyphs from `first` on.
    ///
    /// Where the text is blank the printed glyphs stand, for what is printed is not lost; where glyphs that say their
    /// letters fill several lines, too, for their places tell more.
    pub(super) fn replace_by_actual_text(&mut self, first: usize, text: &str) {
        let shown = || self.glyphs.iter().skip(first).copied();
        let mut printed: Vec<Glyph> = shown().filter(|g| g.kind != Kind::Space).collect();
        if printed.is_empty() {
            // A blank that stands for something, such as a soft hyphen.
            printed = shown().collect();
        }
        let ([start, ..], [.., end]) = (&printed[..], &printed[..]) else {
            return;
        };
        let is_known = printed.iter().all(|g| g.kind == Kind::Letters);
        if Meaning::of(text).letters == Letters::Space && !is_known {
            for glyph in self.glyphs.iter_mut().skip(first) {
                glyph.kind = Kind::Space;
            }
            return;
        }
        let words: Vec<String> = text
            .split_whitespace()
            .map(|word| word.chars().filter(|c| !c.is_control()).collect::<String>())
            .filter(|word| !word.is_empty())
            .collect();
        let spoken: String = printed.iter().map(|g| self.letters_of(g)).collect();
        let frame = Frame::new(start.angle);
        let ((from, down), (to, end_down)) = (frame.enter(start.x, start.y), frame.enter(end.x, end.y));
        let on_one_line = start.angle == end.angle && (down - end_down).abs() < 0.5 * start.size.max(end.size);
        if words.is_empty() || words.concat() == spoken || (is_known && !on_one_line) {
            return;
        }
        let reach = if on_one_line {
            (to + end.advance - from).max(start.advance)
        } else {
            start.advance
        };
        self.spread(first, *start, reach, &words);
    }

    /// Replaces the glyphs from `first` on by one glyph a word, each with its share of the stretch of `reach` points.
    fn spread(&mut self, first: usize, start: Glyph, reach: f32, words: &[String]) {
        let count = |word: &String| word.chars().count();
        let cells = words.iter().map(count).sum::<usize>() + words.len() - 1;
        let cell = reach / cells.max(1) as f32;
        let frame = Frame::new(start.angle);
        let (mut along, down) = frame.enter(start.x, start.y);
        self.glyphs.truncate(first);
        for (n, word) in words.iter().enumerate() {
            if n > 0 {
                let (x, y) = frame.leave(along, down);
                self.glyphs.push(Glyph {
                    x,
                    y,
                    kind: Kind::Space,
                    length: 0,
                    advance: cell,
                    ..start
                });
                along += cell;
            }
            let (x, y) = frame.leave(along, down);
            let advance = cell * count(word) as f32;
            let (begin, length) = (self.letters.len() as u32, word.len() as u32);
            self.letters.push_str(word);
            self.glyphs.push(Glyph {
                start: begin,
                length,
                x,
                y,
                advance,
                kind: Kind::Letters,
                tracking: 0.0,
                ..start
            });
            along += advance;
        }
    }
}
