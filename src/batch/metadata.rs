//! The file of `--metadata`: what the user says about the documents, keyed by path.
//!
//! A TOML file has a table a path, a CSV file a row a path under a header row. Paths are those below the input folder, or
//! below the folder of the metadata file.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use crate::settings::Metadata;

/// What is said about each path, in the order of the paths.
#[derive(Clone, Debug, Default)]
pub struct Table {
    entries: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    metadata: Metadata,
    used: bool,
}

/// What is wrong with a file that the user wrote, and where.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{line}:{column}: {message}")]
pub struct Mistake {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// What is wrong, one line.
    pub message: String,
    /// What to do, if anything is to be done.
    pub hint: Option<&'static str>,
}

/// The columns of a CSV file, `path` first.
const COLUMNS: [&str; 9] = [
    "path",
    "title",
    "author",
    "editor",
    "date",
    "publisher",
    "licence",
    "shelfmark",
    "language",
];

impl Table {
    /// Reads a TOML file: `["sub/a.pdf"]`, then `title = "…"` and so on.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn from_toml(text: &str) -> Result<Self, Mistake> {
        let entries: BTreeMap<String, Metadata> = toml::from_str(text).map_err(|error| {
            let mistake = Mistake::toml(text, &error);
            // `[a.pdf]` is to TOML the table `pdf` in the table `a`.
            let is_path = ["pdf", "png", "jpg", "jpeg", "tif", "tiff", "txt"]
                .iter()
                .any(|extension| mistake.message.starts_with(&format!("unknown field `{extension}`")));
            let hint = is_path.then_some("write the path in quotes, as in `[\"letters/a.pdf\"]`");
            Mistake { hint, ..mistake }
        })?;
        let mut table = Self::default();
        for (path, metadata) in entries {
            table
                .entries
                .insert(normal(Path::new(&path)), Entry { metadata, used: false });
        }
        Ok(table)
    }

    /// Reads a CSV file, divided by commas or semicolons; an empty cell says nothing.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn from_csv(text: &str) -> Result<Self, Mistake> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let header = text.lines().next().unwrap_or_default();
        let delimiter = if header.contains(';') && !header.contains(',') {
            b';'
        } else {
            b','
        };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut rows = reader.records();
        let columns = match rows.next().transpose().map_err(|error| Mistake::csv(&error))? {
            Some(row) => columns(&row)?,
            None => {
                return Err(Mistake::at_line(
                    1,
                    "the file is empty; its first row names the columns",
                ));
            }
        };
        let mut table = Self::default();
        for row in rows {
            let row = row.map_err(|error| Mistake::csv(&error))?;
            let line = line_of(&row);
            let cell = |name: &str| {
                let index = columns.iter().position(|column| column == name)?;
                row.get(index).filter(|cell| !cell.is_empty()).map(str::to_owned)
            };
            let Some(path) = cell("path") else {
                return Err(Mistake::at_line(line, "the row has no path"));
            };
            let metadata = Metadata {
                title: cell("title"),
                author: cell("author"),
                editor: cell("editor"),
                date: cell("date"),
                publisher: cell("publisher"),
                licence: cell("licence"),
                shelfmark: cell("shelfmark"),
                language: cell("language"),
            };
            let entry = Entry { metadata, used: false };
            if table.entries.insert(normal(Path::new(&path)), entry).is_some() {
                return Err(Mistake::at_line(line, format!("`{path}` has a row already")));
            }
        }
        Ok(table)
    }

    /// Returns what is said about a document under the first of `paths` that is there.
    pub fn of<'a>(&mut self, paths: impl IntoIterator<Item = &'a Path>) -> Metadata {
        for path in paths {
            if let Some(entry) = self.entries.get_mut(&normal(path)) {
                entry.used = true;
                return entry.metadata.clone();
            }
        }
        Metadata::default()
    }

    /// Returns the paths of which no document was found.
    pub fn unused(&self) -> impl Iterator<Item = &str> {
        self.entries
            .iter()
            .filter(|(_, entry)| !entry.used)
            .map(|(path, _)| path.as_str())
    }
}

impl Mistake {
    /// Finds the place of an error in a TOML file, and says it in one line.
    pub fn toml(text: &str, error: &toml::de::Error) -> Self {
        let before = text
            .get(..error.span().map_or(0, |span| span.start))
            .unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        Self {
            line: number(line),
            column: number(column),
            message,
            hint: None,
        }
    }

    fn csv(error: &csv::Error) -> Self {
        let line = error
            .position()
            .map_or(1, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Self::at_line(
                line,
                format!("the row has {len} cells and the first row {expected_len}"),
            ),
            _ => Self::at_line(line, error.to_string()),
        }
    }

    fn at_line(line: u32, message: impl Into<String>) -> Self {
        Self {
            line,
            column: 1,
            message: message.into(),
            hint: None,
        }
    }
}

/// Checks the header row.
fn columns(row: &csv::StringRecord) -> Result<Vec<String>, Mistake> {
    let names: Vec<String> = row.iter().map(str::to_lowercase).collect();
    for (index, name) in names.iter().enumerate() {
        if !COLUMNS.contains(&name.as_str()) {
            let message = format!(
                "unknown column `{name}`, expected one of {}",
                COLUMNS.map(|c| format!("`{c}`")).join(", ")
            );
            return Err(Mistake::at_line(1, message));
        }
        if names[..index].contains(name) {
            return Err(Mistake::at_line(1, format!("the column `{name}` is there twice")));
        }
    }
    if !names.iter().any(|name| name == "path") {
        return Err(Mistake::at_line(1, "there is no column `path`"));
    }
    Ok(names)
}

fn line_of(row: &csv::StringRecord) -> u32 {
    row.position()
        .map_or(1, |position| u32::try_from(position.line()).unwrap_or(u32::MAX))
}

/// Returns a path in one spelling: `./a//b` is `a/b`, and `\` divides as `/` does.
fn normal(path: &Path) -> String {
    let path = PathBuf::from(path.to_string_lossy().replace('\\', "/"));
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
    parts.collect::<PathBuf>().to_string_lossy().into_owned()
}
