//! TEI P5: the text of an edition. The header is in `tei_header`, the elements of mentions in `tei_mention`.
//!
//! Readable by hand: one block a source line, and a source line for each line and page of the source where the space before
//! it allows that. White space inside a block is text and nothing else.

use super::digest;
use super::pen::{Pen, relative_url};
use super::tei_header::{facsimile, header};
use super::tei_mention::element;
use super::tei_registers::registers;
use crate::edition::{Block, Edition, Inline, Note, Passage, Start, StartOf};
use crate::read::Style;
use crate::repair::{Cert, Furniture, FurnitureKind, FurniturePlace, Join, NotePlace};

/// Writes an edition as TEI; `stem` is the name that the edition's picture folder `STEM.figures/` has.
///
/// The file carries its digest; see [`digest`].
pub fn tei(edition: &Edition, stem: &str) -> String {
    let language = edition.header.languages.first().map(|(tag, _)| tag.as_str());
    let mut pen = Pen::new();
    pen.open_block(
        "TEI",
        &[("xmlns", Some("http://www.tei-c.org/ns/1.0")), ("xml:lang", language)],
    );
    header(&mut pen, &edition.header);
    facsimile(&mut pen, &edition.surfaces);
    registers(&mut pen, &edition.registers);
    pen.open_block("text", &[]);
    pen.open_block("body", &[]);
    let mut sheet = Sheet {
        pen: &mut pen,
        folder: folder(stem),
    };
    sheet.blocks(&edition.body);
    pen.close_block("body");
    pen.close_block("text");
    pen.close_block("TEI");
    digest::seal(pen.finish())
}

/// Returns the relative URL of the picture folder.
fn folder(stem: &str) -> String {
    relative_url(stem) + ".figures/"
}

/// What the text is written with.
struct Sheet<'a> {
    pen: &'a mut Pen,
    /// URL of the folder of pictures.
    folder: String,
}

