//! Reading page images: PNG, JPEG and TIFF files become the pages of one document.
//!
//! In come the files in the order of the pages, out come pages of recognised lines in pixels. Pages are read side by side,
//! each with its own pixels in memory only while it is read.

use image::DynamicImage;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{ImageFile, Info, Origin, Page, PictureFile, ReadError, Reading, Unit};
use crate::diag::{Diagnostic, Warned};
use crate::ocr::{self, Engine, OcrError, Raster, pictures};
use crate::settings::{Ocr, Settings};

mod decode;
mod resolution;
mod tiff;

pub(super) use decode::raster;

/// So many pages are looked at for the language, until one has enough text.
const PAGES_FOR_LANGUAGE: usize = 5;

/// Reads page images.
///
/// # Errors
/// [`ReadError`] where there is no page, none that is asked for, none that can be decoded, or nothing that reads them. One
/// damaged image among others is an empty page and a warning.
pub fn read(
    name: &str,
    files: &[ImageFile],
    settings: &Settings,
    engine: &dyn Engine,
) -> Result<Warned<Reading>, ReadError> {
    let leaves = leaves(files);
    let page_count = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
    if leaves.is_empty() {
        return Err(ReadError::Empty);
    }
    let wanted: Vec<(u32, Leaf<'_>)> = (1..)
        .zip(leaves)
        .filter(|(number, _)| settings.pages.is_none_or(|range| range.contains(*number)))
        .collect();
    if wanted.is_empty() {
        let range = settings
            .pages
            .map_or_else(String::new, |range| format!("{}-{}", range.first, range.last));
        return Err(ReadError::NoSuchPages(range, page_count));
    }
    let Warned {
        value: languages,
        diagnostics,
    } = languages(&wanted, settings, engine);
    let read: Vec<Result<Warned<Page>, Failure>> = wanted
        .par_iter()
        .map(|(number, leaf)| read_leaf(*number, leaf, settings.ocr, &languages, engine))
        .collect();
    let mut reading = together(read, &wanted)?;
    reading.diagnostics.splice(0..0, diagnostics);
    reading.value.info = info(name, files, page_count);
    Ok(reading)
}

/// One page image: a file, or one of those in a TIFF.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leaf<'a> {
    file: &'a ImageFile,
    /// Which image of the file, from 0.
    index: usize,
}

/// Returns the number of pages in a file.
pub(super) fn count(file: &ImageFile) -> u32 {
    u32::try_from(images_in(file)).unwrap_or(u32::MAX)
}

fn images_in(file: &ImageFile) -> usize {
    if tiff::is_tiff(&file.bytes) {
        tiff::count(&file.bytes).max(1)
    } else {
        1
    }
}

/// The extensions of page images, in lower case.
pub const EXTENSIONS: [&str; 5] = ["png", "jpg", "jpeg", "tif", "tiff"];

/// Tells by its first bytes, or else by its name, whether a file is an image of a format that is read.
pub(super) fn is_image(file: &ImageFile) -> bool {
    let extension = file
        .name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase());
    format(&file.bytes).0 != "image" || extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

/// Lists the pages of all files.
pub(super) fn leaves(files: &[ImageFile]) -> Vec<Leaf<'_>> {
    files
        .iter()
        .flat_map(|file| (0..images_in(file)).map(move |index| Leaf { file, index }))
        .collect()
}

/// Returns a file that is a JPEG or PNG of one upright page as it is, with its width and height.
pub(super) fn as_it_is(leaf: &Leaf<'_>) -> Option<((u32, u32), PictureFile)> {
    let extension = match format(&leaf.file.bytes).0 {
        "PNG" => "png",
        "JPEG" => "jpg",
        _ => return None,
    };
    let size = decode::upright_size(&leaf.file.bytes)?;
    let bytes = leaf.file.bytes.clone();
    Some((size, PictureFile { extension, bytes }))
}

/// Decodes a page image with its colours, as large as it is read; `None` where it cannot be done.
pub(super) fn in_colour(leaf: &Leaf<'_>) -> Option<DynamicImage> {
    decode::in_colour(&leaf.file.bytes, leaf.index)
}

/// Why a page has no lines.
enum Failure {
    /// The image cannot be decoded.
    Image(String),
    /// Nothing reads it.
    Engine(OcrError),
}

fn read_leaf(
    number: u32,
    leaf: &Leaf<'_>,
    ocr: Ocr,
    languages: &[String],
    engine: &dyn Engine,
) -> Result<Warned<Page>, Failure> {
    let mut raster = decode::raster(&leaf.file.bytes, leaf.index).map_err(Failure::Image)?;
    let mut page = empty_page(number, &raster);
    if ocr == Ocr::Never {
        return Ok(Warned::certain(page));
    }
    let cleaned = raster.clean().into_iter().map(|doubt| doubt.on_page(number));
    page.unit = Unit::Pixels { dpi: raster.dpi };
    let found = engine
        .recognise(&raster.image, raster.dpi, languages)
        .map_err(Failure::Engine)?;
    page.origin = Origin::Ocr {
        confidence: Some(found.confidence),
    };
    let mut diagnostics: Vec<Diagnostic> = cleaned.chain(found.doubts(number)).collect();
    page.fold = found.fold;
    page.lines = found.lines;
    page.rules = found.rules;
    let pictures = pictures::take(&raster.image, raster.dpi, &mut page.lines, &page.rules);
    diagnostics.extend(pictures.diagnostics.into_iter().map(|d| d.on_page(number)));
    page.pictures = pictures.value;
    diagnostics.extend(ocr::unsure_words(&page.lines, number));
    Ok(Warned::new(page, diagnostics))
}

