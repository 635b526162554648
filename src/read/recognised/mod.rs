//! Reading what other engines recognised: hOCR, ALTO and PAGE files, alone or beside the images of their pages.
//!
//! In come the files in the order of the pages, out come pages of lines in pixels, as of a scan that was recognised here. An
//! image of the same name is no page of its own: it gives the pictures, the rules and the resolution.

mod alto;
mod hocr;
mod page_xml;
mod paper;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::markup::tree::{self, Fault, Syntax};
use super::markup::{self, Markup, Told};
use super::{ImageFile, Info, Leaf, Origin, Page, ReadError, Reading, Unit, image};
use crate::diag::{Diagnostic, Warned};
use crate::ocr::Engine;
use crate::settings::{Ocr, Settings};
use sheet::{File, Sheet, add};

/// What stands in the names of such files before the extension: `0001.alto.xml`.
const INNER_ENDINGS: [&str; 3] = [".alto", ".page", ".hocr"];

/// Returns what the image that a file of another engine was made from can be called, by the file's name: `0001.tif.alto.xml`
/// has `0001.tif`, or anything that is `0001.tif.alto` or `0001.tif` but for its extension.
pub fn image_stems(recognised: &str) -> Vec<&str> {
    let bare = stem(recognised);
    let mut stems = vec![bare];
    for ending in INNER_ENDINGS {
        let cut = bare.len().saturating_sub(ending.len());
        if let Some((name, end)) = bare.split_at_checked(cut)
            && end.eq_ignore_ascii_case(ending)
            && !name.is_empty()
        {
            stems.push(name);
        }
    }
    stems
}

/// Tells by their names whether an image is the one that a file of another engine was made from.
pub fn is_image_of(image: &str, recognised: &str) -> bool {
    let stems = image_stems(recognised);
    stems.contains(&image) || stems.contains(&stem(image))
}

/// Returns a file's name without its extension.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Reads the files of other engines.
///
/// # Errors
/// [`ReadError`] where no file gives a page, or none that is asked for. One damaged file among others is an empty page and a
/// warning.
pub fn read(
    name: &str,
    files: &[ImageFile],
    settings: &Settings,
    engine: &dyn Engine,
) -> Result<Warned<Reading>, ReadError> {
    let mut info = info(name, files);
    let groups = groups(files, settings);
    let parts: Vec<Part<'_>> = groups.par_iter().map(Part::of).collect();
    let mut said = File::default();
    let mut first_error = None;
    let mut is_read = false;
    let mut count = 0u32;
    let mut starts = Vec::new();
    for part in &parts {
        starts.push(count);
        count = count.saturating_add(part.pages());
        match part {
            Part::Told { file, .. } => {
                is_read = true;
                file.software.iter().for_each(|one| add(&mut said.software, one));
                file.languages.iter().for_each(|one| add(&mut said.languages, one));
                said.date = said.date.or(file.date.clone());
            }
            Part::Unread { error, .. } => first_error = first_error.or(Some(error)),
            Part::Image { .. } => is_read = true,
        }
    }
    if !is_read {
        return Err(first_error.map_or(ReadError::Empty, Unreadable::whole));
    }
    info.page_count = count;
    info.metadata = metadata(&said);
    let pages: Vec<Result<Warned<Vec<Page>>, ReadError>> = parts
        .into_par_iter()
        .zip(starts)
        .map(|(part, before)| part.read(before, settings, engine))
        .collect();
    let mut reading = Reading {
        info,
        pages: Vec::new(),
    };
    let mut diagnostics = Vec::new();
    for part in pages {
        let part = part?;
        reading.pages.extend(part.value);
        diagnostics.extend(part.diagnostics);
    }
    if reading.pages.is_empty() {
        let range = settings
            .pages
            .map_or(String::new(), |r| format!("{}-{}", r.first, r.last));
        return Err(ReadError::NoSuchPages(range, count));
    }
    size_unread(&mut reading.pages);
    Ok(Warned::new(reading, diagnostics))
}

