//! Rules: the pack files below `src/packs`, compiled.
//!
//! In come TOML files, a rule each and one with words for each language; out come [`Rules`], which find in a text the
//! places where their patterns match. Adding a rule is dropping in a file, adding a language a folder with `lang.toml`.

mod compile;
mod explain;
mod pack;
mod pattern;
mod scan;
mod shelf;
mod table;
mod words;

use std::sync::Arc;

pub(crate) use pack::parse as parse_pack;
pub use pack::{Kind, PackError, PackFile};
pub use shelf::Shelf;
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
    /// What stands before a match in the same reference is a title.
    pub closes_title: bool,
    /// It is in force only in texts in its language.
    in_its_language: bool,
    /// The languages that have their own rule of this name.
    replaced_in: Vec<String>,
    /// There is a rule of this name for all languages.
    replaces: bool,
    /// The number of named parts in the pattern, and of the sides on which it asks for something.
    parts: usize,
    /// The names of the named parts, by their numbers.
    part_names: Vec<Arc<str>>,
}

impl Rules {
    /// Compiles the packs that are built in.
    pub fn built_in() -> Self {
        Self::compile(BUILT_IN).expect("the tests compile the built-in packs")
    }

    /// Compiles the packs that are built in together with the user's own: a rule of theirs takes the place of one of the
    /// same language and name, words of theirs are added to those of their language.
    ///
    /// # Errors
    /// [`PackError`] with the line for a file that cannot be used.
    ///
    /// ```
    /// use fonds::rules::{PackFile, Rules};
    /// let rule = "kind = 'silence'\nsummary = 'A sort of steel.'\npattern = 'steel [0-9]+'";
    /// let pack = PackFile { name: "en/silence/steel.toml".to_owned(), text: rule.to_owned() };
    /// let rules = Rules::with(&[pack]).expect("the rule is good");
    /// assert!(rules.list().iter().any(|rule| *rule.name == *"silence/steel"));
    /// ```
    pub fn with(own: &[PackFile]) -> Result<Self, PackError> {
        let own: Vec<(&str, &str)> = own
            .iter()
            .map(|pack| (pack.name.as_str(), pack.text.as_str()))
            .collect();
        if let Some((file, _)) = own.iter().find(|(file, _)| compile::is_of_other_stages(file)) {
            let reason = "only lang.toml, acts.toml and rules are read from a folder of one's own";
            return Err(PackError::whole(file, reason));
        }
        Self::compile(&[BUILT_IN, &own].concat())
    }

    /// Compiles pack files, of which a later one adds to an earlier one of its name: names below the folder of packs (`fr/date/du-au.toml`), and texts.
    ///
    /// # Errors
    /// [`PackError`] with the line for a file that cannot be used.
    pub fn compile(files: &[(&str, &str)]) -> Result<Self, PackError> {
        let (words, compiled, forest) = compile::compile(files)?;
        let scan = Scan::new(forest, &compiled);
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

    /// Tells of each rule whether it is in force in a text in these languages, which decide where a language has its own
    /// rule of a shared name.
    pub(crate) fn in_force(&self, languages: &[String]) -> Vec<bool> {
        self.rules.iter().map(|rule| rule.applies_to(languages)).collect()
    }

    /// Lets further threads go on from what this one has built for finding.
    pub(crate) fn share(&self) {
        self.scan.share();
    }

    /// Returns all stretches of a block of text that a rule in force finds, in the order of their starts. They may
    /// overlap.
    pub(crate) fn find<'r>(&'r self, text: &str, in_force: &[bool]) -> Vec<Found<'r>> {
        let matches = self.scan.matches(text, in_force);
        matches
            .into_iter()
            .map(|m| Found {
                rule: &self.rules[m.rule],
                span: m.span,
                scan: &self.scan,
                number: m.rule,
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
    scan: &'r Scan,
    /// The rule's place in the list.
    number: usize,
}

impl<'r> Found<'r> {
    /// Returns the named parts of the stretch.
    pub(crate) fn groups<'t>(&self, text: &'t str) -> Groups<'t>
    where
        'r: 't,
    {
        let text = self.span.of(text);
        let names = &self.rule.part_names;
        let mut parts = Vec::new();
        if !names.is_empty() {
            self.scan.parts(self.number, text, names.len(), |number, (start, end)| {
                parts.push((&*names[number], &text[start..end]));
            });
        }
        Groups { parts }
    }
}

/// The named parts of a stretch.
#[derive(Debug)]
pub(crate) struct Groups<'t> {
    /// Name and words, in the order of the pattern.
    parts: Vec<(&'t str, &'t str)>,
}

impl<'t> Groups<'t> {
    /// Returns a part, `None` where the rule has none of this name or it is not there.
    pub(crate) fn get(&self, name: &str) -> Option<&'t str> {
        self.parts.iter().find(|(n, _)| *n == name).map(|(_, words)| *words)
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
    /// Returns how particular the rule is: one that knows what stands around it before others, then one of a language
    /// before one for all, then the one with more parts.
    pub(crate) fn rank(&self) -> (bool, bool, usize) {
        (self.closes_title, self.language != "any", self.parts)
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
