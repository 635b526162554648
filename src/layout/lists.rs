//! Lists: bullets and counting numbers at the heads of lines, and the paragraphs that they make items of.

use std::sync::LazyLock;

use regex::Regex;

use super::beginnings::{counts_from, is_ornament};
use super::blocks::start;
use super::labels::Brackets;
use super::measure::Metric;
use super::sentences::{begins_large, ends_sentence};
use super::{Block, LaidPage, Role};
use crate::read::Line;
use crate::span::Rect;

static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\d{1,3}[.)°º]|\(\d{1,3}\)|[a-zа-я]\)|\([a-zа-я]\)|\(?[ivx]{2,5}\)|[a-z]\.|[ivx]{2,4}\.|[•▪◦‣●■–\-])$",
    )
    .expect("a constant pattern")
});

/// The small roman numbers of clauses.
const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

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
    number_of(item_label(line)?)
}

/// Tells whether a label is a letter or small roman number with a stop, which heads an item only in its order: `p.` and `v.`
/// begin lines of prose too.
pub(super) fn is_stopped_letter(label: &str) -> bool {
    label.ends_with('.') && label.starts_with(char::is_alphabetic)
}

/// Tells whether a line begins with the first of such labels, behind what announces a list.
pub(super) fn begins_lettered(before: &Line, line: &Line) -> bool {
    matches!(item_label(line), Some("a." | "i.")) && ends_sentence(before)
}

/// Tells whether a line begins with a bullet as the item before it did, which has ended its line before it was full.
pub(super) fn repeats_bullet(first: &Line, line: &Line, before_is_short: bool) -> bool {
    let bullet = |l: &Line| {
        item_label(l)
            .map(str::to_owned)
            .filter(|l| !l.contains(char::is_alphanumeric))
    };
    let step = (start(first) - start(line)).abs() < 1.0;
    before_is_short && step && bullet(first).is_some() && bullet(first) == bullet(line)
}

/// Tells whether a line begins with a dash and a space.
fn is_dashed(line: &Line) -> bool {
    line.words.len() > 1 && line.words[0].text == "—" && !line.words[1].glued
}

/// Tells whether a line may begin an item.
pub(super) fn is_item_head(line: &Line) -> bool {
    item_label(line).is_some() || is_dashed(line)
}

/// Tells whether a line with a dash at its head begins a paragraph or item: behind a colon or semicolon, or a sentence that
/// another follows. Within a sentence a dash may come to stand at the head of a line.
pub(super) fn begins_dashed(before: &Line, line: &Line) -> bool {
    is_dashed(line)
        && (ends_with(before, &[':', ';'])
            || ends_sentence(before) && line.words[1].text.starts_with(|c: char| !c.is_lowercase()))
}

/// Tells whether a line begins with the number or letter that follows the one at the head of an item, in the same brackets:
/// `(b)` behind `(a)`, whatever the item ends with.
pub(super) fn follows(first: &Line, line: &Line) -> bool {
    let (Some(a), Some(b)) = (item_label(first), item_label(line)) else {
        return false;
    };
    (a.ends_with([')', '°', 'º']) || is_stopped_letter(a)) && counts_on(a, b)
}

