//! A scan with a hidden text layer: the words of the layer on the image under it.
//!
//! In comes a page whose text is painted without ink over an image of itself, out comes the same page in pixels of that
//! image, as if another engine's file lay beside it: boxes of the ink in place of a guessed pen and font, so that small type
//! and raised marks can be told, and the rules and pictures that only the image has.

use super::images::Raster;
use crate::diag::Diagnostic;
use crate::ocr::boxes::{self, BoxLine, BoxWord};
use crate::ocr::{fit, pictures};
use crate::read::{Line, Page, Style, Unit};

/// Sizes of type that differ by less than this share are one.
const STEADY: f32 = 0.04;

/// Takes a page to the image that its words stand on.
pub(super) fn lay_on_image(raster: &Raster, page: &mut Page) -> Vec<Diagnostic> {
    let (width, height) = (raster.image.width() as f32, raster.image.height() as f32);
    let (x, y) = (width / page.width.max(1.0), height / page.height.max(1.0));
    let mut lines: Vec<BoxLine> = page.lines.iter().map(|line| on_image(line, x, y)).collect();
    let ems: Vec<f32> = page.lines.iter().map(|line| line.size() * y).collect();
    fit::fit(&raster.image, &mut lines, &ems);
    let measured: Vec<f32> = boxes::lines(lines.clone(), raster.dpi).iter().map(Line::size).collect();
    if steadiness(&ems) > steadiness(&measured) {
        for (word, told) in lines
            .iter_mut()
            .zip(&ems)
            .flat_map(|(line, em)| line.words.iter_mut().map(move |w| (w, em)))
        {
            word.points = Some(told / raster.dpi * 72.0);
        }
    }
    page.lines = boxes::lines(lines, raster.dpi);
    page.rules = boxes::look(&raster.image, raster.dpi, &mut page.lines);
    page.fonts = Vec::new();
    (page.width, page.height) = (width, height);
    page.unit = Unit::Pixels { dpi: raster.dpi };
    let found = pictures::take(&raster.image, raster.dpi, &mut page.lines, &page.rules);
    page.pictures = found.value;
    found
        .diagnostics
        .into_iter()
        .map(|doubt| doubt.on_page(page.number))
        .collect()
}

/// Returns the share of sizes, 0 to 1, that are the middle one or next to it.
///
/// Print has few sizes of type. Some engines write the size that they estimated into the layer, others one that makes the
/// word fill its box; and the ink of a coarse scan does not tell the size well.
fn steadiness(sizes: &[f32]) -> f32 {
    let mut sorted = sizes.to_vec();
    sorted.sort_by(f32::total_cmp);
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(1.0);
    let near = sizes
        .iter()
        .filter(|size| (*size / middle - 1.0).abs() < STEADY)
        .count();
    near as f32 / sizes.len().max(1) as f32
}

/// Makes a line of the layer one of words in boxes. The styles of the layer's font say nothing of the print.
fn on_image(line: &Line, x: f32, y: f32) -> BoxLine {
    let words = line.words.iter().map(|word| BoxWord {
        text: word.text.clone(),
        rect: boxes::scaled(&word.rect, x, y),
        confidence: None,
        style: Style::default(),
        points: None,
        glued: word.glued,
    });
    let baseline = line.words.first().map(|word| (word.rect.x0 * x, word.baseline * y));
    BoxLine {
        words: words.collect(),
        rect: None,
        baseline: baseline.into_iter().collect(),
        angle: line.angle,
        is_parted: false,
    }
}
