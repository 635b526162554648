//! How much a compressed stream may grow, found before anything is inflated.
//!
//! In comes a stream as it lies in the file, out come its bytes or the reason why they are not worth having. Deflate makes
//! at most 1032 bytes of one, so for most streams the bound is a multiplication; the few large ones are inflated once
//! into nothing, to be counted.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;
use memchr::memmem;

/// The most that one content stream, font or character map may inflate to; honest ones stay far below.
const STREAM: u64 = 128 << 20;
/// The most that all object streams and cross-reference streams together may inflate to.
const STRUCTURE: u64 = 512 << 20;
/// The greatest growth that deflate reaches: RFC 1951's longest match of 258 bytes from 2 bits.
const DEFLATE: u64 = 1032;
/// The greatest growth of LZW with codes of up to 12 bits: 4096 entries, on average half as long as the last.
const LZW: u64 = 1400;
/// The greatest growth of run lengths: 128 bytes of 2.
const RUN_LENGTH: u64 = 64;

/// Returns the decoded bytes of a stream, or `None` where it is damaged or grows beyond all reason.
pub(super) fn decode<'a>(stream: &Stream<'a>) -> Option<Cow<'a, [u8]>> {
    if !is_bounded(stream) {
        return None;
    }
    stream.decoded_data().ok()
}

/// Tells whether the stream can be decoded without growing beyond all reason.
pub(super) fn is_bounded(stream: &Stream<'_>) -> bool {
    let raw = stream.raw_data();
    let filters = stream.filters();
    let bound = filters
        .iter()
        .fold(raw.len() as u64, |size, filter| size.saturating_mul(growth(*filter)));
    if bound <= STREAM {
        return true;
    }
    match filters.as_slice() {
        [Filter::FlateDecode] => inflated(&raw, STREAM) <= STREAM,
        // Fonts and contents in hexadecimal or base 85 digits round deflate: the digits only shrink, so that what lies
        // inside is as good as at hand; a second round of compression has no honest use at this size.
        [Filter::Ascii85Decode, Filter::FlateDecode] => inflated(&base85(&raw), STREAM) <= STREAM,
        [Filter::AsciiHexDecode, Filter::FlateDecode] => inflated(&hexadecimal(&raw), STREAM) <= STREAM,
        [Filter::LzwDecode] => unpacked(&raw, STREAM) <= STREAM,
        _ => false,
    }
}

fn growth(filter: Filter) -> u64 {
    match filter {
        Filter::FlateDecode => DEFLATE,
        Filter::LzwDecode => LZW,
        Filter::RunLengthDecode => RUN_LENGTH,
        Filter::Ascii85Decode => 4,
        _ => 1,
    }
}

/// Tells how large the parts of a file that hold its objects grow, if that is beyond all reason.
///
/// These are inflated while the file is opened, by whatever library, so they are looked for in the bytes themselves.
pub(super) fn excess_of_structure(file: &[u8]) -> Option<String> {
    let spans = structure_streams(file);
    let raw: u64 = spans.iter().map(|s| s.len() as u64).sum();
    if raw.saturating_mul(DEFLATE) <= STRUCTURE {
        return None;
    }
    let mut total = 0;
    for span in spans {
        total += inflated(span, STRUCTURE - total);
        if total > STRUCTURE {
            return Some(format!("its object streams grow beyond {} MiB", STRUCTURE >> 20));
        }
    }
    None
}

