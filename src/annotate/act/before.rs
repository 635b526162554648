//! What stands before the noun of an act: its date, its name, whose it is, and which one is meant.

use super::reader::{Reader, acronym, capital, possessor};
use crate::annotate::When;
use crate::span::Span;

/// The most words before a noun that are looked at.
const WORDS: usize = 9;

/// Which act an article or pronoun means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Means {
    /// There is none.
    #[default]
    Bare,
    /// `the edict`.
    The,
    /// `this edict`.
    This,
    /// `an edict`.
    Any,
    /// `no edict`, `every edict`.
    No,
}

/// What stands before a noun.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    /// Where the mention starts.
    pub(super) start: usize,
    /// The article.
    pub(super) means: Means,
    /// Other words stand between the article and the mention.
    pub(super) apart: bool,
    /// Its words with a capital that are part of its name, and those of the language's list.
    pub(super) name: Vec<Span>,
    /// A word of the name has a capital and more than a common meaning.
    pub(super) proper: bool,
    /// The date.
    pub(super) date: Option<(When, String)>,
    /// Whose act it is, told by a possessive or by an abbreviation.
    pub(super) issuer: Option<Span>,
    /// Where the possessor starts.
    pub(super) possessor: Option<usize>,
}

/// Reads what stands before a noun; `title` is for nouns before which `of the` may stand inside a name.
pub(super) fn before(reader: &Reader<'_>, noun: Span, title: bool) -> Before {
    let text = reader.text;
    let mut found = Before {
        start: noun.start,
        ..Before::default()
    };
    let noun_capital = capital(noun.of(text));
    // Among capitals an acronym is not told from a word: `THE GAME ORDINANCE`.
    let shouted = noun.of(text).chars().all(char::is_uppercase);
    let mut at = noun.start;
    for _ in 0..WORDS {
        let edge = reader.back(at);
        // A comma stands only behind a date: `June 26, 1940, laws`.
        let comma = text[..edge].strip_suffix(',').map_or(edge, str::len);
        // The month of `May Laws` is a name.
        let month = |words: &str| noun_capital && !words.contains(|c: char| c.is_ascii_digit()) && capital(words);
        // `Он умер 5 мая 1905 г. Указ о пенсии …`
        let closes = |words: &str| noun_capital && words.ends_with('.');
        if let Some((span, dated)) = reader.date_ending(comma)
            && !reader.manner("dates behind nouns")
            && !month(span.of(text))
            && !closes(span.of(text))
        {
            found.date = Some((dated.when.clone(), span.of(text).to_owned()));
            found.start = span.start;
            at = span.start;
            found.means = article(reader, at);
            return found;
        }
        // `Emergency Powers (Defence) Act`
        if let Some(open) = bracketed(reader, edge, noun_capital) {
            at = open;
            continue;
        }
        let Some(word) = reader.word_before(edge) else {
            found.means = article(reader, at);
            break;
        };
        let letters = word.of(text);
        if let Some(owner) = possessor(letters).filter(|owner| capital(owner)) {
            found.issuer = Some(Span::new(word.start, word.start + owner.len()));
            found.possessor = Some(possessor_start(reader, word.start));
            return found;
        }
        if letters.ends_with(['’', '\'']) || text[word.end..edge].contains(['’', '\'']) {
            return found;
        }
        if let Some(start) = linked(reader, word, &found, title && noun_capital) {
            found.name.insert(0, Span::new(start, found.start));
            found.start = start;
            found.proper = true;
            at = start;
            continue;
        }
        found.means = article(reader, at);
        if found.means != Means::Bare {
            return found;
        }
        let plain = reader.is("act_plain", letters);
        let listed = plain || reader.is("act_part", letters);
        let upper = named(reader, letters) && capital(letters) && !letters.contains(|c: char| c.is_ascii_digit());
        if upper && edge < at && !function_word(reader, letters) {
            let first = word.start == reader.sentence_start(word.start);
            // `Enabling Law` is a name, `enabling law` and `Criminal Code` are none.
            let titled = noun_capital && reader.manner("titles in capitals");
            let plain = plain || listed && !titled || reader.is("act_generic", letters);
            let plain = plain && !ordinal(reader, noun, letters);
            if first && letters.ends_with("ing") {
                break;
            }
            let common = !letters.contains(['-', '–']) && !acronym(letters) && !named_after(reader, letters);
            if first && !noun_capital && found.name.is_empty() && common {
                if listed {
                    found.start = word.start;
                    found.name.insert(0, word);
                }
                return found;
            }
            // `Условия Рижского договора`
            if first
                && !noun_capital
                && !listed
                && !found.name.is_empty()
                && common
                && reader.has("act_of_place_ending")
            {
                return found;
            }
            found.proper |= !plain;
            if acronym(letters) && !shouted || reader.is("act_issuer", letters) {
                let end = found.issuer.map_or(word.end, |issuer| issuer.end);
                found.issuer = Some(Span::new(word.start, end));
            }
            found.name.insert(0, word);
            found.start = word.start;
            at = word.start;
        } else if listed {
            if !plain {
                found.name.insert(0, word);
            }
            found.start = word.start;
            at = word.start;
        } else if let Some((date, dated)) = reader.date_ending(reader.back(word.start)).filter(|(date, _)| {
            adjective(reader, word) && article(reader, date.start) == Means::The && found.name.is_empty()
        }) {
            // `the 1955 abortion decree`
            found.name.insert(0, word);
            found.date = Some((dated.when.clone(), date.of(text).to_owned()));
            found.start = date.start;
            found.means = Means::The;
            return found;
        } else {
            // Behind adjectives: `the less draconian edict`.
            let mut here = word;
            for _ in 0..2 {
                if !adjective(reader, here) {
                    break;
                }
                found.means = article(reader, here.start);
                found.apart = found.means != Means::Bare;
                match reader.word_before(reader.back(here.start)) {
                    Some(word) if !found.apart => here = word,
                    _ => break,
                }
            }
            break;
        }
    }
    found
}

