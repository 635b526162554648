//! What the case files of all stages share: comparing with the expectation beside a case, or writing it.

pub(crate) mod annotate;
pub(crate) mod citations;
pub(crate) mod draft;
pub(crate) mod edition;
pub(crate) mod edition_laws;
pub(crate) mod layout;
pub(crate) mod read_image;
pub(crate) mod read_pdf;
pub(crate) mod read_recognised;
pub(crate) mod relaxng;
pub(crate) mod repair;
pub(crate) mod rules;
pub(crate) mod subset;
pub(crate) mod tei_input;
pub(crate) mod truth;
pub(crate) mod validate;
mod values;
pub(crate) mod works;

use std::path::Path;

/// Returns the language of a case, the name of a folder so many above it.
pub(crate) fn language(path: &Path, above: usize) -> String {
    let folder = path.components().rev().nth(above);
    folder.map_or("en".to_owned(), |folder| {
        folder.as_os_str().to_string_lossy().into_owned()
    })
}

/// Compares `found` with the file `expected`; with `BLESS=1` in the environment writes it instead.
pub(crate) fn expect_file(expected: &Path, found: &str) -> datatest_stable::Result<()> {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(expected, found)?;
        return Ok(());
    }
    let wanted = std::fs::read_to_string(expected).unwrap_or_default();
    if wanted == found {
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(&wanted, found);
    Err(format!(
        "{} differs (BLESS=1 writes it):\n{}",
        expected.display(),
        diff.unified_diff().header("expected", "found")
    )
    .into())
}
