//! The citations of a text in the order of reading, with what each tells of its source.

use super::super::annotation::{Annotation, CitationKind, Level, Moment, Part, Unit, Value, When, year_of};
use super::super::citations::{is_accessed, is_author_before, link, thesis};
use super::archives::short_name;
use super::words::{slug, surname, weighty};
use crate::repair::{BlockKind, Text};

/// Where citations follow one another: `ibid.` in a note looks back to the note before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stream {
    /// The text.
    Text,
    /// Its notes.
    Notes,
}

impl Stream {
    /// Tells whether it is that of the notes.
    pub(super) fn is_note(self) -> bool {
        self == Stream::Notes
    }
}

/// What a citation tells of its source.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Its place in the list of annotations.
    pub(super) annotation: usize,
    pub(super) kind: CitationKind,
    pub(super) stream: Stream,
    /// The note, or the block of the text.
    pub(super) block: usize,
    /// Where the reader comes upon it: the place in the string, or that of the note's marker.
    pub(super) reading: usize,
    /// Authors and editors as printed.
    pub(super) authors: Vec<String>,
    pub(super) editors: Vec<String>,
    pub(super) titles: Vec<(Level, String)>,
    pub(super) place: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) date: Option<(When, String)>,
    /// The archive.
    pub(super) repository: String,
    /// Identifier of its entry.
    pub(super) archive: Option<String>,
    /// Fond, opis and so on down to the file.
    pub(super) steps: Vec<(Unit, String)>,
    /// The letter behind the year: `1980b`.
    pub(super) letter: Option<char>,
    /// The author stands there as `idem`.
    pub(super) same_author: bool,
    /// It follows another in its note after `and` or a comma.
    pub(super) runs_on: bool,
    /// The author has initials or a forename.
    pub(super) full_name: bool,
    /// Volume, issue, chapter and part, with their labels.
    pub(super) scopes: Vec<(Unit, String)>,
    /// The stretches of pages cited.
    pub(super) pages: Vec<(String, String)>,
    /// The words that say that it is a thesis.
    pub(super) thesis: Option<String>,
    /// Its address on the web.
    pub(super) url: Option<String>,
}

impl Source {
    /// Tells whether place or year make it a full reference.
    pub(super) fn is_dated(&self) -> bool {
        self.date.is_some() || self.place.is_some() || self.is_numbered() && self.titles.len() > 1
    }

    /// Tells whether a volume or an issue is named.
    fn is_numbered(&self) -> bool {
        let unit = |(unit, _): &(Unit, String)| matches!(unit, Unit::Volume | Unit::Issue);
        self.scopes.iter().any(unit)
    }

    /// Takes from the source before what its own steps leave out: archive, fond and so on.
    pub(super) fn inherit(&mut self, before: &Source) {
        let own = self.steps.first().map(|(unit, _)| *unit);
        let above = |(unit, _): &&(Unit, String)| own.is_none_or(|own| *unit < own);
        let mut steps: Vec<_> = before.steps.iter().filter(above).cloned().collect();
        steps.append(&mut self.steps);
        self.steps = steps;
        if self.repository.is_empty() {
            self.repository.clone_from(&before.repository);
            self.archive.clone_from(&before.archive);
        }
    }

