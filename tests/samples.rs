//! The editions in `output/` are what the main job makes of the sources in `input/`.
//!
//! Born-digital sources and texts give the same bytes everywhere. A scan does not: the versions of Tesseract and of its
//! language data differ from machine to machine, and within a version the vector instructions of the processor can turn
//! a letter. So an edition of a scan has to agree in nearly all of its words and tags.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use similar::{Algorithm, TextDiff};

/// The sources whose pages are images.
const SCANS: [&str; 2] = ["gazette", "vestnik"];

/// How much of a scan's words and tags must agree with the edition at hand.
const AGREEMENT: f32 = 0.97;

/// The files of a folder by name, without what the program keeps for itself in `.fonds`.
type Files = BTreeMap<String, Vec<u8>>;

/// Reads the files of a folder and of those below.
fn read(folder: &Path) -> Files {
    fn collect(folder: &Path, prefix: &str, files: &mut Files) {
        for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("a listed entry can be read").path();
            let name = path.file_name().expect("an entry has a name").to_string_lossy();
            if path.is_dir() && name != ".fonds" {
                collect(&path, &format!("{prefix}{name}/"), files);
            } else if path.is_file() {
                files.insert(
                    format!("{prefix}{name}"),
                    fs::read(&path).expect("a listed file can be read"),
                );
            }
        }
    }
    let mut files = Files::new();
    collect(folder, "", &mut files);
    files
}

/// Does the main job with so many jobs at a time.
fn convert(jobs: &str) -> Files {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let run = Command::new(env!("CARGO_BIN_EXE_fonds"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["convert", "input", "--jobs", jobs, "--output"])
        .arg(folder.path())
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("the program was built for this test");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(
        run.status.success(),
        "{} (`make test` installs what is missing):\n{said}",
        run.status
    );
    read(folder.path())
}

/// Returns the words of an edition and the names of its elements, one a line, attributes left out.
fn words_and_tags(edition: &[u8]) -> String {
    let edition = String::from_utf8_lossy(edition);
    let mut lines = String::new();
    for piece in edition.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        let tag = tag
            .split(|c: char| c.is_whitespace() || c == '/')
            .next()
            .unwrap_or_default();
        for token in std::iter::once(tag).chain(words.split_whitespace()) {
            lines.push_str(token);
            lines.push('\n');
        }
    }
    lines
}

/// Compares a file with what it should be, and returns what is wrong with it.
fn fault(name: &str, kept: &[u8], made: &[u8]) -> Option<String> {
    if kept == made {
        return None;
    }
    if SCANS.iter().any(|stem| name.starts_with(stem)) {
        if !name.ends_with(".xml") {
            return None;
        }
        let (kept, made) = (words_and_tags(kept), words_and_tags(made));
        let agreement = TextDiff::configure()
            .algorithm(Algorithm::Patience)
            .diff_lines(&kept, &made)
            .ratio();
        return (agreement < AGREEMENT).then(|| format!("{name}: only {agreement:.3} of words and tags agree"));
    }
    let (kept, made) = (String::from_utf8_lossy(kept), String::from_utf8_lossy(made));
    let diff = TextDiff::from_lines(&kept, &made);
    let shown = diff
        .unified_diff()
        .context_radius(1)
        .header("output", "made now")
        .to_string();
    Some(format!(
        "{name} differs:\n{}",
        shown.lines().take(30).collect::<Vec<_>>().join("\n")
    ))
}

/// Returns the lines of the README's block of XML.
fn excerpt(readme: &str) -> &str {
    let (_, rest) = readme.split_once("```xml\n").expect("the README shows an excerpt");
    rest.split_once("```").expect("the excerpt ends").0
}

#[test]
fn readme_shows_what_stands_in_the_output() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let (readme, edition) = (read("README.md"), read("output/article.xml"));
    let excerpt = excerpt(&readme);
    assert!(
        edition.contains(excerpt),
        "copy these lines of README.md anew from output/article.xml:\n{excerpt}"
    );
}

#[test]
fn output_is_what_the_main_job_makes_of_input() {
    let made = convert("1");
    let kept = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("output"));
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&kept),
        names(&made),
        "`make run` writes the files of output/ anew"
    );
    let faults: Vec<String> = kept
        .iter()
        .filter_map(|(name, kept)| fault(name, kept, &made[name]))
        .collect();
    assert!(
        faults.is_empty(),
        "`make run` writes output/ anew:\n{}",
        faults.join("\n")
    );

    let parallel = convert("8");
    for (name, bytes) in &made {
        assert!(
            parallel.get(name) == Some(bytes),
            "{name}: one job and eight give other bytes"
        );
    }
}
