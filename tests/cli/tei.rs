//! TEI files: tags are added, and nothing of what is there is lost.

use crate::workbench::Workbench;

const LETTER: &str = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:lang=\"en\"><teiHeader/>\n\
                      <text><body><p>The edict of 17 May 1938.</p></body></text></TEI>\n";

/// Runs a conversion that must succeed.
fn convert(bench: &Workbench, arguments: &[&str]) -> String {
    let run = bench.run(&[&["convert", "--output", "out"], arguments].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.stderr
}

#[test]
fn a_tei_file_is_tagged_again_after_changes_but_not_over_those_of_an_editor() {
    let bench = Workbench::with(&[("in/letter.xml", LETTER)]);
    convert(&bench, &["in"]);
    let first = bench.read("out/letter.xml");
    assert!(first.contains("ref=\"#act-1938-05-17-edict\""), "{first}");
    bench.write("in/letter.xml", &LETTER.replace("1938", "1939"));
    convert(&bench, &["in"]);
    assert!(bench.read("out/letter.xml").contains("act-1939-05-17-edict"));

    let corrected = bench.read("out/letter.xml").replace("<p>The ", "<p>That ");
    bench.write("out/letter.xml", &corrected);
    let run = bench.run(&["convert", "--output", "out", "in", "--force"]);
    assert!(run.stderr.contains("is left alone"), "{}", run.stderr);
    assert_eq!(bench.read("out/letter.xml"), corrected);
}

#[test]
fn a_source_is_never_overwritten() {
    let bench = Workbench::with(&[("letter.xml", LETTER), ("labour.txt", "The edict of 17 May 1938.\n")]);
    bench.run(&["convert", "--output", ".", "letter.xml"]);
    assert_eq!(bench.read("letter.xml"), LETTER);
    assert!(bench.read("letter.new.xml").contains("<rs "));

    // Not even an edition that nobody has edited.
    convert(&bench, &["labour.txt"]);
    let edition = bench.read("out/labour.xml").replace("</p>", "</p><p>In 1940.</p>");
    bench.write("out/labour.xml", &edition);
    bench.run(&["convert", "--output", "out", "out/labour.xml"]);
    assert_eq!(bench.read("out/labour.xml"), edition);
    assert!(bench.read("out/labour.new.xml").contains("<date when=\"1940\">"));
}

#[test]
fn the_register_of_the_run_holds_tei_files_whatever_the_order() {
    let files = [
        ("a/letter.xml", LETTER),
        ("a/old.txt", "The edict of 17 May 1938 and the law of 7 August 1932.\n"),
        (
            "b/notes.txt",
            "This was the ukase of 7 August 1944.\n\nThe edict of 17 May 1938.\n",
        ),
    ];
    let inputs = ["a/letter.xml", "a/old.txt", "b/notes.txt"];
    let mut registers = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
        let bench = Workbench::with(&files);
        convert(&bench, &order.map(|nth| inputs[nth]));
        registers.push((bench.read("out/register.xml"), bench.read("out/register.csv")));
    }
    assert!(registers.iter().all(|register| *register == registers[0]));
    assert!(
        registers[0].0.contains("<ref target=\"letter.xml\">letter</ref>"),
        "{}",
        registers[0].0
    );
    let bench = Workbench::with(&[("out/register.xml", &registers[0].0)]);
    let run = bench.run(&["validate", "out/register.xml"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
}

#[test]
fn what_is_no_tei_is_refused_in_one_line() {
    let bench = Workbench::with(&[("old.xml", "<TEI.2><text><p>14 May 1938</p></text></TEI.2>")]);
    let run = bench.run(&["convert", "--output", "out", "old.xml"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("<TEI.2> is not of TEI P5"), "{}", run.stderr);
}
