//! Pack cases: a pack file that cannot be used, and what is said about it.
//!
//! A case is a rule or a language as it would lie in `src/packs`; beside it stands, in `NAME.expected`, the message.

use std::path::Path;

use fonds::rules::Rules;

use super::expect_file;

/// A language for the rules of the cases.
const LANGUAGE: &str = "name = \"English\"\n[words.month]\n3 = [\"March\"]\n";

/// Runs one file.
pub(crate) fn case(path: &Path) -> datatest_stable::Result<()> {
    let text = std::fs::read_to_string(path)?;
    let name = path.file_name().ok_or("a case has a name")?.to_string_lossy();
    let file = if name.starts_with("lang") {
        "fr/lang.toml".to_owned()
    } else {
        format!("en/date/{name}")
    };
    let files = [("en/lang.toml", LANGUAGE), (file.as_str(), text.as_str())];
    let told = match Rules::compile(&files) {
        Ok(_) => return Err("the pack is good".into()),
        Err(error) => error.to_string(),
    };
    expect_file(&path.with_extension("expected"), &format!("{told}\n"))
}
