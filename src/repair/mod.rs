//! Repairing: the layout becomes one running text.
//!
//! In comes a [`Layout`], out comes a [`Text`]: lines joined to paragraphs, words broken at line ends made whole
//! ([`hyphens`]), note markers taken out and tied to their notes ([`note_calls`]), ligatures and invisible characters written
//! as letters ([`letters`]), letters set apart written together ([`letterspacing`]), on demand misread words put right ([`correct`]). Every change is a [`Repair`] or a [`Break`], so that it can be undone.

mod build;
mod correct;
pub mod hyphens;
mod languages;
mod letters;
mod letterspacing;
pub mod note_calls;
mod note_numbers;
mod text;

pub(crate) use languages::{of as languages_of, told as language_told};

pub use text::{
    BlockKind, Break, BreakKind, Call, Cert, Figure, Furniture, FurnitureKind, FurniturePlace, Join, Note, NotePlace,
    PageFacts, Repair, RepairKind, Text, TextBlock,
};

use crate::diag::Warned;
use crate::layout::Layout;
use crate::settings::Settings;

/// Makes the running text of a layout.
pub fn repair(mut layout: Layout, settings: &Settings) -> Warned<Text> {
    let languages = if settings.languages.is_empty() {
        languages::find(&layout)
    } else {
        settings.languages.clone()
    };
    let lexicon = hyphens::Lexicon::of(&layout).in_languages(&languages);
    letterspacing::join(&mut layout, &lexicon);
    let calls = note_calls::find(&layout);
    let readings = settings.correct.then(|| correct::Readings::of(&layout));
    let text = build::build(layout, &lexicon, calls, languages);
    match readings {
        Some(readings) => text.map(|text| correct::correct(text, &readings, &lexicon)),
        None => text,
    }
}
