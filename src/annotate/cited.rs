//! Citations among the dates and figures of their block: what is a field of a reference is no date or figure of the text.

use std::sync::{Arc, LazyLock};

use super::annotation::{Annotation, Citation, CitationKind, Moment, Part, Value, When, year_of};
use super::citations::{Cited, Home, Known, citations, heads_part_of_references, heads_references, numbered};
use super::settle::Settled;
use super::{Dated, period};
use crate::repair::{BlockKind, Text};
use crate::span::Span;

/// The names by which citations and what is in them go among the rules.
struct RuleNames {
    /// By kind.
    citation: [Arc<str>; 5],
    part: Arc<str>,
    date: Arc<str>,
}

static RULES: LazyLock<RuleNames> = LazyLock::new(|| {
    use CitationKind::{Archival, Ibid, Press, Short, Work};
    RuleNames {
        citation: [Work, Archival, Press, Short, Ibid].map(|kind| format!("citation/{}", kind.name()).into()),
        part: "citation/part".into(),
        date: "citation/date".into(),
    }
});

/// How references may stand in a text.
#[derive(Debug)]
pub(super) struct Homes {
    /// By block.
    of: Vec<Home>,
    /// There is a list of references.
    listed: bool,
}

/// Tells for each block how references may stand in it.
pub(super) fn homes(text: &Text) -> Homes {
    let (mut listed, mut level) = (false, 0);
    let of: Vec<Home> = text
        .blocks
        .iter()
        .map(|block| match block.kind {
            BlockKind::Heading { level: of } => {
                let words = block.span.of(&text.string);
                let heads = heads_references(words);
                level = if heads { of } else { level };
                // Heads within the list part it.
                listed = heads || listed && (of > level || heads_part_of_references(words));
                Home::Text
            }
            BlockKind::NoteBody { .. } => Home::Note,
            BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::ItemParagraph { .. } if listed => Home::Entry,
            _ => Home::Text,
        })
        .collect();
    Homes {
        listed: of.contains(&Home::Entry),
        of,
    }
}

/// Adds references by number to what was found in their blocks.
pub(super) fn number(text: &Text, settled: &mut [Settled]) {
    for (block, span) in numbered(text) {
        let found = &mut settled[block];
        if found.cited.iter().any(|a| a.span.overlaps(span)) {
            continue;
        }
        found.dates.retain(|d| !d.span.overlaps(span));
        found.figures.retain(|f| !f.span.overlaps(span));
        found.cited.push(Annotation {
            span,
            rule: Arc::clone(&RULES.citation[CitationKind::Short as usize]),
            value: Value::Citation(Citation {
                kind: CitationKind::Short,
                work: None,
            }),
            cert: None,
        });
    }
}

/// Adds references to sources that the text cites in full elsewhere, by what is known of those.
pub(super) fn known(text: &Text, homes: &Homes, settled: &mut [Settled]) {
    let mut known = Known::default();
    for found in settled.iter() {
        let works = found.cited.iter().enumerate().filter(|(_, a)| is_work(a));
        for (nth, work) in works {
            // Its parts stand behind it.
            let inside = |a: &&Annotation| work.span.contains(a.span);
            let of_work = found.cited[nth + 1..].iter().take_while(inside);
            let parts: Vec<(&str, &Part)> = of_work.filter_map(|a| part(text, a)).collect();
            if let Some((title, Part::Title(level))) = parts.iter().find(|(_, p)| matches!(p, Part::Title(_))) {
                known.add_title(title, *level);
            }
            let from = found.dates.partition_point(|d| d.span.start < work.span.start);
            let year = found.dates.get(from).filter(|d| work.span.contains(d.span));
            let year = year
                .and_then(|d| year_of(&d.when))
                .and_then(|year| u32::try_from(year).ok());
            for (name, _) in parts.iter().filter(|(_, p)| matches!(p, Part::Author | Part::Editor)) {
                known.add_author(name, year.filter(|_| homes.listed));
            }
        }
    }
    if known.is_empty() {
        return;
    }
    for (block, found) in settled.iter_mut().enumerate() {
        let span = text.blocks[block].span;
        shorten(text, &known, found);
        let cited: Vec<Span> = found
            .cited
            .iter()
            .filter(|a| matches!(a.value, Value::Citation(_)))
            .map(|a| Span::new(a.span.start - span.start, a.span.end - span.start))
            .collect();
        let more = known.find(span.of(&text.string), homes.of[block], &cited);
        if more.is_empty() {
            continue;
        }
        let dates = found.dates.clone();
        for citation in more {
            add(&text.string, span.start, citation, &dates, found);
        }
        found.dates.sort_by_key(|d| d.span);
        found.cited.sort_by_key(|a| {
            (
                a.span.start,
                std::cmp::Reverse(a.span.end),
                !matches!(a.value, Value::Citation(_)),
            )
        });
    }
}

