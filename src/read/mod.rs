//! Reading: a source file's bytes become [`Page`]s, without interpretation.
//!
//! In comes a [`Source`], out comes a [`Reading`]: the pages in order, and what the file tells about itself. A page of a PDF
//! is taken from its text layer or from character recognition, page by page, by the measure in [`pdf::quality`].

pub mod image;
pub mod markup;
mod page;
pub mod page_images;
pub mod pdf;
pub mod recognised;
pub mod tei;
pub mod text;

pub use page::{Leaf, Line, Origin, Page, Picture, PictureFile, Style, Unit, Word};

use crate::diag::Warned;
use crate::ocr::Engine;
use crate::settings::Settings;

/// A source document: its name and bytes. Several page images can be one document.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name, or the folder's for a folder of page images; no path.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
}

/// The bytes of a source by kind.
#[derive(Clone, Debug)]
pub enum SourceKind {
    /// A PDF file.
    Pdf(Vec<u8>),
    /// Page images in the order of the pages; a TIFF may hold several.
    Images(Vec<ImageFile>),
    /// hOCR, ALTO and PAGE files of other engines in the order of the pages, each with its page image if that is there.
    Recognised(Vec<ImageFile>),
    /// A plain text in any of the encodings that [`text`] recognises.
    Text(Vec<u8>),
}

/// One file of a source of several: a page image, or what another engine recognised on it.
#[derive(Clone, Debug)]
pub struct ImageFile {
    /// The file's name, no path.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A source as read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What the file tells about itself.
    pub info: Info,
    /// The pages in order; [`Page::number`] counts from 1 in the whole source, also where only some pages were asked for.
    pub pages: Vec<Page>,
}

/// What a file tells about itself. Everything but the name and the sums may be absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Info {
    /// The file's name, no path.
    pub name: String,
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits; of all files one after the other where there are several.
    pub sha256: String,
    /// The number of pages in the whole source.
    pub page_count: u32,
    /// The kind of source: `application/pdf`, `image/png`, `text/plain` …
    pub media_type: &'static str,
    /// The character encoding of a plain text, as the WHATWG names it: `windows-1251`.
    pub encoding: Option<&'static str>,
    /// Title from the metadata.
    pub title: Option<String>,
    /// Author from the metadata.
    pub author: Option<String>,
    /// All further metadata, name and value, in a fixed order: `Producer`, `CreationDate` …
    pub metadata: Vec<(String, String)>,
    /// The outline (bookmarks) of a PDF, flattened in order.
    pub outline: Vec<OutlineEntry>,
}

/// One entry of a PDF's outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineEntry {
    /// Depth, 1 for the outermost.
    pub level: u8,
    /// The title as written there.
    pub title: String,
    /// The page it points at, counted from 1.
    pub page: Option<u32>,
}

/// Why a source gave no result at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file is empty or has no page.
    #[error("the file has no pages")]
    Empty,
    /// A password is needed.
    #[error(
        "the PDF is encrypted and needs a password; take the protection off (`qpdf --decrypt --password=… IN OUT`) and try again"
    )]
    Encrypted,
    /// Not the format it claims to be, or damaged beyond repair.
    #[error("the file is not a readable {format}: {reason}")]
    Damaged {
        /// `PDF`, `PNG` …
        format: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// Something in it is larger than any honest document needs.
    #[error("the file exceeds a limit: {0}")]
    TooLarge(String),
    /// `--pages` asked for pages that are not there.
    #[error("there is no page in the range {0}; the source has {1}")]
    NoSuchPages(String, u32),
    /// The pages are scans and nothing can read them.
    #[error(transparent)]
    Ocr(#[from] crate::ocr::OcrError),
}

/// Reads a source.
///
/// # Errors
/// [`ReadError`] where there is no result at all; a page that cannot be read is an empty [`Page`] and a diagnostic.
pub fn read(source: &Source, settings: &Settings, engine: &dyn Engine) -> Result<Warned<Reading>, ReadError> {
    match &source.kind {
        SourceKind::Pdf(bytes) => pdf::read(&source.name, bytes, settings, engine),
        SourceKind::Images(files) => image::read(&source.name, files, settings, engine),
        SourceKind::Recognised(files) => recognised::read(&source.name, files, settings, engine),
        SourceKind::Text(bytes) => text::read(&source.name, bytes, settings),
    }
}
