//! Hyphens: whether a word broken at a line end is one word, a compound whose hyphen stays, or no broken word at all.
//!
//! The evidence, strongest first: a soft hyphen says itself that it is no part of the word; a digit or a capital after the
//! break keeps the hyphen; the document itself shows the word elsewhere, unbroken or with its hyphen. Where nothing speaks, the
//! word is joined: of the hyphens at line ends in running prose most are no part of the word.

use std::collections::HashMap;

use super::Cert;
use crate::layout::Layout;

/// Characters that stand for a hyphen at a line end.
const HYPHENS: [char; 5] = ['-', '\u{ad}', '\u{2010}', '\u{2011}', '¬'];

/// What to do at a line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// The word runs on and the hyphen goes.
    Dropped(Cert),
    /// The word runs on and the hyphen, or dash, stays.
    Kept(Cert),
}

/// The words of a document that no line end breaks.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    words: HashMap<String, u32>,
}

impl Lexicon {
    /// Counts the words of a layout, in lower case; the last and first words of broken lines are left out.
    pub fn of(layout: &Layout) -> Self {
        let mut lexicon = Self::default();
        for block in layout.pages.iter().flat_map(|p| &p.blocks) {
            let mut broken = false;
            for line in &block.lines {
                let count = line.words.len();
                for (i, word) in line.words.iter().enumerate() {
                    let ends_broken = i + 1 == count && word.text.ends_with(HYPHENS);
                    if !(ends_broken || (i == 0 && broken)) {
                        lexicon.add(&word.text);
                    }
                }
                broken = line.words.last().is_some_and(|w| w.text.ends_with(HYPHENS));
            }
        }
        lexicon
    }

    /// Counts one word as printed: its compound form and, for a compound, not its parts.
    pub fn add(&mut self, word: &str) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if word.chars().any(char::is_alphabetic) {
            *self.words.entry(word).or_default() += 1;
        }
    }

    fn count(&self, word: &str) -> u32 {
        self.words.get(&word.to_lowercase()).copied().unwrap_or(0)
    }
}

/// Decides what stands between two lines, from the last word of the one and the first of the other.
///
/// `None`: an ordinary line end, no word runs on.
pub fn between(last: &str, first: &str, lexicon: &Lexicon) -> Option<Break> {
    let end = last.chars().next_back()?;
    let head: String = first.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '\'' | '’')).collect();
    if !HYPHENS.contains(&end) {
        return dash(last, end, first);
    }
    let body = &last[..last.len() - end.len_utf8()];
    let before = body.chars().next_back()?;
    if !before.is_alphanumeric() || head.is_empty() {
        // A hyphen that stands alone, or before a sign, is a dash.
        return None;
    }
    if end == '\u{ad}' || end == '¬' {
        return Some(Break::Dropped(Cert::High));
    }
    let next = head.chars().next()?;
    if before.is_ascii_digit() || next.is_ascii_digit() {
        return Some(Break::Kept(Cert::High));
    }
    let tail: String = {
        let start = body
            .char_indices()
            .rev()
            .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'))
            .last()
            .map_or(body.len(), |(i, _)| i);
        body[start..].to_owned()
    };
    let joined = lexicon.count(&format!("{tail}{head}"));
    let compound = lexicon.count(&format!("{tail}-{head}"));
    let shouted = tail.chars().all(|c| !c.is_lowercase()) && tail.chars().count() > 1;
    if next.is_uppercase() && !shouted {
        return Some(if joined > compound { Break::Dropped(Cert::Medium) } else { Break::Kept(Cert::High) });
    }
    match (joined, compound) {
        (0, 0) => Some(Break::Dropped(Cert::Medium)),
        (j, c) if c > j => Some(Break::Kept(Cert::High)),
        _ => Some(Break::Dropped(Cert::High)),
    }
}

/// A dash at the end of a line, or at the start of the next, that stands without spaces between two words.
fn dash(last: &str, end: char, first: &str) -> Option<Break> {
    let is_dash = |c: char| matches!(c, '–' | '—' | '/');
    let before = last.chars().rev().nth(1);
    if is_dash(end) && before.is_some_and(char::is_alphanumeric) && first.starts_with(char::is_alphanumeric) {
        return Some(Break::Kept(Cert::High));
    }
    let mut chars = first.chars();
    let opens = chars.next().is_some_and(|c| matches!(c, '–' | '—')) && chars.next().is_some_and(char::is_alphanumeric);
    (opens && end.is_alphanumeric()).then_some(Break::Kept(Cert::Medium))
}
