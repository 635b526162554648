//! Reading registers back: from an edition its entries and where each is mentioned, from an authority file its entries.
//!
//! The file may have been edited by hand, so whatever is well-formed is taken, and what is not understood is passed over.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};

use super::{ActEntry, ArchiveEntry, Keeper, Registers, WorkEntry, WorkTitle};
use crate::annotate::{Moment, Unit, When};
use crate::write::{Element, Step, TeiError, whole_steps};

/// Where something is mentioned.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Identifier of the page start in the edition: `pb-5`.
    pub page: Option<String>,
    /// The printed page number.
    pub n: Option<String>,
}

/// The registers of an edition as they stand on the disk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// The entries.
    pub registers: Registers,
    /// Where the text mentions each, by its identifier, in the order of the text.
    pub spots: BTreeMap<String, Vec<Spot>>,
}

/// Reads the registers of a TEI file.
///
/// # Errors
/// [`TeiError::NotXml`] where it is not well-formed.
///
/// ```
/// let xml = "<TEI><standOff><listOrg type='archives'><org xml:id='org-a'><orgName>A</orgName></org></listOrg></standOff>\
///            <text><body><pb xml:id='pb-1' n='7'/><orgName ref='#org-a'>A</orgName></body></text></TEI>";
/// let standing = fonds::registers::read(xml).expect("it is well-formed");
/// assert_eq!(standing.registers.archives[0].name.as_deref(), Some("A"));
/// assert_eq!(standing.spots["org-a"][0].n.as_deref(), Some("7"));
/// ```
pub fn read(xml: &str) -> Result<Standing, TeiError> {
    let mut standing = Standing::default();
    let mut open: Vec<Element> = Vec::new();
    let mut entry = Entry::None;
    // The depth at which the entry at hand stands, and the words of its part at hand.
    let mut depth = 0;
    let mut words = String::new();
    let mut spot = Spot::default();
    for step in whole_steps(xml)? {
        match step {
            Step::Open(element) => {
                let listed = open.iter().any(|e| e.name == "standOff");
                if element.name == "pb" && element.get("sameAs").is_none() {
                    spot = Spot {
                        page: element.get("id").map(str::to_owned),
                        n: element.get("n").map(str::to_owned),
                    };
                }
                if listed && matches!(entry, Entry::None) {
                    entry = Entry::begin(&element, open.last());
                    depth = open.len();
                } else if !listed {
                    mentioned(&element, &spot, &mut standing.spots);
                }
                words.clear();
                open.push(element);
            }
            Step::Words(more) => words.push_str(&more),
            Step::Close => {
                let Some(element) = open.pop() else { continue };
                if open.len() == depth && !matches!(entry, Entry::None) {
                    std::mem::take(&mut entry).end(&mut standing.registers);
                } else if open.len() == depth + 1 {
                    let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
                    entry.part(&element, text);
                }
                words.clear();
            }
        }
    }
    let Registers { acts, works, archives } = &mut standing.registers;
    acts.iter_mut()
        .for_each(|a| a.mentions = standing.spots.get(&a.id).map_or(0, Vec::len));
    works
        .iter_mut()
        .for_each(|w| w.mentions = standing.spots.get(&w.id).map_or(0, Vec::len));
    archives.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(standing)
}

/// Keeps where an element of the text points at entries.
fn mentioned(element: &Element, spot: &Spot, spots: &mut BTreeMap<String, Vec<Spot>>) {
    let pointers = match element.name.as_str() {
        "rs" | "orgName" => element.get("ref"),
        "bibl" => element.get("corresp"),
        _ => None,
    };
    for id in pointers.into_iter().flat_map(str::split_whitespace) {
        let id = id.trim_start_matches('#').to_owned();
        spots.entry(id).or_default().push(spot.clone());
    }
}

/// The entry that is being read.
#[derive(Debug, Default)]
enum Entry {
    #[default]
    None,
    Act(ActEntry),
    Work(WorkEntry),
    Archive(ArchiveEntry),
}

impl Entry {
    fn begin(element: &Element, list: Option<&Element>) -> Self {
        let Some(id) = element.get("id").map(str::to_owned) else {
            return Entry::None;
        };
        let of = |kind: &str| list.is_some_and(|list| list.is("type", kind));
        match element.name.as_str() {
            "bibl" if of("acts") => Entry::Act(ActEntry {
                id,
                subtype: element.get("subtype").unwrap_or("act").to_owned(),
                whole: element.pointer("corresp").map(str::to_owned),
                ..ActEntry::default()
            }),
            "bibl" if of("works") => Entry::Work(WorkEntry {
                id,
                kind: ["work", "archival", "press"]
                    .into_iter()
                    .find(|kind| element.is("type", kind))
                    .unwrap_or("work"),
                container: element.pointer("corresp").map(str::to_owned),
                ..WorkEntry::default()
            }),
            "org" => Entry::Archive(ArchiveEntry {
                id,
                ..ArchiveEntry::default()
            }),
            _ => Entry::None,
        }
    }

