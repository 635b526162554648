//! The named parts of a match: in comes the stretch that a pattern matches, out come its parts.
//!
//! The ways to match are tried in the order that the pattern gives them, and no way is gone twice from one place, so that
//! the time grows with the stretch and never faster.

use super::forest::{Forest, Node, NodeId};
use super::machine::Machine;
use super::mixing::MixedSet;
use super::steps::{Step, StepId};

/// What is left to do when a way leads nowhere.
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
    ) -> Vec<Option<(usize, usize)>> {
        self.prepare(forest);
        let then = self.steps.id(Step::Done(u32::MAX));
        let start = self.steps.id(Step::Tree { node, then });
        let mut ends: Vec<Option<usize>> = vec![None; count * 2];
        let mut tried = MixedSet::default();
        let mut left = vec![Left::Way(start, 0)];
        while let Some(next) = left.pop() {
            match next {
                Left::End(place, end) => ends[place] = end,
                Left::Way(step, at) => {
                    if self.follow(forest, text, (step, at), &mut tried, &mut left, &mut ends) {
                        break;
                    }
                }
            }
        }
        ends.chunks(2).map(|ends| Some((ends[0]?, ends[1]?))).collect()
    }

    /// Follows one way to its end and tells whether that is the end of the text.
    fn follow(
        &mut self,
        forest: &Forest,
        text: &str,
        (mut step, mut at): (StepId, usize),
        tried: &mut MixedSet<(StepId, usize)>,
        left: &mut Vec<Left>,
        ends: &mut [Option<usize>],
    ) -> bool {
        loop {
            let here = self.steps.get(step);
            let node = match here {
                Step::Tree { node, .. } => Some(forest.node(node)),
                _ => None,
            };
            // Ways part and meet at repetitions and alternatives; between them there is but one.
            let parting =
                matches!(here, Step::Again { .. }) || matches!(node, Some(Node::Repeat { .. } | Node::Either(_)));
            if parting && !tried.insert((step, at)) {
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
