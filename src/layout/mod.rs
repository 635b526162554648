//! Layout: the reading order of the lines, and what each of them is.
//!
//! In comes a [`Reading`], out comes a [`Layout`]: for each page its furniture (running heads, page numbers …) and its
//! [`Block`]s in reading order. One set of decisions serves all kinds of source; what a source lacks (sizes and fonts in
//! plain text) is evidence that is missing, not another program. The order of the decisions:
//!
//! 1. [`spreads`], [`quarter`] and [`tilt`]: two pages on one image, pages laid sideways or askew; [`measure`]: the size of most letters and the distance of most lines, over the whole document;
//! 2. [`watermarks`], [`line_numbers`] and [`running_heads`]: page furniture, known by its words, its place and its repetition;
//!    [`page_sequence`]: the printed page numbers;
//! 3. [`margins`], [`columns`] and [`side_by_side`]: on each page, the columns and the order of reading;
//! 4. [`footnotes`] and [`typed_notes`]: in each column, where the notes begin, and where each note begins; [`run_on`] over pages; [`endnotes`];
//! 5. [`tables`] and [`figures`], then [`blocks`]: headings, paragraphs, quotations, [`verse`], lists.

mod act_heads;
mod alike;
mod apart;
mod beginnings;
mod blocks;
mod bylines;
mod captions;
mod carry;
mod close_set;
mod columns;
mod contents;
mod edge_rows;
mod edge_texts;
mod edge_titles;
mod endnotes;
mod figures;
mod footnotes;
mod hanging;
mod heading_levels;
mod headings;
mod labels;
mod line_heads;
mod line_numbers;
mod lists;
mod loose_heads;
mod margins;
mod markers;
mod measure;
mod page_marks;
mod page_numbers;
mod page_sequence;
mod part_titles;
mod phrases;
mod quarter;
mod quotations;
mod returning;
mod run_on;
mod running_heads;
mod sentences;
mod side_by_side;
mod spreads;
mod tables;
mod tilt;
mod typed_notes;
mod verse;
mod watermarks;
mod wrapping;

pub(crate) use headings::is_heading_line;
pub use labels::{Brackets, Label, Ordinal, label_at, label_ordinal};
pub use markers::{Marker, markers};
pub(crate) use markers::{calls, suits};
pub(crate) use page_numbers::numeral_alone_or_folio;
pub use phrases::Phrases;
pub(crate) use tables::note_marks;
pub(crate) use typed_notes::heads_part;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Warned};
use crate::read::{Info, Line, Page, Picture, Reading};
use crate::repair::{NotePlace, PageFacts};
use crate::span::Rect;

/// A document whose lines are in reading order and have their roles.
#[derive(Clone, Debug)]
pub struct Layout {
    /// What the source tells about itself.
    pub info: Info,
    /// The pages in order.
    pub pages: Vec<LaidPage>,
}

/// A page whose lines have their roles.
#[derive(Clone, Debug)]
pub struct LaidPage {
    /// Size, furniture, printed number.
    pub facts: PageFacts,
    /// The blocks in reading order; the notes of a column stand behind its text.
    pub blocks: Vec<Block>,
    /// Pictures that [`Role::Figure`] refers to.
    pub pictures: Vec<Picture>,
}

/// Lines that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What they are.
    pub role: Role,
    /// The lines in reading order; numbers and bullets that the role tells are taken off. Empty only for a picture
    /// without a caption, an empty cell, and a note or item that is nothing but its number.
    pub lines: Vec<Line>,
    /// The block goes on with what the last block of its kind (text or notes) left open at a page or column end.
    pub continues: bool,
    /// The column of the page, from 0.
    pub column: u16,
    /// The box round it.
    pub rect: Rect,
    /// The lines stand in entries with hanging indents.
    hanging: bool,
    /// The first line is indented against the column, or the edge of the entries.
    indented: bool,
    /// The last line fills the column.
    full: bool,
    /// The last line leaves more than a third of the column free.
    short: bool,
}

