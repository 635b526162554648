//! Patterns of whole lines: in comes a line, out comes whether one of them matches it from end to end.

use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use regex_automata::util::pool::Pool;
use regex_syntax::ParserBuilder;

use super::forest::{Forest, NodeId, Pieces};
use super::machine::{Direction, Machine};

/// What makes the machine of a thread.
type Make = Box<dyn Fn() -> Machine + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// Patterns of whole lines, whatever the case of the letters.
#[derive(Debug)]
pub(crate) struct Lines {
    forest: Forest,
    machines: Pool<Machine, Make>,
}

/// No places are held open.
struct NoPieces;

impl Pieces for NoPieces {
    fn piece(&self, _: &str) -> Option<Option<NodeId>> {
        None
    }
}

impl Lines {
    /// Takes regular expressions without assertions.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub(crate) fn new(patterns: &[String]) -> Result<Self, String> {
        let mut forest = Forest::default();
        let mut roots = Vec::new();
        for pattern in patterns {
            let hir = ParserBuilder::new().case_insensitive(true).build().parse(pattern);
            let hir = hir.map_err(|error| error.to_string())?;
            if !hir.properties().look_set().is_empty() {
                return Err(format!("`{pattern}` holds an assertion"));
            }
            if hir.properties().minimum_len() == Some(0) {
                return Err(format!("`{pattern}` matches the empty line"));
            }
            roots.extend(forest.add_hir(&hir, &NoPieces, &mut Vec::new()));
        }
        let roots: Arc<[NodeId]> = roots.into();
        let make = move || Machine::new(Arc::clone(&roots), Direction::Forward);
        Ok(Self {
            forest,
            machines: Pool::new(Box::new(make)),
        })
    }

    /// Tells whether a line is what one of the patterns says, from end to end.
    pub(crate) fn is_match(&self, line: &str) -> bool {
        let mut matched = false;
        let mut machine = self.machines.get();
        machine.run(&self.forest, line, 0, line.len(), |_, end| {
            matched |= end == line.len();
        });
        matched
    }
}
