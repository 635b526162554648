//! The bytes of an image file to a grey raster, upright and of a size that can be worked on.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageDecoder, ImageReader, Limits};

use super::{resolution, tiff};
use crate::ocr::Raster;
use crate::ocr::resolution::plausible;

/// A raster is made no larger, pixels: A3 at 600 dots per inch is 70 million.
const MAX_PIXELS: u64 = 100_000_000;
/// What decoding may take, bytes.
pub(super) const MAX_BYTES: u64 = 1 << 30;

/// Decodes one page image; the reason where it cannot be done. A decoder that panics on a damaged file is such a reason.
pub(in crate::read) fn raster(bytes: &[u8], index: usize) -> Result<Raster, String> {
    let decoded = std::panic::catch_unwind(|| decoded(bytes, index));
    decoded.unwrap_or_else(|_| Err("its decoder failed".to_owned()))
}

/// Decodes one page image with its colours, of the size of its raster; grey where it has none.
pub(super) fn in_colour(bytes: &[u8], index: usize) -> Option<DynamicImage> {
    let decoded = std::panic::catch_unwind(|| whole(bytes, index)).ok()?.ok()?.0;
    let (width, height) = (decoded.width(), decoded.height());
    let factor = factor(width, height);
    let sized = if factor == 1 {
        decoded
    } else {
        decoded.thumbnail_exact((width / factor).max(1), (height / factor).max(1))
    };
    Some(if sized.color().has_color() {
        DynamicImage::ImageRgb8(sized.into_rgb8())
    } else {
        DynamicImage::ImageLuma8(sized.into_luma8())
    })
}

/// Returns width and height of a PNG or JPEG that nothing turns or makes smaller.
pub(super) fn upright_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut decoder = reader.into_decoder().ok()?;
    let turned = decoder.orientation().ok()?;
    (turned == image::metadata::Orientation::NoTransforms).then(|| decoder.dimensions())
}

/// Decodes one page image, with the resolution that it tells.
fn whole(bytes: &[u8], index: usize) -> Result<(DynamicImage, Option<f32>), String> {
    if tiff::is_tiff(bytes) {
        tiff::page(bytes, index)
    } else {
        Ok((picture(bytes)?, resolution::told(bytes)))
    }
}

fn decoded(bytes: &[u8], index: usize) -> Result<Raster, String> {
    let (image, told) = whole(bytes, index)?;
    let image = image.into_luma8();
    if image.is_empty() {
        return Err("it has no pixels".to_owned());
    }
    let (width, height) = image.dimensions();
    let dpi = plausible(told, width, height);
    Ok(within_limit(image, dpi))
}

/// Decodes a PNG or JPEG and turns it as its metadata says.
fn picture(bytes: &[u8]) -> Result<DynamicImage, String> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| error.to_string())?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| error.to_string())?;
    let (width, height) = decoder.dimensions();
    if decoder.total_bytes() > MAX_BYTES {
        return Err(format!("{width} by {height} pixels exceed the limit"));
    }
    let orientation = decoder
        .orientation()
        .unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())?;
    image.apply_orientation(orientation);
    Ok(if image.color().has_alpha() {
        on_white(&image)
    } else {
        image
    })
}

/// Lays a transparent image on white paper.
fn on_white(image: &DynamicImage) -> DynamicImage {
    let pixels = image.to_luma_alpha8();
    let mut grey = GrayImage::new(image.width(), image.height());
    for (grey, pixel) in grey.pixels_mut().zip(pixels.pixels()) {
        let [level, alpha] = pixel.0.map(u32::from);
        grey.0 = [((level * alpha + 255 * (255 - alpha)) / 255) as u8];
    }
    DynamicImage::ImageLuma8(grey)
}

/// Makes a raster that is too large smaller by a whole factor.
fn within_limit(image: GrayImage, dpi: f32) -> Raster {
    let (width, height) = image.dimensions();
    let factor = factor(width, height);
    if factor == 1 {
        return Raster { image, dpi };
    }
    let small = image::imageops::thumbnail(&image, (width / factor).max(1), (height / factor).max(1));
    Raster {
        image: small,
        dpi: dpi / factor as f32,
    }
}

/// Returns the whole factor by which an image is made smaller.
fn factor(width: u32, height: u32) -> u32 {
    let pixels = u64::from(width) * u64::from(height);
    let most_side = u64::from(u16::MAX / 2);
    (1..)
        .find(|f| pixels / (f * f) <= MAX_PIXELS && u64::from(width.max(height)) / f <= most_side)
        .unwrap_or(1) as u32
}
