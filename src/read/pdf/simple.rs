//! Fonts of one-byte codes: Type 1, TrueType and Type 3.
//!
//! A table of all 256 codes is made once a font. Its Unicode comes from ToUnicode, else from the glyph names of the
//! encoding and the font program by the Adobe Glyph List, both as `hayro-font` reads them; where that is doubtful the
//! names of the encoding alone are asked, and names that are numbers are read as such.

use std::sync::Arc;

use hayro_font::hayro_cmap::{self, BfString};
use hayro_font::{CMapResolverFn, Font as HayroFont, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, FromBytes, Name, Object, Rect, Stream};

use super::fonts::{Shape, program_of};
use super::letters::{Letters, Meaning};
use super::limits;
use super::program::{Ink, Level};

/// The table of a font of one-byte codes.
#[derive(Debug)]
pub(super) struct Simple {
    shapes: Vec<Shape>,
    /// The em in units of text space at size 1.
    pub(super) em: f32,
}

/// The width of a letter whose font says none, in ems: the middle of what text fonts have.
const USUAL_WIDTH: f32 = 0.5;

impl Simple {
    /// Reads a font dictionary.
    pub(super) fn new(dict: &Dict<'_>, descriptor: &Dict<'_>) -> Self {
        let is_type3 = dict.get::<Name<'_>>(b"Subtype").is_some_and(|s| s.as_ref() == b"Type3");
        let bounded = program_of(descriptor).is_none_or(|program| limits::is_bounded(&program))
            && dict
                .get::<Stream<'_>>(b"ToUnicode")
                .is_none_or(|map| limits::is_bounded(&map));
        let font = if bounded { load(dict) } else { None };
        let mut shapes: Vec<Shape> = (0..=255)
            .map(|code| match &font {
                Some(font) => shape(font, code),
                None => Shape {
                    meaning: Meaning::UNKNOWN,
                    advance: 0.0,
                    level: Level::Base,
                },
            })
            .collect();
        mend_meanings(&mut shapes, dict);
        if !is_type3 && !dict.contains_key(b"Widths") {
            for shape in shapes.iter_mut().filter(|s| s.advance == 0.0) {
                shape.advance = USUAL_WIDTH;
            }
        }
        let em = if is_type3 { em_of_type3(dict, &shapes) } else { 1.0 };
        Self { shapes, em }
    }

    /// Returns what a code shows; codes beyond a byte do not occur.
    pub(super) fn shape(&self, code: u32) -> &Shape {
        &self.shapes[code as usize & 0xFF]
    }

    /// Returns the width of the space.
    pub(super) fn space(&self) -> Option<f32> {
        let space = self.shapes.get(32).filter(|s| s.meaning.letters == Letters::Space)?;
        Some(space.advance).filter(|a| *a > 0.0)
    }
}

fn load<'a>(dict: &Dict<'a>) -> Option<HayroFont<'a>> {
    let fonts: FontResolverFn = Arc::new(|query: &FontQuery| {
        let font = match query {
            FontQuery::Standard(font) => *font,
            FontQuery::Fallback(query) => query.pick_standard_font(),
        };
        Some(font.get_font_data())
    });
    let cmaps: CMapResolverFn = Arc::new(hayro_cmap::load_embedded);
    FontCache::new().font(dict, &fonts, &cmaps)
}

