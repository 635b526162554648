//! Numbers without a label: years, volumes, issues and pages, by what stands around them.

use super::super::imprint::dated;
use super::super::lexicon::List;
use super::super::locators::numbers;
use super::super::stream::Stream;
use super::Reader;
use crate::annotate::annotation::{Part, Unit};

impl Reader<'_, '_> {
    /// Reads a number without a label.
    pub(super) fn number(&mut self, at: usize, colon: bool, gap: bool) -> bool {
        let s = self.s;
        let last = |end: usize| end >= self.limit || s.sign(end, ".;)") || s.of(end, List::And).is_some();
        // A year, unless it is a page.
        if !self.seen.date
            && let Some(end) = dated(s, at, self.limit).filter(|_| s.year(at))
        {
            self.date(at..end);
            if s.word(self.at).len() == 1 && !s.spaced(self.at) {
                self.at += 1;
            }
            return true;
        }
        let Some(found) = numbers(s, at, self.limit, Unit::Page) else {
            return false;
        };
        let end = found.end;
        let range_written = end > at + 1;
        // `XLIX (1997)`, `52, no. 3`, `12(3)`, `27 Political Studies`
        let numbered = s.bracket(at + 1).is_some()
            || s.sign(at + 1, ",:;./") && (s.number(at + 2).is_some() || s.labels(at + 2).next().is_some());
        let quoted = self.seen.quoted && !self.seen.whole;
        let short = !self.seen.date && (gap || quoted) && last(end) && !numbered;
        let in_journal = self.seen.journal || quoted && !short;
        if in_journal
            && !self.seen.volume
            && !(self.seen.issue && colon)
            && !range_written_pages(s, at, end)
            && (numbered || !self.seen.date || !last(end))
        {
            let end = if s.dash(at + 1) && s.number(at + 2).is_some() && !s.spaced(at + 1) {
                at + 3
            } else {
                at + 1
            };
            self.push(at..end, Part::Scope(Unit::Volume));
            self.seen.volume = true;
            self.score += 1;
            self.at = end;
            // `12.3`, `12/3`, `12:3 (1999)`
            let pair = s.sign(end, "./") || s.sign(end, ":") && s.bracket(end + 2).is_some();
            if pair && !s.spaced(end + 1) && s.number(end + 1).is_some() {
                self.push(end + 1..end + 2, Part::Scope(Unit::Issue));
                self.seen.issue = true;
                self.at = end + 2;
            }
            // `27 Political Studies 183`
            if self.seen.quoted && !self.seen.whole && s.capital(self.at) && s.spaced(self.at) {
                return self.legal_journal();
            }
            return true;
        }
        if self.seen.volume
            && !self.seen.issue
            && !colon
            && !range_written
            && !self.seen.pages
            && (s.bracket(end).is_some() || s.sign(end, ",") && s.number(end + 1).is_some())
        {
            self.push(at..end, Part::Scope(Unit::Issue));
            self.seen.issue = true;
            self.at = end;
            return true;
        }
        let short = !self.seen.date && !self.seen.place && (gap || quoted) && last(end);
        if !self.seen.pages
            && !s.roman(at)
            && (self.seen.date || (colon || range_written) && self.seen.volume || short)
            && (gap || colon || quoted || self.seen.date || s.sign(at - 1, ")"))
        {
            self.push(at..end, Part::Range(Unit::Page, found.range(s)));
            self.seen.pages = true;
            self.score += 1;
            self.at = end;
            return true;
        }
        false
    }
}

/// Returns one past a statement of extent: `2 vols`, `368 pp.`
pub(in super::super) fn extent(s: &Stream<'_>, at: usize) -> Option<usize> {
    s.number(at)?;
    let (_, len) = s
        .labels(at + 1)
        .find(|(unit, _)| matches!(unit, Unit::Page | Unit::Volume))?;
    let end = at + 1 + len;
    (s.number(end).is_none() && !s.roman(end)).then_some(end)
}

/// Returns one past a statement of extent behind a preposition: `in 3 vols`, `в 5 т.`
pub(in super::super) fn in_volumes(s: &Stream<'_>, at: usize) -> Option<usize> {
    (s.small(at) && s.letters(at) <= 2).then(|| extent(s, at + 1)).flatten()
}

/// Tells whether a number is written as pages: `45–67` with a larger second number.
fn range_written_pages(s: &Stream<'_>, at: usize, end: usize) -> bool {
    end > at + 2 && s.dash(at + 1) && s.number(at).zip(s.number(at + 2)).is_some_and(|(a, b)| b > a + 3)
}
