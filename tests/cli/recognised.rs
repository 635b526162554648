//! What other engines recognised: which files are one document, and that its edition is the one of the scan.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::workbench::Workbench;

const PAGE: &str = "<alto><Layout><Page WIDTH='1200' HEIGHT='900'><PrintSpace><TextBlock><TextLine>\
                    <String CONTENT='WORD' HPOS='100' VPOS='100' WIDTH='200' HEIGHT='30'/>\
                    </TextLine></TextBlock></PrintSpace></Page></Layout></alto>";
const OTHER: &str = "<?xml version='1.0'?><mets xmlns='http://www.loc.gov/METS/'/>";

/// A page image of the tests.
fn scan() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/read/image/two-columns.png");
    fs::read(path).expect("the case is there")
}

fn page(word: &str) -> String {
    PAGE.replace("WORD", word)
}

fn results(bench: &Workbench, arguments: &[&str]) -> Vec<(String, String)> {
    let run = bench.run(
        &[
            &["convert", "--output", "out", "--format", "tei,txt", "--json"],
            arguments,
        ]
        .concat(),
    );
    run.results()
}

fn written(file: &str) -> (String, String) {
    (file.to_owned(), "written".to_owned())
}

#[test]
fn a_folder_of_recognised_pages_is_one_document() {
    let bench = Workbench::with(&[
        ("in/book/p10.xml", &page("tenth")),
        ("in/book/p2.alto.xml", &page("second")),
        ("in/book/p2.png", "no image"),
        ("in/book/edition.xml", OTHER),
    ]);
    let run = bench.run(&["convert", "in", "--output", "out", "--format", "tei,txt", "--json"]);
    assert_eq!(run.results(), [written("in/book")]);
    let codes: Vec<_> = run
        .objects("diagnostic")
        .iter()
        .map(|one| one["code"].to_string())
        .collect();
    assert_eq!(codes, ["\"page-image-unreadable\""], "{}", run.stdout);
    assert_eq!(
        bench.read("out/book.txt").split_whitespace().collect::<Vec<_>>(),
        ["second", "tenth"]
    );
    assert!(
        bench
            .read("out/book.xml")
            .contains("<idno type=\"mediaType\">application/alto+xml</idno>")
    );
}

#[test]
fn an_image_beside_its_recognised_page_is_no_document_of_its_own() {
    let bench = Workbench::with(&[
        ("in/a.xml", &page("one")),
        ("in/a.png", "no image"),
        ("in/b.txt", "A letter of the board to the keeper.\n"),
    ]);
    assert_eq!(results(&bench, &["in"]), [written("in/a.xml"), written("in/b.txt")]);
    assert_eq!(
        results(&bench, &["in/a.png", "in/a.xml"]),
        [("in/a.xml".to_owned(), "unchanged".to_owned())]
    );
}

#[test]
fn xml_that_is_no_recognised_page_is_passed_over_or_refused() {
    let bench = Workbench::with(&[
        ("in/edition.xml", OTHER),
        ("in/a.txt", "A letter of the board to the keeper.\n"),
        ("web.html", "<html><body><p>A page</p></body></html>"),
        ("empty.hocr", ""),
    ]);
    assert_eq!(results(&bench, &["in"]), [written("in/a.txt")]);
    let run = bench.run(&["convert", "in/edition.xml", "web.html", "empty.hocr", "--output", "out"]);
    assert_eq!(run.status, 2);
    for line in [
        "error: in/edition.xml: an XML file of this kind is not read\nhint: of XML, TEI is read, and what other engines recognised: ALTO",
        "error: web.html: a web page is not read",
        "error: empty.hocr: the file is not a readable hOCR, ALTO or PAGE file: its first element is none of theirs",
    ] {
        assert!(run.stderr.contains(line), "{line}\n{}", run.stderr);
    }
}

/// Returns the body of an edition without what depends on the last pixel: the zones.
fn body(bench: &Workbench, edition: &str) -> String {
    let xml = bench.read(edition);
    let from = xml.find("<text").expect("an edition has a text");
    xml[from..].to_owned()
}

