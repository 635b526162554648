//! Rows that return at the edges of pages: running heads and feet, or how each document of a collection begins and ends.
//!
//! A running head stands over text that goes on from the page before, and on pages that are full. The title of a decree, a
//! form's name, a closing and its signature return too, but where text begins anew and the page is not filled.

use super::edge_rows::Candidate;
use super::measure::{Measure, Metric, baseline};
use super::page_numbers::{Numeral, numeral_in};
use super::running_heads::NEAR;
use crate::read::{Line, Page, Unit};
use crate::span::Rect;

/// A page whose text reaches less far than this share of what its neighbours hold is short.
const FULL: f32 = 0.8;
/// Print fills more than this share of a page's height.
const FILLED: f32 = 0.75;
/// A page of plain text has at least so many lines when it is full.
const LINES: usize = 20;
/// A line of plain text shorter than this share of a full one may be a table's cell.
const CELL: f32 = 0.2;
/// The rows of a table have at least so many cells here.
const CELLS: usize = 3;
/// The rows of a table are no further apart, in line pitches.
const ROWS: f32 = 2.5;
/// So many limits of pages tell that text never runs over.
const FEWEST: usize = 3;
/// A row is set apart whose baseline is so many line pitches away from the next one.
const APART: f32 = 1.45;

/// How the text of a page begins and ends, its edge rows left out.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    /// How far it reaches: lines of plain text, free ones included, else the share of the page's height.
    reach: f32,
    /// It fills no page of print.
    small: bool,
    /// It has full lines, and lines that begin inside a sentence.
    prose: bool,
    /// Its first full line begins in a small letter.
    begins_inside: bool,
    /// Its last full line ends inside a sentence.
    ends_inside: bool,
    /// Its last full line ends inside a word.
    ends_in_word: bool,
}

/// What the pages tell of the rows that return on them.
pub(super) struct Returning<'a> {
    pages: &'a [Page],
    rows: &'a [Vec<Candidate>],
    extents: Vec<Extent>,
}

impl<'a> Returning<'a> {
    /// Looks at how the text of each page begins and ends.
    pub(super) fn new(pages: &'a [Page], rows: &'a [Vec<Candidate>], measure: &Measure) -> Self {
        let returns = |at: usize, c: &Candidate| {
            let mut near = (at.saturating_sub(NEAR)..rows.len().min(at + NEAR + 1)).filter(|&j| j != at);
            near.any(|j| rows[j].iter().any(|o| o.top == c.top && c.says_the_same(o)))
        };
        let extents = (0..pages.len())
            .map(|at| {
                let mut outer: Vec<&Candidate> = rows[at].iter().collect();
                outer.sort_by_key(|c| c.depth);
                let edge = |c: &&&Candidate| {
                    is_set_apart(c, &pages[at], &measure.of(&pages[at])) || c.bare || c.folio || returns(at, c)
                };
                let inner = |top: bool| {
                    let mine = || outer.iter().filter(|c| c.top == top);
                    match mine().take_while(edge).last() {
                        Some(last) => last.inner,
                        None => mine().next().and_then(|c| c.lines.first().copied()),
                    }
                };
                extent(&pages[at], inner(true), inner(false))
            })
            .collect();
        Self { pages, rows, extents }
    }

