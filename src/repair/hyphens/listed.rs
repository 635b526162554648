//! What a language's word list says of a broken word, and the forms that the language always writes with a hyphen.

use super::super::Cert;
use super::Break;
use super::decide::Parts;
use super::language::{Class, Language};
use super::lexicon::{Lexicon, Variety};
use super::pack::{Compounds, Form, Respelling};

/// What the list says, and the spelling of the document where it says both.
pub(super) fn listed(language: &Language, parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    if let Some(found) = language
        .pack
        .respelling
        .as_ref()
        .and_then(|r| respelt(r, language, parts, lexicon))
    {
        return Some(found);
    }
    let whole = parts.whole();
    let (mut joined, mut compound) = (None, None);
    if whole.chars().count() >= language.pack.list.least {
        // A name alone does not make an ordinary word of lower-case letters.
        joined = language
            .class(&whole)
            .filter(|c| parts.capital || parts.shouted || *c > Class::Name);
        compound = language.class(&parts.compound());
    }
    let broken_off = parts.broken_again
        && language.pack.last.behind.iter().any(|host| host == parts.last())
        && language.pack.last.always.iter().any(|last| last == parts.next());
    match (joined, compound) {
        _ if broken_off => Some(Break::Kept(Cert::High)),
        (None, None) => always(language, parts).then_some(Break::Kept(Cert::High)),
        (None, Some(_)) => Some(Break::Kept(Cert::High)),
        (Some(class), compound) if is_loose(language, parts) => Some(loose(language, parts, lexicon, class, compound)),
        (Some(Class::Rare), None) if is_participle(language, parts) || is_before_common(language, parts) => {
            Some(Break::Kept(Cert::Medium))
        }
        (Some(class), None) if class < Class::Common && is_old_compound(language, parts, lexicon) => {
            Some(Break::Kept(Cert::Low))
        }
        (Some(Class::Rare), None) if are_words(language, parts) => Some(Break::Kept(Cert::Low)),
        (Some(_), None) => Some(Break::Dropped(Cert::High)),
        // Where both stand, the variety that writes more hyphens has the one with it.
        (Some(class), Some(_)) if class < Class::Common && lexicon.variety(language) == Variety::Hyphening => {
            Some(Break::Kept(Cert::Medium))
        }
        (Some(class), Some(compound)) if compound > class || (compound == class && is_participle(language, parts)) => {
            Some(Break::Kept(Cert::Medium))
        }
        (Some(_), Some(_)) => Some(Break::Dropped(Cert::Medium)),
    }
}

/// Tells whether the parts always keep their hyphen, where no list knows the word.
fn always(language: &Language, parts: &Parts) -> bool {
    let (last, next) = (parts.last().to_owned(), parts.next().to_owned());
    let pack = &language.pack;
    let known = |word: &str| language.class(word).is_some();
    (pack.last.always.contains(&next) && (known(&last) || pack.last.behind.contains(&last)))
        || (pack.first.always.contains(&last) && known(&next))
        || (pack.linking_elisions.iter().any(|e| next.starts_with(e.as_str())) && known(&last))
        || pack.form.iter().any(|form| form.sure && form.fits(language, parts))
}

impl Form {
    /// Tells whether two parts are such a pair.
    pub(super) fn fits(&self, language: &Language, parts: &Parts) -> bool {
        let (last, next) = (parts.last().to_owned(), parts.next().to_owned());
        let known = |word: &str| language.class(word).is_some();
        let mut stem = last.chars();
        stem.next_back();
        let ends = |word: &str| self.next_ends.iter().any(|ending| word.ends_with(ending.as_str()));
        (self.first.is_empty() || self.first.contains(&last))
            && (self.first_ends.is_empty() || self.first_ends.iter().any(|ending| last.ends_with(ending.as_str())))
            && last.chars().count() >= self.first_least
            && (self.next.is_empty() || self.next.contains(&next))
            && (self.next_starts.is_empty() || self.next_starts.iter().any(|start| next.starts_with(start.as_str())))
            && (self.next_ends.is_empty()
                || ends(&next)
                || self
                    .next_inflections
                    .iter()
                    .filter_map(|i| next.strip_suffix(i.as_str()))
                    .any(ends))
            && next.chars().count() >= self.next_least
            && !(self.plain && parts.capital && !parts.opens)
            && (!self.first_known || known(&last))
            && (!self.next_known || known(&next))
            && (self.first_as.is_empty()
                || self
                    .first_as
                    .iter()
                    .any(|ending| known(&format!("{}{ending}", stem.as_str()))))
    }
}

/// Tells whether two words meet in a document that parts words by a hyphen which have been written together since: `water-marks`.
fn is_old_compound(language: &Language, parts: &Parts, lexicon: &Lexicon) -> bool {
    are_words(language, parts) && lexicon.parts_words(language)
}

/// Tells whether two words meet that make a compound, and no affix.
fn are_words(language: &Language, parts: &Parts) -> bool {
    let (last, next) = (parts.last(), parts.next());
    let word = |part: &str| part.chars().count() > 3 && language.class(part) >= Some(Class::Known);
    let pack = &language.pack;
    let affix = pack.last.endings.iter().any(|e| e == next) || pack.first.joined.iter().any(|f| f == last);
    language.pack.compounds == Compounds::Any && !parts.capital && !affix && word(last) && word(next)
}

