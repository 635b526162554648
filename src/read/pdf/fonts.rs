//! The fonts of a PDF: from a font dictionary to what each code means, how wide it is, and how it looks.
//!
//! In comes a font dictionary, out comes a [`Font`] that any thread can ask; a document builds each of its fonts once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use hayro_syntax::object::{Dict, Name, ObjectIdentifier, Stream};

use super::composite::Composite;
use super::letters::Meaning;
use super::program::Level;
use super::simple::Simple;
use crate::read::Style;

/// A font as the text needs it.
#[derive(Debug)]
pub(super) struct Font<'a> {
    /// The PostScript name without the subset prefix; empty where there is none.
    pub(super) name: String,
    /// Italic, bold and small capitals, as far as the font says.
    pub(super) style: Style,
    /// Lines run downwards.
    pub(super) vertical: bool,
    /// The top of the letters above the baseline, in ems.
    pub(super) ascent: f32,
    /// The bottom of the letters below the baseline, in ems, negative.
    pub(super) descent: f32,
    /// The em in units of text space at size 1: 1 but for Type 3 fonts, which have a scale of their own.
    pub(super) em: f32,
    /// The width of the space in units of text space at size 1, where the font has one.
    pub(super) space: Option<f32>,
    codes: Codes<'a>,
}

#[derive(Debug)]
enum Codes<'a> {
    Simple(Simple),
    Composite(Box<Composite<'a>>),
}

/// What one code shows.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) meaning: Meaning,
    /// The advance in units of text space at size 1; downwards (negative) in a vertical font.
    pub(super) advance: f32,
    /// Superior or inferior by its drawing.
    pub(super) level: Level,
}

impl<'a> Font<'a> {
    /// Reads a font dictionary; what is missing or damaged is guessed, so that there is always a font.
    pub(super) fn new(dict: &Dict<'a>) -> Self {
        let is_composite = dict.get::<Name<'_>>(b"Subtype").is_some_and(|s| s.as_ref() == b"Type0")
            || dict.contains_key(b"DescendantFonts");
        let composite = if is_composite { Composite::new(dict) } else { None };
        let descriptor = composite
            .as_ref()
            .map(|c| c.descriptor().clone())
            .or_else(|| dict.get::<Dict<'_>>(b"FontDescriptor"))
            .unwrap_or_default();
        let named = composite.as_ref().map_or(dict, |c| c.descendant());
        let name = name_of(named, &descriptor);
        let style = style_of(&name, &descriptor);
        match composite {
            Some(codes) => {
                let vertical = codes.is_vertical();
                let (ascent, descent) = if vertical { (0.5, -0.5) } else { height_of(&descriptor) };
                let codes = Codes::Composite(Box::new(codes));
                Self {
                    name,
                    style,
                    vertical,
                    ascent,
                    descent,
                    em: 1.0,
                    space: None,
                    codes,
                }
            }
            None => {
                let codes = Simple::new(dict, &descriptor);
                let (ascent, descent) = height_of(&descriptor);
                let (em, space) = (codes.em, codes.space());
                Self {
                    name,
                    style,
                    vertical: false,
                    ascent,
                    descent,
                    em,
                    space,
                    codes: Codes::Simple(codes),
                }
            }
        }
    }

    /// Returns the next code of a shown string and its length in bytes, at least 1.
    pub(super) fn read(&self, rest: &[u8]) -> (u32, usize) {
        match &self.codes {
            Codes::Simple(_) => (rest.first().copied().map_or(0, u32::from), 1),
            Codes::Composite(codes) => codes.read(rest),
        }
    }

    /// Returns what the code shows where that is at hand without search.
    pub(super) fn known(&self, code: u32) -> Option<&Shape> {
        match &self.codes {
            Codes::Simple(codes) => Some(codes.shape(code)),
            Codes::Composite(_) => None,
        }
    }

    /// Finds what the code shows.
    pub(super) fn find(&self, code: u32, length: usize) -> Shape {
        match &self.codes {
            Codes::Simple(codes) => codes.shape(code).clone(),
            Codes::Composite(codes) => codes.shape(code, length),
        }
    }
}

/// The fonts of a document, each built once.
#[derive(Debug, Default)]
pub(super) struct Fonts<'a>(Mutex<HashMap<Key, Arc<Font<'a>>>>);

/// A font dictionary: by its object, or by its bytes where it is written out in place.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Key {
    Object(ObjectIdentifier),
    Written(Vec<u8>),
}

