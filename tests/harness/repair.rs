//! Repair: `experi-⏎ence → experience`.
//!
//! A line of a case is a line end and, behind the arrow, the running text that it becomes; `[unsure]` where the program says
//! that it guesses. `languages: en, de` and `document: its other words` hold for the lines below them.

use std::path::Path;

use fonds::repair::Cert;
use fonds::repair::hyphens::{Break, Lexicon, between};

use super::expect_file;

/// Compares what becomes of the line ends of a file.
pub(crate) fn hyphens(path: &Path) -> datatest_stable::Result<()> {
    let mut found = String::new();
    let (mut languages, mut document) = (Vec::new(), Vec::new());
    for line in std::fs::read_to_string(path)?.lines() {
        if let Some(tags) = line.strip_prefix("languages:") {
            languages = tags.split(',').map(|tag| tag.trim().to_owned()).collect();
        } else if let Some(words) = line.strip_prefix("document:") {
            document = words.split_whitespace().map(str::to_owned).collect();
        } else if let Some((lines, _)) = line.split_once(" → ") {
            let mut lexicon = Lexicon::default().in_languages(&languages);
            document.iter().for_each(|word| lexicon.add(word));
            let (upper, lower) = lines.split_once('⏎').ok_or("a case without a line end")?;
            found.push_str(&format!("{lines} → {}\n", run_on(upper, lower, &lexicon)));
            continue;
        }
        found.push_str(line);
        found.push('\n');
    }
    expect_file(path, &found)
}

/// Writes two lines as running text.
fn run_on(upper: &str, lower: &str, lexicon: &Lexicon) -> String {
    let last = upper.split_whitespace().next_back().unwrap_or_default();
    let first = lower.split_whitespace().next().unwrap_or_default();
    let mut bare = upper.to_owned();
    let sign = bare.pop().filter(|c| !c.is_alphanumeric());
    let (text, cert) = match between(last, first, lexicon) {
        None => (format!("{upper} {lower}"), Cert::High),
        Some(Break::Kept(cert)) => match sign {
            Some('\u{ad}' | '¬' | '\u{fffd}') => (format!("{bare}-{lower}"), cert),
            _ => (format!("{upper}{lower}"), cert),
        },
        Some(Break::Dropped(cert)) => (format!("{bare}{lower}"), cert),
        Some(Break::Respelt(cert)) => {
            bare.pop();
            (format!("{bare}c{lower}"), cert)
        }
    };
    if cert == Cert::Low { text + " [unsure]" } else { text }
}
