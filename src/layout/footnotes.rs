//! Foot notes: where the notes of a column begin, and where each note begins.
//!
//! Evidence where a source has it: smaller type down to the column's foot, a short rule above, more space above. Where it has
//! none (plain text), the numbers ([`typed_notes`]).

use super::labels::{Brackets, Label, Ordinal, garbled_label_at, label_at, strip_label};
use super::markers::markers;
use super::measure::{Metric, baseline};
use super::phrases::Phrases;
use super::sentences::ends_sentence;
use super::{Block, Role, run_on, typed_notes};
use crate::read::{Line, Page};
use crate::repair::NotePlace;

/// Type smaller than this share of the body's is small: foot notes are set 0.75 to 0.9 of it.
const SMALL: f32 = 0.93;
/// The share of a page's height in which a rule is no rule above notes.
const TOP: f32 = 0.15;

/// Parts a column's lines into text and notes.
pub(super) fn part(mut column: Vec<Line>, page: &Page, metric: &Metric) -> (Vec<Line>, Vec<Line>) {
    let start = if metric.sized {
        start_by_size(&column, page, metric)
    } else {
        // Extractors set a raised number or sign on a line of its own.
        typed_notes::join_marks(&mut column);
        typed_notes::start(&column)
    };
    let mut notes = column.split_off(start.unwrap_or(column.len()));
    if !metric.sized {
        let behind = typed_notes::text_behind(&mut notes, &column);
        column.extend(behind);
    }
    (column, notes)
}

/// Finds the first line of the notes where sizes are known.
fn start_by_size(column: &[Line], page: &Page, metric: &Metric) -> Option<usize> {
    let small = |l: &Line| l.size() < metric.body * SMALL;
    // The foot of the column in small type; a scan may read a line or two of it too large.
    let slack = if metric.scanned { 2 } else { 1 };
    let mut start = column.len();
    let mut misfits = 0;
    for i in (0..column.len()).rev() {
        if small(&column[i]) {
            start = i;
            misfits = 0;
        } else {
            misfits += 1;
            let inside = column.len() - start >= 2 && metric.scanned;
            if misfits > slack || !inside {
                break;
            }
        }
    }
    let ruled = |i: usize| {
        let above = if i == 0 {
            f32::MIN
        } else {
            column[i - 1].rect.y1 - metric.body * 0.5
        };
        page.rules.iter().any(|r| {
            // A rule at the top of the page is that of its running head.
            r.y0 > page.height * TOP
                && r.width() > metric.body * 2.0
                && r.height() < metric.body * 0.5
                && r.y0 > above
                && r.y0 < column[i].rect.y0 + column[i].rect.height() * 0.3
                && r.x0 < column[i].rect.x1
                && r.x1 > column[i].rect.x0 - metric.body * 2.0
        })
    };
    // A rule above a number: notes set as large as the text.
    let by_rule = (0..column.len())
        .rev()
        .find(|&i| ruled(i) && label_at(&column[i]).is_some());
    if start == column.len() {
        return by_rule;
    }
    // Small type on a page without any other is not at the foot of a text: an appendix, a list, the end notes of a book.
    // A line over it may be the head of a part of them.
    if start <= 1 && !ruled(start) && !has_body(page, metric) && column[..start].iter().all(|l| l.words.len() < 8) {
        return by_rule;
    }
    if (0..start).any(|i| Phrases::built_in().heads_notes(&column[i].text())) {
        return by_rule;
    }
    let start = by_rule.map_or(start, |r| if r < start { r } else { start });
    let heads_note =
        |i: usize| note_label(&column[i], i.checked_sub(1).map(|before| &column[before]), metric).is_some();
    let Some(first) = (start..column.len()).find(|&i| heads_note(i)) else {
        // Small type without any number goes on from the page before if it is set apart from the text.
        let apart = start > 0 && (ruled(start) || gap(column, start, metric) > 1.35);
        return (apart || (start == 0 && ruled(0))).then_some(start);
    };
    // Small type before the first number is the end of a note of the page before, or belongs to the text (a small
    // quotation): a rule decides, else the widest space.
    (start..=first)
        .find(|&i| ruled(i))
        .or_else(|| {
            (start.max(1)..=first).max_by(|&a, &b| {
                gap(column, a, metric)
                    .total_cmp(&gap(column, b, metric))
                    .then(b.cmp(&a))
            })
        })
        .or(Some(first))
}