/// A file of another engine with its image, or an image that has none.
#[derive(Clone, Copy)]
enum Group<'a> {
    Markup(&'a ImageFile, Option<&'a ImageFile>),
    Image(&'a ImageFile),
}

/// Puts files and images together, in the order of the files. Where all pages are to be recognised here, images go first.
fn groups<'a>(files: &'a [ImageFile], settings: &Settings) -> Vec<Group<'a>> {
    let (images, others): (Vec<&ImageFile>, Vec<&ImageFile>) = files.iter().partition(|file| image::is_image(file));
    let mut named: BTreeMap<&str, &ImageFile> = BTreeMap::new();
    for image in images {
        named.entry(&image.name).or_insert(image);
        named.entry(stem(&image.name)).or_insert(image);
    }
    let pair = |file: &ImageFile| {
        image_stems(&file.name)
            .into_iter()
            .find_map(|stem| named.get(stem).copied())
    };
    let paired: BTreeSet<&str> = others
        .into_iter()
        .filter_map(pair)
        .map(|image| image.name.as_str())
        .collect();
    let mut groups = Vec::new();
    for file in files {
        if image::is_image(file) {
            if !paired.contains(file.name.as_str()) {
                groups.push(Group::Image(file));
            }
            continue;
        }
        groups.push(match pair(file) {
            Some(image) if settings.ocr == Ocr::Always => Group::Image(image),
            image => Group::Markup(file, image),
        });
    }
    groups
}

/// Why a file gives no page.
enum Unreadable {
    NoFormat,
    Fault(Markup, Fault),
    NoPage,
}

impl Unreadable {
    /// Returns the error where it is the whole source.
    fn whole(&self) -> ReadError {
        match self {
            Unreadable::NoFormat => ReadError::Damaged {
                format: "hOCR, ALTO or PAGE file",
                reason: "its first element is none of theirs".to_owned(),
            },
            Unreadable::Fault(_, Fault::TooLarge(what)) => ReadError::TooLarge(what.clone()),
            Unreadable::Fault(markup, Fault::Broken(what)) => ReadError::Damaged {
                format: markup.name(),
                reason: what.clone(),
            },
            Unreadable::NoPage => ReadError::Empty,
        }
    }
}

