//! References to books, articles and chapters: from the author to the last page, each field by what stands before and
//! behind it.
//!
//! A reference is read from its head: names, perhaps a year, a title, and then whatever comes (the book that a chapter
//! stands in, editors, volume, place, publisher, year, pages) in any order, until something comes that is none of these.

use std::ops::Range;

use super::imprint::{dated, edition, imprint, trim};
use super::lexicon::List;
use super::locators::{locator, numbers};
use super::names::{Form, Names, names};
use super::title::{OF_WORKS, editor_after, editors_before, starts_container, title};
use super::tokens::Stream;
use super::{Field, Reference};
use crate::annotate::annotation::{CitationKind, Level, Part, Unit};

/// Who stands at the head of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// Authors or editors.
    Names,
    /// The title.
    Title,
}

/// Reads the reference that starts at a token.
pub(super) fn work(s: &Stream<'_>, start: usize, limit: usize, head: Head) -> Option<Reference> {
    // `Weiner, Nature and Nation, p. 9` may be three authors or one and a title.
    read(s, start, limit, head, false).or_else(|| (head == Head::Names).then(|| read(s, start, limit, head, true)).flatten())
}

/// Reads a reference; with `alone`, the first name is the only one.
fn read(s: &Stream<'_>, start: usize, limit: usize, head: Head, alone: bool) -> Option<Reference> {
    let mut reader = Reader {
        s,
        limit,
        start,
        at: start,
        fields: Vec::new(),
        seen: Seen::default(),
        score: 0,
    };
    let form = match head {
        Head::Names => Some(reader.names(alone)?),
        Head::Title => None,
    };
    reader.title()?;
    reader.rest();
    reader.finish(form)
}

/// What was read so far.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    date: bool,
    /// The year stands behind the author.
    author_date: bool,
    place: bool,
    publisher: bool,
    volume: bool,
    issue: bool,
    pages: bool,
    /// The title stood in quotation marks.
    quoted: bool,
    /// The name of a journal or of a book that it stands in.
    whole: bool,
    journal: bool,
    op_cit: bool,
    link: bool,
    thesis: bool,
}

struct Reader<'s, 't> {
    s: &'s Stream<'t>,
    limit: usize,
    start: usize,
    at: usize,
    fields: Vec<(Range<usize>, Field)>,
    seen: Seen,
    score: i32,
}

impl Reader<'_, '_> {
    fn push(&mut self, tokens: Range<usize>, part: Part) {
        self.fields.push((tokens, Field::Part(part)));
    }

    fn people(&mut self, found: &Names, editors: bool) {
        for name in &found.names {
            self.push(name.clone(), if editors { Part::Editor } else { Part::Author });
        }
    }

    /// Reads names at the head, and a year behind them.
    fn names(&mut self, alone: bool) -> Option<Form> {
        let s = self.s;
        if let Some(len) = s.of(self.at, List::SameAuthor) {
            let editors = editor_after(s, self.at + len);
            self.push(self.at..self.at + len, if editors.is_some() { Part::Editor } else { Part::Author });
            self.at = s.skip(editors.unwrap_or(self.at + len), ",:.");
            self.score += 2;
            return Some(Form::Full);
        }
        let mut found = names(s, self.at, self.limit)?;
        if alone {
            if found.names.len() < 2 || found.form != Form::Surname {
                return None;
            }
            found.names.truncate(1);
            found.end = found.names[0].end;
        }
        let editors = editor_after(s, found.end);
        self.people(&found, editors.is_some());
        self.at = editors.unwrap_or(found.end);
        self.score += match found.form {
            Form::Initials | Form::InitialsBehind | Form::Inverted => 2,
            Form::Full => 1,
            Form::Surname => 0,
        };
        // `Smith, J. (1998). Title`, `Smith, J. 1998. Title`, `Heidegger M., 1927, Title`
        let behind = s.skip(self.at, ",.:");
        let close = s.bracket(behind).filter(|close| dated(s, behind + 1, *close).is_some_and(|end| end >= close - 1));
        let year = if close.is_some() { behind + 1 } else { behind };
        if let Some(end) = dated(s, year, self.limit).filter(|_| s.year(year)) {
            let end = if close.is_none() && s.word(end).len() == 1 && !s.spaced(end) { end + 1 } else { end };
            let on = s.skip(close.map_or(end, |c| c + 1), ",.:");
            let titled = s.capital(on) || s.quote(on).is_some() || s.italic(on) || s.entry && s.number(on).is_some() && !s.word(on + 1).is_empty();
            if titled && on < self.limit && (close.is_some() || s.sign(end, ",.:")) && (close.is_none() || on > close? + 1 || found.form != Form::Surname || s.quote(on).is_some()) {
                self.fields.push((year..end, Field::Date));
                self.seen.date = true;
                self.seen.author_date = true;
                self.score += 1;
                self.at = on;
                return Some(found.form);
            }
        }
        let on = s.skip(self.at, if s.entry && s.spaced(self.at) { ",.:–—-" } else { ",.:" });
        // A name and its title have something between them, unless the name shows where it ends.
        let bounded = on > self.at || editors.is_some() || s.quote(on).is_some() || s.italic(on) && !s.italic(self.at - 1) || matches!(found.form, Form::Initials | Form::InitialsBehind) || s.sign(self.at - 1, ".");
        self.at = on;
        bounded.then_some(found.form)
    }

