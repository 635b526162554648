//! A text as tokens: in comes a text, out come its words, numbers and signs.
//!
//! Letters are passed over byte by byte as long as they are ASCII.

use crate::signs::is_letter;
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
    // A token takes three to four bytes with the space before it.
    let mut tokens = Vec::with_capacity(text.len() / 3 + 4);
    let mut italics = italics.iter().peekable();
    let mut at = 0;
    let mut spaced = false;
    while let Some(first) = text[at..].chars().next() {
        if first == ' ' || first.is_whitespace() {
            at += first.len_utf8();
            spaced = true;
            continue;
        }
        let (shape, len) = token(&text[at..], first);
        let span = Span::new(at, at + len);
        while italics.next_if(|i| i.end <= at).is_some() {}
        tokens.push(Token {
            text: &text[at..at + len],
            span,
            shape,
            spaced,
            italic: italics.peek().is_some_and(|i| i.start <= at),
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
        return (Shape::Number, text.bytes().take_while(u8::is_ascii_digit).count());
    }
    if !is_mark_or_letter(first) {
        return (Shape::Sign, first.len_utf8());
    }
    let bytes = text.as_bytes();
    let mut at = first.len_utf8();
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        if byte.is_ascii() && byte != b'-' && byte != b'\'' {
            break;
        }
        let mut signs = text[at..].chars();
        let Some(c) = signs.next() else { break };
        let joins = matches!(c, '-' | '‐' | '‑' | '\'' | '’' | 'ʼ' | 'ʹ');
        if !(is_mark_or_letter(c) || joins && signs.as_str().starts_with(is_mark_or_letter)) {
            break;
        }
        at += c.len_utf8();
    }
    (Shape::Word, at)
}

/// Tells whether a sign is a letter, or a mark above one that stands by itself.
#[inline]
fn is_mark_or_letter(c: char) -> bool {
    is_letter(c) || ('\u{300}'..='\u{36f}').contains(&c)
}
