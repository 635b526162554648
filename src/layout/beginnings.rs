//! Beginnings: which line of a column begins a paragraph, a heading or an item.
//!
//! A paragraph begins where there is more space above, where the first line is indented, where the type changes, where the
//! first word would still have fitted on the line before, or where a list's next number or bullet stands. Among entries with
//! hanging indents ([`hanging`]) a line at the edge begins one.

use super::blocks::{Column, DISPLAYED, start};
use super::bylines::is_signed;
use super::hanging;
use super::headings::{is_capitals, is_heading, is_numbered, is_section};
use super::labels::{Brackets, label_at};
use super::line_heads::is_article;
use super::lists::{self, item_label, item_number};
use super::measure::{Metric, baseline};
use super::part_titles;
use super::phrases::{Closing, Phrases};
use super::sentences::{
    begins_large, begins_small, ends_between_words, ends_clause, ends_open, ends_sentence, ends_within_word,
};
use super::wrapping::Wrapping;
use crate::read::{Line, Word};

/// The most characters of a wrapped line: terminals and typewriters have 80 to 132.
const LONGEST_LINE: f32 = 150.0;

/// So many lines before and behind one tell how the paragraphs near by are set.
const AROUND: usize = 200;
/// The words of a greeting or a closing formula are no more.
const FORMULA: usize = 8;

