//! Opening a PDF: what is encrypted without a password is decrypted, what is damaged is mended, bombs are refused.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use lopdf::{Document, LoadOptions};
use memchr::memmem;

use super::limits;
use crate::read::ReadError;

/// The largest stream that mending a file may unpack.
const LARGEST_STREAM: usize = 128 << 20;

/// An opened file.
pub(super) struct Opened<'b> {
    pub(super) pdf: Pdf,
    /// The file as given.
    pub(super) source: &'b [u8],
    /// The file as mended, where it had to be.
    pub(super) bytes: Option<Vec<u8>>,
}

/// Opens a file.
pub(super) fn open(source: &[u8]) -> Result<Opened<'_>, ReadError> {
    if source.is_empty() {
        return Err(ReadError::Empty);
    }
    if let Some(reason) = limits::excess_of_structure(source) {
        return Err(ReadError::TooLarge(reason));
    }
    let damaged = |reason: &str| ReadError::Damaged {
        format: "PDF",
        reason: reason.to_owned(),
    };
    let load = |bytes: &[u8]| {
        catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes.to_vec()))).unwrap_or(Err(LoadPdfError::Invalid))
    };
    let first = load(source);
    let error = match first {
        Ok(pdf) if !pdf.pages().is_empty() => {
            return Ok(Opened {
                pdf,
                source,
                bytes: None,
            });
        }
        Ok(_) => None,
        Err(error) => Some(error),
    };
    let mended = catch_unwind(AssertUnwindSafe(|| mended(source))).unwrap_or(None);
    if let Some(bytes) = mended
        && let Ok(pdf) = load(&bytes)
        && !pdf.pages().is_empty()
    {
        return Ok(Opened {
            pdf,
            source,
            bytes: Some(bytes),
        });
    }
    Err(match error {
        None => ReadError::Empty,
        Some(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => ReadError::Encrypted,
        Some(LoadPdfError::Decryption(_)) => damaged("it is encrypted in a way that is not known"),
        Some(LoadPdfError::Invalid) => damaged("it has no page tree"),
    })
}

/// Reads a file with the other library, which decrypts and repairs other kinds, and writes it anew.
fn mended(source: &[u8]) -> Option<Vec<u8>> {
    // Where only the attachments are encrypted the rest is plain, and all that has to go is the word that says otherwise.
    if memmem::find(source, b"/EFOpen").is_some() {
        let mut plain = source.to_vec();
        for at in memmem::find_iter(source, b"/Encrypt ") {
            plain[at..at + 8].copy_from_slice(b"/Unknown");
        }
        return Some(plain);
    }
    let options = LoadOptions {
        max_decompressed_size: Some(LARGEST_STREAM),
        ..LoadOptions::default()
    };
    let mut document = Document::load_mem_with_options(source, options).ok()?;
    if document.is_encrypted() {
        document.decrypt("").ok()?;
    }
    if document.get_pages().is_empty() {
        return None;
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).ok()?;
    Some(bytes)
}
