//! Settling overlaps: of all that the rules find in a block, what stands.
//!
//! The longest stands; of equals that of a language's own rule before that of one for all, then that of the rule with
//! more parts, then a date before a figure before a silence. A stretch whose words tell no time gives way to the next.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Dated;
use super::date::{self, Setting};
use crate::diag::Diagnostic;
use crate::repair::{Cert, Text};
use crate::rules::{Found, Kind, Rules};
use crate::span::Span;

/// Finds the dates of one block, in order.
pub(super) fn settle(text: &Text, block: Span, rules: &Rules, setting: &Setting<'_>) -> (Vec<Dated>, Vec<Diagnostic>) {
    let string = block.of(&text.string);
    let mut found = rules.find(string, &text.languages);
    found.sort_by_key(|f| (Reverse(f.span.len()), Reverse(f.rule.rank()), f.rule.kind, f.span.start));
    let mut taken = Taken::default();
    let mut dates = Vec::new();
    let mut diagnostics = Vec::new();
    for candidate in found {
        if !taken.free(candidate.span) {
            continue;
        }
        if candidate.rule.kind == Kind::Silence {
            taken.take(candidate.span);
            continue;
        }
        match date::read(&candidate.groups(string), setting) {
            Ok(Some((when, cert))) => {
                taken.take(candidate.span);
                let cert = if approximate(string, &candidate, setting) {
                    Some(Cert::Medium)
                } else {
                    cert
                };
                let span = Span::new(block.start + candidate.span.start, block.start + candidate.span.end);
                let rule = Arc::clone(&candidate.rule.name);
                dates.push(Dated {
                    span,
                    rule,
                    closes_title: candidate.rule.closes_title,
                    when,
                    cert,
                });
            }
            Ok(None) => {}
            Err(impossible) => {
                taken.take(candidate.span);
                let at = block.start + candidate.span.start;
                let message = format!("“{}” is no date: {}", candidate.span.of(string), impossible.0);
                let doubt = Diagnostic::warning("impossible-date", message).hint("look at the page: it may be misread");
                diagnostics.push((at, text.page_at(at).map_or(doubt.clone(), |page| doubt.on_page(page))));
            }
        }
    }
    dates.sort_by_key(|d| d.span);
    diagnostics.sort_by_key(|(at, _)| *at);
    (dates, diagnostics.into_iter().map(|(_, doubt)| doubt).collect())
}

/// Tells whether a word (`about`, `c.`) or a question mark beside it makes a date an estimate.
fn approximate(text: &str, found: &Found<'_>, setting: &Setting<'_>) -> bool {
    let before = text[..found.span.start].trim_end();
    text[found.span.end..].starts_with("?") && !text[found.span.end..].trim_start_matches(['?', ')', ']']).is_empty()
        || setting.words.ends_with("approx", before)
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