    /// Reads the title.
    fn title(&mut self) -> Option<()> {
        let s = self.s;
        let from = self.at;
        if from >= self.limit || s.small(from) && !s.italic(from) || s.bracket(from).is_some() || s.link(from) {
            return None;
        }
        if s.of(from, List::OpCit).is_some() {
            return None;
        }
        if locator(s, from, self.limit, &OF_WORKS).is_some() || extent(s, from).is_some() {
            return None;
        }
        let (end, on) = title(s, from, self.limit)?;
        if s.date(from).is_some_and(|date| date >= end) {
            return None;
        }
        self.at = on;
        self.seen.quoted = s.quote(from).is_some_and(|close| close + 1 == end);
        if self.seen.quoted {
            // Inside American quotation marks stands the comma too.
            let inner = trim(s, from + 1, end - 1);
            self.push(from + 1..inner, Part::Title(Level::Book));
            self.score += 2;
            return Some(());
        }
        let words = (from..end).filter(|k| !s.word(*k).is_empty()).count();
        let letters = (from..end).any(|k| s.word(k).chars().count() > 1);
        if !letters || words > 60 {
            return None;
        }
        if s.italic(from) {
            self.score += 2;
        }
        // An article without quotation marks, its journal behind it.
        let pages_only = self.seen.author_date && numbers(s, s.skip(on, ","), self.limit, Unit::Page).is_some_and(|(to, _)| to > on + 2) && (from..end).any(|k| s.stop(k));
        if !s.italic(from) && (pages_only || self.journal_numbers(on)) && let Some((article, journal)) = self.split(from, end) {
            self.push(from..article, Part::Title(Level::Article));
            self.push(journal..end, Part::Title(Level::Journal));
            self.seen.whole = true;
            self.seen.journal = true;
            self.score += 1;
            return Some(());
        }
        let periodical = self.fields.is_empty() && self.journal_numbers(on);
        self.seen.journal |= periodical;
        self.push(from..end, Part::Title(if periodical { Level::Journal } else { Level::Book }));
        Some(())
    }

    /// Tells whether volume, issue and the like of a journal follow, and no place.
    fn journal_numbers(&self, at: usize) -> bool {
        let s = self.s;
        let k = s.skip(at, ",.");
        if k >= self.limit {
            return false;
        }
        let placed = (k..self.limit).any(|i| s.of(i, List::Place).is_some() && s.date(i).is_none() && (s.sign(i + 1, ":,") || s.year(i + 1)));
        if locator(s, k, self.limit, &[Unit::Volume, Unit::Issue]).is_some() {
            return !placed;
        }
        let numbered = |k: usize| (s.number(k).is_some() || s.roman(k)) && (s.bracket(k + 1).is_some() || s.sign(k + 1, ",:;") && s.number(k + 2).is_some());
        let dated_first = s.year(k) && s.sign(k + 1, ",;") && s.number(k + 2).is_some();
        (numbered(k) && !s.year(k) || dated_first) && !placed
    }

