//! Where a title ends that no quotation marks or italics bound: before whatever can only follow a title.

use super::imprint::{dated, edition, imprint, trim};
use super::lexicon::List;
use super::locators::{locator, numbers};
use super::names::names;
use super::stream::Stream;
use crate::annotate::annotation::Unit;

/// What labels a part of a work or a place in it.
pub(super) const OF_WORKS: [Unit; 13] = [
    Unit::Page,
    Unit::Volume,
    Unit::Issue,
    Unit::Chapter,
    Unit::Part,
    Unit::Column,
    Unit::Note,
    Unit::Article,
    Unit::Frame,
    Unit::Line,
    Unit::Item,
    Unit::Series,
    Unit::File,
];

/// Returns one past the last token of a title that starts at a token, and where its reference goes on.
pub(super) fn title(s: &Stream<'_>, start: usize, limit: usize) -> Option<(usize, usize)> {
    if let Some(close) = s.quote(start) {
        // `‘Words’: more words (Place, Year)` is one title.
        if s.sign(close + 1, ":") && s.spaced(close + 2) && !s.year(close + 2) && s.number(close + 2).is_none() {
            let (end, on) = bare(s, start, close + 2, limit)?;
            return Some((end, on));
        }
        // `«Смоленский архив» и американская советология`
        let and = s
            .of(close + 1, List::And)
            .filter(|len| s.small(close + 1) && s.small(close + 1 + len));
        if let Some(len) = and {
            return bare(s, start, close + 2 + len, limit);
        }
        // `«Колоски» в зеркале статистики // Журнал`
        let journal = (close + 2..limit.min(close + 16)).find(|k| s.sign(*k, "/") && s.sign(k + 1, "/"));
        let own = s.small(close + 1) && s.spaced(close + 1) && s.of(close + 1, List::EditorBefore).is_none();
        if own && journal.is_some_and(|to| !(close + 1..to).any(|k| s.stop(k) || s.sign(k, "/"))) {
            return bare(s, start, close + 2, limit);
        }
        return Some((close + 1, close + 1));
    }
    if s.italic(start) {
        let mut end = start;
        while end < limit && (s.italic(end) || s.italic(end + 1) && s.tokens[end].shape == super::tokens::Shape::Sign) {
            end += 1;
        }
        // The numbers of a journal's volume may be in italics too.
        while end > start + 1
            && (s.number(end - 1).is_some() && !s.year(end - 1) && !s.dash(end - 2) || s.sign(end - 1, ",.:;("))
        {
            end -= 1;
        }
        return Some((end, end));
    }
    bare(s, start, start + 1, limit)
}

/// Finds the end of a title without bounds; it is looked for from `from` on.
fn bare(s: &Stream<'_>, start: usize, from: usize, limit: usize) -> Option<(usize, usize)> {
    if s.word(start).is_empty() && s.number(start).is_none() && s.quote(start).is_none() && !s.sign(start, "[¿¡") {
        return None;
    }
    // The day of reading is no part of what it stands behind.
    let read = (from + 1..limit).find(|k| s.of(*k, List::Accessed).is_some() && s.stop(*k - 1));
    let limit = read.unwrap_or(limit);
    let bound = place_bracket(s, from, limit);
    let mut k = from;
    while k < bound.unwrap_or(limit) {
        // Such words only go on with a title.
        if s.plain(k) && s.small(k) {
            k += 1;
            continue;
        }
        if let Some(close) = s.quote(k) {
            k = close + 1;
            continue;
        }
        let delimited = s.sign(k, ",;:")
            || s.sign(k, "/") && (s.spaced(k) || s.sign(k + 1, "/"))
            || s.dash(k) && s.spaced(k)
            || s.sign(k, ".") && (s.stop(k) || abbreviated_end(s, k));
        let next = if delimited { s.skip(k, ",.;:–—-") } else { k };
        if follows(s, next, limit, delimited, bound.is_some()) {
            return Some((trim(s, start, k), k)).filter(|(end, _)| *end > start);
        }
        // `Journal of Modern History December 1993, p754`
        if bound.is_none()
            && !s.year(k)
            && s.in_date(k)
            && s.date(k).is_some_and(|end| end >= limit || s.sign(end, ",.)"))
            && s.capital(k - 1)
        {
            return Some((trim(s, start, k), k));
        }
        if let Some(close) = s.bracket(k) {
            k = close;
        }
        k += 1;
    }
    let end = bound.unwrap_or(limit);
    Some((trim(s, start, end), end)).filter(|(end, _)| *end > start)
}

/// Tells whether a stop behind an abbreviation may end a title too: a label or `//` follows.
fn abbreviated_end(s: &Stream<'_>, k: usize) -> bool {
    s.labels(k + 1).next().is_some() || s.sign(k + 1, "/–—(") || s.of(k + 1, List::Place).is_some()
}

