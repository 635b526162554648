//! A mark by itself, enlarged, and read a second time.

use std::cell::RefCell;
use std::collections::BTreeMap;

use image::{GrayImage, imageops};

use super::{LIKELY, fits, is_number, is_sure_figure, is_twice};
use crate::ocr::ink::Ink;
use crate::span::Rect;

/// A box in whole pixels, and whether what it holds was taken for a quotation mark.
type Asked = ([i32; 4], bool);

/// A second look at a page that was read.
pub(in crate::ocr) struct SecondLook<'a> {
    pub(in crate::ocr) image: &'a GrayImage,
    pub(in crate::ocr) ink: Ink<'a>,
    /// Reads an image of one line: its words with their confidences.
    pub(in crate::ocr) read_line: &'a dyn Fn(&GrayImage) -> Vec<(String, f32)>,
    /// What was read before.
    pub(in crate::ocr) known: RefCell<BTreeMap<Asked, Option<(String, f32)>>>,
}

/// A mark that was not read at once is read as so many side by side: the engine finds no line in two or three small signs alone.
const COPIES: u32 = 3;

impl SecondLook<'_> {
    /// Reads what may be a mark: a sure figure at the first try, or what copies of it side by side agree in. What was taken
    /// for a quotation mark (`quoted`) is not read as if it had to be a figure.
    pub(super) fn read(&self, part: &Rect, quoted: bool) -> Option<(String, f32)> {
        // One mark is looked at from its letters and from its ink.
        let key = (
            [part.x0, part.y0, part.x1, part.y1].map(|edge| edge.round() as i32),
            quoted,
        );
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let read = self.read_anew(part, quoted);
        self.known.borrow_mut().insert(key, read.clone());
        read
    }

    fn read_anew(&self, part: &Rect, quoted: bool) -> Option<(String, f32)> {
        /// What is read as something else with this confidence is no figure.
        const CLEAR: f32 = 85.0;
        let once = match self.words(part, 1).as_slice() {
            [word] => Some(word.clone()),
            _ => None,
        };
        if once.as_ref().is_some_and(|(text, confidence)| {
            is_sure_figure(text, *confidence, part, self.ink)
                || *confidence >= CLEAR
                    && !(text.chars().all(char::is_alphabetic) && self.ink.parts(part).len() > 1)
                    && !text.contains(|c: char| c.is_ascii_digit() || "$*#%§&".contains(c))
        }) {
            return once;
        }
        let thrice = agreed(&self.words(part, COPIES)).filter(|(text, _)| is_number(text) && fits(text, part));
        let is_sure = |read: &(String, f32)| is_sure_figure(&read.0, read.1, part, self.ink);
        let settled = thrice.as_ref().is_some_and(is_sure) || quoted && is_twice(part, self.ink);
        if !settled && let Some(figures) = self.figures(part) {
            return Some(figures);
        }
        if quoted {
            return thrice.filter(is_sure).or(once);
        }
        let is_likely = |(_, confidence): &(String, f32)| *confidence >= LIKELY;
        thrice.filter(is_likely).or(once)
    }

    /// Reads a mark of several figures one by one.
    fn figures(&self, part: &Rect) -> Option<(String, f32)> {
        let parts = self.ink.parts(part);
        if !(2..=3).contains(&parts.len()) {
            return None;
        }
        let figure = |part: &Rect| match self.words(part, 1).as_slice() {
            [(text, confidence)] if text.len() == 1 && text.starts_with(|c: char| c.is_ascii_digit()) => {
                Some((text.clone(), *confidence))
            }
            _ => None,
        };
        let figures: Option<Vec<(String, f32)>> = parts.iter().map(figure).collect();
        let figures = figures?;
        let text: String = figures.iter().map(|(text, _)| text.as_str()).collect();
        let least = figures.iter().map(|(_, confidence)| *confidence).fold(100.0, f32::min);
        is_sure_figure(&text, least, part, self.ink).then_some((text, least))
    }

    /// Reads a part of a line that has no mark in it; its letters, none where it is no line.
    pub(super) fn read_letters(&self, part: &Rect) -> String {
        let words = self.words(part, 1);
        words.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// Reads a part of a line that is a word.
    pub(super) fn read_word(&self, part: &Rect) -> Option<(String, f32)> {
        match self.words(part, 1).as_slice() {
            [word] => Some(word.clone()),
            _ => None,
        }
    }

    /// Reads copies of a part of the page: enlarged to the height of ordinary letters, with its full contrast and white round
    /// it, a raised figure is read as well as any other.
    fn words(&self, part: &Rect, copies: u32) -> Vec<(String, f32)> {
        let card = self.card(part, copies);
        card.map(|card| (self.read_line)(&card)).unwrap_or_default()
    }

    /// Makes the image of copies of a part of the page.
    fn card(&self, part: &Rect, copies: u32) -> Option<GrayImage> {
        /// The height that suits Tesseract's networks, pixels.
        const HEIGHT: f32 = 36.0;
        /// White between two copies, in heights.
        const GAP: f32 = 0.6;
        let margin = if copies == 1 { 1.0 } else { 0.0 };
        let (x0, y0) = ((part.x0 - margin).max(0.0) as u32, (part.y0 - margin).max(0.0) as u32);
        let (x1, y1) = (
            ((part.x1 + margin) as u32).min(self.image.width()),
            ((part.y1 + margin) as u32).min(self.image.height()),
        );
        let (width, height) = (x1.checked_sub(x0)?, y1.checked_sub(y0)?);
        if width == 0 || height == 0 || width > 20 * height {
            return None;
        }
        let (wide, high) = ((width as f32 * HEIGHT / height as f32).ceil() as u32, HEIGHT as u32);
        let mut mark = imageops::crop_imm(self.image, x0, y0, width, height).to_image();
        if copies > 1 {
            stretch(&mut mark);
        }
        let paper = mark.iter().copied().max().unwrap_or(255);
        let mark = imageops::resize(&mark, wide, high, imageops::FilterType::CatmullRom);
        let step = wide + (GAP * HEIGHT) as u32;
        let mut card = GrayImage::from_pixel(step * (copies - 1) + wide + 2 * high, 3 * high, image::Luma([paper]));
        for copy in 0..copies {
            imageops::replace(&mut card, &mark, i64::from(high + copy * step), i64::from(high));
        }
        Some(card)
    }
}