/// Makes items of the paragraphs that count on over the limits of pages, where a page alone shows a single item.
pub(super) fn over_pages(pages: &mut [LaidPage]) {
    let mut blocks: Vec<(usize, &mut Block)> = Vec::new();
    for (p, page) in pages.iter_mut().enumerate() {
        let apart = |b: &Block| matches!(b.role, Role::Note { .. }) || b.role.is_pictured() || b.continues;
        blocks.extend(page.blocks.iter_mut().filter(|b| !apart(b)).map(|b| (p, b)));
    }
    let label = |b: &Block| match &b.role {
        Role::Item { n, .. } => Some(n.clone()),
        Role::Paragraph => b.lines.first().and_then(item_label).map(str::to_owned),
        _ => None,
    };
    let depth = |b: &Block| match b.role {
        Role::Item { depth, .. } => Some(depth),
        _ => None,
    };
    for at in 1..blocks.len() {
        let (before, after) = blocks.split_at_mut(at);
        let (Some((p, a)), Some((q, b))) = (before.last_mut(), after.first_mut()) else {
            continue;
        };
        let (known, other) = (depth(a), depth(b));
        if p == q || known.is_some() && other.is_some() {
            continue;
        }
        let Some((x, y)) = label(a).zip(label(b)).filter(|(x, y)| counts_on(x, y)) else {
            continue;
        };
        let depth = known.or(other).unwrap_or(0);
        if other.is_none() {
            take_label(b, y, depth);
        }
        if known.is_none() {
            take_label(a, x, depth);
        }
    }
}

/// Makes an item of a block whose label is still in its first line.
fn take_label(block: &mut Block, n: String, depth: u8) {
    let Some(first) = block.lines.first_mut().filter(|l| l.words.len() > 1) else {
        return;
    };
    first.words.remove(0);
    first.rect = Rect::around(first.words.iter().map(|w| &w.rect)).unwrap_or(first.rect);
    block.role = Role::Item { n, depth };
}

/// Tells whether a label counts on from another in the same brackets.
fn counts_on(a: &str, b: &str) -> bool {
    let counts = match (number_of(a), number_of(b)) {
        (Some(x), Some(y)) => x.checked_add(1) == Some(y),
        _ => letters_count(a, b),
    };
    counts && Brackets::of(a) == Brackets::of(b)
}

/// Tells whether the letters or small roman numbers of two labels count on: `(a)` and `(b)`, `(iv)` and `(v)`.
fn letters_count(a: &str, b: &str) -> bool {
    let bare = |l: &str| l.trim_matches(['(', ')', '.']).to_owned();
    let (a, b) = (bare(a), bare(b));
    let letter = |l: &str| {
        let mut letters = l.chars();
        letters.next().filter(|c| c.is_alphabetic() && letters.next().is_none())
    };
    let by_letter = letter(&a)
        .zip(letter(&b))
        .is_some_and(|(x, y)| u32::from(x) + 1 == u32::from(y));
    let roman = |l: &str| ROMAN.iter().position(|r| *r == l);
    by_letter || roman(&a).zip(roman(&b)).is_some_and(|(x, y)| x + 1 == y)
}

fn number_of(label: &str) -> Option<u32> {
    label.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}

/// Tells whether the item of `current` is the last of a list whose others end with semicolons or commas, so that `line` begins a paragraph.
pub(super) fn ends_list(all: &[Line], current: &[usize], line: &Line, short: bool) -> bool {
    let (Some(&first), Some(&last)) = (current.first(), current.last()) else {
        return false;
    };
    let behind = first.checked_sub(1).is_some_and(|i| {
        // Commas end the lines of sentences too; there the item's last line has to be short.
        ends_with(&all[i], &[';']) || short && ends_with(&all[i], &[','])
    });
    behind && ends_with(&all[last], &['.']) && ends_sentence(&all[last]) && begins_large(line)
}

/// The signs of a note's number behind the stop are looked through.
fn ends_with(line: &Line, signs: &[char]) -> bool {
    let last = line.words.iter().rev().find(|w| !w.style.superscript);
    last.is_some_and(|w| w.text.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(signs))
}

/// A line in two parts, an office and a name, is no item's.
fn has_gap(line: &Line, metric: &Metric) -> bool {
    line.words
        .windows(2)
        .any(|w| w[1].rect.x0 - w[0].rect.x1 > metric.body * 4.0)
}

