//! References that point back or are short by nature: `ibid., p. 88`, `Dunmore, op. cit., p. 5`, `(Smith 1998: 45)`,
//! `Pravda, 24 Oct. 1940`.

use super::imprint::dated;
use super::lexicon::List;
use super::locators::{locator, numbers};
use super::names::{Form, names};
use super::stream::Stream;
use super::{Field, Reference};
use crate::annotate::annotation::{CitationKind, Level, Part, Unit};

/// What may be labelled behind `ibid.`
const ANY: [Unit; 14] = [
    Unit::Page,
    Unit::Leaf,
    Unit::Fond,
    Unit::Opis,
    Unit::Delo,
    Unit::Volume,
    Unit::Note,
    Unit::Issue,
    Unit::Chapter,
    Unit::Part,
    Unit::Column,
    Unit::Box,
    Unit::Folder,
    Unit::Article,
];

/// Reads `ibid.` and its kin with the pages behind it.
pub(super) fn ibid(s: &Stream<'_>, start: usize, limit: usize) -> Option<Reference> {
    let back = s.of(start, List::Back);
    let same = s.of(start, List::SameAuthor);
    let bare_op_cit = s.of(start, List::OpCit);
    let len = back.or(same).or(bare_op_cit)?;
    // A title or a year behind `idem`: another work of this author.
    if back.is_none() && same.is_some() {
        let on = s.skip(start + len, ",:.");
        let pages = on >= limit
            || locator(s, on, limit, &ANY).is_some()
            || s.number(on).is_some() && !s.year(on)
            || s.sign(on, ";)");
        if !pages {
            return None;
        }
    }
    let mut fields = Vec::new();
    let mut end = start + len;
    // A closing stop is no part of the word where nothing follows it.
    if s.sign(end, ".") && !s.sign(end - 1, ".") && end + 1 < limit && locator(s, end + 1, limit, &ANY).is_some() {
        end += 1;
    }
    pages(s, &mut end, limit, &mut fields);
    Some(Reference {
        tokens: start..end,
        kind: CitationKind::Ibid,
        fields,
        score: 10,
    })
}

/// Reads pages and the like behind a reference; `end` moves on.
fn pages(s: &Stream<'_>, end: &mut usize, limit: usize, fields: &mut Vec<(std::ops::Range<usize>, Field)>) {
    loop {
        let mut at = s.skip(*end, ",.:");
        let tie = s.of(at, List::Here).or(s.of(at, List::And));
        if let Some(len) = tie.filter(|len| locator(s, at + len, limit, &ANY).is_some()) {
            at += len;
        }
        if at >= limit || s.stop(*end) && s.labels(at).next().is_none() {
            return;
        }
        if let Some(found) = locator(s, at, limit, &ANY) {
            let part = if found.unit.is_range() {
                Part::Range(found.unit, found.numbers.range(s))
            } else {
                Part::Scope(found.unit)
            };
            fields.push((at..found.end, Field::Part(part)));
            *end = found.end;
        } else if let Some(paged) = numbers(s, at, limit, Unit::Page).filter(|paged| {
            let closes = paged.end >= limit || s.sign(paged.end, ".;,)") || s.of(paged.end, List::And).is_some();
            closes
                && !fields
                    .iter()
                    .any(|(_, f)| matches!(f, Field::Part(Part::Range(Unit::Page, _))))
                && s.date(at).is_none_or(|_| !s.year(at))
        }) {
            fields.push((at..paged.end, Field::Part(Part::Range(Unit::Page, paged.range(s)))));
            *end = paged.end;
        } else {
            return;
        }
    }
}

/// Reads an author with `op. cit.`
pub(super) fn op_cit(s: &Stream<'_>, start: usize, limit: usize) -> Option<Reference> {
    let found = names(s, start, limit)?;
    let at = s.skip(found.end, ",.:;");
    let len = s.of(at, List::OpCit)?;
    let mut fields: Vec<_> = found
        .names
        .iter()
        .map(|n| (n.clone(), Field::Part(Part::Author)))
        .collect();
    let mut end = at + len;
    // `op. cit. (1996)`
    if let Some(close) = s.bracket(end).filter(|close| dated(s, end + 1, *close) == Some(*close)) {
        fields.push((end + 1..close, Field::Date));
        end = close + 1;
    }
    pages(s, &mut end, limit, &mut fields);
    Some(Reference {
        tokens: start..end,
        kind: CitationKind::Short,
        fields,
        score: 10,
    })
}

