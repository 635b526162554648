//! Compiling: in come pack files, out come the words of all languages and the rules in the order of their names.

use std::sync::Arc;

use toml::Spanned;

use super::Rule;
use super::pack::{LanguageFile, PackError, RuleFile, WordList, WordsFile, parse};
use super::pattern::Patterns;
use super::words::Words;
use crate::automaton::{Forest, NodeId};

/// A rule and the trees of its patterns.
pub(super) struct Compiled {
    pub(super) rule: Rule,
    pub(super) pattern: NodeId,
    pub(super) after: Option<NodeId>,
    pub(super) unless_after: Option<NodeId>,
    pub(super) before: Option<NodeId>,
    pub(super) unless_before: Option<NodeId>,
}

/// Reads pack files, names and texts: the words of all languages, and the rules as written in the order of their names.
fn gather<'a>(files: &[(&'a str, &'a str)]) -> Result<(Words, Vec<Written<'a>>), PackError> {
    let mut languages: Vec<(String, LanguageFile)> = Vec::new();
    let mut more: Vec<(&str, &str, WordsFile)> = Vec::new();
    let mut written: Vec<Written<'_>> = Vec::new();
    for &(file, text) in files {
        match *file.split('/').collect::<Vec<_>>() {
            _ if is_of_other_stages(file) => {}
            [tag, "lang.toml"] => add_language(&mut languages, tag, file, parse(file, text)?)?,
            [tag, "acts.toml"] => more.push((tag, file, parse::<WordsFile>(file, text)?)),
            [tag, folder, name] => {
                let rule: RuleFile = parse(file, text)?;
                if rule.kind.word() != folder {
                    let reason = format!("a rule of kind `{}` in the folder `{folder}`", rule.kind.word());
                    return Err(PackError::whole(file, reason));
                }
                let name = format!("{folder}/{}", name.trim_end_matches(".toml"));
                written.retain(|w| (w.tag, &w.name) != (tag, &name));
                written.push(Written {
                    file,
                    text,
                    tag,
                    name,
                    rule,
                });
            }
            _ => {
                return Err(PackError::whole(
                    file,
                    "expected LANGUAGE/lang.toml or LANGUAGE/KIND/NAME.toml",
                ));
            }
        }
    }
    for (tag, file, added) in more {
        let Some((_, language)) = languages.iter_mut().find(|(t, _)| t == tag) else {
            return Err(PackError::whole(file, format!("there is no {tag}/lang.toml")));
        };
        for (list, entries) in added.words {
            add_words(language, file, list, entries)?;
        }
    }
    languages.sort_by(|a, b| a.0.cmp(&b.0));
    let words = Words::new(&languages);
    written.sort_by(|a, b| (&a.name, a.tag != "any", a.tag).cmp(&(&b.name, b.tag != "any", b.tag)));
    Ok((words, written))
}

/// Tells whether what a file holds is no matter of the rules: what stands on a page besides its text is the layout’s, the
/// words of references are that of citations, broken and misread words that of repair, what old units are that of the edition.
pub(super) fn is_of_other_stages(file: &str) -> bool {
    let name = file.split_once('/').map(|(_, name)| name);
    matches!(
        name,
        Some("page.toml" | "citation.toml" | "hyphens.toml" | "confusions.toml" | "units.toml")
    )
}

/// Adds a language, or what another file says of it.
fn add_language(
    languages: &mut Vec<(String, LanguageFile)>,
    tag: &str,
    file: &str,
    more: LanguageFile,
) -> Result<(), PackError> {
    let Some((_, language)) = languages.iter_mut().find(|(t, _)| t == tag) else {
        languages.push((tag.to_owned(), more));
        return Ok(());
    };
    for (list, entries) in more.words {
        add_words(language, file, list, entries)?;
    }
    language.patterns.extend(more.patterns);
    Ok(())
}

/// Adds words to a list of a language.
fn add_words(language: &mut LanguageFile, file: &str, list: String, more: WordList) -> Result<(), PackError> {
    let Some(words) = language.words.get_mut(&list) else {
        language.words.insert(list, more);
        return Ok(());
    };
    let fits = words.add(more);
    fits.ok_or_else(|| {
        PackError::whole(
            file,
            format!("the words of the list `{list}` have meanings there or here only"),
        )
    })
}

