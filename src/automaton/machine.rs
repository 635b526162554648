//! The machine: in comes a text and a place in it, out come all patterns that match from there, with the ends.
//!
//! All patterns are walked at once. A state is the set of steps that the patterns may be at; what follows it for a sign
//! is found when that sign first comes and kept, so that a letter costs one look into a table, however many patterns
//! there are.

use std::collections::HashMap;
use std::sync::Arc;

use super::forest::{Forest, Node, NodeId};
use super::mixing::MixedMap;
use super::moves::Moves;
use super::parts::Search;
use super::steps::{Step, StepId, Steps};

/// The most memory that a machine takes before it is built anew, in bytes.
const MOST: usize = 16 << 20;

/// A state, by its place in [`Machine::states`].
type StateId = u32;

/// The state in which nothing can match any more.
const DEAD: StateId = 0;

/// The state in which each pattern is at its beginning.
const START: StateId = 1;

/// What stands in the table of a state for a sign that has not come yet.
const UNKNOWN: StateId = StateId::MAX;

/// The bit by which the tables mark a state in which patterns have matched.
const MATCHED: StateId = 1 << 31;

/// The signs up to this one have their columns in a plain table: all of Latin, Greek, Cyrillic and the punctuation.
const NEAR: usize = 0x2100;

/// Which way a machine reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// As the text runs.
    Forward,
    /// From a place back to what stands before it.
    Backward,
}

/// What one thread has built of the automaton of some patterns.
#[derive(Clone, Debug)]
pub(crate) struct Machine {
    pub(super) steps: Steps,
    pub(super) moves: Moves,
    direction: Direction,
    /// The patterns.
    roots: Arc<[NodeId]>,
    states: Vec<State>,
    /// For each state, the next one by the column of the next sign, with [`MATCHED`].
    rows: Vec<Vec<StateId>>,
    /// The states by their steps.
    ids: MixedMap<Arc<[StepId]>, StateId>,
    columns: Columns,
    /// For each step, the last round in which it was met.
    met: Vec<u32>,
    round: u32,
    pub(super) search: Search,
    /// What the states take, in bytes, about.
    size: usize,
    /// Nothing was added since the size was last looked at.
    looked_at: bool,
}

/// The steps that patterns may be at.
#[derive(Clone, Debug)]
struct State {
    steps: Arc<[StepId]>,
    /// The patterns that have matched.
    done: Box<[u32]>,
}

/// The signs that have come, each with its column in the tables of the states.
#[derive(Clone, Debug)]
struct Columns {
    near: Box<[u32; NEAR]>,
    /// Only ever looked up, never gone through.
    far: HashMap<char, u32>,
    count: u32,
}

impl Machine {
    /// Makes a machine for some patterns of a forest.
    pub(crate) fn new(roots: Arc<[NodeId]>, direction: Direction) -> Self {
        Self {
            steps: Steps::new(direction),
            moves: Moves::default(),
            direction,
            roots,
            states: Vec::new(),
            rows: Vec::new(),
            ids: MixedMap::default(),
            columns: Columns::new(),
            met: Vec::new(),
            round: 0,
            search: Search::default(),
            size: 0,
            looked_at: false,
        }
    }

    /// Tells whether no pattern can match from before this sign on, as far as that is known.
    #[inline]
    pub(crate) fn refuses(&self, sign: u8) -> bool {
        let column = self.columns.near.get(usize::from(sign)).map(|column| *column as usize);
        let next = column.zip(self.rows.get(START as usize));
        sign.is_ascii() && next.and_then(|(column, row)| row.get(column)) == Some(&DEAD)
    }

    /// Walks from a place in the direction of the machine, up to `limit`, and hands on the patterns that match from
    /// there with each place where such matches end.
    pub(crate) fn run(
        &mut self,
        forest: &Forest,
        text: &str,
        from: usize,
        limit: usize,
        mut found: impl FnMut(&[u32], usize),
    ) {
        if !self.looked_at {
            self.prepare(forest);
        }
        let mut state = START;
        match self.direction {
            Direction::Forward => {
                let text = &text[..text.floor_char_boundary(limit)];
                let mut at = from;
                while let Some(byte) = text.as_bytes().get(at) {
                    // Most signs are ASCII and have come in this state before.
                    let column = self.columns.near[usize::from(*byte)] as usize;
                    let known = self.rows[state as usize].get(column).filter(|_| byte.is_ascii());
                    state = match known {
                        Some(&next) if next != UNKNOWN => {
                            at += 1;
                            next
                        }
                        _ => {
                            let Some(c) = text[at..].chars().next() else { return };
                            at += c.len_utf8();
                            self.next(forest, state, c)
                        }
                    };
                    if state == DEAD {
                        return;
                    }
                    if state & MATCHED != 0 {
                        state &= !MATCHED;
                        found(&self.states[state as usize].done, at);
                    }
                }
            }
            Direction::Backward => {
                let limit = text.ceil_char_boundary(limit);
                let mut signs = text[limit..from].chars();
                while state != DEAD
                    && let Some(c) = signs.next_back()
                {
                    state = self.next(forest, state, c);
                    if state & MATCHED != 0 {
                        state &= !MATCHED;
                        found(&self.states[state as usize].done, limit + signs.as_str().len());
                    }
                }
            }
        }
    }

