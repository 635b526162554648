//! Blocks: the lines of a column become paragraphs, headings and quotations.
//!
//! A paragraph begins where there is more space above, where the first line is indented, where the type changes, where the
//! first word would still have fitted on the line before, or where a list's next number or bullet stands.

use super::headings::{is_capitals, is_heading};
use super::lists::{self, item_label, item_number};
use super::measure::{Metric, baseline};
use super::phrases::Phrases;
use super::tables;
use super::verse;
use super::{Block, Role};
use crate::diag::Diagnostic;
use crate::read::{Line, Page};

/// The most characters of a wrapped line: terminals and typewriters have 80 to 132.
const LONGEST_LINE: f32 = 150.0;

/// The edges of a column's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edges {
    pub(super) left: f32,
    pub(super) right: f32,
}

/// Returns the left and right edge at which most lines begin and end.
pub(super) fn edges(lines: &[Line], metric: &Metric) -> Edges {
    let near = metric.body * if metric.scanned { 0.7 } else { 0.4 };
    // The edge that most text shares, a line counting by its length; of two with as much the outer one.
    let mode = |values: Vec<(f32, f32)>, outer: fn(f32, f32) -> f32| {
        let mut best = (0.0f32, 0.0f32);
        for &(v, _) in &values {
            let shared = values.iter().filter(|w| (w.0 - v).abs() <= near).map(|w| w.1).sum();
            if shared > best.0 || (shared == best.0 && outer(v, best.1) == v) {
                best = (shared, v);
            }
        }
        best.1
    };
    let sample = |f: fn(&Line) -> f32| {
        let taken = lines.iter().take(200);
        taken.map(|l| (f(l), l.rect.width())).collect::<Vec<_>>()
    };
    let left = mode(sample(start), f32::min);
    let furthest = lines.iter().map(|l| l.rect.x1).fold(f32::MIN, f32::max);
    let right = if metric.sized {
        mode(sample(|l| l.rect.x1), f32::max)
    } else {
        furthest
    };
    Edges {
        left,
        right: if right < left + (furthest - left) * 0.6 {
            furthest
        } else {
            right
        },
    }
}

/// Where a line begins; the single space at the start of a frame of plain text is no indent.
pub(super) fn start(line: &Line) -> f32 {
    if line.rect.x0 == 1.0 { 0.0 } else { line.rect.x0 }
}

fn find_tables(lines: &[Line], page: &Page, metric: &Metric) -> Vec<tables::Found> {
    let phrases = Phrases::built_in();
    tables::find(
        lines,
        |i| phrases.is_table_caption(&lines[i].text()),
        &page.rules,
        metric,
    )
}

/// Returns one past the last line of a column that a table takes, 0 where there is none.
pub(super) fn tables_end(lines: &[Line], page: &Page, metric: &Metric) -> usize {
    find_tables(lines, page, metric).last().map_or(0, |t| t.end)
}

/// Makes the caption straight above a table its head: from the block that begins like one, which is one of the last three.
fn head_table(before: &mut [Block], table: u32) {
    let phrases = Phrases::built_in();
    let is_caption = |b: &Block| b.lines.first().is_some_and(|l| phrases.is_table_caption(&l.text()));
    let from = before.len().saturating_sub(3);
    if let Some(at) = before[from..].iter().rposition(is_caption) {
        for block in &mut before[from + at..] {
            block.role = Role::TableHead { table };
        }
    }
}

/// Makes blocks of the lines of a column's text; `tables` tables stand on the page before them.
pub(super) fn build(
    lines: Vec<Line>,
    column: u16,
    tables: u32,
    page: &Page,
    metric: &Metric,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Block> {
    let edges = edges(&lines, metric);
    let mut blocks = Vec::new();
    let mut from = 0;
    for (n, found) in find_tables(&lines, page, metric).into_iter().enumerate() {
        let number = tables.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        let mut before = running(&lines, from..found.start, column, edges, page, metric);
        if matches!(found.what, tables::What::Table(_)) {
            head_table(&mut before, number);
        }
        blocks.append(&mut before);
        from = found.end;
        match found.what {
            tables::What::Table(table) => {
                diagnostics.extend(tables::doubt(&table, page.number));
                let (count, notes) = tables::take_notes(&table, &lines[from..], column, metric);
                blocks.extend(tables::build(table, number, column));
                blocks.extend(notes);
                from += count;
            }
            tables::What::Contents(entries) => {
                let item = || Role::Item {
                    n: String::new(),
                    depth: 0,
                };
                blocks.extend(entries.into_iter().map(|lines| Block::new(item(), lines, column)));
            }
        }
    }
    blocks.extend(running(&lines, from..lines.len(), column, edges, page, metric));
    lists::find(&mut blocks, metric);
    blocks
}

/// Makes blocks of running lines: verse, and what stands between.
fn running(
    all: &[Line],
    range: std::ops::Range<usize>,
    column: u16,
    edges: Edges,
    page: &Page,
    metric: &Metric,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut from = range.start;
    for poem in verse::find(&all[range.clone()], edges, metric) {
        let poem = poem.start + range.start..poem.end + range.start;
        blocks.extend(paragraphs(all, from..poem.start, column, edges, page, metric));
        let line = |i: usize| Block::new(Role::Verse, vec![all[i].clone()], column);
        from = poem.end;
        blocks.extend(poem.map(line));
    }
    blocks.extend(paragraphs(all, from..range.end, column, edges, page, metric));
    blocks
}

/// Parts running lines into paragraphs and headings.
fn paragraphs(
    all: &[Line],
    range: std::ops::Range<usize>,
    column: u16,
    edges: Edges,
    page: &Page,
    metric: &Metric,
) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut current: Vec<usize> = Vec::new();
    let mut expected: Option<u32> = None;
    for i in range {
        if let Some(&last) = current.last()
            && begins(all, i, last, &current, edges, expected, metric)
        {
            blocks.extend(block(all, &current, column, edges, page, metric));
            current.clear();
        }
        if current.is_empty()
            && let Some(n) = item_number(&all[i])
        {
            expected = Some(n + 1);
        }
        current.push(i);
    }
    blocks.extend(block(all, &current, column, edges, page, metric));
    blocks
}

