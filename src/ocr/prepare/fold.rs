//! The fold of a spread: two pages of an open book on one image.

use image::GrayImage;

use super::background::Paper;
use super::{sane, skew};

/// A spread is at least so much wider than high.
const LANDSCAPE: f32 = 1.12;
/// The part of the width, about the middle, in which the pages meet.
const MIDDLE: std::ops::RangeInclusive<f32> = 0.40..=0.60;
/// The narrowest stripe free of ink, as a share of the width.
const NARROWEST: f32 = 0.02;
/// A stripe is free where no more than this share of its points has ink: specks, the threads of the binding.
const SPECKS: f32 = 0.01;
/// The paper at the fold is darker than this share of that of the pages.
const SHADOW: f32 = 0.9;
/// The shadow runs over this share of the height at least.
const WHOLE: f32 = 0.75;
/// Pages that lie at angles so different, in degrees, are two sheets.
const ASLANT: f32 = 0.5;

/// Finds where the two pages of a spread meet, pixels from the left; `None` where the image is one page, or does not tell.
///
/// A landscape image is two pages where a stripe about its middle is free of letters, and either the shadow of the fold runs
/// down the stripe or the two halves lie at different angles.
pub(in crate::ocr) fn fold(image: &GrayImage, dpi: f32) -> Option<u32> {
    let (width, height) = image.dimensions();
    if width < 64 || height < 64 || (width as f32) < LANDSCAPE * height as f32 {
        return None;
    }
    let dpi = sane(dpi, image);
    let paper = Paper::survey(image, dpi);
    let (from, to) = skew::Ink::free_stripe(image, dpi, &paper, MIDDLE, SPECKS)?;
    if ((to - from) as f32) < NARROWEST * width as f32 {
        return None;
    }
    if let Some(darkest) = shadow(&paper, image, from, to) {
        return Some(darkest);
    }
    let middle = (from + to) / 2;
    let tilt = |x: u32, wide: u32| {
        let half = image::imageops::crop_imm(image, x, 0, wide, height).to_image();
        skew::Ink::of(&half, dpi, &Paper::survey(&half, dpi)).clear_tilt()
    };
    let (left, right) = (tilt(0, middle)?, tilt(middle, width - middle)?);
    ((left - right).abs() > ASLANT).then_some(middle)
}

/// Returns the darkest column of the shadow of a fold between two columns; `None` where there is no shadow, or not down the
/// whole page.
fn shadow(paper: &Paper, image: &GrayImage, from: u32, to: u32) -> Option<u32> {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let rows = || (0..height).step_by((height / 40).max(1));
    let typical = |x: usize| {
        let mut levels: Vec<u8> = rows().map(|y| paper.level(x, y)).collect();
        levels.sort_unstable();
        levels.get(levels.len() / 2).copied().map_or(0.0, f32::from)
    };
    let step = ((to - from) as usize / 24).max(1);
    let darkest = (from as usize..to as usize)
        .step_by(step)
        .min_by(|a, b| typical(*a).total_cmp(&typical(*b)))?;
    let page = typical(width / 4).min(typical(width * 3 / 4));
    let shaded = rows()
        .filter(|y| f32::from(paper.level(darkest, *y)) < SHADOW * page)
        .count();
    (shaded as f32 > WHOLE * rows().count() as f32).then_some(darkest as u32)
}
