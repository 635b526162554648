//! Articles: a part of an act with its number is an act of its own.

use super::before::Means;
use super::judge::{Found, strip_date};
use super::reader::{Reader, capital};
use crate::annotate::{ActMention, ActTold};
use crate::span::Span;

/// Reads an article, `article 12 of the 1926 criminal code`; `head` covers its word and number.
pub(super) fn read(reader: &Reader<'_>, head: Span) -> Option<(Span, ActMention)> {
    let text = reader.text;
    let words = head.of(text);
    let digits = words
        .find(|c: char| c.is_ascii_digit())
        .or_else(|| words.rfind(' ').map(|at| at + 1))?;
    let digits = head.start + digits;
    let label = text[head.start..digits].trim_end();
    let figures = text[digits..head.end].starts_with(|c: char| c.is_ascii_digit());
    if reader.dates_in(head).len() + usize::from(reader.date_at(digits).is_some()) > 0 {
        return None;
    }
    let mut numbers = vec![text[digits..head.end].to_owned()];
    let mut end = head.end;
    // `articles 58 and 59`, `ст. 58, 59`
    loop {
        let here = reader.skip(end);
        let and = reader.head("article_and", here).filter(|_| here > end);
        let Some(next) = and.or_else(|| text[end..].starts_with(',').then_some(end + 1)) else {
            break;
        };
        let next = reader.skip(next);
        let Some(word) = reader
            .word_at(next)
            .filter(|w| number(w.of(text)) && reader.date_at(w.start).is_none())
        else {
            break;
        };
        if super::phrases::counts(reader, word.end) {
            break;
        }
        numbers.push(word.of(text).to_owned());
        end = word.end;
    }
    // `Article 162, paragraph “d”, of the Criminal Code`
    let whole = whole(reader, end).or_else(|| whole(reader, point(reader, end)?));
    let alone = reader.is("article_alone", label);
    let sure = figures || capital(label);
    if whole.is_none() && !(alone && sure && stands_alone(reader, head, end)) {
        return None;
    }
    let told = numbers
        .into_iter()
        .map(|number| ActTold {
            number: Some(number),
            ..ActTold::default()
        })
        .collect();
    let end = whole.as_ref().map_or(end, |(end, _)| *end);
    let article = ActMention {
        subtype: "article".to_owned(),
        told,
        near: !alone,
        whole: whole.map(|(_, mention)| Box::new(mention)),
        ..ActMention::default()
    };
    Some((Span::new(head.start, end), article))
}

/// Returns one past the part of an article behind its number, and the comma behind that.
fn point(reader: &Reader<'_>, end: usize) -> Option<usize> {
    let marks = ['“', '”', '«', '»', '"', '‘', '’', '\''];
    let text = reader.text;
    let label = reader.skip(text[end..].strip_prefix(',').map_or(end, |_| end + 1));
    let behind = reader.skip(reader.head("article_word", label)?);
    let open = text.len() - text[behind..].trim_start_matches(marks).len();
    let word = reader.word_at(open).filter(|word| word.len() <= 4 && label > end)?;
    let close = text.len() - text[word.end..].trim_start_matches(marks).len();
    let comma = text[close..].strip_prefix(',').map_or(close, |_| close + 1);
    Some(comma)
}

/// Tells whether a word is the number of an article.
fn number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 8
}

