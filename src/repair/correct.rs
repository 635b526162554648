//! Correcting what character recognition misread, where the dictionary and the document's own words settle it.
//!
//! In comes the running text, out comes the same with some words put right; what stood there is kept in a [`Repair`] each.
//! A word is touched only if no list and no other place of the document knows it, the engine was not sure of it, and one
//! exchange of shapes that look alike ([`pairs`]) makes one known word and no other. How sure it may have been depends on how
//! much else speaks for the other word: its length, and whether the document has it. A name or a number is
//! corrected only to one that stands elsewhere in the document.

mod pairs;

use std::collections::{BTreeMap, HashMap};

use self::pairs::Pairs;
use super::hyphens::Lexicon;
use super::{Cert, Repair, RepairKind, Text};
use crate::layout::Layout;
use crate::read::Origin;
use crate::span::Span;

/// A word that was read with more confidence than this, of 100, stays as it is, unless other things speak for a change.
const SURE: f32 = 90.0;
/// The same for words of [`LONG`] letters, and of one less, of which the document has the only word that they can be: engines
/// are as sure of a long word with one wrong letter as of a right one.
const SURE_LONG: f32 = 96.0;
const SURE_MIDDLE: f32 = 93.0;
/// Shorter words have too many neighbours.
const SHORTEST: usize = 3;
/// A word of fewer letters is corrected only to one that the document has elsewhere.
const LONG: usize = 6;
/// A word that stands so often in the document is one, whatever it is.
const OFTEN: u32 = 3;

/// How sure the engine was of each word of a document, and which numbers there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Readings {
    /// The highest confidence with which a word, as read, was read anywhere.
    words: HashMap<String, f32>,
    /// How often each number stands in the document.
    numbers: HashMap<String, u32>,
    /// How often each word that begins with a capital stands in the document, as written.
    capitals: HashMap<String, u32>,
}

impl Readings {
    /// Collects the words of a layout.
    pub(super) fn of(layout: &Layout) -> Self {
        let mut readings = Self::default();
        let lines = layout
            .pages
            .iter()
            .flat_map(|page| &page.blocks)
            .flat_map(|block| &block.lines);
        for word in lines.flat_map(|line| &line.words) {
            let core = core(&word.text);
            if core.bytes().all(|byte| byte.is_ascii_digit()) && !core.is_empty() {
                *readings.numbers.entry(core.to_owned()).or_default() += 1;
            } else if !core.is_empty() {
                if core.starts_with(char::is_uppercase) {
                    *readings.capitals.entry(core.to_owned()).or_default() += 1;
                }
                let best = readings.words.entry(core.to_owned()).or_default();
                *best = best.max(word.confidence.unwrap_or(100.0));
            }
        }
        readings
    }
}

/// One word put right.
#[derive(Clone, Debug, PartialEq)]
struct Correction {
    span: Span,
    now: String,
    cert: Cert,
}

/// Corrects a text.
pub(super) fn correct(text: Text, readings: &Readings, lexicon: &Lexicon) -> Text {
    let corrections = find(&text, readings, lexicon);
    if corrections.is_empty() {
        text
    } else {
        apply(text, &corrections)
    }
}

/// Returns the letters and digits of a word without the signs round it.
fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// What a word should be.
#[derive(Clone, Debug, PartialEq)]
struct Settled {
    now: String,
    cert: Cert,
    /// Unless it was read with this confidence or more.
    unless: f32,
    /// It may stand inside a sentence; else only at its head, where a capital is no sign of a name.
    anywhere: bool,
}

/// Finds what can be put right.
fn find(text: &Text, readings: &Readings, lexicon: &Lexicon) -> Vec<Correction> {
    let mut known: BTreeMap<&str, Option<Settled>> = BTreeMap::new();
    let mut corrections = Vec::new();
    let mut opens_sentence = true;
    for (start, word) in words(&text.string) {
        let (core, opens) = (core(word), opens_sentence);
        opens_sentence = word
            .trim_end_matches(['"', '”', '’', '»', ')', '\''])
            .ends_with(['.', '!', '?', ':'])
            || text.string[start + word.len()..].starts_with('\n');
        let Some(confidence) = readings.words.get(core).filter(|confidence| **confidence < SURE_LONG) else {
            continue;
        };
        let at = start + (core.as_ptr() as usize - word.as_ptr() as usize);
        let span = Span::new(at, at + core.len());
        // A lone capital is an initial, but for one that opens what is spoken: `“T am here`.
        let is_spoken = word.starts_with(['"', '“', '‘', '„', '«', '\'']) && word.ends_with(core);
        if !is_free(text, span) || core.chars().count() == 1 && !is_spoken {
            continue;
        }
        let settled = known.entry(core).or_insert_with(|| settle(core, readings, lexicon));
        let fitting = settled
            .as_ref()
            .filter(|settled| *confidence < settled.unless && (settled.anywhere || opens || is_spoken));
        if let Some(Settled { now, cert, .. }) = fitting {
            corrections.push(Correction {
                span,
                now: now.clone(),
                cert: *cert,
            });
        }
    }
    corrections
}

