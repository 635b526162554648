//! References, one a line, from standard input to their fields as JSON, one a line: for measuring against public sets.
//!
//! A line is taken as a note; with `--entries`, as an entry of a list of references; with `--tagged`, as what the letter
//! before its first bar says: `N|` a note, `E|` an entry, anything else running text.

use std::io::{BufRead, Write};

use fonds::annotate::{Annotation, CitationKind, Level, Part, Value, annotate};
use fonds::repair::{BlockKind, Text};
use fonds::rules::Rules;

fn main() -> std::io::Result<()> {
    let asked = |flag: &str| std::env::args().any(|a| a == flag);
    let (entries, tagged) = (asked("--entries"), asked("--tagged"));
    let rules = Rules::built_in();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (mode, line) = match line.split_once('|').filter(|_| tagged) {
            Some((mode, line)) => (mode, line),
            None if entries => ("E", line.as_str()),
            None => ("N", line.as_str()),
        };
        let heading = if mode == "E" { vec!["Bibliography"] } else { Vec::new() };
        let mut text = Text::from_paragraphs(heading.into_iter().chain([line]), &["en"]);
        match mode {
            "E" => text.blocks[0].kind = BlockKind::Heading { level: 1 },
            "N" => text.blocks[0].kind = BlockKind::NoteBody { note: 0 },
            _ => {}
        }
        let found = annotate(&text, &rules).value;
        let citations = found.iter().filter_map(|a| match &a.value {
            Value::Citation(citation) => Some((a, citation.kind)),
            _ => None,
        });
        let citations: Vec<serde_json::Value> = citations.map(|(a, kind)| told(&text, a, kind, &found)).collect();
        writeln!(out, "{}", serde_json::Value::from(citations))?;
    }
    Ok(())
}

/// Tells a citation with its fields.
fn told(text: &Text, citation: &Annotation, kind: CitationKind, found: &[Annotation]) -> serde_json::Value {
    let fields = found.iter().filter(|a| citation.span.contains(a.span)).filter_map(|a| {
        let name = match &a.value {
            Value::Date(_) => "date".to_owned(),
            Value::Part(part) => match part {
                Part::Author => "author".to_owned(),
                Part::Editor => "editor".to_owned(),
                Part::Title(Level::Book) => "title.m".to_owned(),
                Part::Title(Level::Article) => "title.a".to_owned(),
                Part::Title(Level::Journal) => "title.j".to_owned(),
                Part::Place => "pubPlace".to_owned(),
                Part::Publisher => "publisher".to_owned(),
                Part::Repository(_) => "repository".to_owned(),
                Part::Scope(unit) | Part::Range(unit, _) => format!("{unit:?}").to_lowercase(),
            },
            _ => return None,
        };
        Some((name, a.span.of(&text.string)))
    });
    serde_json::json!({
        "kind": format!("{kind:?}").to_lowercase(),
        "text": citation.span.of(&text.string),
        "fields": fields.collect::<Vec<_>>(),
    })
}
