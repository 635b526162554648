//! Whether a page is taken from its text layer or from character recognition.
//!
//! In come the sheet of a page and its lines, out comes a [`Verdict`]. Three things are measured.
//!
//! - **Legibility**: the share of glyphs whose font tells their letters. Fonts without it (bitmaps of old TeX, subsets
//!   with numbered glyphs) print well and say nothing; below [`LEGIBLE`] the layer is no text.
//! - **Plausibility**: the share of letters that stand in words of sane shape, by [`is_plausible`]. A font with a wrong
//!   map, or a bad recognition by another program, gives letters, but no words. Text that is seen is what its author
//!   wrote, so it is given up only below [`SEEN`]; an invisible layer is a guess at the image over it and must reach
//!   [`UNSEEN`], since recognising again costs seconds and a bad layer costs the page.
//! - **Coverage**: the share of the page that images fill. A page that is an image ([`PAGE_IMAGE`]) with next to no text
//!   (less than [`FEW_LETTERS`], a stamp or the footer of an archive) is a scan without a layer.
//!
//! An invisible layer over an image is looked at more closely in [`super::layer`]: whether a word list knows its words, and
//! whether they stand where the image has ink.
//!
//! A page without glyphs and images is blank, and stays blank; one whose letters are drawn as outlines is recognised like
//! a scan.

use super::letters::is_private_use;
use super::sheet::{Kind, Sheet};
use crate::read::Line;

/// The least share of glyphs that say their letters.
const LEGIBLE: f32 = 0.7;
/// The least share of plausible letters in text that is seen.
const SEEN: f32 = 0.4;
/// The least share of plausible letters in an invisible layer.
const UNSEEN: f32 = 0.6;
/// From this share of the page on, images are a scan.
const PAGE_IMAGE: f32 = 0.6;
/// Fewer letters than this on a page that is an image are no text layer.
const FEW_LETTERS: usize = 150;
/// Too few letters to judge words by.
const TOO_FEW_TO_JUDGE: usize = 40;
/// From this number of filled curves on, a page without text shows outlined letters; a letter has about five.
const OUTLINES: usize = 1000;

/// What a page's text layer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// There is nothing to read.
    Blank,
    /// The layer is the text.
    Good,
    /// The page is an image, or outlines, and has no layer to speak of.
    Scan,
    /// There is a layer, but its glyphs do not say their letters.
    Illegible,
    /// There is a layer, but its letters make no words.
    Implausible,
    /// There is an invisible layer, but its words are misread or stand elsewhere than on the image.
    Poor,
}

/// Tells whether most of the letters of a page are not seen: the guess of an earlier recognition.
pub(super) fn is_unseen(sheet: &Sheet<'_>) -> bool {
    let letters = || sheet.glyphs.iter().filter(|g| g.kind == Kind::Letters);
    letters().filter(|g| g.invisible).count() * 2 > letters().count()
}

/// Judges the text layer of a page.
pub(super) fn judge(sheet: &Sheet<'_>, lines: &[Line]) -> Verdict {
    let (known, glyphs) = sheet.legible();
    let is_image = sheet.image_share() >= PAGE_IMAGE;
    if glyphs == 0 {
        return if is_image || sheet.curves >= OUTLINES {
            Verdict::Scan
        } else {
            Verdict::Blank
        };
    }
    if (known as f32) < LEGIBLE * glyphs as f32 {
        return Verdict::Illegible;
    }
    let words: Vec<String> = lines.iter().flat_map(printed_words).collect();
    let letters: usize = words
        .iter()
        .map(|w| w.chars().filter(|c| c.is_alphanumeric()).count())
        .sum();
    let is_unseen = is_unseen(sheet);
    if is_image && letters < FEW_LETTERS && !is_unseen {
        return Verdict::Scan;
    }
    if letters < TOO_FEW_TO_JUDGE {
        return Verdict::Good;
    }
    let least = if is_unseen { UNSEEN } else { SEEN };
    if are_plausible(&words, least) {
        Verdict::Good
    } else {
        Verdict::Implausible
    }
}

/// Returns the words of a line as printed: parts that are glued together are one.
fn printed_words(line: &Line) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in &line.words {
        match words.last_mut().filter(|_| word.glued) {
            Some(last) => last.push_str(&word.text),
            None => words.push(word.text.clone()),
        }
    }
    words
}

/// Tells whether at least this share of the letters, 0 to 1, stands in words of sane shape; it does where there are none.
pub(super) fn are_plausible(words: &[impl AsRef<str>], least: f32) -> bool {
    let letters = |part: &str| part.chars().filter(|c| c.is_alphabetic() || is_rubbish(*c)).count();
    let all: usize = words.iter().map(|word| letters(word.as_ref())).sum();
    let enough = least * all as f32;
    let mut good = 0;
    // Hyphens, slashes and apostrophes join words of their own shape each.
    let joints = ['-', '‐', '–', '—', '/', '\'', '’', '.', ','];
    let mut parts = words.iter().flat_map(|word| word.as_ref().split(joints));
    // Most pages are seen to be text long before their end.
    while (good as f32) < enough {
        let Some(part) = parts.next() else { return false };
        if is_plausible(part) {
            good += letters(part);
        }
    }
    true
}

