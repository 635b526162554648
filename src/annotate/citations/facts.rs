//! The facts of each token of a block: in come tokens, out comes what shows of each by itself and in the lexicon.

use super::lexicon::{Hit, Lexicon, Sense, Written};
use super::tokens::{Shape, Token};

/// In place of a token where there is none.
pub(super) const NONE: u32 = u32::MAX;

/// The facts of a token; asked for far more often than there are tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    /// The lists that something here is of, by [`super::lexicon::List::bit`].
    pub(super) lists: u64,
    /// Where the hits of the token start and end.
    pub(super) hits: (u32, u32),
    /// The sign, NUL where it is none.
    pub(super) sign: char,
    /// The number, `None` where it is none or too large.
    pub(super) number: Option<u32>,
    /// How many letters the word has.
    pub(super) letters: u32,
    /// The token that closes what it opens, a quotation or a bracket.
    pub(super) closing: u32,
    /// One past the last token of the date that starts here.
    pub(super) date: u32,
    /// The first token from here on at which a year or a date stands, or what stands in place of one.
    pub(super) timed: u32,
    /// See [`super::stream::Stream::capital`].
    pub(super) capital: bool,
    /// See [`super::stream::Stream::small`].
    pub(super) small: bool,
    /// See [`super::stream::Stream::year`].
    pub(super) year: bool,
    /// Something here labels a part or page.
    pub(super) labelled: bool,
    /// It is a word in no list and in no date.
    pub(super) plain: bool,
    /// It stands in a quotation, its marks included.
    pub(super) quoted: bool,
    /// It stands in a date of several tokens.
    pub(super) in_date: bool,
}

/// Returns the facts of tokens by themselves, and what stands at them, one token after the other.
pub(super) fn facts(tokens: &[Token<'_>], lexicon: &Lexicon) -> (Vec<Facts>, Vec<Hit>) {
    let mut folded = Vec::new();
    let written: Vec<Written<'_>> = tokens.iter().map(|t| lexicon.written(t.text, &mut folded)).collect();
    let mut hits = Vec::with_capacity(tokens.len() / 2);
    let facts = tokens.iter().enumerate().map(|(i, token)| {
        let mut facts = Facts::new(token);
        facts.plain = token.shape == Shape::Word;
        if !matches!(token.shape, Shape::Number | Shape::Link) && written[i].is_known() {
            let from = hits.len();
            lexicon.hits(&written[i..], &mut hits);
            facts.hits = (place(from), place(hits.len()));
            facts.plain &= from == hits.len();
            for hit in &hits[from..] {
                match hit.sense {
                    Sense::Of(list) => facts.lists |= list.bit(),
                    Sense::Label(_) => facts.labelled = true,
                }
            }
        }
        facts
    });
    let facts = facts.collect();
    (facts, hits)
}

/// Returns a place as it is kept.
pub(super) fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}

impl Facts {
    fn new(token: &Token<'_>) -> Self {
        let mut facts = Self {
            lists: 0,
            hits: (0, 0),
            sign: '\0',
            number: None,
            letters: 0,
            closing: NONE,
            date: NONE,
            timed: NONE,
            capital: false,
            small: false,
            year: false,
            labelled: false,
            plain: false,
            quoted: false,
            in_date: false,
        };
        match token.shape {
            Shape::Sign => facts.sign = token.text.chars().next().unwrap_or_default(),
            Shape::Number => {
                facts.number = token.text.parse().ok();
                facts.year = token.text.len() == 4 && facts.number.is_some_and(|n| (1450..2100).contains(&n));
            }
            Shape::Word => facts.see(token.text),
            Shape::Link => {}
        }
        facts
    }

    fn see(&mut self, word: &str) {
        let bytes = word.as_bytes();
        let joined = |sign: char| {
            let mut parts = word.split(sign).skip(1);
            parts.any(|part| part.starts_with(char::is_uppercase))
        };
        // `d’Encausse`, `al-Rashid`
        self.capital = word.starts_with(char::is_uppercase)
            || bytes.contains(&b'-') && joined('-')
            || bytes.contains(&b'\'') && joined('\'')
            || !word.is_ascii() && joined('’');
        self.small = !self.capital && word.starts_with(char::is_lowercase);
        self.letters = place(word.chars().count());
    }
}
