//! Page furniture: running heads and feet, page numbers, watermarks, navigation.
//!
//! Known by repetition over pages, place and number sequence; whole lines only, from the page's edge inwards. A row at the
//! top or foot of a page is furniture when
//!
//! - its words return (with a tolerance for misread letters, and whatever its number) at the same edge of a page near by;
//! - it is nothing but a number, and the numbers of other pages count on with it;
//! - it is a number and a short title set apart by a wide gap (a folio line), apart from the text.
//!
//! Lines set aslant or up the margin are watermarks. In plain text the lines of web navigation, forms and copyright are known
//! by their words ([`Phrases`]), wherever they stand.

use super::measure::{Measure, Metric, baseline};
use super::page_numbers::{Numeral, numeral_in};
use super::phrases::Phrases;
use super::tables;
use crate::read::{Line, Page, Unit};
use crate::repair::{Furniture, FurnitureKind, FurniturePlace};
use crate::span::Rect;

/// How far away a page may be whose head repeats this one's: heads alternate left and right and may skip chapter openings.
const NEAR: usize = 6;

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

/// A row at the edge of a page that may be furniture.
struct Candidate {
    /// Indices of the lines that make the row.
    lines: Vec<usize>,
    rect: Rect,
    text: String,
    /// The letters of the row, for comparing with other pages.
    key: Vec<char>,
    numeral: Option<Numeral>,
    /// Nothing but a number.
    bare: bool,
    /// A wide gap parts the number from the rest.
    folio: bool,
    /// Free space to the next row inwards, in line pitches.
    gap: f32,
    top: bool,
    /// 0 for the outermost row.
    depth: usize,
}

