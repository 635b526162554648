//! Authority files: entries whose identifiers and names are fixed, so that the editions of many years agree.
//!
//! In comes a TEI file with the registers of an edition or a folder, or a CSV file with the columns of `register.csv`, of
//! which `register` and `id` must be there; out come [`Registers`].

use std::collections::BTreeMap;

use super::read::{moment, read};
use super::{ActEntry, ArchiveEntry, Registers, WorkEntry, WorkTitle};
use crate::annotate::{Unit, When};
use crate::write::TeiError;

/// Why a file cannot serve as an authority.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// The XML is not well-formed.
    #[error(transparent)]
    Tei(#[from] TeiError),
    /// A line of the table cannot be read.
    #[error("line {line}: {reason}")]
    Row {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
}

/// Reads an authority file: XML where it starts with `<`, else CSV.
///
/// # Errors
/// [`AuthorityError`] for the first thing that is wrong with it.
///
/// ```
/// let csv = "register,id,kind,title,date\nacts,act-labour-edict,edict,Edict on labour,1940-06-26\n";
/// let registers = fonds::registers::authority(csv).expect("it has the columns");
/// assert_eq!(registers.acts[0].id, "act-labour-edict");
/// assert!(fonds::registers::authority("id\nx\n").is_err());
/// ```
pub fn authority(text: &str) -> Result<Registers, AuthorityError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('<') {
        return Ok(read(text)?.registers);
    }
    let header = text.lines().next().unwrap_or_default();
    let semicolons = header.matches(';').count() > header.matches(',').count();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .flexible(true)
        .from_reader(text.as_bytes());
    let fault = |error: &csv::Error| AuthorityError::Row {
        line: error.position().map_or(1, csv::Position::line),
        reason: error.to_string(),
    };
    let columns = reader.headers().map_err(|e| fault(&e))?.clone();
    for needed in ["register", "id"] {
        if !columns.iter().any(|column| column.trim() == needed) {
            return Err(AuthorityError::Row {
                line: 1,
                reason: format!("there is no column `{needed}`"),
            });
        }
    }
    let mut registers = Registers::default();
    for row in reader.records() {
        let row = row.map_err(|e| fault(&e))?;
        let line = row.position().map_or(1, csv::Position::line);
        let cells: BTreeMap<&str, &str> = columns.iter().map(str::trim).zip(row.iter().map(str::trim)).collect();
        entry(&cells, &mut registers).map_err(|reason| AuthorityError::Row { line, reason })?;
    }
    Ok(registers)
}

/// Takes one row.
fn entry(cells: &BTreeMap<&str, &str>, registers: &mut Registers) -> Result<(), String> {
    let get = |column: &str| {
        cells
            .get(column)
            .copied()
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
    };
    let list = |column: &str| -> Vec<String> {
        let cell = cells.get(column).copied().unwrap_or_default();
        cell.split('|')
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let id = get("id").ok_or("the row has no id")?;
    if !is_name(&id) {
        return Err(format!(
            "`{id}` is no identifier: it must be an XML name without a colon"
        ));
    }
    let date = get("date").and_then(|words| Some((time(&words)?, words)));
    match get("register").as_deref() {
        Some("acts") => registers.acts.push(ActEntry {
            id,
            subtype: get("kind").unwrap_or_else(|| "act".to_owned()),
            title: get("title"),
            subject: get("subject"),
            date,
            number: get("number"),
            issuer: get("issuer"),
            whole: get("in"),
            ..ActEntry::default()
        }),
        Some("works") => {
            let kind = get("kind");
            let titles = list("title").into_iter().map(|words| WorkTitle { level: "m", words });
            registers.works.push(WorkEntry {
                id,
                kind: ["work", "archival", "press"]
                    .into_iter()
                    .find(|k| kind.as_deref() == Some(*k))
                    .unwrap_or("work"),
                authors: list("author"),
                editors: list("editor"),
                titles: titles.collect(),
                place: get("place"),
                publisher: get("publisher"),
                date,
                scopes: [("volume", Unit::Volume), ("issue", Unit::Issue)]
                    .into_iter()
                    .filter_map(|(column, unit)| Some((unit, get(column)?)))
                    .collect(),
                pages: get("pages").map(|pages| pair(&pages)),
                url: get("url"),
                container: get("in"),
                ..WorkEntry::default()
            });
        }
        Some("archives") => registers.archives.push(ArchiveEntry {
            id,
            name: get("title"),
            abbreviation: get("abbreviation"),
        }),
        Some(other) => return Err(format!("`{other}` is no register: acts, works or archives")),
        None => return Err("the row names no register".to_owned()),
    }
    Ok(())
}

/// Reads the first and the last page.
fn pair(pages: &str) -> (String, String) {
    let (first, last) = pages.split_once(['-', '–']).unwrap_or((pages, pages));
    (first.trim().to_owned(), last.trim().to_owned())
}

/// Reads a date of the table: a moment, or two with `/` between them.
fn time(words: &str) -> Option<When> {
    match words.split_once('/') {
        Some((from, to)) => Some(When::Range(moment(from)?, moment(to)?)),
        None => moment(words).map(When::At),
    }
}

/// Tells whether an identifier is an XML name without a colon.
fn is_name(id: &str) -> bool {
    id.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
