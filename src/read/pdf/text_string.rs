//! Text strings of a PDF: UTF-16 or UTF-8 with a mark, else PDFDocEncoding.

use hayro_syntax::object::String as PdfString;
use lopdf::{Object, StringFormat};

/// Returns a text string as it reads, without control characters at its ends.
pub(super) fn text_string(string: &PdfString<'_>) -> String {
    decode(string.as_bytes())
}

/// Returns the bytes of a text string as they read.
pub(super) fn decode(bytes: &[u8]) -> String {
    let object = Object::String(bytes.to_vec(), StringFormat::Literal);
    let text = lopdf::decode_text_string(&object).unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned());
    text.trim_matches(|c: char| c.is_control() || c == '\u{FEFF}')
        .to_owned()
}
