//! `fonds.toml`, and the flags that win over it.

use crate::workbench::{LETTER, Workbench};

#[test]
fn the_nearest_settings_file_upwards_is_read_and_its_paths_are_its_own() {
    let bench = Workbench::with(&[
        (
            "archive/fonds.toml",
            "output = \"editions\"\nformat = [\"txt\"]\njobs = 1\nlang = \"en,ru\"\n",
        ),
        ("archive/letters/1920/a.txt", LETTER),
        ("fonds.toml", "no such key = 1"),
    ]);
    let mut command = bench.command(&["convert", "."]);
    let output = command
        .current_dir(bench.path("archive/letters/1920"))
        .output()
        .expect("the command can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(bench.has("archive/editions/a.txt") && !bench.has("archive/editions/a.xml"));
}

#[test]
fn a_flag_wins() {
    let bench = Workbench::with(&[("fonds.toml", "output = \"x\"\nformat = \"txt\"\n"), ("a.txt", LETTER)]);
    assert_eq!(
        bench
            .run(&["convert", "a.txt", "--output", "y", "--format", "json"])
            .status,
        0
    );
    assert!(bench.has("y/a.json") && !bench.has("y/a.txt") && !bench.has("x"));
}

#[test]
fn strict_may_stand_in_the_file() {
    let bench = Workbench::with(&[
        ("fonds.toml", "output = \"out\"\nstrict = true\n"),
        ("x/a.txt", LETTER),
        ("y/a.txt", LETTER),
    ]);
    assert_eq!(bench.run(&["convert", "x", "y"]).status, 1);
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_nothing_is_converted() {
    for (text, place, message) in [
        ("output = \"out\"\nlangs = [\"en\"]\n", "2:1", "unknown field `langs`"),
        (
            "output = \"out\"\n\nocr = \"sometimes\"\n",
            "3:7",
            "expected one of `auto`, `always`, `never`",
        ),
        ("pages = \"7-3\"\n", "1:9", "the range runs backwards"),
        ("pages = 0\n", "1:9", "not a range of pages"),
        (
            "lang = [\"en\", \"not a tag\"]\n",
            "1:8",
            "`not a tag` is not a language tag",
        ),
        ("format = [\"docx\"]\n", "1:10", "`docx` is not a format"),
        ("jobs = 0\n", "1:8", "nonzero"),
        ("output = [\n", "1:11", "unclosed array"),
    ] {
        let bench = Workbench::with(&[("fonds.toml", text), ("a.txt", LETTER)]);
        let run = bench.run(&["convert", "a.txt", "--output", "out"]);
        assert_eq!(run.status, 2, "{text}");
        let heading = format!("fonds.toml:{place}: ");
        assert!(
            run.stderr.contains(&heading) && run.stderr.contains(message),
            "{text}{}",
            run.stderr
        );
        assert!(!bench.has("out"));
    }
}

#[test]
fn the_date_of_the_run_comes_from_the_environment_alone() {
    let bench = Workbench::with(&[("a.txt", LETTER)]);
    let mut command = bench.command(&["convert", "a.txt", "--output", "out"]);
    let output = command
        .env("SOURCE_DATE_EPOCH", "yesterday")
        .output()
        .expect("the command can be started");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr.contains("error: SOURCE_DATE_EPOCH is `yesterday`, not a number of seconds"),
        "{stderr}"
    );

    let dated = |epoch: &str, folder: &str| {
        let mut command = bench.command(&["convert", "a.txt", "--output", folder]);
        let output = command
            .env("SOURCE_DATE_EPOCH", epoch)
            .output()
            .expect("the command can be started");
        assert!(output.status.success());
        bench.read(&format!("{folder}/a.xml"))
    };
    assert!(dated("86400", "x").contains("1970-01-02"));
    assert!(!dated("", "y").contains("1970"));
}
