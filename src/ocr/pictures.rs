//! Pictures on a page image: places with ink over an area, where no words were read.
//!
//! In come the pixels of a page and what was read on it, out come the pictures cut out of it. The page is looked at in cells
//! of a twentieth of an inch; cells with ink that neither words nor rules explain, and that hang together over an area, are a
//! picture. What was read inside one with little confidence is its texture and no text. Drawings in thin lines ink as few cells
//! as handwriting or dirt: they are handed on as faint, and the captions tell whether they are pictures.

use std::io::Cursor;

use image::{GrayImage, ImageFormat};

use crate::diag::{Diagnostic, Warned};
use crate::read::{Line, Picture, PictureFile, Word};
use crate::span::Rect;

/// Cells to the inch.
const CELLS: f32 = 20.0;
/// The least width and height of a picture, inches: smaller ones are initials, ornaments and stains.
const LEAST: f32 = 0.6;
/// The share of its cells that a picture inks at least; less is handwriting, dirt, or a drawing in thin lines.
const LEAST_INK: f32 = 0.25;
/// The share that a drawing in thin lines inks at least.
const LEAST_FAINT: f32 = 0.08;
/// Parts of such a drawing closer than this to each other, in cells, are one.
const APART: f32 = 5.0;
/// Words read with less confidence than this, of 100, inside a picture are none.
const UNSURE: f32 = 65.0;
/// The share of a picture that may be words: a legend, the names on a map.
const MOST_TEXT: f32 = 0.12;
/// Cells closer than this to each other, in cells, hang together.
const BRIDGE: usize = 2;
/// A word beside a picture lower than this share of the words of its page is a piece of the frame.
const LOW: f32 = 0.6;
/// A line of text in so much of a picture's height, at its head or foot, and over at least half of its width is its caption.
const RIM: f32 = 0.25;
/// A frame stands no farther from the ink inside it, in cells: what is next to a rule is taken with it.
const FRAME: f32 = 2.5;

/// Finds the pictures of a page, from top to bottom, and takes what is no text out of its lines.
///
/// A diagnostic, without its page, says which words.
pub(crate) fn take(image: &GrayImage, dpi: f32, lines: &mut Vec<Line>, rules: &[Rect]) -> Warned<Vec<Picture>> {
    let size = (dpi / CELLS).round().clamp(2.0, 400.0);
    let grid = Grid::of(image, size as u32);
    let mut inked = grid.inked();
    for line in lines.iter() {
        for word in line.words.iter().filter(|w| is_sure(w)) {
            grid.clear(&mut inked, &grown(&word.rect, size * 0.5));
        }
    }
    for rule in rules {
        grid.clear(&mut inked, &grown(rule, size));
    }
    let least = (LEAST * CELLS) as usize;
    let mut pictures: Vec<Rect> = Vec::new();
    let mut faint: Vec<Rect> = Vec::new();
    for found in grid.areas(&inked) {
        let (width, height) = (found.x1 - found.x0 + 1, found.y1 - found.y0 + 1);
        let area = (width * height) as f32;
        if width < least || height < least || (found.cells as f32) < area * LEAST_FAINT {
            continue;
        }
        let rect = Rect::new(
            found.x0 as f32 * size,
            found.y0 as f32 * size,
            ((found.x1 + 1) as f32 * size).min(image.width() as f32),
            ((found.y1 + 1) as f32 * size).min(image.height() as f32),
        );
        if (found.cells as f32) < area * LEAST_INK || found.is_frame(&grid, area) {
            faint.push(rect);
            continue;
        }
        // Its own frame was taken for rules.
        let around = grown(&rect, FRAME * size);
        let is_frame = |r: &&Rect| around.union(r) == around;
        pictures.push(rules.iter().filter(is_frame).fold(rect, |all, rule| all.union(rule)));
    }
    for picture in &mut pictures {
        cut_captions(picture, lines);
    }
    let page = (image.width() as f32, image.height() as f32);
    pictures.retain(|r| !is_shadow(r, page, size) && !is_text(r, lines));
    let mut faint = united(faint, APART * size);
    faint.retain(|r| {
        let meets = |p: &Rect| p.overlap_x(r) > 0.0 && p.overlap_y(r) > 0.0;
        !is_shadow(r, page, size) && !is_text(r, lines) && !pictures.iter().any(meets)
    });
    let inside = |r: &Rect| {
        pictures
            .iter()
            .any(|p| p.overlap_x(r) * p.overlap_y(r) > 0.7 * r.width() * r.height())
    };
    let low = LOW * middle_height(lines);
    let beside = |r: &Rect| {
        let touches = |p: &Rect| {
            let p = grown(p, FRAME * size);
            p.overlap_x(r) > 0.0 && p.overlap_y(r) > 0.0
        };
        r.height() < low && pictures.iter().any(touches)
    };
    let mut texture = Vec::new();
    for line in lines.iter_mut() {
        let blurred = |w: &Word| !is_sure(w) && inside(&w.rect);
        let words = line.words.iter().map(|w| &w.rect).filter(|r| !beside(r));
        // A dash at the end of a line of text is low too, but stands on its row.
        let row = Rect::around(words);
        let off_row = |r: &Rect| row.is_none_or(|row| row.overlap_y(r) < r.height() * 0.5);
        let taken = line
            .words
            .extract_if(.., |w| blurred(w) || beside(&w.rect) && off_row(&w.rect));
        texture.extend(taken.map(|w| w.text));
        line.rect = Rect::around(line.words.iter().map(|w| &w.rect)).unwrap_or(line.rect);
    }
    lines.retain(|l| !l.words.is_empty());
    let pictures = pictures.into_iter().map(|rect| (rect, false));
    let mut pictures: Vec<Picture> = pictures
        .chain(faint.into_iter().map(|rect| (rect, true)))
        .map(|(rect, faint)| Picture {
            rect,
            file: cut_out(image, &rect),
            faint,
        })
        .collect();
    pictures.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let doubt = (!texture.is_empty()).then(|| {
        Diagnostic::note(
            "picture-words",
            format!(
                "what was read in a picture with little confidence, or as a piece of its frame, is left out: {}",
                texture.join(" ")
            ),
        )
    });
    Warned::new(pictures, doubt.into_iter().collect())
}

