//! Reading a plain text: its encoding is recognised, its pages and lines become [`Page`]s whose boxes count characters.
//!
//! Pages are told by form feeds; where these were lost, by the page numbers ([`numbers`]) or by what stands where text
//! frames and notes begin ([`frames`]).

mod encoding;
mod frames;
mod numbers;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::{Info, Line, Origin, Page, ReadError, Reading, Style, Unit, Word};
use crate::diag::{Diagnostic, Warned};
use crate::settings::Settings;
use crate::span::Rect;

/// How far a tab reaches at the start of a line.
const TAB: usize = 4;

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
    rows.iter()
        .enumerate()
        .filter_map(|(y, row)| Line::new(words(row, y as f32), 0.0))
        .collect()
}

fn words(row: &str, y: f32) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut x = 0usize;
    let mut open = false;
    for c in row.chars() {
        if c.is_whitespace() {
            x += if c == '\t' { TAB - x % TAB } else { 1 };
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
