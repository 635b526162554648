//! Acts: which entry of the register each mention of a law, decree, order and the like means.
//!
//! In come the mentions as they were read, out come entries, one an act. What tells most is settled first: a day or a
//! number, then a month, a year, a title, a subject. A subject alone (`edict on desertion`) means the dated act of
//! whose day the text speaks in the same words. Then articles find the act that they are in, and last `this edict` the
//! act that was spoken of.

mod articles;
mod back;
mod entries;
mod ids;
mod likeness;
mod merge;
mod years;

pub(crate) use merge::merge_acts;

use std::collections::{BTreeMap, BTreeSet};

use super::super::annotation::{ActMention, ActTold, Annotation, Moment, Value, When};
use crate::diag::{Diagnostic, Warned};
use crate::registers::ActEntry;
use crate::repair::{BlockKind, Text};
use crate::rules::Words;
use crate::span::Span;
use entries::{Entries, Entry};
use likeness::{content, told};

/// A title is all of its paragraph, but for an article and a stop, in bytes.
const ARTICLE: usize = 6;

/// A mention with the place where the reader comes upon it.
#[derive(Clone, Debug)]
pub(super) struct Spoken {
    /// Its place in the list of annotations.
    index: usize,
    /// Where it starts.
    at: usize,
    /// Where it ends.
    end: usize,
    /// The note that it is in.
    note: Option<usize>,
    /// Where that note is called.
    call: Option<usize>,
    /// The block that it is in, or in which its note is called.
    block_at_call: usize,
    kind: String,
    plural: bool,
    /// It is a heading, or a paragraph of its own: the title of the act that follows.
    title: bool,
    /// A clause says that it is the title of the act in which it stands.
    own: bool,
    /// The act at hand changes or ends it.
    altered: bool,
    /// The entries that it means, as far as they are settled.
    entries: Vec<usize>,
}

/// Fills in what the mentions of acts point at and returns the entries in the order of their identifiers; those of
/// `authority` keep theirs.
pub(super) fn acts(
    text: &Text,
    annotations: &mut Vec<Annotation>,
    authority: &[ActEntry],
    words: &Words,
) -> Warned<Vec<ActEntry>> {
    let mut spoken = spoken(text, annotations, words);
    if spoken.is_empty() {
        return Warned::certain(Vec::new());
    }
    years::inferred(text, annotations, words);
    let mentions: Vec<ActMention> = spoken
        .iter()
        .filter_map(|s| act(&annotations[s.index]).cloned())
        .collect();
    let clauses = back::clauses(text, &spoken, &mentions, words);
    clauses.iter().for_each(|named| spoken[*named].own = true);
    let mut entries = Entries::of_authority(authority, words);
    let mut diagnostics = Vec::new();
    let days = days(annotations);

    named(text, &mut entries, &mut spoken, &mentions, &days, &mut diagnostics);
    articles::articles(text, &mut entries, &mut spoken, &mentions);
    for i in 0..spoken.len() {
        if mentions[i].told.is_empty() {
            let found = match &mentions[i].about {
                Some(about) => back::about(&entries, &spoken[i], &mentions[i].subtype, about),
                None => back::back(&entries, &spoken, &spoken[i], &mentions[i]),
            };
            spoken[i].entries = found.unwrap_or_default();
        }
    }
    let ids = ids::ids(&entries.list, words);
    let mut counts = vec![0; entries.list.len()];
    for s in &spoken {
        s.entries.iter().for_each(|e| counts[*e] += 1);
        if let Value::Act(act) = &mut annotations[s.index].value {
            act.refs = s.entries.iter().map(|e| ids[*e].clone()).collect();
            act.refs.dedup();
        }
    }
    annotations.retain(|a| !matches!(&a.value, Value::Act(act) if act.refs.is_empty()));
    let wholes: BTreeSet<usize> = entries.list.iter().filter_map(|e| e.whole).collect();
    let mut register: Vec<ActEntry> = entries
        .list
        .iter()
        .enumerate()
        .filter(|(i, _)| counts[*i] > 0 || wholes.contains(i))
        .map(|(i, entry)| written(entry, &ids, i, counts[i]))
        .collect();
    register.sort_by(|a, b| a.id.cmp(&b.id));
    Warned::new(register, diagnostics)
}

