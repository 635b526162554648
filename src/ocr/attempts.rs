//! Reading a page in the way that reads it best: upright, a spread page by page, and once more where it was read badly.
//!
//! In comes a page image, out comes what was [`Recognised`] on it. A page is prepared as a survey of it tells, and most are
//! read once. Only where the engine itself hardly believes what it read are other ways tried, the likeliest first, and the
//! best reading is kept.

use image::{GrayImage, imageops};

use super::detect::fullest_strip;
use super::prepare::{self, Levels, Prepared, Quarter, Survey, Way};
use super::{Again, OcrError, Recognised};
use crate::read::Line;
use crate::span::Rect;

/// What reads prepared images.
pub(super) trait Reader {
    /// Reads a page; boxes in pixels of the image that was prepared.
    fn page(&self, page: &Prepared<'_>) -> Result<Recognised, OcrError>;

    /// Reads a strip of a page, only to see how well that goes.
    fn strip(&self, strip: &GrayImage, dpi: f32) -> Result<Sureness, OcrError>;
}

/// How sure an engine is of what it read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sureness {
    /// Letters and figures.
    letters: usize,
    /// Mean confidence of the letters, 0 to 100.
    mean: f32,
}

impl Sureness {
    /// Sums up words: so many letters, with this confidence.
    pub(super) fn of(words: impl Iterator<Item = (usize, f32)>) -> Self {
        let (letters, sum) = words.fold((0, 0.0), |(letters, sum), (more, confidence)| {
            (letters + more, sum + more as f32 * confidence)
        });
        Self {
            letters,
            mean: sum / letters.max(1) as f32,
        }
    }

    fn of_lines(lines: &[Line]) -> Self {
        let words = lines.iter().flat_map(|line| &line.words);
        Self::of(words.map(|word| {
            let letters = word.text.chars().filter(|c| c.is_alphanumeric());
            (letters.count(), word.confidence.unwrap_or(0.0))
        }))
    }

    /// How much was read, counted by how sure it is; what is read at [`NOISE`] or below counts nothing.
    fn worth(self) -> f32 {
        self.letters as f32 * (self.mean - NOISE).max(0.0)
    }
}

/// Confidence with which the engine reads what is no text: textures, letters that stand on their heads.
const NOISE: f32 = 40.0;
/// Below this mean confidence of the letters a page is tried in other ways. Upside down or in another script pages have 30 to
/// 60, good scans 85 and more.
const BAD: f32 = 70.0;
/// A reading above this needs no further try.
const GOOD: f32 = 85.0;
/// With fewer letters a confidence tells nothing.
const FEW: usize = 24;
/// Another reading is better if it is worth so many times as much.
const BETTER: f32 = 1.08;
/// Types smaller than this, pixels to the em, are worth enlarging; the networks were trained on some forty.
const SMALL: f32 = 26.0;
/// The size they are brought to, pixels to the em.
const ENLARGED: f32 = 40.0;

/// Reads a page image, or the two pages of a spread.
pub(super) fn read(image: &GrayImage, dpi: f32, reader: &dyn Reader) -> Result<Recognised, OcrError> {
    let Some(fold) = prepare::fold(image, dpi) else {
        return read_page(image, dpi, reader);
    };
    let half = |x: u32, wide: u32| imageops::crop_imm(image, x, 0, wide, image.height()).to_image();
    let mut whole = read_page(&half(0, fold), dpi, reader)?;
    let mut right = read_page(&half(fold, image.width() - fold), dpi, reader)?;
    let counts = [&whole, &right].map(|page| page.lines.iter().map(|line| line.words.len()).sum::<usize>() as f32);
    for line in &mut right.lines {
        for word in &mut line.words {
            word.rect = moved(&word.rect, fold as f32);
        }
        line.rect = moved(&line.rect, fold as f32);
    }
    whole.confidence = (whole.confidence * counts[0] + right.confidence * counts[1]) / (counts[0] + counts[1]).max(1.0);
    whole.lines.append(&mut right.lines);
    whole
        .rules
        .extend(right.rules.iter().map(|rule| moved(rule, fold as f32)));
    whole.specks += right.specks;
    whole.again = whole.again.or(right.again);
    whole.fold = Some(fold as f32);
    Ok(whole)
}

fn moved(rect: &Rect, by: f32) -> Rect {
    Rect::new(rect.x0 + by, rect.y0, rect.x1 + by, rect.y1)
}

