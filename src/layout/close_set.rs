//! Plain text without blank lines between its parts, as extractors leave it: which lines were ended on purpose.
//!
//! A line that was wrapped is full: the first word of the next one had no room on it. What "full" means a text tells
//! itself, by the lines that can only have been wrapped because the sentence goes on in small letters. A line that
//! ends a sentence short of all those ends a paragraph; one that ends none and stands short between two paragraphs is a
//! heading.

use super::beginnings::{begins_small, ends_sentence};
use super::headings::is_worded_as_heading;
use super::measure::{Metric, baseline};
use crate::read::Line;

/// So many wrapped lines tell the measure.
const ENOUGH: usize = 8;
/// One wrapped line in so many may be shorter than the others: a long word stood behind it.
const ODD: usize = 50;
/// A line that was ended is shorter than the shortest wrapped one by this share of the measure: letters differ in width.
const RAGGED: f32 = 0.08;
/// Lines narrower than this, in characters, are verse, lists or columns of a table, and tell nothing.
const LEAST_MEASURE: f32 = 40.0;
/// A heading is shorter than this share of the measure, and the first line of a paragraph longer than that.
const HEADING: f32 = 0.75;
/// One with free space above may be longer.
const FREE_HEADING: f32 = 0.9;
const FULL: f32 = 0.8;

/// What the lengths of a text's lines tell.
#[derive(Clone, Debug, Default)]
pub(super) struct CloseSet {
    ended: Vec<bool>,
    headings: Vec<bool>,
}

impl CloseSet {
    /// Looks at the lines of a column; of those with sizes nothing is told, there the look does.
    pub(super) fn of(lines: &[Line], metric: &Metric) -> Self {
        if metric.sized {
            return Self::default();
        }
        let close = |i: usize| baseline(&lines[i + 1]) - baseline(&lines[i]) < metric.pitch * 1.5;
        let reach = |i: usize| lines[i].rect.width() + 1.0 + lines[i + 1].words.first().map_or(0.0, |w| w.rect.width());
        let pairs = 0..lines.len().saturating_sub(1);
        let wrapped = |&i: &usize| close(i) && !ends_sentence(&lines[i]) && begins_small(&lines[i + 1]);
        let mut reaches: Vec<f32> = pairs.clone().filter(wrapped).map(reach).collect();
        let mut widths: Vec<f32> = pairs.clone().filter(wrapped).map(|i| lines[i].rect.width()).collect();
        if reaches.len() < ENOUGH {
            return Self::default();
        }
        reaches.sort_by(f32::total_cmp);
        widths.sort_by(f32::total_cmp);
        let (least, measure) = (reaches[reaches.len() / ODD], widths[widths.len() / 2]);
        if measure < LEAST_MEASURE {
            return Self::default();
        }
        let ended = |i: usize| {
            close(i) && ends_sentence(&lines[i]) && !begins_small(&lines[i + 1]) && reach(i) < least - measure * RAGGED
        };
        let is_heading = |i: usize| {
            let free = i == 0 || !close(i - 1);
            let next = &lines[i + 1];
            (free || ends_sentence(&lines[i - 1]))
                && close(i)
                && lines[i].rect.width() < measure * if free { FREE_HEADING } else { HEADING }
                && next.rect.width() > measure * FULL
                && begins_large(next)
                && is_worded_as_heading(&lines[i], free)
        };
        Self {
            ended: pairs.clone().map(ended).collect(),
            headings: pairs.map(is_heading).collect(),
        }
    }

    /// Tells whether a line ended on purpose, and a paragraph with it.
    pub(super) fn ends(&self, line: usize) -> bool {
        self.ended.get(line).copied().unwrap_or(false)
    }

    /// Tells whether a line is a heading.
    pub(super) fn heads(&self, line: usize) -> bool {
        self.headings.get(line).copied().unwrap_or(false)
    }
}

fn begins_large(line: &Line) -> bool {
    let first = line
        .words
        .first()
        .map(|w| w.text.trim_start_matches(|c| "“‘«\"'„([…".contains(c)));
    first.is_some_and(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
}
