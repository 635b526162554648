//! The plan of a run: inputs on the command line become documents in a fixed order, each with the name of its edition.
//!
//! Folders are walked in natural order and keep their structure. What is no source is passed over; a document in a format
//! that is not read here is refused with a converter's name, also in a walk, because its edition would be missed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::foreign;
use super::job::{Kind, Notice};
use super::order::natural;
use crate::diag::Diagnostic;

mod stems;

/// What a run will do.
#[derive(Debug, Default)]
pub struct Plan {
    /// Documents and refusals in the order of the report.
    pub entries: Vec<Entry>,
    /// What to look at before anything is read, with the path it is about.
    pub notices: Vec<(PathBuf, Notice)>,
}

/// One line of the plan.
#[derive(Debug)]
pub enum Entry {
    /// A document to convert.
    Document(Document),
    /// Something that will not be converted, and counts as a failure.
    Refused(Refused),
}

/// A document to convert.
#[derive(Debug)]
pub struct Document {
    /// The file, or the folder of page images, as the user would name it.
    pub path: PathBuf,
    /// The same below the input folder that it was found in; the bare name where it was named itself.
    pub relative: PathBuf,
    /// What it is.
    pub kind: Kind,
    /// The files to read, in order.
    pub files: Vec<PathBuf>,
    /// Where its edition stands below the output folder, without an extension.
    pub stem: PathBuf,
}

/// Something that will not be converted.
#[derive(Debug)]
pub struct Refused {
    /// As the user would name it.
    pub path: PathBuf,
    /// Why, one line.
    pub reason: String,
    /// What to do, if anything is to be done.
    pub hint: Option<String>,
}

impl Plan {
    /// Makes the plan; `each_image` makes a document of every image also where a folder holds nothing else.
    pub fn new(inputs: &[PathBuf], output: &Path, each_image: bool) -> Self {
        let output = fs::canonicalize(output).ok();
        let mut walk = Walk {
            output,
            each_image,
            plan: Plan::default(),
            seen: BTreeSet::new(),
        };
        for input in inputs {
            walk.input(input);
        }
        let mut plan = walk.plan;
        plan.notices.extend(stems::assign(&mut plan.entries));
        plan
    }

    /// Returns the documents in order.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Document(document) => Some(document),
            Entry::Refused(_) => None,
        })
    }
}

struct Walk {
    /// The output folder, which is not walked where it lies in an input folder.
    output: Option<PathBuf>,
    each_image: bool,
    plan: Plan,
    /// Canonical paths of the documents so far: a source that is named twice is converted once.
    seen: BTreeSet<PathBuf>,
}

/// What a folder holds, sorted by what becomes of it, each list in natural order.
#[derive(Default)]
struct Folder {
    sources: Vec<(PathBuf, Kind)>,
    folders: Vec<PathBuf>,
    refused: Vec<Refused>,
    /// Whether all that is a document is a page image.
    only_images: bool,
}