/// Reads one page.
fn read_page(image: &GrayImage, dpi: f32, reader: &dyn Reader) -> Result<Recognised, OcrError> {
    let Some(survey) = Survey::of(image, dpi) else {
        return Ok(Recognised::nothing());
    };
    let mut way = Way::default();
    if survey.runs_sideways() {
        way.quarter = upright(image, dpi, reader)?;
    }
    let Some(prepared) = prepare::prepare_as(image, &survey, way) else {
        return hidden(Recognised::nothing(), image, &survey, way, reader);
    };
    let was_flattened = prepared.is_flattened;
    let mut best = reader.page(&prepared)?;
    drop(prepared);
    let mut sure = Sureness::of_lines(&best.lines);
    if sure.letters < FEW {
        return hidden(best, image, &survey, way, reader);
    }
    if sure.mean >= BAD {
        return Ok(best);
    }
    let first = best.confidence;
    let mut kept = None;
    if is_upside_down(image, dpi, way.quarter, reader)? {
        way.quarter = way.quarter.turned_over();
        (best, kept) = (attempt(image, &survey, way, reader)?, Some("turned round"));
        sure = Sureness::of_lines(&best.lines);
    }
    let other = if was_flattened { Levels::Kept } else { Levels::Flattened };
    let em = em(&best.lines);
    let ways = [
        (em < SMALL).then(|| {
            let scale = Some(ENLARGED / em.max(1.0));
            (Way { scale, ..way }, "enlarged")
        }),
        Some((with(other, way), told(other))),
        Some((with(Levels::Local, way), told(Levels::Local))),
        Some((with(Levels::Darkest, way), told(Levels::Darkest))),
    ];
    for (way, what) in ways.into_iter().flatten() {
        if sure.mean >= GOOD {
            break;
        }
        let next = attempt(image, &survey, way, reader)?;
        let next_sure = Sureness::of_lines(&next.lines);
        if next_sure.worth() > BETTER * sure.worth() {
            (best, sure, kept) = (next, next_sure, Some(what));
        }
    }
    best.again = Some(Again { first, kept });
    Ok(best)
}

/// Looks for print where next to none was read: what is faint for the whole page may stand out from the paper round it.
/// Only what is read well counts, in lines that stand out: there is no text in the grain of paper.
fn hidden(
    first: Recognised,
    image: &GrayImage,
    survey: &Survey,
    way: Way,
    reader: &dyn Reader,
) -> Result<Recognised, OcrError> {
    let page = prepare::prepare_as(image, survey, with(Levels::Local, way));
    let Some(page) = page.filter(|page| page.shows_lines) else {
        return Ok(first);
    };
    let next = reader.page(&page)?;
    let sure = Sureness::of_lines(&next.lines);
    if sure.letters < FEW || sure.mean < BAD || sure.worth() < Sureness::of_lines(&first.lines).worth() {
        return Ok(first);
    }
    Ok(Recognised {
        again: Some(Again {
            first: first.confidence,
            kept: Some(told(Levels::Local)),
        }),
        ..next
    })
}

fn with(levels: Levels, way: Way) -> Way {
    Way { levels, ..way }
}

fn told(levels: Levels) -> &'static str {
    match levels {
        Levels::Local => "with ink and paper parted place by place",
        Levels::Darkest => "with the darkest ink alone",
        Levels::Flattened => "with shadows and specks taken out",
        Levels::Kept | Levels::AsMeasured => "with shadows and specks left in",
    }
}

fn attempt(image: &GrayImage, survey: &Survey, way: Way, reader: &dyn Reader) -> Result<Recognised, OcrError> {
    prepare::prepare_as(image, survey, way).map_or_else(|| Ok(Recognised::nothing()), |page| reader.page(&page))
}

/// Returns the size of most of the type, pixels to the em.
fn em(lines: &[Line]) -> f32 {
    let mut sizes: Vec<f32> = lines.iter().map(Line::size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(ENLARGED)
}

/// Finds how the text lies where its lines may run up or down: a strip is read each way.
fn upright(image: &GrayImage, dpi: f32, reader: &dyn Reader) -> Result<Quarter, OcrError> {
    let mut best = (Quarter::Upright, 0.0);
    for quarter in [Quarter::Upwards, Quarter::Downwards, Quarter::Upright] {
        let sure = strip(image, dpi, quarter, reader)?;
        if sure.letters >= FEW && sure.worth() > best.1 {
            best = (quarter, sure.worth());
        }
        if sure.letters >= FEW && sure.mean >= GOOD {
            break;
        }
    }
    Ok(best.0)
}

/// Tells whether a strip of the page is read better with head and foot exchanged.
fn is_upside_down(image: &GrayImage, dpi: f32, quarter: Quarter, reader: &dyn Reader) -> Result<bool, OcrError> {
    let over = strip(image, dpi, quarter.turned_over(), reader)?;
    if over.letters < FEW || over.mean < BAD {
        return Ok(false);
    }
    Ok(over.worth() > BETTER * strip(image, dpi, quarter, reader)?.worth())
}

/// Reads the strip of a page that has most text.
fn strip(image: &GrayImage, dpi: f32, quarter: Quarter, reader: &dyn Reader) -> Result<Sureness, OcrError> {
    let upright = quarter.set_upright(image);
    let Some(strip) = fullest_strip(&upright, dpi) else {
        return Ok(Sureness::default());
    };
    match prepare::prepare(&strip, dpi) {
        Some(page) => reader.strip(&page.image, page.dpi),
        None => Ok(Sureness::default()),
    }
}
