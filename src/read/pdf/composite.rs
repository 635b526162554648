//! Fonts of codes of several bytes: Type 0 with its CID font.
//!
//! A code becomes a CID by the encoding's character map; its Unicode comes from ToUnicode, from the encoding where that is
//! Unicode itself, from the map of the character collection (Chinese, Japanese, Korean), or from the `cmap` table of
//! the embedded font read backwards.

use std::sync::OnceLock;

use hayro_font::hayro_cmap::{CMap, CMapName, CidFamily, WritingMode, load_embedded};
use hayro_syntax::object::{Array, Dict, Object, Stream, String as PdfString};

use super::fonts::{Shape, program_of};
use super::letters::{Letters, Meaning};
use super::limits;
use super::program::{Level, Program};
use super::simple::meaning_of;

/// A font of codes of several bytes.
#[derive(Debug)]
pub(super) struct Composite<'a> {
    descendant: Dict<'a>,
    descriptor: Dict<'a>,
    encoding: CMap,
    /// Two bytes a code, and the code is the CID.
    is_identity: bool,
    /// The codes are Unicode (UCS-2 or UTF-16).
    is_unicode: bool,
    to_unicode: ToUnicode,
    /// From CIDs to Unicode, by the character collection.
    collection: Option<CMap>,
    glyph_ids: GlyphIds,
    widths: Ranges,
    usual_width: f32,
    heights: Ranges,
    usual_height: f32,
    program: OnceLock<Option<Program>>,
}

#[derive(Debug)]
enum ToUnicode {
    None,
    Map(Box<CMap>),
    /// The codes are said to be Unicode.
    Identity,
}

#[derive(Debug)]
enum GlyphIds {
    Identity,
    Listed(Vec<u8>),
}

impl<'a> Composite<'a> {
    /// Reads a font dictionary; `None` where it has no descendant.
    pub(super) fn new(dict: &Dict<'a>) -> Option<Self> {
        let descendant = dict.get::<Array<'a>>(b"DescendantFonts")?.iter::<Dict<'a>>().next()?;
        let encoding = encoding_of(dict);
        let name = encoding.metadata().name.clone().unwrap_or_default();
        let family = match encoding.metadata().character_collection.as_ref().map(|c| &c.family) {
            Some(CidFamily::AdobeIdentity) | None => family_of(&descendant),
            Some(family) => Some(family.clone()),
        };
        Some(Self {
            descriptor: descendant.get::<Dict<'a>>(b"FontDescriptor").unwrap_or_default(),
            is_identity: name.starts_with(b"Identity-"),
            is_unicode: name.starts_with(b"Uni") && (contains(&name, b"UCS2") || contains(&name, b"UTF16")),
            to_unicode: to_unicode_of(dict),
            collection: family.and_then(|f| f.ucs2_cmap()).and_then(predefined),
            glyph_ids: match descendant
                .get::<Stream<'_>>(b"CIDToGIDMap")
                .as_ref()
                .and_then(limits::decode)
            {
                Some(list) => GlyphIds::Listed(list.into_owned()),
                None => GlyphIds::Identity,
            },
            widths: Ranges::new(descendant.get::<Array<'_>>(b"W"), 1),
            usual_width: descendant.get::<f32>(b"DW").unwrap_or(1000.0),
            heights: Ranges::new(descendant.get::<Array<'_>>(b"W2"), 3),
            usual_height: descendant.get::<[f32; 2]>(b"DW2").map_or(-1000.0, |dw2| dw2[1]),
            program: OnceLock::new(),
            encoding,
            descendant,
        })
    }

    /// Returns the descendant: the font proper.
    pub(super) fn descendant(&self) -> &Dict<'a> {
        &self.descendant
    }

    /// Returns the descriptor of the descendant.
    pub(super) fn descriptor(&self) -> &Dict<'a> {
        &self.descriptor
    }

    /// Tells whether lines run downwards.
    pub(super) fn is_vertical(&self) -> bool {
        self.encoding.metadata().writing_mode == Some(WritingMode::Vertical)
    }

    /// Returns the next code of a shown string and its length in bytes, at least 1.
    pub(super) fn read(&self, rest: &[u8]) -> (u32, usize) {
        if let (true, [high, low, ..]) = (self.is_identity, rest) {
            return (u32::from(*high) << 8 | u32::from(*low), 2);
        }
        let mut code = 0;
        for (n, byte) in rest.iter().take(4).enumerate() {
            code = code << 8 | u32::from(*byte);
            if self.encoding.lookup_cid_code(code, n as u8 + 1).is_some() {
                return (code, n + 1);
            }
        }
        // An unknown code: skip as many bytes as codes mostly have.
        (0, if self.is_unicode { rest.len().clamp(1, 2) } else { 1 })
    }

    /// Returns what a code of `length` bytes shows.
    pub(super) fn shape(&self, code: u32, length: usize) -> Shape {
        let cid = if self.is_identity {
            code
        } else {
            self.encoding.lookup_cid_code(code, length as u8).unwrap_or(0)
        };
        let advance = if self.is_vertical() {
            self.heights.get(cid).unwrap_or(self.usual_height)
        } else {
            self.widths.get(cid).unwrap_or(self.usual_width)
        };
        let advance = if advance.is_finite() { advance / 1000.0 } else { 0.0 };
        let meaning = self.meaning(code, length, cid);
        let level = match meaning.letters {
            Letters::One(c) if c.is_ascii_alphanumeric() => self
                .program()
                .and_then(|p| p.ink(self.glyph_id(p, cid)))
                .map_or(Level::Base, |ink| ink.level(c)),
            _ => Level::Base,
        };
        Shape {
            meaning,
            advance,
            level,
        }
    }

