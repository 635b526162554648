//! TEI P5: the header and the facsimile.

use super::digest::UNSEALED;
use super::pen::Pen;
use crate::edition::{Declared, Header, Surface, Topic, Zone};
use crate::read::Origin;

/// Writes the header; the digest is still to come.
pub(super) fn header(pen: &mut Pen, header: &Header) {
    pen.open_block("teiHeader", &[]);
    file_description(pen, header);
    encoding_description(pen, header);
    pen.open_block("profileDesc", &[]);
    if header.julian {
        pen.open_block("calendarDesc", &[]);
        pen.open("calendar", &[("xml:id", Some("julian"))]);
        pen.open("p", &[]);
        pen.text("Julian calendar");
        pen.close("p");
        pen.close_block("calendar");
        pen.close_block("calendarDesc");
    }
    pen.open_block("langUsage", &[]);
    for (tag, name) in &header.languages {
        pen.line("language", &[("ident", Some(tag))], name);
    }
    pen.close_block("langUsage");
    pen.close_block("profileDesc");
    if let Some(day) = &header.run_date {
        pen.open_block("revisionDesc", &[]);
        pen.line("change", &[("when", Some(day)), ("who", Some("#fonds"))], "Converted.");
        pen.close_block("revisionDesc");
    }
    pen.close_block("teiHeader");
}

/// Writes that the program made the file, and how.
pub(super) fn made_by_fonds(pen: &mut Pen, how: &str) {
    pen.open_block("respStmt", &[]);
    pen.line("resp", &[], how);
    pen.line(
        "name",
        &[("type", Some("software")), ("xml:id", Some("fonds"))],
        "fonds",
    );
    pen.close_block("respStmt");
}

fn file_description(pen: &mut Pen, header: &Header) {
    pen.open_block("fileDesc", &[]);

    pen.open_block("titleStmt", &[]);
    pen.line("title", &[], &header.title);
    optional(pen, "author", header.author.as_deref());
    optional(pen, "editor", header.editor.as_deref());
    made_by_fonds(pen, "Converted by");
    pen.close_block("titleStmt");

    pen.open("extent", &[]);
    let pages = header.pages.to_string();
    pen.open("measure", &[("unit", Some("page")), ("quantity", Some(&pages))]);
    pen.text(&if header.pages == 1 {
        "1 page".to_owned()
    } else {
        format!("{pages} pages")
    });
    pen.close("measure");
    pen.close_block("extent");

    publication(pen, header);
    source(pen, header);
    pen.close_block("fileDesc");
}

fn publication(pen: &mut Pen, header: &Header) {
    pen.open_block("publicationStmt", &[]);
    match (&header.publisher, &header.licence) {
        (None, None) => pen.line("p", &[], "Unpublished."),
        (publisher, licence) => {
            pen.line("publisher", &[], publisher.as_deref().unwrap_or("Unpublished"));
            if let Some(licence) = licence {
                let url = Some(licence.as_str()).filter(|l| l.contains("://") && !l.contains(char::is_whitespace));
                pen.open("availability", &[]);
                pen.open("licence", &[("target", url)]);
                pen.text(licence);
                pen.close("licence");
                pen.close_block("availability");
            }
        }
    }
    pen.close_block("publicationStmt");
}

fn source(pen: &mut Pen, header: &Header) {
    let info = &header.source;
    pen.open_block("sourceDesc", &[]);

    pen.open_block("bibl", &[("type", Some("file"))]);
    optional(pen, "title", info.title.as_deref());
    optional(pen, "author", info.author.as_deref());
    pen.line("idno", &[("type", Some("file"))], &info.name);
    pen.line("idno", &[("type", Some("sha256"))], &info.sha256);
    pen.line("idno", &[("type", Some("mediaType"))], info.media_type);
    if let Some(encoding) = info.encoding {
        pen.line("idno", &[("type", Some("encoding"))], encoding);
    }
    pen.open("extent", &[]);
    pen.empty(
        "measure",
        &[("unit", Some("page")), ("quantity", Some(&info.page_count.to_string()))],
    );
    pen.close_block("extent");
    for (name, value) in &info.metadata {
        pen.line("note", &[("type", Some("metadata")), ("n", Some(name))], value);
    }
    pen.close_block("bibl");

    if let Some(printed) = &header.printed {
        pen.open_block("bibl", &[("type", Some("source"))]);
        optional(pen, "title", printed.title.as_deref());
        optional(pen, "author", printed.author.as_deref());
        if let Some(date) = &printed.date {
            pen.line("date", &[("when", printed.iso.then_some(date))], date);
        }
        pen.close_block("bibl");
    }
    if let Some(shelfmark) = &header.shelfmark {
        pen.open_block("msDesc", &[]);
        pen.open("msIdentifier", &[]);
        pen.open("idno", &[("type", Some("shelfmark"))]);
        pen.text(shelfmark);
        pen.close("idno");
        pen.close_block("msIdentifier");
        pen.close_block("msDesc");
    }
    pen.close_block("sourceDesc");
}

