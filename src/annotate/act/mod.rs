//! Acts: a noun of acts becomes the mention of one, with what the words around it tell.
//!
//! In come the places in a block where rules found such a noun, and the dates of the block, their years settled; out come
//! mentions. A class of acts (`labour laws`) is none, and what only points back (`this edict`) is kept for
//! [`super::resolve`] to settle. What stands before the noun is read in `before`, what stands behind it in `behind`.

mod article;
mod before;
mod behind;
mod phrases;
mod reader;

use std::cmp::Reverse;
use std::sync::Arc;

use before::{Before, Means, before};
use behind::{Behind, Group, behind, of_sentence};
use reader::{Reader, capital};

use super::Dated;
use super::annotation::{ActMention, ActTold, Annotation, Value};
use crate::repair::{Cert, Text};
use crate::rules::Words;
use crate::span::Span;

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
        let spoken = text.languages.iter().any(|l| words.speaks(l, &noun.language));
        let span = local(noun.span);
        // A word that a language of the text has is no word of another: English `ukases`, German `Ukases`.
        let shared = |n: &Noun| n.span.overlaps(noun.span) && text.languages.iter().any(|l| words.speaks(l, &n.language));
        if !spoken && nouns.iter().any(shared) {
            continue;
        }
        // Of two nouns at one place the longer is meant: `circular letter`.
        if nouns.iter().any(|n| n.span.start == noun.span.start && n.span.end > noun.span.end && n.language == noun.language) {
            continue;
        }
        let read = match &*noun.rule {
            "act/article" => article::read(&reader, span),
            "act/name" => Some((span, name(&reader, span))),
            "act/compound" => compound(&reader, span),
            rule => read(&reader, span, rule == "act/acts"),
        };
        let Some((span, mention)) = read else { continue };
        let dated = mention.told.iter().any(|t| t.date.is_some() || t.number.is_some());
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
    found.sort_by_key(|a| (Reverse(a.span.len()), Reverse(told(a)), a.span.start));
    let mut kept: Vec<Annotation> = Vec::new();
    for mention in found {
        if !kept.iter().any(|k| k.span.overlaps(mention.span)) && text.string.is_char_boundary(mention.span.end) {
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
        crosses || mention.told.iter().chain(mention.whole.iter().flat_map(|w| &w.told)).any(named)
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

/// Reads a compound of a noun of acts: a name with an article before it.
fn compound(reader: &Reader<'_>, span: Span) -> Option<(Span, ActMention)> {
    let word = span.of(reader.text);
    let (head, _) = word.char_indices().skip(1).map(|(i, _)| word.split_at(i)).find(|(_, tail)| {
        let upper: String = capitalised(tail);
        reader.is("act_noun", &upper)
    })?;
    let tail = capitalised(&word[head.len()..]);
    let kind = reader.words.meaning_in("act_noun", &tail, reader.tag)?;
    if reader.is("act_noun", word) || reader.is("act_nouns", word) || reader.is("act_not_compound", word) {
        return None;
    }
    let (around, mut found) = parts(reader, span, kind, false);
    let definite = around.means != Means::Any && around.means != Means::Bare || found.told.iter().any(|t| weight(t) > 0);
    let first = found.told.first_mut()?;
    first.title.get_or_insert(word.to_owned());
    definite.then(|| {
        let span = Span::new(around.start, found.end);
        (span, mention(kind, found.told, false, false))
    })
}

/// Writes a word with a capital at its head, as the lists have German nouns.
fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// Reads what stands on both sides of a noun.
fn parts(reader: &Reader<'_>, span: Span, kind: &str, plural: bool) -> (Before, Behind) {
    let group = group(reader, kind);
    let loose = reader.is("act_loose", span.of(reader.text));
    let noun = behind::Noun { span, group, plural, loose };
    (before(reader, span, kind == "act"), behind(reader, noun))
}

/// Returns what a kind of act allows.
fn group(reader: &Reader<'_>, kind: &str) -> Group {
    match reader.words.meaning_in("act_group", kind, reader.tag) {
        // `Edict of Nantes`
        _ if kind == "edict" => Group::Treaty,
        Some("treaty" | "declaration") => Group::Treaty,
        Some("code" | "constitution") => Group::Code,
        Some("law" | "amnesty") => Group::Law,
        _ => Group::Order,
    }
}

fn mention(kind: &str, told: Vec<ActTold>, plural: bool, near: bool) -> ActMention {
    ActMention {
        subtype: kind.to_owned(),
        told,
        plural,
        near,
        ..ActMention::default()
    }
}

/// Reads the mention round a noun; `None` where it names a class of acts, or none.
fn read(reader: &Reader<'_>, span: Span, plural: bool) -> Option<(Span, ActMention)> {
    let word = span.of(reader.text);
    let list = if plural { "act_nouns" } else { "act_noun" };
    let kind = reader.words.meaning_in(list, word, reader.tag)?;
    // `Act` in capitals only, except where it is dated.
    let small_act = kind == "act" && !capital(word);
    if let Some(next) = reader.word_at(reader.skip(span.end))
        && reader.is("act_compound", next.of(reader.text))
    {
        return None;
    }
    let (around, mut found) = parts(reader, span, kind, plural);
    let near = reader.is("act_near", word);
    let loose = reader.is("act_loose", word) || small_act;
    // `legislation` is one act only with a day or month.
    let mass = kind == "legislation";
    let unnamed = reader.is("act_unnamed", word);
    let behind_told = found.told.clone();
    let found_loosely = found.loosely;
    let name_words: Vec<&str> = around.name.iter().map(|w| w.of(reader.text)).collect();
    let whole_name = Span::new(around.start, span.end).of(reader.text);

    let first = found.told.first_mut()?;
    if first.date.is_none() {
        first.date.clone_from(&around.date);
    }
    let upper_noun = capital(word) || word.chars().all(char::is_uppercase);
    let definite = matches!(around.means, Means::The | Means::This);
    let group = group(reader, kind);
    let solid = matches!(group, Group::Treaty | Group::Code);
    let proper = around.proper && (upper_noun || !unnamed) && !runs_on(reader, found.end) && proper_name(reader, &around, upper_noun, solid, plural);
    let coded = kind == "code" && !plural && !name_words.is_empty() && definite;
    let state = kind == "constitution" && !plural && !name_words.is_empty() && definite;
    if first.title.is_none() && (proper || coded || state || kind == "code" && !name_words.is_empty()) {
        first.title = Some(strip_date(whole_name, around.date.as_ref().map(|d| d.1.as_str())));
    }
    if let Some(issuer) = around.issuer {
        first.issuer.get_or_insert(issuer.of(reader.text).to_owned());
    }

    let dated = first.date.is_some();
    let yearly = first.date.as_ref().is_some_and(|(when, _)| year_only(when));
    let several = behind_told.len();
    // `repealed the law in 1846` tells nothing of the law.
    let adverb = found_loosely && around.means != Means::Any && first.number.is_none() && first.title.is_none();
    if adverb {
        first.date = None;
    }
    let dated = dated && !adverb;
    let strong = dated && !(mass && (yearly || around.date.is_none())) && !(plural && yearly && behind_told.len() < 2 && !definite_year(&around, several))
        || first.number.is_some()
        || behind_told.first().is_some_and(|t| t.title.is_some());
    let end = if adverb { span.end } else { found.end };
    let mut start = around.start;
    let listed = strong || proper && (upper_noun || !reader.is("act_loose", word) || group == Group::Treaty);
    let plain = !plural && !loose;
    let about = plain && (definite || group != Group::Treaty) && first.subject.is_some() && !found.loose_subject && (around.means != Means::Bare || upper_noun || !reader.has("act_the"));
    let office = !matches!(kind, "order");
    let issued = plain && office && definite && first.issuer.is_some() && found.end > span.end && around.means == Means::The;
    let owned = plain && around.possessor.is_some() && !idiom(reader, around.possessor.unwrap_or(start)) && follows(reader, found.end);

    let here = Span::new(start, end);
    let sentence = || of_sentence(reader, here, around.means == Means::Any);
    let identified = listed || about || issued || coded || state && follows(reader, end);
    if identified || owned {
        if !listed && !identified && let Some(possessor) = around.possessor {
            start = possessor;
        }
        if !dated && let Some(date) = sentence() {
            first.date = Some(date);
        }
        // Bare plurals are classes unless a name or a date makes one of them.
        return Some((Span::new(start, end), mention(kind, found.told, plural, near)));
    }
    if !plural && found.loose_subject {
        if definite && let Some(date) = sentence() {
            first.date = Some(date);
            return Some((Span::new(start, end), mention(kind, found.told, plural, near)));
        }
        *first = ActTold::default();
    }
    let end = span.end;
    if !follows(reader, end) || reader.head("act_by", reader.skip(end)).is_some_and(|of| reader.text[..of].ends_with("of")) {
        return None;
    }
    // `In March 1929 a new law broadened …`
    if plain && !small_act && around.means == Means::Any && let Some(date) = of_sentence(reader, Span::new(start, end), true) {
        let told = ActTold {
            date: Some(date),
            issuer: first.issuer.clone(),
            ..ActTold::default()
        };
        return Some((Span::new(start, end), mention(kind, vec![told], false, near)));
    }
    let back = match around.means {
        Means::This => true,
        Means::The => !(small_act && !upper_noun) && around.name.is_empty() && reader.has("act_follow") || definite && around.name.is_empty(),
        Means::Bare | Means::Any => false,
    };
    (back && !around.apart && around.possessor.is_none() && around.date.is_none() && kind != "legislation")
        .then(|| (Span::new(span.start, end), mention(kind, Vec::new(), plural, near && around.means == Means::The)))
}

/// Tells whether the words before a noun make it the name of one act.
fn proper_name(reader: &Reader<'_>, around: &Before, upper: bool, solid: bool, plural: bool) -> bool {
    if around.possessor.is_some() && !upper {
        return false;
    }
    let definite = around.means == Means::The;
    // `Kellogg–Briand pact` by its kind, `Nuremberg laws` and `the Kirov law` by the article.
    (upper || solid || definite) && around.name.iter().any(|word| {
        let word = word.of(reader.text);
        let place = !upper && !solid && PLACES.iter().any(|ending| word.ends_with(ending));
        let body = upper && !solid && ORDERS.iter().any(|ending| word.ends_with(ending)) && around.name.len() == 1;
        capital(word) && !reader.is("act_generic", word) && !place && !body
    })
}

/// Tells whether the plural with a year still means certain acts: `the 1938 laws`.
fn definite_year(around: &Before, several: usize) -> bool {
    several > 1 || !around.name.is_empty()
}

/// Tells whether a date leaves the month open, so that several acts may be of it.
fn year_only(when: &super::When) -> bool {
    !matches!(
        when,
        super::When::At(super::Moment::Day(_) | super::Moment::Month(..) | super::Moment::MonthDay(..))
            | super::When::Julian { .. }
    )
}

/// Endings of adjectives from countries and faiths, which name a body of law: `Hungarian law`.
const PLACES: [&str; 6] = ["an", "ish", "ese", "ic", "al", "ist"];

/// Endings of the names of orders of monks and knights, and of movements.
const ORDERS: [&str; 6] = ["can", "ian", "ine", "ite", "onic", "ist"];

/// Returns a name without the date at its head.
fn strip_date(name: &str, date: Option<&str>) -> String {
    let rest = date.and_then(|date| name.strip_prefix(date)).unwrap_or(name);
    rest.trim_start_matches([' ', ',']).to_owned()
}

/// Tells whether `on Stalin's orders` and the like stand before a possessor.
fn idiom(reader: &Reader<'_>, at: usize) -> bool {
    let before = reader.word_before(reader.back(at)).map_or("", |w| w.of(reader.text));
    matches!(before, "on" | "by" | "at" | "under" | "On" | "By" | "Under" | "At" | "against" | "to")
}

/// Tells whether the word that ends at a place has no capital.
fn lower_noun(reader: &Reader<'_>, end: usize) -> bool {
    reader.word_before(end).is_some_and(|word| !capital(word.of(reader.text)))
}

/// Tells whether a name goes on with another word in a capital: `North Atlantic Treaty Organization`.
fn runs_on(reader: &Reader<'_>, end: usize) -> bool {
    let next = reader.skip(end);
    next > end
        && !lower_noun(reader, end)
        && reader.word_at(next).is_some_and(|word| {
            let letters = word.of(reader.text);
            capital(letters) && reader.date_at(next).is_none() && !reader.is("act_follow", letters) && !reader.noun_at(next)
        })
}

/// Tells whether what follows a noun lets it stand for an act: a stop, a verb, a preposition.
fn follows(reader: &Reader<'_>, end: usize) -> bool {
    let rest = &reader.text[end..];
    if !reader.has("act_follow") {
        return true;
    }
    let here = reader.skip(end);
    match reader.word_at(here) {
        Some(_) if here == end => rest.starts_with(['’', '\'']),
        Some(word) => {
            let letters = word.of(reader.text);
            reader.is("act_follow", letters)
                || letters.ends_with("ed")
                || letters.ends_with("ly")
                || capital(letters) && rest.starts_with(' ') && !reader.text[..end].ends_with(char::is_uppercase) && lower_noun(reader, end)
                || reader.date_at(here).is_some()
                || reader.head("act_dated", here).is_some()
        }
        None => true,
    }
}
