//! Headings: which blocks are, and how deep.
//!
//! Larger or bolder type, capitals, a numbering, a heading's own word (`Abstract`), free space: where sizes are known the look
//! decides, in plain text the free space and the wording.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::{Column, Edges};
use super::bylines::{is_name, is_name_text};
use super::line_heads::is_article;
use super::measure::{Metric, baseline};
use super::part_titles;
use super::phrases::{Closing, Phrases};
use crate::read::Line;

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2})*|[A-Z])[.)]|§\s*\d+\.?|\d{1,2}(?:\.\d{1,2})+)\s+\S")
        .expect("a constant pattern")
});
/// A place and a date: the head or foot of a letter.
static PLACE_AND_DATE: LazyLock<Regex> = LazyLock::new(|| {
    let day_first = r"\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?\p{L}+\.?,?(?: \d{4})?(?: ?г\.?| ?года)?";
    let month_first = r"\p{L}+\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}";
    Regex::new(&format!(
        r"^[\p{{L}}][\p{{L}} .-]{{1,40}}[.,] .{{0,12}}?(?:{day_first}|{month_first})\.?$"
    ))
    .expect("a constant pattern")
});
/// A name and a short number: a street, a post office, a page of the contents.
static NAME_AND_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\p{Lu}[\p{Ll}-]+(?: \p{Lu}[\p{Ll}-]+)* \d{1,3}$").expect("a constant pattern"));
/// A roman number that stands alone heads a section.
static ROMAN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[IVXL]{1,6}\.?$").expect("a constant pattern"));
/// So does the number of a section of a law.
static SECTION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^§{1,2} ?\d{1,4}[a-z]?(?: ?[–—-] ?\d{1,4}[a-z]?)?\.?$").expect("a constant pattern"));
/// A year or several head the part of a chronicle or an inventory.
static YEARS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:1[5-9]|20)\d\d(?: ?[–—-] ?(?:\d\d){1,2})?$").expect("a constant pattern"));
/// Tells whether a line is the number of a law's section and nothing else: `§ 12`.
pub(super) fn is_section(line: &Line) -> bool {
    line.words.len() <= 2
        && line.words.first().is_some_and(|w| w.text.starts_with('§'))
        && SECTION.is_match(&line.text())
}

/// A word and its number, or a roman number, alone on a line: `Article 2`, `ПРОТОКОЛ № 5`, `VII`.
static NUMBERED_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\p{Lu}\p{L}+)\.? (?:(?:№|No\.?|Nr\.?|N°) ?)?(?:\d{1,4}|[IVXLC]{1,7})\.?$")
        .expect("a constant pattern")
});

/// Tells whether a line is a part's word and number and nothing else, or a roman number: the word is that of clauses, or in
/// capitals.
pub(super) fn is_numbered_title(line: &Line) -> bool {
    if line.words.len() > 4 {
        return false;
    }
    let text = line.text();
    let word = NUMBERED_TITLE.captures(&text).and_then(|c| c.get(1));
    let told = |word: &str| is_capitals(word) || Phrases::built_in().is_clause_word(word);
    ROMAN.is_match(&text) || word.is_some_and(|w| told(w.as_str()))
}

/// Tells whether a text begins with a number as those of headings and clauses do.
pub(super) fn is_numbered(text: &str) -> bool {
    NUMBERED.is_match(text)
}