    /// Makes the first states, and all anew where they have become too many.
    pub(super) fn prepare(&mut self, forest: &Forest) {
        self.looked_at = true;
        if !self.states.is_empty() && self.size + self.steps.size() + self.moves.size() < MOST {
            return;
        }
        *self = Self::new(Arc::clone(&self.roots), self.direction);
        self.looked_at = true;
        self.state(Vec::new(), Vec::new());
        let (mut steps, mut done) = (Vec::new(), Vec::new());
        self.round += 1;
        for (number, node) in Arc::clone(&self.roots).iter().enumerate() {
            let number = u32::try_from(number).expect("memory ends before the numbers do");
            let then = self.steps.id(Step::Done(number));
            let step = self.steps.id(Step::Tree { node: *node, then });
            self.reach(forest, step, &mut steps, &mut done);
        }
        let start = self.state(steps, done);
        debug_assert!(start <= START);
        if start == DEAD {
            // There are no patterns: the start is a dead end of its own.
            self.rows.push(Vec::new());
            self.states.push(State {
                steps: Arc::from([]),
                done: Box::default(),
            });
        }
    }

    /// Returns the state behind a sign, marked where patterns have matched.
    #[inline]
    fn next(&mut self, forest: &Forest, state: StateId, c: char) -> StateId {
        let column = self.columns.of(c) as usize;
        match self.rows[state as usize].get(column) {
            Some(&next) if next != UNKNOWN => next,
            _ => self.find_next(forest, state, c, column),
        }
    }

    #[cold]
    fn find_next(&mut self, forest: &Forest, state: StateId, c: char, column: usize) -> StateId {
        let (mut steps, mut done) = (Vec::new(), Vec::new());
        self.looked_at = false;
        self.round += 1;
        let from = Arc::clone(&self.states[state as usize].steps);
        for step in &*from {
            if let Some(next) = self.steps.after(forest, *step, c) {
                self.reach(forest, next, &mut steps, &mut done);
            }
        }
        let next = self.state(steps, done);
        let matched = !self.states[next as usize].done.is_empty();
        let next = if matched { next | MATCHED } else { next };
        let row = &mut self.rows[state as usize];
        if row.len() <= column {
            self.size += (column + 1 - row.len()) * size_of::<StateId>();
            row.resize(column + 1, UNKNOWN);
        }
        row[column] = next;
        next
    }

    /// Adds to a state all steps that match a sign and are reached from a step without one, and the patterns done.
    fn reach(&mut self, forest: &Forest, id: StepId, steps: &mut Vec<StepId>, done: &mut Vec<u32>) {
        let place = id as usize;
        if self.met.len() <= place {
            self.met.resize(place + 1, 0);
        }
        if std::mem::replace(&mut self.met[place], self.round) == self.round {
            return;
        }
        let reads = match self.steps.get(id) {
            Step::Done(pattern) => {
                done.push(pattern);
                true
            }
            Step::Word { .. } => true,
            Step::Tree { node, .. } => matches!(forest.node(node), Node::Class(_)),
            Step::Again { .. } | Step::PartEnd { .. } => false,
        };
        // What is done is a step too, so that the steps tell states apart.
        if reads {
            steps.push(id);
        }
        for way in self.steps.ways(forest, id) {
            self.reach(forest, self.steps.way(way), steps, done);
        }
    }

    /// Returns the state for a set of steps.
    fn state(&mut self, mut steps: Vec<StepId>, mut done: Vec<u32>) -> StateId {
        steps.sort_unstable();
        done.sort_unstable();
        done.dedup();
        if let Some(id) = self.ids.get(steps.as_slice()) {
            return *id;
        }
        let steps: Arc<[StepId]> = steps.into();
        let id = StateId::try_from(self.states.len()).expect("memory ends before the numbers do");
        self.size += size_of::<State>() + size_of::<Vec<StateId>>() + (steps.len() + done.len()) * 4 + 48;
        self.ids.insert(Arc::clone(&steps), id);
        self.rows.push(Vec::new());
        self.states.push(State {
            steps,
            done: done.into(),
        });
        id
    }
}

impl Columns {
    fn new() -> Self {
        let mut near = Box::new([u32::MAX; NEAR]);
        // The commonest signs come first, so that the tables are short.
        let common = [b'a'..=b'z', b' '..=b'@', b'A'..=b'Z'].into_iter().flatten();
        let mut count = 0;
        for byte in common {
            near[usize::from(byte)] = count;
            count += 1;
        }
        Self {
            near,
            far: HashMap::new(),
            count,
        }
    }

    fn of(&mut self, c: char) -> u32 {
        match self.near.get(c as usize) {
            Some(&column) if column != u32::MAX => column,
            _ => self.add(c),
        }
    }

    #[cold]
    fn add(&mut self, c: char) -> u32 {
        if let Some(column) = self.far.get(&c) {
            return *column;
        }
        let column = self.count;
        self.count += 1;
        match self.near.get_mut(c as usize) {
            Some(near) => *near = column,
            None => {
                self.far.insert(c, column);
            }
        }
        column
    }
}
