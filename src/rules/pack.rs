//! The form of the pack files: in comes their TOML, out come rules and languages as written, or an error with the line.
//!
//! `LANGUAGE/lang.toml` holds word lists, `LANGUAGE/acts.toml` those for acts, `LANGUAGE/KIND/NAME.toml` one rule. The language `any` holds what all share.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

/// A pack file that is not built in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackFile {
    /// Its name below the folder of packs, with slashes: `fr/date/du-au.toml`.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// What a rule finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A calendar expression: `<date>`.
    Date,
    /// A number, amount or measure: `<measure>`.
    Figure,
    /// The noun or name from which the mention of an act is read: `<rs type="decree">`.
    Act,
    /// A stretch that looks like one of the others and is none, such as `p. 1941`: it is left alone.
    Silence,
}

impl Kind {
    /// Returns the word that stands for the kind in the names of rules and folders.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Date => "date",
            Kind::Figure => "figure",
            Kind::Act => "act",
            Kind::Silence => "silence",
        }
    }
}

/// A rule as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RuleFile {
    /// What it finds.
    pub(super) kind: Kind,
    /// One sentence with an example.
    pub(super) summary: String,
    /// A regular expression with `{word lists}`.
    pub(super) pattern: Spanned<String>,
    /// What must stand straight before.
    pub(super) after: Option<Spanned<String>>,
    /// What must not stand straight before.
    pub(super) unless_after: Option<Spanned<String>>,
    /// What must stand straight behind.
    pub(super) before: Option<Spanned<String>>,
    /// What must not stand straight behind.
    pub(super) unless_before: Option<Spanned<String>>,
    /// It is compiled for each language by itself, so that words of two languages never meet in one match.
    #[serde(default)]
    pub(super) each_language: bool,
    /// It is in force only in texts that are in its language; in those of unknown language too.
    #[serde(default)]
    pub(super) in_its_language: bool,
    /// What stands before it in the same reference is a title.
    #[serde(default)]
    pub(super) closes_title: bool,
}

/// A language as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LanguageFile {
    /// Its English name.
    pub(super) name: String,
    /// Word lists, plain or by meaning.
    #[serde(default)]
    pub(super) words: BTreeMap<String, WordList>,
    /// Pieces of patterns with a name.
    #[serde(default)]
    pub(super) patterns: BTreeMap<String, String>,
}

/// More words of a language: the lists that one kind of rule needs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsFile {
    /// Word lists, plain or by meaning; none that the language has already.
    pub(super) words: BTreeMap<String, WordList>,
}

/// A word list.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum WordList {
    /// Words that only have to be there: `of = ["of"]`.
    Plain(Vec<String>),
    /// Words with a meaning: `month.3 = ["March", "Mar."]`.
    Meant(BTreeMap<String, Vec<String>>),
}

impl WordList {
    /// Adds the words of another list; `None` where only one of the two gives its words meanings.
    pub(super) fn add(&mut self, more: Self) -> Option<()> {
        match (self, more) {
            (Self::Plain(words), Self::Plain(more)) => words.extend(more),
            (Self::Meant(by), Self::Meant(more)) => {
                for (meaning, words) in more {
                    by.entry(meaning).or_default().extend(words);
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// Returns the words with their meanings, the meaning of a plain list's words being empty.
    pub(super) fn entries(&self) -> Vec<(&str, &str)> {
        match self {
            WordList::Plain(words) => words.iter().map(|w| (w.as_str(), "")).collect(),
            WordList::Meant(by) => by
                .iter()
                .flat_map(|(m, words)| words.iter().map(|w| (w.as_str(), m.as_str())))
                .collect(),
        }
    }
}

/// A pack file that cannot be used, with the line and what is wrong there.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {excerpt}")]
pub struct PackError {
    /// The file, below the folder of packs.
    pub file: String,
    /// Line, excerpt with carets, and the reason.
    pub excerpt: String,
}

impl PackError {
    /// Points at a stretch of a pack file.
    pub(super) fn at(file: &str, text: &str, span: Range<usize>, reason: &str) -> Self {
        let start = text.floor_char_boundary(span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let number = text[..start].matches('\n').count() + 1;
        let column = text[line_start..start].chars().count();
        let end = text.floor_char_boundary(span.end.clamp(start, line_end));
        let carets = "^".repeat(text[start..end].chars().count().max(1));
        let margin = " ".repeat(number.to_string().len());
        let line = &text[line_start..line_end];
        let excerpt = format!(
            "line {number}, column {}\n{margin} |\n{number} | {line}\n{margin} | {}{carets}\n{reason}",
            column + 1,
            " ".repeat(column),
        );
        Self {
            file: file.to_owned(),
            excerpt,
        }
    }

    /// Points at nothing in particular.
    pub(crate) fn whole(file: &str, reason: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            excerpt: reason.into(),
        }
    }
}

/// Reads one pack file.
pub(crate) fn parse<'a, T: Deserialize<'a>>(file: &str, text: &'a str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|e| match e.span() {
        Some(span) => PackError::at(file, text, span, e.message()),
        None => PackError::whole(file, e.message()),
    })
}
