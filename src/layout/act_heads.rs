//! The heads of laws and orders: the kind of the act, who made it, its day and number, and what it is about.
//!
//! They stand on several lines, close together or among free lines, some in capitals and some not: `DECREE`, `OF THE COUNCIL`,
//! `of 4 May 1921, No. 12`, `On bridges`. In come the blocks of a column; those that make such a head become one heading.

use std::sync::LazyLock;

use regex::Regex;

use super::headings::is_capitals;
use super::phrases::Phrases;
use super::{Block, Role};
use crate::read::Line;
use crate::span::Rect;

/// A head has no more lines.
const MOST_LINES: usize = 10;
/// The subject of an act has no more.
const SUBJECT_LINES: usize = 4;

/// The sign of a number: `№`, `No.`, `Nr.`, `n°`.
const SIGN: &str = r"(?:№|N[OoRr]\.?|[Nn][°º]) ?";

/// The day of an act, its number, or both, alone on a line. A short word may stand before the day, within it and behind it:
/// `от 4 мая 1921 года`, `vom 4. Mai 1921`, `dated 4th of May 1921`.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    let day_first = r"[«“„]?\d{1,2}[»”“]?(?:-?\p{Ll}{2})?\.? (?:\p{Ll}{2} )?\p{L}{3,}\.?,? \d{4}";
    let month_first = r"\p{L}{3,} \d{1,2}(?:\p{Ll}{2})?, \d{4}";
    let day = format!(r"(?:(?:{day_first}|{month_first})(?: ?\p{{Ll}}{{1,4}}\.?)?\.?)");
    let number = format!(r"{SIGN}\S{{1,20}}");
    let on = r"(?:\p{L}{2,5}) ";
    Regex::new(&format!(
        r"^\(?(?:(?:{on})?{day}(?:,? {number})?|{number}(?:,? (?:{on})?{day})?)\)?$"
    ))
    .expect("a constant pattern")
});
/// A day with its year, or a number, within a line; a year alone stands in many titles.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"\b\d{1,2}(?:\.|-?\p{Ll}{2})? (?:\p{Ll}{2} )?\p{L}{3,}\.?,? (?:1[5-9]|20)\d\d\b";
    let month_first = r"\b\p{L}{3,} \d{1,2}(?:\p{Ll}{2})?, (?:1[5-9]|20)\d\d\b";
    Regex::new(&format!(r"{day}|{month_first}|{SIGN}\d")).expect("a constant pattern")
});

/// A letter with a stop before a name: `г. Москва`.
static PLACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\p{Ll}\. \p{Lu}").expect("a constant pattern"));

/// Makes one heading of the blocks that are the head of an act; one without a day or number is left as it is.
pub(super) fn gather(blocks: &mut Vec<Block>) {
    let mut at = 0;
    while at < blocks.len() {
        let end = head_end(blocks, at);
        let lines: Vec<&Line> = blocks[at..end].iter().flat_map(|b| &b.lines).collect();
        if lines.len() > 1 && lines.iter().any(|l| COUNTED.is_match(&l.text())) {
            let rest: Vec<Block> = blocks.drain(at + 1..end).collect();
            let head = &mut blocks[at];
            head.role = Role::Heading { level: 1 };
            for block in rest {
                (head.full, head.short) = (block.full, block.short);
                head.lines.extend(block.lines);
            }
            if let Some(place) = blocks.get_mut(at + 1).filter(|b| is_place(b)) {
                place.role = Role::Paragraph;
            }
            let head = &mut blocks[at];
            head.rect = Rect::around(head.lines.iter().map(|l| &l.rect)).unwrap_or(head.rect);
        }
        at += 1;
    }
}

/// One past the last block of the head that begins at a block, or that block where none does.
fn head_end(blocks: &[Block], at: usize) -> usize {
    if !begins_head(&blocks[at]) {
        return at;
    }
    // The day and the number may stand on a line each.
    let (mut dated, mut named) = (0_u8, false);
    let mut count = blocks[at].lines.len();
    for line in &blocks[at].lines {
        dated += u8::from(is_dated(line));
        named |= names_subject(line);
    }
    let mut end = at + 1;
    while let Some(block) = blocks.get(end) {
        count += block.lines.len();
        let first = block.lines.first();
        let day = dated < 2 && block.lines.len() == 1 && first.is_some_and(is_dated);
        let subject =
            !named && block.lines.len() <= SUBJECT_LINES && first.is_some_and(names_subject) && !ends_open(block);
        let maker =
            !named && dated == 0 && is_capitals(&block.text()) && !first.is_some_and(begins_act) && !ends_open(block);
        if !is_running(block) || count > MOST_LINES || !(day || subject || maker) {
            break;
        }
        dated += u8::from(day);
        named |= subject;
        end += 1;
    }
    end
}

/// Tells whether a heading is a place, which stands over the text of an act: `Moscow, Kremlin`.
fn is_place(block: &Block) -> bool {
    let text = block.text();
    let small =
        matches!(block.role, Role::Heading { .. }) && block.lines.len() == 1 && text.split_whitespace().count() <= 3;
    small
        && !is_capitals(&text)
        && !text.contains(|c: char| c.is_ascii_digit())
        && (text.contains(", ") || PLACE.is_match(&text))
}

fn is_running(block: &Block) -> bool {
    matches!(block.role, Role::Heading { .. } | Role::Paragraph | Role::Quote) && !block.continues
}

/// Tells whether a block is the head of an act or begins it: its first line is the act's word in capitals, or that word
/// alone, and no line ends a sentence.
fn begins_head(block: &Block) -> bool {
    let last = block.lines.len().saturating_sub(1);
    let open = |(i, line): (usize, &Line)| {
        let text = line.text();
        let stops: &[char] = if i == last {
            &['.', ':', ';', ',', '!', '?']
        } else {
            &['.', ':', ';', '!', '?']
        };
        text.ends_with(stops) && !is_dated(line)
    };
    is_running(block)
        && block.lines.len() <= MOST_LINES
        && block.lines.first().is_some_and(begins_act)
        && !block.lines.iter().enumerate().any(open)
}

fn begins_act(line: &Line) -> bool {
    let known = line
        .words
        .first()
        .is_some_and(|w| Phrases::built_in().heads_act(&w.text));
    known && (is_capitals(&line.text()) || line.words.len() == 1 && line.words[0].text.starts_with(char::is_uppercase))
}

fn is_dated(line: &Line) -> bool {
    DATED.is_match(&line.text())
}

fn names_subject(line: &Line) -> bool {
    line.words.len() > 1 && Phrases::built_in().names_subject(&line.words[0].text)
}

/// A block that ends as a sentence or clause does, quoted, in brackets or with a note's number behind it, or holds the end of
/// one.
fn ends_open(block: &Block) -> bool {
    let text = block.text();
    let closed = |c: char| c.is_ascii_digit() || matches!(c, '”' | '’' | '"' | '»' | '“' | ')' | ']');
    let stops = ['.', ':', ';', ',', '!', '?', '…'];
    let quoted = text.ends_with(['”', '’', '"', '»', '“', ')']);
    text.ends_with(stops)
        || text.trim_end_matches(closed).ends_with(stops)
        || text.contains("! ")
        || text.contains("? ")
        || quoted && block.lines.len() > 1
}
