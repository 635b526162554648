//! The register of the output folder: one for all editions in it, whatever a run converts.

use crate::workbench::Workbench;

const LABOUR: &str =
    "The edict of 17 May 1938 closed the gap.\n\nThis edict was harsh, and the order no. 227 was harsher.\n";
const COURTS: &str =
    "The courts were swamped by the ukase of May 17, 1938.\n\nThe Weimar Constitution was not repealed.\n";

/// Runs a conversion that must succeed.
fn convert(bench: &Workbench, arguments: &[&str]) {
    let run = bench.run(&[&["convert", "--output", "out"], arguments].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
}

#[test]
fn the_register_is_the_same_whatever_the_order_of_inputs_and_the_parts_of_a_run() {
    let files = [("in/labour.txt", LABOUR), ("in/sub/courts.txt", COURTS)];
    let whole = Workbench::with(&files);
    convert(&whole, &["in/labour.txt", "in/sub"]);
    let turned = Workbench::with(&files);
    convert(&turned, &["in/sub", "in/labour.txt"]);
    let parts = Workbench::with(&files);
    convert(&parts, &["in/sub"]);
    convert(&parts, &["in/labour.txt"]);
    for name in ["out/register.xml", "out/register.csv"] {
        assert_eq!(whole.read(name), turned.read(name));
        assert_eq!(whole.read(name), parts.read(name));
    }
    let register = whole.read("out/register.xml");
    let mention = "<ref target=\"courts.xml#pb-1\">courts, pb-1</ref>\n<ref target=\"labour.xml#pb-1\">";
    assert!(register.contains(mention), "{register}");
    let table = whole.read("out/register.csv");
    assert!(
        table.contains("acts,act-1938-05-17-edict,edict,,,1938-05-17,"),
        "{table}"
    );
    assert!(
        table.contains("acts,act-weimar-constitution,constitution,Weimar Constitution,"),
        "{table}"
    );
}

#[test]
fn an_authority_file_fixes_identifiers_and_names() {
    let bench = Workbench::with(&[
        ("in/labour.txt", LABOUR),
        (
            "authority.csv",
            "register,id,kind,title,date\nacts,labour-edict,edict,Edict on labour discipline,1938-05-17\n\
             acts,never-mentioned,law,Another law,1911-01-01\n",
        ),
    ]);
    convert(&bench, &["in", "--authority", "authority.csv"]);
    let edition = bench.read("out/labour.xml");
    assert!(
        edition.contains("<rs type=\"decree\" subtype=\"edict\" ref=\"#labour-edict\">"),
        "{edition}"
    );
    assert!(
        edition.contains("<title type=\"main\">Edict on labour discipline</title>"),
        "{edition}"
    );
    assert!(!edition.contains("never-mentioned"), "{edition}");
    assert!(bench.read("out/register.xml").contains("xml:id=\"labour-edict\""));

    // A register is an authority itself.
    let again = Workbench::with(&[
        ("in/courts.txt", COURTS),
        ("names.xml", &bench.read("out/register.xml")),
    ]);
    convert(&again, &["in", "--authority", "names.xml"]);
    assert!(again.read("out/courts.xml").contains("ref=\"#labour-edict\""));
}

#[test]
fn an_authority_file_that_is_none_is_refused() {
    let bench = Workbench::with(&[("in/labour.txt", LABOUR), ("authority.csv", "name\nx\n")]);
    let run = bench.run(&["convert", "in", "--output", "out", "--authority", "authority.csv"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("there is no column `register`"), "{}", run.stderr);
}

#[test]
fn an_edited_register_is_left_alone() {
    let bench = Workbench::with(&[("in/labour.txt", LABOUR)]);
    convert(&bench, &["in"]);
    let edited = bench
        .read("out/register.xml")
        .replace("Register of acts", "Our register of acts");
    bench.write("out/register.xml", &edited);
    convert(&bench, &["in"]);
    assert_eq!(bench.read("out/register.xml"), edited);
    assert!(bench.has("out/register.new.xml"));
}

#[test]
fn a_source_of_that_name_does_not_stand_in_the_way() {
    let bench = Workbench::with(&[("in/register.txt", LABOUR)]);
    let run = bench.run(&["convert", "in", "--output", "out"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(bench.has("out/register.txt.xml"), "{}", run.stderr);
    assert!(bench.read("out/register.xml").contains("register.txt.xml#pb-1"));
}

const CITING: &str = "The locks were dear (P. Reed, The Toll Roads of Hull, London, 1977, p. 12).\n\n\
                      The edict of 17 May 1938 closed the gap.\n";

#[test]
fn works_are_written_for_reference_managers() {
    let bench = Workbench::with(&[("in/a.txt", CITING), ("in/b.txt", LABOUR)]);
    convert(&bench, &["in", "--format", "tei,bibtex,csl"]);
    let works = bench.read("out/a.bib");
    assert!(works.starts_with("@book{w-reed-1977,\n"), "{works}");
    assert!(bench.read("out/a.csl.json").contains("\"id\": \"w-reed-1977\""));
    assert_eq!(bench.read("out/b.bib"), "");
    assert_eq!(bench.read("out/b.csl.json"), "[]\n");
    assert_eq!(bench.read("out/register.bib"), works);

    // They follow the editions even where a later run does not ask for them, and nobody's changes are lost.
    bench.write("in/c.txt", &CITING.replace("1977", "1978"));
    convert(&bench, &["in"]);
    let both = bench.read("out/register.bib");
    assert!(both.contains("@book{w-reed-1978,"), "{both}");
    bench.write("out/register.bib", "% ours\n");
    convert(&bench, &["in"]);
    assert!(!bench.has("out/register.new.bib"));
    convert(&bench, &["in", "--format", "tei,bibtex"]);
    assert_eq!(bench.read("out/register.bib"), "% ours\n");
    assert_eq!(bench.read("out/register.new.bib"), both);
}

#[test]
fn json_tells_entries_and_where_they_are_mentioned() {
    let bench = Workbench::with(&[("in/a.txt", CITING)]);
    convert(&bench, &["in", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&bench.read("out/a.json")).expect("it is JSON");
    let (act, work) = (&json["registers"]["acts"][0], &json["registers"]["works"][0]);
    assert_eq!(act["id"], "act-1938-05-17-edict");
    assert_eq!(act["date"]["value"]["when"], "1938-05-17");
    assert_eq!(work["titles"][0]["text"], "The Toll Roads of Hull");
    for (entry, words) in [
        (act, "edict of 17 May 1938"),
        (work, "P. Reed, The Toll Roads of Hull, London, 1977, p. 12"),
    ] {
        let mention = &entry["mentions"][0];
        let number =
            |name: &str| usize::try_from(mention[name].as_u64().expect("it is a number")).expect("it is small");
        let text = json["blocks"][number("block")]["text"]
            .as_str()
            .expect("a block has text");
        assert_eq!(&text[number("start")..number("end")], words);
        assert_eq!(mention["page"], 1);
    }
}

#[test]
fn the_register_is_valid() {
    let bench = Workbench::with(&[
        ("in/labour.txt", LABOUR),
        ("in/a.txt", CITING),
        ("in/courts.txt", COURTS),
    ]);
    convert(&bench, &["in"]);
    let run = bench.run(&["validate", "out/register.xml", "out/a.xml"]);
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
}
