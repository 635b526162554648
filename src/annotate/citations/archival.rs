//! References to files in archives: `GARF, f. 4207, op. 18, d. 37, l. 62`, `RG 59, Lot 64 D 199, Box 12`,
//! `TNA, FO 371/29466, f. 12`, `AN, F7 12345`, `BArch, R 58/1234, Bl. 5`.
//!
//! Found by the first step (a label with its number, or a code behind the name of an archive); from there the name of
//! the archive is looked for to the left, further steps and words that describe the document to the right.

use std::ops::Range;

use super::imprint::trim;
use super::lexicon::List;
use super::locators::locator;
use super::stream::Stream;
use super::tokens::Shape;
use super::{Field, Reference};
use crate::annotate::annotation::{CitationKind, Part, Unit};

/// Reads the first archival reference between two tokens. `head` tells that a note or a part of it starts at `from`, so
/// that words which describe the document may stand there.
pub(super) fn archival(s: &Stream<'_>, from: usize, limit: usize, head: bool) -> Option<Reference> {
    let (first, steps) = (from..limit).find_map(|k| Some((k, first_step(s, from, k, limit)?)))?;
    let mut fields = Vec::new();
    let repository = repository(s, from, first);
    let mut start = repository.as_ref().map_or(first, |r| r.start);
    if let Some(tokens) = repository {
        fields.push((tokens, Field::Part(Part::Repository(None))));
    } else if !steps.russian && !steps.grouped {
        return None;
    }
    fields.extend(steps.fields);
    if head && start > from && described(s, from, start) {
        start = from;
    }
    let mut end = steps.end;
    if let Some(to) = description(s, end, limit) {
        end = to;
    }
    let end = super::work::closed(s, start, end, limit);
    Some(Reference {
        tokens: start..end,
        kind: CitationKind::Archival,
        fields,
        score: 10,
    })
}

/// Steps down into an archive.
struct Steps {
    fields: Vec<(Range<usize>, Field)>,
    end: usize,
    /// Fond, opis and so on.
    russian: bool,
    /// A record group is named, which needs no archive.
    grouped: bool,
}

/// Reads the steps that start at a token, if an archival reference surely starts there.
fn first_step(s: &Stream<'_>, from: usize, k: usize, limit: usize) -> Option<Steps> {
    if s.is_quoted(k) || s.plain(k) && (s.small(k) || s.letters(k) > 4) {
        return None;
    }
    let labelled = locator(s, k, limit, &STEPS);
    let behind_archive = || repository(s, from, k).is_some();
    match labelled {
        Some(found) if matches!(found.unit, Unit::Fond | Unit::Opis | Unit::Delo | Unit::Leaf) => {
            let steps = steps(s, k, limit);
            let units: Vec<Unit> = units(&steps.fields);
            let has = |unit| units.contains(&unit);
            let sure = has(Unit::Fond) && (has(Unit::Opis) || has(Unit::Delo))
                || has(Unit::Opis) && has(Unit::Delo) && s.skip(from, " ") == k
                || has(Unit::Delo) && has(Unit::Leaf) && k == from
                || has(Unit::Fond) && behind_archive();
            sure.then_some(steps)
        }
        Some(found) if matches!(found.unit, Unit::RecordGroup | Unit::Lot) => {
            let steps = steps(s, k, limit);
            let units = units(&steps.fields);
            (units.len() > 1 || behind_archive()).then_some(steps)
        }
        Some(_) => behind_archive()
            .then(|| steps(s, k, limit))
            .filter(|steps| !steps.fields.is_empty()),
        None => {
            code(s, k, limit)?;
            behind_archive().then(|| steps(s, k, limit))
        }
    }
}

/// The steps, those that are meant where a label has several meanings first.
const STEPS: [Unit; 12] = [
    Unit::Fond,
    Unit::Opis,
    Unit::Delo,
    Unit::Leaf,
    Unit::RecordGroup,
    Unit::Lot,
    Unit::Box,
    Unit::Folder,
    Unit::Series,
    Unit::Piece,
    Unit::File,
    Unit::Item,
];

/// The same behind a step that is no fond: `f.` is a leaf there.
const WESTERN: [Unit; 12] = [
    Unit::Leaf,
    Unit::RecordGroup,
    Unit::Lot,
    Unit::Box,
    Unit::Folder,
    Unit::Series,
    Unit::Piece,
    Unit::File,
    Unit::Item,
    Unit::Page,
    Unit::Issue,
    Unit::Volume,
];

