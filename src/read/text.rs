//! Reading a plain text.
use super::{ReadError, Reading};
use crate::{diag::Warned, settings::Settings};

/// Reads a plain text.
///
/// # Errors
/// [`ReadError`]
pub fn read(_name: &str, _bytes: &[u8], _settings: &Settings) -> Result<Warned<Reading>, ReadError> {
    Err(ReadError::Empty)
}
