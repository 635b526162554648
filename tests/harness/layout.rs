//! Layout and repair: a source file, and beside it (`NAME.out`) what its pages, blocks and notes are.
//!
//! In the expectation `⟦1⟧` stands where a marker called note 1, `·` where a hyphen was dropped at a line end, `¦` where a
//! hyphen or dash at one was kept, `‖` where a page or column starts inside a block.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;

use fonds::edition::assemble;
use fonds::layout::layout;
use fonds::ocr::tesseract::Tesseract;
use fonds::ocr::{Engine, OcrError, Recognised};
use fonds::read::{ImageFile, Page, Source, SourceKind, read};
use fonds::repair::{BlockKind, BreakKind, Join, RepairKind, Text, repair};
use fonds::settings::Settings;
use fonds::write::{self, pages_as_read};
use unicode_normalization::UnicodeNormalization;

use super::edition_laws::words_come_back;

/// An engine that is not there: these cases hold text.
struct NoEngine;

impl Engine for NoEngine {
    fn recognise(&self, _: &image::GrayImage, _: f32, _: &[String]) -> Result<Recognised, OcrError> {
        Err(OcrError::EngineMissing)
    }

    fn installed(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Runs one case; where `NAME.read` is beside it, the words must stand in their order again.
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
    let read: Vec<String> = reading.value.pages.iter().map(letters).collect();
    let text = reading.then(layout).then(|l| repair(l, &settings));
    let xml = write::tei(
        &assemble(text.value.clone(), Vec::new().into(), &settings).value,
        "case",
    );
    nothing_is_lost(&read, &text.value, &xml)?;
    let as_read = path.with_extension("read");
    if as_read.exists() {
        super::expect_file(&as_read, &write::as_read(&xml)?)?;
    }
    let mut out = dump(&text.value);
    for diagnostic in &text.diagnostics {
        writeln!(out, "{}: {diagnostic}", diagnostic.code)?;
    }
    super::expect_file(&path.with_extension("out"), &out)
}

/// Every letter that was read on a page is in what the edition alone gives back of that page, once.
fn nothing_is_lost(read: &[String], text: &Text, xml: &str) -> Result<(), String> {
    let pages = pages_as_read(xml).map_err(|e| e.to_string())?;
    words_come_back(text, &pages)?;
    // A spread is one page as read and two of the text.
    let mut found: Vec<String> = pages.iter().map(|page| sorted(&page.text)).collect();
    let mut read = read.to_vec();
    if text.blocks.iter().any(|b| matches!(b.kind, BlockKind::Cell { .. })) {
        // Leaders and rules drawn with characters are not transcribed.
        let drawn = ['.', '-', '_', '|', '+', '=', ':', '–', '—', '·', '…'];
        for letters in read.iter_mut().chain(&mut found) {
            letters.retain(|c| !drawn.contains(&c));
        }
    }
    if read.len() != found.len() {
        (read, found) = (vec![sorted(&read.concat())], vec![sorted(&found.concat())]);
    }
    for (n, (read, found)) in read.iter().zip(&found).enumerate() {
        let (read, found): (Vec<char>, Vec<char>) = (read.chars().collect(), found.chars().collect());
        let diff = similar::capture_diff_slices(similar::Algorithm::Myers, &read, &found);
        let changed = diff.iter().filter(|op| op.tag() != similar::DiffTag::Equal);
        let changed: Vec<String> = changed
            .map(|op| format!("-{:?} +{:?}", &read[op.old_range()], &found[op.new_range()]))
            .collect();
        if !changed.is_empty() {
            return Err(format!("page {}: {}", n + 1, changed.join(" ")));
        }
    }
    Ok(())
}

/// The letters of a page as read, as `editorialDecl` says that they are written.
fn letters(page: &Page) -> String {
    let words = page.lines.iter().flat_map(|line| &line.words);
    sorted(&words.map(|w| w.text.as_str()).collect::<String>())
}

/// Sorts letters as a text has them: without spaces, ligatures and invisible characters.
fn sorted(text: &str) -> String {
    let plain = |c: &char| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}');
    let letter = |c: char| if matches!(c, '´' | '`' | '’') { '\'' } else { c };
    let mut letters: Vec<char> = text.chars().map(letter).nfkc().filter(plain).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
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
            BlockKind::Verse { opens: true } => "stanza".to_owned(),
            BlockKind::Verse { opens: false } => "verse".to_owned(),
            BlockKind::Item { n, depth } => format!("item {n} ({depth})"),
            BlockKind::ItemParagraph { depth } => format!("item goes on ({depth})"),
            BlockKind::Cell { .. } => continue,
            BlockKind::TableHead { table } => format!("table head {table}"),
            BlockKind::Inscription => "inscription".to_owned(),
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
    use RepairKind::{HyphenDropped, HyphenKept, ParagraphJoined};
    for repair in text
        .repairs
        .iter()
        .filter(|r| !matches!(r.kind, HyphenDropped | HyphenKept | ParagraphJoined))
    {
        let (kind, is) = (repair.kind, repair.span.of(&text.string));
        writeln!(out, "{kind:?}: {} → {is}", shown(&repair.was)).expect("a string takes all");
    }
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

/// Writes what stood at a repair, characters that are not seen by their numbers.
fn shown(was: &str) -> String {
    let seen = |c: char| {
        if c.is_alphanumeric() || c.is_ascii_graphic() {
            c.to_string()
        } else {
            c.escape_unicode().to_string()
        }
    };
    was.chars().map(seen).collect()
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
