//! Moves: in comes a step and the next sign, out comes what a search for parts does there.
//!
//! Between two signs there is mostly one way on: ways that cannot read the sign are left out, and what lies on the one
//! that is left is gone through once and kept. So a search takes one look into a table for each sign, and ways part only
//! where the sign does not tell them apart.

use super::forest::{Forest, Node};
use super::mixing::MixedMap;
use super::steps::{Step, StepId, Steps};

/// What is done at a step before a sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move {
    /// Where in [`Moves::marks`] the ends of parts are that stand here.
    marks: (u32, u32),
    pub(super) then: Then,
}

/// What is done behind the marks of a move.
#[derive(Clone, Copy, Debug)]
pub(super) enum Then {
    /// The pattern has matched, at the end of the text.
    Done,
    /// There is no way on.
    Fail,
    /// The sign is read.
    Read(StepId),
    /// The sign is read as a letter of a longer word; if that leads nowhere, a word ends before it.
    Longer(StepId, StepId),
    /// Ways part: where in [`Moves::ways`] they are, the one to be tried first first.
    Part(u32, u32),
}

/// The moves that searches have made.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    /// By step and sign, see [`key`]. Only ever looked up, never gone through.
    moves: MixedMap<u64, Move>,
    marks: Vec<u32>,
    ways: Vec<StepId>,
}

/// How many steps without a sign are looked through for a way that a sign leaves open.
const DEEP: usize = 60;

impl Moves {
    /// Returns about how much memory the moves take, in bytes.
    pub(super) fn size(&self) -> usize {
        self.moves.len() * 2 * size_of::<(u64, Move)>() + (self.marks.len() + self.ways.len()) * 4
    }

    /// Returns the places of the ends of parts at a move.
    pub(super) fn marks(&self, here: Move) -> &[u32] {
        &self.marks[here.marks.0 as usize..here.marks.1 as usize]
    }

    /// Returns the ways between two places.
    pub(super) fn ways(&self, from: u32, to: u32) -> &[StepId] {
        &self.ways[from as usize..to as usize]
    }

    /// Returns the move at a step before a sign, `None` being the end of the text.
    #[inline]
    pub(super) fn at(&mut self, forest: &Forest, steps: &mut Steps, step: StepId, sign: Option<char>) -> Move {
        match self.moves.get(&key(step, sign)) {
            Some(known) => *known,
            None => self.make(forest, steps, step, sign),
        }
    }

    #[cold]
    fn make(&mut self, forest: &Forest, steps: &mut Steps, step: StepId, sign: Option<char>) -> Move {
        let from = place(self.marks.len());
        let mut here = step;
        let mut left = DEEP;
        let then = loop {
            match steps.get(here) {
                Step::PartEnd { number, .. } => self.marks.push(number * 2 + 1),
                Step::Tree { node, .. } => {
                    if let Node::Part { number, .. } = forest.node(node) {
                        self.marks.push(number * 2);
                    }
                }
                Step::Done(_) if sign.is_none() => break Then::Done,
                _ => {}
            }
            let mut open = Vec::new();
            for way in steps.ways(forest, here) {
                let way = steps.way(way);
                let mut looked = DEEP;
                if is_open(forest, steps, way, sign, &mut looked) {
                    open.push(way);
                }
            }
            let read = sign.and_then(|c| steps.after(forest, here, c));
            match (read, open.as_slice()) {
                (None, []) => break Then::Fail,
                (Some(next), []) => break Then::Read(next),
                (Some(next), [end, ..]) => break Then::Longer(next, *end),
                (None, [way]) if left > 0 => here = *way,
                (None, _) => {
                    let from = place(self.ways.len());
                    self.ways.extend(open);
                    break Then::Part(from, place(self.ways.len()));
                }
            }
            left -= 1;
        };
        let marks = (from, place(self.marks.len()));
        let made = Move { marks, then };
        self.moves.insert(key(step, sign), made);
        made
    }
}

/// Tells whether a step may lead on over a sign, or at the end of the text to the end of the pattern; `left` steps are
/// looked at.
fn is_open(forest: &Forest, steps: &mut Steps, step: StepId, sign: Option<char>, left: &mut usize) -> bool {
    if *left == 0 {
        return true;
    }
    *left -= 1;
    match sign {
        None if matches!(steps.get(step), Step::Done(_)) => return true,
        Some(c) if steps.after(forest, step, c).is_some() => return true,
        _ => {}
    }
    let ways = steps.ways(forest, step);
    { ways }.any(|way| is_open(forest, steps, steps.way(way), sign, left))
}

/// Returns the number under which a move is kept.
fn key(step: StepId, sign: Option<char>) -> u64 {
    u64::from(step) << 32 | sign.map_or(u64::from(u32::MAX), u64::from)
}

fn place(at: usize) -> u32 {
    u32::try_from(at).expect("memory ends before the numbers do")
}
