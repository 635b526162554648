//! CSL-JSON 1.0.2: the works of a register as Zotero and other reference managers take them.
//!
//! The types are those of CSL 1.0.1: Zotero refuses a whole file for one item of a newer type.

use serde::Serialize;

use super::works::{Form, Name, Reference};
use crate::annotate::{Moment, When};
use crate::registers::{ArchiveEntry, WorkEntry};

/// Writes works as a CSL-JSON array, in their order; `archives` are those of the same register.
pub fn csl<'a>(
    works: impl IntoIterator<Item = &'a WorkEntry>,
    archives: impl IntoIterator<Item = &'a ArchiveEntry>,
) -> String {
    let archives: Vec<&ArchiveEntry> = archives.into_iter().collect();
    let works: Vec<&WorkEntry> = works.into_iter().collect();
    let references: Vec<Reference<'_>> = works.iter().map(|work| Reference::new(work, &archives)).collect();
    let items: Vec<Item<'_>> = references.iter().map(item).collect();
    let mut json = serde_json::to_string_pretty(&items).expect("only strings and numbers are written");
    json.push('\n');
    json
}

/// An item; the names of its fields are CSL's variables.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item<'a> {
    id: &'a str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chapter_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    genre: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher_place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive: Option<&'a str>,
    #[serde(rename = "archive_location", skip_serializing_if = "Option::is_none")]
    archive_location: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A name: of a body `literal` alone.
#[derive(Serialize)]
struct Person<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    family: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    given: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    literal: &'a str,
}

/// A date: one or two lists of year, month and day, or the words where the year is not told.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Issued<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    date_parts: Vec<Vec<i16>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    circa: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<&'a str>,
}

fn item<'a>(reference: &'a Reference<'a>) -> Item<'a> {
    let work = reference.work;
    Item {
        id: &work.id,
        r#type: match reference.form {
            Form::Article => "article-journal",
            Form::Newspaper => "article-newspaper",
            Form::Chapter => "chapter",
            Form::Book => "book",
            Form::Thesis => "thesis",
            Form::Page => "webpage",
            Form::File => "manuscript",
            Form::Other => "article",
        },
        author: persons(&reference.authors),
        title: reference.title,
        container_title: reference.container,
        collection_title: reference.series,
        editor: persons(&reference.editors),
        volume: reference.volume,
        issue: reference.issue,
        part: reference.part,
        chapter_number: reference.chapter,
        page: work.pages.as_ref().map(|(from, to)| {
            if from == to {
                from.clone()
            } else {
                format!("{from}-{to}")
            }
        }),
        genre: work.thesis.as_deref(),
        publisher: work.publisher.as_deref(),
        publisher_place: work.place.as_deref(),
        issued: work.date.as_ref().map(|(when, words)| issued(when, words)),
        archive: reference.archive.as_deref(),
        archive_location: reference.location.as_deref(),
        url: work.url.as_deref(),
        language: reference.language.map(|language| language.tag()),
        // `issued` has the Gregorian day alone.
        note: work.date.as_ref().and_then(|(when, _)| match when {
            When::Julian { custom, .. } => Some(format!("Julian calendar: {custom}")),
            _ => None,
        }),
    }
}

fn persons(names: &[Name]) -> Vec<Person<'_>> {
    names
        .iter()
        .map(|name| match name {
            Name::Body(words) => Person {
                family: "",
                given: "",
                suffix: None,
                literal: words,
            },
            Name::Person { family, given, suffix } => Person {
                family,
                given,
                suffix: suffix.as_deref(),
                literal: "",
            },
        })
        .collect()
}

fn issued<'a>(when: &When, words: &'a str) -> Issued<'a> {
    let (moments, circa) = match when {
        When::At(m) | When::Julian { gregorian: m, .. } => (vec![*m], false),
        When::Range(a, b) => (vec![*a, *b], false),
        When::Within(a, b) => ([*a, *b].into_iter().flatten().collect(), true),
    };
    let parts: Option<Vec<Vec<i16>>> = moments.into_iter().map(parts).collect();
    Issued {
        literal: parts.is_none().then_some(words),
        circa: circa && parts.is_some(),
        date_parts: parts.unwrap_or_default(),
    }
}

/// Returns year, month and day, `None` where the year is not told.
fn parts(moment: Moment) -> Option<Vec<i16>> {
    match moment {
        Moment::Year(year) => Some(vec![year]),
        Moment::Month(year, month) => Some(vec![year, i16::from(month)]),
        Moment::Day(day) => Some(vec![day.year(), i16::from(day.month()), i16::from(day.day())]),
        Moment::MonthDay(..) | Moment::MonthOnly(_) | Moment::DayOnly { .. } => None,
    }
}