/// Tells whether a word and a participle meet: `profit-sharing`, `hand-picked`; the list has few of them, and without a hyphen.
fn is_participle(language: &Language, parts: &Parts) -> bool {
    let word = |part: &str| part.chars().count() > 3 && language.class(part) >= Some(Class::Known);
    let (last, next) = (parts.last().to_owned(), parts.next().to_owned());
    let pack = &language.pack;
    !pack.first.joined.contains(&last)
        && !pack.first.loose.contains(&last)
        && word(&last)
        && (pack.last.rarely_listed.contains(&next)
            || (pack.participles.iter().any(|ending| next.ends_with(ending.as_str())) && word(&next)))
}

/// Tells whether a first part that mostly keeps its hyphen stands before a common word: `pro-government`.
fn is_before_common(language: &Language, parts: &Parts) -> bool {
    let mostly = language.pack.first.mostly.contains(&parts.tail);
    mostly && language.class(parts.next()) == Some(Class::Common)
}

/// Tells whether a prefix that may take a hyphen stands before a word.
fn is_loose(language: &Language, parts: &Parts) -> bool {
    language.pack.first.loose.contains(&parts.tail) && language.class(parts.next()) >= Some(Class::Rare)
        || is_habit(language, parts)
}

fn is_habit(language: &Language, parts: &Parts) -> bool {
    language
        .pack
        .habits
        .get(&parts.tail)
        .is_some_and(|heads| heads.contains(&parts.head))
}

/// Tells whether a document writes more of the words of habit with a hyphen than without: `near-by`, `any-one`. Those of one
/// first part (`to-day`, `to-night`) say nothing of others.
fn has_habits(language: &Language, parts: &Parts, lexicon: &Lexicon) -> bool {
    let (mut kept, mut joined, mut firsts, mut own) = (0, 0, 0, false);
    for (first, heads) in &language.pack.habits {
        let count = |hyphen: &str| -> u32 {
            heads
                .iter()
                .map(|head| lexicon.count(&format!("{first}{hyphen}{head}")))
                .sum()
        };
        let hyphened = count("-");
        kept += hyphened;
        joined += count("");
        firsts += u32::from(hyphened > 0);
        own |= hyphened > 0 && *first == parts.tail;
    }
    kept > joined && (own || firsts > 1)
}

/// Decides for a listed word with a prefix that may take a hyphen: `re-election`, but `reform`.
fn loose(language: &Language, parts: &Parts, lexicon: &Lexicon, whole: Class, compound: Option<Class>) -> Break {
    let habit = lexicon.compounds_with(&parts.tail);
    if is_habit(language, parts) {
        return if has_habits(language, parts, lexicon) {
            Break::Kept(Cert::Medium)
        } else {
            Break::Dropped(Cert::High)
        };
    }
    // `co-operate`, `re-enter`, `anti-imperialist`: two equal vowels meet.
    let end = parts.tail.chars().next_back();
    let vowels = end == parts.head.chars().next() && end.is_some_and(|c| matches!(c, 'a' | 'e' | 'i' | 'o'));
    let hyphened = language.pack.first.loose_kept.contains(&parts.tail);
    let kept = match lexicon.variety(language) {
        _ if vowels && habit > 0 => true,
        Variety::Joining => compound > Some(whole) || (hyphened && habit > 0 && whole < Class::Common),
        Variety::Hyphening if vowels => true,
        _ if whole == Class::Common => false,
        Variety::Hyphening => {
            hyphened
                || compound > Some(whole)
                || (whole == Class::Rare && language.pack.first.loose_rare.contains(&parts.tail))
        }
        Variety::Unknown => hyphened || compound > Some(whole),
    };
    if kept {
        Break::Kept(Cert::Medium)
    } else {
        Break::Dropped(Cert::Medium)
    }
}

/// `Druk-⏎ker` for `Drucker`: the letter is doubled after a short vowel and before an ending.
fn respelt(rule: &Respelling, language: &Language, parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    let (last, next) = (parts.last(), parts.next());
    let rest = next.strip_prefix(rule.next)?;
    let before = last.strip_suffix(rule.was)?;
    let mut back = before.chars().rev();
    let vowel = |c: char| language.is_vowel(c);
    // After two vowels it is long, but for the `u` of `qu`.
    if !back.next().is_some_and(vowel) || back.next().is_some_and(|c| vowel(c) && c != 'u') {
        return None;
    }
    let respelt = format!("{before}{}{next}", rule.is);
    let in_document = lexicon.count(&respelt) + lexicon.count_inflected(&respelt);
    match (in_document, lexicon.count(&format!("{last}{next}"))) {
        (0, 0) => {}
        (respelt, same) if respelt >= same => return Some(Break::Respelt(rule.is, Cert::High)),
        _ => return Some(Break::Dropped(Cert::High)),
    }
    let longest = |starts: &[String]| {
        let fitting = starts.iter().filter(|start| rest.starts_with(start.as_str()));
        fitting.map(String::len).max()
    };
    let ending = rule.whole_endings.iter().any(|whole| whole == rest) || longest(&rule.endings) > longest(&rule.words);
    (ending && !rule.unless.iter().any(|end| last.ends_with(end.as_str())))
        .then_some(Break::Respelt(rule.is, Cert::Medium))
}