/// Makes references of a known title with pages alone short ones: `‘Tithe and Levy’, p. 8`.
fn shorten(text: &Text, known: &Known, found: &mut Settled) {
    for nth in 0..found.cited.len() {
        let work = &found.cited[nth];
        if !is_work(work) {
            continue;
        }
        let span = work.span;
        let of_work = found.cited[nth + 1..]
            .iter()
            .take_while(|a| span.contains(a.span))
            .count();
        let [title, rest @ ..] = &found.cited[nth + 1..nth + 1 + of_work] else {
            continue;
        };
        let paged = rest.iter().all(|a| matches!(a.value, Value::Part(Part::Range(..)))) && !rest.is_empty();
        let dated = found.dates.iter().any(|d| span.contains(d.span));
        let titled = matches!(title.value, Value::Part(Part::Title(_)));
        let Some(level) = known
            .level_of(title.span.of(&text.string))
            .filter(|_| paged && !dated && titled)
        else {
            continue;
        };
        found.cited[nth + 1].value = Value::Part(Part::Title(level));
        found.cited[nth].rule = Arc::clone(&RULES.citation[CitationKind::Short as usize]);
        found.cited[nth].value = Value::Citation(Citation {
            kind: CitationKind::Short,
            work: None,
        });
    }
}

/// Tells whether an annotation is a full reference.
fn is_work(annotation: &Annotation) -> bool {
    matches!(&annotation.value, Value::Citation(citation) if citation.kind == CitationKind::Work)
}

/// Returns words and kind of a part of a reference.
fn part<'t>(text: &'t Text, annotation: &'t Annotation) -> Option<(&'t str, &'t Part)> {
    match &annotation.value {
        Value::Part(part) => Some((annotation.span.of(&text.string), part)),
        _ => None,
    }
}

/// Finds the citations of a block and puts them among what was found in it; `dates` are all that were, those in titles
/// included.
pub(super) fn cite(text: &Text, block: usize, homes: &Homes, dates: &[Dated], settled: &mut Settled) {
    let span = text.blocks[block].span;
    let local = |s: Span| Span::new(s.start - span.start, s.end - span.start);
    let spans: Vec<Span> = dates.iter().map(|d| local(d.span)).collect();
    let found = citations(
        span.of(&text.string),
        homes.of[block],
        homes.listed,
        &italics(text, span),
        &spans,
    );
    for citation in found {
        add(&text.string, span.start, citation, dates, settled);
    }
    settled.dates.sort_by_key(|d| d.span);
}

/// Returns what is set in italics in a block, nothing where most of it is.
fn italics(text: &Text, block: Span) -> Vec<Span> {
    if !text.has_fonts(block.start) {
        return Vec::new();
    }
    let from = text.styles.partition_point(|(s, _)| s.end <= block.start);
    let of_block = text.styles[from..].iter().take_while(|(s, _)| s.start < block.end);
    let italics: Vec<Span> = of_block
        .filter(|(_, style)| style.italic)
        .map(|(s, _)| {
            Span::new(
                s.start.max(block.start) - block.start,
                s.end.min(block.end) - block.start,
            )
        })
        .collect();
    let all: usize = italics.iter().map(|s| s.len()).sum();
    if 10 * all > 9 * block.len() {
        Vec::new()
    } else {
        italics
    }
}