    /// Tells whether a row that returns heads or ends the documents of a collection; `members` are the pages that have it.
    pub(super) fn is_of_documents(&self, row: &Candidate, members: &[usize]) -> bool {
        let limits: Vec<usize> = members
            .iter()
            .map(|&j| if row.top { j } else { j + 1 })
            .filter(|&j| j > 0 && j < self.pages.len())
            .collect();
        let over = limits.iter().filter(|&&j| self.runs_over(j)).count();
        if over > 0 && over * 4 >= limits.len() {
            return false;
        }
        let short = members.iter().filter(|&&j| self.is_short(j)).count();
        let small = members.iter().filter(|&&j| self.extents[j].small).count();
        let displayed = members
            .iter()
            .filter(|&&j| self.stands_by_display(row, j, members))
            .count();
        let most = |n: usize| n * 2 >= members.len();
        let prose = members.iter().filter(|&&j| self.extents[j].prose).count();
        // Where prose fills pages it runs over from one to the next sooner or later.
        let never = over == 0 && limits.len() >= FEWEST && most(prose);
        // Each document begins behind the short last page of another.
        let behind_short = limits.iter().filter(|&&j| row.top && self.is_short(j - 1)).count();
        let begins = over == 0 && behind_short >= 2 && behind_short * 4 >= limits.len() * 3;
        begins || most(short) || most(displayed) && (never || most(small))
    }

    /// Tells whether a row is the title that others repeat: the first of its words, without the number that they have, over
    /// text that begins with it.
    pub(super) fn is_title(&self, row: &Candidate, index: usize, members: &[usize]) -> bool {
        let others = || members.iter().filter(|&&j| j != index);
        let numbered = |j: &&usize| self.alike_on(row, **j).any(|c| c.numeral.is_some());
        row.top
            && row.numeral.is_none()
            && others().all(|&j| j > index)
            && others().count() >= 2
            && others().filter(numbered).count() * 3 > others().count() * 2
            && !self.runs_over(index)
    }

    /// Tells whether rows of the same words bear numbers that count the pages, whatever this one's is read as.
    pub(super) fn count_on(&self, row: &Candidate, members: &[usize]) -> bool {
        let numbered = |&page: &usize| {
            let folio = self.alike_on(row, page).find(|c| c.folio || c.bare)?;
            Some((page as i64, folio.numeral.as_ref()?))
        };
        let numbers: Vec<(i64, &Numeral)> = members.iter().filter_map(numbered).collect();
        numbers.windows(2).any(|w| w[0].1.counts_on(w[1].1, w[1].0 - w[0].0))
    }

    /// Tells whether rows of the same words are told apart by their last, a number that no two pages share: parts of a book.
    pub(super) fn names_parts(&self, row: &Candidate, members: &[usize]) -> bool {
        let number = |text: &str| {
            let last = text.split_whitespace().next_back()?;
            numeral_in(last.trim_end_matches(['.', ':'])).map(|n| n.value)
        };
        let mut numbers: Vec<i64> = Vec::new();
        for &page in members {
            let Some(n) = self.alike_on(row, page).find_map(|c| number(&c.text)) else {
                return false;
            };
            numbers.push(n);
        }
        numbers.windows(2).all(|w| w[0] < w[1])
    }

    /// Tells whether a row's words stand between the lines of pages near by too, as the titles and signatures of documents that
    /// end anywhere do.
    pub(super) fn stands_inside(&self, row: &Candidate, index: usize) -> bool {
        let near = index.saturating_sub(NEAR)..self.pages.len().min(index + NEAR + 1);
        let inside = near.flat_map(|j| {
            let edge = move |i: usize| self.rows[j].iter().any(|c| c.lines.contains(&i));
            let lines = self.pages[j].lines.iter().enumerate();
            lines.filter(move |(i, _)| !edge(*i)).map(|(_, line)| line)
        });
        let same = |line: &&Line| {
            let letters = line
                .words
                .iter()
                .flat_map(|w| w.text.chars())
                .filter(|c| c.is_alphabetic());
            letters.flat_map(char::to_lowercase).eq(row.key.iter().copied())
        };
        inside.filter(same).nth(1).is_some()
    }

