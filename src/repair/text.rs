//! The running text: one string, what its parts are, and every change that made it.
//!
//! The string holds the blocks in reading order, each followed by a line feed, then the bodies of the foot notes. Markers,
//! note numbers, running heads and hyphens at line ends are no longer in it; they stand in [`Note`], [`PageFacts`] and
//! [`Break`], so that nothing is lost and each change can be undone.

use crate::read::{Info, Leaf, Origin, PictureFile, Style, Unit};
use crate::span::{Place, Rect, Span};

/// A document as clean text. What [`crate::annotate`] reads and [`crate::edition`] puts together.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text. Words are separated by single spaces, blocks end in a line feed that belongs to none.
    pub string: String,
    /// The blocks in the order of the string; they do not overlap.
    pub blocks: Vec<TextBlock>,
    /// The notes, foot notes in the order of their bodies.
    pub notes: Vec<Note>,
    /// Line, column and page starts, sorted by [`Break::at`]; at one place the page before the column before the line.
    pub breaks: Vec<Break>,
    /// How stretches are set, sorted, without overlap; only where something differs from plain.
    pub styles: Vec<(Span, Style)>,
    /// Every change made, sorted by span.
    pub repairs: Vec<Repair>,
    /// Where each word stands on paper, sorted by span. A word broken at a line end has two entries.
    pub places: Vec<(Span, Place)>,
    /// The pages in order.
    pub pages: Vec<PageFacts>,
    /// Pictures taken out of the pages, referred to by [`BlockKind::Figure`].
    pub figures: Vec<Figure>,
    /// What the source tells about itself.
    pub info: Info,
    /// BCP 47 tags of the languages of the text, the main one first; never empty.
    pub languages: Vec<String>,
}

impl Text {
    /// Makes the text of plain paragraphs that were on no paper; line feeds within a paragraph become spaces.
    ///
    /// ```
    /// let text = fonds::repair::Text::from_paragraphs(["On 5 March 1942", "a law"], &["en"]);
    /// assert_eq!(text.string, "On 5 March 1942\na law\n");
    /// ```
    pub fn from_paragraphs<'a>(paragraphs: impl IntoIterator<Item = &'a str>, languages: &[&str]) -> Self {
        let mut string = String::new();
        let mut blocks = Vec::new();
        for paragraph in paragraphs {
            let start = string.len();
            string.push_str(&paragraph.replace('\n', " "));
            let span = Span::new(start, string.len());
            blocks.push(TextBlock {
                kind: BlockKind::Paragraph,
                span,
                page: 1,
                zones: Vec::new(),
            });
            string.push('\n');
        }
        let tags = languages.iter().map(|&tag| tag.to_owned());
        Self {
            string,
            blocks,
            notes: Vec::new(),
            breaks: Vec::new(),
            styles: Vec::new(),
            repairs: Vec::new(),
            places: Vec::new(),
            pages: Vec::new(),
            figures: Vec::new(),
            info: Info::default(),
            languages: if languages.is_empty() {
                vec!["und".to_owned()]
            } else {
                tags.collect()
            },
        }
    }

    /// Returns the boxes on paper of a stretch of text, a box a word (or part of one), in order.
    pub fn trace(&self, span: Span) -> Vec<Place> {
        let from = self.places.partition_point(|(s, _)| s.end <= span.start);
        self.places[from..]
            .iter()
            .take_while(|(s, _)| s.start < span.end)
            .map(|(_, p)| *p)
            .collect()
    }

    /// Returns the page (counted from 1) on which a place of the text stands, `None` in an empty document.
    pub fn page_at(&self, at: usize) -> Option<u32> {
        let from = self.places.partition_point(|(s, _)| s.end <= at);
        self.places.get(from).or(self.places.last()).map(|(_, p)| p.page)
    }

    /// Tells whether the italics at a byte come from fonts. Those measured on an image miss words here and there (.82 are
    /// found), and half a title in italics tells where it ends wrongly: of the references of a scan 10 % fewer were exact.
    pub(crate) fn has_fonts(&self, at: usize) -> bool {
        let found = self
            .page_at(at)
            .map(|page| self.pages.binary_search_by_key(&page, |facts| facts.number));
        let facts = found.and_then(|found| self.pages.get(found.ok()?));
        !facts.is_some_and(|facts| matches!(facts.origin, Origin::Ocr { .. }))
    }
}

/// A block of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextBlock {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, without the line feed behind it. Empty for [`BlockKind::Figure`] and empty cells.
    pub span: Span,
    /// The page it starts on, counted from 1.
    pub page: u32,
    /// The zones it covers: page and box, one for each page or column that it touches.
    pub zones: Vec<Place>,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading; 1 is the outermost level. It opens a division that ends at the next heading of its level or above.
    Heading {
        /// Level, from 1.
        level: u8,
    },
    /// A paragraph.
    Paragraph,
    /// A paragraph of a displayed quotation; neighbours belong to one quotation.
    Quote,
    /// A line of verse; neighbours belong to one stanza until the next line that opens one.
    Verse {
        /// It is the first line of its stanza.
        opens: bool,
    },
    /// A list item, its bullet or number taken off the text. Neighbours belong to one list.
    Item {
        /// The bullet or number as printed; empty where there is none.
        n: String,
        /// Depth of nesting, 0 for the outermost list.
        depth: u8,
    },
    /// A further paragraph of the list item before it.
    ItemParagraph {
        /// Depth of the item it belongs to.
        depth: u8,
    },
    /// A cell of a table. The cells of a table are neighbours, row by row; a row may lack cells at its end.
    Cell {
        /// Which table, counted from 0 in the document.
        table: u32,
        /// Row, from 0.
        row: u32,
        /// Column, from 0.
        column: u32,
        /// Over so many columns it stands, from 1.
        cols: u32,
        /// The row holds column heads.
        label: bool,
    },
    /// The caption of the table whose first cell follows.
    TableHead {
        /// Which table.
        table: u32,
    },
    /// A picture; its text is the caption.
    Figure {
        /// Index into [`Text::figures`].
        figure: usize,
    },
    /// Words that stand on the picture before it.
    Inscription,
    /// A paragraph of a note; [`Note::blocks`] says of which. Where it stands among other blocks it is an end or table
    /// note printed there; foot notes stand behind all other blocks.
    NoteBody {
        /// Index into [`Text::notes`].
        note: usize,
    },
}

