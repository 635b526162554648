//! The decision for a word that runs on: the document first, then its languages, then other languages, then the parts.

use super::super::Cert;
use super::Break;
use super::forms;
use super::language::{Class, Language};
use super::lexicon::{Lexicon, plain};
use super::listed::listed;
use super::sign::is_hyphen;
use super::syllables;

/// A word as a line end cut it.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    /// What stands before the hyphen, in lower case; it may hold hyphens: `mother-in`.
    pub(super) tail: String,
    /// What follows, in lower case: `law`, `to-day`.
    pub(super) head: String,
    /// The first letter is a capital, and no elision stands before it.
    pub(super) capital: bool,
    /// The word opens a sentence, so that a capital need not tell a name.
    pub(super) opens: bool,
    /// The word before has a capital too.
    pub(super) behind_name: Option<String>,
    /// The first part is an abbreviation with its stop: `Dr.-⏎Ing.`
    pub(super) abbreviated: bool,
    /// What follows is an elision and a name: `Pelletier-⏎d'Oisy`.
    pub(super) elided_name: bool,
    /// All is in capitals.
    pub(super) shouted: bool,
    /// The last part before the hyphen is an abbreviation in capitals, what follows is not.
    pub(super) acronym: bool,
    /// A line end with a hyphen follows what follows.
    pub(super) broken_again: bool,
}

impl Parts {
    /// Takes the word apart; `None` where no letters meet at the hyphen.
    pub(super) fn of(before: &str, body: &str, first: &str) -> Option<Self> {
        let inner = |c: &char| c.is_alphanumeric() || matches!(c, '\'' | '’' | 'ʹ' | '\u{ad}') || is_hyphen(*c);
        let stem = body.strip_suffix('.').unwrap_or(body);
        let tail: String = stem
            .chars()
            .rev()
            .take_while(inner)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let head: String = first.chars().take_while(inner).collect();
        let broken_again = first.ends_with(is_hyphen);
        let tail = tail.trim_start_matches(|c: char| !c.is_alphanumeric());
        let head = head.trim_end_matches(|c: char| !c.is_alphanumeric() && c != 'ʹ' && c != '\'');
        let abbreviated = stem.len() < body.len() && is_abbreviation(tail, head);
        // A soft sign in Latin letters; an apostrophe may also close a quotation.
        let soft = || body.ends_with(['ʹ', '\'', '’']);
        let closed = body.ends_with(char::is_alphanumeric) || abbreviated || soft();
        if !first.starts_with(char::is_alphanumeric) || !closed {
            return None;
        }
        let cased = |word: &str, upper: bool| {
            let letters = word.chars().filter(|c| c.is_alphabetic());
            letters.clone().count() > usize::from(upper)
                && letters
                    .clone()
                    .all(|c| if upper { c.is_uppercase() } else { !c.is_uppercase() })
        };
        let last = tail.rsplit(is_hyphen).next().unwrap_or(tail);
        Some(Self {
            capital: tail.starts_with(char::is_uppercase) && !elided(tail).is_some_and(char::is_lowercase),
            opens: opens_sentence(before),
            behind_name: name_before(before),
            abbreviated,
            elided_name: head.starts_with(char::is_lowercase) && elided(head).is_some_and(char::is_uppercase),
            shouted: cased(tail, true) && head.chars().all(|c| !c.is_lowercase()),
            acronym: cased(last, true) && cased(head, false) && head.chars().count() > 2,
            broken_again,
            tail: plain(tail),
            head: plain(head),
        })
    }

    /// Tells whether an apostrophe that may close a quotation stands before the hyphen.
    pub(super) fn may_be_quoted(&self) -> bool {
        self.tail.ends_with('\'')
    }

    /// The word without the hyphen.
    pub(super) fn whole(&self) -> String {
        format!("{}{}", self.tail, self.head)
    }

    /// The word with it.
    pub(super) fn compound(&self) -> String {
        format!("{}-{}", self.tail, self.head)
    }

    /// The part before the hyphen, without further parts before it.
    pub(super) fn last(&self) -> &str {
        self.tail.rsplit('-').next().unwrap_or(&self.tail)
    }

    /// The part after the hyphen, without further parts behind it.
    pub(super) fn next(&self) -> &str {
        self.head.split('-').next().unwrap_or(&self.head)
    }

    /// The parts at the hyphen alone; `None` where there are no others.
    fn inner(&self) -> Option<Self> {
        let more = self.tail.contains('-') || self.head.contains('-');
        more.then(|| Self {
            tail: self.last().to_owned(),
            head: self.next().to_owned(),
            ..self.clone()
        })
    }

