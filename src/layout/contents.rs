//! Tables of contents set without columns: lines that each end in the number of a page, and count on; leaders may lead to it.
//!
//! What has a column of numbers is found with the [tables](super::tables).

use super::measure::{Metric, baseline};
use super::sentences::begins_small;
use super::tables::{Found, What};
use crate::read::Line;

/// The fewest entries that are contents, without leaders and with them.
const LEAST: usize = 5;
const LEAST_LED: usize = 3;
/// Lines of one entry stand no further apart than this, in line pitches.
const CLOSE: f32 = 1.5;
/// The most lines of one entry.
const MOST_LINES: usize = 3;
/// Larger numbers are years, or no pages at all.
const MOST_PAGES: u32 = 1400;

/// Finds contents among a column's lines where nothing was `found` yet.
pub(super) fn find(lines: &[Line], found: &[Found], metric: &Metric) -> Vec<Found> {
    let left = lines.iter().map(|l| l.rect.x0).fold(f32::MAX, f32::min);
    let right = lines.iter().map(|l| l.rect.x1).fold(f32::MIN, f32::max);
    let taken = |i: usize| found.iter().any(|f| (f.start..f.end).contains(&i));
    // An entry of several lines has no free line in it.
    let close = |i: usize| baseline(&lines[i]) - baseline(&lines[i - 1]) < metric.pitch * CLOSE;
    let entry_end = |at: usize| {
        let room = lines.len().min(at + MOST_LINES);
        let own = (at..room).take_while(|&i| !taken(i) && (i == at || close(i)));
        // A number that a sentence goes on behind is no page.
        let goes_on = |i: usize| i + 1 < lines.len() && close(i + 1) && begins_small(&lines[i + 1]);
        own.into_iter().find(|&i| page_of(&lines[i]).is_some() && !goes_on(i))
    };
    let mut contents = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        let entries = entries_from(lines, i, &entry_end);
        let end = i + entries.iter().sum::<usize>();
        let short = |l: &&Line| right - l.rect.x1 > (right - left) * 0.1;
        let mine = &lines[i..end];
        let ragged = mine.iter().filter(short).count() * 2 >= mine.len();
        let led = mine.iter().filter(|l| has_leader(l)).count() == entries.len();
        if !count_on(mine, &entries) {
            i = end.max(i + 1);
        } else if entries.len() >= LEAST && ragged || entries.len() >= LEAST_LED && led {
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
fn entries_from(lines: &[Line], from: usize, entry_end: &impl Fn(usize) -> Option<usize>) -> Vec<usize> {
    let mut entries = Vec::new();
    let (mut last, mut at) = (0, from);
    // The first line of contents is an entry by itself: what stands above may be anything.
    while let Some(end) = entry_end(at).filter(|&end| !entries.is_empty() || end == from) {
        let page = page_of(&lines[end]).unwrap_or(0);
        if page < last {
            break;
        }
        entries.push(end + 1 - at);
        (last, at) = (page, end + 1);
    }
    entries
}

/// Tells whether the pages of entries count on; those that do not are numbers of something else.
fn count_on(lines: &[Line], entries: &[usize]) -> bool {
    let mut ends = 0;
    let each = entries.iter().map(|count| {
        ends += count;
        page_of(&lines[ends - 1])
    });
    let mut pages: Vec<Option<u32>> = each.collect();
    pages.dedup();
    pages.len() * 3 >= entries.len() * 2
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
