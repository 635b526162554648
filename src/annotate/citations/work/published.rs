//! Place, publisher and date in a reference, in brackets or without.

use std::ops::Range;

use super::super::Field;
use super::super::imprint::{Imprint, dated, edition, imprint, trim};
use super::super::lexicon::List;
use super::super::locators::{locator, numbers};
use super::super::names::names;
use super::super::title::{OF_WORKS, editor_after, editors_before};
use super::Reader;
use crate::annotate::annotation::{Part, Unit};

impl Reader<'_, '_> {
    pub(super) fn date(&mut self, tokens: Range<usize>) {
        self.at = tokens.end;
        self.fields.push((tokens, Field::Date));
        self.seen.date = true;
        self.score += 1;
    }

    pub(super) fn imprint(&mut self, found: &Imprint) {
        for place in &found.places {
            self.push(place.clone(), Part::Place);
        }
        for publisher in &found.publishers {
            self.push(publisher.clone(), Part::Publisher);
        }
        if let Some(date) = &found.date {
            self.date(date.clone());
        }
        self.seen.place |= !found.places.is_empty();
        self.seen.publisher |= !found.publishers.is_empty();
        self.score += i32::from(!found.places.is_empty()) + i32::from(found.known);
    }

    /// Reads place and publisher where no year stands behind them.
    pub(super) fn undated_imprint(&mut self, at: usize) -> bool {
        let s = self.s;
        // `Cambridge: Cambridge University Press, 88–112`
        let pages = |k: usize| {
            s.sign(k, ",")
                && (numbers(s, k + 1, self.limit, Unit::Page).is_some_and(|n| n.end > k + 2 && !s.year(k + 1))
                    || locator(s, k + 1, self.limit, &[Unit::Page]).is_some())
        };
        let end = (at..self.limit)
            .find(|k| s.stop(*k) || s.sign(*k, ";") || pages(*k))
            .unwrap_or(self.limit);
        let colon = (at..end).find(|k| s.sign(*k, ":"));
        let named = |from: usize, to: usize| (from..to).any(|k| s.of(k, List::Publisher).is_some());
        let words = |from: usize, to: usize| (from..to).filter(|k| !s.word(*k).is_empty()).count();
        match colon {
            // `Hamish Hamilton: London`
            Some(colon)
                if s.of(colon + 1, List::Place)
                    .is_some_and(|len| trim(s, colon, end) == colon + 1 + len)
                    && s.of(at, List::Place).is_none() =>
            {
                self.push(at..trim(s, at, colon), Part::Publisher);
                self.push(colon + 1..trim(s, colon + 1, end), Part::Place);
                self.score += 2;
            }
            Some(colon) if words(at, colon) <= 4 && words(colon, end) <= 8 => {
                self.push(at..trim(s, at, colon), Part::Place);
                self.push(colon + 1..trim(s, colon + 1, end), Part::Publisher);
                self.score += 2;
            }
            None if named(at, end) && words(at, end) <= 8 => {
                // `Wiley, New York`
                let comma = (at..end).find(|k| s.sign(*k, ",") && s.of(k + 1, List::Place).is_some());
                self.push(at..trim(s, at, comma.unwrap_or(end)), Part::Publisher);
                if let Some(comma) = comma {
                    self.push(comma + 1..trim(s, comma + 1, end), Part::Place);
                }
                self.score += 1;
            }
            None if s
                .of(at, List::Place)
                .is_some_and(|len| trim(s, at, end) <= at + len + 2) =>
            {
                self.push(at..trim(s, at, end), Part::Place)
            }
            _ => return false,
        }
        self.seen.place = true;
        self.at = end;
        true
    }

    /// Reads a bracket.
    pub(super) fn in_brackets(&mut self, at: usize, close: usize) -> bool {
        let s = self.s;
        let from = at + 1;
        self.seen.thesis |= (from..close.min(from + 2)).any(|k| s.of(k, List::Thesis).is_some());
        // `(pp. 369–406)`, `(vol. 3, part A, pp. 1761–1800)`
        let mut k = from;
        let mut labelled = false;
        while let Some(found) = locator(s, k, close, &OF_WORKS) {
            let part = if found.unit.is_range() {
                Part::Range(found.unit, found.numbers.range(s))
            } else {
                Part::Scope(found.unit)
            };
            self.seen.pages |= found.unit == Unit::Page;
            self.push(k..found.end, part);
            self.score += 1;
            labelled = true;
            k = s.skip(found.end, ",;");
        }
        if labelled && k >= close {
            self.at = close + 1;
            return true;
        }
        // Names with `eds` behind, or the word alone behind names that were read as the book's.
        if let Some(found) = names(s, k, close)
            && editor_after(s, found.end) == Some(close)
        {
            self.people(&found, true);
            self.at = close + 1;
            return true;
        }
        if let Some(begin) = editors_before(s, k, close)
            && let Some(found) = names(s, begin, close)
            && found.end <= close
        {
            self.people(&found, true);
            k = s.skip(found.end, ",;");
            if k >= close {
                self.at = close + 1;
                return true;
            }
        }
        // `12(3)`
        if s.number(k).is_some()
            && !s.year(k)
            && self.seen.volume
            && (k + 1 == close || s.dash(k + 1) && k + 3 == close)
        {
            self.push(k..close, Part::Scope(Unit::Issue));
            self.seen.issue = true;
            self.at = close + 1;
            return true;
        }
        if !self.seen.date || !self.seen.place {
            let found = imprint(s, k, close)
                .filter(|i| i.end >= close || s.sign(i.end, ",;"))
                .filter(|i| i.date.is_none() || !self.seen.date);
            let found = found.or_else(|| {
                (k..close)
                    .filter(|c| s.sign(*c, ",;"))
                    .find_map(|c| imprint(s, c + 1, close).filter(|i| i.end >= close))
            });
            if let Some(found) = found {
                self.imprint(&found);
                self.at = close + 1;
                return true;
            }
            if let Some(date) = (k..close).find_map(|c| Some(c..dated(s, c, close)?)).filter(|_| {
                !self.seen.date && (close - k <= 6 || s.of(k, List::Translator).is_some() && close - k <= 16)
            }) {
                self.date(date);
                self.at = close + 1;
                return true;
            }
        }
        let issue = self.seen.volume && !s.spaced(at) && close - at <= 7;
        let aside = issue
            || s.sign(k, "=")
            || edition(s, k, close).is_some()
            || s.of(k, List::Accessed).is_some()
            || s.of(k, List::Thesis).is_some()
            || s.of(k, List::Translator).is_some()
            || s.of(k, List::EditorAfter).is_some();
        if aside {
            if s.of(k, List::Accessed).is_some() {
                self.fields.push((at..close + 1, Field::Words));
            }
            self.at = close + 1;
        }
        aside
    }
}
