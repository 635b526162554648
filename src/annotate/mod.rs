//! Annotating: dates and whatever else the rules know are found in the running text.
//!
//! In comes a [`Text`] and the compiled [`Rules`], out come [`Annotation`]s, sorted by span, none crossing another and
//! none crossing the edge of a block. Blocks are searched by themselves, then the whole text settles what a single
//! place leaves open, such as the year of `28 December`.

mod annotation;
mod date;
mod period;
mod resolve;
mod settle;
mod tables;
mod titles;

use std::sync::Arc;

use rayon::prelude::*;

pub use annotation::{Annotation, Moment, Value, When};

use crate::diag::{Diagnostic, Warned};
use crate::repair::{Cert, Text};
use crate::rules::Rules;
use crate::span::Span;
use date::Setting;

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

/// Finds all that the rules know.
pub fn annotate(text: &Text, rules: &Rules) -> Warned<Vec<Annotation>> {
    let setting = Setting::new(&text.string, &text.languages, rules.words());
    let counts = tables::cells_that_count(text, rules.words());
    let blocks: Vec<(Vec<Dated>, Vec<Diagnostic>)> = (0..text.blocks.len())
        .into_par_iter()
        .map(|block| {
            if counts.contains(&block) {
                return (Vec::new(), Vec::new());
            }
            let (mut dates, diagnostics) = settle::settle(text, text.blocks[block].span, rules, &setting);
            let titles = titles::titles(text, block, &dates, rules.words());
            dates.retain(|date| !titles.iter().any(|title| title.overlaps(date.span)));
            (dates, diagnostics)
        })
        .collect();
    let mut dates = Vec::new();
    let mut diagnostics = Vec::new();
    for (found, doubts) in blocks {
        dates.push(found);
        diagnostics.extend(doubts);
    }
    resolve::years(text, &mut dates, &setting);
    let annotation = |d: Dated| Annotation {
        span: d.span,
        rule: d.rule,
        value: Value::Date(d.when),
        cert: d.cert,
    };
    let mut annotations: Vec<Annotation> = dates.into_iter().flatten().map(annotation).collect();
    annotations.sort_by_key(|a| (a.span.start, std::cmp::Reverse(a.span.end)));
    Warned::new(annotations, diagnostics)
}