/// Decides whether line `i` begins a new block after `last`, the last line of `current`.
pub(super) fn begins(column: &Column, i: usize, last: usize, current: &[usize], expected: Option<u32>) -> bool {
    let Column {
        lines: all,
        edges,
        metric,
        ..
    } = *column;
    let (line, before) = (&all[i], &all[last]);
    let gap = (baseline(line) - baseline(before)) / metric.pitch;
    let tight = match (metric.sized, metric.scanned) {
        // Print keeps the distance of its lines: a little more parts paragraphs, where a sentence ends.
        (true, false) if ends_sentence(before) && begins_large(line) => 1.17,
        (true, _) => 1.32,
        (false, _) => 1.5,
    };
    // A line of larger type stands further down by itself.
    let scale = (line.size().max(before.size()) / metric.body).max(1.0);
    if gap > tight * scale && !runs_over_gap(before, line, gap, metric) || gap < -0.5 {
        return true;
    }
    if ends_within_word(before) && begins_small(line) {
        return false;
    }
    if is_ornament(line) != is_ornament(before) {
        return true;
    }
    // Sizes and weights measured on a scan err; they part no sentence.
    let flows = metric.scanned && !ends_sentence(before) && begins_small(line);
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
        if bold(line) != bold(before) && (bold(line) || is_heading(column, current)) {
            return true;
        }
        if !metric.scanned && current.len() == 1 && gap > 1.1 && is_slanted_title(column, last) && begins_large(line) {
            return true;
        }
    }
    if current.len() == 1 && part_titles::is_title(column, i) {
        return false;
    }
    if part_titles::is_part_number(line) && last > 0 && part_titles::is_title(column, last) {
        return true;
    }
    let close_set = column.close_set;
    let titled = || current.len() == 1 && part_titles::is_part_number(before) && !is_numbered(&line.text());
    if close_set.heads(i) && close_set.heads(last) && (goes_on_in_capitals(before, line) || titled()) {
        return false;
    }
    if is_heading(column, current) && !(metric.sized && same_look(line, before)) && heads_alone(all, current) {
        return true;
    }
    // `INVENTORY No. 2`, `of files kept for good`.
    if current.len() == 1 && begins_small(line) && is_capitals(&before.text()) && is_title_line(column, i) {
        return false;
    }
    if close_set.heads(i) || close_set.heads(last) || close_set.ends(last) {
        return true;
    }
    // The number of a section stands alone.
    if is_section(line) && ends_sentence(before)
        || is_section(before) && current.len() == 1 && is_heading(column, current)
    {
        return true;
    }
    let headed_note =
        || ends_sentence(before) && heads_first_note(all, i) || current.len() == 1 && heads_first_note(all, last);
    if !metric.sized && (counts_on(&all[current[0]], before, line) || headed_note()) {
        return true;
    }
    let step = metric.body * if metric.sized { 0.7 } else { 2.0 };
    let indent = |l: &Line| start(l) - edges.left;
    if of_letter(before, line)
        || lists::begins_dashed(before, line)
        || lists::begins_lettered(before, line)
        || ends_sentence(before)
            && (column.hanging[i].is_none() && is_article(line) || column.line_heads.heads(line, metric.sized))
    {
        return true;
    }
    let label = item_label(line).is_some_and(|l| !lists::is_stopped_letter(l));
    let in_item = lists::is_item_head(&all[current[0]]);
    // An item's second line stands in; where the line behind this one stands out against the item, a paragraph begins.
    let back_out = in_item
        && current.len() == 1
        && ends_sentence(before)
        && begins_large(line)
        && all
            .get(i + 1)
            .is_some_and(|next| indent(before) - indent(next) > 0.5 * step && indent(line) > indent(before));
    if back_out {
        return true;
    }
    // A line set in as the one with the dash, over one at the edge: paragraphs, one of them spoken.
    let head = indent(&all[current[0]]);
    let set_in_as_head = in_item
        && (indent(line) - head).abs() < 0.3 * step
        && ends_sentence(before)
        && begins_large(line)
        && all.get(i + 1).is_some_and(|next| head - indent(next) > 0.5 * step);
    if set_in_as_head {
        return true;
    }
    let spare_of = |l: &Line| (edges.right - l.rect.x1) / (edges.right - edges.left).max(1.0);
    if in_item && lists::repeats_bullet(&all[current[0]], line, spare_of(before) > 0.25 || ends_open(before)) {
        return true;
    }
    if in_item
        && (lists::follows(&all[current[0]], line) || lists::ends_list(all, current, line, spare_of(before) > 0.15))
    {
        return true;
    }
    // A line that stands out against an item whose further lines stand in, or that ended its line, is not of it.
    let stands_out = metric.sized
        && in_item
        && indent(&all[current[0]]).min(indent(before)) - indent(line) > step
        && ends_sentence(before)
        && begins_large(line)
        && (current.len() >= 2 || spare_of(before) > 0.25);
    if stands_out {
        return true;
    }
    if label {
        let next = item_number(line).is_none_or(|n| n == 1 || expected == Some(n)) || counts_from(all, current, line);
        let short = metric.sized && edges.right - before.rect.x1 > (edges.right - edges.left) * 0.4
            || column.close_set.is_short(before, Some(line));
        let joins = || {
            before
                .words
                .last()
                .is_some_and(|w| Phrases::built_in().joins_items(&w.text))
        };
        let counted = || in_item && item_number(line).is_some_and(|n| expected == Some(n)) && joins();
        if next && (ends_clause(before) || gap > 1.15 || short || counted()) {
            return true;
        }
    }
    // What stands in the middle of plain text is a heading or caption.
    let middle = |l: &Line| !metric.sized && column.is_displayed(l);
    if middle(line) && !middle(before) && ends_sentence(before) {
        return true;
    }
    // A sentence that fills its line may run on in what is left of two texts side by side.
    let runs_on = edges.right - before.rect.x1 < metric.body && !ends_clause(before) && begins_small(line);
    if column.is_set_right(line) != column.is_set_right(before) && !runs_on {
        return true;
    }
    // Of two who sign below one another each has a line.
    if column.is_set_right(line) && is_signed(before) && is_signed(line) {
        return true;
    }
    if current.len() == 1 && hangs_on_number(before, line, metric) {
        return false;
    }
    if let Some(edge) = column.hanging[i] {
        // A head in the middle stands between entries.
        let middle = |l: &Line| metric.sized && column.is_centred(l);
        if middle(line) && !middle(before) && ends_sentence(before) && begins_large(line) {
            return true;
        }
        // Within a sentence only a full line is followed by one in small letters.
        let full = edges.right - before.rect.x1 < line.words[0].rect.width() + metric.body;
        // An entry of an index ends with its pages.
        let of_index = before
            .words
            .last()
            .is_some_and(|w| w.text.contains(|c: char| c.is_ascii_digit()));
        let inside = full && begins_small(line) && !ends_clause(before) && !of_index && !metric.sized;
        return !inside && hanging::begins(before, line, edge, metric);
    }
    let stepped_in = indent(line) - indent(before) > step;
    // What stands in and begins inside a sentence goes on with it: the second line of an entry.
    let inside = begins_small(line) && begins_large(before) && !ends_clause(before) && current.len() == 1;
    if stepped_in
        && !inside
        && indent(line) < metric.body * if metric.sized { 8.0 } else { 12.0 }
        && !(in_item && current.len() == 1)
    {
        return true;
    }
    let word = line.words.first().map_or(0.0, |w| w.rect.width());
    // A further line with a paragraph's indent begins a paragraph where its first word had room on the line before, or where
    // it fills the column and the next line is back at the edge.
    let indented = |l: &Line| indent(l) > step && indent(l) < 5.0 * step;
    let alike_indent = |l: &Line| (indent(l) - indent(line)).abs() < 0.4 * step;
    let alike = |&l: &usize| indented(&all[l]) && alike_indent(&all[l]);
    if !in_item && current.iter().all(alike) {
        // A quotation set in on both sides has an edge of its own, at which most of its lines end; the first line of a
        // paragraph behind it is none of them.
        let run = all[current[0]..].iter().take(current.len() + 8);
        let run: Vec<&Line> = run.take_while(|l| alike_indent(l)).collect();
        let furthest = |run: &[&Line]| run.iter().map(|l| l.rect.x1).fold(before.rect.x1, f32::max);
        let own = match all.get(current[0] + run.len()) {
            Some(next) if indent(next).abs() < 0.4 * step => &run[..run.len() - 1],
            _ => &run[..],
        };
        let edge = furthest(own);
        let shared = own.iter().filter(|l| edge - l.rect.x1 < 0.5 * metric.body).count() * 2 > own.len().max(5);
        let right = if shared { edge } else { furthest(&run) };
        let room = metric.sized && right - before.rect.x1 > word + 0.4 * metric.body;
        let back = all.get(i + 1).is_some_and(|next| {
            indent(next).abs() < 0.4 * step && (baseline(next) - baseline(line)) / metric.pitch < tight
        });
        // Short lines with the indent of paragraphs are paragraphs each, as the lines at the head of a letter are.
        let spare = edges.right - before.rect.x1;
        let short = spare > (edges.right - edges.left) * 0.35 && spare > word + metric.body;
        // In print so is each that ended where the next one's first word had room, but not where others end below it.
        let ends_below = |l: &&&Line| (l.rect.x1 - before.rect.x1).abs() < 0.5 * metric.body;
        let even = || run.iter().filter(ends_below).count() > 1;
        let centred = || column.is_centred(before) && column.is_centred(line);
        let short =
            short || metric.sized && !metric.scanned && spare > word + 1.5 * metric.body && !centred() && !even();
        let around = &all[i.saturating_sub(AROUND)..all.len().min(i + AROUND)];
        let paragraphs = around.windows(2).filter(|w| {
            alike_indent(&w[0])
                && indent(&w[1]).abs() < 0.4 * step
                && (baseline(&w[1]) - baseline(&w[0])) / metric.pitch < tight
        });
        let ended = column.close_set.is_short(before, Some(line));
        let spoken = ends_sentence(before) && begins_large(line);
        if (short || ended) && (spoken || paragraphs.count() >= 2)
            || ended && ends_clause(before) && !begins_small(line)
        {
            return true;
        }
        // The lines of plain text are not spaced out to the edge.
        let full = if metric.sized {
            metric.body
        } else {
            0.15 * (edges.right - edges.left)
        };
        // A quotation's last full line stands over the edge too.
        let anew = !begins_small(line) && (metric.sized || ends_clause(before));
        if room || back && anew && edges.right - line.rect.x1 < full {
            return true;
        }
    }
    // The lines of a title in the middle.
    let alike =
        || same_look(line, before) || begins_small(line) && (line.size() - before.size()).abs() < 0.05 * line.size();
    if metric.sized && column.is_centred(before) && column.is_centred(line) && alike() {
        return false;
    }
    // Back at the left edge after a block set in, or after a line set in from both sides; the second line of an indented
    // paragraph is not that.
    let stepped_out = indent(before) - indent(line) > step;
    let (left, right) = (indent(before), edges.right - before.rect.x1);
    let centred = if metric.sized {
        left.min(right) > 2.0 * step && (left - right).abs() < 2.0 * step
    } else {
        // Capitals are wider than the columns that an extractor gives them.
        left.min(right) > DISPLAYED && indent(line) < DISPLAYED
    };
    // The first line of a displayed paragraph, whose further lines stand in too, is not that either.
    let past = line.rect.x1 - before.rect.x1;
    let displayed =
        metric.sized && indent(line) > step && (past.abs() < 0.5 * metric.body || past < 0.0 && !ends_sentence(before));
    let centred = centred && !displayed;
    // The last line of a quotation that the page before began looks like the first of a paragraph, but begins in small letters.
    let rest = last == 0 && begins_small(before) && ends_sentence(before) && begins_large(line);
    if stepped_out && (current.len() >= 2 || centred || rest) && !in_item {
        return true;
    }
    // A line longer than any measure of print is not wrapped: it is a paragraph, whatever the lines round it are.
    if !metric.sized && line.rect.width().max(before.rect.width()) > LONGEST_LINE {
        return true;
    }
    // Where the last lines tell the paragraphs, they have told already; a single long line says nothing of the others' room.
    let long = |w: Wrapping| edges.right - edges.left > w.measure * 1.3;
    if metric.wrapping.is_some_and(|w| w.close && long(w)) {
        return false;
    }
    let last_right = before.rect.x1;
    let spare = edges.right - last_right;
    ends_sentence(before)
        && spare > word + metric.body * if metric.sized { 3.0 } else { 12.0 }
        && (metric.sized || spare > (edges.right - edges.left) * 0.25)
        && !begins_small(line)
}

