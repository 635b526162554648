//! Annotating: dates and whatever else the rules know are found in the running text.
//!
//! In comes a [`Text`] and the compiled [`Rules`], out come [`Annotation`]s, sorted by span, none crossing another and
//! none crossing the edge of a block. Blocks are searched by themselves, then the whole text settles what a single
//! place leaves open, such as the year of `28 December`.

mod act;
mod annotation;
mod calendar;
mod citations;
mod cited;
mod date;
mod figure;
mod number;
mod period;
mod resolve;
mod setting;
mod settle;
mod tables;
mod titles;

use std::sync::Arc;

use rayon::prelude::*;

pub use annotation::{
    ActMention, ActTold, Amount, Annotation, Citation, CitationKind, Figure, Level, Moment, Part, Quantity, Unit,
    Value, When,
};
pub(crate) use resolve::merge_acts;
pub use resolve::{Resolved, resolve};

use crate::diag::Warned;
use crate::repair::{Cert, Text, TextBlock};
use crate::rules::Rules;
use crate::settings::Settings;
use crate::span::Span;
use setting::Setting;

/// So many bytes of a text are read by one thread: some twenty pages, a hundredth of a second.
const ALONE: usize = 40_000;

/// A date found in a block, its year perhaps still open.
#[derive(Clone, Debug, PartialEq)]
struct Dated {
    /// Where in the text.
    span: Span,
    /// The rule.
    rule: Arc<str>,
    /// What stands before it in its reference is a title.
    closes_title: bool,
    when: When,
    cert: Option<Cert>,
}

/// Finds all that the rules know, where nothing else is known of the document.
pub fn annotate(text: &Text, rules: &Rules) -> Warned<Vec<Annotation>> {
    annotate_with(text, rules, &Settings::default())
}

/// Finds all that the rules know; the calendar and the date of the document are those of its settings.
pub fn annotate_with(text: &Text, rules: &Rules, settings: &Settings) -> Warned<Vec<Annotation>> {
    let setting = Setting::new(&text.string, &text.languages, rules.words());
    let in_force = rules.in_force(&text.languages);
    let cells = tables::cells(text, &setting);
    let homes = cited::homes(text);
    let settle = |block: usize| {
        if let Some(cell) = cells.get(&block) {
            return settle::Settled {
                figures: vec![cell.clone()],
                ..settle::Settled::default()
            };
        }
        let mut settled = settle::settle(text, block, rules, &in_force, &setting);
        let dates = settled.dates.clone();
        let titles = titles::titles(text, block, &settled.dates, rules.words());
        settled
            .dates
            .retain(|date| !titles.iter().any(|title| title.overlaps(date.span)));
        settled
            .figures
            .retain(|figure| !titles.iter().any(|title| title.overlaps(figure.span)));
        settled
            .nouns
            .retain(|noun| !titles.iter().any(|title| title.overlaps(noun.span)));
        cited::cite(text, block, &homes, &dates, &mut settled);
        settled
    };
    // One thread reads the first pages; what it has built of the rules' automata the others need not build again.
    let mut read = 0;
    let is_near = |block: &&TextBlock| {
        read += block.span.len();
        read <= ALONE
    };
    let alone = text.blocks.iter().take_while(is_near).count();
    let mut blocks: Vec<settle::Settled> = (0..alone).map(settle).collect();
    rules.share();
    blocks.par_extend((alone..text.blocks.len()).into_par_iter().map(settle));
    cited::number(text, &mut blocks);
    cited::known(text, &homes, &mut blocks);
    let mut dates = Vec::new();
    let mut nouns = Vec::new();
    let (mut annotations, mut cited) = (Vec::new(), Vec::new());
    let mut diagnostics = Vec::new();
    for settled in blocks {
        dates.push(settled.dates);
        nouns.push(settled.nouns);
        annotations.extend(settled.figures);
        cited.extend(settled.cited);
        diagnostics.extend(settled.diagnostics);
    }
    // Each kind stands in its order: four runs are put together below, not so many annotations sorted.
    annotations.extend(cited);
    resolve::years(text, &mut dates, &setting, settings.metadata.date.as_deref());
    if let Some(day) = settings.julian_before {
        calendar::apply(text, &mut dates, day, &setting);
    }
    let mut acts: Vec<Vec<Annotation>> = (0..text.blocks.len())
        .into_par_iter()
        .map(|block| {
            act::mentions(
                text,
                text.blocks[block].span,
                &nouns[block],
                &dates[block],
                rules.words(),
            )
        })
        .collect();
    act::titles(text, &nouns, &dates, rules.words(), &mut acts);
    let acts: Vec<Annotation> = acts.into_iter().flatten().collect();
    let annotation = |d: Dated| Annotation {
        span: d.span,
        rule: d.rule,
        value: Value::Date(d.when),
        cert: d.cert,
    };
    annotations.extend(dates.into_iter().flatten().map(annotation));
    let acts = cited::beside(&annotations, acts);
    act::fit(&text.string, &mut annotations, acts);
    // A part and what it is part of may cover the same words: the whole goes first.
    annotations.sort_by_key(|a| {
        (
            a.span.start,
            std::cmp::Reverse(a.span.end),
            !matches!(a.value, Value::Citation(_)),
        )
    });
    Warned::new(annotations, diagnostics)
}
