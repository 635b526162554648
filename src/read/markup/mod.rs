//! Files in XML or HTML: which of the formats that are read they are, and their tree.
//!
//! In come the first bytes of a file, out comes its [`Markup`]. This is the one place where such formats are told apart: by
//! the root element, never by the file's extension.

pub(crate) mod tree;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::write::REGISTER;

/// So many bytes of a file tell what it is.
pub const HEAD: usize = 1 << 16;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// ALTO (Library of Congress), versions 1 to 4.
    Alto,
    /// PAGE (PRImA), the versions of all years.
    Page,
    /// hOCR: HTML with classes of its own.
    Hocr,
}

/// What a file in XML or HTML is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// What another engine recognised.
    Recognised(Markup),
    /// TEI; P4 too, so that it can be refused by its name.
    Tei,
}

impl Markup {
    /// Returns the format's name.
    pub fn name(self) -> &'static str {
        match self {
            Markup::Alto => "ALTO file",
            Markup::Page => "PAGE file",
            Markup::Hocr => "hOCR file",
        }
    }

    /// Returns the media type by which workflows of digitisation know the format (OCR-D's specification of METS).
    pub fn media_type(self) -> &'static str {
        match self {
            Markup::Alto => "application/alto+xml",
            Markup::Page => "application/vnd.prima.page+xml",
            Markup::Hocr => "text/vnd.hocr+html",
        }
    }
}

/// Tells the format of a file by its first [`HEAD`] bytes; `None` where it is none that is read.
pub fn told(head: &[u8]) -> Option<Told> {
    let head = head.get(..HEAD).unwrap_or(head);
    let text = decode(head);
    let root = root(&text)?;
    let markup = match root.as_str() {
        "alto" => Some(Markup::Alto),
        "pcgts" => Some(Markup::Page),
        // A register of the program's own has no text to tag.
        "tei" if text.contains(REGISTER) && !text.contains("<text") => return None,
        "tei" | "teicorpus" | "tei.2" | "teicorpus.2" => return Some(Told::Tei),
        "html" | "head" | "body" | "div" => is_hocr(&text).then_some(Markup::Hocr),
        _ => None,
    };
    markup.map(Told::Recognised)
}

/// Returns the name of the first element, in lower case and without a prefix.
fn root(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => return Some(start.local_name().as_ref().to_lowercase()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Tells whether an HTML file says that it is hOCR: by its software's statement, or by a page.
fn is_hocr(text: &str) -> bool {
    ["ocr_page", "ocr-system", "ocr-capabilities"]
        .iter()
        .any(|sign| text.contains(sign))
}

/// Decodes a file by its byte order mark, by what it says itself, or as UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => stated(bytes).unwrap_or(if is_utf8(bytes) { UTF_8 } else { WINDOWS_1252 }),
    };
    encoding.decode(bytes).0.into_owned()
}

/// Tells whether bytes are UTF-8, but for a character that is cut off at their end.
fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Returns the encoding that an XML declaration or an HTML head states.
pub(crate) fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_lowercase();
    let after = ["encoding=", "charset="]
        .iter()
        .filter_map(|key| head.split_once(key))
        .map(|(_, after)| after)
        .next()?;
    let name: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    // A file in bytes is not UTF-16, whatever it says.
    Encoding::for_label(name.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}
