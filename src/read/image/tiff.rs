//! TIFF files: several pages in one file, ink as bits, fax codes.
//!
//! The library decodes all but the fax codes, which go through the decoder that serves PDFs: it knows all of them.

use std::io::Cursor;

use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};
use image::{DynamicImage, GrayImage, RgbImage};
use tiff::decoder::ifd::Value;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use super::decode::MAX_BYTES;

/// More pages than any honest file has.
const MOST_PAGES: usize = 20_000;

/// Tells a TIFF by its first bytes.
pub(super) fn is_tiff(bytes: &[u8]) -> bool {
    [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"]
        .iter()
        .any(|magic| bytes.starts_with(*magic))
}

/// Counts the pages; 0 where the file is damaged.
pub(super) fn count(bytes: &[u8]) -> usize {
    let Ok(mut decoder) = Decoder::new(Cursor::new(bytes)) else {
        return 0;
    };
    let mut count = 1;
    while count < MOST_PAGES && decoder.more_images() && decoder.next_image().is_ok() {
        count += 1;
    }
    count
}

/// Decodes a page, upright, and its resolution in dots per inch where the file tells it.
pub(super) fn page(bytes: &[u8], index: usize) -> Result<(DynamicImage, Option<f32>), String> {
    let mut decoder = open(bytes, index)?;
    let dpi = resolution(&mut decoder);
    let number = |decoder: &mut Decoder<_>, tag| decoder.find_tag_unsigned::<u16>(tag).ok().flatten();
    let mut image = match (
        number(&mut decoder, Tag::Compression),
        number(&mut decoder, Tag::PhotometricInterpretation),
    ) {
        (Some(code @ 2..=4), _) => fax(&mut decoder, bytes, code)?,
        (_, Some(PALETTE)) => coloured(&mut decoder, bytes, index)?,
        _ => pixels(&mut decoder)?,
    };
    let orientation = decoder.find_tag_unsigned::<u8>(Tag::Orientation).ok().flatten();
    if let Some(orientation) = orientation.and_then(image::metadata::Orientation::from_exif) {
        image.apply_orientation(orientation);
    }
    Ok((image, dpi))
}

/// Opens a file at a page.
fn open(bytes: &[u8], index: usize) -> Result<Decoder<Cursor<&[u8]>>, String> {
    let mut limits = Limits::default();
    limits.decoding_buffer_size = MAX_BYTES as usize;
    limits.intermediate_buffer_size = MAX_BYTES as usize;
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(said)?.with_limits(limits);
    if index > 0 {
        decoder.seek_to_image(index).map_err(said)?;
    }
    Ok(decoder)
}

fn said(error: TiffError) -> String {
    error.to_string()
}

/// Returns the resolution that a TIFF directory tells, dots per inch: that of a TIFF file, or of Exif data.
pub(super) fn told_resolution(bytes: &[u8]) -> Option<f32> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).ok()?;
    resolution(&mut decoder)
}

fn resolution(decoder: &mut Decoder<Cursor<&[u8]>>) -> Option<f32> {
    let per_unit = match decoder.find_tag(Tag::XResolution).ok()?? {
        Value::Rational(over, under) if under > 0 => over as f32 / under as f32,
        _ => return None,
    };
    match decoder
        .find_tag_unsigned::<u16>(Tag::ResolutionUnit)
        .ok()
        .flatten()
        .unwrap_or(2)
    {
        2 => Some(per_unit),
        3 => Some(per_unit * 2.54),
        _ => None,
    }
}

/// Decodes what has neither fax codes nor a palette.
fn pixels(decoder: &mut Decoder<Cursor<&[u8]>>) -> Result<DynamicImage, String> {
    let (width, height) = decoder.dimensions().map_err(said)?;
    let colour = decoder.colortype().map_err(said)?;
    let samples = usize::from(colour.num_samples()).max(1);
    let levels = levels(decoder, width as usize * samples, colour.bit_depth(), true)?;
    // Colours in planes of their own: the first plane alone is read.
    if levels.len() == width as usize * height as usize {
        return image(levels, width, height);
    }
    let colour_of = |pixel: &[u8]| match *pixel {
        [red, green, blue, ..] => ((u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29) >> 8) as u8,
        [level, ..] => level,
        [] => 255,
    };
    let grey = levels.chunks_exact(samples).map(|pixel| match (colour, pixel) {
        (ColorType::RGB(_), _) => colour_of(pixel),
        (ColorType::RGBA(_), [_, _, _, alpha, ..]) => on_white(colour_of(pixel), *alpha),
        (ColorType::GrayA(_), [level, alpha, ..]) => on_white(*level, *alpha),
        (ColorType::CMYK(_) | ColorType::CMYKA(_), [_, _, _, black, ..]) => {
            255 - colour_of(pixel).saturating_add(*black)
        }
        // The first sample is lightness: luma, L*, grey.
        _ => pixel.first().copied().unwrap_or(255),
    });
    image(grey.collect(), width, height)
}

