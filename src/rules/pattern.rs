//! Patterns: in comes the text of one as a rule has it, out comes its syntax tree with the words in their places.
//!
//! In a pattern `{month}` stands for any form of that word list, `{year}` for a named piece of a pattern. A space stands
//! for any space that keeps a line together, an apostrophe and a hyphen for all their forms. Patterns hold no
//! assertions (`\b`, `^`): a match always starts and ends at the edge of a word, and what stands around it is asked for
//! by the keys `after`, `before`, `unless-after` and `unless-before`.

use std::collections::BTreeMap;
use std::rc::Rc;

use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition};

use super::words::{LanguageId, Words};

/// How deep named pieces of patterns may stand in one another.
const NESTING: u8 = 8;

/// Signs of a pattern or word that stand for all their forms, and these.
const FORMS: [(char, &[char]); 3] = [
    (' ', &[' ', '\u{a0}', '\u{2009}', '\u{202f}']),
    ('\'', &['\'', '’', 'ʼ']),
    ('-', &['-', '\u{2010}', '\u{2011}']),
];

/// Builds patterns and keeps the trees of word lists that it has built.
pub(super) struct Patterns<'w> {
    words: &'w Words,
    built: BTreeMap<(String, Vec<LanguageId>), Rc<Hir>>,
}

impl<'w> Patterns<'w> {
    pub(super) fn new(words: &'w Words) -> Self {
        Self {
            words,
            built: BTreeMap::new(),
        }
    }

    /// Builds a pattern with the words of some languages; `None` where one of its lists has none.
    ///
    /// # Errors
    /// What is wrong with the pattern.
    pub(super) fn build(&mut self, source: &str, of: &[LanguageId]) -> Result<Option<Hir>, String> {
        let Some(hir) = self.tree(source, of, NESTING)? else {
            return Ok(None);
        };
        if !hir.properties().look_set().is_empty() {
            return Err("assertions are not for patterns; use the keys `after` and `before`".to_owned());
        }
        if hir.properties().minimum_len() == Some(0) {
            return Err("the pattern matches the empty text".to_owned());
        }
        Ok(Some(hir))
    }

    fn tree(&mut self, source: &str, of: &[LanguageId], depth: u8) -> Result<Option<Hir>, String> {
        let mut plain = String::with_capacity(source.len() * 2);
        let mut pieces: Vec<Rc<Hir>> = Vec::new();
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
                    plain.push_str(&format!("(?<_{}>z)", pieces.len()));
                    pieces.push(self.named(&rest[1..len - 1], of, depth)?);
                }
                _ if forms.is_some() => plain.push_str(&forms.map_or(String::new(), |(_, all)| class_of(all))),
                _ => {
                    class = c == '[' || class && c != ']';
                    plain.push(c);
                }
            }
            rest = &rest[len..];
        }
        let hir =
            regex_syntax::parse(&plain).map_err(|e| e.to_string().lines().last().unwrap_or_default().to_owned())?;
        let hir = with_pieces(&hir, &pieces, &mut 1);
        Ok((!fails(&hir)).then_some(hir))
    }

    /// Returns the tree that `{name}` stands for; it matches nothing where these languages have no such words.
    fn named(&mut self, name: &str, of: &[LanguageId], depth: u8) -> Result<Rc<Hir>, String> {
        let key = (name.to_owned(), of.to_vec());
        if let Some(hir) = self.built.get(&key) {
            return Ok(Rc::clone(hir));
        }
        let depth = depth
            .checked_sub(1)
            .ok_or_else(|| format!("`{{{name}}}` stands within itself"))?;
        let hir = if let Some(patterns) = self.words.patterns(name, of) {
            let mut parts = Vec::new();
            for pattern in patterns {
                parts.extend(self.tree(pattern, of, depth)?);
            }
            if parts.is_empty() {
                Hir::fail()
            } else {
                Hir::alternation(parts)
            }
        } else if let Some(forms) = self.words.forms(name, of) {
            let mut trie = Trie::default();
            forms
                .iter()
                .flat_map(|form| cases(form))
                .for_each(|form| trie.add(form.chars()));
            if trie.next.is_empty() { Hir::fail() } else { trie.tree() }
        } else {
            return Err(format!("no language has a word list or a pattern `{name}`"));
        };
        let hir = Rc::new(hir);
        self.built.insert(key, Rc::clone(&hir));
        Ok(hir)
    }
}

