//! German: `ck` broken as `k-k` before 1996, and pairs of adjectives. Other compounds are written together, and before a
//! capital the hyphen stays in any language.

use super::super::Cert;
use super::Break;
use super::decide::Parts;
use super::lexicon::Lexicon;

const COLOURS: [&str; 9] = [
    "schwarz", "weiß", "weiss", "rot", "gelb", "blau", "grün", "braun", "grau",
];

/// First parts of names of peoples that take a hyphen: `anglo-amerikanisch`.
const PEOPLES: [&str; 7] = ["anglo", "franko", "austro", "italo", "afro", "russo", "deutsch"];

/// Beginnings of the words that are written with two `k`.
const DOUBLE_K: [&str; 16] = [
    "ak", "ok", "ek", "mek", "mok", "sak", "mak", "marok", "bak", "suk", "trek", "hok", "pek", "yak", "chak", "buk",
];

/// The forms that are always written so or so.
pub(super) fn listed(parts: &Parts, lexicon: &Lexicon) -> Option<Break> {
    let (last, next) = (parts.last(), parts.next());
    if let Some(found) = ck(last, next, lexicon) {
        return Some(found);
    }
    let pair = (last.ends_with("isch") || last.ends_with("lich")) && last.chars().count() > 5 && is_adjective(next);
    let colours = COLOURS.contains(&last) && COLOURS.iter().any(|colour| next.starts_with(colour));
    let peoples = PEOPLES.contains(&last) && is_adjective(next);
    (pair || colours || peoples).then_some(Break::Kept(Cert::Medium))
}

/// An adjective by its ending, with or without an inflection.
fn is_adjective(word: &str) -> bool {
    let stem = ["en", "er", "es", "em", "e"]
        .iter()
        .find_map(|e| word.strip_suffix(e))
        .unwrap_or(word);
    word.chars().count() > 4
        && (["isch", "lich", "ig", "al", "iv", "ell", "är", "ös", "deutsch", "sam"]
            .iter()
            .any(|e| stem.ends_with(e))
            || stem == "sozial")
}

/// `Druk-⏎ker` for `Drucker`: two `k` after a short vowel and before an ending. `Musik-⏎kapelle`, `Ak-⏎kord` are others.
fn ck(last: &str, next: &str, lexicon: &Lexicon) -> Option<Break> {
    let rest = next.strip_prefix('k')?;
    let mut back = last.strip_suffix('k')?.chars().rev();
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'ä' | 'ö' | 'ü');
    if !back.next().is_some_and(vowel) || back.next().is_some_and(|c| vowel(c) && c != 'u') {
        return None;
    }
    let respelt = format!("{}c{next}", &last[..last.len() - 1]);
    match (
        lexicon.count(&respelt) + lexicon.count_inflected(&respelt),
        lexicon.count(&format!("{last}{next}")),
    ) {
        (0, 0) => {}
        (respelt, same) => {
            return Some(if respelt >= same {
                Break::Respelt(Cert::High)
            } else {
                Break::Dropped(Cert::High)
            });
        }
    }
    // A compound of a word in `-ik` goes on with a word and not with an ending.
    let compound = [
        "enn", "ess", "ern", "ul", "ur", "un", "ett", "reis", "eil", "eim", "oll", "an", "am", "as", "ost", "r", "l",
        "n",
    ];
    let ending =
        rest.starts_with(['e', 'i', 'u']) && (!compound.iter().any(|c| rest.starts_with(c)) || rest.starts_with("ung"));
    let short = ["ern", "erns"].contains(&rest);
    (!DOUBLE_K.contains(&last) && (ending || short)).then_some(Break::Respelt(Cert::Medium))
}
