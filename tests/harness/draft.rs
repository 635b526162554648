//! A running text in a notation for people, from which the cases and laws of the edition make a [`Text`].
//!
//! ```text
//! @title The title                        metadata; also @author @editor @date @publisher @licence @shelfmark @language
//! @lines none
//! @page 5 n=545 size=595x842              a page; without a size there is no facsimile
//! @header top POLITICS IN RUSSIA          furniture of that page: kind and place
//! h1 A heading of level 1
//! p A paragraph whose second {l}line starts here; experi{l-}ence, labour-{l+}turnover, dis{p6-}organization.
//! q A quotation      v A line of verse      item/0/1. Depth and number      itemp/0 More of it
//! caption/0 Table 0  cell/0/1/2 Table, row, column   cell/0/0/0/label/cols2 A column head   figure A caption
//! note/a/foot/5/1. The body of note a, on page 5, with the label 1.
//! ```
//!
//! Inside a block: `{l}` a line start, `{c}` a column, `{p6}` page 6; behind the letter `-` for a hyphen dropped, `+` for one kept,
//! `:¬` for another hyphen, `:` for none, `?` for an unsure join. `{^a 1}` is the marker `1` of note `a`; a note without a body
//! has only markers. `{i}…{/}` is italic (`b` bold, `sc` small capitals, `sup`, `sub`, `sp` letterspaced), `{=1940}…{/=}` a date,
//! `{=1940 medium}` an inferred one, `{was tbe}the{/was}` a word put right. Foot notes are put behind all other blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fonds::annotate::{Annotation, Moment, Value, When};
use fonds::read::{Info, Leaf, Origin, PictureFile, Style, Unit};
use fonds::repair::{
    BlockKind, Break, BreakKind, Call, Cert, Figure, Furniture, FurnitureKind, FurniturePlace, Join, Note, NotePlace,
    PageFacts, Repair, RepairKind, Text, TextBlock,
};
use fonds::settings::{Lines, Settings};
use fonds::span::{Place, Rect, Span};

/// A text, what was found in it, and the settings.
pub(crate) struct Draft {
    pub(crate) text: Text,
    pub(crate) annotations: Vec<Annotation>,
    pub(crate) settings: Settings,
}

/// Reads the notation; what is wrong with it is said with its line.
pub(crate) fn draft(notation: &str) -> Result<Draft, String> {
    let mut press = Press::new();
    let lines: Vec<&str> = notation
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .collect();
    let key = |line: &str| {
        line.strip_prefix("note/")
            .and_then(|l| l.split(['/', ' ']).next().map(str::to_owned))
    };
    let is_foot = |line: &str| line.starts_with("note/") && line.split('/').nth(2) == Some("foot");
    let feet: BTreeSet<String> = lines
        .iter()
        .filter(|line| is_foot(line))
        .filter_map(|line| key(line))
        .collect();
    let is_foot_note = |line: &&str| key(line).is_some_and(|key| feet.contains(&key));
    for line in lines.iter().filter(|line| !is_foot_note(line)) {
        press.line(line).map_err(|fault| format!("{line}: {fault}"))?;
    }
    for line in lines.iter().filter(|line| is_foot_note(line)) {
        press.line(line).map_err(|fault| format!("{line}: {fault}"))?;
    }
    Ok(press.draft)
}

struct Press {
    draft: Draft,
    notes: BTreeMap<String, usize>,
    page: u32,
}

impl Press {
    fn new() -> Self {
        let info = Info {
            name: "case.pdf".to_owned(),
            sha256: "0".repeat(64),
            page_count: 0,
            media_type: "application/pdf",
            ..Info::default()
        };
        let text = Text {
            string: String::new(),
            blocks: Vec::new(),
            notes: Vec::new(),
            breaks: Vec::new(),
            styles: Vec::new(),
            repairs: Vec::new(),
            places: Vec::new(),
            pages: Vec::new(),
            figures: Vec::new(),
            info,
            languages: vec!["en".to_owned()],
        };
        let draft = Draft {
            text,
            annotations: Vec::new(),
            settings: Settings::default(),
        };
        Self {
            draft,
            notes: BTreeMap::new(),
            page: 1,
        }
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let (head, words) = line.split_once(' ').unwrap_or((line, ""));
        match head.strip_prefix('@') {
            Some("page") => self.page(words),
            Some(name) => self.fact(name, words),
            None => self.block(head, words),
        }
    }

