//! The foot notes of a plain text, told by their numbers: a line begins with a number or sign that stands behind a word
//! further up on the page in the same style, and the following numbers count on.

use std::sync::LazyLock;

use regex::Regex;

use super::footnotes::ends_span;
use super::headings::is_heading_line;
use super::labels::{Brackets, Label, Ordinal, label_at, label_ordinal};
use super::markers::{calls, markers, may_call};
use super::phrases::Phrases;
use super::sentences::{begins_small, ends_sentence};
use crate::read::Line;

/// A number or sign that may stand alone on its line.
static MARK_ALONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\d{1,3}\)?|\[\d{1,3}\]|\(\d{1,3}\)|[*†‡§¶‖]{1,8})$").expect("a constant pattern")
});

/// A note stands at most so many lines below its marker.
const REACH: usize = 120;
/// The part before a numbered one begins at most so many lines above it.
const FURTHEST: usize = 2000;

/// Finds the first line of the notes in a plain text.
pub(super) fn start(column: &[Line]) -> Option<usize> {
    let first = first_note_line(column)?;
    // Under a heading of their own they are end notes and stay where they are.
    if column[..first]
        .iter()
        .rev()
        .take(2)
        .any(|l| Phrases::built_in().heads_notes(&l.text()))
    {
        return None;
    }
    // A frame of text straight before the first numbered note that starts with a single space, is not the page's first, and
    // follows a blank line or begins inside a sentence goes on from the page before: extractors put that space where a text
    // frame begins.
    let inside = |i: usize| {
        column[i]
            .words
            .first()
            .is_some_and(|w| w.text.starts_with(char::is_lowercase))
    };
    let set_off = |i: usize| column[i].rect.y0 - column[i - 1].rect.y1 > 0.5;
    let frame = (1..first)
        .rev()
        .find(|&i| column[i].rect.x0 == 1.0)
        .filter(|&i| set_off(i) || inside(i));
    let called_later = |i: usize| {
        column[i..first]
            .iter()
            .any(|l| label_at(&column[first]).is_some_and(|label| calls(l, &label)))
    };
    Some(frame.filter(|&i| !called_later(i)).unwrap_or(first))
}

/// Puts a number or sign that stands alone on its line before the line below, whose note it heads: extractors set what is
/// raised so. The text above must call it, and a number must count on from the one before or be counted on from.
pub(super) fn join_marks(column: &mut Vec<Line>) {
    let alone = |line: &Line| {
        let [word] = line.words.as_slice() else { return None };
        let n = label_ordinal(&word.text).filter(|_| MARK_ALONE.is_match(&word.text))?;
        Some((word.text.clone(), n))
    };
    let marks: Vec<(usize, Ordinal)> = (1..column.len().saturating_sub(1))
        .filter_map(|i| {
            let (printed, ordinal) = alone(&column[i])?;
            let below = &column[i + 1];
            let close = below.rect.y0 - column[i].rect.y1 < 0.5 && alone(below).is_none();
            let label = Label {
                printed,
                ordinal,
                superscript: true,
            };
            let above = column[..i].iter().rev().take(REACH);
            (close && above.into_iter().any(|l| calls(l, &label))).then_some((i, label.ordinal))
        })
        .collect();
    let neighbours = |k: usize| {
        let number = |k: usize| marks.get(k).and_then(|m| m.1.number());
        let Some(n) = number(k) else { return true };
        n == 1 || k.checked_sub(1).and_then(number) == Some(n - 1) || number(k + 1) == Some(n + 1)
    };
    let joined: Vec<usize> = (0..marks.len())
        .filter(|&k| neighbours(k))
        .map(|k| marks[k].0)
        .collect();
    for at in joined.into_iter().rev() {
        let mark = column.remove(at);
        let below = &mut column[at];
        let mut words = mark.words;
        words.append(&mut below.words);
        let angle = below.angle;
        *below = Line::new(words, angle).expect("the mark is a word");
    }
}

