//! Phrases of several words behind the noun of an act: issuers, names, subjects.

use super::behind::{Group, Noun};
use super::reader::{Reader, acronym, capital};
use crate::span::Span;

/// The most words of an issuer.
const ISSUER: usize = 16;

/// The most words of a subject.
const SUBJECT: usize = 16;

/// Returns the issuer that stands behind `of` and the like: words with capitals, among them one that issues acts.
pub(super) fn issuer(reader: &Reader<'_>, at: usize) -> Option<Span> {
    let text = reader.text;
    let start = skip_articles(reader, reader.skip(at));
    let (mut end, mut here, mut issues) = (start, start, false);
    // The end of genitives behind a word that issues, which belong to it where date or number follow.
    let mut genitives = None;
    for _ in 0..ISSUER {
        let numbered = reader.date_at(here).is_some() || reader.head("act_number", here).is_some();
        if numbered || dated(reader, here) {
            end = genitives.unwrap_or(end);
            break;
        }
        let Some(word) = reader.word_at(here) else { break };
        let letters = word.of(text);
        // `des Reichspräsidenten zum Schutze …`
        let about = issues && reader.is("act_on", letters) && !reader.is("act_link", letters);
        if reader.noun_at(here) || about {
            break;
        }
        // `Приказ Наркомзема № 412`: who stands between the noun and its number has issued it.
        let between = |at: usize| reader.head("act_number", at).is_some() || dated(reader, at);
        let alone = here == start && capital(letters) && reader.manner("issuer in small letters");
        let known = alone && !reader.has("act_by") && between(reader.skip(word.end))
            || reader.is("act_issuer", letters)
            || capital(letters) && reader.is("act_office", letters)
            || letters.split(['’', '\'']).any(|part| reader.is("act_issuer", part));
        if known || acronym(letters) && !roman(letters) {
            issues = true;
            end = word.end;
        } else if capital(letters) {
            end = word.end;
        } else if issues && genitive(reader, letters) && !link(reader, letters) {
            genitives = Some(word.end);
        } else if !link(reader, letters) {
            break;
        }
        if end == word.end {
            genitives = None;
        }
        // `СНК СССР, ЦК ВКП(б) и ВЦСПС`
        let listed = text[word.end..].strip_prefix(", ").map(|_| word.end + 2);
        let listed = listed.filter(|at| {
            let next = reader.word_at(*at).map_or("", |word| word.of(text));
            issues && acronym(letters) && acronym(next) && !roman(next)
        });
        let next = listed.unwrap_or(reader.skip(word.end));
        if next == word.end {
            break;
        }
        here = next;
    }
    (issues && end > start).then(|| Span::new(start, end))
}

/// Tells whether a word may stand between the words of a name.
fn link(reader: &Reader<'_>, word: &str) -> bool {
    reader.is("act_by", word)
        || reader.is("act_the", word)
        || reader.is("article_and", word)
        || reader.is("act_link", word)
}

/// Tells whether a word in small letters goes on with the name of an issuer: adjectives and genitives of languages that
/// write them so.
fn genitive(reader: &Reader<'_>, word: &str) -> bool {
    reader.manner("issuer in small letters")
        && !reader.is("act_stop", word)
        && !reader.is("act_dated", word)
        && !reader.is("act_on", word)
}

/// Tells whether letters are a Roman number, which looks like an abbreviation.
fn roman(word: &str) -> bool {
    word.chars().all(|c| "IVXLCDM".contains(c))
}

/// Returns the place behind articles.
pub(super) fn skip_articles(reader: &Reader<'_>, at: usize) -> usize {
    match reader.head("act_the", at) {
        Some(end) if reader.skip(end) > end || reader.text[..end].ends_with(['\'', '’']) => reader.skip(end),
        _ => at,
    }
}

