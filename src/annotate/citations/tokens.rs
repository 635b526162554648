//! A block of text as tokens: words, numbers and signs, each with what the lexicon knows of it.

use super::lexicon::{Hit, Lexicon, List, Sense};
use crate::annotate::annotation::Unit;
use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Letters, with hyphens and apostrophes between them.
    Word,
    /// Figures.
    Number,
    /// A web address or the like.
    Link,
    /// A single other character.
    Sign,
}

/// A word, a number or a sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    /// Where in the block.
    pub(super) span: Span,
    pub(super) shape: Shape,
    /// A space stands before it.
    pub(super) spaced: bool,
    /// It is set in italics where the text around is not.
    pub(super) italic: bool,
}

/// What a web address begins with.
const LINKS: [&str; 4] = ["http://", "https://", "www.", "doi:10."];

/// Splits a text; `italics` are stretches set in italics, in order.
pub(super) fn tokens<'t>(text: &'t str, italics: &[Span]) -> Vec<Token<'t>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut spaced = false;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            spaced = true;
            continue;
        }
        let (shape, len) = token(&text[at..], first);
        let span = Span::new(at, at + len);
        let italic = italics
            .get(italics.partition_point(|i| i.end <= at))
            .is_some_and(|i| i.start <= at);
        tokens.push(Token {
            text: &text[at..at + len],
            span,
            shape,
            spaced,
            italic,
        });
        at += len;
        spaced = false;
    }
    tokens
}

/// Returns shape and length of the token at the head of a text.
fn token(text: &str, first: char) -> (Shape, usize) {
    if matches!(first, 'h' | 'w' | 'd') && LINKS.iter().any(|link| text.starts_with(link)) {
        let end = text
            .find(|c: char| c.is_whitespace() || "<>«»“”".contains(c))
            .unwrap_or(text.len());
        let link = text[..end].trim_end_matches(['.', ',', ';', ')', ']', '’', '\'', '"']);
        return (Shape::Link, link.len());
    }
    if first.is_ascii_digit() {
        let len = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        return (Shape::Number, len);
    }
    if !is_letter(first) {
        return (Shape::Sign, first.len_utf8());
    }
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let joins = |c| matches!(c, '-' | '‐' | '‑' | '\'' | '’' | 'ʼ' | 'ʹ') && chars.as_str().starts_with(is_letter);
        if !is_letter(c) && !joins(c) {
            return (Shape::Word, at);
        }
    }
    (Shape::Word, text.len())
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// The quotation marks, opening and closing.
const MARKS: [(char, char); 8] = [
    ('“', '”'),
    ('‘', '’'),
    ('«', '»'),
    ('„', '“'),
    ('"', '"'),
    ('‚', '‘'),
    ('»', '«'),
    ('\'', '\''),
];

/// The most tokens of a title in quotation marks.
const LONGEST: usize = 70;

/// A block of text that references are looked for in.
#[derive(Debug)]
pub(super) struct Stream<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Token<'t>>,
    /// What is known of each token by itself.
    known: Vec<Known>,
    /// What stands at the tokens, one token after the other; [`Known::hits`] tells which are whose.
    hits: Vec<Hit>,
    /// For each token the one that closes what it opens: a quotation or a bracket.
    closing: Vec<Option<usize>>,
    /// Token of the opening mark of the quotation that a token stands in.
    quoted: Vec<bool>,
    /// The dates found: first token and one past the last.
    pub(super) dates: Vec<(usize, usize)>,
    /// For each token, the first one from there on at which a year or a date stands, or what stands in place of one.
    timed: Vec<u32>,
    /// It is an entry of a list of references: surnames stand first, `Schnackenburg, Rudolf, The Gospel`.
    pub(super) entry: bool,
    /// The text has a list of references, so that `(Hull, 1951)` may point at it.
    pub(super) cites_years: bool,
    /// It stands in brackets behind a quotation.
    pub(super) behind_quotation: bool,
}

