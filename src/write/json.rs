//! JSON: an edition as pages, blocks and notes, with annotations beside the text.
//!
//! ```text
//! { "format": "fonds-edition", "version": 1,
//!   "header":  { "title", "author", "editor", "publisher", "licence", "shelfmark", "languages", "source", "settings" },
//!   "pages":   [ { "id": "pb-5", "page": 5, "n": "545", "surface", "furniture": [ { "type", "place", "text" } ] } ],
//!   "surfaces":[ { "id": "f5", "unit", "dpi", "width", "height", "zones": [ { "id", "kind", "box": [left, top, right, bottom] } ] } ],
//!   "blocks":  [ BLOCK ],
//!   "notes":   [ { "id": "fn-1", "n": "1", "place": "foot", "uncalled": false, "page": 5, "blocks": [ BLOCK ] } ],
//!   "registers": {
//!     "acts":  [ { "id", "kind", "title", "subject", "date": DATE, "number", "issuer", "in", "cert", "mentions": [ PLACE ] } ],
//!     "works": [ { "id", "kind", "authors", "titles": [ { "level": "m", "text" } ], "editors", "place", "publisher",
//!                  "date": DATE, "archive": { "text": "GARF", "id": "org-garf" }, "scopes": [ { "unit": "volume", "text" } ],
//!                  "pages": [first, last], "thesis", "url", "in", "mentions": [ PLACE ] } ],
//!     "archives": [ { "id", "name", "abbreviation", "mentions": [ PLACE ] } ] } }
//! DATE  = { "text": "17 May 1938", "value": { "when": "1938-05-17" } }
//! PLACE = { "page": 5, "note": "fn-1", "block": 0, "start", "end" }
//! BLOCK = { "kind": "paragraph", "level", "n", "row", "column", "cols", "picture", "zones", "text",
//!           "annotations": [ { "start", "end", "kind": "date", "rule", "cert", "value": { "when": "1940-06-26" } } ],
//!           "styles": [ { "start", "end", "rend" } ], "markers": [ { "at", "n", "note": "fn-1" } ],
//!           "starts": [ { "at", "of": "page", "page": "pb-6", "hyphen": "-" } ] }
//! ```
//!
//! Offsets count characters (Unicode scalar values) of the block's `text`, in which words are whole. `level` is the depth of a
//! heading's division or of an item's list. What is absent, empty or false is left out. Blocks and notes are in the order of
//! the edition; a note stands in `notes` at the place of its marker. A place of the registers is that of an annotation: its block counts from
//! 0 in `blocks`, or in the note where it names one; `in` is the entry of the whole that an article is a part of.

use super::json_registers::registers;
use super::json_shapes::{
    AnnotationShape, Attributes, BlockShape, CorrectionShape, File, FurnitureShape, Header, MarkerShape, NoteShape,
    PageShape, Pairs, Source, StartShape, StyleShape, SurfaceShape, ZoneShape,
};
use super::tei::{certainty, furniture_words, place_word, rendition};
use super::tei_mention::{Element, element};
use crate::edition::{Block, Edition, Inline, Note, Passage, Start, StartOf, Surface, Zone};
use crate::repair::{Furniture, Join};

/// Writes an edition as JSON.
pub fn json(edition: &Edition) -> String {
    let mut sheet = Sheet::default();
    let mut blocks = Vec::new();
    sheet.blocks(&edition.body, 0, &mut blocks);
    let header = &edition.header;
    let source = &header.source;
    let file = File {
        format: "fonds-edition",
        version: 1,
        header: Header {
            title: &header.title,
            author: header.author.as_deref(),
            editor: header.editor.as_deref(),
            publisher: header.publisher.as_deref(),
            licence: header.licence.as_deref(),
            date: header.printed.as_ref().and_then(|p| p.date.as_deref()),
            shelfmark: header.shelfmark.as_deref(),
            languages: header.languages.iter().map(|(tag, _)| tag.as_str()).collect(),
            source: Source {
                file: &source.name,
                sha256: &source.sha256,
                media_type: source.media_type,
                encoding: source.encoding,
                pages: source.page_count,
                metadata: Pairs(source.metadata.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect()),
            },
            settings: Pairs(header.settings.iter().map(|(k, v)| (*k, v.as_str())).collect()),
        },
        registers: registers(&edition.registers, &blocks, &sheet.notes),
        pages: sheet.pages,
        surfaces: edition.surfaces.iter().map(surface).collect(),
        blocks,
        notes: sheet.notes,
    };
    let mut json = serde_json::to_string_pretty(&file).expect("only strings and numbers are written");
    json.push('\n');
    json
}

