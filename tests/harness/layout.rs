//! Layout and repair: a source file, and beside it (`NAME.out`) what its pages, blocks and notes are.
//!
//! In the expectation `⟦1⟧` stands where a marker called note 1, `·` where a hyphen was dropped at a line end, `¦` where a
//! hyphen or dash at one was kept, `‖` where a page or column starts inside a block.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;

use fonds::layout::layout;
use fonds::ocr::tesseract::Tesseract;
use fonds::ocr::{Engine, OcrError, Recognised};
use fonds::read::{ImageFile, Source, SourceKind, read};
use fonds::repair::{BlockKind, BreakKind, Join, Text, repair};
use fonds::settings::Settings;

/// An engine that is not there: these cases hold text.
struct NoEngine;

impl Engine for NoEngine {
    fn recognise(&self, _: &image::GrayImage, _: f32, _: &[String]) -> Result<Recognised, OcrError> {
        Err(OcrError::EngineMissing)
    }
}

/// Runs one case.
pub(crate) fn case(path: &Path) -> datatest_stable::Result<()> {
    let bytes = std::fs::read(path)?;
    let name = path
        .file_name()
        .expect("a case is a file")
        .to_string_lossy()
        .into_owned();
    let mut settings = Settings::default();
    let kind = match path.extension().and_then(OsStr::to_str) {
        Some("pdf") => SourceKind::Pdf(bytes),
        Some("png") => {
            settings.languages = vec!["en".to_owned()];
            let name = name.clone();
            SourceKind::Images(vec![ImageFile { name, bytes }])
        }
        _ => SourceKind::Text(bytes),
    };
    let engine: &dyn Engine = match kind {
        SourceKind::Images(_) => &Tesseract,
        _ => &NoEngine,
    };
    let reading = read(&Source { name, kind }, &settings, engine)?;
    let text = reading.then(layout).then(|l| repair(l, &settings));
    let mut out = dump(&text.value);
    for diagnostic in &text.diagnostics {
        writeln!(out, "{}: {diagnostic}", diagnostic.code)?;
    }
    super::expect_file(&path.with_extension("out"), &out)
}

/// Writes a text in the notation of the cases.
fn dump(text: &Text) -> String {
    let mut out = String::new();
    for page in &text.pages {
        let printed = page.printed.as_deref().unwrap_or("-");
        writeln!(out, "page {} ({printed})", page.number).expect("a string takes all");
        for f in &page.furniture {
            writeln!(out, "  fw {:?} {:?}: {}", f.kind, f.place, f.text).expect("a string takes all");
        }
    }
    let mut open = None;
    for block in &text.blocks {
        // The cells of a row stand on one line; `*` marks a row of heads, `‹3›` a cell over three columns.
        if let BlockKind::Cell {
            table,
            row,
            cols,
            label,
            ..
        } = block.kind
        {
            let cell = marked(text, block.span.start, block.span.end);
            let cell = if cols > 1 { format!("{cell} ‹{cols}›") } else { cell };
            if open == Some((table, row)) {
                write!(out, " | {cell}").expect("a string takes all");
            } else {
                out.push_str(if open.is_some() { "\n" } else { "" });
                let mark = if label { "*" } else { "" };
                write!(out, "row {table}{mark}: {cell}").expect("a string takes all");
            }
            open = Some((table, row));
            continue;
        }
        out.push_str(if open.take().is_some() { "\n" } else { "" });
        let what = match &block.kind {
            BlockKind::Heading { level } => format!("head {level}"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Quote => "quote".to_owned(),
            BlockKind::Verse => "verse".to_owned(),
            BlockKind::Item { n, depth } => format!("item {n} ({depth})"),
            BlockKind::ItemParagraph { depth } => format!("item goes on ({depth})"),
            BlockKind::Cell { .. } => continue,
            BlockKind::TableHead { table } => format!("table head {table}"),
            BlockKind::Figure { figure } => {
                let figure = &text.figures[*figure];
                let size = figure.file.as_ref().map_or("no file".to_owned(), |f| {
                    let pixels = image::load_from_memory(&f.bytes).expect("a picture that was written can be read");
                    format!("{} {}×{}", f.extension, pixels.width(), pixels.height())
                });
                let r = figure.place.rect;
                format!("figure ({size} at {:.0} {:.0} {:.0} {:.0})", r.x0, r.y0, r.x1, r.y1)
            }
            BlockKind::NoteBody { note } => {
                let note = &text.notes[*note];
                format!(
                    "note {} {:?} p. {}",
                    note.label.as_deref().unwrap_or("?"),
                    note.place,
                    note.page
                )
            }
        };
        writeln!(out, "{what}: {}", marked(text, block.span.start, block.span.end)).expect("a string takes all");
    }
    out.push_str(if open.is_some() { "\n" } else { "" });
    for note in text.notes.iter().filter(|n| n.call.is_none() || n.label.is_none()) {
        writeln!(
            out,
            "loose note {:?}, marker {:?}",
            note.label,
            note.call.as_ref().map(|c| &c.printed)
        )
        .expect("a string takes all");
    }
    out
}

/// Writes a stretch of text with what stands between its letters.
fn marked(text: &Text, start: usize, end: usize) -> String {
    let mut marks: Vec<(usize, String)> = Vec::new();
    for b in text.breaks.iter().filter(|b| b.at > start && b.at < end) {
        let mut mark = match b.join {
            Join::Space => String::new(),
            Join::Hyphen { .. } => "·".to_owned(),
            Join::Kept => "¦".to_owned(),
        };
        if b.kind != BreakKind::Line {
            mark.push('‖');
        }
        marks.push((b.at, mark));
    }
    for note in &text.notes {
        if let Some(call) = note.call.as_ref().filter(|c| c.at >= start && c.at <= end && c.at > 0) {
            let label = note.label.as_deref().unwrap_or("?");
            marks.push((
                call.at,
                if label == call.printed {
                    format!("⟦{label}⟧")
                } else {
                    format!("⟦{}={label}⟧", call.printed)
                },
            ));
        }
    }
    marks.sort_by_key(|m| m.0);
    let mut out = String::new();
    let mut at = start;
    for (place, mark) in marks {
        out.push_str(&text.string[at..place]);
        out.push_str(&mark);
        at = place;
    }
    out + &text.string[at..end]
}
