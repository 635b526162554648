//! One document from its bytes to its edition.

use crate::annotate::{annotate_with, resolve};
use crate::diag::{Diagnostic, Warned};
use crate::edition::{Edition, assemble};
use crate::layout::layout;
use crate::ocr::Engine;
use crate::read::{ReadError, Source, read, tei};
use crate::registers::Registers;
use crate::repair::repair;
use crate::rules::Rules;
use crate::settings::Settings;
use crate::write::{Woven, weave};

/// Converts one document; entries of `authority` keep their identifiers and names.
///
/// # Errors
/// [`ReadError`] where the source gives no result at all. Later stages cannot fail; what they doubt is a diagnostic.
pub fn run(
    source: &Source,
    settings: &Settings,
    rules: &Rules,
    authority: &Registers,
    engine: &dyn Engine,
) -> Result<Warned<Edition>, ReadError> {
    let text = read(source, settings, engine)?
        .then(layout)
        .then(|layout| repair(layout, settings));
    let resolved = annotate_with(&text.value, rules, settings)
        .then(|annotations| resolve(&text.value, annotations, rules, authority));
    Ok(text.then(|text| resolved.then(|resolved| assemble(text, resolved, settings))))
}

/// Adds tags to a TEI file; the entries of its own registers keep their identifiers and names, and those of `authority`
/// before them.
///
/// # Errors
/// [`ReadError`] where the file is no TEI that can be read.
pub fn tag(
    bytes: &[u8],
    settings: &Settings,
    rules: &Rules,
    authority: &Registers,
) -> Result<Warned<Woven>, ReadError> {
    let mut woven = tei::read(bytes, settings)?.then(|transcript| {
        let known = authority.clone().and(transcript.registers.clone());
        annotate_with(&transcript.text, rules, settings)
            .then(|annotations| resolve(&transcript.text, annotations, rules, &known))
            .then(|resolved| weave(transcript, resolved))
    });
    woven.diagnostics.iter_mut().for_each(by_line);
    Ok(woven)
}

/// Says where something is by the line of the file: there, that is what stands for the page.
fn by_line(diagnostic: &mut Diagnostic) {
    if let Some(line) = diagnostic.page.take() {
        diagnostic.line = Some(line);
    }
}
