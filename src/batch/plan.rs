//! The plan of a run: inputs on the command line become documents in a fixed order, each with the name of its edition.
//!
//! Folders are walked in natural order and keep their structure. What is no source is passed over; a document in a format
//! that is not read here is refused with a converter's name, also in a walk, because its edition would be missed.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::foreign;
use super::job::{Kind, Notice};
use super::order::natural;
use crate::diag::Diagnostic;
use crate::read::markup::{self, Told};

mod companions;
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
            met: 0,
        };
        for input in inputs {
            walk.input(input);
        }
        let mut plan = walk.plan;
        companions::leave_out(&mut plan.entries);
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
    /// How many documents and refusals there were so far, those named twice too.
    met: usize,
}

/// What a folder holds, in natural order.
struct Folder {
    children: Vec<(PathBuf, Child)>,
    /// Whether all that is a document is a page image, or what another engine recognised on one.
    only_pages: bool,
}

/// What becomes of a file or folder.
enum Child {
    Source(Kind),
    Folder,
    Refused { reason: String, hint: Option<String> },
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
                Some(kind) => {
                    let mut files = vec![path.to_owned()];
                    if kind == Kind::Recognised {
                        files.extend(companions::beside(path));
                    }
                    self.document(path.to_owned(), name, kind, files);
                }
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
        let before = self.met;
        let name = canonical
            .file_name()
            .map_or_else(|| PathBuf::from("root"), PathBuf::from);
        self.folder(path, Path::new(""), &name, &mut vec![canonical]);
        if self.met == before {
            let hint = "sources are .pdf, .png, .jpg, .tif and .txt files, and TEI, hOCR, ALTO and PAGE".to_owned();
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
        let is_one = folder.only_pages && !self.each_image;
        let companions = companions::pairs(folder.children.iter().filter_map(|(path, child)| match child {
            Child::Source(kind) => Some((path.as_path(), *kind)),
            Child::Folder | Child::Refused { .. } => None,
        }));
        let taken: BTreeSet<PathBuf> = companions.values().cloned().collect();
        let mut pages = Vec::new();
        let mut kind_of_all = Kind::Images;
        for (child, what) in folder.children {
            let below = relative.join(child.file_name().unwrap_or_default());
            match what {
                Child::Source(kind) if is_one && kind != Kind::Tei => {
                    if kind == Kind::Recognised {
                        kind_of_all = kind;
                    }
                    pages.push(child);
                }
                Child::Source(Kind::Images) if taken.contains(&child) => {}
                Child::Source(kind) => {
                    let image = companions.get(&child).cloned();
                    let files = std::iter::once(child.clone()).chain(image).collect();
                    self.document(child, below, kind, files);
                }
                Child::Refused { reason, hint } => self.push_refused(child, reason, hint),
                Child::Folder => {
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
        if !pages.is_empty() {
            self.document(path.to_owned(), name.to_owned(), kind_of_all, pages);
        }
    }

    fn look_into(&mut self, path: &Path) -> io::Result<Folder> {
        let mut names = fs::read_dir(path)?
            .map(|entry| Ok(entry?.file_name()))
            .collect::<io::Result<Vec<_>>>()?;
        names.sort_by(|a, b| natural(&a.to_string_lossy(), &b.to_string_lossy()));
        let mut found = Folder {
            children: Vec::new(),
            only_pages: true,
        };
        for name in names {
            let child = path.join(&name);
            if is_clutter(&name.to_string_lossy()) {
                continue;
            }
            let what = match fs::metadata(&child) {
                Err(error) => Child::Refused {
                    reason: reason(&error),
                    hint: None,
                },
                // Pictures of an edition stand in `STEM.figures` beside it.
                Ok(metadata) if metadata.is_dir() && has_extension(&child, "figures") => continue,
                Ok(metadata) if metadata.is_dir() => {
                    found.only_pages = false;
                    Child::Folder
                }
                Ok(metadata) => match (kind(&child), foreign::document(&child)) {
                    (Some(kind), _) if metadata.is_file() => {
                        // What somebody encoded beside the pages is a document of its own.
                        found.only_pages &= matches!(kind, Kind::Images | Kind::Recognised | Kind::Tei);
                        Child::Source(kind)
                    }
                    (None, Some(foreign)) if metadata.is_file() => {
                        found.only_pages &= foreign.is_image;
                        Child::Refused {
                            reason: format!("{} is not read", foreign.name),
                            hint: Some(foreign.hint),
                        }
                    }
                    _ => {
                        self.pass_over(child);
                        continue;
                    }
                },
            };
            found.children.push((child, what));
        }
        Ok(found)
    }

    fn document(&mut self, path: PathBuf, relative: PathBuf, kind: Kind, files: Vec<PathBuf>) {
        self.met += 1;
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
        self.met += 1;
        self.plan.entries.push(Entry::Refused(Refused { path, reason, hint }));
    }
}

/// Returns the kind of a source, by its extension in any case; of XML and HTML by what is in it.
fn kind(path: &Path) -> Option<Kind> {
    match path.extension()?.to_str()?.to_lowercase().as_str() {
        "pdf" => Some(Kind::Pdf),
        "png" | "jpg" | "jpeg" | "tif" | "tiff" => Some(Kind::Images),
        "txt" => Some(Kind::Text),
        "hocr" => Some(Kind::Recognised),
        "xml" | "html" | "htm" | "xhtml" => markup::told(&head(path)?).map(|told| match told {
            Told::Tei => Kind::Tei,
            Told::Recognised(_) => Kind::Recognised,
        }),
        "tei" => Some(Kind::Tei),
        _ => None,
    }
}

/// Reads as much of a file as tells what it is.
fn head(path: &Path) -> Option<Vec<u8>> {
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut head = Vec::new();
    let file = fs::File::open(path).ok()?;
    file.take(markup::HEAD as u64).read_to_end(&mut head).ok()?;
    Some(head)
}

/// Tells whether a name is what systems and programs leave behind: hidden files, locks, previews, backups.
fn is_clutter(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || ["thumbs.db", "desktop.ini", "__macosx"].contains(&name.to_lowercase().as_str())
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|there| there == extension)
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
