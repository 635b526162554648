//! What stands behind the noun of an act: number, date, issuer, subject, title.

use super::dated::{date, dated, number, number_end};
use super::phrases::{issuer, name_of, subject};
use super::reader::{Reader, capital};
use crate::annotate::{ActTold, When};
use crate::span::Span;

/// The longest title in quotation marks, in bytes.
const TITLE: usize = 300;

/// How far behind a word such as `issued` its date may stand, in bytes.
const ENACTED: usize = 110;

/// What is known of the noun before the words behind it are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noun {
    /// The noun.
    pub(super) span: Span,
    /// The kinds of acts that may be names for one, `law` for edicts, decrees and laws.
    pub(super) group: Group,
    /// It is in the plural.
    pub(super) plural: bool,
    /// It has other meanings: `agreement`.
    pub(super) loose: bool,
}

/// What the kind of an act allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// A place or a name may follow: `Treaty of Versailles`.
    Treaty,
    /// A state may follow: `Constitution of the USSR`, `УК РСФСР`.
    Code,
    /// A subject in words may follow `of`: `law of common pasture`.
    Law,
    /// Any other.
    Order,
}

/// What stands behind a noun.
#[derive(Clone, Debug, Default)]
pub(super) struct Behind {
    /// Where the mention ends.
    pub(super) end: usize,
    /// What it tells of each act; one even if it tells nothing.
    pub(super) told: Vec<ActTold>,
    /// What follows `of` is a subject only if more speaks for it.
    pub(super) loose_subject: bool,
    /// Its date stands behind `in` or `on`, which may belong to the verb.
    pub(super) loosely: bool,
    /// A name or a title in quotation marks follows.
    pub(super) titled: bool,
}

impl Behind {
    /// Returns what is told of the first act.
    pub(super) fn first(&mut self) -> &mut ActTold {
        if self.told.is_empty() {
            self.told.push(ActTold::default());
        }
        &mut self.told[0]
    }
}

/// Reads what stands behind a noun.
pub(super) fn behind(reader: &Reader<'_>, noun: Noun) -> Behind {
    let mut found = Behind {
        end: noun.span.end,
        told: vec![ActTold::default()],
        loose_subject: false,
        loosely: false,
        titled: false,
    };
    // `circulaire ministérielle n° 45`
    let adjective = reader.head("act_adjective", reader.skip(noun.span.end));
    let mut at = adjective.unwrap_or(noun.span.end);
    for turn in 0..8 {
        let next = number(reader, at, &mut found, noun, turn == 0)
            .or_else(|| date(reader, at, &mut found, noun))
            .or_else(|| bracket(reader, at, &mut found))
            .or_else(|| title(reader, at, &mut found))
            .or_else(|| enacted(reader, at, &mut found))
            .or_else(|| about(reader, at, &mut found, noun))
            .or_else(|| issued_by(reader, at, &mut found, noun));
        let Some((next, identified)) = next else { break };
        at = next;
        if identified {
            found.end = next;
        }
    }
    found
}

/// Where reading goes on, and whether what was read belongs to the mention for sure.
pub(super) type Step = Option<(usize, bool)>;

/// Returns the place behind a comma, or the same.
pub(super) fn comma(reader: &Reader<'_>, at: usize) -> usize {
    let rest = &reader.text[at..];
    reader.skip(rest.strip_prefix(',').map_or(at, |rest| reader.text.len() - rest.len()))
}

/// Reads `(7 August 1932)`, or passes over another bracket.
fn bracket(reader: &Reader<'_>, at: usize, found: &mut Behind) -> Step {
    let open = reader.skip(at);
    let inner = reader.text[open..].strip_prefix('(')?;
    let len = inner
        .find([')', '('])
        .filter(|len| *len <= 70 && inner[*len..].starts_with(')'))?;
    let inside = Span::new(open + 1, open + 1 + len);
    let end = inside.end + 1;
    let dates = reader.dates_in(inside);
    let numbered = reader.head("act_number", inside.start).map(|end| reader.skip(end));
    if let Some(number) = numbered
        .and_then(|n| Some(n..number_end(reader, n)?))
        .filter(|_| found.first().number.is_none())
    {
        found.first().number = Some(reader.text[number].to_owned());
    }
    // The place of a statute among those of a reign: `(3 & 4 Will. IV, c. 103)`.
    let words = inside.of(reader.text);
    let chapter = words.rsplit_once([' ', '.']).is_some_and(|(head, number)| {
        let head = head.trim_end_matches(['.', ' ']);
        number.starts_with(|c: char| c.is_ascii_digit())
            && (head.ends_with(" c") || head.ends_with(" cap") || head.ends_with(" ch"))
    });
    if chapter && found.first().number.is_none() {
        found.first().number = Some(words.to_owned());
        return Some((end, true));
    }
    if let [(span, dated)] = dates
        && !matches!(dated.when, When::Range(..))
        && found.first().date.is_none()
        && (span.start == inside.start || numbered.is_some() || dated_inside(reader, inside, span.start))
    {
        found.first().date = Some((dated.when.clone(), span.of(reader.text).to_owned()));
        return Some((end, true));
    }
    Some((end, numbered.is_some()))
}