    /// Takes the volume off a journal's name where the year in brackets follows: `Soviet Studies XXXV (1983)`.
    fn without_volume(&self, from: usize, end: usize, on: usize) -> (usize, usize) {
        let s = self.s;
        let year = s.bracket(end).is_some_and(|close| dated(s, end + 1, close) == Some(close));
        let last = end > from + 1 && s.spaced(end - 1) && !s.year(end - 1);
        let labelled = s.sign(end, ",:") && (s.labels(end + 1).any(|(unit, _)| unit == Unit::Issue) || s.number(end + 1).is_some());
        let volume = last && (s.number(end - 1).is_some() && (year || labelled) || s.roman(end - 1) && year);
        if volume { (trim(s, from, end - 1), end - 1) } else { (end, on) }
    }

    /// Parts an article's title from the name of the journal behind it.
    fn split(&self, from: usize, end: usize) -> Option<(usize, usize)> {
        let s = self.s;
        let stop = (from + 1..end.saturating_sub(1)).rev().find(|k| s.stop(*k) && !s.is_quoted(*k));
        let cut = stop.or_else(|| (from + 2..end.saturating_sub(1)).rev().find(|k| s.sign(*k, ",") && s.capital(k + 1)))?;
        let question = s.sign(cut, "?!");
        let titled = (from..cut).filter(|k| !s.word(*k).is_empty()).count() >= 2;
        titled.then(|| (if question { cut + 1 } else { trim(s, from, cut) }, cut + 1))
    }

    /// Reads what follows the title.
    fn rest(&mut self) {
        let mut skipped = 0;
        while self.at < self.limit {
            let before = self.at;
            if self.step() {
                skipped = 0;
                if self.at > before {
                    continue;
                }
            }
            // What is not known is passed over where pages or a year follow it.
            let Some(next) = self.over(before) else { break };
            skipped += 1;
            if skipped > 2 {
                break;
            }
            self.at = next;
        }
    }

    /// Returns the next comma or bracket behind something unknown, where the reference surely goes on behind it.
    fn over(&self, from: usize) -> Option<usize> {
        let s = self.s;
        let from = s.skip(from, ",.:;–—");
        let mut k = from;
        while k < self.limit && k < from + 12 {
            if s.of(k, List::Prose).is_some() && s.small(k) && s.of(k, List::Particle).is_none() || s.of(k, List::WithinLead).is_some_and(|_| s.of(k, List::And).is_none() && s.of(k, List::Container).is_none()) && k == from {
                return None;
            }
            if k > from && s.sign(k, ",.([") && !(s.sign(k, ".") && !s.stop(k)) {
                let on = if s.sign(k, "([") { k } else { k + 1 };
                let goes_on = locator(s, on, self.limit, &OF_WORKS).is_some()
                    || imprint(s, on, self.limit).is_some_and(|i| i.known || !self.seen.date)
                    || s.bracket(on).is_some_and(|c| imprint(s, on + 1, c).is_some());
                return goes_on.then_some(on);
            }
            k += 1;
        }
        None
    }

