//! The resolution of a page image as its file tells it.

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
