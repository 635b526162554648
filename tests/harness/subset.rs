//! The claim that every edition is valid TEI: the project's grammar allows nothing that TEI's does not.
//!
//! In TEI each element name has one content model, so the claim holds if it holds element by element: every sequence of
//! attributes, children and text that `fonds.rng` allows in an element is allowed by `tei_all.rng` there. Both are
//! followed side by side through all states that they can reach, which is a proof and not a sample. Attributes' values are
//! left to the case files, which hold every one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use super::relaxng::{Grammar, Id, NOT_ALLOWED, Node, Patterns, Symbol};
use super::validate::tei_all;

/// Proves the claim for a grammar.
pub(crate) fn allows_only_tei(grammar: &Path) -> datatest_stable::Result<()> {
    let Some(tei) = tei_all()? else { return Ok(()) };
    let ours = Grammar::parse(&std::fs::read_to_string(grammar)?)?;
    let theirs = Grammar::parse(&std::fs::read_to_string(tei)?)?;
    let mut faults = BTreeSet::new();
    let mut patterns = Patterns::new();
    for element in &ours.elements {
        let mut same = theirs.elements.iter().filter(|other| other.name() == element.name());
        let (Some(other), None) = (same.next(), same.next()) else {
            return Err(format!("TEI does not have exactly one <{}>", element.name()).into());
        };
        compare(&mut patterns, (&ours, element), (&theirs, other), &mut faults);
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.into_iter().collect::<Vec<_>>().join("\n").into())
}

/// Follows one element's two patterns side by side and notes each way to what only the first allows.
fn compare(patterns: &mut Patterns, ours: (&Grammar, &Node), theirs: (&Grammar, &Node), faults: &mut BTreeSet<String>) {
    let name = ours.1.name();
    let start = (patterns.content(ours.0, ours.1), patterns.content(theirs.0, theirs.1));
    let mut states = BTreeMap::from([(start, String::new())]);
    // Attributes in one fixed order: each is taken, or cannot come any more.
    for symbol in patterns.symbols(start.0) {
        let Symbol::Attribute(attribute) = &symbol else {
            continue;
        };
        let mut next = BTreeMap::new();
        for ((a, b), way) in states {
            let with = (patterns.after(a, &symbol), patterns.after(b, &symbol));
            if with.0 != NOT_ALLOWED && with.1 == NOT_ALLOWED {
                faults.insert(format!("<{name}{way} {attribute}> is no TEI"));
            }
            for ((a, b), way) in [(with, format!("{way} {attribute}")), ((a, b), way)] {
                let pair = (
                    patterns.without(a, Some(attribute)),
                    patterns.without(b, Some(attribute)),
                );
                if a != NOT_ALLOWED && pair.0 != NOT_ALLOWED {
                    next.entry(pair).or_insert(way);
                }
            }
        }
        states = next;
    }
    let states = states
        .into_iter()
        .map(|((a, b), way)| ((patterns.without(a, None), patterns.without(b, None)), way));
    let states: Vec<((Id, Id), String)> = states.filter(|((a, _), _)| *a != NOT_ALLOWED).collect();
    let mut seen: BTreeSet<(Id, Id)> = states.iter().map(|(pair, _)| *pair).collect();
    let mut queue = VecDeque::from(states);
    while let Some(((a, b), way)) = queue.pop_front() {
        if patterns.may_end(a) && !patterns.may_end(b) {
            faults.insert(format!("<{name}{way}> may not end there in TEI"));
            continue;
        }
        for symbol in patterns.symbols(a) {
            let pair = (patterns.after(a, &symbol), patterns.after(b, &symbol));
            let way = match &symbol {
                Symbol::Element(child) => format!("{way} <{child}>"),
                _ => format!("{way} text"),
            };
            match pair {
                (NOT_ALLOWED, _) => {}
                (_, NOT_ALLOWED) => _ = faults.insert(format!("<{name}{way} is no TEI")),
                _ if seen.insert(pair) => queue.push_back((pair, way)),
                _ => {}
            }
        }
    }
}
