//! The report of a run: diagnostics and documents in the order of the plan, then a summary.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use clap::builder::styling::{AnsiColor, Style};
use serde::Serialize;

use crate::batch::job::{Ending, Notice, Report};
use crate::edition::Counts;

/// How headings of errors look.
pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// How headings of warnings look.
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// How headings of hints look.
pub(super) const HINT: Style = AnsiColor::Cyan.on_default().bold();
/// How headings of notes look.
const NOTE: Style = AnsiColor::Green.on_default().bold();

/// How a run is reported.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// JSON objects on standard output, instead of lines on standard error.
    pub(super) json: bool,
    /// Notes too.
    pub(super) verbose: bool,
}

/// What the summary says.
#[derive(Clone, Debug, Default)]
pub(super) struct Totals {
    pub(super) documents: usize,
    pub(super) unchanged: usize,
    pub(super) left_alone: usize,
    pub(super) failures: usize,
    pub(super) warnings: usize,
    counts: Counts,
    /// Pages of the documents that were converted this time.
    pages_converted: u32,
}

impl Totals {
    /// Counts one document, or a refusal.
    pub(super) fn add(&mut self, report: &Report) {
        self.documents += 1;
        self.warnings += report.warnings();
        let more = &report.counts;
        match report.ending {
            Ending::Written => self.pages_converted += more.pages,
            Ending::Unchanged => self.unchanged += 1,
            Ending::LeftAlone => {
                self.left_alone += 1;
                self.pages_converted += more.pages;
            }
            Ending::Failed { .. } => self.failures += 1,
        }
        let counts = &mut self.counts;
        counts.pages += more.pages;
        counts.pages_recognised += more.pages_recognised;
        counts.notes_linked += more.notes_linked;
        counts.decrees += more.decrees;
        counts.dates += more.dates;
        counts.figures += more.figures;
        counts.citations += more.citations;
    }

    /// Prints the summary on standard error.
    pub(super) fn print(&self, elapsed: Duration) {
        let counts = &self.counts;
        let mut remarks = Vec::new();
        if self.unchanged > 0 {
            remarks.push(format!("{} up to date already", self.unchanged));
        }
        if self.left_alone > 0 {
            remarks.push(format!("{} left alone", self.left_alone));
        }
        let remarks = if remarks.is_empty() {
            String::new()
        } else {
            format!(" ({})", remarks.join(", "))
        };
        let seconds = elapsed.as_secs_f64();
        let speed = f64::from(self.pages_converted) / seconds.max(0.001);
        let mut out = anstream::stderr().lock();
        // Where standard error is closed there is nobody to tell.
        writeln!(
            out,
            "{}{remarks}, {}, {} by OCR",
            many(self.documents, "document"),
            many(counts.pages, "page"),
            counts.pages_recognised
        )
        .ok();
        let found = [
            many(counts.notes_linked, "note") + " linked",
            many(counts.decrees, "decree"),
            many(counts.dates, "date"),
            many(counts.figures, "figure"),
            many(counts.citations, "citation"),
        ];
        writeln!(out, "{}", found.join(", ")).ok();
        let trouble = [many(self.warnings, "warning"), many(self.failures, "failure")].join(", ");
        writeln!(out, "{trouble}; {speed:.1} pages per second in {seconds:.1} s").ok();
    }
}

/// Prints one diagnostic.
pub(super) fn notice(manner: Manner, file: &Path, notice: &Notice) -> io::Result<()> {
    if !notice.is_warning && !manner.verbose {
        return Ok(());
    }
    if manner.json {
        let severity = if notice.is_warning { "warning" } else { "note" };
        return object(&DiagnosticObject {
            r#type: "diagnostic",
            file: &file.to_string_lossy(),
            severity,
            code: &notice.code,
            page: notice.page,
            line: notice.line,
            r#box: notice.rect,
            message: &notice.message,
            hint: notice.hint.as_deref(),
        });
    }
    let mut place = String::new();
    match (notice.page, notice.line) {
        (Some(page), Some(line)) => write!(place, "p. {page}, line {line}: ").ok(),
        (Some(page), None) => write!(place, "p. {page}: ").ok(),
        (None, Some(line)) => write!(place, "line {line}: ").ok(),
        (None, None) => None,
    };
    let boxed = notice.rect.map_or_else(String::new, |[left, top, right, bottom]| {
        format!(" [{left} {top} {right} {bottom}]")
    });
    let mut out = anstream::stderr().lock();
    let (style, heading) = if notice.is_warning {
        (WARNING, "warning")
    } else {
        (NOTE, "note")
    };
    let (file, message) = (plain(&file.to_string_lossy()), plain(&notice.message));
    writeln!(out, "{style}{heading}:{style:#} {file}: {place}{message}{boxed}")?;
    print_hint(&mut out, notice.hint.as_deref())
}

/// Prints how a document ended: its failure, or with `--json` whatever it was.
pub(super) fn document(manner: Manner, file: &Path, output: &Path, report: &Report) -> io::Result<()> {
    let failure = match &report.ending {
        Ending::Failed { reason, hint } => Some((reason.as_str(), hint.as_deref())),
        _ => None,
    };
    if manner.json {
        let counts = &report.counts;
        return object(&DocumentObject {
            r#type: "document",
            file: &file.to_string_lossy(),
            result: match report.ending {
                Ending::Written => "written",
                Ending::Unchanged => "unchanged",
                Ending::LeftAlone => "left-alone",
                Ending::Failed { .. } => "failed",
            },
            reason: failure.map(|(reason, _)| reason),
            hint: failure.and_then(|(_, hint)| hint),
            outputs: report
                .outputs
                .iter()
                .map(|path| output.join(path).to_string_lossy().into_owned())
                .collect(),
            pages: counts.pages,
            pages_recognised: counts.pages_recognised,
            notes_linked: counts.notes_linked,
            decrees: counts.decrees,
            dates: counts.dates,
            figures: counts.figures,
            citations: counts.citations,
            warnings: report.warnings(),
        });
    }
    let Some((reason, hint)) = failure else { return Ok(()) };
    let mut out = anstream::stderr().lock();
    writeln!(
        out,
        "{ERROR}error:{ERROR:#} {}: {}",
        plain(&file.to_string_lossy()),
        plain(reason)
    )?;
    print_hint(&mut out, hint)
}

fn print_hint(out: &mut impl Write, hint: Option<&str>) -> io::Result<()> {
    match hint {
        Some(hint) => writeln!(out, "{HINT}hint:{HINT:#} {}", plain(hint)),
        None => Ok(()),
    }
}

/// Returns a text in which no control character can play with the terminal: names and sources are not ours.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
        .collect()
}

fn many(number: impl TryInto<u64>, noun: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

fn object(object: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, object)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct DiagnosticObject<'a> {
    r#type: &'static str,
    file: &'a str,
    severity: &'static str,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#box: Option<[u32; 4]>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
}

#[derive(Serialize)]
struct DocumentObject<'a> {
    r#type: &'static str,
    file: &'a str,
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
    outputs: Vec<String>,
    pages: u32,
    pages_recognised: u32,
    notes_linked: u32,
    decrees: u32,
    dates: u32,
    figures: u32,
    citations: u32,
    warnings: usize,
}
