//! One job from its files to its edition on the disk.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::job::{Ending, Format, Job, Notice, Report};
use super::paths::with_suffix;
use super::plan::reason;
use super::standing::{self, BASE};
use super::{page_images, record, source, store};
use crate::diag::{Diagnostic, Severity};
use crate::edition::Edition;
use crate::ocr::Engine;
use crate::pipeline;
use crate::read::ReadError;
use crate::rules::Rules;
use crate::validate::Finding;
use crate::write;

/// What serves all documents of a run.
pub struct Tools {
    /// The rules.
    pub rules: Rules,
    /// What reads page images.
    pub engine: Box<dyn Engine>,
    /// What an edition must pass before it is written.
    pub validate: fn(&str) -> Vec<Finding>,
    /// What tells this build of the program from any other.
    pub program: String,
}

/// Converts one document and writes its edition; whatever goes wrong is in the report.
pub fn convert(job: &Job, tools: &Tools) -> Report {
    let source = match source::open(job) {
        Ok(source) => source,
        Err((path, error)) => return Report::failed(about_file(job, &path, &error)),
    };
    let key = record::key(job, &source, &tools.program);
    if !job.force
        && let Some(report) = record::unchanged(job, &key)
    {
        return report;
    }
    let edition = match pipeline::run(&source, &job.settings, &tools.rules, tools.engine.as_ref()) {
        Ok(edition) => edition,
        Err(error) => return refused(&error),
    };
    let mut notices: Vec<Notice> = edition.diagnostics.into_iter().map(Notice::from).collect();
    let mut edition = edition.value;
    let images = if job.settings.images {
        match page_images::write(job, &source, &mut edition, &mut notices) {
            Ok(written) => written,
            Err(error) => return Report::failed(format!("the page images cannot be written: {}", reason(&error))),
        }
    } else {
        Vec::new()
    };
    drop(source);
    match write(job, tools, key, &edition, notices, images) {
        Ok(report) => report,
        Err(error) => Report::failed(format!("the edition cannot be written: {}", reason(&error))),
    }
}

/// Writes the edition in all its formats, or says why it is not one.
fn write(
    job: &Job,
    tools: &Tools,
    key: String,
    edition: &Edition,
    mut notices: Vec<Notice>,
    images: Vec<PathBuf>,
) -> io::Result<Report> {
    let mut files: Vec<(Format, String)> = Vec::new();
    for format in &job.formats {
        files.push((*format, render(*format, edition, &job.stem)));
    }
    let standing = standing::find(&job.folder, &job.stem, &files)?;
    let stem = standing.stem;
    for (format, content) in &mut files {
        if *format != Format::Tei {
            continue;
        }
        if stem != job.stem {
            *content = render(Format::Tei, edition, &stem);
        }
        let findings = (tools.validate)(content);
        if let Some(bug) = findings.iter().find(|finding| finding.severity == Severity::Error) {
            return invalid(job, content, bug, notices);
        }
        let xml = job.folder.join(with_suffix(&stem, ".xml"));
        notices.extend(
            untold(&findings, &notices)
                .map(|finding| warning(&xml, finding))
                .collect::<Vec<_>>(),
        );
    }

    let mut outputs = Vec::new();
    let mut written = images;
    for (name, bytes) in &edition.pictures {
        let path = with_suffix(&stem, ".figures").join(name);
        store::write_whole(&job.folder.join(&path), bytes)?;
        written.push(path);
    }
    for (format, content) in &files {
        let path = with_suffix(&stem, format.suffix());
        let base = Path::new(BASE).join(&path);
        store::write_whole(&job.folder.join(&path), content.as_bytes())?;
        store::write_whole(&job.folder.join(&base), content.as_bytes())?;
        outputs.push(path.clone());
        written.extend([path, base]);
    }

    let ending = if standing.left_alone.is_empty() {
        Ending::Written
    } else {
        Ending::LeftAlone
    };
    for (left, new) in standing
        .left_alone
        .iter()
        .map(|left| (left, renamed(left, &job.stem, &stem)))
    {
        let message = format!(
            "`{}` was edited or is not ours and is left alone; the new one is `{}`",
            job.folder.join(left).display(),
            job.folder.join(new).display()
        );
        let hint = "take over what is new, or move the old file away, and run again";
        notices.push(Diagnostic::warning("edition-left-alone", message).hint(hint).into());
    }
    let report = Report {
        ending,
        outputs,
        counts: edition.counts,
        notices,
    };
    if report.ending == Ending::Written {
        // Without the record the next run converts again: slower, and nothing else.
        record::write(job, key, &written, &report).ok();
    }
    Ok(report)
}

/// Returns a file's name with another stem.
fn renamed(file: &Path, from: &Path, to: &Path) -> PathBuf {
    let name = file.to_string_lossy();
    let suffix = name.strip_prefix(&*from.to_string_lossy()).unwrap_or_default();
    with_suffix(to, suffix)
}

fn render(format: Format, edition: &Edition, stem: &Path) -> String {
    match format {
        Format::Tei => write::tei(edition, &stem.file_name().unwrap_or_default().to_string_lossy()),
        Format::Txt => write::plain(edition),
        Format::Json => write::json(edition),
        Format::Bibtex => write::bibtex(&edition.registers.works, &edition.registers.archives),
        Format::Csl => write::csl(&edition.registers.works, &edition.registers.archives),
    }
}

/// Puts an edition that is not valid where it can be looked at, and reports the bug that it is.
fn invalid(job: &Job, xml: &str, bug: &Finding, notices: Vec<Notice>) -> io::Result<Report> {
    let stem = with_suffix(&job.stem, ".invalid");
    let path = with_suffix(&stem, ".xml");
    store::write_whole(&job.folder.join(&path), xml.as_bytes())?;
    let place = format!("{}:{}:{}", job.folder.join(&path).display(), bug.line, bug.column);
    let reason = format!(
        "the edition is not valid, which is a bug in this program; {place}: {}",
        bug.message
    );
    let hint = "please report it with that file and the source; no edition was written under its own name";
    let mut report = Report::failed(reason).hint(hint);
    report.outputs = vec![path];
    report.notices = notices;
    Ok(report)
}

/// Leaves out what a stage has told already, with its place in the source.
fn untold<'a>(findings: &'a [Finding], notices: &[Notice]) -> impl Iterator<Item = &'a Finding> {
    let told: BTreeSet<String> = notices.iter().map(|notice| notice.message.clone()).collect();
    findings.iter().filter(move |finding| !told.contains(&finding.message))
}

/// Returns a warning of the schema, which is about the source.
fn warning(xml: &Path, finding: &Finding) -> Notice {
    let place = format!("{}:{}:{}", xml.display(), finding.line, finding.column);
    Diagnostic::warning("schema", format!("{place}: {}", finding.message)).into()
}

/// Returns the failure of a source that gives no result; the messages that say what to do say it after a semicolon.
fn refused(error: &ReadError) -> Report {
    let message = error.to_string();
    match (error, message.split_once("; ")) {
        (ReadError::Encrypted | ReadError::Ocr(_), Some((reason, hint))) => Report::failed(reason).hint(hint),
        _ => Report::failed(message),
    }
}

fn about_file(job: &Job, path: &Path, error: &io::Error) -> String {
    if job.files.len() == 1 {
        return reason(error);
    }
    format!(
        "`{}`: {}",
        path.file_name().unwrap_or_default().to_string_lossy(),
        reason(error)
    )
}
