//! Page furniture: running heads and feet, page numbers, watermarks, navigation.
//!
//! Known by repetition over pages, place and number sequence; whole lines only, from the page's edge inwards. A row at the
//! top or foot of a page is furniture when
//!
//! - its words return (with a tolerance for misread letters, and whatever its number) at the same edge of a page near by;
//! - it is nothing but a number, and the numbers of other pages count on with it;
//! - it is a number and a short title set apart by a wide gap (a folio line), apart from the text;
//! - at the foot, it is the signature mark of a sheet (`B2`, `3*`).
//!
//! What is set larger than the text is a heading, even where it returns (`Chapter 2`).
//!
//! Lines set aslant or up the margin are watermarks. In plain text the lines of web navigation, forms and copyright are known
//! by their words ([`Phrases`]), wherever they stand.

use std::sync::LazyLock;

use regex::Regex;

use super::alike::alike;
use super::apart::apart;
use super::edge_rows::{Candidate, candidates};
use super::edge_texts::{is_among_text, is_of_letter};
use super::edge_titles::{is_of_called_note, is_over_number, short, titles_in_lines};
use super::headings::is_capitals;
use super::labels::label_at;
use super::loose_heads;
use super::measure::{Measure, Metric};
use super::page_numbers::{Numeral, is_dashed_number, numeral_in};
use super::phrases::Phrases;
use super::returning::{Returning, has_blank, is_line_of_text};
use super::sentences::begins_large;
use super::tables;
use crate::read::{Line, Page, Unit};
use crate::repair::{Furniture, FurnitureKind, FurniturePlace};
use crate::span::Rect;

/// How far away a page may be whose head repeats this one's: heads alternate left and right and may skip chapter openings.
pub(super) const NEAR: usize = 6;

/// A large number from here on is a year: books have fewer pages.
const YEARS: i64 = 1000;
/// Type smaller than this share of the body's is small.
const SMALL: f32 = 0.95;
/// So many heads near by tell the level of heads.
const FEWEST: usize = 3;
/// Pages of no more lines are plates or titles, not pages with a running head.
const FEW_LINES: usize = 3;

/// A page parted into furniture and text.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The furniture, from top to bottom.
    pub(super) furniture: Vec<Furniture>,
    /// The lines that are left, in the order read.
    pub(super) text: Vec<Line>,
    /// The number printed in the furniture.
    pub(super) numeral: Option<Numeral>,
}