/// Tells whether a page has lines of the body's size.
fn has_body(page: &Page, metric: &Metric) -> bool {
    let lines = page.lines.iter().filter(|l| l.angle == 0.0 && l.words.len() >= 4);
    lines.filter(|l| l.size() >= metric.body * SMALL).nth(1).is_some()
}

/// The distance of line `i` from the one above it, in line pitches.
fn gap(column: &[Line], i: usize, metric: &Metric) -> f32 {
    if i == 0 {
        9.0
    } else {
        (baseline(&column[i]) - baseline(&column[i - 1])) / metric.pitch
    }
}

/// Returns what the markers of a page's text count to.
pub(super) fn called<'a>(text: impl Iterator<Item = &'a Line>) -> Vec<Ordinal> {
    text.flat_map(|line| markers(&line.words)).map(|m| m.ordinal).collect()
}

/// Makes blocks of the lines of a column's notes; `called` is what the page's text calls.
pub(super) fn build(mut notes: Vec<Line>, column: u16, called: &[Ordinal], page: &Page, metric: &Metric) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let print = notes.split_off(run_on::print_below(&notes, page, metric));
    let mut last: Option<Ordinal> = None;
    // What the text calls behind the last note.
    let mut ahead = called;
    let mut indent: Option<f32> = None;
    let edge = run_on_edge(&notes, metric);
    for line in apart(notes, called, metric) {
        let before = blocks.last().and_then(|note| note.lines.last());
        let label = note_label(&line, before, metric)
            .filter(|l| accept(l, last.as_ref(), indent, &line, metric) || begins_anew(l, last.as_ref(), ahead));
        match label {
            Some(label) => {
                let met = ahead.iter().take(REACH).position(|o| *o == label.ordinal);
                ahead = met.map_or(ahead, |at| &ahead[at + 1..]);
                indent.get_or_insert(line.rect.x0);
                last = Some(label.ordinal.clone());
                let lines: Vec<Line> = strip_label(line, &label).into_iter().collect();
                let role = Role::Note {
                    label: Some(label.printed),
                    place: NotePlace::Foot,
                };
                blocks.push(Block::new(role, lines, column));
            }
            None => match blocks.last_mut() {
                Some(block) if edge.is_some_and(|edge| begins_paragraph(block, &line, edge, metric)) => {
                    let role = Role::Note {
                        label: None,
                        place: NotePlace::Foot,
                    };
                    blocks.push(Block::new(role, vec![line], column));
                }
                Some(block) => {
                    block.rect = block.rect.union(&line.rect);
                    block.lines.push(line);
                }
                None => {
                    let mut block = Block::new(
                        Role::Note {
                            label: None,
                            place: NotePlace::Foot,
                        },
                        vec![line],
                        column,
                    );
                    block.continues = true;
                    blocks.push(block);
                }
            },
        }
    }
    if !print.is_empty() {
        blocks.push(Block::new(Role::Paragraph, print, column));
    }
    blocks
}

/// Returns the label of a line among notes; on a scan also one that could not be read, behind the end of a sentence.
fn note_label(line: &Line, before: Option<&Line>, metric: &Metric) -> Option<Label> {
    if before.is_some_and(|before| ends_span(before, line)) && !line.words[0].style.superscript {
        return None;
    }
    label_at(line).or_else(|| {
        let may_begin =
            metric.scanned && before.is_none_or(|before| ends_sentence(before) || before.size() > SMALL * metric.body);
        garbled_label_at(line).filter(|_| may_begin)
    })
}

/// Tells whether a line goes on with the span of numbers that the line right above is open with: `112–`, then `19.`
pub(super) fn ends_span(before: &Line, line: &Line) -> bool {
    let number = before.words.last().and_then(|w| w.text.strip_suffix(['–', '-', '—']));
    number.is_some_and(|n| n.ends_with(|c: char| c.is_ascii_digit()))
        && line.rect.y0 - before.rect.y1 < line.rect.height() * 0.8
}

/// The outermost edge of the lines that begin no note; `None` where sizes are not known.
fn run_on_edge(notes: &[Line], metric: &Metric) -> Option<f32> {
    let run_on = notes
        .iter()
        .filter(|l| metric.sized && note_label(l, None, metric).is_none());
    run_on.map(|l| l.rect.x0).reduce(f32::min)
}

