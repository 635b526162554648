//! What a PDF tells about itself: its Info dictionary, its XMP packet, its language.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Stream, String as PdfString};
use lopdf::{Document, Object};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use sha2::{Digest, Sha256};

use super::limits;
use super::outline;
use super::text_string::{decode, text_string};
use crate::read::Info;

/// The XMP namespaces that say something about the document, by the prefixes that all writers use.
const TELLING: [&str; 4] = ["dc:", "prism:", "xmpRights:", "bibo:"];
/// The most bytes of XMP that are read; more are embedded pictures.
const XMP: usize = 4 << 20;
/// The most characters kept of one entry.
const ENTRY: usize = 4096;

/// Collects what the file tells about itself.
pub(super) fn info(name: &str, bytes: &[u8], pdf: &Pdf) -> Info {
    let mut info = Info {
        name: name.to_owned(),
        sha256: Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect(),
        page_count: u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX),
        media_type: "application/pdf",
        ..Info::default()
    };
    add_info_dictionary(&mut info, bytes, pdf);
    if let Some(catalogue) = catalogue(pdf) {
        add_xmp(&mut info, &catalogue);
        info.outline = outline::outline(pdf, &catalogue);
    }
    info
}

/// Returns the document catalogue.
pub(super) fn catalogue(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())
}

/// Returns the BCP 47 tag of the document's language.
pub(super) fn language(pdf: &Pdf) -> Option<String> {
    let tag = text_string(&catalogue(pdf)?.get::<PdfString<'_>>(b"Lang")?);
    let is_tag = tag.len() >= 2 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_tag.then_some(tag)
}

fn add_info_dictionary(info: &mut Info, bytes: &[u8], pdf: &Pdf) {
    // Reads the trailer and this one dictionary, decrypted; the pages stay untouched.
    let Ok(read) = Document::load_metadata_mem(bytes) else {
        return add_plain_info(info, pdf);
    };
    info.title = told(read.title);
    info.author = told(read.author);
    let known = [
        ("Subject", read.subject),
        ("Keywords", read.keywords),
        ("Creator", read.creator),
        ("Producer", read.producer),
        ("CreationDate", read.creation_date),
        ("ModDate", read.modification_date),
    ];
    info.metadata.extend(
        known
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), told(value)?))),
    );
    let mut custom: Vec<(String, String)> = read
        .custom
        .iter()
        .filter_map(|(key, value)| match value {
            Object::String(text, _) => Some((String::from_utf8_lossy(key).into_owned(), told(Some(decode(text)))?)),
            _ => None,
        })
        .collect();
    custom.sort();
    info.metadata.extend(custom);
    if info.title.is_none() && info.author.is_none() && info.metadata.is_empty() {
        add_plain_info(info, pdf);
    }
}

/// Takes the Info dictionary from the other reader, which finds it in files that the first cannot read.
fn add_plain_info(info: &mut Info, pdf: &Pdf) {
    let read = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| told(bytes.as_deref().map(decode));
    info.title = text(&read.title);
    info.author = text(&read.author);
    let known = [
        ("Subject", &read.subject),
        ("Keywords", &read.keywords),
        ("Creator", &read.creator),
        ("Producer", &read.producer),
    ];
    info.metadata.extend(
        known
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), text(value)?))),
    );
}

/// Returns the text on one line, or `None` where it says nothing.
fn told(text: Option<String>) -> Option<String> {
    let line = text?
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    (!line.is_empty()).then(|| line.chars().take(ENTRY).collect())
}

fn add_xmp(info: &mut Info, catalogue: &Dict<'_>) {
    let Some(stream) = catalogue.get::<Stream<'_>>(b"Metadata") else {
        return;
    };
    let Some(packet) = limits::decode(&stream).filter(|p| p.len() <= XMP) else {
        return;
    };
    for (name, value) in xmp_entries(&String::from_utf8_lossy(&packet)) {
        match name.as_str() {
            "dc:title" if info.title.is_none() => info.title = Some(value),
            "dc:creator" if info.author.is_none() => info.author = Some(value),
            "dc:title" if info.title.as_ref() == Some(&value) => {}
            "dc:creator" if info.author.as_ref() == Some(&value) => {}
            "dc:format" => {}
            _ if info.metadata.iter().any(|(_, known)| *known == value) => {}
            _ => info.metadata.push((name, value)),
        }
    }
}

/// Returns the telling properties of an XMP packet, those of several values joined by semicolons.
fn xmp_entries(packet: &str) -> Vec<(String, String)> {
    let mut entries: Vec<(String, String)> = Vec::new();
    let mut open: Option<String> = None;
    let mut text = String::new();
    let mut reader = Reader::from_str(packet);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                text.clear();
                let name = tag.name().as_ref().to_owned();
                if TELLING.iter().any(|prefix| name.starts_with(prefix)) {
                    open = Some(name);
                }
            }
            Ok(Event::Text(part)) => text.push_str(&part),
            Ok(Event::GeneralRef(entity)) => text.push_str(resolve_predefined_entity(&entity).unwrap_or(" ")),
            Ok(Event::End(tag)) => {
                if let (Some(name), Some(value)) = (&open, told(Some(std::mem::take(&mut text)))) {
                    match entries.last_mut().filter(|(last, _)| last == name) {
                        Some((_, known)) => {
                            known.push_str("; ");
                            known.push_str(&value);
                        }
                        None => entries.push((name.clone(), value)),
                    }
                }
                if open.as_deref() == Some(tag.name().as_ref()) {
                    open = None;
                }
            }
            Ok(Event::Eof) | Err(_) => return entries,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xmp_properties_of_several_values_are_joined() {
        let packet = "<x:xmpmeta><rdf:Description><dc:creator><rdf:Seq><rdf:li>A. Lind</rdf:li>\
                      <rdf:li>B. &amp; C. Orr</rdf:li></rdf:Seq></dc:creator><xmp:CreatorTool>Tool</xmp:CreatorTool>\
                      </rdf:Description></x:xmpmeta>";
        assert_eq!(
            xmp_entries(packet),
            [("dc:creator".to_owned(), "A. Lind; B. & C. Orr".to_owned())]
        );
    }
}
