//! Languages: BCP 47 tags to Tesseract's names, and which language a scanned document is in.
//!
//! Tesseract is slower and worse with several languages than with the right one, so where none is asked for it is found
//! once a document from a strip of one page ([`detect_languages`]).

use image::GrayImage;

use super::{Engine, Recognised};

/// Tags and Tesseract's names where the two differ from "the ISO 639-3 code of the tag's language".
///
/// The names are those of the tessdata repository (`tesseract --list-langs`).
const NAMES: &[(&str, &str)] = &[
    ("af", "afr"),
    ("ar", "ara"),
    ("az", "aze"),
    ("az-cyrl", "aze_cyrl"),
    ("be", "bel"),
    ("bg", "bul"),
    ("br", "bre"),
    ("bs", "bos"),
    ("ca", "cat"),
    ("cs", "ces"),
    ("cy", "cym"),
    ("da", "dan"),
    ("de", "deu"),
    ("de-latf", "frk"),
    ("el", "ell"),
    ("en", "eng"),
    ("eo", "epo"),
    ("es", "spa"),
    ("et", "est"),
    ("eu", "eus"),
    ("fa", "fas"),
    ("fi", "fin"),
    ("fr", "fra"),
    ("fy", "fry"),
    ("ga", "gle"),
    ("gd", "gla"),
    ("gl", "glg"),
    ("he", "heb"),
    ("hi", "hin"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("hy", "hye"),
    ("id", "ind"),
    ("is", "isl"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ka", "kat"),
    ("kk", "kaz"),
    ("ko", "kor"),
    ("ky", "kir"),
    ("la", "lat"),
    ("lb", "ltz"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("mk", "mkd"),
    ("mn", "mon"),
    ("ms", "msa"),
    ("mt", "mlt"),
    ("nb", "nor"),
    ("nl", "nld"),
    ("nn", "nor"),
    ("no", "nor"),
    ("oc", "oci"),
    ("pl", "pol"),
    ("pt", "por"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("sk", "slk"),
    ("sl", "slv"),
    ("sq", "sqi"),
    ("sr", "srp"),
    ("sr-latn", "srp_latn"),
    ("sv", "swe"),
    ("sw", "swa"),
    ("tg", "tgk"),
    ("tr", "tur"),
    ("tt", "tat"),
    ("uk", "ukr"),
    ("uz", "uzb"),
    ("uz-cyrl", "uzb_cyrl"),
    ("vi", "vie"),
    ("yi", "yid"),
    ("zh", "chi_sim"),
    ("zh-hans", "chi_sim"),
    ("zh-hant", "chi_tra"),
];

/// Returns Tesseract's names of the languages, each once, in order.
///
/// The language with its script is looked up first (`sr-Latn`), then the language alone. What is not in the table is passed
/// on as it is, so that ISO 639-3 codes and Tesseract's own names work. A language in Latin transliteration has no data of
/// its own (`ru-Latn`): it is left out beside others, and read with the English data where it stands alone.
pub(super) fn engine_names(tags: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for tag in tags {
        if let Some(name) = engine_name(tag)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push("eng".to_owned());
    }
    names
}

fn engine_name(tag: &str) -> Option<String> {
    let lower = tag.to_lowercase();
    let named = |key: &str| {
        NAMES
            .iter()
            .find(|(tag, _)| *tag == key)
            .map(|(_, name)| (*name).to_owned())
    };
    let mut parts = lower.split('-');
    let language = parts.next()?;
    let script = parts.find(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphabetic()));
    if let Some(script) = script {
        if let Some(name) = named(&format!("{language}-{script}")) {
            return Some(name);
        }
        if script == "latn"
            && matches!(
                language,
                "ru" | "uk" | "be" | "bg" | "mk" | "el" | "zh" | "ja" | "ko" | "ar" | "he" | "fa"
            )
        {
            return None;
        }
    }
    // A name of Tesseract's own (`chi_sim`) is kept with its case.
    named(language).or_else(|| {
        (!language.is_empty()).then(|| {
            if tag.contains('_') {
                tag.to_owned()
            } else {
                language.to_owned()
            }
        })
    })
}

/// Returns the BCP 47 tag for a name of Tesseract's.
pub(super) fn tag(name: &str) -> String {
    NAMES
        .iter()
        .find(|(_, known)| *known == name)
        .map_or_else(|| name.to_owned(), |(tag, _)| (*tag).to_owned())
}

/// What a document may be in when nobody says so, the likeliest first.
const CANDIDATES: [&str; 2] = ["en", "ru"];
/// A strip with fewer words tells nothing.
const FEWEST_WORDS: usize = 8;
/// Height of the strip that is read, inches: some eight lines of a book.
const STRIP: f32 = 1.25;
/// At this mean confidence the data fits and no other need be tried. The wrong script stays below 60.
const SURE: f32 = 85.0;

/// Finds the language of a document from a page of it: `en` or `ru`, as far as their data is installed.
///
/// A strip with much ink is read with each language's data in turn, and the higher mean confidence wins; a language without
/// data is passed over. Empty where the strip holds too few words (a title page, a picture, a blank leaf): ask with
/// another page.
pub fn detect_languages(engine: &dyn Engine, page: &GrayImage, dpi: f32) -> Vec<String> {
    let Some(strip) = fullest_strip(page, dpi) else {
        return Vec::new();
    };
    let mut best: Option<(f32, &str)> = None;
    for language in CANDIDATES {
        let Ok(read) = engine.recognise(&strip, dpi, &[language.to_owned()]) else {
            continue;
        };
        if words(&read) < FEWEST_WORDS {
            continue;
        }
        if best.is_none_or(|(confidence, _)| read.confidence > confidence) {
            best = Some((read.confidence, language));
        }
        if read.confidence >= SURE {
            break;
        }
    }
    best.map(|(_, language)| language.to_owned()).into_iter().collect()
}

/// Counts the words that have at least two letters.
fn words(read: &Recognised) -> usize {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    read.lines
        .iter()
        .flat_map(|line| &line.words)
        .filter(|word| letters(&word.text) >= 2)
        .count()
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
