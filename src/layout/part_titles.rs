//! The title of a part on the line below its number: `Chapter One`, `Famine`, free space.
//!
//! In come the lines of a column of plain text, out comes whether one of them is such a title. Both lines make one heading.

use super::beginnings::is_ornament;
use super::blocks::Column;
use super::measure::baseline;
use super::phrases::Phrases;
use super::sentences::begins_large;
use crate::read::Line;

/// A title has no more words.
const MOST_WORDS: usize = 10;
/// Lines further apart than this, in line pitches, have free space between them.
const FREE: f32 = 1.5;

/// Tells whether a line is the title of the part whose number is the line above.
pub(super) fn is_title(column: &Column, at: usize) -> bool {
    let (lines, pitch) = (column.lines, column.metric.pitch);
    let (Some(above), Some(line)) = (at.checked_sub(1).and_then(|i| lines.get(i)), lines.get(at)) else {
        return false;
    };
    let step = |a: &Line, b: &Line| (baseline(b) - baseline(a)) / pitch;
    let apart = |next: &Line| step(line, next) > FREE || is_part_number(next);
    !column.metric.sized
        && is_part_number(above)
        && (0.0..=FREE).contains(&step(above, line))
        && lines.get(at + 1).is_none_or(apart)
        && is_worded(line)
}

/// Tells whether a line is the number of a part and nothing else.
pub(super) fn is_part_number(line: &Line) -> bool {
    line.words.len() <= 3 && Phrases::built_in().is_part_number(&line.text())
}

/// A few words without a stop, the first with a capital, and no ornament.
fn is_worded(line: &Line) -> bool {
    let open = [".", ",", ";", ":", "-", "–", "\u{ad}"];
    line.words.len() <= MOST_WORDS
        && begins_large(line)
        && !is_ornament(line)
        && !is_part_number(line)
        && !line
            .words
            .last()
            .is_some_and(|w| open.iter().any(|sign| w.text.ends_with(sign)))
}
