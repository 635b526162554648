//! The scan: in comes a block of text, out come the places where rules match.
//!
//! All patterns are one automaton. It is started at the edge of each word and dies within a letter or two unless some
//! rule begins so; what it costs grows with the text and not with the number of rules. What must stand before or behind
//! a match is asked of two further automata that start at its edges.

use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, OnceLock};

use regex_automata::util::pool::Pool;

use super::compile::Compiled;
use crate::automaton::{Direction, Forest, Machine, NodeId};
use crate::signs::is_word;
use crate::span::Span;

/// How far before and behind a match a rule may look, in bytes.
const BESIDE: usize = 120;

/// The automata of all rules.
#[derive(Debug)]
pub(super) struct Scan {
    forest: Forest,
    /// The patterns of the rules.
    patterns: Arc<[NodeId]>,
    /// What each rule asks of the text around a match.
    asks: Vec<Asks>,
    machines: Pool<Machines, Box<dyn Fn() -> Machines + Send + Sync + UnwindSafe + RefUnwindSafe>>,
    /// What was built when a good part of a text was read; further threads go on from there.
    built: Arc<OnceLock<Machines>>,
}

/// What a rule asks of the text around a match: patterns of the automata to the left and to the right.
#[derive(Clone, Copy, Debug, Default)]
struct Asks {
    after: Option<u32>,
    unless_after: Option<u32>,
    before: Option<u32>,
    unless_before: Option<u32>,
}

/// What one thread has built of the automata.
#[derive(Clone, Debug)]
struct Machines {
    rules: Machine,
    left: Machine,
    right: Machine,
}

/// A stretch that a rule finds, by the rule's place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) rule: usize,
    pub(super) span: Span,
}

impl Scan {
    /// Takes the trees of all patterns; the automata are built as texts need them.
    pub(super) fn new(forest: Forest, compiled: &[Compiled]) -> Self {
        let (mut left, mut right): (Vec<NodeId>, Vec<NodeId>) = (Vec::new(), Vec::new());
        let mut asks = Vec::new();
        for rule in compiled {
            asks.push(Asks {
                after: number(&mut left, rule.after),
                unless_after: number(&mut left, rule.unless_after),
                before: number(&mut right, rule.before),
                unless_before: number(&mut right, rule.unless_before),
            });
        }
        let patterns: Arc<[NodeId]> = compiled.iter().map(|c| c.pattern).collect();
        let (rules, left, right) = (Arc::clone(&patterns), Arc::from(left), Arc::from(right));
        let built = Arc::new(OnceLock::<Machines>::new());
        let model = Arc::clone(&built);
        let machines = move || {
            model.get().cloned().unwrap_or_else(|| Machines {
                rules: Machine::new(Arc::clone(&rules), Direction::Forward),
                left: Machine::new(Arc::clone(&left), Direction::Backward),
                right: Machine::new(Arc::clone(&right), Direction::Forward),
            })
        };
        Self {
            forest,
            patterns,
            asks,
            machines: Pool::new(Box::new(machines)),
            built,
        }
    }

    /// Lets threads that have built nothing yet go on from what this one has built: most of the automata is built within the
    /// first pages of a text, and costs as much as reading many more.
    pub(super) fn share(&self) {
        if self.built.get().is_none() {
            let machines = self.machines.get().clone();
            // Another thread may have been faster; theirs is as good.
            let _ = self.built.set(machines);
        }
    }

    /// Hands on the named parts of a stretch that a rule's pattern matches, start and end of each by its number.
    pub(super) fn parts(&self, rule: usize, text: &str, count: usize, mut each: impl FnMut(usize, (usize, usize))) {
        let mut machines = self.machines.get();
        let parts = machines.rules.parts(&self.forest, self.patterns[rule], text, count);
        for (number, part) in parts.enumerate() {
            if let Some(part) = part {
                each(number, part);
            }
        }
    }

