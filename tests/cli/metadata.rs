//! The file of `--metadata`.

use crate::workbench::{LETTER, Workbench};

#[test]
fn a_toml_table_fills_the_header_of_its_document() {
    let bench = Workbench::with(&[
        ("in/letters/a.txt", LETTER),
        ("in/b.txt", LETTER),
        (
            "meta.toml",
            "[\"letters/a.txt\"]\ntitle = \"Resolutions & papers\"\nauthor = \"The Committee\"\n",
        ),
    ]);
    let run = bench.run(&[
        "convert",
        "in",
        "--output",
        "out",
        "--metadata",
        "meta.toml",
        "--strict",
    ]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let edition = bench.read("out/letters/a.xml");
    assert!(edition.contains("Resolutions &amp; papers") && edition.contains("The Committee"));
    assert!(!bench.read("out/b.xml").contains("Resolutions"));
}

#[test]
fn paths_may_count_from_the_folder_of_the_metadata_file() {
    let bench = Workbench::with(&[
        ("archive/in/a.txt", LETTER),
        (
            "archive/meta.csv",
            "path,title\r\nin/a.txt,\"Kept, and \"\"found\"\"\"\r\n",
        ),
    ]);
    let arguments = [
        "convert",
        "archive/in/a.txt",
        "--output",
        "out",
        "--metadata",
        "archive/meta.csv",
        "--strict",
    ];
    assert_eq!(bench.run(&arguments).status, 0);
    assert!(bench.read("out/a.xml").contains("Kept, and"));
}

#[test]
fn a_spreadsheet_may_divide_by_semicolons_and_leave_cells_empty() {
    let sheet = "\u{feff}Path;Title;Author;Shelfmark\na.txt;;Anon;RGIA 1 2\n";
    let bench = Workbench::with(&[("a.txt", LETTER), ("meta.csv", sheet)]);
    assert_eq!(
        bench
            .run(&["convert", "a.txt", "--output", "out", "--metadata", "meta.csv"])
            .status,
        0
    );
    assert!(bench.read("out/a.xml").contains("RGIA 1 2"));
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    for (name, text, message) in [
        (
            "m.toml",
            "[\"a.txt\"]\ntitle = \"x\"\ntitel = \"y\"\n",
            "m.toml:3:1: unknown field `titel`",
        ),
        (
            "m.toml",
            "[a.txt]\ntitle = \"x\"\n",
            "hint: write the path in quotes, as in `[\"letters/a.pdf\"]`",
        ),
        ("m.csv", "path,titel\n", "m.csv:1:1: unknown column `titel`"),
        ("m.csv", "title\nx\n", "m.csv:1:1: there is no column `path`"),
        (
            "m.csv",
            "path,title\na.txt,x\nb.txt\n",
            "m.csv:3:1: the row has 1 cells and the first row 2",
        ),
        (
            "m.csv",
            "path,title\na.txt,x\n./a.txt,y\n",
            "m.csv:3:1: `./a.txt` has a row already",
        ),
        ("m.csv", "path,title\n,x\n", "m.csv:2:1: the row has no path"),
        ("m.json", "{}", "`m.json` is neither a .toml nor a .csv file"),
    ] {
        let bench = Workbench::with(&[("a.txt", LETTER), (name, text)]);
        let run = bench.run(&["convert", "a.txt", "--output", "out", "--metadata", name]);
        assert_eq!(run.status, 2, "{text}");
        assert!(run.stderr.contains(message), "{text}{}", run.stderr);
        assert!(!bench.has("out"));
    }
}

#[test]
fn a_path_at_which_there_is_nothing_is_a_warning_and_one_of_another_run_is_not() {
    let sheet = "path,title\na.txt,A\nb.txt,B\nc.txt,C\n";
    let bench = Workbench::with(&[("a.txt", LETTER), ("b.txt", LETTER), ("meta.csv", sheet)]);
    let run = bench.run(&[
        "convert",
        "a.txt",
        "--output",
        "out",
        "--metadata",
        "meta.csv",
        "--strict",
    ]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("warning: meta.csv: there is no source at `c.txt`"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("b.txt"), "{}", run.stderr);
}
