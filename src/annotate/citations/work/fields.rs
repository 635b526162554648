//! One field of a reference behind its title, in whatever order they come.

use super::super::Field;
use super::super::imprint::{dated, edition, imprint};
use super::super::lexicon::List;
use super::super::locators::{locator, numbers};
use super::super::names::names;
use super::super::title::{OF_WORKS, editor_after, editors_before, starts_container};
use super::Reader;
use super::numbers::{extent, in_volumes};
use super::whole::numbered_behind;
use crate::annotate::annotation::{Part, Unit};

impl Reader<'_, '_> {
    /// Reads one field at the place reached; `false` where none is.
    pub(super) fn step(&mut self) -> bool {
        let s = self.s;
        let at = s.skip(self.at, ",.;:–—…");
        if at >= self.limit {
            self.at = at;
            return false;
        }
        let gap = at > self.at;
        let colon = gap && s.sign(at - 1, ":");
        let read = self.part_of(at, gap);
        let read = read.or_else(|| self.labelled(at)).or_else(|| self.said(at));
        let read = read
            .or_else(|| self.leaf(at))
            .or_else(|| self.numbered(at, colon, gap))
            .or_else(|| self.published(at, gap));
        read.unwrap_or(false)
    }

    /// Reads what the work is part of, its editors, and what stands in brackets; `None` where none of these starts.
    fn part_of(&mut self, at: usize, gap: bool) -> Option<bool> {
        let s = self.s;
        if s.sign(at, "/") && s.sign(at + 1, "/") {
            return Some(self.container(at + 2, true));
        }
        let behind = gap || self.seen.quoted;
        if behind && !self.seen.whole && starts_container(s, at, self.limit, behind) {
            let len = s.of(at, List::Container).unwrap_or(1);
            return Some(self.container(s.skip(at + len, ":"), false));
        }
        if let Some(from) = editors_before(s, at, self.limit)
            && let Some(found) = names(s, from, self.limit)
        {
            self.people(&found, true);
            self.at = found.end + usize::from(s.sign(found.end, ")"));
            return Some(true);
        }
        // `/ А. Н. Крылов (ред.)`
        if s.sign(at, "/")
            && let Some(found) = names(s, at + 1, self.limit)
            && let Some(end) = editor_after(s, found.end)
        {
            self.people(&found, true);
            self.at = end;
            return Some(true);
        }
        let close = s.bracket(at).filter(|c| *c <= self.limit)?;
        Some(self.in_brackets(at, close))
    }

    /// Reads volumes, pages and the like with their labels.
    fn labelled(&mut self, at: usize) -> Option<bool> {
        let s = self.s;
        let on = |k: usize| locator(s, k, self.limit, &OF_WORKS).is_some() || self.seen.date && s.number(k).is_some();
        if let Some(len) = s.of(at, List::Here).filter(|len| on(at + len)) {
            self.at = at + len;
            return Some(if s.number(self.at).is_some() {
                self.number(self.at, false, true)
            } else {
                self.step()
            });
        }
        // `p. 305 n. 12`
        let wanted: &[Unit] = if self.seen.pages { &[Unit::Note] } else { &[] };
        let note = locator(s, at, self.limit, wanted);
        let found = note.or_else(|| locator(s, at, self.limit, &OF_WORKS))?;
        self.seen.pages |= found.unit == Unit::Page;
        self.seen.volume |= found.unit == Unit::Volume;
        self.seen.issue |= found.unit == Unit::Issue;
        self.score += 1;
        let part = if found.unit.is_range() {
            Part::Range(found.unit, found.numbers.range(s))
        } else {
            Part::Scope(found.unit)
        };
        self.push(at..found.end, part);
        self.at = found.end;
        Some(true)
    }

    /// Reads the leaf of what is not printed: `(PhD thesis, Leeds, 1982), fo. 212`.
    fn leaf(&mut self, at: usize) -> Option<bool> {
        let known = self.seen.date || self.seen.quoted || self.seen.thesis;
        let found = locator(self.s, at, self.limit, &[Unit::Leaf]).filter(|_| known && !self.seen.pages)?;
        self.seen.pages = true;
        self.score += 1;
        self.push(at..found.end, Part::Range(found.unit, found.numbers.range(self.s)));
        self.at = found.end;
        Some(true)
    }

