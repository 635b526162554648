//! The invisible layer of an earlier character recognition: whether it is as good as a new one would be.
//!
//! In come the lines of the layer and the image over it, out comes whether to keep it. Two things are measured: the share of
//! its words that a language's word list knows, and the share of its boxes that have ink of the image in them. A layer of a
//! language without a list is judged by its boxes alone.

use image::GrayImage;

use super::images::Raster;
use crate::read::Line;
use crate::repair::hyphens::Languages;
use crate::span::Rect;

/// Good recognitions of prose have .93 and more of their words in the list, with all names in lower case; those with a wrong letter
/// in each tenth word fall below this.
const KNOWN: f32 = 0.8;
/// With a smaller share than this the language is none that has a list: any two languages of Europe share less.
const FOREIGN: f32 = 0.35;
/// With fewer words the share tells nothing.
const FEW_WORDS: usize = 40;
/// A box with ink has at least this share of it, and at most the other: less is paper, more a shadow or a picture.
const INK: std::ops::RangeInclusive<f32> = 0.02..=0.7;
/// Layers made from the image have .95 and more of their boxes on ink; one that is shifted by a line has a half.
const ON_INK: f32 = 0.7;
/// So many words are looked at.
const SAMPLE: usize = 200;

/// Tells whether the words of a layer are those of a language, as far as a list tells.
pub(super) fn is_known(lines: &[Line]) -> bool {
    let words: Vec<String> = lines.iter().flat_map(whole_words).collect();
    words.len() < FEW_WORDS
        || Languages::built_in()
            .share_known(&words)
            .is_none_or(|share| !(FOREIGN..KNOWN).contains(&share))
}

/// Returns the words of a line in lower case that are nothing but letters and stand unbroken.
fn whole_words(line: &Line) -> impl Iterator<Item = String> {
    let last = line.words.len().saturating_sub(1);
    line.words.iter().enumerate().filter_map(move |(at, word)| {
        let core = word.text.trim_matches(|c: char| !c.is_alphanumeric());
        let is_whole = at != 0 && at != last && !word.glued && core.chars().count() > 2;
        (is_whole && core.chars().all(char::is_lowercase)).then(|| core.to_owned())
    })
}

/// Tells whether the words of a layer stand where the image of the page, so many points wide, has ink; `None` where the image
/// is of one tone and has nothing to say.
pub(super) fn stands_on_ink(lines: &[Line], raster: &Raster, width: f32) -> Option<bool> {
    let scale = raster.image.width() as f32 / width.max(1.0);
    let words: Vec<&Rect> = lines
        .iter()
        .flat_map(|line| &line.words)
        .map(|word| &word.rect)
        .collect();
    let sample: Vec<&&Rect> = words.iter().step_by((words.len() / SAMPLE).max(1)).collect();
    let level = level(&raster.image)?;
    let on_ink = sample.iter().filter(|rect| {
        let share = share_of_ink(&raster.image, rect, scale, level);
        INK.contains(&share)
    });
    Some(on_ink.count() as f32 >= ON_INK * sample.len() as f32)
}

/// Returns the level below which a pixel is ink: somewhat over half way from the dark to the light of the page; `None` where the two are alike.
fn level(image: &GrayImage) -> Option<u8> {
    const LEAST_CONTRAST: f32 = 40.0;

    let mut pixels: Vec<u8> = image.as_raw().iter().step_by(97).copied().collect();
    pixels.sort_unstable();
    let at = |share: f32| {
        let place = ((pixels.len() as f32 * share) as usize).min(pixels.len().saturating_sub(1));
        pixels.get(place).copied().map_or(0.0, f32::from)
    };
    let (dark, light) = (at(0.002), at(0.8));
    (light - dark >= LEAST_CONTRAST).then_some((dark + (light - dark) * 0.6) as u8)
}

fn share_of_ink(image: &GrayImage, rect: &Rect, scale: f32, level: u8) -> f32 {
    let bound = |value: f32, most: u32| (value * scale).clamp(0.0, most as f32) as u32;
    let (left, right) = (bound(rect.x0, image.width()), bound(rect.x1, image.width()));
    let (top, bottom) = (bound(rect.y0, image.height()), bound(rect.y1, image.height()));
    let (mut dark, mut all) = (0_u32, 0_u32);
    for y in top..bottom {
        for x in left..right {
            dark += u32::from(image.get_pixel(x, y).0[0] < level);
            all += 1;
        }
    }
    dark as f32 / all.max(1) as f32
}
