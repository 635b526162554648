//! Blocks: the lines of a column become paragraphs, headings and quotations.
//!
//! Where they begin [`beginnings`](super::beginnings) tells.

use std::ops::Range;

use super::act_heads;
use super::beginnings::begins;
use super::close_set::CloseSet;
use super::contents;
use super::hanging;
use super::headings::{is_heading, is_section};
use super::line_heads::Returning;
use super::lists::{self, item_number};
use super::measure::{Metric, baseline};
use super::phrases::Phrases;
use super::quotations::is_quote;
use super::sentences::ends_sentence;
use super::tables;
use super::verse;
use super::wrapping::stand_close;
use super::{Block, Role};
use crate::diag::Diagnostic;
use crate::read::{Line, Page, Word};

/// A line of plain text that begins and ends so many characters inside the column is displayed; paragraphs are indented less.
pub(super) const DISPLAYED: f32 = 9.0;

/// The edges of a column's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edges {
    pub(super) left: f32,
    pub(super) right: f32,
}

/// The text of a column, and how it is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column<'a> {
    /// Its lines.
    pub(super) lines: &'a [Line],
    /// Where most of them begin and end.
    pub(super) edges: Edges,
    /// For each line that stands in an entry with a hanging indent, the edge where entries begin.
    pub(super) hanging: &'a [Option<f32>],
    /// What the lengths of its lines tell.
    pub(super) close_set: &'a CloseSet,
    /// The page it stands on.
    pub(super) page: &'a Page,
    /// What is ordinary on the page.
    pub(super) metric: &'a Metric,
    /// The heads that return at the beginnings of its paragraphs.
    pub(super) line_heads: &'a Returning,
    /// Its number on the page, from 0.
    number: u16,
}