    /// The languages of these in which the word may be by its letters.
    fn among<'a>(
        &'a self,
        languages: impl Iterator<Item = &'a Language> + 'a,
    ) -> impl Iterator<Item = &'a Language> + 'a {
        languages.filter(|language| language.writes(&self.tail) && language.writes(&self.head))
    }

    /// Tells whether the word breaks off before a conjunction, as in `short-⏎and long-term`.
    pub(super) fn is_suspended(&self, lexicon: &Lexicon) -> bool {
        lexicon.own().any(|l| l.pack.conjunctions.contains(&self.head))
            && !is_known(&self.whole(), lexicon)
            && lexicon.count(&self.compound()) == 0
    }
}

/// Tells whether letters before a stop and a hyphen are an abbreviation, and no sentence with a dash behind it.
fn is_abbreviation(tail: &str, head: &str) -> bool {
    let last = tail.rsplit(is_hyphen).next().unwrap_or(tail);
    let letters = last.chars().count();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let plain = last.chars().all(char::is_alphabetic) && letters > 0;
    // `J.-⏎P.`, `ген.-⏎майор`, `Dr.-⏎Ing.`
    plain && (letters == 1 || (letters < 6 && !capital(head)) || (letters < 4 && capital(last)))
}

/// Returns the first letter behind the elision that a word begins with: the `a` of `L'archevêque`.
fn elided(word: &str) -> Option<char> {
    let mut letters = word.chars().skip(1);
    letters.next().filter(|c| matches!(c, '\'' | '’'))?;
    letters.next()
}

/// Tells whether a sentence ends before a word: not at an initial or a short abbreviation.
fn opens_sentence(before: &str) -> bool {
    let end = before.trim_end().trim_end_matches(['"', '”', '»', '’', ')']);
    let Some(rest) = end.strip_suffix('.') else {
        return end.ends_with(['!', '?', '…']);
    };
    let last: Vec<char> = rest.chars().rev().take_while(|c| c.is_alphanumeric()).collect();
    last.len() > 3 || (!last.is_empty() && last.iter().all(char::is_ascii_digit))
}

/// Returns the word before in lower case where it begins with a capital.
fn name_before(before: &str) -> Option<String> {
    let word = before.split_whitespace().next_back()?;
    (word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphanumeric)).then(|| plain(word))
}

/// Tells whether the document or the list of one of its languages has the word.
pub(super) fn is_known(word: &str, lexicon: &Lexicon) -> bool {
    lexicon.count(word) > 0 || is_listed(word, lexicon)
}

/// Tells whether the list of one of the document's languages has the word.
pub(super) fn is_listed(word: &str, lexicon: &Lexicon) -> bool {
    lexicon
        .own()
        .any(|language| !language.is_transliteration() && language.class(word) > Some(Class::Name))
}

/// Tells whether the document, or the list of any language in whose letters it is, has the word.
pub(super) fn is_known_anywhere(parts: &Parts, lexicon: &Lexicon) -> bool {
    let whole = parts.whole();
    lexicon.count(&whole) > 0
        || parts
            .among(lexicon.languages())
            .any(|language| language.class(&whole).is_some())
}

/// Decides for a word that runs on in letters of one kind.
pub(super) fn decide(parts: &Parts, lexicon: &Lexicon) -> Break {
    linked(parts, lexicon)
        .or_else(|| in_document(parts, lexicon))
        .or_else(|| in_languages(parts, lexicon))
        .or_else(|| {
            parts
                .inner()
                .and_then(|inner| in_document(&inner, lexicon).or_else(|| in_languages(&inner, lexicon)))
        })
        .or_else(|| abroad(parts, lexicon))
        .or_else(|| by_parts(parts, lexicon))
        .unwrap_or_else(|| joined(parts, lexicon))
}

/// A compound of three and more parts, broken at the word that links them. `dis-or-⏎ganised` is none: what meets there is a
/// word. Names may be of any language.
fn linked(parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    let (last, next) = (parts.last().to_owned(), parts.next().to_owned());
    let own = |language: &Language| language.pack.links.contains(&last) || language.pack.links_before.contains(&last);
    let link = |language: &Language| language.pack.links.contains(&next);
    let (mut before, mut after) = (lexicon.own().any(own), lexicon.own().any(link));
    after |= parts.capital && lexicon.others().any(link);
    before &= parts.tail.contains('-');
    after &= parts.head.contains('-');
    if !(before || after) || lexicon.count(&parts.whole()) > 0 {
        return None;
    }
    let same = parts.tail.split('-').next() == Some(parts.next());
    let met = format!("{last}{next}");
    let named = || parts.capital && lexicon.own().any(|language| language.class(&met).is_some());
    let by_chance = !same && (is_known(&met, lexicon) || named());
    (!by_chance || is_known(&parts.compound(), lexicon)).then_some(Break::Kept(Cert::High))
}

