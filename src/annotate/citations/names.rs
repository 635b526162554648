//! Names of authors and editors at the head of a reference: `R. W. Dunmore and M. Hallam`, `Иванов И. И., Петров П. П.`,
//! `Fairweather, Sheila`, `Vierling/Osterwald`.

use std::ops::Range;

use super::lexicon::List;
use super::stream::Stream;

/// How a name is written, the plainest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// With initials before: `R. W. Dunmore`.
    Initials,
    /// With initials behind: `Dunmore R. W.`, `Dunmore, R. W.`
    InitialsBehind,
    /// With the forename behind: `Dunmore, Robert`.
    Inverted,
    /// In full: `Robert Dunmore`.
    Full,
    /// The surname alone.
    Surname,
}

/// Some names in a row.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// The tokens of each.
    pub(super) names: Vec<Range<usize>>,
    /// How the first is written.
    pub(super) form: Form,
    /// One past the last token, `et al.` included.
    pub(super) end: usize,
}

/// One name.
struct Name {
    form: Form,
    end: usize,
}

/// The most tokens of the name of an office or society.
const BODY: usize = 12;
/// The most letters of a small word that ties its parts.
const LINK: usize = 3;

/// Reads the names that start at a token and end before `limit`.
pub(super) fn names(s: &Stream<'_>, start: usize, limit: usize) -> Option<Names> {
    // One reader after the other asks for the names at the same place.
    let mut last = s.last_names.borrow_mut();
    if (last.start, last.limit) != (start, limit) {
        let found = find(s, start, limit);
        *last = Asked { start, limit, found };
    }
    last.found.clone()
}

/// What was asked for last, and the answer.
#[derive(Debug, Default)]
pub(super) struct Asked {
    start: usize,
    limit: usize,
    found: Option<Names>,
}

fn find(s: &Stream<'_>, start: usize, limit: usize) -> Option<Names> {
    let first = name(s, start, limit)?;
    let mut names = Names {
        names: std::iter::once(start..first.end).collect(),
        form: first.form,
        end: first.end,
    };
    let dotted = |at: usize| s.sign(at + 1, ".");
    loop {
        let at = names.end;
        let behind_comma = s.skip(at, ",");
        if let Some(len) = s.of(behind_comma, List::EtAl) {
            names.end = behind_comma + len;
            return Some(names);
        }
        let (next, tie) = if let Some(len) = s.of(behind_comma, List::And) {
            (behind_comma + len, Tie::And)
        } else if s.sign(at, ",") {
            (at + 1, Tie::Comma)
        } else if s.sign(at, ";") {
            (at + 1, Tie::Semicolon)
        } else if s.sign(at, "/") && !s.sign(at + 1, "/") || s.dash(at) && !s.spaced(at) {
            (at + 1, Tie::Slash)
        } else {
            return Some(names);
        };
        let Some(other) = name(s, next, limit) else {
            return Some(names);
        };
        let sure = matches!(other.form, Form::Initials | Form::InitialsBehind);
        let listed = match tie {
            Tie::And => sure || other.form == Form::Full || names.form != Form::Full && ends_name(s, other.end, limit),
            Tie::Comma => match names.form {
                Form::Full | Form::Surname => {
                    other.form == names.form && closes_with_and(s, other.end, limit)
                        || sure && names.form != Form::Surname
                }
                Form::Initials if dotted(start) != dotted(next) && other.form == Form::Initials => false,
                // `Kemp, D. F., A History of Glovers`
                Form::InitialsBehind if s.sign(at - 1, ".") && !dotted(next) && other.form == Form::Initials => false,
                _ => sure || names.form == Form::Inverted && closes_with_and(s, other.end, limit),
            },
            Tie::Semicolon => matches!(
                (names.form, other.form),
                (Form::InitialsBehind, Form::InitialsBehind) | (Form::Inverted, Form::Inverted)
            ),
            Tie::Slash => (other.form == names.form || sure) && ends_name(s, other.end, limit),
        };
        if !listed {
            return Some(names);
        }
        names.names.push(next..other.end);
        names.end = other.end;
    }
}

/// What stands between two names.
enum Tie {
    And,
    Comma,
    Semicolon,
    Slash,
}

