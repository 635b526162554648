//! Encodings of plain texts: UTF-8, UTF-16, Windows-1251, KOI8-R, Latin-1 and their kin, recognised and said.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::diag::Diagnostic;
use crate::read::ReadError;

/// Decodes a file; returns the text, the name of its encoding, and what was doubtful.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, &'static str, Vec<Diagnostic>), ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let (encoding, known) = recognise(bytes);
    // `decode` honours a byte order mark and leaves it out.
    let (text, encoding, broken) = encoding.decode(bytes);
    let zeros = text.chars().filter(|c| *c == '\0').count();
    if zeros * 20 > text.chars().count() {
        return Err(ReadError::Damaged {
            format: "plain text",
            reason: "it holds binary data".to_owned(),
        });
    }
    let mut diagnostics = Vec::new();
    if !known && encoding != UTF_8 {
        diagnostics.push(
            Diagnostic::note(
                "encoding",
                format!("the text is not UTF-8; it was read as {}", encoding.name()),
            )
            .hint("convert the file to UTF-8 if letters are wrong"),
        );
    }
    if broken {
        diagnostics.push(
            Diagnostic::warning(
                "encoding-broken",
                format!("some bytes are not {}; each is written as U+FFFD", encoding.name()),
            )
            .hint("convert the file to UTF-8 first"),
        );
    }
    Ok((text.into_owned(), encoding.name(), diagnostics))
}

/// Recognises the encoding, and tells whether the file itself says which it is.
fn recognise(bytes: &[u8]) -> (&'static Encoding, bool) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, true);
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return (UTF_8, true);
    }
    // UTF-16 without a mark: of Latin text every second byte is zero, of Cyrillic every second one is 4.
    let sample = &bytes[..bytes.len().min(4096)];
    let share = |parity: usize| {
        let mine = sample.iter().skip(parity).step_by(2);
        let (n, high) = mine.fold((0usize, 0usize), |(n, k), b| {
            (n + 1, k + usize::from(*b == 0 || *b == 4))
        });
        high * 10 >= n * 7 && n > 8
    };
    match (share(0), share(1)) {
        (true, false) => return (UTF_16BE, false),
        (false, true) => return (UTF_16LE, false),
        _ => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    // A mostly valid UTF-8 file with a few broken bytes is UTF-8.
    let lossy = String::from_utf8_lossy(bytes);
    let bad = lossy.chars().filter(|c| *c == '\u{fffd}').count();
    let wide = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if wide > bad * 20 {
        return (UTF_8, false);
    }
    (if guess == UTF_8 { WINDOWS_1252 } else { guess }, false)
}
