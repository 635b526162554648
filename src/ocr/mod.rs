//! Character recognition: a page image becomes lines of words with boxes and confidences.
//!
//! In comes a grey page image, out come [`Line`]s in pixels of that image, in the engine's reading order. The engine is behind
//! a trait, so that another can take its place; [`tesseract`] is the one there is. How a page is prepared for it, and what is
//! tried where it reads badly, is in [`prepare`] and [`attempts`].

mod attempts;
pub(crate) mod boxes;
mod detect;
mod dust;
pub(crate) mod fit;
mod glyphs;
mod gutters;
mod ink;
mod languages;
mod marks;
pub(crate) mod pictures;
pub mod prepare;
pub(crate) mod resolution;
mod rules;
mod signs;
mod slant;
pub mod tesseract;
mod weight;

pub use detect::detect_languages;
pub(crate) use detect::has_data;

use crate::diag::Diagnostic;
use crate::read::{Line, Word};
use crate::span::Rect;

/// A page image and its resolution.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    /// The pixels.
    pub image: image::GrayImage,
    /// Resolution, dots per inch; for a page of a PDF the true ratio of pixels to inches of the page.
    pub dpi: f32,
}

impl Raster {
    /// Makes the page black on white, and the black bed of a scanner and what shows of the neighbouring page white, and settles
    /// its resolution; says with diagnostics, without their page, if it was white on black or of another resolution than told.
    pub(crate) fn clean(&mut self) -> Vec<Diagnostic> {
        let mut doubts = Vec::new();
        let cleaned = prepare::clean(&mut self.image, self.dpi);
        if cleaned.is_inverted {
            let what = "the page is white on black; it was read inverted";
            doubts.push(Diagnostic::note("page-inverted", what));
        }
        if cleaned.had_neighbour {
            let what = "letters of the neighbouring page at the edge of the image are left out";
            doubts.push(Diagnostic::note("neighbour-left-out", what));
        }
        let told = self.dpi;
        self.dpi = resolution::settled(told, &self.image);
        if (self.dpi / told - 1.0).abs() > 0.05 {
            let what = format!(
                "by its size the page has {told:.0} dots per inch, by its letters and its sides about {:.0}",
                self.dpi
            );
            doubts.push(Diagnostic::note("resolution-estimated", what));
        }
        doubts
    }
}

/// What reads a page image. One engine serves all threads.
pub trait Engine: Send + Sync {
    /// Recognises a page.
    ///
    /// `languages` are BCP 47 tags (`en`, `ru`, `de`, `fr`), never empty; `dpi` is the resolution of the image.
    ///
    /// # Errors
    /// [`OcrError`] where the engine or its language data is missing, or the engine fails.
    fn recognise(&self, image: &image::GrayImage, dpi: f32, languages: &[String]) -> Result<Recognised, OcrError>;

    /// Returns the BCP 47 tags of the languages that it has data for, sorted; empty where it cannot tell.
    fn installed(&self) -> Vec<String>;
}

/// A page as recognised.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognised {
    /// The lines, boxes in pixels of the image given.
    pub lines: Vec<Line>,
    /// Thin straight lines, horizontal and vertical, in pixels of the image given.
    pub rules: Vec<Rect>,
    /// Mean confidence of the words, 0 to 100; 0 where there are none.
    pub confidence: f32,
    /// So many specks of dust were read as signs and left out of the lines.
    pub specks: usize,
    /// Where two pages of a spread meet, pixels from the left, if they do.
    pub fold: Option<f32>,
    /// What was tried because the page was read badly.
    pub again: Option<Again>,
}

/// A page that was read badly was read again in other ways.
#[derive(Clone, Debug, PartialEq)]
pub struct Again {
    /// Mean confidence of the first reading, 0 to 100.
    pub first: f32,
    /// What the kept reading was made from, as in "the page turned upside down"; `None` where the first was the best.
    pub kept: Option<&'static str>,
}

impl Recognised {
    /// Makes the page on which nothing was read.
    pub(crate) fn nothing() -> Self {
        Self {
            lines: Vec::new(),
            rules: Vec::new(),
            confidence: 0.0,
            specks: 0,
            fold: None,
            again: None,
        }
    }

    /// Below this mean confidence, of 100, a page is worth a look: good scans stay above 85.
    const DOUBTFUL: f32 = 60.0;

    /// Says what a reader of page `number` has to look at.
    pub(crate) fn doubts(&self, number: u32) -> Vec<Diagnostic> {
        let mut doubts = Vec::new();
        if !self.lines.is_empty() && self.confidence < Self::DOUBTFUL {
            let what = format!(
                "the page was recognised badly (mean confidence {:.0} of 100)",
                self.confidence
            );
            let hint = "compare it with the scan; a wrong language has this effect too";
            doubts.push(
                Diagnostic::warning("page-recognised-badly", what)
                    .on_page(number)
                    .hint(hint),
            );
        }
        if let Some(Again {
            first,
            kept: Some(kept),
        }) = self.again
        {
            let what = format!(
                "read as it is the page came out badly (mean confidence {first:.0} of 100); {kept} it came out better ({:.0})",
                self.confidence
            );
            doubts.push(Diagnostic::note("page-read-again", what).on_page(number));
        }
        if self.specks > 0 {
            let what = match self.specks {
                1 => "a speck that was read as a sign is left out".to_owned(),
                specks => format!("{specks} specks that were read as signs are left out"),
            };
            doubts.push(Diagnostic::note("specks-left-out", what).on_page(number));
        }
        doubts
    }
}

/// Lists the words of a page that were read with little confidence, with their boxes, for a reader to look at.
pub(crate) fn unsure_words(lines: &[Line], page: u32) -> Vec<Diagnostic> {
    /// Below this confidence, of 100, more words are wrong than right.
    const UNSURE: f32 = 50.0;
    /// A page with more of them is to be read as a whole.
    const MOST: usize = 60;

    let words = lines.iter().zip(1_u32..).flat_map(|(line, number)| {
        let unsure = |word: &&Word| word.confidence.is_some_and(|confidence| confidence < UNSURE);
        let with_letters = |word: &&Word| word.text.chars().any(char::is_alphanumeric);
        let words = line.words.iter().filter(unsure).filter(with_letters);
        words.map(move |word| (word, number))
    });
    let note = |(word, line): (&Word, u32)| {
        let what = format!(
            "`{}` was read with little confidence ({:.0} of 100)",
            word.text,
            word.confidence.unwrap_or(0.0)
        );
        Diagnostic::note("word-unsure", what)
            .on_page(page)
            .on_line(line)
            .in_box(word.rect)
    };
    words.take(MOST).map(note).collect()
}

/// Why nothing was recognised. The messages say what to install.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum OcrError {
    /// The library is not on the machine.
    #[error(
        "reading scans needs Tesseract 5, which is not installed; install it (Debian: `apt-get install tesseract-ocr`, macOS: `brew install tesseract`)"
    )]
    EngineMissing,
    /// The language's data is not on the machine.
    #[error(
        "Tesseract has no data for `{language}`; install it (Debian: `apt-get install tesseract-ocr-{package}`, macOS: `brew install tesseract-lang`)"
    )]
    LanguageMissing {
        /// As asked for.
        language: String,
        /// The engine's own name of it.
        package: String,
    },
    /// The engine gave up.
    #[error("Tesseract failed: {0}")]
    Failed(String),
}
