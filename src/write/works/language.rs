//! The language of a work, as far as the letters and small words of its titles tell.

/// A language that titles can be told to be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::write) enum Language {
    English,
    German,
    French,
    Italian,
    Russian,
    Ukrainian,
    Belarusian,
}

/// Words of which a title of the language has one, and a title of the others has none.
const SMALL_WORDS: [(Language, &[&str]); 4] = [
    (
        Language::English,
        &["the", "of", "and", "from", "with", "on", "for", "its"],
    ),
    (
        Language::German,
        &[
            "der", "die", "das", "und", "zur", "zum", "im", "für", "von", "über", "des", "eine", "ein",
        ],
    ),
    (
        Language::French,
        &[
            "le", "la", "les", "du", "et", "des", "une", "dans", "sous", "au", "aux", "d", "l",
        ],
    ),
    (
        Language::Italian,
        &[
            "il", "lo", "gli", "della", "dello", "delle", "dei", "degli", "nella", "nel", "la", "di", "e",
        ],
    ),
];

impl Language {
    /// Tells the language of titles; `None` where they leave it open.
    pub(in crate::write) fn of<'t>(titles: impl Iterator<Item = &'t str>) -> Option<Self> {
        let titles = titles.collect::<Vec<_>>().join(" ").to_lowercase();
        let has = |letters: &str| titles.contains(|c| letters.contains(c));
        if titles.contains(|c| ('а'..='я').contains(&c)) {
            return match () {
                () if has("їєґ") => Some(Language::Ukrainian),
                () if has("ў") => Some(Language::Belarusian),
                // Either of the two, or Russian before the reform of 1918, which has ѣ and ъ.
                () if has("і") && !has("ѣъ") => None,
                () => Some(Language::Russian),
            };
        }
        let words: Vec<&str> = titles.split(|c: char| !c.is_alphabetic()).collect();
        let count = |small: &[&str]| words.iter().filter(|w| small.contains(w)).count();
        let mut counts: Vec<(usize, Language)> = SMALL_WORDS.iter().map(|(l, small)| (count(small), *l)).collect();
        counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let [(most, language), (next, _), ..] = counts.as_slice() else {
            return None;
        };
        (most > next).then_some(*language)
    }

    /// Returns its BCP 47 tag.
    pub(in crate::write) fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
            Language::French => "fr",
            Language::Italian => "it",
            Language::Russian => "ru",
            Language::Ukrainian => "uk",
            Language::Belarusian => "be",
        }
    }

    /// Returns its name in `babel`, which BibTeX styles use.
    pub(in crate::write) fn babel(self) -> &'static str {
        match self {
            Language::English => "english",
            Language::German => "ngerman",
            Language::French => "french",
            Language::Italian => "italian",
            Language::Russian => "russian",
            Language::Ukrainian => "ukrainian",
            Language::Belarusian => "belarusian",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn titles_tell_their_language_or_not() {
        let pairs = [
            ("The Railway Comes to Zarechensk", Some("en")),
            ("Die Kanäle des Nordens", Some("de")),
            ("Fleuves sans bateaux", None),
            ("Les fleuves du Nord", Some("fr")),
            ("Лёд и чернила", Some("ru")),
            ("Історія України", Some("uk")),
            ("Rechnoe sudokhodstvo Severa", None),
            ("Storia della navigazione", Some("it")),
            ("", None),
        ];
        for (title, tag) in pairs {
            assert_eq!(Language::of([title].into_iter()).map(Language::tag), tag, "{title}");
        }
    }
}
