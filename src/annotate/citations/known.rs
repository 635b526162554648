//! References that only show as such because the text cites their source in full elsewhere: titles alone (`Weavers of the
//! Dale, p. 12`) in notes and brackets, surnames with a bare page (`Moss, 33`) in notes, and authors in a sentence with the
//! year in brackets (`as Moss (1979, p. 9) says`) where there is a list of references.

use std::collections::{BTreeMap, BTreeSet};

use super::lexicon::{Lexicon, List};
use super::locators::{locator, numbers};
use super::stream::Stream;
use super::tokens::Shape;
use super::{Cited, Home};
use crate::annotate::annotation::{CitationKind, Level, Part, Unit};
use crate::span::Span;

/// A title by its words, and what it is the title of.
type Title = (Vec<String>, Level);

/// What a full reference gives to know its source by.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Known {
    /// Titles by their first two words.
    titles: BTreeMap<(String, String), Vec<Title>>,
    /// Surnames.
    names: BTreeSet<String>,
    /// Surnames and years.
    years: BTreeSet<(String, u32)>,
}

impl Known {
    /// Adds the title of a full reference, if it has two words; it is known without its article too.
    pub(in super::super) fn add_title(&mut self, title: &str, level: Level) {
        let words: Vec<String> = words(title).map(str::to_lowercase).collect();
        if let [article, rest @ ..] = words.as_slice()
            && rest.len() > 2
            && Lexicon::built_in().is_of(article, List::NoName)
        {
            self.add_words(rest.to_vec(), level);
        }
        self.add_words(words, level);
    }

    fn add_words(&mut self, words: Vec<String>, level: Level) {
        if let [first, second, ..] = words.as_slice() {
            let of_head = self.titles.entry((first.clone(), second.clone())).or_default();
            if !of_head.iter().any(|(other, _)| *other == words) {
                of_head.push((words, level));
            }
        }
    }

    /// Adds an author of a work, and its year where references may go by that.
    pub(in super::super) fn add_author(&mut self, author: &str, year: Option<u32>) {
        let head = author.split(',').next().unwrap_or(author);
        // Of `George C. Harrow` the last word, of `Иванов И. И.` the only one without a stop.
        let names = head.split_whitespace().filter(|word| !word.ends_with('.'));
        if let Some(surname) = names.last() {
            self.names.insert(surname.to_lowercase());
            self.years.extend(year.map(|year| (surname.to_lowercase(), year)));
        }
    }

    /// Tells whether nothing is known.
    pub(in super::super) fn is_empty(&self) -> bool {
        self.titles.is_empty() && self.names.is_empty()
    }

    /// Tells what a title is the title of, if it is that of a full reference or the head of one.
    pub(in super::super) fn level_of(&self, title: &str) -> Option<Level> {
        let words: Vec<String> = words(title).map(str::to_lowercase).collect();
        let head = (words.first()?.clone(), words.get(1)?.clone());
        let of_head = self.titles.get(&head)?.iter();
        of_head
            .filter(|(whole, _)| whole.starts_with(&words))
            .map(|(_, level)| *level)
            .next()
    }

    /// Finds the references of a block outside `cited`, what is cited in it already, in order.
    pub(in super::super) fn find(&self, text: &str, home: Home, cited: &[Span]) -> Vec<Cited> {
        let free = |span: Span| !cited.iter().any(|c| c.overlaps(span));
        let mut found = match home {
            Home::Note => self.titled(text, cited),
            Home::Text => {
                let mut found = self.bracketed(text);
                found.extend(self.dated(text));
                found.sort_by_key(|citation| citation.span);
                found
            }
            Home::Entry => Vec::new(),
        };
        found.retain(|citation| free(citation.span));
        found
    }

