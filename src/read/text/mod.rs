//! Reading a plain text: its encoding is recognised, its pages and lines become [`Page`]s whose boxes count characters.
//!
//! Pages are told by form feeds; where these were lost, by the page numbers ([`numbers`]) or by what stands where text
//! frames and notes begin ([`frames`]).

mod encoding;
mod frames;
mod numbers;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::{Info, Leaf, Line, Origin, Page, ReadError, Reading, Style, Unit, Word};
use crate::diag::{Diagnostic, Warned};
use crate::settings::Settings;
use crate::span::Rect;

/// How far a tab reaches at the start of a line.
const TAB: usize = 4;
/// The space between a tab's stop and the longest piece before it.
const TAB_GAP: usize = 3;

/// Reads a plain text.
///
/// # Errors
/// [`ReadError::Empty`] where there is no word in it, [`ReadError::NoSuchPages`] where none of the pages asked for is there.
pub fn read(name: &str, bytes: &[u8], settings: &Settings) -> Result<Warned<Reading>, ReadError> {
    let (text, encoding, mut diagnostics) = encoding::decode(bytes)?;
    let text: String = text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect();
    if !text.contains(|c: char| c.is_alphanumeric()) {
        return Err(ReadError::Empty);
    }
    let feeds: Vec<Vec<&str>> = text
        .strip_suffix('\u{c}')
        .unwrap_or(&text)
        .split('\u{c}')
        .map(|p| p.split('\n').collect())
        .collect();
    let mut pages: Vec<Vec<Line>> = Vec::new();
    if feeds.len() == 1 {
        let lines: Vec<Line> = lines(&feeds[0]);
        let mut starts = numbers::page_starts(&lines);
        let mut witness = "by the page numbers";
        if starts.len() == 1 {
            (starts, witness) = frames::page_starts(&lines);
        }
        if starts.len() > 1 {
            diagnostics.push(Diagnostic::note(
                "pages-without-form-feeds",
                format!(
                    "the text has no form feeds; {} page starts were told {witness}",
                    starts.len()
                ),
            ));
        }
        for (i, &start) in starts.iter().enumerate() {
            let end = starts.get(i + 1).copied().unwrap_or(lines.len());
            pages.push(from_top(&lines[start..end]));
        }
    } else {
        pages.extend(feeds.iter().map(|p| lines(p)));
    }
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let pages: Vec<Page> = pages
        .into_iter()
        .zip(1..)
        .map(|(lines, number)| page(lines, number))
        .filter(|p| settings.pages.is_none_or(|r| r.contains(p.number)))
        .collect();
    if pages.is_empty() {
        let range = settings
            .pages
            .map_or(String::new(), |r| format!("{}–{}", r.first, r.last));
        return Err(ReadError::NoSuchPages(range, count));
    }
    let info = Info {
        name: name.to_owned(),
        sha256: Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect(),
        page_count: count,
        media_type: "text/plain",
        encoding: Some(encoding),
        ..Info::default()
    };
    Ok(Warned::new(Reading { info, pages }, diagnostics))
}

/// Makes a page of lines.
fn page(lines: Vec<Line>, number: u32) -> Page {
    Page {
        number,
        label: None,
        width: lines.iter().map(|l| l.rect.x1).fold(0.0, f32::max),
        height: lines.last().map_or(0.0, |l| l.rect.y1),
        unit: Unit::Cells,
        origin: Origin::Plain,
        lines,
        pictures: Vec::new(),
        rules: Vec::new(),
        fonts: Vec::new(),
        fold: None,
        leaf: Leaf::whole(number),
    }
}

/// Counts the lines of a page from its top.
fn from_top(lines: &[Line]) -> Vec<Line> {
    let top = lines.first().map_or(0.0, |l| l.rect.y0);
    let raise = |r: &Rect| Rect::new(r.x0, r.y0 - top, r.x1, r.y1 - top);
    lines
        .iter()
        .map(|line| {
            let words = line.words.iter().map(|w| Word {
                rect: raise(&w.rect),
                baseline: w.baseline - top,
                ..w.clone()
            });
            Line {
                words: words.collect(),
                rect: raise(&line.rect),
                angle: line.angle,
            }
        })
        .collect()
}

/// Makes lines of the rows of a page; empty rows are space between them.
fn lines(rows: &[&str]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut y = 0;
    while y < rows.len() {
        // Neighbouring rows share the stops of their tabs.
        let tabbed = rows[y..].iter().take_while(|row| has_cells(row)).count();
        let indent = rows[y..y + tabbed]
            .iter()
            .map(|row| leading_tabs(row))
            .min()
            .unwrap_or(0);
        let stops = stops(&rows[y..y + tabbed], indent);
        let count = tabbed.max(1);
        lines.extend((y..y + count).filter_map(|at| Line::new(words(rows[at], at as f32, indent, &stops), 0.0)));
        y += count;
    }
    lines
}

/// Counts the tabs that a row begins with.
fn leading_tabs(row: &str) -> usize {
    row.chars().take_while(|c| *c == '\t').count()
}

/// Tells whether tabs part a row into cells: one stands inside it, or leads to something short.
fn has_cells(row: &str) -> bool {
    const SHORT: usize = 30;
    let bare = row.trim();
    bare.contains('\t') || !bare.is_empty() && row.starts_with('\t') && bare.chars().count() <= SHORT
}

/// Returns where the tabs of some rows lead to, those behind an indent of so many: so far that the longest piece before them
/// has room.
fn stops(rows: &[&str], indent: usize) -> Vec<usize> {
    let mut stops: Vec<usize> = Vec::new();
    let pieces = |row: &&str| row.trim_end().chars().skip(indent).collect::<String>();
    let rows: Vec<String> = rows.iter().map(pieces).collect();
    let most = rows.iter().map(|row| row.split('\t').count()).max().unwrap_or(0);
    for column in 0..most.saturating_sub(1) {
        let widest = rows.iter().filter_map(|row| {
            let mut pieces = row.split('\t');
            pieces.nth(column).filter(|_| pieces.next().is_some())
        });
        let widest = widest.map(|piece| piece.chars().count()).max().unwrap_or(0);
        let start = stops.last().copied().unwrap_or(indent * TAB);
        stops.push(start + widest + TAB_GAP);
    }
    stops
}

/// Returns the words of a row; `stops` are the places that its tabs lead to, but for the first `indent` ones.
fn words(row: &str, y: f32, indent: usize, stops: &[usize]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut x = 0usize;
    let mut open = false;
    let mut tabs = 0..;
    for c in row.chars() {
        if c.is_whitespace() {
            let tab = if c == '\t' { tabs.next() } else { None };
            let stop = tab.and_then(|n: usize| stops.get(n.checked_sub(indent)?));
            x = match stop {
                Some(&stop) => stop.max(x + 1),
                None if c == '\t' => x + TAB - x % TAB,
                None => x + 1,
            };
            open = false;
            continue;
        }
        // Characters that XML cannot hold are no text.
        if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') {
            continue;
        }
        let left = x as f32;
        x += 1;
        match words.last_mut().filter(|_| open) {
            Some(word) => {
                word.text.push(c);
                word.rect.x1 = x as f32;
            }
            None => words.push(Word {
                text: c.to_string(),
                rect: Rect::new(left, y, x as f32, y + 1.0),
                baseline: y + 1.0,
                size: 1.0,
                style: Style::default(),
                font: None,
                glued: false,
                confidence: None,
            }),
        }
        open = true;
    }
    words
}
