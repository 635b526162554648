//! A second opinion on pages whose glyphs do not say their letters: `pdf-extract`, which reads some fonts otherwise.
//!
//! In comes the number of a page, out come lines of text without true places, and only where they are clearly better.
//! The library panics on many files, which is caught; that it may exhaust the stack is the business of the process.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use pdf_extract::{Document, PlainTextOutput, output_doc_page};

use super::quality::are_plausible;
use crate::read::{Line, Style, Word};
use crate::span::Rect;

/// The least share of plausible letters in a second opinion.
const CONVINCING: f32 = 0.75;

/// The document as the other library reads it, opened when first asked.
pub(super) struct SecondOpinion<'b> {
    bytes: &'b [u8],
    document: OnceLock<Option<Document>>,
}

impl<'b> SecondOpinion<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            document: OnceLock::new(),
        }
    }

    /// Returns the page's lines where the other reading convinces and has more words than the first.
    ///
    /// `number` counts from 1; `letters` is how many letters the first reading found.
    pub(super) fn lines(&self, number: u32, letters: usize, width: f32, height: f32) -> Option<Vec<Line>> {
        let text = catch_unwind(AssertUnwindSafe(|| self.text(number))).ok()??;
        let words: Vec<&str> = text.split_whitespace().collect();
        let found = text.chars().filter(|c| c.is_alphanumeric()).count();
        (found >= 20 && found * 2 > letters * 3 && are_plausible(&words, CONVINCING))
            .then(|| spread(&text, width, height))
    }

    fn text(&self, number: u32) -> Option<String> {
        let document = self.document.get_or_init(|| {
            let mut document = Document::load_mem(self.bytes).ok()?;
            if document.is_encrypted() {
                document.decrypt("").ok()?;
            }
            Some(document)
        });
        let mut text = String::new();
        output_doc_page(document.as_ref()?, &mut PlainTextOutput::new(&mut text), number).ok()?;
        Some(text.chars().filter(|c| c.is_whitespace() || !c.is_control()).collect())
    }
}

/// Spreads lines of text evenly over the page, from top to bottom.
fn spread(text: &str, width: f32, height: f32) -> Vec<Line> {
    let rows: Vec<&str> = text.lines().filter(|row| !row.trim().is_empty()).collect();
    let step = (height / (rows.len() + 1) as f32).min(12.0);
    let longest = rows.iter().map(|row| row.chars().count()).max().unwrap_or(1).max(1);
    let cell = (width / longest as f32).min(0.5 * step);
    rows.iter()
        .enumerate()
        .filter_map(|(n, row)| {
            let top = (n as f32 + 0.5) * step;
            let mut column = 0.0;
            let mut words = Vec::new();
            for text in row.split_whitespace() {
                let end = column + text.chars().count() as f32 * cell;
                words.push(Word {
                    text: text.to_owned(),
                    rect: Rect::new(column, top, end, top + step),
                    baseline: top + 0.75 * step,
                    size: step,
                    style: Style::default(),
                    font: None,
                    glued: false,
                    confidence: None,
                });
                column = end + cell;
            }
            Line::new(words, 0.0)
        })
        .collect()
}
