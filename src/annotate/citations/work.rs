//! References to books, articles and chapters: from the author to the last page, each field by what stands before and
//! behind it.
//!
//! A reference is read from its head: names, perhaps a year, a title, and then whatever comes (the book that a chapter
//! stands in, editors, volume, place, publisher, year, pages) in any order, until something comes that is none of these.

mod fields;
mod numbers;
mod published;
mod whole;

use std::ops::Range;

use super::imprint::{dated, imprint, trim};
use super::lexicon::List;
use super::locators::{locator, numbers};
use super::names::{Form, Names, names};
use super::stream::Stream;
use super::title::{OF_WORKS, editor_after, title};
use super::{Field, Reference};
use crate::annotate::annotation::{CitationKind, Level, Part, Unit};
pub(super) use numbers::{extent, in_volumes};
pub(super) use whole::numbered_behind;

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
    read(s, start, limit, head, false).or_else(|| {
        (head == Head::Names)
            .then(|| read(s, start, limit, head, true))
            .flatten()
    })
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
            self.push(
                self.at..self.at + len,
                if editors.is_some() { Part::Editor } else { Part::Author },
            );
            self.at = s.skip(editors.unwrap_or(self.at + len), ",:.");
            self.score += 2;
            return Some(Form::Full);
        }
        let mut found = names(s, self.at, self.limit)?;
        if alone {
            if found.names.len() < 2 || !matches!(found.form, Form::Surname | Form::Full) {
                return None;
            }
            found.names.truncate(1);
            found.end = found.names[0].end;
        }
        // `Greene, Peter, Simon Hale, and Ruth Loy, eds. Crafts of the North.`
        let headed = || {
            let behind = s.skip(found.end, ",");
            let many = found.names.len() > 1 || s.entry;
            s.of(behind, List::EditorAfter)
                .filter(|_| many && behind > found.end)
                .map(|len| behind + len)
        };
        let editors = editor_after(s, found.end).or_else(headed);
        self.people(&found, editors.is_some());
        self.at = editors.unwrap_or(found.end);
        self.score += match found.form {
            Form::Initials | Form::InitialsBehind | Form::Inverted => 2,
            Form::Full => 1,
            Form::Surname => 0,
        };
        // `Smith, J. (1998). Title`, `Smith, J. 1998. Title`, `Heidegger M., 1927, Title`
        let behind = s.skip(self.at, ",.:");
        let close = s
            .bracket(behind)
            .filter(|close| dated(s, behind + 1, *close).is_some_and(|end| end >= close - 1));
        let year = if close.is_some() { behind + 1 } else { behind };
        if let Some(end) = dated(s, year, self.limit).filter(|_| s.year(year)) {
            let end = if close.is_none() && s.word(end).len() == 1 && !s.spaced(end) {
                end + 1
            } else {
                end
            };
            let on = s.skip(close.map_or(end, |c| c + 1), ",.:");
            let titled = s.capital(on)
                || s.quote(on).is_some()
                || s.italic(on)
                || s.entry && s.number(on).is_some() && !s.word(on + 1).is_empty();
            if titled
                && on < self.limit
                && (close.is_some() || s.sign(end, ",.:"))
                && (close.is_none() || on > close? + 1 || found.form != Form::Surname || s.quote(on).is_some())
            {
                self.fields.push((year..end, Field::Date));
                self.seen.date = true;
                self.seen.author_date = true;
                self.score += 1;
                self.at = on;
                return Some(found.form);
            }
        }
        let on = s.skip(
            self.at,
            if s.entry && s.spaced(self.at) {
                ",.:–—-"
            } else {
                ",.:"
            },
        );
        // A name and its title have something between them, unless the name shows where it ends.
        let bounded = on > self.at
            || editors.is_some()
            || s.quote(on).is_some()
            || s.italic(on) && !s.italic(self.at - 1)
            || matches!(found.form, Form::Initials | Form::InitialsBehind)
            || s.sign(self.at - 1, ".");
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
        let (mut end, mut on) = title(s, from, self.limit)?;
        if s.quote(from).is_none() && self.volume_and_issue(from, end) {
            (end, on) = (trim(s, from, end - 3), end - 3);
        }
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
        let letters = (from..end).any(|k| s.letters(k) > 1);
        if !letters || words > 60 {
            return None;
        }
        if s.italic(from) {
            self.score += 2;
        }
        // An article without quotation marks, its journal behind it.
        let pages_only = self.seen.author_date
            && numbers(s, s.skip(on, ","), self.limit, Unit::Page).is_some_and(|n| n.end > on + 2)
            && (from..end).any(|k| s.stop(k));
        if !s.italic(from)
            && (pages_only || self.journal_numbers(on))
            && let Some((article, journal)) = self.split(from, end)
        {
            self.push(from..article, Part::Title(Level::Article));
            self.push(journal..end, Part::Title(Level::Journal));
            self.seen.whole = true;
            self.seen.journal = true;
            self.score += 1;
            return Some(());
        }
        let periodical = self.fields.is_empty() && self.journal_numbers(on);
        self.seen.journal |= periodical;
        self.push(
            from..end,
            Part::Title(if periodical { Level::Journal } else { Level::Book }),
        );
        Some(())
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
            if s.of(k, List::Back).is_some() || s.of(k, List::SameAuthor).is_some() {
                return None;
            }
            if s.of(k, List::Prose).is_some() && s.small(k) && s.of(k, List::Particle).is_none()
                || s.of(k, List::WithinLead)
                    .is_some_and(|_| s.of(k, List::And).is_none() && s.of(k, List::Container).is_none())
                    && k == from
            {
                return None;
            }
            if k > from && (s.sign(k, ",([") || s.stop(k)) {
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
        let daily = self.fields.iter().any(|(t, f)| {
            matches!(f, Field::Part(Part::Title(Level::Journal)))
                && (s.of(t.start, List::Periodical).is_some() || t.clone().any(|k| s.of(k, List::PressNoun).is_some()))
        });
        let day = self
            .fields
            .iter()
            .any(|(t, f)| matches!(f, Field::Date) && t.clone().any(|k| s.number(k).is_some_and(|n| n < 32)));
        let kind = if daily && day && !seen.volume && !seen.place {
            CitationKind::Press
        } else {
            kind
        };
        let prose = (self.start..end)
            .filter(|k| {
                s.small(*k)
                    && !s.is_quoted(*k)
                    && !s.italic(*k)
                    && s.of(*k, List::Prose).is_some()
                    && s.of(*k, List::Particle).is_none()
            })
            .count();
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
