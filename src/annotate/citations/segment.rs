//! Where one reference ends and the next starts: notes hold several, divided by semicolons or stops, with `see also` and
//! whole sentences between them.

use super::archival::archival;
use super::back::{author_date, ibid, op_cit, press};
use super::imprint::imprint;
use super::lexicon::List;
use super::locators::locator;
use super::names::{Form, names};
use super::stream::Stream;
use super::title::OF_WORKS;
use super::work::{Head, work};
use super::{Field, Reference};
use crate::annotate::annotation::{CitationKind, Part, Unit};

/// Where references are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// A note, or the source line under a text: sentences may stand between references.
    Note,
    /// A bracket in the text: it is a reference as a whole or none.
    Bracket,
    /// An entry of a list of references: all of it is one.
    Entry,
}

/// The most tokens of a part of a note that is read in one go; longer parts are cut, so that no text costs more than its
/// length.
const PART: usize = 1200;

/// The most tokens of one reference.
const LONGEST: usize = 300;

/// Returns the references in some tokens, in order.
pub(super) fn references(s: &Stream<'_>, from: usize, to: usize, place: Where) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    let mut at = from;
    while at < to {
        let end = if place == Where::Entry {
            to
        } else {
            semicolon(s, at, to)
        };
        let end = end.min(at + PART);
        let before = found.len();
        let series = found
            .last()
            .is_some_and(|f| f.kind == CitationKind::Press && f.tokens.end + 1 >= at);
        piece(s, at, end, place, series, &mut found);
        if place == Where::Bracket && found.len() == before {
            // Half a bracket is no reference: `(see p. 4; he was born in 1936)`.
            return found;
        }
        at = if s.sign(end, ";") { end + 1 } else { end };
    }
    found
}

/// Returns the semicolon that ends a part of a note, `to` where none does.
fn semicolon(s: &Stream<'_>, from: usize, to: usize) -> usize {
    let head = after_leads(s, from, to).0;
    let mut k = names(s, head, to).map_or(from, |n| n.end);
    while k < to {
        if let Some(close) = s.closing(k).filter(|c| *c < to) {
            k = close + 1;
            continue;
        }
        if s.sign(k, ";") && s.spaced(k + 1) {
            // `М.; Л., 1935`, `London; New York: Routledge, 1995`
            let undated = !(from..k).any(|i| s.year(i) && !s.is_quoted(i));
            let places =
                undated && imprint(s, k + 1, to).is_some_and(|i| i.known && !i.places.is_empty()) && k > from + 3;
            if !places {
                return k;
            }
        }
        k += 1;
    }
    to
}

/// Returns the first token behind words such as `see also`, and whether there are any.
fn after_leads(s: &Stream<'_>, from: usize, to: usize) -> (usize, bool) {
    let mut at = s.skip(from, ",.;:–—-");
    let mut led = false;
    while at < to {
        // `S. Kestrel` is no `s.`; `Sm.` is.
        let Some(len) = s
            .of(at, List::Lead)
            .filter(|_| s.of(at, List::Particle).is_none() || s.small(at))
        else {
            break;
        };
        at = s.skip(at + len, ",:.");
        led = true;
    }
    (at, led)
}

/// Finds the references of a part without semicolons.
///
/// `series`: a newspaper stands straight before it.
fn piece(s: &Stream<'_>, from: usize, to: usize, place: Where, series: bool, found: &mut Vec<Reference>) {
    let mut at = from;
    let mut first = true;
    while at < to {
        let (head, led) = after_leads(s, at, to);
        if head >= to {
            return;
        }
        // `New York Times, 9 May 1945; Stars and Stripes, 2 June 1945`
        if first
            && series
            && let Some(reference) = press(s, head, to, true)
        {
            at = reference.tokens.end.max(head + 1);
            found.push(reference);
            first = false;
            continue;
        }
        let Some(reference) = next(
            s,
            head,
            to,
            place,
            first || led || at > from && s.stop(at.wrapping_sub(1)) || s.sign(head.wrapping_sub(1), ".,"),
        ) else {
            return;
        };
        at = reference.tokens.end.max(head + 1);
        found.push(reference);
        first = false;
    }
}

