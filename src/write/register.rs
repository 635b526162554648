//! The register of a folder of editions, as TEI and as a table.
//!
//! The TEI file has no text, only `standOff`. In each entry `note type="mentions"` holds a `ref` a mention, which points at the
//! page of the edition; a relative URL from where the register stands.

use super::digest::{self, UNSEALED};
use super::pen::{Pen, relative_url};
use super::tei_header::made_by_fonds;
use super::tei_mention::date;
use super::tei_registers::{act_parts, archive_parts, list, work_parts};
use crate::annotate::{Unit, When};
use crate::registers::{ActEntry, ArchiveEntry, Collection, Mention, WorkEntry};

/// The title by which a register is known.
pub(crate) const REGISTER: &str = "Register of acts, works and archives";

/// Writes the register as TEI; the file carries its digest.
pub fn register(collection: &Collection) -> String {
    let mut pen = Pen::new();
    pen.open_block(
        "TEI",
        &[("xmlns", Some("http://www.tei-c.org/ns/1.0")), ("xml:lang", Some("en"))],
    );
    header(&mut pen);
    pen.open_block("standOff", &[]);
    list(&mut pen, "listBibl", "acts", &collection.acts, |pen, (act, of)| {
        act_parts(pen, act, |pen| mentions(pen, of));
    });
    list(&mut pen, "listBibl", "works", &collection.works, |pen, (work, of)| {
        work_parts(pen, work, |pen| mentions(pen, of));
    });
    list(
        &mut pen,
        "listOrg",
        "archives",
        &collection.archives,
        |pen, (archive, of)| {
            archive_parts(pen, archive, |pen| mentions(pen, of));
        },
    );
    pen.close_block("standOff");
    pen.close_block("TEI");
    digest::seal(pen.finish())
}

fn header(pen: &mut Pen) {
    pen.open_block("teiHeader", &[]);
    pen.open_block("fileDesc", &[]);
    pen.open_block("titleStmt", &[]);
    pen.line("title", &[], REGISTER);
    made_by_fonds(pen, "Collected by");
    pen.close_block("titleStmt");
    pen.open_block("publicationStmt", &[]);
    pen.line("p", &[], "Unpublished.");
    pen.close_block("publicationStmt");
    pen.open_block("sourceDesc", &[]);
    pen.line(
        "p",
        &[],
        "Collected from the editions in this folder and those below it.",
    );
    pen.close_block("sourceDesc");
    pen.close_block("fileDesc");
    pen.open_block("encodingDesc", &[]);
    pen.open_block("appInfo", &[]);
    pen.open_block(
        "application",
        &[("ident", Some("fonds")), ("version", Some(env!("CARGO_PKG_VERSION")))],
    );
    pen.line("label", &[], "fonds");
    let target = format!("nih:sha-256;{UNSEALED}");
    pen.empty("ptr", &[("type", Some("digest")), ("target", Some(&target))]);
    pen.feed();
    pen.close_block("application");
    pen.close_block("appInfo");
    pen.close_block("encodingDesc");
    pen.close_block("teiHeader");
}

/// Writes where an entry is mentioned.
fn mentions(pen: &mut Pen, mentions: &[Mention]) {
    if mentions.is_empty() {
        return;
    }
    pen.open_block("note", &[("type", Some("mentions"))]);
    for mention in mentions {
        let mut target = relative_url(&mention.edition);
        if let Some(page) = &mention.spot.page {
            target.push('#');
            target.push_str(page);
        }
        pen.line("ref", &[("target", Some(&target))], &place(mention));
    }
    pen.close_block("note");
}

/// Names the place of a mention: the edition, and the page as printed or else as counted.
fn place(mention: &Mention) -> String {
    let edition = mention.edition.trim_end_matches(".xml");
    match (&mention.spot.n, &mention.spot.page) {
        (Some(n), _) => format!("{edition}, p. {n}"),
        (None, Some(page)) => format!("{edition}, {page}"),
        (None, None) => edition.to_owned(),
    }
}

