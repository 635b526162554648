//! The command as its users meet it: transcripts (`tests/cli/*.md`), and runs of which the files are looked into.

mod facsimile;
mod metadata;
mod packs;
mod plan;
mod recognised;
mod register;
mod report;
mod settings;
mod standing;
mod tei;
mod workbench;
mod worker;

/// The transcripts; `TRYCMD=overwrite cargo test` writes what is printed into them.
#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/*.md").env("NO_COLOR", "1");
}
