//! Tesseract.
use super::{Engine, OcrError, Recognised};

/// The engine.
#[derive(Debug)]
pub struct Tesseract;

impl Tesseract {
    /// Makes the engine; nothing is loaded before the first page.
    pub fn new() -> Self {
        Self
    }
}

impl Engine for Tesseract {
    fn recognise(&self, _: &image::GrayImage, _: f32, _: &[String]) -> Result<Recognised, OcrError> {
        Err(OcrError::EngineMissing)
    }
}