/// Takes the text behind notes out of their lines, in a plain text.
///
/// A blank line ends a note, unless it ends no sentence or what follows begins in a small letter, is set in otherwise than the
/// paragraphs of the text above, or is a note. Where the text above is open, a small letter goes on with that.
pub(super) fn text_behind(notes: &mut Vec<Line>, above: &[Line]) -> Vec<Line> {
    let mut open = above.last().is_some_and(|l| !ends_sentence(l));
    let indent = paragraph_indent(above);
    let mut text: Vec<Line> = Vec::new();
    let mut kept: Vec<Line> = Vec::with_capacity(notes.len());
    let mut behind = false;
    let (mut number, mut since) = (None, 0);
    let set_as_text = |l: &Line| {
        l.rect.x0 < 3.0 || indent.is_some_and(|indent| (l.rect.x0 - indent).abs() < 1.0) || is_heading_line(l)
    };
    for line in std::mem::take(notes) {
        let last = if behind { text.last() } else { kept.last() };
        let apart = last.is_some_and(|l: &Line| line.rect.y0 - l.rect.y1 >= 1.0);
        let small = begins_small(&line) && !open;
        let label = label_at(&line);
        // Straight under the text of a further column stands the note that comes next; where that text does not call it, it
        // was no text but a part of the note before.
        let next = |l: &Label| number.is_some_and(|n: u32| l.ordinal == Ordinal::Number(n + 1));
        if label.as_ref().is_some_and(|l| apart || !behind || next(l)) {
            if let Some(label) = label.as_ref().filter(|_| behind && !apart)
                && !text[since..].iter().any(|above| calls(above, label))
            {
                kept.extend(text.drain(since..));
            }
            behind = false;
            let counted = label.as_ref().and_then(|l| l.ordinal.number());
            number = counted
                .filter(|n| number.is_none_or(|last| *n == last + 1 || *n == 1))
                .or(number);
        } else if apart && (is_bare_number(&line) || !small && set_as_text(&line) && last.is_some_and(ends_sentence)) {
            since = if behind { since } else { text.len() };
            behind = true;
        }
        if behind {
            open = !ends_sentence(&line);
            text.push(line);
        } else {
            kept.push(line);
        }
    }
    *notes = kept;
    text
}

/// How far most paragraphs of a text are set in, over lines at its edge; `None` where few are.
fn paragraph_indent(lines: &[Line]) -> Option<f32> {
    let set_in = |pair: &&[Line]| pair[0].rect.x0 >= 3.0 && pair[1].rect.x0 < 1.0;
    let mut indents: Vec<f32> = lines.windows(2).filter(set_in).map(|pair| pair[0].rect.x0).collect();
    indents.sort_by(f32::total_cmp);
    indents.get(indents.len() / 2).copied().filter(|_| indents.len() >= 2)
}

/// A number alone on its line is that of the page.
fn is_bare_number(line: &Line) -> bool {
    matches!(line.words.as_slice(), [word] if word.text.chars().all(|c| c.is_ascii_digit()))
}

