//! One document from its bytes to its edition.

use crate::annotate::{annotate_with, resolve};
use crate::diag::{Diagnostic, Warned};
use crate::edition::{Edition, assemble};
use crate::layout::layout;
use crate::ocr::Engine;
use crate::read::{ReadError, Source, read};
use crate::registers::{Registers, authority};
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
    let (authority, doubt) = match settings.authority.as_deref().map(authority).transpose() {
        Ok(found) => (found.unwrap_or_default(), None),
        Err(error) => {
            let doubt = Diagnostic::warning("authority-unread", format!("the authority file is not used: {error}"));
            (Registers::default(), Some(doubt))
        }
    };
    let mut resolved = annotate_with(&text.value, rules, settings)
        .then(|annotations| resolve(&text.value, annotations, rules, &authority));
    resolved.diagnostics.extend(doubt);
    Ok(text.then(|text| resolved.then(|resolved| assemble(text, resolved, settings))))
}