fn act(annotation: &Annotation) -> Option<&ActMention> {
    match &annotation.value {
        Value::Act(act) => Some(act),
        _ => None,
    }
}

fn written(entry: &Entry, ids: &[String], i: usize, mentions: usize) -> ActEntry {
    ActEntry {
        id: ids[i].clone(),
        subtype: entry.kind().to_owned(),
        title: entry.told.title.clone(),
        subject: entry.told.subject.clone(),
        date: entry.told.date.clone(),
        number: entry.told.number.clone(),
        issuer: entry.told.issuer.clone(),
        whole: entry.whole.map(|w| ids[w].clone()),
        mentions,
        cert: None,
    }
}

/// Lists the mentions in the order of the text, notes behind.
fn spoken(text: &Text, annotations: &[Annotation], words: &Words) -> Vec<Spoken> {
    let block_at = |at: usize| {
        text.blocks
            .partition_point(|b| b.span.end < at)
            .min(text.blocks.len().saturating_sub(1))
    };
    let list = annotations.iter().enumerate().filter_map(|(index, annotation)| {
        let mention = act(annotation)?;
        let at = annotation.span.start;
        let block = block_at(at);
        let note = match text.blocks.get(block).map(|b| &b.kind) {
            Some(BlockKind::NoteBody { note }) => Some(*note),
            _ => None,
        };
        let call = note.and_then(|n| Some(text.notes.get(n)?.call.as_ref()?.at));
        Some(Spoken {
            index,
            at,
            end: annotation.span.end,
            note,
            call,
            block_at_call: call.map_or(block, block_at),
            kind: mention.subtype.clone(),
            plural: mention.plural,
            own: false,
            altered: {
                let behind = text.string[annotation.span.end..].trim_start_matches([',', ' ']);
                words.head("act_altered", behind, &text.languages).is_some()
            },
            title: mention.title
                || text.blocks.get(block).is_some_and(|b| {
                    let rest = b.span.len().saturating_sub(annotation.span.len());
                    matches!(b.kind, BlockKind::Heading { .. }) || rest <= ARTICLE
                }),
            entries: Vec::new(),
        })
    });
    list.collect()
}

/// Returns where each day is spoken of.
fn days(annotations: &[Annotation]) -> BTreeMap<(i16, u8, u8), Vec<usize>> {
    let mut days: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for annotation in annotations {
        if let Value::Date(when @ When::At(Moment::Day(_))) = &annotation.value
            && let (Some(year), Some(month), Some(day)) = told(when)
        {
            days.entry((year, month, day)).or_default().push(annotation.span.start);
        }
    }
    days
}

/// How much a telling tells: less is more.
fn rank(told_of: &ActTold) -> usize {
    let date = told_of.date.as_ref().map(|(when, _)| told(when));
    match date {
        Some((_, _, Some(_))) => 0,
        _ if told_of.number.is_some() => 0,
        Some((_, Some(_), None)) => 1,
        Some(_) => 2,
        None if told_of.title.is_some() => 3,
        None if told_of.subject.is_some() => 4,
        None => 5,
    }
}

