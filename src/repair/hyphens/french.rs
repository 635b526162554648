//! French: pronouns behind their verb, `-ci` and `-là`, `même`, and first parts that take a hyphen.

use super::super::Cert;
use super::Break;
use super::decide::Parts;
use super::words::Language;

/// What stands behind a hyphen after any verb, pronoun or noun.
const BEHIND: [&str; 24] = [
    "je", "tu", "il", "ils", "elle", "elles", "on", "nous", "vous", "ce", "ci", "là", "moi", "toi", "le", "la", "les",
    "lui", "leur", "y", "en", "même", "mêmes", "t",
];

/// First parts that are not written together with what follows where no list knows the word so.
const BEFORE: [&str; 24] = [
    "vice",
    "demi",
    "mi",
    "semi",
    "ex",
    "non",
    "sous",
    "avant",
    "après",
    "arrière",
    "franco",
    "anglo",
    "germano",
    "russo",
    "austro",
    "italo",
    "grand",
    "grands",
    "petit",
    "saint",
    "sainte",
    "quasi",
    "outre",
    "lieutenant",
];

/// What the list says and the forms that always take a hyphen.
pub(super) fn listed(parts: &Parts) -> Option<Break> {
    let class = |word: &str| Language::French.class(word);
    let (whole, compound) = (class(&parts.whole()), class(&parts.compound()));
    match (whole, compound) {
        (Some(_), None) => Some(Break::Dropped(Cert::High)),
        (None, Some(_)) => Some(Break::Kept(Cert::High)),
        (Some(_), Some(_)) => Some(Break::Dropped(Cert::Medium)),
        (None, None) => {
            let behind = BEHIND.contains(&parts.next())
                && (class(parts.last()).is_some() || parts.last() == "t" || parts.tail == "a");
            let before = BEFORE.contains(&parts.last()) && class(parts.next()).is_some();
            (behind || before).then_some(Break::Kept(Cert::High))
        }
    }
}

/// Two words of some length make a compound: `écrivain-voyageur`.
pub(super) fn by_parts(parts: &Parts) -> Option<Break> {
    let word = |part: &str| part.chars().count() > 3 && Language::French.class(part).is_some();
    (!parts.capital && word(parts.last()) && word(parts.next())).then_some(Break::Kept(Cert::Medium))
}
