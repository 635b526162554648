//! Lists: bullets and counting numbers at the heads of lines, and the paragraphs that they make items of.

use std::sync::LazyLock;

use regex::Regex;

use super::beginnings::{counts_from, is_ornament};
use super::blocks::start;
use super::labels::Brackets;
use super::measure::Metric;
use super::{Block, Role};
use crate::read::Line;
use crate::span::Rect;

static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\d{1,3}[.)]|\(\d{1,3}\)|[a-zа-я]\)|\([a-z]\)|[•▪◦‣●■–\-])$").expect("a constant pattern")
});

/// Returns the bullet or number of a list item at the head of a line.
pub(super) fn item_label(line: &Line) -> Option<&str> {
    let first = line.words.first()?;
    (line.words.get(1).is_some_and(|w| !w.glued) && ITEM.is_match(&first.text)).then_some(first.text.as_str())
}

/// Tells whether a word is the bullet or number of a list item.
pub(super) fn is_item_label(word: &str) -> bool {
    ITEM.is_match(word)
}

pub(super) fn item_number(line: &Line) -> Option<u32> {
    item_label(line)?
        .trim_matches(|c: char| !c.is_ascii_digit())
        .parse()
        .ok()
}

/// Turns runs of paragraphs with bullets or counting numbers into list items.
pub(super) fn find(blocks: &mut [Block], metric: &Metric) {
    let label = |b: &Block| {
        matches!(b.role, Role::Paragraph | Role::Quote)
            .then(|| b.lines.first().and_then(item_label).map(str::to_owned))
            .flatten()
    };
    let labels: Vec<Option<String>> = blocks.iter().map(label).collect();
    let number = |l: &str| l.trim_matches(|c: char| !c.is_ascii_digit()).parse::<u32>().ok();
    let indents: Vec<f32> = blocks.iter().map(|b| b.lines.first().map_or(0.0, start)).collect();
    let step = metric.body * if metric.sized { 0.7 } else { 1.5 };
    // An item has a fellow: the next or the one before at the same indent, the same bullet or the neighbouring number.
    let fellow = |i: usize, j: usize| {
        let (Some(a), Some(b)) = (&labels[i], &labels[j]) else {
            return false;
        };
        (indents[i] - indents[j]).abs() < step
            && match (number(a), number(b)) {
                (Some(x), Some(y)) => y == x + 1 && Brackets::of(a) == Brackets::of(b),
                (None, None) => a.chars().count() == b.chars().count(),
                _ => false,
            }
    };
    let reach = 12;
    let mut is_item = vec![false; blocks.len()];
    for i in 0..blocks.len() {
        if labels[i].is_none() {
            continue;
        }
        for j in i + 1..blocks.len().min(i + reach) {
            if matches!(blocks[j].role, Role::Heading { .. }) {
                break;
            }
            if fellow(i, j) {
                is_item[i] = true;
                is_item[j] = true;
                break;
            }
        }
    }
    // One that counts on from a number within the paragraph before it: `Remark. 1) …`.
    for i in 1..blocks.len() {
        let first = blocks[i].lines.first().filter(|_| labels[i].is_some() && !is_item[i]);
        let within: Vec<usize> = (0..blocks[i - 1].lines.len()).collect();
        is_item[i] |= first.is_some_and(|line| counts_from(&blocks[i - 1].lines, &within, line));
    }
    // A first item of its own list one step further in than an item before it (a reply to a comment).
    let mut indent_of_item: Option<f32> = None;
    for i in 0..blocks.len() {
        if is_item[i] {
            indent_of_item = Some(indents[i]);
        } else if labels[i].as_deref().and_then(number) == Some(1)
            && indent_of_item.is_some_and(|x| indents[i] > x + step)
        {
            is_item[i] = true;
        } else if matches!(blocks[i].role, Role::Heading { .. }) {
            indent_of_item = None;
        }
    }
    let mut levels: Vec<f32> = Vec::new();
    let mut open: Option<(f32, u8)> = None;
    for i in 0..blocks.len() {
        if is_item[i] {
            levels.retain(|x| *x < indents[i] - step);
            let depth = u8::try_from(levels.len()).unwrap_or(u8::MAX);
            levels.push(indents[i]);
            open = Some((indents[i], depth));
            let n = labels[i].clone().unwrap_or_default();
            let block = &mut blocks[i];
            let first = &mut block.lines[0];
            first.words.remove(0);
            first.rect = Rect::around(first.words.iter().map(|w| &w.rect)).unwrap_or(first.rect);
            block.role = Role::Item { n, depth };
        } else if let Some((x, depth)) = open {
            let ornament = blocks[i].lines.iter().all(is_ornament);
            let goes_on = matches!(blocks[i].role, Role::Paragraph | Role::Quote) && indents[i] > x + step && !ornament;
            if goes_on {
                blocks[i].role = Role::ItemParagraph { depth };
            } else {
                open = None;
                levels.clear();
            }
        }
    }
}
