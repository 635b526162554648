//! The walker: runs a page's content and notes every glyph that it shows.
//!
//! In comes a page, out comes its [`Sheet`]. Forms and the appearances of annotations are walked where they stand; layers
//! that are off, hidden annotations and what lies outside the CropBox are left out. Work is bounded, so that a file made
//! to take for ever ends as a broken page.

use std::borrow::Cow;
use std::collections::HashMap;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, FromBytes, Name, Object, ObjectIdentifier, Stream, String as PdfString};
use hayro_syntax::page::{Page, Resources};

use super::annotations::{self, Appearance};
use super::fonts::{Fonts, Shape};
use super::layers::Layers;
use super::limits;
use super::matrix::Matrix;
use super::sheet::{Broken, Sheet};
use super::show::State;
use super::strokes::Path;
use super::text_string::text_string;

/// How deep forms may stand in forms.
const DEEPEST_FORM: usize = 20;
/// How many forms a page may show.
const MOST_FORMS: usize = 20_000;
/// How many operators a page may have, those of its forms included each time.
const MOST_OPERATORS: u64 = 20_000_000;
/// How many glyphs a page may show.
const MOST_GLYPHS: usize = 300_000;
/// How deep graphics states may be saved.
const DEEPEST_STATE: usize = 4096;

/// What all pages of a document share.
#[derive(Debug, Default)]
pub(super) struct Shared<'a> {
    pub(super) fonts: Fonts<'a>,
    pub(super) layers: Layers,
    /// The form fields are to be drawn from what they hold.
    pub(super) redraws_fields: bool,
}

/// Walks a page.
pub(super) fn walk<'a>(page: &Page<'a>, shared: &Shared<'a>) -> Sheet<'a> {
    let (width, height) = page.render_dimensions();
    let mut walk = Walk {
        shared,
        // Where CropBox and MediaBox have nothing in common, viewers show what they like.
        sheet: Sheet {
            width,
            height,
            is_cropped: !is_empty(page.intersected_crop_box()),
            ..Sheet::default()
        },
        state: State {
            ctm: Matrix::new(page.initial_transform(true).as_coeffs()),
            ..State::default()
        },
        saved: Vec::new(),
        text: Matrix::IDENTITY,
        text_line: Matrix::IDENTITY,
        path: Path::default(),
        hidden: 0,
        forms: 0,
        chain: Vec::new(),
        operators: 0,
        memory: Vec::new(),
    };
    let start = walk.state.clone();
    match content_of(page.raw()) {
        Ok(content) => walk.run(&content, page.resources()),
        Err(reason) => walk.give_up(reason),
    }
    walk.state = start;
    for appearance in annotations::appearances(page.raw(), &shared.layers, shared.redraws_fields) {
        match appearance {
            Appearance::Drawn { form, placing } => walk.appearance(&form, placing, page.resources()),
            Appearance::Typed { place, text, size } => walk.type_text(&place, &text, size),
        }
    }
    walk.sheet
}

fn is_empty(rect: hayro_syntax::object::Rect) -> bool {
    rect.width() <= 0.0 || rect.height() <= 0.0
}

/// Returns the page's content, its streams joined; empty where it has none.
fn content_of(page: &Dict<'_>) -> Result<Vec<u8>, Broken> {
    fn decode<'a>(stream: &Stream<'a>) -> Result<Cow<'a, [u8]>, Broken> {
        if limits::is_bounded(stream) {
            stream.decoded_data().map_err(|_| Broken::Damaged)
        } else {
            Err(Broken::TooLarge)
        }
    }
    if let Some(stream) = page.get::<Stream<'_>>(b"Contents") {
        return decode(&stream).map(|data| data.into_owned());
    }
    let Some(streams) = page.get::<Array<'_>>(b"Contents") else {
        return Ok(Vec::new());
    };
    let mut content = Vec::new();
    let mut lost = None;
    // Not `iter::<Stream>`, which ends at the first entry that is none.
    for entry in streams.iter::<Object<'_>>().filter_map(Object::into_stream) {
        match decode(&entry) {
            Ok(data) => {
                content.extend_from_slice(&data);
                content.push(b'\n');
            }
            Err(reason) => lost = Some(reason),
        }
    }
    lost.filter(|_| content.is_empty()).map_or(Ok(content), Err)
}

pub(super) struct Walk<'a, 's> {
    pub(super) shared: &'s Shared<'a>,
    pub(super) sheet: Sheet<'a>,
    pub(super) state: State,
    saved: Vec<State>,
    pub(super) text: Matrix,
    pub(super) text_line: Matrix,
    path: Path,
    /// How many open marked contents are hidden.
    pub(super) hidden: usize,
    forms: usize,
    /// The forms that are being drawn, the outermost first.
    chain: Vec<ObjectIdentifier>,
    operators: u64,
    /// What the codes of composite fonts show, found once a page; by font as in the sheet.
    pub(super) memory: Vec<HashMap<(u32, u8), Shape>>,
}

/// An open marked content.
struct Marked {
    hides: bool,
    /// Its text as the author wants it read, and the number of glyphs before it.
    actual: Option<(String, usize)>,
}

