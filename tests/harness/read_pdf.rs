//! Reading PDFs: a case is a small file, its expectation what stands on the pages: words with boxes, sizes and styles.

use std::fmt::Write;
use std::path::Path;

use fonds::ocr::{Engine, OcrError, Recognised};
use fonds::read::{Page, Reading, Source, SourceKind, Style, Word, read};
use fonds::settings::Settings;
use fonds::span::Rect;

/// A machine without character recognition.
pub(crate) struct Blind;

impl Engine for Blind {
    fn recognise(&self, _: &image::GrayImage, _: f32, _: &[String]) -> Result<Recognised, OcrError> {
        Err(OcrError::EngineMissing)
    }

    fn installed(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Reads a PDF and compares what is on its pages with the text file beside it.
pub(crate) fn case(path: &Path) -> datatest_stable::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let source = Source {
        name,
        kind: SourceKind::Pdf(std::fs::read(path)?),
    };
    let found = match read(&source, &Settings::default(), &Blind) {
        Ok(read) => {
            let mut out = told(&read.value)?;
            for doubt in &read.diagnostics {
                writeln!(out, "{:?} {}: {doubt}", doubt.severity, doubt.code)?;
            }
            out
        }
        Err(error) => format!("error: {error}\n"),
    };
    super::expect_file(&path.with_extension("txt"), &found)
}

/// Writes what a file tells about itself and what is on its pages.
pub(crate) fn told(reading: &Reading) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    let info = &reading.info;
    let known = [("title", &info.title), ("author", &info.author)];
    let known = known.iter().filter_map(|(name, value)| Some((*name, value.as_ref()?)));
    let further = info.metadata.iter().map(|(name, value)| (name.as_str(), value));
    for (name, value) in known.chain(further) {
        writeln!(out, "{name}: {value}")?;
    }
    for entry in &info.outline {
        let page = entry
            .page
            .map_or_else(|| "nowhere".to_owned(), |page| format!("page {page}"));
        writeln!(out, "outline {} {} -> {page}", entry.level, entry.title)?;
    }
    for page in &reading.pages {
        tell_page(&mut out, page)?;
    }
    Ok(out)
}

fn tell_page(out: &mut String, page: &Page) -> std::fmt::Result {
    let label = page
        .label
        .as_ref()
        .map_or_else(String::new, |label| format!(" `{label}`"));
    writeln!(
        out,
        "page {}{label} {:.0} x {:.0} {:?} {:?}",
        page.number, page.width, page.height, page.unit, page.origin
    )?;
    for rule in &page.rules {
        writeln!(out, "  rule {}", corners(rule))?;
    }
    for picture in &page.pictures {
        writeln!(out, "  picture {}", corners(&picture.rect))?;
    }
    for line in &page.lines {
        let angle = if line.angle == 0.0 {
            String::new()
        } else {
            format!(" angle {:.0}", line.angle)
        };
        writeln!(out, "  line {}{angle}: {}", corners(&line.rect), line.text())?;
        for word in &line.words {
            let font = word
                .font
                .and_then(|font| page.fonts.get(usize::from(font)))
                .map_or("", String::as_str);
            let (baseline, size) = (word.baseline, word.size);
            writeln!(
                out,
                "    {} on {baseline:.1} size {size:.1} {font}{}: {}",
                corners(&word.rect),
                set(word),
                word.text
            )?;
        }
    }
    Ok(())
}

fn corners(rect: &Rect) -> String {
    format!("{:.0},{:.0}-{:.0},{:.0}", rect.x0, rect.y0, rect.x1, rect.y1)
}

fn set(word: &Word) -> String {
    let Style {
        italic,
        bold,
        small_caps,
        superscript,
        subscript,
        letterspaced,
    } = word.style;
    let told = [
        (italic, " italic"),
        (bold, " bold"),
        (small_caps, " small-caps"),
        (superscript, " superscript"),
        (subscript, " subscript"),
        (letterspaced, " letterspaced"),
        (word.glued, " glued"),
    ];
    told.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect()
}