    /// Reads one field at the place reached; `false` where none is.
    fn step(&mut self) -> bool {
        let s = self.s;
        let at = s.skip(self.at, ",.;:–—");
        if at >= self.limit {
            self.at = at;
            return false;
        }
        let colon = s.sign(at.wrapping_sub(1), ":") && at > self.at;
        let gap = at > self.at;
        if s.sign(at, "/") && s.sign(at + 1, "/") {
            return self.container(at + 2, true);
        }
        if (self.seen.quoted || gap) && !self.seen.whole && starts_container(s, at, self.limit, gap || self.seen.quoted) {
            let len = s.of(at, List::Container).unwrap_or(1);
            return self.container(s.skip(at + len, ":"), false);
        }
        if let Some(from) = editors_before(s, at, self.limit)
            && let Some(found) = names(s, from, self.limit)
        {
            self.people(&found, true);
            self.at = found.end;
            if s.sign(self.at, ")") {
                self.at += 1;
            }
            return true;
        }
        if let Some(close) = s.bracket(at).filter(|c| *c <= self.limit) {
            return self.in_brackets(at, close);
        }
        let labelled_or_bare = |k: usize| locator(s, k, self.limit, &OF_WORKS).is_some() || self.seen.date && s.number(k).is_some();
        if let Some(len) = s.of(at, List::Here).filter(|len| labelled_or_bare(at + len)) {
            self.at = at + len;
            if s.number(self.at).is_some() {
                return self.number(self.at, false, true);
            }
            return self.step();
        }
        // `p. 305 n. 12`
        let wanted: &[Unit] = if self.seen.pages { &[Unit::Note] } else { &[] };
        let note = locator(s, at, self.limit, wanted);
        if let Some(found) = note.or_else(|| locator(s, at, self.limit, &OF_WORKS)) {
            let part = match found.unit {
                Unit::Page => {
                    self.seen.pages = true;
                    Part::Range(Unit::Page, found.range)
                }
                unit if unit.is_range() => Part::Range(unit, found.range),
                unit => {
                    self.seen.volume |= unit == Unit::Volume;
                    self.seen.issue |= unit == Unit::Issue;
                    Part::Scope(unit)
                }
            };
            self.score += 1;
            self.push(at..found.end, part);
            self.at = found.end;
            return true;
        }
        if s.link(at) {
            self.seen.link = true;
            self.score += 1;
            self.fields.push((at..at + 1, Field::Words));
            self.at = at + 1;
            return true;
        }
        if let Some(len) = s.of(at, List::Accessed) {
            let end = (at + len..self.limit.min(at + len + 6)).find_map(|k| s.date(k)).unwrap_or(at + len);
            self.fields.push((at..end, Field::Words));
            self.at = end;
            return true;
        }
        if let Some(end) = edition(s, at, self.limit).or(extent(s, at)) {
            self.at = end;
            return true;
        }
        // `Title, “Journal”, 45/4 (1950)`
        if !self.seen.whole && !self.seen.quoted && s.quote(at).is_some_and(|close| numbered_behind(s, close + 1)) && self.container(at, true) {
            return true;
        }
        if let Some(len) = s.of(at, List::OpCit) {
            self.seen.op_cit = true;
            self.fields.push((at..at + len, Field::Words));
            self.at = at + len;
            return true;
        }
        if let Some(len) = s.of(at, List::Thesis) {
            self.seen.thesis = true;
            self.score += 1;
            self.at = (at + len..self.limit).find(|k| s.sign(*k, ",.(;")).unwrap_or(self.limit);
            return true;
        }
        if s.of(at, List::Translator).is_some() {
            self.at = (at + 1..self.limit).find(|k| s.sign(*k, ",(;") || s.stop(*k)).unwrap_or(self.limit);
            return true;
        }
        // `no. 6, 6 January 1942`
        if s.in_date(at) && let Some(end) = dated(s, at, self.limit).filter(|_| !self.seen.date) {
            self.date(at..end);
            return true;
        }
        if s.of(at, List::Place).is_some()
            && !self.seen.place
            && let Some(found) = imprint(s, at, self.limit).filter(|i| i.known && (i.date.is_none() || !self.seen.date))
        {
            self.imprint(&found);
            self.at = found.end;
            return true;
        }
        let small_page = s.small_roman(at) && (gap || s.sign(at.wrapping_sub(1), ")")) && self.seen.date && numbers(s, at, self.limit, Unit::Page).is_some_and(|(end, _)| end >= self.limit || s.sign(end, ".,;"));
        if s.number(at).is_some() || s.roman(at) || small_page {
            return self.number(at, colon, gap);
        }
        if let Some(end) = dated(s, at, self.limit).filter(|_| !self.seen.date) {
            self.date(at..end);
            return true;
        }
        if self.seen.quoted && !self.seen.whole && !self.known_imprint(at) && (s.capital(at) || s.italic(at)) && self.container(at, true) {
            return true;
        }
        if !self.seen.place
            && let Some(found) = imprint(s, at, self.limit).filter(|i| i.date.is_none() || !self.seen.date)
        {
            self.imprint(&found);
            self.at = found.end;
            return true;
        }
        // `London: Routledge.` with the year behind the author.
        // `‘Some Comments’, ibid. LXXXVI (1980)`
        if let Some(len) = s.of(at, List::Back).filter(|_| self.seen.quoted && !self.seen.whole) {
            self.article();
            self.seen.whole = true;
            self.seen.journal = true;
            self.fields.push((at..at + len, Field::Words));
            self.at = at + len;
            return true;
        }
        let placed = s.of(at, List::Place).is_some() && s.stop(at.wrapping_sub(1));
        if (self.seen.author_date || self.seen.date && placed) && !self.seen.place && gap && s.capital(at) {
            return self.undated_imprint(at);
        }
        if let Some(found) = names(s, at, self.limit).filter(|_| gap)
            && let Some(end) = editor_after(s, found.end)
        {
            self.people(&found, true);
            self.at = end;
            return true;
        }
        false
    }