fn empty_page(number: u32, raster: &Raster) -> Page {
    Page {
        number,
        label: None,
        width: raster.image.width() as f32,
        height: raster.image.height() as f32,
        unit: Unit::Pixels { dpi: raster.dpi },
        origin: Origin::Ocr { confidence: Some(0.0) },
        lines: Vec::new(),
        pictures: Vec::new(),
        rules: Vec::new(),
        fonts: Vec::new(),
        fold: None,
        leaf: super::Leaf::whole(number),
    }
}

/// Puts the pages together. A page that failed is an empty one, of the size of the first good one, with a warning.
fn together(
    read: Vec<Result<Warned<Page>, Failure>>,
    wanted: &[(u32, Leaf<'_>)],
) -> Result<Warned<Reading>, ReadError> {
    let Some(model) = read
        .iter()
        .find_map(|page| page.as_ref().ok())
        .map(|page| page.value.clone())
    else {
        return Err(first_failure(read, wanted));
    };
    let mut pages = Vec::new();
    let mut diagnostics = Vec::new();
    for (result, (number, leaf)) in read.into_iter().zip(wanted) {
        match result {
            Ok(page) => {
                pages.push(page.value);
                diagnostics.extend(page.diagnostics);
            }
            // What is missing for one page is missing for all; the pages that needed nothing are blank.
            Err(Failure::Engine(error @ (OcrError::EngineMissing | OcrError::LanguageMissing { .. }))) => {
                return Err(error.into());
            }
            Err(Failure::Engine(OcrError::Failed(reason)) | Failure::Image(reason)) => {
                pages.push(Page {
                    number: *number,
                    lines: Vec::new(),
                    rules: Vec::new(),
                    pictures: Vec::new(),
                    fold: None,
                    leaf: super::Leaf::whole(*number),
                    ..model.clone()
                });
                let what = format!("{} could not be read: {reason}", leaf.file.name);
                let hint = "write the image anew from its source, as PNG or TIFF";
                diagnostics.push(Diagnostic::warning("page-unreadable", what).on_page(*number).hint(hint));
            }
        }
    }
    Ok(Warned::new(
        Reading {
            info: Info::default(),
            pages,
        },
        diagnostics,
    ))
}

/// Says why there is no page at all.
fn first_failure(read: Vec<Result<Warned<Page>, Failure>>, wanted: &[(u32, Leaf<'_>)]) -> ReadError {
    let format = wanted.first().map_or("image", |(_, leaf)| format(&leaf.file.bytes).0);
    match read.into_iter().find_map(Result::err) {
        Some(Failure::Engine(error)) => error.into(),
        Some(Failure::Image(reason)) => ReadError::Damaged { format, reason },
        None => ReadError::Empty,
    }
}

/// Returns the languages to expect: those asked for, else the one of the first page with enough text, else English.
fn languages(wanted: &[(u32, Leaf<'_>)], settings: &Settings, engine: &dyn Engine) -> Warned<Vec<String>> {
    if !settings.languages.is_empty() || settings.ocr == Ocr::Never {
        return Warned::certain(settings.languages.clone());
    }
    let rasters = wanted
        .iter()
        .take(PAGES_FOR_LANGUAGE)
        .filter_map(|(_, leaf)| decode::raster(&leaf.file.bytes, leaf.index).ok());
    rasters
        .map(|mut raster| {
            raster.clean();
            raster
        })
        .map(|raster| ocr::detect_languages(engine, &raster.image, raster.dpi))
        .find(|languages| !languages.value.is_empty())
        .unwrap_or_else(|| Warned::certain(vec!["en".to_owned()]))
}

fn info(name: &str, files: &[ImageFile], page_count: u32) -> Info {
    let mut sum = Sha256::new();
    for file in files {
        sum.update(&file.bytes);
    }
    let sha256 = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let media_type = files.first().map_or("", |file| format(&file.bytes).1);
    Info {
        name: name.to_owned(),
        sha256,
        page_count,
        media_type,
        ..Info::default()
    }
}

/// Returns the format of a file by its first bytes, and its media type.
fn format(bytes: &[u8]) -> (&'static str, &'static str) {
    if bytes.starts_with(b"\x89PNG") {
        ("PNG", "image/png")
    } else if tiff::is_tiff(bytes) {
        ("TIFF", "image/tiff")
    } else if bytes.starts_with(&[0xff, 0xd8]) {
        ("JPEG", "image/jpeg")
    } else {
        ("image", "application/octet-stream")
    }
}