/// Decides whether some lines are a heading.
pub(super) fn is_heading(column: &Column, lines: &[usize]) -> bool {
    let Column {
        lines: all,
        edges,
        metric,
        ..
    } = *column;
    let (Some(&first), Some(&last)) = (lines.first(), lines.last()) else {
        return false;
    };
    if lines.len() > 4 {
        return false;
    }
    let text = lines.iter().map(|&i| all[i].text()).collect::<Vec<_>>().join(" ");
    let text = without_call(&text);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let section = lines.len() == 1 && is_section(&all[first]);
    let numeral =
        section || lines.len() == 1 && (ROMAN.is_match(text) || !metric.sized && heads_years(text, all, last));
    if (letters < 2 && !numeral) || text.chars().count() > 220 {
        return false;
    }
    if lines.len() == 2 && part_titles::is_title(column, last) {
        return true;
    }
    let phrase = lines.len() == 1 && Phrases::built_in().is_heading(text);
    let numbered = NUMBERED.is_match(text);
    let ends_open = text.ends_with([',', ';', ':', '-', '–'])
        || (text.ends_with(['.', '!', '?']) && !(numbered && is_short(text)) && !phrase);
    let space = |a: usize, b: usize| (baseline(&all[b]) - baseline(&all[a])) / metric.pitch;
    let above = if first == 0 { 9.0 } else { space(first - 1, first) };
    let below = if last + 1 >= all.len() {
        9.0
    } else {
        space(last, last + 1)
    };
    let looks_so = if metric.sized && is_under_head(column, lines, ends_open, below) {
        true
    } else if metric.sized {
        by_look(
            all, lines, text, edges, metric, phrase, numbered, ends_open, above, below,
        )
    } else {
        if lines.iter().all(|&i| column.close_set.heads(i)) {
            return true;
        }
        let displayed = lines.iter().all(|&i| column.is_displayed(&all[i]));
        let stands_over_text = all.get(last + 1).is_some_and(|next| !column.is_displayed(next));
        let under = below > 1.5 || phrase || displayed && (is_capitals(text) || stands_over_text);
        // At the foot of a page the first line of what runs on looks like a heading.
        let told =
            || phrase || numbered || is_capitals(text) || text.split_whitespace().count() <= 6 && !text.contains(',');
        let under = under && (last + 1 < all.len() || told());
        // A head in the middle of a column may have its free line only below, or be moved to a line without any.
        let between = displayed
            && first > 0
            && super::sentences::ends_sentence(&all[first - 1])
            && !column.is_displayed(&all[first - 1])
            && !column.is_set_right(&all[first - 1]);
        let free = (!(0.0..=1.5).contains(&above) || between) && under;
        // A name under an office is a signature: `Chairman of the Council`, `V. Ashworth`.
        let signed = lines.len() > 1 && lines.iter().any(|&i| is_name(&all[i])) && !is_capitals(&all[first].text());
        let signed = signed || (!numbered && !is_capitals(text) && lines.iter().any(|&i| has_wide_gap(&all[i])));
        // What stands straight over the closing formula of a letter belongs to it.
        let phrases = Phrases::built_in();
        let signed = signed
            || all
                .get(last + 1)
                .is_some_and(|l| phrases.closes_letter(&l.text()).is_some());
        // Among entries with hanging indents one of a line or two stands free as a heading does, and often holds a comma.
        let entry = column.hanging[first].is_some() && text.contains(',') && !is_capitals(text);
        // `No. 14. — Order of 7 March`, with its text below; straight below the article of a law stands the next one.
        let word = |i: usize| all.get(i).and_then(|l| l.words.first()).map(|w| w.text.as_str());
        let article = lines.len() == 1 && is_article(&all[first]);
        let in_row = article && word(first) == word(last + 1);
        let told = numbered || article;
        let words =
            || phrase || (!entry && !in_row && by_words(text, &all[first].text(), told, lines.len(), all, edges));
        section && !column.is_within_prose(first)
            || free && !signed && ((numeral && below > 1.5) || (!ends_open && words()))
    };
    looks_so && (phrase || metric.sized && is_large(column, lines) || !in_letter(column, lines))
}

/// A line or two in the middle, straight below a heading in the middle and with free space below, are its second title.
fn is_under_head(column: &Column, lines: &[usize], ends_open: bool, below: f32) -> bool {
    let middle = |i: usize| stands_in_middle(&column.lines[i], column.edges, column.metric);
    let Some(above) = lines[0].checked_sub(1).filter(|&i| middle(i)) else {
        return false;
    };
    let text = column.lines[lines[0]].text();
    lines.len() <= 2
        && !ends_open
        && below > 1.25
        && text.starts_with(char::is_uppercase)
        && lines.iter().all(|&i| middle(i))
        && column.lines[lines[0]].size() >= column.metric.body * 0.95
        && is_heading(column, &[above])
}

/// Tells whether a line stands about in the middle; one may be set in by the indent of paragraphs.
fn stands_in_middle(line: &Line, edges: Edges, metric: &Metric) -> bool {
    let (left, right) = (line.rect.x0 - edges.left, edges.right - line.rect.x1);
    left > metric.body * 2.0 && (left - right).abs() < metric.body * 2.0
}

/// A heading is seldom so much larger than the text and nothing else ever is.
fn is_large(column: &Column, lines: &[usize]) -> bool {
    let size = lines.iter().map(|&i| column.lines[i].size()).fold(f32::MAX, f32::min);
    size > column.metric.body * if column.metric.scanned { 1.5 } else { 1.25 }
}