/// The columns of the table.
const COLUMNS: [&str; 19] = [
    "register",
    "id",
    "kind",
    "title",
    "subject",
    "date",
    "number",
    "issuer",
    "author",
    "editor",
    "place",
    "publisher",
    "volume",
    "issue",
    "pages",
    "url",
    "abbreviation",
    "in",
    "mentions",
];

/// Writes the register as a table, a line an entry; several names in a cell are parted by ` | `. The places of mention stand
/// in the last column, parted by `; `.
pub fn register_csv(collection: &Collection) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    let mut row = |cells: &[&str]| table.write_record(cells).expect("writing to memory does not fail");
    let mut columns = COLUMNS.to_vec();
    columns.push("places");
    row(&columns);
    for (act, of) in &collection.acts {
        row(&cells(&act_cells(act), of)
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>());
    }
    for (work, of) in &collection.works {
        row(&cells(&work_cells(work), of)
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>());
    }
    for (archive, of) in &collection.archives {
        row(&cells(&archive_cells(archive), of)
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>());
    }
    let bytes = table.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("only strings were written")
}

/// The cells of a row by their columns.
type Cells = Vec<(&'static str, String)>;

/// Puts cells in the order of the columns.
fn cells(told: &Cells, of: &[Mention]) -> Vec<String> {
    let cell = |column: &&str| {
        let found = told.iter().find(|(name, _)| name == column);
        found.map_or_else(String::new, |(_, words)| words.clone())
    };
    let mut row: Vec<String> = COLUMNS[..COLUMNS.len() - 1].iter().map(cell).collect();
    row.push(of.len().to_string());
    let mut places: Vec<String> = of.iter().map(place).collect();
    places.dedup();
    row.push(places.join("; "));
    row
}

fn act_cells(act: &ActEntry) -> Cells {
    vec![
        ("register", "acts".to_owned()),
        ("id", act.id.clone()),
        ("kind", act.subtype.clone()),
        ("title", act.title.clone().unwrap_or_default()),
        ("subject", act.subject.clone().unwrap_or_default()),
        ("date", time(act.date.as_ref())),
        ("number", act.number.clone().unwrap_or_default()),
        ("issuer", act.issuer.clone().unwrap_or_default()),
        ("in", act.whole.clone().unwrap_or_default()),
    ]
}

fn work_cells(work: &WorkEntry) -> Cells {
    let titles: Vec<&str> = work.titles.iter().map(|t| t.words.as_str()).collect();
    let scope = |unit: Unit| work.scopes.iter().find(|(of, _)| *of == unit);
    let number = |unit: Unit| scope(unit).map(|(_, words)| words.clone()).unwrap_or_default();
    let pages = work.pages.as_ref().map(|(from, to)| format!("{from}–{to}"));
    vec![
        ("register", "works".to_owned()),
        ("id", work.id.clone()),
        ("kind", work.kind.to_owned()),
        ("title", titles.join(" | ")),
        ("date", time(work.date.as_ref())),
        ("author", work.authors.join(" | ")),
        ("editor", work.editors.join(" | ")),
        ("place", work.place.clone().unwrap_or_default()),
        ("publisher", work.publisher.clone().unwrap_or_default()),
        ("volume", number(Unit::Volume)),
        ("issue", number(Unit::Issue)),
        ("pages", pages.unwrap_or_default()),
        ("url", work.url.clone().unwrap_or_default()),
        ("in", work.container.clone().unwrap_or_default()),
    ]
}

fn archive_cells(archive: &ArchiveEntry) -> Cells {
    vec![
        ("register", "archives".to_owned()),
        ("id", archive.id.clone()),
        ("title", archive.name.clone().unwrap_or_default()),
        ("abbreviation", archive.abbreviation.clone().unwrap_or_default()),
    ]
}

/// Writes a date as ISO 8601 has it, a stretch with `/` between its ends.
fn time(told: Option<&(When, String)>) -> String {
    let Some((when, _)) = told else { return String::new() };
    let (_, attributes) = date(when);
    let ends = attributes
        .iter()
        .filter(|(key, _)| !matches!(*key, "when-custom" | "datingMethod"));
    ends.map(|(_, iso)| iso.as_str()).collect::<Vec<_>>().join("/")
}