impl Walk {
    fn input(&mut self, path: &Path) {
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) => return self.refuse(path, &error),
        };
        if !metadata.is_dir() {
            let name = path.file_name().map(PathBuf::from).unwrap_or_default();
            match kind(path) {
                Some(kind) => self.document(path.to_owned(), name, kind, vec![path.to_owned()]),
                None => {
                    let foreign = foreign::named(path);
                    self.push_refused(
                        path.to_owned(),
                        format!("{} is not read", foreign.name),
                        Some(foreign.hint),
                    );
                }
            }
            return;
        }
        let canonical = match fs::canonicalize(path) {
            Ok(canonical) => canonical,
            Err(error) => return self.refuse(path, &error),
        };
        let before = self.plan.entries.len();
        let name = canonical
            .file_name()
            .map_or_else(|| PathBuf::from("root"), PathBuf::from);
        self.folder(path, Path::new(""), &name, &mut vec![canonical]);
        if self.plan.entries.len() == before {
            let hint = "sources are .pdf, .png, .jpg, .tif and .txt files".to_owned();
            self.push_refused(path.to_owned(), "the folder holds no source".to_owned(), Some(hint));
        }
    }

    /// Walks a folder: `relative` is its path below the input folder, `name` what a document of its images is called, and
    /// `above` the canonical paths down to it, so that a link upwards is not followed for ever.
    fn folder(&mut self, path: &Path, relative: &Path, name: &Path, above: &mut Vec<PathBuf>) {
        let folder = match self.look_into(path) {
            Ok(folder) => folder,
            Err(error) => return self.refuse(path, &error),
        };
        self.plan.entries.extend(folder.refused.into_iter().map(Entry::Refused));
        if folder.only_images && !self.each_image {
            let files = folder.sources.into_iter().map(|(file, _)| file).collect();
            return self.document(path.to_owned(), name.to_owned(), Kind::Images, files);
        }
        let mut children: Vec<(PathBuf, Option<Kind>)> = Vec::new();
        children.extend(folder.sources.into_iter().map(|(file, kind)| (file, Some(kind))));
        children.extend(folder.folders.into_iter().map(|folder| (folder, None)));
        children.sort_by(|a, b| natural(&name_of(&a.0), &name_of(&b.0)));
        for (child, kind) in children {
            let below = relative.join(child.file_name().unwrap_or_default());
            match kind {
                Some(kind) => self.document(child.clone(), below, kind, vec![child]),
                None => {
                    let Ok(canonical) = fs::canonicalize(&child) else {
                        continue;
                    };
                    if self.output.as_ref() == Some(&canonical) || above.contains(&canonical) {
                        continue;
                    }
                    above.push(canonical);
                    self.folder(&child, &below, &below, above);
                    above.pop();
                }
            }
        }
    }

    fn look_into(&mut self, path: &Path) -> io::Result<Folder> {
        let mut names = fs::read_dir(path)?
            .map(|entry| Ok(entry?.file_name()))
            .collect::<io::Result<Vec<_>>>()?;
        names.sort_by(|a, b| natural(&a.to_string_lossy(), &b.to_string_lossy()));
        let mut found = Folder {
            only_images: true,
            ..Folder::default()
        };
        for name in names {
            let child = path.join(&name);
            if is_clutter(&name.to_string_lossy()) {
                continue;
            }
            let metadata = match fs::metadata(&child) {
                Ok(metadata) => metadata,
                Err(error) => {
                    found.refused.push(Refused {
                        path: child,
                        reason: reason(&error),
                        hint: None,
                    });
                    continue;
                }
            };
            if metadata.is_dir() {
                // Pictures of an edition, as `STEM.figures` beside it.
                if child.extension().is_none_or(|extension| extension != "figures") {
                    found.folders.push(child);
                    found.only_images = false;
                }
            } else if !metadata.is_file() {
                self.pass_over(child);
            } else if let Some(kind) = kind(&child) {
                found.only_images &= kind == Kind::Images;
                found.sources.push((child, kind));
            } else if let Some(foreign) = foreign::document(&child) {
                found.only_images &= foreign.is_image;
                let reason = format!("{} is not read", foreign.name);
                found.refused.push(Refused {
                    path: child,
                    reason,
                    hint: Some(foreign.hint),
                });
            } else {
                self.pass_over(child);
            }
        }
        found.only_images &= !found.sources.is_empty();
        Ok(found)
    }

    fn document(&mut self, path: PathBuf, relative: PathBuf, kind: Kind, files: Vec<PathBuf>) {
        let identity = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if self.seen.insert(identity) {
            let document = Document {
                path,
                relative,
                kind,
                files,
                stem: PathBuf::new(),
            };
            self.plan.entries.push(Entry::Document(document));
        }
    }

    fn pass_over(&mut self, path: PathBuf) {
        let notice = Diagnostic::note("no-source", "passed over: not a source");
        self.plan.notices.push((path, notice.into()));
    }

    fn refuse(&mut self, path: &Path, error: &io::Error) {
        self.push_refused(path.to_owned(), reason(error), None);
    }

    fn push_refused(&mut self, path: PathBuf, reason: String, hint: Option<String>) {
        self.plan.entries.push(Entry::Refused(Refused { path, reason, hint }));
    }
}

/// Returns the kind of a source, by its extension in any case.
fn kind(path: &Path) -> Option<Kind> {
    match path.extension()?.to_str()?.to_lowercase().as_str() {
        "pdf" => Some(Kind::Pdf),
        "png" | "jpg" | "jpeg" | "tif" | "tiff" => Some(Kind::Images),
        "txt" => Some(Kind::Text),
        _ => None,
    }
}

/// Tells whether a name is what systems and programs leave behind: hidden files, locks, previews, backups.
fn is_clutter(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || ["thumbs.db", "desktop.ini", "__macosx"].contains(&name.to_lowercase().as_str())
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Returns an input or output error in the words of a message.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::OutOfMemory => "the file does not fit into memory".to_owned(),
        _ => error.to_string(),
    }
}