/// Tells whether a bracket opens with `of` and the like before its date.
fn dated_inside(reader: &Reader<'_>, inside: Span, date: usize) -> bool {
    dated(reader, inside.start) == Some(date)
}

/// Reads a title in quotation marks.
fn title(reader: &Reader<'_>, at: usize, found: &mut Behind) -> Step {
    // Behind a subject a quotation is what the sentence goes on with.
    if found.first().title.is_some() || found.first().subject.is_some() {
        return None;
    }
    let from = comma(reader, at);
    // A mark straight behind the noun closes a quotation.
    if from == at {
        return None;
    }
    let mark = reader.text[from..].chars().next()?;
    let (_, closing) = MARKS.iter().find(|(open, _)| *open == mark)?;
    let start = from + mark.len_utf8();
    let within = &reader.text[start..];
    let within = &within[..within.floor_char_boundary(TITLE)];
    let len = within.char_indices().find_map(|(i, c)| {
        let apostrophe = within[i + c.len_utf8()..].starts_with(char::is_alphanumeric);
        (closing.contains(c) && !apostrophe).then_some(i)
    })?;
    let words = within[..len].trim_matches([',', ' ']);
    let apart = reader.text[at..].starts_with(',');
    if words.is_empty() || apart && !capital(words) || words.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    found.first().title = Some(words.to_owned());
    found.titled = true;
    let close = start + len;
    Some((
        close + reader.text[close..].chars().next().map_or(0, char::len_utf8),
        true,
    ))
}

/// The quotation marks: what opens, and what may close.
const MARKS: [(char, &str); 6] = [
    ('“', "”"),
    ('‘', "’"),
    ('«', "»"),
    ('„', "“”"),
    ('"', "\""),
    ('\'', "'"),
];

/// Reads `issued by the Presidium … on March 27, 1953`.
fn enacted(reader: &Reader<'_>, at: usize, found: &mut Behind) -> Step {
    if found.first().date.is_some() {
        return None;
    }
    let from = comma(reader, at);
    let end = reader.head("act_enacted", from)?;
    // `the Convention approved the constitution` tells what the noun did, not what was done to it.
    let next = reader.skip(end);
    let done = ["act_the", "act_this", "act_these", "act_a"]
        .iter()
        .any(|list| reader.head(list, next).is_some());
    if done || reader.text[next..].starts_with(|c: char| MARKS.iter().any(|(open, _)| *open == c)) {
        return None;
    }
    let limit = reader.text[end..]
        .find(['.', ';', ':', '(', '—'])
        .map_or(reader.text.len(), |i| end + i);
    let limit = limit.min(reader.text.ceil_char_boundary((end + ENACTED).min(reader.text.len())));
    let (span, dated) = reader
        .dates
        .get(reader.dates.partition_point(|(s, _)| s.start < end))
        .filter(|(s, _)| s.start < limit)?;
    let between = &reader.text[end..span.start];
    let spoken = between.split(' ').any(|word| {
        reader.is("act_stop", word) && !reader.is("act_dated", word) && !reader.is("act_by", word) && word != "under"
    });
    if spoken && between.contains(',') {
        return None;
    }
    found.first().date = Some((dated.when.clone(), span.of(reader.text).to_owned()));
    if let Some(by) = reader.head("act_by", reader.skip(end))
        && let Some(who) = issuer(reader, by)
    {
        found.first().issuer.get_or_insert(who.of(reader.text).to_owned());
    }
    Some((span.end, true))
}

