//! Notes of a table: lines under it that begin with a letter, number or sign that stands behind a word or number in it.

use super::Table;
use crate::layout::measure::Metric;
use crate::layout::phrases::Phrases;
use crate::layout::{Block, Role};
use crate::read::{Line, Word};
use crate::repair::NotePlace;

/// At most so many lines of notes stand under a table.
const MOST: usize = 30;

/// Returns the lettered and other marks that could call notes in a line of a table: the index of the word, the bytes, the mark.
pub(crate) fn marks(words: &[Word]) -> Vec<(usize, std::ops::Range<usize>, String)> {
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let text = word.text.as_str();
        let whole = is_mark(core(text))
            && (word.style.superscript || index > 0 && text.starts_with('(') && is_letter(core(text)));
        if whole {
            found.push((index, 0..text.len(), core(text).to_owned()));
            continue;
        }
        if word.style.superscript {
            continue;
        }
        // Behind a number a letter is a mark, behind a word a sign or a letter in brackets.
        let head = text.trim_end_matches(['*', '†', '‡', '§']);
        if head.len() < text.len() && !head.is_empty() {
            found.push((index, head.len()..text.len(), text[head.len()..].to_owned()));
            continue;
        }
        let inner = text.strip_suffix(')').unwrap_or(text);
        let Some(last) = inner.chars().next_back().filter(|c| c.is_lowercase()) else {
            continue;
        };
        let rest = &inner[..inner.len() - last.len_utf8()];
        let at = rest.strip_suffix('(').map_or(rest.len(), str::len);
        let bracketed = inner.len() < text.len() && at < rest.len();
        let number = rest[..at].ends_with(|c: char| c.is_ascii_digit() || "–—.½¼¾".contains(c));
        if number && (bracketed || inner.len() == text.len()) || bracketed && at > 0 {
            found.push((index, at..text.len(), last.to_string()));
        }
    }
    found
}

/// The mark without its brackets and stop.
fn core(text: &str) -> &str {
    text.trim_matches(['(', ')', '[', ']', '.'])
}

fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_lowercase) && chars.next().is_none()
}

fn is_mark(text: &str) -> bool {
    let count = text.chars().count();
    is_letter(text)
        || (1..=4).contains(&count) && text.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§'))
        || (1..=2).contains(&count) && text.chars().all(|c| c.is_ascii_digit())
}

/// Reads the label at the head of a line: as printed, and how many words it takes.
fn label(line: &Line) -> Option<String> {
    let first = line.words.first()?;
    if line.words.len() < 2 {
        return None;
    }
    let raised = first.style.superscript || !first.text.chars().all(char::is_alphabetic);
    let bare = is_letter(&first.text);
    (is_mark(core(&first.text)) && (raised || bare)).then(|| first.text.clone())
}

/// Takes the notes of a table off the front of the lines below it. Returns so many lines, and the notes.
pub(in crate::layout) fn take(table: &Table, lines: &[Line], column: u16, metric: &Metric) -> (usize, Vec<Block>) {
    let cells = || table.rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.lines);
    let called = |mark: &str| {
        let raised_number = |l: &Line| l.words.iter().any(|w| w.style.superscript && core(&w.text) == mark);
        cells().any(|l| marks(&l.words).iter().any(|m| m.2 == mark) || raised_number(l))
    };
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    let mut foot: Option<f32> = cells().map(|l| l.rect.y1).max_by(f32::total_cmp);
    while at < lines.len().min(MOST) {
        let line = &lines[at];
        let space = foot.map_or(0.0, |y| line.rect.y0 - y);
        let room = if metric.sized { metric.pitch * 1.8 } else { 1.5 };
        if space > room {
            break;
        }
        match label(line).filter(|l| called(core(l))) {
            Some(printed) => {
                let mut words = line.words[1..].to_vec();
                if let Some(first) = words.first_mut() {
                    first.glued = false;
                }
                let role = Role::Note {
                    label: Some(printed),
                    place: NotePlace::Table,
                };
                blocks.push(Block::new(
                    role,
                    Line::new(words, line.angle).into_iter().collect(),
                    column,
                ));
            }
            None if Phrases::built_in().is_table_source(&line.text()) => {
                blocks.push(Block::new(Role::Paragraph, vec![line.clone()], column));
            }
            None => {
                let Some(open) = blocks.last_mut() else { break };
                let tight = space < if metric.sized { metric.pitch * 0.5 } else { 0.5 };
                let same = open
                    .lines
                    .last()
                    .is_some_and(|l| (l.size() - line.size()).abs() < line.size() * 0.06);
                let starts = line
                    .words
                    .first()
                    .is_some_and(|w| w.text.starts_with(char::is_uppercase))
                    && open
                        .lines
                        .last()
                        .is_some_and(|l| l.text().ends_with('.') && l.rect.x1 < line.rect.x1);
                if !tight || !same || starts {
                    break;
                }
                open.rect = open.rect.union(&line.rect);
                open.lines.push(line.clone());
            }
        }
        foot = Some(line.rect.y1);
        at += 1;
    }
    (at, blocks)
}
