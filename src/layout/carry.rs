//! What runs on: paragraphs that a page or column end cuts, or a picture or table.

use super::bylines::is_name;
use super::phrases::Phrases;
use super::sentences::{ends_between_words, ends_sentence};
use super::{Block, LaidPage, Role};
use crate::read::Line;

/// Joins what runs on over page and column ends: marks the later part as continuing.
pub(super) fn over(pages: &mut [LaidPage]) {
    let paragraphs = pages
        .iter()
        .flat_map(|p| &p.blocks)
        .filter(|b| b.role == Role::Paragraph);
    let (all, set_in) = paragraphs.fold((0usize, 0usize), |(n, k), b| (n + 1, k + usize::from(b.indented)));
    let indents = set_in * 3 > all;
    let mut open: Option<(usize, usize)> = None;
    // A picture or a table stands behind the open block.
    let (mut cut, mut table) = (false, false);
    for p in 0..pages.len() {
        for b in 0..pages[p].blocks.len() {
            let block = &pages[p].blocks[b];
            match block.role {
                Role::Note { .. } => continue,
                Role::Figure { .. } | Role::Inscription => {
                    cut = true;
                    continue;
                }
                Role::Cell { .. } | Role::TableHead { .. } => {
                    (cut, table) = (true, true);
                    continue;
                }
                Role::Paragraph | Role::Quote | Role::ItemParagraph { .. } => {}
                _ => {
                    open = matches!(block.role, Role::Item { .. }).then_some((p, b));
                    (cut, table) = (false, false);
                    continue;
                }
            }
            if let Some((q, c)) = open {
                let before = &pages[q].blocks[c];
                // On one page text runs on in the column to the right, not from a line over all columns into the first.
                let onward = block.rect.x0 >= before.rect.x1;
                let elsewhere = q != p || (before.column != block.column && onward);
                // A table ends a paragraph unless a sentence runs on behind it.
                let goes_on = if table || !elsewhere {
                    (table || cut) && sentence_runs_on(before, block)
                } else {
                    runs_on(before, block, indents)
                };
                if goes_on {
                    pages[p].blocks[b].continues = true;
                    // The later part takes the role of the first, which a quotation's end alone does not show.
                    if matches!(pages[q].blocks[c].role, Role::Item { .. }) {
                        pages[p].blocks[b].role = Role::ItemParagraph { depth: 0 };
                    } else {
                        pages[p].blocks[b].role = pages[q].blocks[c].role.clone();
                    }
                }
            }
            open = Some((p, b));
            (cut, table) = (false, false);
        }
    }
}

/// Lets the stanza that a page or column ends run on in the next, unless it has as many lines as the stanza before it.
pub(super) fn stanzas(pages: &mut [LaidPage]) {
    // The lines of the stanza so far, and of the one before it.
    let (mut lines, mut before) = (0usize, None);
    for page in pages {
        let mut column = None;
        for block in &mut page.blocks {
            match &mut block.role {
                Role::Note { .. } | Role::Figure { .. } | Role::Inscription => {}
                Role::Verse { opens } => {
                    let elsewhere = column != Some(block.column);
                    if *opens && elsewhere && lines > 0 && before != Some(lines) {
                        *opens = false;
                    }
                    if *opens {
                        before = (lines > 0).then_some(lines);
                        lines = 0;
                    }
                    lines += 1;
                    column = Some(block.column);
                }
                _ => {
                    (lines, before) = (0, None);
                    column = Some(block.column);
                }
            }
        }
    }
}

/// Tells whether a sentence that is open at the end of a block goes on with a small letter in the next.
fn sentence_runs_on(before: &Block, after: &Block) -> bool {
    let first = after.lines.first().and_then(|l| l.words.first());
    before.lines.last().is_some_and(|l| !ends_sentence(l))
        && first.is_some_and(|w| w.text.starts_with(char::is_lowercase))
}

/// Tells whether a line is the greeting of a letter, or the formula that it ends with.
fn is_of_letter(line: &Line) -> bool {
    let (phrases, text) = (Phrases::built_in(), line.text());
    phrases.opens_letter(&text) || phrases.closes_letter(&text).is_some()
}

/// Decides whether a paragraph at a page's or column's end runs on in the next.
fn runs_on(before: &Block, after: &Block, indents: bool) -> bool {
    let (Some(last), Some(first)) = (before.lines.last(), after.lines.first()) else {
        return false;
    };
    let Some(word) = first.words.first() else { return false };
    if ends_between_words(last) {
        return true;
    }
    // A line set in among entries with hanging indents goes on with one, a line at the edge begins one.
    if after.hanging && before.role == Role::Paragraph {
        return after.indented;
    }
    if word.text.starts_with(char::is_lowercase) {
        return true;
    }
    // A signature begins, or a letter.
    if is_name(first) || is_of_letter(last) || Phrases::built_in().opens_letter(&first.text()) {
        return false;
    }
    if !ends_sentence(last) {
        return !(indents && after.indented || before.short);
    }
    // A quotation that has ended does not turn what follows it into one.
    if before.role == Role::Quote && after.role != Role::Quote {
        return false;
    }
    indents && !after.indented && before.full
}
