//! The running text of a file: blocks, notes behind them, and where each stretch stands.

mod finish;
mod styled;
mod words;

use std::collections::BTreeMap;

use super::elements::{Kind, kind};
use super::file::{Bit, File, Node};
use super::{Piece, THING};
use crate::read::Style;
use crate::repair::{BlockKind, Note, NotePlace, Text};
use crate::settings::Settings;
use crate::span::Span;
use styled::styled;

/// A file's text.
pub(super) struct Running {
    pub(super) text: Text,
    pub(super) pieces: Vec<Piece>,
    pub(super) extents: Vec<Option<Span>>,
}

/// A block that is being written; places count from its start.
struct Draft {
    kind: BlockKind,
    /// The note whose body it is of, of those that stand behind the text.
    behind: Option<usize>,
    text: String,
    pieces: Vec<Piece>,
    styles: Vec<(Span, Style)>,
}

/// A text that goes on by itself: that of the file, or of a note.
#[derive(Default)]
struct Context {
    /// The note that it is.
    note: Option<usize>,
    behind: bool,
    /// The block at hand.
    block: Option<usize>,
    /// A space stands before the next words.
    space: bool,
    /// No space stands before them, whatever white space there is.
    joined: bool,
}

struct Desk<'a> {
    xml: &'a str,
    file: &'a File,
    /// The name of each element's first children, as far as they matter.
    kinds: Vec<Kind>,
    styles: Vec<Style>,
    drafts: Vec<Draft>,
    contexts: Vec<Context>,
    notes: Vec<Note>,
    /// The block and the place in it where a note is called, by the note.
    calls: Vec<Option<(usize, usize)>>,
    /// Elements that are open.
    open: Vec<usize>,
    /// How many of them hide their words.
    hidden: usize,
    /// The notes by their identifiers, and the places that point at them.
    targets: BTreeMap<&'a str, Option<(usize, usize)>>,
    tables: Vec<Table>,
    table_count: u32,
    /// The file keeps hyphens that belong to the word, and only these, in the text.
    ours: bool,
}

/// A table that is open.
struct Table {
    number: u32,
    row: u32,
    column: u32,
    label: bool,
}

/// Returns the running text of a file.
pub(super) fn running(xml: &str, file: &File, settings: &Settings) -> Running {
    let nodes = &file.nodes;
    let mut held: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (nth, node) in nodes.iter().enumerate().filter(|(nth, node)| node.parent != *nth) {
        held[node.parent].push(nth);
    }
    let holds = |nth: usize, names: &[&str]| held[nth].iter().any(|child| names.contains(&&*nodes[*child].name));
    let kinds = nodes
        .iter()
        .enumerate()
        .map(
            |(nth, node)| match kind(node, &nodes[node.parent], |names| holds(nth, names)) {
                Kind::Inline if is_other_reading(nodes, &held[node.parent], nth) => Kind::Hidden,
                kind => kind,
            },
        )
        .collect();
    let ours = nodes
        .iter()
        .any(|node| &*node.name == "application" && node.is("ident", "fonds"));
    let notes = nodes.iter().filter(|node| &*node.name == "note");
    let mut desk = Desk {
        xml,
        file,
        kinds,
        styles: vec![Style::default(); nodes.len()],
        drafts: Vec::new(),
        contexts: vec![Context::default()],
        notes: Vec::new(),
        calls: Vec::new(),
        open: Vec::new(),
        hidden: 0,
        targets: notes.filter_map(|note| Some((note.get("xml:id")?, None))).collect(),
        tables: Vec::new(),
        table_count: 0,
        ours,
    };
    for bit in &file.bits {
        match *bit {
            Bit::Open(node) => desk.open(node),
            Bit::Close(node) => desk.close(node),
            Bit::Text(span) if desk.hidden == 0 => desk.words(span, None),
            Bit::Data(span) if desk.hidden == 0 => {
                let inner = Span::new(span.start + "<![CDATA[".len(), span.end - "]]>".len());
                desk.words(inner, Some(span));
            }
            Bit::Reference(span) if desk.hidden == 0 => desk.reference(span),
            Bit::Text(_) | Bit::Data(_) | Bit::Reference(_) => {}
        }
    }
    desk.finish(settings)
}

