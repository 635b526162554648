//! The repository's own rules: what no compiler or lint sees.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fonds::annotate::annotate;
use fonds::repair::Text;
use fonds::rules::Rules;
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

/// A rule in its pack: `fr`, `date/decade`.
type PackRule = (String, String);

/// Returns the rules of all packs.
fn rules() -> BTreeSet<PackRule> {
    let rule = |name: &String| {
        let (language, rule) = name
            .strip_prefix("src/packs/")?
            .strip_suffix(".toml")?
            .split_once('/')?;
        rule.contains('/').then(|| (language.to_owned(), rule.to_owned()))
    };
    let rules: BTreeSet<PackRule> = files("src/packs").iter().filter_map(rule).collect();
    assert!(!rules.is_empty(), "src/packs holds no rule");
    rules
}

/// Returns the case files of the annotations, each with the language in its path.
fn annotated() -> Vec<(String, String)> {
    let case = |name: String| {
        let (language, _) = name.strip_prefix("tests/cases/annotate/")?.split_once('/')?;
        Some((language.to_owned(), name))
    };
    files("tests/cases").into_iter().filter_map(case).collect()
}

/// Returns the texts of a case file, the paragraphs of each, without carets and doubts.
fn texts(case: &str) -> Vec<Vec<&str>> {
    let said = |line: &&str| !line.starts_with(['!', '=']) && !is_carets(line);
    case.split("\n\n")
        .map(|text| text.lines().filter(said).filter(|line| !line.is_empty()).collect())
        .collect()
}

/// Tells whether a line of a case file is the one with carets under a text.
fn is_carets(line: &str) -> bool {
    line.trim_start().starts_with('^')
}

#[test]
fn every_rule_fires_in_a_case_of_its_language() {
    let rules = rules();
    let mut fired = BTreeSet::new();
    let mut faults = Vec::new();
    for (language, file) in annotated() {
        for line in text(&file).lines().filter(|line| is_carets(line)) {
            let name = line.trim_start().trim_start_matches('^').split_whitespace().next();
            let name = name.unwrap_or_default().to_owned();
            let own = (language.clone(), name.clone());
            let shared = ("any".to_owned(), name.clone());
            if !rules.iter().any(|(_, rule)| *rule == name) {
                faults.push(format!("{file}: there is no rule `{name}`"));
            }
            fired.insert(if rules.contains(&own) { own } else { shared });
        }
    }
    for (language, rule) in rules
        .difference(&fired)
        .filter(|(_, rule)| !rule.starts_with("silence/"))
    {
        faults.push(format!(
            "src/packs/{language}/{rule}.toml fires in no case below tests/cases/annotate"
        ));
    }
    assert_none(&faults, "rules without a case");
}

#[test]
fn every_kind_of_rule_is_silent_in_a_case_of_each_language() {
    let mut silent: BTreeMap<String, bool> = BTreeMap::new();
    for (_, file) in annotated() {
        let folder = Path::new(&file)
            .parent()
            .expect("a case has a folder")
            .to_string_lossy()
            .into_owned();
        let case = text(&file);
        let lines: Vec<&str> = case
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with(['!', '=']))
            .collect();
        let bare =
            |(i, line): (usize, &&str)| !is_carets(line) && !lines.get(i + 1).is_some_and(|next| is_carets(next));
        *silent.entry(folder).or_default() |= lines.iter().enumerate().any(bare);
    }
    assert!(!silent.is_empty(), "there is no case of annotation");
    let faults: Vec<String> = silent
        .into_iter()
        .filter(|(_, silent)| !silent)
        .map(|(folder, _)| folder)
        .collect();
    assert_none(&faults, "folders of cases in which every line has carets");
}

/// A rule of silence leaves no mark of its own, so it is taken out: a case must turn out otherwise.
#[test]
fn every_rule_of_silence_is_missed_in_a_case() {
    let packs: Vec<(String, String)> = files("src/packs")
        .into_iter()
        .filter(|name| name.ends_with(".toml"))
        .map(|name| (name["src/packs/".len()..].to_owned(), text(&name)))
        .collect();
    let compile = |without: &str| {
        let files: Vec<(&str, &str)> = packs
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .filter(|(name, _)| *name != without)
            .collect();
        Rules::compile(&files).unwrap_or_else(|e| panic!("without {without}: {e}"))
    };
    let cases: Vec<(String, String)> = annotated()
        .into_iter()
        .map(|(language, file)| (language, text(&file)))
        .collect();
    let annotated = |language: &str, lines: &[&str], rules: &Rules| {
        annotate(&Text::from_paragraphs(lines.iter().copied(), &[language]), rules).value
    };
    let all = compile("");
    let whole: Vec<_> = cases
        .iter()
        .flat_map(|(language, case)| texts(case).into_iter().map(move |lines| (language.as_str(), lines)))
        .map(|(language, lines)| (language, annotated(language, &lines, &all), lines))
        .collect();
    let is_missed = |name: &str| {
        let rules = compile(name);
        let own = |(language, _, _): &&(&str, _, _)| name.split('/').next() == Some(*language);
        // The cases of its own language most likely tell.
        let (first, then): (Vec<_>, Vec<_>) = whole.iter().partition(own);
        let mut texts = first.into_iter().chain(then);
        texts.any(|(language, before, lines)| annotated(language, lines, &rules) != *before)
    };
    let faults: Vec<String> = packs
        .iter()
        .map(|(name, _)| name)
        .filter(|name| name.contains("/silence/") && !is_missed(name))
        .cloned()
        .collect();
    assert_none(&faults, "rules of silence without which all cases turn out the same");
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
    let words = [concat!("to", "do"), concat!("fix", "me"), concat!("x", "xx")].join("|");
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
    found.retain(|line| !line.starts_with("src/ocr/tesseract") && !line.contains("//"));
    assert_none(&found, "unsafe code outside src/ocr/tesseract");
}