/// Returns the words of a string with the places where they begin.
fn words(string: &str) -> impl Iterator<Item = (usize, &str)> {
    string
        .split([' ', '\n'])
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - string.as_ptr() as usize, word))
}

/// Tells whether a stretch was recognised, and holds no break, marker or other change.
fn is_free(text: &Text, span: Span) -> bool {
    let is_recognised = text.page_at(span.start).is_some_and(|number| {
        let page = text.pages.iter().find(|page| page.number == number);
        page.is_some_and(|page| matches!(page.origin, Origin::Ocr { .. }))
    });
    let inside = |at: usize| span.start < at && at < span.end;
    let from = text.breaks.partition_point(|b| b.at <= span.start);
    is_recognised
        && !text.breaks.get(from).is_some_and(|b| inside(b.at))
        && !text
            .notes
            .iter()
            .any(|note| note.call.as_ref().is_some_and(|call| inside(call.at)))
        && !text
            .repairs
            .iter()
            .any(|r| r.span.overlaps(span) || inside(r.span.start))
        && !text
            .styles
            .iter()
            .any(|(s, style)| s.overlaps(span) && (style.superscript || style.subscript))
}

/// Settles what a word that was read unsurely should be; `None`: it stays.
fn settle(word: &str, readings: &Readings, lexicon: &Lexicon) -> Option<Settled> {
    let pairs = Pairs::built_in();
    let settled = |now: &str, cert: Cert, unless: f32, anywhere: bool| {
        Some(Settled {
            now: now.to_owned(),
            cert,
            unless,
            anywhere,
        })
    };
    if let Some(number) = pairs.number(word) {
        let is_known = readings.numbers.contains_key(&number);
        return is_known.then(|| settled(&number, Cert::Medium, SURE, true)).flatten();
    }
    let lower = word.to_lowercase();
    let is_capital = word.chars().next().is_some_and(char::is_uppercase);
    let small_rest = word.chars().skip(1).all(|c| c.is_lowercase() || c.is_ascii_digit());
    if !small_rest || !word.chars().any(char::is_alphabetic) {
        return None;
    }
    if lexicon.lists(&lower) || lexicon.count(&lower) >= OFTEN {
        return None;
    }
    if is_capital {
        return capital(word, readings, lexicon).map(|(now, anywhere)| Settled {
            now,
            cert: Cert::Medium,
            unless: SURE,
            anywhere,
        });
    }
    let length = word.chars().count();
    if length < SHORTEST {
        return None;
    }
    let listed: Vec<String> = pairs.readings(&lower);
    let listed: Vec<&String> = listed.iter().filter(|word| lexicon.lists(word)).collect();
    let used: Vec<&&String> = listed.iter().filter(|word| lexicon.count(word) > 0).collect();
    match (used.as_slice(), listed.as_slice()) {
        ([one], [_]) if length >= LONG => settled(one, Cert::High, SURE_LONG, true),
        ([one], [_]) if length + 1 == LONG => settled(one, Cert::High, SURE_MIDDLE, true),
        ([one], [_]) => settled(one, Cert::High, SURE, true),
        ([one], _) if lexicon.count(one) >= OFTEN => settled(one, Cert::Medium, SURE, true),
        ([], [one]) if length >= LONG && is_alone(&lower, one, lexicon) => settled(one, Cert::Medium, SURE, true),
        _ => None,
    }
}

/// Tells whether a word that the document does not have elsewhere is the only listed one that differs from what was read in
/// one letter, whatever the letters: of `kurtle` an uncommon shape of one may have made `kirtle`, a common one `hurtle`.
fn is_alone(read: &str, found: &str, lexicon: &Lexicon) -> bool {
    let alphabet = if read.is_ascii() { 'a'..='z' } else { 'а'..='я' };
    let letters: Vec<char> = read.chars().collect();
    let exchanged = |at: usize, letter: char| -> String {
        let letters = letters.iter().enumerate();
        letters
            .map(|(place, own)| if place == at { letter } else { *own })
            .collect()
    };
    let others = (0..letters.len()).flat_map(|at| alphabet.clone().map(move |letter| (at, letter)));
    !others
        .map(|(at, letter)| exchanged(at, letter))
        .any(|other| other != read && other != found && lexicon.lists(&other))
}

