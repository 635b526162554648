//! The case files: one harness, a module a stage. A case is text in, text out; dropping a file in adds it.

mod harness;

use harness::edition;

datatest_stable::harness! {
    { test = edition::case, root = "tests/cases/edition", pattern = r"\.txt$" },
}
