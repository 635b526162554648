//! The register of works as data for reference managers: what a [`WorkEntry`] is in the terms that BibTeX and CSL share.
//!
//! In comes an entry, with labels and names as the citation prints them; out comes a [`Reference`] with its form, bare
//! numbers and the title of what it stands in. [`super::bibtex`] and [`super::csl`] only write it. Crates that know both
//! formats (`hayagriva`, `citationberg`) read them and set bibliographies; none writes what a register holds, so none is
//! used.

mod language;
mod name;

pub(super) use language::Language;
pub(super) use name::Name;

use crate::annotate::Unit;
use crate::registers::{ArchiveEntry, WorkEntry};

/// What kind of thing a reference is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// In a journal.
    Article,
    /// In a newspaper, or an issue of one.
    Newspaper,
    /// In a book.
    Chapter,
    Book,
    Thesis,
    /// On the web alone.
    Page,
    /// A file in an archive.
    File,
    /// Unpublished or unknown.
    Other,
}

/// A work in the terms of reference managers; what is not told is `None`.
#[derive(Debug)]
pub(super) struct Reference<'a> {
    pub(super) work: &'a WorkEntry,
    pub(super) form: Form,
    pub(super) title: Option<&'a str>,
    /// The title of the book, journal or newspaper that it stands in.
    pub(super) container: Option<&'a str>,
    pub(super) series: Option<&'a str>,
    pub(super) authors: Vec<Name>,
    pub(super) editors: Vec<Name>,
    /// Bare numbers: `XVIII` of `vol. XVIII`.
    pub(super) volume: Option<&'a str>,
    pub(super) issue: Option<&'a str>,
    pub(super) chapter: Option<&'a str>,
    pub(super) part: Option<&'a str>,
    /// The archive, in full where its entry tells.
    pub(super) archive: Option<String>,
    /// Fond, opis and so on, with their labels.
    pub(super) location: Option<String>,
    pub(super) language: Option<Language>,
}

impl<'a> Reference<'a> {
    /// Makes a reference of an entry; `archives` are those of the same register.
    pub(super) fn new(work: &'a WorkEntry, archives: &[&ArchiveEntry]) -> Self {
        let title = |levels: &[&str]| {
            work.titles
                .iter()
                .find(|t| levels.contains(&t.level))
                .map(|t| t.words.as_str())
        };
        let (article, book, journal) = (title(&["a"]), title(&["m"]), title(&["j"]));
        let form = form(work, article.is_some(), book.is_some(), journal.is_some());
        let (title, container) = match form {
            Form::Article | Form::Newspaper => (article.or(book), journal),
            Form::Chapter => (article, book),
            _ => (article.or(book).or(title(&["u"])).or(journal), None),
        };
        let number = |unit: Unit| {
            work.scopes
                .iter()
                .find(|(of, _)| *of == unit)
                .map(|(_, words)| bare(words))
        };
        let steps: Vec<&str> = work
            .scopes
            .iter()
            .filter(|(unit, _)| unit.is_archival())
            .map(|(_, words)| words.as_str())
            .collect();
        Self {
            work,
            form,
            title,
            container,
            series: work.titles.iter().find(|t| t.level == "s").map(|t| t.words.as_str()),
            authors: work.authors.iter().map(|name| Name::read(name)).collect(),
            editors: work.editors.iter().map(|name| Name::read(name)).collect(),
            volume: number(Unit::Volume),
            issue: number(Unit::Issue),
            chapter: number(Unit::Chapter),
            part: number(Unit::Part),
            archive: work.archive.as_ref().map(|keeper| {
                let entry = archives.iter().find(|a| Some(&a.id) == keeper.entry.as_ref());
                match entry.and_then(|a| a.name.as_ref().map(|name| (name, &a.abbreviation))) {
                    Some((name, Some(short))) => format!("{name} ({short})"),
                    Some((name, None)) => name.clone(),
                    None => keeper.words.clone(),
                }
            }),
            location: Some(steps.join(", ")).filter(|steps| !steps.is_empty()),
            language: Language::of(work.titles.iter().filter(|t| t.level != "u").map(|t| t.words.as_str())),
        }
    }
}

/// Tells what kind of thing an entry is, by what it has.
fn form(work: &WorkEntry, article: bool, book: bool, journal: bool) -> Form {
    let published = work.place.is_some() || work.publisher.is_some();
    match work.kind {
        "archival" => Form::File,
        "press" => Form::Newspaper,
        _ if work.thesis.is_some() => Form::Thesis,
        _ if journal => Form::Article,
        _ if article && book => Form::Chapter,
        _ if work.url.is_some() && !published => Form::Page,
        _ if article && (!work.scopes.is_empty() || work.pages.is_some()) => Form::Article,
        _ if book => Form::Book,
        _ => Form::Other,
    }
}

/// Returns a number without its label: `16,702` of `no. 16,702`, `XVIII` of `vol. XVIII`; all of it where there is none.
fn bare(words: &str) -> &str {
    let mut at = 0;
    for word in words.split_inclusive(char::is_whitespace) {
        let core = word.trim().trim_end_matches([',', ':', ';']);
        let roman = !core.is_empty() && core.to_uppercase().chars().all(|c| "IVXLCDM".contains(c));
        if roman || core.contains(|c: char| c.is_ascii_digit()) {
            let number = &words[at..];
            let label = number
                .find(|c: char| c.is_ascii_digit())
                .filter(|_| !roman)
                .unwrap_or(0);
            // `№16` and `Bd.2` have no space; `A12` is a number.
            let joined = number[..label].ends_with(['.', '№', '#', '°']);
            return number[if joined { label } else { 0 }..].trim();
        }
        at += word.len();
    }
    words.trim()
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_number_loses_its_label() {
        let pairs = [
            ("vol. XVIII", "XVIII"),
            ("no. 16,702", "16,702"),
            ("54", "54"),
            ("№16", "16"),
            ("т. 2", "2"),
            ("Heft 3/4", "3/4"),
            ("c. 4", "4"),
            ("ch. iv", "iv"),
            ("A12", "A12"),
            ("new series", "new series"),
            ("", ""),
        ];
        for (words, number) in pairs {
            assert_eq!(bare(words), number, "{words}");
        }
    }
}
