//! The order of foot notes: in comes the XML, out come warnings where a number neither counts up by one nor starts again.
//! A note that was put in late has the number of the one before and a letter: 27, 27a, 28.
//!
//! This is the pattern `note-order` of `schemas/fonds.sch` in one pass. As XPath it compares each note with all before it,
//! and takes longer than the whole rest of the validation in a book of two thousand notes.

use std::collections::BTreeSet;

use quick_xml::errors::Error;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Finding;
use crate::diag::Severity;

/// A place in the text at which a foot note's number is due.
struct Place {
    /// Byte offset in the XML.
    at: usize,
    /// As printed.
    printed: String,
    /// The digits of it.
    number: u64,
    /// It is a note, and not the marker of a lost one.
    is_note: bool,
}

/// Finds the foot notes that are out of order. A file that is not well-formed has none.
pub(super) fn check(xml: &str) -> Vec<Finding> {
    let Ok((places, uncalled)) = places(xml) else {
        return Vec::new();
    };
    let pairs = places.iter().zip(places.iter().skip(1));
    let jumps = pairs.filter(|(last, this)| {
        let due = last.number.saturating_add(1);
        let put_in = this.number == last.number && this.printed.ends_with(|c: char| c.is_alphabetic());
        this.is_note && this.number != 1 && this.number != due && !put_in && !uncalled.contains(&due)
    });
    let mut lines = Lines { xml, at: 0, line: 1 };
    let message = |place: &Place| format!("note {} is out of order", place.printed);
    jumps.map(|(_, jump)| lines.warning(jump.at, message(jump))).collect()
}

/// Returns the foot notes and markers without a note in the order of the text, and the numbers of notes without a marker.
fn places(xml: &str) -> Result<(Vec<Place>, BTreeSet<u64>), Error> {
    let mut reader = Reader::from_str(xml);
    let (mut places, mut uncalled) = (Vec::new(), BTreeSet::new());
    let mut in_text = false;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let start = match reader.read_event()? {
            Event::Start(start) | Event::Empty(start) => start,
            Event::Eof => return Ok((places, uncalled)),
            _ => continue,
        };
        let name = start.local_name();
        in_text |= name.as_ref() == "text";
        let is_note = name.as_ref() == "note";
        if !in_text || !(is_note || name.as_ref() == "ref") {
            continue;
        }
        let Some(printed) = value(&start, "n")? else { continue };
        let digits: String = printed.chars().filter(char::is_ascii_digit).collect();
        let Ok(number) = digits.parse() else { continue };
        match value(&start, "type")?.as_deref() {
            Some("uncalled") if is_note => _ = uncalled.insert(number),
            None if is_note && value(&start, "place")?.as_deref() == Some("foot") => {
                places.push(Place {
                    at,
                    printed,
                    number,
                    is_note,
                });
            }
            Some("noteAnchor") if !is_note && value(&start, "target")?.is_none() => {
                places.push(Place {
                    at,
                    printed,
                    number,
                    is_note,
                });
            }
            _ => {}
        }
    }
}

fn value(start: &BytesStart, name: &str) -> Result<Option<String>, Error> {
    let Some(attribute) = start.try_get_attribute(name)? else {
        return Ok(None);
    };
    Ok(Some(attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned()))
}

/// Counts lines on the way through a file.
struct Lines<'a> {
    xml: &'a str,
    /// Where the line starts.
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// Makes a warning at a byte offset, which must not be before that of the last one.
    fn warning(&mut self, offset: usize, message: String) -> Finding {
        while let Some(end) = self.xml.get(self.at..offset).and_then(|skipped| skipped.find('\n')) {
            self.at += end + 1;
            self.line = self.line.saturating_add(1);
        }
        let column = self.xml.get(self.at..offset).map_or(0, |start| start.chars().count());
        let column = u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1);
        Finding {
            severity: Severity::Warning,
            line: self.line,
            column,
            message,
        }
    }
}
