//! What stands on a page: lines of words with their boxes, pictures and rules, and no interpretation.
//!
//! All kinds of source end in the same [`Page`]. What a source cannot tell is absent: a plain text has no sizes and no
//! fonts, and its boxes count characters and lines ([`Unit::Cells`]), so that indents and blank lines are still geometry.

use crate::span::Rect;

/// What the numbers of a page's boxes count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    /// PDF points, 1/72 inch.
    Points,
    /// Pixels of the page image at this many dots per inch.
    Pixels {
        /// Resolution, dots per inch.
        dpi: f32,
    },
    /// Character cells of a plain text: `x` counts characters, `y` counts lines (blank ones too), so a line is 1 high.
    Cells,
}

/// Where the words of a page come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// The text layer of a PDF.
    TextLayer,
    /// A second reading of the text layer by another library, without true boxes.
    SecondOpinion,
    /// Character recognition of the page image.
    Ocr {
        /// Mean confidence of the words, 0 to 100; `None` where another engine tells none.
        confidence: Option<f32>,
    },
    /// A plain text.
    Plain,
}

/// How a word is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style {
    /// Italic or oblique.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Small capitals.
    pub small_caps: bool,
    /// Raised above the baseline and smaller than the words round it.
    pub superscript: bool,
    /// Lowered below the baseline and smaller than the words round it.
    pub subscript: bool,
    /// Set with wide spaces between the letters; `text` is already written together.
    pub letterspaced: bool,
}

/// A run of letters of one style without a space inside.
///
/// A printed word whose style changes inside it (`war` and a superscript `1`) is several of these, the later ones `glued`.
/// `text` is never empty and holds no white space.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The letters as read: ligature glyphs, soft hyphens and the like are still there.
    pub text: String,
    /// The box: as wide as the letters, as high as the font.
    pub rect: Rect,
    /// The `y` of the baseline.
    pub baseline: f32,
    /// The size of the type: the em, in the page's unit; 1.0 in plain text.
    pub size: f32,
    /// How it is set.
    pub style: Style,
    /// Index into [`Page::fonts`]; `None` where the source has no fonts.
    pub font: Option<u16>,
    /// No space stands between this and the word before it on the line.
    pub glued: bool,
    /// Confidence of the character recognition, 0 to 100; `None` where nothing was recognised.
    pub confidence: Option<f32>,
}

/// A line: words that share a baseline, from left to right. Never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The words in the order of reading.
    pub words: Vec<Word>,
    /// The smallest box round them.
    pub rect: Rect,
    /// The direction of the baseline in degrees, counter-clockwise from left-to-right: 0 for ordinary lines, 90 for upwards.
    pub angle: f32,
}

impl Line {
    /// Makes a line of words; `None` where there is none.
    pub fn new(words: Vec<Word>, angle: f32) -> Option<Self> {
        let rect = Rect::around(words.iter().map(|w| &w.rect))?;
        Some(Self { words, rect, angle })
    }

    /// Returns the line's text, a single space between words that are not glued.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for word in &self.words {
            if !word.glued && !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&word.text);
        }
        out
    }

    /// Returns the size of most of the line's letters.
    pub fn size(&self) -> f32 {
        if let [first, rest @ ..] = &self.words[..]
            && rest.iter().all(|word| word.size == first.size)
        {
            return first.size;
        }
        let mut sizes: Vec<(f32, usize)> = self.words.iter().map(|w| (w.size, w.text.chars().count())).collect();
        sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let half = sizes.iter().map(|s| s.1).sum::<usize>() / 2;
        let mut seen = 0;
        for (size, letters) in &sizes {
            seen += letters;
            if seen > half {
                return *size;
            }
        }
        sizes.last().map_or(0.0, |s| s.0)
    }
}

/// A picture on a page: where, and its pixels where they are to be had.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The box on the page.
    pub rect: Rect,
    /// The picture as a PNG or JPEG file; `None` where it could not be decoded.
    pub file: Option<PictureFile>,
    /// Its lines are so thin that writing or dirt may look like it: it is a picture only if a caption says so.
    pub faint: bool,
}

/// The bytes of a picture file.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureFile {
    /// `png` or `jpg`.
    pub extension: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Which part of which page of the source a page is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leaf {
    /// The page of the source, counted from 1.
    pub page: u32,
    /// How far from its left edge this one begins: other than 0 for the right page of a spread.
    pub left: f32,
}

impl Leaf {
    /// Makes the leaf of a page that is a whole page of its source.
    pub fn whole(page: u32) -> Self {
        Self { page, left: 0.0 }
    }
}

/// One page as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The page, counted from 1 in the order of the source.
    pub number: u32,
    /// The page's name in the PDF's page labels.
    pub label: Option<String>,
    /// Width, in [`Page::unit`].
    pub width: f32,
    /// Height, in [`Page::unit`].
    pub height: f32,
    /// What the boxes count.
    pub unit: Unit,
    /// Where the words come from.
    pub origin: Origin,
    /// The lines: for a PDF in the order of its content, for a scan in the engine's, for a text from top to bottom.
    pub lines: Vec<Line>,
    /// Pictures, in the order of the content; the image of a scanned page is none.
    pub pictures: Vec<Picture>,
    /// Thin straight lines, horizontal and vertical.
    pub rules: Vec<Rect>,
    /// The PostScript names of the fonts, without subset prefixes.
    pub fonts: Vec<String>,
    /// Which part of which page of the source it is.
    pub leaf: Leaf,
    /// The page is a spread whose image shows where its two pages meet: so far from the left.
    pub fold: Option<f32>,
}