/// Returns the bytes of all object streams and cross-reference streams.
fn structure_streams(file: &[u8]) -> Vec<&[u8]> {
    const HEAD: usize = 4096;
    let start = memmem::Finder::new(b"stream");
    let end = memmem::Finder::new(b"endstream");
    let mut spans = Vec::new();
    for name in [&b"/ObjStm"[..], b"/XRef"] {
        let mut from = 0;
        for at in memmem::find_iter(file, name) {
            if at < from {
                continue;
            }
            let head = &file[at..file.len().min(at + HEAD)];
            let Some(data) = start.find(head).map(|s| at + s + b"stream".len()) else {
                continue;
            };
            let skip = file[data..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let body = &file[data + skip..];
            let length = end.find(body).unwrap_or(body.len());
            from = data + skip + length;
            spans.push(&body[..length]);
        }
    }
    spans
}

/// Returns the size after inflating, counting no further than just over `most`.
fn inflated(raw: &[u8], most: u64) -> u64 {
    let mut decoder = ZlibDecoder::new(raw).take(most + 1);
    let mut buffer = vec![0; 64 << 10];
    let mut total = 0;
    // A damaged stream ends where it is damaged.
    while let Ok(read @ 1..) = decoder.read(&mut buffer) {
        total += read as u64;
    }
    total
}

/// Returns the size after LZW, counting no further than just over `most`; only lengths are kept, no bytes.
fn unpacked(raw: &[u8], most: u64) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut lengths: Vec<u64> = Vec::with_capacity(4096);
    let (mut total, mut width, mut last) = (0_u64, 9, None::<u64>);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for &byte in raw {
        bits = bits << 8 | u32::from(byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held & ((1 << width) - 1)) as usize;
        bits &= (1 << held) - 1;
        match code {
            CLEAR => {
                lengths.clear();
                (width, last) = (9, None);
                continue;
            }
            END => break,
            _ => {}
        }
        let length = if code < CLEAR {
            1
        } else {
            lengths.get(code - 258).copied().or(last.map(|l| l + 1)).unwrap_or(1)
        };
        total += length;
        if total > most {
            break;
        }
        if let Some(last) = last
            && lengths.len() < 4096 - 258
        {
            lengths.push(last + 1);
        }
        last = Some(length);
        width = match lengths.len() + 258 + 1 {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
    }
    total
}

/// Returns what base 85 digits stand for; anything that is no digit is passed over.
fn base85(digits: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(digits.len() / 5 * 4 + 4);
    let (mut value, mut count) = (0_u32, 0);
    for &digit in digits {
        match digit {
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(digit - b'!'));
                count += 1;
                if count == 5 {
                    out.extend(value.to_be_bytes());
                    (value, count) = (0, 0);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if count > 1 {
        for _ in count..5 {
            value = value.wrapping_mul(85).wrapping_add(84);
        }
        out.extend(value.to_be_bytes().iter().take(count - 1));
    }
    out
}

/// Returns what hexadecimal digits stand for; anything that is no digit is passed over.
fn hexadecimal(digits: &[u8]) -> Vec<u8> {
    let values: Vec<u8> = digits
        .iter()
        .take_while(|b| **b != b'>')
        .filter_map(|b| (*b as char).to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    values
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("a vector takes all");
        encoder.finish().expect("a vector takes all")
    }

    #[test]
    fn counting_stops_at_the_limit() {
        let raw = deflated(&vec![0; 1 << 20]);
        assert_eq!(inflated(&raw, 4 << 20), 1 << 20);
        assert_eq!(inflated(&raw, 1000), 1001);
    }

    #[test]
    fn digits_round_deflate_are_seen_through() {
        assert_eq!(base85(b"87cURD]j7BEbo80~>"), b"Hello world!");
        assert_eq!(hexadecimal(b"48 65 6C6c 6f>"), b"Hello");
    }

    #[test]
    fn lzw_is_counted_without_being_kept() {
        // The example of the PDF specification: 45 45 45 45 45 65 45 45 45 66.
        assert_eq!(
            unpacked(&[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01], 100),
            10
        );
    }

    #[test]
    fn object_streams_are_found_in_the_bytes() {
        let body = deflated(b"1 0 << >>");
        let mut file = b"%PDF-1.5\n1 0 obj << /Type /ObjStm /N 1 >>\nstream\r\n".to_vec();
        file.extend(&body);
        file.extend(b"endstream endobj");
        assert_eq!(structure_streams(&file), [&body[..]]);
        assert_eq!(excess_of_structure(&file), None);
    }
}
