//! Writing: an edition as TEI, plain text or JSON. A format a file, no decisions.

pub mod digest;

use crate::edition::Edition;

/// Why a file is no edition.
#[derive(Debug, thiserror::Error)]
#[error("there is no TEI in it")]
pub struct NotTei;

/// Returns the plain text of an edition.
///
/// # Errors
/// [`NotTei`]
pub fn text_of(_xml: &str) -> Result<String, NotTei> {
    Err(NotTei)
}

/// Returns the text of an edition page by page as the source has it.
///
/// # Errors
/// [`NotTei`]
pub fn as_read(_xml: &str) -> Result<String, NotTei> {
    Err(NotTei)
}

/// Writes an edition as TEI; `stem` is the name that the edition's picture folder `STEM.figures/` has.
pub fn tei(_edition: &Edition, _stem: &str) -> String {
    String::new()
}

/// Writes an edition's text, without notes' marks and page furniture.
pub fn plain(_edition: &Edition) -> String {
    String::new()
}

/// Writes an edition as JSON.
pub fn json(_edition: &Edition) -> String {
    String::new()
}