/// It lies along an edge of the page, as the shadow of a fold or of the table does.
fn is_shadow(r: &Rect, (width, height): (f32, f32), size: f32) -> bool {
    let at_edge = r.x0 < size || r.y0 < size || r.x1 > width - size || r.y1 > height - size;
    at_edge && (r.width() <= width * 0.3 || r.height() <= height * 0.2)
}

/// It is full of text: a shadow over a column, a stain.
fn is_text(area: &Rect, lines: &[Line]) -> bool {
    let sure = lines.iter().flat_map(|l| &l.words).filter(|w| is_sure(w));
    let text: f32 = sure.map(|w| area.overlap_x(&w.rect) * area.overlap_y(&w.rect)).sum();
    text >= area.width() * area.height() * MOST_TEXT
}

/// Cuts lines of text off the head and foot of a picture: words of a caption that were not read hang together with it.
fn cut_captions(picture: &mut Rect, lines: &[Line]) {
    let whole = *picture;
    let rim = whole.height() * RIM;
    for line in lines {
        let sure = line.words.iter().filter(|w| is_sure(w));
        let text: f32 = sure.map(|w| w.rect.overlap_x(&whole)).sum();
        let middle = (line.rect.y0 + line.rect.y1) / 2.0;
        if text < whole.width() * 0.5 || line.rect.overlap_x(&whole) < line.rect.width() * 0.8 {
            continue;
        }
        if (whole.y1 - rim..whole.y1).contains(&middle) {
            picture.y1 = picture.y1.min(line.rect.y0);
        } else if (whole.y0..whole.y0 + rim).contains(&middle) {
            picture.y0 = picture.y0.max(line.rect.y1);
        }
    }
}

/// Makes one of boxes that stand within a distance of each other.
fn united(mut boxes: Vec<Rect>, distance: f32) -> Vec<Rect> {
    let mut all: Vec<Rect> = Vec::new();
    while let Some(mut one) = boxes.pop() {
        let near = |a: &Rect, b: &Rect| {
            let a = grown(a, distance);
            a.overlap_x(b) > 0.0 && a.overlap_y(b) > 0.0
        };
        while let Some(at) = all.iter().position(|other| near(&one, other)) {
            one = one.union(&all.swap_remove(at));
        }
        all.push(one);
    }
    all
}

/// Returns the height of a word of the page, the middle one of all.
fn middle_height(lines: &[Line]) -> f32 {
    let mut heights: Vec<f32> = lines.iter().flat_map(|l| &l.words).map(|w| w.rect.height()).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied().unwrap_or_default()
}

/// The word was read with enough confidence to be text, wherever it stands.
fn is_sure(word: &Word) -> bool {
    word.confidence.is_none_or(|c| c >= UNSURE)
}

fn grown(r: &Rect, by: f32) -> Rect {
    Rect::new(r.x0 - by, r.y0 - by, r.x1 + by, r.y1 + by)
}

