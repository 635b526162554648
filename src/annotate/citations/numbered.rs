//! References by number: `“…” (1).` in a text whose list of sources is numbered.
//!
//! A number in brackets is many things: a point of a list, a paragraph of a law, a note. It is a reference where the text
//! puts such numbers behind quotations, at the end of sentences, more than once.

use crate::repair::{BlockKind, Text};
use crate::span::Span;

/// A number in brackets.
#[derive(Clone, Copy, Debug)]
struct Number {
    block: usize,
    /// The number without its brackets.
    span: Span,
    value: u32,
    /// It stands behind a quotation and before a stop.
    behind_quotation: bool,
    /// It stands behind a word and before a stop.
    behind_word: bool,
    /// It opens its block.
    opens: bool,
}

/// Returns the numbers that are references, by block, in the order of the text.
pub(in super::super) fn numbered(text: &Text) -> Vec<(usize, Span)> {
    let found = numbers(text);
    if found.iter().filter(|n| n.behind_quotation).count() < 2 {
        return Vec::new();
    }
    // Numbers at the head of blocks that count up are those of a list.
    let opening: Vec<u32> = found.iter().filter(|n| n.opens).map(|n| n.value).collect();
    let counts_up = opening.windows(2).any(|w| w[1] == w[0] + 1);
    let refers = |n: &&Number| n.behind_quotation || n.behind_word || n.opens && !counts_up;
    found.iter().filter(refers).map(|n| (n.block, n.span)).collect()
}

/// Returns the numbers in round brackets, of up to three figures, in running text.
fn numbers(text: &Text) -> Vec<Number> {
    let mut found = Vec::new();
    for (index, block) in text.blocks.iter().enumerate() {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote) {
            continue;
        }
        let string = block.span.of(&text.string);
        for (at, _) in string.match_indices('(') {
            let rest = &string[at + 1..];
            let len = rest.bytes().take_while(u8::is_ascii_digit).count();
            let Some(value) = rest[..len]
                .parse()
                .ok()
                .filter(|_| (1..=3).contains(&len) && rest[len..].starts_with(')'))
            else {
                continue;
            };
            let before = string[..at].trim_end();
            let after = &rest[len + 1..];
            let stopped = after.is_empty() || after.starts_with(['.', ',', ';']);
            let start = block.span.start + at + 1;
            found.push(Number {
                block: index,
                span: Span::new(start, start + len),
                value,
                behind_quotation: stopped && before.ends_with(['”', '’', '"', '»', '“']) && before.len() < at,
                behind_word: stopped && before.ends_with(char::is_alphabetic) && before.len() < at,
                opens: before.is_empty() && after.starts_with(' '),
            });
        }
    }
    found
}