/// Finds the next reference from a token on; `head` tells that one may start there without further proof.
fn next(s: &Stream<'_>, from: usize, to: usize, place: Where, head: bool) -> Option<Reference> {
    let filed = archival(s, from, to, head);
    let bound = filed.as_ref().map_or(to, |f| f.tokens.start);
    let mut k = from;
    while k < bound {
        let mode = if k == from && head {
            Some(Start::Head)
        } else {
            start(s, from, k)
        };
        if let Some(mode) =
            mode.filter(|_| place == Where::Note || k == from || place == Where::Bracket && mode == Some(Start::Led))
            && let Some(reference) = at(s, k, sentence(s, k, to, place), place, mode)
        {
            return Some(reference);
        }
        if let Some(close) = s.quote(k).filter(|c| *c < bound) {
            k = close;
        } else if let Some(close) = s.bracket(k).filter(|c| *c < bound) {
            if place == Where::Note {
                let inner = references(s, k + 1, close, Where::Bracket);
                if let Some(reference) = inner.into_iter().next() {
                    let whole = titles(s, from, k, head, place, to).filter(|f| f.tokens.end >= reference.tokens.end);
                    return whole.or(Some(reference));
                }
            }
            k = close;
        }
        k += 1;
    }
    if filed.is_some() {
        return filed;
    }
    titles(s, from, to, head, place, to)
}

/// Finds a reference with its title at the head, its author unnamed or behind it, that starts before `bound`.
fn titles(s: &Stream<'_>, from: usize, bound: usize, head: bool, place: Where, to: usize) -> Option<Reference> {
    (from..bound).find_map(|k| {
        let heads = k == from && head || place == Where::Note && k > from && (led(s, from, k) || s.stop(k - 1));
        if !(heads && s.capital(k) || heads && s.number(k).is_some() && place == Where::Entry) {
            return None;
        }
        work(s, k, sentence(s, k, to, place), Head::Title).filter(|f| titled(s, f, place))
    })
}

/// How a reference may start at a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// At the head of a note or behind `see`.
    Head,
    /// Behind a word in a sentence that leads to it.
    Led,
    /// Somewhere in a sentence: only what is plainly a reference.
    Within,
}

/// Tells whether a reference may start at a token in the middle of a part.
fn start(s: &Stream<'_>, from: usize, k: usize) -> Option<Start> {
    if k == from {
        return Some(Start::Within);
    }
    if led(s, from, k) || s.sign(k - 1, ":") || s.stop(k - 1) || s.sign(k - 1, "!?") {
        return Some(Start::Led);
    }
    let begins = s.capital(k) || s.quote(k).is_some() || s.italic(k) && !s.italic(k - 1);
    let behind = s.small(k - 1) || s.sign(k - 1, ",");
    (begins && behind && s.of(k, List::NoName).is_none()).then_some(Start::Within)
}

/// Tells whether words such as `see` stand straight before a token.
fn led(s: &Stream<'_>, from: usize, k: usize) -> bool {
    let before = if s.sign(k - 1, ",:") && k > from + 1 { k - 1 } else { k };
    (1..=5).any(|back| {
        let Some(at) = before.checked_sub(back).filter(|at| *at >= from) else {
            return false;
        };
        let ends = |len: usize| at + len == before || at + len == k;
        s.of(at, List::WithinLead).is_some_and(ends) || s.of(at, List::Lead).is_some_and(|len| ends(len) && len > 1)
    })
}

