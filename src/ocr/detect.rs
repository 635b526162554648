//! Which language a scanned document is in.
//!
//! Tesseract is slower and worse with several languages than with the right one, so where none is asked for it is found
//! once a document from a strip of one page ([`detect_languages`]): English and Russian data are tried first, then the
//! language whose common words stand in what was read, and where no such words tell, whatever data is installed.

use image::GrayImage;

use super::{Engine, OcrError, Recognised};
use crate::diag::{Diagnostic, Warned};
use crate::repair;

/// What is tried first, one for each script.
const FIRST: [&str; 2] = ["en", "ru"];
/// A strip with fewer words tells nothing.
const FEWEST_WORDS: usize = 8;
/// Height of the strip that is read, inches: some eight lines of a book.
const STRIP: f32 = 1.25;
/// At this mean confidence the script is right. The wrong one stays below 60.
const SURE: f32 = 85.0;
/// A text in which the common words of a language make up this share of all is in it. Measured on strips of a hundred words of
/// own prose: English .17 to .33, German .12 to .23, French .09 to .16, Russian .05 to .11; of another language's words at most
/// .07 (`des` in German), always fewer than of its own.
const SPOKEN: f32 = 0.05;
/// Two languages' data do not give the same confidence to the same accuracy: the data of the language that the words tell is
/// the right one though it be so many points less sure.
const NEAR: f32 = 10.0;
/// Data of a language that no word tells must read so much better, in points of the mean confidence. Measured: Italian and
/// Polish data read a paragraph of their language 3 and 12 points better than English data, and a table of English places
/// 1.4 and 1.8 points worse.
const CLEARLY: f32 = 1.5;

/// A strip as read with the data of a language.
struct Trial {
    language: String,
    confidence: f32,
    /// Whose common words stand in it, and their share of all words.
    spoken: Option<(String, f32)>,
}

impl Trial {
    /// Tells whether its common words are of its own language.
    fn is_settled(&self) -> bool {
        matches!(&self.spoken, Some((tag, share)) if base(tag) == base(&self.language) && *share >= SPOKEN)
    }
}

/// Finds the language of a document from a page of it, as far as the engine has data.
///
/// Empty where the strip with the most ink holds too few words (a title page, a picture, a blank leaf): ask with another
/// page. A language that the words tell but for which there is no data is a warning.
pub fn detect_languages(engine: &dyn Engine, page: &GrayImage, dpi: f32) -> Warned<Vec<String>> {
    let Some(strip) = fullest_strip(page, dpi) else {
        return Warned::certain(Vec::new());
    };
    let read = |language: &str| {
        let read = engine.recognise(&strip, dpi, &[language.to_owned()])?;
        Ok::<_, OcrError>(trial(language, &read))
    };
    let mut best: Option<Trial> = None;
    for language in FIRST {
        if let Ok(Some(trial)) = read(language)
            && best.as_ref().is_none_or(|best| trial.confidence > best.confidence)
        {
            best = Some(trial);
        }
        if best.as_ref().is_some_and(|best| best.confidence >= SURE) {
            break;
        }
    }
    let Some(mut best) = best else {
        return Warned::certain(Vec::new());
    };
    let mut doubts = Vec::new();
    match best.spoken.clone().filter(|(_, share)| *share >= SPOKEN) {
        // A transliteration has no data of its own.
        Some((told, _)) if base(&told) == base(&best.language) || told.contains("-Latn") => {}
        Some((told, _)) => match read(&told) {
            Ok(Some(trial)) if trial.is_settled() && trial.confidence > best.confidence - NEAR => best = trial,
            Err(OcrError::LanguageMissing { package, .. }) => doubts.push(no_data(&told, &package, &best.language)),
            _ => {}
        },
        None => best = best_of_installed(engine, best, read),
    }
    Warned::new(vec![best.language], doubts)
}

/// Returns the best reading with the data of any language, where no word tells which it is.
fn best_of_installed(
    engine: &dyn Engine,
    mut best: Trial,
    read: impl Fn(&str) -> Result<Option<Trial>, OcrError>,
) -> Trial {
    let others = engine
        .installed()
        .into_iter()
        .filter(|language| !FIRST.contains(&language.as_str()));
    for language in others {
        if let Ok(Some(trial)) = read(&language)
            && (trial.confidence > best.confidence + CLEARLY
                || trial.is_settled() && trial.confidence > best.confidence)
        {
            best = trial;
        }
    }
    best
}

/// Tells whether an engine can read a language; one that does not list what it has is believed to.
///
/// What is tried first in any case is not asked for: asking loads a model.
pub(crate) fn has_data(engine: &dyn Engine, language: &str) -> bool {
    if FIRST.contains(&base(language)) {
        return true;
    }
    let installed = engine.installed();
    installed.is_empty() || installed.iter().any(|tag| base(tag) == base(language))
}

/// Weighs a strip that was read; `None` where it has too few words.
fn trial(language: &str, read: &Recognised) -> Option<Trial> {
    let words = || {
        read.lines
            .iter()
            .flat_map(|line| &line.words)
            .map(|word| word.text.as_str())
    };
    let letters = |text: &&str| text.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    (words().filter(letters).count() >= FEWEST_WORDS).then(|| Trial {
        language: language.to_owned(),
        confidence: read.confidence,
        spoken: repair::language_told(words()),
    })
}

/// Returns the language of a tag without its script and region.
fn base(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Says that a document is read with the data of another language than its own.
fn no_data(language: &str, package: &str, instead: &str) -> Diagnostic {
    let what = format!("the text is in `{language}`, for which Tesseract has no data; it was read as `{instead}`");
    Diagnostic::warning("language-data-missing", what).hint(format!(
        "install it (Debian: `apt-get install tesseract-ocr-{package}`, macOS: `brew install tesseract-lang`) and convert again"
    ))
}

/// Cuts out the strip, as wide as the page, in which light and dark change most often: dense text, neither white nor a
/// picture's even tones.
pub(super) fn fullest_strip(page: &GrayImage, dpi: f32) -> Option<GrayImage> {
    strip_of_height(page, (STRIP * dpi) as u32)
}

/// Cuts out such a strip of so many pixels in height.
pub(super) fn strip_of_height(page: &GrayImage, wanted: u32) -> Option<GrayImage> {
    let (width, height) = page.dimensions();
    if width == 0 || height == 0 {
        return None;
    }
    let strip = wanted.clamp(1, height);
    let changes: Vec<u64> = page
        .as_raw()
        .chunks_exact(width as usize)
        .map(|row| row.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) > 64).count() as u64)
        .collect();
    let mut sum: u64 = changes.iter().take(strip as usize).sum();
    let (mut best, mut top) = (sum, 0);
    for (index, (new, old)) in changes.iter().skip(strip as usize).zip(&changes).enumerate() {
        sum = sum + new - old;
        if sum > best {
            (best, top) = (sum, index as u32 + 1);
        }
    }
    (best > 0).then(|| image::imageops::crop_imm(page, 0, top, width, strip).to_image())
}
