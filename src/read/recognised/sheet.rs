//! What the formats of other engines have in common: a sheet of lines of words in boxes, in the unit of the file.

use crate::ocr::boxes::{BoxLine, BoxWord};
use crate::read::Style;
use crate::span::Rect;

/// A page as a file has it.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Width and height in the unit of the file; 0 where they are not told.
    pub(super) size: (f32, f32),
    /// How many of the file's units make an inch, where it does not count pixels.
    pub(super) units_an_inch: Option<f32>,
    /// The resolution of the page image as told, dots per inch.
    pub(super) dpi: Option<f32>,
    /// The lines in the order of reading.
    pub(super) lines: Vec<BoxLine>,
    /// Thin straight lines.
    pub(super) rules: Vec<Rect>,
    /// Where pictures are.
    pub(super) pictures: Vec<Rect>,
}

/// What a file says besides its pages.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) sheets: Vec<Sheet>,
    /// The software that recognised the pages, each once.
    pub(super) software: Vec<String>,
    /// When that was, as written.
    pub(super) date: Option<String>,
    /// The languages that the file names, each once, as written.
    pub(super) languages: Vec<String>,
}

/// Adds what is not there yet.
pub(super) fn add(list: &mut Vec<String>, said: &str) {
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let said: String = said.chars().filter(|c| !c.is_control()).take(MOST_SAID).collect();
    if !said.is_empty() && !list.contains(&said) && list.len() < MOST_ENTRIES {
        list.push(said);
    }
}

/// What a file says of itself is cut to so many characters.
const MOST_SAID: usize = 500;
/// And to so many entries of a kind.
const MOST_ENTRIES: usize = 20;

/// How a word is set, as far as the file tells.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Setting {
    pub(super) style: Style,
    /// The size of the type, points.
    pub(super) points: Option<f32>,
}

impl Setting {
    /// Adds what an element further inside tells.
    pub(super) fn with(self, inner: Setting) -> Setting {
        let (a, b) = (self.style, inner.style);
        Setting {
            style: Style {
                italic: a.italic || b.italic,
                bold: a.bold || b.bold,
                small_caps: a.small_caps || b.small_caps,
                superscript: a.superscript || b.superscript,
                subscript: a.subscript || b.subscript,
                letterspaced: a.letterspaced || b.letterspaced,
            },
            points: inner.points.or(self.points),
        }
    }
}

/// Takes out of a text what is no text: characters that XML cannot hold.
pub(super) fn clean(text: &str) -> String {
    let is_text = |c: &char| (!c.is_control() || c.is_whitespace()) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(is_text).collect()
}

/// Parts a text over a box, evenly by its letters: a word for each piece between spaces.
pub(super) fn parted(text: &str, rect: Rect, setting: Setting, confidence: Option<f32>) -> Vec<BoxWord> {
    let text = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let all = text.chars().count();
    let mut words: Vec<BoxWord> = Vec::new();
    let mut open = false;
    let place = |at: usize| rect.x0 + rect.width() * at as f32 / all.max(1) as f32;
    for (at, letter) in text.chars().enumerate() {
        if letter.is_whitespace() {
            open = false;
            continue;
        }
        match words.last_mut().filter(|_| open) {
            Some(word) => {
                word.text.push(letter);
                word.rect.x1 = place(at + 1);
            }
            None => words.push(BoxWord {
                text: letter.to_string(),
                rect: Rect::new(place(at), rect.y0, place(at + 1), rect.y1),
                confidence,
                style: setting.style,
                points: setting.points,
                glued: false,
            }),
        }
        open = true;
    }
    words
}

/// Makes a box of its corner and size; `None` of one that cannot be.
pub(super) fn sized(x: f32, y: f32, width: f32, height: f32) -> Option<Rect> {
    (width >= 0.0 && height >= 0.0).then(|| Rect::new(x, y, x + width, y + height))
}

/// Returns the direction of a line by the angle that a file tells, in degrees counter-clockwise: whole quarters.
pub(super) fn quarter(angle: Option<f32>) -> f32 {
    let quarters = (angle.unwrap_or(0.0) / 90.0).round().rem_euclid(4.0);
    quarters * 90.0
}
