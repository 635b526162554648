//! The edition as a tree: everything is nested, numbered and named, so that a writer only writes.
//!
//! Identifiers (`xml:id`) are unique in the edition and XML names. A pointer is the identifier alone, without `#`.

use std::sync::Arc;

use super::units::Declared;
use crate::annotate::Value;
use crate::read::{Info, Leaf, Origin, Style};
use crate::registers::Registers;
use crate::repair::{Cert, Furniture, Join, NotePlace};

/// A whole edition.
#[derive(Clone, Debug)]
pub struct Edition {
    /// What the header says.
    pub header: Header,
    /// The pages as surfaces with their zones; empty where the source has no geometry.
    pub surfaces: Vec<Surface>,
    /// The acts, works and archives that the text mentions.
    pub registers: Registers,
    /// The text; never empty.
    pub body: Vec<Block>,
    /// What the summary of a run counts.
    pub counts: Counts,
    /// Pictures to be written beside the edition: file name below `STEM.figures/`, and bytes.
    pub pictures: Vec<(String, Vec<u8>)>,
}

/// What the summary of a run counts, for one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages.
    pub pages: u32,
    /// Pages read by character recognition.
    pub pages_recognised: u32,
    /// Notes tied to their markers.
    pub notes_linked: u32,
    /// Mentions of decrees.
    pub decrees: u32,
    /// Dates.
    pub dates: u32,
    /// Figures.
    pub figures: u32,
    /// Citations.
    pub citations: u32,
}

impl Counts {
    /// Counts an annotation; the parts of a citation are none of their own.
    pub(crate) fn add(&mut self, value: &Value) {
        match value {
            Value::Date(_) => self.dates += 1,
            Value::Figure(_) => self.figures += 1,
            Value::Act(_) => self.decrees += 1,
            Value::Citation(_) => self.citations += 1,
            Value::Part(_) => {}
        }
    }
}

/// What the header says about the edition and its source.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Title of the edition; never empty.
    pub title: String,
    /// Author of the text.
    pub author: Option<String>,
    /// Editor of the edition.
    pub editor: Option<String>,
    /// Publisher of the edition.
    pub publisher: Option<String>,
    /// Licence of the edition, a URL or a name.
    pub licence: Option<String>,
    /// Title, author and date of the printed source as the user tells them.
    pub printed: Option<Printed>,
    /// Where the source is kept.
    pub shelfmark: Option<String>,
    /// The languages, the main one first: BCP 47 tag and English name; never empty.
    pub languages: Vec<(String, String)>,
    /// The number of pages in the edition.
    pub pages: u32,
    /// What the source file tells about itself.
    pub source: Info,
    /// What was done to the text, and how it is encoded.
    pub practices: Vec<Practice>,
    /// The settings of the run: name and value.
    pub settings: Vec<(&'static str, String)>,
    /// A date is given in the Julian calendar.
    pub julian: bool,
    /// The old units of its figures, and what they are in those of today.
    pub units: Vec<Declared>,
    /// The day of the run, ISO 8601, where reproducible runs set one.
    pub run_date: Option<String>,
}

/// The printed source as the user describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Title.
    pub title: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Date, ISO 8601 where `iso` holds, else as written.
    pub date: Option<String>,
    /// The date is a year, month or day in ISO 8601.
    pub iso: bool,
}

/// What a statement of editorial practice is about; the words are TEI's element names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// What was corrected.
    Correction,
    /// What was done to hyphens at line ends.
    Hyphenation,
    /// What was tagged.
    Interpretation,
    /// What was made uniform.
    Normalization,
    /// How the text is divided.
    Segmentation,
}

/// A statement of editorial practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// What it is about.
    pub topic: Topic,
    /// One or more whole sentences in English.
    pub text: String,
}

/// A page of the facsimile.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    /// Identifier: `f5`.
    pub id: String,
    /// The page, counted from 1 in the order of the source.
    pub page: u32,
    /// Width and height, whole numbers in the surface's unit.
    pub size: (u32, u32),
    /// Dots per inch where the unit is the pixel; `None` where it is the point.
    pub dpi: Option<f32>,
    /// Where the words come from.
    pub origin: Origin,
    /// The boxes of the blocks.
    pub zones: Vec<Zone>,
    /// Which part of which page of the source it is.
    pub leaf: Leaf,
    /// Relative URL of its image; `None` where none is written.
    pub image: Option<String>,
}

/// A block's box on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Identifier: `f5-3`.
    pub id: String,
    /// What the block is: `paragraph`, `heading` …
    pub kind: &'static str,
    /// Left, top, right and bottom edge, whole numbers in the surface's unit.
    pub edges: [u32; 4],
    /// The boxes of its lines, where they are wanted.
    pub lines: Vec<Zone>,
}

