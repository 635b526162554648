//! Preparing a page image for recognition: turned upright and level, shadows taken out, small type enlarged, where need be.
//!
//! In comes a grey image, out comes one that the engine reads well and the way back to the pixels of the first. Most pages
//! need nothing: a survey at a quarter of the resolution tells which do, so a clean page costs two passes over its pixels.

use std::borrow::Cow;

use image::GrayImage;

use super::Recognised;
use super::resolution::plausible;
use crate::read::Line;
use crate::span::Rect;

mod background;
mod clean;
mod fold;
mod letters;
mod local;
mod neighbour;
mod quarter;
mod skew;
mod turn;

pub(crate) use clean::clean;
pub(super) use fold::fold;
pub(super) use letters::Letters;
pub(super) use quarter::Quarter;

use background::Paper;
use turn::Turn;

/// How a page is to be prepared.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Way {
    /// How the text lies.
    pub(super) quarter: Quarter,
    /// Shadows and specks.
    pub(super) levels: Levels,
    /// By what the image is enlarged; `None`: as its resolution asks for.
    pub(super) scale: Option<f32>,
}

/// What is done to the paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Levels {
    /// Shadows and specks are taken out where the page is uneven.
    #[default]
    AsMeasured,
    /// They are taken out of any page.
    Flattened,
    /// Nothing is done.
    Kept,
    /// Each place of the page has a level of its own that parts ink from paper.
    Local,
    /// Only the darkest ink is left.
    Darkest,
}

/// A page image ready for the engine.
#[derive(Clone, Debug)]
pub struct Prepared<'a> {
    /// The image; the one given, where nothing had to be done.
    pub image: Cow<'a, GrayImage>,
    /// Its resolution, dots per inch.
    pub dpi: f32,
    /// Shadows and specks were taken out.
    pub(super) is_flattened: bool,
    /// Lines of print stand out beyond doubt.
    pub(super) shows_lines: bool,
    /// How the text lay.
    quarter: Quarter,
    /// Width and height of the image given.
    size: (f32, f32),
    /// How it was levelled, if it was.
    turn: Option<Turn>,
    /// By what it was enlarged at last.
    scale: f32,
}

impl Prepared<'_> {
    /// Takes a point of the upright, level image to the image given.
    fn back(&self, x: f32, y: f32) -> (f32, f32) {
        let (x, y) = (x / self.scale, y / self.scale);
        self.turn.map_or((x, y), |turn| turn.back(x, y))
    }

    /// Takes a box of the prepared image to the image given: levelled about its middle, it keeps its width and height.
    pub fn rect_back(&self, rect: &Rect) -> Rect {
        self.quarter.back(&self.level_back(rect), self.size)
    }

    /// Takes a box back to where it was before the page was levelled.
    fn level_back(&self, rect: &Rect) -> Rect {
        let (x, y) = self.back((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0);
        let (wide, high) = (rect.width() / self.scale / 2.0, rect.height() / self.scale / 2.0);
        Rect::new(x - wide, y - high, x + wide, y + high)
    }

    /// Takes lines and rules back to the pixels of the image given, and sums up.
    pub(super) fn take_back(&self, mut lines: Vec<Line>, rules: Vec<Rect>, specks: usize) -> Recognised {
        let (mut sum, mut count) = (0.0, 0.0_f32);
        for line in &mut lines {
            for word in &mut line.words {
                let level = self.level_back(&word.rect);
                word.baseline = level.y0 + (word.baseline - word.rect.y0) / self.scale;
                word.size = (word.size / self.scale).max(1.0);
                word.rect = self.quarter.back(&level, self.size);
                if self.quarter != Quarter::Upright {
                    word.baseline = word.rect.y1;
                }
                sum += word.confidence.unwrap_or(0.0);
                count += 1.0;
            }
            line.angle = (line.angle + self.quarter.angle()).rem_euclid(360.0);
            line.rect = Rect::around(line.words.iter().map(|word| &word.rect)).unwrap_or(line.rect);
        }
        let rules = self.rules_back(&rules, &lines);
        Recognised {
            lines,
            rules,
            specks,
            confidence: sum / count.max(1.0),
            fold: None,
            again: None,
        }
    }

    /// Takes rules back to the pixels of the image given, but for those in words of these lines, which are there already: the
    /// bar of a large T, a long dash.
    pub(super) fn rules_back(&self, rules: &[Rect], lines: &[Line]) -> Vec<Rect> {
        let in_word = |rule: &Rect, word: &Rect| {
            let (wide, high) = (rule.overlap_x(word), rule.overlap_y(word));
            wide * high > 0.6 * rule.width() * rule.height()
        };
        let is_rule = |rule: &Rect| {
            !lines
                .iter()
                .flat_map(|line| &line.words)
                .any(|word| in_word(rule, &word.rect))
        };
        rules.iter().map(|rule| self.rect_back(rule)).filter(is_rule).collect()
    }

    /// Tells whether a pixel of the image is no longer where it was.
    pub(super) fn is_moved(&self) -> bool {
        self.turn.is_some() || self.quarter != Quarter::Upright || self.scale != 1.0
    }
}

