//! Rules: the pack files below `src/packs`, compiled.
//!
//! In come TOML files, a rule each and one with words for each language; out come [`Rules`], which find in a text the
//! places where their patterns match. Adding a rule is dropping in a file, adding a language a folder with `lang.toml`.

mod compile;
mod explain;
mod pack;
mod pattern;
mod scan;
mod words;

use std::sync::{Arc, OnceLock};

use regex_automata::PatternID;
use regex_automata::meta::Regex;
use regex_syntax::hir::{Hir, Look};

pub(crate) use pack::parse as parse_pack;
pub use pack::{Kind, PackError};
pub use words::Words;

use crate::span::Span;
use scan::Scan;

/// The pack files that are built in: name below `src/packs`, and text.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// Returns the built-in pack files of this name, one a language that has it, by language.
pub(crate) fn built_in_files(name: &'static str) -> impl Iterator<Item = &'static str> {
    built_in_packs(name).map(|(_, text)| text)
}

/// Returns the built-in pack files of this name with their names below the folder of packs, by language.
pub(crate) fn built_in_packs(name: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let named = move |(path, _): &&(&str, &str)| path.split('/').nth(1) == Some(name);
    BUILT_IN.iter().filter(named).copied()
}

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
    /// It is in force only in texts in its language.
    in_its_language: bool,
    /// The languages that have their own rule of this name.
    replaced_in: Vec<String>,
    /// There is a rule of this name for all languages.
    replaces: bool,
    /// The number of named parts in the pattern.
    parts: usize,
    /// The pattern.
    tree: Arc<Hir>,
    /// The pattern, to be matched with its parts; built when first asked for.
    groups: OnceLock<Parts>,
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
        let (words, compiled) = compile::compile(files)?;
        let scan = Scan::new(&compiled).map_err(|reason| PackError {
            file: "packs".to_owned(),
            excerpt: reason,
        })?;
        Ok(Self {
            rules: compiled.into_iter().map(|c| c.rule).collect(),
            words,
            scan,
        })
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
        let matches = self.scan.matches(text, |rule| self.rules[rule].applies_to(languages));
        matches
            .into_iter()
            .map(|m| Found {
                rule: &self.rules[m.rule],
                span: m.span,
            })
            .collect()
    }
}

impl Words {
    /// Returns the words of the packs that are built in, without their rules.
    pub fn built_in() -> Self {
        compile::words(BUILT_IN).expect("the tests compile the built-in packs")
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
        let Parts { regex, names } = self.rule.groups.get_or_init(|| Parts::new(&self.rule.tree));
        let mut captures = regex.create_captures();
        regex.captures(text, &mut captures);
        let part = |(group, name): &(usize, Arc<str>)| {
            let span = captures.get_group(*group)?;
            Some((Arc::clone(name), text.get(span.start..span.end)?))
        };
        Groups {
            parts: names.iter().filter_map(part).collect(),
        }
    }
}

/// What matches a whole stretch against the pattern of a rule and tells its named parts.
#[derive(Debug)]
struct Parts {
    regex: Regex,
    /// Number and name of each group.
    names: Vec<(usize, Arc<str>)>,
}

impl Parts {
    fn new(tree: &Hir) -> Self {
        let whole = Hir::concat(vec![Hir::look(Look::Start), tree.clone(), Hir::look(Look::End)]);
        let regex = Regex::builder()
            .build_from_hir(&whole)
            .expect("the automaton of all rules was built from this pattern too");
        let names = regex.group_info().pattern_names(PatternID::ZERO).enumerate();
        let names = names
            .filter_map(|(group, name)| Some((group, Arc::from(name?))))
            .collect();
        Self { regex, names }
    }
}

/// The named parts of a stretch.
#[derive(Debug)]
pub(crate) struct Groups<'t> {
    /// Name and words, in the order of the pattern.
    parts: Vec<(Arc<str>, &'t str)>,
}

impl<'t> Groups<'t> {
    /// Returns a part, `None` where the rule has none of this name or it is not there.
    pub(crate) fn get(&self, name: &str) -> Option<&'t str> {
        self.parts.iter().find(|(n, _)| **n == *name).map(|(_, words)| *words)
    }

    /// Returns a part of the second end of a range: `day2` for `day`.
    pub(crate) fn second(&self, name: &str) -> Option<&'t str> {
        self.parts
            .iter()
            .find(|(n, _)| n.strip_suffix('2') == Some(name))
            .map(|(_, words)| *words)
    }
}

impl Rule {
    /// Returns how particular the rule is: one of a language before one for all, then the one with more parts.
    pub(crate) fn rank(&self) -> (bool, usize) {
        (self.language != "any", self.parts)
    }

    /// Tells whether the rule is in force for texts in these languages: a language's own rule takes the place of the
    /// one for all in texts whose main language it is.
    fn applies_to(&self, languages: &[String]) -> bool {
        let main = languages.first().map_or("", String::as_str);
        let main_is = |tag: &String| words::speaks(main, tag);
        let known = !matches!(main, "" | "und");
        if self.in_its_language && known && !languages.iter().any(|l| words::speaks(l, &self.language)) {
            return false;
        }
        if self.replaces {
            main_is(&self.language)
        } else {
            !self.replaced_in.iter().any(main_is)
        }
    }
}