/// The lines are of those that a letter begins or ends with: a greeting, a dateline, what stands set to the right, a closing
/// formula, and straight behind one the signature.
fn in_letter(column: &Column, lines: &[usize]) -> bool {
    let phrases = Phrases::built_in();
    let texts: Vec<String> = lines.iter().map(|&i| column.lines[i].text()).collect();
    if lines.iter().all(|&i| column.is_set_right(&column.lines[i])) {
        return true;
    }
    if texts.iter().any(|t| phrases.closes_letter(t).is_some()) || texts.len() == 1 && phrases.opens_letter(&texts[0]) {
        return true;
    }
    let signs = |above: usize| phrases.closes_letter(&column.lines[above].text()) == Some(Closing::Unsigned);
    lines[0].checked_sub(1).is_some_and(signs)
}

#[expect(
    clippy::too_many_arguments,
    reason = "the evidence of one decision, gathered in one place"
)]
fn by_look(
    all: &[Line],
    lines: &[usize],
    text: &str,
    edges: Edges,
    metric: &Metric,
    phrase: bool,
    numbered: bool,
    ends_open: bool,
    above: f32,
    below: f32,
) -> bool {
    let words = || {
        lines
            .iter()
            .flat_map(|&i| &all[i].words)
            .filter(|w| !w.style.superscript)
    };
    let size = lines.iter().map(|&i| all[i].size()).fold(f32::MAX, f32::min);
    let every = |f: fn(&crate::read::Style) -> bool| words().all(|w| f(&w.style));
    let larger = size > metric.body * if metric.scanned { 1.25 } else { 1.12 };
    let bold = every(|s| s.bold);
    let italic = every(|s| s.italic);
    let capitals = is_capitals(text) || every(|s| s.small_caps);
    let narrow = lines
        .iter()
        .all(|&i| all[i].rect.width() < (edges.right - edges.left) * 0.85);
    let free = above > 1.25;
    if lines.len() == 1 && is_section(&all[lines[0]]) {
        return narrow && (free || all[lines[0]].rect.x0 - edges.left > metric.body * 2.0);
    }
    if size < metric.body * 0.85 {
        return false;
    }
    if phrase && (narrow && (free || bold || larger)) {
        return true;
    }
    let centred = lines.iter().all(|&i| stands_in_middle(&all[i], edges, metric));
    // A question in large or bold type may head a part; so may a number in the middle.
    let asks = text.ends_with(['?', '!'])
        && (larger || bold && narrow && lines.len() <= 2 && above > 1.25 && (numbered || below > 1.25));
    let ends_open = ends_open && !asks;
    if ends_open && !larger {
        return false;
    }
    if larger {
        let numeral = || centred && ROMAN.is_match(text);
        return !ends_open && (text.chars().filter(|c| c.is_alphabetic()).count() > 2 || numeral());
    }
    if bold && (above > 1.0 || narrow) {
        return lines.len() <= 3;
    }
    if capitals && narrow && free && text.chars().count() < 100 {
        return true;
    }
    lines.len() <= 2
        && narrow
        && free
        && below > 1.25
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '§')
        && ((numbered && !ends_sentence_text(text))
            || (italic && !metric.scanned)
            || (centred && !text.ends_with('.') && title_case(text)))
}

/// A numbered heading may end in a stop if it is no sentence: few words, and none of them ends one inside.
fn is_short(text: &str) -> bool {
    text.split_whitespace().count() <= 6 && !text.starts_with(|c: char| c.is_ascii_digit())
}

fn ends_sentence_text(text: &str) -> bool {
    text.ends_with(['.', '!', '?'])
}

/// Decides for plain text, where only the wording can tell.
fn by_words(text: &str, first: &str, numbered: bool, lines: usize, all: &[Line], edges: Edges) -> bool {
    let longest = all.iter().map(|l| l.rect.width()).fold(0.0, f32::max);
    let length = text.chars().count();
    if lines > 2 || length > 120 || is_name_text(text) || text.starts_with(['(', '[', '*', '-', '–', '•']) {
        return false;
    }
    // A last line of a paragraph that happens to stand free is no heading: headings are well short of a full line.
    if lines == 1 && longest > 30.0 && length as f32 > (edges.right - edges.left).min(110.0) * 0.85 {
        return false;
    }
    if PLACE_AND_DATE.is_match(text)
        || NAME_AND_NUMBER.is_match(text) && !is_of_series(text, all) && !is_clause_number(text)
    {
        return false;
    }
    let opens = text
        .trim_start_matches(['“', '‘', '«', '"', '\'', '…'])
        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '§');
    // A title in capitals may go on in small letters: `INVENTORY No. 2`, `of files kept for good`.
    let headed = lines == 2 && is_capitals(first) && !ends_sentence_text(text);
    opens && (numbered || headed || is_capitals(text) || title_case(text) && !is_clause(text))
}