/// A tilt smaller than this, in degrees, is left alone: over the width of a page it moves a line by less than the height of
/// its small letters, which the engine follows by itself.
const LEAST_TILT: f32 = 0.3;
/// An image of fewer dots per inch of ordinary type is enlarged: its small letters are too small for the engine's networks.
const COARSE: f32 = 170.0;
/// The resolution that the letters tell over the true one: types of 6 to 17 points.
const ORDINARY: std::ops::RangeInclusive<f32> = 0.6..=1.6;
/// The resolution that an enlarged image has, dots per inch: what Tesseract was trained for.
const FINE: f32 = 300.0;
/// No image is enlarged more.
const MOST_SCALE: f32 = 4.0;
/// An enlarged image has no more pixels than this.
const MOST_PIXELS: f32 = 60e6;

/// Prepares a page as it needs; `None` where it is blank.
///
/// `dpi` is the resolution in dots per inch; one that makes no page (a PDF whose points count pixels) is replaced.
pub fn prepare(image: &GrayImage, dpi: f32) -> Option<Prepared<'_>> {
    prepare_as(image, &Survey::of(image, dpi)?, Way::default())
}

/// What a look at a page tells of it.
#[derive(Clone, Debug)]
pub(super) struct Survey {
    paper: Paper,
    ink: skew::Ink,
    /// Dots per inch, made plausible; where the letters are of another order of size than ordinary type has, the resolution
    /// at which they would be: how large a speck or a gap is depends on them.
    dpi: f32,
    /// The resolution at which the letters are of ordinary size, where they could be measured.
    of_letters: Option<f32>,
}

impl Survey {
    /// Looks at a page; `None` where it is too small to be one.
    pub(super) fn of(image: &GrayImage, dpi: f32) -> Option<Self> {
        if image.width() < 8 || image.height() < 8 {
            return None;
        }
        let told = sane(dpi, image);
        let of_letters = Letters::of(image).map(Letters::dpi);
        let dpi = match of_letters {
            Some(found) if !ORDINARY.contains(&(found / told)) => found.clamp(50.0, 2400.0),
            _ => told,
        };
        let paper = Paper::survey(image, dpi);
        let ink = skew::Ink::of(image, dpi, &paper);
        Some(Self {
            paper,
            ink,
            dpi,
            of_letters,
        })
    }

    /// Tells whether the lines of the page may run up or down it, as far as their profile tells.
    pub(super) fn runs_sideways(&self) -> bool {
        self.ink.runs_sideways()
    }
}

/// Prepares a page, of which this is the survey, in a certain way; `None` where it is blank.
pub(super) fn prepare_as<'a>(image: &'a GrayImage, survey: &Survey, way: Way) -> Option<Prepared<'a>> {
    let (width, height) = image.dimensions();
    let dpi = survey.dpi;
    let mut upright = way.quarter.set_upright(image);
    if way.levels == Levels::Local {
        upright = Cow::Owned(local::threshold(&upright, dpi));
    }
    let anew = way.quarter != Quarter::Upright || way.levels == Levels::Local;
    let anew = if anew { Some(Survey::of(&upright, dpi)?) } else { None };
    let Survey { paper, ink, .. } = anew.as_ref().unwrap_or(survey);
    if ink.is_blank() {
        return None;
    }
    let mut prepared = Prepared {
        image: upright,
        dpi,
        is_flattened: match way.levels {
            Levels::AsMeasured => paper.is_uneven(),
            Levels::Flattened | Levels::Darkest => true,
            Levels::Kept | Levels::Local => false,
        },
        shows_lines: way.levels == Levels::Local && ink.clear_tilt().is_some(),
        quarter: way.quarter,
        size: (width as f32, height as f32),
        turn: None,
        scale: 1.0,
    };
    if prepared.is_flattened {
        prepared.image = Cow::Owned(background::flatten(&prepared.image, paper, dpi));
    }
    if way.levels == Levels::Darkest {
        prepared.image = Cow::Owned(local::darkest(&prepared.image, dpi));
    }
    let angle = ink.tilt();
    if angle.abs() >= LEAST_TILT {
        let turn = Turn::new(prepared.image.width(), prepared.image.height(), angle);
        prepared.image = Cow::Owned(turn.apply(&prepared.image));
        prepared.turn = Some(turn);
    }
    let size = survey.of_letters.unwrap_or(dpi);
    let wanted = way.scale.unwrap_or(if size < COARSE { FINE / size } else { 1.0 });
    prepared.enlarge(wanted);
    Some(prepared)
}

fn sane(dpi: f32, image: &GrayImage) -> f32 {
    plausible(Some(dpi), image.width(), image.height()).clamp(50.0, 2400.0)
}

impl Prepared<'_> {
    /// Enlarges the image by a factor, as far as that makes no monster of it.
    fn enlarge(&mut self, wanted: f32) {
        let (width, height) = (self.image.width() as f32, self.image.height() as f32);
        let scale = wanted.min(MOST_SCALE).min((MOST_PIXELS / (width * height)).sqrt());
        if scale <= 1.05 {
            return;
        }
        let (wide, high) = ((width * scale).round() as u32, (height * scale).round() as u32);
        let filter = image::imageops::FilterType::CatmullRom;
        self.image = Cow::Owned(image::imageops::resize(self.image.as_ref(), wide, high, filter));
        self.scale = scale;
        self.dpi *= scale;
    }
}
