//! What was asked for: flags and `fonds.toml` as written become one resolved [`Request`], here and nowhere else.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use sha2::{Digest as _, Sha256};

use super::error::{CommandError, Kind};
use super::{args, packs};
use crate::batch::job::Format;
use crate::batch::limits;
use crate::batch::metadata::Mistake;
use crate::registers::{self, Registers};
use crate::settings::{JulianBefore, Lines, Metadata, Ocr, PageRange, Settings, Zones};

/// The name of the settings file.
const FILE: &str = "fonds.toml";

/// All that `fonds convert` was asked for; nothing is left open.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) inputs: Vec<PathBuf>,
    pub(super) output: PathBuf,
    /// For every document, before its own metadata.
    pub(super) settings: Settings,
    pub(super) metadata: Option<PathBuf>,
    pub(super) authority: Option<Authority>,
    /// Sorted, each once.
    pub(super) formats: Vec<Format>,
    pub(super) each_image: bool,
    pub(super) jobs: usize,
    pub(super) timeout: Duration,
    /// Bytes; `None` where the system does not tell how much there is.
    pub(super) memory: Option<u64>,
    pub(super) json: bool,
    pub(super) strict: bool,
    pub(super) force: bool,
    pub(super) verbose: bool,
}

/// An authority file that can be used.
#[derive(Debug)]
pub(super) struct Authority {
    pub(super) text: String,
    pub(super) registers: Registers,
}

impl Authority {
    /// Returns the SHA-256 of its text, by which it is known wherever it stands.
    fn sum(&self) -> String {
        Sha256::digest(&self.text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// The options as they are written, in one of the two places.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Options {
    output: Option<PathBuf>,
    #[serde(deserialize_with = "text_or_list")]
    lang: Option<Languages>,
    ocr: Option<Ocr>,
    #[serde(deserialize_with = "text_or_list")]
    pages: Option<Pages>,
    lines: Option<Lines>,
    zones: Option<Zones>,
    images: Option<bool>,
    correct: Option<bool>,
    metadata: Option<PathBuf>,
    authority: Option<PathBuf>,
    rules: Option<PathBuf>,
    #[serde(deserialize_with = "text_or_list")]
    calendar: Option<Calendar>,
    #[serde(deserialize_with = "text_or_list")]
    format: Option<Formats>,
    each_image: Option<bool>,
    jobs: Option<std::num::NonZeroU16>,
    timeout: Option<std::num::NonZeroU32>,
    #[serde(deserialize_with = "text_or_list")]
    memory: Option<Bytes>,
    json: Option<bool>,
    strict: Option<bool>,
    force: Option<bool>,
    verbose: Option<bool>,
}

impl Request {
    /// Resolves the flags with the nearest `fonds.toml` from the current folder upwards; the flags win.
    pub(super) fn new(args: args::Convert) -> Result<Self, CommandError> {
        let file = match find(&std::env::current_dir()?) {
            Some(path) => Options::read(&path)?,
            None => Options::default(),
        };
        let Some(output) = args.output.or(file.output) else {
            let error = CommandError::user("there is no folder to write the editions to");
            return Err(error.hint(format!("pass `--output DIR`, or put `output = \"DIR\"` into {FILE}")));
        };
        if fs::metadata(&output).is_ok_and(|there| !there.is_dir()) {
            return Err(CommandError::user(format!(
                "`{}` is to hold the editions, but is no folder",
                output.display()
            )));
        }
        let mut formats = args
            .format
            .or(file.format)
            .map_or_else(|| vec![Format::Tei], |formats| formats.0);
        formats.sort_unstable();
        formats.dedup();
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let jobs = args.jobs.or(file.jobs.map(u16::from));
        let authority = args
            .authority
            .or(file.authority)
            .as_deref()
            .map(authority)
            .transpose()?;
        Ok(Self {
            inputs: args.inputs,
            output,
            settings: Settings {
                languages: args.lang.or(file.lang).map(|languages| languages.0).unwrap_or_default(),
                ocr: args.ocr.or(file.ocr).unwrap_or_default(),
                pages: args.pages.or(file.pages).map(|pages| pages.0),
                lines: args.lines.or(file.lines).unwrap_or_default(),
                zones: args.zones.or(file.zones).unwrap_or_default(),
                images: args.images || file.images.unwrap_or_default(),
                correct: args.correct || file.correct.unwrap_or_default(),
                metadata: Metadata::default(),
                authority: authority.as_ref().map(Authority::sum),
                packs: args
                    .rules
                    .or(file.rules)
                    .as_deref()
                    .map(packs::read)
                    .transpose()?
                    .unwrap_or_default(),
                julian_before: match args.calendar {
                    Some(words) => Some(words.join(" ").parse::<Calendar>().map_err(CommandError::user)?.0),
                    None => file.calendar.map(|calendar| calendar.0),
                },
                source_date: source_date()?,
            },
            metadata: args.metadata.or(file.metadata),
            authority,
            formats,
            each_image: args.each_image || file.each_image.unwrap_or_default(),
            jobs: jobs.map_or_else(cores, usize::from),
            timeout: Duration::from_secs(args.timeout.or(file.timeout.map(u32::from)).unwrap_or(600).into()),
            memory: args
                .memory
                .or(file.memory)
                .map(|bytes| bytes.0)
                .or_else(limits::default_memory),
            json: args.json || file.json.unwrap_or_default(),
            strict: args.strict || file.strict.unwrap_or_default(),
            force: args.force || file.force.unwrap_or_default(),
            verbose: args.verbose || file.verbose.unwrap_or_default(),
        })
    }
}

impl Options {
    fn read(path: &Path) -> Result<Self, CommandError> {
        let text = fs::read_to_string(path).map_err(|error| unreadable(path, error))?;
        let mut options: Self = toml::from_str(&text).map_err(|error| mistake(path, Mistake::toml(&text, &error)))?;
        // Paths in the file are relative to it, wherever below it the command is called.
        let folder = path.parent().unwrap_or(Path::new(""));
        let paths = [
            &mut options.output,
            &mut options.metadata,
            &mut options.authority,
            &mut options.rules,
        ];
        for path in paths.into_iter().flatten() {
            *path = folder.join(&path);
        }
        Ok(options)
    }
}

/// Returns the settings file of the nearest folder upwards.
fn find(from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .map(|folder| folder.join(FILE))
        .find(|file| file.is_file())
}

/// Returns the error of a file that the user wrote.
pub(super) fn mistake(path: &Path, mistake: Mistake) -> CommandError {
    let error = CommandError::new(Kind::Config, anyhow::anyhow!("{}:{mistake}", path.display()));
    mistake.hint.into_iter().fold(error, CommandError::hint)
}

/// Reads an authority file.
fn authority(path: &Path) -> Result<Authority, CommandError> {
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, error))?;
    match registers::authority(&text) {
        Ok(registers) => Ok(Authority { text, registers }),
        Err(error) => {
            let error = anyhow::anyhow!("{}: {error}", path.display());
            let hint = "`--authority` takes a TEI file with registers, or a table with the columns of register.csv";
            Err(CommandError::new(Kind::Config, error).hint(hint))
        }
    }
}

