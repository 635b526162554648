//! Years of acts: a day without its year, whose year the words before it suggested, is that of the act of this day that the
//! text dates in full: `the August 7 decree` among mentions of the `decree of 7 August 1932`.

use std::collections::{BTreeMap, BTreeSet};

use super::likeness::told;
use crate::annotate::annotation::{ActTold, Annotation, Moment, Value, When};
use crate::repair::{Cert, Text};
use crate::rules::Words;
use crate::span::Span;

/// Sets the years of mentions, and of the dates in them, that the text did not tell.
pub(super) fn inferred(text: &Text, annotations: &mut [Annotation], words: &Words) {
    let mut years: BTreeMap<(String, u8, u8), BTreeSet<i16>> = BTreeMap::new();
    let mut days: BTreeMap<(u8, u8), BTreeSet<i16>> = BTreeMap::new();
    let group = |kind: &str| words.meaning("act_group", kind, &[]).unwrap_or(kind).to_owned();
    for annotation in annotations.iter() {
        let Value::Act(act) = &annotation.value else { continue };
        for told_of in act.told.iter().filter(|told| is_told(told)) {
            if let Some((Some(year), Some(month), Some(day))) = told_of.date.as_ref().map(|(when, _)| told(when)) {
                years.entry((group(&act.subtype), month, day)).or_default().insert(year);
                days.entry((month, day)).or_default().insert(year);
            }
        }
    }
    let mut changed: Vec<(Span, When, When)> = Vec::new();
    for annotation in annotations.iter_mut() {
        let span = annotation.span;
        let Value::Act(act) = &mut annotation.value else {
            continue;
        };
        let group = group(&act.subtype);
        for told_of in act.told.iter_mut().filter(|told| !is_told(told)) {
            let Some((when, _)) = &mut told_of.date else { continue };
            let (year, Some(month), Some(day)) = told(when) else {
                continue;
            };
            // Of acts of the same kind, or failing these of any: the `August 7 decree` may be a resolution.
            let any = || days.get(&(month, day));
            let known = years.get(&(group.clone(), month, day)).or_else(any);
            let Some(&known) = known.filter(|known| known.len() == 1).and_then(BTreeSet::first) else {
                continue;
            };
            let new = jiff::civil::Date::new(known, i8::try_from(month).unwrap_or(1), i8::try_from(day).unwrap_or(1));
            // `the laws of 26 June and 10 July 1938`: the mention tells the year behind its last day.
            let said = year.is_some_and(|year| span.of(&text.string).contains(&year.to_string()));
            if let Ok(new) = new
                && year != Some(known)
                && !said
            {
                let new = When::At(Moment::Day(new));
                changed.push((span, when.clone(), new.clone()));
                *when = new;
            }
        }
    }
    for (span, old, new) in changed {
        let from = annotations.partition_point(|a| a.span.start < span.start);
        let within = annotations[from..].iter_mut().take_while(|a| a.span.start < span.end);
        for annotation in within.filter(|a| a.value == Value::Date(old.clone())) {
            annotation.value = Value::Date(new.clone());
            annotation.cert = Some(Cert::Medium);
        }
    }
}

/// Tells whether the words of a date have its year.
fn is_told(told_of: &ActTold) -> bool {
    told_of.date.as_ref().is_none_or(|(when, words)| {
        let year = told(when).0.map(|year| year.unsigned_abs().to_string());
        year.is_some_and(|year| words.contains(&year))
    })
}
