//! The resolution of a page image, as its file tells it or as its size makes likely.

/// Resolutions that scanners offer, dots per inch.
const COMMON: [f32; 6] = [100.0, 150.0, 200.0, 300.0, 400.0, 600.0];
/// The longer side of a page, inches, where nothing better is known: between a novel's and a folio's, a sheet of office paper.
const LONG_SIDE: f32 = 11.0;
/// The longer side of what is scanned lies between these, inches.
const LONG_SIDES: std::ops::RangeInclusive<f32> = 3.0..=35.0;

/// Returns the resolution of an image: the told one where it can be true, else the common one that makes it a page.
///
/// 72 and 96 dots per inch are what software writes that knows of none, and are not believed.
pub(super) fn plausible(told: Option<f32>, width: u32, height: u32) -> f32 {
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

/// Returns the resolution that a PNG or JPEG tells, dots per inch.
pub(super) fn told(bytes: &[u8]) -> Option<f32> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(bytes)
    } else {
        jpeg(bytes)
    }
}

/// Reads the chunk `pHYs` (PNG 1.2, 4.2.4.2).
fn png(bytes: &[u8]) -> Option<f32> {
    const METRES_PER_INCH: f32 = 0.0254;
    let mut rest = bytes.get(8..)?;
    loop {
        let length = number(rest.get(..4)?) as usize;
        let kind = rest.get(4..8)?;
        let data = rest.get(8..8 + length)?;
        match kind {
            b"pHYs" => {
                let per_metre = number(data.get(..4)?);
                return (data.get(8) == Some(&1) && per_metre > 0).then_some(per_metre as f32 * METRES_PER_INCH);
            }
            b"IDAT" | b"IEND" => return None,
            _ => rest = rest.get(length.checked_add(12)?..)?,
        }
    }
}

/// Reads the density of the JFIF segment, else the resolution in the Exif segment.
fn jpeg(bytes: &[u8]) -> Option<f32> {
    const CENTIMETRES_PER_INCH: f32 = 2.54;
    let mut rest = bytes.get(2..)?;
    let mut exif = None;
    while let [0xff, marker, high, low, ..] = *rest {
        let length = usize::from(u16::from_be_bytes([high, low]));
        let data = rest.get(4..2 + length)?;
        match marker {
            0xe0 if data.starts_with(b"JFIF\0") => {
                let density = f32::from(u16::from_be_bytes([*data.get(8)?, *data.get(9)?]));
                match data.get(7) {
                    Some(1) if density > 1.0 => return Some(density),
                    Some(2) if density > 1.0 => return Some(density * CENTIMETRES_PER_INCH),
                    _ => {}
                }
            }
            0xe1 if data.starts_with(b"Exif\0\0") => exif = super::tiff::told_resolution(data.get(6..)?),
            // The picture itself.
            0xda => break,
            _ => {}
        }
        rest = rest.get(2 + length..)?;
    }
    exif
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}
