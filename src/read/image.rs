//! Reading page images.
use super::{ImageFile, ReadError, Reading};
use crate::{diag::Warned, ocr::Engine, settings::Settings};

/// Reads page images.
///
/// # Errors
/// [`ReadError`]
pub fn read(
    _name: &str,
    _files: &[ImageFile],
    _settings: &Settings,
    _engine: &dyn Engine,
) -> Result<Warned<Reading>, ReadError> {
    Err(ReadError::Empty)
}