/// Decides whether line `i` begins a new block after `last`, the last line of `current`.
fn begins(
    all: &[Line],
    i: usize,
    last: usize,
    current: &[usize],
    edges: Edges,
    expected: Option<u32>,
    metric: &Metric,
) -> bool {
    let (line, before) = (&all[i], &all[last]);
    let gap = (baseline(line) - baseline(before)) / metric.pitch;
    let tight = if metric.sized { 1.32 } else { 1.5 };
    // A line of larger type stands further down by itself.
    let scale = (line.size().max(before.size()) / metric.body).max(1.0);
    if gap > tight * scale || gap < -0.5 {
        return true;
    }
    // Sizes and weights measured on a scan err; they part no sentence.
    let flows = metric.scanned
        && !ends_sentence(before)
        && line
            .words
            .first()
            .is_some_and(|w| w.text.starts_with(char::is_lowercase));
    if metric.sized && !flows {
        let ratio = line.size() / before.size().max(0.1);
        // The size of a scanned line is estimated from its letters; few of them tell little.
        let letters = |l: &Line| l.words.iter().map(|w| w.text.chars().count()).sum::<usize>();
        let limit = match (metric.scanned, letters(line).min(letters(before))) {
            (true, ..7) => 2.0,
            (true, ..14) => 1.4,
            (true, _) => 1.18,
            (false, _) => 1.045,
        };
        if ratio > limit || ratio < 1.0 / limit {
            return true;
        }
        let bold = |l: &Line| l.words.iter().all(|w| w.style.bold || w.style.superscript);
        if bold(line) != bold(before) && (bold(line) || is_heading(all, current, edges, metric)) {
            return true;
        }
    }
    if is_heading(all, current, edges, metric)
        && !(metric.sized && same_look(line, before))
        && heads_alone(all, current)
    {
        return true;
    }
    let step = metric.body * if metric.sized { 0.7 } else { 2.0 };
    let indent = |l: &Line| start(l) - edges.left;
    let label = item_label(line).is_some();
    let in_item = item_label(&all[current[0]]).is_some();
    if label {
        let next = item_number(line).is_none_or(|n| n == 1 || expected == Some(n));
        let short = metric.sized && edges.right - before.rect.x1 > (edges.right - edges.left) * 0.4;
        if next && (ends_clause(before) || gap > 1.15 || short) {
            return true;
        }
    }
    let stepped_in = indent(line) - indent(before) > step;
    if stepped_in
        && indent(line) < metric.body * if metric.sized { 8.0 } else { 12.0 }
        && !(in_item && current.len() == 1)
    {
        return true;
    }
    let word = line.words.first().map_or(0.0, |w| w.rect.width());
    // A further line with a paragraph's indent begins a paragraph where its first word had room on the line before, or where
    // it fills the column and the next line is back at the edge.
    let indented = |l: &Line| indent(l) > step && indent(l) < 5.0 * step;
    let alike = |&l: &usize| indented(&all[l]) && (indent(&all[l]) - indent(line)).abs() < 0.4 * step;
    if metric.sized && !in_item && current.iter().all(alike) {
        // A quotation set in on both sides has an edge of its own.
        let run = all[current[0]..].iter().take(current.len() + 8);
        let right = run
            .take_while(|l| (indent(l) - indent(line)).abs() < 0.4 * step)
            .map(|l| l.rect.x1)
            .fold(before.rect.x1, f32::max);
        let room = right - before.rect.x1 > word + 0.4 * metric.body;
        let back = all.get(i + 1).is_some_and(|next| {
            indent(next).abs() < 0.4 * step && (baseline(next) - baseline(line)) / metric.pitch < tight
        });
        if room || back && edges.right - line.rect.x1 < metric.body {
            return true;
        }
    }
    // Back at the left edge after a block set in, or after a line set in from both sides; the second line of an indented
    // paragraph is not that.
    let stepped_out = indent(before) - indent(line) > step;
    let (left, right) = (indent(before), edges.right - before.rect.x1);
    let centred = metric.sized && left.min(right) > 2.0 * step && (left - right).abs() < 2.0 * step;
    if stepped_out && (current.len() >= 2 || centred) && !in_item {
        return true;
    }
    // A line longer than any measure of print is not wrapped: it is a paragraph, whatever the lines round it are.
    if !metric.sized && line.rect.width().max(before.rect.width()) > LONGEST_LINE {
        return true;
    }
    let last_right = before.rect.x1;
    let spare = edges.right - last_right;
    ends_sentence(before)
        && spare > word + metric.body * if metric.sized { 3.0 } else { 12.0 }
        && (metric.sized || spare > (edges.right - edges.left) * 0.25)
        && line
            .words
            .first()
            .is_some_and(|w| !w.text.starts_with(char::is_lowercase))
}

