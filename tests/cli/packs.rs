//! Rules of one's own, the calendar, and old units.

use crate::workbench::Workbench;

/// A rule with words of its own.
const FEAST: &str = "kind = 'silence'\nsummary = 'A steel by its number: `steel 1913`.'\npattern = '{alloy} [0-9]+'\n";
const WORDS: &str = "name = 'English'\n[words]\nalloy = ['steel', 'bronze']\nmonth_before = ['come']\n";

/// Converts one line with some flags and returns its edition.
fn edition(line: &str, packs: &[(&str, &str)], flags: &[&str]) -> String {
    let mut files = vec![("a.txt", line)];
    files.extend_from_slice(packs);
    let bench = Workbench::with(&files);
    let mut arguments = vec!["convert", "a.txt", "--output", "out"];
    arguments.extend_from_slice(flags);
    let run = bench.run(&arguments);
    assert_eq!(run.status, 0, "{}", run.stderr);
    bench.read("out/a.xml")
}

#[test]
fn rules_of_ones_own_stand_beside_the_built_in_ones() {
    let line = "The works cast bronze 1940 until the strike of 1941, come April.\n";
    let plain = edition(line, &[], &["--lang", "en"]);
    assert!(plain.contains("when=\"1940\"") && plain.contains("when=\"1941\"") && !plain.contains("1941-04"));
    let packs = [("own/en/silence/alloy.toml", FEAST), ("own/en/lang.toml", WORDS)];
    let own = edition(line, &packs, &["--lang", "en", "--rules", "own"]);
    assert!(
        !own.contains("when=\"1940\"") && own.contains("when=\"1941\"") && own.contains("1941-04"),
        "{own}"
    );
    assert!(own.contains("rules"), "the header names the rules");
}

#[test]
fn an_edition_is_made_anew_when_the_rules_change() {
    let bench = Workbench::with(&[
        ("a.txt", "They cast bronze 1940.\n"),
        ("own/en/silence/alloy.toml", FEAST),
        ("own/en/lang.toml", WORDS),
        ("fonds.toml", "output = 'out'\nlang = 'en'\nrules = 'own'\n"),
    ]);
    assert_eq!(bench.run(&["convert", "a.txt"]).status, 0);
    assert!(!bench.read("out/a.xml").contains("when=\"1940\""));
    bench.write("own/en/lang.toml", &WORDS.replace("bronze", "brass"));
    assert_eq!(bench.run(&["convert", "a.txt"]).status, 0);
    assert!(bench.read("out/a.xml").contains("when=\"1940\""));
}

#[test]
fn what_is_wrong_with_a_pack_is_shown_in_its_line() {
    for (name, text, shown) in [
        (
            "en/date/feast.toml",
            "kind = 'date'\nsummary = 'A feast.'\npattern = '{feast} (?<year>{year})'\n",
            "3 | pattern = '{feast} (?<year>{year})'\n  |           ^^^^^",
        ),
        (
            "en/date/feast.toml",
            "kind = 'date'\nsumary = 'A feast.'\n",
            "2 | sumary = 'A feast.'\n  | ^^^^^^",
        ),
        (
            "en/date/feast.toml",
            "kind = 'figure'\nsummary = ''\npattern = 'x'\n",
            "in the folder `date`",
        ),
        (
            "eo/date/feast.toml",
            "kind = 'date'\nsummary = ''\npattern = 'x'\n",
            "there is no eo/lang.toml",
        ),
        ("en/page.toml", "", "from a folder of one's own"),
    ] {
        let path = format!("own/{name}");
        let bench = Workbench::with(&[("a.txt", "1940\n"), (path.as_str(), text)]);
        for arguments in [
            &["convert", "a.txt", "--output", "out", "--rules", "own"][..],
            &["rules", "list", "--rules", "own"],
        ] {
            let run = bench.run(arguments);
            assert_eq!(run.status, 2, "{text}");
            assert!(
                run.stderr.contains(name) && run.stderr.contains(shown),
                "{}",
                run.stderr
            );
        }
        assert!(!bench.has("out"));
    }
}