/// Makes the paper of a small image white and its ink black.
fn stretch(image: &mut GrayImage) {
    let mut levels: Vec<u8> = image.iter().copied().collect();
    levels.sort_unstable();
    let at = |share: f32| {
        levels
            .get((levels.len() as f32 * share) as usize)
            .copied()
            .map_or(0.0, f32::from)
    };
    let (dark, light) = (at(0.03), at(0.85));
    for pixel in image.iter_mut() {
        *pixel = ((f32::from(*pixel) - dark) / (light - dark).max(1.0) * 255.0).clamp(0.0, 255.0) as u8;
    }
}

/// Returns the text that copies of a mark were read as, if most agree; they may have been read in one word.
fn agreed(words: &[(String, f32)]) -> Option<(String, f32)> {
    let all: String = words.iter().map(|(text, _)| text.as_str()).collect();
    let letters: Vec<char> = all.chars().collect();
    let mean = words.iter().map(|(_, confidence)| confidence).sum::<f32>() / words.len().max(1) as f32;
    let length = letters.len() / COPIES as usize;
    if length > 0 && length * COPIES as usize == letters.len() {
        let mut chunks = letters.chunks(length);
        let first = chunks.next()?;
        if chunks.all(|chunk| chunk == first) {
            return Some((first.iter().collect(), mean));
        }
    }
    let text = words.iter().map(|(text, _)| text.trim_end_matches(['.', ',']));
    let alike = |word: &str| text.clone().filter(|other| *other == word).count();
    let most = text.clone().find(|word| alike(word) as u32 > COPIES / 2)?;
    Some((most.to_owned(), mean))
}
