//! The levels of headings, told from all of a document.
//!
//! In come the pages with their blocks, out come the same with the level of each heading: as the PDF's outline has it where
//! the title stands there, else by size, weight and capitals.

use super::headings::is_capitals;
use super::{LaidPage, Role};
use crate::read::{Line, OutlineEntry};
use crate::repair::NotePlace;

/// Takes back a heading behind which nothing follows: a signature, a place and date, `The End`.
fn heads_something(pages: &mut [LaidPage]) {
    let blocks = pages.iter_mut().flat_map(|p| &mut p.blocks);
    let last = blocks
        .filter(|b| {
            !matches!(
                b.role,
                Role::Note {
                    place: NotePlace::Foot | NotePlace::Margin,
                    ..
                } | Role::Figure { .. }
                    | Role::Inscription
            )
        })
        .last();
    if let Some(block) = last.filter(|b| matches!(b.role, Role::Heading { .. })) {
        block.role = Role::Paragraph;
    }
}

/// Gives the headings of a document their levels: by the PDF's outline where the title stands there, else by numbering, size
/// and weight.
pub(super) fn levels(pages: &mut [LaidPage], outline: &[OutlineEntry]) {
    heads_something(pages);
    let bare = |s: &str| {
        s.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let titles: Vec<(String, u8)> = outline.iter().map(|e| (bare(&e.title), e.level)).collect();
    let size_of = |block: &super::Block| block.lines.iter().map(Line::size).fold(0.0, f32::max);
    let mut sizes: Vec<f32> = pages
        .iter()
        .flat_map(|p| &p.blocks)
        .filter(|b| matches!(b.role, Role::Heading { .. }))
        .map(size_of)
        .collect();
    sizes.sort_by(f32::total_cmp);
    // The sizes of one kind of heading differ by rounding, and on scans by what their letters let estimate.
    let step = |a: f32, b: f32| b > a * 1.05 + 0.25;
    let kinds: Vec<f32> = sizes
        .iter()
        .zip(sizes.iter().skip(1))
        .filter(|(a, b)| step(**a, **b))
        .map(|(_, b)| *b)
        .collect();
    let look = |block: &super::Block| {
        let size = kinds.iter().filter(|least| size_of(block) >= **least).count();
        let caps = is_capitals(&block.text());
        let bold = block.lines.iter().flat_map(|l| &l.words).all(|w| w.style.bold);
        (size, bold, caps)
    };
    let mut looks: Vec<(usize, bool, bool)> = pages
        .iter()
        .flat_map(|p| &p.blocks)
        .filter(|b| matches!(b.role, Role::Heading { .. }))
        .map(look)
        .collect();
    looks.sort_unstable_by(|a, b| b.cmp(a));
    looks.dedup();
    for block in pages.iter_mut().flat_map(|p| &mut p.blocks) {
        if !matches!(block.role, Role::Heading { .. }) {
            continue;
        }
        let text = bare(&block.text());
        let told = titles
            .iter()
            .find(|(t, _)| !t.is_empty() && (*t == text || text.ends_with(t.as_str())))
            .map(|t| t.1);
        let rank = looks.iter().position(|l| *l == look(block)).unwrap_or(0) + 1;
        let level = told.unwrap_or(u8::try_from(rank.min(6)).unwrap_or(6)).clamp(1, 6);
        block.role = Role::Heading { level };
    }
}
