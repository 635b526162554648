//! Reading an edition back: the text of a TEI file as a run of elements and words.
//!
//! The file may have been edited by hand, so whatever is well-formed is taken, in any namespace prefix.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Why a file cannot be read as an edition.
#[derive(Debug, thiserror::Error)]
pub enum TeiError {
    /// The file is not well-formed XML.
    #[error("line {line}: not well-formed XML: {reason}")]
    NotXml {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// There is no `<text>`.
    #[error("the file has no <text>; is it a TEI edition?")]
    NoText,
}

/// An element's name and attributes, without prefixes.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// Returns an attribute's value; `xml:id` is `id`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Tells whether an attribute has this value.
    pub(crate) fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    /// Returns the identifier that a pointer attribute names.
    pub(crate) fn pointer(&self, name: &str) -> Option<&str> {
        self.get(name).map(|value| value.trim_start_matches('#'))
    }
}

/// A step through the text.
#[derive(Debug)]
pub(crate) enum Step {
    /// An element begins.
    Open(Element),
    /// The innermost element ends.
    Close,
    /// Words and white space.
    Words(String),
}

/// Returns all that is inside `<text>`, in order.
pub(super) fn steps(xml: &str) -> Result<Vec<Step>, TeiError> {
    inside(xml, &["text"])
}

/// Returns all that is inside `<facsimile>` and `<text>`, these elements too, in order.
///
/// # Errors
/// [`TeiError`] where the file is no TEI.
pub(super) fn placed_steps(xml: &str) -> Result<Vec<Step>, TeiError> {
    inside(xml, &["facsimile", "text"])
}

/// Returns all that is inside `<standOff>` and `<text>`, these elements too, in order.
pub(crate) fn whole_steps(xml: &str) -> Result<Vec<Step>, TeiError> {
    inside(xml, &["standOff", "text"])
}

/// Returns all that is inside elements of these names, in order.
fn inside(xml: &str, names: &[&str]) -> Result<Vec<Step>, TeiError> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut steps = Vec::new();
    // How many elements are open inside `<text>`, it included; 0 outside.
    let mut depth = 0usize;
    let mut found = false;
    loop {
        let event = reader.read_event();
        let here = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let fault = |reason: String| TeiError::NotXml {
            line: line_at(xml, here),
            reason,
        };
        let event = event.map_err(|e| fault(e.to_string()))?;
        match event {
            Event::Start(start) => {
                let element = element(&start).map_err(fault)?;
                if depth > 0 || names.contains(&element.name.as_str()) {
                    found |= element.name != "facsimile";
                    depth += 1;
                    steps.push(Step::Open(element));
                }
            }
            Event::Empty(start) if depth > 0 => {
                steps.push(Step::Open(element(&start).map_err(fault)?));
                steps.push(Step::Close);
            }
            Event::End(_) if depth > 0 => {
                depth -= 1;
                steps.push(Step::Close);
            }
            Event::Text(text) if depth > 0 => push(&mut steps, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) if depth > 0 => push(&mut steps, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(name) if depth > 0 => match name.resolve_char_ref().map_err(|e| fault(e.to_string()))? {
                Some(c) => push(&mut steps, c.encode_utf8(&mut [0; 4])),
                None => match resolve_predefined_entity(&name) {
                    Some(words) => push(&mut steps, words),
                    // What a file declares elsewhere stands as it is written.
                    None => push(&mut steps, &format!("&{};", &*name)),
                },
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if depth > 0 {
        return Err(TeiError::NotXml {
            line: line_at(xml, xml.len()),
            reason: "the file ends inside an element".to_owned(),
        });
    }
    if found { Ok(steps) } else { Err(TeiError::NoText) }
}

fn push(steps: &mut Vec<Step>, words: &str) {
    match steps.last_mut() {
        Some(Step::Words(before)) => before.push_str(words),
        _ => steps.push(Step::Words(words.to_owned())),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element {
        name: start.local_name().as_ref().to_owned(),
        attributes: Vec::new(),
    };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|e| e.to_string())?;
        element
            .attributes
            .push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Ok(element)
}

fn line_at(xml: &str, at: usize) -> usize {
    xml.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

/// Adds words to a text in which a run of white space is one space and none opens a line.
pub(super) fn put(text: &mut String, words: &str) {
    for c in words.chars() {
        if !matches!(c, ' ' | '\t' | '\n' | '\r') {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with([' ', '\n', '\t']) {
            text.push(' ');
        }
    }
}

/// Takes the spaces off a text's end.
pub(super) fn trim(text: &mut String) {
    text.truncate(text.trim_end_matches([' ', '\n', '\t']).len());
}

/// Begins a new line, unless the text is at the start of one.
pub(super) fn new_line(text: &mut String) {
    text.truncate(text.trim_end_matches([' ', '\t']).len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// What a file says of two readings of the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As the source prints it: `sic`, `orig`, `abbr`.
    Printed,
    /// As the editor reads it: `corr`, `reg`, `expan`.
    Edited,
}

/// Tells whether an element is left out of a reading: the other reading's words, and what is no text.
pub(super) fn left_out(element: &Element, reading: Reading) -> bool {
    let name = element.name.as_str();
    match name {
        "figDesc" | "graphic" | "desc" => true,
        "note" => element.get("place").is_none() && (element.get("resp").is_some() || element.is("type", "editorial")),
        "corr" | "reg" | "expan" | "supplied" => reading == Reading::Printed,
        "sic" | "orig" | "abbr" => reading == Reading::Edited,
        _ => false,
    }
}

/// Tells whether an element is a block: it begins and ends a line.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "ab" | "argument"
            | "byline"
            | "closer"
            | "dateline"
            | "div"
            | "docTitle"
            | "epigraph"
            | "figure"
            | "head"
            | "item"
            | "l"
            | "lg"
            | "list"
            | "opener"
            | "p"
            | "quote"
            | "row"
            | "salute"
            | "signed"
            | "sp"
            | "speaker"
            | "stage"
            | "table"
            | "titlePage"
            | "titlePart"
            | "trailer"
    )
}
