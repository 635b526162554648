//! A block of text in which references are looked for: its tokens, and whatever is asked of them.
//!
//! All that a token, its neighbours and the lexicon tell is found once, when the block is prepared ([`Facts`]): the
//! readers of names, titles and imprints ask the same of each token again and again.

use std::cell::RefCell;

use super::facts::{Facts, NONE, facts, place};
use super::lexicon::{Hit, Lexicon, List, Sense};
use super::names::Asked;
use super::tokens::{Shape, Token, tokens};
use crate::annotate::annotation::Unit;
use crate::span::Span;

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
    /// The facts of each token.
    facts: Vec<Facts>,
    /// What stands at the tokens, one token after the other; [`Facts::hits`] tells which are whose.
    hits: Vec<Hit>,
    /// The names that were asked for last.
    pub(super) last_names: RefCell<Asked>,
    /// It is an entry of a list of references: surnames stand first, `Schnackenburg, Rudolf, The Gospel`.
    pub(super) entry: bool,
    /// The text has a list of references, so that `(Hull, 1951)` may point at it.
    pub(super) cites_years: bool,
    /// It stands in brackets behind a quotation.
    pub(super) behind_quotation: bool,
}

impl<'t> Stream<'t> {
    /// Prepares a block; `dates` are the stretches of its dates, in order.
    pub(super) fn new(text: &'t str, italics: &[Span], dates: &[Span], lexicon: &Lexicon) -> Self {
        let tokens = tokens(text, italics);
        let (facts, hits) = facts(&tokens, lexicon);
        let mut stream = Self {
            text,
            tokens,
            facts,
            hits,
            last_names: RefCell::default(),
            entry: false,
            cites_years: false,
            behind_quotation: false,
        };
        stream.quotations();
        stream.brackets();
        stream.mark_dates(dates);
        stream.times();
        stream
    }

    fn mark_dates(&mut self, dates: &[Span]) {
        let mut marked = 0;
        for date in dates {
            let from = self.tokens.partition_point(|t| t.span.end <= date.start);
            let to = self.tokens.partition_point(|t| t.span.start < date.end);
            if from >= to {
                continue;
            }
            if self.facts[from].date == NONE {
                self.facts[from].date = place(to);
            }
            for facts in &mut self.facts[marked.max(from).min(to)..to] {
                facts.in_date = to > from + 1;
                facts.plain = false;
            }
            marked = to;
        }
    }

    fn times(&mut self) {
        let mut next = NONE;
        for i in (0..self.len()).rev() {
            if self.year(i) || self.date(i).is_some() || self.of(i, List::NoDate).is_some() {
                next = place(i);
            }
            self.facts[i].timed = next;
        }
    }

    fn quotations(&mut self) {
        let mut i = 0;
        while i < self.tokens.len() {
            match self.quotation(i) {
                Some(end) => {
                    self.facts[i].closing = place(end);
                    self.facts[i..=end].iter_mut().for_each(|facts| facts.quoted = true);
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
                        self.facts[from].closing = place(i);
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
        self.facts.get(i).map(|facts| facts.sign).filter(|sign| *sign != '\0')
    }

    /// Tells whether one of these signs stands at a token.
    #[inline(always)]
    pub(super) fn sign(&self, i: usize, signs: &str) -> bool {
        let Some(facts) = self.facts.get(i) else { return false };
        match u8::try_from(facts.sign) {
            Ok(0) => false,
            Ok(byte) if byte.is_ascii() => signs.bytes().any(|sign| sign == byte),
            _ => signs.contains(facts.sign),
        }
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
        self.facts.get(i).map_or(0, |facts| facts.letters as usize)
    }

    /// Tells whether a word with a capital stands at a token.
    pub(super) fn capital(&self, i: usize) -> bool {
        self.facts.get(i).is_some_and(|facts| facts.capital)
    }

    /// Tells whether a word in small letters stands at a token.
    pub(super) fn small(&self, i: usize) -> bool {
        self.facts.get(i).is_some_and(|facts| facts.small)
    }

    /// Returns the number at a token.
    pub(super) fn number(&self, i: usize) -> Option<u32> {
        self.facts.get(i)?.number
    }

    /// Tells whether a year of printing stands at a token.
    #[inline]
    pub(super) fn year(&self, i: usize) -> bool {
        self.facts.get(i).is_some_and(|facts| facts.year)
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
        let facts = self.facts.get(i).filter(|facts| facts.lists & list.bit() != 0)?;
        let mut hits = self.hits_of(facts).iter();
        hits.find(|h| h.sense == Sense::Of(list)).map(|h| h.len)
    }

    fn hits_of(&self, facts: &Facts) -> &[Hit] {
        let (from, to) = facts.hits;
        self.hits.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Tells whether something that labels a part or page stands at a token.
    #[inline]
    pub(super) fn labelled(&self, i: usize) -> bool {
        self.facts.get(i).is_some_and(|facts| facts.labelled)
    }

    /// Tells whether a word stands at a token of which nothing is known: it is in no list and in no date.
    #[inline]
    pub(super) fn plain(&self, i: usize) -> bool {
        self.facts.get(i).is_some_and(|facts| facts.plain)
    }

    /// Returns the labels at a token: what they label, and how many tokens they have.
    pub(super) fn labels(&self, i: usize) -> impl Iterator<Item = (Unit, usize)> + '_ {
        let labelled = self.facts.get(i).filter(|facts| facts.labelled);
        let hits = labelled.map_or(&[][..], |facts| self.hits_of(facts));
        hits.iter().filter_map(|h| match h.sense {
            Sense::Label(unit) => Some((unit, h.len)),
            Sense::Of(_) => None,
        })
    }

    /// Returns the token that closes the quotation or bracket that opens at a token.
    pub(super) fn closing(&self, i: usize) -> Option<usize> {
        let closing = self.facts.get(i)?.closing;
        (closing != NONE).then_some(closing as usize)
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
        self.facts.get(i).is_some_and(|facts| facts.quoted)
    }

    /// Tells whether a dash or hyphen stands at a token.
    pub(super) fn dash(&self, i: usize) -> bool {
        let sign = self.facts.get(i).map_or('\0', |facts| facts.sign);
        matches!(sign, '–' | '—' | '-' | '‐' | '‑' | '−')
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
        let end = self.facts.get(i)?.date;
        (end != NONE).then_some(end as usize)
    }

    /// Returns the first token from `i` on at which a year or a date stands, or what stands in place of one.
    pub(super) fn timed(&self, i: usize) -> Option<usize> {
        let at = self.facts.get(i)?.timed;
        (at != NONE).then_some(at as usize)
    }

    /// Tells whether a token stands in a date of more than a year.
    pub(super) fn in_date(&self, i: usize) -> bool {
        self.facts.get(i).is_some_and(|facts| facts.in_date)
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
                    .hits_of(&self.facts[k])
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