    /// Finds titles alone with pages that fill brackets of running text.
    fn bracketed(&self, text: &str) -> Vec<Cited> {
        let known = |inside: &str| {
            let mut words = words(inside).map(str::to_lowercase);
            let head = words.next().zip(words.next());
            head.is_some_and(|head| self.titles.contains_key(&head))
        };
        let mut found = Vec::new();
        for bracket in super::brackets(text) {
            let inside = bracket.of(text);
            if !known(inside) {
                continue;
            }
            for mut citation in self.titled(inside, &[]) {
                let moved = |span: Span| Span::new(span.start + bracket.start, span.end + bracket.start);
                citation.span = moved(citation.span);
                citation.parts.iter_mut().for_each(|(span, _)| *span = moved(*span));
                found.push(citation);
            }
        }
        found
    }

    /// Finds titles alone with pages in a note.
    fn titled(&self, text: &str, cited: &[Span]) -> Vec<Cited> {
        let covered: usize = cited.iter().map(|span| span.len()).sum();
        if covered + 8 > text.len() || !text.contains(|c: char| c.is_ascii_digit()) {
            return Vec::new();
        }
        let s = Stream::new(text, &[], &[], Lexicon::built_in());
        let opens = |k: usize| {
            k == 0
                || s.sign(k - 1, ";")
                || s.stop(k - 1)
                || (1..=4).any(|back| {
                    let lead = |at: usize| s.of(at, List::Lead).is_some_and(|len| at + len == k);
                    k.checked_sub(back).is_some_and(lead)
                })
        };
        let mut found: Vec<Cited> = Vec::new();
        for start in (0..s.len()).filter(|k| opens(*k)) {
            let from = start + usize::from(s.quote(start).is_some());
            let Some((end, level)) = self.title_at(&s, from) else {
                found.extend(self.named(&s, start));
                continue;
            };
            let closing = s.sign(end, "”’»“\"") && from > start;
            let inner = usize::from(s.sign(end, ",") && from > start && s.sign(end + 1, "”’»“\""));
            let behind = s.skip(end + usize::from(closing) + 2 * inner, ",….");
            if behind == end {
                continue;
            }
            let page = locator(&s, behind, s.len(), &[Unit::Page, Unit::Volume])
                .map(|found| (found.unit, found.numbers))
                .or_else(|| Some((Unit::Page, numbers(&s, behind, s.len(), Unit::Page)?)));
            let Some((unit, pages)) = page else { continue };
            let last = pages.end;
            if !(last >= s.len() || s.sign(last, ";.)")) || s.year(behind) {
                continue;
            }
            let part = if unit == Unit::Volume {
                Part::Scope(unit)
            } else {
                Part::Range(unit, pages.range(&s))
            };
            found.push(Cited {
                span: s.span(start, last),
                kind: CitationKind::Short,
                parts: vec![(s.span(from, end), Part::Title(level)), (s.span(behind, last), part)],
                date: None,
            });
        }
        found
    }

    /// Reads a surname with a bare page: `Moss, 33`.
    fn named(&self, s: &Stream<'_>, start: usize) -> Option<Cited> {
        if !s.capital(start) || !s.sign(start + 1, ",") || !self.names.contains(&s.word(start).to_lowercase()) {
            return None;
        }
        let pages = numbers(s, start + 2, s.len(), Unit::Page)?;
        let ends = pages.end >= s.len() || s.sign(pages.end, ";.)");
        (ends && !s.year(start + 2) && s.number(start + 2).is_some()).then(|| Cited {
            span: s.span(start, pages.end),
            kind: CitationKind::Short,
            parts: vec![
                (s.span(start, start + 1), Part::Author),
                (s.span(start + 2, pages.end), Part::Range(Unit::Page, pages.range(s))),
            ],
            date: None,
        })
    }