    fn part(&mut self, element: &Element, words: String) {
        if words.is_empty() {
            return;
        }
        let name = element.name.as_str();
        let date = |words: String| when(|key| element.get(key)).map(|when| (when, words));
        match self {
            Entry::None => {}
            Entry::Act(act) => match name {
                "title" if element.is("type", "subject") => act.subject = Some(words),
                "title" => act.title = act.title.take().or(Some(words)),
                "date" => act.date = date(words),
                "idno" => act.number = Some(words),
                "orgName" => act.issuer = Some(words),
                _ => {}
            },
            Entry::Work(work) => match name {
                "author" => work.authors.push(words),
                "editor" => work.editors.push(words),
                "title" => {
                    let level = ["m", "a", "j", "s", "u"].into_iter().find(|l| element.is("level", l));
                    let level = level.unwrap_or("m");
                    work.titles.push(WorkTitle { level, words });
                }
                "pubPlace" => work.place = Some(words),
                "publisher" => work.publisher = Some(words),
                "date" => work.date = date(words),
                "biblScope" => scope(work, element, words),
                "note" if element.is("type", "thesis") => work.thesis = Some(words),
                "ref" => work.url = element.get("target").map(str::to_owned),
                "orgName" => {
                    work.archive = Some(Keeper {
                        words,
                        entry: element.pointer("ref").map(str::to_owned),
                    });
                }
                _ => {}
            },
            Entry::Archive(archive) if name == "orgName" => {
                if element.is("type", "abbreviation") {
                    archive.abbreviation = Some(words);
                } else {
                    archive.name = archive.name.take().or(Some(words));
                }
            }
            Entry::Archive(_) => {}
        }
    }

    fn end(self, registers: &mut Registers) {
        match self {
            Entry::None => {}
            Entry::Act(act) => registers.acts.push(act),
            Entry::Work(work) => registers.works.push(work),
            Entry::Archive(archive) => registers.archives.push(archive),
        }
    }
}

/// Takes a volume, an issue, the pages and so on.
fn scope(work: &mut WorkEntry, element: &Element, words: String) {
    let name: StrDeserializer<'_, Error> = element.get("unit").unwrap_or_default().into_deserializer();
    match Unit::deserialize(name) {
        Ok(Unit::Page) => {
            let ends = element.get("from").zip(element.get("to"));
            work.pages = ends.map(|(from, to)| (from.to_owned(), to.to_owned()));
        }
        Ok(unit) => work.scopes.push((unit, words)),
        // A unit that an editor of the file uses and no citation does.
        Err(_) => {}
    }
}

/// Reads the time that the attributes of a date tell.
pub(super) fn when<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Option<When> {
    let at = |key: &str| get(key).and_then(moment);
    if let Some(gregorian) = at("when") {
        return Some(match get("when-custom") {
            Some(custom) => When::Julian {
                gregorian,
                custom: custom.to_owned(),
            },
            None => When::At(gregorian),
        });
    }
    match (at("from"), at("to"), at("notBefore"), at("notAfter")) {
        (Some(from), Some(to), _, _) => Some(When::Range(from, to)),
        (_, _, None, None) => None,
        (_, _, from, to) => Some(When::Within(from, to)),
    }
}

/// Reads a moment in ISO 8601.
pub(super) fn moment(iso: &str) -> Option<Moment> {
    let iso = iso.trim();
    if let Some(rest) = iso.strip_prefix("--") {
        return match rest.split_once('-') {
            Some((month, day)) => Some(Moment::MonthDay(month.parse().ok()?, day.parse().ok()?)),
            None => Some(Moment::MonthOnly(rest.parse().ok()?)),
        };
    }
    let (sign, digits) = iso.strip_prefix('-').map_or((1, iso), |rest| (-1, rest));
    let mut parts = digits.split('-');
    let year: i16 = parts.next()?.parse::<i16>().ok()?.checked_mul(sign)?;
    let Some(month) = parts.next() else {
        return (year != 0).then_some(Moment::Year(year));
    };
    let month: i8 = month.parse().ok()?;
    let Some(day) = parts.next() else {
        return Some(Moment::Month(year, u8::try_from(month).ok()?));
    };
    Date::new(year, month, day.parse().ok()?).ok().map(Moment::Day)
}