/// Tells whether a list of names goes on to an `and` or `et al.`
fn closes_with_and(s: &Stream<'_>, mut at: usize, limit: usize) -> bool {
    for _ in 0..8 {
        let behind = s.skip(at, ",");
        if s.of(behind, List::And)
            .is_some_and(|len| name(s, behind + len, limit).is_some())
            || s.of(behind, List::EtAl).is_some()
        {
            return true;
        }
        if !s.sign(at, ",") {
            return false;
        }
        match name(s, at + 1, limit) {
            Some(next) => at = next.end,
            None => return false,
        }
    }
    false
}

/// Reads one name.
fn name(s: &Stream<'_>, start: usize, limit: usize) -> Option<Name> {
    // Initials and names start with a capital, surnames with a small word too.
    if start >= limit || !s.capital(start) && s.of(start, List::Particle).is_none() {
        return None;
    }
    if s.is_quoted(start) || s.in_date(start) {
        return None;
    }
    body(s, start, limit)
        .or_else(|| initials_first(s, start, limit))
        .or_else(|| surname_first(s, start, limit))
        .or_else(|| full(s, start, limit))
        .map(|mut name| {
            let behind = s.skip(name.end, ",");
            if let Some(len) = s
                .of(behind, List::Suffix)
                .filter(|len| ends_name(s, behind + len, limit))
            {
                name.end = behind + len;
            }
            name
        })
}

/// `Ministry of Fuel and Power`, `Great Britain. Admiralty`, `Министерство путей сообщения`.
fn body(s: &Stream<'_>, start: usize, limit: usize) -> Option<Name> {
    let (mut at, mut named, mut state) = (start, None, false);
    while at < limit && at < start + BODY {
        // `of`, `for the`, `für`
        let short = s.small(at) && s.letters(at) <= LINK;
        let link = short || s.of(at, List::Particle).is_some() || s.of(at, List::And).is_some();
        if s.is_quoted(at) || s.italic(at) != s.italic(start) || s.number(at).is_some() {
            break;
        }
        if s.of(at, List::Body).is_some() && (s.capital(at) || at > start) {
            named = named.or(Some(at));
        } else if s.sign(at, ".") && named.is_none() && !state && at <= start + 3 && s.of(at + 1, List::Body).is_some()
        {
            // `Great Britain. Admiralty`
            state = at > start && s.letters(at - 1) > 2;
            if !state {
                break;
            }
        } else if !(s.capital(at) || at > start && (link || s.small(at) && !s.word(at).is_ascii())) {
            break;
        }
        at += 1;
    }
    // A noun alone is a title as well: `Society and Settlement`, `Комиссия`.
    let named = named.filter(|named| state || at > named + 1 || *named > start)?;
    let first = named == start && !state && s.of(start + 1, List::And).is_some();
    let closed = s.sign(at, ".,:") && at + 1 < limit || s.sign(at, "(") && s.of(at + 1, List::EditorAfter).is_some();
    let behind = at + 1;
    let titled = s.sign(at, "(")
        || s.capital(behind)
        || s.italic(behind)
        || s.quote(behind).is_some()
        || s.number(behind).is_some();
    (closed && titled && !first && at > start + 1).then_some(Name {
        form: Form::Full,
        end: at,
    })
}

/// Returns one past the initials that start at a token: `R. W.`, `J.-P.`, `Yu.`; `dotted` tells whether stops are needed.
fn initials(s: &Stream<'_>, start: usize, dotted: bool) -> Option<usize> {
    let mut at = start;
    let mut count = 0;
    while count < 5 {
        let word = s.word(at);
        let letters = s.letters(at);
        let parts = || word.split('-').all(|p| p.chars().count() == 1);
        let single = s.capital(at)
            && (letters == 1
                || word.contains('-') && parts()
                || letters == 2 && s.sign(at + 1, ".") && word.chars().nth(1).is_some_and(char::is_lowercase)
                || letters == 3 && word.contains('’'));
        if !single || s.tokens[at].italic && count == 0 && !dotted {
            break;
        }
        if s.sign(at + 1, ".") && !s.spaced(at + 1) {
            at += 2;
            // `J.-P.`
            if s.dash(at) && !s.spaced(at) {
                at += 1;
            }
        } else if !dotted && letters == 1 && s.spaced(at + 1) {
            at += 1;
        } else {
            break;
        }
        count += 1;
    }
    (count > 0).then_some(at)
}