impl Sheet<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Division { notes, content } => self.nested("div", &[("type", notes.then_some("notes"))], content),
            Block::Head(passage) => self.passage("head", passage),
            Block::Paragraph(passage) => self.passage("p", passage),
            Block::Bare(passage) => self.words(&passage.content),
            Block::Quote(content) => self.nested("quote", &[], content),
            Block::Stanza(content) => self.nested("lg", &[], content),
            Block::Verse(passage) => self.passage("l", passage),
            Block::List(content) => self.nested("list", &[], content),
            Block::Item { n, content } => self.item(n, content),
            Block::Table(content) => self.nested("table", &[], content),
            Block::Row { label, cells } => {
                self.pen
                    .open("row", &[("role", Some(if *label { "label" } else { "data" }))]);
                self.pen.words_begin();
                for cell in cells {
                    let cols = (cell.cols > 1).then(|| cell.cols.to_string());
                    self.passage_with("cell", ("cols", cols.as_deref()), &cell.passage);
                }
                self.pen.words_end();
                self.pen.close_block("row");
            }
            Block::Figure {
                caption,
                picture,
                inscriptions,
            } => self.figure(caption, picture.as_deref(), inscriptions),
            Block::Blank(content) if content.is_empty() => {
                self.pen.empty("ab", &[]);
                self.pen.feed();
            }
            Block::Blank(content) => {
                self.passage(
                    "ab",
                    &Passage {
                        zones: Vec::new(),
                        content: content.clone(),
                    },
                );
            }
            Block::Note(note) => {
                self.note(note);
                self.pen.feed();
            }
            Block::Start(start) => {
                self.start(start);
                self.pen.feed();
            }
        }
    }

    fn nested(&mut self, name: &str, attributes: super::pen::Attributes<'_>, content: &[Block]) {
        self.pen.open_block(name, attributes);
        self.blocks(content);
        self.pen.close_block(name);
    }

    /// Writes an element with words in it.
    fn passage(&mut self, name: &str, passage: &Passage) {
        self.passage_with(name, ("facs", None), passage);
    }

    /// Writes an element with words in it and one attribute of its own.
    fn passage_with(&mut self, name: &str, attribute: (&str, Option<&str>), passage: &Passage) {
        let facs = pointers(&passage.zones);
        let attributes = [attribute, ("facs", facs.as_deref())];
        if passage.content.is_empty() {
            self.pen.empty(name, &attributes);
        } else {
            self.pen.open(name, &attributes);
            self.words(&passage.content);
            self.pen.close(name);
        }
        self.pen.feed();
    }

    /// Writes an item; the zones of its bare text are its own.
    fn item(&mut self, n: &str, content: &[Block]) {
        let facs = bare_zones(content);
        self.pen.open(
            "item",
            &[("n", Some(n).filter(|n| !n.is_empty())), ("facs", facs.as_deref())],
        );
        let bare = matches!(content.first(), Some(Block::Bare(_)));
        if !bare {
            self.pen.feed();
        }
        for (at, part) in content.iter().enumerate() {
            if bare && at == 1 {
                self.pen.feed();
            }
            self.block(part);
        }
        self.pen.close_block("item");
    }

    fn figure(&mut self, caption: &Passage, picture: Option<&str>, inscriptions: &[Block]) {
        let facs = pointers(&caption.zones);
        let attributes = [("facs", facs.as_deref())];
        if caption.content.is_empty() && picture.is_none() && inscriptions.is_empty() {
            self.pen.empty("figure", &attributes);
        } else {
            self.pen.open("figure", &attributes);
            if !caption.content.is_empty() {
                self.pen.open("head", &[]);
                self.words(&caption.content);
                self.pen.close("head");
            }
            if let Some(name) = picture {
                self.pen
                    .empty("graphic", &[("url", Some(&format!("{}{name}", self.folder)))]);
            }
            if inscriptions.is_empty() {
                self.pen.close("figure");
            } else {
                self.pen.feed();
                self.blocks(inscriptions);
                self.pen.close_block("figure");
            }
        }
        self.pen.feed();
    }

    fn words(&mut self, content: &[Inline]) {
        self.pen.words_begin();
        for part in content {
            self.inline(part);
        }
        self.pen.words_end();
    }

    fn inline(&mut self, part: &Inline) {
        match part {
            Inline::Text(words) => self.pen.text(words),
            Inline::Start(start) => {
                if start.join == Join::Space {
                    self.pen.wrap();
                }
                self.start(start);
            }
            Inline::Note(note) => self.note(note),
            Inline::Anchor { n, note } => {
                let target = note.as_ref().map(|id| format!("#{id}"));
                let attributes = [
                    ("type", Some("noteAnchor")),
                    ("target", target.as_deref()),
                    ("n", Some(n.as_str())),
                ];
                self.pen.open("ref", &attributes);
                self.pen.text(n);
                self.pen.close("ref");
            }
            Inline::Label(label) => {
                self.pen.open("label", &[]);
                self.pen.text(label);
                self.pen.close("label");
                self.pen.text(" ");
            }
            Inline::Highlight { style, content } => {
                self.pen.open("hi", &[("rend", Some(&rendition(*style)))]);
                self.words(content);
                self.pen.close("hi");
            }
            Inline::Choice { sic, corr, cert } => {
                self.pen.open("choice", &[]);
                self.pen.open("sic", &[]);
                self.pen.text(sic);
                self.pen.close("sic");
                self.pen
                    .open("corr", &[("cert", Some(certainty(*cert))), ("resp", Some("#fonds"))]);
                self.pen.text(corr);
                self.pen.close("corr");
                self.pen.close("choice");
            }
            Inline::Mention(mention) => {
                let (name, mut attributes) = element(&mention.value);
                attributes.extend(mention.cert.map(|cert| ("cert", certainty(cert).to_owned())));
                let attributes: Vec<_> = attributes
                    .iter()
                    .map(|(name, value)| (*name, Some(value.as_str())))
                    .collect();
                self.pen.open(name, &attributes);
                self.words(&mention.content);
                self.pen.close(name);
            }
        }
    }

    fn note(&mut self, note: &Note) {
        let rend = note.printed_label.as_ref().map(|label| format!("label({label})"));
        let facs = bare_zones(&note.content);
        self.pen.open(
            "note",
            &[
                ("place", Some(place_word(note.place))),
                ("type", note.uncalled.then_some("uncalled")),
                ("n", note.n.as_deref()),
                ("rend", rend.as_deref()),
                ("xml:id", Some(&note.id)),
                ("facs", facs.as_deref()),
            ],
        );
        self.pen.words_begin();
        self.blocks(&note.content);
        self.pen.words_end();
        self.pen.close("note");
    }

    /// Writes `lb`, `cb`, or `pb` with the furniture of its page.
    fn start(&mut self, start: &Start) {
        let rend = hyphen(&start.join);
        let joins = [
            ("break", (start.join != Join::Space).then_some("no")),
            ("rend", rend.as_deref()),
            ("cert", start.cert.map(certainty)),
        ];
        match &start.of {
            StartOf::Line => {
                let facs = start.zone.as_ref().map(|id| format!("#{id}"));
                self.pen
                    .empty("lb", &[&[("facs", facs.as_deref())], &joins[..]].concat());
            }
            StartOf::Column => self.pen.empty("cb", &joins),
            StartOf::PageOfNote(id) => {
                let same = format!("#{id}");
                self.pen
                    .empty("pb", &[&[("sameAs", Some(same.as_str()))], &joins[..]].concat());
            }
            StartOf::Page(page) => {
                let facs = page.surface.as_ref().map(|id| format!("#{id}"));
                let own = [
                    ("n", page.n.as_deref()),
                    ("facs", facs.as_deref()),
                    ("xml:id", Some(page.id.as_str())),
                ];
                self.pen.empty("pb", &[&own[..], &joins[..]].concat());
                page.furniture.iter().for_each(|piece| self.furniture(piece));
            }
        }
    }

    fn furniture(&mut self, piece: &Furniture) {
        let (kind, place) = furniture_words(piece);
        self.pen.open("fw", &[("type", Some(kind)), ("place", Some(place))]);
        self.pen.text(&piece.text);
        self.pen.close("fw");
    }
}

