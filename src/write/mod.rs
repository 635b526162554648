//! Writing: an edition as TEI, plain text or JSON. A format a file, no decisions.

use crate::edition::Edition;

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
