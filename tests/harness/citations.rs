//! Citation cases: text and carets, with the entry of the register that each citation points at.
//!
//! A line is a paragraph of running text, behind `* ` a note, behind `- ` an entry of a list of references; `_words_` are in
//! italics. An empty line ends a text, and what follows knows nothing of it. Under a line stand carets with the kind of a
//! citation, the entry that it points at and its certainty, and its fields; a line without carets asserts silence. The
//! folder is the language of the text.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use fonds::annotate::{Annotation, Level, Part, Value, annotate, resolve};
use fonds::read::Style;
use fonds::registers::Registers;
use fonds::repair::{BlockKind, Note, NotePlace, Text};
use fonds::rules::Rules;
use fonds::span::Span;

use super::{expect_file, language};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// Runs one file.
pub(crate) fn case(path: &Path) -> datatest_stable::Result<()> {
    let written = std::fs::read_to_string(path)?;
    let language = language(path, 1);
    let mut found = String::new();
    for lines in written.split("\n\n") {
        let lines: Vec<&str> = lines
            .lines()
            .filter(|l| !l.is_empty() && !l.trim_start().starts_with('^'))
            .collect();
        if lines.is_empty() {
            continue;
        }
        if !found.is_empty() {
            found.push('\n');
        }
        cited(&lines, &language, &mut found);
    }
    expect_file(path, &found)
}

/// Writes a text with carets.
fn cited(lines: &[&str], language: &str, out: &mut String) {
    let text = text(lines, language);
    let found = annotate(&text, &RULES)
        .then(|annotations| resolve(&text, annotations, &RULES, &Registers::default()))
        .value
        .annotations;
    let blocks = text
        .blocks
        .iter()
        .filter(|b| !matches!(b.kind, BlockKind::Heading { .. }));
    for (line, block) in lines.iter().zip(blocks) {
        writeln!(out, "{line}").expect("a string takes all");
        for annotation in found.iter().filter(|a| block.span.contains(a.span)) {
            let Value::Citation(citation) = &annotation.value else {
                continue;
            };
            let mut told = citation.kind.name().to_owned();
            if let Some(entry) = &citation.work {
                write!(told, " -> {entry}").expect("a string takes all");
            }
            if let Some(cert) = annotation.cert {
                write!(told, " ({})", format!("{cert:?}").to_lowercase()).expect("a string takes all");
            }
            for part in found.iter().filter(|a| annotation.span.contains(a.span)) {
                if let Some(field) = field(part) {
                    write!(told, " [{field}: {}]", part.span.of(&text.string)).expect("a string takes all");
                }
            }
            let before = column(line, annotation.span.start - block.span.start);
            let width = column(line, annotation.span.end - block.span.start) - before;
            writeln!(out, "{}{} {told}", " ".repeat(before), "^".repeat(width)).expect("a string takes all");
        }
    }
}

/// Returns where in a line, in characters, a byte of its text stands.
fn column(line: &str, at: usize) -> usize {
    let (mark, mut bytes) = (mark(line), 0);
    for (column, c) in line[mark.len()..].chars().enumerate() {
        if c == '_' {
            continue;
        }
        if bytes >= at {
            return mark.len() + column;
        }
        bytes += c.len_utf8();
    }
    line.chars().count()
}

/// Returns the mark at the head of a line.
fn mark(line: &str) -> &str {
    if line.starts_with("* ") || line.starts_with("- ") {
        &line[..2]
    } else {
        ""
    }
}

/// Makes a text of lines.
pub(super) fn text(lines: &[&str], language: &str) -> Text {
    let listed = lines.iter().any(|l| l.starts_with("- "));
    let mut paragraphs: Vec<String> = Vec::new();
    let mut kinds: Vec<BlockKind> = Vec::new();
    let mut headed = false;
    for line in lines {
        if listed && !headed && line.starts_with("- ") {
            headed = true;
            paragraphs.push("References".to_owned());
            kinds.push(BlockKind::Heading { level: 1 });
        }
        paragraphs.push(line[mark(line).len()..].replace('_', ""));
        kinds.push(match mark(line) {
            "* " => BlockKind::NoteBody {
                note: kinds.iter().filter(|k| matches!(k, BlockKind::NoteBody { .. })).count(),
            },
            _ => BlockKind::Paragraph,
        });
    }
    let mut text = Text::from_paragraphs(paragraphs.iter().map(String::as_str), &[language]);
    for (at, kind) in kinds.into_iter().enumerate() {
        if let BlockKind::NoteBody { note } = kind {
            text.notes.push(Note {
                place: NotePlace::End,
                call: None,
                label: Some((note + 1).to_string()),
                blocks: at..at + 1,
                page: 1,
            });
        }
        text.blocks[at].kind = kind;
    }
    let blocks = text
        .blocks
        .iter()
        .filter(|b| !matches!(b.kind, BlockKind::Heading { .. }))
        .map(|b| b.span.start);
    for (start, line) in blocks.zip(lines) {
        let mut at = start;
        for (nth, piece) in line[mark(line).len()..].split('_').enumerate() {
            let style = Style {
                italic: true,
                ..Style::default()
            };
            if nth % 2 == 1 {
                text.styles.push((Span::new(at, at + piece.len()), style));
            }
            at += piece.len();
        }
    }
    text
}

/// Names a field of a citation.
fn field(annotation: &Annotation) -> Option<String> {
    Some(match &annotation.value {
        Value::Date(_) => "date".to_owned(),
        Value::Part(part) => match part {
            Part::Author => "author".to_owned(),
            Part::Editor => "editor".to_owned(),
            Part::Title(Level::Book) => "m".to_owned(),
            Part::Title(Level::Article) => "a".to_owned(),
            Part::Title(Level::Journal) => "j".to_owned(),
            Part::Place => "place".to_owned(),
            Part::Publisher => "publisher".to_owned(),
            Part::Repository(entry) => format!("repository {}", entry.as_deref().unwrap_or("none")),
            Part::Scope(unit) | Part::Range(unit, None) => format!("{unit:?}").to_lowercase(),
            Part::Range(unit, Some((from, to))) => format!("{} {from}-{to}", format!("{unit:?}").to_lowercase()),
        },
        _ => return None,
    })
}
