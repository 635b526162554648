//! What a line end does to the text so far: a hyphen goes, stays, or takes a letter with it.

use super::{Join, Repair, RepairKind, Stream};
use crate::repair::Cert;
use crate::span::Span;

impl Stream {
    /// Takes the hyphen off the end of the text.
    pub(super) fn drop_hyphen(&mut self, sign: char, cert: Cert) -> Join {
        self.take_off(sign);
        let at = self.string.len();
        let printed = sign.to_string();
        self.repairs.push(Repair {
            span: Span::new(at, at),
            kind: RepairKind::HyphenDropped,
            was: printed.clone(),
            cert,
        });
        Join::Hyphen { printed }
    }

    /// Takes the hyphen off and writes the letter before it as it was before the word was broken.
    pub(super) fn respell(&mut self, sign: char, letter: char, cert: Cert) -> Join {
        self.take_off(sign);
        let at = self.string.len();
        let Some((from, was)) = self.string.char_indices().next_back() else {
            return Join::Space;
        };
        self.string.truncate(from);
        // The packs' letters are of one length, so nothing that was measured moves.
        if was.is_uppercase() {
            self.string.extend(letter.to_uppercase());
        } else {
            self.string.push(letter);
        }
        let printed = format!("{was}{sign}");
        self.repairs.push(Repair {
            span: Span::new(from, at),
            kind: RepairKind::HyphenDropped,
            was: printed.clone(),
            cert,
        });
        Join::Hyphen { printed }
    }

    /// Leaves the hyphen; where the source has a sign that is none to the eye, a hyphen is written.
    pub(super) fn keep_hyphen(&mut self, sign: char, cert: Cert) -> Join {
        let at = self.string.len();
        let shown =
            sign.is_alphanumeric() || self.string.ends_with(sign) && !matches!(sign, '¬' | '\u{fffd}' | '\u{2}');
        if shown && !('\u{e000}'..='\u{f8ff}').contains(&sign) {
            self.repairs.push(Repair {
                span: Span::new(at, at),
                kind: RepairKind::HyphenKept,
                was: String::new(),
                cert,
            });
            return Join::Kept;
        }
        self.take_off(sign);
        let at = self.string.len();
        self.string.push('-');
        if let Some((span, _)) = self.places.last_mut().filter(|p| p.0.end == at) {
            span.end = at + 1;
        }
        if let Some((span, _)) = self.styles.last_mut().filter(|s| s.0.end == at) {
            span.end = at + 1;
        }
        let span = Span::new(at, at + 1);
        self.repairs.push(Repair {
            span,
            kind: RepairKind::HyphenKept,
            was: sign.to_string(),
            cert,
        });
        Join::Kept
    }

    /// Takes a hyphen off the string and all that measures it.
    fn take_off(&mut self, sign: char) {
        let at = self.string.len();
        if self.string.ends_with(sign) {
            let at = at - sign.len_utf8();
            self.string.truncate(at);
            self.cut(at);
        } else {
            // A soft hyphen was already dropped as invisible when its line was written.
            self.repairs
                .retain(|r| !(r.span.start == at && r.kind == RepairKind::Invisible));
        }
    }
}
