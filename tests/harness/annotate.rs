//! Annotation cases: text and carets.
//!
//! A line is a paragraph; an empty line ends a text, and what follows knows nothing of it. Under a line stand carets with
//! rule and value; a line without carets asserts silence. Behind a text `! CODE: …` is a doubt about it, `= ID …` an entry
//! of its registers. The folder below `annotate` is the language of the text.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use fonds::annotate::{ActMention, Annotation, Value, annotate, resolve};
use fonds::registers::{ActEntry, Registers};
use fonds::repair::{Cert, Text};
use fonds::rules::Rules;

use super::values::{dated, measured};
use super::{expect_file, language};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// Runs one file.
pub(crate) fn case(path: &Path) -> datatest_stable::Result<()> {
    let written = std::fs::read_to_string(path)?;
    let language = language(path, 2);
    let mut found = String::new();
    for text in texts(&written) {
        if !found.is_empty() {
            found.push('\n');
        }
        annotated(&text, &language, &mut found);
    }
    expect_file(path, &found)
}

/// Returns the texts of a file, the lines of each, without carets.
fn texts(written: &str) -> Vec<Vec<&str>> {
    let mut texts = vec![Vec::new()];
    for line in written.lines() {
        if line.is_empty() {
            texts.push(Vec::new());
        } else if !line.starts_with(['!', '=']) && !line.trim_start().starts_with('^') {
            texts.last_mut().expect("there is one from the start").push(line);
        }
    }
    texts.retain(|lines| !lines.is_empty());
    texts
}

/// Writes a text with carets.
fn annotated(lines: &[&str], language: &str, out: &mut String) {
    let text = Text::from_paragraphs(lines.iter().copied(), &[language]);
    let annotated =
        annotate(&text, &RULES).then(|annotations| resolve(&text, annotations, &RULES, &Registers::default()));
    for block in &text.blocks {
        let line = block.span.of(&text.string);
        writeln!(out, "{line}").expect("a string takes all");
        for annotation in annotated
            .value
            .annotations
            .iter()
            .filter(|a| block.span.contains(a.span) && !is_cited(a))
        {
            let column = text.string[block.span.start..annotation.span.start].chars().count();
            let carets = "^".repeat(annotation.span.of(&text.string).chars().count());
            writeln!(out, "{}{carets} {}", " ".repeat(column), told(annotation)).expect("a string takes all");
        }
    }
    for act in &annotated.value.registers.acts {
        writeln!(out, "= {}", entered(act)).expect("a string takes all");
    }
    for doubt in annotated.diagnostics {
        writeln!(out, "! {}: {}", doubt.code, doubt.message).expect("a string takes all");
    }
}

/// Tells whether an annotation is a citation or part of one; those have cases of their own.
fn is_cited(annotation: &Annotation) -> bool {
    matches!(annotation.value, Value::Citation(_) | Value::Part(_))
}

/// Returns rule and value of an annotation.
fn told(annotation: &Annotation) -> String {
    let values = match &annotation.value {
        Value::Date(when) => dated(when),
        Value::Figure(figure) => measured(figure),
        Value::Act(act) => meant(act),
        Value::Citation(_) | Value::Part(_) => Vec::new(),
    };
    let cert = match annotation.cert {
        Some(Cert::High) => " cert=high",
        Some(Cert::Medium) => " cert=medium",
        Some(Cert::Low) => " cert=low",
        None => "",
    };
    let values: String = values
        .into_iter()
        .map(|(key, value)| format!(" {key}={value}"))
        .collect();
    format!("{}{values}{cert}", annotation.rule)
}

/// Returns what a mention of an act means.
fn meant(act: &ActMention) -> Vec<(&'static str, String)> {
    vec![("kind", act.subtype.clone()), ("act", act.refs.join("+"))]
}

/// Returns an entry of the register of acts.
fn entered(act: &ActEntry) -> String {
    let mut out = format!("{} kind={} mentions={}", act.id, act.subtype, act.mentions);
    let named = [
        ("title", &act.title),
        ("subject", &act.subject),
        ("number", &act.number),
        ("issuer", &act.issuer),
        ("in", &act.whole),
    ];
    let date = act.date.as_ref().map(|(when, _)| dated(when)).unwrap_or_default();
    for (key, value) in date {
        write!(out, " {key}={value}").expect("a string takes all");
    }
    for (key, value) in named {
        if let Some(value) = value {
            write!(out, " {key}=“{value}”").expect("a string takes all");
        }
    }
    out
}
