//! The case files: one harness, a module a stage. A case is text in, text out; dropping a file in adds it.

mod harness;

use harness::{
    annotate, citations, edition, layout, read_image, read_pdf, read_recognised, repair, rules, subset, tei_input,
    truth, validate, works,
};

datatest_stable::harness! {
    { test = read_image::case, root = "tests/cases/read/image", pattern = r"\.(png|jpg|tif|list)$" },
    { test = annotate::case, root = "tests/cases/annotate", pattern = r"\.txt$" },
    { test = citations::case, root = "tests/cases/citations", pattern = r"\.txt$" },
    { test = truth::case, root = "tests/cases/truth", pattern = r"\.txt$" },
    { test = works::case, root = "tests/cases/works", pattern = r"\.txt$" },
    { test = read_pdf::case, root = "tests/cases/read/pdf", pattern = r"\.pdf$" },
    { test = read_recognised::case, root = "tests/cases/read/recognised", pattern = r"\.(xml|hocr|html)$" },
    { test = tei_input::case, root = "tests/cases/tei-input", pattern = r"\.xml$" },
    { test = rules::case, root = "tests/cases/rules", pattern = r"\.toml$" },
    { test = layout::case, root = "tests/cases/layout", pattern = r".*\.(txt|pdf|png)$" },
    { test = repair::hyphens, root = "tests/cases/repair/hyphen", pattern = r"\.txt$" },
    { test = repair::dropped_in, root = "tests/cases/repair/language", pattern = r"\.txt$" },
    { test = edition::case, root = "tests/cases/edition", pattern = r"\.txt$" },
    { test = validate::valid, root = "tests/cases/validate/valid", pattern = r"\.xml$" },
    { test = validate::invalid, root = "tests/cases/validate/invalid", pattern = r"\.xml$" },
    { test = validate::doubtful, root = "tests/cases/validate/doubtful", pattern = r"\.xml$" },
    { test = validate::every_possibility_has_a_case, root = "schemas", pattern = r"fonds\.rng$" },
    { test = validate::customisation_agrees, root = "schemas", pattern = r"fonds\.odd$" },
    { test = subset::allows_only_tei, root = "schemas", pattern = r"fonds\.rng$" },
}