impl Column<'_> {
    /// A line of plain text begins and ends well inside the column, as headings in the middle do.
    pub(super) fn is_displayed(&self, line: &Line) -> bool {
        (start(line) - self.edges.left).min(self.edges.right - line.rect.x1) > DISPLAYED
    }

    /// A line of print stands in the middle of the column, well inside it.
    pub(super) fn is_centred(&self, line: &Line) -> bool {
        let (left, right) = (start(line) - self.edges.left, self.edges.right - line.rect.x1);
        left.min(right) > self.metric.body * 3.0 && (left - right).abs() < self.metric.body * 0.8
    }

    /// The line before a line of plain text stands close above it and is open.
    pub(super) fn is_within_prose(&self, line: usize) -> bool {
        let before = line.checked_sub(1).map(|i| (&self.lines[i], &self.lines[line]));
        before.is_some_and(|(above, line)| stand_close(above, line) && !ends_sentence(above) && !is_section(above))
    }

    /// A line is set to the right: datelines and signatures, of which a text that runs on begins none.
    pub(super) fn is_set_right(&self, line: &Line) -> bool {
        let (left, right) = (start(line) - self.edges.left, self.edges.right - line.rect.x1);
        let width = self.edges.right - self.edges.left;
        // An extractor gives the letters of a text columns of its own: what stands in the middle is not quite there.
        left > width * 0.35 && right < left * if self.metric.sized { 0.7 } else { 0.55 }
    }
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
    let left = if metric.sized {
        behind_indents(lines, left, right, metric)
    } else {
        left
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

/// Returns the left edge of a column of paragraphs hardly longer than a line, most lines of which begin with the indent.
///
/// Behind a full line at the indent the sentence goes on at the edge; entries with hanging indents begin there, behind
/// lines that are not full.
fn behind_indents(lines: &[Line], left: f32, right: f32, metric: &Metric) -> f32 {
    let step = metric.body * 0.7..metric.body * 3.5;
    let turned = lines.windows(2).filter(|w| {
        let close = baseline(&w[1]) - baseline(&w[0]) < metric.pitch * 1.32;
        close && (start(&w[0]) - left).abs() < metric.body * 0.4 && step.contains(&(left - start(&w[1])))
    });
    let full = |w: &&[Line]| {
        let word = w[1].words.first().map_or(0.0, |w| w.rect.width());
        right - w[0].rect.x1 < word + metric.body * 0.3
    };
    let edge = turned.clone().map(|w| start(&w[1])).fold(f32::MAX, f32::min);
    let (all, full) = (turned.clone().count(), turned.filter(full).count());
    if full > 0 && full * 3 > all * 2 { edge } else { left }
}

/// Where a line begins; the single space at the start of a frame of plain text is no indent.
pub(super) fn start(line: &Line) -> f32 {
    let x = match line.words.as_slice() {
        [speck, first, ..] if is_speck(speck) => first.rect.x0,
        _ => line.rect.x0,
    };
    if x == 1.0 { 0.0 } else { x }
}

/// Tells whether recognition made a word of a speck of dirt.
pub(super) fn is_speck(word: &Word) -> bool {
    word.confidence.is_some() && matches!(word.text.as_str(), "_" | "|" | "~" | "`" | "^" | "." | "," | "'" | "‘")
}

fn find_tables(lines: &[Line], page: &Page, metric: &Metric) -> Vec<tables::Found> {
    let phrases = Phrases::built_in();
    let mut found = tables::find(
        lines,
        |i| phrases.is_table_caption(&lines[i].text()),
        &page.rules,
        metric,
    );
    found.extend(contents::find(lines, &found, metric));
    found.sort_by_key(|f| f.start);
    found
}

/// Returns one past the last line of a column that a table takes, 0 where there is none.
pub(super) fn tables_end(lines: &[Line], page: &Page, metric: &Metric) -> usize {
    find_tables(lines, page, metric).last().map_or(0, |t| t.end)
}

/// Makes the caption straight above a table its head: from the block that begins like one, which is one of the last three.
/// Tells whether there is one.
fn head_table(before: &mut [Block], table: u32) -> bool {
    let phrases = Phrases::built_in();
    let is_caption = |b: &Block| b.lines.first().is_some_and(|l| phrases.is_table_caption(&l.text()));
    let from = before.len().saturating_sub(3);
    if let Some(at) = before[from..].iter().rposition(is_caption) {
        for block in &mut before[from + at..] {
            block.role = Role::TableHead { table };
        }
        return true;
    }
    false
}

/// Makes blocks of the lines of a column's text; `tables` tables stand on the page before them.
pub(super) fn build(
    lines: Vec<Line>,
    column: u16,
    tables: u32,
    page: &Page,
    metric: &Metric,
    line_heads: &Returning,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Block> {
    let hanging = hanging::find(&lines, metric);
    let text = Column {
        lines: &lines,
        edges: edges(&lines, metric),
        hanging: &hanging,
        close_set: &CloseSet::of(&lines, metric),
        page,
        metric,
        line_heads,
        number: column,
    };
    let mut blocks = Vec::new();
    let mut from = 0;
    for (n, found) in find_tables(&lines, page, metric).into_iter().enumerate() {
        let number = tables.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        let mut before = running(&text, from..found.start);
        let headed = matches!(found.what, tables::What::Table(_)) && head_table(&mut before, number);
        blocks.append(&mut before);
        from = found.end;
        match found.what {
            tables::What::Table(table) => {
                diagnostics.extend(tables::doubt(&table, page.number));
                let foot = lines[from - 1].rect.y1;
                if !headed {
                    let caption = lines[from..][..tables::caption_beneath(foot, &lines[from..], metric)].to_vec();
                    from += caption.len();
                    if !caption.is_empty() {
                        blocks.push(Block::new(Role::TableHead { table: number }, caption, column));
                    }
                }
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
    blocks.extend(running(&text, from..lines.len()));
    act_heads::gather(&mut blocks);
    lists::find(&mut blocks, metric);
    blocks
}

/// Makes blocks of running lines: verse, and what stands between.
fn running(column: &Column, range: Range<usize>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut from = range.start;
    for poem in verse::find(&column.lines[range.clone()], column.edges, column.metric) {
        let poem = poem.start + range.start..poem.end + range.start;
        blocks.extend(paragraphs(column, from..poem.start));
        from = poem.end;
        let opens = verse::stanzas(&column.lines[poem.clone()]);
        let line =
            |(i, opens): (usize, bool)| Block::new(Role::Verse { opens }, vec![column.lines[i].clone()], column.number);
        blocks.extend(poem.zip(opens).map(line));
    }
    blocks.extend(paragraphs(column, from..range.end));
    blocks
}

/// Parts running lines into paragraphs and headings.
fn paragraphs(column: &Column, range: Range<usize>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut current: Vec<usize> = Vec::new();
    let mut expected: Option<u32> = None;
    for i in range {
        if let Some(&last) = current.last()
            && begins(column, i, last, &current, expected)
        {
            blocks.extend(block(column, &current));
            current.clear();
        }
        if current.is_empty()
            && let Some(n) = item_number(&column.lines[i])
        {
            expected = Some(n + 1);
        }
        current.push(i);
    }
    blocks.extend(block(column, &current));
    blocks
}

/// Tells whether there are free lines above and below some lines, or the column's ends.
fn stands_free(column: &Column, first: usize, last: usize) -> bool {
    let apart = |upper: usize, lower: usize| match (column.lines.get(upper), column.lines.get(lower)) {
        (Some(upper), Some(lower)) => baseline(lower) - baseline(upper) > column.metric.pitch * 1.5,
        _ => true,
    };
    (first == 0 || apart(first - 1, first)) && apart(last, last + 1)
}

/// Makes a block of lines.
fn block(column: &Column, lines: &[usize]) -> Option<Block> {
    let Column {
        lines: all,
        edges,
        metric,
        ..
    } = *column;
    let first = *lines.first()?;
    let last = *lines.last()?;
    let taken: Vec<Line> = lines.iter().map(|&i| all[i].clone()).collect();
    let role = if is_heading(column, lines) {
        Role::Heading { level: 1 }
    } else if is_quote(&taken, stands_free(column, first, last), column) {
        Role::Quote
    } else {
        Role::Paragraph
    };
    let mut block = Block::new(role, taken, column.number);
    let step = metric.body * if metric.sized { 0.7 } else { 2.0 };
    // The rest of an entry at the head of a column stands in against the entries behind it.
    let next = column.hanging.get(last + 1).copied().flatten().filter(|_| first == 0);
    let entries = column.hanging[first].or(next);
    block.hanging = entries.is_some();
    block.indented = match entries {
        Some(edge) => !hanging::is_first(&all[first], edge, metric),
        None => start(&all[first]) - edges.left > step,
    };
    // What is set to the right ends with its line, as a short line does.
    block.short = column.is_set_right(&all[last])
        || metric.sized && edges.right - all[last].rect.x1 > (edges.right - edges.left) / 3.0
        || column.close_set.is_short(&all[last], None);
    block.full = edges.right - all[last].rect.x1 < metric.body * if metric.sized { 2.0 } else { 14.0 };
    Some(block)
}
