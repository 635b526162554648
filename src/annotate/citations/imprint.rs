//! Where and when something came out: `Cambridge, 1998`, `New York: Oxford University Press, 1999`, `М.: Наука, 1990`,
//! `Paris, Albin Michel, 1939`, `Leeds 1987`.

use std::ops::Range;

use super::lexicon::List;
use super::stream::Stream;

/// Places, publishers and the year, by their tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Imprint {
    pub(super) places: Vec<Range<usize>>,
    pub(super) publishers: Vec<Range<usize>>,
    /// The year, or a date that a month opens.
    pub(super) date: Option<Range<usize>>,
    /// One past the last token.
    pub(super) end: usize,
    /// A place of the lexicon is in it.
    pub(super) known: bool,
}

/// Reads an imprint that starts at a token and ends with its year; `limit` is where the bracket or the reference ends.
pub(super) fn imprint(s: &Stream<'_>, start: usize, limit: usize) -> Option<Imprint> {
    s.timed(start).filter(|year| *year < limit)?;
    let mut imprint = Imprint::default();
    let mut at = edition(s, start, limit).map_or(start, |end| s.skip(end, ",;"));
    let (first, mut end) = (at, place(s, at, limit));
    // Places, and what ties them.
    while let Some(to) = end {
        imprint.known |= s.of(at, List::Place).is_some();
        imprint.places.push(at..to);
        at = to;
        let tie = if let Some(len) = s.of(at, List::And) {
            at + len
        } else if s.sign(at, ";/") || s.dash(at) {
            s.skip(at, ";/–—-,")
        } else if s.sign(at, ",") && s.of(at + 1, List::Place).is_some() && s.of(at + 1, List::Publisher).is_none() {
            at + 1
        } else {
            break;
        };
        end = place(s, tie, limit);
        if end.is_some() {
            at = tie;
        }
    }
    if imprint.places.is_empty() {
        at = first;
    }
    let colon = s.sign(at, ":") && !imprint.places.is_empty();
    at = s.skip(at, ",:.");
    // Publishers, up to the year.
    let last = limit.min(at + 16);
    let read = (at..last).find(|k| s.of(*k, List::Accessed).is_some());
    let last = read.map_or(last, |read| read.min(last));
    let times = std::iter::successors(s.timed(at), |k| s.timed(k + 1)).take_while(|k| *k < last);
    let year = { times }.find(|&k| dated(s, k, limit).is_some() || s.of(k, List::NoDate).is_some())?;
    let mut from = at;
    for k in at..=year {
        if k < year && !s.sign(k, ",") {
            continue;
        }
        // `Paris, Perrin, coll. « Pour l’histoire », 2010`
        if s.of(from, List::Collection).is_some() && !imprint.places.is_empty() {
            from = k + 1;
            continue;
        }
        let to = trim(s, from, k);
        if from < to {
            let words = (from..to).filter(|k| !s.word(*k).is_empty()).count();
            let capital = s.capital(from) || s.quote(from).is_some() || s.of(from, List::Publisher).is_some();
            let prose =
                (from..to).any(|k| s.of(k, List::Prose).is_some() && s.small(k) && s.of(k, List::Particle).is_none());
            if !capital
                || words > 9
                // `Moscow: Iurid. lit., 1974`
                || (from..to).any(|k| s.stop(k)) && !(colon && words <= 3)
                || prose
                || (from..to).any(|k| s.number(k).is_some() && !colon)
            {
                return None;
            }
            let named = (from..to).any(|k| s.of(k, List::Publisher).is_some());
            // `Addison-Wesley, Reading, 1974`: the place stands behind.
            let placed = |at: usize, to: usize| s.of(at, List::Place).is_some_and(|len| at + len == to);
            // Behind a stop only: else what stands before a place is the end of the title.
            let opens = s.entry && from == start && start > 0 && s.stop(start - 1);
            let behind = opens
                && k < year
                && s.of(k + 1, List::Place).is_some_and(|len| {
                    let end = k + 1 + len;
                    s.sign(end, ",") || end == year
                });
            if !named && placed(from, to) && !imprint.publishers.is_empty() && imprint.places.is_empty() {
                imprint.known = true;
                imprint.places.push(from..to);
            } else if imprint.places.is_empty() && !named && behind && words <= 4 && !(from..to).any(|k| s.small(k)) {
                imprint.publishers.push(from..to);
            } else if imprint.places.is_empty() && !named {
                // One unknown name before the year is a place, unless it is long.
                if k < year
                    || words > 3
                    || is_school(s, from)
                    || (from..to).any(|k| s.small(k) && s.of(k, List::Particle).is_none())
                {
                    return None;
                }
                imprint.places.push(from..to);
            } else {
                imprint.publishers.push(from..to);
            }
        }
        from = k + 1;
    }
    match dated(s, year, limit) {
        // `Soviet Agriculture, 1931–1933` is the end of a title.
        Some(end) if !imprint.known && !colon && imprint.publishers.is_empty() && (year..end).any(|k| s.dash(k)) => {
            return None;
        }
        Some(end) => {
            imprint.date = Some(year..end);
            imprint.end = end;
        }
        None => imprint.end = year + s.of(year, List::NoDate).unwrap_or(1),
    }
    // `1990a`
    if !s.word(imprint.end).is_empty() && !s.spaced(imprint.end) && s.word(imprint.end).len() == 1 {
        imprint.end += 1;
    }
    Some(imprint)
}

