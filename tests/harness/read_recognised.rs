//! Reading what other engines recognised: `name.xml`, `.hocr` or `.html`, with `name.png` where its image is there too.
//!
//! The expectation `name.txt` has the kind of file, what it tells about itself, and the words of its pages with boxes, sizes
//! and styles, then the diagnostics.

use std::fmt::Write;
use std::path::Path;

use fonds::read::{ImageFile, Source, SourceKind, read};
use fonds::settings::Settings;

use super::read_pdf::{Blind, told};

/// Reads a file cut short at many places, and with numbers that no page has: whatever comes of it, it ends by itself.
fn bear_damage(source: &Source) {
    let SourceKind::Recognised(files) = &source.kind else {
        return;
    };
    let Some(file) = files.first() else {
        return;
    };
    let cut = (0..file.bytes.len()).step_by(97).map(|at| file.bytes[..at].to_vec());
    let text = String::from_utf8_lossy(&file.bytes);
    let numbers = ["0", "-7", "9", "99999999", "1e38", "."].map(|number| {
        let pieces: Vec<&str> = text.split(|c: char| c.is_ascii_digit()).collect();
        pieces.join(number).into_bytes()
    });
    for bytes in cut.chain(numbers) {
        let damaged = Source {
            name: source.name.clone(),
            kind: SourceKind::Recognised(vec![ImageFile {
                name: file.name.clone(),
                bytes,
            }]),
        };
        if let Ok(reading) = read(&damaged, &Settings::default(), &Blind) {
            for page in reading.value.pages {
                assert!((1.0..=65_535.0).contains(&page.width) && (1.0..=65_535.0).contains(&page.height));
            }
        }
    }
}

/// Reads a file and compares what is on its pages with the text file beside it.
pub(crate) fn case(path: &Path) -> datatest_stable::Result<()> {
    let mut files = Vec::new();
    for path in [path.to_owned(), path.with_extension("png")] {
        if path.exists() {
            files.push(ImageFile {
                name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                bytes: std::fs::read(&path)?,
            });
        }
    }
    let source = Source {
        name: "case".to_owned(),
        kind: SourceKind::Recognised(files),
    };
    let found = match read(&source, &Settings::default(), &Blind) {
        Ok(read) => {
            let mut out = format!("{}\n{}", read.value.info.media_type, told(&read.value)?);
            for doubt in &read.diagnostics {
                writeln!(out, "{:?} {}: {doubt}", doubt.severity, doubt.code)?;
            }
            out
        }
        Err(error) => format!("error: {error}\n"),
    };
    bear_damage(&source);
    super::expect_file(&path.with_extension("txt"), &found)
}
