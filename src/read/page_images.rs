//! The images of a source's pages as files, for the facsimile beside an edition.
//!
//! In comes a source, out comes one page after the other as a JPEG or PNG: the bytes of the source where they are such a file
//! of the whole page, else the page drawn anew: PNG where it has two levels, JPEG where it has more. Only the page asked for
//! is in memory.

use std::io::Cursor;

use hayro_syntax::Pdf;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat};

use super::{Leaf, PictureFile, Source, SourceKind, image as files, pdf};

/// Quality of JPEG files, of 100: what is read on a page is read on its image too.
const QUALITY: u8 = 85;

/// A source whose pages can be had as images.
pub struct PageImages<'a> {
    kind: Kind<'a>,
}

enum Kind<'a> {
    Pdf(Pdf),
    Files(Vec<files::Leaf<'a>>),
}

impl<'a> PageImages<'a> {
    /// Opens a source; `None` where it has no pages on paper.
    pub fn of(source: &'a Source) -> Option<Self> {
        let kind = match &source.kind {
            SourceKind::Pdf(bytes) => Kind::Pdf(pdf::opened(bytes)?),
            SourceKind::Images(images) => Kind::Files(files::leaves(images)),
            SourceKind::Recognised(_) | SourceKind::Text(_) => return None,
        };
        Some(Self { kind })
    }

    /// Returns the image of a page; `None` where it cannot be drawn.
    ///
    /// `size` is width and height of the page in pixels where its boxes count pixels: the image has the same.
    pub fn page(&self, leaf: Leaf, size: Option<(u32, u32)>) -> Option<PictureFile> {
        let index = usize::try_from(leaf.page.checked_sub(1)?).ok()?;
        let (image, dpi) = match &self.kind {
            Kind::Pdf(pdf) => pdf::page_image(pdf, index)?,
            Kind::Files(leaves) => {
                let file = leaves.get(index)?;
                if let (Some(ready), Some(size), true) = (files::as_it_is(file), size, leaf.left == 0.0)
                    && ready.0 == size
                {
                    return Some(ready.1);
                }
                (files::in_colour(file)?, 72.0)
            }
        };
        let left = match size {
            Some(_) => leaf.left,
            None => leaf.left * dpi / 72.0,
        };
        let (left, width) = (left as u32, size.map_or(image.width(), |size| size.0));
        let width = width.min(image.width().checked_sub(left)?);
        let height = size.map_or(image.height(), |size| size.1).min(image.height());
        encode(image.crop_imm(left, 0, width, height))
    }
}

/// Writes an image in the format that suits it.
fn encode(image: DynamicImage) -> Option<PictureFile> {
    let has_two_levels = image
        .as_luma8()
        .is_some_and(|grey| grey.iter().all(|level| matches!(level, 0 | 255)));
    let mut bytes = Cursor::new(Vec::new());
    if has_two_levels {
        image.write_to(&mut bytes, ImageFormat::Png).ok()?;
    } else {
        image
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
            .ok()?;
    }
    Some(PictureFile {
        extension: if has_two_levels { "png" } else { "jpg" },
        bytes: bytes.into_inner(),
    })
}
