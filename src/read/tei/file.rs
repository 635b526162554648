//! The file as its elements and what stands between their tags, each with its place.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{FORMAT, NAMESPACE};
use crate::read::ReadError;
use crate::span::Span;

/// So deep elements may stand in each other.
const MOST_DEPTH: usize = 200;

/// The attributes that are looked at; all others are only kept.
const ATTRIBUTES: [&str; 19] = [
    "break",
    "calendar",
    "cols",
    "corresp",
    "ident",
    "n",
    "place",
    "ref",
    "rend",
    "rendition",
    "role",
    "sameAs",
    "style",
    "subtype",
    "target",
    "type",
    "when",
    "xml:id",
    "xml:lang",
];

/// An element.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// Its name without a prefix.
    pub(crate) name: Box<str>,
    /// The prefix of its name, with the colon; empty where it has none.
    pub(crate) prefix: Box<str>,
    /// It is of TEI P5.
    pub(crate) is_tei: bool,
    /// The element that it stands in, by its number; its own where it stands in none.
    pub(crate) parent: usize,
    /// How many elements it stands in.
    pub(crate) depth: usize,
    /// Its start tag.
    pub(crate) opens: Span,
    /// Its end tag; empty, behind the start tag, where there is none.
    pub(crate) closes: Span,
    attributes: Vec<(&'static str, Box<str>)>,
}

impl Node {
    /// Returns one of the attributes that are looked at.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(key, _)| *key == name)?;
        Some(value)
    }

    /// Tells whether an attribute has this value.
    pub(crate) fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }
}

/// What stands in the file, in order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bit {
    Open(usize),
    Close(usize),
    /// Text without references.
    Text(Span),
    /// A CDATA section, its marks too.
    Data(Span),
    /// A reference to a character or an entity.
    Reference(Span),
}

/// A file taken apart.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) nodes: Vec<Node>,
    pub(super) bits: Vec<Bit>,
    /// What the entities that the file declares itself stand for, where that is text alone.
    pub(super) entities: BTreeMap<String, String>,
}

/// The prefixes that an element declares: prefix (empty for none) and whether it means TEI.
type Declared = Vec<(Box<str>, bool)>;

/// Takes a file apart.
///
/// # Errors
/// As of [`super::read`].
pub(super) fn parse(xml: &str) -> Result<File, ReadError> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut file = File::default();
    let mut open: Vec<usize> = Vec::new();
    let mut declared: Vec<Declared> = Vec::new();
    loop {
        let start = place(&reader);
        let event = reader.read_event();
        let span = Span::new(start, place(&reader).max(start));
        let fault = |reason: String| ReadError::Damaged {
            format: FORMAT,
            reason: format!("line {}: {reason}", line_at(xml, span.end)),
        };
        match event.map_err(|error| fault(error.to_string()))? {
            Event::Start(tag) => {
                let node = file.open(&tag, span, &open, &mut declared).map_err(fault)?;
                open.push(node);
                if open.len() > MOST_DEPTH {
                    return Err(ReadError::TooLarge(format!(
                        "elements stand deeper than {MOST_DEPTH} in each other"
                    )));
                }
            }
            Event::Empty(tag) => {
                let node = file.open(&tag, span, &open, &mut declared).map_err(fault)?;
                declared.pop();
                file.bits.push(Bit::Close(node));
            }
            Event::End(_) => {
                declared.pop();
                let node = open
                    .pop()
                    .ok_or_else(|| fault("an end tag without a start".to_owned()))?;
                file.nodes[node].closes = span;
                file.bits.push(Bit::Close(node));
            }
            Event::Text(_) if !open.is_empty() => file.bits.push(Bit::Text(span)),
            Event::CData(_) if !open.is_empty() => file.bits.push(Bit::Data(span)),
            Event::GeneralRef(_) if !open.is_empty() => file.bits.push(Bit::Reference(span)),
            Event::DocType(_) => entities(span.of(xml), &mut file.entities),
            Event::Eof => break,
            _ => {}
        }
    }
    let broken = |reason: &str| ReadError::Damaged {
        format: FORMAT,
        reason: format!("line {}: {reason}", line_at(xml, xml.len())),
    };
    if !open.is_empty() {
        return Err(broken("the file ends inside an element"));
    }
    let Some(root) = file.nodes.first() else {
        return Err(broken("there is no element"));
    };
    if !root.is_tei || !matches!(&*root.name, "TEI" | "teiCorpus") {
        return Err(ReadError::Damaged {
            format: FORMAT,
            reason: format!(
                "its root <{}> is not of TEI P5, whose namespace is {NAMESPACE}",
                root.name
            ),
        });
    }
    Ok(file)
}

impl File {
    /// Takes up a start tag.
    fn open(
        &mut self,
        tag: &BytesStart<'_>,
        span: Span,
        open: &[usize],
        declared: &mut Vec<Declared>,
    ) -> Result<usize, String> {
        let mut here: Declared = Vec::new();
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let key: &str = attribute.key.as_ref();
            let known = ATTRIBUTES.iter().find(|name| **name == key);
            let prefix = if key == "xmlns" {
                Some("")
            } else {
                key.strip_prefix("xmlns:")
            };
            if known.is_none() && prefix.is_none() {
                continue;
            }
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| error.to_string())?;
            if let Some(prefix) = prefix {
                here.push((prefix.into(), value == NAMESPACE));
            } else if let Some(known) = known {
                attributes.push((*known, Box::from(&*value)));
            }
        }
        declared.push(here);
        let name = tag.name();
        let name: &str = name.as_ref();
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let meant = declared.iter().rev().flatten().find(|(of, _)| **of == *prefix);
        let node = self.nodes.len();
        self.nodes.push(Node {
            name: local.into(),
            prefix: if prefix.is_empty() {
                "".into()
            } else {
                format!("{prefix}:").into()
            },
            is_tei: meant.is_some_and(|(_, tei)| *tei),
            parent: open.last().copied().unwrap_or(node),
            depth: open.len(),
            opens: span,
            closes: Span::new(span.end, span.end),
            attributes,
        });
        self.bits.push(Bit::Open(node));
        Ok(node)
    }
}

fn place(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Returns the line of a place, counted from 1.
pub(super) fn line_at(xml: &str, at: usize) -> usize {
    xml.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Reads the entities of an internal subset that stand for text alone: `<!ENTITY mdash "&#8212;">`.
fn entities(doctype: &str, into: &mut BTreeMap<String, String>) {
    for declaration in doctype.split("<!ENTITY").skip(1) {
        let mut words = declaration.trim_start().splitn(2, char::is_whitespace);
        let (Some(name), Some(rest)) = (words.next(), words.next()) else {
            continue;
        };
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        let Some((value, _)) = rest[1..].split_once(quote) else {
            continue;
        };
        if name == "%" || value.contains(['<', '%']) {
            continue;
        }
        if let Ok(value) = quick_xml::escape::unescape(value) {
            // The first declaration of an entity is the one that counts.
            into.entry(name.to_owned()).or_insert_with(|| value.into_owned());
        }
    }
}