/// Tells whether an element is a reading beside another one that is taken.
fn is_other_reading(nodes: &[Node], siblings: &[usize], nth: usize) -> bool {
    let named = |names: &[&str]| siblings.iter().copied().find(|s| names.contains(&&*nodes[*s].name));
    match &*nodes[nodes[nth].parent].name {
        "choice" => {
            let taken = named(&["corr", "reg", "abbr", "unclear", "seg", "sic", "orig", "expan"]);
            let taken = named(&["corr"])
                .or_else(|| named(&["reg"]))
                .or_else(|| named(&["abbr"]))
                .or(taken);
            taken.is_some_and(|taken| taken != nth)
        }
        "app" => named(&["lem"])
            .or_else(|| named(&["rdg"]))
            .is_some_and(|taken| taken != nth),
        _ => false,
    }
}

impl<'a> Desk<'a> {
    fn context(&mut self) -> &mut Context {
        if self.contexts.is_empty() {
            self.contexts.push(Context::default());
        }
        self.contexts.last_mut().expect("there is one at least")
    }

    fn open(&mut self, nth: usize) {
        let node = &self.file.nodes[nth];
        let outer = self.styles[node.parent];
        self.styles[nth] = if &*node.name == "note" {
            Style::default()
        } else {
            styled(node, outer)
        };
        self.open.push(nth);
        let call = self.called(node);
        if self.hidden > 0 || self.kinds[nth] == Kind::Hidden || call {
            self.hidden += 1;
            return;
        }
        match self.kinds[nth] {
            Kind::Inline | Kind::Hidden => {
                if matches!(&*node.name, "addrLine") {
                    self.context().space = true;
                }
            }
            Kind::Start => self.start(node),
            Kind::Thing => {
                self.put(
                    &THING.to_string(),
                    Span::new(node.opens.start, node.closes.end),
                    false,
                    (true, true),
                );
                self.hidden += 1;
            }
            Kind::Note => self.note(node),
            Kind::Block => {
                self.context().block = None;
                match &*node.name {
                    "table" => {
                        self.tables.push(Table {
                            number: self.table_count,
                            row: 0,
                            column: 0,
                            label: false,
                        });
                        self.table_count += 1;
                    }
                    "row" => {
                        if let Some(table) = self.tables.last_mut() {
                            table.column = 0;
                            table.label = node.is("role", "label");
                        }
                    }
                    // An empty cell is a cell.
                    "cell" => {
                        self.draft();
                    }
                    _ => {}
                }
            }
        }
    }

    fn close(&mut self, nth: usize) {
        self.open.pop();
        if self.hidden > 0 {
            self.hidden -= 1;
            return;
        }
        let node = &self.file.nodes[nth];
        match self.kinds[nth] {
            Kind::Block => {
                self.context().block = None;
                match &*node.name {
                    "table" => {
                        self.tables.pop();
                    }
                    "row" => {
                        if let Some(table) = self.tables.last_mut() {
                            table.row += 1;
                        }
                    }
                    "cell" => {
                        let cols = cols(node);
                        if let Some(table) = self.tables.last_mut() {
                            table.column += cols;
                        }
                    }
                    _ => {}
                }
            }
            Kind::Note => {
                self.contexts.pop();
            }
            Kind::Inline if matches!(&*node.name, "addrLine") => self.context().space = true,
            _ => {}
        }
    }

    /// Takes up where a note that stands elsewhere is called; tells whether the element is nothing but the marker.
    fn called(&mut self, node: &'a Node) -> bool {
        if !matches!(&*node.name, "ref" | "ptr") {
            return false;
        }
        let target = node.get("target").and_then(|target| target.strip_prefix('#'));
        let block = self.contexts.last().and_then(|context| context.block);
        let at = block.map(|block| (block, self.drafts[block].text.len()));
        let known = target.and_then(|target| self.targets.get_mut(target));
        let is_call = known.is_some() || node.is("type", "noteAnchor");
        if let Some(call @ None) = known {
            *call = at;
        }
        is_call
    }

    /// Goes on to a new line.
    fn start(&mut self, node: &Node) {
        let joins = node.is("break", "no");
        let ours = self.ours;
        let context = self.context();
        let Some(block) = context.block else { return };
        if joins {
            context.joined = true;
            context.space = false;
        } else if !context.joined {
            context.space = true;
        }
        let draft = &mut self.drafts[block];
        let Some(last) = draft.text.chars().next_back() else {
            return;
        };
        let hyphen = match last {
            '¬' | '\u{ad}' | '⸗' => true,
            '-' => !ours,
            _ => false,
        };
        let before = draft.text.chars().rev().nth(1);
        let touches = draft
            .pieces
            .last()
            .is_some_and(|piece| piece.plain && piece.text.end == draft.text.len());
        // Whether a hyphen without `break` goes with its line end is told by the letter behind it.
        if hyphen && touches && before.is_some_and(char::is_alphabetic) {
            let context = self.contexts.last_mut().expect("one is open");
            let next = next_sign(self.xml, node.opens.end);
            let runs_on = joins || context.space && next.is_some_and(char::is_lowercase);
            if runs_on {
                context.space = false;
                context.joined = true;
                let draft = &mut self.drafts[block];
                draft.text.pop();
                if let Some(piece) = draft.pieces.last_mut() {
                    piece.text.end -= last.len_utf8();
                    piece.source.end -= last.len_utf8();
                }
                draft.pieces.retain(|piece| !piece.text.is_empty());
            }
        }
    }

