//! The named parts of a match: in comes the stretch that a pattern matches, out come its parts.
//!
//! The ways to match are tried in the order that the pattern gives them, and where there are many, no way is gone twice
//! from one place, so that the time grows with the stretch and never faster.

use super::forest::{Forest, NodeId};
use super::machine::Machine;
use super::mixing::MixedSet;
use super::moves::Then;
use super::steps::{Step, StepId};

/// How often ways may part before those that were gone are remembered: the parts of most matches are found sooner than
/// their ways are told apart.
const FREE: usize = 200;

/// A search for the parts of a match; kept for the next one, for its memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Search {
    /// How often ways parted.
    partings: usize,
    /// From where which steps were tried since there were too many.
    tried: MixedSet<(StepId, usize)>,
    /// What is left to do, the last first.
    left: Vec<Left>,
    /// Start and end of each part.
    ends: Vec<Option<usize>>,
}

/// What is left to do when a way leads nowhere.
#[derive(Clone, Debug)]
enum Left {
    /// Another way from a place.
    Way(StepId, usize),
    /// One end of a part as it was before.
    End(usize, Option<usize>),
}

impl Machine {
    /// Returns the parts of a whole text that a pattern matches, start and end of each by its number; all `None` where
    /// it does not match. The machine is one that reads forward.
    pub(crate) fn parts(
        &mut self,
        forest: &Forest,
        node: NodeId,
        text: &str,
        count: usize,
    ) -> impl Iterator<Item = Option<(usize, usize)>> {
        self.prepare(forest);
        let then = self.steps.id(Step::Done(u32::MAX));
        let start = self.steps.id(Step::Tree { node, then });
        let mut search = std::mem::take(&mut self.search);
        search.partings = 0;
        search.tried.clear();
        search.left.clear();
        search.ends.clear();
        search.ends.resize(count * 2, None);
        search.left.push(Left::Way(start, 0));
        while let Some(next) = search.left.pop() {
            match next {
                Left::End(place, end) => search.ends[place] = end,
                Left::Way(step, at) => {
                    if self.follow(forest, text, (step, at), &mut search) {
                        break;
                    }
                }
            }
        }
        self.search = search;
        self.search.ends.chunks(2).map(|ends| Some((ends[0]?, ends[1]?)))
    }

    /// Follows one way to its end and tells whether that is the end of the text.
    fn follow(
        &mut self,
        forest: &Forest,
        text: &str,
        (mut step, mut at): (StepId, usize),
        search: &mut Search,
    ) -> bool {
        let Search {
            partings,
            tried,
            left,
            ends,
        } = search;
        loop {
            let sign = match text.as_bytes().get(at) {
                Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
                _ => text[at..].chars().next(),
            };
            let here = self.moves.at(forest, &mut self.steps, step, sign);
            for &mark in self.moves.marks(here) {
                left.push(Left::End(mark as usize, ends[mark as usize]));
                ends[mark as usize] = Some(at);
            }
            match here.then {
                Then::Done => return true,
                Then::Fail => return false,
                Then::Read(next) => {
                    at += sign.map_or(0, char::len_utf8);
                    step = next;
                }
                Then::Longer(next, end) => {
                    left.push(Left::Way(end, at));
                    at += sign.map_or(0, char::len_utf8);
                    step = next;
                }
                Then::Part(from, to) => {
                    *partings += 1;
                    if *partings > FREE && !tried.insert((step, at)) {
                        return false;
                    }
                    let Some((first, others)) = self.moves.ways(from, to).split_first() else {
                        return false;
                    };
                    left.extend(others.iter().rev().map(|way| Left::Way(*way, at)));
                    step = *first;
                }
            }
        }
    }
}
