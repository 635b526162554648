//! Rules: the pack files below `src/packs`, compiled.

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
