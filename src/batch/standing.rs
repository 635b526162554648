//! What stands in the way of an edition: what somebody has edited is never overwritten.
//!
//! An edition carries a digest of itself, so an untouched one is known anywhere. The other formats carry none; they are
//! untouched where they equal the copy below `.fonds/base`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::job::Format;
use super::paths::with_suffix;
use crate::write::digest::{Seal, verify};

/// The folder that keeps a copy of each file as it was written, below the output folder.
pub(super) const BASE: &str = ".fonds/base";

/// Where the files of an edition go.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// The path below the output folder, without an extension: as planned, or with `.new` behind it.
    pub(super) stem: PathBuf,
    /// The files that were left alone, below the output folder.
    pub(super) left_alone: Vec<PathBuf>,
}

/// Finds a stem at which nothing is in the way of `files`: the planned one, else `STEM.new`, `STEM.new2` … The `sources`
/// themselves are always in the way.
///
/// # Errors
/// A file in the way that cannot be looked into.
pub(super) fn find(
    folder: &Path,
    stem: &Path,
    files: &[(Format, Vec<u8>)],
    sources: &[PathBuf],
) -> io::Result<Standing> {
    let left_alone = in_the_way(folder, stem, files, sources)?;
    if left_alone.is_empty() {
        return Ok(Standing {
            stem: stem.to_owned(),
            left_alone,
        });
    }
    let mut candidate = with_suffix(stem, ".new");
    let mut number = 2;
    while !in_the_way(folder, &candidate, files, sources)?.is_empty() {
        candidate = with_suffix(stem, &format!(".new{number}"));
        number += 1;
    }
    Ok(Standing {
        stem: candidate,
        left_alone,
    })
}

/// Returns the files at `stem` that must not be overwritten.
fn in_the_way(
    folder: &Path,
    stem: &Path,
    files: &[(Format, Vec<u8>)],
    sources: &[PathBuf],
) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for (format, content) in files {
        let file = with_suffix(stem, format.suffix());
        let there = match fs::read(folder.join(&file)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            // A folder, say: in the way whatever it is.
            Err(error) if error.kind() == io::ErrorKind::IsADirectory => {
                found.push(file);
                continue;
            }
            Err(error) => return Err(error),
        };
        if there == *content {
            continue;
        }
        if is_one_of(&folder.join(&file), sources) || !is_untouched(folder, &file, &there, *format) {
            found.push(file);
        }
    }
    Ok(found)
}

/// Tells whether a file, below the output folder, is as it was written.
pub(super) fn is_untouched(folder: &Path, file: &Path, bytes: &[u8], format: Format) -> bool {
    let is_base = || fs::read(folder.join(BASE).join(file)).is_ok_and(|base| base == bytes);
    match format {
        // The digest of a TEI file to which tags were added is not its own, if it has any.
        Format::Tei => str::from_utf8(bytes).is_ok_and(|xml| matches!(verify(xml), Seal::Untouched)) || is_base(),
        Format::Txt | Format::Json | Format::Bibtex | Format::Csl => is_base(),
    }
}

/// Tells whether a path is that of one of the sources, by whatever name.
fn is_one_of(path: &Path, sources: &[PathBuf]) -> bool {
    let Ok(path) = fs::canonicalize(path) else { return false };
    sources
        .iter()
        .any(|source| fs::canonicalize(source).is_ok_and(|source| source == path))
}