/// What is known of a token by itself; asked for far more often than there are tokens.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// The sign, NUL where it is none.
    sign: char,
    /// The number, `None` where it is none or too large.
    number: Option<u32>,
    /// How many letters the word has.
    letters: u32,
    /// See [`Stream::capital`].
    capital: bool,
    /// See [`Stream::small`].
    small: bool,
    /// The lists that something here is of, by [`List::bit`].
    lists: u64,
    /// Where the hits of the token start and end.
    hits: (u32, u32),
}

impl Known {
    fn new(token: &Token<'_>) -> Self {
        let word = if token.shape == Shape::Word { token.text } else { "" };
        let joined = || {
            word.split(['’', '\'', '-'])
                .skip(1)
                .any(|p| p.starts_with(char::is_uppercase))
        };
        // `d’Encausse`, `al-Rashid`
        let capital = word.starts_with(char::is_uppercase) || joined();
        Self {
            sign: match token.shape {
                Shape::Sign => token.text.chars().next().unwrap_or_default(),
                _ => '\0',
            },
            number: (token.shape == Shape::Number)
                .then(|| token.text.parse().ok())
                .flatten(),
            letters: u32::try_from(word.chars().count()).unwrap_or(u32::MAX),
            capital,
            small: !capital && word.starts_with(char::is_lowercase),
            lists: 0,
            hits: (0, 0),
        }
    }

    fn look_up(mut self, lexicon: &Lexicon, tokens: &[Token<'_>], folded: &mut String, hits: &mut Vec<Hit>) -> Self {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let from = hits.len();
        lexicon.hits(tokens, folded, hits);
        self.hits = (place(from), place(hits.len()));
        self.lists = hits[from..].iter().fold(0, |lists, hit| match hit.sense {
            Sense::Of(list) => lists | list.bit(),
            Sense::Label(_) => lists,
        });
        self
    }
}

impl<'t> Stream<'t> {
    /// Prepares a block; `dates` are the stretches of its dates, in order.
    pub(super) fn new(text: &'t str, italics: &[Span], dates: &[Span], lexicon: &Lexicon) -> Self {
        let tokens = tokens(text, italics);
        let (mut folded, mut hits) = (String::new(), Vec::new());
        let known = (0..tokens.len())
            .map(|i| Known::new(&tokens[i]).look_up(lexicon, &tokens[i..], &mut folded, &mut hits))
            .collect();
        let mut stream = Self {
            text,
            known,
            hits,
            closing: vec![None; tokens.len()],
            quoted: vec![false; tokens.len()],
            dates: Vec::new(),
            timed: Vec::new(),
            entry: false,
            cites_years: false,
            behind_quotation: false,
            tokens,
        };
        stream.quotations();
        stream.brackets();
        for date in dates {
            let from = stream.tokens.partition_point(|t| t.span.end <= date.start);
            let to = stream.tokens.partition_point(|t| t.span.start < date.end);
            if from < to {
                stream.dates.push((from, to));
            }
        }
        stream.times();
        stream
    }

    fn times(&mut self) {
        let mut timed = vec![u32::MAX; self.len()];
        let mut next = u32::MAX;
        for i in (0..self.len()).rev() {
            if self.year(i) || self.date(i).is_some() || self.of(i, List::NoDate).is_some() {
                next = u32::try_from(i).unwrap_or(u32::MAX);
            }
            timed[i] = next;
        }
        self.timed = timed;
    }

    fn quotations(&mut self) {
        let mut i = 0;
        while i < self.tokens.len() {
            match self.quotation(i) {
                Some(end) => {
                    self.closing[i] = Some(end);
                    self.quoted[i..=end].fill(true);
                    i = end + 1;
                }
                None => i += 1,
            }
        }
    }