    fn fact(&mut self, name: &str, words: &str) -> Result<(), String> {
        let metadata = &mut self.draft.settings.metadata;
        let field = match name {
            "title" => &mut metadata.title,
            "author" => &mut metadata.author,
            "editor" => &mut metadata.editor,
            "date" => &mut metadata.date,
            "publisher" => &mut metadata.publisher,
            "licence" => &mut metadata.licence,
            "shelfmark" => &mut metadata.shelfmark,
            "language" => &mut metadata.language,
            "lines" => {
                self.draft.settings.lines = if words == "none" { Lines::None } else { Lines::All };
                return Ok(());
            }
            "run" => {
                self.draft.settings.source_date = words.parse().ok();
                return Ok(());
            }
            furniture => return self.furniture(furniture, words),
        };
        *field = Some(words.to_owned());
        Ok(())
    }

    fn page(&mut self, words: &str) -> Result<(), String> {
        let mut words = words.split(' ');
        let number = words
            .next()
            .and_then(|n| n.parse().ok())
            .ok_or("a page needs a number")?;
        let mut facts = PageFacts {
            number,
            printed: None,
            furniture: Vec::new(),
            width: 80.0,
            height: 60.0,
            unit: Unit::Cells,
            origin: Origin::Plain,
            leaf: Leaf::whole(number),
        };
        for word in words {
            match word.split_once('=') {
                Some(("n", n)) => facts.printed = Some(n.to_owned()),
                Some(("size", size)) => {
                    let (width, height) = size.split_once('x').ok_or("a size is 595x842")?;
                    facts.width = width.parse().map_err(|_| "a size is 595x842")?;
                    facts.height = height.parse().map_err(|_| "a size is 595x842")?;
                    facts.unit = Unit::Points;
                    facts.origin = Origin::TextLayer;
                }
                Some(("dpi", dpi)) => {
                    facts.unit = Unit::Pixels {
                        dpi: dpi.parse().map_err(|_| "dpi is a number")?,
                    };
                    facts.origin = Origin::Ocr {
                        confidence: Some(91.25),
                    };
                }
                _ => return Err(format!("unknown `{word}`")),
            }
        }
        self.draft.text.pages.push(facts);
        self.draft.text.info.page_count += 1;
        Ok(())
    }

    fn furniture(&mut self, name: &str, words: &str) -> Result<(), String> {
        let kind = match name {
            "header" => FurnitureKind::Header,
            "footer" => FurnitureKind::Footer,
            "pageNum" => FurnitureKind::PageNumber,
            "sig" => FurnitureKind::Signature,
            "watermark" => FurnitureKind::Watermark,
            "nav" => FurnitureKind::Navigation,
            _ => return Err(format!("unknown `@{name}`")),
        };
        let (place, text) = words.split_once(' ').ok_or("furniture needs a place and text")?;
        let place = match place {
            "top" => FurniturePlace::Top,
            "bottom" => FurniturePlace::Bottom,
            "margin" => FurniturePlace::Margin,
            _ => return Err("a place is top, bottom or margin".to_owned()),
        };
        let page = self.draft.text.pages.last_mut().ok_or("furniture follows its page")?;
        page.furniture.push(Furniture {
            kind,
            place,
            text: text.to_owned(),
            rect: Rect::default(),
        });
        Ok(())
    }

