//! Comparing names and titles as people write them.

use crate::annotate::citations;

/// Returns a surname in small letters: that of `R. W. Dunmore`, `Dunmore, R. W.`, `Иванов И. И.`, `Dunmore`. That of an office
/// or society is its whole name: `Ministry of Food`.
pub(super) fn surname(name: &str) -> String {
    // `George C. Harrow, Jr.`
    let suffix = |words: &str| matches!(words.trim().trim_end_matches('.'), "Jr" | "Sr" | "II" | "III");
    let name = name
        .rsplit_once(',')
        .filter(|(_, last)| suffix(last))
        .map_or(name, |(name, _)| name);
    if let Some((surname, _)) = name.split_once(',') {
        return fold(surname);
    }
    let words: Vec<&str> = name.split([' ', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    if words.iter().rev().skip(1).any(|word| citations::is_body(word)) {
        return fold(name);
    }
    // Initials behind: the surname is what stands before them.
    if let Some(first) = words
        .iter()
        .position(|w| is_initial(w))
        .filter(|first| *first > 0 && words[*first..].iter().all(|w| is_initial(w)))
    {
        return fold(&words[..first].join(" "));
    }
    // `R.W.Dunmore` has no spaces.
    let last = words
        .last()
        .map_or(name, |w| w.rsplit('.').find(|p| !p.is_empty()).unwrap_or(w));
    fold(last)
}

/// Tells whether a word is made of initials: `R.`, `И.И.`, `JJ`.
fn is_initial(word: &str) -> bool {
    let letters = word.split(['.', '-']).filter(|p| !p.is_empty());
    let short = letters.clone().all(|p| p.chars().count() == 1) && word.contains('.');
    short || word.chars().count() <= 2 && word.chars().all(char::is_uppercase)
}

/// Tells whether a word is a small one within a name, no initial: the first of `Von Hagel`.
fn is_particle(word: &str) -> bool {
    word.chars().count() > 1 && citations::is_particle(word)
}

/// Returns the initial of the first forename.
fn initial(name: &str) -> Option<String> {
    let own = surname(name);
    name.split([' ', '.', ',', '\u{a0}'])
        .map(fold)
        .find(|w| !w.is_empty() && *w != own && !own.split(' ').any(|o| o == w) && !is_particle(w))
        .and_then(|w| w.chars().next())
        .map(String::from)
}

/// Tells whether two names may be one person's.
pub(super) fn agree(one: &str, other: &str) -> bool {
    surname(one) == surname(other) && initial(one).zip(initial(other)).is_none_or(|(a, b)| a == b)
}

/// Returns the words of a title that tell something, in small letters: those of four letters and more, else all.
pub(super) fn weighty(title: &str) -> Vec<String> {
    let words = || {
        let words = title.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’' && c != '-');
        words.map(fold).filter(|w| !w.is_empty())
    };
    let long: Vec<String> = words().filter(|w| w.chars().count() > 3).collect();
    if long.is_empty() { words().collect() } else { long }
}

/// Writes words in small letters without signs.
fn fold(words: &str) -> String {
    let letters = words.chars().filter(|c| c.is_alphanumeric() || *c == ' ');
    letters
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Writes words as an identifier: Latin letters and figures, at most `most` words, tied by hyphens.
pub(super) fn slug(words: &str, most: usize) -> String {
    let parts = words.split(|c: char| !c.is_alphanumeric() && !"'’ʼ".contains(c));
    let parts = parts.map(|p| {
        p.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .map(latin)
            .collect::<String>()
    });
    parts.filter(|p| !p.is_empty()).take(most).collect::<Vec<_>>().join("-")
}

/// Writes a small letter with Latin letters: Cyrillic as the Library of Congress does without its signs, others without
/// their marks.
fn latin(c: char) -> String {
    const CYRILLIC: [&str; 32] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh",
        "ts", "ch", "sh", "shch", "", "y", "", "e", "iu", "ia",
    ];
    match c {
        'а'..='я' => CYRILLIC[c as usize - 'а' as usize].to_owned(),
        'ё' => "e".to_owned(),
        'ß' => "ss".to_owned(),
        'ø' => "o".to_owned(),
        'ł' => "l".to_owned(),
        'æ' => "ae".to_owned(),
        'œ' => "oe".to_owned(),
        c if c.is_ascii() => c.to_string(),
        c => {
            use unicode_normalization::UnicodeNormalization as _;
            let base = c.nfd().next().unwrap_or(c);
            if base.is_ascii_alphanumeric() || base.is_alphabetic() {
                base.to_string()
            } else {
                String::new()
            }
        }
    }
}