/// Reads `on desertion`, `of universal military service`, `of Versailles`.
fn about(reader: &Reader<'_>, at: usize, found: &mut Behind, noun: Noun) -> Step {
    if found.first().subject.is_some() {
        return None;
    }
    let from = reader.skip(at);
    if from == at {
        return None;
    }
    if found.first().title.is_none()
        && let Some(name) = name_of(reader, from, noun)
    {
        let name = Span::new(noun.span.start, name.end);
        found.first().title = Some(name.of(reader.text).to_owned());
        found.titled = true;
        return Some((name.end, true));
    }
    // `Criminal Code against slaughter`
    let first = reader.word_at(reader.skip(reader.head("act_on", from).unwrap_or(from)));
    let small = first.is_some_and(|word| word.of(reader.text).starts_with(char::is_lowercase));
    if noun.group == Group::Code && small && reader.manner("titles in capitals") {
        return None;
    }
    let (words, sure) = subject(reader, from, noun)?;
    if !sure && (noun.plural || found.first().title.is_some() || found.end > noun.span.end) {
        return None;
    }
    found.loose_subject = !sure;
    found.first().subject = Some(words.of(reader.text).to_owned());
    Some((words.end, true))
}

/// Reads `of the Council of Ministers`, `Наркомпроса`.
fn issued_by(reader: &Reader<'_>, at: usize, found: &mut Behind, noun: Noun) -> Step {
    if found.first().issuer.is_some() {
        return None;
    }
    let from = comma(reader, at);
    let start = reader.head("act_by", from);
    let start = match start {
        Some(end) => end,
        None if !reader.has("act_by") && !reader.text[at..].starts_with(',') => from,
        None if reader.manner("nouns in capitals") => return genitive(reader, from, found),
        None => return None,
    };
    let who = issuer(reader, start)?;
    if reader.text[at..].starts_with(',') && noun.plural {
        return None;
    }
    found.first().issuer = Some(who.of(reader.text).to_owned());
    Some((who.end, true))
}

/// Reads a name in the genitive before a date: `Erlass Görings vom 22. August 1936`.
fn genitive(reader: &Reader<'_>, from: usize, found: &mut Behind) -> Step {
    let name = reader
        .word_at(from)
        .filter(|name| name.of(reader.text).ends_with('s') && capital(name.of(reader.text)))?;
    dated(reader, reader.skip(name.end))?;
    found.first().issuer = Some(name.of(reader.text).to_owned());
    Some((name.end, true))
}

/// Returns the date that a predicate or the head of the sentence gives: `The law was adopted on 7 August 1932`, `In March
/// 1929 a new law …`; `new` says that the act is spoken of for the first time.
pub(super) fn of_sentence(reader: &Reader<'_>, span: Span, new: bool) -> Option<(When, String)> {
    let told = |(span, dated): &(Span, &super::super::Dated)| (dated.when.clone(), span.of(reader.text).to_owned());
    // Behind: `was adopted by the Politburo on 7 August 1932`.
    let behind = reader.skip(span.end);
    if let Some(be) = reader.head("act_be", behind) {
        let end = reader
            .sentence_end(be)
            .min(reader.text.ceil_char_boundary((be + ENACTED).min(reader.text.len())));
        let clause = reader.text[be..end].find([',', ';', '(']).map_or(end, |i| be + i);
        if let Some(first) = reader.dates_in(Span::new(be, clause.max(be))).first() {
            let words = &reader.text[be..first.0.start];
            if words.split(' ').any(|word| reader.is("act_enacted", word)) && preposed(reader, first.0.start) {
                return Some(told(first));
            }
        }
    }
    // Before: the sentence opens with the date.
    let start = reader.sentence_start(span.start);
    let dates = reader.dates_in(Span::new(start, span.start.max(start)));
    let last = dates.last()?;
    let opening = reader.text[start..last.0.start].chars().count() <= 16 && preposed(reader, last.0.start);
    let between = &reader.text[last.0.end..span.start];
    let near = between.len() <= 2 * ENACTED && !between.contains([';', '(', ')', '“', '«']);
    let enacts = between
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| reader.is("act_verb", word));
    let with = between.trim_start_matches(',').trim();
    let straight = matches!(with, "with the" | "by the" | "under the");
    (near && (opening && (new || enacts) || straight)).then(|| told(last))
}

/// Tells whether `on`, `in` and the like stand before a place.
fn preposed(reader: &Reader<'_>, at: usize) -> bool {
    let edge = reader.back(at);
    let word = reader.word_before(edge).map_or("", |word| word.of(reader.text));
    ["on", "in", "by", "am", "im", "le", "en", "du", "of"]
        .iter()
        .any(|w| w.eq_ignore_ascii_case(word))
        || edge == 0
}