/// Tells whether a word tells an act from others of its kind by its place among them: `Second Protocol`.
pub(super) fn ordinal(reader: &Reader<'_>, noun: Span, word: &str) -> bool {
    let noun = noun.of(reader.text);
    capital(noun) && capital(word) && reader.is("act_numbered", noun) && reader.is("act_ordinal", word)
}

/// Tells whether a capital can make a word a name: German has them on all nouns, but its adjectives from places are
/// names.
fn named(reader: &Reader<'_>, word: &str) -> bool {
    !reader.manner("nouns in capitals") || word.ends_with("er") || word.contains('-')
}

/// Tells whether a word is by its form an adjective from a place: `Версальский`.
fn named_after(reader: &Reader<'_>, word: &str) -> bool {
    reader.ends("act_of_place_ending", word)
}

/// Tells whether a word could be an adjective: in small letters, and no word of grammar.
fn adjective(reader: &Reader<'_>, word: Span) -> bool {
    let letters = word.of(reader.text);
    letters.starts_with(char::is_lowercase) && !function_word(reader, letters)
}

/// Returns where a name goes on over `of`, `of the` or `and` to a word with a capital: `Defence of the Realm Act`.
fn linked(reader: &Reader<'_>, word: Span, found: &Before, allowed: bool) -> Option<usize> {
    let text = reader.text;
    if !allowed || found.name.is_empty() {
        return None;
    }
    let letters = word.of(text);
    let link = if letters == "the" {
        let of = reader.word_before(reader.back(word.start))?;
        matches!(of.of(text), "of" | "with" | "to").then_some(of)?
    } else {
        matches!(letters, "of" | "and" | "to" | "with" | "for").then_some(word)?
    };
    let head = reader.word_before(reader.back(link.start))?;
    let letters = head.of(text);
    let name = capital(letters)
        && !function_word(reader, letters)
        && head.start != reader.sentence_start(head.start)
        && !reader.is("article_word", letters)
        && text[head.end..link.start].trim().is_empty();
    name.then_some(head.start)
}

/// Returns where a bracket of one or two words with capitals opens that ends at a place.
fn bracketed(reader: &Reader<'_>, edge: usize, allowed: bool) -> Option<usize> {
    let inner = reader.text[..edge].strip_suffix(')').filter(|_| allowed)?;
    let open = inner.rfind('(')?;
    let words = &inner[open + 1..];
    let named = words.split(' ').count() <= 3 && capital(words) && !words.contains(|c: char| c.is_ascii_digit());
    (named && reader.back(open) < open).then_some(open)
}

/// Returns which act the article that ends before a place means.
fn article(reader: &Reader<'_>, at: usize) -> Means {
    let tail = &reader.text[..reader.back(at)];
    let from = tail.ceil_char_boundary(tail.len().saturating_sub(24));
    let starts = std::iter::once(from).chain(
        tail[from..]
            .match_indices([' ', '\u{a0}', '(', '“', '‘', '«'])
            .map(|(i, s)| from + i + s.len()),
    );
    let mut means = Means::Bare;
    // The longest list word that ends at the place.
    for start in starts {
        if start > 0 && reader.text[..start].ends_with(char::is_alphanumeric) {
            continue;
        }
        let word = &reader.text[start..tail.len()];
        let lists = [
            ("act_this", Means::This),
            ("act_these", Means::This),
            ("act_a", Means::Any),
            ("act_no", Means::No),
            ("act_the", Means::The),
        ];
        if let Some((_, found)) = lists.iter().find(|(list, _)| reader.is(list, word)) {
            means = *found;
            break;
        }
    }
    // An elided article has no space behind it: `l'édit`.
    if means == Means::Bare {
        let joined = [("act_the", Means::The), ("act_a", Means::Any)];
        let elided = |list: &str| {
            ["l’", "l'", "d’", "d'"]
                .iter()
                .any(|e| reader.text[..at].ends_with(e) && reader.is(list, e))
        };
        return joined
            .iter()
            .find(|(list, _)| elided(list))
            .map_or(Means::Bare, |(_, m)| *m);
    }
    means
}

/// Tells whether a word is an article or a word that no name has.
fn function_word(reader: &Reader<'_>, word: &str) -> bool {
    [
        "act_no",
        "act_the",
        "act_this",
        "act_these",
        "act_a",
        "act_by",
        "act_dated",
        "act_on",
        "act_stop",
        "act_be",
    ]
    .iter()
    .any(|list| reader.is(list, word))
}

/// Returns where the name of a possessor starts: `Council of Ministers’`, `Anton Belsky’s`.
fn possessor_start(reader: &Reader<'_>, mut start: usize) -> usize {
    for _ in 0..3 {
        match reader.word_before(reader.back(start)) {
            Some(word) if capital(word.of(reader.text)) && !function_word(reader, word.of(reader.text)) => {
                start = word.start
            }
            _ => break,
        }
    }
    start
}