/// `R. W. Dunmore`, `L. Marchand de Beaupré`, `J Smith`.
fn initials_first(s: &Stream<'_>, start: usize, limit: usize) -> Option<Name> {
    let dotted = initials(s, start, true);
    let at = dotted.or_else(|| initials(s, start, false))?;
    if s.labels(start).any(|(_, len)| s.number(start + len).is_some()) {
        return None;
    }
    let (first, whole) = surname(s, at, limit, 3)?;
    let end = if dotted.is_some() && ends_name(s, whole, limit) {
        whole
    } else {
        first
    };
    let known = s
        .of(start, List::NoName)
        .is_some_and(|len| len == 1 && dotted.is_none());
    (!known).then_some(Name {
        form: Form::Initials,
        end,
    })
}

/// Returns one past the first word of a surname with its small words, and one past all words that could belong to it.
fn surname(s: &Stream<'_>, start: usize, limit: usize, most: usize) -> Option<(usize, usize)> {
    let mut at = start;
    let mut first = None;
    let mut words = 0;
    while at < limit && words < most {
        if let Some(len) = s
            .of(at, List::Particle)
            .filter(|len| s.capital(at + len) || s.of(at + len, List::Particle).is_some())
        {
            at += len;
            continue;
        }
        if !is_name_word(s, at) {
            break;
        }
        at += 1;
        words += 1;
        // A double name with spaced dash is none; `Müller–Schmidt` is.
        if s.dash(at) && !s.spaced(at) && !s.spaced(at + 1) && is_name_word(s, at + 1) {
            at += 2;
        }
        first = first.or(Some(at));
        if s.italic(at) != s.italic(start) {
            break;
        }
    }
    first.map(|first| (first, at.max(first)))
}

/// Tells whether a word with a capital that may be part of a name stands at a token.
fn is_name_word(s: &Stream<'_>, at: usize) -> bool {
    s.capital(at)
        && s.letters(at) > 1
        && s.of(at, List::NoName).is_none()
        && s.of(at, List::Back).is_none()
        && s.of(at, List::Lead).is_none_or(|_| s.of(at, List::Particle).is_some())
        && !s.is_quoted(at)
}

/// `Dunmore R. W.`, `Dunmore, R. W.`, `Pérez-Higueras JJ`, `Fairweather, Sheila.`
fn surname_first(s: &Stream<'_>, start: usize, limit: usize) -> Option<Name> {
    let (_, whole) = surname(s, start, limit, 3)?;
    let (first, _) = surname(s, start, limit, 1)?;
    for end in [first, whole] {
        let behind = s.skip(end, ",");
        if let Some(at) = initials(s, behind, true).filter(|at| *at <= limit) {
            // `Robert J. Banks` is a name in full.
            let one = at == behind + 2;
            if behind == end
                && one
                && s.word(start).is_ascii()
                && surname(s, at, limit, 1).is_some_and(|(_, to)| ends_name(s, to, limit))
            {
                return None;
            }
            // `Dunmore, R. W. Smith` is two names.
            if !is_name_word(s, at) || s.sign(at.wrapping_sub(1), ".") && behind == end && !s.tokens[at].spaced {
                return Some(Name {
                    form: Form::InitialsBehind,
                    end: at,
                });
            }
            // `Odlyzko, A. Asymptotic methods`, in a list `Viola, L. Peasant Rebels.` too: a title, as no name goes on so.
            let named = surname(s, at, limit, 4).map_or(at, |(_, to)| to);
            if behind > end && s.tokens[at].spaced && (s.entry || !ends_name(s, named, limit)) {
                return Some(Name {
                    form: Form::InitialsBehind,
                    end: at,
                });
            }
            if behind == end && !ends_name(s, at, limit) && at > end + 1 {
                return Some(Name {
                    form: Form::InitialsBehind,
                    end: at,
                });
            }
            // `Иванов И. И. Название`: the title starts with a capital.
            if behind == end && at > end {
                return Some(Name {
                    form: Form::InitialsBehind,
                    end: at,
                });
            }
        }
        let block = s.word(behind);
        let capitals =
            (1..=3).contains(&s.letters(behind)) && block.chars().all(|c| c.is_uppercase() && c.is_alphabetic());
        let numeral = block.len() > 1 && block.chars().all(|c| "IVX".contains(c));
        if capitals && behind == end && !numeral && s.sign(behind + 1, ",.;:(") {
            return Some(Name {
                form: Form::InitialsBehind,
                end: behind + 1,
            });
        }
    }
    // `Werth (Nicolas)`
    if let Some(close) = s
        .bracket(first)
        .filter(|close| *close <= first + 4 && s.sign(close + 1, ",.:"))
    {
        let given = surname(s, first + 1, close, 2).is_some_and(|(_, to)| to == close)
            || initials(s, first + 1, true) == Some(close);
        if given && s.of(first + 1, List::EditorAfter).is_none() && s.of(first + 1, List::Place).is_none() {
            return Some(Name {
                form: Form::Inverted,
                end: close + 1,
            });
        }
    }
    if s.sign(first, ",") && s.skip(first, ",") == first + 1 {
        let (_, given) = surname(s, first + 1, limit, 2)?;
        let mut end = given;
        if let Some(at) = initials(s, given, true) {
            end = at;
        }
        let closed = s.sign(end, ".:(;")
            || s.sign(end, "/") && !s.sign(end + 1, "/")
            || s.sign(end, ",") && s.year(end + 1)
            || end > given && !s.capital(end)
            || s.sign(end, ",") && s.of(end + 1, List::And).is_some()
            || s.entry && s.year(end)
            || s.of(end, List::And).is_some()
                && name(s, end + 1, limit).is_some_and(|n| n.form == Form::Full || s.entry && n.form != Form::Surname);
        let closed = closed
            || s.sign(end, ",") && (s.quote(end + 1).is_some() || titled_behind(s, end + 1, limit))
            || s.entry && end > given
            || s.entry && s.sign(end, ",") && end <= first + 2 + usize::from(end > given) * 2;
        // `Ashworth, County Assize Justice, p. 312` has a title there; a forename is one word or two.
        let plain = end <= first + 4 && !(s.sign(end, ":") && end > first + 2);
        return (closed && plain && !s.italic(first + 1)).then_some(Name {
            form: Form::Inverted,
            end,
        });
    }
    None
}