    /// Returns the closing mark of the quotation that opens at a token.
    fn quotation(&self, i: usize) -> Option<usize> {
        let opening = self.char(i)?;
        let before = i.checked_sub(1).map(|b| &self.tokens[b]);
        if before.is_some_and(|b| b.shape != Shape::Sign && !self.tokens[i].spaced) {
            return None;
        }
        let mut first = None;
        let to = self.tokens.len().min(i + LONGEST);
        for (_, closing) in MARKS.iter().filter(|(o, _)| *o == opening) {
            for k in i + 2..to {
                if self.char(k) != Some(*closing) || self.tokens[k].spaced && *closing == opening {
                    continue;
                }
                let next = self.tokens.get(k + 1);
                if next.is_some_and(|n| !n.spaced && n.shape != Shape::Sign) {
                    continue;
                }
                let ends = next.is_none_or(|n| n.shape == Shape::Sign && ",.;:)]/!?’”»".contains(n.text));
                let inside = self.char(k - 1).is_some_and(|c| ",.?!…".contains(c));
                if ends || inside || "»”“\"".contains(*closing) {
                    return Some(k);
                }
                first = first.or(Some(k));
            }
        }
        first
    }

    fn brackets(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        for i in 0..self.tokens.len() {
            match self.char(i) {
                Some('(' | '[') => open.push(i),
                Some(')' | ']') => {
                    if let Some(from) = open.pop() {
                        self.closing[from] = Some(i);
                    }
                }
                _ => {}
            }
        }
    }

    /// Returns the number of tokens.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Returns the sign at a token, `None` where it is none.
    pub(super) fn char(&self, i: usize) -> Option<char> {
        self.known.get(i).map(|known| known.sign).filter(|sign| *sign != '\0')
    }

    /// Tells whether one of these signs stands at a token.
    #[inline]
    pub(super) fn sign(&self, i: usize, signs: &str) -> bool {
        self.char(i).is_some_and(|c| match u8::try_from(c) {
            Ok(byte) if c.is_ascii() => signs.as_bytes().contains(&byte),
            _ => signs.contains(c),
        })
    }

    /// Returns the word at a token, empty where it is none.
    pub(super) fn word(&self, i: usize) -> &'t str {
        self.tokens
            .get(i)
            .filter(|t| t.shape == Shape::Word)
            .map_or("", |t| t.text)
    }

    /// Returns the number of letters of the word at a token, 0 where it is none.
    pub(super) fn letters(&self, i: usize) -> usize {
        self.known.get(i).map_or(0, |known| known.letters as usize)
    }

    /// Tells whether a word with a capital stands at a token.
    pub(super) fn capital(&self, i: usize) -> bool {
        self.known.get(i).is_some_and(|known| known.capital)
    }

    /// Tells whether a word in small letters stands at a token.
    pub(super) fn small(&self, i: usize) -> bool {
        self.known.get(i).is_some_and(|known| known.small)
    }

    /// Returns the number at a token.
    pub(super) fn number(&self, i: usize) -> Option<u32> {
        self.known.get(i)?.number
    }

