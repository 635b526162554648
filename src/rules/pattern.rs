//! Patterns: in comes the text of one as a rule has it, out comes its syntax tree with the words in their places.
//!
//! In a pattern `{month}` stands for any form of that word list, `{year}` for a named piece of a pattern. A space stands
//! for any space that keeps a line together, an apostrophe and a hyphen for all their forms. Patterns hold no
//! assertions (`\b`, `^`): a match always starts and ends at the edge of a word, and what stands around it is asked for
//! by the keys `after`, `before`, `unless-after` and `unless-before`.

use std::collections::BTreeMap;
use std::sync::Arc;

use regex_syntax::hir::Hir;

use super::words::{LanguageId, Words};
use crate::automaton::{FORMS, Forest, List, NodeId, Pieces};

/// How deep named pieces of patterns may stand in one another.
const NESTING: u8 = 8;

/// Builds patterns and keeps the trees that it has built.
pub(super) struct Patterns<'w> {
    words: &'w Words,
    pub(super) forest: Forest,
    named: BTreeMap<(String, Vec<LanguageId>), Option<NodeId>>,
    built: BTreeMap<(String, Vec<LanguageId>), Option<Pattern>>,
    /// Patterns as written, parsed: most are built once for each language.
    parsed: BTreeMap<String, Arc<Parsed>>,
}

/// A pattern that holds places open for words.
struct Parsed {
    hir: Hir,
    /// What stands in the place `_0`, `_1` and so on.
    names: Vec<String>,
}

/// A pattern, built.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) tree: NodeId,
    /// The names of its parts, by their numbers.
    pub(super) parts: Vec<Arc<str>>,
}

impl<'w> Patterns<'w> {
    pub(super) fn new(words: &'w Words) -> Self {
        Self {
            words,
            forest: Forest::default(),
            named: BTreeMap::new(),
            built: BTreeMap::new(),
            parsed: BTreeMap::new(),
        }
    }

    /// Builds a pattern with the words of some languages; `None` where one of its lists has none.
    ///
    /// # Errors
    /// What is wrong with the pattern.
    pub(super) fn build(&mut self, source: &str, of: &[LanguageId]) -> Result<Option<Pattern>, String> {
        // What names no words is the same in all languages.
        let of = if self.parsed(source)?.names.is_empty() { &[] } else { of };
        let key = (source.to_owned(), of.to_vec());
        if let Some(pattern) = self.built.get(&key) {
            return Ok(pattern.clone());
        }
        let mut parts = Vec::new();
        let tree = self.tree(source, of, NESTING, &mut parts)?;
        if tree.is_some_and(|tree| self.forest.may_be_empty(tree)) {
            return Err("the pattern matches the empty text".to_owned());
        }
        let pattern = tree.map(|tree| Pattern { tree, parts });
        self.built.insert(key, pattern.clone());
        Ok(pattern)
    }

    fn tree(
        &mut self,
        source: &str,
        of: &[LanguageId],
        depth: u8,
        parts: &mut Vec<Arc<str>>,
    ) -> Result<Option<NodeId>, String> {
        let parsed = self.parsed(source)?;
        let mut pieces = Places(Vec::new());
        for name in &parsed.names {
            pieces.0.push(self.named(name, of, depth)?);
        }
        Ok(self.forest.add_hir(&parsed.hir, &pieces, parts))
    }

    fn parsed(&mut self, source: &str) -> Result<Arc<Parsed>, String> {
        if let Some(parsed) = self.parsed.get(source) {
            return Ok(Arc::clone(parsed));
        }
        let parsed = Arc::new(parse(source)?);
        self.parsed.insert(source.to_owned(), Arc::clone(&parsed));
        Ok(parsed)
    }

    /// Returns the tree that `{name}` stands for; it matches nothing where these languages have no such words.
    fn named(&mut self, name: &str, of: &[LanguageId], depth: u8) -> Result<Option<NodeId>, String> {
        let key = (name.to_owned(), of.to_vec());
        if let Some(tree) = self.named.get(&key) {
            return Ok(*tree);
        }
        let depth = depth
            .checked_sub(1)
            .ok_or_else(|| format!("`{{{name}}}` stands within itself"))?;
        let words = self.words;
        let tree = if let Some(patterns) = words.patterns(name, of) {
            let mut trees = Vec::new();
            for pattern in patterns {
                trees.extend(self.tree(pattern, of, depth, &mut Vec::new())?);
            }
            self.forest.add_either(trees)
        } else if let Some(forms) = words.forms(name, of) {
            self.forest
                .add_list(List::new(forms.iter().flat_map(|form| cases(form))))
        } else {
            return Err(format!("no language has a word list or a pattern `{name}`"));
        };
        self.named.insert(key, tree);
        Ok(tree)
    }
}

/// The trees for the places that a pattern holds open.
struct Places(Vec<Option<NodeId>>);

impl Pieces for Places {
    fn piece(&self, group: &str) -> Option<Option<NodeId>> {
        let number = group.strip_prefix('_')?.parse::<usize>().ok()?;
        self.0.get(number).copied()
    }
}

/// Parses a pattern with a place `(?<_0>z)` for each `{name}`.
fn parse(source: &str) -> Result<Parsed, String> {
    let mut plain = String::with_capacity(source.len() * 2);
    let mut names: Vec<String> = Vec::new();
    let mut rest = source;
    let mut class = false;
    while let Some(c) = rest.chars().next() {
        let mut len = c.len_utf8();
        let forms = FORMS.iter().find(|(sign, _)| *sign == c && !class);
        match c {
            '\\' => {
                len = escape_len(rest);
                plain.push_str(&rest[..len]);
            }
            '{' if rest[1..].starts_with(|c: char| c.is_ascii_lowercase()) => {
                len = rest.find('}').ok_or("a `{` without `}`")? + 1;
                plain.push_str(&format!("(?<_{}>z)", names.len()));
                names.push(rest[1..len - 1].to_owned());
            }
            _ if forms.is_some() => plain.push_str(&forms.map_or(String::new(), |(_, all)| class_of(all))),
            _ => {
                class = c == '[' || class && c != ']';
                plain.push(c);
            }
        }
        rest = &rest[len..];
    }
    let hir = regex_syntax::parse(&plain).map_err(|e| e.to_string().lines().last().unwrap_or_default().to_owned())?;
    if !hir.properties().look_set().is_empty() {
        return Err("assertions are not for patterns; use the keys `after` and `before`".to_owned());
    }
    Ok(Parsed { hir, names })
}

/// Returns the length of an escape sequence, `\d` and `\p{L}` alike.
fn escape_len(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    let Some((at, c)) = chars.next() else { return rest.len() };
    match (c, chars.next()) {
        ('p' | 'P' | 'u' | 'x', Some((_, '{'))) => rest.find('}').map_or(rest.len(), |end| end + 1),
        _ => at + c.len_utf8(),
    }
}

fn class_of(signs: &[char]) -> String {
    let escaped = signs.iter().map(|c| format!("\\u{{{:x}}}", u32::from(*c)));
    format!("[{}]", escaped.collect::<String>())
}

/// Returns a form as written, with a capital at its head, and in capitals.
fn cases(form: &str) -> [String; 3] {
    let mut chars = form.chars();
    let headed = chars
        .next()
        .map_or(String::new(), |c| c.to_uppercase().chain(chars).collect());
    [form.to_owned(), headed, form.to_uppercase()]
}