/// Tells whether a word of plain text runs on over a free line, where a column of the source ended. A sentence alone tells nothing:
/// behind the free line may stand the rest of a note.
fn runs_over_gap(before: &Line, line: &Line, gap: f32, metric: &Metric) -> bool {
    !metric.sized && gap < 2.5 && ends_within_word(before) && begins_small(line) && item_label(line).is_none()
}

/// Tells whether a line of plain text is the last of a title: short, without a stop, over free space.
fn is_title_line(column: &Column, at: usize) -> bool {
    let line = &column.lines[at];
    let free = column
        .lines
        .get(at + 1)
        .is_none_or(|next| baseline(next) - baseline(line) > column.metric.pitch * 1.5);
    let width = column.edges.right - column.edges.left;
    !column.metric.sized && free && !ends_clause(line) && !ends_between_words(line) && line.rect.width() < width * 0.75
}

/// Tells whether a line of print is all in italics, short and without a stop, over one that has none, with free space above.
fn is_slanted_title(column: &Column, at: usize) -> bool {
    let line = &column.lines[at];
    let free = |above: usize| baseline(line) - baseline(&column.lines[above]) > column.metric.pitch * 1.25;
    let upright = |next: &Line| next.words.iter().all(|w| !w.style.italic);
    line.words.iter().all(|w| w.style.italic || w.style.superscript)
        && line.rect.width() < (column.edges.right - column.edges.left) * 0.85
        && !ends_clause(line)
        && at.checked_sub(1).is_none_or(free)
        && column.lines.get(at + 1).is_some_and(upright)
}

