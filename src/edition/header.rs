//! What the header says: what the user tells goes before what the source tells.

use sha2::{Digest as _, Sha256};

use super::practices::practices;
use super::tree::{Header, Printed};
use super::units;
use crate::annotate::{Annotation, Value, When};
use crate::repair::Text;
use crate::settings::{Lines, Ocr, Settings, Zones};

/// English names of languages, by BCP 47 tag; the languages of the rule packs and their neighbours.
const LANGUAGES: [(&str, &str); 20] = [
    ("be", "Belarusian"),
    ("cs", "Czech"),
    ("de", "German"),
    ("en", "English"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("it", "Italian"),
    ("ka", "Georgian"),
    ("la", "Latin"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ru", "Russian"),
    ("ru-Latn", "Russian in Latin letters"),
    ("sv", "Swedish"),
    ("uk", "Ukrainian"),
];

/// Collects what the header says.
pub(super) fn header(text: &Text, annotations: &[Annotation], settings: &Settings) -> Header {
    let said = &settings.metadata;
    let info = &text.info;
    let told = |value: &Option<String>| {
        value
            .as_deref()
            .map(str::trim)
            .filter(|v| !v.is_empty())
            .map(str::to_owned)
    };
    let printed = (said.title.is_some() || said.author.is_some() || said.date.is_some()).then(|| Printed {
        title: told(&said.title),
        author: told(&said.author),
        iso: told(&said.date).is_some_and(|d| is_iso(&d)),
        date: told(&said.date),
    });
    let mut tags: Vec<String> = told(&said.language).into_iter().collect();
    for tag in &text.languages {
        if !tags.contains(tag) {
            tags.push(tag.clone());
        }
    }
    if tags.is_empty() {
        tags.push("und".to_owned());
    }
    let julian = annotations.iter().any(|a| match &a.value {
        Value::Date(when) => matches!(when, When::Julian { .. }),
        Value::Figure(_) | Value::Act(_) | Value::Citation(_) | Value::Part(_) => false,
    });
    let units = units::declared(annotations, tags.first().map_or("", String::as_str));
    Header {
        title: told(&said.title)
            .or(told(&info.title))
            .or(told(&Some(info.name.clone())))
            .unwrap_or_else(|| "Untitled".to_owned()),
        author: told(&said.author).or(told(&info.author)),
        editor: told(&said.editor),
        publisher: told(&said.publisher),
        licence: told(&said.licence),
        printed: printed.filter(|p| p.title.is_some() || p.author.is_some() || p.date.is_some()),
        shelfmark: told(&said.shelfmark),
        languages: tags.into_iter().map(|tag| (tag.clone(), language_name(&tag))).collect(),
        pages: u32::try_from(text.pages.len()).unwrap_or(u32::MAX),
        source: info.clone(),
        practices: practices(text, annotations, settings),
        settings: listed(settings),
        julian,
        units,
        run_date: settings.source_date.and_then(day),
    }
}

/// Returns the English name of a language, for an unlisted one its tag.
fn language_name(tag: &str) -> String {
    LANGUAGES
        .iter()
        .find(|(listed, _)| *listed == tag)
        .map_or(tag, |(_, name)| name)
        .to_owned()
}

/// Lists the settings that shape the text; what the user says about the document stands in the header itself.
fn listed(settings: &Settings) -> Vec<(&'static str, String)> {
    let mut listed = Vec::new();
    if !settings.languages.is_empty() {
        listed.push(("lang", settings.languages.join(",")));
    }
    let ocr = match settings.ocr {
        Ocr::Auto => "auto",
        Ocr::Always => "always",
        Ocr::Never => "never",
    };
    listed.push(("ocr", ocr.to_owned()));
    if let Some(pages) = settings.pages {
        let last = if pages.last == u32::MAX {
            String::new()
        } else {
            pages.last.to_string()
        };
        listed.push(("pages", format!("{}-{last}", pages.first)));
    }
    let lines = match settings.lines {
        Lines::All => "all",
        Lines::None => "none",
    };
    listed.push(("lines", lines.to_owned()));
    if settings.zones == Zones::Lines {
        listed.push(("zones", "lines".to_owned()));
    }
    for (name, is_set) in [("images", settings.images), ("correct", settings.correct)] {
        if is_set {
            listed.push((name, "yes".to_owned()));
        }
    }
    if let Some(authority) = &settings.authority {
        listed.push(("authority", authority.clone()));
    }
    if !settings.packs.is_empty() {
        let packs = settings
            .packs
            .iter()
            .flat_map(|pack| [pack.name.as_str(), pack.text.as_str()]);
        listed.push(("rules", sum(&packs.collect::<Vec<_>>().join("\n"))));
    }
    if let Some(day) = settings.julian_before {
        listed.push(("calendar", format!("julian-before {day}")));
    }
    listed
}

/// Returns the day of a moment in seconds since 1970, UTC, ISO 8601.
fn day(seconds: i64) -> Option<String> {
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(moment).date().to_string())
}

/// Tells whether a date is a year, month or day that exists, as ISO 8601 writes it.
fn is_iso(date: &str) -> bool {
    let day = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    day.len() == 10
        && day.bytes().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        })
        && !day.starts_with("0000")
        && day.parse::<jiff::civil::Date>().is_ok()
}

/// Returns the SHA-256 of a text, by which it is known wherever it stands.
fn sum(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
