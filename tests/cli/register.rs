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