fn encoding_description(pen: &mut Pen, header: &Header) {
    pen.open_block("encodingDesc", &[]);
    pen.open_block("editorialDecl", &[]);
    for statements in header.practices.chunk_by(|a, b| a.topic == b.topic) {
        let name = match statements.first().map(|s| s.topic) {
            Some(Topic::Correction) => "correction",
            Some(Topic::Hyphenation) => "hyphenation",
            Some(Topic::Interpretation) => "interpretation",
            Some(Topic::Segmentation) => "segmentation",
            Some(Topic::Normalization) | None => "normalization",
        };
        pen.open_block(name, &[]);
        for statement in statements {
            pen.line("p", &[], &statement.text);
        }
        pen.close_block(name);
    }
    pen.close_block("editorialDecl");

    pen.open_block("appInfo", &[]);
    pen.open_block(
        "application",
        &[("ident", Some("fonds")), ("version", Some(env!("CARGO_PKG_VERSION")))],
    );
    pen.line("label", &[], "fonds");
    for (name, value) in &header.settings {
        pen.line("desc", &[("type", Some("setting")), ("n", Some(name))], value);
    }
    pen.empty(
        "ptr",
        &[
            ("type", Some("digest")),
            ("target", Some(&format!("nih:sha-256;{UNSEALED}"))),
        ],
    );
    pen.feed();
    pen.close_block("application");
    pen.close_block("appInfo");
    units(pen, &header.units);
    pen.close_block("encodingDesc");
}

/// Writes what old units are.
fn units(pen: &mut Pen, units: &[Declared]) {
    if units.is_empty() {
        return;
    }
    let id = |name: &str| format!("unit-{}", name.replace(' ', "-"));
    pen.open_block("unitDecl", &[]);
    for unit in units {
        pen.open_block("unitDef", &[("xml:id", Some(&id(&unit.name)))]);
        pen.line("label", &[], &unit.name);
        if let Some(conversion) = &unit.conversion {
            let (from, to) = (format!("#{}", id(&unit.name)), format!("#{}", id(&conversion.of)));
            let formula = format!("$fromUnit * {}", conversion.is);
            let told = [("fromUnit", from), ("toUnit", to), ("formula", formula)];
            let attributes: Vec<(&str, Option<&str>)> =
                told.iter().map(|(name, v)| (*name, Some(v.as_str()))).collect();
            pen.empty("conversion", &attributes);
            pen.feed();
        }
        pen.close_block("unitDef");
    }
    pen.close_block("unitDecl");
}

fn optional(pen: &mut Pen, name: &str, words: Option<&str>) {
    if let Some(words) = words {
        pen.line(name, &[], words);
    }
}

/// Writes the surfaces and their zones.
pub(super) fn facsimile(pen: &mut Pen, surfaces: &[Surface]) {
    if surfaces.is_empty() {
        return;
    }
    pen.open_block("facsimile", &[]);
    for surface in surfaces {
        let (width, height) = (surface.size.0.to_string(), surface.size.1.to_string());
        let origin = match surface.origin {
            Origin::TextLayer => "textLayer",
            Origin::SecondOpinion => "secondOpinion",
            Origin::Ocr { .. } => "ocr",
            Origin::Plain => "plain",
        };
        pen.open_block(
            "surface",
            &[
                ("xml:id", Some(&surface.id)),
                ("n", Some(&surface.page.to_string())),
                ("type", Some(origin)),
                ("ulx", Some("0")),
                ("uly", Some("0")),
                ("lrx", Some(&width)),
                ("lry", Some(&height)),
            ],
        );
        pen.line(
            "desc",
            &[("type", Some("unit"))],
            if surface.dpi.is_some() { "pixel" } else { "point" },
        );
        if let Some(dpi) = surface.dpi {
            quantity(pen, "resolution", "dpi", dpi);
        }
        if let Origin::Ocr {
            confidence: Some(confidence),
        } = surface.origin
        {
            quantity(pen, "confidence", "percent", confidence);
        }
        if let Some(image) = &surface.image {
            pen.empty("graphic", &[("url", Some(image))]);
            pen.feed();
        }
        for zone in &surface.zones {
            write_zone(pen, zone);
        }
        pen.close_block("surface");
    }
    pen.close_block("facsimile");
}

/// Writes a zone, and the zones of its lines inside.
fn write_zone(pen: &mut Pen, zone: &Zone) {
    let [left, top, right, bottom] = zone.edges.map(|edge| edge.to_string());
    let attributes = [
        ("xml:id", Some(zone.id.as_str())),
        ("type", Some(zone.kind)),
        ("ulx", Some(left.as_str())),
        ("uly", Some(&top)),
        ("lrx", Some(&right)),
        ("lry", Some(&bottom)),
    ];
    if zone.lines.is_empty() {
        pen.empty("zone", &attributes);
        pen.feed();
        return;
    }
    pen.open_block("zone", &attributes);
    for line in &zone.lines {
        write_zone(pen, line);
    }
    pen.close_block("zone");
}

/// Writes a measured number about a page, to one decimal.
fn quantity(pen: &mut Pen, kind: &str, unit: &str, number: f32) {
    let number = if number.is_finite() { number } else { 0.0 };
    let tenths = format!("{number:.1}");
    pen.open("desc", &[("type", Some(kind))]);
    pen.empty(
        "measure",
        &[
            ("unit", Some(unit)),
            ("quantity", Some(tenths.strip_suffix(".0").unwrap_or(&tenths))),
        ],
    );
    pen.close_block("desc");
}