    /// Begins a note.
    fn note(&mut self, node: &Node) {
        let number = self.notes.len();
        let at = self
            .contexts
            .last()
            .and_then(|context| context.block)
            .map(|block| (block, self.drafts[block].text.len()));
        let place = match node.get("place") {
            Some("end") if at.is_none() => NotePlace::End,
            Some("table") if at.is_none() => NotePlace::Table,
            Some(place) if place.starts_with("margin") || matches!(place, "left" | "right") => NotePlace::Margin,
            _ => NotePlace::Foot,
        };
        let behind = place.behind_text();
        let call = if behind {
            at
        } else {
            node.get("xml:id")
                .and_then(|id| self.targets.get(id).copied().flatten())
        };
        self.calls.push(call);
        self.notes.push(Note {
            place,
            call: None,
            label: node.get("n").map(str::to_owned),
            blocks: 0..0,
            page: 1,
        });
        self.contexts.push(Context {
            note: Some(number),
            behind,
            ..Context::default()
        });
    }

    /// Returns the block at hand, a new one where there is none.
    fn draft(&mut self) -> usize {
        let (note, behind) = self
            .contexts
            .last()
            .map_or((None, false), |context| (context.note, context.behind));
        if let Some(block) = self.contexts.last().and_then(|context| context.block) {
            return block;
        }
        let kind = match note {
            Some(note) => BlockKind::NoteBody { note },
            None => self.block_kind(),
        };
        self.drafts.push(Draft {
            kind,
            behind: note.filter(|_| behind),
            text: String::new(),
            pieces: Vec::new(),
            styles: Vec::new(),
        });
        let block = self.drafts.len() - 1;
        let context = self.context();
        context.block = Some(block);
        context.space = false;
        context.joined = false;
        block
    }

    /// Tells what a block is by what it stands in.
    fn block_kind(&self) -> BlockKind {
        let mut divisions = self
            .open
            .iter()
            .filter(|nth| &*self.file.nodes[**nth].name == "div")
            .count();
        for (depth, nth) in self.open.iter().enumerate().rev() {
            let node = &self.file.nodes[*nth];
            return match &*node.name {
                "head" => BlockKind::Heading {
                    level: u8::try_from(std::mem::take(&mut divisions).max(1)).unwrap_or(u8::MAX),
                },
                // The first line in its stanza: no other stands between it and what holds it.
                "l" => BlockKind::Verse {
                    opens: depth.checked_sub(1).is_some_and(|outer| {
                        let between = self.open[outer] + 1..*nth;
                        between.into_iter().all(|i| &*self.file.nodes[i].name != "l")
                    }),
                },
                "item" => BlockKind::Item {
                    n: node.get("n").unwrap_or_default().to_owned(),
                    depth: 0,
                },
                "quote" => BlockKind::Quote,
                "cell" => match self.tables.last() {
                    Some(table) => BlockKind::Cell {
                        table: table.number,
                        row: table.row,
                        column: table.column,
                        cols: cols(node),
                        label: table.label || node.is("role", "label"),
                    },
                    None => BlockKind::Paragraph,
                },
                "div" | "body" | "text" => BlockKind::Paragraph,
                _ => continue,
            };
        }
        BlockKind::Paragraph
    }
}

/// Returns over how many columns a cell stands.
fn cols(node: &Node) -> u32 {
    node.get("cols")
        .and_then(|cols| cols.parse().ok())
        .unwrap_or(1)
        .clamp(1, 1000)
}

/// Returns the first sign of text behind a place in the file, over tags.
fn next_sign(xml: &str, from: usize) -> Option<char> {
    let mut rest = xml.get(from..)?.trim_start();
    while let Some(tag) = rest.strip_prefix('<') {
        rest = tag.split_once('>')?.1.trim_start();
    }
    rest.chars().next()
}