/// Reads the samples of a page as bytes: scaled to 0–255, or those of less than eight bits as they are.
fn levels(decoder: &mut Decoder<Cursor<&[u8]>>, row: usize, bits: u8, scaled: bool) -> Result<Vec<u8>, String> {
    match decoder.read_image().map_err(said)? {
        DecodingResult::U8(bytes) if bits < 8 => Ok(unpacked(&bytes, row, bits.max(1), scaled)),
        DecodingResult::U8(bytes) => Ok(bytes),
        DecodingResult::U16(words) => Ok(words.into_iter().map(|word| (word >> 8) as u8).collect()),
        _ => Err("its kind of numbers is not supported".to_owned()),
    }
}

fn on_white(level: u8, alpha: u8) -> u8 {
    let (level, alpha) = (u32::from(level), u32::from(alpha));
    ((level * alpha + 255 * (255 - alpha)) / 255) as u8
}

fn image(grey: Vec<u8>, width: u32, height: u32) -> Result<DynamicImage, String> {
    GrayImage::from_raw(width, height, grey)
        .map(DynamicImage::ImageLuma8)
        .ok_or_else(|| "the image is cut short".to_owned())
}

/// Unpacks samples of 1, 2 or 4 bits, whose rows start on bytes; `scaled` to 0–255, or as they are.
fn unpacked(bytes: &[u8], row: usize, bits: u8, scaled: bool) -> Vec<u8> {
    let per_byte = usize::from(8 / bits.max(1));
    let most = (1_u16 << bits) - 1;
    let mut out = Vec::with_capacity(bytes.len() * per_byte);
    for line in bytes.chunks(row.div_ceil(per_byte).max(1)) {
        let samples = line
            .iter()
            .flat_map(|byte| (1..=per_byte).map(move |n| u16::from(*byte) >> (8 - n * usize::from(bits)) & most));
        out.extend(samples.take(row).map(|sample| {
            if scaled {
                (sample * 255 / most) as u8
            } else {
                sample as u8
            }
        }));
    }
    out
}

/// `PhotometricInterpretation` of an image whose samples are numbers of colours.
const PALETTE: u16 = 3;

/// Decodes an image with a palette, which holds all reds, then all greens, then all blues.
///
/// The library refuses palettes, so it is given a copy of the file that says "grey" at this place.
fn coloured(decoder: &mut Decoder<Cursor<&[u8]>>, bytes: &[u8], index: usize) -> Result<DynamicImage, String> {
    let (width, height) = decoder.dimensions().map_err(said)?;
    let palette = decoder.get_tag_u16_vec(Tag::ColorMap).map_err(said)?;
    let directory = decoder.ifd_pointer().ok_or("the page has no directory")?.0 as usize;
    let copy = called_grey(bytes, directory).ok_or("the palette cannot be read")?;
    let mut grey = open(&copy, index)?;
    let bits = grey.colortype().map_err(said)?.bit_depth();
    let indexes = levels(&mut grey, width as usize, bits, false)?;
    let part = |index: u8, part: usize| {
        let level = palette.get(part * (palette.len() / 3) + usize::from(index));
        level.map_or(255, |level| (level >> 8) as u8)
    };
    let pixels = indexes
        .iter()
        .flat_map(|index| [part(*index, 0), part(*index, 1), part(*index, 2)])
        .collect();
    let image = RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8);
    image.ok_or_else(|| "the image is cut short".to_owned())
}

/// Copies a file and changes the photometric interpretation in a directory to "black is zero" (TIFF 6.0, section 2: a
/// directory is a count and entries of tag, type, count and value, 2, 2, 4 and 4 bytes).
fn called_grey(bytes: &[u8], directory: usize) -> Option<Vec<u8>> {
    const INTERPRETATION: u16 = 262;
    let big_endian = bytes.starts_with(b"MM");
    let word = |at: usize| {
        let two = [*bytes.get(at)?, *bytes.get(at + 1)?];
        Some(if big_endian {
            u16::from_be_bytes(two)
        } else {
            u16::from_le_bytes(two)
        })
    };
    let entries = (0..usize::from(word(directory)?)).map(|number| directory + 2 + number * 12);
    let entry = entries.into_iter().find(|entry| word(*entry) == Some(INTERPRETATION))?;
    let mut copy = bytes.to_vec();
    let value = copy.get_mut(entry + 8..entry + 10)?;
    value.copy_from_slice(&if big_endian {
        1_u16.to_be_bytes()
    } else {
        1_u16.to_le_bytes()
    });
    Some(copy)
}