/// A picture with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Where it stands.
    pub place: Place,
    /// The file; `None` where it could not be decoded.
    pub file: Option<PictureFile>,
}

/// Where a note is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotePlace {
    /// At the foot of a page or column.
    Foot,
    /// Behind a chapter or the whole text.
    End,
    /// Under a table.
    Table,
    /// Beside the text; it has no marker and belongs to the line beside which it begins.
    Margin,
}

impl NotePlace {
    /// The note's body stands behind all other blocks of [`Text::blocks`]: it belongs to its marker, or to its line.
    pub fn behind_text(self) -> bool {
        matches!(self, Self::Foot | Self::Margin)
    }
}

/// A note: a body, a marker in the text, or both.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Where the body is printed.
    pub place: NotePlace,
    /// The marker in the text; `None` where none was found.
    pub call: Option<Call>,
    /// The number or sign at the head of the body as printed: `3`, `[3]`, `3.`, `*`; `None` for a marker without a note.
    pub label: Option<String>,
    /// The blocks of the body, indices into [`Text::blocks`]; empty for a marker without a note.
    pub blocks: std::ops::Range<usize>,
    /// The page of the body (of the marker where there is no body), counted from 1.
    pub page: u32,
}

/// A marker in the text, taken out of the string.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The place in the string where it stood.
    pub at: usize,
    /// As printed: `3`, `[3]`, `*`.
    pub printed: String,
    /// It was set as a superscript.
    pub superscript: bool,
    /// The page it stands on, counted from 1.
    pub page: u32,
}

/// Where something starts on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreakKind {
    /// A page, counted from 1 in the source.
    Page(u32),
    /// A column of the same page.
    Column,
    /// A line.
    Line,
}

/// What stands between the two lines at a break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Join {
    /// An ordinary end: a space in the string before the break, or the break opens its block.
    Space,
    /// The word runs on; the hyphen printed at the line end is no longer in the string.
    Hyphen {
        /// The hyphen as printed: `-`, `\u{ad}`, `¬`; empty where the word was cut without one. Letters before it are
        /// printed in place of as many letters before the break: `k-` for the `c` of `Drucker`, printed `Druk-ker`.
        printed: String,
    },
    /// The word runs on; its last character in the string is a hyphen or dash that belongs to it.
    Kept,
}

/// The start of a line, a column or a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// Where in the string: in front of the first character after the break.
    pub at: usize,
    /// What starts.
    pub kind: BreakKind,
    /// What stands before it.
    pub join: Join,
}

/// How sure a decision is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cert {
    /// A guess.
    Low,
    /// Likely.
    Medium,
    /// As good as certain.
    High,
}

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RepairKind {
    /// A word broken at a line end was joined and its hyphen dropped.
    HyphenDropped,
    /// A word broken at a line end was joined and its hyphen kept.
    HyphenKept,
    /// A ligature glyph was written as letters.
    Ligature,
    /// A soft hyphen or another invisible character inside a line was dropped.
    Invisible,
    /// An accent set for an apostrophe was written as one.
    Apostrophe,
    /// Letters set apart were written together.
    Letterspacing,
    /// A paragraph was joined over a page or column end.
    ParagraphJoined,
    /// A word misread by character recognition was put right.
    Corrected,
    /// Letters were put into Unicode's composed form (NFC).
    Composed,
}

/// One change to the text as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// The place in the string now.
    pub span: Span,
    /// What was done.
    pub kind: RepairKind,
    /// What stood there.
    pub was: String,
    /// How sure it is.
    pub cert: Cert,
}

/// What kind of page furniture a line is; the words are those of `fw/@type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FurnitureKind {
    /// A running head.
    Header,
    /// A running foot, a copyright line.
    Footer,
    /// A printed page number that stands alone.
    PageNumber,
    /// A signature mark.
    Signature,
    /// A watermark or library stamp.
    Watermark,
    /// Navigation of a web page.
    Navigation,
    /// The number of a line, in the margin.
    LineNumber,
}

/// Where page furniture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FurniturePlace {
    /// Above the text.
    Top,
    /// Below it.
    Bottom,
    /// Beside it or across it.
    Margin,
}

/// A piece of page furniture.
#[derive(Clone, Debug, PartialEq)]
pub struct Furniture {
    /// What it is.
    pub kind: FurnitureKind,
    /// Where it stands.
    pub place: FurniturePlace,
    /// Its text as read.
    pub text: String,
    /// Its box.
    pub rect: Rect,
}

/// What is known of a page besides its text.
#[derive(Clone, Debug, PartialEq)]
pub struct PageFacts {
    /// The page, counted from 1 in the source.
    pub number: u32,
    /// The printed page number, as printed or as the sequence of the others tells.
    pub printed: Option<String>,
    /// Running heads and the like, from top to bottom.
    pub furniture: Vec<Furniture>,
    /// Width, in [`PageFacts::unit`].
    pub width: f32,
    /// Height.
    pub height: f32,
    /// What the boxes count.
    pub unit: Unit,
    /// Where the words come from.
    pub origin: Origin,
    /// Which part of which page of the source it is.
    pub leaf: Leaf,
}
