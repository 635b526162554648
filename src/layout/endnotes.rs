//! End notes: numbered paragraphs under a heading `Notes`, or at the end of the text.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::{Brackets, Ordinal, label_at, label_ordinal, strip_label};
use super::markers::markers;
use super::sentences::ends_sentence;
use super::{Block, LaidPage, Phrases, Role};
use crate::read::Line;
use crate::repair::NotePlace;

/// So many paragraphs may stand between the heading of the notes and the first of them.
const MOST_BEFORE: usize = 6;

/// Gives the numbered paragraphs under a heading of notes the role of end notes.
///
/// Under such a heading every numbered paragraph is a note as long as the numbers count on (or start anew, chapter by
/// chapter); what follows one without a number belongs to it. The next heading that is no part of the numbering ends them.
pub(super) fn find(pages: &mut [LaidPage], phrases: &Phrases) {
    let first: Vec<Option<u32>> = pages.iter().flat_map(|p| &p.blocks).map(number).collect();
    let of_page = |(number, page): (usize, &LaidPage)| std::iter::repeat_n(number, page.blocks.len());
    let mut returning: BTreeMap<String, usize> = BTreeMap::new();
    for block in pages.iter().flat_map(|p| &p.blocks).filter(|b| heads_part(b)) {
        *returning.entry(shape(block)).or_default() += 1;
    }
    let page_of: Vec<usize> = pages.iter().enumerate().flat_map(of_page).collect();
    let mut blocks: Vec<&mut Block> = pages.iter_mut().flat_map(|p| &mut p.blocks).collect();
    // The page of the last note's last line, where that line ends no sentence.
    let mut open: Option<usize> = None;
    let mut under = false;
    let mut last = 0;
    let mut before = 0;
    // Chapters whose markers begin at 1, and lists of notes that do.
    let (mut chapters, mut lists) = (0_usize, 0_usize);
    for at in 0..blocks.len() {
        let heads = matches!(blocks[at].role, Role::Heading { .. }) && heads_notes(&blocks, at, &first, phrases);
        let block = &mut blocks[at];
        let next = first.get(at + 1).copied().flatten();
        let counts_on = under && last > 0 && next == Some(last + 1);
        if counts_on && returning.get(&shape(block)).is_some_and(|n| *n > 1) && heads_part(block) {
            block.role = Role::Heading { level: 1 };
        }
        if under && heads_chapter(block, next, u32::try_from(lists + 1).unwrap_or(u32::MAX)) {
            block.role = Role::Heading { level: 1 };
        }
        if !under {
            let ones = |line: &Line| {
                markers(&line.words)
                    .iter()
                    .filter(|m| m.ordinal == Ordinal::Number(1))
                    .count()
            };
            chapters += block.lines.iter().map(ones).sum::<usize>();
        }
        match &block.role {
            // The notes of a book count on under the heads of its parts.
            Role::Heading { .. } if counts_on => open = None,
            Role::Heading { .. } => {
                let text = block.text();
                // A chapter's heading among the notes of a book does not end them, as long as there are chapters.
                let begins = first.get(at + 1).copied().flatten() == Some(1);
                let chapter = under && lists < chapters && (begins || (last > 0 && !phrases.is_heading(&text)));
                under = heads || chapter;
                (last, before) = (0, 0);
            }
            Role::Paragraph | Role::Quote | Role::Item { .. } | Role::ItemParagraph { .. } | Role::Note { .. }
                if under =>
            {
                let number = first.get(at).copied().flatten();
                let label = label_of(block);
                let counts = number.is_some_and(|n: u32| n == 1 || (n > last && n <= last + 3));
                if counts {
                    lists += usize::from(number == Some(1));
                    last = number.unwrap_or(last);
                    strip(block);
                    block.role = Role::Note {
                        label,
                        place: NotePlace::End,
                    };
                } else if last > 0 {
                    block.continues = open.is_some_and(|page| page != page_of[at]);
                    block.role = Role::Note {
                        label: None,
                        place: NotePlace::End,
                    };
                } else {
                    // A few words about the notes may stand before them.
                    before += 1;
                    under = before <= MOST_BEFORE;
                }
                let ends = block.lines.last().is_none_or(ends_sentence);
                open = (!ends).then_some(page_of[at]);
            }
            _ => {}
        }
    }
    find_unheaded(&mut blocks, &first);
}

/// So many numbered paragraphs under a heading `Notes` are notes even where the text has no marker left.
const MANY: u32 = 5;

/// Tells whether a heading stands over end notes: the text before calls half of the numbers under it, or no marker is left in
/// the text and there are many. A decree's numbered remarks are called by nothing.
fn heads_notes(blocks: &[&mut Block], at: usize, first: &[Option<u32>], phrases: &Phrases) -> bool {
    let text = blocks[at].text();
    if !phrases.heads_notes(&text) {
        return false;
    }
    let mut last = 0;
    for number in first[at + 1..].iter().copied().flatten() {
        if number > last && number <= last + 3 {
            last = number;
        } else if number <= last {
            break;
        }
    }
    let lines = blocks[..at].iter().flat_map(|b| &b.lines);
    let called: BTreeSet<u32> = lines
        .flat_map(|l| markers(&l.words))
        .filter(|m| !m.faint)
        .filter_map(|m| match m.ordinal {
            Ordinal::Number(n) => Some(n).filter(|n| *n <= last),
            Ordinal::Sign(_) => None,
        })
        .collect();
    if called.is_empty() {
        return last >= MANY && !phrases.heads_remark(&text) && !text.trim_end().ends_with(':');
    }
    called.len() * 2 >= last as usize
}