/// Decodes fax codes: compression 2 (rows of Group 3), 3 (Group 3) or 4 (Group 4) (TIFF 6.0, sections 10 and 11).
fn fax(decoder: &mut Decoder<Cursor<&[u8]>>, bytes: &[u8], code: u16) -> Result<DynamicImage, String> {
    let (width, height) = decoder.dimensions().map_err(said)?;
    if u64::from(width) * u64::from(height) > MAX_BYTES {
        return Err(format!("{width} by {height} pixels exceed the limit"));
    }
    let offsets = decoder.get_tag_u64_vec(Tag::StripOffsets).map_err(said)?;
    let lengths = decoder.get_tag_u64_vec(Tag::StripByteCounts).map_err(said)?;
    let strip_rows = decoder
        .find_tag_unsigned::<u32>(Tag::RowsPerStrip)
        .ok()
        .flatten()
        .unwrap_or(height)
        .clamp(1, height.max(1));
    // 0: white is zero, as fax codes have it; 1: the other way round.
    let inverted = decoder
        .find_tag_unsigned::<u16>(Tag::PhotometricInterpretation)
        .ok()
        .flatten()
        == Some(1);
    let reversed_bits = decoder.find_tag_unsigned::<u16>(Tag::FillOrder).ok().flatten() == Some(2);
    let options = decoder
        .find_tag_unsigned::<u32>(Tag::Unknown(T4_OPTIONS))
        .ok()
        .flatten()
        .unwrap_or(0);
    let mut sheet = Sheet {
        width: width as usize,
        pixels: Vec::new(),
        inverted,
    };
    let mut rows_left = height;
    for (offset, length) in offsets.iter().zip(&lengths) {
        let rows = strip_rows.min(rows_left);
        let end = offset
            .checked_add(*length)
            .map(|end| end.min(bytes.len() as u64))
            .unwrap_or(bytes.len() as u64);
        let strip = bytes.get(*offset as usize..end as usize).unwrap_or_default();
        let strip: Vec<u8> = if reversed_bits {
            strip.iter().map(|byte| byte.reverse_bits()).collect()
        } else {
            strip.to_vec()
        };
        let settings = DecodeSettings {
            columns: width,
            rows,
            end_of_block: code != 2,
            end_of_line: code == 3,
            rows_are_byte_aligned: code == 2,
            encoding: match code {
                4 => EncodingMode::Group4,
                3 if options & 1 == 1 => EncodingMode::Group3_2D,
                _ => EncodingMode::Group3_1D,
            },
            strict: false,
        };
        // Rows that were decoded before an error count; what is missing stays white.
        let _ = hayro_ccitt::decode(&strip, &mut sheet, &mut DecoderContext::new(settings));
        rows_left -= rows;
        sheet.fill((height - rows_left) as usize);
    }
    if sheet.pixels.is_empty() {
        return Err("no row could be decoded".to_owned());
    }
    sheet.fill(height as usize);
    image(sheet.pixels, width, height)
}

/// The tag `T4Options`: bit 0 says that rows are coded by the row above.
const T4_OPTIONS: u16 = 292;

/// The rows decoded so far.
struct Sheet {
    width: usize,
    pixels: Vec<u8>,
    /// Black and white are exchanged.
    inverted: bool,
}

impl Sheet {
    /// Adds white rows, or cuts, to so many.
    fn fill(&mut self, rows: usize) {
        self.pixels.resize(rows * self.width, 255);
    }
}

impl hayro_ccitt::Decoder for Sheet {
    fn push_row(&mut self, changes: &[u32]) {
        let (white, black) = if self.inverted { (0, 255) } else { (255, 0) };
        let start = self.pixels.len();
        self.pixels.resize(start + self.width, white);
        for run in changes.chunks(2) {
            let end = run.get(1).map_or(self.width, |end| *end as usize);
            if let Some(run) = self
                .pixels
                .get_mut(start + run[0] as usize..start + end.min(self.width))
            {
                run.fill(black);
            }
        }
    }
}
