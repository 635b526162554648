//! One job from its files to its edition on the disk.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::job::{Ending, Format, Job, Notice, Report};
use super::paths::with_suffix;
use super::plan::reason;
use super::source::Opened;
use super::standing::{self, BASE};
use super::{page_images, record, source, store};
use crate::diag::{Diagnostic, Severity};
use crate::edition::{Counts, Edition};
use crate::ocr::Engine;
use crate::pipeline;
use crate::read::{ReadError, markup};
use crate::registers::Registers;
use crate::rules::Shelf;
use crate::validate::Finding;
use crate::write::{self, Woven};

/// What serves all documents of a run.
pub struct Tools {
    /// The rules, by the packs of the user.
    pub rules: Shelf,
    /// What reads page images.
    pub engine: Box<dyn Engine>,
    /// What an edition must pass before it is written.
    pub validate: fn(&str) -> Vec<Finding>,
    /// The entries that the user's authority file fixes.
    pub authority: Registers,
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
    let rules = match tools.rules.with(&job.settings.packs) {
        Ok(rules) => rules,
        Err(error) => return Report::failed(format!("the rules cannot be used: {error}")),
    };
    let (settings, authority) = (&job.settings, &tools.authority);
    let product = match &source {
        Opened::Source(source) => pipeline::run(source, settings, &rules, authority, tools.engine.as_ref())
            .map(|edition| edition.map(|edition| Product::Edition(Box::new(edition)))),
        Opened::Tei(bytes) => pipeline::tag(bytes, settings, &rules, authority)
            .map(|woven| woven.map(|woven| Product::tagged(woven, bytes, tools.validate))),
    };
    let mut product = match product {
        Ok(product) => product,
        Err(error) => return refused(&error),
    };
    let mut notices: Vec<Notice> = product.diagnostics.drain(..).map(Notice::from).collect();
    let images = match (&source, &mut product.value) {
        (Opened::Source(source), Product::Edition(edition)) if job.settings.images => {
            match page_images::write(job, source, edition, &mut notices) {
                Ok(written) => written,
                Err(error) => return Report::failed(format!("the page images cannot be written: {}", reason(&error))),
            }
        }
        _ => Vec::new(),
    };
    drop(source);
    notices.extend(unwritten(&product.value, &job.formats).map(Notice::from));
    match write(job, tools, key, &product.value, notices, images) {
        Ok(report) => report,
        Err(error) => Report::failed(format!("the edition cannot be written: {}", reason(&error))),
    }
}

/// Writes the edition in all its formats, or says why it is not one.
fn write(
    job: &Job,
    tools: &Tools,
    key: String,
    product: &Product,
    mut notices: Vec<Notice>,
    images: Vec<PathBuf>,
) -> io::Result<Report> {
    let mut files: Vec<(Format, Vec<u8>)> = Vec::new();
    for format in &job.formats {
        files.extend(product.render(*format, &job.stem).map(|content| (*format, content)));
    }
    let standing = standing::find(&job.folder, &job.stem, &files, &job.files)?;
    let stem = standing.stem;
    for (format, content) in &mut files {
        if *format != Format::Tei {
            continue;
        }
        if stem != job.stem {
            *content = product.render(Format::Tei, &stem).unwrap_or_default();
        }
        let findings = match product {
            Product::Edition(_) => (tools.validate)(&String::from_utf8_lossy(content)),
            // What somebody else encoded follows the schema of somebody else.
            Product::Tagged { findings, .. } => findings.clone(),
        };
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
    for (name, bytes) in product.pictures() {
        let path = with_suffix(&stem, ".figures").join(name);
        store::write_whole(&job.folder.join(&path), bytes)?;
        written.push(path);
    }
    for (format, content) in &files {
        let path = with_suffix(&stem, format.suffix());
        let base = Path::new(BASE).join(&path);
        store::write_whole(&job.folder.join(&path), content)?;
        store::write_whole(&job.folder.join(&base), content)?;
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
        counts: product.counts(),
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

/// What a document became.
enum Product {
    /// An edition.
    Edition(Box<Edition>),
    /// A TEI file with tags added.
    Tagged {
        woven: Woven,
        /// What is wrong with it that was not wrong before.
        findings: Vec<Finding>,
    },
}

impl Product {
    /// Takes up a file with tags added; where it was valid before, it has to be so now.
    fn tagged(woven: Woven, before: &[u8], validate: fn(&str) -> Vec<Finding>) -> Self {
        let errors = |xml: &str| {
            let findings = validate(xml).into_iter();
            findings.filter(|f| f.severity == Severity::Error).collect::<Vec<_>>()
        };
        let before = markup::decode(before);
        let was_valid = before != woven.xml && errors(&before).is_empty();
        let findings = if was_valid { errors(&woven.xml) } else { Vec::new() };
        Product::Tagged { woven, findings }
    }

    /// Writes it in a format; `None` where there is no such thing.
    fn render(&self, format: Format, stem: &Path) -> Option<Vec<u8>> {
        let registers = match self {
            Product::Edition(edition) => &edition.registers,
            Product::Tagged { woven, .. } => &woven.registers,
        };
        let text = match (format, self) {
            (Format::Tei, Product::Edition(edition)) => {
                write::tei(edition, &stem.file_name().unwrap_or_default().to_string_lossy())
            }
            (Format::Tei, Product::Tagged { woven, .. }) => return Some(woven.bytes.clone()),
            (Format::Txt, Product::Edition(edition)) => write::plain(edition),
            (Format::Txt, Product::Tagged { woven, .. }) => write::text_of(&woven.xml).ok()?,
            (Format::Json, Product::Edition(edition)) => write::json(edition),
            (Format::Json, Product::Tagged { .. }) => return None,
            (Format::Bibtex, _) => write::bibtex(&registers.works, &registers.archives),
            (Format::Csl, _) => write::csl(&registers.works, &registers.archives),
        };
        Some(text.into_bytes())
    }

    fn pictures(&self) -> &[(String, Vec<u8>)] {
        match self {
            Product::Edition(edition) => &edition.pictures,
            Product::Tagged { .. } => &[],
        }
    }

    fn counts(&self) -> Counts {
        match self {
            Product::Edition(edition) => edition.counts,
            Product::Tagged { woven, .. } => woven.counts,
        }
    }
}

/// Says which of the formats that were asked for there cannot be.
fn unwritten(product: &Product, formats: &[Format]) -> Option<Diagnostic> {
    let asked = matches!(product, Product::Tagged { .. }) && formats.contains(&Format::Json);
    asked.then(|| Diagnostic::warning("no-json", "of a TEI file no JSON is written"))
}

/// Puts an edition that is not valid where it can be looked at, and reports the bug that it is.
fn invalid(job: &Job, xml: &[u8], bug: &Finding, notices: Vec<Notice>) -> io::Result<Report> {
    let stem = with_suffix(&job.stem, ".invalid");
    let path = with_suffix(&stem, ".xml");
    store::write_whole(&job.folder.join(&path), xml)?;
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
