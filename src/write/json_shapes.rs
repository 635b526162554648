//! The shapes of the JSON file; [`super::json`] tells what they mean.

use serde::{Serialize, Serializer};

use super::json_registers::RegistersShape;

#[derive(Serialize)]
pub(super) struct File<'a> {
    pub format: &'static str,
    pub version: u8,
    pub header: Header<'a>,
    pub pages: Vec<PageShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub surfaces: Vec<SurfaceShape>,
    pub blocks: Vec<BlockShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<NoteShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registers: Option<RegistersShape>,
}

#[derive(Serialize)]
pub(super) struct Header<'a> {
    pub title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shelfmark: Option<&'a str>,
    pub languages: Vec<&'a str>,
    pub source: Source<'a>,
    pub settings: Pairs<'a>,
}

#[derive(Serialize)]
pub(super) struct Source<'a> {
    pub file: &'a str,
    pub sha256: &'a str,
    #[serde(rename = "mediaType")]
    pub media_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<&'a str>,
    pub pages: u32,
    pub metadata: Pairs<'a>,
}

/// Names and values in their own order.
pub(super) struct Pairs<'a>(pub Vec<(&'a str, &'a str)>);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

#[derive(Serialize)]
pub(super) struct PageShape {
    pub id: String,
    pub page: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub furniture: Vec<FurnitureShape>,
}

#[derive(Serialize)]
pub(super) struct FurnitureShape {
    pub r#type: &'static str,
    pub place: &'static str,
    pub text: String,
}

#[derive(Serialize)]
pub(super) struct SurfaceShape {
    pub id: String,
    pub unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dpi: Option<f32>,
    pub width: u32,
    pub height: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<ZoneShape>,
}

#[derive(Serialize)]
pub(super) struct ZoneShape {
    pub id: String,
    pub kind: &'static str,
    pub r#box: [u32; 4],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<ZoneShape>,
}

#[derive(Serialize)]
pub(super) struct CorrectionShape {
    pub start: usize,
    pub end: usize,
    pub was: String,
    pub cert: &'static str,
}

#[derive(Serialize)]
pub(super) struct NoteShape {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    pub place: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub uncalled: bool,
    pub page: u32,
    pub blocks: Vec<BlockShape>,
}

#[derive(Default, Serialize)]
pub(super) struct BlockShape {
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Over so many columns the cell stands, where it is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cols: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<String>,
    pub text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<AnnotationShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub styles: Vec<StyleShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub markers: Vec<MarkerShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<StartShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<CorrectionShape>,
    /// Characters of the text so far.
    #[serde(skip)]
    pub length: usize,
}

#[derive(Serialize)]
pub(super) struct AnnotationShape {
    pub start: usize,
    pub end: usize,
    pub kind: &'static str,
    pub rule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cert: Option<&'static str>,
    pub value: Attributes,
    /// The page on which it starts.
    #[serde(skip)]
    pub page: u32,
}

/// The attributes of an element in their own order.
pub(super) struct Attributes(pub Vec<(&'static str, String)>);

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(Serialize)]
pub(super) struct StyleShape {
    pub start: usize,
    pub end: usize,
    pub rend: String,
}

#[derive(Serialize)]
pub(super) struct MarkerShape {
    pub at: usize,
    pub n: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Serialize)]
pub(super) struct StartShape {
    pub at: usize,
    pub of: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hyphen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cert: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}
