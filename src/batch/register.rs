//! The register of the output folder: built from the editions that stand there, so that a run over some of the sources loses
//! nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::job::{Format, Notice};
use super::standing::{BASE, is_untouched};
use super::{order, store};
use crate::diag::Diagnostic;
use crate::read::markup;
use crate::registers::{Collection, Registers, Standing, collect, read};
use crate::rules::Words;
use crate::write;
use crate::write::digest::{Seal, verify};

/// The stem of the register's files, below the output folder.
pub const STEM: &str = "register";

/// Collects the registers of all editions below a folder into `register.xml` and `register.csv`; where no edition has any,
/// there is no such file. The works stand in `register.bib` and `register.csl.json` too, where `formats` asks for them or
/// an earlier run did.
///
/// What cannot be read is passed over with a warning, and a register that somebody has edited is left alone: the new one is
/// `register.new.xml`.
///
/// # Errors
/// Whatever the file system says about the folder or the files of the register.
pub fn write(
    folder: &Path,
    authority: &Registers,
    words: &Words,
    formats: &[Format],
) -> io::Result<Vec<(PathBuf, Notice)>> {
    let mut files = Vec::new();
    walk(folder, Path::new(""), &mut files)?;
    let mut notices = Vec::new();
    let mut editions: Vec<(String, Standing)> = Vec::new();
    let found: Vec<Option<Result<Standing, String>>> =
        files.par_iter().map(|file| standing(&folder.join(file))).collect();
    for (file, found) in files.into_iter().zip(found) {
        let name = file.to_string_lossy().replace('\\', "/");
        match found {
            Some(Ok(standing)) => editions.push((name, standing)),
            Some(Err(reason)) => {
                let doubt = Diagnostic::warning("edition-unread", format!("not in the register: {reason}"));
                notices.push((folder.join(file), doubt.into()));
            }
            None => {}
        }
    }
    editions.sort_by(|a, b| order::natural(&a.0, &b.0).then_with(|| a.0.cmp(&b.0)));
    let collection = collect(&editions, authority, words);
    let (xml, table) = (folder.join(format!("{STEM}.xml")), folder.join(format!("{STEM}.csv")));
    let untouched = match fs::read(&xml) {
        Ok(bytes) => str::from_utf8(&bytes).is_ok_and(|there| verify(there) == Seal::Untouched),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(error),
    };
    works(folder, &collection, formats, &mut notices)?;
    if collection.is_empty() {
        if untouched {
            for file in [xml, table] {
                match fs::remove_file(file) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        return Ok(notices);
    }
    let written = write::register(&collection);
    let mut target = xml.clone();
    if !untouched && fs::read(&xml)? != written.as_bytes() {
        target = folder.join(format!("{STEM}.new.xml"));
        let message = format!(
            "the register was edited and is left alone; the new one is `{}`",
            target.display()
        );
        let hint = "give the edited one as --authority, so that its names and identifiers stay";
        notices.push((
            xml,
            Diagnostic::warning("register-left-alone", message).hint(hint).into(),
        ));
    }
    store::write_whole(&target, written.as_bytes())?;
    store::write_whole(&table, write::register_csv(&collection).as_bytes())?;
    Ok(notices)
}

/// Writes the works of the collection for reference managers. A file that somebody has edited is left alone.
fn works(
    folder: &Path,
    collection: &Collection,
    formats: &[Format],
    notices: &mut Vec<(PathBuf, Notice)>,
) -> io::Result<()> {
    for format in [Format::Bibtex, Format::Csl] {
        let name = PathBuf::from(format!("{STEM}{}", format.suffix()));
        let path = folder.join(&name);
        let there = match fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let untouched = there
            .as_ref()
            .is_none_or(|bytes| is_untouched(folder, &name, bytes, format));
        if collection.is_empty() {
            if there.is_some() && untouched {
                fs::remove_file(&path)?;
            }
            continue;
        }
        let asked = formats.contains(&format);
        if !asked && (there.is_none() || !untouched) {
            continue;
        }
        let (entries, archives) = (&collection.works, &collection.archives);
        let (entries, archives) = (entries.iter().map(|(e, _)| e), archives.iter().map(|(e, _)| e));
        let written = match format {
            Format::Bibtex => write::bibtex(entries, archives),
            _ => write::csl(entries, archives),
        };
        if untouched || there.as_deref() == Some(written.as_bytes()) {
            store::write_whole(&path, written.as_bytes())?;
            store::write_whole(&folder.join(BASE).join(&name), written.as_bytes())?;
            continue;
        }
        let target = folder.join(format!("{STEM}.new{}", format.suffix()));
        let message = format!(
            "the file was edited or is not ours and is left alone; the new one is `{}`",
            target.display()
        );
        let hint = "take over what is new, or move the old file away, and run again";
        notices.push((
            path,
            Diagnostic::warning("register-left-alone", message).hint(hint).into(),
        ));
        store::write_whole(&target, written.as_bytes())?;
    }
    Ok(())
}

/// Returns the registers of a file, `None` where it is no edition with registers.
fn standing(file: &Path) -> Option<Result<Standing, String>> {
    let xml = match fs::read(file) {
        Ok(bytes) => markup::decode(&bytes),
        Err(error) => return Some(Err(super::plan::reason(&error))),
    };
    // By whatever prefix.
    let has = |name: &str| xml.match_indices(name).any(|(at, _)| xml[..at].ends_with(['<', ':']));
    if !has("standOff") || !has("text") {
        return None;
    }
    Some(read(&xml).map_err(|error| error.to_string()))
}

/// Lists the XML files below a folder that may be editions: none that is hidden, new beside an edited one, or invalid.
fn walk(folder: &Path, below: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(folder.join(below)) {
        Ok(entries) => entries,
        // Nothing was converted.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let (path, told) = (below.join(&name), name.to_string_lossy().into_owned());
        if told.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            walk(folder, &path, files)?;
        } else if is_edition(&told) {
            files.push(path);
        }
    }
    Ok(())
}

/// Tells whether a file's name is that of an edition.
fn is_edition(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".xml") else {
        return false;
    };
    let ending = stem.rsplit_once('.').map_or("", |(_, ending)| ending);
    let new = ending
        .strip_prefix("new")
        .is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    stem != STEM && ending != "invalid" && !new
}