/// Finds the first line that begins with a number which calls a note further up, all later ones counting on.
fn first_note_line(column: &[Line]) -> Option<usize> {
    let labels: Vec<(usize, Label)> = (1..column.len())
        .filter(|&i| !ends_span(&column[i - 1], &column[i]))
        .filter_map(|i| label_at(&column[i]).map(|l| (i, l)))
        .collect();
    let above = |i: usize| column[..i].iter().rev().take(REACH);
    let heads_notes = |l: &Line| l.words.len() <= 3 && Phrases::built_in().heads_notes(&l.text());
    let headed = column.iter().rposition(heads_notes);
    // The end notes count on from the first under their heading.
    let of_end_notes = |k: usize| {
        let below = |j: &usize| headed.is_some_and(|head| labels[*j].0 > head);
        let number = |j: usize| labels[j].1.ordinal.number();
        let counts = |j: &usize| number(*j).is_some() && number(*j).map(|n| n + 1) == number(j + 1);
        (0..k)
            .rev()
            .take_while(|j| below(j) && counts(j))
            .last()
            .and_then(number)
            == Some(1)
    };
    let first = (0..labels.len()).find(|&k| {
        let (i, label) = &labels[k];
        let called = |i: usize, label: &Label| {
            // A number glued to a capital heads a note, and what could be decimals calls it.
            let glued = column[i].words[0].text != label.printed;
            let certain = glued || stands_last(column, i);
            above(i).any(|l| calls(l, label) || (certain && may_call(l, label)))
        };
        // A later number that does not count on from the first must not be a note called before the first.
        let lines = |label: &Label| {
            let calling = (0..*i).filter(|&l| calls(&column[l], label)).collect::<Vec<_>>();
            Some((*calling.first()?, *calling.last()?))
        };
        let before = |next: &Label| match (lines(label), lines(next)) {
            (Some((first, _)), Some((_, last))) => last < first,
            (_, last) => last.is_some(),
        };
        let counts = labels[k + 1..]
            .iter()
            .take(3)
            .all(|(_, next)| follows(&label.ordinal, &next.ordinal) || !before(next));
        called(*i, label)
            && counts
            && !heads_part(column, *i, label)
            && !is_among_end_notes(&labels, k, headed)
            && !of_end_notes(k)
            && !is_outdone(&labels, k, &column[..*i])
            && !is_rivalled(&labels, k, column)
            && !lists(&labels[k..], &column[..*i])
    })?;
    // Notes before it whose markers might be something else.
    let counts_on = |a: &Label, b: &Label| match (&a.ordinal, &b.ordinal) {
        (Ordinal::Number(a), Ordinal::Number(b)) => a.checked_add(1) == Some(*b),
        _ => false,
    };
    let start = (0..first).rev().take_while(|&k| {
        let ((i, label), (_, next)) = (&labels[k], &labels[k + 1]);
        let alike = Brackets::of(&label.printed) == Brackets::of(&next.printed);
        alike && counts_on(label, next) && above(*i).any(|l| may_call(l, label))
    });
    Some(labels[start.last().unwrap_or(first)].0)
}

/// Tells whether a line with a bare number before a capital begins the last part of a page, parted from the text by a free
/// line: a note, if anything above could call it.
fn stands_last(column: &[Line], at: usize) -> bool {
    let set_off = |i: usize| column[i].rect.y0 - column[i - 1].rect.y1 > 0.5;
    let bare = column[at].words[0].text.chars().all(|c| c.is_ascii_digit());
    let labelled = |i: usize| label_at(&column[i]).is_some();
    let worded = column[at]
        .words
        .get(1)
        .is_some_and(|w| w.text.starts_with(char::is_uppercase));
    at > 0 && bare && worded && set_off(at) && (at + 1..column.len()).all(|i| !set_off(i) || labelled(i))
}

/// Tells whether a number heads a part: on a line of its own among free lines, without a stop, where nothing calls the
/// number before it, which is set alike. Notes are called all.
pub(crate) fn heads_part(column: &[Line], at: usize, label: &Label) -> bool {
    let free = |i: usize| {
        let apart = |j: usize| j == 0 || column.get(j).is_none_or(|l| l.rect.y0 - column[j - 1].rect.y1 > 0.5);
        apart(i) && apart(i + 1) && !ends_sentence(&column[i])
    };
    let before = label
        .ordinal
        .number()
        .and_then(|n| n.checked_sub(1))
        .filter(|_| free(at));
    let style = |l: &Label| (Brackets::of(&l.printed), l.printed.ends_with('.'));
    before.is_some_and(|before| {
        (0..at).rev().take(FURTHEST).any(|i| {
            label_at(&column[i]).is_some_and(|l| {
                l.ordinal == Ordinal::Number(before)
                    && style(&l) == style(label)
                    && free(i)
                    && !column[..i].iter().rev().take(REACH).any(|line| calls(line, &l))
            })
        })
    })
}