/// Parts every page into furniture and text.
pub(super) fn find(pages: &[Page], measure: &Measure, phrases: &Phrases) -> Vec<Found> {
    let candidates: Vec<Vec<Candidate>> = pages.iter().map(|p| candidates(p, &measure.of(p))).collect();
    let returning = Returning::new(pages, &candidates, measure);
    let titles = titles_in_lines(&candidates);
    let mut all: Vec<Found> = pages
        .iter()
        .enumerate()
        .map(|(index, page)| {
            let metric = measure.of(page);
            let mut taken: Vec<(usize, FurnitureKind, FurniturePlace)> = Vec::new();
            let mut found = Found::default();
            for top in [true, false] {
                let mut rows: Vec<&Candidate> = candidates[index].iter().filter(|c| c.top == top).collect();
                rows.sort_by_key(|c| c.depth);
                let mut numbered = false;
                let mut keys: Vec<&[char]> = Vec::new();
                for (k, &row) in rows.iter().enumerate() {
                    // Under a running head with the page's number a further number is text: `(2)` of a list.
                    if numbered && row.bare {
                        break;
                    }
                    // The title under a running head that repeats it is a heading.
                    if !row.key.is_empty() && keys.contains(&row.key.as_slice()) {
                        break;
                    }
                    // A row already taken at the other edge (a page of two lines) is not taken twice.
                    let repeats_title = |row: &Candidate| {
                        let first = titles.get(row.key.as_slice());
                        top && page.unit == Unit::Cells && row.gap >= 0.5 && first.is_some_and(|&first| first < index)
                    };
                    let told = |row: &Candidate| {
                        repeats_title(row) || is_furniture(row, index, pages, &candidates, &returning, &metric)
                    };
                    let over_number = || {
                        rows.get(k + 1)
                            .is_some_and(|next| is_over_number(row, next, page) && told(next))
                    };
                    if taken.iter().any(|t| row.lines.contains(&t.0)) || !(told(row) || over_number()) {
                        break;
                    }
                    let place = if top {
                        FurniturePlace::Top
                    } else {
                        FurniturePlace::Bottom
                    };
                    let kind = match (row.bare, top) {
                        (true, _) => FurnitureKind::PageNumber,
                        (false, true) => FurnitureKind::Header,
                        (false, false) if is_signature(row) => FurnitureKind::Signature,
                        (false, false) => FurnitureKind::Footer,
                    };
                    // `Gazette, 4 May 1923` has no page's number.
                    let numeral = row.numeral.as_ref().filter(|n| row.bare || n.value < YEARS);
                    numbered |= numeral.is_some();
                    keys.push(&row.key);
                    if found.numeral.is_none() {
                        found.numeral = numeral.cloned();
                    }
                    taken.extend(row.lines.iter().map(|&i| (i, kind, place)));
                    found.furniture.push(Furniture {
                        kind,
                        place,
                        text: row.text.clone(),
                        rect: row.rect,
                    });
                }
            }
            // The rows of a table drawn with bars look like the navigation of a web page.
            let drawn = if page.unit == Unit::Cells {
                tables::drawn_lines(&page.lines, &metric)
            } else {
                Vec::new()
            };
            for (i, line) in page.lines.iter().enumerate() {
                if taken.iter().any(|t| t.0 == i) {
                    continue;
                }
                let furniture = apart(i, page, phrases).filter(|_| !drawn.iter().any(|d| d.contains(&i)));
                match furniture {
                    Some((kind, place)) => {
                        if kind == FurnitureKind::PageNumber && found.numeral.is_none() {
                            found.numeral = numeral_in(&line.text());
                        }
                        found.furniture.push(Furniture {
                            kind,
                            place,
                            text: line.text(),
                            rect: line.rect,
                        });
                    }
                    None => found.text.push(line.clone()),
                }
            }
            found.furniture.sort_by(|a, b| {
                (a.place == FurniturePlace::Bottom)
                    .cmp(&(b.place == FurniturePlace::Bottom))
                    .then(a.rect.y0.total_cmp(&b.rect.y0))
            });
            found
        })
        .collect();
    take_at_level(pages, &mut all, &candidates, measure);
    loose_heads::take(pages, &mut all);
    all
}

/// Takes small rows at the level of the heads of pages near by, on pages that have none: what an article's first page says of its
/// journal.
fn take_at_level(pages: &[Page], all: &mut [Found], candidates: &[Vec<Candidate>], measure: &Measure) {
    let head = |found: &Found| {
        found
            .furniture
            .first()
            .filter(|f| f.place == FurniturePlace::Top)
            .map(|f| f.rect)
    };
    let heads: Vec<Option<Rect>> = all.iter().map(head).collect();
    for (i, page) in pages.iter().enumerate().filter(|(i, _)| heads[*i].is_none()) {
        let metric = measure.of(page);
        let small = |c: &&Candidate| c.lines.iter().all(|&l| page.lines[l].size() < metric.body * SMALL);
        let mut rows = candidates[i].iter().filter(|c| c.top && c.depth == 0 && c.gap >= 0.5);
        let Some(row) = rows.find(small).filter(|_| metric.sized) else {
            continue;
        };
        let near = i.saturating_sub(NEAR)..pages.len().min(i + NEAR + 1);
        let level = |h: &Rect| (h.y1 - row.rect.y1).abs() < metric.pitch * 0.3;
        if near.filter(|&j| heads[j].as_ref().is_some_and(level)).count() < FEWEST {
            continue;
        }
        let lines: Vec<Line> = row.lines.iter().map(|&l| page.lines[l].clone()).collect();
        all[i].text.retain(|l| !lines.contains(l));
        all[i].furniture.insert(
            0,
            Furniture {
                kind: FurnitureKind::Header,
                place: FurniturePlace::Top,
                text: row.text.clone(),
                rect: row.rect,
            },
        );
    }
}

