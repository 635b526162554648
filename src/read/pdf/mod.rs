//! Reading a PDF.
pub(crate) mod images;

use super::{ReadError, Reading};
use crate::{diag::Warned, ocr::Engine, settings::Settings};

/// Reads a PDF.
///
/// # Errors
/// [`ReadError`]
pub fn read(_name: &str, _bytes: &[u8], _settings: &Settings, _engine: &dyn Engine) -> Result<Warned<Reading>, ReadError> {
    Err(ReadError::Empty)
}