/// Behind a fond.
const RUSSIAN: [Unit; 8] = [
    Unit::Opis,
    Unit::Delo,
    Unit::Leaf,
    Unit::Box,
    Unit::Folder,
    Unit::Item,
    Unit::Page,
    Unit::Part,
];

fn units(fields: &[(Range<usize>, Field)]) -> Vec<Unit> {
    let unit = |(_, field): &(Range<usize>, Field)| match field {
        Field::Part(Part::Scope(unit) | Part::Range(unit, _)) => Some(*unit),
        _ => None,
    };
    fields.iter().filter_map(unit).collect()
}

/// Reads steps.
fn steps(s: &Stream<'_>, start: usize, limit: usize) -> Steps {
    let mut steps = Steps {
        fields: Vec::new(),
        end: start,
        russian: false,
        grouped: false,
    };
    let mut at = start;
    let mut seen: Vec<Unit> = Vec::new();
    while at < limit {
        let wanted: &[Unit] = if seen.is_empty() {
            &STEPS
        } else if steps.russian {
            &RUSSIAN
        } else {
            &WESTERN
        };
        if let Some(mut found) = locator(s, at, limit, wanted) {
            if found.unit == Unit::Fond {
                // `fol.` and `f.` of one page are no fond: a fond is followed by its opis.
                let next = s.skip(found.end, ",.");
                let fond = locator(s, next, limit, &[Unit::Opis, Unit::Delo]).is_some()
                    || s.labels(at).all(|(unit, _)| unit == Unit::Fond);
                if !fond {
                    found.unit = Unit::Leaf;
                }
            }
            steps.russian |= matches!(found.unit, Unit::Fond | Unit::Opis | Unit::Delo);
            steps.grouped |= matches!(found.unit, Unit::RecordGroup | Unit::Lot);
            if seen.contains(&found.unit) && matches!(found.unit, Unit::Fond | Unit::Opis | Unit::Delo) {
                break;
            }
            // `Lot 64 D 199`
            if found.unit == Unit::Lot
                && s.capital(found.end)
                && s.word(found.end).len() <= 2
                && s.number(found.end + 1).is_some()
            {
                found.end += 2;
            }
            // `file 861.00/1155`
            if matches!(
                found.unit,
                Unit::File | Unit::Item | Unit::Piece | Unit::Folder | Unit::Box
            ) {
                while found.end + 1 < limit
                    && (s.sign(found.end, "./") || s.dash(found.end))
                    && !s.spaced(found.end)
                    && !s.spaced(found.end + 1)
                    && s.number(found.end + 1).is_some()
                {
                    found.end += 2;
                }
            }
            let part = match found.unit {
                Unit::Issue | Unit::Volume => Part::Scope(Unit::Piece),
                Unit::Part => Part::Scope(Unit::Part),
                unit if unit.is_range() => Part::Range(unit, found.numbers.range(s)),
                unit => Part::Scope(unit),
            };
            seen.push(found.unit);
            steps.fields.push((at..found.end, Field::Part(part)));
            steps.end = found.end;
        } else if let Some(close) = named_folder(s, at).filter(|_| !seen.is_empty()) {
            seen.push(Unit::Folder);
            steps
                .fields
                .push((at..close + 1, Field::Part(Part::Scope(Unit::Folder))));
            steps.end = close + 1;
        } else if let Some((series, piece)) =
            code(s, at, limit).filter(|_| !steps.russian && !seen.contains(&Unit::Series))
        {
            seen.push(Unit::Series);
            steps.end = piece.as_ref().map_or(series.end, |p| p.end);
            steps.fields.push((series, Field::Part(Part::Scope(Unit::Series))));
            if let Some(piece) = piece {
                steps.fields.push((piece, Field::Part(Part::Scope(Unit::Piece))));
            }
        } else if let Some(next) = collection(s, at, limit, 1).filter(|_| !steps.russian && !seen.is_empty()) {
            at = next;
            continue;
        } else {
            break;
        }
        at = s.skip(steps.end, ",.:/");
    }
    steps
}

/// Returns the closing mark of a folder's name in quotation marks: `folder “Soviet Supply”`.
fn named_folder(s: &Stream<'_>, at: usize) -> Option<usize> {
    let (_, len) = s.labels(at).find(|(unit, _)| *unit == Unit::Folder)?;
    s.quote(at + len)
}

