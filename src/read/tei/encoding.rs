//! The encoding of an XML file: bytes become a string that becomes the same bytes again.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::read::markup;

/// How a file was encoded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Script {
    encoding: &'static Encoding,
    /// The byte order mark in front of the file.
    mark: &'static [u8],
}

impl Script {
    /// Encodes a string; signs that the encoding lacks become references to characters.
    pub(crate) fn encode(self, text: &str) -> Vec<u8> {
        let mut bytes = self.mark.to_vec();
        if self.encoding == UTF_16LE {
            text.encode_utf16().for_each(|unit| bytes.extend(unit.to_le_bytes()));
        } else if self.encoding == UTF_16BE {
            text.encode_utf16().for_each(|unit| bytes.extend(unit.to_be_bytes()));
        } else {
            bytes.extend_from_slice(&self.encoding.encode(text).0);
        }
        bytes
    }
}

/// Decodes a file by its byte order mark, else by what its declaration says, else as UTF-8.
///
/// # Errors
/// What is wrong with a file that would not become the same bytes again.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Script), String> {
    let marked = Encoding::for_bom(bytes);
    let (encoding, mark) = match marked {
        Some((encoding, _)) if encoding == UTF_8 => (encoding, &b"\xef\xbb\xbf"[..]),
        Some((encoding, _)) if encoding == UTF_16LE => (encoding, &b"\xff\xfe"[..]),
        Some((encoding, _)) => (encoding, &b"\xfe\xff"[..]),
        None => match bytes {
            [b'<', 0, ..] => (UTF_16LE, &b""[..]),
            [0, b'<', ..] => (UTF_16BE, &b""[..]),
            _ => (markup::stated(bytes).unwrap_or(UTF_8), &b""[..]),
        },
    };
    let script = Script { encoding, mark };
    let body = bytes.get(mark.len()..).unwrap_or_default();
    let (text, malformed) = encoding.decode_without_bom_handling(body);
    if malformed || script.encode(&text) != bytes {
        return Err(format!(
            "its bytes are not all {}, as it says or as XML has it",
            encoding.name()
        ));
    }
    Ok((text.into_owned(), script))
}