    /// Reads words that have no element: a web address, an edition, `op. cit.`, `PhD thesis`, translators.
    fn said(&mut self, at: usize) -> Option<bool> {
        let s = self.s;
        let limit = self.limit;
        let upto = |from: usize, signs: &str| (from..limit).find(|k| s.sign(*k, signs)).unwrap_or(limit);
        if s.link(at) {
            self.seen.link = true;
            self.score += 1;
            self.words(at, at + 1);
        } else if let Some(len) = s.of(at, List::Accessed) {
            let day = (at + len..self.limit.min(at + len + 6)).find_map(|k| s.date(k));
            self.words(at, day.unwrap_or(at + len));
        } else if let Some(end) = edition(s, at, self.limit).or(extent(s, at)).or(in_volumes(s, at)) {
            self.at = end;
        } else if self.journal_in_marks(at) && self.container(at, true) {
            // `Title, “Journal”, 45/4 (1950)`
        } else if let Some(len) = s.of(at, List::OpCit) {
            self.seen.op_cit = true;
            self.words(at, at + len);
        } else if let Some(len) = s.of(at, List::Thesis) {
            self.seen.thesis = true;
            self.score += 1;
            self.at = upto(at + len, ",.(;");
        } else if s.of(at, List::Translator).is_some() {
            let stop = (at + 1..self.limit).find(|k| s.stop(*k)).unwrap_or(self.limit);
            // `/ пер. с нем. М., 2009`
            let placed = |k: &usize| s.of(*k, List::Place).is_some() && s.sign(k - 1, ".");
            let place = (at + 2..self.limit.min(stop)).find(placed).unwrap_or(stop);
            self.at = upto(at + 1, ",(;").min(place);
        } else {
            return None;
        }
        Some(true)
    }

    fn words(&mut self, from: usize, to: usize) {
        self.fields.push((from..to, Field::Words));
        self.at = to;
    }

    /// Tells whether the name of a journal stands in quotation marks behind a title without any.
    fn journal_in_marks(&self, at: usize) -> bool {
        let s = self.s;
        let bare = !self.seen.whole && !self.seen.quoted;
        bare && s.quote(at).is_some_and(|close| numbered_behind(s, close + 1))
    }

    /// Reads dates, and numbers without a label.
    fn numbered(&mut self, at: usize, colon: bool, gap: bool) -> Option<bool> {
        let (s, limit) = (self.s, self.limit);
        // `no. 9, 4 May 1911`
        if s.in_date(at)
            && let Some(end) = dated(s, at, self.limit).filter(|_| !self.seen.date)
        {
            self.date(at..end);
            return Some(true);
        }
        // `М., 1999` is no Roman number.
        let place = s.of(at, List::Place).is_some() && !self.seen.place;
        if place && let Some(found) = self.imprint_at(at).filter(|i| i.known) {
            self.imprint(&found);
            self.at = found.end;
            return Some(true);
        }
        let closes = |end: usize| end >= self.limit || s.sign(end, ".,;");
        let small = s.small_roman(at) && (gap || s.sign(at.wrapping_sub(1), ")")) && self.seen.date;
        let small_page = small && numbers(s, at, self.limit, Unit::Page).is_some_and(|n| closes(n.end));
        // `Waterways, i. 215`
        let volume_page = (s.small_roman(at) || s.roman(at)) && gap && !self.seen.volume && !self.seen.pages;
        if volume_page
            && s.sign(at + 1, ".:")
            && s.number(at + 2).is_some()
            && let Some(found) = numbers(s, at + 2, limit, Unit::Page).filter(|n| closes(n.end))
        {
            self.push(at..at + 1, Part::Scope(Unit::Volume));
            self.push(at + 2..found.end, Part::Range(Unit::Page, found.range(s)));
            self.seen.volume = true;
            self.seen.pages = true;
            self.score += 1;
            self.at = found.end;
            return Some(true);
        }
        // `Northern History, xiv (1978)`
        let small_volume = s.small_roman(at)
            && self.seen.journal
            && !self.seen.volume
            && s.bracket(at + 1)
                .is_some_and(|close| (at + 2..close).any(|k| s.year(k)));
        if s.number(at).is_some() || s.roman(at) || small_page || small_volume {
            return Some(self.number(at, colon, gap));
        }
        let end = dated(s, at, self.limit).filter(|_| !self.seen.date)?;
        self.date(at..end);
        Some(true)
    }

    /// Reads the journal of an article, or place and publisher.
    fn published(&mut self, at: usize, gap: bool) -> Option<bool> {
        let s = self.s;
        let journal = self.seen.quoted && !self.seen.whole && !self.seen.thesis && !self.known_imprint(at);
        if journal && (s.capital(at) || s.italic(at)) && self.container(at, true) {
            return Some(true);
        }
        if let Some(found) = self.imprint_at(at).filter(|_| !self.seen.place) {
            self.imprint(&found);
            self.at = found.end;
            return Some(true);
        }
        // `‘Some Comments’, ibid. LXXXVI (1980)`
        if let Some(len) = s.of(at, List::Back).filter(|_| self.seen.quoted && !self.seen.whole) {
            self.article();
            self.seen.whole = true;
            self.seen.journal = true;
            self.words(at, at + len);
            return Some(true);
        }
        // `London: Routledge.` with the year behind the author.
        let placed = s.of(at, List::Place).is_some() && s.stop(at.wrapping_sub(1));
        if (self.seen.author_date || self.seen.date && placed) && !self.seen.place && gap && s.capital(at) {
            return Some(self.undated_imprint(at));
        }
        let found = names(s, at, self.limit).filter(|_| gap)?;
        let end = editor_after(s, found.end)?;
        self.people(&found, true);
        self.at = end;
        Some(true)
    }

    /// Reads an imprint, unless its date would be a second one.
    fn imprint_at(&self, at: usize) -> Option<super::super::imprint::Imprint> {
        imprint(self.s, at, self.limit).filter(|i| i.date.is_none() || !self.seen.date)
    }
}
