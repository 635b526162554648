//! What an article or chapter stands in: the journal with its numbers, the book with its editors.

use super::super::Field;
use super::super::imprint::{dated, imprint, trim};
use super::super::lexicon::List;
use super::super::locators::{locator, numbers};
use super::super::names::{Form, names};
use super::super::stream::Stream;
use super::super::title::{editor_after, editors_before, title};
use super::Reader;
use crate::annotate::annotation::{Level, Part, Unit};

impl Reader<'_, '_> {
    /// Tells whether volume, issue and the like of a journal follow, and no place.
    pub(super) fn journal_numbers(&self, at: usize) -> bool {
        let s = self.s;
        let k = s.skip(at, ",.");
        if k >= self.limit {
            return false;
        }
        let placed = (k..self.limit)
            .any(|i| s.of(i, List::Place).is_some() && s.date(i).is_none() && (s.sign(i + 1, ":,") || s.year(i + 1)));
        if locator(s, k, self.limit, &[Unit::Volume, Unit::Issue]).is_some() {
            return !placed;
        }
        let numbered = |k: usize| {
            (s.number(k).is_some() || s.roman(k))
                && (s.bracket(k + 1).is_some()
                    || s.sign(k + 1, ",:;") && s.number(k + 2).is_some()
                    || s.number(k + 1).is_some() && s.spaced(k + 1) && s.dash(k + 2))
        };
        let dated_first = s.year(k) && s.sign(k + 1, ",;") && s.number(k + 2).is_some();
        (numbered(k) && !s.year(k) || dated_first) && !placed
    }

    /// Returns the first token from `from` on where pages stand, behind which no place belongs to this reference.
    fn pages_from(&self, from: usize) -> usize {
        let pages = |k: &usize| locator(self.s, *k, self.limit, &[Unit::Page]).is_some();
        (from..self.limit).find(pages).unwrap_or(self.limit)
    }

    /// Takes the volume off a journal's name where the year in brackets follows: `Harbour Studies XXI (1971)`.
    pub(super) fn without_volume(&self, from: usize, end: usize, on: usize) -> (usize, usize) {
        let s = self.s;
        let year = s
            .bracket(end)
            .is_some_and(|close| dated(s, end + 1, close) == Some(close));
        let last = end > from + 1 && s.spaced(end - 1) && !s.year(end - 1);
        let labelled = s.sign(end, ",:")
            && (s.labels(end + 1).any(|(unit, _)| unit == Unit::Issue) || s.number(end + 1).is_some());
        let small = s.small_roman(end - 1) && s.sign(end.wrapping_sub(2), ",");
        // `Soviet Studies, XXIX, no. 3`
        let roman = s.roman(end - 1) && labelled && s.sign(end.wrapping_sub(2), ",");
        let volume =
            last && (roman || s.number(end - 1).is_some() && (year || labelled) || (s.roman(end - 1) || small) && year);
        if self.volume_and_issue(from, end) {
            (trim(s, from, end - 3), end - 3)
        } else if volume {
            (trim(s, from, end - 1), end - 1)
        } else {
            (end, on)
        }
    }

    /// Tells whether a stretch ends with volume and issue, and the year in brackets follows: `Harbour Studies 1:1 (Winter 1999)`.
    pub(super) fn volume_and_issue(&self, from: usize, end: usize) -> bool {
        let s = self.s;
        end > from + 3
            && s.number(end - 1).is_some()
            && s.sign(end - 2, ":/.")
            && !s.spaced(end - 1)
            && (s.number(end - 3).is_some() || s.roman(end - 3))
            && s.spaced(end - 3)
            && s.bracket(end).is_some_and(|close| (end + 1..close).any(|k| s.year(k)))
    }

    /// Parts an article's title from the name of the journal behind it.
    pub(super) fn split(&self, from: usize, end: usize) -> Option<(usize, usize)> {
        let s = self.s;
        let stop = (from + 1..end.saturating_sub(1))
            .rev()
            .find(|k| s.stop(*k) && !s.is_quoted(*k));
        let cut = stop.or_else(|| {
            (from + 2..end.saturating_sub(1))
                .rev()
                .find(|k| s.sign(*k, ",") && s.capital(k + 1))
        })?;
        let question = s.sign(cut, "?!");
        let titled = (from..cut).filter(|k| !s.word(*k).is_empty()).count() >= 2;
        titled.then(|| (if question { cut + 1 } else { trim(s, from, cut) }, cut + 1))
    }