/// Puts the trees of words into the places that `(?<_0>z)` holds for them, counts the groups anew, and takes out what
/// can match nothing for want of words.
fn with_pieces(hir: &Hir, pieces: &[Rc<Hir>], group: &mut u32) -> Hir {
    match hir.kind() {
        HirKind::Repetition(repetition) => {
            let sub = with_pieces(&repetition.sub, pieces, group);
            if fails(&sub) {
                return if repetition.min == 0 { Hir::empty() } else { sub };
            }
            Hir::repetition(Repetition {
                sub: Box::new(sub),
                ..repetition.clone()
            })
        }
        HirKind::Capture(capture) => {
            let piece = capture
                .name
                .as_deref()
                .and_then(|name| name.strip_prefix('_')?.parse::<usize>().ok());
            if let Some(hir) = piece.and_then(|piece| pieces.get(piece)) {
                return Hir::clone(hir);
            }
            let index = *group;
            *group += 1;
            let sub = with_pieces(&capture.sub, pieces, group);
            if fails(&sub) {
                sub
            } else {
                Hir::capture(Capture {
                    index,
                    name: capture.name.clone(),
                    sub: Box::new(sub),
                })
            }
        }
        HirKind::Concat(parts) => {
            let parts: Vec<Hir> = parts.iter().map(|p| with_pieces(p, pieces, group)).collect();
            if parts.iter().any(fails) {
                Hir::fail()
            } else {
                Hir::concat(parts)
            }
        }
        HirKind::Alternation(parts) => {
            let parts = parts.iter().map(|p| with_pieces(p, pieces, group));
            let parts: Vec<Hir> = parts.filter(|p| !fails(p)).collect();
            if parts.is_empty() {
                Hir::fail()
            } else {
                Hir::alternation(parts)
            }
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => hir.clone(),
    }
}

/// Tells whether a tree is the one that matches nothing.
fn fails(hir: &Hir) -> bool {
    matches!(hir.kind(), HirKind::Class(class) if class.is_empty())
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

/// Words by their letters, so that what they share at the head is looked at once.
#[derive(Default)]
struct Trie {
    ends: bool,
    next: BTreeMap<char, Trie>,
}

impl Trie {
    fn add(&mut self, mut word: std::str::Chars<'_>) {
        match word.next() {
            Some(c) => {
                let sign = FORMS
                    .iter()
                    .find(|(_, forms)| forms.contains(&c))
                    .map_or(c, |(sign, _)| *sign);
                self.next.entry(sign).or_default().add(word);
            }
            None => self.ends = true,
        }
    }

    fn tree(&self) -> Hir {
        let branch = |(c, trie): (&char, &Trie)| {
            let forms = FORMS
                .iter()
                .find(|(sign, _)| sign == c)
                .map_or(std::slice::from_ref(c), |(_, forms)| forms);
            let ranges = forms.iter().map(|c| ClassUnicodeRange::new(*c, *c));
            Hir::concat(vec![Hir::class(Class::Unicode(ClassUnicode::new(ranges))), trie.tree()])
        };
        if self.next.is_empty() {
            return Hir::empty();
        }
        let branches = Hir::alternation(self.next.iter().map(branch).collect());
        if !self.ends {
            return branches;
        }
        Hir::repetition(Repetition {
            min: 0,
            max: Some(1),
            greedy: true,
            sub: Box::new(branches),
        })
    }
}
