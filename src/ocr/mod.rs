//! Character recognition: a page image becomes lines of words with boxes and confidences.
//!
//! In comes a grey page image, out come [`Line`]s in pixels of that image, in the engine's reading order. The engine is behind
//! a trait, so that another can take its place; [`tesseract`] is the one there is.

mod glyphs;
mod gutters;
mod ink;
mod languages;
mod marks;
pub mod prepare;
pub(crate) mod resolution;
mod rules;
mod signs;
pub mod tesseract;

pub use languages::detect_languages;

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