/// Adds a citation, its parts and its date; `offset` is where its block starts.
fn add(string: &str, offset: usize, found: Cited, dates: &[Dated], settled: &mut Settled) {
    let global = |s: Span| Span::new(s.start + offset, s.end + offset);
    let whole = global(found.span);
    let parts: Vec<(Span, Part)> = found.parts.into_iter().map(|(s, part)| (global(s), part)).collect();
    let crosses = |s: Span| s.overlaps(whole) && !whole.contains(s);
    let taken = |s: Span| parts.iter().any(|(part, _)| part.overlaps(s));
    settled.figures.retain(|f| !f.span.overlaps(whole));
    settled.dates.retain(|d| !crosses(d.span) && !taken(d.span));
    settled.nouns.retain(|n| !crosses(n.span) && !taken(n.span));
    if let Some(date) = found.date.map(global) {
        let inside = |d: &&Dated| date.contains(d.span);
        let same = dates.iter().find(|d| d.span == date).cloned();
        let dated = same.or_else(|| read(string, date, dates.iter().filter(inside).collect()));
        settled.dates.retain(|d| !d.span.overlaps(date));
        settled.dates.extend(dated.map(|d| Dated {
            closes_title: found.kind != CitationKind::Press,
            ..d
        }));
    }
    let annotation = |span: Span, rule: &Arc<str>, value: Value| Annotation {
        span,
        rule: Arc::clone(rule),
        value,
        cert: None,
    };
    let citation = Citation {
        kind: found.kind,
        work: None,
    };
    let rule = &RULES.citation[found.kind as usize];
    settled.cited.push(annotation(whole, rule, Value::Citation(citation)));
    let parts = parts
        .into_iter()
        .map(|(span, part)| annotation(span, &RULES.part, Value::Part(part)));
    settled.cited.extend(parts);
}

/// Leaves out mentions of acts that cross a citation or a part of one.
pub(super) fn beside(cited: &[Annotation], acts: Vec<Annotation>) -> Vec<Annotation> {
    let mut spans: Vec<Span> = cited
        .iter()
        .filter(|a| matches!(a.value, Value::Citation(_) | Value::Part(_)))
        .map(|a| a.span)
        .collect();
    spans.sort_by_key(|s| s.start);
    let crosses = |act: Span| {
        let to = spans.partition_point(|s| s.start < act.end);
        // A citation is shorter than this.
        let near = spans[..to].iter().rev().take_while(|s| s.start + 4000 > act.start);
        near.filter(|s| s.overlaps(act))
            .any(|s| !s.contains(act) && !act.contains(*s))
    };
    acts.into_iter().filter(|act| !crosses(act.span)).collect()
}

/// Reads the date of a reference where the rules found none of this stretch: a year, or a year before its day.
fn read(string: &str, span: Span, inside: Vec<&Dated>) -> Option<Dated> {
    let words = span.of(string);
    let year = words
        .split(|c: char| !c.is_ascii_digit())
        .find(|w| w.len() == 4)?
        .parse::<i16>()
        .ok()?;
    let day = inside.iter().find_map(|d| match d.when {
        When::At(Moment::MonthDay(month, day)) => period::day_moment(Some(year), month, day).ok(),
        When::At(Moment::MonthOnly(month)) => Some(Moment::Month(year, month)),
        _ => None,
    });
    let second = || -> Option<i16> {
        let to = words.trim().rsplit(['–', '—', '-', '/']).next()?;
        let to = to.parse::<i16>().ok().filter(|_| to.len() < words.trim().len())?;
        let base = match to {
            0..10 => year / 10 * 10,
            10..100 => year / 100 * 100,
            _ => 0,
        };
        Some(base + to).filter(|to| *to > year)
    };
    let when = match (day, second()) {
        (Some(day), _) => When::At(day),
        (None, Some(to)) => When::Range(Moment::Year(year), Moment::Year(to)),
        (None, None) => When::At(Moment::Year(year)),
    };
    Some(Dated {
        span,
        rule: Arc::clone(&RULES.date),
        closes_title: true,
        when,
        cert: None,
    })
}
