//! Rows at the edges of pages that return as running heads do and yet are text: how letters begin and end.

use super::edge_rows::Candidate;
use super::phrases::Phrases;
use super::running_heads::NEAR;
use crate::read::Page;

/// Tells whether a row is of those that a letter begins with at the head of a page or ends with at its foot: it, or the next
/// line inwards.
pub(super) fn is_of_letter(row: &Candidate, page: &Page) -> bool {
    let phrases = Phrases::built_in();
    if row.bare || row.folio {
        return false;
    }
    let inner = page.lines.iter().filter(|l| {
        if row.top {
            l.rect.y0 >= row.rect.y1
        } else {
            l.rect.y1 <= row.rect.y0
        }
    });
    if row.top {
        let next = inner.min_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
        phrases.opens_letter(&row.text) || next.is_some_and(|l| phrases.opens_letter(&l.text()))
    } else {
        let next = inner.max_by(|a, b| a.rect.y1.total_cmp(&b.rect.y1));
        phrases.closes_letter(&row.text).is_some() || next.is_some_and(|l| phrases.closes_letter(&l.text()).is_some())
    }
}

/// Tells whether more pages near by have text at the level of a row at the foot than have the row.
pub(super) fn is_among_text(
    row: &Candidate,
    index: usize,
    pages: &[Page],
    all: &[Vec<Candidate>],
    level: &impl Fn(&Page, &Candidate) -> f32,
    tolerance: f32,
) -> bool {
    let near = index.saturating_sub(NEAR)..pages.len().min(index + NEAR + 1);
    let mine = level(&pages[index], row);
    let feet = |j: usize| all[j].iter().filter(|c| !c.top && c.has_words());
    let lone = |j: usize, foot: &Candidate| {
        let mut others = near.clone().filter(|&k| k != j).flat_map(feet);
        !others.any(|other| foot.says_the_same(other))
    };
    let (mut same, mut text) = (0, 0);
    for j in near.clone().filter(|&j| j != index) {
        let mut returns = feet(j).filter(|c| row.says_the_same(c)).peekable();
        if returns.peek().is_some() {
            // What closes documents stands wherever they end.
            let level = returns.any(|c| (level(&pages[j], c) - mine).abs() <= tolerance);
            same += usize::from(level);
            text += usize::from(!level);
        } else {
            let low = feet(j).filter(|c| level(&pages[j], c) > mine - tolerance);
            text += usize::from(low.into_iter().any(|c| lone(j, c)));
        }
    }
    text > same
}