/// Names kind and place of a piece of furniture by the words of `fw/@type` and `fw/@place`.
pub(super) fn furniture_words(piece: &Furniture) -> (&'static str, &'static str) {
    let kind = match piece.kind {
        FurnitureKind::Header => "header",
        FurnitureKind::Footer => "footer",
        FurnitureKind::PageNumber => "pageNum",
        FurnitureKind::Signature => "sig",
        FurnitureKind::Watermark => "watermark",
        FurnitureKind::Navigation => "nav",
        FurnitureKind::LineNumber => "lineNum",
    };
    let place = match piece.place {
        FurniturePlace::Top => "top",
        FurniturePlace::Bottom => "bottom",
        FurniturePlace::Margin => "margin",
    };
    (kind, place)
}

/// Names a note's place by the words of `note/@place`.
pub(super) fn place_word(place: NotePlace) -> &'static str {
    match place {
        NotePlace::Foot => "foot",
        NotePlace::End => "end",
        NotePlace::Table => "table",
        NotePlace::Margin => "margin",
    }
}

/// Names the hyphen printed before a start that joins a word; [`super::as_read`] reads the names back.
fn hyphen(join: &Join) -> Option<String> {
    let Join::Hyphen { printed } = join else { return None };
    let name = |sign: char| match sign {
        '-' => "hyphen".to_owned(),
        '\u{ad}' => "soft-hyphen".to_owned(),
        '¬' => "not-sign".to_owned(),
        '–' => "en-dash".to_owned(),
        '=' => "double-hyphen".to_owned(),
        other => format!("u{:04X}", u32::from(other)),
    };
    (!printed.is_empty()).then(|| printed.chars().map(name).collect::<Vec<_>>().join(" "))
}

/// Names a style by the words of `hi/@rend`.
pub(super) fn rendition(style: Style) -> String {
    let words = [
        (style.italic, "italic"),
        (style.bold, "bold"),
        (style.small_caps, "small-caps"),
        (style.superscript, "superscript"),
        (style.subscript, "subscript"),
        (style.letterspaced, "letterspaced"),
    ];
    words
        .iter()
        .filter(|(set, _)| *set)
        .map(|(_, word)| *word)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Names a certainty by the words of `@cert`.
pub(super) fn certainty(cert: Cert) -> &'static str {
    match cert {
        Cert::Low => "low",
        Cert::Medium => "medium",
        Cert::High => "high",
    }
}

/// Returns the pointers to zones, `None` where there are none.
fn pointers(zones: &[String]) -> Option<String> {
    (!zones.is_empty()).then(|| zones.iter().map(|id| format!("#{id}")).collect::<Vec<_>>().join(" "))
}

/// Returns the pointers to the zones of text that has no element of its own.
fn bare_zones(content: &[Block]) -> Option<String> {
    content.iter().find_map(|part| {
        if let Block::Bare(passage) = part {
            pointers(&passage.zones)
        } else {
            None
        }
    })
}