/// Tells whether an article is spoken of without its act: no table of contents, no page of a journal.
fn stands_alone(reader: &Reader<'_>, head: Span, end: usize) -> bool {
    let after = &reader.text[end..];
    // `Art. 2. The powers …` is the label of the article itself.
    let before = reader.text[..head.start].trim_end();
    let word = reader.word_before(before.len()).map_or("", |word| word.of(reader.text));
    let opens = before.is_empty() || reader.sentence_start(head.start) == head.start || capital(word);
    let dots = before.ends_with("..") || before.ends_with('…');
    let label = opens && !dots && (after.starts_with(['.', ':']) || after.is_empty());
    // `article 79 against theft, article 116 against clerks`
    let sentence = &reader.text[reader.sentence_start(head.start)..head.start];
    let listed = before.ends_with(',')
        && sentence
            .split(' ')
            .any(|word| reader.is("article_alone", &word.to_lowercase()));
    // `housing (Article 44)`
    let aside = before.ends_with('(') && after.starts_with(')') && capital(head.of(reader.text));
    !label && !after.starts_with(" (") && (listed || aside || !before.ends_with([',', '(']))
}

/// Reads the act behind an article: `of the 1926 criminal code`, `УК РСФСР`, `of the treaty`.
fn whole(reader: &Reader<'_>, end: usize) -> Option<(usize, ActMention)> {
    let from = reader.nouns.partition_point(|noun| *noun < end);
    let noun = *reader.nouns.get(from)?;
    let between = reader.text.get(end..noun)?;
    if between.chars().count() > 70 || between.contains([',', ';', ':', '(', '.']) {
        return None;
    }
    let noun_of = |list: &str| {
        let (len, kind) = reader.words.head_in(list, &reader.text[noun..], reader.tag)?;
        Some((Span::new(noun, noun + len), kind))
    };
    let linked = |gap: &str| {
        gap.split_whitespace().all(|word| {
            ["act_the", "act_this", "act_by", "act_dated"]
                .iter()
                .any(|list| reader.is(list, word))
                || word == "of"
        })
    };
    let name = || noun_of("act_name").map(|(span, kind)| (span, kind.to_owned()));
    let compound = || {
        let word = reader.word_at(noun)?;
        let (span, mention) = super::compound(reader, word)?;
        (span.start == word.start).then_some((span.end, mention))
    };
    let listed = noun_of("act_noun")
        .map(|(span, kind)| (span, kind, false))
        .or_else(|| noun_of("act_nouns").map(|(span, kind)| (span, kind, true)));
    // `article 87 of the Fundamental Laws`, `§ 137 der Paulskirchenverfassung`
    if listed.is_none()
        && linked(between)
        && let Some(whole) = compound()
    {
        return Some(whole);
    }
    if let Some((span, kind)) = name().filter(|_| linked(between)) {
        let told = ActTold {
            title: Some(span.of(reader.text).to_owned()),
            ..ActTold::default()
        };
        let whole = ActMention {
            subtype: kind,
            told: vec![told],
            ..ActMention::default()
        };
        return Some((span.end, whole));
    }
    let (span, kind, plural) = listed?;
    let mut found = Found::new(reader, span, kind, plural);
    let around = &found.around;
    // Only articles and prepositions stand between the number and the name of the act.
    let gap = reader.text.get(end..around.start).unwrap_or("");
    if !linked(gap) || around.means == Means::Any {
        return None;
    }
    let first = found.behind.told.first_mut()?;
    let named = Span::new(around.start, span.end).of(reader.text);
    let date = first.date.as_ref().map(|(_, words)| words.clone());
    if first.title.is_none() && !around.name.is_empty() {
        first.title = Some(strip_date(named, date.as_deref()));
    }
    let bare = super::weight(first) == 0 || found.behind.loose_subject;
    let near = reader.is("act_near", span.of(reader.text));
    let (end, told) = if bare {
        (span.end, Vec::new())
    } else {
        (found.behind.end, found.behind.told)
    };
    let upper = span.of(reader.text).chars().all(char::is_uppercase);
    let told = if told.is_empty() && upper && kind == "code" {
        vec![ActTold {
            title: Some(span.of(reader.text).to_owned()),
            ..ActTold::default()
        }]
    } else {
        told
    };
    let whole = ActMention {
        subtype: kind.to_owned(),
        told,
        plural,
        near,
        ..ActMention::default()
    };
    Some((end, whole))
}