/// Settles what a word with a capital should be, and whether inside a sentence too: what stands so with a capital elsewhere
/// is a second witness, even for a name; a word of the list is one at the head of a sentence.
fn capital(word: &str, readings: &Readings, lexicon: &Lexicon) -> Option<(String, bool)> {
    // The number of a chapter, misread or not: `Il` for `II`.
    if word.chars().all(|c| "IiLlVvXxCc1".contains(c)) {
        return None;
    }
    let pairs = Pairs::built_in();
    let lower = word.to_lowercase();
    let raised = |word: &String| {
        let mut letters = word.chars();
        let first = letters.next()?.to_uppercase();
        Some(first.chain(letters).collect::<String>())
    };
    let small = pairs.readings(&lower);
    let mut others: Vec<String> = small.iter().filter_map(raised).collect();
    others.extend(pairs.readings(word));
    others.sort();
    others.dedup();
    // A name that differs in one letter from another may be one: in short ones, only what is a word too counts.
    let is_long = |word: &str| word.chars().count() + 1 >= LONG;
    let stands = |word: &&String| {
        readings.capitals.get(*word).is_some_and(|count| *count >= OFTEN)
            && (is_long(word) || lexicon.lists(&word.to_lowercase()))
    };
    let standing: Vec<&String> = others.iter().filter(stands).collect();
    if let [one] = standing.as_slice() {
        return Some(((*one).clone(), is_long(one)));
    }
    // A small letter that looks like a capital: `Jace` for `lace`.
    let is_small = |word: &&String| word.chars().all(char::is_lowercase) && lexicon.count(word) >= OFTEN;
    let lowered: Vec<&String> = others.iter().filter(is_small).collect();
    if let ([one], []) = (lowered.as_slice(), standing.as_slice()) {
        return lexicon.lists(one).then(|| ((*one).clone(), true));
    }
    let listed: Vec<&String> = small.iter().filter(|word| lexicon.lists(word)).collect();
    match listed.as_slice() {
        [one] if lexicon.count(one) >= OFTEN && word.chars().count() >= SHORTEST => Some((raised(one)?, false)),
        _ => None,
    }
}

/// Writes the corrections into the text and moves all that points behind them.
fn apply(mut text: Text, corrections: &[Correction]) -> Text {
    let mut string = String::with_capacity(text.string.len());
    // Places of the old string from which on all moves, and by how much.
    let mut moves: Vec<(usize, isize)> = Vec::with_capacity(corrections.len());
    let (mut done, mut by) = (0, 0_isize);
    let mut made = Vec::with_capacity(corrections.len());
    for Correction { span, now, cert } in corrections {
        string.push_str(&text.string[done..span.start]);
        let start = string.len();
        string.push_str(now);
        made.push(Repair {
            span: Span::new(start, string.len()),
            kind: RepairKind::Corrected,
            was: span.of(&text.string).to_owned(),
            cert: *cert,
        });
        done = span.end;
        by += now.len() as isize - span.len() as isize;
        moves.push((span.end, by));
    }
    string.push_str(&text.string[done..]);
    let moved = |at: usize| match moves.partition_point(|(from, _)| *from <= at).checked_sub(1) {
        Some(last) => at.saturating_add_signed(moves[last].1),
        None => at,
    };
    let moved_span = |span: Span| Span::new(moved(span.start), moved(span.end));
    text.blocks
        .iter_mut()
        .for_each(|block| block.span = moved_span(block.span));
    text.breaks.iter_mut().for_each(|found| found.at = moved(found.at));
    text.styles.iter_mut().for_each(|(span, _)| *span = moved_span(*span));
    text.repairs
        .iter_mut()
        .for_each(|repair| repair.span = moved_span(repair.span));
    text.places.iter_mut().for_each(|(span, _)| *span = moved_span(*span));
    for call in text.notes.iter_mut().filter_map(|note| note.call.as_mut()) {
        call.at = moved(call.at);
    }
    text.repairs.extend(made);
    text.repairs.sort_by_key(|repair| repair.span);
    text.string = string;
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_points_behind_a_correction_moves() {
        let text = Text::from_paragraphs(["rnany a tbe word", "next"], &["en"]);
        let correction = |start, end, now: &str| Correction {
            span: Span::new(start, end),
            now: now.to_owned(),
            cert: Cert::High,
        };
        let text = apply(text, &[correction(0, 5, "many"), correction(8, 11, "the")]);
        assert_eq!(text.string, "many a the word\nnext\n");
        assert_eq!(text.blocks[1].span.of(&text.string), "next");
        let was: Vec<(&str, &str)> = text
            .repairs
            .iter()
            .map(|r| (r.span.of(&text.string), r.was.as_str()))
            .collect();
        assert_eq!(was, [("many", "rnany"), ("the", "tbe")]);
    }

    #[test]
    fn one_known_word_and_no_other_settles_a_word() {
        let mut lexicon = Lexicon::default().in_languages(&["en"]);
        for word in ["the", "the", "the", "many"] {
            lexicon.add(word);
        }
        let readings = Readings {
            numbers: HashMap::from([("1941".to_owned(), 1)]),
            ..Readings::default()
        };
        let settled = |word: &str| settle(word, &readings, &lexicon).map(|settled| settled.now);
        assert_eq!(settled("tbe").as_deref(), Some("the"));
        assert_eq!(settled("Tbe").as_deref(), Some("The"));
        assert_eq!(settled("rnany").as_deref(), Some("many"));
        assert_eq!(settled("I941").as_deref(), Some("1941"));
        assert_eq!(settled("I940"), None);
        assert_eq!(settled("known"), None);
        assert_eq!(settled("Hoskyns"), None);
        assert_eq!(settled("oceasion").as_deref(), Some("occasion"));
        assert_eq!(settled("kurtle"), None);
    }
}