/// Returns where the steps go on behind the name of a collection: `Whitman File, Box 3`.
///
/// Up to `depth` more names may follow.
fn collection(s: &Stream<'_>, at: usize, limit: usize, depth: usize) -> Option<usize> {
    let comma = (at..limit.min(at + 10)).find(|k| s.sign(*k, ",;."))?;
    let named = s.capital(at) || s.number(at).is_some() || s.quote(at).is_some();
    let small = (at..comma).filter(|k| s.small(*k)).count();
    if !named || small > 2 || !s.sign(comma, ",") {
        return None;
    }
    let next = comma + 1;
    if locator(s, next, limit, &WESTERN).is_some() {
        return Some(next);
    }
    // `Moscow Embassy, Confidential File, Box 118`
    (depth > 0).then(|| collection(s, next, limit, depth - 1)).flatten()
}

/// Reads a code of letters and numbers: series and piece.
fn code(s: &Stream<'_>, at: usize, limit: usize) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let letters = |k: usize| {
        let word = s.word(k);
        (1..=4).contains(&s.letters(k)) && word.chars().all(char::is_uppercase)
    };
    let mut k = at;
    // `DC/MKS/10A/6/1`
    let strokes = |k: usize| s.sign(k, "/") && !s.spaced(k) && !s.spaced(k + 1);
    if letters(k) && strokes(k + 1) && letters(k + 2) {
        let mut figures = false;
        while strokes(k + 1) && k + 2 < limit && (letters(k + 2) || s.number(k + 2).is_some()) {
            k += 2;
            figures |= s.number(k).is_some();
            // `10A`
            k += usize::from(s.number(k).is_some() && s.letters(k + 1) == 1 && !s.spaced(k + 1));
        }
        return figures.then_some((at..k + 1, None));
    }
    if letters(k) {
        k += 1;
        if s.sign(k, "/") {
            k += 1;
        }
        s.number(k)?;
        k += 1;
    } else if s.number(k).is_some() && letters(k + 1) && s.spaced(k + 1) && !s.year(k) && s.date(k).is_none() {
        k += 2;
    } else if s.number(k).is_some() && !s.year(k) && s.date(k).is_none() {
        // `Staatsarchiv Hamburg, 131-6, Nr. 106`
        while s.sign(k + 1, "-/.") && !s.spaced(k + 2) && s.number(k + 2).is_some() {
            k += 2;
        }
        let filed = s.sign(k + 1, ",") && locator(s, k + 2, limit, &[Unit::Issue, Unit::Item, Unit::Piece]).is_some();
        return filed.then_some((at..k + 1, None));
    } else {
        return None;
    }
    // `R 43 II/1234`, `E 130 a`
    // `F1cIII`
    let tail = s.small(k) || s.word(k).starts_with(char::is_lowercase);
    if s.roman(k) && s.spaced(k) || (1..=5).contains(&s.letters(k)) && tail && !s.spaced(k) {
        k += 1;
    }
    let tied = s.sign(k, "/") || s.dash(k) && !s.spaced(k);
    let piece = if tied { k + 1 } else { k };
    let end = if s.number(piece).is_some() {
        let letter = s.letters(piece + 1) == 1 && !s.spaced(piece + 1);
        Some(piece + 1 + usize::from(letter))
    } else {
        None
    };
    (k <= limit && end.is_none_or(|e| e <= limit)).then(|| (at..k, end.map(|end| piece..end)))
}

/// Finds the name of the archive before a token.
fn repository(s: &Stream<'_>, from: usize, first: usize) -> Option<Range<usize>> {
    let mut end = first;
    let mut found = None;
    let mut last = None;
    for _ in 0..4 {
        while end > from && s.sign(end - 1, ",.:/—–") {
            end -= 1;
        }
        let start = chunk(s, from, end);
        if start >= end {
            break;
        }
        let last = *last.get_or_insert(end);
        if let Some(named) = archive(s, start, end) {
            // `Arch. dép. Moselle`
            let over = s.of(named, List::Archive).is_some_and(|len| named + len > end);
            found = Some(named..if over { last } else { end });
        } else if found.is_some() {
            break;
        }
        let gap = s.sign(start.wrapping_sub(1), ",") || s.sign(start.wrapping_sub(1), ".") && !s.stop(start - 1);
        if start <= from || !gap {
            break;
        }
        end = start;
    }
    found
}

