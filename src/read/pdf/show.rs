//! Showing text: the text state, and how a shown string moves the pen from glyph to glyph.

use std::collections::HashMap;

use hayro_syntax::object::{Array, Object, Rect, String as PdfString};

use super::fonts::Shape;
use super::glyphs::Run;
use super::matrix::Matrix;
use super::walk::{Walk, plain_font};

/// The graphics state, as far as text depends on it.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) ctm: Matrix,
    pub(super) font: Option<u16>,
    pub(super) size: f64,
    pub(super) letter_space: f64,
    pub(super) word_space: f64,
    /// Horizontal scaling, 1 for 100 %.
    pub(super) stretch: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) mode: i64,
    pub(super) pen: f64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            ctm: Matrix::IDENTITY,
            font: None,
            size: 0.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            pen: 1.0,
        }
    }
}

impl Walk<'_, '_> {
    pub(super) fn next_line(&mut self, x: f64, y: f64) {
        self.text_line = Matrix::shift(x, y).then(self.text_line);
        self.text = self.text_line;
    }

    pub(super) fn show_all(&mut self, pieces: &Array<'_>) {
        for piece in pieces.iter::<Object<'_>>() {
            match piece {
                Object::String(text) => self.show(&text),
                Object::Number(n) => {
                    let shift = -n.as_f64() / 1000.0 * self.state.size;
                    let vertical = self
                        .state
                        .font
                        .is_some_and(|f| self.sheet.fonts[usize::from(f)].vertical);
                    let (x, y) = if vertical {
                        (0.0, shift)
                    } else {
                        (shift * self.state.stretch, 0.0)
                    };
                    self.text = Matrix::shift(x, y).then(self.text);
                }
                _ => {}
            }
        }
    }

    pub(super) fn show(&mut self, text: &PdfString<'_>) {
        let Some(index) = self.state.font else { return };
        let font = self.sheet.fonts[usize::from(index)].clone();
        let state = self.state.clone();
        let on_page = self.text.then(state.ctm);
        if !on_page.is_sane() || !state.size.is_finite() {
            return;
        }
        let run = Run::new(
            &font,
            index,
            &on_page,
            state.size,
            state.stretch,
            state.letter_space,
            state.mode,
        );
        let pen = (state.pen * state.ctm.a.hypot(state.ctm.b)) as f32;
        let mut bytes: &[u8] = text;
        let mut moved = 0.0;
        let is_seen = self.hidden == 0 && run.size > 0.0;
        while !bytes.is_empty() {
            let (code, length) = font.read(bytes);
            let is_blank = length == 1 && code == 32;
            bytes = bytes.get(length..).unwrap_or_default();
            let advance = {
                let shape = match font.known(code) {
                    Some(shape) => shape,
                    None => self
                        .memory_of(index)
                        .entry((code, length as u8))
                        .or_insert_with(|| font.find(code, length)),
                };
                let advance = f64::from(shape.advance);
                if is_seen {
                    let (x, y) = if font.vertical {
                        (0.0, moved)
                    } else {
                        (moved, state.rise)
                    };
                    let (x, y) = on_page.point(x, y);
                    // Borrowed from the memory: the sheet takes what it needs.
                    let shape = shape.clone();
                    run.place(&mut self.sheet, &shape, x as f32, y as f32, pen);
                }
                advance
            };
            let spaces = state.letter_space + if is_blank { state.word_space } else { 0.0 };
            moved += if font.vertical {
                advance * state.size - spaces
            } else {
                (advance * state.size + spaces) * state.stretch
            };
        }
        let (x, y) = if font.vertical { (0.0, moved) } else { (moved, 0.0) };
        self.text = Matrix::shift(x, y).then(self.text);
    }

    fn memory_of(&mut self, font: u16) -> &mut HashMap<(u32, u8), Shape> {
        let font = usize::from(font);
        if self.memory.len() <= font {
            self.memory.resize_with(font + 1, HashMap::new);
        }
        &mut self.memory[font]
    }

    /// Sets a text into a box as a viewer would: in a plain font, from line to line.
    pub(super) fn type_text(&mut self, place: &Rect, text: &str, size: Option<f64>) {
        const CELL: f64 = 0.5;
        const LEADING: f64 = 1.15;
        let Some(plain) = plain_font() else { return };
        let font = self.sheet.font_index(self.shared.fonts.of(&plain));
        let size = size.unwrap_or_else(|| (0.7 * place.height()).clamp(4.0, 12.0));
        let most = ((place.width() / (CELL * size)) as usize).max(8);
        let mut rows: Vec<Vec<&str>> = Vec::new();
        for line in text.lines() {
            let mut row: Vec<&str> = Vec::new();
            let mut filled = 0;
            for word in line.split_whitespace() {
                let length = word.chars().count();
                if filled > 0 && filled + 1 + length > most {
                    rows.push(std::mem::take(&mut row));
                    filled = 0;
                }
                filled += length + 1;
                row.push(word);
            }
            rows.push(row);
        }
        let height = rows.len() as f64 * LEADING * size;
        let top = place.y1 - ((place.height() - height) / 2.0).max(0.0);
        for (n, row) in rows.iter().enumerate() {
            let y = top - (n as f64 * LEADING + 0.9) * size;
            let mut x = place.x0 + 2.0;
            for word in row {
                let width = word.chars().count() as f64 * CELL * size;
                let on_page = Matrix::shift(x, y).then(self.state.ctm);
                self.sheet.set_word(font, &on_page, size, width, word);
                x += width + CELL * size;
            }
        }
    }
}
