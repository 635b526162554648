//! Cells: in comes a step, out comes what a search for parts does there, with all that lies between two choices in one.
//!
//! Steps that lead to one other without a sign are passed over once, when the cell is made; what a word goes on with is
//! kept. So a search takes a look into a table for each sign and each parting of ways.

use super::forest::{Forest, Node};
use super::mixing::MixedMap;
use super::steps::{Step, StepId, Steps};

/// What is done at a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// Where in [`Cells::marks`] the ends of parts are that stand here.
    pub(super) marks: (u32, u32),
    pub(super) act: Act,
}

/// What is done behind the marks of a cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    /// The pattern has matched.
    Done,
    /// A sign of a class is read; one bit for each of ASCII.
    Class { ascii: u128, class: usize, then: StepId },
    /// The next letter of some words is read; where one of them ends, `end` goes on from there.
    Word { step: StepId, end: Option<StepId> },
    /// Ways part: where in [`Steps::way`] they are, the one to be tried first first.
    Fork { from: u32, to: u32 },
}

/// The cells that searches have come to.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// By step.
    cells: Vec<Option<Cell>>,
    marks: Vec<u32>,
    /// The steps behind letters of words. Only ever looked up, never gone through.
    words: MixedMap<(StepId, char), Option<StepId>>,
}

impl Cells {
    /// Returns about how much memory the cells take, in bytes.
    pub(super) fn size(&self) -> usize {
        let word = size_of::<((StepId, char), Option<StepId>)>();
        self.cells.len() * size_of::<Option<Cell>>() + self.marks.len() * 4 + self.words.len() * 2 * word
    }

    /// Returns the places of the ends of parts at a cell.
    pub(super) fn marks(&self, cell: Cell) -> &[u32] {
        &self.marks[cell.marks.0 as usize..cell.marks.1 as usize]
    }

    /// Returns the cell of a step.
    #[inline]
    pub(super) fn at(&mut self, forest: &Forest, steps: &mut Steps, step: StepId) -> Cell {
        match self.cells.get(step as usize) {
            Some(Some(cell)) => *cell,
            _ => self.make(forest, steps, step),
        }
    }

    /// Returns the step behind a letter of a word.
    pub(super) fn behind(&mut self, forest: &Forest, steps: &mut Steps, step: StepId, c: char) -> Option<StepId> {
        *self.words.entry((step, c)).or_insert_with(|| steps.after(forest, step, c))
    }

    #[cold]
    fn make(&mut self, forest: &Forest, steps: &mut Steps, step: StepId) -> Cell {
        let place = |at: usize| u32::try_from(at).expect("memory ends before the numbers do");
        let from = place(self.marks.len());
        let mut here = step;
        let act = loop {
            let ways = steps.ways(forest, here);
            match steps.get(here) {
                Step::Done(_) => break Act::Done,
                Step::Word { .. } => {
                    let end = ways.map(|way| steps.way(way)).next();
                    break Act::Word { step: here, end };
                }
                Step::PartEnd { number, .. } => self.marks.push(number * 2 + 1),
                Step::Tree { node, then } => match forest.node(node) {
                    Node::Class(class) => {
                        let (ascii, class) = (forest.classes[*class].ascii(), *class);
                        break Act::Class { ascii, class, then };
                    }
                    Node::Part { number, .. } => self.marks.push(number * 2),
                    _ => {}
                },
                Step::Again { .. } => {}
            }
            if ways.len() != 1 {
                break Act::Fork {
                    from: ways.start,
                    to: ways.end,
                };
            }
            here = steps.way(ways.start);
        };
        let marks = (from, place(self.marks.len()));
        let cell = Cell { marks, act };
        if self.cells.len() <= step as usize {
            self.cells.resize(step as usize + 1, None);
        }
        self.cells[step as usize] = Some(cell);
        cell
    }
}
