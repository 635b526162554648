//! Images of a PDF.

use hayro_syntax::Pdf;

use crate::read::Picture;

/// A page as an image.
pub(crate) struct Raster {
    /// The page in grey.
    pub(crate) image: image::GrayImage,
    /// Resolution, dots per inch.
    pub(crate) dpi: f32,
}

/// Returns the page as an image.
pub(crate) fn page_raster(_pdf: &Pdf, _index: usize) -> Option<Raster> {
    None
}

/// Returns the pictures of a page.
pub(crate) fn pictures(_pdf: &Pdf, _index: usize) -> Vec<Picture> {
    Vec::new()
}