fn shape(font: &HayroFont<'_>, code: u32) -> Shape {
    let advance = font.code_advance(code).x as f32 / 1000.0;
    let glyph = font.glyph(font.map_code(code), code);
    let unicode = match &glyph {
        FontGlyph::Outline(glyph) => glyph.as_unicode(),
        FontGlyph::Type3(glyph) => glyph.as_unicode(),
    };
    let mut meaning = unicode.map_or(Meaning::UNKNOWN, |u| meaning_of(&u));
    if meaning.letters == Letters::Unknown {
        meaning.letters = match &glyph {
            // A glyph without ink is a space, whatever it is called; where there is no glyph, only the code of the space is.
            FontGlyph::Outline(glyph) if !glyph.outline().elements().is_empty() => Letters::Unknown,
            FontGlyph::Outline(glyph) if glyph.glyph_id().to_u32() != 0 => Letters::Space,
            FontGlyph::Type3(glyph) if glyph.program().is_some() => Letters::Unknown,
            _ if code == 32 => Letters::Space,
            _ => Letters::Absent,
        };
    }
    let level = match (&meaning.letters, &glyph) {
        (Letters::One(c), FontGlyph::Outline(glyph)) if c.is_ascii_alphanumeric() => {
            let drawn = glyph.outline().control_box();
            let ink = Ink {
                bottom: drawn.y0 as f32 / 1000.0,
                top: drawn.y1 as f32 / 1000.0,
            };
            ink.level(*c)
        }
        _ => Level::Base,
    };
    Shape {
        meaning,
        advance: if advance.is_finite() { advance } else { 0.0 },
        level,
    }
}

/// Returns what Unicode as a character map gives it means.
pub(super) fn meaning_of(unicode: &BfString) -> Meaning {
    match unicode {
        BfString::Char(c) => Meaning::of(c.encode_utf8(&mut [0; 4])),
        BfString::String(text) => Meaning::of(text),
    }
}

/// Looks for better answers where the font's own are doubtful.
fn mend_meanings(shapes: &mut [Shape], dict: &Dict<'_>) {
    if !shapes.iter().any(|s| s.meaning.is_doubtful()) {
        return;
    }
    let names = dict
        .get::<Dict<'_>>(b"Encoding")
        .map(|e| names_of(&e))
        .unwrap_or_default();
    // Names count only where a character map stands before them; without one they have been asked already.
    let bytes = dict.contains_key(b"ToUnicode").then(|| encoding_alone(dict)).flatten();
    let alone = bytes.as_deref().and_then(Dict::from_bytes);
    let font = alone.as_ref().and_then(load);
    for (code, shape) in shapes.iter_mut().enumerate().filter(|(_, s)| s.meaning.is_doubtful()) {
        let code = code as u32;
        let by_name = font
            .as_ref()
            .and_then(|font| match font.glyph(font.map_code(code), code) {
                FontGlyph::Type3(glyph) => glyph.as_unicode().map(|u| meaning_of(&u)),
                FontGlyph::Outline(_) => None,
            });
        let name = names
            .iter()
            .rev()
            .find(|(c, _)| *c == code as usize)
            .map(|(_, name)| name.as_str());
        let found = by_name.or_else(|| name.and_then(meaning_of_numbered_name));
        if let Some(found) = found.filter(|f| !f.is_doubtful()) {
            shape.meaning = found;
        }
    }
}

/// Returns a font dictionary that has the encoding and nothing else.
///
/// A font that maps a glyph to rubbish may still name it; the glyph list is reached through a font alone.
fn encoding_alone(dict: &Dict<'_>) -> Option<Vec<u8>> {
    let mut out = b"<< /Subtype /Type3 /Encoding ".to_vec();
    match dict.get::<Object<'_>>(b"Encoding")? {
        Object::Name(name) => {
            out.push(b'/');
            out.extend(name.as_ref());
        }
        Object::Dict(encoding) => {
            out.extend(b"<<");
            if let Some(base) = encoding.get::<Name<'_>>(b"BaseEncoding") {
                out.extend(b"/BaseEncoding /");
                out.extend(base.as_ref());
            }
            if let Some(differences) = encoding.get::<Array<'_>>(b"Differences") {
                out.extend(b" /Differences [");
                out.extend(differences.data());
                out.extend(b"]");
            }
            out.extend(b">>");
        }
        _ => return None,
    }
    out.extend(b" >>");
    Some(out)
}