/// What a block is. See [`crate::repair::BlockKind`] for what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A heading; 1 is the outermost level.
    Heading {
        /// Level, from 1.
        level: u8,
    },
    /// A paragraph.
    Paragraph,
    /// A paragraph of a displayed quotation.
    Quote,
    /// A line of verse.
    Verse {
        /// It begins a stanza.
        opens: bool,
    },
    /// A list item.
    Item {
        /// The bullet or number, taken off the lines.
        n: String,
        /// Depth, from 0.
        depth: u8,
    },
    /// A further paragraph of a list item.
    ItemParagraph {
        /// Depth of the item.
        depth: u8,
    },
    /// A cell of a table.
    Cell {
        /// Number of the table in the document, from 0.
        table: u32,
        /// Row, from 0.
        row: u32,
        /// Column, from 0.
        column: u32,
        /// Over so many columns it stands, from 1.
        cols: u32,
        /// Holds a column head.
        label: bool,
    },
    /// The caption of a table.
    TableHead {
        /// Number of the table in the document, from 0.
        table: u32,
    },
    /// A picture; the lines are its caption.
    Figure {
        /// Index into [`LaidPage::pictures`].
        picture: usize,
    },
    /// Words that stand on the picture before it: the names on a map, a legend.
    Inscription,
    /// A note's paragraph.
    Note {
        /// The number or sign at its head, taken off the lines; `None` for what belongs to the note before it.
        label: Option<String>,
        /// Where it is printed.
        place: NotePlace,
    },
}

impl Role {
    /// It is a picture, or stands on one.
    pub(crate) fn is_pictured(&self) -> bool {
        matches!(self, Self::Figure { .. } | Self::Inscription)
    }
}

impl Block {
    fn new(role: Role, lines: Vec<Line>, column: u16) -> Self {
        let rect = Rect::around(lines.iter().map(|l| &l.rect)).unwrap_or_default();
        Self {
            role,
            lines,
            continues: false,
            column,
            rect,
            hanging: false,
            indented: false,
            full: false,
            short: false,
        }
    }

    /// Returns the text, lines joined by single spaces.
    pub fn text(&self) -> String {
        self.lines.iter().map(Line::text).collect::<Vec<_>>().join(" ")
    }
}

/// Finds the reading order and the role of every line.
pub fn layout(reading: Reading) -> Warned<Layout> {
    let Reading { info, mut pages } = reading;
    let mut diagnostics = Vec::new();
    pages = spreads::part(pages, &mut diagnostics);
    let turns: Vec<Option<quarter::Turn>> = pages.iter_mut().map(quarter::set_upright).collect();
    let slopes: Vec<f32> = pages.par_iter_mut().map(tilt::straighten).collect();
    pages
        .par_iter_mut()
        .flat_map(|page| &mut page.lines)
        .for_each(markers::gather_brackets);
    let phrases = Phrases::built_in();
    let shreds = watermarks::take(&mut pages, phrases);
    let mut measure = measure::measure(&pages);
    let counts = line_numbers::take(&mut pages, &measure);
    if counts.iter().any(|counts| !counts.is_empty()) {
        measure = measure::measure(&pages);
    }
    let mut heads = running_heads::find(&pages, &measure, phrases);
    let printed = page_sequence::fit(&pages, &mut heads, &measure);
    for ((found, shreds), counts) in heads.iter_mut().zip(shreds).zip(counts) {
        found.furniture.extend(shreds);
        found.furniture.extend(counts);
    }
    let spoken = line_heads::Returning::of(heads.iter().flat_map(|found| &found.text));
    let ornaments = figures::ornaments(&pages);
    let framed: Vec<Vec<tables::Framed>> = pages
        .par_iter()
        .zip(heads.par_iter_mut())
        .map(|(page, found)| tables::take_framed(&mut found.text, page, &measure.of(page)))
        .collect();
    let gutters = columns::common_gutters(&pages, &heads, &measure);
    let laid: Vec<(LaidPage, Vec<Diagnostic>)> = pages
        .into_par_iter()
        .zip(heads)
        .zip(printed)
        .zip(framed)
        .zip(ornaments)
        .map(|((((page, found), printed), framed), ornaments)| {
            let taken = Taken {
                found,
                framed,
                ornaments,
            };
            lay_page(page, taken, printed, &gutters, &measure, &spoken)
        })
        .collect();
    let mut pages = Vec::with_capacity(laid.len());
    for (page, doubts) in laid {
        pages.push(page);
        diagnostics.extend(doubts);
    }
    run_on::settle(&mut pages);
    endnotes::find(&mut pages, phrases);
    heading_levels::levels(&mut pages, &info.outline);
    carry::over(&mut pages);
    lists::over_pages(&mut pages);
    carry::stanzas(&mut pages);
    tables::number(&mut pages);
    for (page, slope) in pages.iter_mut().zip(slopes) {
        for block in &mut page.blocks {
            for line in &mut block.lines {
                tilt::restore(line, slope);
            }
            // A block whose lines were turned takes its box from them; a picture keeps its own.
            if slope != 0.0 && !matches!(block.role, Role::Figure { .. }) {
                block.rect = Rect::around(block.lines.iter().map(|l| &l.rect)).unwrap_or(block.rect);
            }
        }
    }
    for (page, turn) in pages.iter_mut().zip(turns) {
        if let Some(turn) = turn {
            quarter::restore(page, turn);
            diagnostics.push(
                Diagnostic::note("page-turned", "the text runs sideways; it was read turned")
                    .on_page(page.facts.number),
            );
        }
    }
    Warned::new(Layout { info, pages }, diagnostics)
}

