//! Which sources are taken, in which order, and what their editions are called.

use crate::workbench::{LETTER, Workbench};

fn files(bench: &Workbench, arguments: &[&str]) -> Vec<String> {
    let run = bench.run(&[&["convert", "--output", "out", "--json"], arguments].concat());
    run.results().into_iter().map(|(file, _)| file).collect()
}

#[test]
fn folders_are_walked_in_natural_order_and_keep_their_structure() {
    let bench = Workbench::with(&[
        ("in/p10.txt", LETTER),
        ("in/p2.txt", LETTER),
        ("in/Letters/b.TXT", LETTER),
        ("in/letters 2/1920/a.txt", LETTER),
    ]);
    let expected = ["in/Letters/b.TXT", "in/letters 2/1920/a.txt", "in/p2.txt", "in/p10.txt"];
    assert_eq!(files(&bench, &["in"]), expected);
    for edition in ["p2.xml", "p10.xml", "Letters/b.xml", "letters 2/1920/a.xml"] {
        assert!(bench.has(&format!("out/{edition}")), "{edition}");
        assert!(bench.has(&format!("out/.fonds/base/{edition}")), "base of {edition}");
    }
}

#[test]
fn what_systems_and_editors_leave_behind_is_no_source() {
    let bench = Workbench::with(&[("in/a.txt", LETTER)]);
    for name in [
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "README.md",
        "notes.csv",
        "~$a.docx",
        "a.txt~",
        ".git/b.txt",
        "a.typ",
    ] {
        bench.write(&format!("in/{name}"), "x");
    }
    let run = bench.run(&["convert", "in", "--output", "out", "--json", "--strict"]);
    assert_eq!(run.results(), [("in/a.txt".to_owned(), "written".to_owned())]);
    assert_eq!(run.objects("diagnostic").len(), 0, "{}", run.stdout);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let told = bench.run(&["convert", "in", "--output", "out", "--verbose"]);
    assert!(
        told.stderr.contains("note: in/README.md: passed over: not a source"),
        "{}",
        told.stderr
    );
}

#[test]
fn a_document_in_another_format_is_missed_aloud() {
    let bench = Workbench::with(&[("in/a.txt", LETTER), ("in/b.djvu", "x"), ("in/c.docx", "x")]);
    let run = bench.run(&["convert", "in", "--output", "out"]);
    assert_eq!(run.status, 2);
    assert!(
        run.stderr
            .contains("error: in/b.djvu: a DjVu file is not read\nhint: convert it first: `ddjvu -format=pdf")
    );
    assert!(run.stderr.contains("libreoffice --headless --convert-to pdf 'c.docx'"));
    assert!(bench.has("out/a.xml"));
}

#[test]
fn a_folder_of_nothing_but_page_images_is_one_document() {
    let bench = Workbench::with(&[
        ("in/book/p10.png", "x"),
        ("in/book/p2.png", "x"),
        ("in/book/.DS_Store", "x"),
        ("in/mixed/a.txt", LETTER),
        ("in/mixed/b.png", "x"),
    ]);
    assert_eq!(files(&bench, &["in"]), ["in/book", "in/mixed/a.txt", "in/mixed/b.png"]);
    let each = ["in/book/p2.png", "in/book/p10.png", "in/mixed/a.txt", "in/mixed/b.png"];
    assert_eq!(files(&bench, &["in", "--each-image"]), each);
    assert_eq!(files(&bench, &["in/book/"]), ["in/book/"]);
}

#[test]
fn stems_that_collide_keep_their_extensions() {
    let bench = Workbench::with(&[
        ("in/a.txt", LETTER),
        ("in/a.pdf", "not a PDF"),
        ("in/A.pdf.txt", LETTER),
    ]);
    let run = bench.run(&["convert", "in", "--output", "out", "--strict"]);
    assert!(
        run.stderr
            .contains("warning: in/a.txt: another source has the name `a` too, so the edition is `a.txt.xml`")
    );
    assert!(
        run.stderr
            .contains("warning: in/A.pdf.txt: another source has the name `A.pdf` too"),
        "{}",
        run.stderr
    );
    assert!(bench.has("out/a.txt.xml") && bench.has("out/A.pdf.txt.xml") && !bench.has("out/a.xml"));
}

#[test]
fn files_of_one_name_from_two_folders_are_numbered() {
    let bench = Workbench::with(&[("x/a.txt", LETTER), ("y/a.txt", LETTER)]);
    let run = bench.run(&["convert", "x", "y/a.txt", "--output", "out", "--strict"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(bench.has("out/a.txt.xml") && bench.has("out/a.txt-2.xml"));
}

#[test]
fn names_that_a_run_gives_itself_are_not_taken() {
    let bench = Workbench::with(&[
        ("in/a.new.txt", LETTER),
        ("in/b.invalid.txt", LETTER),
        ("in/c.news.txt", LETTER),
    ]);
    bench.run(&["convert", "in", "--output", "out"]);
    assert!(bench.has("out/a.new.txt.xml") && bench.has("out/b.invalid.txt.xml") && bench.has("out/c.news.xml"));
}

#[test]
fn a_source_named_twice_is_converted_once() {
    let bench = Workbench::with(&[("in/a.txt", LETTER)]);
    assert_eq!(files(&bench, &["in", "in/a.txt", "./in"]), ["in/a.txt"]);
}

#[test]
fn the_output_folder_inside_the_input_folder_is_not_walked() {
    let bench = Workbench::with(&[("in/a.txt", LETTER)]);
    for _ in 0..2 {
        let run = bench.run(&[
            "convert",
            "in",
            "--output",
            "in/editions",
            "--format",
            "tei,txt",
            "--json",
        ]);
        assert_eq!(run.results().len(), 1, "{}", run.stdout);
    }
    assert!(bench.has("in/editions/a.txt"));
}

#[cfg(unix)]
#[test]
fn a_link_upwards_is_not_followed_for_ever() {
    let bench = Workbench::with(&[("in/sub/a.txt", LETTER)]);
    std::os::unix::fs::symlink(bench.path("in"), bench.path("in/sub/up")).expect("links can be made");
    assert_eq!(files(&bench, &["in"]), ["in/sub/a.txt"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_unicode_is_converted() {
    use std::os::unix::ffi::OsStrExt;
    let bench = Workbench::with(&[]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    std::fs::write(bench.path("").join(name), LETTER).expect("the file system takes any name");
    let run = bench.run(&["convert", ".", "--output", "out"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let edition = std::ffi::OsStr::from_bytes(b"caf\xe9.xml");
    assert!(bench.path("out").join(edition).exists());
}