fn surface(surface: &Surface) -> SurfaceShape {
    SurfaceShape {
        id: surface.id.clone(),
        unit: if surface.dpi.is_some() { "pixel" } else { "point" },
        dpi: surface.dpi,
        width: surface.size.0,
        height: surface.size.1,
        image: surface.image.clone(),
        zones: surface.zones.iter().map(zone).collect(),
    }
}

fn zone(zone: &Zone) -> ZoneShape {
    ZoneShape {
        id: zone.id.clone(),
        kind: zone.kind,
        r#box: zone.edges,
        lines: zone.lines.iter().map(self::zone).collect(),
    }
}

/// What is collected on the way through the body.
#[derive(Default)]
struct Sheet {
    pages: Vec<PageShape>,
    notes: Vec<NoteShape>,
    /// The page at the place that is being read.
    page: u32,
}

impl Sheet {
    fn blocks(&mut self, blocks: &[Block], level: usize, out: &mut Vec<BlockShape>) {
        for block in blocks {
            self.block(block, level, out);
        }
    }

    fn block(&mut self, block: &Block, level: usize, out: &mut Vec<BlockShape>) {
        match block {
            Block::Division { content, .. } => self.blocks(content, level + 1, out),
            Block::Head(passage) => {
                let head = self.shape("heading", passage);
                out.push(BlockShape {
                    level: (level > 0).then_some(level),
                    ..head
                });
            }
            Block::Paragraph(passage) | Block::Bare(passage) => out.push(self.shape("paragraph", passage)),
            Block::Quote(content) => self.each("quote", content, out),
            Block::Stanza(content) => self.each("verse", content, out),
            Block::Verse(passage) => out.push(self.shape("verse", passage)),
            Block::List(content) => self.list(content, 1, out),
            Block::Item { content, .. } => self.blocks(content, level, out),
            Block::Table(content) => self.table(content, out),
            Block::Row { cells, .. } => {
                for cell in cells {
                    let cell = self.shape("cell", &cell.passage);
                    out.push(cell);
                }
            }
            Block::Figure {
                caption,
                picture,
                inscriptions,
            } => {
                let figure = self.shape("figure", caption);
                out.push(BlockShape {
                    picture: picture.clone(),
                    ..figure
                });
                self.blocks(inscriptions, level, out);
            }
            Block::Blank(content) => {
                self.shape(
                    "blank",
                    &Passage {
                        zones: Vec::new(),
                        content: content.clone(),
                    },
                );
            }
            Block::Note(note) => self.note(note),
            Block::Start(start) => {
                self.start(start);
            }
        }
    }

    /// Shapes the parts of a quotation or stanza, all of one kind.
    fn each(&mut self, kind: &'static str, content: &[Block], out: &mut Vec<BlockShape>) {
        let from = out.len();
        self.blocks(content, 0, out);
        out.iter_mut().skip(from).for_each(|block| block.kind = kind);
    }

    fn list(&mut self, content: &[Block], level: usize, out: &mut Vec<BlockShape>) {
        for part in content {
            let Block::Item { n, content } = part else {
                self.block(part, level, out);
                continue;
            };
            let mut first = true;
            for part in content {
                match part {
                    Block::List(inner) => self.list(inner, level + 1, out),
                    Block::Bare(passage) | Block::Paragraph(passage) => {
                        let item = self.shape(if first { "item" } else { "item-paragraph" }, passage);
                        let n = Some(n.clone()).filter(|n| first && !n.is_empty());
                        out.push(BlockShape {
                            level: Some(level),
                            n,
                            ..item
                        });
                        first = false;
                    }
                    other => self.block(other, level, out),
                }
            }
        }
    }

    fn table(&mut self, content: &[Block], out: &mut Vec<BlockShape>) {
        let mut number = 0;
        for part in content {
            match part {
                Block::Row { label, cells } => {
                    let mut column = 0;
                    for cell in cells {
                        let shape = self.shape(if *label { "column-head" } else { "cell" }, &cell.passage);
                        out.push(BlockShape {
                            row: Some(number),
                            column: Some(column),
                            cols: Some(cell.cols).filter(|&cols| cols > 1),
                            ..shape
                        });
                        column += usize::try_from(cell.cols).unwrap_or(usize::MAX);
                    }
                    number += 1;
                }
                Block::Head(passage) => out.push(self.shape("table-head", passage)),
                other => self.block(other, 0, out),
            }
        }
    }