/// Reads the reference that starts at a token, if it is good enough there.
fn at(s: &Stream<'_>, k: usize, limit: usize, place: Where, start: Start) -> Option<Reference> {
    if start != Start::Within
        && let Some(found) = ibid(s, k, limit).or_else(|| op_cit(s, k, limit))
    {
        return Some(found);
    }
    if s.of(k, List::Back).is_some() && start == Start::Within {
        return ibid(s, k, limit);
    }
    if let Some(found) = press(s, k, limit, place == Where::Bracket && s.behind_quotation)
        .filter(|_| start != Start::Within || s.of(k, List::Periodical).is_some())
    {
        return Some(found);
    }
    let least = if place == Where::Entry || start != Start::Head || place == Where::Bracket && !s.cites_years {
        2
    } else {
        1
    };
    let dated = author_date(s, k, limit).filter(|f| f.score > 2 || start != Start::Within && f.score >= least);
    let named = work(s, k, limit, Head::Names).filter(|f| accepted(s, f, place, start));
    let quoted = (s.quote(k).is_some() || s.italic(k))
        .then(|| work(s, k, limit, Head::Title))
        .flatten();
    let quoted = quoted.filter(|f| f.score >= 4 || f.score >= 3 && start != Start::Within);
    match (named, dated) {
        (Some(work), Some(date)) if date.tokens.end >= work.tokens.end => Some(date),
        (Some(work), _) => Some(work),
        (None, date) => quoted.or(date),
    }
}

/// Tells whether a reference that opens with names is one.
fn accepted(s: &Stream<'_>, found: &Reference, place: Where, start: Start) -> bool {
    let names = names(s, found.tokens.start, found.tokens.end);
    let form = names.map_or(Form::Surname, |n| n.form);
    let title = found
        .fields
        .iter()
        .find_map(|(tokens, field)| matches!(field, Field::Part(Part::Title(_))).then_some(tokens.clone()));
    let words = title
        .clone()
        .map_or(0, |t| t.filter(|k| !s.word(*k).is_empty()).count());
    let least = match (start, form) {
        (_, Form::Initials | Form::InitialsBehind) => 3,
        (Start::Within, _) => 5,
        (_, Form::Surname) => 1,
        _ => 2,
    };
    if place == Where::Entry {
        return found.score >= 1;
    }
    // `Managua, Nicaragua, February 9, 1894`, `Sir: With reference to …`
    let day = |(t, f): &(std::ops::Range<usize>, Field)| matches!(f, Field::Date) && !s.year(t.start);
    let letter = found.fields.len() == 3
        && found.fields.iter().any(day)
        && title
            .clone()
            .is_some_and(|t| !s.is_quoted(t.start) && !s.italic(t.start));
    if matches!(form, Form::Surname | Form::Full) && letter
        || form == Form::Surname && s.sign(found.tokens.start + 1, ":")
    {
        return false;
    }
    if found.kind == CitationKind::Short {
        // Author, short title, page.
        let paged = found
            .fields
            .iter()
            .any(|(_, f)| matches!(f, Field::Part(Part::Range(..) | Part::Scope(_)) | Field::Words));
        let capital = title.clone().is_some_and(|t| {
            s.capital(t.start) || s.italic(t.start) || s.is_quoted(t.start) || s.number(t.start).is_some()
        });
        return found.score >= least && paged && words <= 14 && capital && start != Start::Within;
    }
    found.score >= least + i32::from(place == Where::Bracket && form == Form::Surname)
}

/// Tells whether a reference that opens with its title is one.
fn titled(s: &Stream<'_>, found: &Reference, place: Where) -> bool {
    let has = |wanted: fn(&Field) -> bool| found.fields.iter().any(|(_, field)| wanted(field));
    let placed = has(|f| matches!(f, Field::Part(Part::Place)));
    let dated = has(|f| matches!(f, Field::Date));
    let numbered = has(|f| matches!(f, Field::Part(Part::Scope(_))));
    let paged = has(|f| matches!(f, Field::Part(Part::Range(..))));
    let edited = has(|f| matches!(f, Field::Part(Part::Editor)));
    let link = found
        .fields
        .iter()
        .any(|(t, f)| matches!(f, Field::Words) && s.link(t.start));
    let year = found
        .fields
        .iter()
        .any(|(t, f)| matches!(f, Field::Date) && s.year(t.start));
    let enough = placed && dated && (year || paged || place == Where::Entry)
        || numbered && dated && paged
        || edited && dated
        || link && dated
        || numbered && paged
        || numbered && dated && periodical(s, found);
    enough && found.score >= 2 && found.kind == CitationKind::Work || place == Where::Entry && found.score >= 2
}