/// Returns the bracket that holds place and year of a reference, or failing that the year alone.
fn place_bracket(s: &Stream<'_>, from: usize, limit: usize) -> Option<usize> {
    let mut year = None;
    let mut k = from;
    while k < limit {
        if let Some(close) = s.quote(k) {
            k = close + 1;
            continue;
        }
        if let Some(close) = s.bracket(k).filter(|c| *c <= limit) {
            let inner = imprint(s, k + 1, close).filter(|i| i.end == close || s.sign(i.end, ";"));
            if inner
                .as_ref()
                .is_some_and(|i| !i.places.is_empty() || !i.publishers.is_empty())
            {
                return Some(k);
            }
            // `(1927–1939)` is part of a title where another bracket follows.
            if inner.is_some() && year.is_none() && s.sign(k, "(") {
                year = Some(k);
            }
            k = close;
        }
        k += 1;
    }
    year
}

/// Tells whether what can only follow a title stands at a token. `delimited`: punctuation stands before it; `bounded`:
/// a bracket with place and year follows.
fn follows(s: &Stream<'_>, k: usize, limit: usize, delimited: bool, bounded: bool) -> bool {
    if k >= limit {
        return delimited && !bounded;
    }
    if let Some(found) = locator(s, k, limit, &OF_WORKS)
        && (delimited
            || s.spaced(k) && found.unit != Unit::Part && found.unit != Unit::Item && found.unit != Unit::Article)
    {
        return true;
    }
    if s.sign(k, "/") && (s.sign(k + 1, "/") || s.spaced(k)) {
        return true;
    }
    if s.link(k) || s.bracket(k).is_some_and(|close| aside(s, k + 1, close)) {
        return true;
    }
    if starts_container(s, k, limit, delimited) || editors_before(s, k, limit).is_some() {
        return true;
    }
    if delimited
        && (super::work::extent(s, k).is_some()
            || super::work::in_volumes(s, k).is_some()
            || s.of(k, List::Translator).is_some()
            || edition(s, k, limit).is_some()
            || s.of(k, List::Thesis).is_some()
            || s.of(k, List::OpCit).is_some()
            || s.of(k, List::Accessed).is_some())
    {
        return true;
    }
    // `Title, “Journal”, 45/4 (1950)`
    if delimited
        && s.quote(k)
            .is_some_and(|close| super::work::numbered_behind(s, close + 1))
    {
        return true;
    }
    // `. Wiley, New York` at the end.
    if s.sign(k.wrapping_sub(1), ".") && s.stop(k - 1) && closes_with_publisher(s, k, limit) {
        return true;
    }
    // `. New Haven: Yale University Press` with the year behind the author.
    let yearless = delimited && !bounded && s.sign(k.wrapping_sub(1), ".,") && !(k..limit).any(|i| s.year(i));
    if yearless
        && s.of(k, List::Place)
            .is_some_and(|len| s.sign(k + len, ":,") && s.capital(s.skip(k + len, ":,")) || k + len + 1 >= limit)
    {
        return true;
    }
    if delimited && names(s, k, limit).is_some_and(|n| editor_after(s, n.end).is_some()) {
        return true;
    }
    !bounded && imprint_follows(s, k, limit, delimited)
}

/// Tells whether all that follows is a publisher, with or without a place.
fn closes_with_publisher(s: &Stream<'_>, k: usize, limit: usize) -> bool {
    let words = (k..limit).filter(|i| !s.word(*i).is_empty()).count();
    let plain = (k..limit).all(|i| !s.word(i).is_empty() || s.sign(i, ",:.&-"));
    s.entry && s.capital(k) && plain && words <= 7 && (k..limit).any(|i| s.of(i, List::Publisher).is_some())
}

