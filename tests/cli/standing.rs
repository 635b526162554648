//! What stands in the way of an edition, what is kept, and what is not done twice.

use std::fs;

use crate::workbench::{LETTER, Workbench};

/// A bench with one edition, converted with these further arguments.
fn converted(arguments: &[&str]) -> Workbench {
    let bench = Workbench::with(&[("in/a.txt", LETTER)]);
    let run = bench.run(&[&["convert", "in", "--output", "out"], arguments].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    bench
}

#[test]
fn an_edited_edition_is_left_alone_also_with_force() {
    for flag in [None, Some("--force")] {
        let bench = converted(&[]);
        let base = bench.read("out/.fonds/base/a.xml");
        let edited = bench.read("out/a.xml").replace("committee", "Committee");
        bench.write("out/a.xml", &edited);

        let run = bench.run(
            &["convert", "in", "--output", "out"]
                .into_iter()
                .chain(flag)
                .collect::<Vec<_>>(),
        );
        assert_eq!(run.status, 1, "{}", run.stderr);
        let warning = "`out/a.xml` was edited or is not ours and is left alone; the new one is `out/a.new.xml`";
        assert!(run.stderr.contains(warning), "{}", run.stderr);
        assert_eq!(bench.read("out/a.xml"), edited);
        assert!(bench.read("out/a.new.xml").contains("committee"));
        assert_eq!(
            bench.read("out/.fonds/base/a.xml"),
            base,
            "the base is what the edited one was made from"
        );
    }
}

#[test]
fn a_new_edition_that_was_edited_is_left_alone_too() {
    let bench = converted(&[]);
    for name in ["out/a.xml", "out/a.new.xml"] {
        bench.write(name, &bench.read("out/.fonds/base/a.xml").replace("committee", "board"));
    }
    let run = bench.run(&["convert", "in", "--output", "out"]);
    assert_eq!(run.status, 1);
    assert!(bench.read("out/a.new.xml").contains("board"));
    assert!(bench.read("out/a.new2.xml").contains("committee"));
}

#[test]
fn a_file_that_is_no_edition_is_left_alone() {
    let bench = Workbench::with(&[("in/a.txt", LETTER), ("out/a.xml", "<letter/>\n")]);
    fs::create_dir_all(bench.path("out/b.xml")).expect("the folder can be made");
    bench.write("in/b.txt", LETTER);
    let run = bench.run(&["convert", "in", "--output", "out"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert_eq!(bench.read("out/a.xml"), "<letter/>\n");
    assert!(bench.has("out/a.new.xml") && bench.has("out/b.new.xml"));
}

#[test]
fn an_untouched_edition_is_known_without_the_copies() {
    let bench = converted(&[]);
    fs::remove_dir_all(bench.path("out/.fonds")).expect("it was made");
    bench.write("in/a.txt", &LETTER.replace("committee", "board"));
    let run = bench.run(&["convert", "in", "--output", "out"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(bench.read("out/a.xml").contains("board") && !bench.has("out/a.new.xml"));
}

#[test]
fn a_source_is_not_overwritten_by_its_own_text() {
    let source = LETTER.replace('\n', "\r\n");
    let bench = Workbench::with(&[("a.txt", &source)]);
    let run = bench.run(&["convert", "a.txt", "--output", ".", "--format", "txt"]);
    assert_eq!(bench.read("a.txt"), source);
    assert!(run.status == 1 && bench.has("a.new.txt"), "{}", run.stderr);
}

#[test]
fn an_edited_text_is_left_alone_and_an_untouched_one_is_not() {
    let bench = converted(&["--format", "txt,json"]);
    let again = ["convert", "in", "--output", "out", "--format", "json,txt"];
    bench.write("in/a.txt", &LETTER.replace("committee", "board"));
    assert_eq!(bench.run(&again).status, 0);
    assert!(bench.read("out/a.txt").contains("board") && !bench.has("out/a.xml"));

    bench.write("out/a.txt", "mine");
    assert_eq!(bench.run(&again).status, 1);
    assert_eq!(bench.read("out/a.txt"), "mine");
    assert!(
        bench.has("out/a.new.txt") && bench.has("out/a.new.json"),
        "the files of an edition stay together"
    );
}

#[test]
fn what_is_up_to_date_is_not_converted_again_unless_forced() {
    let bench = converted(&["--strict"]);
    let run = |arguments: &[&str]| {
        let run = bench.run(&[&["convert", "in", "--output", "out", "--json"], arguments].concat());
        run.results()[0].1.clone()
    };
    assert_eq!(run(&[]), "unchanged");
    assert_eq!(
        run(&["--jobs", "1"]),
        "unchanged",
        "the number of threads changes nothing"
    );
    assert_eq!(run(&["--force"]), "written");
    assert_eq!(run(&["--lines", "none"]), "written");
    assert_eq!(run(&["--lines", "none"]), "unchanged");
    bench.write("in/a.txt", &LETTER.replace("committee", "board"));
    assert_eq!(run(&[]), "written");
    assert!(bench.read("out/a.xml").contains("board"));
    fs::remove_file(bench.path("out/a.xml")).expect("it is there");
    assert_eq!(run(&[]), "written");
    assert!(bench.has("out/a.xml"));
    fs::remove_file(bench.path("out/.fonds/base/a.xml")).expect("it is there");
    assert_eq!(run(&[]), "written");
    assert!(bench.has("out/.fonds/base/a.xml"));
}

#[test]
fn nothing_half_written_is_left_behind() {
    let bench = converted(&["--format", "tei,txt,json"]);
    let parts: Vec<String> = bench
        .tree("out")
        .into_keys()
        .filter(|name| name.contains(".part"))
        .collect();
    assert_eq!(parts, Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn editions_are_as_readable_as_other_files() {
    use std::os::unix::fs::PermissionsExt;
    let bench = converted(&[]);
    let mode = |name: &str| {
        fs::metadata(bench.path(name))
            .expect("it is there")
            .permissions()
            .mode()
    };
    assert_eq!(mode("out/a.xml"), mode("in/a.txt"));
}

#[test]
fn an_edition_that_is_not_valid_is_a_bug_with_its_place() {
    use fonds::batch::convert::{Tools, convert};
    use fonds::batch::job::{Ending, Format, Job, Kind};
    use fonds::diag::Severity;
    use fonds::validate::Finding;

    let bench = Workbench::with(&[("a.txt", LETTER)]);
    let job = Job {
        number: 0,
        name: "a.txt".to_owned(),
        kind: Kind::Text,
        files: vec![bench.path("a.txt")],
        folder: bench.path("out"),
        stem: "a".into(),
        formats: vec![Format::Tei],
        force: false,
        settings: fonds::settings::Settings::default(),
    };
    let refuse = |_: &str| {
        let message = "element `p` is not allowed here".to_owned();
        vec![Finding {
            severity: Severity::Error,
            line: 3,
            column: 7,
            message,
        }]
    };
    let tools = Tools {
        rules: fonds::rules::Shelf::default(),
        engine: Box::new(fonds::ocr::tesseract::Tesseract),
        validate: refuse,
        authority: fonds::registers::Registers::default(),
        program: String::new(),
    };
    let report = convert(&job, &tools);
    let Ending::Failed { reason, .. } = &report.ending else {
        panic!("{report:?}")
    };
    assert!(
        reason.ends_with("a.invalid.xml:3:7: element `p` is not allowed here"),
        "{reason}"
    );
    assert!(bench.has("out/a.invalid.xml") && !bench.has("out/a.xml") && !bench.has("out/.fonds"));
}