/// Parts every page into furniture and text.
pub(super) fn find(pages: &[Page], measure: &Measure, phrases: &Phrases) -> Vec<Found> {
    let candidates: Vec<Vec<Candidate>> = pages.iter().map(|p| candidates(p, &measure.of(p))).collect();
    pages
        .iter()
        .enumerate()
        .map(|(index, page)| {
            let metric = measure.of(page);
            let mut taken: Vec<(usize, FurnitureKind, FurniturePlace)> = Vec::new();
            let mut found = Found::default();
            for top in [true, false] {
                let mut rows: Vec<&Candidate> = candidates[index].iter().filter(|c| c.top == top).collect();
                rows.sort_by_key(|c| c.depth);
                for row in rows {
                    // A row already taken at the other edge (a page of two lines) is not taken twice.
                    if taken.iter().any(|t| row.lines.contains(&t.0))
                        || !is_furniture(row, index, pages, &candidates, &metric)
                    {
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
                        (false, false) => FurnitureKind::Footer,
                    };
                    if found.numeral.is_none() {
                        found.numeral.clone_from(&row.numeral);
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
                let furniture = apart(line, page, phrases).filter(|_| !drawn.iter().any(|d| d.contains(&i)));
                match furniture {
                    Some((kind, place)) => {
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
        .collect()
}

/// Tells whether a line is drawn with signs: three or more of Unicode's box drawings, blocks, shapes or dingbats (U+2500 to
/// U+27BF), and nothing else.
fn is_ornament(line: &str) -> bool {
    let signs = || line.chars().filter(|c| !c.is_whitespace());
    signs().count() >= 3 && signs().all(|c| ('\u{2500}'..='\u{27bf}').contains(&c))
}

/// Tells what a line is that is furniture by itself, wherever it stands.
fn apart(line: &Line, page: &Page, phrases: &Phrases) -> Option<(FurnitureKind, FurniturePlace)> {
    if line.angle != 0.0 {
        return Some((FurnitureKind::Watermark, FurniturePlace::Margin));
    }
    let text = line.text();
    let (place, edge) = if line.rect.y0 * 2.0 < page.height {
        (FurniturePlace::Top, FurnitureKind::Header)
    } else {
        (FurniturePlace::Bottom, FurnitureKind::Footer)
    };
    if is_ornament(&text) {
        return Some((edge, place));
    }
    if page.unit == Unit::Cells {
        if phrases.is_navigation(&text) {
            return Some((FurnitureKind::Navigation, place));
        }
        if phrases.is_footer(&text) {
            return Some((FurnitureKind::Footer, place));
        }
    }
    None
}

/// The two outermost rows at the top and foot of a page.
fn candidates(page: &Page, metric: &Metric) -> Vec<Candidate> {
    let mut order: Vec<usize> = (0..page.lines.len()).filter(|&i| page.lines[i].angle == 0.0).collect();
    order.sort_by(|&a, &b| page.lines[a].rect.y0.total_cmp(&page.lines[b].rect.y0));
    let mut rows: Vec<(Vec<usize>, Rect)> = Vec::new();
    let near_edge = |i: usize| {
        let y = (page.lines[i].rect.y0 + page.lines[i].rect.y1) / 2.0;
        page.unit == Unit::Cells || y < page.height * 0.2 || y > page.height * 0.8
    };
    let add = |i: usize, rows: &mut Vec<(Vec<usize>, Rect)>| {
        let rect = page.lines[i].rect;
        let same = rows.iter_mut().find(|(lines, r)| {
            let level = baseline(&page.lines[lines[0]]);
            (level - baseline(&page.lines[i])).abs() < metric.body * 0.5 && r.overlap_x(&rect) <= metric.body * 0.2
        });
        match same {
            Some((lines, r)) => {
                lines.push(i);
                *r = r.union(&rect);
            }
            None => rows.push((vec![i], rect)),
        }
    };
    for i in order {
        add(i, &mut rows);
    }
    let mut found = Vec::new();
    for top in [true, false] {
        for depth in 0..rows.len().min(2) {
            let at = if top { depth } else { rows.len() - 1 - depth };
            let (lines, rect) = &rows[at];
            if !lines.iter().all(|&i| near_edge(i)) {
                break;
            }
            let inner = if top {
                rows.get(at + 1)
            } else {
                at.checked_sub(1).map(|i| &rows[i])
            };
            let gap = inner.map_or(
                9.0,
                |(_, r)| if top { r.y0 - rect.y1 } else { rect.y0 - r.y1 } / metric.pitch,
            );
            found.push(candidate(page, lines, *rect, gap, top, depth, metric));
        }
    }
    found
}

fn candidate(
    page: &Page,
    lines: &[usize],
    rect: Rect,
    gap: f32,
    top: bool,
    depth: usize,
    metric: &Metric,
) -> Candidate {
    let mut lines = lines.to_vec();
    lines.sort_by(|&a, &b| page.lines[a].rect.x0.total_cmp(&page.lines[b].rect.x0));
    let text = lines
        .iter()
        .map(|&i| page.lines[i].text())
        .collect::<Vec<_>>()
        .join(" ");
    let words: Vec<&crate::read::Word> = lines.iter().flat_map(|&i| &page.lines[i].words).collect();
    let numeral = numeral_in(&text);
    let key: Vec<char> = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    let bare = numeral.as_ref().is_some_and(|n| n.alone);
    let space = |a: usize, b: usize| match (words.get(a), words.get(b)) {
        (Some(a), Some(b)) => b.rect.x0 - a.rect.x1,
        _ => 0.0,
    };
    let wide = metric.body * if metric.sized { 1.4 } else { 2.0 };
    let folio = numeral.as_ref().is_some_and(|n| {
        !n.alone
            && if n.leading {
                space(0, 1) >= wide
            } else {
                words.len() >= 2 && space(words.len() - 2, words.len() - 1) >= wide
            }
    });
    Candidate {
        lines,
        rect,
        text,
        key,
        numeral,
        bare,
        folio,
        gap,
        top,
        depth,
    }
}

/// Decides whether a row at the edge of page `index` is furniture.
fn is_furniture(row: &Candidate, index: usize, pages: &[Page], all: &[Vec<Candidate>], metric: &Metric) -> bool {
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
    let mut counted = false;
    for j in near {
        for other in all[j].iter().filter(|c| c.top == row.top) {
            if (level(&pages[j], other) - mine).abs() > tolerance {
                continue;
            }
            if row.key.len() >= 3 && alike(&row.key, &other.key) {
                return true;
            }
            let both = row.numeral.as_ref().zip(other.numeral.as_ref());
            if both.is_some_and(|(a, b)| a.counts_on(b, j as i64 - index as i64)) {
                counted = true;
            }
        }
    }
    if row.bare {
        let lonely = pages.len() == 1 || !counted;
        return counted
            || (lonely && row.gap >= 0.8 && row.depth == 0 && row.rect.width() < metric.body * 6.0 && metric.sized);
    }
    if row.numeral.is_some() && counted && row.gap >= 0.2 && short(row, &pages[index]) {
        return true;
    }
    // A folio line is told by its looks alone, in a text of one or two pages: number, wide gap, short title, free space.
    row.folio && row.gap >= 0.5 && short(row, &pages[index]) && row.depth == 0
}

/// The row is much shorter than a line of text, in letters.
fn short(row: &Candidate, page: &Page) -> bool {
    let longest = page
        .lines
        .iter()
        .map(|l| l.words.iter().map(|w| w.text.len() + 1).sum::<usize>())
        .max()
        .unwrap_or(0);
    row.text.len() * 4 <= longest * 3
}

/// Tells whether two rows of letters are the same but for a fifth of them: heads are misread by OCR.
fn alike(a: &[char], b: &[char]) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.len() * 5 < long.len() * 4 || long.len() > 200 {
        return false;
    }
    let limit = long.len() / 5;
    let mut row: Vec<usize> = (0..=short.len()).collect();
    for (i, x) in long.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in short.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[short.len()] <= limit
}