/// Tells whether place, publisher and year stand at a token, or bare pages, at the end of a reference.
fn imprint_follows(s: &Stream<'_>, k: usize, limit: usize, delimited: bool) -> bool {
    if let Some(found) = imprint(s, k, limit) {
        let ends = found.end >= limit || s.sign(found.end, ",.;)[(") || s.labels(found.end).next().is_some();
        // `J Hist Econ 2001;12:34-5`
        let journal = !found.known
            && s.sign(found.end, ";,")
            && s.number(found.end + 1).is_some()
            && s.sign(found.end + 2, ":,(");
        let ends = ends && !journal;
        let lone = found.places.is_empty() && found.publishers.is_empty();
        let small = s.small(k.wrapping_sub(1)) && s.of(k.wrapping_sub(1), List::NoName).is_some();
        let clear = if delimited {
            true
        } else {
            !small && (found.known || s.year(k)) && s.spaced(k)
        };
        if ends && clear && (!lone || ends_reference(s, found.end, limit)) {
            return true;
        }
    }
    if delimited && dated(s, k, limit).is_some_and(|end| ends_reference(s, end, limit)) {
        return true;
    }
    if s.year(k) && s.spaced(k) && s.sign(k + 1, ";,") && s.number(k + 2).is_some() && s.sign(k + 3, ":(") {
        return true;
    }
    // The numbers of a journal, or pages at the very end.
    if s.number(k).is_some() || s.roman(k) && s.spaced(k) {
        // `Biological Cybernetics, 50 363–396`, `American Historical Review 91:5 (1986)`
        let bare = delimited && s.number(k + 1).is_some() && s.spaced(k + 1) && s.dash(k + 2) && !s.year(k);
        let issue = s.sign(k + 1, ":") && s.number(k + 2).is_some() && s.bracket(k + 3).is_some() && s.spaced(k);
        let numbered = bare
            || issue
            || s.bracket(k + 1).is_some() && !s.dash(k + 1)
            || s.sign(k + 1, ",:;")
                && s.number(k + 2).is_some()
                && (delimited || s.sign(k + 1, ":") && s.spaced(k) && s.spaced(k + 2))
                && !s.roman(k);
        let pages = delimited
            && numbers(s, k, limit, Unit::Page)
                .is_some_and(|n| n.end >= limit || s.sign(n.end, ".;") && n.end + 1 >= limit);
        return numbered || pages && !s.roman(k);
    }
    false
}

/// Tells whether a reference ends at a token, or goes on with pages or numbers only.
fn ends_reference(s: &Stream<'_>, k: usize, limit: usize) -> bool {
    let behind = s.skip(k, ",.:; )");
    behind >= limit
        || locator(s, behind, limit, &OF_WORKS).is_some()
        || s.number(behind).is_some()
        || s.link(behind)
        || s.of(behind, List::Accessed).is_some()
        || s.bracket(behind).is_some()
}

/// Tells whether what stands in a bracket is no part of a title: editors, an edition, a label, a year.
fn aside(s: &Stream<'_>, from: usize, close: usize) -> bool {
    editor_after(s, from).is_some()
        // `(= Kritische Studien, Bd. 33)`
        || s.sign(from, "=")
        || s.of(from, List::EditorBefore).is_some()
        || s.of(from, List::Translator).is_some()
        || edition(s, from, close).is_some()
        || locator(s, from, close, &OF_WORKS).is_some()
        || s.of(from, List::Thesis).is_some()
        || s.of(from, List::Accessed).is_some()
        || names(s, from, close).is_some_and(|n| editor_after(s, n.end).is_some_and(|end| end <= close))
}

/// Returns one past a word that makes the names before it those of editors: `, eds,`, `(Hg.)`, ` ed.`
pub(super) fn editor_after(s: &Stream<'_>, at: usize) -> Option<usize> {
    let behind = s.skip(at, ",");
    if let Some(len) = s.of(behind, List::EditorAfter) {
        // `, ed. X` is something else.
        let end = behind + len;
        let names_editors = s.capital(end)
            && s.spaced(end)
            && !s.sign(end.wrapping_sub(1), ",")
            && s.quote(end).is_none()
            && behind > at;
        return (!names_editors || s.italic(end)).then_some(end);
    }
    let close = s.bracket(behind)?;
    let len = s.of(behind + 1, List::EditorAfter)?;
    (behind + 1 + len == close).then_some(close + 1)
}

/// Returns one past the words before editors: `edited by`, `/ под ред.`
pub(super) fn editors_before(s: &Stream<'_>, at: usize, limit: usize) -> Option<usize> {
    let from = s.skip(at, "/,;(");
    let len = s.of(from, List::EditorBefore)?;
    let end = s.skip(from + len, ":");
    (names(s, end, limit).is_some() && end < limit).then_some(end)
}

/// Tells whether the name of the book or journal that an article stands in starts behind a token.
pub(super) fn starts_container(s: &Stream<'_>, k: usize, limit: usize, delimited: bool) -> bool {
    let Some(len) = s.of(k, List::Container) else {
        return false;
    };
    let behind = k + len;
    if s.sign(behind.wrapping_sub(1), ":") || s.sign(behind, ":") {
        return true;
    }
    if !delimited {
        return s.quote(behind).is_some() && s.is_quoted(k.wrapping_sub(1)) || s.italic(behind) && !s.italic(k);
    }
    s.italic(behind)
        || s.quote(behind).is_some()
        || names(s, behind, limit)
            .is_some_and(|n| editor_after(s, n.end).is_some() || n.form == super::names::Form::Initials)
        || s.capital(k) && s.capital(behind)
        || s.capital(behind) && (s.sign(k.wrapping_sub(1), ",") || s.is_quoted(k.wrapping_sub(1)))
}
