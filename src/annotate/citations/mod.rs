//! Citations: references to books, articles, newspapers and archives, in notes, brackets, source lines and lists.
//!
//! In comes a block of text with its fonts and dates, out come its references, each with its kind and its fields.
//!
//! # Method
//! A parser with rules. The humanities cite in dozens of manners, but all are built of the same few parts, and what a
//! part is shows from what stands beside it: initials beside a surname, quotation marks or italics round a title, a label
//! before a number, a place before a year. So a reference is read from its head, part by part, by such evidence, in any
//! order that its parts come in; words of a language (labels, `edited by`, `ibid.`) are lists in the packs
//! (`citation.toml`), and no rule knows a title, an author or a journal. A sequence model would have to be trained on
//! references with known fields; of footnotes in four languages with archives there are none that may be used, and made
//! ones teach only the styles that made them. The rules also say why something was taken for what it is.
//!
//! A note is divided first ([`segment`]), because the exact stretch matters most: at semicolons, and at stops behind which no
//! part of the same reference can stand. In the text only brackets are read, and each must be a reference as a whole.

mod archival;
mod back;
mod facts;
mod imprint;
mod known;
mod lexicon;
mod locators;
mod names;
mod numbered;
mod segment;
mod stream;
mod title;
mod tokens;
mod work;

use std::ops::Range;

use super::annotation::{CitationKind, Part};
use crate::span::Span;
pub(super) use known::Known;
use lexicon::{Lexicon, List, Sense};
pub(super) use numbered::numbered;
use segment::{Where, references};
use stream::Stream;
use tokens::{Shape, Token};

/// What a field of a reference is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    /// One with an element of its own.
    Part(Part),
    /// The date: `<date>`.
    Date,
    /// Words that belong to the reference and have no element: a web address, `op. cit.`
    Words,
}

/// A reference, by its tokens.
#[derive(Clone, Debug)]
struct Reference {
    tokens: Range<usize>,
    kind: CitationKind,
    fields: Vec<(Range<usize>, Field)>,
    /// How much speaks for it.
    score: i32,
}

/// A citation found in a block; all stretches are in bytes of the block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cited {
    pub(super) span: Span,
    pub(super) kind: CitationKind,
    /// The parts, in order.
    pub(super) parts: Vec<(Span, Part)>,
    /// The date.
    pub(super) date: Option<Span>,
}

/// What a block is, as far as citations stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// A note.
    Note,
    /// Running text.
    Text,
    /// An entry of a list of references.
    Entry,
}

/// The longest bracket in running text that may be a reference, in bytes.
const LONGEST: usize = 400;

/// The longest paragraph that may be the source line of a text, in bytes.
const SOURCE: usize = 400;

/// Finds the citations of a block. `italics` and `dates` are stretches of it, in order; `listed` tells
/// that the text has a list of references.
pub(super) fn citations(text: &str, home: Home, listed: bool, italics: &[Span], dates: &[Span]) -> Vec<Cited> {
    let lexicon = Lexicon::built_in();
    match home {
        Home::Note | Home::Entry => {
            let mut stream = Stream::new(text, italics, dates, lexicon);
            stream.entry = home == Home::Entry;
            let place = if stream.entry { Where::Entry } else { Where::Note };
            let first = if stream.entry {
                behind_rubric(&stream, numbered_head(&stream))
            } else {
                0
            };
            told(&stream, references(&stream, first, stream.len(), place), 0)
        }
        Home::Text => {
            if let Some(from) = source_line(text) {
                let stream = Stream::new(text, italics, dates, lexicon);
                let first = stream.tokens.partition_point(|t| t.span.start < from);
                let found = references(&stream, first, stream.len(), Where::Note);
                if !found.is_empty() {
                    return told(&stream, found, 0);
                }
            }
            brackets(text)
                .into_iter()
                .flat_map(|bracket| in_bracket(text, bracket, listed, italics, dates))
                .collect()
        }
    }
}

/// Returns the first token behind the number of an entry: `[12]`, `9.`
fn numbered_head(s: &Stream<'_>) -> usize {
    if let Some(close) = s
        .bracket(0)
        .filter(|close| *close <= 3 && (1..*close).all(|k| s.number(k).is_some() || s.capital(k)))
    {
        return close + 1;
    }
    if s.number(0).is_some() && s.sign(1, ".)") && s.spaced(2) {
        2
    } else {
        0
    }
}

/// Returns the first token behind the heading of a part of a list that stands in one line with its first entry: `Монографии
/// Голованов П. С.`
fn behind_rubric(s: &Stream<'_>, first: usize) -> usize {
    let Some(len) = s.of(first, List::BibliographyPart) else {
        return first;
    };
    let name = s.skip(first + len, ".:");
    let named = names::names(s, name, s.len());
    let sure = named.is_some_and(|n| matches!(n.form, names::Form::InitialsBehind | names::Form::Initials));
    if sure { name } else { first }
}

