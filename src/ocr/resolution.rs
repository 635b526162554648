//! The resolution of a page image, dots per inch: as told where that can be true, else what its size makes likely.

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
