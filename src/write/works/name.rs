//! Names as reference managers want them: family, given and what stands between.

/// A name, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::write) enum Name {
    /// Of a person.
    Person {
        /// With its particle: `van der Berg`.
        family: String,
        /// Forenames or initials; empty where the citation has none.
        given: String,
        /// `Jr.`
        suffix: Option<String>,
    },
    /// Of a body, to be kept whole: `Ministry of Justice`.
    Body(String),
}

/// What stands behind a name.
const SUFFIXES: [&str; 6] = ["Jr", "Jr.", "Sr", "Sr.", "II", "III"];

/// Small words that only names of bodies have.
const OF_BODIES: [&str; 14] = [
    "of", "for", "the", "and", "für", "fur", "und", "pour", "et", "des", "per", "по", "и", "при",
];

impl Name {
    /// Takes a printed name apart: `R. W. Dunmore`, `Dunmore, R. W.`, `Иванов И. И.`, `J. de Vries`, `Dunmore`.
    pub(in crate::write) fn read(printed: &str) -> Self {
        let mut words: Vec<&str> = printed.split_whitespace().collect();
        if words.len() > 1 && words.iter().any(|w| OF_BODIES.contains(&w.to_lowercase().as_str())) {
            return Name::Body(words.join(" "));
        }
        let suffix = words.pop_if(|last| SUFFIXES.contains(last)).map(str::to_owned);
        let person = |family: &[&str], given: &[&str]| Name::Person {
            family: family.join(" ").trim_matches([',', ' ']).to_owned(),
            given: given.join(" ").trim_matches([',', ' ']).to_owned(),
            suffix: suffix.clone(),
        };
        if let Some(comma) = words
            .iter()
            .position(|w| w.ends_with(','))
            .filter(|at| at + 1 < words.len())
        {
            return person(&words[..=comma], &words[comma + 1..]);
        }
        let last = words.len().saturating_sub(1);
        // Initials behind: the family name stands before them.
        if let Some(first) = words.iter().position(|w| is_initials(w)).filter(|first| *first > 0)
            && words[first..].iter().all(|w| is_initials(w))
        {
            return person(&words[..first], &words[first..]);
        }
        // `R.W.Dunmore` has no spaces.
        if let [whole] = words.as_slice() {
            let stop = whole
                .rfind('.')
                .filter(|at| at + 1 < whole.len() && is_initials(&whole[..=*at]));
            let (given, family) = whole.split_at(stop.map_or(0, |at| at + 1));
            return person(&[family], &[given]);
        }
        // Particles go with what is behind them.
        let particle = |w: &&str| w.chars().all(|c| c.is_lowercase() || c == '’' || c == '\'');
        let family = words
            .iter()
            .position(particle)
            .filter(|at| *at > 0 && *at < last)
            .unwrap_or(last);
        person(&words[family..], &words[..family])
    }
}

/// Tells whether a word is made of initials: `R.`, `И.И.`, `J.-P.`
fn is_initials(word: &str) -> bool {
    let letters = word.split(['.', '-']).filter(|p| !p.is_empty());
    word.contains('.') && letters.clone().all(|p| p.chars().count() <= 2) && letters.count() > 0
        || word.chars().count() == 1 && word.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn names_are_taken_apart() {
        let pairs = [
            ("R. W. Dunmore", "Dunmore|R. W."),
            ("Dunmore, R. W.", "Dunmore|R. W."),
            ("Орлов Я. М.", "Орлов|Я. М."),
            ("J. de Vries", "de Vries|J."),
            ("R.W.Dunmore", "Dunmore|R.W."),
            ("Dunmore", "Dunmore|"),
            ("Peter H Solomon", "Solomon|Peter H"),
            ("Ludwig van der Berg", "van der Berg|Ludwig"),
            ("Я. М. Орлов", "Орлов|Я. М."),
            ("", "|"),
        ];
        for (printed, parts) in pairs {
            let Name::Person { family, given, suffix } = Name::read(printed) else {
                panic!("{printed} is a person");
            };
            assert_eq!(
                (format!("{family}|{given}").as_str(), suffix),
                (parts, None),
                "{printed}"
            );
        }
        assert_eq!(
            Name::read("Ministry of Justice"),
            Name::Body("Ministry of Justice".to_owned())
        );
        let junior = Name::Person {
            family: "Solomon".to_owned(),
            given: "P. H.".to_owned(),
            suffix: Some("Jr.".to_owned()),
        };
        assert_eq!(Name::read("P. H. Solomon, Jr."), junior);
    }
}
