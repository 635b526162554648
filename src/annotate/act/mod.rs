//! Acts: a noun of acts becomes the mention of one, with what the words around it tell.
//!
//! In come the places in a block where rules found such a noun, and the dates of the block, their years settled; out come
//! mentions. A class of acts (`labour laws`) is none, and what only points back (`this edict`) is kept for
//! [`super::resolve`] to settle. What stands before the noun is read in `before`, what stands behind it in `behind`;
//! `judge` tells what it comes to. The words by which a language names acts are in its `acts.toml`.

mod article;
mod before;
mod behind;
mod dated;
mod judge;
mod phrases;
mod reader;
mod title;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use before::Means;
use judge::Found;
use reader::Reader;
pub(super) use title::titles;

use super::Dated;
use super::annotation::{ActMention, ActTold, Annotation, Value};
use crate::repair::{Cert, Text};
use crate::rules::Words;
use crate::span::Span;

/// The longest noun or name, in bytes.
const LONGEST: usize = 120;

/// A noun or name from which the mention of an act is read.
#[derive(Clone, Debug)]
pub(super) struct Noun {
    /// Where in the text.
    pub(super) span: Span,
    /// The rule that found it.
    pub(super) rule: Arc<str>,
    /// The language of the rule.
    pub(super) language: String,
}

/// Reads the mentions of a block; none overlaps another.
pub(super) fn mentions(text: &Text, block: Span, nouns: &[Noun], dates: &[Dated], words: &Words) -> Vec<Annotation> {
    if nouns.is_empty() {
        return Vec::new();
    }
    let local = |span: Span| Span::new(span.start - block.start, span.end - block.start);
    let dates: Vec<(Span, &Dated)> = dates.iter().map(|d| (local(d.span), d)).collect();
    let mut starts: Vec<usize> = nouns
        .iter()
        .filter(|n| &*n.rule != "act/article")
        .map(|n| n.span.start - block.start)
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let mut found: Vec<Annotation> = Vec::new();
    for noun in nouns {
        let reader = Reader {
            text: block.of(&text.string),
            dates: &dates,
            nouns: &starts,
            words,
            tag: &noun.language,
        };
        // Of what begins far before it nothing reaches here.
        let from = nouns.partition_point(|n| n.span.start + LONGEST < noun.span.start);
        let to = nouns.partition_point(|n| n.span.start < noun.span.end).max(from);
        let near = &nouns[from..to];
        // A word that a language of the text has is no word of another: English `ukases`, German `Ukases`.
        let shared =
            |n: &Noun| n.span.overlaps(noun.span) && text.languages.iter().any(|l| words.speaks(l, &n.language));
        let spoken = text.languages.iter().any(|l| words.speaks(l, &noun.language));
        // Of two nouns at one place the longer is meant: `circular letter`.
        let longer =
            |n: &Noun| n.span.start == noun.span.start && n.span.end > noun.span.end && n.language == noun.language;
        if !spoken && near.iter().any(shared) || near.iter().any(longer) {
            continue;
        }
        let span = local(noun.span);
        let read = match &*noun.rule {
            "act/article" => article::read(&reader, span),
            "act/name" => Some((span, name(&reader, span))),
            "act/compound" => compound(&reader, span),
            rule => read(&reader, span, rule == "act/acts"),
        };
        let Some((span, mention)) = read else { continue };
        let dated = mention.subtype != "article" && mention.told.iter().any(|t| t.date.is_some() || t.number.is_some());
        let whole = mention.whole.as_ref().is_some_and(|w| !w.told.is_empty());
        if !(spoken || dated && mention.whole.is_none() || whole) {
            continue;
        }
        let cert = mention.told.is_empty().then_some(Cert::Medium);
        found.push(Annotation {
            span: Span::new(block.start + span.start, block.start + span.end),
            rule: Arc::clone(&noun.rule),
            value: Value::Act(mention),
            cert,
        });
    }
    longest(text, found)
}

/// Keeps the longest of mentions that overlap; of equals that of the text's first language.
fn longest(text: &Text, mut found: Vec<Annotation>) -> Vec<Annotation> {
    let told = |a: &Annotation| match &a.value {
        Value::Act(act) => act.told.iter().map(weight).sum(),
        _ => 0,
    };
    // What may turn out to be no mention gives way: `Kellogg Pact` stands in `the Kellogg Pact amendment`.
    let unsure = |a: &Annotation| matches!(&a.value, Value::Act(act) if act.about.is_some());
    found.sort_by_key(|a| (unsure(a), Reverse(a.span.len()), Reverse(told(a)), a.span.start));
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut kept: Vec<Annotation> = Vec::new();
    for mention in found {
        let span = mention.span;
        let before = taken.range(..span.end).next_back();
        if before.is_none_or(|(_, end)| *end <= span.start) && text.string.is_char_boundary(span.end) {
            taken.insert(span.start, span.end);
            kept.push(mention);
        }
    }
    kept.sort_by_key(|a| a.span);
    kept
}