/// Tells whether two lines in capitals are one title: neither is a part's word or number by itself.
fn goes_on_in_capitals(before: &Line, line: &Line) -> bool {
    let titled = |l: &Line| {
        let text = l.text();
        is_capitals(&text) && !is_numbered(&text) && !is_section(l) && !Phrases::built_in().is_heading(&text)
    };
    titled(before) && titled(line)
}

/// Tells whether a line is the formula that ends a letter, or follows the greeting that begins one.
fn of_letter(before: &Line, line: &Line) -> bool {
    let phrases = Phrases::built_in();
    let brief = |l: &Line| l.words.len() <= FORMULA;
    let closes = || brief(line) && phrases.closes_letter(&line.text()) == Some(Closing::Unsigned);
    let calls = |l: &Line| {
        l.words
            .last()
            .is_some_and(|w| w.text.ends_with([',', '!', ':', '.', '—', '–']))
    };
    let opens = || brief(before) && calls(before) && !begins_small(before) && phrases.opens_letter(&before.text());
    ends_sentence(before) && !begins_small(line) && closes() || opens()
}

/// Tells whether a line stands under the first word behind the number of a heading or clause: it goes on with that.
fn hangs_on_number(first: &Line, line: &Line, metric: &Metric) -> bool {
    let near = metric.body * if metric.scanned { 0.8 } else { 0.5 };
    let under = |w: &Word| (start(line) - w.rect.x0).abs() <= near;
    is_numbered(&first.text()) && start(line) - start(first) > near && first.words.get(1).is_some_and(under)
}