    /// Tells whether a row is one of a table: pieces far apart, as in the next row inwards, and no further from it.
    pub(super) fn is_table_row(&self, row: &Candidate, index: usize, metric: &Metric) -> bool {
        let page = &self.pages[index];
        let wide = metric.body * if metric.sized { 1.0 } else { 2.0 };
        let pieces = |at: usize| {
            let level = baseline(&page.lines[at]);
            let same = |l: &&Line| (baseline(l) - level).abs() < metric.body * 0.5;
            let mut words: Vec<Rect> = page
                .lines
                .iter()
                .filter(same)
                .flat_map(|l| &l.words)
                .map(|w| w.rect)
                .collect();
            words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
            1 + words.windows(2).filter(|w| w[1].x0 - w[0].x1 >= wide).count()
        };
        let (Some(&own), Some(inner)) = (row.lines.first(), row.inner) else {
            return false;
        };
        let apart = (baseline(&page.lines[own]) - baseline(&page.lines[inner])).abs();
        apart < metric.pitch * ROWS && pieces(own) >= CELLS && pieces(inner) >= CELLS
    }

    /// The rows of a page at the same edge with the same words.
    pub(super) fn alike_on(&self, row: &Candidate, page: usize) -> impl Iterator<Item = &'a Candidate> {
        self.rows[page]
            .iter()
            .filter(|c| c.top == row.top && row.says_the_same(c))
    }

    /// Tells whether text runs over the limits of the pages that have a row: what ends a document does not stand there.
    pub(super) fn is_run_over(&self, row: &Candidate, members: &[usize]) -> bool {
        let limits = members.iter().map(|&j| if row.top { j } else { j + 1 });
        let over = limits.filter(|&j| j < self.pages.len() && self.runs_over(j)).count();
        over > 1 && over * 4 >= members.len()
    }

    /// Tells whether text runs over from the page before.
    fn runs_over(&self, page: usize) -> bool {
        let Some(before) = page.checked_sub(1) else {
            return false;
        };
        let (end, begin) = (self.extents[before], self.extents[page]);
        end.ends_in_word || begin.begins_inside && (end.ends_inside || !self.is_short(before))
    }

    /// Tells whether a page near by holds much more text.
    fn is_short(&self, page: usize) -> bool {
        let near = page.saturating_sub(NEAR)..self.pages.len().min(page + NEAR + 1);
        let most = near.map(|j| self.extents[j].reach).fold(0.0, f32::max);
        self.extents[page].reach < most * FULL
    }

    /// Tells whether the number of a row counts on in the rows that stand as far out on other pages.
    fn counts_pages(&self, row: &Candidate, page: usize, members: &[usize]) -> bool {
        let counts = |j: usize| {
            let others = self.rows[j].iter().filter(|c| c.top == row.top && c.depth == row.depth);
            let pairs = others.filter_map(|c| row.numeral.as_ref().zip(c.numeral.as_ref()));
            pairs.into_iter().any(|(a, b)| a.counts_on(b, j as i64 - page as i64))
        };
        members.iter().any(|&j| j != page && counts(j))
    }

    /// Tells whether the row next to this one on a page is no line of prose, or one of a formula that returns with it.
    fn stands_by_display(&self, row: &Candidate, page: usize, members: &[usize]) -> bool {
        let Some(inner) = self.alike_on(row, page).find_map(|c| c.inner) else {
            return false;
        };
        let next = self.rows[page]
            .iter()
            .find(|c| c.top == row.top && c.lines.contains(&inner));
        // A row with the page's number tells nothing of the text within.
        if next.is_some_and(|next| self.counts_pages(next, page, members)) {
            return false;
        }
        let formula = |next: &Candidate| {
            let returns = |j: &&usize| self.alike_on(next, **j).next().is_some();
            members.iter().filter(returns).count() * 2 > members.len()
        };
        let narrow = self.pages[page].lines[inner].rect.width() < measure(&self.pages[page]) * FULL;
        narrow || next.is_some_and(formula)
    }
}

