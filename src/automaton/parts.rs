//! The named parts of a match: in comes the stretch that a pattern matches, out come its parts.
//!
//! The ways to match are tried in the order that the pattern gives them, and where there are many, no way is gone twice
//! from one place, so that the time grows with the stretch and never faster.

use super::forest::{Forest, Node, NodeId};
use super::machine::Machine;
use super::mixing::MixedSet;
use super::steps::{Step, StepId};

/// How often ways may part before those that were gone are remembered: the parts of most matches are found sooner than
/// their ways are told apart.
const FREE: usize = 200;

/// A search for the parts of a match; kept for the next one, for its memory.
#[derive(Debug, Default)]
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
#[derive(Debug)]
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
            let here = self.steps.get(step);
            let node = match here {
                Step::Tree { node, .. } => Some(forest.node(node)),
                _ => None,
            };
            // Ways part and meet at repetitions and alternatives; between them there is but one.
            let parting =
                matches!(here, Step::Again { .. }) || matches!(node, Some(Node::Repeat { .. } | Node::Either(_)));
            *partings += usize::from(parting);
            if parting && *partings > FREE && !tried.insert((step, at)) {
                return false;
            }
            match (here, node) {
                (Step::Done(_), _) if at == text.len() => return true,
                (Step::PartEnd { number, .. }, _) => mark(number as usize * 2 + 1, at, left, ends),
                (_, Some(Node::Part { number, .. })) => mark(*number as usize * 2, at, left, ends),
                _ => {}
            }
            let mut ways = self.steps.ways(forest, step);
            let sign = text[at..].chars().next();
            // A longer word goes before the one that ends here.
            let next = if let Some((c, next)) = sign.and_then(|c| Some((c, self.steps.after(forest, step, c)?))) {
                left.extend(ways.rev().map(|way| Left::Way(self.steps.way(way), at)));
                at += c.len_utf8();
                next
            } else {
                let Some(first) = ways.next() else { return false };
                left.extend(ways.rev().map(|way| Left::Way(self.steps.way(way), at)));
                self.steps.way(first)
            };
            step = next;
        }
    }
}

/// Marks an end of a part, and leaves behind what it was before.
fn mark(place: usize, at: usize, left: &mut Vec<Left>, ends: &mut [Option<usize>]) {
    left.push(Left::End(place, ends[place]));
    ends[place] = Some(at);
}
