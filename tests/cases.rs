//! The case files: one harness, a module a stage. A case is text in, text out; dropping a file in adds it.

mod harness;

datatest_stable::harness! {
    { test = harness::annotate::case, root = "tests/cases/annotate", pattern = r"\.txt$" },
}