/// The mark of a printed sheet, for the binder: a letter or two with or without a number, a number with a star, or with a
/// dash before it or between it and the printer's order.
static SIGNATURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\p{Lu}{1,2} ?\d{0,2}\*?|\d{1,3} ?\*|[—–] ?\d{1,3}\*?|\d{1,3} ?[—–-] ?\d{3,5})$")
        .expect("a constant pattern")
});

fn is_signature(row: &Candidate) -> bool {
    let text = &row.text;
    !row.top && row.gap >= 0.5 && (SIGNATURE.is_match(text) || Phrases::built_in().is_sheet_mark(text))
}

/// A line of copyright or download in small type at the foot of a page.
fn is_copyright(row: &Candidate, page: &Page, metric: &Metric) -> bool {
    let small = row.lines.iter().all(|&i| page.lines[i].size() < metric.body * 0.93);
    let begins = !row.text.starts_with(char::is_lowercase) && label_at(&page.lines[row.lines[0]]).is_none();
    !row.top && small && begins && Phrases::built_in().is_footer(&row.text)
}

/// Decides whether a row at the edge of page `index` is furniture.
fn is_furniture(
    row: &Candidate,
    index: usize,
    pages: &[Page],
    all: &[Vec<Candidate>],
    returning: &Returning,
    metric: &Metric,
) -> bool {
    // A row that ends as a salutation does, or within a word, is text, unless it has the page's number. A large number is a
    // chapter's or a year, where another number stands on the page as a page's does.
    let ends = row.text.ends_with([',', '!', '?', ';', ':', '-', '\u{ad}', '\u{2010}']) && row.numeral.is_none();
    let is_year = row.numeral.as_ref().is_some_and(|n| n.value >= YEARS);
    let numbers_page = row.bare && !is_year && !all[index].iter().any(|c| c.bare && !c.large);
    if ends || (row.large && !numbers_page) || has_blank(row) || is_of_letter(row, &pages[index]) {
        return false;
    }
    if metric.sized && (is_signature(row) || is_copyright(row, &pages[index], metric)) {
        return true;
    }
    let near = (index.saturating_sub(NEAR)..pages.len().min(index + NEAR + 1)).filter(|&j| j != index);
    let level = |page: &Page, c: &Candidate| {
        if page.unit == Unit::Cells {
            0.0
        } else {
            c.rect.y0 / page.height
        }
    };
    let mine = level(&pages[index], row);
    let tolerance = if metric.sized {
        metric.pitch * 1.2 / pages[index].height.max(1.0)
    } else {
        1.0
    };
    let note = !row.top && is_of_called_note(row, &pages[index], metric);
    // A row of the same words is found again, a number that counts on, both in one; a number that counts on under other words or
    // at the other end.
    let (mut counted, mut repeated, mut both, mut across) = (false, false, false, false);
    let mut members = vec![index];
    let page_is_typed = pages[index].unit == Unit::Cells;
    let inner = row.inner.and_then(|i| pages[index].lines.get(i));
    let longest = pages[index].lines.iter().map(|l| l.rect.width()).fold(0.0, f32::max);
    let inner_is_short = inner.is_some_and(|l| l.rect.width() < longest * 0.6 && begins_large(l));
    for j in near {
        // A page number may stand at the foot of one page and in the running head of the next.
        if row.bare {
            let numbers = all[j]
                .iter()
                .filter(|c| c.top != row.top && (c.bare || c.folio))
                .filter_map(|c| c.numeral.as_ref());
            let own = row.numeral.as_ref();
            counted |= numbers
                .into_iter()
                .any(|n| own.is_some_and(|own| own.counts_on(n, j as i64 - index as i64)));
        }
        for other in all[j].iter().filter(|c| c.top == row.top) {
            if (level(&pages[j], other) - mine).abs() > tolerance {
                continue;
            }
            // Under a running head stands the title that the heads of other pages repeat.
            let below = !metric.sized && rank(row, &all[index]) > rank(other, &all[j]);
            // A title in capitals is not the running head that repeats it in small letters.
            let case = metric.sized || is_capitals(&row.text) == is_capitals(&other.text);
            let same = !below && case && row.says_the_same(other);
            let numbers = row.numeral.as_ref().zip(other.numeral.as_ref());
            let counts = numbers.is_some_and(|(a, b)| a.counts_on(b, j as i64 - index as i64));
            // The title of a chapter that its running heads repeat stands close over a second line.
            let heads_title = page_is_typed && row.top && row.gap < 0.3 && other.gap >= 0.5 && inner_is_short;
            let same = same && !heads_title;
            if same && members.last() != Some(&j) {
                members.push(j);
            }
            repeated |= same;
            counted |= counts;
            both |= same && counts;
            let turned = numbers.is_some_and(|(a, b)| a.leading != b.leading);
            across |= (!same || turned) && counts && !other.bare;
        }
    }
    // What closes letters returns too, but where other pages have text. A running foot stands below the text of all.
    members.sort_unstable();
    let foot = repeated && !row.top && row.numeral.is_none() && !returning.is_run_over(row, &members);
    if foot && is_among_text(row, index, pages, all, &level, tolerance) {
        return false;
    }
    if is_line_of_text(row, &pages[index], metric) {
        return false;
    }
    // Notes that say the same (`3 Ibid.`) return at the foot of pages as running feet do; but those count the pages, where
    // nothing else does.
    let elsewhere = || members.iter().any(|&j| is_numbered_without(row, j, all));
    if repeated && (!note || both && !elsewhere()) {
        // Left and right heads whose numbers count on together: documents have their own numbers, at one end.
        let pages_number = both && across && !note
            || (row.folio || row.bare) && (row.top || both || returning.count_on(row, &members));
        let empty = members.iter().filter(|&&j| pages[j].lines.len() <= FEW_LINES).count();
        let alone = empty * 2 > members.len() && !counted;
        let names = || returning.names_parts(row, &members) && (row.numeral.is_none() || elsewhere());
        return pages_number
            || !(alone
                || names()
                || returning.is_table_row(row, index, metric)
                || returning.is_title(row, index, &members)
                || returning.stands_inside(row, index)
                || returning.is_of_documents(row, &members));
    }
    if row.bare {
        if row.depth == 0 && is_dashed_number(&row.text) {
            return true;
        }
        let lonely = pages.len() == 1 || !counted;
        return counted
            || (lonely && row.gap >= 0.8 && row.depth == 0 && row.rect.width() < metric.body * 6.0 && metric.sized);
    }
    // What begins with the number of a note and ends a sentence is a note, even where nothing in the text is seen to call it;
    // so is what counts on where another row counts the pages.
    let note = note
        || !row.top
            && !row.bare
            && label_at(&pages[index].lines[row.lines[0]]).is_some()
            && (row.text.ends_with('.') || is_numbered_without(row, index, all));
    if row.numeral.is_some() && counted && !note && row.gap >= 0.2 && short(row, &pages[index]) {
        return true;
    }
    // A folio line is told by its looks alone, in a text of one or two pages: number, wide gap, short title, free space.
    // At the foot the last row of a table looks like it, at the head its first row with others like it below.
    let table = all[index]
        .iter()
        .any(|c| c.top == row.top && c.depth != row.depth && c.folio);
    row.folio
        && row.top
        && !table
        && row.gap >= if metric.sized { 0.3 } else { 0.5 }
        && short(row, &pages[index])
        && row.depth == 0
}

/// How many rows with words stand further out on the page.
fn rank(row: &Candidate, page: &[Candidate]) -> usize {
    let outer = page.iter().filter(|c| c.top == row.top && c.depth < row.depth);
    outer.filter(|c| !c.key.is_empty()).count()
}

/// Tells whether a page bears a number of its own, set apart, that counts on from page to page, in another row than this.
fn is_numbered_without(row: &Candidate, page: usize, all: &[Vec<Candidate>]) -> bool {
    let apart = |c: &&Candidate| (c.bare || c.folio) && !(c.top == row.top && alike(&row.key, &c.key));
    let mut beside = [page.checked_sub(1), page.checked_add(1)].into_iter().flatten();
    beside.any(|j| {
        let others = || all.get(j).into_iter().flatten().filter(apart);
        let counts = |c: &Candidate, o: &Candidate| {
            let pair = c.numeral.as_ref().zip(o.numeral.as_ref());
            pair.is_some_and(|(c, o)| c.counts_on(o, j as i64 - page as i64))
        };
        all[page].iter().filter(apart).any(|c| others().any(|o| counts(c, o)))
    })
}