/// Turns runs of paragraphs with bullets or counting numbers into list items.
pub(super) fn find(blocks: &mut [Block], metric: &Metric) {
    // Speech begins with a dash too, but ends in stops.
    let dashed = |b: &Block| {
        let ends = b.lines.last().is_some_and(|l| !ends_sentence(l));
        (b.lines.first().is_some_and(is_dashed) && ends).then(|| "—".to_owned())
    };
    let label = |b: &Block| {
        matches!(b.role, Role::Paragraph | Role::Quote)
            .then(|| {
                b.lines
                    .first()
                    .and_then(item_label)
                    .map(str::to_owned)
                    .or_else(|| dashed(b))
            })
            .flatten()
    };
    let mut labels: Vec<Option<String>> = blocks.iter().map(label).collect();
    // The last item of a list ends the sentence.
    for i in 1..blocks.len() {
        let head = blocks[i].lines.first().filter(|_| labels[i].is_none());
        if labels[i - 1].as_deref() == Some("—") && head.is_some_and(is_dashed) {
            labels[i] = Some("—".to_owned());
        }
    }
    let number = number_of;
    let indents: Vec<f32> = blocks.iter().map(|b| b.lines.first().map_or(0.0, start)).collect();
    let step = metric.body * if metric.sized { 0.7 } else { 1.5 };
    // An item has a fellow: the next or the one before at the same indent, the same bullet or the neighbouring number.
    let fellow = |i: usize, j: usize| {
        let (Some(a), Some(b)) = (&labels[i], &labels[j]) else {
            return false;
        };
        // Numbers tell more than the places where paragraphs begin: behind a list one may have no indent.
        let near = match (number(a), number(b)) {
            (Some(_), Some(_)) if metric.sized => metric.body * 2.5,
            _ => step,
        };
        (indents[i] - indents[j]).abs() < near
            && match (number(a), number(b)) {
                (Some(x), Some(y)) => y == x + 1 && Brackets::of(a) == Brackets::of(b),
                (None, None) if is_stopped_letter(a) || is_stopped_letter(b) => {
                    is_stopped_letter(a) == is_stopped_letter(b) && letters_count(a, b)
                }
                (None, None) => a.chars().count() == b.chars().count() || letters_count(a, b),
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
    let mut levels: Vec<(f32, String)> = Vec::new();
    let mut open: Option<(f32, u8)> = None;
    // The further lines of the item stand under its first word.
    let mut hangs = false;
    for i in 0..blocks.len() {
        if is_item[i] {
            let n = labels[i].clone().unwrap_or_default();
            // What counts on from an open item stands beside it, though its first line is set in and the other's was not.
            let off = |level: &usize| (levels[*level].0 - indents[i]).abs();
            let fellows = (0..levels.len()).filter(|&l| counts_on(&levels[l].1, &n));
            match fellows.min_by(|a, b| off(a).total_cmp(&off(b))) {
                Some(level) => levels.truncate(level),
                None => levels.retain(|(x, _)| *x < indents[i] - step),
            }
            let depth = u8::try_from(levels.len()).unwrap_or(u8::MAX);
            levels.push((indents[i], n.clone()));
            open = Some((indents[i], depth));
            let further = blocks[i].lines.iter().skip(1);
            hangs = blocks[i].lines.len() > 1 && further.map(start).fold(f32::MAX, f32::min) > indents[i] + step;
            take_label(&mut blocks[i], n, depth);
        } else if let Some((x, depth)) = open {
            let ornament = blocks[i].lines.iter().all(is_ornament);
            // A paragraph whose further lines stand out against the item is the text's.
            let leftmost = blocks[i].lines.iter().map(start).fold(f32::MAX, f32::min);
            let far = x + metric.body * if metric.sized { 12.0 } else { 20.0 };
            let goes_on = matches!(blocks[i].role, Role::Paragraph | Role::Quote)
                && indents[i] > x + step
                && indents[i] < far
                && leftmost > if hangs { x + step * 0.5 } else { x - step * 0.5 }
                && !ornament
                && !blocks[i].lines.iter().any(|l| has_gap(l, metric));
            if goes_on {
                blocks[i].role = Role::ItemParagraph { depth };
            } else {
                open = None;
                levels.clear();
            }
        }
    }
}