/// Settles the mentions that tell something of their acts.
fn named(
    text: &Text,
    entries: &mut Entries<'_>,
    spoken: &mut [Spoken],
    mentions: &[ActMention],
    days: &BTreeMap<(i16, u8, u8), Vec<usize>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // A telling: its rank, the mention, its number in it, and whether it is of the act that an article is in.
    let mut tellings: Vec<(usize, usize, usize, bool)> = Vec::new();
    for (i, mention) in mentions.iter().enumerate() {
        let (of, whole) = match &mention.whole {
            Some(whole) => (&whole.told, true),
            None if mention.subtype == "article" => continue,
            None => (&mention.told, false),
        };
        tellings.extend(of.iter().enumerate().map(|(n, told)| (rank(told), i, n, whole)));
    }
    tellings.sort_unstable();
    let mut settled: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut apposed = apposed(text, spoken, mentions, entries.words);
    for (named, title) in back::titles_of_clauses(spoken, mentions) {
        let rank = |i: usize| mentions[i].told.first().map_or(9, rank);
        let (open, told) = if rank(title) <= rank(named) {
            (named, title)
        } else {
            (title, named)
        };
        apposed.insert(open, told);
    }
    for (rank, i, n, whole) in tellings {
        let mention = mentions[i].whole.as_deref().filter(|_| whole).unwrap_or(&mentions[i]);
        let told_of = &mention.told[n];
        let at = spoken[i].call.unwrap_or(spoken[i].at);
        let kind = mention.subtype.as_str();
        let beside = apposed.get(&i).and_then(|first| settled.get(&(*first, 0)).copied());
        let found = beside
            .filter(|_| !whole && n == 0)
            .or_else(|| entries.find(kind, told_of, at))
            .or_else(|| {
                (rank == 4)
                    .then(|| {
                        of_day(
                            text,
                            entries,
                            days,
                            told_of,
                            kind,
                            Span::new(spoken[i].at, spoken[i].end),
                        )
                    })
                    .flatten()
            })
            .or_else(|| (rank == 3).then(|| of_month(entries, told_of, kind, at)).flatten())
            .or_else(|| (rank == 5).then(|| of_issuer(entries, told_of, kind)).flatten());
        let entry = found.unwrap_or_else(|| entries.open(at, None));
        conflict(text, &entries.list[entry], told_of, spoken[i].at, diagnostics);
        entries.add(entry, kind, told_of, at);
        settled.insert((i, n), entry);
        if whole || spoken[i].entries.contains(&entry) {
            continue;
        }
        spoken[i].entries.push(entry);
    }
    // The pointers of one mention stand in the order of its words.
    for (i, s) in spoken.iter_mut().enumerate() {
        if mentions[i].whole.is_some() {
            continue;
        }
        let mut order: Vec<usize> = settled.range((i, 0)..(i + 1, 0)).map(|(_, e)| *e).collect();
        order.dedup();
        s.entries = order;
    }
    for ((i, n), entry) in settled {
        if mentions[i].whole.is_some() && n == 0 {
            spoken[i].entries = vec![entry];
        }
    }
}

/// Returns the act last told of that is of the month by which a name calls it: `the August law`.
fn of_month(entries: &Entries<'_>, told_of: &ActTold, kind: &str, at: usize) -> Option<usize> {
    let month = entries.month(told_of.title.as_deref()?.split(' ').next()?)?;
    let group = entries.group(kind);
    let of = entries.list.iter().enumerate();
    of.filter(|(_, entry)| entry.group == group && entry.first < at && entry.in_month(month))
        .max_by_key(|(_, entry)| entry.first)
        .map(|(place, _)| place)
}

/// Returns the mentions that give another name to the act named beside them, and that: `the law of 24 March 1933, the
/// so-called Enabling Act`.
fn apposed(text: &Text, spoken: &[Spoken], mentions: &[ActMention], words: &Words) -> BTreeMap<usize, usize> {
    let mut apposed = BTreeMap::new();
    for second in 1..spoken.len() {
        let first = second - 1;
        let (end, start) = (spoken[first].end, spoken[second].at);
        let single = |i: usize| mentions[i].told.len() == 1 && !mentions[i].plural && mentions[i].whole.is_none();
        let dated = |i: usize| {
            let mut told = mentions[i].told.iter();
            told.any(|told| told.date.is_some() || told.number.is_some())
        };
        let Some(between) = text.string.get(end..start).filter(|between| between.len() <= 60) else {
            continue;
        };
        if !(single(first) && single(second)) || dated(first) == dated(second) {
            continue;
        }
        // `the Law of Spikelets – the decree of 7 August 1932`, `the decree of 7 August 1932 (the Law of Spikelets)`
        let aside = between.trim_start().starts_with(['–', '—', '(']);
        let between = between
            .trim_start_matches([',', ' ', '(', '–', '—'])
            .trim_end_matches([' ', '“', '„', '«', '"', '‘']);
        let article = between.is_empty() || words.meaning("act_the", between, &[]).is_some();
        if aside && article || dated(first) && words.meaning("act_called", between, &[]).is_some() {
            let (open, told) = if dated(first) { (second, first) } else { (first, second) };
            apposed.insert(open, told);
        }
    }
    apposed
}

