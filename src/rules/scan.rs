//! The scan: in comes a block of text, out come the places where rules match.
//!
//! All patterns are one automaton. It is started at the edge of each word and dies within a letter or two unless some
//! rule begins so; what it costs grows with the text and not with the number of rules. What must stand before or behind
//! a match is asked of two further automata that start at its edges.

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::hir::Hir;

use super::compile::Compiled;
use crate::span::Span;

/// The most memory that one thread's part of an automaton takes before it is built anew, in bytes.
const CACHE: usize = 32 << 20;

/// How far before and behind a match a rule may look, in bytes.
const BESIDE: usize = 120;

/// The automata of all rules.
#[derive(Debug)]
pub(super) struct Scan {
    rules: Automaton,
    left: Automaton,
    right: Automaton,
    /// What each rule asks of the text around a match.
    asks: Vec<Asks>,
    caches: Pool<Caches, Box<dyn Fn() -> Caches + Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>>,
}

/// What a rule asks of the text around a match: patterns of the automata to the left and to the right.
#[derive(Clone, Copy, Debug, Default)]
struct Asks {
    after: Option<usize>,
    unless_after: Option<usize>,
    before: Option<usize>,
    unless_before: Option<usize>,
}

/// The parts of the automata that one thread has built.
#[derive(Debug)]
struct Caches {
    rules: Cache,
    left: Cache,
    right: Cache,
}

/// A stretch that a rule finds, by the rule's place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) rule: usize,
    pub(super) span: Span,
}

impl Scan {
    /// Builds the automata.
    ///
    /// # Errors
    /// Where the patterns together are too large.
    pub(super) fn new(compiled: &[Compiled]) -> Result<Self, String> {
        let (mut left, mut right): (Vec<&Hir>, Vec<&Hir>) = (Vec::new(), Vec::new());
        let mut asks = Vec::new();
        for rule in compiled {
            asks.push(Asks {
                after: number(&mut left, rule.after.as_ref()),
                unless_after: number(&mut left, rule.unless_after.as_ref()),
                before: number(&mut right, rule.before.as_ref()),
                unless_before: number(&mut right, rule.unless_before.as_ref()),
            });
        }
        let patterns: Vec<&Hir> = compiled.iter().map(|c| &*c.rule.tree).collect();
        let rules = Automaton::new(&patterns, Direction::Forward)?;
        let left = Automaton::new(&left, Direction::Backward)?;
        let right = Automaton::new(&right, Direction::Forward)?;
        let dfas = (rules.dfa.clone(), left.dfa.clone(), right.dfa.clone());
        let caches = move || Caches {
            rules: dfas.0.create_cache(),
            left: dfas.1.create_cache(),
            right: dfas.2.create_cache(),
        };
        Ok(Self {
            rules,
            left,
            right,
            asks,
            caches: Pool::new(Box::new(caches)),
        })
    }

    /// Returns, for each place where words start, each rule's longest match that ends where a word ends and has around
    /// it what the rule asks for. `in_force` tells which rules count.
    pub(super) fn matches(&self, text: &str, in_force: impl Fn(usize) -> bool) -> Vec<Match> {
        let mut caches = self.caches.get();
        let Caches { rules, left, right } = &mut *caches;
        let mut found = Vec::new();
        let mut here: Vec<(usize, usize)> = Vec::new();
        for at in starts(text) {
            here.clear();
            self.rules.run(rules, text, at, text.len(), |rule, end| {
                match here.iter_mut().find(|(r, _)| *r == rule) {
                    Some((_, longest)) => *longest = end,
                    None => here.push((rule, end)),
                }
            });
            if here.is_empty() {
                continue;
            }
            let mut before = Beside::new(&self.left, at, text);
            // Rules that end at one place share what stands behind it.
            here.sort_by_key(|(rule, end)| (*end, *rule));
            let mut behind = Beside::new(&self.right, at, text);
            for &(rule, end) in &here {
                if behind.at != end {
                    behind = Beside::new(&self.right, end, text);
                }
                let asks = self.asks[rule];
                let fits = in_force(rule)
                    && asks.after.is_none_or(|p| before.has(left, p))
                    && asks.unless_after.is_none_or(|p| !before.has(left, p))
                    && asks.before.is_none_or(|p| behind.has(right, p))
                    && asks.unless_before.is_none_or(|p| !behind.has(right, p));
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
}

/// Adds a pattern to a list and returns its number; a pattern that is there already keeps its own.
fn number<'h>(patterns: &mut Vec<&'h Hir>, pattern: Option<&'h Hir>) -> Option<usize> {
    let pattern = pattern?;
    Some(patterns.iter().position(|p| *p == pattern).unwrap_or_else(|| {
        patterns.push(pattern);
        patterns.len() - 1
    }))
}

/// What stands beside a match, found when first asked.
struct Beside<'a> {
    automaton: &'a Automaton,
    at: usize,
    text: &'a str,
    patterns: Option<Vec<usize>>,
}

impl<'a> Beside<'a> {
    fn new(automaton: &'a Automaton, at: usize, text: &'a str) -> Self {
        Self {
            automaton,
            at,
            text,
            patterns: None,
        }
    }

