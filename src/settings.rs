//! What one document's conversion depends on, resolved: nothing is left open in [`Settings`]. The flags and `fonds.toml`, as they
//! are written, are a matter of [`crate::cli`].
//!
//! Only what changes the result of one document stands here; folders, numbers of threads and the like belong to
//! [`crate::batch`] and never reach an edition.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::rules::PackFile;

/// When character recognition is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ocr {
    /// For pages without a good text layer.
    #[default]
    Auto,
    /// For every page.
    Always,
    /// For none.
    Never,
}

/// Which line starts are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lines {
    /// All.
    #[default]
    All,
    /// Only those inside a word.
    None,
}

/// Which boxes of a page are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zones {
    /// Those of blocks.
    #[default]
    Blocks,
    /// Those of blocks, and of the lines in them.
    Lines,
}

/// A range of pages, counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRange {
    /// First page.
    pub first: u32,
    /// Last page; `u32::MAX` for "to the end".
    pub last: u32,
}

impl PageRange {
    /// Tells whether the page is asked for.
    pub fn contains(self, page: u32) -> bool {
        (self.first..=self.last).contains(&page)
    }
}

/// The day before which the dates of a document follow the Julian calendar, as in Russia before 14 February 1918.
///
/// ```
/// use fonds::settings::JulianBefore;
/// assert_eq!("1918-02-14".parse::<JulianBefore>().map(|day| day.to_string()), Ok("1918-02-14".to_owned()));
/// assert!("1918-02-30".parse::<JulianBefore>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct JulianBefore(Date);

impl JulianBefore {
    /// Returns the first day of the Gregorian calendar.
    pub fn day(self) -> Date {
        self.0
    }
}

impl FromStr for JulianBefore {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let day = text.parse().map(Self);
        day.map_err(|_| format!("`{text}` is not a day such as 1918-02-14"))
    }
}

impl TryFrom<String> for JulianBefore {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<JulianBefore> for String {
    fn from(day: JulianBefore) -> Self {
        day.to_string()
    }
}

impl fmt::Display for JulianBefore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a document's conversion depends on besides its bytes; nothing is left open in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// BCP 47 tags of the languages to expect, the main one first; empty: found from the document.
    pub languages: Vec<String>,
    /// When to use character recognition.
    pub ocr: Ocr,
    /// The pages to convert; `None`: all.
    pub pages: Option<PageRange>,
    /// Which line starts are written.
    pub lines: Lines,
    /// Which boxes of a page are written.
    #[serde(default)]
    pub zones: Zones,
    /// Words that character recognition misread are put right.
    #[serde(default)]
    pub correct: bool,
    /// Images of the pages are written beside the edition.
    #[serde(default)]
    pub images: bool,
    /// What the user says about the document.
    pub metadata: Metadata,
    /// The SHA-256 of the authority file that fixes identifiers and names of the registers; its entries are read once a run.
    #[serde(default)]
    pub authority: Option<String>,
    /// The user's own rules and words, besides those that are built in.
    #[serde(default)]
    pub packs: Vec<PackFile>,
    /// The day before which dates follow the Julian calendar; `None`: they are Gregorian where they do not say otherwise.
    #[serde(default)]
    pub julian_before: Option<JulianBefore>,
    /// Seconds since 1970 for the date of the run, from `SOURCE_DATE_EPOCH`; absent: no date is written.
    pub source_date: Option<i64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            languages: Vec::new(),
            ocr: Ocr::Auto,
            pages: None,
            lines: Lines::All,
            zones: Zones::Blocks,
            correct: false,
            images: false,
            metadata: Metadata::default(),
            authority: None,
            packs: Vec::new(),
            julian_before: None,
            source_date: None,
        }
    }
}

/// What the user says about one document, from the file of `--metadata`. It fills the header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// Title of the edition.
    pub title: Option<String>,
    /// Author of the text.
    pub author: Option<String>,
    /// Editor of the edition.
    pub editor: Option<String>,
    /// Date of the source, ISO 8601.
    pub date: Option<String>,
    /// Publisher of the edition.
    pub publisher: Option<String>,
    /// Licence of the edition, a URL or a name.
    pub licence: Option<String>,
    /// Where the source is kept: fills `msIdentifier`.
    pub shelfmark: Option<String>,
    /// BCP 47 tag of the main language.
    pub language: Option<String>,
}