/// The fewest notes that are taken for end notes without a heading.
const FEWEST: u32 = 3;

/// Finds end notes that stand behind the text without a heading: the last numbered paragraphs, counting from 1, where the
/// text before has markers of nine in ten of the numbers, in order, and no note has been found for them.
fn find_unheaded(blocks: &mut [&mut Block], first: &[Option<u32>]) {
    let is_note = |b: &&mut Block| matches!(b.role, Role::Note { label: Some(_), .. });
    if blocks.iter().any(is_note) {
        return;
    }
    let text = |b: &Block| {
        matches!(
            b.role,
            Role::Paragraph | Role::Quote | Role::Item { .. } | Role::ItemParagraph { .. }
        )
    };
    // From the end back: paragraphs that count down to 1; at most as many others between as belong to a note.
    let (mut start, mut next) = (None, None::<u32>);
    for at in (0..blocks.len()).rev() {
        if !text(blocks[at]) {
            break;
        }
        let Some(n) = first[at] else { continue };
        if next.is_some_and(|next| n + 1 != next) {
            continue;
        }
        next = Some(n);
        if n == 1 {
            start = Some(at);
            break;
        }
    }
    let Some(start) = start else { return };
    let numbers: Vec<u32> = first[start..].iter().copied().flatten().collect();
    let last = numbers.iter().fold(0, |last, n| if *n == last + 1 { *n } else { last });
    if last < FEWEST {
        return;
    }
    let mut expected = 1;
    let mut met = 0;
    let lines = blocks[..start].iter().flat_map(|b| &b.lines);
    for marker in lines.flat_map(|l| markers(&l.words)) {
        if let Ordinal::Number(n) = marker.ordinal
            && n >= expected
            && n <= expected + 1
            && Brackets::of(&marker.printed) != Brackets::Round
            && !marker.faint
        {
            (expected, met) = (n + 1, met + 1);
        }
    }
    if met * 10 < last * 9 {
        return;
    }
    let mut count = 0;
    for at in start..blocks.len() {
        let begins = first[at] == Some(count + 1);
        count += u32::from(begins);
        let label = begins.then(|| label_of(blocks[at])).flatten();
        if begins {
            strip(blocks[at]);
        }
        blocks[at].role = Role::Note {
            label,
            place: NotePlace::End,
        };
    }
}

/// The number at the head of a block as printed.
fn label_of(block: &Block) -> Option<String> {
    match &block.role {
        Role::Item { n, .. } => Some(n.clone()),
        Role::Note { label, .. } => label.clone(),
        _ => block.lines.first().and_then(label_at).map(|label| label.printed),
    }
}

/// The number at the head of a block.
fn number(block: &Block) -> Option<u32> {
    let ordinal = match &block.role {
        Role::Item { n, .. } | Role::Note { label: Some(n), .. } => label_ordinal(n),
        Role::Note { label: None, .. } => None,
        _ => block.lines.first().and_then(label_at).map(|label| label.ordinal),
    };
    match ordinal? {
        Ordinal::Number(n) => Some(n),
        Ordinal::Sign(_) => None,
    }
}

/// Tells whether a block among notes is the heading of a chapter: a line of its own over a note 1, without a number or with
/// that of the chapter: `3. The Ferry`.
fn heads_chapter(block: &Block, next: Option<u32>, chapter: u32) -> bool {
    next == Some(1)
        && could_head(block)
        && number(block).is_none_or(|n| n == chapter)
        && !ends_sentence(&block.lines[0])
}

/// A line of its own that is no numbered note.
fn could_head(block: &Block) -> bool {
    let unnumbered = match &block.role {
        Role::Paragraph | Role::ItemParagraph { .. } | Role::Heading { .. } | Role::Note { label: None, .. } => true,
        Role::Item { n, .. } => n.is_empty(),
        _ => false,
    };
    unnumbered && block.lines.len() == 1
}

/// The most words of the head of a part among the notes.
const HEAD: usize = 5;

/// Tells whether a block may head a part of the notes: a few words with a number and no stop, `Letter 4`.
fn heads_part(block: &Block) -> bool {
    let numbered = || {
        block.lines[0]
            .words
            .iter()
            .any(|w| w.text.contains(|c: char| c.is_ascii_digit()))
    };
    could_head(block)
        && block.lines[0].words.len() <= HEAD
        && block.lines[0].words[0].text.starts_with(char::is_uppercase)
        && numbered()
        && !ends_sentence(&block.lines[0])
}

/// The letters of a block: what the heads of parts have in common.
fn shape(block: &Block) -> String {
    block.text().chars().filter(|c| c.is_alphabetic()).collect()
}

/// Takes the number off the head of a block that still has it.
fn strip(block: &mut Block) {
    if matches!(block.role, Role::Item { .. } | Role::Note { .. }) || block.lines.is_empty() {
        return;
    }
    let first = block.lines.remove(0);
    if let Some(label) = label_at(&first) {
        if let Some(rest) = strip_label(first, &label) {
            block.lines.insert(0, rest);
        }
    } else {
        block.lines.insert(0, first);
    }
}