/// Returns the name behind a noun: `of Versailles`, `von Nantes`, `Le Chapelier`, `РСФСР`.
pub(super) fn name_of(reader: &Reader<'_>, at: usize, noun: Noun) -> Option<Span> {
    let text = reader.text;
    // `accords Matignon`
    if noun.plural && !(noun.group == Group::Treaty && reader.manner("name behind law")) {
        return None;
    }
    // `Code civil`, `Code de commerce`: the list tells what follows.
    let kind = reader.head("act_after", at).map(|end| Span::new(at, end));
    if kind.is_some() {
        return kind;
    }
    // `pacte germano-soviétique`
    let adjective = reader.word_at(at).filter(|word| {
        let letters = word.of(text);
        noun.group == Group::Treaty && reader.manner("name behind law") && letters.contains('-') && !capital(letters)
    });
    if adjective.is_some_and(|word| !text[at..word.end].ends_with(|c: char| c.is_ascii_digit())) {
        return adjective;
    }
    let linked = reader
        .head("act_by", at)
        .filter(|end| reader.is("act_name_link", text[at..*end].trim_end()))
        .map(|end| reader.skip(end));
    let takes = match noun.group {
        Group::Treaty | Group::Code => true,
        // `Erlass von Schulden`
        Group::Law if reader.manner("nouns in capitals") && linked.is_some() => false,
        Group::Law => reader.manner("law in capitals") && capital(noun.span.of(text)) || linked.is_none(),
        Group::Order => false,
    };
    // `Gesetz der Serie`
    let none = linked.is_some_and(|start| reader.head("act_not_of", start).is_some());
    if !takes || none {
        return None;
    }
    let start = match linked {
        Some(start) => skip_articles(reader, start),
        // Without a word between, only where the language says it so.
        None if reader.manner("name behind law") => at,
        None if reader.manner("name behind noun") && noun.group != Group::Law => at,
        None => return None,
    };
    if noun.group != Group::Code && issuer(reader, start).is_some() {
        return None;
    }
    let mut end = start;
    let mut here = start;
    let mut last_link = false;
    for _ in 0..7 {
        let Some(word) = reader.word_at(here) else { break };
        let letters = word.of(text);
        let stops = reader.date_at(here).is_some()
            || reader.noun_at(here)
            || letters.starts_with(|c: char| c.is_ascii_digit())
            || reader.is("act_issuer", letters)
            || reader.is("article_word", letters);
        if stops {
            break;
        }
        if capital(letters) && !reader.is("act_stop", letters) {
            end = word.end;
            last_link = false;
        } else if end > start
            && !last_link
            && matches!(letters, "of" | "and" | "the" | "et" | "de" | "und" | "и" | "la")
        {
            last_link = true;
        } else {
            break;
        }
        let next = reader.skip(word.end);
        let dash = text[next..].strip_prefix(['–', '—', '-']).filter(|_| next > word.end);
        here = dash.map_or(next, |rest| reader.skip(text.len() - rest.len()));
        if next == word.end {
            break;
        }
    }
    (end > start).then(|| Span::new(start, end))
}

/// Returns the subject behind `on` and the like, and whether it is one for sure; `of universal military service` may be
/// none.
pub(super) fn subject(reader: &Reader<'_>, at: usize, noun: Noun) -> Option<(Span, bool)> {
    let text = reader.text;
    if let Some(on) = reader.head("act_on", at) {
        let start = reader.skip(on);
        let elided = text[..on].ends_with(['\'', '’']);
        let fits =
            (start > on || elided) && reader.date_at(start).is_none() && reader.head("act_not_on", start).is_none();
        let owned = reader.head("act_this", start).is_some() || reader.head("act_these", start).is_some();
        if fits && !owned {
            // `Decree on Land`: a title goes on in capitals.
            let first = skip_articles(reader, start);
            let first = reader.word_at(first).map_or("", |word| word.of(text));
            let titled = reader.manner("titles in capitals") && capital(noun.span.of(text)) && capital(first);
            let start = if titled { skip_articles(reader, start) } else { start };
            return noun_phrase(reader, start, titled).map(|span| (span, true));
        }
        return None;
    }
    let titled = capital(noun.span.of(text)) && reader.manner("titles in capitals");
    if let Some(on) = reader.head("act_on_name", at) {
        let start = skip_articles(reader, reader.skip(on));
        let upper = reader.word_at(start).is_some_and(|w| capital(w.of(text)));
        let treaty = noun.group == Group::Treaty && matches!(&text[at..on], "with" | "between");
        let plain = reader.head("act_dated", start).is_some() || reader.date_at(start).is_some();
        // `Order of the Garter` is no act.
        let fits = treaty || titled && !(noun.group == Group::Order && &text[at..on] == "of");
        if fits && upper && !plain && reader.head("act_not_of", reader.skip(on)).is_none() {
            let issues = reader
                .word_at(start)
                .is_some_and(|w| reader.is("act_issuer", w.of(text)));
            if !issues || treaty {
                return noun_phrase(reader, start, true).map(|span| (span, true));
            }
        }
        let of = reader.is("act_by", &text[at..on]) && noun.group == Group::Law && reader.manner("subject behind of");
        let lower = reader
            .word_at(start)
            .is_some_and(|w| !capital(w.of(text)) && !reader.is("act_issuer", w.of(text)));
        if of && lower && start == reader.skip(on) && reader.head("act_not_of", start).is_none() {
            return noun_phrase(reader, start, false).map(|span| (span, false));
        }
    }
    None
}

