//! Rules: the pack files below `src/packs`, compiled.
//!
//! In come TOML files, a rule each and one with words for each language; out come [`Rules`], which find in a text the
//! places where their patterns match. Adding a rule is dropping in a file, adding a language a folder with `lang.toml`.

mod compile;
mod explain;
mod pack;
mod scan;
mod words;

use std::sync::{Arc, OnceLock};

use regex_automata::meta::Regex;
use regex_automata::util::captures::Captures;

pub use pack::{Kind, PackError};
pub use words::Words;

use crate::span::Span;
use compile::Context;
use scan::Scan;

/// The pack files that are built in: name below `src/packs`, and text.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// How much of the text before and behind a match a rule may look at, in bytes.
const BESIDE: usize = 80;

/// The compiled rules of all packs.
#[derive(Debug)]
pub struct Rules {
    rules: Vec<Rule>,
    words: Words,
    scan: Scan,
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// What it finds.
    pub kind: Kind,
    /// Its name with its kind: `date/day-month-year`.
    pub name: Arc<str>,
    /// The language it is for, `any` for all.
    pub language: String,
    /// One sentence with an example.
    pub summary: String,
    /// The pattern as written.
    pub source: String,
    /// What must stand around a match: key and pattern as written.
    pub beside: Vec<(&'static str, String)>,
    /// The word lists that the patterns name, with their words.
    pub lists: Vec<(String, String)>,
    /// What stands before a match in the same reference is a title.
    pub closes_title: bool,
    /// The languages that have their own rule of this name.
    replaced_in: Vec<String>,
    /// There is a rule of this name for all languages.
    replaces: bool,
    pattern: String,
    after: Option<Arc<Context>>,
    unless_after: Option<Arc<Context>>,
    before: Option<Arc<Context>>,
    unless_before: Option<Arc<Context>>,
    groups: OnceLock<Regex>,
}

/// A side of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// What stands before it.
    Left,
    /// What stands behind it.
    Right,
}

impl Rules {
    /// Compiles the packs that are built in.
    pub fn built_in() -> Self {
        Self::compile(BUILT_IN).expect("the tests compile the built-in packs")
    }

    /// Compiles pack files: names below the folder of packs (`fr/date/du-au.toml`), and texts.
    ///
    /// # Errors
    /// [`PackError`] with the line for a file that cannot be used.
    pub fn compile(files: &[(&str, &str)]) -> Result<Self, PackError> {
        let (words, rules) = compile::compile(files)?;
        let patterns: Vec<&str> = rules.iter().map(|r| r.pattern.as_str()).collect();
        let scan = Scan::new(&patterns).map_err(|reason| PackError {
            file: "packs".to_owned(),
            excerpt: reason,
        })?;
        Ok(Self { rules, words, scan })
    }

    /// Returns all rules, by kind and name.
    pub fn list(&self) -> &[Rule] {
        &self.rules
    }

    /// Returns the words of all languages.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Returns all stretches of a block of text that a rule finds, in the order of their starts. They may overlap.
    ///
    /// `languages` are those of the text; they decide where a language has its own rule of a shared name.
    pub(crate) fn find<'r>(&'r self, text: &str, languages: &[String]) -> Vec<Found<'r>> {
        let fits = |m: scan::Match| {
            let rule = &self.rules[m.rule];
            (rule.applies_to(languages) && rule.fits(text, m.span)).then_some(Found { rule, span: m.span })
        };
        self.scan.matches(text).into_iter().filter_map(fits).collect()
    }
}

/// A stretch that a rule finds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found<'r> {
    /// The rule.
    pub(crate) rule: &'r Rule,
    /// Where, in bytes of the text searched.
    pub(crate) span: Span,
}

impl Found<'_> {
    /// Returns the named parts of the stretch.
    pub(crate) fn groups<'t>(&self, text: &'t str) -> Groups<'t> {
        let text = self.span.of(text);
        let regex = self
            .rule
            .groups
            .get_or_init(|| compile::regex(&format!(r"\A(?:{})\z", self.rule.pattern)));
        let mut captures = regex.create_captures();
        regex.captures(text, &mut captures);
        Groups { text, captures }
    }
}

/// The named parts of a stretch.
#[derive(Debug)]
pub(crate) struct Groups<'t> {
    text: &'t str,
    captures: Captures,
}

impl<'t> Groups<'t> {
    /// Returns a part, `None` where the rule has none of this name or it is not there.
    pub(crate) fn get(&self, name: &str) -> Option<&'t str> {
        let span = self.captures.get_group_by_name(name)?;
        self.text.get(span.start..span.end)
    }
}

impl Rule {
    /// Returns how particular the rule is: one of a language before one for all, then the one with more parts.
    pub(crate) fn rank(&self) -> (bool, usize) {
        (self.language != "any", self.source.matches("(?<").count())
    }

    /// Tells whether the rule is in force for texts in these languages: a language's own rule takes the place of the
    /// one for all in texts whose main language it is.
    fn applies_to(&self, languages: &[String]) -> bool {
        let main = languages.first().map_or("", String::as_str);
        let main_is = |tag: &String| words::speaks(main, tag);
        if self.replaces {
            main_is(&self.language)
        } else {
            !self.replaced_in.iter().any(main_is)
        }
    }

    /// Tells whether what stands around a match is as the rule asks.
    fn fits(&self, text: &str, span: Span) -> bool {
        let left = || &text[text.floor_char_boundary(span.start.saturating_sub(BESIDE))..span.start];
        let right = || &text[span.end..text.floor_char_boundary(span.end.saturating_add(BESIDE).min(text.len()))];
        self.after.as_ref().is_none_or(|c| c.fits(left()))
            && self.unless_after.as_ref().is_none_or(|c| !c.fits(left()))
            && self.before.as_ref().is_none_or(|c| c.fits(right()))
            && self.unless_before.as_ref().is_none_or(|c| !c.fits(right()))
    }
}
