//! The flags of all commands, as clap reads them.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueHint};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::options::{Bytes, Formats, Languages, Pages};
use crate::settings::{Lines, Ocr, Zones};

/// Turn PDFs, scans and transcriptions into TEI editions
#[derive(Parser, Debug)]
#[command(name = "fonds", version, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    Convert(Box<Convert>),
    Validate(Validate),
    Text(Text),
    Rules(Rules),
    Generate(Generate),
    Worker(Worker),
}

/// Convert sources to TEI editions
///
/// Sources are PDF files (.pdf), page images (.png, .jpg, .tif), plain transcriptions (.txt), and what other engines
/// recognised: hOCR (.hocr, .html), ALTO 1 to 4 and PAGE (.xml), alone or beside an image of the same name. To a TEI file
/// (.xml) tags and registers are added, and all that is in it stays. Folders are walked, and their structure is kept. An edition that somebody has edited is never overwritten: the new one is written beside it as
/// STEM.new.xml. The acts, works and archives that the editions mention are collected in DIR/register.xml and
/// DIR/register.csv, with --format bibtex,csl the works in DIR/register.bib and DIR/register.csl.json too, for Zotero and
/// other reference managers.
///
/// Every flag can also stand in the file fonds.toml, in the current folder or the nearest one above that has it, under
/// the same name (lang = ["en", "ru"], timeout = 60). A flag given here wins.
///
/// Exit status: 0 done; 1 an output was left alone, or --strict and there were warnings; 2 something failed.
#[derive(clap::Args, Debug)]
pub(super) struct Convert {
    /// Files and folders to convert; a folder of nothing but pages is one document
    #[arg(value_name = "INPUT", required = true, value_hint = ValueHint::AnyPath)]
    pub(super) inputs: Vec<PathBuf>,
    /// Write the editions below this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) output: Option<PathBuf>,
    /// Expect these languages, the main one first, as in en,ru; found from the document otherwise
    #[arg(long, value_name = "TAGS")]
    pub(super) lang: Option<Languages>,
    /// Recognise characters on pages without a good text layer, on all pages, or on none [default: auto]
    #[arg(long, value_name = "WHEN", value_parser = named::<Ocr>(&["auto", "always", "never"]))]
    pub(super) ocr: Option<Ocr>,
    /// Convert only these pages, as in 10-40, 7 or 10-
    #[arg(long, value_name = "RANGE")]
    pub(super) pages: Option<Pages>,
    /// Write all line starts, or only those inside a word [default: all]
    #[arg(long, value_name = "WHICH", value_parser = named::<Lines>(&["all", "none"]))]
    pub(super) lines: Option<Lines>,
    /// Write the boxes of blocks, or of their lines too [default: blocks]
    #[arg(long, value_name = "WHICH", value_parser = named::<Zones>(&["blocks", "lines"]))]
    pub(super) zones: Option<Zones>,
    /// Write an image of each page beside the edition, in STEM.pages
    #[arg(long)]
    pub(super) images: bool,
    /// Put right words that character recognition misread, where dictionary and document settle it, and keep what stood there
    #[arg(long)]
    pub(super) correct: bool,
    /// Fill the headers from this TOML or CSV file, keyed by path
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) metadata: Option<PathBuf>,
    /// Keep the identifiers and names of this register, an XML file or a table like register.csv
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) authority: Option<PathBuf>,
    /// Use also the rules and words below this folder, in the form of the built-in ones
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) rules: Option<PathBuf>,
    /// Take the days before a date as Julian, as in julian-before 1918-02-14
    #[arg(long, num_args = 2, value_names = ["RULE", "DAY"])]
    pub(super) calendar: Option<Vec<String>>,
    /// Write these formats, of tei, txt, json, and for the works cited bibtex and csl [default: tei]
    #[arg(long, value_name = "FORMATS")]
    pub(super) format: Option<Formats>,
    /// Make each image a document of its own, also where a folder holds nothing else
    #[arg(long)]
    pub(super) each_image: bool,
    /// Work on this many documents and pages at a time [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(super) jobs: Option<u16>,
    /// Give up a document after this time [default: 600]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) timeout: Option<u32>,
    /// Let the worker take this much memory, as in 500M or 8G [default: three quarters of it]
    #[arg(long, value_name = "SIZE")]
    pub(super) memory: Option<Bytes>,
    /// Print a JSON object for each diagnostic and each document on standard output
    #[arg(long)]
    pub(super) json: bool,
    /// Exit with status 1 where there are warnings
    #[arg(long)]
    pub(super) strict: bool,
    /// Convert again also what is up to date; edited editions are left alone all the same
    #[arg(long)]
    pub(super) force: bool,
    /// Print notes too, not warnings alone
    #[arg(long)]
    pub(super) verbose: bool,
}

/// Check editions against the project's schema
///
/// Exit status: 0 all are valid; 2 one is not, or cannot be read.
#[derive(clap::Args, Debug)]
pub(super) struct Validate {
    /// Editions to check; - reads standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub(super) files: Vec<PathBuf>,
}

/// Print the plain text of an edition
#[derive(clap::Args, Debug)]
pub(super) struct Text {
    /// Print each page as the source has it, with its running heads, hyphens and notes in place
    #[arg(long)]
    pub(super) as_read: bool,
    /// The edition; - reads standard input
    #[arg(value_name = "EDITION", value_hint = ValueHint::FilePath)]
    pub(super) edition: PathBuf,
}

/// Show the rules that find dates and the like
#[derive(clap::Args, Debug)]
pub(super) struct Rules {
    /// Show also the rules below this folder
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) rules: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: RulesCommand,
}

#[derive(Subcommand, Debug)]
pub(super) enum RulesCommand {
    /// List all rules
    List,
    /// Explain one rule
    Explain {
        /// The rule, as in date/day-month-year
        #[arg(value_name = "KIND/NAME")]
        rule: String,
    },
}

/// Generate the manual page or shell completions
#[derive(clap::Args, Debug)]
pub(super) struct Generate {
    #[command(subcommand)]
    pub(super) command: GenerateCommand,
}

#[derive(Subcommand, Debug)]
pub(super) enum GenerateCommand {
    /// Print the manual page
    Man,
    /// Print completions for a shell
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
}

/// Convert the jobs that come on standard input; for the program's own use
#[derive(clap::Args, Debug)]
#[command(hide = true)]
pub(super) struct Worker {
    /// Work on this many documents and pages at a time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) jobs: u16,
    /// Take no more memory than this
    #[arg(long, value_name = "SIZE")]
    pub(super) memory: Option<Bytes>,
}

/// Parses a value of a type that serde reads by one of `names`.
fn named<T>(names: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: for<'de> Deserialize<'de> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|name| {
        let name: StrDeserializer<'_, Error> = name.as_str().into_deserializer();
        T::deserialize(name)
    })
}
