//! The named parts of a match: in comes the stretch that a pattern matches, out come its parts.
//!
//! The ways to match are tried in the order that the pattern gives them, and where there are many, no way is gone twice
//! from one place, so that the time grows with the stretch and never faster.

use super::cells::Act;
use super::forest::{Forest, NodeId};
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
            let cell = self.cells.at(forest, &mut self.steps, step);
            for &mark in self.cells.marks(cell) {
                left.push(Left::End(mark as usize, ends[mark as usize]));
                ends[mark as usize] = Some(at);
            }
            match cell.act {
                Act::Done => return at == text.len(),
                Act::Class { ascii, class, then } => {
                    match text.as_bytes().get(at) {
                        Some(byte) if byte.is_ascii() && ascii >> byte & 1 == 1 => at += 1,
                        Some(byte) if !byte.is_ascii() => {
                            let sign = text[at..].chars().next();
                            let Some(c) = sign.filter(|c| forest.classes[class].has(*c)) else {
                                return false;
                            };
                            at += c.len_utf8();
                        }
                        _ => return false,
                    }
                    step = then;
                }
                Act::Word { step: word, end } => {
                    // A longer word goes before the one that ends here.
                    let sign = text[at..].chars().next();
                    let longer = sign.and_then(|c| Some((c, self.cells.behind(forest, &mut self.steps, word, c)?)));
                    match (longer, end) {
                        (Some((c, next)), end) => {
                            left.extend(end.map(|end| Left::Way(end, at)));
                            at += c.len_utf8();
                            step = next;
                        }
                        (None, Some(end)) => step = end,
                        (None, None) => return false,
                    }
                }
                Act::Fork { from, to } => {
                    *partings += 1;
                    if from == to || *partings > FREE && !tried.insert((step, at)) {
                        return false;
                    }
                    left.extend((from + 1..to).rev().map(|way| Left::Way(self.steps.way(way), at)));
                    step = self.steps.way(from);
                }
            }
        }
    }
}