#[test]
fn a_folder_without_packs_is_named() {
    let bench = Workbench::with(&[("a.txt", "1940\n"), ("own/readme", "")]);
    let run = bench.run(&["rules", "--rules", "own", "list"]);
    assert!(
        run.status == 2 && run.stderr.contains("no packs in `own`"),
        "{}",
        run.stderr
    );
    let run = bench.run(&["rules", "--rules", "none", "list"]);
    assert!(
        run.status == 2 && run.stderr.contains("cannot read `none`"),
        "{}",
        run.stderr
    );
}

#[test]
fn rules_of_ones_own_are_explained() {
    let bench = Workbench::with(&[("own/en/silence/alloy.toml", FEAST), ("own/en/lang.toml", WORDS)]);
    let run = bench.run(&["rules", "explain", "silence/alloy", "--rules", "own"]);
    assert!(
        run.stdout.contains("steel | bronze") || run.stdout.contains("bronze | steel"),
        "{}",
        run.stdout
    );
}

#[test]
fn days_before_the_change_are_julian() {
    let line = "Указ от 9 ноября 1906 г., декреты от 13 февраля и 14 февраля 1918 г., в 1917 году.\n";
    let told = edition(
        line,
        &[],
        &["--lang", "ru", "--calendar", "julian-before", "1918-02-14"],
    );
    let julian = "when=\"1906-11-22\" when-custom=\"1906-11-09\" datingMethod=\"#julian\"";
    assert!(told.contains(julian), "{told}");
    assert!(
        told.contains("when=\"1918-02-26\" when-custom=\"1918-02-13\""),
        "{told}"
    );
    assert!(
        told.contains("when=\"1918-02-14\"") && told.contains("when=\"1917\""),
        "{told}"
    );
    assert!(told.contains("<calendar xml:id=\"julian\""), "{told}");
    let plain = edition(line, &[], &["--lang", "ru"]);
    assert!(
        plain.contains("when=\"1906-11-09\"") && !plain.contains("julian"),
        "{plain}"
    );
}

#[test]
fn stretches_before_the_change_have_their_gregorian_ends_and_new_style_stays() {
    let line = "Съезд 3–10 марта 1899 г.; сессия 5 июня 1910 г. (н. ст.)\n";
    let told = edition(
        line,
        &[],
        &["--lang", "ru", "--calendar", "julian-before", "1918-02-14"],
    );
    assert!(told.contains("from=\"1899-03-15\" to=\"1899-03-22\""), "{told}");
    assert!(told.contains("when=\"1910-06-05\""), "{told}");
}

#[test]
fn a_calendar_that_is_none_is_refused() {
    for day in ["1918-02-30", "14.2.1918"] {
        let bench = Workbench::with(&[("a.txt", "1940\n")]);
        let run = bench.run(&[
            "convert",
            "a.txt",
            "--output",
            "out",
            "--calendar",
            "julian-before",
            day,
        ]);
        assert!(
            run.status == 2 && run.stderr.contains("is not a day such as 1918-02-14"),
            "{}",
            run.stderr
        );
    }
    let bench = Workbench::with(&[("a.txt", "1940\n"), ("fonds.toml", "calendar = \"mayan 1918-02-14\"\n")]);
    let run = bench.run(&["convert", "a.txt", "--output", "out"]);
    assert!(
        run.status == 2 && run.stderr.contains("is not a calendar"),
        "{}",
        run.stderr
    );
}

#[test]
fn old_units_are_declared_with_what_they_are() {
    let told = edition(
        "They bought 12 poods of rye and 3 pounds of salt in 1913.\n",
        &[],
        &["--lang", "en"],
    );
    let pood = "<conversion fromUnit=\"#unit-pood\" toUnit=\"#unit-kilogram\" formula=\"$fromUnit * 16.380496\"/>";
    assert!(told.contains(pood) && told.contains("$fromUnit * 0.45359237"), "{told}");
    let told = edition("Куплено 3 фунта соли и 5 кг сахара.\n", &[], &["--lang", "ru"]);
    assert!(told.contains("$fromUnit * 0.40951241"), "{told}");
    let told = edition("They bought 12 tons.\n", &[], &["--lang", "en"]);
    assert!(!told.contains("unitDecl"), "{told}");
}
