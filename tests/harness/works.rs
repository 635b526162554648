//! Cases of the register of works for reference managers: citations in, BibTeX and CSL-JSON out.
//!
//! A case is a text in the notation of the citation cases, without carets; the folder is its language. Beside it stand
//! `NAME.bib` and `NAME.json`. Both are also read back: the BibTeX by another program's parser, the JSON by the rules of
//! CSL's own schema, and the register of the edition, from which a folder's register is made, by the program itself.

use std::path::Path;
use std::sync::LazyLock;

use biblatex::Bibliography;
use fonds::annotate::{annotate, resolve};
use fonds::edition::assemble;
use fonds::registers::{Registers, read};
use fonds::rules::Rules;
use fonds::settings::Settings;
use fonds::write;
use serde_json::Value;

use super::citations::text;
use super::{expect_file, language};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// The types of CSL 1.0.1 that are in use here; importers refuse others.
const TYPES: [&str; 8] = [
    "article",
    "article-journal",
    "article-newspaper",
    "book",
    "chapter",
    "manuscript",
    "thesis",
    "webpage",
];

/// Variables of CSL that hold text.
const TEXTS: [&str; 17] = [
    "title",
    "container-title",
    "collection-title",
    "volume",
    "issue",
    "part",
    "chapter-number",
    "page",
    "genre",
    "publisher",
    "publisher-place",
    "archive",
    "archive_location",
    "URL",
    "language",
    "note",
    "type",
];

/// Runs one file.
pub(crate) fn case(path: &Path) -> datatest_stable::Result<()> {
    let written = std::fs::read_to_string(path)?;
    let lines: Vec<&str> = written.lines().filter(|line| !line.is_empty()).collect();
    let text = text(&lines, &language(path, 1));
    let resolved = annotate(&text, &RULES)
        .then(|annotations| resolve(&text, annotations, &RULES, &Registers::default()))
        .value;
    let Registers { works, archives, .. } = resolved.registers.clone();
    let bibtex = write::bibtex(&works, &archives);
    let csl = write::csl(&works, &archives);
    expect_file(&path.with_extension("bib"), &bibtex)?;
    expect_file(&path.with_extension("json"), &csl)?;

    let ids: Vec<&str> = works.iter().map(|work| work.id.as_str()).collect();
    let bibliography = Bibliography::parse(&bibtex)?;
    let keys: Vec<&str> = bibliography.iter().map(|entry| entry.key.as_str()).collect();
    equal("keys of the BibTeX", &keys, &ids)?;
    let items: Vec<Value> = serde_json::from_str(&csl)?;
    for (item, work) in items.iter().zip(&works) {
        let fault = |what: &str| format!("{}: {what}", work.id);
        let object = item.as_object().ok_or_else(|| fault("no object"))?;
        if item["id"] != work.id.as_str() || !TYPES.iter().any(|kind| item["type"] == *kind) {
            return Err(fault("its id or type").into());
        }
        for (name, value) in object {
            let fits = match name.as_str() {
                "id" => true,
                "author" | "editor" => value.as_array().is_some_and(|names| names.iter().all(is_name)),
                "issued" => is_date(value),
                text => TEXTS.contains(&text) && value.as_str().is_some_and(|words| !words.is_empty()),
            };
            if !fits {
                return Err(fault(&format!("{name} is no variable of CSL, or {value} is no value for it")).into());
            }
        }
    }
    equal("items of the CSL-JSON", &[items.len()], &[works.len()])?;

    let edition = assemble(text, resolved, &Settings::default());
    let standing = read(&write::tei(&edition.value, "a case"))?;
    equal("works of the edition", &standing.registers.works, &works)
}

/// Compares what was read back with what was written.
fn equal<T: PartialEq + std::fmt::Debug>(what: &str, found: &[T], wanted: &[T]) -> datatest_stable::Result<()> {
    if found == wanted {
        return Ok(());
    }
    Err(format!("{what}: read back {found:#?}\nwritten {wanted:#?}").into())
}

/// Tells whether a value is a name: of a body `literal` alone.
fn is_name(name: &Value) -> bool {
    let has = |part: &str| name[part].as_str().is_some_and(|words| !words.is_empty());
    let parts = name.as_object().map_or(0, serde_json::Map::len);
    if has("literal") {
        return parts == 1;
    }
    has("family") && parts == 1 + usize::from(has("given")) + usize::from(has("suffix"))
}

/// Tells whether a value is a date: one or two of year, month and day, or words.
fn is_date(date: &Value) -> bool {
    let part = |parts: &Value| {
        let parts = parts.as_array().map_or(&[][..], Vec::as_slice);
        (1..=3).contains(&parts.len()) && parts.iter().all(Value::is_i64)
    };
    match date["date-parts"].as_array() {
        Some(dates) => (1..=2).contains(&dates.len()) && dates.iter().all(part),
        None => date["literal"].is_string(),
    }
}
