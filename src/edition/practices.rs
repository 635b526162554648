//! The statements of editorial practice: the rules by which the text was made, so that a reader can undo them.

use super::tree::{Practice, Topic};
use crate::annotate::Annotation;
use crate::read::Origin;
use crate::repair::{BlockKind, RepairKind, Text};
use crate::settings::{Lines, Settings};

/// States what was done to this text.
pub(super) fn practices(text: &Text, annotations: &[Annotation], settings: &Settings) -> Vec<Practice> {
    let mut practices = Vec::new();
    let mut state = |topic: Topic, sentences: &str| {
        practices.push(Practice {
            topic,
            text: sentences.to_owned(),
        })
    };
    let done = |kind: RepairKind| text.repairs.iter().any(|r| r.kind == kind);

    let recognised = ranges(text, |origin| matches!(origin, Origin::Ocr { .. }));
    let corrected = if done(RepairKind::Corrected) {
        "words that nobody knows and that one exchange of like shapes makes a known one were corrected, and the reading stands in sic"
    } else {
        "nothing was corrected"
    };
    let second = ranges(text, |origin| matches!(origin, Origin::SecondOpinion));
    if recognised.is_empty() && second.is_empty() {
        state(
            Topic::Correction,
            "The words are those of the source; nothing was corrected.",
        );
    }
    if !recognised.is_empty() {
        let words =
            format!("The words of pages {recognised} of the source come from character recognition; {corrected}.");
        state(Topic::Correction, &words);
    }
    if !second.is_empty() {
        let words =
            format!("The words of pages {second} of the source come from a second reading of a damaged text layer.");
        state(Topic::Correction, &words);
    }

    state(
        Topic::Hyphenation,
        "A word broken at the end of a line, column or page is written together, and the break inside it has break=\"no\". \
         A hyphen that is printed there and no part of the word is told by rend: hyphen (-), soft-hyphen (U+00AD), not-sign \
         (¬), en-dash (–), double-hyphen (=), any other by its code point (u2010); a letter \
         before it is printed in place of the last one of the text (u006B hyphen: Druk-ker for Drucker). Without rend nothing is printed, or the \
         hyphen is part of the word and stands in the text. An unsure join has cert.",
    );

    state(
        Topic::Normalization,
        "Runs of spaces are one space. Characters that XML does not allow are written U+FFFD. Bold type is not marked in headings.",
    );
    let normalised = [
        (RepairKind::Ligature, "Ligature characters are written as letters."),
        (
            RepairKind::Invisible,
            "Soft hyphens inside lines and other invisible characters are left out.",
        ),
        (
            RepairKind::Apostrophe,
            "Accents set for apostrophes, as in don´t, are written as apostrophes (’).",
        ),
        (
            RepairKind::Letterspacing,
            "Letters set apart are written together and marked hi rend=\"letterspaced\".",
        ),
        (
            RepairKind::Composed,
            "Letters with accents are written as composed characters (Unicode NFC).",
        ),
    ];
    for (kind, sentence) in normalised {
        if done(kind) {
            state(Topic::Normalization, sentence);
        }
    }

    if text.blocks.iter().any(|b| matches!(b.kind, BlockKind::Cell { .. })) {
        state(
            Topic::Normalization,
            "Rules of tables that are drawn with characters, and the dots that lead from one cell to the next, are not transcribed.",
        );
    }

    let lines = match settings.lines {
        Lines::All => "Each line start is marked lb, except where a page, column or block starts, which implies it.",
        Lines::None => "Line starts are marked only inside words.",
    };
    state(Topic::Segmentation, lines);
    if done(RepairKind::ParagraphJoined) {
        state(
            Topic::Segmentation,
            "A paragraph that runs on over the end of a page or column is one; cert at the pb or cb tells an unsure join.",
        );
    }
    state(
        Topic::Segmentation,
        "Running heads, page numbers and the like stand in fw after the pb of their page. A foot note stands in place of its \
         marker, which is its n; what is printed at the note's head is n too, unless rend=\"label(…)\" or a label tells \
         otherwise. Where a note runs on over a page, or is printed on another page than its marker, a pb with sameAs tells.",
    );

    if !annotations.is_empty() {
        state(
            Topic::Interpretation,
            "Mentions were tagged by rules; cert tells what the text does not say itself: medium is inferred, low is a guess.",
        );
    }
    practices.sort_by_key(|p| p.topic);
    practices
}

/// Names the pages whose words come from somewhere: `1–4, 7`.
fn ranges(text: &Text, from: impl Fn(Origin) -> bool) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for page in text.pages.iter().filter(|p| from(p.origin)) {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(page.number) => *last = page.number,
            _ => runs.push((page.number, page.number)),
        }
    }
    let spell = |(first, last): &(u32, u32)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        }
    };
    runs.iter().map(spell).collect::<Vec<_>>().join(", ")
}