/// Parts a column into text and foot notes; a table in small type at its foot is none.
fn part(mut column: Vec<Line>, page: &Page, metric: &measure::Metric) -> (Vec<Line>, Vec<Line>) {
    let floor = if metric.sized {
        blocks::tables_end(&column, page, metric)
    } else {
        0
    };
    let below = column.split_off(floor);
    let (text, notes) = footnotes::part(below, page, metric);
    column.extend(text);
    (column, notes)
}

/// What was told about a page before its columns were.
struct Taken {
    found: running_heads::Found,
    framed: Vec<tables::Framed>,
    /// Which of its pictures are ornaments.
    ornaments: Vec<bool>,
}

/// Lays out one page whose furniture is known.
fn lay_page(
    page: Page,
    taken: Taken,
    printed: Option<String>,
    gutters: &columns::Gutters,
    measure: &measure::Measure,
    spoken: &line_heads::Returning,
) -> (LaidPage, Vec<Diagnostic>) {
    let Taken {
        found,
        framed,
        ornaments,
    } = taken;
    let facts = PageFacts {
        number: page.number,
        printed,
        furniture: found.furniture,
        width: page.width,
        height: page.height,
        unit: page.unit,
        origin: page.origin,
        leaf: page.leaf,
    };
    let metric = measure.of(&page);
    let mut diagnostics = Vec::new();
    let (figures, text) = figures::take(found.text, &page, &ornaments, &metric);
    let margins = margins::take(text, &page, &metric);
    let mut blocks = Vec::new();
    let columns: Vec<(Vec<Line>, Vec<Line>)> = columns::order(margins.text, gutters, &page, &metric)
        .into_iter()
        .flat_map(|column| side_by_side::part(column, &metric))
        .map(|column| part(column, &page, &metric))
        .collect();
    let called = footnotes::called(columns.iter().flat_map(|(text, _)| text));
    for (index, (text, notes)) in columns.into_iter().enumerate() {
        let index = u16::try_from(index).unwrap_or(u16::MAX);
        let tables = blocks
            .iter()
            .filter(|b: &&Block| matches!(b.role, Role::TableHead { .. } | Role::Cell { .. }))
            .count();
        blocks.extend(blocks::build(
            text,
            index,
            u32::try_from(tables).unwrap_or(u32::MAX),
            &page,
            &metric,
            spoken,
            &mut diagnostics,
        ));
        let first = blocks.len();
        blocks.extend(footnotes::build(notes, index, &called, &page, &metric));
        run_on::float_print(&mut blocks, first);
    }
    diagnostics.extend(framed.iter().filter_map(|f| tables::doubt(&f.table, page.number)));
    let number = u32::try_from(blocks.len()).unwrap_or(u32::MAX);
    tables::put_back(&mut blocks, framed, number);
    figures::put_back(&mut blocks, figures);
    blocks.extend(margins.notes);
    (
        LaidPage {
            facts,
            blocks,
            pictures: page.pictures,
        },
        diagnostics,
    )
}