/// A group as far as it is read before its pages are.
enum Part<'a> {
    Told { file: File, image: Option<&'a ImageFile> },
    Image { file: &'a ImageFile, pages: u32 },
    Unread { name: &'a str, error: Unreadable },
}

impl<'a> Part<'a> {
    fn of(group: &Group<'a>) -> Self {
        match *group {
            Group::Image(file) => Part::Image {
                file,
                pages: image::count(file),
            },
            Group::Markup(file, image) => match parse(&file.bytes) {
                Ok(file) => Part::Told { file, image },
                Err(error) => Part::Unread {
                    name: &file.name,
                    error,
                },
            },
        }
    }

    fn pages(&self) -> u32 {
        match self {
            Part::Told { file, .. } => u32::try_from(file.sheets.len()).unwrap_or(u32::MAX),
            Part::Image { pages, .. } => *pages,
            Part::Unread { .. } => 1,
        }
    }

    /// Reads the pages that are asked for; `before` is the number of pages before these.
    fn read(self, before: u32, settings: &Settings, engine: &dyn Engine) -> Result<Warned<Vec<Page>>, ReadError> {
        let is_wanted = |number: u32| settings.pages.is_none_or(|range| range.contains(number));
        let mut pages = Vec::new();
        let mut diagnostics = Vec::new();
        match self {
            Part::Told { file, image } => {
                let sheets: Vec<(usize, u32, Sheet)> = file
                    .sheets
                    .into_iter()
                    .enumerate()
                    .zip(before.saturating_add(1)..)
                    .map(|((index, sheet), number)| (index, number, sheet))
                    .filter(|(_, number, _)| is_wanted(*number))
                    .collect();
                let read: Vec<Warned<Page>> = sheets
                    .into_par_iter()
                    .map(|(index, number, sheet)| paper::page(number, sheet, image, index))
                    .collect();
                for page in read {
                    pages.push(page.value);
                    diagnostics.extend(page.diagnostics);
                }
            }
            Part::Image { file, pages: count } => {
                if !(1..=count).any(|page| is_wanted(before.saturating_add(page))) {
                    return Ok(Warned::certain(pages));
                }
                let all = Settings {
                    pages: None,
                    ..settings.clone()
                };
                let read = image::read(&file.name, std::slice::from_ref(file), &all, engine)?;
                for mut page in read.value.pages {
                    page.number = page.number.saturating_add(before);
                    if is_wanted(page.number) {
                        pages.push(page);
                    }
                }
                for mut diagnostic in read.diagnostics {
                    diagnostic.page = diagnostic.page.map(|page| page.saturating_add(before));
                    if diagnostic.page.is_none_or(is_wanted) {
                        diagnostics.push(diagnostic);
                    }
                }
            }
            Part::Unread { name, error } => {
                let number = before.saturating_add(1);
                if is_wanted(number) {
                    let what = format!("{name} could not be read: {}", error.whole());
                    let hint = "write the file anew with the software that made it";
                    diagnostics.push(Diagnostic::warning("page-unreadable", what).on_page(number).hint(hint));
                    pages.push(unread(number));
                }
            }
        }
        Ok(Warned::new(pages, diagnostics))
    }
}

/// Reads one file as far as its own words go.
fn parse(bytes: &[u8]) -> Result<File, Unreadable> {
    let Some(Told::Recognised(markup)) = markup::told(bytes) else {
        return Err(Unreadable::NoFormat);
    };
    let syntax = match markup {
        Markup::Hocr => Syntax::Html,
        Markup::Alto | Markup::Page => Syntax::Xml,
    };
    let root = tree::read(&markup::decode(bytes), syntax).map_err(|fault| Unreadable::Fault(markup, fault))?;
    let file = match markup {
        Markup::Alto => alto::read(&root),
        Markup::Page => page_xml::read(&root),
        Markup::Hocr => hocr::read(&root),
    };
    if file.sheets.is_empty() {
        return Err(Unreadable::NoPage);
    }
    Ok(file)
}

/// Makes the page of a file that could not be read; it gets its size from the others.
fn unread(number: u32) -> Page {
    Page {
        number,
        label: None,
        width: 0.0,
        height: 0.0,
        unit: Unit::Pixels { dpi: 300.0 },
        origin: Origin::Ocr { confidence: Some(0.0) },
        lines: Vec::new(),
        pictures: Vec::new(),
        rules: Vec::new(),
        fonts: Vec::new(),
        fold: None,
        leaf: Leaf::whole(number),
    }
}

/// Gives pages that could not be read the size of the first good one.
fn size_unread(pages: &mut [Page]) {
    let model = pages.iter().find(|page| page.width > 0.0);
    let Some((width, height, unit)) = model.map(|page| (page.width, page.height, page.unit)) else {
        return;
    };
    for page in pages.iter_mut().filter(|page| page.width == 0.0) {
        (page.width, page.height, page.unit) = (width, height, unit);
    }
}

/// Lists what the files say of how they were made.
fn metadata(said: &File) -> Vec<(String, String)> {
    let mut date = Vec::new();
    add(&mut date, said.date.as_deref().unwrap_or_default());
    let entries = [
        ("Producer", said.software.join("; ")),
        ("CreationDate", date.concat()),
        ("Language", said.languages.join(", ")),
    ];
    let told = entries.into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn info(name: &str, files: &[ImageFile]) -> Info {
    let mut sum = Sha256::new();
    for file in files {
        sum.update(&file.bytes);
    }
    let told = files.iter().find_map(|file| match markup::told(&file.bytes)? {
        Told::Recognised(markup) => Some(markup),
        Told::Tei => None,
    });
    Info {
        name: name.to_owned(),
        sha256: sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
        media_type: told.map_or("application/xml", Markup::media_type),
        ..Info::default()
    }
}
