//! The page images beside what another engine recognised on them: `0001.tif` beside `0001.xml` is no document of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::Entry;
use crate::batch::job::Kind;
use crate::read::image::EXTENSIONS;
use crate::read::recognised::{image_stems, is_image_of};

/// Returns for each file of another engine in a folder the image that it was made from, where that is there.
pub(super) fn pairs<'a>(children: impl Iterator<Item = (&'a Path, Kind)>) -> BTreeMap<PathBuf, PathBuf> {
    let (recognised, others): (Vec<_>, Vec<_>) = children.partition(|(_, kind)| *kind == Kind::Recognised);
    let mut images: BTreeMap<String, &Path> = BTreeMap::new();
    for (path, _) in others.iter().filter(|(_, kind)| *kind == Kind::Images) {
        images.entry(name(path)).or_insert(path);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        images.entry(stem).or_insert(path);
    }
    let pair = |(path, _): (&Path, Kind)| {
        let name = name(path);
        let image = image_stems(&name).into_iter().find_map(|stem| images.get(stem))?;
        Some((path.to_owned(), image.to_path_buf()))
    };
    recognised.into_iter().filter_map(pair).collect()
}

/// Finds the image beside a file that was named by itself.
pub(super) fn beside(path: &Path) -> Option<PathBuf> {
    let name = name(path);
    let stems = image_stems(&name);
    let names = stems.iter().flat_map(|stem| {
        let with_extension = EXTENSIONS.iter().flat_map(move |extension| {
            [
                format!("{stem}.{extension}"),
                format!("{stem}.{}", extension.to_uppercase()),
            ]
        });
        std::iter::once((*stem).to_owned()).chain(with_extension)
    });
    let is_image = |path: &PathBuf| {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        EXTENSIONS.contains(&extension.as_str()) && path.is_file()
    };
    names.map(|image| path.with_file_name(image)).find(is_image)
}

/// Leaves out images that were named beside the files that take them.
pub(super) fn leave_out(entries: &mut Vec<Entry>) {
    let mut taken: BTreeSet<PathBuf> = BTreeSet::new();
    for entry in entries.iter() {
        if let Entry::Document(document) = entry
            && document.kind == Kind::Recognised
            && let [recognised, image] = document.files.as_slice()
            && is_image_of(&name(image), &name(recognised))
        {
            taken.extend(fs::canonicalize(image));
        }
    }
    entries.retain(|entry| match entry {
        Entry::Document(document) if document.kind == Kind::Images => {
            let [image] = document.files.as_slice() else {
                return true;
            };
            taken.is_empty() || !fs::canonicalize(image).is_ok_and(|image| taken.contains(&image))
        }
        Entry::Document(_) | Entry::Refused(_) => true,
    });
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