    /// Returns archive, fond, opis and so on down to the file.
    pub(super) fn file(&self) -> String {
        let steps = self.steps.iter().map(|(_, words)| words.as_str());
        std::iter::once(short_name(&self.repository))
            .filter(|r| !r.is_empty())
            .chain(steps)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Returns the year.
    pub(super) fn year(&self) -> Option<i16> {
        self.date.as_ref().and_then(|(when, _)| year_of(when))
    }

    /// Returns what references to one work have in common for sure: the surname, or the first word of the title.
    pub(super) fn head(&self) -> String {
        match self.authors.first().or(self.editors.first()) {
            Some(name) => surname(name),
            None => self
                .titles
                .first()
                .and_then(|(_, t)| weighty(t).into_iter().next())
                .unwrap_or_default(),
        }
    }

    /// Tells how much is told.
    pub(super) fn fullness(&self) -> usize {
        let initials = self.authors.iter().map(String::len).sum::<usize>().min(40);
        let titles: usize = self.titles.iter().map(|(_, t)| t.len()).sum();
        10 * (self.authors.len() + self.editors.len())
            + 20 * usize::from(self.place.is_some())
            + 20 * usize::from(self.publisher.is_some())
            + 20 * usize::from(self.date.is_some())
            + titles
            + initials
    }

    /// Returns the identifier that it suggests: `w-solomon-1996`.
    pub(super) fn identifier(&self) -> String {
        let title = || self.titles.last().map_or(String::new(), |(_, t)| slug(t, 4));
        let head = match self.authors.first().or(self.editors.first()) {
            Some(name) => slug(&surname(name), 3),
            None if !self.steps.is_empty() => slug(&self.file(), 12),
            None => title(),
        };
        let when = match (&self.date, self.kind) {
            _ if !self.steps.is_empty() => String::new(),
            (Some((when, words)), CitationKind::Press) => day(when).unwrap_or_else(|| slug(words, 4)),
            _ => self.year().map_or(String::new(), |y| format!("{y:04}")),
        };
        let when = if when.is_empty() && self.steps.is_empty() && !self.authors.is_empty() {
            title()
        } else {
            when
        };
        let parts: Vec<String> = [head, when].into_iter().filter(|p| !p.is_empty()).collect();
        if parts.is_empty() {
            "w-untitled".to_owned()
        } else {
            format!("w-{}", parts.join("-"))
        }
    }
}

/// Returns a day in ISO form.
fn day(when: &When) -> Option<String> {
    match when {
        When::At(Moment::Day(day)) => Some(day.to_string()),
        _ => None,
    }
}

/// Returns the citations, those of the text before those of the notes.
pub(super) fn sources(text: &Text, annotations: &[Annotation]) -> Vec<Source> {
    let mut found: Vec<Source> = Vec::new();
    let mut at = 0;
    let mut before_end = 0;
    while let Some(annotation) = annotations.get(at) {
        let Value::Citation(citation) = &annotation.value else {
            at += 1;
            continue;
        };
        let block = text
            .blocks
            .partition_point(|b| b.span.end < annotation.span.start)
            .min(text.blocks.len().saturating_sub(1));
        let note = text.blocks.get(block).and_then(|b| match b.kind {
            BlockKind::NoteBody { note } => Some(note),
            _ => None,
        });
        let call = note
            .and_then(|n| text.notes.get(n))
            .and_then(|n| n.call.as_ref())
            .map(|c| c.at);
        let start = text.blocks.get(block).map_or(0, |b| b.span.start);
        let before = text
            .string
            .get(before_end..annotation.span.start)
            .filter(|_| before_end > start);
        let mut source = Source {
            annotation: at,
            kind: citation.kind,
            stream: if note.is_some() { Stream::Notes } else { Stream::Text },
            block: note.map_or(block, |n| text.blocks.len() + n),
            reading: call.unwrap_or(annotation.span.start),
            authors: Vec::new(),
            editors: Vec::new(),
            titles: Vec::new(),
            place: None,
            publisher: None,
            date: None,
            repository: String::new(),
            steps: Vec::new(),
            letter: None,
            same_author: false,
            runs_on: before.is_some_and(runs_on),
            full_name: false,
            archive: None,
            scopes: Vec::new(),
            pages: Vec::new(),
            thesis: None,
            url: None,
        };
        let mut told = annotation.span.start;
        before_end = annotation.span.end;
        at += 1;
        while let Some(part) = annotations
            .get(at)
            .filter(|a| annotation.span.contains(a.span) && !matches!(a.value, Value::Citation(_)))
        {
            source.take(part, &text.string);
            source.hear(text.string.get(told..part.span.start).unwrap_or_default());
            told = told.max(part.span.end);
            at += 1;
        }
        source.hear(text.string.get(told..annotation.span.end).unwrap_or_default());
        found.push(source);
    }
    found.sort_by_key(|s| s.stream);
    found
}

/// Tells whether the words between two citations tie them: `, and ‘`.
fn runs_on(between: &str) -> bool {
    !between.contains([';', '.']) && between.chars().count() <= 8
}

impl Source {
    /// Takes in a part of the citation.
    fn take(&mut self, part: &Annotation, string: &str) {
        let words = part.span.of(string).to_owned();
        // The day on which a page was read is not that of the source.
        let accessed = matches!(part.value, Value::Date(_)) && is_accessed(&string[..part.span.start]);
        match &part.value {
            Value::Part(Part::Author) => {
                let idem = is_author_before(&words);
                self.same_author |= idem;
                self.full_name |= words.contains(' ') && !idem;
                if !idem {
                    self.authors.push(words);
                }
            }
            Value::Part(Part::Editor) => {
                self.full_name |= words.contains(' ');
                self.editors.push(words);
            }
            Value::Part(Part::Title(level)) => self.titles.push((*level, words)),
            Value::Part(Part::Place) => self.place = self.place.take().or(Some(words)),
            Value::Part(Part::Publisher) => self.publisher = self.publisher.take().or(Some(words)),
            Value::Part(Part::Repository(entry)) => {
                self.repository = words;
                self.archive.clone_from(entry);
            }
            Value::Part(Part::Scope(unit)) if unit.is_archival() => self.steps.push((*unit, words)),
            Value::Part(Part::Scope(unit)) => self.scopes.push((*unit, words)),
            Value::Part(Part::Range(Unit::Page, Some(pages))) => self.pages.push(pages.clone()),
            Value::Date(when) if self.date.is_none() && !accessed => {
                self.date = Some((when.clone(), words));
                let mut behind = string[part.span.end..].chars();
                self.letter = behind
                    .next()
                    .filter(|c| c.is_ascii_lowercase() && !behind.next().is_some_and(char::is_alphanumeric));
            }
            _ => {}
        }
    }

    /// Takes in words between the parts: a web address, `unpublished PhD thesis, University of Leeds`.
    fn hear(&mut self, words: &str) {
        if self.url.is_none() {
            self.url = link(words);
        }
        if let Some((said, school)) = thesis(words).filter(|_| self.thesis.is_none()) {
            self.thesis = Some(said.to_owned());
            self.publisher = self.publisher.take().or(school.map(str::to_owned));
        }
    }
}
