//! What is printed, where, and the exit status.

use std::io::Read;
use std::process::Stdio;

use crate::workbench::{LETTER, Workbench};

#[test]
fn results_go_to_standard_output_and_all_else_to_standard_error() {
    let bench = Workbench::with(&[("x/a.txt", LETTER), ("y/a.txt", LETTER)]);
    let run = bench.run(&["convert", "x", "y", "--output", "out"]);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.starts_with("warning: x/a.txt: "), "{}", run.stderr);
    for word in [
        "2 documents, 2 pages, 0 by OCR",
        "linked",
        "decree",
        "date",
        "figure",
        "citation",
        "2 warnings, 0 failures",
        "pages per second",
    ] {
        assert!(run.stderr.contains(word), "{word}: {}", run.stderr);
    }
}

#[test]
fn json_gives_an_object_a_diagnostic_and_one_a_document() {
    let bench = Workbench::with(&[("x/a.txt", LETTER), ("y/a.txt", LETTER)]);
    let run = bench.run(&["convert", "x", "y", "--output", "out", "--json"]);
    let warning = &run.objects("diagnostic")[0];
    assert_eq!(warning["severity"], "warning");
    assert_eq!(warning["code"], "names-collide");
    assert_eq!(warning["file"], "x/a.txt");
    let document = &run.objects("document")[1];
    assert_eq!(document["file"], "y/a.txt");
    assert_eq!(document["outputs"], serde_json::json!(["out/a.txt-2.xml"]));
    assert_eq!(document["pages"], 1);
    for key in [
        "pages_recognised",
        "notes_linked",
        "decrees",
        "dates",
        "figures",
        "citations",
        "warnings",
    ] {
        assert!(document[key].is_u64(), "{key}: {document}");
    }
    assert!(
        run.stderr.contains("2 documents"),
        "the summary is for people: {}",
        run.stderr
    );
}

#[test]
fn strict_makes_warnings_fatal() {
    let bench = Workbench::with(&[("x/a.txt", LETTER), ("y/a.txt", LETTER)]);
    assert_eq!(bench.run(&["convert", "x", "y", "--output", "out"]).status, 0);
    assert_eq!(
        bench.run(&["convert", "x", "y", "--output", "out", "--strict"]).status,
        1
    );
    assert_eq!(
        bench
            .run(&["convert", "x", "y", "nothing", "--output", "out", "--strict"])
            .status,
        2
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error_and_the_editions_are_written() {
    let bench = Workbench::with(&[]);
    (0..40).for_each(|number| bench.write(&format!("in/{number}.txt"), LETTER));
    let mut command = bench.command(&["convert", "in", "--output", "out", "--json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command can be started");
    drop(child.stdout.take());
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .expect("it was asked for")
        .read_to_string(&mut stderr)
        .expect("it prints UTF-8");
    assert!(child.wait().expect("the command ends").success(), "{stderr}");
    assert!(!stderr.contains("error"), "{stderr}");
    assert!(bench.has("out/39.xml"));
}

#[cfg(unix)]
#[test]
fn a_name_cannot_play_with_the_terminal() {
    let bench = Workbench::with(&[("in/\u{1b}[2J\n.txt", "")]);
    let run = bench.run(&["convert", "in", "--output", "out"]);
    assert!(
        run.stderr.contains("error: in/\u{fffd}[2J\u{fffd}.txt: "),
        "{:?}",
        run.stderr
    );
}

#[test]
fn an_edition_passes_validation_and_gives_its_text() {
    let bench = Workbench::with(&[("a.txt", LETTER), ("broken.xml", "<TEI>")]);
    bench.run(&["convert", "a.txt", "--output", "out"]);
    let valid = bench.run(&["validate", "out/a.xml"]);
    assert_eq!((valid.status, valid.stdout.as_str()), (0, ""), "{}", valid.stderr);
    let broken = bench.run(&["validate", "broken.xml", "missing.xml", "out/a.xml"]);
    assert_eq!(broken.status, 2);
    assert!(broken.stdout.starts_with("broken.xml:1:"), "{}", broken.stdout);
    assert!(
        broken
            .stderr
            .contains("error: missing.xml: there is no such file or folder"),
        "{}",
        broken.stderr
    );

    let text = bench.run(&["text", "out/a.xml"]);
    assert_eq!(text.status, 0, "{}", text.stderr);
    assert!(
        text.stdout.contains("The committee met on 5 March 1925"),
        "{}",
        text.stdout
    );
    let as_read = bench.run(&["text", "--as-read", "out/a.xml"]);
    assert!(as_read.stdout.contains("two keepers"), "{}", as_read.stdout);
    let no_edition = bench.run(&["text", "broken.xml"]);
    assert_eq!(no_edition.status, 2);
    assert!(
        no_edition
            .stderr
            .starts_with("error: `broken.xml` is not an edition\ncaused by: "),
        "{}",
        no_edition.stderr
    );
}

#[test]
fn text_reads_an_edition_from_standard_input() {
    let bench = Workbench::with(&[("a.txt", LETTER)]);
    bench.run(&["convert", "a.txt", "--output", "out"]);
    let edition = std::fs::File::open(bench.path("out/a.xml")).expect("it was written");
    let output = bench
        .command(&["text", "-"])
        .stdin(edition)
        .output()
        .expect("the command can be started");
    assert!(String::from_utf8_lossy(&output.stdout).contains("two keepers"));
}
