//! Character recognition: a page image becomes lines of words with boxes and confidences.
//!
//! In comes a grey page image, out come [`Line`]s in pixels of that image, in the engine's reading order. The engine is behind
//! a trait, so that another can take its place; [`tesseract`] is the one there is.

pub(crate) mod boxes;
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
pub mod tesseract;
mod weight;

pub use languages::detect_languages;

use crate::diag::Diagnostic;
use crate::read::Line;
use crate::span::Rect;

/// A page image and its resolution.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    /// The pixels.
    pub image: image::GrayImage,
    /// Resolution, dots per inch; for a page of a PDF the true ratio of pixels to inches of the page.
    pub dpi: f32,
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
}

impl Recognised {
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
            let hint =
                "compare it with the scan; a wrong language or a page that lies on its side have this effect too";
            doubts.push(
                Diagnostic::warning("page-recognised-badly", what)
                    .on_page(number)
                    .hint(hint),
            );
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