    /// Returns, for each place where words start, each rule's longest match that ends where a word ends and has around
    /// it what the rule asks for. `in_force` tells of each rule whether it counts.
    pub(super) fn matches(&self, text: &str, in_force: &[bool]) -> Vec<Match> {
        let mut machines = self.machines.get();
        let Machines { rules, left, right } = &mut *machines;
        let mut found = Vec::new();
        let mut here: Vec<(usize, usize)> = Vec::new();
        let (mut to_left, mut to_right) = (Vec::new(), Vec::new());
        for at in starts(text) {
            if rules.refuses(text.as_bytes()[at]) {
                continue;
            }
            here.clear();
            rules.run(&self.forest, text, at, text.len(), |rules, end| {
                if !edge(text, end) {
                    return;
                }
                let rules = rules.iter().map(|rule| *rule as usize);
                for rule in rules.filter(|rule| in_force[*rule]) {
                    match here.iter_mut().find(|(r, _)| *r == rule) {
                        Some((_, longest)) => *longest = end,
                        None => here.push((rule, end)),
                    }
                }
            });
            if here.is_empty() {
                continue;
            }
            let (mut before, mut behind) = (None, None);
            // Rules that end at one place share what stands behind it.
            here.sort_by_key(|(rule, end)| (*end, *rule));
            for &(rule, end) in &here {
                let asks = self.asks[rule];
                let mut is_before = |pattern| {
                    if before.replace(at).is_none() {
                        self.beside(left, text, at, at.saturating_sub(BESIDE), &mut to_left);
                    }
                    to_left.contains(&pattern)
                };
                let mut is_behind = |pattern| {
                    if behind.replace(end) != Some(end) {
                        self.beside(
                            right,
                            text,
                            end,
                            end.saturating_add(BESIDE).min(text.len()),
                            &mut to_right,
                        );
                    }
                    to_right.contains(&pattern)
                };
                let fits = asks.after.is_none_or(&mut is_before)
                    && asks.unless_after.is_none_or(|p| !is_before(p))
                    && asks.before.is_none_or(&mut is_behind)
                    && asks.unless_before.is_none_or(|p| !is_behind(p));
                if fits {
                    found.push(Match {
                        rule,
                        span: Span::new(at, end),
                    });
                }
            }
        }
        found
    }

    /// Finds the patterns that fit the text beside a match.
    fn beside(&self, machine: &mut Machine, text: &str, at: usize, limit: usize, fit: &mut Vec<u32>) {
        fit.clear();
        machine.run(&self.forest, text, at, limit, |patterns, end| {
            if edge(text, end) {
                fit.extend_from_slice(patterns);
            }
        });
    }
}

/// Adds a pattern to a list and returns its number; a pattern that is there already keeps its own.
fn number(patterns: &mut Vec<NodeId>, pattern: Option<NodeId>) -> Option<u32> {
    let pattern = pattern?;
    let place = patterns.iter().position(|p| *p == pattern).unwrap_or_else(|| {
        patterns.push(pattern);
        patterns.len() - 1
    });
    u32::try_from(place).ok()
}

/// Returns the places where something may start: a letter or digit with none before it, or a sign.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let (mut at, mut inside) = (0, false);
    std::iter::from_fn(move || {
        while let Some(&byte) = bytes.get(at) {
            let here = at;
            let (word, space, len) = match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => (true, false, 1),
                b' ' => (false, true, 1),
                0..=0x7f => (false, char::from(byte).is_whitespace(), 1),
                _ => {
                    let c = text[at..].chars().next()?;
                    let word = is_word(c);
                    (word, !word && c.is_whitespace(), c.len_utf8())
                }
            };
            let start = !(space || word && inside);
            inside = word;
            at += len;
            if start {
                return Some(here);
            }
        }
        None
    })
}

/// Tells whether no word runs on over this place.
#[inline]
fn edge(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|i| bytes.get(i)), bytes.get(at)) else {
        return true;
    };
    if before.is_ascii() && after.is_ascii() {
        return !(before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric());
    }
    text.is_char_boundary(at)
        && !(text[..at].chars().next_back().is_some_and(is_word) && text[at..].chars().next().is_some_and(is_word))
}