    fn block(&mut self, head: &str, words: &str) -> Result<(), String> {
        let parts: Vec<&str> = head.split('/').collect();
        let number = |at: usize| {
            parts
                .get(at)
                .and_then(|n| n.parse::<u32>().ok())
                .ok_or(format!("`{head}` lacks a number"))
        };
        let small = |at: usize| number(at).and_then(|n| u8::try_from(n).map_err(|_| "too deep".to_owned()));
        let kind = match parts[0] {
            "p" => BlockKind::Paragraph,
            "q" => BlockKind::Quote,
            "v" => BlockKind::Verse { opens: false },
            "item" => BlockKind::Item {
                depth: small(1)?,
                n: parts.get(2).copied().unwrap_or("").to_owned(),
            },
            "itemp" => BlockKind::ItemParagraph { depth: small(1)? },
            "caption" => BlockKind::TableHead { table: number(1)? },
            "cell" => BlockKind::Cell {
                table: number(1)?,
                row: number(2)?,
                column: number(3)?,
                cols: parts
                    .iter()
                    .find_map(|p| p.strip_prefix("cols"))
                    .map_or(Ok(1), str::parse)
                    .map_err(|e| format!("`{head}`: {e}"))?,
                label: parts.get(4) == Some(&"label"),
            },
            "inscription" => BlockKind::Inscription,
            "figure" => BlockKind::Figure {
                figure: self.draft.text.figures.len(),
            },
            "note" => self.note_body(&parts)?,
            heading => BlockKind::Heading {
                level: heading
                    .strip_prefix('h')
                    .and_then(|l| l.parse().ok())
                    .ok_or(format!("unknown `{head}`"))?,
            },
        };
        if let BlockKind::NoteBody { note } = kind {
            let at = self.draft.text.blocks.len();
            let note = &mut self.draft.text.notes[note];
            note.blocks = if note.blocks.is_empty() {
                at..at + 1
            } else {
                note.blocks.start..at + 1
            };
            if note.place.behind_text() {
                self.page = note.page;
            }
        }
        let start = self.draft.text.string.len();
        // A page that starts in front of the block's first word is the block's page.
        if let Some(page) = words
            .strip_prefix("{p")
            .and_then(|w| w.split_once('}'))
            .and_then(|w| w.0.parse().ok())
        {
            self.page = page;
        }
        let page = self.page;
        self.words(words)?;
        let text = &mut self.draft.text;
        let span = Span::new(start, text.string.len());
        text.string.push('\n');
        let top = 10.0 * text.blocks.len() as f32;
        let zones = (page..=self.page)
            .map(|page| Place {
                page,
                rect: Rect::new(50.0, top, 500.4, top + 9.6),
            })
            .collect();
        if matches!(kind, BlockKind::Figure { .. }) {
            let file = Some(PictureFile {
                extension: "png",
                bytes: Vec::new(),
            });
            let place = Place {
                page,
                rect: Rect::new(100.0, 100.0, 200.0, 200.0),
            };
            text.figures.push(Figure { place, file });
        }
        text.blocks.push(TextBlock {
            kind,
            span,
            page,
            zones,
        });
        Ok(())
    }

    /// Reads `note/KEY/PLACE/PAGE/LABEL`; only the key is needed once the note is known with a body.
    fn note_body(&mut self, parts: &[&str]) -> Result<BlockKind, String> {
        let key = parts.get(1).ok_or("a note needs a key")?;
        let note = self.note(key);
        if let (Some(place), Some(page)) = (parts.get(2), parts.get(3)) {
            let found = &mut self.draft.text.notes[note];
            found.place = match *place {
                "foot" => NotePlace::Foot,
                "end" => NotePlace::End,
                "table" => NotePlace::Table,
                "margin" => NotePlace::Margin,
                _ => return Err("a note's place is foot, end, table or margin".to_owned()),
            };
            if found.blocks.is_empty() {
                found.page = page.parse().map_err(|_| "a note's page is a number")?;
                found.label = parts
                    .get(4)
                    .filter(|label| !label.is_empty())
                    .map(|label| (*label).to_owned());
            }
        }
        Ok(BlockKind::NoteBody { note })
    }

    fn note(&mut self, key: &str) -> usize {
        let notes = &mut self.draft.text.notes;
        *self.notes.entry(key.to_owned()).or_insert_with(|| {
            notes.push(Note {
                place: NotePlace::Foot,
                call: None,
                label: None,
                blocks: 0..0,
                page: 1,
            });
            notes.len() - 1
        })
    }

