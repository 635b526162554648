//! English: prefixes that take a hyphen, and those that never do; compounds by the words that they are made of.

use super::super::Cert;
use super::Break;
use super::decide::Parts;
use super::lexicon::{English, Lexicon};
use super::words::{Class, Language};

/// Prefixes that take a hyphen before most words, in British English more than in American (Hart's Rules; Fowler).
const LOOSE: [&str; 26] = [
    "non", "anti", "pro", "pre", "post", "co", "re", "counter", "semi", "multi", "ultra", "neo", "pseudo", "extra", "intra", "inter",
    "mid", "sub", "super", "arch", "over", "under", "by", "proto", "crypto", "de",
];

/// Of these, the ones that keep their hyphen where no list knows the word without it.
const HYPHENED: [&str; 15] = [
    "non", "anti", "pro", "pre", "post", "co", "counter", "semi", "multi", "ultra", "neo", "pseudo", "extra", "mid", "arch",
];

/// First parts that are never written together with what follows.
const FREE: [&str; 12] = ["self", "ex", "quasi", "all", "half", "well", "ill", "cross", "vice", "full", "one", "two"];

/// Last parts that take a hyphen after a noun.
const LAST: [&str; 7] = ["like", "type", "style", "based", "led", "elect", "free"];

/// Last parts that are endings, whatever they mean alone.
const ENDINGS: [&str; 22] = [
    "able", "age", "ally", "ant", "ate", "ation", "dom", "ever", "fold", "ful", "hood", "ing", "ion", "less", "ling", "men", "man",
    "ness", "ship", "some", "ward", "wise",
];

/// Endings of family and place names that are words too.
const OF_NAMES: [&str; 48] = [
    "bach", "berg", "borough", "bridge", "brook", "burg", "bury", "castle", "church", "cliff", "croft", "dale", "feld", "field", "ford",
    "gate", "hall", "ham", "hand", "head", "hill", "house", "land", "lands", "ley", "man", "mann", "more", "mouth", "port", "ridge",
    "side", "smith", "son", "stead", "stein", "stone", "ton", "town", "vale", "ville", "ward", "water", "way", "well", "wick", "wood",
    "worth",
];

const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// What the list says, and the spelling of the document where it says both.
pub(super) fn listed(parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    let class = |word: &str| Language::English.class(word);
    // A name alone does not make an ordinary word of lower-case letters.
    let whole = class(&parts.whole()).filter(|c| parts.capital || parts.shouted || *c > Class::Name);
    let compound = class(&parts.compound());
    if TENS.contains(&parts.last()) && class(parts.next()).is_some() && whole.is_none() {
        return Some(Break::Kept(Cert::High));
    }
    match (whole, compound) {
        (None, None) => None,
        (None, Some(_)) => Some(Break::Kept(Cert::High)),
        (Some(whole), compound) if is_loose(parts) => Some(loose(parts, lexicon, whole, compound)),
        (Some(_), None) => Some(Break::Dropped(Cert::High)),
        (Some(whole), Some(compound)) => {
            Some(if compound > whole { Break::Kept(Cert::Medium) } else { Break::Dropped(Cert::Medium) })
        }
    }
}

/// Tells whether a prefix that may take a hyphen stands before a word.
fn is_loose(parts: &Parts) -> bool {
    LOOSE.contains(&parts.tail.as_str()) && Language::English.class(parts.next()) >= Some(Class::Rare)
        || (parts.tail == "to" && ["day", "night", "morrow"].contains(&parts.head.as_str()))
}

/// Decides for a listed word with a prefix that may take a hyphen: `re-election`, but `reform`.
fn loose(parts: &Parts, lexicon: &Lexicon, whole: Class, compound: Option<Class>) -> Break {
    let habit = lexicon.compounds_with(&parts.tail);
    if parts.tail == "to" {
        return if habit > 0 { Break::Kept(Cert::Medium) } else { Break::Dropped(Cert::High) };
    }
    // `co-operate`, `re-enter`, `anti-imperialist`: two equal vowels meet.
    let vowels = parts.tail.chars().next_back() == parts.head.chars().next() && parts.tail.ends_with(['a', 'e', 'i', 'o']);
    let hyphened = HYPHENED.contains(&parts.tail.as_str());
    let kept = match lexicon.english() {
        _ if vowels && habit > 0 => true,
        English::American => compound > Some(whole),
        _ if whole == Class::Common => false,
        English::British => hyphened || vowels || compound > Some(whole),
        English::Unknown => (hyphened && habit > 1) || compound > Some(whole) || (hyphened && whole == Class::Rare),
    };
    if kept { Break::Kept(Cert::Medium) } else { Break::Dropped(Cert::Medium) }
}

/// What the parts tell of a word that the list does not know.
pub(super) fn by_parts(parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    let (last, next) = (parts.last(), parts.next());
    let (before, after) = (is_word(last, lexicon), is_word(next, lexicon));
    if ENDINGS.contains(&next) && !parts.head.contains('-') {
        return Some(Break::Dropped(Cert::Medium));
    }
    if LOOSE.contains(&last) || FREE.contains(&last) {
        let kept = HYPHENED.contains(&last) || FREE.contains(&last);
        return after.then_some(if kept { Break::Kept(Cert::Medium) } else { Break::Dropped(Cert::Medium) });
    }
    if before && LAST.contains(&next) {
        return Some(Break::Kept(Cert::Medium));
    }
    let surname = parts.capital && !parts.tail.contains('-') && OF_NAMES.iter().any(|name| next == *name);
    (before && after && !surname).then_some(Break::Kept(Cert::Medium))
}

/// Tells whether a part is a word that stands alone. Short syllables are too often words by chance.
fn is_word(part: &str, lexicon: &Lexicon) -> bool {
    let class = Language::English.class(part);
    match part.chars().count() {
        0..=2 => ["up", "in", "on", "by", "off", "out"].contains(&part),
        3 => class == Some(Class::Common),
        4 => class >= Some(Class::Known) || lexicon.count(part) > 2,
        _ => class >= Some(Class::Rare) || lexicon.count(part) > 1,
    }
}
