//! One document from its bytes to its edition.

use crate::annotate::{annotate, resolve};
use crate::diag::Warned;
use crate::edition::{Edition, assemble};
use crate::layout::layout;
use crate::ocr::Engine;
use crate::read::{ReadError, Source, read};
use crate::registers::authority;
use crate::repair::repair;
use crate::rules::Rules;
use crate::settings::Settings;

/// Converts one document.
///
/// # Errors
/// [`ReadError`] where the source gives no result at all. Later stages cannot fail; what they doubt is a diagnostic.
pub fn run(
    source: &Source,
    settings: &Settings,
    rules: &Rules,
    engine: &dyn Engine,
) -> Result<Warned<Edition>, ReadError> {
    let text = read(source, settings, engine)?
        .then(layout)
        .then(|layout| repair(layout, settings));
    let authority = settings.authority.as_deref().map(authority).transpose();
    // The command has read the file before; here it can only be well-formed.
    let authority = authority.ok().flatten().unwrap_or_default();
    let resolved =
        annotate(&text.value, rules).then(|annotations| resolve(&text.value, annotations, rules, &authority));
    Ok(text.then(|text| resolved.then(|resolved| assemble(text, resolved, settings))))
}
