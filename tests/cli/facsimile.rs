//! `--images`: the image of each page beside its edition, of the size of the page's surface.

use std::path::Path;

use crate::workbench::Workbench;

/// Converts a case of `tests/cases/read` with its page images; returns the bench and the edition's name.
fn converted(case: &str) -> (Workbench, String) {
    let bench = Workbench::with(&[]);
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/read")
        .join(case);
    let source = path.display().to_string();
    let run = bench.run(&["convert", &source, "--output", "out", "--images", "--lang", "en"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    (bench, stem)
}

/// Returns the sizes of the surfaces of an edition.
fn surfaces(edition: &str) -> Vec<(u32, u32)> {
    let number = |line: &str, name: &str| {
        let rest = line.split(&format!("{name}=\"")).nth(1).unwrap_or_default();
        rest.split('"')
            .next()
            .unwrap_or_default()
            .parse()
            .expect("it counts pixels")
    };
    let surfaces = edition.lines().filter(|line| line.starts_with("<surface "));
    surfaces
        .map(|line| (number(line, "lrx"), number(line, "lry")))
        .collect()
}

/// Asserts that each surface has an image of its own size.
fn has_all_images(case: &str, extensions: &[&str]) {
    let (bench, stem) = converted(case);
    let edition = bench.read(&format!("out/{stem}.xml"));
    let surfaces = surfaces(&edition);
    assert_eq!(surfaces.len(), extensions.len(), "{case}");
    for ((number, size), extension) in (1..).zip(surfaces).zip(extensions) {
        let file = format!("{stem}.pages/f{number}.{extension}");
        assert!(edition.contains(&format!("<graphic url=\"{file}\"/>")), "{file}");
        let found = image::image_dimensions(bench.path(&format!("out/{file}"))).expect("it is an image");
        assert_eq!(found, size, "{file}");
    }
}

#[test]
fn pages_of_a_fax_are_drawn_anew() {
    has_all_images("image/two-pages-fax.tif", &["png", "png"]);
}

#[test]
fn a_page_image_is_handed_on_as_it_is() {
    has_all_images("image/yellowed.jpg", &["jpg"]);
    let (bench, stem) = converted("image/yellowed.jpg");
    let given = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/read/image/yellowed.jpg"));
    assert_eq!(
        bench.tree("out")[&format!("{stem}.pages/f1.jpg")],
        given.expect("the case is there")
    );
}

#[test]
fn pages_of_a_scanned_pdf_are_written_with_and_without_a_layer() {
    has_all_images("pdf/scan.pdf", &["jpg"]);
    let (bench, _) = converted("pdf/scan-layer.pdf");
    assert!(bench.has("out/scan-layer.pages/f1.jpg"));
}
