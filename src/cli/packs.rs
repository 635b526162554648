//! The folder of `--rules`: in comes its path, out come its pack files, tried out with the built-in ones.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{CommandError, Kind};
use super::options::unreadable;
use crate::rules::{PackFile, Rules};

/// Reads the packs below a folder.
///
/// # Errors
/// The folder cannot be read or has no packs, or one of them cannot be used: the error shows the line.
pub(super) fn read(folder: &Path) -> Result<Vec<PackFile>, CommandError> {
    let packs = files(folder)?;
    compile(folder, &packs).map(|_| packs)
}

/// Reads the packs below a folder, compiled with the built-in ones.
pub(super) fn rules(folder: &Path) -> Result<Rules, CommandError> {
    compile(folder, &files(folder)?)
}

fn compile(folder: &Path, packs: &[PackFile]) -> Result<Rules, CommandError> {
    Rules::with(packs).map_err(|error| {
        let error = anyhow::anyhow!("{}: {}", folder.join(&error.file).display(), error.excerpt);
        CommandError::new(Kind::Config, error)
    })
}

fn files(folder: &Path) -> Result<Vec<PackFile>, CommandError> {
    let mut paths = Vec::new();
    walk(folder, &mut paths).map_err(|error| unreadable(folder, error))?;
    paths.sort();
    if paths.is_empty() {
        let error = CommandError::user(format!("there are no packs in `{}`", folder.display()));
        return Err(error.hint("a rule is a file such as en/date/feast.toml, words stand in en/lang.toml"));
    }
    let pack = |path: &PathBuf| {
        let below = path.strip_prefix(folder).unwrap_or(path);
        let steps: Vec<_> = below.iter().map(|step| step.to_string_lossy()).collect();
        Ok(PackFile {
            name: steps.join("/"),
            text: fs::read_to_string(path).map_err(|error| unreadable(path, error))?,
        })
    };
    paths.iter().map(pack).collect()
}

/// Collects the TOML files below a folder.
fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
    Ok(())
}