impl<'a> Walk<'a, '_> {
    fn give_up(&mut self, reason: Broken) {
        self.sheet.broken.get_or_insert(reason);
    }

    fn run(&mut self, content: &[u8], resources: &Resources<'a>) {
        let mut marked: Vec<Marked> = Vec::new();
        let mut fonts: Vec<(Vec<u8>, Option<u16>)> = Vec::new();
        let floor = self.saved.len();
        let mut ops = TypedIter::new(content);
        while let Some(op) = ops.next() {
            self.operators += 1;
            if self.operators > MOST_OPERATORS || self.sheet.glyphs.len() > MOST_GLYPHS {
                self.give_up(Broken::TooLong);
                break;
            }
            match op {
                Op::ShowText(op) => self.show(op.0),
                Op::ShowTexts(op) => self.show_all(op.0),
                Op::NextLineAndShowText(op) => {
                    self.next_line(0.0, -self.state.leading);
                    self.show(op.0);
                }
                Op::ShowTextWithParameters(op) => {
                    self.state.word_space = op.0.as_f64();
                    self.state.letter_space = op.1.as_f64();
                    self.next_line(0.0, -self.state.leading);
                    self.show(op.2);
                }
                Op::NextLine(op) => self.next_line(op.0.as_f64(), op.1.as_f64()),
                Op::NextLineAndSetLeading(op) => {
                    self.state.leading = -op.1.as_f64();
                    self.next_line(op.0.as_f64(), op.1.as_f64());
                }
                Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
                Op::SetTextMatrix(op) => {
                    let matrix = Matrix::new([op.0, op.1, op.2, op.3, op.4, op.5].map(|n| n.as_f64()));
                    (self.text, self.text_line) = (matrix, matrix);
                }
                Op::BeginText(_) => (self.text, self.text_line) = (Matrix::IDENTITY, Matrix::IDENTITY),
                Op::TextFont(op) => {
                    self.state.size = op.1.as_f64();
                    let name = op.0.as_ref();
                    self.state.font = match fonts.iter().find(|(known, _)| known == name) {
                        Some((_, font)) => *font,
                        None => {
                            let font = self.font_named(resources, name);
                            fonts.push((name.to_vec(), font));
                            font
                        }
                    };
                }
                Op::CharacterSpacing(op) => self.state.letter_space = op.0.as_f64(),
                Op::WordSpacing(op) => self.state.word_space = op.0.as_f64(),
                Op::HorizontalScaling(op) => self.state.stretch = op.0.as_f64() / 100.0,
                Op::TextLeading(op) => self.state.leading = op.0.as_f64(),
                Op::TextRise(op) => self.state.rise = op.0.as_f64(),
                Op::TextRenderingMode(op) => self.state.mode = op.0.as_i64(),
                Op::SaveState(_) if self.saved.len() < DEEPEST_STATE => self.saved.push(self.state.clone()),
                Op::RestoreState(_) if self.saved.len() > floor => {
                    if let Some(state) = self.saved.pop() {
                        self.state = state;
                    }
                }
                Op::Transform(op) => {
                    let matrix = Matrix::new([op.0, op.1, op.2, op.3, op.4, op.5].map(|n| n.as_f64()));
                    self.state.ctm = matrix.then(self.state.ctm);
                }
                Op::SetGraphicsState(op) => self.set_graphics_state(resources, op.0),
                Op::LineWidth(op) => self.state.pen = op.0.as_f64(),
                Op::XObject(op) => self.draw(resources, op.0),
                Op::InlineImage(_) => self.image(),
                Op::BeginMarkedContentWithProperties(op) => {
                    let open = self.marked(resources, op.0, op.1);
                    self.hidden += usize::from(open.hides);
                    marked.push(open);
                }
                Op::BeginMarkedContent(_) => marked.push(Marked {
                    hides: false,
                    actual: None,
                }),
                Op::EndMarkedContent(_) => {
                    if let Some(open) = marked.pop() {
                        self.end_marked(open);
                    }
                }
                Op::MoveTo(op) => self.path.move_to(&self.state.ctm, op.0.as_f64(), op.1.as_f64()),
                Op::LineTo(op) => self.path.line_to(&self.state.ctm, op.0.as_f64(), op.1.as_f64()),
                Op::RectPath(op) => {
                    let [x, y, width, height] = [op.0, op.1, op.2, op.3].map(|n| n.as_f64());
                    self.path.rectangle(&self.state.ctm, x, y, width, height);
                }
                Op::CubicTo(_) | Op::CubicStartTo(_) | Op::CubicEndTo(_) => self.path.curve(),
                Op::ClosePath(_) => self.path.close(),
                Op::StrokePath(_) => self.paint(false, true),
                Op::CloseAndStrokePath(_) => {
                    self.path.close();
                    self.paint(false, true);
                }
                Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) | Op::FillPathEvenOdd(_) => {
                    self.paint(true, false);
                }
                Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => self.paint(true, true),
                Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                    self.path.close();
                    self.paint(true, true);
                }
                Op::EndPath(_) => self.path.clear(),
                _ => {}
            }
        }
        while let Some(open) = marked.pop() {
            self.end_marked(open);
        }
        self.saved.truncate(floor);
    }

    /// Returns the font of that name, or a plain one where the resources do not have it.
    fn font_named(&mut self, resources: &Resources<'a>, name: &[u8]) -> Option<u16> {
        let named = self.shared.fonts.named(&resources.fonts, name);
        let font = named.or_else(|| plain_font().map(|dict| self.shared.fonts.of(&dict)))?;
        Some(self.sheet.font_index(font))
    }

    fn set_graphics_state(&mut self, resources: &Resources<'a>, name: &Name<'_>) {
        let Some(state) = resources.get_ext_g_state(name) else {
            return;
        };
        if let Some(width) = state.get::<f32>(b"LW") {
            self.state.pen = f64::from(width);
        }
        if let Some(pair) = state.get::<Array<'a>>(b"Font") {
            let mut pair = pair.flex_iter();
            if let (Some(dict), Some(size)) = (pair.next::<Dict<'a>>(), pair.next::<f32>()) {
                let font = self.shared.fonts.of(&dict);
                self.state.font = Some(self.sheet.font_index(font));
                self.state.size = f64::from(size);
            }
        }
    }

    fn marked(&self, resources: &Resources<'a>, tag: &Name<'_>, properties: &Object<'_>) -> Marked {
        let hides = match properties {
            Object::Name(name) if tag.as_ref() == b"OC" => {
                self.shared.layers.hides(&resources.properties, name.as_ref())
            }
            _ => false,
        };
        let text_of = |dict: &Dict<'_>| dict.get::<PdfString<'_>>(b"ActualText").map(|t| text_string(&t));
        let actual = match properties {
            Object::Dict(dict) => text_of(dict),
            Object::Name(name) => resources
                .properties
                .get::<Dict<'_>>(name.as_ref())
                .and_then(|dict| text_of(&dict)),
            _ => None,
        };
        Marked {
            hides,
            actual: actual.map(|text| (text, self.sheet.glyphs.len())),
        }
    }

    fn end_marked(&mut self, open: Marked) {
        self.hidden -= usize::from(open.hides);
        if let Some((text, first)) = open.actual {
            self.sheet.replace_by_actual_text(first, &text);
        }
    }

    fn paint(&mut self, fill: bool, stroke: bool) {
        if self.hidden == 0 {
            if fill {
                self.path.fill(&mut self.sheet.rules);
                self.sheet.curves += self.path.curves;
            }
            if stroke {
                let ctm = &self.state.ctm;
                let scale = (ctm.a * ctm.d - ctm.b * ctm.c).abs().sqrt();
                self.path.stroke((self.state.pen * scale) as f32, &mut self.sheet.rules);
            }
        }
        self.path.clear();
    }

    fn image(&mut self) {
        if self.hidden == 0 && self.state.ctm.is_sane() {
            let rect = self.state.ctm.rect(0.0, 0.0, 1.0, 1.0);
            self.sheet.add_image(rect);
        }
    }

    fn draw(&mut self, resources: &Resources<'a>, name: &Name<'_>) {
        let Some(object) = resources.get_x_object(name) else {
            return;
        };
        let dict = object.dict();
        if self.shared.layers.hides(dict, b"OC") {
            return;
        }
        match dict.get::<Name<'_>>(b"Subtype").as_ref().map(|s| s.as_ref()) {
            Some(b"Image") => self.image(),
            Some(b"Form") | None => {
                let state = self.state.clone();
                self.form(&object, resources);
                self.state = state;
            }
            Some(_) => {}
        }
    }

    fn form(&mut self, form: &Stream<'a>, outer: &Resources<'a>) {
        self.forms += 1;
        if self.forms > MOST_FORMS || self.chain.len() >= DEEPEST_FORM {
            self.give_up(Broken::TooDeep);
            return;
        }
        let id = form.obj_id();
        if self.chain.contains(&id) {
            return;
        }
        let Some(content) = limits::decode(form) else { return };
        let matrix = form
            .dict()
            .get::<[f64; 6]>(b"Matrix")
            .map_or(Matrix::IDENTITY, Matrix::new);
        self.state.ctm = matrix.then(self.state.ctm);
        let own = form.dict().get::<Dict<'a>>(b"Resources").map(Resources::new);
        let text = (self.text, self.text_line);
        self.chain.push(id);
        self.run(&content, own.as_ref().unwrap_or(outer));
        self.chain.pop();
        (self.text, self.text_line) = text;
    }

    fn appearance(&mut self, form: &Stream<'a>, placing: Matrix, outer: &Resources<'a>) {
        let page = self.state.clone();
        self.state = State {
            ctm: placing.then(page.ctm),
            ..State::default()
        };
        self.form(form, outer);
        self.state = page;
    }
}

/// Returns the dictionary of a plain font that every viewer has.
pub(super) fn plain_font() -> Option<Dict<'static>> {
    let bytes: &'static [u8] = b"<< /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    Dict::from_bytes(bytes)
}
