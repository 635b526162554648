//! Reading TEI: a file that somebody has encoded already, as running text and the way back into the file.
//!
//! In come the bytes of a file, out comes a [`Transcript`]: the [`Text`] that the rules read, and for each stretch of it where
//! it stands in the file. Text is read across inline elements: `<hi>`, `<lb/>` and `<pb/>` part no words but where they say
//! so. Notes are contexts of their own. What is tagged already stays in the text, so that what refers to it finds it, and is
//! known as held, so that it is not tagged twice.

mod elements;
mod encoding;
mod file;
mod held;
mod running;

use std::collections::BTreeSet;

pub(crate) use elements::{Place, may_hold, may_stand_in};
pub(crate) use encoding::Script;
pub(crate) use file::Node;
pub(crate) use held::Held;

use super::ReadError;
use crate::diag::{Diagnostic, Warned};
use crate::registers::{self, Registers};
use crate::repair::Text;
use crate::settings::Settings;
use crate::span::Span;

/// The namespace of TEI P5.
pub(crate) const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";

/// The format's name in messages.
const FORMAT: &str = "TEI file";

/// What stands in the text for a thing among the words that is none: a gap, a formula.
pub(crate) const THING: char = '\u{fffc}';

/// A TEI file as running text.
#[derive(Clone, Debug)]
pub struct Transcript {
    /// The text; a page of its places is a line of the file, counted from 1.
    pub text: Text,
    /// The entries of the file's own registers.
    pub registers: Registers,
    /// The file, decoded.
    pub(crate) xml: String,
    /// How it was encoded.
    pub(crate) script: Script,
    /// Its elements in the order of their start tags.
    pub(crate) nodes: Vec<Node>,
    /// The text of each element outside its notes; `None` where it has none.
    pub(crate) extents: Vec<Option<Span>>,
    /// Where the text stands in the file, in the order of the text.
    pub(crate) pieces: Vec<Piece>,
    /// What is tagged already.
    pub(crate) held: Held,
    /// All identifiers in the file.
    pub(crate) ids: BTreeSet<String>,
}

/// A stretch of the text that stands in one place of the file.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Where in the text.
    pub(crate) text: Span,
    /// Where in the file.
    pub(crate) source: Span,
    /// Each byte of the text is one of the file; otherwise the piece is one thing: a reference to a character, say.
    pub(crate) plain: bool,
    /// A tag may stand before it and behind it.
    pub(crate) open: (bool, bool),
    /// The innermost element round it.
    pub(crate) node: usize,
}

impl Piece {
    /// Returns the place in the file in front of a place of the text, `None` where no tag may stand there.
    pub(crate) fn before(&self, at: usize) -> Option<usize> {
        if at == self.text.start {
            return self.open.0.then_some(self.source.start);
        }
        self.plain.then(|| self.source.start + (at - self.text.start))
    }

    /// Returns the place in the file behind a place of the text, `None` where no tag may stand there.
    pub(crate) fn behind(&self, at: usize) -> Option<usize> {
        if at == self.text.end {
            return self.open.1.then_some(self.source.end);
        }
        self.plain.then(|| self.source.start + (at - self.text.start))
    }
}

/// Reads a TEI file.
///
/// # Errors
/// [`ReadError::Damaged`] for what is not well-formed or not TEI P5, [`ReadError::TooLarge`] for elements nested without end.
pub fn read(bytes: &[u8], settings: &Settings) -> Result<Warned<Transcript>, ReadError> {
    let damaged = |reason: String| ReadError::Damaged { format: FORMAT, reason };
    let (xml, script) = encoding::decode(bytes).map_err(damaged)?;
    let file = file::parse(&xml)?;
    if !file.nodes.iter().any(|node| node.is_tei && &*node.name == "text") {
        return Err(damaged("it has no <text>".to_owned()));
    }
    let running = running::running(&xml, &file, settings);
    let mut doubts = Vec::new();
    let registers = match registers::read(&xml) {
        Ok(standing) => standing.registers,
        Err(error) => {
            doubts.push(Diagnostic::warning(
                "registers-unread",
                format!("the registers of the file are not used: {error}"),
            ));
            Registers::default()
        }
    };
    let held = Held::new(&file.nodes, &running.extents);
    let ids = file.nodes.iter().filter_map(|node| node.get("xml:id"));
    let transcript = Transcript {
        text: running.text,
        registers,
        script,
        extents: running.extents,
        pieces: running.pieces,
        held,
        ids: ids.map(str::to_owned).collect(),
        nodes: file.nodes,
        xml,
    };
    Ok(Warned::new(transcript, doubts))
}
