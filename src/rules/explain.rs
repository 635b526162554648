//! Explaining: in comes the name of a rule, out comes what it finds and how, for people.

use std::fmt::Write as _;

use super::{Rule, Rules, Words};

/// How overlaps are settled, as [`crate::annotate`] does it.
const ORDER: &str = "where stretches overlap, the longest stands; of equals a date before a figure before a silence, \
                     then a rule for the end of a title, then a language's own rule before one for all, then the rule with more \
                     parts, what must stand around it among them";

impl Rules {
    /// Explains all rules of a name (`date/day-month-year`), one for each language that has its own; `None` where there
    /// is none.
    ///
    /// ```
    /// let rules = fonds::rules::Rules::built_in();
    /// assert!(rules.explain("date/day-month-year").is_some_and(|text| text.contains("pattern")));
    /// assert!(rules.explain("date/no-such-rule").is_none());
    /// ```
    pub fn explain(&self, name: &str) -> Option<String> {
        let texts: Vec<String> = self
            .list()
            .iter()
            .filter(|r| *r.name == *name)
            .map(|r| r.explain(self.words()))
            .collect();
        (!texts.is_empty()).then(|| format!("{}\n{ORDER}\n", texts.join("\n")))
    }
}

impl Rule {
    /// Explains the rule.
    fn explain(&self, words: &Words) -> String {
        let language = words.name(&self.language).unwrap_or(&self.language);
        let mut out = format!("{} ({language})\n{}\n\n", self.name, self.summary);
        let patterns = std::iter::once(("pattern", &self.source)).chain(self.beside.iter().map(|(key, s)| (*key, s)));
        for (key, source) in patterns {
            writeln!(out, "{key:13} {source}").expect("a string takes all");
        }
        for (name, words) in self.lists(words) {
            writeln!(out, "{:13} {words}", format!("{{{name}}}")).expect("a string takes all");
        }
        if !self.replaced_in.is_empty() {
            writeln!(
                out,
                "not in texts in {}: they have their own rule",
                self.replaced_in.join(", ")
            )
            .expect("a string takes all");
        }
        out
    }

    /// Returns the word lists and pieces of patterns that the rule names, each with what stands for it.
    fn lists(&self, words: &Words) -> Vec<(String, String)> {
        let of = words.of(&self.language);
        let sources = std::iter::once(&self.source).chain(self.beside.iter().map(|(_, source)| source));
        let mut names: Vec<String> = Vec::new();
        for source in sources {
            for piece in source.split('{').skip(1) {
                let name = piece.split('}').next().unwrap_or_default();
                if name.starts_with(|c: char| c.is_ascii_lowercase()) && !names.iter().any(|n| n == name) {
                    names.push(name.to_owned());
                }
            }
        }
        let shown = |name: String| {
            let parts = words
                .patterns(&name, &of)
                .or_else(|| words.forms(&name, &of))
                .unwrap_or_default();
            (name, parts.join(" | "))
        };
        names.into_iter().map(shown).collect()
    }
}