/// Returns an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let rest = tag.split(&format!(" {name}=\"")).nth(1).unwrap_or_default();
    rest.split('"').next().unwrap_or_default()
}

/// Writes an ALTO file as a PAGE file: blocks, lines and words with their outlines and confidences.
fn as_page(alto: &str) -> String {
    let outline = |tag: &str| {
        let [x, y, wide, high] =
            ["HPOS", "VPOS", "WIDTH", "HEIGHT"].map(|n| attribute(tag, n).parse::<u32>().unwrap_or(0));
        let (right, foot) = (x + wide, y + high);
        format!("<Coords points=\"{x},{y} {right},{y} {right},{foot} {x},{foot}\"/>")
    };
    let mut page = String::from("<PcGts xmlns=\"http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15\">");
    page.push_str("<Metadata><Creator>tesseract 5</Creator></Metadata>");
    for tag in alto.split('<') {
        let name = tag.split([' ', '>']).next().unwrap_or_default();
        match name {
            "Page" => {
                let [wide, high] = ["WIDTH", "HEIGHT"].map(|n| attribute(tag, n));
                page += &format!("<Page imageFilename=\"page.png\" imageWidth=\"{wide}\" imageHeight=\"{high}\">");
            }
            "TextBlock" => page += &format!("<TextRegion>{}", outline(tag)),
            "TextLine" => page += &format!("<TextLine>{}", outline(tag)),
            "String" => {
                let (confidence, word) = (attribute(tag, "WC"), attribute(tag, "CONTENT"));
                let text = format!("<TextEquiv conf=\"{confidence}\"><Unicode>{word}</Unicode></TextEquiv>");
                page += &format!("<Word>{}{text}</Word>", outline(tag));
            }
            "/TextLine" => page += "</TextLine>",
            "/TextBlock" => page += "</TextRegion>",
            "/Page" => page += "</Page>",
            _ => {}
        }
    }
    page + "</PcGts>"
}

#[test]
fn the_edition_of_recognised_pages_is_the_one_of_the_scan() {
    let bench = Workbench::with(&[]);
    let editions = ["scan", "alto", "alto2", "alto4", "page", "hocr", "beside"];
    for folder in editions {
        fs::create_dir_all(bench.path(folder)).expect("the folder can be made");
    }
    for image in ["scan/page.png", "beside/page.png"] {
        fs::write(bench.path(image), scan()).expect("the file can be written");
    }
    let recognise = |stem: &str, format: &str| {
        let mut command = Command::new("tesseract");
        command
            .arg(bench.path("scan/page.png"))
            .arg(bench.path(stem))
            .args(["-l", "eng", format]);
        let run = command
            .env("OMP_THREAD_LIMIT", "1")
            .output()
            .expect("Tesseract is installed");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    recognise("alto/page", "alto");
    recognise("hocr/page", "hocr");
    fs::copy(bench.path("alto/page.xml"), bench.path("beside/page.xml")).expect("it was made");
    let alto = bench.read("alto/page.xml");
    let version = alto.split("ns-v").nth(1).and_then(|rest| rest.chars().next());
    let told = format!("ns-v{}#", version.expect("the file tells its version"));
    for number in ["2", "4"] {
        let other = alto.replace(&told, &format!("ns-v{number}#"));
        bench.write(&format!("alto{number}/page.xml"), &other);
    }
    bench.write("page/page.xml", &as_page(&alto));
    let run = bench.run(&[&["convert", "--output", "out", "--lang", "en", "--json"], &editions[..]].concat());
    assert_eq!(run.results(), editions.map(written));
    let scanned = body(&bench, "out/scan.xml");
    for edition in &editions[1..] {
        let edition = &format!("out/{edition}.xml");
        assert_eq!(body(&bench, edition), scanned, "{edition}");
        assert!(
            bench
                .read(edition)
                .contains("<note type=\"metadata\" n=\"Producer\">tesseract ")
        );
    }
}
