//! Classes of signs: in come the ranges of one, out comes whether a sign is of it.

use regex_syntax::hir::ClassUnicode;

/// A class of signs.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Class {
    /// One bit for each sign of ASCII.
    ascii: u128,
    /// The ranges beyond, sorted, first and last sign.
    beyond: Box<[(char, char)]>,
}

impl Class {
    pub(super) fn new(class: &ClassUnicode) -> Self {
        let mut ascii = 0;
        let mut beyond = Vec::new();
        for range in class.ranges() {
            for c in range.start()..=range.end().min('\x7f') {
                ascii |= 1 << u32::from(c);
            }
            if range.end() > '\x7f' {
                beyond.push((range.start().max('\u{80}'), range.end()));
            }
        }
        Self {
            ascii,
            beyond: beyond.into(),
        }
    }

    /// Tells whether a sign is of the class.
    pub(super) fn has(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii >> u32::from(c) & 1 == 1;
        }
        let at = self.beyond.partition_point(|(_, last)| *last < c);
        self.beyond.get(at).is_some_and(|(first, _)| *first <= c)
    }
}