/// Tells whether a heading is that of a list of references.
pub(super) fn heads_references(heading: &str) -> bool {
    heads(heading, List::Bibliography)
}

/// Tells whether a heading is that of a part of such a list: `Books`.
pub(super) fn heads_part_of_references(heading: &str) -> bool {
    heads(heading, List::BibliographyPart)
}

/// Tells whether a heading has words of a list and no others.
fn heads(heading: &str, list: List) -> bool {
    let stream = Stream::new(heading, &[], &[], Lexicon::built_in());
    let first = (0..stream.len()).find(|k| !stream.word(*k).is_empty()).unwrap_or(0);
    let end = stream.skip(first + stream.of(first, list).unwrap_or(0), ".:");
    end > first && end >= stream.len()
}

/// Tells whether words stand for the author cited before: `idem`, `ders.`
pub(super) fn is_author_before(words: &str) -> bool {
    let stream = Stream::new(words, &[], &[], Lexicon::built_in());
    stream.of(0, List::SameAuthor).is_some_and(|len| len >= stream.len())
}

/// Tells whether a word may stand within names in small letters: `von`.
pub(super) fn is_particle(word: &str) -> bool {
    Lexicon::built_in().is_of(word, List::Particle)
}

/// Tells whether a word names an office or society: `Ministry`.
pub(super) fn is_body(word: &str) -> bool {
    Lexicon::built_in().is_of(word, List::Body)
}

/// Tells whether words end with those that stand before the day on which a web page was read: `(accessed`.
pub(super) fn is_accessed(before: &str) -> bool {
    let tail = &before[before.ceil_char_boundary(before.len().saturating_sub(40))..];
    let stream = Stream::new(tail, &[], &[], Lexicon::built_in());
    let end = |k: usize| stream.skip(k, ":.,") >= stream.len() || stream.of(k, List::Abbreviation).is_some();
    let on = |k: usize| {
        if ["on", "am", "le"].contains(&stream.word(k)) {
            k + 1
        } else {
            k
        }
    };
    (0..stream.len()).any(|k| stream.of(k, List::Accessed).is_some_and(|len| end(on(k + len))))
}

/// Returns the web address in words of a reference, with its scheme.
pub(super) fn link(words: &str) -> Option<String> {
    let tokens = tokens::tokens(words, &[]);
    let link = tokens.iter().find(|t| t.shape == Shape::Link)?.text;
    let link = link.trim_end_matches(['.', ',', ';', ':', '>', '”', '’', '"', '\'']);
    let plain = |c: char| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c);
    Some(match link.strip_prefix("doi:") {
        Some(doi) => format!("https://doi.org/{doi}"),
        None if link.starts_with("www.") => format!("http://{link}"),
        None => link.to_owned(),
    })
    .filter(|link| link.chars().all(plain))
}

/// Returns the words that say that a source is a thesis, and the school behind them: `PhD thesis` and `University of Leeds`.
pub(super) fn thesis(words: &str) -> Option<(&str, Option<&str>)> {
    let stream = Stream::new(words, &[], &[], Lexicon::built_in());
    let (from, len) = (0..stream.len()).find_map(|k| Some((k, stream.of(k, List::Thesis)?)))?;
    let upto = |from: usize| {
        (from..stream.len())
            .find(|k| stream.sign(*k, ",.(;)"))
            .unwrap_or(stream.len())
    };
    let end = upto(from + len);
    (from..end).find_map(|k| stream.of(k, List::Degree))?;
    let school = stream.skip(end, ",.(;:");
    let school = stream
        .capital(school)
        .then(|| stream.span(school, upto(school)).of(words));
    Some((stream.span(from, end).of(words), school))
}

/// Returns where the reference starts in a paragraph that tells the source of a text or table.
fn source_line(text: &str) -> Option<usize> {
    if text.len() > SOURCE {
        return None;
    }
    let head = &text[..text.floor_char_boundary(60)];
    let tokens = tokens::tokens(head, &[]);
    let behind = |at: usize, signs: &str| {
        let is = |t: &Token<'_>| t.shape == Shape::Sign && signs.contains(t.text);
        at + tokens[at..].iter().take_while(|t| is(t)).count()
    };
    let first = behind(0, "(*[");
    let lexicon = Lexicon::built_in();
    let mut folded = Vec::new();
    let words: Vec<_> = tokens[first..]
        .iter()
        .map(|t| lexicon.written(t.text, &mut folded))
        .collect();
    let mut hits = Vec::new();
    lexicon.hits(&words, &mut hits);
    let source = hits.iter().find(|hit| hit.sense == Sense::Of(List::Source))?;
    tokens.get(behind(first + source.len, ":")).map(|t| t.span.start)
}

