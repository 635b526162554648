//! The names of the editions: `a.pdf` becomes `a.xml`, but `a.pdf.xml` where `a.txt` wants the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Document, Entry};
use crate::batch::job::Notice;
use crate::batch::paths::with_suffix;
use crate::diag::Diagnostic;

/// Gives every document a stem of its own, and returns a warning for each that is not the plain one.
pub(super) fn assign(entries: &mut [Entry]) -> Vec<(PathBuf, Notice)> {
    let mut documents: Vec<&mut Document> = entries
        .iter_mut()
        .filter_map(|entry| match entry {
            Entry::Document(document) => Some(document),
            Entry::Refused(_) => None,
        })
        .collect();
    for document in &mut documents {
        document.stem = plain(document);
    }
    keep_extensions(&mut documents);
    number(&mut documents);
    let changed = documents
        .into_iter()
        .filter(|document| document.stem != plain(document));
    changed
        .map(|document| (document.path.clone(), notice(document).into()))
        .collect()
}

/// Keeps the extension wherever two stems are one, until no extension is left to keep.
fn keep_extensions(documents: &mut [&mut Document]) {
    loop {
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for document in documents.iter() {
            *wanted.entry(key(&document.stem)).or_default() += 1;
        }
        let mut changed = false;
        for document in documents.iter_mut() {
            let is_taken = is_reserved(&document.stem) || wanted[&key(&document.stem)] > 1;
            if is_taken && document.stem != document.relative {
                document.stem.clone_from(&document.relative);
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// Numbers what still has one name: files of the same name from different folders.
fn number(documents: &mut [&mut Document]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let wanted: BTreeSet<String> = documents.iter().map(|document| key(&document.stem)).collect();
    for document in documents {
        if taken.insert(key(&document.stem)) {
            continue;
        }
        let numbered = (2..).map(|n: u32| with_suffix(&document.stem, &format!("-{n}")));
        let free = numbered
            .into_iter()
            .find(|stem| !taken.contains(&key(stem)) && !wanted.contains(&key(stem)));
        document.stem = free.expect("there are more numbers than documents");
        taken.insert(key(&document.stem));
    }
}

/// Returns the stem that a document has where nothing else wants it.
fn plain(document: &Document) -> PathBuf {
    // A folder of page images has no extension, whatever dots are in its name.
    let is_file = document.files.first() == Some(&document.path);
    if is_file {
        document.relative.with_extension("")
    } else {
        document.relative.clone()
    }
}

/// Stems that are one on some file system: case is not told apart.
fn key(stem: &Path) -> String {
    stem.to_string_lossy().to_lowercase()
}

/// Tells whether a stem ends as those do that a run gives to other files of an edition.
fn is_reserved(stem: &Path) -> bool {
    let ending = stem.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    // `register.xml` holds the registers of all editions.
    let register = stem.to_string_lossy().to_lowercase() == crate::batch::register::STEM;
    // `a.csl.json` is both the JSON of `a.csl` and the works of `a`.
    register
        || ending == "invalid"
        || ending == "csl"
        || ending
            .strip_prefix("new")
            .is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
}

fn notice(document: &Document) -> Diagnostic {
    let (plain, stem) = (plain(document), &document.stem);
    let message = if is_reserved(&plain) {
        format!(
            "the name `{}.xml` is kept for other uses, so the edition is `{}.xml`",
            plain.display(),
            stem.display()
        )
    } else {
        format!(
            "another source has the name `{}` too, so the edition is `{}.xml`",
            plain.display(),
            stem.display()
        )
    };
    Diagnostic::warning("names-collide", message)
}