    /// Tells whether the text beside the match fits a pattern.
    fn has(&mut self, cache: &mut Cache, pattern: usize) -> bool {
        let Self {
            automaton,
            at,
            text,
            patterns,
        } = self;
        let patterns = patterns.get_or_insert_with(|| {
            let mut all = Vec::new();
            let limit = match automaton.direction {
                Direction::Forward => at.saturating_add(BESIDE).min(text.len()),
                Direction::Backward => at.saturating_sub(BESIDE),
            };
            automaton.run(cache, text, *at, limit, |pattern, _| all.push(pattern));
            all
        });
        patterns.contains(&pattern)
    }
}

/// Which way an automaton reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

/// Many patterns as one automaton, built as far as texts need it.
#[derive(Debug)]
struct Automaton {
    dfa: DFA,
    direction: Direction,
}

impl Automaton {
    fn new(patterns: &[&Hir], direction: Direction) -> Result<Self, String> {
        let config = thompson::Config::new()
            .which_captures(WhichCaptures::None)
            .reverse(direction == Direction::Backward)
            .shrink(false);
        let nfa = thompson::Compiler::new()
            .configure(config)
            .build_many_from_hir(patterns)
            .map_err(|e| e.to_string())?;
        let config = DFA::config()
            .match_kind(MatchKind::All)
            .cache_capacity(CACHE)
            .skip_cache_capacity_check(true);
        let dfa = DFA::builder()
            .configure(config)
            .build_from_nfa(nfa)
            .map_err(|e| e.to_string())?;
        Ok(Self { dfa, direction })
    }

    /// Runs from a place towards `limit` and hands on each pattern with each place where a match of it ends at the edge
    /// of a word.
    fn run(&self, cache: &mut Cache, text: &str, from: usize, limit: usize, mut found: impl FnMut(usize, usize)) {
        let config = start::Config::new().anchored(Anchored::Yes);
        let Ok(mut state) = self.dfa.start_state(cache, &config) else {
            return;
        };
        let bytes = text.as_bytes();
        let mut here = from;
        loop {
            let byte = match self.direction {
                _ if here == limit => None,
                Direction::Forward => bytes.get(here),
                Direction::Backward => here.checked_sub(1).and_then(|i| bytes.get(i)),
            };
            // A match is told one byte late: behind the byte that follows it.
            let next = match byte {
                Some(&byte) => self.dfa.next_state(cache, state, byte),
                None => self.dfa.next_eoi_state(cache, state),
            };
            let Ok(next) = next else { return };
            state = next;
            if state.is_tagged() {
                if state.is_dead() || state.is_quit() {
                    return;
                }
                if state.is_match() && edge(text, here) {
                    for i in 0..self.dfa.match_len(cache, state) {
                        found(self.dfa.match_pattern(cache, state, i).as_usize(), here);
                    }
                }
            }
            if byte.is_none() {
                return;
            }
            here = match self.direction {
                Direction::Forward => here + 1,
                Direction::Backward => here - 1,
            };
        }
    }
}

/// Returns the places where something may start: a letter or digit with none before it, or a sign.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let word = c.is_alphanumeric();
        let start = !(c.is_whitespace() || word && inside);
        inside = word;
        start.then_some(at)
    })
}

/// Tells whether no word runs on over this place.
fn edge(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|i| bytes.get(i)), bytes.get(at)) else {
        return true;
    };
    if before.is_ascii() && after.is_ascii() {
        return !(before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric());
    }
    text.is_char_boundary(at)
        && !(text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
            && text[at..].chars().next().is_some_and(char::is_alphanumeric))
}
