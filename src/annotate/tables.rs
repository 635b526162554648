//! Numbers in tables: which cells that look like years count something instead.
//!
//! `1941` in a table is a year in a label row, in the first column, below a head such as `Year`, or where the numbers
//! of its column rise by even steps; elsewhere it is a number like its neighbours.

use std::collections::{BTreeMap, BTreeSet};

use crate::repair::{BlockKind, Text};
use crate::rules::Words;

/// Returns the blocks (indices into [`Text::blocks`]) whose bare number is no year.
pub(super) fn cells_that_count(text: &Text, words: &Words) -> BTreeSet<usize> {
    let mut columns: BTreeMap<(u32, u32), Column> = BTreeMap::new();
    for (index, block) in text.blocks.iter().enumerate() {
        let BlockKind::Cell {
            table,
            row,
            column,
            label,
        } = block.kind
        else {
            continue;
        };
        let content = block.span.of(&text.string).trim();
        let of = columns.entry((table, column)).or_default();
        if label || row == 0 {
            of.years |= content.split(' ').any(|w| words.starts_with("year_head", w).is_some());
        } else if let Ok(number) = content.parse::<u32>() {
            of.numbers.push((index, number));
        }
    }
    let counting = |((_, column), of): (&(u32, u32), &Column)| *column > 0 && !of.years && !of.is_sequence();
    let counted = columns.iter().filter(|c| counting((c.0, c.1)));
    counted
        .flat_map(|(_, of)| of.numbers.iter().map(|(index, _)| *index))
        .collect()
}

/// The data cells of a column that hold a bare number.
#[derive(Default)]
struct Column {
    /// The head speaks of years.
    years: bool,
    /// Block and number.
    numbers: Vec<(usize, u32)>,
}

impl Column {
    /// Tells whether the numbers are years in steady order.
    fn is_sequence(&self) -> bool {
        let numbers: Vec<i64> = self.numbers.iter().map(|(_, n)| i64::from(*n)).collect();
        let steps: Vec<i64> = numbers.windows(2).map(|w| w[1] - w[0]).collect();
        numbers.len() >= 3
            && numbers.iter().all(|n| (1000..2100).contains(n))
            && steps.iter().all(|s| *s == steps[0] && *s != 0)
    }
}
