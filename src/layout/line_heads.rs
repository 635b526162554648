//! Heads within lines: a paragraph that begins with who speaks, with the word it explains, or with the number of an article.
//!
//! Such a head tells where paragraphs begin where neither space nor indents do. It only counts behind the end of a sentence.

use std::collections::{BTreeMap, BTreeSet};

use super::headings::is_capitals;
use super::phrases::Phrases;
use super::sentences::ends_sentence;
use crate::read::{Line, Word};

/// A head in a line with the text behind it has no more words.
const HEAD: usize = 4;
/// The office, name and party of who speaks have no more.
const SPEAKER: usize = 8;
/// A name or an office has so many letters; shorter words with a stop are abbreviations.
const LEAST_NAME: usize = 5;
/// So many headwords are those of a reference work.
const FEWEST: usize = 3;

/// So many words in alphabetical order are headwords; of fewer, order is no wonder.
const FEWEST_IN_ORDER: usize = 4;
/// The least share of them that stands in order: an entry may be misread, or begin with an article.
const IN_ORDER: f32 = 0.8;
/// Heads with a stop are those of speakers where two or more return, and so many lines have them.
const FEWEST_SPEECHES: usize = 5;

/// The heads that return in a text, and whether it has headwords.
#[derive(Clone, Debug, Default)]
pub(super) struct Returning {
    /// Heads with a colon.
    spoken: BTreeSet<String>,
    /// Heads with a stop, which any short sentence has too.
    stopped: BTreeSet<String>,
    /// There are headwords with a dash.
    headwords: bool,
    /// There are headwords with a comma, in alphabetical order.
    in_order: bool,
}

impl Returning {
    /// Gathers them from all lines.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let (mut once, mut spoken, mut headwords) = (BTreeSet::new(), BTreeSet::new(), 0_usize);
        let mut speeches: BTreeMap<String, usize> = BTreeMap::new();
        let mut entries: Vec<String> = Vec::new();
        let mut before: Option<&Line> = None;
        for line in lines {
            headwords += usize::from(is_headword(line));
            if let Some(head) = speaker(line)
                && !once.insert(head.clone())
            {
                spoken.insert(head);
            }
            if before.is_none_or(ends_sentence) {
                if let Some(head) = stopped_speaker(line) {
                    *speeches.entry(head).or_default() += 1;
                }
                entries.extend(entry(line));
            }
            before = Some(line);
        }
        speeches.retain(|_, times| *times > 1);
        let is_spoken = speeches.len() > 1 && speeches.values().sum::<usize>() >= FEWEST_SPEECHES;
        let in_order = entries.windows(2).filter(|pair| pair[0] <= pair[1]).count();
        Self {
            spoken,
            stopped: if is_spoken {
                speeches.into_keys().collect()
            } else {
                BTreeSet::new()
            },
            headwords: headwords >= FEWEST,
            in_order: entries.len() >= FEWEST_IN_ORDER && in_order as f32 >= IN_ORDER * (entries.len() - 1) as f32,
        }
    }

    /// Tells whether a line behind the end of a sentence begins with a head: one in capitals, a headword, or who speaks.
    ///
    /// Where the type has a size (`sized`), a head has a look of its own, and a stop or a comma makes none.
    pub(super) fn heads(&self, line: &Line, sized: bool) -> bool {
        let bare = || {
            self.in_order && entry(line).is_some()
                || stopped_speaker(line).is_some_and(|head| self.stopped.contains(&head))
        };
        is_headed_in_capitals(line)
            || self.headwords && is_headword(line)
            || speaker(line).is_some_and(|head| self.spoken.contains(&head))
            || !sized && bare()
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

/// Who speaks at the beginning of a line, up to a stop with a sentence behind it: `Chairman. The`, `Mr. Holt (Centre). I`.
fn stopped_speaker(line: &Line) -> Option<String> {
    let letters = |w: &Word| w.text.chars().filter(|c| c.is_alphabetic()).count();
    // The stop of `Mr.` is that of a short word.
    let closes = |w: &Word| w.text.ends_with('.') && (w.text.ends_with(").") || letters(w) >= LEAST_NAME);
    let end = line.words.iter().take(HEAD).position(closes)?;
    let named = |w: &Word| w.text.starts_with(|c: char| c.is_uppercase() || c == '(');
    let behind = &line.words.get(end + 1)?.text;
    let opens = behind.starts_with(|c: char| c.is_uppercase() || "—–“«„\"‘".contains(c));
    let head = &line.words[..=end];
    let inside = head[..end].iter().any(|w| w.text.ends_with([',', ';', ':', '!', '?']));
    (opens && !inside && head.iter().all(named)).then(|| {
        let words: Vec<&str> = head.iter().map(|w| w.text.as_str()).collect();
        words.join(" ")
    })
}

/// The headword of an entry, in capitals with a comma or a bracket behind: `FERRY, a boat`, `KIEL (town)`.
fn entry(line: &Line) -> Option<String> {
    let end = line
        .words
        .iter()
        .take(HEAD + 1)
        .position(|w| !is_long_capital(&w.text))?;
    let last = &line.words[..end].last()?.text;
    let is_headword = last.ends_with(',') || line.words[end].text.starts_with('(');
    is_headword.then(|| line.words[0].text.clone())
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