    /// Reads the book or journal that starts at a token.
    pub(super) fn container(&mut self, at: usize, journal: bool) -> bool {
        let s = self.s;
        let mut from = s.skip(at, ",");
        let mut editors = false;
        if !journal
            && let Some(found) = names(s, from, self.limit)
            && found.form != Form::Surname
        {
            // `in G. Lane, The Islands in the Long Winter`: whoever stands there is the editor.
            let marked = editor_after(s, found.end);
            let on = s.skip(marked.unwrap_or(found.end), ",:");
            let sure = marked.is_some()
                || matches!(found.form, Form::Initials | Form::InitialsBehind)
                || s.italic(on) && !s.italic(from);
            if sure && on > found.end && on < self.limit && s.number(on).is_none() {
                self.people(&found, true);
                from = on;
                editors = true;
            }
        }
        if let Some(end) = editors_before(s, from, self.limit).filter(|_| !journal)
            && let Some(found) = names(s, end, self.limit)
        {
            self.people(&found, true);
            from = s.skip(found.end, ",:");
            editors = true;
        }
        let Some((mut end, on)) = title(s, from, self.limit) else {
            return false;
        };
        let words = (from..end).filter(|k| !s.word(*k).is_empty()).count();
        if words == 0 || words > 40 || s.small(from) && !s.italic(from) {
            return false;
        }
        let bracketed = s.quote(from).is_some_and(|close| close + 1 == end);
        if bracketed {
            from += 1;
            end -= 1;
        }
        let (stripped, on) = if journal || !editors {
            self.without_volume(from, end, on)
        } else {
            (end, on)
        };
        end = stripped;
        let numbered = self.journal_numbers(on) || s.year(s.skip(on, ",. ("));
        let placed =
            (on..self.pages_from(on)).any(|k| s.of(k, List::Place).is_some() && s.date(k).is_none() && !s.is_quoted(k));
        let periodical = !placed || self.journal_numbers(on);
        let level = if !editors && (journal || numbered) && periodical {
            Level::Journal
        } else {
            Level::Book
        };
        self.article();
        self.push(from..trim(s, from, end), Part::Title(level));
        self.seen.whole = true;
        self.seen.journal = level == Level::Journal;
        self.score += 1;
        self.at = on;
        true
    }

    /// Makes the title that was read that of an article.
    pub(super) fn article(&mut self) {
        let titles = self.fields.iter_mut().filter_map(|(_, field)| match field {
            Field::Part(Part::Title(level)) => Some(level),
            _ => None,
        });
        titles.for_each(|level| *level = Level::Article);
    }

    /// Reads the journal behind its volume, and the page.
    pub(super) fn legal_journal(&mut self) -> bool {
        let s = self.s;
        let from = self.at;
        let end = (from..self.limit)
            .find(|k| s.number(*k).is_some() || s.sign(*k, ",;("))
            .unwrap_or(self.limit);
        let end = trim(s, from, end);
        if end == from {
            return true;
        }
        self.article();
        self.push(from..end, Part::Title(Level::Journal));
        self.seen.whole = true;
        self.seen.journal = true;
        self.score += 1;
        self.at = s.skip(end, ",.");
        if let Some(found) = numbers(s, self.at, self.limit, Unit::Page) {
            let to = found.end;
            self.push(self.at..to, Part::Range(Unit::Page, found.range(s)));
            self.seen.pages = true;
            self.at = to;
        }
        true
    }

    /// Tells whether place and year stand at a token, so that no journal does.
    pub(super) fn known_imprint(&self, at: usize) -> bool {
        let s = self.s;
        s.of(at, List::Place).is_some()
            && s.of(at, List::Periodical).is_none()
            && imprint(s, at, self.limit).is_some_and(|i| i.known)
    }
}

/// Tells whether the numbers of a journal stand at a token.
pub(in super::super) fn numbered_behind(s: &Stream<'_>, at: usize) -> bool {
    let k = s.skip(at, ",.");
    s.number(k).is_some()
        || s.roman(k)
        || s.bracket(k).is_some_and(|_| s.year(k + 1))
        || s.labels(k).any(|(unit, _)| matches!(unit, Unit::Volume | Unit::Issue))
}