/// Tells whether a line begins a further paragraph of a note: behind the end of a sentence it is set in, or set apart.
fn begins_paragraph(note: &Block, line: &Line, edge: f32, metric: &Metric) -> bool {
    let Some(before) = note.lines.last() else { return false };
    let step = metric.body * if metric.scanned { 1.0 } else { 0.7 };
    let apart = (baseline(line) - baseline(before)) / before.size().max(1.0);
    // Notes are set with 1.1 to 1.3 of their size from line to line.
    let space = (1.6..6.0).contains(&apart) && !metric.scanned;
    let (inset, back) = (line.rect.x0 - edge > step, before.rect.x0 - line.rect.x0 > step);
    let on_one_level = apart.abs() < 0.5;
    !on_one_level && ((ends_sentence(before) && (inset || space)) || (space && (inset || back)))
}

/// Parts the lines that hold several short notes: `1 Minutes, p. 14.   2 Ibid.`
///
/// A further note begins behind a sentence's end with the number that comes next, which the text calls, and which is raised,
/// stands behind a wide space, or in the same brackets as the one before.
fn apart(notes: Vec<Line>, called: &[Ordinal], metric: &Metric) -> Vec<Line> {
    let wide = metric.body * if metric.sized { 0.7 } else { 2.0 };
    let mut last: Option<Label> = None;
    let mut parted = Vec::with_capacity(notes.len());
    for line in notes {
        last = label_at(&line).or(last);
        let mut from = 0;
        for i in 1..line.words.len() {
            let (before, word) = (&line.words[i - 1], &line.words[i]);
            let closed = before
                .text
                .trim_end_matches(['”', '’', '"', '»', ')'])
                .ends_with(['.', '!', '?']);
            let space = word.rect.x0 - before.rect.x1;
            // Most words are no number, and need not be looked at further.
            if !closed || word.glued || word.text.starts_with(char::is_alphabetic) {
                continue;
            }
            let next = Line::new(line.words[i..].to_vec(), line.angle).and_then(|rest| label_at(&rest));
            let comes = |next: &Label, last: &Label| {
                let brackets = Brackets::of(&next.printed);
                let alike = brackets != Brackets::None && brackets == Brackets::of(&last.printed);
                (word.style.superscript || next.superscript || space >= wide || alike)
                    && comes_next(&last.ordinal, &next.ordinal)
                    && called.contains(&next.ordinal)
            };
            if let (Some(next), Some(before)) = (next, &last)
                && comes(&next, before)
            {
                last = Some(next);
                parted.extend(Line::new(line.words[from..i].to_vec(), line.angle));
                from = i;
            }
        }
        parted.extend(Line::new(line.words[from..].to_vec(), line.angle));
    }
    parted
}

/// Tells whether a note may be the one straight after another on its page.
fn comes_next(last: &Ordinal, next: &Ordinal) -> bool {
    match (last.number(), next) {
        (Some(a), Ordinal::Number(b)) => *b == a + 1,
        (_, Ordinal::Sign(_)) => last != next,
        _ => false,
    }
}

/// So many markers further on a note's own is looked for: what looks like one may stand between.
const REACH: usize = 5;

/// Tells whether a number counts anew from 1, as the text's markers do behind that of the last note: a chapter began.
fn begins_anew(label: &Label, last: Option<&Ordinal>, ahead: &[Ordinal]) -> bool {
    let Some(last) = last.and_then(Ordinal::number) else {
        return false;
    };
    let counts_on = |n: &Ordinal| n.number() == Some(last + 1);
    label.ordinal == Ordinal::Number(1)
        && ahead
            .iter()
            .take(REACH)
            .take_while(|n| !counts_on(n))
            .any(|n| *n == label.ordinal)
}

/// Decides whether a number at the head of a line begins the next note, or is a number at the start of a line of one.
fn accept(label: &Label, last: Option<&Ordinal>, indent: Option<f32>, line: &Line, metric: &Metric) -> bool {
    let near = indent.is_none_or(|x| (x - line.rect.x0).abs() < metric.body * 0.8);
    let glued = line.words.first().is_some_and(|w| w.text != label.printed);
    match (last, &label.ordinal) {
        (None, _) => true,
        (Some(_), Ordinal::Sign(_)) => true,
        (Some(last), Ordinal::Number(b)) => match last.number() {
            Some(a) => {
                *b == a + 1
                    || (*b > a && *b <= a + 3 && near && (label.superscript || metric.sized))
                    || (*b == 1 && label.superscript)
                    // A note called twice is printed twice by some.
                    || (*b == a && near && (label.superscript || glued))
            }
            None => *b <= 3 || label.superscript,
        },
    }
}
