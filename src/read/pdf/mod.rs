//! Reading a PDF: each page from its text layer or from character recognition, whichever [`quality`] finds better.
//!
//! In come the bytes of a file, out comes a [`Reading`]. Pages are walked in parallel; those whose layer is not worth
//! having are recognised afterwards, when the language of the others is known.

mod actual_text;
mod annotations;
mod composite;
mod direction;
mod fonts;
mod glyphs;
mod hidden_layer;
mod images;
mod info;
mod layer;
mod layers;
mod letters;
mod letterspacing;
mod limits;
mod lines;
mod matrix;
mod open;
mod outline;
mod program;
pub mod quality;
mod recognise;
mod second;
mod sheet;
mod show;
mod simple;
mod strokes;
mod text_string;
mod walk;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::Pdf;
use hayro_syntax::object::Dict;
use rayon::prelude::*;

use self::quality::Verdict;
use self::second::SecondOpinion;
use self::sheet::{Broken, Sheet};
use self::walk::Shared;
use super::{Leaf, Line, Origin, Page, Picture, ReadError, Reading, Unit};
use crate::diag::{Diagnostic, Warned};
use crate::ocr::Engine;
use crate::settings::{Ocr, PageRange, Settings};
use crate::span::Rect;

/// From this share of the page on, an image is the page itself and no picture.
const WHOLE_PAGE: f32 = 0.8;
/// The least width and height of a picture, in points; smaller images are ornaments and pieces of rules.
const SMALLEST_PICTURE: f32 = 12.0;

/// Reads a PDF.
///
/// # Errors
/// [`ReadError`] where there is no result at all: a file that is encrypted, damaged or made to exhaust the machine, a range
/// that holds no page, or scans throughout and nothing to read them.
pub fn read(name: &str, bytes: &[u8], settings: &Settings, engine: &dyn Engine) -> Result<Warned<Reading>, ReadError> {
    let opened = open::open(bytes)?;
    let (pdf, bytes) = (&opened.pdf, opened.bytes.as_deref().unwrap_or(bytes));
    let count = pdf.pages().len();
    if count == 0 {
        return Err(ReadError::Empty);
    }
    let wanted = wanted(count, settings.pages)?;
    let catalogue = info::catalogue(pdf).unwrap_or_default();
    let labels = outline::labels(&catalogue, count);
    let form = catalogue.get::<Dict<'_>>(b"AcroForm").unwrap_or_default();
    let shared = Shared {
        fonts: fonts::Fonts::default(),
        layers: layers::Layers::new(&catalogue),
        redraws_fields: form.get::<bool>(b"NeedAppearances").unwrap_or(false),
    };
    let second = SecondOpinion::new(bytes);
    let mut drafts: Vec<Draft> = wanted
        .into_par_iter()
        .map(|index| {
            draft(
                pdf,
                index,
                labels.get(index).cloned().flatten(),
                &shared,
                &second,
                settings.ocr,
            )
        })
        .collect();
    let excess = drafts.iter().find(|d| d.broken.is_some_and(|b| b != Broken::Damaged));
    if let (true, Some((page, reason))) = (
        drafts.iter().all(|d| d.page.lines.is_empty()),
        excess.and_then(|d| Some((d.page.number, d.broken?))),
    ) {
        return Err(ReadError::TooLarge(format!("page {page} cannot be read: {reason}")));
    }
    recognise::recognise(pdf, &mut drafts, settings, engine)?;
    let info = info::info(name, opened.source, pdf);
    let (pages, doubts): (Vec<Page>, Vec<Vec<Diagnostic>>) = drafts.into_iter().map(|d| (d.page, d.doubts)).unzip();
    Ok(Warned::new(Reading { info, pages }, doubts.concat()))
}

/// Opens a file for its page images; `None` where it cannot be read.
pub(super) fn opened(bytes: &[u8]) -> Option<Pdf> {
    open::open(bytes).ok().map(|opened| opened.pdf)
}

/// Returns a page as an image, and its resolution, dots per inch; as large as the raster in which it is recognised.
pub(super) fn page_image(pdf: &Pdf, index: usize) -> Option<(image::DynamicImage, f32)> {
    images::page_image(pdf, index)
}

/// Returns the indices of the pages asked for.
fn wanted(count: usize, range: Option<PageRange>) -> Result<Vec<usize>, ReadError> {
    let Some(range) = range else {
        return Ok((0..count).collect());
    };
    let wanted: Vec<usize> = (0..count)
        .filter(|index| u32::try_from(index + 1).is_ok_and(|number| range.contains(number)))
        .collect();
    if wanted.is_empty() {
        let last = if range.last == u32::MAX {
            String::new()
        } else {
            range.last.to_string()
        };
        return Err(ReadError::NoSuchPages(
            format!("{}-{last}", range.first),
            u32::try_from(count).unwrap_or(u32::MAX),
        ));
    }
    Ok(wanted)
}

/// A page as its text layer gives it, and what is to be done about it.
struct Draft {
    index: usize,
    page: Page,
    verdict: Verdict,
    /// Character recognition is wanted.
    wants_recognition: bool,
    /// Why the page was given up before its end.
    broken: Option<Broken>,
    doubts: Vec<Diagnostic>,
}