/// Says where mentions of one act give it two dates.
fn conflict(text: &Text, entry: &Entry, told_of: &ActTold, at: usize, diagnostics: &mut Vec<Diagnostic>) {
    let (Some((old, before)), Some((new, words))) = (&entry.told.date, &told_of.date) else {
        return;
    };
    if likeness::dates(Some(old), Some(new)) == likeness::Dates::SameYear {
        let message = format!("the {} dated {words} is dated {before} elsewhere", entry.kind());
        let doubt = Diagnostic::warning("act-dates-differ", message);
        let doubt = doubt.hint("look which date the source means");
        diagnostics.push(text.page_at(at).map_or(doubt.clone(), |page| doubt.on_page(page)));
    }
}

/// Returns the dated act without a subject of whose day the text speaks in the words of a subject.
fn of_day(
    text: &Text,
    entries: &Entries<'_>,
    days: &BTreeMap<(i16, u8, u8), Vec<usize>>,
    told_of: &ActTold,
    kind: &str,
    own: Span,
) -> Option<usize> {
    let subject = content(told_of.subject.as_deref()?, kind, entries.words);
    let group = entries.group(kind);
    let mut of = entries.list.iter().enumerate().filter(|(_, entry)| {
        let open = entry.told.subject.is_none() && entry.told.title.is_none();
        let day = entry.when().map(told);
        let Some((Some(year), Some(month), Some(day))) = day else {
            return false;
        };
        let places = days.get(&(year, month, day));
        open && entry.group == group
            && places.is_some_and(|places| places.iter().any(|at| speaks_of(text, *at, &subject, own)))
    });
    let fuller = || {
        entries.list.iter().position(|entry| {
            let same = entry.kinds.iter().any(|(of, _)| of == kind);
            same && !subject.is_empty() && entry.names.iter().any(|told| subject.is_subset(told))
        })
    };
    of.next().map(|(i, _)| i).or_else(fuller)
}

/// Tells whether the sentence round a place has all words of a subject, those of the mention itself left out.
fn speaks_of(text: &Text, at: usize, subject: &BTreeSet<String>, own: Span) -> bool {
    let block = text.blocks.partition_point(|b| b.span.end <= at);
    let Some(block) = text.blocks.get(block).filter(|b| b.span.start <= at) else {
        return false;
    };
    let words = block.span.of(&text.string);
    let here = at - block.span.start;
    let start = words[..here].rfind([';', '.']).map_or(0, |i| i + 1);
    let end = words[here..].find(". ").map_or(words.len(), |i| here + i);
    let end = words[here..end].find(';').map_or(end, |i| here + i);
    let sentence = Span::new(block.span.start + start, block.span.start + end);
    let sentence = if sentence.contains(own) {
        let (before, behind) = (Span::new(sentence.start, own.start), Span::new(own.end, sentence.end));
        format!("{} {}", before.of(&text.string), behind.of(&text.string))
    } else {
        sentence.of(&text.string).to_owned()
    };
    let sentence = sentence.to_lowercase();
    !subject.is_empty() && subject.iter().all(|stem| sentence.contains(stem.as_str()))
}

/// Returns the act of the same kind and issuer that was told of last.
fn of_issuer(entries: &Entries<'_>, told_of: &ActTold, kind: &str) -> Option<usize> {
    let issuer = told_of.issuer.as_deref()?;
    let of = entries.list.iter().enumerate().rev();
    of.filter(|(_, e)| e.kinds.iter().any(|(k, _)| k == kind))
        .find(|(_, e)| e.told.issuer.as_deref() == Some(issuer))
        .map(|(i, _)| i)
}
