//! Tables of contents set without leaders or columns: lines that each end in the number of a page, and count on.
//!
//! What has leaders or a column of numbers is found with the [tables](super::tables).

use super::tables::{Found, What};
use crate::read::Line;

/// The fewest entries that are contents, without leaders and with them.
const LEAST: usize = 5;
const LEAST_LED: usize = 3;
/// The most lines of one entry.
const MOST_LINES: usize = 3;
/// Larger numbers are years, or no pages at all.
const MOST_PAGES: u32 = 1400;

/// Finds contents among a column's lines where nothing was `found` yet.
pub(super) fn find(lines: &[Line], found: &[Found]) -> Vec<Found> {
    let left = lines.iter().map(|l| l.rect.x0).fold(f32::MAX, f32::min);
    let right = lines.iter().map(|l| l.rect.x1).fold(f32::MIN, f32::max);
    let taken = |i: usize| found.iter().any(|f| (f.start..f.end).contains(&i));
    let mut contents = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        let entries = if taken(i) {
            Vec::new()
        } else {
            entries_from(lines, i, &taken)
        };
        let end = i + entries.iter().sum::<usize>();
        let short = |l: &&Line| right - l.rect.x1 > (right - left) * 0.1;
        let mine = &lines[i..end];
        let ragged = mine.iter().filter(short).count() * 2 >= mine.len();
        let led = mine.iter().filter(|l| has_leader(l)).count() == entries.len();
        if entries.len() >= LEAST && ragged || entries.len() >= LEAST_LED && led {
            let mut from = i;
            let parted = entries.iter().map(|&count| {
                from += count;
                lines[from - count..from].to_vec()
            });
            contents.push(Found {
                start: i,
                end,
                what: What::Contents(parted.collect()),
            });
            i = end;
        } else {
            i += 1;
        }
    }
    contents
}

/// How many lines each entry has of those that follow one another from a line on.
fn entries_from(lines: &[Line], from: usize, taken: &impl Fn(usize) -> bool) -> Vec<usize> {
    let mut entries = Vec::new();
    let (mut last, mut at) = (0, from);
    loop {
        let room = lines.len().min(at + MOST_LINES);
        let end = (at..room)
            .take_while(|&i| !taken(i))
            .find(|&i| page_of(&lines[i]).is_some());
        // The first line of contents is an entry by itself: what stands above may be anything.
        let Some(end) = end.filter(|&end| !entries.is_empty() || end == from) else {
            break;
        };
        let page = page_of(&lines[end]).unwrap_or(0);
        if page < last {
            break;
        }
        (last, at) = (page, end + 1);
        entries.push(end + 1 - (from + entries.iter().sum::<usize>()));
    }
    // Pages that do not count on are numbers of something else.
    let pages: Vec<u32> = {
        let mut ends = from;
        let each = entries.iter().map(|count| {
            ends += count;
            page_of(&lines[ends - 1]).unwrap_or(0)
        });
        let mut each: Vec<u32> = each.collect();
        each.dedup();
        each
    };
    if pages.len() * 3 >= entries.len() * 2 {
        entries
    } else {
        Vec::new()
    }
}

/// Dots lead to the number.
fn has_leader(line: &Line) -> bool {
    let before = line.words.len().checked_sub(2).map(|i| line.words[i].text.as_str());
    before.is_some_and(|w| w.chars().all(|c| matches!(c, '.' | '…' | '·' | '_')))
}

/// The page that a line of contents ends with, 0 for one in small roman numbers.
fn page_of(line: &Line) -> Option<u32> {
    let [words @ .., last] = line.words.as_slice() else {
        return None;
    };
    let before = words.last()?;
    let worded = words
        .iter()
        .any(|w| w.text.chars().filter(|c| c.is_alphabetic()).count() >= 2);
    let open = before.text.ends_with([',', ';', '(', '-', '–', '—', '/']);
    let abbreviated = before.text.ends_with('.') && before.text.chars().count() <= 4 && !has_leader(line);
    let page = last.text.trim_start_matches(['\u{2060}', '\u{200b}']);
    if !worded || open || abbreviated || last.glued {
        return None;
    }
    if page.chars().all(|c| "ivxl".contains(c)) {
        return Some(0);
    }
    let digits = page.len() <= 4 && page.chars().all(|c| c.is_ascii_digit());
    page.parse().ok().filter(|&n| digits && n > 0 && n < MOST_PAGES)
}
