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

use std::sync::Arc;

/// The compiled rules of all packs.
#[derive(Debug)]
pub struct Rules {
    rules: Vec<Rule>,
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name with its kind: `date/day-month-year`.
    pub name: Arc<str>,
    /// The language it is for, `any` for all.
    pub language: String,
    /// One sentence with an example.
    pub summary: String,
}

impl Rules {
    /// Compiles the packs that are built in.
    pub fn built_in() -> Self {
        Self { rules: Vec::new() }
    }

    /// Returns all rules, by kind and name.
    pub fn list(&self) -> &[Rule] {
        &self.rules
    }

    /// Explains a rule.
    pub fn explain(&self, name: &str) -> Option<String> {
        self.rules
            .iter()
            .find(|rule| *rule.name == *name)
            .map(|rule| rule.summary.clone())
    }
}