impl<'a> Fonts<'a> {
    /// Returns the font of that name in a resource dictionary.
    pub(super) fn named(&self, resources: &Dict<'a>, name: &[u8]) -> Option<Arc<Font<'a>>> {
        let reference = resources.get_ref(name).map(|r| Key::Object(r.into()));
        if let Some(font) = reference.as_ref().and_then(|key| self.known(key)) {
            return Some(font);
        }
        let dict = resources.get::<Dict<'a>>(name)?;
        Some(self.build(reference, &dict))
    }

    /// Returns the font of a dictionary.
    pub(super) fn of(&self, dict: &Dict<'a>) -> Arc<Font<'a>> {
        self.build(dict.obj_id().map(Key::Object), dict)
    }

    fn build(&self, key: Option<Key>, dict: &Dict<'a>) -> Arc<Font<'a>> {
        let key = key.unwrap_or_else(|| Key::Written(dict.data().to_vec()));
        if let Some(font) = self.known(&key) {
            return font;
        }
        // Built without the lock: two threads may build the same font, which costs less than waiting.
        let font = Arc::new(Font::new(dict));
        self.lock().entry(key).or_insert(font).clone()
    }

    fn known(&self, key: &Key) -> Option<Arc<Font<'a>>> {
        self.lock().get(key).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Arc<Font<'a>>>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn name_of(dict: &Dict<'_>, descriptor: &Dict<'_>) -> String {
    let name = dict
        .get::<Name<'_>>(b"BaseFont")
        .or_else(|| descriptor.get::<Name<'_>>(b"FontName"))
        .or_else(|| dict.get::<Name<'_>>(b"Name"))
        .map(|n| String::from_utf8_lossy(n.as_ref()).into_owned())
        .unwrap_or_default();
    // A subset carries six capitals and a plus before its name (ISO 32000, 9.9.2).
    match name.split_once('+') {
        Some((prefix, rest)) if prefix.len() == 6 && prefix.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            rest.to_owned()
        }
        _ => name,
    }
}

/// Returns ascent and descent in ems, from the descriptor where it is sane.
fn height_of(descriptor: &Dict<'_>) -> (f32, f32) {
    let read = |key: &[u8]| descriptor.get::<f32>(key).map(|n| n / 1000.0);
    let ascent = read(b"Ascent").filter(|a| (0.4..=1.2).contains(a)).unwrap_or(0.75);
    let descent = read(b"Descent")
        .map(|d| -d.abs())
        .filter(|d| (-0.5..=-0.05).contains(d))
        .unwrap_or(-0.25);
    (ascent, descent)
}

/// Returns the style that name, flags and measures of the descriptor tell.
fn style_of(name: &str, descriptor: &Dict<'_>) -> Style {
    const ITALIC: i32 = 1 << 6;
    const FORCE_BOLD: i32 = 1 << 18;
    let flags = descriptor.get::<i32>(b"Flags").unwrap_or(0);
    let angle = descriptor.get::<f32>(b"ItalicAngle").unwrap_or(0.0);
    let weight = descriptor.get::<f32>(b"FontWeight").unwrap_or(400.0);
    let lower = name.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|p| lower.contains(p));
    // The part that names the cut: `MinionPro-It`, `Arial,Bold`.
    let cut = name.rsplit_once(['-', ',']).map_or("", |(_, cut)| cut);
    let is = |cuts: &[&str]| cuts.contains(&cut);
    Style {
        italic: flags & ITALIC != 0
            || (angle.abs() > 2.0 && angle.abs() < 45.0)
            || has(&[
                "italic", "oblique", "slanted", "kursiv", "cursive", "cmti", "cmsl", "cmmi", "cmbxti", "sfti", "sfsl",
            ])
            || is(&[
                "It",
                "Ital",
                "I",
                "BI",
                "BdIt",
                "BoldIt",
                "SemiboldIt",
                "Obl",
                "Kurs",
                "Ti",
                "BdI",
            ]),
        bold: flags & FORCE_BOLD != 0
            || weight >= 600.0
            || has(&["bold", "black", "heavy", "demi", "halbfett", "cmbx", "cmssbx", "sfbx"])
            || is(&["B", "BI", "Bd", "BdIt", "BdI", "SB", "Hv", "Blk", "Bol"]),
        // The flag for small capitals is set for any font that could make them, so only the name tells.
        small_caps: has(&["smallcap", "small-cap", "smcp", "cmcsc", "kapit", "sfcc"])
            || cut.ends_with("SC")
            || name.ends_with("SC")
            || is(&["Caps", "Sc"]),
        ..Style::default()
    }
}

/// Returns the embedded font program, whatever its kind, decoded within limits.
pub(super) fn program_of<'a>(descriptor: &Dict<'a>) -> Option<Stream<'a>> {
    [&b"FontFile2"[..], b"FontFile3", b"FontFile"]
        .iter()
        .find_map(|key| descriptor.get::<Stream<'a>>(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(name: &str) -> Style {
        style_of(name, &Dict::default())
    }

    #[test]
    fn names_tell_the_style() {
        assert!(style("TimesNewRomanPS-BoldItalicMT").italic && style("TimesNewRomanPS-BoldItalicMT").bold);
        assert!(style("MinionPro-It").italic && !style("MinionPro-It").bold);
        assert!(style("CMTI10").italic && style("CMBX12").bold && style("CMCSC10").small_caps);
        assert!(style("ACaslon-RegularSC").small_caps);
        assert_eq!(style("Helvetica"), Style::default());
        assert_eq!(style("Garamond-Regular"), Style::default());
    }
}
