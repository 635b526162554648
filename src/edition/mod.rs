//! The edition: text and annotations put together into one tree in which nothing is left to decide.
//!
//! In come a [`crate::repair::Text`] and its annotations, out comes an [`Edition`]. [`assemble`] settles in turn where
//! each note goes (`notes`), in which order blocks and page starts follow (`flow`), how blocks nest (`divisions`, `lists`,
//! `tables`) and what stands inside each (`passage`).

mod assemble;
mod divisions;
mod facsimile;
mod flow;
mod header;
mod lists;
mod notes;
mod passage;
mod practices;
mod tables;
mod tree;
mod units;

pub use assemble::assemble;
pub use tree::{
    Block, Cell, Counts, Edition, Header, Inline, Mention, Note, PageStart, Passage, Practice, Printed, Start, StartOf,
    Surface, Topic, Zone,
};
pub use units::{Conversion, Declared};