/// Tells whether a text is a year with its word, or one of several years or spans that stand alone, over text.
fn heads_years(text: &str, all: &[Line], at: usize) -> bool {
    let others = || all.iter().filter(|l| l.words.len() <= 4 && is_years(&l.text()));
    let over_text = || all.get(at + 1).is_some_and(|l| l.words.len() >= 3);
    is_years(text) && over_text() && (text.contains(char::is_alphabetic) || others().count() > 1)
}

/// `1921`, `1921–1923`, `1921 год`.
fn is_years(text: &str) -> bool {
    let worded = text
        .rsplit_once(' ')
        .filter(|(_, word)| Phrases::built_in().is_year_word(word));
    YEARS.is_match(worded.map_or(text, |(years, _)| years))
}

/// A long text with a comma inside a sentence is none: the nouns of German have capitals too.
fn is_clause(text: &str) -> bool {
    text.split_whitespace().count() > 8 && text.contains(", ")
}

/// `Article 2`.
fn is_clause_number(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    Phrases::built_in().is_clause_word(word)
}

/// Tells whether a name comes with another number too, as `Hymn 12` and `Hymn 29` do.
fn is_of_series(text: &str, all: &[Line]) -> bool {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let other = |l: &Line| {
        let line = l.text();
        line != text
            && line
                .strip_prefix(name)
                .is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))
    };
    all.iter().any(other)
}

/// Tells whether a line of plain text is a heading by its words alone: capitals, `Chapter 3`, `Afterword`.
pub(crate) fn is_heading_line(line: &Line) -> bool {
    let text = line.text();
    is_capitals(&text) || Phrases::built_in().is_heading(&text)
}

/// Returns a text without the number that calls a note behind its last stop.
fn without_call(text: &str) -> &str {
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit() || "()[]*†".contains(c));
    if bare.ends_with(['.', '!', '?', ':', '”', '"', '»']) {
        bare
    } else {
        text
    }
}

/// Tells whether a line has the words of a heading and no stop; one without a small word may be a name. With free space above
/// it may be longer.
pub(super) fn is_worded_as_heading(line: &Line, free: bool) -> bool {
    let text = line.text();
    let text = without_call(&text);
    let numbered = NUMBERED.is_match(text);
    let open = text.ends_with([',', ';', ':', '-', '–', '\u{ad}', '.', '!', '?']);
    let small = |w: &crate::read::Word| w.text.chars().count() > 1 && w.text.starts_with(char::is_lowercase);
    let opens = text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '§');
    // `The Northern Road` is no name.
    let article = free && line.words.len() >= 3 && line.words[0].text.chars().count() <= 3 && !text.contains('.');
    let told = article
        || numbered
        || is_capitals(text)
        || line.words.iter().any(small)
        || Phrases::built_in().is_heading(text);
    opens
        && !open
        && told
        && (title_case(text) || free && line.words.len() <= 14)
        && !PLACE_AND_DATE.is_match(text)
        && !is_name_text(text)
        && !has_wide_gap(line)
}

pub(super) fn is_capitals(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() >= 4 && letters.iter().all(|c| !c.is_lowercase())
}

/// Most longer words begin with a capital (English titles), or the text is short and is no sentence.
fn title_case(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let long: Vec<&&str> = words
        .iter()
        .filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() >= 4)
        .collect();
    let capital = |w: &str| {
        w.chars()
            .find(|c| c.is_alphanumeric())
            .is_some_and(|c| !c.is_lowercase())
    };
    let share = long.iter().filter(|w| capital(w)).count();
    let cyrillic = text.chars().any(|c| ('а'..='я').contains(&c));
    // `Act One` and `No. 4` have short words alone.
    if long.is_empty() {
        return words.iter().all(|w| capital(w));
    }
    share * 3 >= long.len() * 2 || ((cyrillic || words.len() <= 6) && !ends_sentence_text(text) && words.len() <= 10)
}

/// A line in two parts: an office and a name, a place and a date.
pub(super) fn has_wide_gap(line: &Line) -> bool {
    line.words.windows(2).any(|w| w[1].rect.x0 - w[0].rect.x1 >= 4.0)
}