/// Returns the words of all languages in pack files.
pub(super) fn words(files: &[(&str, &str)]) -> Result<Words, PackError> {
    gather(files).map(|(words, _)| words)
}

/// Compiles pack files, names and texts.
pub(super) fn compile(files: &[(&str, &str)]) -> Result<(Words, Vec<Compiled>, Forest), PackError> {
    let (words, written) = gather(files)?;
    let mut patterns = Patterns::new(&words);
    let mut rules = Vec::new();
    for rule in &written {
        let own: Vec<&str> = written
            .iter()
            .filter(|w| w.name == rule.name && w.tag != "any")
            .map(|w| w.tag)
            .collect();
        if rule.tag == "any" && rule.rule.each_language {
            for tag in words
                .tags
                .iter()
                .filter(|tag| *tag != "any" && !own.contains(&tag.as_str()))
            {
                rules.extend(rule.compile(tag, &words, &mut patterns, &[])?);
            }
        } else {
            rules.extend(rule.compile(rule.tag, &words, &mut patterns, &own)?);
        }
    }
    let forest = patterns.forest;
    Ok((words, rules, forest))
}

/// A rule as written, and where.
struct Written<'a> {
    file: &'a str,
    text: &'a str,
    tag: &'a str,
    name: String,
    rule: RuleFile,
}

impl Written<'_> {
    /// Compiles the rule with the words of a language, `any` for those of all; `None` where it lacks the words.
    /// `own` are the languages that have their own rule of this name.
    fn compile(
        &self,
        tag: &str,
        words: &Words,
        patterns: &mut Patterns<'_>,
        own: &[&str],
    ) -> Result<Option<Compiled>, PackError> {
        if !words.tags.iter().any(|t| t == tag) {
            return Err(PackError::whole(self.file, format!("there is no {tag}/lang.toml")));
        }
        let of = words.of(tag);
        let mut tree = |source: &Spanned<String>| {
            let tree = patterns.build(source.get_ref(), &of);
            tree.map_err(|reason| PackError::at(self.file, self.text, source.span(), &reason))
        };
        let file = &self.rule;
        let Some(pattern) = tree(&file.pattern)? else {
            return Ok(None);
        };
        let mut side = |source: &Option<Spanned<String>>| {
            let pattern = source.as_ref().map_or(Ok(None), &mut tree)?;
            Ok::<_, PackError>(pattern.map(|pattern| pattern.tree))
        };
        let after = side(&file.after)?;
        let before = side(&file.before)?;
        if after.is_none() && file.after.is_some() || before.is_none() && file.before.is_some() {
            return Ok(None);
        }
        let (unless_after, unless_before) = (side(&file.unless_after)?, side(&file.unless_before)?);
        let rule = Rule {
            kind: file.kind,
            name: Arc::from(self.name.as_str()),
            language: tag.to_owned(),
            summary: file.summary.clone(),
            source: file.pattern.get_ref().clone(),
            beside: beside(file),
            closes_title: file.closes_title,
            in_its_language: file.in_its_language,
            replaced_in: if self.tag == "any" {
                own.iter().map(|&t| t.to_owned()).collect()
            } else {
                Vec::new()
            },
            replaces: self.tag != "any" && own.is_empty(),
            parts: file.pattern.get_ref().matches("(?<").count()
                + usize::from(file.after.is_some())
                + usize::from(file.before.is_some()),
            part_names: pattern.parts,
        };
        Ok(Some(Compiled {
            rule,
            pattern: pattern.tree,
            after,
            unless_after,
            before,
            unless_before,
        }))
    }
}

/// Returns the keys about what stands around a match, as written.
fn beside(rule: &RuleFile) -> Vec<(&'static str, String)> {
    let keys = [
        ("after", &rule.after),
        ("unless-after", &rule.unless_after),
        ("before", &rule.before),
        ("unless-before", &rule.unless_before),
    ];
    keys.into_iter()
        .filter_map(|(key, source)| Some((key, source.as_ref()?.get_ref().clone())))
        .collect()
}
