//! Likeness: whether two tellings of an act can be of one, and whether they are.

use std::collections::BTreeSet;

use super::super::super::annotation::{ActTold, Moment, When};
use crate::rules::Words;

/// How two dates stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dates {
    /// One of them is not told.
    Open,
    /// The same.
    Same,
    /// One is in the other: `1932` and `7 August 1932`.
    Within,
    /// Different, in one year.
    SameYear,
    /// Different.
    Apart,
}

/// A date as far as it is told: year, month, day.
pub(super) type Told = (Option<i16>, Option<u8>, Option<u8>);

/// Returns year, month and day of a date, that of its start where it is a stretch.
pub(super) fn told(when: &When) -> Told {
    let moment = match when {
        When::At(moment) | When::Range(moment, _) => Some(moment),
        When::Within(from, to) => from.as_ref().or(to.as_ref()),
        When::Julian { gregorian, .. } => Some(gregorian),
    };
    match moment {
        Some(Moment::Year(year)) => (Some(*year), None, None),
        Some(Moment::Month(year, month)) => (Some(*year), Some(*month), None),
        Some(Moment::Day(day)) => (
            Some(day.year()),
            u8::try_from(day.month()).ok(),
            u8::try_from(day.day()).ok(),
        ),
        Some(Moment::MonthDay(month, day)) => (None, Some(*month), Some(*day)),
        Some(Moment::MonthOnly(month)) => (None, Some(*month), None),
        Some(Moment::DayOnly { day, .. }) => (None, None, Some(*day)),
        None => (None, None, None),
    }
}

/// Compares two dates.
pub(super) fn dates(a: Option<&When>, b: Option<&When>) -> Dates {
    let (Some(a), Some(b)) = (a, b) else { return Dates::Open };
    let (a, b) = (told(a), told(b));
    if a == b {
        return Dates::Same;
    }
    let fits = |a: Option<u8>, b: Option<u8>| a.is_none() || b.is_none() || a == b;
    let years = a.0.is_none() || b.0.is_none() || a.0 == b.0;
    if years && fits(a.1, b.1) && fits(a.2, b.2) {
        Dates::Within
    } else if years {
        Dates::SameYear
    } else {
        Dates::Apart
    }
}

/// The words of a title or subject that tell it from others: without articles and the noun of its kind, in small letters.
pub(super) fn content(name: &str, kind: &str, words: &Words) -> BTreeSet<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty() && !super::ids::small(word, words) && !super::ids::noun(word, kind, words))
        .map(|word| match of_compound(&word, kind, words) {
            Some(head) => stem(head),
            // `Law on State Enterprises`, `Law on the State Enterprise`
            None => stem(word.strip_suffix('s').unwrap_or(&word)),
        })
        .collect()
}

/// Returns what stands in a word before the noun of its kind that it ends in: `Volksschädlingsverordnung` is about the same as `Verordnung
/// über Volksschädlinge`.
fn of_compound<'w>(word: &'w str, kind: &str, words: &Words) -> Option<&'w str> {
    let mut tails = word.char_indices().skip(4).filter(|(at, _)| word.len() - at > 4);
    let tail = tails.find(|(at, _)| super::ids::noun(&word[*at..], kind, words));
    tail.map(|(at, _)| &word[..at])
}

/// Returns a word without what changes at its end.
pub(super) fn stem(word: &str) -> String {
    let letters = word.chars().count();
    let keep = if letters > 7 {
        letters - 2
    } else if letters > 4 {
        letters - 1
    } else {
        letters
    };
    word.chars().take(keep).collect()
}

/// Tells whether two names are of one thing: the same words, or of many words most.
pub(super) fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let shared = a.intersection(b).count();
    let all = a.union(b).count();
    shared > 0 && (shared == all || shared >= 3 && shared * 4 >= all * 3)
}

/// Tells whether all words of one name are in the other.
pub(super) fn part(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    !a.is_empty() && !b.is_empty() && (a.is_subset(b) || b.is_subset(a))
}

/// Returns the words of what an act is called, by title or subject.
pub(super) fn names(told: &ActTold, kind: &str, words: &Words) -> [BTreeSet<String>; 2] {
    let of = |name: &Option<String>| {
        name.as_deref()
            .map_or_else(BTreeSet::new, |name| content(name, kind, words))
    };
    [of(&told.title), of(&told.subject)]
}

/// Returns a number as it is compared: without spaces and marks.
pub(super) fn number(number: &str) -> String {
    number
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
