//! Hashing of small keys: in come the numbers of a step or the bytes of a word, out comes a hash.
//!
//! The tables hold steps, states and words of our own, which nobody can choose to collide; with the hashes of the
//! standard library, which guard against that, half of the time of a scan went into them.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map by keys of our own. Only ever looked up, never gone through.
pub(crate) type MixedMap<K, V> = HashMap<K, V, BuildHasherDefault<Mixer>>;

/// A set of numbers of our own. Only ever looked up, never gone through.
pub(super) type MixedSet<K> = HashSet<K, BuildHasherDefault<Mixer>>;

/// An odd number with its bits spread: 2⁶⁴ divided by the golden ratio (Knuth, The Art of Computer Programming, 6.4).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes each number into the hash by a multiplication.
#[derive(Debug, Default)]
pub(crate) struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let number = rest.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
            self.write_u64(number);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(SPREAD);
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        // A table takes its place from the low bits and a tag from the high ones; a product is best mixed in the high.
        self.0 ^ self.0 >> 29
    }
}