/// Reads author and year: `Smith 1998: 45`, `Vierling/Osterwald, 1972`, `Smith (1998), p. 4`.
pub(super) fn author_date(s: &Stream<'_>, start: usize, limit: usize) -> Option<Reference> {
    let found = names(s, start, limit)?;
    if found.form == Form::Full && found.names.len() == 1
        || s.of(start, List::Place).is_some()
        || s.of(start, List::Periodical).is_some()
    {
        return None;
    }
    let mut at = s.skip(found.end, ",");
    let close = s.bracket(at);
    at += usize::from(close.is_some());
    let mut fields: Vec<_> = found
        .names
        .iter()
        .map(|n| (n.clone(), Field::Part(Part::Author)))
        .collect();
    // `(Merrow, p136)`
    let paged = locator(s, at, limit, &[Unit::Page])
        .filter(|_| close.is_none() && found.form == Form::Surname && found.names.len() < 3);
    if let Some(paged) = paged {
        fields.push((
            at..paged.end,
            Field::Part(Part::Range(Unit::Page, paged.numbers.range(s))),
        ));
        let ends = paged.end >= limit || s.sign(paged.end, ".;,)");
        return ends.then_some(Reference {
            tokens: start..paged.end,
            kind: CitationKind::Short,
            fields,
            score: 2,
        });
    }
    if !s.year(at) {
        return None;
    }
    let mut end = dated(s, at, limit)?;
    fields.push((at..end, Field::Date));
    if s.word(end).len() == 1 && !s.spaced(end) {
        end += 1;
    }
    // `(Hull, 1951)` is as well a place; several names, or none of the comma, show what it is.
    let comma = s.sign(found.end, ",") && found.names.len() == 1 && found.end <= start + 2;
    let mut score = if comma { 1 } else { 2 };
    let mut on = end;
    if s.sign(end, ",:") || s.labels(end).next().is_some() {
        let mut paged = end;
        pages(s, &mut paged, close.unwrap_or(limit), &mut fields);
        if paged > end {
            on = paged;
            let places =
                |(_, f): &(_, Field)| matches!(f, Field::Part(Part::Range(Unit::Page | Unit::Note | Unit::Column, _)));
            score += if fields.iter().any(places) { 2 } else { 0 };
        }
    }
    if let Some(close) = close {
        if on != close {
            return None;
        }
        on = close + 1;
        let mut paged = on;
        pages(s, &mut paged, limit, &mut fields);
        score += i32::from(paged > on) * 2;
        on = paged;
    }
    let ends = on >= limit || s.sign(on, ".;,)") || s.of(on, List::And).is_some() || score >= 4;
    ends.then_some(Reference {
        tokens: start..on,
        kind: CitationKind::Short,
        fields,
        score,
    })
}

/// Returns the comma before a date to which the name of a newspaper goes on in small letters too: `Journal officiel de l’État
/// français, 18 octobre 1940`.
fn whole_name(s: &Stream<'_>, from: usize, limit: usize) -> Option<usize> {
    let tied = s.of(from, List::Particle).is_some() || s.word(from) == "of";
    let names =
        |k: usize| !s.word(k).is_empty() && (s.of(k, List::Prose).is_none() || s.of(k, List::Particle).is_some());
    let comma = (from..limit.min(from + 6)).find(|k| !names(*k)).filter(|_| tied)?;
    (s.sign(comma, ",") && s.date(comma + 1).is_some()).then_some(comma)
}

