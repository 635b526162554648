//! Heads within lines: a paragraph that begins with who speaks, with the word it explains, or with the number of an article.
//!
//! Such a head tells where paragraphs begin where neither space nor indents do. It only counts behind the end of a sentence.

use std::collections::BTreeSet;

use super::headings::is_capitals;
use super::phrases::Phrases;
use crate::read::{Line, Word};

/// A head in a line with the text behind it has no more words.
const HEAD: usize = 4;
/// The office, name and party of who speaks have no more.
const SPEAKER: usize = 8;
/// So many headwords are those of a reference work.
const FEWEST: usize = 3;

/// The heads with a colon that return in a text, and whether it has headwords.
#[derive(Clone, Debug, Default)]
pub(super) struct Returning {
    spoken: BTreeSet<String>,
    headwords: bool,
}

impl Returning {
    /// Gathers them from all lines.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let (mut once, mut spoken, mut headwords) = (BTreeSet::new(), BTreeSet::new(), 0_usize);
        for line in lines {
            headwords += usize::from(is_headword(line));
            if let Some(head) = speaker(line)
                && !once.insert(head.clone())
            {
                spoken.insert(head);
            }
        }
        Self {
            spoken,
            headwords: headwords >= FEWEST,
        }
    }

    /// Tells whether a line begins with a head: one in capitals, a headword, or who speaks.
    pub(super) fn heads(&self, line: &Line) -> bool {
        is_headed_in_capitals(line)
            || self.headwords && is_headword(line)
            || speaker(line).is_some_and(|head| self.spoken.contains(&head))
    }
}

/// Tells whether a line begins with a head in capitals, and a colon, or a stop with text behind it: `RESOLVED:`, `СЛУШАЛИ:`,
/// `MR. HOLT:`, `FERRYMAN. (rising)`.
fn is_headed_in_capitals(line: &Line) -> bool {
    let closes = |w: &Word| w.text.ends_with(':') || w.text.ends_with('.') && is_long_capital(&w.text);
    let Some(end) = line.words.iter().take(HEAD).position(closes) else {
        return false;
    };
    let capitals = || line.words[..=end].iter().all(|w| !w.text.contains(char::is_lowercase));
    let opens = || {
        let behind = line.words.get(end + 1).map(|w| w.text.as_str());
        behind
            .is_some_and(|w| w.starts_with(|c: char| c.is_uppercase() || "([“«„\"‘".contains(c)) && !is_long_capital(w))
    };
    capitals() && is_capitals(&line.words[end].text) && (line.words[end].text.ends_with(':') || opens())
}

/// Tells whether a line begins with words in capitals and a dash, as the entries of a reference work do: `FERRY —`.
fn is_headword(line: &Line) -> bool {
    let dash = |w: &Word| matches!(w.text.as_str(), "—" | "–");
    let end = line.words.iter().take(HEAD + 1).position(dash);
    end.is_some_and(|end| end > 0 && line.words[..end].iter().all(|w| is_long_capital(&w.text)))
}

/// Who speaks at the beginning of a line, or another head in small letters, up to its colon: `Deputy Holt (Centre):`.
fn speaker(line: &Line) -> Option<String> {
    let head = line.words.iter().take(SPEAKER);
    let end = head.clone().position(|w| w.text.ends_with(':'))?;
    let opens = line.words[0].text.starts_with(char::is_uppercase);
    // A sentence may hold a colon too; a head has no other stops than those of short words and names.
    let whole = line.words[..end]
        .iter()
        .all(|w| !w.text.ends_with([',', ';', '!', '?', '…']));
    let text = || {
        head.take(end + 1)
            .map(|w| w.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    (opens && whole).then(text)
}

/// A word of three letters or more, all of them capitals.
fn is_long_capital(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !word.contains(char::is_lowercase)
}

/// Tells whether a line begins as the article of a law or the notice of a gazette does: its word, its number, and a stop or
/// dash: `Art. 2. —`, `Статья 5.`, `No. 14.—`.
pub(super) fn is_article(line: &Line) -> bool {
    let [word, number, rest @ ..] = line.words.as_slice() else {
        return false;
    };
    let text = number.text.as_str();
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if behind.len() == text.len() || !word.text.starts_with(|c: char| c.is_uppercase() || c == '№') {
        return false;
    }
    let stopped = matches!(behind, "." | ")" | "er." | ".—" | ".–");
    let dashed = rest.first().is_some_and(|w| matches!(w.text.as_str(), "—" | "–"));
    let bare = word.text.trim_end_matches('.');
    let phrases = Phrases::built_in();
    let volume = bare.chars().count() == 1 && bare != "№";
    !volume
        && (stopped || dashed || behind.starts_with(".—"))
        && (phrases.is_numbered_word(bare) || phrases.is_clause_word(bare))
}
