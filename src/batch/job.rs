//! What the two processes say to each other: a [`Brief`], then a [`Job`] a line go to the worker, an [`Answer`] a line comes
//! back.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::paths;
use crate::diag::{Diagnostic, Severity};
use crate::edition::Counts;
use crate::settings::Settings;

/// The kind of a source, by its file's extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A PDF file.
    Pdf,
    /// One page image or several.
    Images,
    /// hOCR, ALTO or PAGE files of other engines, with the images of their pages where these are there.
    Recognised,
    /// A plain text.
    Text,
    /// A TEI file, to which tags are added.
    Tei,
}

/// A format to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// `STEM.xml`.
    Tei,
    /// `STEM.txt`.
    Txt,
    /// `STEM.json`.
    Json,
    /// `STEM.bib`: the works that the edition cites.
    Bibtex,
    /// `STEM.csl.json`: the same.
    Csl,
}

impl Format {
    /// All formats, in the order in which they are offered.
    pub const ALL: [Format; 5] = [Format::Tei, Format::Txt, Format::Json, Format::Bibtex, Format::Csl];

    /// Returns the name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Tei => "tei",
            Format::Txt => "txt",
            Format::Json => "json",
            Format::Bibtex => "bibtex",
            Format::Csl => "csl",
        }
    }

    /// Returns the extension of its files, with the dot.
    pub fn suffix(self) -> &'static str {
        match self {
            Format::Tei => ".xml",
            Format::Txt => ".txt",
            Format::Json => ".json",
            Format::Bibtex => ".bib",
            Format::Csl => ".csl.json",
        }
    }
}

/// What is the same for all jobs of a run; the first line to the worker.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Brief {
    /// The text of the authority file, XML or CSV.
    pub authority: Option<String>,
}

/// One document to convert, with nothing left open.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    /// Its place in the plan, from 0.
    pub number: usize,
    /// Name of the source as the edition states it, no path.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The files to read, in order; one but for page images and what other engines recognised.
    #[serde(with = "paths::list")]
    pub files: Vec<PathBuf>,
    /// The folder of all editions.
    #[serde(with = "paths")]
    pub folder: PathBuf,
    /// Where the edition stands below the folder, without an extension.
    #[serde(with = "paths")]
    pub stem: PathBuf,
    /// What to write, sorted.
    pub formats: Vec<Format>,
    /// Converts also what is up to date.
    pub force: bool,
    /// The settings of this document.
    pub settings: Settings,
}

/// What the worker says, one a line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A thread has taken the job with this number.
    Started(usize),
    /// The job with this number is done.
    Ended(usize, Report),
}

/// How the conversion of one document ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Written under its name.
    Written,
    /// Everything was up to date already.
    Unchanged,
    /// A file stood in the way; the new one has another name.
    LeftAlone,
    /// There is no edition; why, and what to do.
    Failed {
        /// One line, lower case, no full stop.
        reason: String,
        /// What to do about it, if anything is to be done.
        hint: Option<String>,
    },
}

/// What there is to say about one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// How it ended.
    pub ending: Ending,
    /// The files written or up to date, below the output folder.
    #[serde(with = "paths::list")]
    pub outputs: Vec<PathBuf>,
    /// What the summary counts.
    #[serde(with = "CountsShape")]
    pub counts: Counts,
    /// What to look at.
    pub notices: Vec<Notice>,
}

impl Report {
    /// Makes the report of a document without an edition.
    pub fn failed(reason: impl Into<String>) -> Self {
        let ending = Ending::Failed {
            reason: reason.into(),
            hint: None,
        };
        Self {
            ending,
            outputs: Vec::new(),
            counts: Counts::default(),
            notices: Vec::new(),
        }
    }

    /// Says what to do about a failure.
    pub fn hint(mut self, remedy: impl Into<String>) -> Self {
        if let Ending::Failed { hint, .. } = &mut self.ending {
            *hint = Some(remedy.into());
        }
        self
    }

    /// Returns the number of warnings.
    pub fn warnings(&self) -> usize {
        self.notices.iter().filter(|notice| notice.is_warning).count()
    }
}

/// A [`Diagnostic`] on its way between the processes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// A warning; otherwise a note for `--verbose`.
    pub is_warning: bool,
    /// The stable name of its kind.
    pub code: String,
    /// The page of the source, from 1.
    pub page: Option<u32>,
    /// The line on the page, from 1.
    pub line: Option<u32>,
    /// Left, top, right and bottom of its box on the page, in the page's unit.
    #[serde(default)]
    pub rect: Option<[u32; 4]>,
    /// What there is.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl From<Diagnostic> for Notice {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            is_warning: diagnostic.severity == Severity::Warning,
            code: diagnostic.code.to_owned(),
            page: diagnostic.page,
            line: diagnostic.line,
            rect: diagnostic
                .rect
                .map(|r| [r.x0.floor(), r.y0.floor(), r.x1.ceil(), r.y1.ceil()].map(|edge| edge as u32)),
            message: diagnostic.message,
            hint: diagnostic.hint,
        }
    }
}

/// The shape of [`Counts`] in JSON.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Counts")]
struct CountsShape {
    pages: u32,
    pages_recognised: u32,
    notes_linked: u32,
    decrees: u32,
    dates: u32,
    figures: u32,
    citations: u32,
}
