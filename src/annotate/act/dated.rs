//! Numbers and dates behind the noun of an act, of one or of several.

use super::behind::{Behind, Group, Noun, Step, comma};
use super::phrases::{counts, skip_articles};
use super::reader::{Reader, capital};
use crate::annotate::{ActTold, When};

/// Reads `no. 0417/II`, `№ 214`, `9066`, `nos. 5 and 6`.
pub(super) fn number(reader: &Reader<'_>, at: usize, found: &mut Behind, noun: Noun, straight: bool) -> Step {
    if found.first().number.is_some() {
        return None;
    }
    let from = comma(reader, at);
    let marked = reader.head("act_number", from);
    let bare = straight && from > at && !reader.text[at..].starts_with(',');
    let digits = match marked {
        Some(end) => reader.skip(end),
        None if bare && reader.date_at(from).is_none() => from,
        None => return None,
    };
    // `Order Number One`
    let spelt = || {
        let word = reader
            .word_at(digits)
            .filter(|word| marked.is_some() && capital(word.of(reader.text)))?;
        reader.is("numeral", word.of(reader.text)).then_some(word.end)
    };
    let end = number_end(reader, digits).or_else(spelt)?;
    let words = &reader.text[digits..end];
    let long = words.chars().filter(char::is_ascii_digit).count() >= 2 && !words.contains('.');
    // `Law 5107`, `law 5107`, but no `agreements 42` and no `code no. 66`.
    let upper = capital(noun.span.of(reader.text));
    let many = noun.loose && noun.plural;
    let bare_fits = long && !many && (upper || !counts(reader, end));
    if marked.is_none() && !bare_fits
        || noun.group == Group::Code && !noun.plural && reader.manner("codes without numbers")
    {
        return None;
    }
    let several = noun.plural || marked.is_some_and(|end| reader.text[..end].trim_end_matches('.').ends_with('s'));
    found.first().number = Some(words.to_owned());
    let mut last = end;
    while several && let Some((words, end)) = next_number(reader, last) {
        found.told.push(ActTold {
            number: Some(words),
            ..ActTold::default()
        });
        last = end;
    }
    Some((last, true))
}

/// Returns the number of another act behind one, and where it ends: `and no. 6`.
fn next_number(reader: &Reader<'_>, at: usize) -> Option<(String, usize)> {
    let here = reader.skip(at);
    let and = reader.head("article_and", here).filter(|_| here > at);
    let next = reader.skip(and.or_else(|| reader.text[at..].starts_with(',').then_some(at + 1))?);
    let next = reader.head("act_number", next).map_or(next, |end| reader.skip(end));
    let end = number_end(reader, next).filter(|end| reader.date_at(next).is_none() && !counts(reader, *end))?;
    Some((reader.text[next..end].to_owned(), end))
}

/// Returns the end of a number such as `0417/II`, `1-р`, `80 / 36`, `2019-1234`.
pub(super) fn number_end(reader: &Reader<'_>, at: usize) -> Option<usize> {
    let rest = &reader.text[at..];
    let digits = rest.starts_with(|c: char| c.is_ascii_digit())
        || rest.starts_with(char::is_uppercase)
            && reader
                .word_at(at)?
                .of(reader.text)
                .contains(|c: char| c.is_ascii_digit());
    if !digits {
        return None;
    }
    let mut end = reader.word_at(at)?.end;
    // A letter for the kind may follow a stroke: `№ 00447/сс`, `№ 5/ц`; signs of Roman numbers too.
    while let Some(stroke) = reader.text[end..].strip_prefix(['/', '-', '–']) {
        let next = reader.text.len() - stroke.len();
        match reader.word_at(next) {
            Some(word) if word.len() <= 6 => end = word.end,
            _ => break,
        }
    }
    Some(end)
}

/// Reads `of 26 June 1940`, `, dated 3 May 1943`, `1833`, and further dates of several acts.
pub(super) fn date(reader: &Reader<'_>, at: usize, found: &mut Behind, noun: Noun) -> Step {
    if found.first().date.is_some() {
        return None;
    }
    let from = comma(reader, at);
    let behind_comma = reader.text[at..].starts_with(',');
    let loosely = reader.head("act_dated_loosely", from).is_some();
    if loosely && noun.loose {
        return None;
    }
    let start = dated(reader, from).or_else(|| {
        let (span, _) = reader.date_at(from)?;
        let ends = reader.text[span.end..].starts_with([',', '.', ')', ';', ':', ']']) || span.end == reader.text.len();
        // `the Agriculture Act, 1920` is cited so.
        let statute = noun.group == Group::Law
            && capital(noun.span.of(reader.text))
            && reader.manner("law in capitals")
            && span.len() == 4;
        // `bevor das Gesetz 1890 auslief`
        let loose = reader.manner("dates behind a word") && span.len() == 4 && !behind_comma;
        (!loose && (!behind_comma || ends || statute)).then_some(from)
    })?;
    let (span, dated_at) = reader.date_at(start)?;
    found.loosely = loosely && found.end == noun.span.end;
    found.first().date = Some((dated_at.when.clone(), span.of(reader.text).to_owned()));
    let mut last = span.end;
    while noun.plural
        && let Some((date, end)) = next_date(reader, last)
    {
        found.told.push(ActTold {
            date: Some(date),
            ..ActTold::default()
        });
        last = end;
    }
    Some((last, true))
}

/// Returns the date of another act behind one, and where it ends: `and of 1938`.
fn next_date(reader: &Reader<'_>, at: usize) -> Option<((When, String), usize)> {
    let and = reader
        .head("article_and", reader.skip(at))
        .or_else(|| reader.text[at..].starts_with(',').then_some(at + 1))?;
    let and = reader.skip(reader.head("article_and", reader.skip(and)).unwrap_or(and));
    let (span, more) = reader.date_at(dated(reader, and).unwrap_or(and))?;
    Some(((more.when.clone(), span.of(reader.text).to_owned()), span.end))
}

/// Returns where the date behind `of` and the like starts.
pub(super) fn dated(reader: &Reader<'_>, at: usize) -> Option<usize> {
    let mut at = at;
    for _ in 0..2 {
        let start = reader.skip(reader.head("act_dated", at)?);
        let day = skip_articles(reader, start);
        if let Some(start) = [start, day].into_iter().find(|start| reader.date_at(*start).is_some()) {
            return Some(start);
        }
        at = start;
    }
    None
}