/// Returns one past the last token of a year or of a date that is found at a token.
pub(super) fn dated(s: &Stream<'_>, at: usize, limit: usize) -> Option<usize> {
    if at >= limit {
        return None;
    }
    // Two years behind one another: `1997–8`.
    if s.year(at) {
        let found = s.date(at).filter(|end| *end <= limit);
        let twin = (s.dash(at + 1) || s.sign(at + 1, "/"))
            && !s.spaced(at + 1)
            && s.tokens.get(at + 2).is_some_and(|t| matches!(t.text.len(), 1 | 2 | 4))
            && s.number(at + 2).is_some();
        return found
            .filter(|end| *end <= at + 3)
            .or(Some(if twin { at + 3 } else { at + 1 }));
    }
    s.date(at).filter(|end| *end <= limit && (at..*end).any(|k| s.year(k)))
}

/// Returns one past the last token of a place of publication.
fn place(s: &Stream<'_>, at: usize, limit: usize) -> Option<usize> {
    if at >= limit || s.in_date(at) {
        return None;
    }
    let state = |end: usize| {
        let behind = s.skip(end, ",");
        let capitals =
            s.word(behind).len() == 2 && s.word(behind).chars().all(|c| c.is_ascii_uppercase()) && !s.roman(behind);
        if behind == end + 1 && (capitals || s.of(behind, List::State).is_some()) {
            let end = behind + s.of(behind, List::State).unwrap_or(1);
            // `D.C.`, `M.A.`
            return end;
        }
        // `Cambridge (Mass.)`
        match s.bracket(end) {
            Some(close) if s.of(end + 1, List::State).is_some_and(|len| end + 1 + len == close) => close + 1,
            _ => end,
        }
    };
    if let Some(len) = s.of(at, List::Place) {
        // `Manchester University Press`, `Los Angeles Times`, `Princeton University`
        let name = |list: List| s.of(at + len, list).is_some();
        if is_school(s, at + len) || name(List::Publisher) || name(List::PressNoun) || name(List::PeriodicalNoun) {
            return None;
        }
        return Some(state(at + len)).filter(|end| *end <= limit);
    }
    if !s.capital(at) || is_school(s, at) {
        return None;
    }
    let mut end = at;
    while end < limit && end < at + 4 && (s.capital(end) || end > at && s.of(end, List::Particle).is_some()) {
        if s.of(end, List::Publisher).is_some() {
            return None;
        }
        end += 1;
        if s.sign(end, ".") && s.letters(end - 1) <= 3 {
            end += 1;
        }
    }
    let end = state(end);
    // Unknown names count before a colon, an `and`, a slash, a year, or a comma and a year.
    let behind = s.skip(end, ",");
    let closes = s.sign(end, ":;/–")
        || s.of(end, List::And).is_some()
        || dated(s, behind, limit).is_some()
        || s.of(behind, List::NoDate).is_some();
    let single = s.letters(at) > 1 || s.sign(at + 1, ".");
    (closes && single && end <= limit).then_some(end)
}

/// Tells whether a word stands for a school, whose theses name it where others name their place.
fn is_school(s: &Stream<'_>, at: usize) -> bool {
    let schools = ["University", "Universität", "Université", "College", "Institute"];
    schools.iter().any(|school| s.word(at).eq_ignore_ascii_case(school))
}

/// Returns one past the statement of an edition: `2nd edn`, `3. Aufl.`, `rev. ed.`
pub(super) fn edition(s: &Stream<'_>, at: usize, limit: usize) -> Option<usize> {
    if let Some(len) = s.of(at, List::Edition) {
        let end = at + len;
        return (s.sign(end, ",.;)(") || end >= limit || s.year(end)).then_some(end);
    }
    s.number(at).filter(|n| *n < 100)?;
    let last = limit.min(at + 6);
    (at + 1..last).find_map(|k| {
        let between = (at + 1..k)
            .all(|b| s.dash(b) || s.sign(b, ".,") || s.letters(b) <= 3 || s.word(b).ends_with('.') || s.small(b));
        s.of(k, List::Edition)
            .filter(|_| between)
            .map(|len| (k + len).min(limit))
    })
}

/// Takes punctuation off the end of a stretch.
pub(super) fn trim(s: &Stream<'_>, from: usize, mut to: usize) -> usize {
    while to > from && s.sign(to - 1, ",.:;(—–-") {
        // The stop of an abbreviation belongs to it.
        if s.sign(to - 1, ".")
            && s.letters(to - 2) <= 4
            && to >= from + 2
            && (s.of(to - 2, List::Abbreviation).is_some()
                || s.of(to - 2, List::State).is_some()
                || s.letters(to - 2) == 1)
        {
            return to;
        }
        to -= 1;
    }
    to
}