/// Returns the first token of the words, between signs, that end before `end`.
fn chunk(s: &Stream<'_>, from: usize, end: usize) -> usize {
    let mut k = end;
    while k > from {
        let before = k - 1;
        if s.sign(before, ")]") {
            match (from..before).rev().find(|open| s.bracket(*open) == Some(before)) {
                Some(open) => {
                    k = open;
                    continue;
                }
                None => break,
            }
        }
        if s.tokens[before].shape == Shape::Sign
            && !s.dash(before)
            && !(s.sign(before, ".") && s.letters(before.wrapping_sub(1)) <= 3 && k < end)
            || s.number(before).is_some() && s.date(before).is_none() && k == end
        {
            break;
        }
        let leads = (1..=4).any(|back| {
            k.checked_sub(back).is_some_and(|at| {
                at >= from
                    && s.of(at, List::Lead).is_some_and(|len| at + len == k)
                    && s.small(at)
                    && s.of(at, List::And).is_none()
                    && s.of(at, List::Particle).is_none()
            })
        });
        if leads {
            break;
        }
        k = before;
    }
    k
}

/// Returns where in some words the name of an archive starts.
fn archive(s: &Stream<'_>, start: usize, end: usize) -> Option<usize> {
    let known = (start..end).find(|k| s.of(*k, List::Archive).is_some());
    let noun = (start..end).any(|k| s.of(k, List::ArchiveNoun).is_some());
    let abbreviation = |k: usize| {
        let word = s.word(k);
        (3..=12).contains(&s.letters(k)) && word.chars().filter(|c| c.is_uppercase()).count() >= 3 && !s.roman(k)
    };
    let short = (start..end).find(|k| abbreviation(*k) && s.bracket(k.wrapping_sub(1)).is_none());
    let bracketed = (start..end).any(|k| {
        s.bracket(k)
            .is_some_and(|close| close < end && (abbreviation(k + 1) || s.of(k + 1, List::Archive).is_some()))
    });
    if noun || bracketed {
        // The name starts with a capital; small words before it belong to a sentence.
        let begins = (start..end).find(|k| s.capital(*k))?;
        let leads = |k: usize| {
            s.of(k, List::Prose).is_some() || s.of(k, List::WithinLead).is_some() || s.of(k, List::Lead).is_some()
        };
        let tie = |k: usize| s.of(k, List::Particle).is_some() || s.of(k, List::And).is_some();
        let sentence = (begins..end).rev().find(|k| s.small(*k) && leads(*k) && !tie(*k));
        let begins = sentence.map_or(Some(begins), |small| (small + 1..end).find(|k| s.capital(*k)))?;
        let begins = if s.of(begins, List::NoName).is_some_and(|len| len == 1)
            && s.capital(begins + 1)
            && s.word(begins).len() == 3
        {
            begins + 1
        } else {
            begins
        };
        return (end - begins <= 14).then_some(begins);
    }
    known.or(short.filter(|k| end - k <= 3))
}

/// Tells whether the words before the archive describe the document.
fn described(s: &Stream<'_>, from: usize, to: usize) -> bool {
    let prose = (from..to)
        .any(|k| s.small(k) && !s.is_quoted(k) && s.of(k, List::Prose).is_some() && s.of(k, List::Particle).is_none());
    let opens = s.capital(from) || s.quote(from).is_some() || s.number(from).is_some();
    // Before a colon stands a sentence, unless it is the day of the document.
    let day = s.in_date(to.saturating_sub(2)) || to - from <= 7;
    let tied = s.sign(to - 1, ",/")
        || s.sign(to - 1, ":") && day
        || s.sign(to - 1, ".") && !s.stop(to - 1)
        || s.word(to - 1) == "in";
    let inner_stop = (from..to.saturating_sub(1)).any(|k| s.stop(k));
    opens && tied && !prose && !inner_stop && to - from <= 60
}

/// Returns one past the words behind the last step that describe the document.
fn description(s: &Stream<'_>, end: usize, limit: usize) -> Option<usize> {
    if s.bracket(end).is_some_and(|close| close < limit && close - end > 2) {
        return s.bracket(end).map(|close| close + 1);
    }
    if !s.sign(end, ",") || end + 1 >= limit {
        return None;
    }
    let first = end + 1;
    let other = s.of(first, List::Prose).is_some()
        || s.of(first, List::Lead)
            .is_some_and(|_| s.of(first, List::Particle).is_none() && !["from", "by"].contains(&s.word(first)))
        || s.of(first, List::And).is_some()
        || s.of(first, List::Archive).is_some()
        || s.labels(first).any(|(_, len)| s.number(first + len).is_some());
    if other {
        return None;
    }
    let ends = |k: &usize| s.stop(*k) && !s.in_date(*k) || s.of(*k, List::Back).is_some();
    let stop = (first..limit).find(ends).unwrap_or(limit);
    let to = trim(s, first, stop);
    (to > first).then_some(to)
}
