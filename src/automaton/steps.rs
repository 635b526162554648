//! Steps: what is still to be matched from some place of a pattern on, made when a text first gets there.

use super::forest::{Forest, Node, NodeId};
use super::lists::Shared;
use super::machine::Direction;
use super::mixing::MixedMap;

/// A step, by its place in [`Steps`].
pub(super) type StepId = u32;

/// What is to be matched, and what after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    /// Nothing: a pattern has matched.
    Done(u32),
    /// A tree.
    Tree { node: NodeId, then: StepId },
    /// The tree of a repetition again, of which so many were matched.
    Again { node: NodeId, times: u32, then: StepId },
    /// The rest of one of some words of a list.
    Word { list: u32, among: Shared, then: StepId },
    /// Nothing: a named part ends.
    PartEnd { number: u32, then: StepId },
}

/// Steps, each there once.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    direction: Direction,
    steps: Vec<Step>,
    ids: MixedMap<Step, StepId>,
    /// For each step, where in `ways` those are that it leads to; `None` until they are asked for.
    led: Vec<Option<(u32, u32)>>,
    ways: Vec<StepId>,
}

impl Steps {
    pub(super) fn new(direction: Direction) -> Self {
        Self {
            direction,
            steps: Vec::new(),
            ids: MixedMap::default(),
            led: Vec::new(),
            ways: Vec::new(),
        }
    }

    /// Returns the number of a step.
    pub(super) fn id(&mut self, step: Step) -> StepId {
        *self.ids.entry(step).or_insert_with(|| {
            self.steps.push(step);
            self.led.push(None);
            StepId::try_from(self.steps.len() - 1).expect("memory ends before the numbers do")
        })
    }

    pub(super) fn get(&self, id: StepId) -> Step {
        self.steps[id as usize]
    }

    /// Returns about how much memory the steps take, in bytes.
    pub(super) fn size(&self) -> usize {
        // A step is in the list and in the map, whose tables are half empty.
        self.steps.len() * (3 * size_of::<Step>() + size_of::<Option<(u32, u32)>>() + 4) + self.ways.len() * 4
    }

    /// Returns the step behind a sign that a step matches.
    pub(super) fn after(&mut self, forest: &Forest, step: StepId, c: char) -> Option<StepId> {
        match self.get(step) {
            Step::Tree { node, then } => match forest.node(node) {
                Node::Class(class) => forest.classes[*class].has(c).then_some(then),
                _ => None,
            },
            Step::Word { list, among, then } => {
                let words = forest.lists[list as usize].words(self.direction == Direction::Backward);
                let among = among.behind(words, c)?;
                Some(self.id(Step::Word { list, among, then }))
            }
            Step::Done(_) | Step::Again { .. } | Step::PartEnd { .. } => None,
        }
    }

    /// Returns where the steps are that a step leads to without a sign, the one to be tried first first; see
    /// [`Steps::way`].
    pub(super) fn ways(&mut self, forest: &Forest, id: StepId) -> std::ops::Range<u32> {
        if let Some((start, end)) = self.led[id as usize] {
            return start..end;
        }
        let ways = self.find_ways(forest, id);
        let place = |at: usize| u32::try_from(at).expect("memory ends before the numbers do");
        let start = place(self.ways.len());
        self.ways.extend(ways);
        let end = place(self.ways.len());
        self.led[id as usize] = Some((start, end));
        start..end
    }

    /// Returns a step by its place among all that [`Steps::ways`] has found.
    pub(super) fn way(&self, place: u32) -> StepId {
        self.ways[place as usize]
    }

    fn find_ways(&mut self, forest: &Forest, id: StepId) -> Vec<StepId> {
        match self.get(id) {
            Step::Done(_) => Vec::new(),
            Step::PartEnd { then, .. } => vec![then],
            Step::Word { list, among, then } => {
                let words = forest.lists[list as usize].words(self.direction == Direction::Backward);
                if among.ends(words) { vec![then] } else { Vec::new() }
            }
            Step::Again { node, times, then } => self.again(forest, node, times, then),
            Step::Tree { node, then } => match forest.node(node) {
                Node::Class(_) => Vec::new(),
                Node::Empty => vec![then],
                Node::Words(list) => {
                    let words = forest.lists[*list].words(self.direction == Direction::Backward);
                    let list = u32::try_from(*list).expect("memory ends before the numbers do");
                    let among = Shared::all(words);
                    vec![self.id(Step::Word { list, among, then })]
                }
                Node::Concat(trees) => vec![self.row(trees, then)],
                Node::Either(trees) => trees
                    .iter()
                    .map(|node| self.id(Step::Tree { node: *node, then }))
                    .collect(),
                Node::Repeat { .. } => self.again(forest, node, 0, then),
                Node::Part { number, sub } => {
                    let (node, number) = (*sub, *number);
                    let then = self.id(Step::PartEnd { number, then });
                    vec![self.id(Step::Tree { node, then })]
                }
            },
        }
    }

    /// Returns the step to match one tree after the other.
    fn row(&mut self, trees: &[NodeId], then: StepId) -> StepId {
        let mut then = then;
        for at in 0..trees.len() {
            // What is read last is what everything before it goes on with.
            let node = match self.direction {
                Direction::Forward => trees[trees.len() - 1 - at],
                Direction::Backward => trees[at],
            };
            then = self.id(Step::Tree { node, then });
        }
        then
    }

    /// Returns what follows in a repetition: its tree once more, where it may be, and what is behind, where it may be.
    fn again(&mut self, forest: &Forest, node: NodeId, times: u32, then: StepId) -> Vec<StepId> {
        let &Node::Repeat { sub, min, max, greedy } = forest.node(node) else {
            return vec![then];
        };
        let mut ways = Vec::new();
        if max.is_none_or(|max| times < max) {
            // Where there is no upper limit, more than enough is as good as enough.
            let times = if max.is_none() { (times + 1).min(min) } else { times + 1 };
            let again = self.id(Step::Again { node, times, then });
            ways.push(self.id(Step::Tree { node: sub, then: again }));
        }
        if times >= min {
            ways.push(then);
        }
        if !greedy {
            ways.reverse();
        }
        ways
    }
}
