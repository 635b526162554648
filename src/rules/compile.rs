//! Compiling: words go into patterns, patterns into rules.
//!
//! In a pattern `{month}` stands for any form of that word list, `{year}` for a named piece of a pattern. A space stands
//! for any space that keeps a line together, an apostrophe and a hyphen for all their forms. Patterns hold no
//! assertions (`\b`, `^`): a match always starts and ends at the edge of a word, and what stands around it is asked for
//! by the keys `after`, `before`, `unless-after` and `unless-before`.

use std::sync::{Arc, OnceLock};

use regex_automata::meta::Regex;
use toml::Spanned;

use super::pack::{LanguageFile, PackError, RuleFile, parse};
use super::words::{LanguageId, Words};
use super::{Rule, Side};

/// The pattern of an empty word list.
const NOTHING: &str = r"[^\s\S]";

/// How deep named pieces of patterns may stand in one another.
const NESTING: u8 = 8;

/// Compiles pack files, names and texts, into words and rules in the order of their names.
pub(super) fn compile(files: &[(&str, &str)]) -> Result<(Words, Vec<Rule>), PackError> {
    let mut languages: Vec<(String, LanguageFile)> = Vec::new();
    let mut written: Vec<Written<'_>> = Vec::new();
    for &(file, text) in files {
        match *file.split('/').collect::<Vec<_>>() {
            [tag, "lang.toml"] => languages.push((tag.to_owned(), parse(file, text)?)),
            [tag, folder, name] => {
                let rule: RuleFile = parse(file, text)?;
                if rule.kind.word() != folder {
                    let reason = format!("a rule of kind `{}` in the folder `{folder}`", rule.kind.word());
                    return Err(PackError::whole(file, reason));
                }
                let name = format!("{folder}/{}", name.trim_end_matches(".toml"));
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
    languages.sort_by(|a, b| a.0.cmp(&b.0));
    let words = Words::new(&languages);
    written.sort_by(|a, b| (&a.name, a.tag != "any", a.tag).cmp(&(&b.name, b.tag != "any", b.tag)));
    let mut rules = Vec::new();
    for rule in &written {
        if rule.rule.each_language {
            for tag in words.tags.iter().filter(|tag| *tag != "any") {
                rules.extend(rule.compile_for(tag, &words, &written)?);
            }
        } else {
            rules.push(rule.compile(rule.tag, &words, &written)?);
        }
    }
    Ok((words, rules))
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
    /// Compiles the rule for one language, unless that has its own one of this name or lacks the words.
    fn compile_for(&self, tag: &str, words: &Words, all: &[Written<'_>]) -> Result<Option<Rule>, PackError> {
        if all.iter().any(|w| w.name == self.name && w.tag == tag) {
            return Ok(None);
        }
        let rule = self.compile(tag, words, all)?;
        Ok(Some(Rule {
            replaces: false,
            replaced_in: Vec::new(),
            ..rule
        })
        .filter(|rule| !rule.pattern.contains(NOTHING)))
    }

    /// Compiles the rule with the words of a language, `any` for those of all; the others tell which languages have
    /// their own one of this name.
    fn compile(&self, tag: &str, words: &Words, all: &[Written<'_>]) -> Result<Rule, PackError> {
        let own: Vec<&str> = all
            .iter()
            .filter(|w| w.name == self.name && w.tag != "any")
            .map(|w| w.tag)
            .collect();
        let of: Vec<LanguageId> = (0..words.tags.len())
            .filter(|id| tag == "any" || words.tags[*id] == tag || words.tags[*id] == "any")
            .collect();
        if self.tag != "any" && !words.tags.iter().any(|t| t == self.tag) {
            return Err(PackError::whole(
                self.file,
                format!("there is no {}/lang.toml", self.tag),
            ));
        }
        let expand = |source: &Spanned<String>| -> Result<String, PackError> {
            write_out(source.get_ref(), words, &of, NESTING)
                .and_then(|pattern| check(&pattern).map(|()| pattern))
                .map_err(|reason| PackError::at(self.file, self.text, source.span(), &reason))
        };
        let side = |source: &Option<Spanned<String>>, side: Side| -> Result<Option<Arc<Context>>, PackError> {
            source
                .as_ref()
                .map(|s| Ok(Arc::new(Context::new(&expand(s)?, side))))
                .transpose()
        };
        Ok(Rule {
            kind: self.rule.kind,
            name: Arc::from(self.name.as_str()),
            language: tag.to_owned(),
            summary: self.rule.summary.clone(),
            source: self.rule.pattern.get_ref().clone(),
            beside: beside(&self.rule),
            lists: lists(&self.rule, words, &of),
            replaced_in: if self.tag == "any" {
                own.iter().map(|&t| t.to_owned()).collect()
            } else {
                Vec::new()
            },
            replaces: self.tag != "any" && all.iter().any(|w| w.name == self.name && w.tag == "any"),
            closes_title: self.rule.closes_title,
            pattern: expand(&self.rule.pattern)?,
            after: side(&self.rule.after, Side::Left)?,
            unless_after: side(&self.rule.unless_after, Side::Left)?,
            before: side(&self.rule.before, Side::Right)?,
            unless_before: side(&self.rule.unless_before, Side::Right)?,
            groups: OnceLock::new(),
        })
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

/// Returns the word lists and pieces of patterns that a rule names, each with what stands for it.
fn lists(rule: &RuleFile, words: &Words, of: &[LanguageId]) -> Vec<(String, String)> {
    let sources = std::iter::once(rule.pattern.get_ref().clone()).chain(beside(rule).into_iter().map(|(_, s)| s));
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
            .patterns(&name, of)
            .or_else(|| words.forms(&name, of))
            .unwrap_or_default();
        (name, parts.join(" | "))
    };
    names.into_iter().map(shown).collect()
}

/// What stands beside a match, compiled when it is first asked for.
#[derive(Debug)]
pub(super) struct Context {
    pattern: String,
    regex: OnceLock<Regex>,
}

impl Context {
    /// Makes the context of a checked pattern: whole words. One that ends within a word ends in `.*`.
    pub(super) fn new(pattern: &str, side: Side) -> Self {
        let pattern = match side {
            Side::Left => format!(r"(?:\A|[^\p{{L}}\p{{N}}])(?:{pattern})\z"),
            Side::Right => format!(r"\A(?:{pattern})(?:\z|[^\p{{L}}\p{{N}}])"),
        };
        Self {
            pattern,
            regex: OnceLock::new(),
        }
    }

    /// Tells whether the text beside a match is such a context.
    pub(super) fn fits(&self, beside: &str) -> bool {
        self.regex.get_or_init(|| regex(&self.pattern)).is_match(beside)
    }
}

/// Builds a regex of a pattern that [`check`] has passed.
pub(super) fn regex(pattern: &str) -> Regex {
    let config = Regex::config().onepass_size_limit(Some(1 << 17));
    Regex::builder()
        .configure(config)
        .build(pattern)
        .expect("patterns are checked when the packs are read")
}

/// Refuses what the scan cannot run.
fn check(pattern: &str) -> Result<(), String> {
    let hir = regex_syntax::parse(pattern).map_err(|e| e.to_string())?;
    if !hir.properties().look_set().is_empty() {
        return Err("assertions are not for patterns; use the keys `after` and `before`".to_owned());
    }
    if hir.properties().minimum_len() == Some(0) {
        return Err("the pattern matches the empty text".to_owned());
    }
    Ok(())
}

/// Writes a pattern out in full for some languages.
fn write_out(source: &str, words: &Words, of: &[LanguageId], depth: u8) -> Result<String, String> {
    let mut out = String::with_capacity(source.len() * 2);
    let mut rest = source;
    let mut class = false;
    while let Some(c) = rest.chars().next() {
        let len = c.len_utf8();
        match c {
            '\\' => {
                let escape = escape_len(rest);
                out.push_str(&rest[..escape]);
                rest = &rest[escape..];
                continue;
            }
            '[' => class = true,
            ']' => class = false,
            ' ' if !class => out.push_str(SPACE),
            '\'' if !class => out.push_str(APOSTROPHE),
            '-' if !class => out.push_str(HYPHEN),
            '{' if rest[1..].starts_with(|c: char| c.is_ascii_lowercase()) => {
                let end = rest.find('}').ok_or("a `{` without `}`")?;
                let name = &rest[1..end];
                out.push_str(&named(name, words, of, depth)?);
                rest = &rest[end + 1..];
                continue;
            }
            _ => {}
        }
        if class || !matches!(c, ' ' | '\'' | '-') {
            out.push(c);
        }
        rest = &rest[len..];
    }
    Ok(out)
}

const SPACE: &str = r"[ \u{a0}\u{2009}\u{202f}]";
const APOSTROPHE: &str = r"['’ʼ]";
const HYPHEN: &str = r"[\-‐‑]";

/// Returns the length of an escape sequence, `\d` and `\p{L}` alike.
fn escape_len(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    let Some((at, c)) = chars.next() else { return rest.len() };
    match (c, chars.next()) {
        ('p' | 'P' | 'u' | 'x', Some((_, '{'))) => rest.find('}').map_or(rest.len(), |end| end + 1),
        _ => at + c.len_utf8(),
    }
}

/// Returns the alternatives that `{name}` stands for; a list without words in these languages matches nothing.
fn named(name: &str, words: &Words, of: &[LanguageId], depth: u8) -> Result<String, String> {
    let depth = depth
        .checked_sub(1)
        .ok_or_else(|| format!("`{{{name}}}` stands within itself"))?;
    if let Some(patterns) = words.patterns(name, of) {
        let parts: Vec<String> = patterns
            .iter()
            .map(|p| write_out(p, words, of, depth))
            .collect::<Result<_, _>>()?;
        return Ok(any_of(&parts));
    }
    let Some(forms) = words.forms(name, of) else {
        return Err(format!("no language has a word list or a pattern `{name}`"));
    };
    let parts: Vec<String> = forms
        .iter()
        .flat_map(|form| cases(form))
        .map(|form| literal(&form))
        .collect();
    Ok(any_of(&parts))
}

fn any_of(parts: &[String]) -> String {
    if parts.is_empty() {
        "[^\\s\\S]".to_owned()
    } else {
        format!("(?:{})", parts.join("|"))
    }
}

/// Returns a form as written, with a capital at its head, and in capitals.
fn cases(form: &str) -> Vec<String> {
    let mut chars = form.chars();
    let headed = chars
        .next()
        .map_or(String::new(), |c| c.to_uppercase().chain(chars).collect());
    let mut out = vec![form.to_owned(), headed, form.to_uppercase()];
    out.dedup();
    out
}

/// Writes a form as a pattern.
fn literal(form: &str) -> String {
    form.chars()
        .map(|c| match c {
            ' ' => SPACE.to_owned(),
            '\'' | '’' => APOSTROPHE.to_owned(),
            '-' => HYPHEN.to_owned(),
            c => regex_syntax::escape(c.encode_utf8(&mut [0; 4])),
        })
        .collect()
}
