//! Watermarks that a text extractor left in shreds: `Do n`, `ot`, `co`, `py`, between the lines of text or at their ends.
//!
//! A watermark runs aslant over the page, so that its letters fall out of order and apart. Its words are known
//! ([`Phrases::watermarks`]): what is looked for is a row of scraps, from the top or the foot of the page, that spell one of
//! them. A scrap is a line of a few letters, or the last words of a line; and one of them must cut a word in two, as no
//! ordinary line does.

use super::phrases::Phrases;
use crate::read::{Line, Page, Unit};
use crate::repair::{Furniture, FurnitureKind, FurniturePlace};

/// A scrap is at most so many words.
const MOST: usize = 4;

/// A scrap: the line, and how many of its last words.
#[derive(Clone, Copy, Debug)]
struct Scrap {
    line: usize,
    words: usize,
}

/// Takes the shreds of watermarks off all pages.
pub(super) fn take(pages: &mut [Page], phrases: &Phrases) -> Vec<Vec<Furniture>> {
    pages.iter_mut().map(|page| take_from(page, phrases)).collect()
}

/// A line that can be or end in a scrap.
#[derive(Clone, Copy, Debug)]
struct Ending {
    line: usize,
    /// The first letters of its last words.
    initials: [Option<char>; MOST],
}

impl Ending {
    fn of(number: usize, line: &Line) -> Self {
        let mut initials = [None; MOST];
        for (initial, word) in initials.iter_mut().zip(line.words.iter().rev()) {
            *initial = word.text.chars().flat_map(char::to_lowercase).next();
        }
        Self { line: number, initials }
    }
}

fn take_from(page: &mut Page, phrases: &Phrases) -> Vec<Furniture> {
    // Few lines of a page can be or end in a scrap; the phrases are looked for in these alone.
    let lone = |line: &Line| line.words.iter().rev().take(MOST).any(|w| w.text.chars().count() == 1);
    let can = |line: &Line| line.words.len() <= MOST || lone(line);
    let lines: Vec<Ending> = (0..page.lines.len())
        .filter(|&line| can(&page.lines[line]))
        .map(|line| Ending::of(line, &page.lines[line]))
        .collect();
    if lines.is_empty() {
        return Vec::new();
    }
    for phrase in phrases.watermarks() {
        for upwards in [false, true] {
            if let Some(scraps) = spell(page, &lines, phrase, upwards) {
                return scraps
                    .into_iter()
                    .rev()
                    .filter_map(|s| tear(page, s))
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect();
            }
        }
    }
    Vec::new()
}

/// Finds scraps that spell the beginning of a phrase, in order down the page (or up).
fn spell(page: &Page, lines: &[Ending], phrase: &str, upwards: bool) -> Option<Vec<Scrap>> {
    let letters: Vec<char> = phrase.chars().filter(|c| !c.is_whitespace()).collect();
    // The places between letters where a word of the phrase ends.
    let mut ends = vec![0];
    for word in phrase.split_whitespace() {
        ends.push(ends.last().copied().unwrap_or(0) + word.chars().count());
    }
    let mut found: Vec<Scrap> = Vec::new();
    let mut done = 0;
    let mut cuts = false;
    for n in 0..lines.len() {
        let Ending { line, initials } = lines[if upwards { lines.len() - 1 - n } else { n }];
        if !initials.contains(&letters.get(done).copied()) {
            continue;
        }
        if let Some((words, reach)) = scrap(&page.lines[line], &letters[done..]) {
            found.push(Scrap { line, words });
            done += reach;
            cuts |= !ends.contains(&done) || words > 1 && ends.len() == 2;
            if done == letters.len() {
                break;
            }
        }
    }
    found.sort_by_key(|s| s.line);
    (cuts && done >= 3).then_some(found)
}

/// The last words of a line that are the next letters of a phrase, and how many letters they are.
fn scrap(line: &Line, next: &[char]) -> Option<(usize, usize)> {
    let most = line.words.len().min(MOST);
    (1..=most).rev().find_map(|n| {
        let words = &line.words[line.words.len() - n..];
        // Most lines are out at their first letter.
        let mut rest = next.iter();
        let mut count = 0;
        for letter in words.iter().flat_map(|w| w.text.chars()).flat_map(char::to_lowercase) {
            if rest.next() != Some(&letter) {
                return None;
            }
            count += 1;
        }
        let whole = n == line.words.len();
        // At the end of a line a lone scrap must be longer, or it would be a word of the text.
        let enough = whole || count >= 3 && words.iter().any(|w| w.text.chars().count() == 1);
        (enough && count <= 12).then_some((n, count))
    })
}

/// Takes a scrap off its line.
fn tear(page: &mut Page, scrap: Scrap) -> Option<Furniture> {
    let line = &mut page.lines[scrap.line];
    let angle = line.angle;
    let torn = Line::new(line.words.split_off(line.words.len() - scrap.words), angle)?;
    match Line::new(std::mem::take(&mut line.words), angle) {
        Some(rest) => *line = rest,
        None => {
            page.lines.remove(scrap.line);
            close(page, scrap.line);
        }
    }
    Some(Furniture {
        kind: FurnitureKind::Watermark,
        place: FurniturePlace::Margin,
        text: torn.text(),
        rect: torn.rect,
    })
}

/// Closes the row that a scrap held between two rows of a plain text, so that it parts no paragraph.
fn close(page: &mut Page, from: usize) {
    let Some((above, below)) = from
        .checked_sub(1)
        .and_then(|a| page.lines.get(a).zip(page.lines.get(from)))
    else {
        return;
    };
    if page.unit != Unit::Cells || below.rect.y0 - above.rect.y1 != 1.0 {
        return;
    }
    for line in &mut page.lines[from..] {
        for word in &mut line.words {
            word.rect.y0 -= 1.0;
            word.rect.y1 -= 1.0;
            word.baseline -= 1.0;
        }
        line.rect.y0 -= 1.0;
        line.rect.y1 -= 1.0;
    }
}
