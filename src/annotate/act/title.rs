//! Titles of acts over several lines: the lines below the noun at the head of one tell its date, number and issuer.
//!
//! `Verordnung über die Lagerung von Torf` / `Vom 28. April 1934`; `ПРИКАЗ` / `№ 88` / `22 апреля 1935 г.`

use std::sync::Arc;

use super::dated::number_end;
use super::phrases::issuer;
use super::reader::Reader;
use super::{Noun, compound_kind};
use crate::annotate::Dated;
use crate::annotate::annotation::{ActMention, ActTold, Annotation, Value};
use crate::repair::{BlockKind, Text};
use crate::rules::Words;
use crate::span::Span;

/// The longest line of a title, in bytes.
const LONGEST: usize = 160;

/// How many lines below the noun belong to a title.
const LINES: usize = 4;

/// Adds what the lines of titles tell to the mentions of each block, and a mention where a noun alone is the head of one.
pub(in super::super) fn titles(
    text: &Text,
    nouns: &[Vec<Noun>],
    dates: &[Vec<Dated>],
    words: &Words,
    acts: &mut [Vec<Annotation>],
) {
    for block in 0..text.blocks.len() {
        let span = text.blocks[block].span;
        let spoken = |noun: &&Noun| {
            noun.span.start == span.start
                && matches!(&*noun.rule, "act/act" | "act/compound")
                && text.languages.iter().any(|l| words.speaks(l, &noun.language))
        };
        let Some(noun) = nouns[block].iter().filter(spoken).max_by_key(|noun| noun.span.end) else {
            continue;
        };
        if !is_line(text, block, noun.span) {
            continue;
        }
        let mut told = ActTold::default();
        for below in (block + 1..text.blocks.len()).take(LINES) {
            let Some(more) = with_reader(text, below, &dates[below], words, &noun.language, line) else {
                break;
            };
            match more {
                Some(more) if is_short(text, below) => fill(&mut told, more),
                None if is_short(text, below) && !stopped(text, below) => {}
                _ => break,
            }
        }
        if told.date.is_none() && told.number.is_none() {
            continue;
        }
        let known = acts[block].iter_mut().find(|act| act.span.overlaps(noun.span));
        if let Some(Value::Act(mention)) = known.map(|act| &mut act.value) {
            match mention.told.first_mut() {
                Some(first) if mention.whole.is_none() => fill(first, told),
                _ => continue,
            }
            mention.title = true;
            continue;
        }
        acts[block].extend(headed(text, block, noun, &dates[block], words, told));
        acts[block].sort_by_key(|act| act.span);
    }
}

/// Makes the mention of a noun that alone, or with its issuer, is the head of an act.
fn headed(
    text: &Text,
    block: usize,
    noun: &Noun,
    dates: &[Dated],
    words: &Words,
    mut told: ActTold,
) -> Option<Annotation> {
    let span = text.blocks[block].span;
    let (kind, end) = with_reader(text, block, dates, words, &noun.language, |reader| {
        let word = noun.span.of(&text.string);
        let kind = words.meaning_in("act_noun", word, &noun.language);
        let kind = kind.or_else(|| compound_kind(reader, word))?.to_owned();
        let behind = noun.span.end - span.start;
        let by = issuer(reader, behind).filter(|by| reader.text[by.end..].trim().is_empty());
        if let Some(by) = by {
            told.issuer.get_or_insert(by.of(reader.text).to_owned());
        }
        Some((kind, by.map_or(noun.span.end, |by| span.start + by.end)))
    })??;
    Some(Annotation {
        span: Span::new(noun.span.start, end),
        rule: Arc::clone(&noun.rule),
        value: Value::Act(ActMention {
            subtype: kind,
            told: vec![told],
            title: true,
            ..ActMention::default()
        }),
        cert: None,
    })
}

/// Calls a function with a reader of a block; `None` where it is of a kind that is no line of a title.
fn with_reader<T>(
    text: &Text,
    block: usize,
    dates: &[Dated],
    words: &Words,
    tag: &str,
    read: impl FnOnce(&Reader<'_>) -> T,
) -> Option<T> {
    let block = &text.blocks[block];
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. }) {
        return None;
    }
    let local = |span: Span| Span::new(span.start - block.span.start, span.end - block.span.start);
    let dates: Vec<(Span, &Dated)> = dates.iter().map(|d| (local(d.span), d)).collect();
    Some(read(&Reader {
        text: block.span.of(&text.string),
        dates: &dates,
        nouns: &[],
        words,
        tag,
    }))
}

/// Reads a line that tells date, number or issuer of an act and nothing else.
fn line(reader: &Reader<'_>) -> Option<ActTold> {
    let mut told = ActTold::default();
    let mut at = 0;
    loop {
        at = reader.text.len()
            - reader.text[at..]
                .trim_start_matches([' ', '\u{a0}', ',', '.', '(', ')', '[', ']'])
                .len();
        if at >= reader.text.len() {
            return (told != ActTold::default()).then_some(told);
        }
        let numbered = reader.head("act_number", at).map(|end| reader.skip(end));
        if let Some((span, dated)) = reader.date_at(at).filter(|_| told.date.is_none()) {
            told.date = Some((dated.when.clone(), span.of(reader.text).to_owned()));
            at = span.end;
        } else if let Some((from, end)) = numbered
            .and_then(|from| Some((from, number_end(reader, from)?)))
            .filter(|_| told.number.is_none())
        {
            told.number = Some(reader.text[from..end].to_owned());
            at = end;
        } else if let Some(end) = reader.head("act_dated", at).filter(|end| reader.skip(*end) > *end) {
            at = reader.skip(end);
        } else {
            let by = issuer(reader, at).filter(|by| by.start == at && told.issuer.is_none())?;
            told.issuer = Some(by.of(reader.text).to_owned());
            at = by.end;
        }
    }
}

/// Adds what another line tells.
fn fill(told: &mut ActTold, more: ActTold) {
    told.date = told.date.take().or(more.date);
    told.number = told.number.take().or(more.number);
    told.issuer = told.issuer.take().or(more.issuer);
}

fn is_short(text: &Text, block: usize) -> bool {
    text.blocks[block].span.len() <= LONGEST
}

fn stopped(text: &Text, block: usize) -> bool {
    text.blocks[block]
        .span
        .of(&text.string)
        .trim_end()
        .ends_with(['.', ':', ';', '!', '?'])
}

/// Tells whether a block is the first line of a title: a heading, or a short line without a stop or in capitals.
fn is_line(text: &Text, block: usize, noun: Span) -> bool {
    let capitals = noun.of(&text.string).chars().all(char::is_uppercase);
    let capital = noun.of(&text.string).starts_with(char::is_uppercase);
    match text.blocks[block].kind {
        BlockKind::Heading { .. } => is_short(text, block),
        BlockKind::Paragraph => is_short(text, block) && capital && (capitals || !stopped(text, block)),
        _ => false,
    }
}
