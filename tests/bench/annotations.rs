//! Texts, one a line as JSON, from standard input to their dates and figures as JSON, one a line: for measuring against
//! public sets and sets of one's own.
//!
//! A line is `{"lang": "en", "paragraphs": ["…"]}`. Places are characters of a paragraph. With `--packs DIR` the packs of
//! that folder are used instead of those that are built in, so that rules can be tried without building.

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use fonds::annotate::{Value, annotate};
use fonds::repair::{Cert, Text};
use fonds::rules::Rules;
use serde_json::{Map, json};

#[path = "../harness/values.rs"]
mod values;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip_while(|a| a != "--packs").skip(1);
    let rules = match arguments.next() {
        Some(folder) => packs(Path::new(&folder))?,
        None => Rules::built_in(),
    };
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let asked: serde_json::Value = serde_json::from_str(&line?)?;
        let language = asked["lang"].as_str().unwrap_or("en");
        let paragraphs = asked["paragraphs"].as_array().into_iter().flatten();
        let text = Text::from_paragraphs(paragraphs.filter_map(|p| p.as_str()), &[language]);
        let found = annotate(&text, &rules);
        let told = found.value.iter().filter_map(|a| {
            let (kind, values) = match &a.value {
                Value::Date(when) => ("date", values::dated(when)),
                Value::Figure(figure) => ("figure", values::measured(figure)),
                Value::Act(_) | Value::Citation(_) | Value::Part(_) => return None,
            };
            let block = text.blocks.iter().position(|b| b.span.contains(a.span))?;
            let before = text.blocks[block].span.start;
            let start = text.string[before..a.span.start].chars().count();
            let words = a.span.of(&text.string);
            let values: Map<String, serde_json::Value> =
                values.into_iter().map(|(k, v)| (k.to_owned(), json!(v))).collect();
            let cert = a.cert.map(|c| match c {
                Cert::High => "high",
                Cert::Medium => "medium",
                Cert::Low => "low",
            });
            Some(json!({
                "paragraph": block, "start": start, "end": start + words.chars().count(), "text": words,
                "kind": kind, "rule": *a.rule, "value": values, "cert": cert,
            }))
        });
        let told: Vec<serde_json::Value> = told.collect();
        let doubts: Vec<String> = found.diagnostics.iter().map(|d| d.message.clone()).collect();
        writeln!(out, "{}", json!({ "found": told, "doubts": doubts }))?;
    }
    Ok(())
}

/// Compiles the packs of a folder.
fn packs(folder: &Path) -> io::Result<Rules> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            let list = if path.is_dir() { &mut folders } else { &mut paths };
            list.push(path);
        }
    }
    paths.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    let mut files = Vec::new();
    for path in &paths {
        let name = path.strip_prefix(folder).map_err(io::Error::other)?;
        files.push((name.to_string_lossy().into_owned(), fs::read_to_string(path)?));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    Rules::compile(&files).map_err(io::Error::other)
}
