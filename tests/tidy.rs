//! The repository's own rules: what no compiler or lint sees.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The longest a source file may be; one that is longer holds more than one idea.
const LINES: usize = 500;

/// Returns the repository's root.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns all files below a folder of the repository, as sorted paths with slashes, relative to its root.
fn files(folder: &str) -> Vec<String> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("a listed entry can be read").path();
            if path.is_dir() {
                collect(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    let mut names: Vec<String> = found
        .iter()
        .map(|path| path.strip_prefix(root()).expect("it was found below the root"))
        .map(|path| path.to_string_lossy().replace('\\', "/"))
        .collect();
    names.sort();
    names
}

/// Returns a file's text.
fn text(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Returns the files that are written by hand and read as programs or settings: sources, tests, scripts.
fn programs() -> Vec<String> {
    let mut names: Vec<String> = ["src", "tests", ".ci", "schemas"].into_iter().flat_map(files).collect();
    names.retain(|name| {
        let ending = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default();
        name.starts_with(".ci/") || ["rs", "toml", "sh", "py", "typ", "md", "rng", "sch", "odd"].contains(&ending)
    });
    names.extend(["Makefile", "Cargo.toml", "README.md", "CHANGELOG.md"].map(str::to_owned));
    names
}

/// Fails with the list of faults, if there are any.
fn assert_none(faults: &[String], rule: &str) {
    assert!(faults.is_empty(), "{rule}:\n  {}", faults.join("\n  "));
}

/// Returns `file:line: text` for every line of the named files that the pattern finds.
fn lines_with(names: &[String], pattern: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).expect("the pattern is written here");
    let mut found = Vec::new();
    for name in names {
        for (number, line) in text(name).lines().enumerate() {
            if pattern.is_match(line) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

#[test]
fn every_case_file_belongs_to_a_harness() {
    let entry = Regex::new(r#"root\s*=\s*"([^"]+)",\s*pattern\s*=\s*r#*"([^"]*)""#).expect("it is written here");
    let harness = text("tests/cases.rs");
    let lines: Vec<(String, Regex)> = entry
        .captures_iter(&harness)
        .map(|line| {
            (
                format!("{}/", &line[1]),
                Regex::new(&line[2]).expect("the harness uses the same pattern"),
            )
        })
        .collect();
    assert!(!lines.is_empty(), "tests/cases.rs names no folder of cases");
    let names = files("tests/cases");
    let (run, beside): (Vec<&String>, Vec<&String>) = names.iter().partition(|name| {
        lines
            .iter()
            .any(|(root, pattern)| name.starts_with(root) && pattern.is_match(name))
    });

    // An expectation stands beside its case: under the same stem, or in the folder of an `input` file.
    let place = |name: &str| Path::new(name).with_extension("");
    let stems: BTreeSet<PathBuf> = run.iter().map(|name| place(name)).collect();
    let forgotten: Vec<String> = beside
        .into_iter()
        .filter(|name| !stems.contains(&place(name)) && !stems.contains(&place(name).with_file_name("input")))
        .cloned()
        .collect();
    assert_none(&forgotten, "no line of tests/cases.rs takes these files");
}

/// What the case files of the annotations say of one rule.
#[derive(Default)]
struct Seen {
    /// The rule's name stands beside carets.
    fires: bool,
    /// A file in which it fires has a line of text without carets.
    is_silent: bool,
}

#[test]
fn every_rule_fires_in_a_case_and_is_silent_in_it() {
    let rules: BTreeSet<String> = files("src/packs")
        .iter()
        .filter_map(|name| name.strip_suffix(".toml")?.splitn(4, '/').nth(3).map(str::to_owned))
        .filter(|name| name.contains('/'))
        .collect();
    assert!(!rules.is_empty(), "src/packs holds no rule");
    let mut seen: std::collections::BTreeMap<String, Seen> = std::collections::BTreeMap::new();
    let mut faults = Vec::new();
    for file in files("tests/cases")
        .iter()
        .filter(|name| name.starts_with("tests/cases/annotate/"))
    {
        let text = text(file);
        let lines: Vec<&str> = text.lines().collect();
        let is_caret_line = |line: &&str| line.trim_start().starts_with('^');
        let silent = lines.iter().enumerate().any(|(i, line)| {
            !line.trim().is_empty() && !is_caret_line(line) && !lines.get(i + 1).is_some_and(is_caret_line)
        });
        for line in lines.iter().filter(|line| is_caret_line(line)) {
            let Some(rule) = line.trim_start().trim_start_matches('^').split_whitespace().next() else {
                faults.push(format!("{file}: carets without a rule's name: {}", line.trim()));
                continue;
            };
            if !rules.contains(rule) {
                faults.push(format!("{file}: there is no rule `{rule}`"));
            }
            let seen = seen.entry(rule.to_owned()).or_default();
            seen.fires = true;
            seen.is_silent |= silent;
        }
        // A rule of silence leaves no mark but the want of carets, in the file that bears its name.
        if let Some(rule) = rules
            .iter()
            .find(|rule| rule.starts_with("silence/") && file.ends_with(&format!("/{rule}.txt")))
        {
            let seen = seen.entry(rule.clone()).or_default();
            seen.fires |= silent;
            seen.is_silent |= lines.iter().any(is_caret_line);
        }
    }
    for rule in &rules {
        match seen.get(rule) {
            Some(Seen {
                fires: true,
                is_silent: true,
            }) => {}
            Some(Seen { fires: true, .. }) => {
                faults.push(format!("`{rule}` fires, but no line shows where it must not"))
            }
            _ => faults.push(format!("`{rule}` fires in no case")),
        }
    }
    assert_none(&faults, "cases below tests/cases/annotate");
}

#[test]
fn no_source_file_is_too_long() {
    let long: Vec<String> = files("src")
        .iter()
        .filter(|name| name.ends_with(".rs"))
        .map(|name| (name, text(name).lines().count()))
        .filter(|(_, lines)| *lines > LINES)
        .map(|(name, lines)| format!("{name}: {lines} lines"))
        .collect();
    assert_none(&long, "files longer than 500 lines");
}

#[test]
fn every_module_says_what_it_is() {
    let bare: Vec<String> = ["src", "tests"]
        .into_iter()
        .flat_map(files)
        .filter(|name| name.ends_with(".rs") && !text(name).starts_with("//!"))
        .collect();
    assert_none(&bare, "modules whose first line is no `//!`");
}

#[test]
fn nothing_is_left_for_later() {
    // In halves, so that this file does not find itself.
    let words = [concat!("to", "do"), concat!("fix", "me"), "xxx"].join("|");
    let macros = concat!(
        "unimple",
        r"mented!|\bto",
        r"do!|#\[ign",
        r"ore\b|#\[al",
        r"low\(|#!\[al",
        r"low\("
    );
    let mut names = programs();
    names.retain(|name| name != "Cargo.toml");
    assert_none(
        &lines_with(&names, &format!(r"(?i)\b(?:{words})\b|{macros}")),
        "left in the tree",
    );
}

#[test]
fn no_registry_is_named() {
    let hosts = [
        concat!("crates", r"\.io"),
        concat!("pypi", r"\.org"),
        concat!("python", r"hosted\.org"),
        concat!("npm", r"js\.(?:org|com)"),
        concat!("rubygems", r"\.org"),
        concat!("proxy", r"\.golang\.org"),
        concat!("deb", r"\.debian\.org"),
        concat!("ghcr", r"\.io"),
        concat!("docker", r"\.io"),
    ];
    assert_none(
        &lines_with(&programs(), &hosts.join("|")),
        "hosts of package registries",
    );
}

#[test]
fn unsafe_code_stands_in_one_file() {
    let names: Vec<String> = files("src").into_iter().filter(|name| name.ends_with(".rs")).collect();
    let mut found = lines_with(&names, r"\bunsafe(?:\s|\()");
    found.retain(|line| !line.starts_with("src/ocr/tesseract.rs:") && !line.contains("//"));
    assert_none(&found, "unsafe code outside src/ocr/tesseract.rs");
}