    /// Tells whether place and year stand at a token, so that no journal does.
    fn known_imprint(&self, at: usize) -> bool {
        let s = self.s;
        s.of(at, List::Place).is_some() && s.of(at, List::Periodical).is_none() && imprint(s, at, self.limit).is_some()
    }

    fn date(&mut self, tokens: Range<usize>) {
        self.at = tokens.end;
        self.fields.push((tokens, Field::Date));
        self.seen.date = true;
        self.score += 1;
    }

    fn imprint(&mut self, found: &super::imprint::Imprint) {
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
    fn undated_imprint(&mut self, at: usize) -> bool {
        let s = self.s;
        let end = (at..self.limit).find(|k| s.stop(*k) || s.sign(*k, ";")).unwrap_or(self.limit);
        let colon = (at..end).find(|k| s.sign(*k, ":"));
        let named = |from: usize, to: usize| (from..to).any(|k| s.of(k, List::Publisher).is_some());
        let words = |from: usize, to: usize| (from..to).filter(|k| !s.word(*k).is_empty()).count();
        match colon {
            // `Hamish Hamilton: London`
            Some(colon) if s.of(colon + 1, List::Place).is_some_and(|len| trim(s, colon, end) == colon + 1 + len) && s.of(at, List::Place).is_none() => {
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
            None if s.of(at, List::Place).is_some_and(|len| trim(s, at, end) <= at + len + 2) => self.push(at..trim(s, at, end), Part::Place),
            _ => return false,
        }
        self.seen.place = true;
        self.at = end;
        true
    }

    /// Reads the book or journal that starts at a token.
    fn container(&mut self, at: usize, journal: bool) -> bool {
        let s = self.s;
        let mut from = s.skip(at, ",");
        let mut editors = false;
        if !journal
            && let Some(found) = names(s, from, self.limit)
            && found.form != Form::Surname
        {
            // `in D. Stone, The Soviet Union in World War II`: whoever stands there is the editor.
            let marked = editor_after(s, found.end);
            let on = s.skip(marked.unwrap_or(found.end), ",:");
            let sure = marked.is_some() || matches!(found.form, Form::Initials | Form::InitialsBehind) || s.italic(on) && !s.italic(from);
            if sure && on > found.end && on < self.limit && !s.number(on).is_some() {
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
        let Some((mut end, on)) = title(s, from, self.limit) else { return false };
        let words = (from..end).filter(|k| !s.word(*k).is_empty()).count();
        if words == 0 || words > 40 || s.small(from) && !s.italic(from) {
            return false;
        }
        let bracketed = s.quote(from).is_some_and(|close| close + 1 == end);
        if bracketed {
            from += 1;
            end -= 1;
        }
        let (stripped, on) = if journal || !editors { self.without_volume(from, end, on) } else { (end, on) };
        end = stripped;
        let numbered = self.journal_numbers(on) || s.year(s.skip(on, ",. ("));
        let placed = (on..self.limit).any(|k| s.of(k, List::Place).is_some() && s.date(k).is_none() && !s.is_quoted(k));
        let level = if !editors && (journal || numbered) && !(placed && !self.journal_numbers(on)) { Level::Journal } else { Level::Book };
        self.article();
        self.push(from..trim(s, from, end), Part::Title(level));
        self.seen.whole = true;
        self.seen.journal = level == Level::Journal;
        self.score += 1;
        self.at = on;
        true
    }

    /// Makes the title that was read that of an article.
    fn article(&mut self) {
        let titles = self.fields.iter_mut().filter_map(|(_, field)| match field {
            Field::Part(Part::Title(level)) => Some(level),
            _ => None,
        });
        titles.for_each(|level| *level = Level::Article);
    }

    /// Reads a bracket.
    fn in_brackets(&mut self, at: usize, close: usize) -> bool {
        let s = self.s;
        let from = at + 1;
        // `(pp. 369–406)`, `(vol. 3, part A, pp. 1761–1800)`
        let mut k = from;
        let mut labelled = false;
        while let Some(found) = locator(s, k, close, &OF_WORKS) {
            let part = if found.unit.is_range() { Part::Range(found.unit, found.range) } else { Part::Scope(found.unit) };
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
        if s.number(k).is_some() && !s.year(k) && self.seen.volume && (k + 1 == close || s.dash(k + 1) && k + 3 == close) {
            self.push(k..close, Part::Scope(Unit::Issue));
            self.seen.issue = true;
            self.at = close + 1;
            return true;
        }
        if !self.seen.date || !self.seen.place {
            let found = imprint(s, k, close).filter(|i| i.end >= close || s.sign(i.end, ",;")).filter(|i| i.date.is_none() || !self.seen.date);
            let found = found.or_else(|| (k..close).filter(|c| s.sign(*c, ",;")).find_map(|c| imprint(s, c + 1, close).filter(|i| i.end >= close)));
            if let Some(found) = found {
                self.imprint(&found);
                self.at = close + 1;
                return true;
            }
            if let Some(date) = (k..close).find_map(|c| Some(c..dated(s, c, close)?)).filter(|_| !self.seen.date && (close - k <= 6 || s.of(k, List::Translator).is_some() && close - k <= 16)) {
                self.date(date);
                self.at = close + 1;
                return true;
            }
        }
        let issue = self.seen.volume && !s.spaced(at) && close - at <= 7;
        let aside = issue
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

    /// Reads a number without a label.
    fn number(&mut self, at: usize, colon: bool, gap: bool) -> bool {
        let s = self.s;
        let last = |end: usize| end >= self.limit || s.sign(end, ".;)") || s.of(end, List::And).is_some();
        // A year, unless it is a page.
        if !self.seen.date && let Some(end) = dated(s, at, self.limit).filter(|_| s.year(at)) {
            self.date(at..end);
            if s.word(self.at).len() == 1 && !s.spaced(self.at) {
                self.at += 1;
            }
            return true;
        }
        let Some((end, range)) = numbers(s, at, self.limit, Unit::Page) else { return false };
        let range_written = end > at + 1;
        // `XLIX (1997)`, `52, no. 3`, `12(3)`, `27 Political Studies`
        let numbered = s.bracket(at + 1).is_some() || s.sign(at + 1, ",:;./") && (s.number(at + 2).is_some() || s.labels(at + 2).next().is_some());
        let quoted = self.seen.quoted && !self.seen.whole;
        let short = !self.seen.date && (gap || quoted) && last(end) && !numbered;
        let in_journal = self.seen.journal || quoted && !short;
        if in_journal && !self.seen.volume && !range_written_pages(s, at, end) && (numbered || !self.seen.date || !last(end)) {
            let end = if s.dash(at + 1) && s.number(at + 2).is_some() && !s.spaced(at + 1) { at + 3 } else { at + 1 };
            self.push(at..end, Part::Scope(Unit::Volume));
            self.seen.volume = true;
            self.score += 1;
            self.at = end;
            // `12.3`, `12/3`
            if s.sign(end, "./") && !s.spaced(end + 1) && s.number(end + 1).is_some() {
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
        if self.seen.volume && !self.seen.issue && !colon && !range_written && !self.seen.pages && (s.bracket(end).is_some() || s.sign(end, ",") && s.number(end + 1).is_some()) {
            self.push(at..end, Part::Scope(Unit::Issue));
            self.seen.issue = true;
            self.at = end;
            return true;
        }
        let short = !self.seen.date && !self.seen.place && (gap || quoted) && last(end);
        if !self.seen.pages && !s.roman(at) && (self.seen.date || (colon || range_written) && self.seen.volume || short) && (gap || colon || quoted || self.seen.date || s.sign(at - 1, ")")) {
            self.push(at..end, Part::Range(Unit::Page, range));
            self.seen.pages = true;
            self.score += 1;
            self.at = end;
            return true;
        }
        false
    }

    /// Reads the journal behind its volume, and the page.
    fn legal_journal(&mut self) -> bool {
        let s = self.s;
        let from = self.at;
        let end = (from..self.limit).find(|k| s.number(*k).is_some() || s.sign(*k, ",;(")).unwrap_or(self.limit);
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
        if let Some((to, range)) = numbers(s, self.at, self.limit, Unit::Page) {
            self.push(self.at..to, Part::Range(Unit::Page, range));
            self.seen.pages = true;
            self.at = to;
        }
        true
    }

    /// Decides what kind of reference it is, if it is one.
    fn finish(mut self, form: Option<Form>) -> Option<Reference> {
        let s = self.s;
        let seen = self.seen;
        // In quotation marks and not in a book, nor published as one.
        if seen.quoted && !seen.whole && !seen.place && (seen.link || seen.thesis) {
            self.article();
        }
        let end = self.fields.iter().map(|(tokens, _)| tokens.end).max()?;
        let end = closed(s, self.start, end, self.limit);
        let dated = seen.date || seen.link || seen.thesis;
        let kind = if dated || seen.place || seen.journal || seen.issue {
            CitationKind::Work
        } else if seen.pages || seen.volume || seen.op_cit {
            match form {
                Some(Form::Surname) => CitationKind::Short,
                Some(_) if !seen.whole => CitationKind::Short,
                _ => CitationKind::Work,
            }
        } else {
            CitationKind::Short
        };
        if seen.quoted && !seen.whole && kind == CitationKind::Short {
            self.article();
        }
        let daily = self.fields.iter().any(|(t, f)| matches!(f, Field::Part(Part::Title(Level::Journal))) && (s.of(t.start, List::Periodical).is_some() || t.clone().any(|k| s.of(k, List::PressNoun).is_some())));
        let day = self.fields.iter().any(|(t, f)| matches!(f, Field::Date) && t.clone().any(|k| s.number(k).is_some_and(|n| n < 32)));
        let kind = if daily && day && !seen.volume && !seen.place { CitationKind::Press } else { kind };
        let prose = (self.start..end).filter(|k| s.small(*k) && !s.is_quoted(*k) && !s.italic(*k) && s.of(*k, List::Prose).is_some() && s.of(*k, List::Particle).is_none()).count();
        self.score -= i32::try_from(prose).unwrap_or(9).min(3) * if seen.place { 0 } else { 1 };
        self.fields.sort_by_key(|(tokens, _)| tokens.start);
        Some(Reference {
            tokens: self.start..end,
            kind,
            fields: self.fields,
            score: self.score,
        })
    }
}

/// Returns one past a statement of extent: `2 vols`, `368 pp.`
fn extent(s: &Stream<'_>, at: usize) -> Option<usize> {
    s.number(at)?;
    let (_, len) = s.labels(at + 1).find(|(unit, _)| matches!(unit, Unit::Page | Unit::Volume))?;
    let end = at + 1 + len;
    (s.number(end).is_none() && !s.roman(end)).then_some(end)
}

/// Tells whether the numbers of a journal stand at a token.
pub(super) fn numbered_behind(s: &Stream<'_>, at: usize) -> bool {
    let k = s.skip(at, ",.");
    s.number(k).is_some() || s.roman(k) || s.bracket(k).is_some_and(|_| s.year(k + 1)) || s.labels(k).any(|(unit, _)| matches!(unit, Unit::Volume | Unit::Issue))
}

/// Tells whether a number is written as pages: `45–67` with a larger second number.
fn range_written_pages(s: &Stream<'_>, at: usize, end: usize) -> bool {
    end > at + 2 && s.dash(at + 1) && s.number(at).zip(s.number(at + 2)).is_some_and(|(a, b)| b > a + 3)
}

/// Returns one past the last token of a reference, with the brackets and marks that it opens.
pub(super) fn closed(s: &Stream<'_>, start: usize, end: usize, limit: usize) -> usize {
    let mut end = end;
    let mut k = start;
    while k < end {
        match s.closing(k) {
            Some(close) if close >= end => {
                if close < limit {
                    end = close + 1;
                }
                k += 1;
            }
            Some(close) if s.quote(k).is_some() => k = close + 1,
            _ => k += 1,
        }
    }
    end
}