    /// Returns one past the words of a known title at a token, two of them or more up to a sign.
    fn title_at(&self, s: &Stream<'_>, from: usize) -> Option<(usize, Level)> {
        let small = |k: usize| s.word(k).to_lowercase();
        let titles = self.titles.get(&(small(from), small(from + 1)))?;
        let ends = |title: &Title| {
            let mut at = from;
            for word in &title.0 {
                let same = s
                    .tokens
                    .get(at)
                    .is_some_and(|t| t.shape != Shape::Sign && t.text.to_lowercase() == *word);
                if !same {
                    break;
                }
                at += 1;
                // The colon of a title goes on with it.
                if s.sign(at, ":") {
                    at += 1;
                }
            }
            let at = if s.sign(at - 1, ":") { at - 1 } else { at };
            (at >= from + 2 && s.sign(at, ",…”’»“\"")).then_some((at, title.1))
        };
        titles.iter().find_map(ends)
    }

    /// Finds authors with the year of a known work in brackets behind them.
    fn dated(&self, text: &str) -> Vec<Cited> {
        if self.years.is_empty() {
            return Vec::new();
        }
        let years = text.match_indices('(').filter(|(at, _)| {
            let digits = text[at + 1..].bytes().take(4).filter(u8::is_ascii_digit).count();
            digits == 4
        });
        let opening: Vec<usize> = years.map(|(at, _)| at).collect();
        if opening.is_empty() {
            return Vec::new();
        }
        let s = Stream::new(text, &[], &[], Lexicon::built_in());
        let brackets = (0..s.len()).filter(|k| opening.binary_search(&s.tokens[*k].span.start).is_ok());
        brackets.filter_map(|open| self.dated_at(&s, open)).collect()
    }

    fn dated_at(&self, s: &Stream<'_>, open: usize) -> Option<Cited> {
        let close = s.bracket(open)?;
        let year = s.number(open + 1).filter(|_| s.year(open + 1))?;
        let surname = |k: usize| {
            let name = s.word(k).trim_end_matches(['s', '’', '\'']);
            let known = [s.word(k), name]
                .iter()
                .any(|n| self.years.contains(&(n.to_lowercase(), year)));
            (s.capital(k) && known).then_some(k)
        };
        let before = open.checked_sub(1)?;
        // `Brooke and Wills (1991)`, `Brooke et al. (1991)`
        let others = (1..=4).find_map(|back| {
            let at = before.checked_sub(back)?;
            let len = s.of(at, List::EtAl)?;
            (at + len == open).then_some(at)
        });
        let second = s.capital(before).then_some(before);
        let tied = |k: usize| s.of(k, List::And).is_some_and(|len| len == 1);
        let pair = second.and_then(|k| {
            k.checked_sub(2)
                .filter(|first| tied(k - 1) && surname(*first).is_some())
        });
        let names: Vec<usize> = match (others, pair) {
            (Some(at), _) => vec![surname(at.checked_sub(1)?)?],
            (None, Some(first)) => vec![first, before],
            (None, None) => vec![surname(before)?],
        };
        let mut parts: Vec<(Span, Part)> = names.iter().map(|k| (s.span(*k, k + 1), Part::Author)).collect();
        // The letter of `1985a`.
        let letter = usize::from(s.letters(open + 2) == 1 && !s.spaced(open + 2));
        let behind = s.skip(open + 2 + letter, ",:");
        if behind < close {
            let page = locator(s, behind, close, &[Unit::Page, Unit::Chapter]).filter(|found| found.end == close);
            let bare = || numbers(s, behind, close, Unit::Page).filter(|n| n.end == close);
            let part = match page {
                Some(found) if found.unit == Unit::Chapter => Part::Scope(found.unit),
                Some(found) => Part::Range(found.unit, found.numbers.range(s)),
                None => Part::Range(Unit::Page, bare()?.range(s)),
            };
            parts.push((s.span(behind, close), part));
        }
        Some(Cited {
            span: s.span(*names.first()?, close + 1),
            kind: CitationKind::Short,
            parts,
            date: Some(s.span(open + 1, open + 2)),
        })
    }
}

fn words(title: &str) -> impl Iterator<Item = &str> {
    title
        .split(|c: char| c.is_whitespace())
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}
