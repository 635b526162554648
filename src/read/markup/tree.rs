//! The tree of an XML or HTML file, as far as a reader needs it: names without prefixes, attributes, texts.
//!
//! Entities that the file declares are not expanded and nothing is fetched. HTML is read as it comes: tags that are not
//! closed are closed by their surroundings.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// So many elements a file may have; a book of a thousand pages has a million.
const MOST_ELEMENTS: usize = 4_000_000;
/// So deep elements may stand in each other.
const MOST_DEPTH: usize = 200;
/// Further attributes of an element are passed over.
const MOST_ATTRIBUTES: usize = 64;
/// Elements of HTML that have no end tag.
const VOID: [&str; 12] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
];
/// Elements of HTML that end where one of the same name or a division begins.
const SELF_ENDING: [&str; 3] = ["p", "li", "option"];

/// How a file is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Well-formed, or not read at all.
    Xml,
    /// Tags in any case, not all closed.
    Html,
}

/// Why there is no tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not well-formed; the line, counted from 1, and what is wrong.
    Broken(String),
    /// Larger than any honest file.
    TooLarge(String),
}

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// The name without its prefix; in lower case in HTML.
    pub(crate) name: Box<str>,
    attributes: Vec<(Box<str>, Box<str>)>,
    /// What is inside, in order.
    pub(crate) nodes: Vec<Node>,
}

/// What is inside an element.
#[derive(Debug)]
pub(crate) enum Node {
    /// An element.
    Element(Element),
    /// Text; of XML never white space alone.
    Text(String),
}

impl Element {
    /// Returns an attribute's value, by its name without a prefix.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(key, _)| **key == *name)?;
        Some(value)
    }

    /// Returns an attribute's value as a finite number.
    pub(crate) fn number(&self, name: &str) -> Option<f32> {
        number(self.get(name)?)
    }

    /// Returns the elements inside, in order.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the elements inside that have this name.
    pub(crate) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children().filter(move |child| &*child.name == name)
    }

    /// Returns the first element inside that has this name.
    pub(crate) fn child<'a>(&'a self, name: &'a str) -> Option<&'a Element> {
        self.named(name).next()
    }

    /// Collects all elements below that have this name, in the order of the file.
    pub(crate) fn all<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        self.collect(&|element| &*element.name == name, &mut found);
        found
    }

    /// Collects all elements below that a test accepts, but none inside of one that it accepted.
    pub(crate) fn collect<'a>(&'a self, test: &dyn Fn(&Element) -> bool, found: &mut Vec<&'a Element>) {
        for child in self.children() {
            if test(child) {
                found.push(child);
            } else {
                child.collect(test, found);
            }
        }
    }

    /// Returns all the text inside.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Element(element) => element.add_text(text),
                Node::Text(words) => text.push_str(words),
            }
        }
    }
}

/// Reads a finite number of a size that a page can have.
pub(crate) fn number(text: &str) -> Option<f32> {
    let number: f32 = text.trim().parse().ok()?;
    (number.is_finite() && number.abs() < 1e7).then_some(number)
}

/// Reads a file; the element that is returned has no name and holds the root.
pub(crate) fn read(text: &str, syntax: Syntax) -> Result<Element, Fault> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = syntax == Syntax::Xml;
    config.allow_unmatched_ends = syntax == Syntax::Html;
    config.allow_dangling_amp = syntax == Syntax::Html;
    let mut open = vec![Element::default()];
    let mut count = 0usize;
    loop {
        let event = reader.read_event();
        let line = || line_at(text, usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX));
        let event = event.map_err(|error| Fault::Broken(format!("line {}: {error}", line())))?;
        match event {
            Event::Start(start) => {
                count += 1;
                let element = element(&start, syntax);
                if syntax == Syntax::Html && SELF_ENDING.contains(&&*element.name) {
                    let ends = |top: &Element| top.name == element.name;
                    if open.last().is_some_and(ends) {
                        close(&mut open);
                    }
                }
                let is_void = syntax == Syntax::Html && VOID.contains(&&*element.name);
                open.push(element);
                if is_void {
                    close(&mut open);
                }
                if open.len() > MOST_DEPTH {
                    return Err(Fault::TooLarge(format!("line {}: elements stand too deep", line())));
                }
            }
            Event::Empty(start) => {
                count += 1;
                open.push(element(&start, syntax));
                close(&mut open);
            }
            Event::End(end) => {
                let name = in_case(end.local_name().as_ref(), syntax);
                let from = open.iter().skip(1).rposition(|element| *element.name == *name);
                if let Some(from) = from {
                    while open.len() > from + 1 {
                        close(&mut open);
                    }
                }
            }
            Event::Text(words) => push(&mut open, &words.xml_content(XmlVersion::Implicit1_0), syntax),
            Event::CData(words) => push(&mut open, &words.xml_content(XmlVersion::Implicit1_0), syntax),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(letter)) => push(&mut open, letter.encode_utf8(&mut [0; 4]), syntax),
                _ => match entity(&name) {
                    Some(words) => push(&mut open, words, syntax),
                    None => push(&mut open, &format!("&{};", &*name), syntax),
                },
            },
            Event::Eof => break,
            _ => {}
        }
        if count > MOST_ELEMENTS {
            return Err(Fault::TooLarge(format!("it has more than {MOST_ELEMENTS} elements")));
        }
    }
    if syntax == Syntax::Xml && open.len() > 1 {
        let name = open.last().map_or("", |element| &*element.name);
        return Err(Fault::Broken(format!("the file ends inside of <{name}>")));
    }
    while open.len() > 1 {
        close(&mut open);
    }
    Ok(open.pop().unwrap_or_default())
}

/// Puts the innermost open element into the one round it.
fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(done) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.nodes.push(Node::Element(done));
    }
}

fn push(open: &mut [Element], words: &str, syntax: Syntax) {
    let Some(parent) = open.last_mut() else {
        return;
    };
    match parent.nodes.last_mut() {
        Some(Node::Text(before)) => before.push_str(words),
        _ if syntax == Syntax::Xml && words.chars().all(char::is_whitespace) => {}
        _ => parent.nodes.push(Node::Text(words.to_owned())),
    }
}

fn element(start: &BytesStart<'_>, syntax: Syntax) -> Element {
    let mut attributes = match syntax {
        Syntax::Xml => start.attributes(),
        Syntax::Html => start.html_attributes(),
    };
    let known = attributes.with_checks(false).flatten().take(MOST_ATTRIBUTES);
    let known = known.map(|attribute| {
        let value = attribute
            .normalized_value_with(XmlVersion::Implicit1_0, 1, entity)
            .unwrap_or(attribute.value.clone());
        (
            in_case(attribute.key.local_name().as_ref(), syntax),
            value.as_ref().into(),
        )
    });
    Element {
        name: in_case(start.local_name().as_ref(), syntax),
        attributes: known.collect(),
        nodes: Vec::new(),
    }
}

fn in_case(name: &str, syntax: Syntax) -> Box<str> {
    match syntax {
        Syntax::Xml => name.into(),
        Syntax::Html => name.to_lowercase().into(),
    }
}

/// Returns the text of an entity of XML, or of HTML where print has it often.
fn entity(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        "shy" => "\u{ad}",
        "ndash" => "–",
        "mdash" => "—",
        "lsquo" => "‘",
        "rsquo" => "’",
        "ldquo" => "“",
        "rdquo" => "”",
        "laquo" => "«",
        "raquo" => "»",
        "hellip" => "…",
        "sect" => "§",
        _ => return None,
    })
}

fn line_at(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
