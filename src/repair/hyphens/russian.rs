//! Russian: particles, adverbs with `по-`, compound adjectives and paired nouns; Cyrillic and in Latin transliteration.

use super::super::Cert;
use super::Break;
use super::decide::Parts;
use super::words::{Class, Language};

/// Particles behind the hyphen.
const BEHIND: [&str; 7] = ["то", "либо", "нибудь", "таки", "ка", "де", "с"];

/// First parts before any adverb, preposition or noun.
const BEFORE: [&str; 12] = [
    "кое",
    "кой",
    "вице",
    "экс",
    "северо",
    "юго",
    "англо",
    "франко",
    "русско",
    "советско",
    "германо",
    "японо",
];

/// Stumps of words and adverbs that are written together with what follows.
const STUMPS: [&str; 50] = [
    "авто",
    "агит",
    "аэро",
    "био",
    "вело",
    "верхне",
    "внутри",
    "высоко",
    "выше",
    "гео",
    "гидро",
    "глав",
    "гор",
    "гос",
    "долго",
    "древне",
    "зам",
    "кино",
    "колхоз",
    "культ",
    "легко",
    "лже",
    "мало",
    "между",
    "металло",
    "микро",
    "много",
    "нефте",
    "ниже",
    "нижне",
    "низко",
    "ново",
    "обще",
    "парт",
    "полит",
    "пром",
    "проф",
    "радио",
    "рай",
    "сверх",
    "сель",
    "соц",
    "спец",
    "средне",
    "старо",
    "строй",
    "тех",
    "тяжело",
    "хоз",
    "электро",
];

const ADJECTIVES: [&str; 20] = [
    "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ых", "их", "ым", "им", "ую",
    "юю", "ыми",
];

/// What the list says and the forms that always take a hyphen.
pub(super) fn listed(parts: &Parts) -> Option<Break> {
    let class = |word: &str| Language::Russian.class(word);
    let (whole, compound) = (class(&parts.whole()), class(&parts.compound()));
    match (whole, compound) {
        (Some(_), None) => Some(Break::Dropped(Cert::High)),
        (None, Some(_)) => Some(Break::Kept(Cert::High)),
        (Some(_), Some(_)) => Some(Break::Dropped(Cert::Medium)),
        (None, None) => always(parts, class),
    }
}

fn always(parts: &Parts, class: impl Fn(&str) -> Option<Class>) -> Option<Break> {
    let (last, next) = (parts.last(), parts.next());
    let particle = BEHIND.contains(&next) && class(last).is_some();
    let before = BEFORE.contains(&last) && class(next).is_some();
    // `по-русски`, `по-новому`; `во-первых`.
    let adverb = last == "по"
        && ["ски", "цки", "ому", "ему", "ьи"]
            .iter()
            .any(|ending| next.ends_with(ending));
    let pair = matches!(
        (last.trim_end_matches('ъ'), next),
        ("из", "за" | "под") | ("мало", "помалу")
    );
    let ordinal = matches!(last, "во" | "в") && ["ых", "их"].iter().any(|ending| next.ends_with(ending));
    (particle || pair || before || adverb || ordinal).then_some(Break::Kept(Cert::High))
}

/// Pairs of words that nobody lists.
pub(super) fn by_parts(parts: &Parts) -> Option<Break> {
    let (last, next) = (parts.last(), parts.next());
    if STUMPS.contains(&last) {
        return Some(Break::Dropped(Cert::Medium));
    }
    let word = |part: &str| part.chars().count() > 3 && Language::Russian.class(part).is_some();
    if parts.capital || !word(next) {
        return None;
    }
    // The first of two adjectives of equal rank ends in -о: `социально-экономический`.
    let ranked = last.ends_with(['о', 'е']) && ADJECTIVES.iter().any(|ending| next.ends_with(ending));
    ((ranked && last.chars().count() > 4 && is_adjective(last)) || word(last)).then_some(Break::Kept(Cert::Medium))
}

/// Tells whether the stem of a first part in -о or -е is that of an adjective.
fn is_adjective(part: &str) -> bool {
    let stem = part.trim_end_matches(['о', 'е']);
    ["ый", "ий", "ой"]
        .iter()
        .any(|ending| Language::Russian.class(&format!("{stem}{ending}")).is_some())
}

/// The same for Russian in Latin letters; `known` tells whether a word is one.
pub(super) fn in_latin(parts: &Parts, known: impl Fn(&str) -> bool) -> Option<Break> {
    if matches!((parts.last(), parts.next()), ("iz", "za" | "pod")) {
        return Some(Break::Kept(Cert::Medium));
    }
    if parts.whole().chars().count() < 6 {
        return None;
    }
    if known(&parts.whole()) {
        return Some(Break::Dropped(Cert::Medium));
    }
    if known(&parts.compound()) {
        return Some(Break::Kept(Cert::Medium));
    }
    let (last, next) = (parts.last(), parts.next());
    let adjective = [
        "yi", "ii", "oi", "aia", "aya", "oe", "ye", "ie", "ogo", "ykh", "ikh", "ym", "im", "uiu", "uyu", "ymi", "oy",
        "yy", "iy",
    ];
    let pair = last.len() > 4
        && last.ends_with('o')
        && next.len() > 5
        && adjective.iter().any(|ending| next.ends_with(ending));
    (pair && known(last) && known(next)).then_some(Break::Kept(Cert::Medium))
}
