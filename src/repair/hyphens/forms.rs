//! What the parts tell of a broken word that no list knows: two words make a compound, a prefix and an ending do not.

use super::super::Cert;
use super::Break;
use super::decide::Parts;
use super::language::{Class, Language};
use super::lexicon::Lexicon;
use super::pack::Compounds;

/// What the parts of a word tell by the rules of one language.
pub(super) fn by_parts(language: &Language, parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    let (last, next) = (parts.last().to_owned(), parts.next().to_owned());
    let pack = &language.pack;
    if pack.first.counting.contains(&last) && language.class(&next) >= Some(Class::Known) {
        return Some(Break::Kept(Cert::Medium));
    }
    if (pack.last.endings.contains(&next) || pack.first.joined.contains(&last)) && !parts.head.contains('-') {
        return Some(Break::Dropped(Cert::Medium));
    }
    let after = is_word(language, &next, lexicon);
    if pack.first.loose.contains(&last) || pack.first.mostly.contains(&last) {
        let kept = pack.first.loose_kept.contains(&last) || pack.first.mostly.contains(&last);
        return after.then_some(if kept {
            Break::Kept(Cert::Medium)
        } else {
            Break::Dropped(Cert::Medium)
        });
    }
    let named = pack.compounds == Compounds::Any
        && parts.capital
        && last.chars().count() > 4
        && language.class(&last).is_some();
    let before = named || is_word(language, &last, lexicon);
    let short = last.chars().count().min(next.chars().count()) < pack.compound_least;
    let compound = match pack.compounds {
        _ if short => false,
        Compounds::None => false,
        Compounds::Plain => (!parts.capital || parts.opens) && before && after,
        Compounds::Any => before && after && !is_name(language, parts),
    };
    let kept = compound
        || (before && pack.last.mostly.contains(&next))
        || pack.form.iter().any(|form| !form.sure && form.fits(language, parts));
    kept.then_some(Break::Kept(Cert::Medium))
}

/// Tells whether a word with a capital is rather a name whose syllables are words by chance: `Cock-⏎burn`, `Hart-⏎field`.
fn is_name(language: &Language, parts: &Parts) -> bool {
    let (last, next) = (parts.last().chars().count(), parts.next().chars().count());
    let long = next > 4 || (last > 5 && language.class(parts.next()) >= Some(Class::Known));
    let ending = language.pack.last.of_names.iter().any(|name| name == parts.next());
    parts.capital && !parts.tail.contains('-') && (!long || ending)
}

/// Tells whether a part is a word that stands alone. Short syllables are too often words by chance.
fn is_word(language: &Language, part: &str, lexicon: &Lexicon) -> bool {
    let class = language.class(part);
    // What the document shows is a word of its main language.
    let count = |part| {
        if lexicon.own().next().is_some_and(|main| main.tag == language.tag) {
            lexicon.count(part)
        } else {
            0
        }
    };
    match part.chars().count() {
        0..=2 => language.pack.short_words.iter().any(|word| word == part),
        3 => class == Some(Class::Common),
        4 => class >= Some(Class::Known) || count(part) > 2,
        _ => class >= Some(Class::Rare) || count(part) > 1 || is_derived(language, part),
    }
}

/// Tells whether a long word is made of a known one with an ending that any word may take.
fn is_derived(language: &Language, word: &str) -> bool {
    let known = |stem: &str| language.class(stem) >= Some(Class::Known);
    let stems = language
        .pack
        .derivations
        .iter()
        .filter_map(|ending| word.strip_suffix(ending.as_str()));
    stems
        .filter(|stem| stem.chars().count() > 4)
        .any(|stem| known(stem) || known(&format!("{stem}e")))
}