fn draft<'a>(
    pdf: &'a Pdf,
    index: usize,
    label: Option<String>,
    shared: &Shared<'a>,
    second: &SecondOpinion<'_>,
    ocr: Ocr,
) -> Draft {
    let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
    let page = &pdf.pages()[index];
    let walked = catch_unwind(AssertUnwindSafe(|| {
        let sheet = walk::walk(page, shared);
        let lines = lines::lines(&sheet);
        (sheet, lines)
    }));
    let (sheet, mut lines) = walked.unwrap_or_else(|_| {
        let (width, height) = page.render_dimensions();
        (
            Sheet {
                width,
                height,
                broken: Some(Broken::Damaged),
                ..Sheet::default()
            },
            Vec::new(),
        )
    });
    let mut doubts = Vec::new();
    if let Some(reason) = &sheet.broken {
        doubts.push(
            Diagnostic::warning("page-damaged", format!("the page is not complete: {reason}"))
                .on_page(number)
                .hint("compare the edition with the source here"),
        );
    }
    let mut verdict = quality::judge(&sheet, &lines);
    let mut origin = Origin::TextLayer;
    // A page that stopped this reader may well exhaust the other.
    if matches!(verdict, Verdict::Illegible | Verdict::Implausible) && sheet.broken.is_none() {
        let letters = lines
            .iter()
            .flat_map(|l| l.text().chars().collect::<Vec<_>>())
            .filter(|c| c.is_alphanumeric())
            .count();
        if let Some(better) = second.lines(number, letters, sheet.width, sheet.height) {
            (lines, origin, verdict) = (better, Origin::SecondOpinion, Verdict::Good);
            doubts.push(
                Diagnostic::note(
                    "second-opinion",
                    "the fonts do not tell their letters; another library's reading was taken",
                )
                .on_page(number),
            );
        }
    }
    // The text of a scan that an earlier recognition put under its image.
    let is_hidden = verdict == Verdict::Good && sheet.image_share() >= WHOLE_PAGE && quality::is_unseen(&sheet);
    let image = (is_hidden && ocr != Ocr::Always)
        .then(|| images::page_raster(pdf, index))
        .flatten();
    let on_ink = image
        .as_ref()
        .and_then(|image| layer::stands_on_ink(&lines, image, sheet.width));
    if ocr == Ocr::Auto && is_hidden && !(layer::is_known(&lines) && on_ink.unwrap_or(true)) {
        verdict = Verdict::Poor;
    }
    let wants_recognition = match ocr {
        Ocr::Always => true,
        Ocr::Never => false,
        Ocr::Auto => matches!(
            verdict,
            Verdict::Scan | Verdict::Illegible | Verdict::Implausible | Verdict::Poor
        ),
    };
    let fonts = if origin == Origin::TextLayer {
        name_fonts(&sheet, &mut lines)
    } else {
        Vec::new()
    };
    let mut page = Page {
        number,
        label,
        width: sheet.width,
        height: sheet.height,
        unit: Unit::Points,
        origin,
        pictures: if wants_recognition {
            Vec::new()
        } else {
            pictures(pdf, index, &sheet)
        },
        lines,
        rules: sheet.rules,
        fonts,
        fold: None,
        leaf: Leaf::whole(number),
    };
    if let Some(image) = image.filter(|_| on_ink == Some(true) && !wants_recognition) {
        doubts.extend(hidden_layer::lay_on_image(&image, &mut page));
    }
    Draft {
        index,
        page,
        verdict,
        wants_recognition,
        broken: sheet.broken,
        doubts,
    }
}

/// Names the fonts of a page, each once, and points its words at the names.
fn name_fonts(sheet: &Sheet<'_>, lines: &mut [Line]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut index: Vec<Option<u16>> = vec![None; sheet.fonts.len()];
    for word in lines.iter_mut().flat_map(|l| &mut l.words) {
        let Some(font) = word.font.map(usize::from) else {
            continue;
        };
        if index[font].is_none() {
            let name = &sheet.fonts[font].name;
            let at = names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(name.clone());
                names.len() - 1
            });
            index[font] = u16::try_from(at).ok();
        }
        word.font = index[font];
    }
    names
}

/// Returns the pictures of a page, where there are any; the image of a scanned page is none.
fn pictures(pdf: &Pdf, index: usize, sheet: &Sheet<'_>) -> Vec<Picture> {
    let page = (sheet.width * sheet.height).max(1.0);
    let is_picture = |rect: &Rect| {
        rect.width() >= SMALLEST_PICTURE
            && rect.height() >= SMALLEST_PICTURE
            && rect.width() * rect.height() < WHOLE_PAGE * page
    };
    let boxes: Vec<Picture> = sheet
        .images
        .iter()
        .filter(|r| is_picture(r))
        .map(|rect| Picture {
            rect: *rect,
            file: None,
            faint: false,
        })
        .collect();
    // A page of many images is a scan in strips, or a pattern.
    if boxes.is_empty() || sheet.image_share() >= WHOLE_PAGE {
        return Vec::new();
    }
    let decoded = catch_unwind(AssertUnwindSafe(|| images::pictures(pdf, index))).unwrap_or_default();
    if decoded.is_empty() { boxes } else { decoded }
}