    fn words(&mut self, mut words: &str) -> Result<(), String> {
        let mut styles: Vec<(usize, Style)> = Vec::new();
        let mut corrected: Option<(usize, String)> = None;
        let mut dates: Vec<(usize, When, Option<Cert>)> = Vec::new();
        while let Some((before, rest)) = words.split_once('{') {
            let (mark, after) = rest.split_once('}').ok_or("a `{` without `}`")?;
            self.draft.text.string.push_str(before);
            words = after;
            let at = self.draft.text.string.len();
            match mark {
                "/was" => {
                    let (start, was) = corrected.take().ok_or("`{/was}` closes nothing")?;
                    self.draft.text.repairs.push(Repair {
                        span: Span::new(start, at),
                        kind: RepairKind::Corrected,
                        was,
                        cert: Cert::High,
                    });
                }
                "/" => {
                    let (start, style) = styles.pop().ok_or("`{/}` closes nothing")?;
                    self.draft.text.styles.push((Span::new(start, at), style));
                }
                "/=" => {
                    let (start, when, cert) = dates.pop().ok_or("`{/=}` closes nothing")?;
                    let (span, rule) = (Span::new(start, at), Arc::from("date/year"));
                    self.draft.annotations.push(Annotation {
                        span,
                        rule,
                        value: Value::Date(when),
                        cert,
                    });
                }
                "i" => styles.push((
                    at,
                    Style {
                        italic: true,
                        ..Style::default()
                    },
                )),
                "b" => styles.push((
                    at,
                    Style {
                        bold: true,
                        ..Style::default()
                    },
                )),
                "sc" => styles.push((
                    at,
                    Style {
                        small_caps: true,
                        ..Style::default()
                    },
                )),
                "sup" => styles.push((
                    at,
                    Style {
                        superscript: true,
                        ..Style::default()
                    },
                )),
                "sub" => styles.push((
                    at,
                    Style {
                        subscript: true,
                        ..Style::default()
                    },
                )),
                "sp" => styles.push((
                    at,
                    Style {
                        letterspaced: true,
                        ..Style::default()
                    },
                )),
                _ => {
                    if let Some(date) = mark.strip_prefix('=') {
                        let (year, cert) = date.split_once(' ').unwrap_or((date, ""));
                        let year = year.parse().map_err(|_| "a date is a year")?;
                        let cert = (cert == "medium").then_some(Cert::Medium);
                        dates.push((at, When::At(Moment::Year(year)), cert));
                    } else if let Some(call) = mark.strip_prefix('^') {
                        let (key, printed) = call.split_once(' ').ok_or("a marker needs a key and a sign")?;
                        let (note, page) = (self.note(key), self.page);
                        let call = Call {
                            at,
                            printed: printed.to_owned(),
                            superscript: true,
                            page,
                        };
                        self.draft.text.notes[note].call = Some(call);
                    } else if let Some(was) = mark.strip_prefix("was ") {
                        corrected = Some((at, was.to_owned()));
                    } else {
                        self.set_break(mark)?;
                    }
                }
            }
        }
        self.draft.text.string.push_str(words);
        self.draft.text.styles.sort_by_key(|s| s.0);
        self.draft
            .annotations
            .sort_by_key(|a| (a.span.start, std::cmp::Reverse(a.span.end)));
        Ok(())
    }

    fn set_break(&mut self, mark: &str) -> Result<(), String> {
        let kind = mark.get(..1).unwrap_or("");
        let rest = mark.get(1..).unwrap_or("");
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, join) = rest.split_at(digits);
        let kind = match kind {
            "l" => BreakKind::Line,
            "c" => BreakKind::Column,
            "p" => {
                self.page = number.parse().map_err(|_| "a page start needs a number")?;
                BreakKind::Page(self.page)
            }
            _ => return Err(format!("unknown `{{{mark}}}`")),
        };
        let text = &mut self.draft.text;
        let at = text.string.len();
        let (join, unsure) = join.strip_suffix('?').map_or((join, false), |join| (join, true));
        let join = match join.chars().next() {
            None => Join::Space,
            Some('-') => Join::Hyphen {
                printed: "-".to_owned(),
            },
            Some('+') => Join::Kept,
            Some(':') => Join::Hyphen {
                printed: join[1..].to_owned(),
            },
            Some(_) => return Err(format!("unknown join in `{{{mark}}}`")),
        };
        if unsure {
            let kind = RepairKind::HyphenDropped;
            text.repairs.push(Repair {
                span: Span::new(at, at),
                kind,
                was: String::new(),
                cert: Cert::Low,
            });
        }
        text.breaks.push(Break { at, kind, join });
        Ok(())
    }
}