/// Tells whether a line begins with the number after one that stands within the lines above: `Remark. 1) …`.
pub(super) fn counts_from(all: &[Line], current: &[usize], line: &Line) -> bool {
    let (Some(label), Some(n)) = (item_label(line), item_number(line)) else {
        return false;
    };
    let before = label.replacen(&n.to_string(), &n.saturating_sub(1).to_string(), 1);
    n > 1
        && current
            .iter()
            .any(|&i| all[i].words.iter().skip(1).any(|w| w.text == before))
}

/// Tells whether a line is an ornament between parts of a text: stars or dots, three or more.
pub(super) fn is_ornament(line: &Line) -> bool {
    let signs = || line.words.iter().flat_map(|w| w.text.chars());
    let starts = line
        .words
        .first()
        .is_some_and(|w| w.text.starts_with(['*', '⁂', '•', '·', '.']));
    starts && signs().all(|c| "*⁂•·.".contains(c)) && (signs().count() >= 3 || signs().any(|c| c == '⁂'))
}

/// Tells whether a line begins with the number that follows the one at the head of another, both in square brackets or both
/// bare before a capital: end notes of a typed text stand straight below one another.
fn counts_on(first: &Line, before: &Line, line: &Line) -> bool {
    let number = |l: &Line| {
        let label = label_at(l)?;
        let bare = label.printed.chars().all(|c| c.is_ascii_digit());
        let square = Brackets::of(&label.printed) == Brackets::Square;
        (square || bare && heads_capital(l)).then_some((label.ordinal.number()?, bare))
    };
    matches!((number(first), number(line)), (Some((a, x)), Some((b, y))) if b == a + 1 && x == y && (!x || ends_sentence(before)))
}

/// The word behind the number at the head of a line begins in a capital.
fn heads_capital(line: &Line) -> bool {
    let word = line
        .words
        .get(1)
        .map(|w| w.text.trim_start_matches(['«', '“', '„', '"', '‘', '\'']));
    word.is_some_and(|w| w.starts_with(char::is_uppercase))
}

/// Tells whether a part's number stands over the first of its notes: `Chapter One`, `1 Ibid.`
fn heads_first_note(all: &[Line], at: usize) -> bool {
    let first = |l: &Line| label_at(l).is_some_and(|label| label.ordinal.number() == Some(1)) && heads_capital(l);
    part_titles::is_part_number(&all[at]) && all.get(at + 1).is_some_and(first)
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