/// Returns the words from a place up to one at which a subject ends; `titled` is for words with capitals.
fn noun_phrase(reader: &Reader<'_>, start: usize, titled: bool) -> Option<Span> {
    let text = reader.text;
    let (mut here, mut end) = (start, start);
    let mut small = 0;
    for nth in 0..SUBJECT {
        let Some(word) = reader.word_at(here) else { break };
        let letters = word.of(text);
        // `Verordnung zum Reichsbürgergesetz`, `Указ об амнистии`
        let first = nth == 0;
        let other = reader.date_at(here).is_some()
            || reader.noun_at(here) && !first
            || reader.head("act_number", here).is_some() && letters != "N"
            || dated(reader, here)
            || reader.is("act_stop", letters)
            || nth > 0 && reader.head("act_enacted", here).is_some()
            || nth > 0 && verb(reader, word)
            || nth > 0 && object(reader, here);
        if other {
            break;
        }
        if titled {
            small = if capital(letters) { 0 } else { small + 1 };
            let article = small == 1 && reader.is("act_the", letters);
            if small > 3 || article || !capital(letters) && !link(reader, letters) {
                break;
            }
        }
        let trailing = link(reader, letters) || reader.is("act_on", letters) || reader.is("act_dated", letters);
        // `workers' control`
        let owner = text[word.end..]
            .strip_prefix(['’', '\''])
            .filter(|rest| rest.starts_with(' '));
        let behind = owner.map_or(word.end, |rest| text.len() - rest.len());
        if !trailing && owner.is_none() {
            end = word.end;
        }
        let next = reader.skip(behind);
        if next == behind {
            break;
        }
        here = next;
    }
    (end > start).then(|| Span::new(start, end))
}

/// Tells whether an article or pronoun stands at a place behind a noun or adjective, so that it is the object of a verb: `la` in
/// `relative aux prix la déclara`.
fn object(reader: &Reader<'_>, at: usize) -> bool {
    let Some(before) = reader.word_before(reader.back(at)).map(|word| word.of(reader.text)) else {
        return false;
    };
    let tie = [
        "act_by",
        "act_on",
        "act_dated",
        "act_the",
        "act_link",
        "article_and",
        "act_tie",
        "act_a",
    ];
    reader.text[..at].ends_with(' ')
        && reader.head("act_object", at).is_some()
        && !tie.iter().any(|list| reader.is(list, before))
        && before.chars().count() > 3
        && !before.ends_with("ing")
}

/// Tells whether `of` and a date stand at a place.
fn dated(reader: &Reader<'_>, at: usize) -> bool {
    reader
        .head("act_dated", at)
        .is_some_and(|end| reader.date_at(reader.skip(end)).is_some())
}

/// Tells whether a word is a verb by its ending and what follows it.
fn verb(reader: &Reader<'_>, word: Span) -> bool {
    let letters = word.of(reader.text);
    let article = [
        "act_the",
        "act_a",
        "act_this",
        "act_these",
        "act_by",
        "act_dated",
        "act_stop",
    ];
    let next = reader.skip(word.end);
    let object = || article.iter().any(|list| reader.head(list, next).is_some());
    reader.ends("act_verb_ending", letters) && letters.chars().count() > 6
        || reader.ends("act_verb_ending_before", letters) && object()
}

/// Tells whether the number that ends at a place counts something and names no act: `order 500 tanks`.
pub(super) fn counts(reader: &Reader<'_>, end: usize) -> bool {
    let next = reader.skip(end);
    next > end
        && reader.word_at(next).is_some_and(|word| {
            let letters = word.of(reader.text);
            let follows = [
                "act_follow",
                "act_stop",
                "act_dated",
                "act_on",
                "act_by",
                "act_enacted",
                "act_be",
            ];
            letters.starts_with(char::is_lowercase)
                && !follows.iter().any(|list| reader.is(list, letters))
                && !["act_verb_ending_before", "act_predicate_ending"]
                    .iter()
                    .any(|list| reader.ends(list, letters))
        })
}

/// Tells whether the word that ends at a place has no capital.
fn in_small(reader: &Reader<'_>, end: usize) -> bool {
    reader
        .word_before(end)
        .is_some_and(|word| !capital(word.of(reader.text)))
}

/// Tells whether a name goes on with another word in a capital: `North Atlantic Treaty Organization`.
pub(super) fn runs_on(reader: &Reader<'_>, end: usize) -> bool {
    let next = reader.skip(end);
    next > end
        && !in_small(reader, end)
        && reader.word_at(next).is_some_and(|word| {
            let letters = word.of(reader.text);
            let other = reader.date_at(next).is_some() || reader.noun_at(next);
            reader.has("act_follow") && capital(letters) && !other && !reader.is("act_follow", letters)
        })
}

/// Tells whether what follows a noun lets it stand for an act: a stop, a verb, a preposition, a name.
pub(super) fn follows(reader: &Reader<'_>, end: usize) -> bool {
    if !reader.has("act_follow") {
        return true;
    }
    let here = reader.skip(end);
    match reader.word_at(here) {
        Some(_) if here == end => false,
        Some(word) => {
            let letters = word.of(reader.text);
            reader.is("act_follow", letters)
                || reader.ends("act_follow_ending", letters)
                || capital(letters) && in_small(reader, end)
                || reader.date_at(here).is_some()
                || reader.head("act_dated", here).is_some()
        }
        None => true,
    }
}