    /// Tells whether a year of printing stands at a token.
    pub(super) fn year(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.text.len() == 4)
            && self.number(i).is_some_and(|n| (1450..2100).contains(&n))
    }

    /// Tells whether a Roman number stands at a token.
    pub(super) fn roman(&self, i: usize) -> bool {
        let word = self.word(i);
        !word.is_empty() && word.chars().all(|c| "IVXLCDM".contains(c))
    }

    /// Tells whether a Roman number in small letters stands at a token.
    pub(super) fn small_roman(&self, i: usize) -> bool {
        let word = self.word(i);
        !word.is_empty() && word.chars().all(|c| "ivxlc".contains(c))
    }

    /// Returns how many tokens of a list stand at a token.
    pub(super) fn of(&self, i: usize, list: List) -> Option<usize> {
        let known = self.known.get(i).filter(|known| known.lists & list.bit() != 0)?;
        let mut hits = self.hits_of(known).iter();
        hits.find(|h| h.sense == Sense::Of(list)).map(|h| h.len)
    }

    fn hits_of(&self, known: &Known) -> &[Hit] {
        let (from, to) = known.hits;
        self.hits.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Returns the labels at a token: what they label, and how many tokens they have.
    pub(super) fn labels(&self, i: usize) -> impl Iterator<Item = (Unit, usize)> + '_ {
        let hits = self.known.get(i).map_or(&[][..], |known| self.hits_of(known));
        hits.iter().filter_map(|h| match h.sense {
            Sense::Label(unit) => Some((unit, h.len)),
            Sense::Of(_) => None,
        })
    }

    /// Returns the token that closes the quotation or bracket that opens at a token.
    pub(super) fn closing(&self, i: usize) -> Option<usize> {
        self.closing.get(i).copied().flatten()
    }

    /// Returns the token that closes the quotation that opens at a token.
    pub(super) fn quote(&self, i: usize) -> Option<usize> {
        self.closing(i).filter(|_| !self.sign(i, "(["))
    }

    /// Returns the token that closes the bracket that opens at a token.
    pub(super) fn bracket(&self, i: usize) -> Option<usize> {
        self.closing(i).filter(|_| self.sign(i, "(["))
    }

    /// Tells whether a token stands in a quotation.
    pub(super) fn is_quoted(&self, i: usize) -> bool {
        self.quoted.get(i).copied().unwrap_or(false)
    }

    /// Tells whether a dash or hyphen stands at a token.
    pub(super) fn dash(&self, i: usize) -> bool {
        self.sign(i, "–—-‐‑−")
    }

    /// Tells whether a space stands before a token.
    pub(super) fn spaced(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.spaced)
    }

    /// Tells whether a token is set in italics.
    pub(super) fn italic(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.italic)
    }

    /// Tells whether a web address stands at a token.
    pub(super) fn link(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.shape == Shape::Link)
    }

    /// Returns one past the last token of the date that starts at a token.
    pub(super) fn date(&self, i: usize) -> Option<usize> {
        let at = self.dates.partition_point(|d| d.0 < i);
        self.dates.get(at).filter(|d| d.0 == i).map(|d| d.1)
    }

    /// Returns the first token from `i` on at which a year or a date stands, or what stands in place of one.
    pub(super) fn timed(&self, i: usize) -> Option<usize> {
        self.timed.get(i).filter(|at| **at != u32::MAX).map(|at| *at as usize)
    }

    /// Tells whether a token stands in a date of more than a year.
    pub(super) fn in_date(&self, i: usize) -> bool {
        let at = self.dates.partition_point(|d| d.1 <= i);
        self.dates.get(at).is_some_and(|d| d.0 <= i && d.1 > d.0 + 1)
    }

    /// Returns the first token from `i` on that is none of these signs.
    pub(super) fn skip(&self, mut i: usize, signs: &str) -> usize {
        while self.sign(i, signs) {
            i += 1;
        }
        i
    }

    /// Tells whether the stop at a token ends a sentence, or a part of a reference.
    pub(super) fn stop(&self, i: usize) -> bool {
        if !self.sign(i, ".!?…") || self.is_quoted(i) {
            return false;
        }
        let Some(next) = self.tokens.get(i + 1) else {
            return true;
        };
        if !next.spaced {
            return false;
        }
        let before = self.word(i.wrapping_sub(1));
        let letters = self.letters(i.wrapping_sub(1));
        let initial = letters == 1 && before.starts_with(char::is_uppercase);
        let short = (1..=3).any(|back| {
            i.checked_sub(back).is_some_and(|k| {
                let mut hits = self
                    .hits_of(&self.known[k])
                    .iter()
                    .filter(|h| k + h.len == i + 1 && h.len > 1);
                hits.any(|h| {
                    !matches!(
                        h.sense,
                        Sense::Of(
                            List::Back
                                | List::OpCit
                                | List::SameAuthor
                                | List::PageSuffix
                                | List::LeafSuffix
                                | List::NoDate
                        )
                    )
                })
            })
        });
        // `7 Cornish J. of Mining`
        let journal = i >= 2 && self.number(i - 2).is_some() && self.capital(i - 1) && letters <= 5;
        !initial && !short && !journal
    }

    /// Returns the stretch of the text that some tokens cover.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let start = self.tokens.get(from).map_or(self.text.len(), |t| t.span.start);
        let end = to
            .checked_sub(1)
            .and_then(|l| self.tokens.get(l))
            .map_or(start, |t| t.span.end);
        Span::new(start, end.max(start))
    }
}