/// What the document shows elsewhere.
fn in_document(parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    let (whole, compound) = (parts.whole(), parts.compound());
    // A compound that no list knows while the word is an ordinary one was cut at the end of a line long ago.
    let stale = || {
        let ordinary = parts
            .among(lexicon.own())
            .any(|l| !l.is_transliteration() && l.class(&whole) >= Some(Class::Known));
        ordinary && !(is_known(&parts.tail, lexicon) && is_known(&parts.head, lexicon))
    };
    match (lexicon.count(&whole), lexicon.count(&compound)) {
        (0, 0) => {}
        (joined, kept) if joined > kept => return Some(Break::Dropped(Cert::High)),
        (joined, kept) if kept > joined && !stale() => return Some(Break::Kept(Cert::High)),
        _ => return None,
    }
    let kept = lexicon.count_compounds_like(&compound);
    if kept == 0 && is_listed(&whole, lexicon) {
        return None;
    }
    match (lexicon.count_inflected(&whole), kept) {
        (0, 0) => None,
        (joined, kept) if kept > joined && !stale() => Some(Break::Kept(Cert::High)),
        (joined, kept) if joined > kept => Some(Break::Dropped(Cert::High)),
        _ => None,
    }
}

/// What the rules and lists of the document's languages say.
fn in_languages(parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    parts
        .among(lexicon.own())
        .filter(|language| !language.is_transliteration())
        .find_map(|language| listed(language, parts, lexicon))
}

/// A word of another language than the document's: a list knows it, or knows it as a transliterated one.
fn abroad(parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    let (whole, compound) = (parts.whole(), parts.compound());
    let long = whole.chars().count() > 5;
    for language in parts.among(lexicon.others()).filter(|l| !l.is_transliteration()) {
        if long && language.class(&whole).is_some() {
            return Some(Break::Dropped(Cert::Medium));
        }
        if language.class(&compound).is_some() {
            return Some(Break::Kept(Cert::Medium));
        }
    }
    let transliterations = parts.among(lexicon.languages()).filter(|l| l.is_transliteration());
    transliterations
        .filter_map(|l| listed(l, parts, lexicon).or_else(|| forms::by_parts(l, parts, lexicon)))
        .map(|found| found.at_most(Cert::Medium))
        .next()
}

/// What the parts tell of a word that nobody lists.
fn by_parts(parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    if parts.elided_name || syllables::are_name(parts, lexicon) {
        return Some(Break::Kept(Cert::Medium));
    }
    let acronyms = parts.shouted && lexicon.count(parts.last()) > 0 && lexicon.count(parts.next()) > 0;
    let mut letters = parts.tail.chars();
    let single = letters
        .next()
        .filter(|_| letters.next().is_none() && parts.next().chars().count() > 3);
    // A consonant is no syllable: `x-beliebig`.
    let letter = single.is_some_and(|letter| {
        (parts.capital && is_listed(parts.next(), lexicon)) || !parts.among(lexicon.own()).any(|l| l.is_vowel(letter))
    });
    // A word said twice: `еле-еле`, `как-никак`.
    let (last, next) = (parts.last(), parts.next());
    let twice = last.chars().count() > 2 && next.strip_suffix(last).is_some_and(|before| before.chars().count() < 3);
    // A hyphen set for a dash: `the War-⏎the last`.
    let common = |language: &Language| language.pack.common.iter().any(|word| word == next);
    let opener = |language: &Language| language.pack.openers.iter().any(|word| word == next);
    let dash = next.chars().count() > 2
        && ((lexicon.own().any(common) && is_listed(last, lexicon))
            || (last.chars().count() > 2 && lexicon.own().any(opener)));
    if acronyms || letter || twice || dash {
        return Some(Break::Kept(Cert::Medium));
    }
    parts
        .among(lexicon.own())
        .filter(|language| !language.is_transliteration())
        .find_map(|language| forms::by_parts(language, parts, lexicon))
}

/// One word, as most are; how sure that is, the place of the break tells.
fn joined(parts: &Parts, lexicon: &Lexicon) -> Break {
    let (whole, at) = (parts.whole(), parts.tail.len());
    let legal = parts.among(lexicon.own()).any(|language| language.breaks(&whole, at));
    let doubtful = is_known(&parts.tail, lexicon) && is_known(&parts.head, lexicon);
    Break::Dropped(if legal && !doubtful { Cert::Medium } else { Cert::Low })
}
