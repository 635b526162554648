//! The digest by which an edition that nobody has edited is known.
//!
//! It is the SHA-256 of the whole file in which the digest's own 64 digits are zeros and every line end is a line feed, so that
//! a version control system that changes line ends does not pass for an editor. It stands in the header in the form of RFC
//! 6920: `<ptr type="digest" target="nih:sha-256;…"/>`.

use sha2::{Digest as _, Sha256};

/// What stands in front of the digits.
const BEFORE: &str = "<ptr type=\"digest\" target=\"nih:sha-256;";

/// The digits of a file that is not sealed yet.
pub(super) const UNSEALED: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What a file's digest tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// The file is as it was written.
    Untouched,
    /// Something in it was changed.
    Edited,
    /// It carries no digest.
    None,
}

/// Puts a file's digest into it; a file without a place for it stays as it is.
pub fn seal(mut xml: String) -> String {
    if let Some(place) = place(&xml) {
        let digest = digest(&xml, place.clone());
        xml.replace_range(place, &digest);
    }
    xml
}

/// Tells whether a file is as it was written.
pub fn verify(xml: &str) -> Seal {
    match place(xml) {
        None => Seal::None,
        Some(place) if xml[place.clone()] == digest(xml, place.clone()) => Seal::Untouched,
        Some(_) => Seal::Edited,
    }
}

/// Returns where the digits stand, in bytes.
fn place(xml: &str) -> Option<std::ops::Range<usize>> {
    let start = xml.find(BEFORE)? + BEFORE.len();
    let digits = xml.get(start..start + UNSEALED.len())?;
    digits
        .bytes()
        .all(|b| b.is_ascii_hexdigit())
        .then(|| start..start + UNSEALED.len())
}

fn digest(xml: &str, place: std::ops::Range<usize>) -> String {
    let mut sum = Sha256::new();
    let (before, behind) = (&xml[..place.start], &xml[place.end..]);
    for part in [before.trim_start_matches('\u{feff}'), UNSEALED, behind] {
        // A line end is CRLF, CR or LF; no part begins or ends inside one.
        for (index, line) in part.split('\n').enumerate() {
            if index > 0 {
                sum.update(b"\n");
            }
            sum.update(line.strip_suffix('\r').unwrap_or(line).replace('\r', "\n"));
        }
    }
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
