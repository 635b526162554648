//! Settling overlaps: of all that the rules find in a block, what stands.
//!
//! The longest stands; of equals a date before a figure before a silence, then that which ends a title, then that of a
//! language's own rule before that of one for all, then that of the rule with more parts,
//! what it asks for on either side among them. A stretch whose words tell no time and no amount gives way to
//! the next.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::act::Noun;
use super::annotation::{Annotation, Value};
use super::date;
use super::figure::Home;
use super::setting::Setting;
use super::{Dated, figure};
use crate::diag::Diagnostic;
use crate::repair::{BlockKind, Cert, Text};
use crate::rules::{Found, Kind, Rules};
use crate::span::Span;

/// What stands in one block, each in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub(super) dates: Vec<Dated>,
    pub(super) figures: Vec<Annotation>,
    /// Citations, each before its parts.
    pub(super) cited: Vec<Annotation>,
    /// The nouns and names from which mentions of acts are read.
    pub(super) nouns: Vec<Noun>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Finds what stands in one block; `in_force` tells which rules count.
pub(super) fn settle(text: &Text, block: usize, rules: &Rules, in_force: &[bool], setting: &Setting<'_>) -> Settled {
    let home = match text.blocks[block].kind {
        BlockKind::NoteBody { .. } => Home::Note,
        BlockKind::Heading { .. } => Home::Heading,
        _ => Home::Prose,
    };
    let block = text.blocks[block].span;
    let string = &*numbers_apart(text, block);
    let mut settled = Settled::default();
    let mut found = rules.find(string, in_force);
    // The nouns of acts take no place: their mentions are read when the dates are known.
    found.retain(|f| {
        let noun = f.rule.kind == Kind::Act;
        if noun {
            let span = Span::new(block.start + f.span.start, block.start + f.span.end);
            settled.nouns.push(Noun {
                span,
                rule: Arc::clone(&f.rule.name),
                language: f.rule.language.clone(),
            });
        }
        !noun
    });
    found.sort_by_cached_key(|f| (Reverse(f.span.len()), f.rule.kind, Reverse(f.rule.rank()), f.span.start));
    let mut taken = Taken::default();
    let mut diagnostics = Vec::new();
    for candidate in found {
        if !taken.free(candidate.span) {
            continue;
        }
        let span = Span::new(block.start + candidate.span.start, block.start + candidate.span.end);
        let rule = Arc::clone(&candidate.rule.name);
        let stands = match candidate.rule.kind {
            Kind::Silence | Kind::Act => true,
            Kind::Figure => {
                let figure = amount(string, &candidate, home, setting);
                settled.figures.extend(figure.map(|(value, cert)| Annotation {
                    span,
                    rule,
                    value,
                    cert,
                }));
                settled.figures.last().is_some_and(|f| f.span == span)
            }
            Kind::Date => match date::read(&candidate.groups(string), setting) {
                Ok(Some((when, cert))) => {
                    let cert = if approximate(string, &candidate, setting) {
                        Some(Cert::Medium)
                    } else {
                        cert
                    };
                    settled.dates.push(Dated {
                        span,
                        rule,
                        closes_title: candidate.rule.closes_title,
                        when,
                        cert,
                    });
                    true
                }
                Ok(None) => false,
                Err(impossible) => {
                    let message = format!("“{}” is no date: {}", candidate.span.of(string), impossible.0);
                    let doubt = Diagnostic::warning("impossible-date", message);
                    let doubt = doubt.hint("look at the page: it may be misread");
                    diagnostics.push((
                        span.start,
                        text.page_at(span.start).map_or(doubt.clone(), |p| doubt.on_page(p)),
                    ));
                    true
                }
            },
        };
        if stands {
            taken.take(candidate.span);
        }
    }
    settled.dates.sort_by_key(|d| d.span);
    settled.figures.sort_by_key(|f| f.span);
    diagnostics.sort_by_key(|(at, _)| *at);
    settled.diagnostics = diagnostics.into_iter().map(|(_, doubt)| doubt).collect();
    settled
}

/// Returns the string of a block with a line feed for the space between two lines that hold nothing but a number each: what
/// stands in a column is not one number.
fn numbers_apart(text: &Text, block: Span) -> Cow<'_, str> {
    let string = block.of(&text.string);
    let from = text.breaks.partition_point(|b| b.at <= block.start);
    let breaks = text.breaks[from..]
        .iter()
        .map(|b| b.at)
        .take_while(|at| *at < block.end);
    let mut apart = Cow::Borrowed(string);
    let (mut start, mut open) = (0, None);
    for end in breaks.map(|at| at - block.start).chain([string.len()]) {
        let number = is_number(&string[start..end]);
        if let (true, Some(before)) = (number, open) {
            apart.to_mut().replace_range(before..start, "\n");
        }
        let space = end.checked_sub(1).filter(|at| string.as_bytes()[*at] == b' ');
        open = space.filter(|_| number);
        start = end;
    }
    apart
}

/// Tells whether a line holds a number and nothing else.
fn is_number(line: &str) -> bool {
    let sign = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '·' | '½' | '¼' | '¾');
    line.starts_with(|c: char| c.is_ascii_digit()) && line.chars().all(sign)
}

/// Returns the amount of a figure, `None` where it is none.
fn amount(string: &str, found: &Found<'_>, home: Home, setting: &Setting<'_>) -> Option<(Value, Option<Cert>)> {
    let groups = found.groups(string);
    let (before, after) = (&string[..found.span.start], &string[found.span.end..]);
    if groups.get("bare").is_some() && !figure::counts_alone(found.span.of(string), before, after, home, setting) {
        return None;
    }
    let figure = figure::read(&groups, before, setting)?;
    Some((
        Value::Figure(figure),
        approximate(string, found, setting).then_some(Cert::Medium),
    ))
}

/// Tells whether a word (`about`, `c.`) or a question mark beside it makes a date or an amount an estimate.
fn approximate(text: &str, found: &Found<'_>, setting: &Setting<'_>) -> bool {
    let before = text[..found.span.start].trim_end();
    let after = &text[found.span.end..];
    if found.rule.kind == Kind::Figure {
        return setting.words.ends_with("approx_amount", before);
    }
    let asked = after.starts_with('?') && !after.trim_start_matches(['?', ')', ']']).is_empty();
    asked || setting.words.ends_with("approx", before)
}

/// The stretches that are taken: start and end.
#[derive(Default)]
struct Taken(BTreeMap<usize, usize>);

impl Taken {
    fn free(&self, span: Span) -> bool {
        self.0
            .range(..span.end)
            .next_back()
            .is_none_or(|(_, end)| *end <= span.start)
    }

    fn take(&mut self, span: Span) {
        self.0.insert(span.start, span.end);
    }
}