/// Reads a newspaper and its date: `Pravda, Oct. 24`, `Правда. 1940. 24 окт. С. 2`. `quoting`: it stands in brackets
/// behind a quotation, where a name that nobody knows is one too.
pub(super) fn press(s: &Stream<'_>, start: usize, limit: usize, quoting: bool) -> Option<Reference> {
    let known = s.of(start, List::Periodical);
    // `See Evening Courier, 4 April 1906`
    if known.is_none() && s.of(start, List::Lead).is_some() && s.of(start, List::Particle).is_none() {
        return None;
    }
    let day_behind = |k: usize| s.of(k, List::OfDay).is_some() && s.date(k + 1).is_some();
    let goes_on = |k: usize| {
        let tie = k > start
            && (s.of(k, List::Particle).is_some()
                || s.word(k) == "of"
                || s.word(k) == "the" && s.word(k - 1) == "of"
                || s.dash(k));
        (s.capital(k) || s.italic(k) || tie) && s.date(k).is_none() && !day_behind(k)
    };
    let mut end = match known {
        // `Известия ВЦИК`
        Some(len) => (start + len..limit.min(start + len + 2))
            .find(|k| !s.capital(*k) || !goes_on(*k))
            .filter(|k| s.sign(*k, ",."))
            .or_else(|| whole_name(s, start + len, limit))
            .unwrap_or(start + len),
        None => (start..limit.min(start + 7))
            .find(|k| !goes_on(*k))
            .unwrap_or(limit.min(start + 7)),
    };
    // `Rech’`, its last letter the soft sign
    if s.sign(end, "’'ʹ") && !s.spaced(end) && s.sign(end + 1, ",.") && end > start {
        end += 1;
    }
    // `Ural'skii rabochii`, `Journal des débats`
    if known.is_none() && s.capital(start) && s.small(end) && !day_behind(end) {
        let sentence = |k: usize| {
            let lists = [List::Prose, List::NoName, List::WithinLead];
            s.small(k) && lists.iter().any(|list| s.of(k, *list).is_some())
        };
        let tie = |k: usize| s.of(k, List::Particle).is_some() || s.of(k, List::And).is_some();
        let words = |k: usize| !s.word(k).is_empty() && s.date(k).is_none() && (!sentence(k) || tie(k));
        let to = (end..limit.min(start + 6)).find(|k| !words(*k)).unwrap_or(end);
        if s.sign(to, ",.") && to > start + 1 {
            end = to;
        }
    }
    let noun = (start..end).any(|k| s.of(k, List::PressNoun).is_some());
    let italic = s.italic(start);
    if end == start || end >= limit {
        return None;
    }
    let title = start..end;
    let mut fields = vec![(title, Field::Part(Part::Title(Level::Journal)))];
    // `The Times (London)`
    if let Some(close) = s
        .bracket(end)
        .filter(|c| *c <= end + 4 && s.of(end + 1, List::Place).is_some())
    {
        fields.push((end + 1..close, Field::Part(Part::Place)));
        end = close + 1;
    }
    let mut date: Option<std::ops::Range<usize>> = None;
    let mut labelled = false;
    loop {
        let mut at = s.skip(end, ",.");
        // `Völkischer Beobachter vom 2. April 1933`
        if date.is_none()
            && s.of(at, List::OfDay).is_some_and(|len| len == 1)
            && s.date(at + 1).is_some_and(|to| to <= limit && to > at + 2)
        {
            at += 1;
        }
        if at >= limit {
            break;
        }
        if let Some(to) = s.date(at).filter(|to| *to <= limit) {
            match &mut date {
                None => date = Some(at..to),
                // `1940. 24 окт.`
                Some(whole) if whole.len() == 1 && whole.end + 2 >= at => whole.end = to,
                Some(_) => break,
            }
            end = to;
        } else if s.year(at) && date.is_none() {
            date = Some(at..at + 1);
            end = at + 1;
        } else if let Some(found) = locator(s, at, limit, &[Unit::Page, Unit::Issue, Unit::Volume, Unit::Column]) {
            let part = if found.unit.is_range() {
                Part::Range(found.unit, found.numbers.range(s))
            } else {
                Part::Scope(found.unit)
            };
            labelled = true;
            fields.push((at..found.end, Field::Part(part)));
            end = found.end;
        } else if date.as_ref().is_some_and(|date| date.end == end)
            && s.sign(end, ",")
            && s.number(at).is_some_and(|page| page < 200)
            && (at + 1 >= limit || s.sign(at + 1, ".;)"))
        {
            // `Izvestiia, March 15, 1947, 2`
            let page = s.tokens[at].text.to_owned();
            let part = Part::Range(Unit::Page, Some((page.clone(), page)));
            fields.push((at..at + 1, Field::Part(part)));
            end = at + 1;
            break;
        } else {
            break;
        }
    }
    let date = date?;
    // A day, not only a year.
    let day = date.len() > 1
        && (date.clone()).any(|k| s.number(k).is_some_and(|n| n < 32))
        && date.clone().any(|k| !s.word(k).is_empty() || s.sign(k, "."));
    let named = s
        .of(start, List::Place)
        .is_some_and(|len| start + len == fields[0].0.end)
        || names(s, start, limit).is_some_and(|n| n.form == Form::Initials);
    // A page of a day is one of a newspaper, whatever its name.
    let paged = day && labelled && !named && date.clone().any(|k| s.year(k));
    // `The Leader of the Colony, 3 Jan. 1920`
    let article = s.word(start) == "The" || s.capital(start) && s.of(start, List::Particle).is_some();
    let article = article && day && !named && fields[0].0.len() > 1 && date.clone().any(|k| s.year(k));
    let sure = article
        || known.is_some() && (day || labelled)
        || noun && day
        || italic && day
        || quoting && day && !named
        || paged;
    let closes = end >= limit || s.sign(end, ".;,)") || s.of(end, List::And).is_some();
    if !sure || !closes {
        return None;
    }
    fields.push((date, Field::Date));
    fields.sort_by_key(|(tokens, _)| tokens.start);
    Some(Reference {
        tokens: start..end,
        kind: CitationKind::Press,
        fields,
        score: 6,
    })
}
