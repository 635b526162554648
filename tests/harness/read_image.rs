//! Reading page images: `name.png`, `.jpg`, `.tif`, or `name.list` with the names of several files beside it, a line each.
//!
//! The expectation `name.txt` has the size of each page, its rules, its lines (a raised mark is written `^1`), and the
//! diagnostics. Boxes are rounded to ten pixels, and sizes of type are left out: they follow the version of Tesseract.

use std::fmt::Write as _;
use std::path::Path;

use fonds::diag::Warned;
use fonds::ocr::tesseract::Tesseract;
use fonds::read::{ImageFile, Line, Page, Reading, Source, SourceKind, Unit, read};
use fonds::settings::Settings;

use super::expect_file;

/// Runs one case.
pub(crate) fn case(path: &Path) -> datatest_stable::Result<()> {
    let mut files = Vec::new();
    if path.extension().is_some_and(|extension| extension == "list") {
        for name in std::fs::read_to_string(path)?.lines() {
            files.push(file(&path.with_file_name(name))?);
        }
    } else {
        files.push(file(path)?);
    }
    let source = Source {
        name: "case".to_owned(),
        kind: SourceKind::Images(files),
    };
    let found = match read(&source, &Settings::default(), &Tesseract::new()) {
        Ok(reading) => told(&reading),
        Err(error) => format!("error: {error}\n"),
    };
    expect_file(&path.with_extension("txt"), &found)
}

fn file(path: &Path) -> datatest_stable::Result<ImageFile> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(ImageFile {
        name,
        bytes: std::fs::read(path)?,
    })
}

/// Writes a reading as text.
fn told(reading: &Warned<Reading>) -> String {
    let mut out = String::new();
    for page in &reading.value.pages {
        out.push_str(&head(page));
        for rule in &page.rules {
            let round = |value: f32| (value / 10.0).round() * 10.0;
            let _ = writeln!(
                out,
                "rule from {}, {} to {}, {}",
                round(rule.x0),
                round(rule.y0),
                round(rule.x1),
                round(rule.y1)
            );
        }
        for line in &page.lines {
            let _ = writeln!(out, "{}", marked(line));
        }
    }
    for diagnostic in &reading.diagnostics {
        let _ = writeln!(out, "{diagnostic}");
    }
    out
}

fn head(page: &Page) -> String {
    let dpi = if let Unit::Pixels { dpi } = page.unit {
        dpi.round()
    } else {
        0.0
    };
    format!(
        "-- page {}: {} by {} pixels, {dpi} dots per inch\n",
        page.number, page.width, page.height
    )
}

/// Writes a line with its raised marks shown.
fn marked(line: &Line) -> String {
    let mut out = String::new();
    for word in &line.words {
        if !word.glued && !out.is_empty() {
            out.push(' ');
        }
        if word.style.superscript {
            out.push('^');
        }
        out.push_str(&word.text);
    }
    out
}
