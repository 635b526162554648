//! Repair: `experi-⏎ence → experience`.
//!
//! A line of a case is a line end (or more than one) and, behind the arrow, the running text that it becomes; `[unsure]` where
//! the program says that it guesses. What is said by `languages: en, de`, `document: its other words` and `set: over pages`
//! holds for the lines below it. Lines set `over pages` have a page end with a note and a running head at their last line end,
//! lines set `in notes` stand in a foot note, lines set `over notes` in one that runs on over the page: those go all the way
//! from a source.

use std::path::Path;
use std::sync::Arc;

use fonds::layout::layout;
use fonds::ocr::{Engine, OcrError, Recognised};
use fonds::read::{Source, SourceKind, read};
use fonds::repair::hyphens::{Break, Languages, Lexicon, between};
use fonds::repair::{Cert, RepairKind, repair};
use fonds::settings::Settings;

use super::expect_file;

/// An engine that is not there: these cases hold text.
struct NoEngine;

impl Engine for NoEngine {
    fn recognise(&self, _: &image::GrayImage, _: f32, _: &[String]) -> Result<Recognised, OcrError> {
        Err(OcrError::EngineMissing)
    }

    fn installed(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Compares what becomes of the line ends of a file.
pub(crate) fn hyphens(path: &Path) -> datatest_stable::Result<()> {
    run(path, &Languages::built_in())
}

/// Does so in a language whose pack stands beside the file, and in that one alone.
pub(crate) fn dropped_in(path: &Path) -> datatest_stable::Result<()> {
    let pack = std::fs::read_to_string(path.with_extension("toml"))?;
    let cases = std::fs::read_to_string(path)?;
    let tag = cases
        .lines()
        .find_map(|line| line.strip_prefix("languages:"))
        .ok_or("a case without a language")?;
    let languages = Languages::new(&[(&format!("{}/hyphens.toml", tag.trim()), &pack)])?;
    run(path, &Arc::new(languages))
}

fn run(path: &Path, known: &Arc<Languages>) -> datatest_stable::Result<()> {
    let mut found = String::new();
    let (mut languages, mut document, mut set) = (Vec::new(), Vec::new(), String::new());
    for line in std::fs::read_to_string(path)?.lines() {
        if let Some(tags) = line.strip_prefix("languages:") {
            languages = tags.split(',').map(|tag| tag.trim().to_owned()).collect();
        } else if let Some(words) = line.strip_prefix("document:") {
            document = words.split_whitespace().map(str::to_owned).collect();
        } else if let Some(place) = line.strip_prefix("set:") {
            set = place.trim().to_owned();
        } else if let Some((lines, _)) = line.split_once(" → ") {
            let becomes = if set.is_empty() {
                let mut lexicon = Lexicon::with(Arc::clone(known)).in_languages(&languages);
                document.iter().for_each(|word| lexicon.add(word));
                run_on(lines, &lexicon)
            } else {
                from_source(&source(lines, &document, &set)?, &languages)?
            };
            found.push_str(&format!("{lines} → {becomes}\n"));
            continue;
        }
        found.push_str(line);
        found.push('\n');
    }
    expect_file(path, &found)
}

/// Writes lines as running text.
fn run_on(lines: &str, lexicon: &Lexicon) -> String {
    let mut parts = lines.split('⏎');
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut unsure = false;
    for lower in parts {
        let last = text.split_whitespace().next_back().unwrap_or_default();
        let first = lower.split_whitespace().next().unwrap_or_default();
        let found = between(text.strip_suffix(last).unwrap_or_default(), last, first, lexicon);
        let sign = text.chars().next_back().filter(|c| !c.is_alphanumeric());
        match found {
            None => text.push(' '),
            Some(Break::Kept(_)) => {
                if let Some('\u{ad}' | '¬' | '\u{fffd}') = sign {
                    text.pop();
                    text.push('-');
                }
            }
            Some(Break::Dropped(_)) => drop(text.pop()),
            Some(Break::Respelt(letter, _)) => {
                text.pop();
                text.pop();
                text.push(letter);
            }
        }
        unsure |= matches!(found, Some(Break::Kept(c) | Break::Dropped(c) | Break::Respelt(_, c)) if c == Cert::Low);
        text.push_str(lower);
    }
    if unsure { text + " [unsure]" } else { text }
}

/// Words of no language that the program knows, for the pages around a case.
const FILLER: &str = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod\n";

/// Two pages as they come out of readers that mark each frame by a space: text, notes, text, notes.
const FRAMES: &str = " The Harbour Office kept its books in two hands. The first, until the great flood, is
neat and upright;1 the second slopes to the right and forgets its commas.2 No one has
yet explained the change, which falls in the middle of a month and, as it seems, in the
middle of a sentence. {others} The clerks were paid by the line, and the second hand writes
 1 Compare the receipts in the museum, where the same hand signs for rope and for tar,
always on a Thursday.
2 The commas return in the last volume, which a third clerk copied from a lost
original; it was sold in the winter of the same year to a collector § {upper}
 longer lines. That is all we know of him, and all that his colleagues cared to say.3

The next volume begins with a list of ships and their masters. It is followed by the
tolls, which were raised twice, and by a complaint of the millers about the mud.
 {lower} § who cut the pages to measure and threw the margins away.
3 A single letter calls him ‘our left-handed friend’.
";

/// Sets lines in a book of four pages, between two section signs.
fn source(lines: &str, document: &[String], set: &str) -> Result<String, String> {
    let (upper, lower) = lines.rsplit_once('⏎').ok_or("a case without a line end")?;
    let upper = upper.replace('⏎', "\n");
    let body = FILLER.repeat(12);
    let called = FILLER.replacen("amet", "amet.1", 1);
    let (foot, next) = match set {
        "over pages" => (
            format!("{FILLER}§ {upper}\n\n1. Ipsum dolor.\n"),
            format!("{lower} §\n{body}"),
        ),
        "in notes" => (format!("\n1. Ipsum § {upper}\n{lower} § dolor.\n"), body.clone()),
        "over notes" => {
            let others = document.join(" ");
            return Ok(FRAMES
                .replace("{others}", &others)
                .replace("{upper}", &upper)
                .replace("{lower}", lower));
        }
        other => return Err(format!("lines cannot be set `{other}`")),
    };
    let others = document.join(" ");
    Ok(format!(
        "10 A TALE OF TWO MILLS\n\n{others}\n{body}\u{c}THE WATER CASE 11\n\n{body}{called}{foot}\u{c}\
         12 A TALE OF TWO MILLS\n\n{next}\u{c}THE WATER CASE 13\n\n{body}"
    ))
}

/// Reads a source all the way and returns what stands between the section signs.
fn from_source(source: &str, languages: &[String]) -> datatest_stable::Result<String> {
    let settings = Settings {
        languages: languages.to_vec(),
        ..Settings::default()
    };
    let source = Source {
        name: "case.txt".to_owned(),
        kind: SourceKind::Text(source.as_bytes().to_vec()),
    };
    let text = read(&source, &settings, &NoEngine)?
        .then(layout)
        .then(|l| repair(l, &settings))
        .value;
    let between = text.string.split('§').nth(1).ok_or("the section signs are gone")?;
    let at = text.string.find(between).unwrap_or_default();
    let unsure = text.repairs.iter().any(|r| {
        r.kind == RepairKind::HyphenDropped && r.cert == Cert::Low && (at..at + between.len()).contains(&r.span.start)
    });
    Ok(between.trim().replace('\n', " ¶ ") + if unsure { " [unsure]" } else { "" })
}
