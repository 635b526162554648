//! English: prefixes that take a hyphen, and those that never do; compounds by the words that they are made of.

use super::super::Cert;
use super::Break;
use super::decide::Parts;
use super::lexicon::{English, Lexicon};
use super::words::{Class, Language};

/// Prefixes that take a hyphen before most words, in British English more than in American (Hart's Rules; Fowler).
const LOOSE: [&str; 26] = [
    "non", "anti", "pro", "pre", "post", "co", "re", "counter", "semi", "multi", "ultra", "neo", "pseudo", "extra",
    "intra", "inter", "mid", "sub", "super", "arch", "over", "under", "by", "proto", "crypto", "de",
];

/// Of these, the ones that keep their hyphen in all but American English, except in the commonest words.
const HYPHENED: [&str; 15] = [
    "non", "anti", "pro", "pre", "post", "co", "counter", "semi", "multi", "ultra", "neo", "pseudo", "extra", "mid",
    "arch",
];

/// First parts that are never written together with what follows.
const FREE: [&str; 26] = [
    "self",
    "ex",
    "quasi",
    "all",
    "half",
    "well",
    "ill",
    "cross",
    "vice",
    "full",
    "socio",
    "politico",
    "ethno",
    "economico",
    "historico",
    "anglo",
    "franco",
    "russo",
    "sino",
    "austro",
    "italo",
    "judeo",
    "afro",
    "graeco",
    "greco",
    "indo",
];

/// First parts that are written together with what follows where no list knows the word.
const JOINED: [&str; 30] = [
    "fore", "out", "un", "mis", "dis", "hyper", "poly", "micro", "macro", "mono", "electro", "hydro", "thermo",
    "photo", "radio", "tele", "psycho", "auto", "bio", "geo", "cardio", "contra", "meta", "para", "retro", "trans",
    "tri", "uni", "supra", "iso",
];

/// Numbers that count what follows: `five-man`, `third-class`.
const NUMBERS: [&str; 17] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "first",
    "second", "third", "fourth", "fifth",
];

/// Last parts that take a hyphen after a noun.
const LAST: [&str; 7] = ["like", "type", "style", "based", "led", "elect", "free"];

/// Last parts that are endings, whatever they mean alone.
const ENDINGS: [&str; 23] = [
    "able", "age", "ally", "ant", "ate", "ation", "dom", "ever", "fold", "ful", "hood", "ing", "ion", "less", "ling",
    "men", "man", "ness", "nesses", "ship", "some", "ward", "wise",
];

/// Endings of family and place names that are words too.
const OF_NAMES: [&str; 48] = [
    "bach", "berg", "borough", "bridge", "brook", "burg", "bury", "castle", "church", "cliff", "croft", "dale", "feld",
    "field", "ford", "gate", "hall", "ham", "hand", "head", "hill", "house", "land", "lands", "ley", "man", "mann",
    "more", "mouth", "port", "ridge", "side", "smith", "son", "stead", "stein", "stone", "ton", "town", "vale",
    "ville", "ward", "water", "way", "well", "wick", "wood", "worth",
];

const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

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
        (Some(Class::Rare), None) if is_participle(parts) => Some(Break::Kept(Cert::Medium)),
        (Some(_), None) => Some(Break::Dropped(Cert::High)),
        (Some(whole), Some(compound)) => Some(if compound > whole {
            Break::Kept(Cert::Medium)
        } else {
            Break::Dropped(Cert::Medium)
        }),
    }
}

/// Tells whether a word and a participle meet: `profit-sharing`, `hand-picked`; the list has few of them, and without a hyphen.
fn is_participle(parts: &Parts) -> bool {
    let word = |part: &str| part.chars().count() > 3 && Language::English.class(part) >= Some(Class::Known);
    let (last, next) = (parts.last(), parts.next());
    !JOINED.contains(&last)
        && !LOOSE.contains(&last)
        && word(last)
        && (next == "like" || ((next.ends_with("ing") || next.ends_with("ed")) && word(next)))
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
        return if habit > 0 {
            Break::Kept(Cert::Medium)
        } else {
            Break::Dropped(Cert::High)
        };
    }
    // `co-operate`, `re-enter`, `anti-imperialist`: two equal vowels meet.
    let vowels =
        parts.tail.chars().next_back() == parts.head.chars().next() && parts.tail.ends_with(['a', 'e', 'i', 'o']);
    let hyphened = HYPHENED.contains(&parts.tail.as_str());
    let kept = match lexicon.english() {
        _ if vowels && habit > 0 => true,
        English::American => compound > Some(whole) || (hyphened && habit > 0 && whole < Class::Common),
        _ if whole == Class::Common => false,
        English::British => {
            hyphened || vowels || compound > Some(whole) || (parts.tail == "inter" && whole == Class::Rare)
        }
        English::Unknown => hyphened || compound > Some(whole),
    };
    if kept {
        Break::Kept(Cert::Medium)
    } else {
        Break::Dropped(Cert::Medium)
    }
}

/// What the parts tell of a word that the list does not know.
pub(super) fn by_parts(parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    let (last, next) = (parts.last(), parts.next());
    let named = parts.capital && last.chars().count() > 4 && Language::English.class(last).is_some();
    let (before, after) = (named || is_word(last, lexicon), is_word(next, lexicon));
    if NUMBERS.contains(&last) && Language::English.class(next) >= Some(Class::Known) {
        return Some(Break::Kept(Cert::Medium));
    }
    if (ENDINGS.contains(&next) || (JOINED.contains(&last) && after)) && !parts.head.contains('-') {
        return Some(Break::Dropped(Cert::Medium));
    }
    if LOOSE.contains(&last) || FREE.contains(&last) {
        let kept = HYPHENED.contains(&last) || FREE.contains(&last);
        return after.then_some(if kept {
            Break::Kept(Cert::Medium)
        } else {
            Break::Dropped(Cert::Medium)
        });
    }
    if before && LAST.contains(&next) {
        return Some(Break::Kept(Cert::Medium));
    }
    (before && after && !is_name(parts)).then_some(Break::Kept(Cert::Medium))
}

/// Tells whether a word with a capital is rather a name whose syllables are words by chance: `Cock-⏎burn`, `Hart-⏎field`.
fn is_name(parts: &Parts) -> bool {
    let (last, next) = (parts.last().chars().count(), parts.next().chars().count());
    let long = next > 4 || (last > 5 && Language::English.class(parts.next()) >= Some(Class::Known));
    parts.capital && !parts.tail.contains('-') && (!long || OF_NAMES.contains(&parts.next()))
}

/// Tells whether a part is a word that stands alone. Short syllables are too often words by chance.
fn is_word(part: &str, lexicon: &Lexicon) -> bool {
    let class = Language::English.class(part);
    match part.chars().count() {
        0..=2 => ["up", "in", "on", "by", "off", "out"].contains(&part),
        3 => class == Some(Class::Common),
        4 => class >= Some(Class::Known) || lexicon.count(part) > 2,
        _ => class >= Some(Class::Rare) || lexicon.count(part) > 1 || is_derived(part),
    }
}

/// Tells whether a long word is made of a known one with an ending that any word may take.
fn is_derived(word: &str) -> bool {
    let stems = ["ism", "ist", "ists", "ness", "er", "ers", "ite", "ites", "ing", "ed"]
        .iter()
        .filter_map(|e| word.strip_suffix(e));
    let known = |stem: &str| Language::English.class(stem) >= Some(Class::Known);
    stems
        .filter(|stem| stem.chars().count() > 4)
        .any(|stem| known(stem) || known(&format!("{stem}e")))
}
