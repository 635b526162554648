//! The resolution of a page image, dots per inch: as told where that can be true, else what its letters or its size make likely.

use image::GrayImage;

use super::prepare::Letters;

/// Resolutions that scanners offer, dots per inch.
const COMMON: [f32; 6] = [100.0, 150.0, 200.0, 300.0, 400.0, 600.0];
/// The longer side of a page, inches, where nothing better is known: between a novel's and a folio's, a sheet of office paper.
const LONG_SIDE: f32 = 11.0;
/// The longer side of what is scanned lies between these, inches.
const LONG_SIDES: std::ops::RangeInclusive<f32> = 3.0..=35.0;

/// Returns the resolution of an image: the told one where it can be true, else the common one that makes it a page.
///
/// 72 and 96 dots per inch are what software writes that knows of none, and are not believed.
pub(crate) fn plausible(told: Option<f32>, width: u32, height: u32) -> f32 {
    let long = width.max(height) as f32;
    match told {
        Some(dpi) if dpi > 96.5 && LONG_SIDES.contains(&(long / dpi)) => dpi,
        _ => {
            let likely = long / LONG_SIDE;
            let distance = |dpi: f32| (dpi / likely).ln().abs();
            COMMON
                .into_iter()
                .min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
                .unwrap_or(300.0)
        }
    }
}

/// What letters of ordinary type tell of the resolution, over what the file says: beyond this no page is printed, since its
/// types had less than four points or more than 26.
const POSSIBLE: std::ops::RangeInclusive<f32> = 0.4..=2.5;
/// Beyond this it is a lie where the page would be as odd in size as its types.
const LIKELY: std::ops::RangeInclusive<f32> = 0.6..=1.6;
/// The longer side of most pages, inches.
const USUAL_SIDES: std::ops::RangeInclusive<f32> = 7.0..=17.0;

/// Returns the resolution of a page image that is told to have this one.
///
/// It is believed where the page and its types can be of such a size; else it is the common one that is nearest to what
/// letters and size of the page tell between them, or failing letters the size.
pub(super) fn settled(told: f32, image: &GrayImage) -> f32 {
    let dpi = plausible(Some(told), image.width(), image.height());
    let Some(letters) = Letters::of(image).map(Letters::dpi) else {
        return dpi;
    };
    let (share, side) = (letters / dpi, image.width().max(image.height()) as f32 / dpi);
    let is_odd = match share {
        share if share < 1.0 => side < *USUAL_SIDES.start(),
        _ => side > *USUAL_SIDES.end(),
    };
    let is_believed = dpi == told && POSSIBLE.contains(&share) && (LIKELY.contains(&share) || !is_odd);
    if is_believed {
        return dpi;
    }
    // Types differ less from book to book than pages do.
    let likely = (letters.powi(3) * image.width().max(image.height()) as f32 / LONG_SIDE).powf(0.25);
    let distance = |dpi: f32| (dpi / likely).ln().abs();
    let nearest = COMMON.into_iter().min_by(|a, b| distance(*a).total_cmp(&distance(*b)));
    nearest.unwrap_or(dpi)
}