/// Tells whether the marker in square brackets that calls a number has a note in its own style, and this is another's: an item
/// of a list.
fn is_outdone(labels: &[(usize, Label)], k: usize, above: &[Line]) -> bool {
    let label = &labels[k].1;
    let square = |l: &Label| Brackets::of(&l.printed) == Brackets::Square;
    let own = |(_, other): &(usize, Label)| square(other) && other.ordinal == label.ordinal;
    let other = || labels.iter().find(|l| own(l));
    let called = |other: &Label| above.iter().rev().take(REACH).any(|l| calls(l, other));
    !square(label) && label.ordinal.number().is_some() && other().is_some_and(|(_, other)| called(other))
}

/// Tells whether a number comes again in the same style under the heading of the end notes, which begins at line `headed`: here it
/// heads a part of the text.
fn is_among_end_notes(labels: &[(usize, Label)], k: usize, headed: Option<usize>) -> bool {
    let (at, label) = &labels[k];
    let again = |(i, other): &(usize, Label), head: usize| *i > head && other.printed == label.printed;
    headed.is_some_and(|head| *at < head && labels[k + 1..].iter().any(|other| again(other, head)))
}

/// Tells whether a number comes again further down, set in another way and beside its neighbour: that is the note's.
fn is_rivalled(labels: &[(usize, Label)], k: usize, column: &[Line]) -> bool {
    let style = |j: usize| {
        let (i, label) = &labels[j];
        let glued = column[*i].words.first().is_some_and(|w| w.text != label.printed);
        (
            Brackets::of(&label.printed),
            label.printed.ends_with('.'),
            glued,
            label.superscript,
        )
    };
    let number = |j: usize| labels.get(j).and_then(|(_, label)| label.ordinal.number());
    let Some(n) = number(k) else { return false };
    let beside = |j: usize, next: usize, by: Option<u32>| by.is_some() && number(next) == by && style(next) == style(j);
    (k + 1..labels.len()).any(|j| {
        number(j) == Some(n)
            && style(j) != style(k)
            && (beside(j, j + 1, n.checked_add(1)) || (j > k + 1 && beside(j, j - 1, n.checked_sub(1))))
    })
}

/// Tells whether numbers in round brackets or before a closing one at the heads of lines are those of a list: the text above
/// calls fewer than two in three of those that count on from the first.
fn lists(labels: &[(usize, Label)], above: &[Line]) -> bool {
    let Some((_, first)) = labels.first() else { return false };
    let style = Brackets::of(&first.printed);
    let Ordinal::Number(mut next) = first.ordinal else {
        return false;
    };
    if first.superscript || !matches!(style, Brackets::Round | Brackets::Closing) {
        return false;
    }
    let from = above.len().saturating_sub(REACH);
    let called: Vec<u32> = above[from..]
        .iter()
        .flat_map(|l| markers(&l.words))
        .filter(|m| m.suits(&first.printed) && !m.faint)
        .filter_map(|m| match m.ordinal {
            Ordinal::Number(n) => Some(n),
            Ordinal::Sign(_) => None,
        })
        .collect();
    let (mut all, mut met, mut at) = (0, 0, 0);
    for (_, label) in labels {
        if Brackets::of(&label.printed) != style || label.ordinal != Ordinal::Number(next) {
            continue;
        }
        all += 1;
        if let Some(k) = called[at..].iter().position(|n| *n == next) {
            (met, at) = (met + 1, at + k + 1);
        }
        next += 1;
    }
    met * 3 < all * 2
}

/// Tells whether `next` can be a note after `first` on the same page.
fn follows(first: &Ordinal, next: &Ordinal) -> bool {
    match (first.number(), next.number()) {
        (Some(a), Some(b)) => b >= a && b - a < 40,
        _ => true,
    }
}