/// Tells whether a title in capitals with place and year in brackets stands behind a forename: `Jones, Robert, Roads to Tehran
/// (Norman, 1969)`.
fn titled_behind(s: &Stream<'_>, at: usize, limit: usize) -> bool {
    if !s.capital(at) || s.labelled(at) || s.of(at, List::And).is_some() {
        return false;
    }
    let bracket = (at + 1..limit.min(at + 24)).find(|k| s.sign(*k, "(;.,"));
    bracket.is_some_and(|open| {
        s.bracket(open)
            .is_some_and(|close| close > open + 2 && s.year(close - 1))
    })
}

/// `Sheila Fairweather`, `Stephen F. Cohen`, `Ludwig van Beethoven`, or a surname alone.
fn full(s: &Stream<'_>, start: usize, limit: usize) -> Option<Name> {
    let mut at = start;
    let mut words = 0;
    while at < limit && words < 5 {
        if let Some(len) = s
            .of(at, List::Particle)
            .filter(|len| s.capital(at + len) || s.of(at + len, List::Particle).is_some())
            // `Von Hagel`
            && (words > 0 || s.small(at) || !is_name_word(s, at))
        {
            at += len;
            continue;
        }
        if is_name_word(s, at) {
            at += 1;
            words += 1;
            if s.dash(at) && !s.spaced(at) && !s.spaced(at + 1) && is_name_word(s, at + 1) {
                at += 2;
            }
        } else if words > 0 && initials(s, at, true).is_some_and(|end| end == at + 2) {
            at += 2;
            words += 1;
        } else {
            break;
        }
        if s.italic(at) != s.italic(start) {
            break;
        }
    }
    if words == 0 || !ends_name(s, at, limit) || words > 4 {
        return None;
    }
    let form = if words == 1 { Form::Surname } else { Form::Full };
    Some(Name { form, end: at })
}

/// Tells whether a name may end before a token.
fn ends_name(s: &Stream<'_>, at: usize, limit: usize) -> bool {
    at >= limit
        || s.sign(at, ",.:;(/[")
        || s.quote(at).is_some()
        || s.of(at, List::And).is_some()
        || s.of(at, List::EtAl).is_some()
        || s.of(at, List::EditorAfter).is_some()
        || s.of(at, List::OpCit).is_some()
        || s.year(at)
        || s.italic(at) && !s.italic(at.wrapping_sub(1))
        || s.dash(at)
}