    fn note(&mut self, note: &Note) {
        // The note takes its place in the order before the notes that it calls itself.
        let place = place_word(note.place);
        let index = self.notes.len();
        let (id, n, page) = (note.id.clone(), note.n.clone(), self.page);
        self.notes.push(NoteShape {
            id,
            n,
            place,
            uncalled: note.uncalled,
            page,
            blocks: Vec::new(),
        });
        let mut blocks = Vec::new();
        self.blocks(&note.content, 0, &mut blocks);
        if let Some(shape) = self.notes.get_mut(index) {
            shape.blocks = blocks;
        }
    }

    fn shape(&mut self, kind: &'static str, passage: &Passage) -> BlockShape {
        let mut shape = BlockShape {
            kind,
            zones: passage.zones.clone(),
            ..BlockShape::default()
        };
        self.words(&passage.content, &mut shape);
        shape
    }

    fn words(&mut self, content: &[Inline], shape: &mut BlockShape) {
        for part in content {
            let start = shape.length;
            match part {
                Inline::Text(words) | Inline::Label(words) => {
                    shape.text.push_str(words);
                    shape.length += words.chars().count();
                    if matches!(part, Inline::Label(_)) {
                        shape.text.push(' ');
                        shape.length += 1;
                    }
                }
                Inline::Start(begin) => {
                    let (of, page) = self.start(begin);
                    let hyphen = match &begin.join {
                        Join::Hyphen { printed } => Some(printed.clone()),
                        Join::Space | Join::Kept => None,
                    };
                    shape.starts.push(StartShape {
                        at: start,
                        of,
                        page,
                        hyphen,
                        cert: begin.cert.map(certainty),
                        zone: begin.zone.clone(),
                    });
                }
                Inline::Note(note) => {
                    let n = note.n.clone().unwrap_or_default();
                    shape.markers.push(MarkerShape {
                        at: start,
                        n,
                        note: Some(note.id.clone()),
                    });
                    self.note(note);
                }
                Inline::Anchor { n, note } => {
                    shape.markers.push(MarkerShape {
                        at: start,
                        n: n.clone(),
                        note: note.clone(),
                    });
                }
                Inline::Highlight { style, content } => {
                    self.words(content, shape);
                    shape.styles.push(StyleShape {
                        start,
                        end: shape.length,
                        rend: rendition(*style),
                    });
                }
                Inline::Choice { sic, corr, cert } => {
                    shape.text.push_str(corr);
                    shape.length += corr.chars().count();
                    shape.corrections.push(CorrectionShape {
                        start,
                        end: shape.length,
                        was: sic.clone(),
                        cert: certainty(*cert),
                    });
                }
                Inline::Mention(mention) => {
                    // Outer mentions stand before those inside.
                    let index = shape.annotations.len();
                    let (kind, attributes): Element = element(&mention.value);
                    shape.annotations.push(AnnotationShape {
                        start,
                        end: start,
                        kind,
                        rule: mention.rule.to_string(),
                        cert: mention.cert.map(certainty),
                        value: Attributes(attributes),
                        page: self.page,
                    });
                    self.words(&mention.content, shape);
                    if let Some(annotation) = shape.annotations.get_mut(index) {
                        annotation.end = shape.length;
                    }
                }
            }
        }
    }

    /// Keeps a page start; returns what starts, and the page.
    fn start(&mut self, start: &Start) -> (&'static str, Option<String>) {
        match &start.of {
            StartOf::Line => ("line", None),
            StartOf::Column => ("column", None),
            StartOf::PageOfNote(id) => ("page", Some(id.clone())),
            StartOf::Page(page) => {
                self.page = page.page;
                let furniture = page.furniture.iter().map(furniture_shape).collect();
                let (id, n, surface) = (page.id.clone(), page.n.clone(), page.surface.clone());
                self.pages.push(PageShape {
                    id: id.clone(),
                    page: page.page,
                    n,
                    surface,
                    furniture,
                });
                ("page", Some(id))
            }
        }
    }
}

fn furniture_shape(piece: &Furniture) -> FurnitureShape {
    let (kind, place) = furniture_words(piece);
    FurnitureShape {
        r#type: kind,
        place,
        text: piece.text.clone(),
    }
}
