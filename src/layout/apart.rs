//! Lines that are furniture by themselves, wherever on a page they stand: what is set aslant, ornaments, and in plain text the
//! navigation, forms and copyright of web pages.
//!
//! In comes a line of a page, out comes what it is.

use super::page_numbers::numeral_in;
use super::phrases::Phrases;
use crate::read::{Line, Page, Unit};
use crate::repair::{FurnitureKind, FurniturePlace};

/// Tells whether a line is drawn with signs: three or more of Unicode's box drawings, blocks, shapes or dingbats (U+2500 to
/// U+27BF), and nothing else.
fn is_ornament(line: &str) -> bool {
    let signs = || line.chars().filter(|c| !c.is_whitespace());
    signs().count() >= 3 && signs().all(|c| ('\u{2500}'..='\u{27bf}').contains(&c))
}

/// Tells what a line is that is furniture by itself, wherever it stands.
pub(super) fn apart(i: usize, page: &Page, phrases: &Phrases) -> Option<(FurnitureKind, FurniturePlace)> {
    let line = &page.lines[i];
    let text = line.text();
    if line.angle != 0.0 {
        // On a page that was turned its own number stands turned.
        let number = line.angle % 90.0 == 0.0 && numeral_in(&text).is_some_and(|n| n.alone);
        let kind = if number {
            FurnitureKind::PageNumber
        } else {
            FurnitureKind::Watermark
        };
        return Some((kind, FurniturePlace::Margin));
    }
    let (place, edge) = if line.rect.y0 * 2.0 < page.height {
        (FurniturePlace::Top, FurnitureKind::Header)
    } else {
        (FurniturePlace::Bottom, FurnitureKind::Footer)
    };
    if is_ornament(&text) {
        return Some((edge, place));
    }
    if page.unit == Unit::Cells && !stands_in_prose(i, page, phrases) {
        return by_words(i, page, phrases).map(|kind| (kind, place));
    }
    None
}

/// Tells what a line of plain text is whose words are those of a web page's frame.
fn by_words(i: usize, page: &Page, phrases: &Phrases) -> Option<FurnitureKind> {
    let text = page.lines[i].text();
    let beside = |j: Option<usize>| j.and_then(|j| page.lines.get(j));
    let bars = |l: Option<&Line>| l.is_some_and(|l| l.words.iter().any(|w| w.text.contains('|')));
    let (above, below) = (beside(i.checked_sub(1)), beside(i.checked_add(1)));
    let pair = phrases.is_barred_pair(&text) && !bars(above) && !bars(below);
    // `Contents` and `Index` alone are headings, among links they are links.
    let linked = |j: Option<usize>| {
        let link = |&j: &usize| phrases.is_navigation(&page.lines[j].text()) && !stands_in_prose(j, page, phrases);
        j.filter(|&j| j < page.lines.len()).filter(link).is_some()
    };
    let heading = phrases.is_heading(&text) && !linked(i.checked_sub(1)) && !linked(i.checked_add(1));
    if !heading && (pair || phrases.is_navigation(&text)) {
        return Some(FurnitureKind::Navigation);
    }
    phrases.is_footer(&text).then_some(FurnitureKind::Footer)
}

/// Tells whether a line belongs to a paragraph: it begins in a small letter, the line before it fills its measure, or the
/// next one goes on in a small letter.
fn stands_in_prose(i: usize, page: &Page, phrases: &Phrases) -> bool {
    let line = &page.lines[i];
    let small = |l: &Line| l.words[0].text.starts_with(char::is_lowercase);
    let follows = |a: &Line, b: &Line| b.rect.y0 - a.rect.y1 < 0.5;
    let before = i.checked_sub(1).map(|j| &page.lines[j]).filter(|b| follows(b, line));
    let next = page.lines.get(i + 1).filter(|n| follows(line, n));
    // Long enough that only the measure can have ended it: prose is set in lines of 40 characters and more.
    let full = |l: &Line| l.rect.width() >= 40.0 && l.rect.x1 >= page.width.min(110.0) * 0.75;
    let framed = |l: &Line| {
        let text = l.text();
        phrases.is_footer(&text) || phrases.is_navigation(&text) || phrases.is_barred_pair(&text)
    };
    small(line) && before.is_some()
        || before.is_some_and(|b| full(b) && !framed(b))
        || next.is_some_and(|n| small(n) && full(line))
}