/// How much is told of an act.
fn weight(told: &ActTold) -> usize {
    [
        told.date.is_some(),
        told.number.is_some(),
        told.title.is_some(),
        told.subject.is_some(),
        told.issuer.is_some(),
    ]
    .iter()
    .filter(|told| **told)
    .count()
}

/// Adds mentions to what else was found: a figure that is their number or part of their title is none, and one that
/// crosses the edge of a mention gives way.
pub(super) fn fit(text: &str, annotations: &mut Vec<Annotation>, acts: Vec<Annotation>) {
    let inside = |a: &Annotation, act: &Annotation| {
        let Value::Act(mention) = &act.value else { return false };
        let words = a.span.of(text);
        let crosses = !act.span.contains(a.span);
        let named = |told: &ActTold| {
            [&told.number, &told.title, &told.subject]
                .into_iter()
                .flatten()
                .any(|name| name.contains(words))
        };
        crosses
            || mention
                .told
                .iter()
                .chain(mention.whole.iter().flat_map(|w| &w.told))
                .any(named)
    };
    annotations.retain(|a| {
        let from = acts.partition_point(|act| act.span.end <= a.span.start);
        let over = acts.get(from).filter(|act| act.span.overlaps(a.span));
        !(matches!(a.value, Value::Figure(_)) && over.is_some_and(|act| inside(a, act)))
    });
    annotations.extend(acts);
}

/// Returns the mention of a name without a noun of acts.
fn name(reader: &Reader<'_>, span: Span) -> ActMention {
    let words = span.of(reader.text);
    let kind = reader.words.meaning_in("act_name", words, reader.tag).unwrap_or("act");
    ActMention {
        subtype: kind.to_owned(),
        told: vec![ActTold {
            title: Some(words.to_owned()),
            ..ActTold::default()
        }],
        ..ActMention::default()
    }
}

/// Reads the mention round a noun; `None` where it names a class of acts, or none.
fn read(reader: &Reader<'_>, span: Span, plural: bool) -> Option<(Span, ActMention)> {
    let list = if plural { "act_nouns" } else { "act_noun" };
    let kind = reader.words.meaning_in(list, span.of(reader.text), reader.tag)?;
    // `edict-driven`
    let rest = &reader.text[span.end..];
    if rest.starts_with(['-', '‐', '‑']) && rest.chars().nth(1).is_some_and(char::is_alphanumeric) {
        return None;
    }
    if reader.head("act_compound", reader.skip(span.end)).is_some() {
        return None;
    }
    let found = Found::new(reader, span, kind, plural);
    let named = found.named().or_else(|| found.introduced());
    named.or_else(|| found.back()).or_else(|| found.about())
}

/// Reads a compound of a noun of acts, which is a name where an article, a date or a number stands beside it.
fn compound(reader: &Reader<'_>, span: Span) -> Option<(Span, ActMention)> {
    let word = span.of(reader.text);
    let kind = compound_kind(reader, word)?;
    let found = Found::new(reader, span, kind, false);
    let mut told = found.behind.told;
    let first = told.first_mut()?;
    if weight(first) == 0 && !matches!(found.around.means, Means::The | Means::This) {
        return None;
    }
    first.title.get_or_insert(word.to_owned());
    let mention = ActMention {
        subtype: kind.to_owned(),
        told,
        ..ActMention::default()
    };
    Some((Span::new(found.around.start, found.behind.end), mention))
}

/// Returns the kind of act whose noun a compound ends in.
fn compound_kind<'r>(reader: &Reader<'r>, word: &str) -> Option<&'r str> {
    if !reader.manner("nouns in capitals")
        || ["act_noun", "act_nouns", "act_class"]
            .iter()
            .any(|l| reader.is(l, word))
    {
        return None;
    }
    let mut tails = word.char_indices().skip(1).map(|(i, _)| capitalised(&word[i..]));
    tails.find_map(|tail| reader.words.meaning_in("act_noun", &tail, reader.tag))
}

/// Writes a word with a capital at its head, as the lists have German nouns.
fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}