fn is_rubbish(c: char) -> bool {
    c == '\u{FFFD}' || is_private_use(c)
}

/// The scripts that are told apart inside a word, and whose vowels are known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}' => {
            Script::Latin
        }
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        _ => Script::Other,
    }
}

/// Tells whether a word has the shape of one: of one script, with a vowel, without long heaps of consonants, without
/// capitals or figures strewn in.
fn is_plausible(word: &str) -> bool {
    let trimmed = word.trim_matches(|c: char| !c.is_alphanumeric() && !is_rubbish(c));
    if trimmed.chars().any(|c| is_rubbish(c) || c.is_control()) {
        return false;
    }
    let letters: Vec<char> = trimmed.chars().filter(|c| c.is_alphabetic()).collect();
    let Some(first) = letters.first().copied() else {
        return true;
    };
    if script(first) == Script::Other {
        return true;
    }
    if letters.iter().any(|c| script(*c) != script(first)) || letters.len() > 35 {
        return false;
    }
    let strange = trimmed
        .chars()
        .filter(|c| !c.is_alphanumeric() && !matches!(c, '\u{AD}' | '·' | '*'))
        .count();
    let figures = trimmed.chars().filter(|c| c.is_numeric()).count();
    if strange * 4 > letters.len()
        || (figures > 0 && figures < letters.len() && letters.len() > 3 && has_inner_figure(trimmed))
    {
        return false;
    }
    let rises = letters
        .windows(2)
        .filter(|p| p[0].is_lowercase() && p[1].is_uppercase())
        .count();
    let is_capital = letters.iter().all(|c| c.is_uppercase());
    if rises > 1 {
        return false;
    }
    // Abbreviations have no vowels: `Nr`, `kg`, `GmbH`, `CCCP`.
    let short = if is_capital { 6 } else { 4 };
    if letters.len() <= short {
        return true;
    }
    let heap = letters.split(|c| is_vowel(*c)).map(<[char]>::len).max().unwrap_or(0);
    // `Angstschweiß` heaps eight, `взгляд` four; Roman numerals (`xviii`, `MCMXXXVIII`) have their vowels.
    letters.iter().any(|c| is_vowel(*c)) && heap <= 8
}

/// Tells whether a figure stands between letters.
fn has_inner_figure(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    chars
        .windows(3)
        .any(|w| w[0].is_alphabetic() && w[1].is_numeric() && w[2].is_alphabetic())
}

fn is_vowel(c: char) -> bool {
    let c = c.to_lowercase().next().unwrap_or(c);
    match script(c) {
        Script::Latin => !matches!(
            c,
            'b' | 'c'
                | 'd'
                | 'f'
                | 'g'
                | 'h'
                | 'j'
                | 'k'
                | 'l'
                | 'm'
                | 'n'
                | 'p'
                | 'q'
                | 'r'
                | 's'
                | 't'
                | 'v'
                | 'w'
                | 'x'
                | 'z'
                | 'ç'
                | 'ñ'
                | 'ß'
                | 'ð'
                | 'þ'
                | 'ć'
                | 'č'
                | 'ď'
                | 'đ'
                | 'ğ'
                | 'ł'
                | 'ń'
                | 'ň'
                | 'ř'
                | 'ś'
                | 'š'
                | 'ş'
                | 'ť'
                | 'ź'
                | 'ž'
                | 'ż'
        ),
        Script::Cyrillic => {
            matches!(
                c,
                'а' | 'е'
                    | 'ё'
                    | 'и'
                    | 'о'
                    | 'у'
                    | 'ы'
                    | 'э'
                    | 'ю'
                    | 'я'
                    | 'і'
                    | 'ї'
                    | 'є'
                    | 'ѣ'
                    | 'ѵ'
                    | 'ъ'
                    | 'ў'
            )
        }
        Script::Greek => {
            let base = unicode_normalization::char::decompose_canonical;
            let mut is = false;
            base(c, |part| is |= matches!(part, 'α' | 'ε' | 'η' | 'ι' | 'ο' | 'υ' | 'ω'));
            is
        }
        Script::Other => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_kinds_are_plausible() {
        for word in [
            "strength",
            "Angstschweiß",
            "Nr",
            "GmbH",
            "xviii",
            "взгляд",
            "Вѣстникъ",
            "λόγος",
            "don’t",
            "1940s",
            "東京",
            "McDonald",
        ] {
            assert!(are_plausible(&[word], 1.0), "{word}");
        }
    }

    #[test]
    fn rubbish_is_not() {
        for word in ["7KLVLVWH[W", "xqzkvbtrwpl", "раgе", "a\u{FFFD}c", "tH3qU1cK", "bcdfg"] {
            assert!(!are_plausible(&[word], 1.0), "{word}");
        }
    }
}
