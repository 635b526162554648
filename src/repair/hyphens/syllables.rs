//! Names that are written syllable by syllable: `Kai-shek`, `Il-sung`, `Kuo-min-tang`, in the older transcriptions of Chinese
//! and Korean.

use super::decide::Parts;
use super::language::Language;
use super::lexicon::Lexicon;

/// So many compounds of two such syllables show that a document writes its names so.
const HABIT: usize = 2;

/// Tells whether the parts are such syllables of a name: behind a name of one syllable, or in a document that writes others so.
pub(super) fn are_name(parts: &Parts, lexicon: &Lexicon) -> bool {
    let of = |word: &str| lexicon.own().any(|language| is_syllable(language, word));
    let whole = parts.compound();
    if !whole.split('-').all(|part| of(bare(part))) {
        return false;
    }
    let others = || {
        lexicon
            .compounds()
            .filter(|word| word.split('-').all(|part| of(bare(part))))
    };
    parts.capital && (whole.matches('-').count() > 1 || parts.behind_name.as_deref().is_some_and(of))
        || others().filter(|word| *word != whole).take(HABIT).count() == HABIT
}

/// A part without the ending of a genitive.
fn bare(part: &str) -> &str {
    part.strip_suffix("'s").unwrap_or(part)
}

/// Tells whether letters are a beginning and an ending of a syllable by the language's tables.
fn is_syllable(language: &Language, word: &str) -> bool {
    let table = &language.pack.syllables;
    table.endings.iter().any(|ending| {
        word.strip_suffix(ending.as_str())
            .is_some_and(|start| start.is_empty() || table.beginnings.iter().any(|b| b == start))
    })
}