/// Text on the level of a paragraph, with its zones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passage {
    /// Identifiers of the zones it covers.
    pub zones: Vec<String>,
    /// The text.
    pub content: Vec<Inline>,
}

/// A part of the text above the level of words.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A division: its heading, its blocks, then its divisions.
    Division {
        /// It holds end notes only.
        notes: bool,
        /// What is in it.
        content: Vec<Block>,
    },
    /// A heading of a division, a table or a list.
    Head(Passage),
    /// A paragraph.
    Paragraph(Passage),
    /// Text that needs no element of its own, in an item or a note of one paragraph.
    Bare(Passage),
    /// A displayed quotation.
    Quote(Vec<Block>),
    /// A stanza.
    Stanza(Vec<Block>),
    /// A line of verse.
    Verse(Passage),
    /// A list.
    List(Vec<Block>),
    /// An item of a list.
    Item {
        /// The bullet or number as printed; empty where there is none.
        n: String,
        /// Text or paragraphs, then lists.
        content: Vec<Block>,
    },
    /// A table: heads, rows, notes.
    Table(Vec<Block>),
    /// A row of a table; cells only.
    Row {
        /// It holds column heads.
        label: bool,
        /// The cells.
        cells: Vec<Cell>,
    },
    /// A picture.
    Figure {
        /// The caption, with the zones of the picture.
        caption: Passage,
        /// File name below `STEM.figures/`; `None` where the picture could not be decoded.
        picture: Option<String>,
        /// The words that stand on it, in paragraphs.
        inscriptions: Vec<Block>,
    },
    /// A page without text of its own, or an edition without text.
    Blank(Vec<Inline>),
    /// A note that stands among blocks: an end or table note, or one without a marker.
    Note(Note),
    /// A page or column that starts between blocks.
    Start(Start),
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What stands in it.
    pub passage: Passage,
    /// Over so many columns it stands, from 1.
    pub cols: u32,
}

/// A part of a passage.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words; single spaces between them, none beside a start that joins.
    Text(String),
    /// A line, column or page that starts here.
    Start(Start),
    /// A foot note in place of its marker.
    Note(Note),
    /// The marker of a note that stands elsewhere or nowhere.
    Anchor {
        /// The marker as printed.
        n: String,
        /// Identifier of the note; `None` where there is none.
        note: Option<String>,
    },
    /// What stands at the head of a note's body where it differs from the marker.
    Label(String),
    /// Words set apart by their type.
    Highlight {
        /// How they are set; never plain.
        style: Style,
        /// The words.
        content: Vec<Inline>,
    },
    /// A word put right.
    Choice {
        /// As it was read.
        sic: String,
        /// As it should be.
        corr: String,
        /// How sure that is.
        cert: Cert,
    },
    /// Something that the rules found.
    Mention(Mention),
}

/// Something found in the text, round the words that say it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// What it is.
    pub value: Value,
    /// The rule that found it: `date/day-month-year`.
    pub rule: Arc<str>,
    /// How sure; `None` where the text says so itself.
    pub cert: Option<Cert>,
    /// The words.
    pub content: Vec<Inline>,
}

/// The start of a line, column or page in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// What starts.
    pub of: StartOf,
    /// What stands between the lines.
    pub join: Join,
    /// How sure the join is; `None` for as good as certain.
    pub cert: Option<Cert>,
    /// Identifier of the zone of the line that starts.
    pub zone: Option<String>,
}

/// What starts.
#[derive(Clone, Debug, PartialEq)]
pub enum StartOf {
    /// A line.
    Line,
    /// A column.
    Column,
    /// A page; each page of the edition starts once.
    Page(PageStart),
    /// A page that a note runs on to, or begins on; points at its [`PageStart`].
    PageOfNote(String),
}

/// The start of a page and what stands on it besides the text.
#[derive(Clone, Debug, PartialEq)]
pub struct PageStart {
    /// Identifier: `pb-5`.
    pub id: String,
    /// The page, counted from 1 in the order of the source.
    pub page: u32,
    /// The printed page number.
    pub n: Option<String>,
    /// Identifier of its surface.
    pub surface: Option<String>,
    /// Running heads and the like, from top to bottom.
    pub furniture: Vec<Furniture>,
}

/// A note.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Identifier: `fn-3`.
    pub id: String,
    /// A foot note's marker as printed; for others the number at their head without brackets and dots.
    pub n: Option<String>,
    /// Where it is printed.
    pub place: NotePlace,
    /// No marker in the text calls it.
    pub uncalled: bool,
    /// The number at its head, where it differs from `n` only by brackets and dots; empty where there is none.
    pub printed_label: Option<String>,
    /// One [`Block::Bare`] or several [`Block::Paragraph`]s.
    pub content: Vec<Block>,
}
