//! Character recognition of the pages whose text layer is missing or worthless.
//!
//! In come the drafts of all pages; those that want it get the lines of the engine in place of their own. Where nothing
//! can read them they keep what they have, with a warning.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::Pdf;
use rayon::prelude::*;

use super::quality::Verdict;
use super::{Draft, images, info};
use crate::diag::{Diagnostic, Warned};
use crate::ocr::{Engine, OcrError, detect_languages, has_data, pictures, unsure_words};
use crate::read::{Origin, ReadError, Unit};
use crate::repair::languages_of;
use crate::settings::Settings;

/// Recognises the pages that want it.
///
/// # Errors
/// [`ReadError::Ocr`] where no page has any text and nothing can read them.
pub(super) fn recognise(
    pdf: &Pdf,
    drafts: &mut [Draft],
    settings: &Settings,
    engine: &dyn Engine,
) -> Result<(), ReadError> {
    if !drafts.iter().any(|d| d.wants_recognition) {
        return Ok(());
    }
    let Warned {
        value: languages,
        diagnostics,
    } = languages(pdf, drafts, settings, engine);
    if let Some(first) = drafts.iter_mut().find(|d| d.wants_recognition) {
        first.doubts.extend(diagnostics);
    }
    let errors: Vec<Option<OcrError>> = drafts
        .par_iter_mut()
        .map(|draft| {
            if draft.wants_recognition {
                attempt(pdf, draft, &languages, engine)
            } else {
                None
            }
        })
        .collect();
    if drafts.iter().all(|d| d.page.lines.is_empty())
        && let Some(error) = errors.into_iter().flatten().next()
    {
        return Err(ReadError::Ocr(error));
    }
    Ok(())
}

/// Recognises one page; returns the engine's error where there is one.
fn attempt(pdf: &Pdf, draft: &mut Draft, languages: &[String], engine: &dyn Engine) -> Option<OcrError> {
    let number = draft.page.number;
    let raster = catch_unwind(AssertUnwindSafe(|| images::page_raster(pdf, draft.index)))
        .ok()
        .flatten();
    let Some(mut raster) = raster else {
        if draft.verdict != Verdict::Blank && draft.verdict != Verdict::Good {
            draft.doubts.push(
                Diagnostic::warning(
                    "page-not-recognised",
                    "the page needs character recognition, but its image cannot be read",
                )
                .on_page(number)
                .hint("write the page out as an image and read that"),
            );
        }
        return None;
    };
    let cleaned = raster.clean();
    draft
        .doubts
        .extend(cleaned.into_iter().map(|doubt| doubt.on_page(number)));
    match engine.recognise(&raster.image, raster.dpi, languages) {
        Ok(read) => {
            // Nothing on the image: what the layer says, good or bad, is more.
            if read.lines.is_empty() && !draft.page.lines.is_empty() {
                return None;
            }
            if draft.verdict == Verdict::Poor {
                let what = "the invisible text layer is misread or lies beside the image; the page was recognised anew";
                draft
                    .doubts
                    .push(Diagnostic::note("text-layer-poor", what).on_page(number));
            }
            draft.doubts.extend(read.doubts(number));
            draft.page.width = raster.image.width() as f32;
            draft.page.height = raster.image.height() as f32;
            draft.page.unit = Unit::Pixels { dpi: raster.dpi };
            draft.page.origin = Origin::Ocr {
                confidence: Some(read.confidence),
            };
            draft.page.fold = read.fold;
            draft.page.lines = read.lines;
            draft.page.fonts = Vec::new();
            draft.page.rules = read.rules;
            let pictures = pictures::take(&raster.image, raster.dpi, &mut draft.page.lines, &draft.page.rules);
            draft
                .doubts
                .extend(pictures.diagnostics.into_iter().map(|d| d.on_page(number)));
            draft.page.pictures = pictures.value;
            draft.doubts.extend(unsure_words(&draft.page.lines, number));
            None
        }
        Err(error) => {
            draft.doubts.push(
                Diagnostic::warning("page-not-recognised", format!("the page was not recognised: {error}"))
                    .on_page(number),
            );
            Some(error)
        }
    }
}

/// Returns the languages to expect: the user's, else the document's own, else that of its readable pages, else what the
/// first page with enough text is read best in, else English. What there is no data for is a doubt.
fn languages(pdf: &Pdf, drafts: &[Draft], settings: &Settings, engine: &dyn Engine) -> Warned<Vec<String>> {
    /// So many pages are looked at, until one has enough text.
    const PAGES: usize = 5;

    if !settings.languages.is_empty() {
        return Warned::certain(settings.languages.clone());
    }
    let good = drafts.iter().filter(|d| d.verdict == Verdict::Good);
    let words = good.flat_map(|d| &d.page.lines).flat_map(|l| &l.words);
    let mut words = words.map(|word| word.text.as_str()).peekable();
    let told = info::language(pdf).or_else(|| words.peek().is_some().then(|| languages_of(words).swap_remove(0)));
    if let Some(language) = told
        && has_data(engine, &language)
    {
        return Warned::certain(vec![language]);
    }
    let rasters = drafts
        .iter()
        .filter(|d| d.wants_recognition)
        .take(PAGES)
        .filter_map(|d| images::page_raster(pdf, d.index));
    rasters
        .map(|mut raster| {
            raster.clean();
            raster
        })
        .map(|raster| detect_languages(engine, &raster.image, raster.dpi))
        .find(|languages| !languages.value.is_empty())
        .unwrap_or_else(|| Warned::certain(vec!["en".to_owned()]))
}
