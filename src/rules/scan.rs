//! The one scan over a text: in comes a block of text, out come the places where rules match.
//!
//! All patterns are one automaton. It is started at the edge of each word and dies within a letter or two unless some
//! rule begins so; what it costs grows with the text and not with the number of rules.

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::pool::Pool;
use regex_automata::util::start;
use regex_automata::util::syntax;
use regex_automata::{Anchored, MatchKind};

use crate::span::Span;

/// The most memory that one thread's part of the automaton takes before it is built anew, in bytes.
const CACHE: usize = 64 << 20;

/// A stretch that a rule's pattern matches; what stands around it has not been asked yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Place of the rule in [`super::Rules::list`].
    pub(super) rule: usize,
    /// Where, in bytes of the scanned text.
    pub(super) span: Span,
}

/// All patterns as one automaton, built as far as texts need it.
#[derive(Debug)]
pub(super) struct Scan {
    dfa: DFA,
    caches: Pool<Cache, Box<dyn Fn() -> Cache + Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>>,
}

impl Scan {
    /// Builds the automaton.
    ///
    /// # Errors
    /// Where the patterns together are too large.
    pub(super) fn new(patterns: &[&str]) -> Result<Self, String> {
        let config = DFA::config()
            .match_kind(MatchKind::All)
            .cache_capacity(CACHE)
            .skip_cache_capacity_check(true);
        let dfa = DFA::builder()
            .configure(config)
            .syntax(syntax::Config::new())
            .build_many(patterns)
            .map_err(|e| e.to_string())?;
        let clone = dfa.clone();
        let caches = Pool::new(Box::new(move || clone.create_cache()) as Box<_>);
        Ok(Self { dfa, caches })
    }

    /// Returns, for each place where words start, each rule's longest match that ends where a word ends.
    pub(super) fn matches(&self, text: &str) -> Vec<Match> {
        let mut cache = self.caches.get();
        let mut found = Vec::new();
        for at in starts(text) {
            let from = found.len();
            self.matches_at(&mut cache, text, at, from, &mut found);
        }
        found
    }

    /// Adds the matches that start at one place to `found`, whose entries of this place begin at `from`.
    fn matches_at(&self, cache: &mut Cache, text: &str, at: usize, from: usize, found: &mut Vec<Match>) {
        let config = start::Config::new().anchored(Anchored::Yes);
        let Ok(mut state) = self.dfa.start_state(cache, &config) else {
            return;
        };
        let bytes = text.as_bytes();
        let mut here = at;
        loop {
            // A match is told one byte late: behind the byte that follows it.
            let next = match bytes.get(here) {
                Some(&byte) => self.dfa.next_state(cache, state, byte),
                None => self.dfa.next_eoi_state(cache, state),
            };
            let Ok(next) = next else { return };
            state = next;
            if state.is_tagged() {
                if state.is_dead() || state.is_quit() {
                    return;
                }
                if state.is_match() && ends_word(text, here) {
                    for i in 0..self.dfa.match_len(cache, state) {
                        let rule = self.dfa.match_pattern(cache, state, i).as_usize();
                        let span = Span::new(at, here);
                        match found[from..].iter_mut().find(|m| m.rule == rule) {
                            Some(earlier) => earlier.span = span,
                            None => found.push(Match { rule, span }),
                        }
                    }
                }
            }
            if here >= bytes.len() {
                return;
            }
            here += 1;
        }
    }
}

/// Returns the places where something may start: a letter or digit with none before it, or a sign.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let word = c.is_alphanumeric();
        let start = !(word && inside) && !c.is_whitespace();
        inside = word;
        start.then_some(at)
    })
}

/// Tells whether no word runs on over this place.
fn ends_word(text: &str, at: usize) -> bool {
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