    fn meaning(&self, code: u32, length: usize, cid: u32) -> Meaning {
        let mapped = match &self.to_unicode {
            ToUnicode::Map(map) => map.lookup_bf_string(code).map(|u| meaning_of(&u)),
            ToUnicode::Identity => char::from_u32(code).map(|c| Meaning::of(c.encode_utf8(&mut [0; 4]))),
            ToUnicode::None => None,
        };
        let mut best = mapped.unwrap_or(Meaning::UNKNOWN);
        if best.is_doubtful() {
            let better = [
                self.is_unicode.then(|| unicode_of_code(code, length)).flatten(),
                self.collection
                    .as_ref()
                    .and_then(|map| map.lookup_bf_string(cid))
                    .map(|u| meaning_of(&u)),
            ];
            if let Some(better) = better.into_iter().flatten().find(|m| !m.is_doubtful()) {
                best = better;
            }
        }
        if best.is_doubtful()
            && let Some(program) = self.program()
        {
            let glyph = self.glyph_id(program, cid);
            let own = program.letter(glyph).map(|c| Meaning::of(c.encode_utf8(&mut [0; 4])));
            let is_blank = || glyph != 0 && program.ink(glyph).is_some_and(|ink| ink.is_blank());
            match own.filter(|m| !m.is_doubtful() || best.letters == Letters::Unknown) {
                Some(own) => best = own,
                None if best.letters == Letters::Unknown && is_blank() => best = Meaning::SPACE,
                None => {}
            }
        }
        best
    }

    fn glyph_id(&self, program: &Program, cid: u32) -> u32 {
        match &self.glyph_ids {
            GlyphIds::Identity => program.glyph_of_cid(cid),
            GlyphIds::Listed(list) => match list.get(cid as usize * 2..cid as usize * 2 + 2) {
                Some(pair) => u32::from(pair[0]) << 8 | u32::from(pair[1]),
                None => 0,
            },
        }
    }

    fn program(&self) -> Option<&Program> {
        self.program
            .get_or_init(|| Program::new(limits::decode(&program_of(&self.descriptor)?)?.into_owned()))
            .as_ref()
    }
}

/// Numbers by CID, as `W` and `W2` list them: one by one, or one for a stretch.
#[derive(Debug, Default)]
struct Ranges {
    /// First CID, last CID and number, sorted.
    entries: Vec<(u32, u32, f32)>,
}

impl Ranges {
    /// Reads the array; `each` numbers stand for a CID, the first of which is the advance.
    fn new(array: Option<Array<'_>>, each: usize) -> Self {
        const MOST: usize = 1 << 17;
        let mut entries = Vec::new();
        let mut items = array.iter().flat_map(|a| a.iter::<Object<'_>>()).take(MOST);
        while let Some(first) = items.next().and_then(number) {
            let first = first.max(0.0) as u32;
            match items.next() {
                Some(Object::Array(list)) => {
                    let numbers: Vec<f32> = list.iter::<f32>().take(MOST).collect();
                    entries.extend(numbers.chunks(each).zip(first..).map(|(n, cid)| (cid, cid, n[0])));
                }
                Some(last) => {
                    let Some(last) = number(last) else { break };
                    let Some(value) = items.next().and_then(number) else {
                        break;
                    };
                    for _ in 1..each {
                        items.next();
                    }
                    entries.push((first, last.max(0.0) as u32, value));
                }
                None => break,
            }
        }
        entries.sort_by_key(|e| e.0);
        Self { entries }
    }

    fn get(&self, cid: u32) -> Option<f32> {
        let after = self.entries.partition_point(|e| e.0 <= cid);
        self.entries[..after].last().filter(|e| cid <= e.1).map(|e| e.2)
    }
}

fn number(object: Object<'_>) -> Option<f32> {
    object.into_f32()
}

fn encoding_of(dict: &Dict<'_>) -> CMap {
    let read = || match dict.get::<Object<'_>>(b"Encoding")? {
        Object::Name(name) => match CMapName::from_bytes(name.as_ref()) {
            CMapName::IdentityH => Some(CMap::identity_h()),
            CMapName::IdentityV => Some(CMap::identity_v()),
            name => predefined(name),
        },
        Object::Stream(stream) => CMap::parse(&limits::decode(&stream)?, load_embedded),
        _ => None,
    };
    read().unwrap_or_else(CMap::identity_h)
}

fn to_unicode_of(dict: &Dict<'_>) -> ToUnicode {
    match dict.get::<Object<'_>>(b"ToUnicode") {
        Some(Object::Stream(stream)) => limits::decode(&stream)
            .and_then(|data| CMap::parse(&data, load_embedded))
            .map_or(ToUnicode::None, |map| ToUnicode::Map(Box::new(map))),
        Some(Object::Name(name)) if name.as_ref().starts_with(b"Identity") => ToUnicode::Identity,
        _ => ToUnicode::None,
    }
}

fn family_of(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>(b"CIDSystemInfo")?;
    let registry = info.get::<PdfString<'_>>(b"Registry")?;
    let ordering = info.get::<PdfString<'_>>(b"Ordering")?;
    Some(CidFamily::from_registry_ordering(
        registry.as_bytes(),
        ordering.as_bytes(),
    ))
}

fn predefined(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(load_embedded(name)?, load_embedded)
}

/// Reads a code that is UTF-16.
fn unicode_of_code(code: u32, length: usize) -> Option<Meaning> {
    let units = [(code >> 16) as u16, code as u16];
    let units = if length > 2 { &units[..] } else { &units[1..] };
    String::from_utf16(units).ok().map(|text| Meaning::of(&text))
}

fn contains(name: &[u8], part: &[u8]) -> bool {
    name.windows(part.len()).any(|w| w == part)
}
