//! Writing XML: elements and text in which white space is text, so that nothing is indented or wrapped by itself.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

/// Attributes in order; those without a value are left out.
pub(super) type Attributes<'a> = &'a [(&'a str, Option<&'a str>)];

/// An XML file that is being written.
pub(super) struct Pen {
    writer: Writer<Vec<u8>>,
    /// Elements that are open and have words in them: inside, a line feed would be text.
    in_words: usize,
    /// What stands before the names of elements: a prefix with its colon, or nothing.
    prefix: String,
}

impl Pen {
    pub(super) fn new() -> Self {
        let mut pen = Self::inside("");
        pen.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        pen
    }

    /// Begins a part of a file whose elements have a prefix (with its colon) or none.
    pub(super) fn inside(prefix: &str) -> Self {
        Self {
            writer: Writer::new(Vec::new()),
            in_words: 0,
            prefix: prefix.to_owned(),
        }
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        let name = self.named(name);
        self.event(Event::Start(start(&name, attributes)));
    }

    /// Closes an element.
    pub(super) fn close(&mut self, name: &str) {
        let name = self.named(name);
        self.event(Event::End(BytesEnd::new(name.as_ref())));
    }

    /// Writes an element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        let name = self.named(name);
        self.event(Event::Empty(start(&name, attributes)));
    }

    /// Writes words.
    pub(super) fn text(&mut self, words: &str) {
        let clean = legible(words);
        self.event(Event::Text(BytesText::from_escaped(partial_escape(clean.as_str()))));
    }

    /// Writes an element that holds words and ends its source line.
    pub(super) fn line(&mut self, name: &str, attributes: Attributes<'_>, words: &str) {
        self.open(name, attributes);
        self.text(words);
        self.close(name);
        self.feed();
    }

    /// Opens an element whose parts have lines of their own.
    pub(super) fn open_block(&mut self, name: &str, attributes: Attributes<'_>) {
        self.open(name, attributes);
        self.feed();
    }

    /// Closes an element whose parts have lines of their own.
    pub(super) fn close_block(&mut self, name: &str) {
        self.close(name);
        self.feed();
    }

    /// Says that words begin: no line feed is written until [`Pen::words_end`].
    pub(super) fn words_begin(&mut self) {
        self.in_words += 1;
    }

    /// Says that words end.
    pub(super) fn words_end(&mut self) {
        self.in_words = self.in_words.saturating_sub(1);
    }

    /// Ends the source line, where a line feed is no text.
    pub(super) fn feed(&mut self) {
        if self.in_words == 0 {
            self.raw("\n");
        }
    }

    /// Lets the next source line begin here, where a space just written allows it.
    pub(super) fn wrap(&mut self) {
        if let Some(last) = self.writer.get_mut().last_mut().filter(|byte| **byte == b' ') {
            *last = b'\n';
        }
    }

    /// Returns the file.
    pub(super) fn finish(self) -> String {
        String::from_utf8(self.writer.into_inner()).expect("only strings were written")
    }

    fn named<'n>(&self, name: &'n str) -> Cow<'n, str> {
        if self.prefix.is_empty() {
            return Cow::Borrowed(name);
        }
        Cow::Owned([&self.prefix, name].concat())
    }

    fn raw(&mut self, markup: &str) {
        self.writer.get_mut().extend_from_slice(markup.as_bytes());
    }

    fn event(&mut self, event: Event<'_>) {
        self.writer.write_event(event).expect("writing to memory does not fail");
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        if let Some(value) = value {
            start.push_attribute((*name, legible(value).as_str()));
        }
    }
    start
}

/// Writes U+FFFD for what XML 1.0 does not allow (<https://www.w3.org/TR/xml/#charsets>), and spaces for other white space
/// of XML.
fn legible(words: &str) -> String {
    words
        .chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => ' ',
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Writes a path as a relative URL.
pub(crate) fn relative_url(path: &str) -> String {
    let mut url = String::new();
    for c in path.chars() {
        if c.is_alphanumeric() || "-._~/".contains(c) {
            url.push(c);
        } else {
            c.encode_utf8(&mut [0; 4])
                .bytes()
                .for_each(|byte| url.push_str(&format!("%{byte:02X}")));
        }
    }
    url
}