/// Cuts a part out of a page image.
fn cut_out(image: &GrayImage, rect: &Rect) -> Option<PictureFile> {
    let (x, y) = (rect.x0.max(0.0) as u32, rect.y0.max(0.0) as u32);
    let part = image::imageops::crop_imm(image, x, y, rect.width() as u32, rect.height() as u32).to_image();
    let mut bytes = Cursor::new(Vec::new());
    part.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(PictureFile {
        extension: "png",
        bytes: bytes.into_inner(),
    })
}

/// The page in cells: how many of the pixels of each are darker than the paper.
struct Grid {
    columns: usize,
    rows: usize,
    size: f32,
    ink: Vec<f32>,
}

impl Grid {
    fn of(image: &GrayImage, size: u32) -> Self {
        let columns = image.width().div_ceil(size) as usize;
        let rows = image.height().div_ceil(size) as usize;
        let dark = darker_than_paper(image);
        let mut ink = vec![0_u32; columns * rows];
        let width = image.width() as usize;
        for (y, row) in image.as_raw().chunks_exact(width.max(1)).enumerate() {
            let cells = &mut ink[(y / size as usize) * columns..];
            for (cell, pixels) in cells.iter_mut().zip(row.chunks(size as usize)) {
                *cell += pixels.iter().map(|&p| u32::from(p < dark)).sum::<u32>();
            }
        }
        let full = (size * size) as f32;
        Self {
            columns,
            rows,
            size: size as f32,
            ink: ink.into_iter().map(|n| n as f32 / full).collect(),
        }
    }

    fn inked(&self) -> Vec<bool> {
        self.ink.iter().map(|&n| n > 0.06).collect()
    }

    /// Takes the cells in a box out.
    fn clear(&self, inked: &mut [bool], rect: &Rect) {
        let at = |x: f32, most: usize| ((x / self.size).floor().max(0.0) as usize).min(most);
        for y in at(rect.y0, self.rows)..at(rect.y1 + self.size, self.rows) {
            for x in at(rect.x0, self.columns)..at(rect.x1 + self.size, self.columns) {
                inked[y * self.columns + x] = false;
            }
        }
    }

    /// Groups inked cells that hang together.
    fn areas(&self, inked: &[bool]) -> Vec<Area> {
        let mut seen = vec![false; inked.len()];
        let mut areas = Vec::new();
        for start in 0..inked.len() {
            if !inked[start] || seen[start] {
                continue;
            }
            let mut area = Area {
                x0: self.columns,
                y0: self.rows,
                x1: 0,
                y1: 0,
                cells: 0,
                border: 0,
            };
            let mut open = vec![start];
            let mut mine = Vec::new();
            seen[start] = true;
            while let Some(cell) = open.pop() {
                let (x, y) = (cell % self.columns, cell / self.columns);
                mine.push((x, y));
                area.x0 = area.x0.min(x);
                area.x1 = area.x1.max(x);
                area.y0 = area.y0.min(y);
                area.y1 = area.y1.max(y);
                for ny in y.saturating_sub(BRIDGE)..(y + BRIDGE + 1).min(self.rows) {
                    for nx in x.saturating_sub(BRIDGE)..(x + BRIDGE + 1).min(self.columns) {
                        let next = ny * self.columns + nx;
                        if inked[next] && !seen[next] {
                            seen[next] = true;
                            open.push(next);
                        }
                    }
                }
            }
            area.cells = mine.len();
            let edge = |&&(x, y): &&(usize, usize)| {
                x <= area.x0 + 1 || y <= area.y0 + 1 || x + 1 >= area.x1 || y + 1 >= area.y1
            };
            area.border = mine.iter().filter(edge).count();
            areas.push(area);
        }
        areas
    }
}

/// Cells that hang together.
struct Area {
    x0: usize,
    y0: usize,
    x1: usize,
    y1: usize,
    /// How many.
    cells: usize,
    /// How many of them lie along the edge of the box.
    border: usize,
}

impl Area {
    /// The ink is a box round something else.
    fn is_frame(&self, grid: &Grid, area: f32) -> bool {
        let inner = self.cells - self.border;
        grid.rows > 0 && (inner as f32) < area * 0.08
    }
}

/// Returns the grey below which a pixel is ink: well below that of most pixels.
fn darker_than_paper(image: &GrayImage) -> u8 {
    let mut counts = [0_u64; 256];
    for &pixel in image.as_raw() {
        counts[usize::from(pixel)] += 1;
    }
    let all: u64 = counts.iter().sum();
    // Paper is what the brighter part of the page is like; on a page that is all picture it is still near white.
    let mut seen = 0;
    let bright = (0..256).rev().find(|&i| {
        seen += counts[i];
        seen * 10 >= all
    });
    (bright.unwrap_or(255) as f32 * 0.8) as u8
}
