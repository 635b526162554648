//! The registers of an edition and of all editions in a folder: which acts, works and archives are mentioned, an entry
//! each.
//!
//! In come what [`crate::annotate::resolve`] makes of the mentions in a text, out come entries with identifiers that the
//! mentions point at. An identifier (`xml:id`) is an XML name, readable and unique in the edition; a pointer is the
//! identifier alone, without `#`.

mod authority;
mod collect;
mod read;

pub use authority::{AuthorityError, authority};
pub use collect::{Collection, Mention, collect};
pub use read::{Spot, Standing, read};

use std::collections::BTreeSet;

use crate::annotate::{Unit, When};
use crate::repair::Cert;

/// The registers of one edition, each in the order of its identifiers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Registers {
    /// Laws, decrees, orders and the like: `listBibl type="acts"`.
    pub acts: Vec<ActEntry>,
    /// The works cited: `listBibl type="works"`.
    pub works: Vec<WorkEntry>,
    /// The archives cited: `listOrg type="archives"`.
    pub archives: Vec<ArchiveEntry>,
}

impl Registers {
    /// Tells whether all registers are empty.
    pub fn is_empty(&self) -> bool {
        self.acts.is_empty() && self.works.is_empty() && self.archives.is_empty()
    }

    /// Puts the entries of another behind its own; of two with one identifier the first is kept.
    pub fn and(mut self, other: Registers) -> Self {
        fn join<T>(to: &mut Vec<T>, from: Vec<T>, id: fn(&T) -> &str) {
            let own: BTreeSet<String> = to.iter().map(|entry| id(entry).to_owned()).collect();
            to.extend(from.into_iter().filter(|entry| !own.contains(id(entry))));
        }
        join(&mut self.acts, other.acts, |act| &act.id);
        join(&mut self.works, other.works, |work| &work.id);
        join(&mut self.archives, other.archives, |archive| &archive.id);
        self
    }
}

/// A legal or administrative act, as far as the text tells of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActEntry {
    /// Identifier: `act-1940-06-26-ukase`.
    pub id: String,
    /// The English noun of its kind: `ukase`, `law`, `article`.
    pub subtype: String,
    /// Its proper name or its title in quotation marks.
    pub title: Option<String>,
    /// What it is about: `desertion`.
    pub subject: Option<String>,
    /// Its date, with the words of the text that tell it.
    pub date: Option<(When, String)>,
    /// Its number as printed: `0417/II`.
    pub number: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// For an article: identifier of the code or law that it is in.
    pub whole: Option<String>,
    /// How often the text mentions it.
    pub mentions: usize,
    /// How sure the entry is; `None` where the text says so itself.
    pub cert: Option<Cert>,
}

/// A work that the text cites, as its fullest citation names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkEntry {
    /// Identifier: `w-solomon-1996`.
    pub id: String,
    /// `work`, `archival` or `press`.
    pub kind: &'static str,
    /// The authors as printed.
    pub authors: Vec<String>,
    /// The editors as printed.
    pub editors: Vec<String>,
    /// The titles in the order of the citation.
    pub titles: Vec<WorkTitle>,
    /// The place of publication.
    pub place: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The date of publication, with the words of the text that tell it.
    pub date: Option<(When, String)>,
    /// Volume and issue of what it is in, chapter and part; of a file in an archive the steps down to it. As printed, with
    /// their labels.
    pub scopes: Vec<(Unit, String)>,
    /// First and last page of an article or chapter.
    pub pages: Option<(String, String)>,
    /// The words that say that it is a thesis: `PhD diss.`
    pub thesis: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// The archive that keeps it.
    pub archive: Option<Keeper>,
    /// Identifier of the work that it is a part of: of the book that an article stands in, where that is cited too.
    pub container: Option<String>,
    /// How often the text cites it.
    pub mentions: usize,
}

/// A title of a work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkTitle {
    /// TEI's word for what it is the title of: `m`, `a`, `j`, `s` or `u`.
    pub level: &'static str,
    /// The title.
    pub words: String,
}

/// The archive that keeps a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keeper {
    /// Its name as the citation has it, the abbreviation where there is one.
    pub words: String,
    /// Identifier of its entry.
    pub entry: Option<String>,
}

/// An archive or library that keeps sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveEntry {
    /// Identifier: `org-garf`.
    pub id: String,
    /// Its name in full, where the text spells it out.
    pub name: Option<String>,
    /// The abbreviation that the text uses.
    pub abbreviation: Option<String>,
}
