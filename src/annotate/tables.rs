//! Numbers in tables: every data cell that holds a bare number counts something.
//!
//! In comes the text, out come the figures of such cells, with the unit that the head of their column names. `1941` is a
//! year, though, in a label row, in the first column, below a head such as `Year`, or where the numbers of its column
//! rise by even steps.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::annotation::{Amount, Annotation, Figure, Quantity, Value};
use super::number;
use super::setting::Setting;
use crate::repair::{BlockKind, Text};

/// The rule that these figures bear.
const RULE: &str = "figure/cell";

/// Returns the figures of cells, by block (index into [`Text::blocks`]).
pub(super) fn cells(text: &Text, setting: &Setting<'_>) -> BTreeMap<usize, Annotation> {
    let mut columns: BTreeMap<(u32, u32), Column> = BTreeMap::new();
    for (index, block) in text.blocks.iter().enumerate() {
        let BlockKind::Cell {
            table,
            row,
            column,
            label,
            ..
        } = block.kind
        else {
            continue;
        };
        let content = block.span.of(&text.string).trim();
        let of = columns.entry((table, column)).or_default();
        if label || row == 0 {
            of.years |= content
                .split(' ')
                .any(|w| setting.words.meaning("year_head", w, setting.languages).is_some());
            of.unit = of.unit.take().or_else(|| unit(content, setting));
        } else if let Some(number) = bare(content, setting) {
            of.numbers.push((index, number));
        }
    }
    let mut cells = BTreeMap::new();
    for ((_, column), of) in columns {
        if of.years || of.is_sequence() {
            continue;
        }
        for &(index, number) in &of.numbers {
            let span = text.blocks[index].span;
            let year = is_year(span.of(&text.string).trim());
            let Some(amount) = Quantity::new(number)
                .map(Amount::Exactly)
                .filter(|_| !(year && column == 0))
            else {
                continue;
            };
            let unit = of.unit.clone().unwrap_or_else(|| "count".to_owned());
            let value = Value::Figure(Figure {
                amount,
                unit,
                commodity: None,
            });
            cells.insert(
                index,
                Annotation {
                    span,
                    rule: Arc::from(RULE),
                    value,
                    cert: None,
                },
            );
        }
    }
    cells
}

/// Reads a cell that holds nothing but a number.
fn bare(content: &str, setting: &Setting<'_>) -> Option<f64> {
    let unsigned = content.trim_start_matches(['–', '−', '-', '+']);
    let plain = unsigned
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '·' | '\u{a0}' | '½' | '¼' | '¾'));
    let number =
        number::read(unsigned, setting).filter(|_| plain && unsigned.starts_with(|c: char| c.is_ascii_digit()))?;
    Some(if content.starts_with(['–', '−', '-']) {
        -number
    } else {
        number
    })
}

fn is_year(content: &str) -> bool {
    content.len() == 4 && content.parse().is_ok_and(|n: u32| (1000..2100).contains(&n))
}

/// Returns the unit that the head of a column names: `Grain (tons)`, `per cent`.
fn unit(head: &str, setting: &Setting<'_>) -> Option<String> {
    let starts = head
        .char_indices()
        .filter(|(at, _)| !head[..*at].ends_with(char::is_alphanumeric));
    let unit = |at: usize| {
        let behind = &head[at..];
        let sign = setting.words.head("currency_sign", behind, setting.languages);
        // A letter that stands for a currency behind a number may stand for anything in a head.
        let sign = sign.filter(|(len, _)| !behind[..*len].chars().all(|c| c.is_alphabetic() || c == '.'));
        sign.or_else(|| setting.words.head("unit", behind, setting.languages))
    };
    starts.map(|(at, _)| at).find_map(unit).map(|(_, unit)| unit.to_owned())
}

/// The data cells of a column that hold a bare number.
#[derive(Default)]
struct Column {
    /// The head speaks of years.
    years: bool,
    /// The unit that the head names.
    unit: Option<String>,
    /// Block and number.
    numbers: Vec<(usize, f64)>,
}

impl Column {
    /// Tells whether the numbers are years in steady order.
    fn is_sequence(&self) -> bool {
        let steps: Vec<f64> = self.numbers.windows(2).map(|w| w[1].1 - w[0].1).collect();
        self.numbers.len() >= 3
            && self
                .numbers
                .iter()
                .all(|(_, n)| (1000.0..2100.0).contains(n) && n.fract() == 0.0)
            && steps.iter().all(|s| *s == steps[0] && *s != 0.0)
    }
}