/// Tells whether the title of a reference is that of a periodical by its words: `Ведомости Верховного Совета СССР`.
fn periodical(s: &Stream<'_>, found: &Reference) -> bool {
    found.fields.iter().any(|(tokens, field)| {
        matches!(field, Field::Part(Part::Title(_))) && tokens.clone().any(|k| s.of(k, List::PeriodicalNoun).is_some())
    })
}

/// Returns where the sentence that holds a reference ends: at a stop behind which no part of it can stand.
fn sentence(s: &Stream<'_>, from: usize, to: usize, place: Where) -> usize {
    let to = to.min(from + LONGEST);
    if place == Where::Entry {
        return to;
    }
    let head = names(s, from, to);
    let author_end = head.as_ref().map_or(from, |n| n.end);
    let mut k = from;
    let mut complete = s.of(from, List::Back).is_some()
        || s.of(from, List::SameAuthor).is_some()
            && s.skip(from + s.of(from, List::SameAuthor).unwrap_or(1), ".") + 1 < to
            && s.labels(from + 2).next().is_some();
    while k < to {
        // Most words end nothing.
        if s.plain(k) {
            k += 1;
            continue;
        }
        if let Some(close) = s.quote(k).filter(|c| *c < to) {
            k = close + 1;
            continue;
        }
        if let Some(close) = s.bracket(k).filter(|c| *c < to) {
            complete |= k > author_end + 1 && (k..close).any(|i| s.year(i));
            k = close + 1;
            continue;
        }
        complete |= s.year(k) && k > author_end + 2
            || s.of(k, List::OpCit).is_some()
            || locator(s, k, to, &[Unit::Page, Unit::Leaf]).is_some();
        if s.in_date(k) {
            k += 1;
            continue;
        }
        if s.stop(k) && complete {
            if !goes_on(s, k + 1, to) {
                return k;
            }
            // The stops of `М.: Юрид. лит., 1988` end nothing.
            if let Some(printed) = printed(s, k + 1, to) {
                k = printed;
                continue;
            }
        }
        // `Smith, Title, 41–43. See also …`
        let bare = s.sign(k, ".") && k > author_end && s.number(k - 1).is_some() && s.spaced(k + 1);
        let leads = bare
            && s.capital(k + 1)
            && s.of(k + 1, List::Lead)
                .is_some_and(|len| s.letters(k + 1) > 2 || len > 1);
        if leads && s.of(k + 1, List::Particle).is_none() && s.of(k + 1, List::And).is_none() {
            return k;
        }
        // `Smith 1998. A sentence`
        if s.stop(k)
            && k > from
            && s.year(k - 1)
            && head.as_ref().is_some_and(|n| n.form == Form::Surname)
            && !goes_on(s, k + 1, to)
        {
            return k;
        }
        k += 1;
    }
    to
}

/// Tells whether a reference goes on behind a stop.
fn goes_on(s: &Stream<'_>, k: usize, to: usize) -> bool {
    if locator(s, k, to, &OF_WORKS).is_some()
        || locator(s, k, to, &[Unit::Fond, Unit::Opis, Unit::Delo, Unit::Leaf]).is_some()
        || s.sign(k, "/–—[")
        || s.link(k)
        || s.of(k, List::Accessed).is_some()
        || s.of(k, List::EditorBefore)
            .is_some_and(|_| !s.capital(k) || s.sign(k + 1, "."))
        || s.of(k, List::OpCit).is_some()
        || s.date(k).is_some()
        || s.number(k).is_some()
        || s.of(k, List::NoDate).is_some()
    {
        return true;
    }
    if let Some(len) = s.of(k, List::Container).filter(|_| s.capital(k)) {
        return s.sign(k + len, ":")
            || names(s, k + len, to).is_some_and(|n| n.form == Form::Initials)
            || s.italic(k + len);
    }
    printed(s, k, to).is_some()
}

/// Returns one past place, publisher and date that start at a token.
fn printed(s: &Stream<'_>, k: usize, to: usize) -> Option<usize> {
    s.of(k, List::Place)
        .filter(|len| s.sign(k + len, ":,;–(") || s.year(k + len))?;
    let found = imprint(s, k, to).filter(|i| i.date.is_some() && i.end <= k + 14)?;
    Some(found.end)
}