/// The width of a full line of a page.
fn measure(page: &Page) -> f32 {
    let mut widths: Vec<f32> = page
        .lines
        .iter()
        .filter(|l| l.angle == 0.0)
        .map(|l| l.rect.width())
        .collect();
    widths.sort_by(f32::total_cmp);
    // Among many lines some cross the columns.
    let at = if widths.len() < LINES {
        widths.len()
    } else {
        widths.len() * 9 / 10
    };
    at.checked_sub(1).map_or(0.0, |i| widths[i])
}

/// Looks at a page whose text begins and ends with these lines.
fn extent(page: &Page, first: Option<usize>, last: Option<usize>) -> Extent {
    let full = measure(page) * FULL;
    let is_full = |l: &&Line| l.rect.width() >= full;
    let line = |i: Option<usize>| i.and_then(|i| page.lines.get(i)).filter(is_full);
    let begins_inside =
        line(first).is_some_and(|l| l.words[0].text.starts_with(|c: char| c.is_lowercase()) && l.words.len() > 1);
    let end = line(last).and_then(|l| l.words.last()).map(|w| w.text.as_str());
    let ends_in_word = end.is_some_and(|w| w.ends_with(['-', '\u{ad}', '\u{2010}']));
    let ends_inside =
        end.is_some_and(|w| w.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '—' | '–')));
    let (mut prose, mut inside) = (0, 0);
    for line in page.lines.iter().filter(|l| l.angle == 0.0) {
        prose += usize::from(is_full(&line));
        inside += usize::from(line.words[0].text.starts_with(char::is_lowercase));
    }
    let is_prose = |n: usize| n * 10 >= page.lines.len() * 3;
    let bottom = last.and_then(|i| page.lines.get(i)).map_or(0.0, |l| l.rect.y1);
    let (reach, small) = if page.unit == Unit::Cells {
        (lines_of(page), page.lines.len() < LINES)
    } else {
        let share = bottom / page.height.max(1.0);
        (share, share < FILLED)
    };
    Extent {
        reach,
        small,
        prose: is_prose(prose) && is_prose(inside),
        begins_inside,
        ends_inside,
        ends_in_word,
    }
}

/// How many lines a page of plain text holds, free ones between them included. The cells of a table that an extractor set below
/// one another stand for a third of a line.
fn lines_of(page: &Page) -> f32 {
    let cell = measure(page) * CELL;
    let mut last: Option<f32> = None;
    let mut reach = 0.0;
    for line in &page.lines {
        let step = last.map_or(1.0, |last| (baseline(line) - last).clamp(0.0, 2.0));
        reach += if line.rect.width() < cell { 1.0 / 3.0 } else { step };
        last = Some(baseline(line));
    }
    reach
}

/// Tells whether a row stands further from the next one inwards than lines do.
fn is_set_apart(row: &Candidate, page: &Page, metric: &Metric) -> bool {
    let line = |i: Option<usize>| i.and_then(|i| page.lines.get(i)).map(baseline);
    let apart = line(row.lines.first().copied())
        .zip(line(row.inner))
        .map(|(a, b)| (a - b).abs());
    apart.is_none_or(|a| a > metric.pitch * APART)
}

/// Tells whether a row is a line of running text: it fills the measure without a wide gap, and stands no further from the
/// next line than lines do.
pub(super) fn is_line_of_text(row: &Candidate, page: &Page, metric: &Metric) -> bool {
    let wide = metric.body * if metric.sized { 1.4 } else { 3.0 };
    let words: Vec<Rect> = row
        .lines
        .iter()
        .flat_map(|&i| &page.lines[i].words)
        .map(|w| w.rect)
        .collect();
    let gaps = words.windows(2).any(|w| w[1].x0 - w[0].x1 >= wide);
    let text = Rect::around(page.lines.iter().map(|l| &l.rect)).unwrap_or_default();
    !is_set_apart(row, page, metric) && !gaps && !row.bare && row.rect.width() > text.width() * FILLED
}

/// Tells whether a row has a blank to be filled in: `Name ________`.
pub(super) fn has_blank(row: &Candidate) -> bool {
    row.text.contains("___")
}
