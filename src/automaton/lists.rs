//! Word lists: in come words, out comes how far a text's letters lead into them.
//!
//! A list is kept sorted, and the words that begin with the letters read so far are a stretch of it: no tree is built.

use std::sync::OnceLock;

/// Signs of a pattern or word that stand for all their forms, and these.
pub(crate) const FORMS: [(char, &[char]); 3] = [
    (' ', &[' ', '\u{a0}', '\u{2009}', '\u{202f}']),
    ('\'', &['\'', '’', 'ʼ']),
    ('-', &['-', '\u{2010}', '\u{2011}']),
];

/// A word list.
#[derive(Debug)]
pub(crate) struct List {
    words: Box<[Word]>,
    /// The words from their ends; sorted when first asked for.
    backwards: OnceLock<Box<[Word]>>,
}

/// A word by its letters, each in the form that stands for all its forms.
pub(super) type Word = Box<[char]>;

/// The words of a list that share their first letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shared {
    pub(super) first: u32,
    pub(super) last: u32,
    /// How many letters they share.
    pub(super) letters: u32,
}

impl List {
    /// Makes a list of words.
    pub(crate) fn new<S: AsRef<str>>(words: impl Iterator<Item = S>) -> Self {
        let words = words.map(|word| word.as_ref().chars().map(plain).collect());
        Self {
            words: sorted(words.collect()),
            backwards: OnceLock::new(),
        }
    }

    /// Tells whether there is no word, or only the empty one.
    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| word.is_empty())
    }

    /// Returns the words, each as it is read in that direction.
    pub(super) fn words(&self, backwards: bool) -> &[Word] {
        if !backwards {
            return &self.words;
        }
        self.backwards.get_or_init(|| {
            let turned = self.words.iter().map(|word| word.iter().rev().copied().collect());
            sorted(turned.collect())
        })
    }
}

impl Shared {
    /// Returns all words of a list.
    pub(super) fn all(words: &[Word]) -> Self {
        let last = u32::try_from(words.len()).unwrap_or(u32::MAX);
        Self {
            first: 0,
            last,
            letters: 0,
        }
    }

    fn of(self, words: &[Word]) -> &[Word] {
        words.get(self.first as usize..self.last as usize).unwrap_or_default()
    }

    /// Tells whether a word ends here; it is the first, being the shortest.
    pub(super) fn ends(self, words: &[Word]) -> bool {
        self.of(words)
            .first()
            .is_some_and(|word| word.len() == self.letters as usize)
    }

    /// Returns the words among these that go on with a letter.
    pub(super) fn behind(self, words: &[Word], c: char) -> Option<Self> {
        let (c, at) = (plain(c), self.letters as usize);
        let of = self.of(words);
        // Most often one word is left, or all that are left go on alike.
        let goes_on = |word: Option<&Word>| word.and_then(|word| word.get(at)) == Some(&c);
        if goes_on(of.first()) && goes_on(of.last()) {
            return Some(Self {
                letters: self.letters + 1,
                ..self
            });
        }
        let first = of.partition_point(|word| word.get(at).is_none_or(|letter| *letter < c));
        let many = of.get(first..)?.partition_point(|word| word.get(at) == Some(&c));
        let first = self.first.checked_add(u32::try_from(first).ok()?)?;
        let last = first.checked_add(u32::try_from(many).ok()?)?;
        (many > 0).then_some(Self {
            first,
            last,
            letters: self.letters + 1,
        })
    }
}

fn sorted(mut words: Vec<Word>) -> Box<[Word]> {
    words.sort_unstable();
    words.dedup();
    words.into()
}

/// Returns the sign that stands for all forms of a sign.
fn plain(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    FORMS
        .iter()
        .find(|(_, forms)| forms.contains(&c))
        .map_or(c, |(sign, _)| *sign)
}