/// The block so far is a word or line that heads what follows even without space: `Abstract`.
fn heads_alone(all: &[Line], current: &[usize]) -> bool {
    current.len() == 1 && Phrases::built_in().is_heading(&all[current[0]].text())
}

fn same_look(a: &Line, b: &Line) -> bool {
    let bold = |l: &Line| l.words.iter().filter(|w| w.style.bold).count() * 2 > l.words.len();
    bold(a) == bold(b)
        && is_capitals(&a.text()) == is_capitals(&b.text())
        && (a.size() - b.size()).abs() < a.size() * 0.05
}

/// The line ends with a sentence's end.
pub(super) fn ends_sentence(line: &Line) -> bool {
    line.words.iter().rev().find(|w| !w.style.superscript).is_some_and(|w| {
        // A note's number behind the stop is looked through.
        let text = w
            .text
            .trim_end_matches(|c: char| c.is_ascii_digit() || "”’\"»)]*†'".contains(c));
        text.ends_with(['.', '!', '?', '…', ':'])
    })
}

fn ends_clause(line: &Line) -> bool {
    ends_sentence(line) || line.words.last().is_some_and(|w| w.text.ends_with([';', ',']))
}

/// Makes a block of lines.
fn block(all: &[Line], lines: &[usize], column: u16, edges: Edges, page: &Page, metric: &Metric) -> Option<Block> {
    let first = *lines.first()?;
    let last = *lines.last()?;
    let taken: Vec<Line> = lines.iter().map(|&i| all[i].clone()).collect();
    let role = if is_heading(all, lines, edges, metric) {
        Role::Heading { level: 1 }
    } else if is_quote(&taken, edges, page, metric) {
        Role::Quote
    } else {
        Role::Paragraph
    };
    let mut block = Block::new(role, taken, column);
    let step = metric.body * if metric.sized { 0.7 } else { 2.0 };
    block.indented = start(&all[first]) - edges.left > step;
    block.short = metric.sized && edges.right - all[last].rect.x1 > (edges.right - edges.left) / 3.0;
    block.full = edges.right - all[last].rect.x1 < metric.body * if metric.sized { 2.0 } else { 14.0 };
    Some(block)
}

/// All lines are set in from the left, and from the right or in smaller type.
fn is_quote(lines: &[Line], edges: Edges, page: &Page, metric: &Metric) -> bool {
    if item_label(&lines[0]).is_some() || lines.len() < 2 {
        return false;
    }
    let step = metric.body * if metric.sized { 0.8 } else { 3.0 };
    let inset = lines.iter().all(|l| start(l) - edges.left > step);
    let narrow = lines.iter().all(|l| edges.right - l.rect.x1 > step * 0.6);
    let small = metric.sized && !metric.scanned && lines.iter().all(|l| l.size() < metric.body * 0.97);
    let block_wide = lines.iter().map(|l| l.rect.width()).fold(0.0, f32::max) > page.width * 0.2;
    // Lines of different lengths about one middle are a title, not a quotation.
    let centred = |l: &Line| (start(l) - edges.left - (edges.right - l.rect.x1)).abs() < metric.body * 1.5;
    let first = lines.first().map_or(0.0, start);
    let ragged = lines.iter().any(|l| (start(l) - first).abs() > metric.body);
    if metric.sized && ragged && lines.iter().all(centred) {
        return false;
    }
    if metric.sized && ended_on_purpose(lines, metric) {
        return false;
    }
    block_wide && ((inset && (narrow || !metric.sized)) || (small && lines.len() >= 2))
}

/// Signatures and addresses: most lines end where the next one's first word still had room, measured by the longest.
fn ended_on_purpose(lines: &[Line], metric: &Metric) -> bool {
    let furthest = lines.iter().map(|l| l.rect.x1).fold(0.0, f32::max);
    let shorter = lines.windows(2).filter(|w| furthest - w[0].rect.x1 > metric.body * 0.5);
    let room = |w: &[Line]| {
        let next = w[1].words.first().map_or(0.0, |word| word.rect.width());
        furthest - w[0].rect.x1 > next + metric.body * 0.3
    };
    let tested = shorter.clone().count();
    tested >= 2 && tested + 2 >= lines.len() && shorter.filter(|w| room(w)).count() * 3 >= tested * 2
}