fn names_of(encoding: &Dict<'_>) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    let mut code = 0;
    let Some(differences) = encoding.get::<Array<'_>>(b"Differences") else {
        return names;
    };
    for entry in differences.iter::<Object<'_>>().take(4096) {
        match entry {
            Object::Number(n) => code = usize::try_from(n.as_i64()).unwrap_or(0),
            Object::Name(name) => {
                names.push((code, String::from_utf8_lossy(name.as_ref()).into_owned()));
                code += 1;
            }
            _ => {}
        }
    }
    names
}

/// Reads a glyph name that gives a character by number: `a65`, `c65`, `char65`, `uni0041`, `u0041`, `x41`.
///
/// Other prefixes (`g`, `glyph`, `cid`, `index`) number the glyphs of one font and mean nothing.
fn meaning_of_numbered_name(name: &str) -> Option<Meaning> {
    let base = name.split(['.', '_']).next()?;
    let digits = base.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    // Hexadecimal digits may begin with a letter.
    for (prefix, least) in [("uni", 4), ("u", 4), ("x", 2), ("#", 2)] {
        if let Some(hex) = base.strip_prefix(prefix)
            && hex.len() >= least
            && let Some(c) = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
        {
            return Some(Meaning::of(c.encode_utf8(&mut [0; 4])));
        }
    }
    let prefix = &base[..base.len() - digits.len()];
    if !matches!(prefix, "a" | "c" | "C" | "A" | "char" | "ch") {
        return None;
    }
    let number: u32 = digits.parse().ok()?;
    let c = char::from_u32(number).filter(|_| (33..=255).contains(&number))?;
    Some(Meaning::of(c.encode_utf8(&mut [0; 4])))
}

/// Returns the em of a Type 3 font in units of text space.
///
/// Its glyphs are drawn in a space of their own. Where the font matrix is the usual thousandth there is nothing to do; else
/// the height of the font's box tells, which in text fonts is about 1.2 em, and failing that the widest letter.
fn em_of_type3(dict: &Dict<'_>, shapes: &[Shape]) -> f32 {
    let matrix = dict
        .get::<[f64; 6]>(b"FontMatrix")
        .unwrap_or([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
    let scale = matrix[2].hypot(matrix[3]) as f32;
    if (0.0005..=0.002).contains(&scale) {
        return scale * 1000.0;
    }
    let height = dict.get::<Rect>(b"FontBBox").map_or(0.0, |b| b.height() as f32) * scale;
    if height > 0.0 && height.is_finite() {
        return height / 1.2;
    }
    let widest = shapes.iter().map(|s| s.advance).fold(0.0, f32::max);
    if widest > 0.0 { widest } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(name: &str) -> Option<Letters> {
        meaning_of_numbered_name(name).map(|m| m.letters)
    }

    #[test]
    fn names_by_number_are_read_where_the_number_is_a_character() {
        assert_eq!(numbered("a65"), Some(Letters::One('A')));
        assert_eq!(numbered("uni0416"), Some(Letters::One('Ж')));
        assert_eq!(numbered("u0416.alt"), Some(Letters::One('Ж')));
        assert_eq!(numbered("g65"), None);
        assert_eq!(numbered("cid65"), None);
        assert_eq!(numbered("a3"), None);
    }

    #[test]
    fn names_are_asked_where_the_map_is_rubbish() {
        let bytes: &[u8] = b"<< /Subtype /Type3 /Encoding << /Differences [65 /eacute /f_f_i /Asmall] >> >>";
        let dict = Dict::from_bytes(bytes).expect("a dictionary");
        let font = Simple::new(&dict, &Dict::default());
        assert_eq!(font.shape(65).meaning.letters, Letters::One('é'));
        assert_eq!(font.shape(66).meaning.letters, Letters::Many("ffi".into()));
        assert_eq!(
            font.shape(67).meaning,
            Meaning {
                letters: Letters::One('a'),
                small_cap: true
            }
        );
    }
}