/// Returns the insides of brackets that hold a figure or a word that points back.
fn brackets(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' => open.push(at + 1),
            b')' | b']' => {
                if let Some(from) = open.pop().filter(|_| open.is_empty()) {
                    found.push(Span::new(from, at));
                }
            }
            _ => {}
        }
    }
    found.retain(|span| {
        let inside = span.of(text);
        let short = inside.split(' ').count() <= 4;
        (3..=LONGEST).contains(&inside.len()) && (short || inside.contains(|c: char| c.is_ascii_digit()))
    });
    found
}

/// Finds the citations in a bracket.
fn in_bracket(text: &str, bracket: Span, listed: bool, italics: &[Span], dates: &[Span]) -> Vec<Cited> {
    let within = |spans: &[Span]| -> Vec<Span> {
        let cut = spans.iter().filter(|s| s.overlaps(bracket));
        cut.map(|s| {
            Span::new(
                s.start.max(bracket.start) - bracket.start,
                s.end.min(bracket.end) - bracket.start,
            )
        })
        .collect()
    };
    let mut stream = Stream::new(bracket.of(text), &within(italics), &within(dates), Lexicon::built_in());
    stream.cites_years = listed;
    // `Marian Hobday, The House of Bread (London: Lane, 1961)` in a sentence
    let printed = imprint::imprint(&stream, 0, stream.len());
    if printed.is_some_and(|found| found.known && !found.places.is_empty() && found.end >= stream.len()) {
        return in_sentence(text, bracket, italics, dates);
    }
    let before = text[..bracket.start].trim_end_matches(['(', '[', ' ']);
    stream.behind_quotation = before
        .trim_end_matches(['.', ','])
        .ends_with(['”', '’', '"', '»', '“', '…']);
    told(
        &stream,
        references(&stream, 0, stream.len(), Where::Bracket),
        bracket.start,
    )
}

/// Finds the reference in a sentence that ends with the bracket round its place and year.
fn in_sentence(text: &str, bracket: Span, italics: &[Span], dates: &[Span]) -> Vec<Cited> {
    let before = &text[text.ceil_char_boundary(bracket.start.saturating_sub(LONGEST))..bracket.start];
    let from = bracket.start
        - before
            .rfind(['.', ';', ':'])
            .map_or(before.len(), |at| before.len() - at - 1);
    let sentence = Span::new(from, (bracket.end + 1).min(text.len()));
    let within = |spans: &[Span]| -> Vec<Span> {
        let inside = spans.iter().filter(|s| sentence.contains(**s));
        inside.map(|s| Span::new(s.start - from, s.end - from)).collect()
    };
    let stream = Stream::new(sentence.of(text), &within(italics), &within(dates), Lexicon::built_in());
    let starts = (0..stream.len()).filter(|k| stream.capital(*k) && (*k == 0 || stream.small(k - 1)));
    let found = starts.filter_map(|k| {
        let names = names::names(&stream, k, stream.len())?;
        let full = matches!(names.form, names::Form::Initials | names::Form::Full);
        let reference = full
            .then(|| work::work(&stream, k, stream.len(), work::Head::Names))
            .flatten()?;
        (reference.kind == CitationKind::Work && reference.tokens.end == stream.len()).then_some(reference)
    });
    let found = found.take(1).collect();
    told(&stream, found, from)
}

/// Puts references in bytes; `offset` is where the stream starts in the block.
fn told(stream: &Stream<'_>, found: Vec<Reference>, offset: usize) -> Vec<Cited> {
    let span = |tokens: &Range<usize>| {
        let span = stream.span(tokens.start, tokens.end);
        Span::new(span.start + offset, span.end + offset)
    };
    let mut cited: Vec<Cited> = Vec::new();
    for reference in found {
        let whole = span(&reference.tokens);
        if whole.is_empty() || cited.last().is_some_and(|before| before.span.end > whole.start) {
            continue;
        }
        let mut citation = Cited {
            span: whole,
            kind: reference.kind,
            parts: Vec::with_capacity(reference.fields.len()),
            date: None,
        };
        let mut fields = reference.fields;
        fields.sort_by_key(|(tokens, _)| (tokens.start, std::cmp::Reverse(tokens.end)));
        let mut end = whole.start;
        for (tokens, field) in fields {
            let place = span(&tokens);
            if place.is_empty() || place.start < end || !whole.contains(place) {
                continue;
            }
            end = place.end;
            match field {
                Field::Part(part) => citation.parts.push((place, part)),
                Field::Date => citation.date = citation.date.or(Some(place)),
                Field::Words => {}
            }
        }
        cited.push(citation);
    }
    cited
}