/// Returns the error of a file that the user named and that cannot be read.
pub(super) fn unreadable(path: &Path, error: io::Error) -> CommandError {
    CommandError::new(
        Kind::User,
        anyhow::Error::new(error).context(format!("cannot read `{}`", path.display())),
    )
}

/// Returns the date that builds state instead of today's, by the convention of reproducible builds.
fn source_date() -> Result<Option<i64>, CommandError> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    match value.to_str().and_then(|value| value.trim().parse().ok()) {
        Some(seconds) => Ok(Some(seconds)),
        None => Err(CommandError::user(format!(
            "SOURCE_DATE_EPOCH is `{}`, not a number of seconds",
            value.display()
        ))),
    }
}

/// The tags of `--lang`.
#[derive(Clone, Debug)]
pub(super) struct Languages(Vec<String>);

impl FromStr for Languages {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let tags: Vec<String> = text.split(',').map(|tag| tag.trim().to_owned()).collect();
        match tags.iter().find(|tag| !is_language_tag(tag)) {
            Some(tag) => Err(format!("`{tag}` is not a language tag such as en, ru or ru-Latn")),
            None => Ok(Self(tags)),
        }
    }
}

/// Tells whether a text has the form of a BCP 47 tag: parts of one to eight letters and digits, the first of letters.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_language = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
    let is_subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    parts.next().is_some_and(is_language) && parts.all(is_subtag)
}

/// The range of `--pages`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pages(PageRange);

impl FromStr for Pages {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|&page| page > 0);
        let (first, last) = match text.split_once('-') {
            None => (number(text), number(text)),
            Some((first, "")) => (number(first), Some(u32::MAX)),
            Some(("", last)) => (Some(1), number(last)),
            Some((first, last)) => (number(first), number(last)),
        };
        match (first, last) {
            (Some(first), Some(last)) if first <= last => Ok(Self(PageRange { first, last })),
            (Some(_), Some(_)) => Err("the range runs backwards".to_owned()),
            _ => Err("not a range of pages such as 10-40, 7 or 10-; pages count from 1".to_owned()),
        }
    }
}

/// The rule and the day of `--calendar`.
#[derive(Clone, Copy, Debug)]
struct Calendar(JulianBefore);

impl FromStr for Calendar {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(' ') {
            Some(("julian-before", day)) => day.trim().parse().map(Self),
            _ => Err(format!("`{text}` is not a calendar such as julian-before 1918-02-14")),
        }
    }
}

/// The formats of `--format`.
#[derive(Clone, Debug)]
pub(super) struct Formats(Vec<Format>);

impl FromStr for Formats {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let format = |name: &str| {
            let found = Format::ALL.into_iter().find(|format| format.name() == name.trim());
            found.ok_or_else(|| {
                format!(
                    "`{}` is not a format; there are tei, txt, json, bibtex and csl",
                    name.trim()
                )
            })
        };
        text.split(',').map(format).collect::<Result<_, _>>().map(Self)
    }
}

/// An amount of memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes(pub(super) u64);

impl FromStr for Bytes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (digits, shift) = match text.trim().to_ascii_uppercase().trim_end_matches(['B']) {
            size if size.ends_with('K') => (size[..size.len() - 1].to_owned(), 10),
            size if size.ends_with('M') => (size[..size.len() - 1].to_owned(), 20),
            size if size.ends_with('G') => (size[..size.len() - 1].to_owned(), 30),
            size => (size.to_owned(), 0),
        };
        let bytes = digits
            .parse::<u64>()
            .ok()
            .filter(|&n| n > 0)
            .and_then(|n| n.checked_mul(1 << shift));
        bytes
            .map(Self)
            .ok_or_else(|| "not a size such as 500M or 8G".to_owned())
    }
}

/// Reads what a flag would say: a text, a number, or a list of texts for what is divided by commas on the command line.
fn text_or_list<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err = String>,
{
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a text or a list of texts")]
    enum Written {
        Text(String),
        Number(u64),
        List(Vec<String>),
    }
    let text = match Written::deserialize(deserializer)? {
        Written::Text(text) => text,
        Written::Number(number) => number.to_string(),
        Written::List(list) => list.join(","),
    };
    text.parse().map(Some).map_err(D::Error::custom)
}
