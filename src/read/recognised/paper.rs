//! A sheet of another engine's file to a page in pixels, with what only the page's image tells.

use super::sheet::Sheet;
use crate::diag::{Diagnostic, Warned};
use crate::ocr::resolution::plausible;
use crate::ocr::{Raster, Recognised, boxes, pictures, unsure_words};
use crate::read::{ImageFile, Leaf, Origin, Page, Picture, Unit, image};
use crate::span::Rect;

/// The resolution of a page that is told in inches or millimetres, without an image.
const USUAL_DPI: f32 = 300.0;
/// Sides of file and image are of one page where their ratios differ by less than this.
const SKEW: f32 = 0.03;
/// A page is made no longer or wider, pixels.
const MOST_SIDE: f32 = 65_535.0;
/// The least width and height of a picture that a file tells, inches: smaller ones are initials, ornaments and stains.
const LEAST_PICTURE: f32 = 0.6;

/// Makes a page; `index` is the number of its picture in an image file of several.
pub(super) fn page(number: u32, mut sheet: Sheet, file: Option<&ImageFile>, index: usize) -> Warned<Page> {
    let mut diagnostics = Vec::new();
    let size = extent(&sheet);
    let mut raster = file.and_then(|file| match image::raster(&file.bytes, index) {
        Ok(raster) => Some(raster),
        Err(reason) => {
            let what = format!("the image {} could not be read: {reason}", file.name);
            let hint = "without it there are no pictures; the text is the one of the file beside it";
            diagnostics.push(
                Diagnostic::warning("page-image-unreadable", what)
                    .on_page(number)
                    .hint(hint),
            );
            None
        }
    });
    if let Some(found) = &raster
        && !is_of(found, &sheet, size)
    {
        let what = format!(
            "the image is {} by {} pixels, the page in the file {} by {}",
            found.image.width(),
            found.image.height(),
            size.0,
            size.1
        );
        let hint = "the image is left out; give the one that was recognised";
        diagnostics.push(
            Diagnostic::warning("page-image-differs", what)
                .on_page(number)
                .hint(hint),
        );
        raster = None;
    }
    let (x, y) = factors(&sheet, size, raster.as_ref());
    let (width, height) = match &raster {
        Some(raster) => (raster.image.width() as f32, raster.image.height() as f32),
        None => ((size.0 * x).ceil().max(1.0), (size.1 * y).ceil().max(1.0)),
    };
    let told = match (sheet.units_an_inch, &raster) {
        (Some(units), _) => Some(units * x),
        (None, _) if sheet.dpi.is_some() => sheet.dpi.map(|dpi| dpi * x),
        (None, raster) => raster.as_ref().map(|raster| raster.dpi),
    };
    let told = told.map(|dpi| (dpi * 10.0).round() / 10.0);
    let dpi = plausible(told, width as u32, height as u32);
    for line in &mut sheet.lines {
        line.scale(x, y);
    }
    let mut lines = boxes::lines(sheet.lines, dpi);
    let mut rules: Vec<Rect> = sheet.rules.iter().map(|rule| boxes::scaled(rule, x, y)).collect();
    let pictures = match &raster {
        Some(raster) => {
            let seen = boxes::look(&raster.image, dpi, &mut lines);
            let is_new = |rule: &Rect| !rules.iter().any(|told| touches(rule, told, dpi));
            let new: Vec<Rect> = seen.into_iter().filter(is_new).collect();
            rules.extend(new);
            let found = pictures::take(&raster.image, dpi, &mut lines, &rules);
            diagnostics.extend(found.diagnostics.into_iter().map(|doubt| doubt.on_page(number)));
            found.value
        }
        None => {
            let told = sheet.pictures.iter().map(|picture| boxes::scaled(picture, x, y));
            let large = told.filter(|r| r.width() > LEAST_PICTURE * dpi && r.height() > LEAST_PICTURE * dpi);
            large
                .map(|rect| Picture {
                    rect,
                    file: None,
                    faint: false,
                })
                .collect()
        }
    };
    let sure: Vec<f32> = lines
        .iter()
        .flat_map(|line| &line.words)
        .filter_map(|word| word.confidence)
        .collect();
    let confidence = (!sure.is_empty()).then(|| sure.iter().sum::<f32>() / sure.len() as f32);
    let recognised = Recognised {
        lines,
        rules,
        confidence: confidence.unwrap_or(100.0),
        ..Recognised::nothing()
    };
    diagnostics.extend(recognised.doubts(number));
    diagnostics.extend(unsure_words(&recognised.lines, number));
    let page = Page {
        number,
        label: None,
        width,
        height,
        unit: Unit::Pixels { dpi },
        origin: Origin::Ocr { confidence },
        lines: recognised.lines,
        fold: None,
        leaf: Leaf::whole(number),
        pictures,
        rules: recognised.rules,
        fonts: Vec::new(),
    };
    Warned::new(page, diagnostics)
}

/// Returns the size of a sheet in its own unit: as told, and at least so large that all boxes are on it.
fn extent(sheet: &Sheet) -> (f32, f32) {
    let words = sheet.lines.iter().flat_map(|line| &line.words).map(|word| &word.rect);
    let all = Rect::around(words).unwrap_or_default();
    (sheet.size.0.max(all.x1).max(1.0), sheet.size.1.max(all.y1).max(1.0))
}

/// Tells whether an image can be the one of a sheet: its sides have the same ratio.
fn is_of(raster: &Raster, sheet: &Sheet, size: (f32, f32)) -> bool {
    let (x, y) = (
        raster.image.width() as f32 / size.0,
        raster.image.height() as f32 / size.1,
    );
    let is_told = sheet.size.0 > 0.0 && sheet.size.1 > 0.0;
    if is_told {
        (x / y - 1.0).abs() < SKEW
    } else {
        sheet.units_an_inch.is_some() || x >= 1.0 && y >= 1.0
    }
}

/// Returns by what the sheet's numbers become pixels: those of its image where there is one.
fn factors(sheet: &Sheet, size: (f32, f32), raster: Option<&Raster>) -> (f32, f32) {
    let is_told = sheet.size.0 > 0.0 && sheet.size.1 > 0.0;
    let by_unit = |dpi: f32| sheet.units_an_inch.map_or(1.0, |units| dpi / units);
    match raster {
        Some(raster) if is_told => (
            raster.image.width() as f32 / size.0,
            raster.image.height() as f32 / size.1,
        ),
        Some(raster) => (by_unit(raster.dpi), by_unit(raster.dpi)),
        None => {
            let factor = by_unit(sheet.dpi.unwrap_or(USUAL_DPI));
            let factor = factor.min(MOST_SIDE / size.0.max(size.1));
            (factor, factor)
        }
    }
}

/// Tells whether two rules are one.
fn touches(a: &Rect, b: &Rect, dpi: f32) -> bool {
    let near = dpi / 20.0;
    let grown = Rect::new(b.x0 - near, b.y0 - near, b.x1 + near, b.y1 + near);
    a.overlap_x(&grown) > 0.0 && a.overlap_y(&grown) > 0.0
}
