//! Cases of the edition: a running text in the notation of `draft` beside the TEI, reading text or JSON that it becomes.

use std::path::Path;

use fonds::diag::Diagnostic;
use fonds::edition::assemble;
use fonds::write;

use super::draft::draft;
use super::edition_laws::hold;
use super::expect_file;

/// Assembles `NAME.txt` and compares with `NAME.xml`, and with `NAME.read`, `NAME.plain` and `NAME.json` where they are.
pub(crate) fn case(path: &Path) -> datatest_stable::Result<()> {
    let draft = draft(&std::fs::read_to_string(path)?)?;
    let edition = assemble(draft.text.clone(), draft.annotations.clone().into(), &draft.settings);
    let xml = write::tei(&edition.value, "a case");
    expect_file(
        &path.with_extension("xml"),
        &(lasting(&xml, path) + &said(&edition.diagnostics)),
    )?;
    hold(&draft, &xml)?;

    let beside = |extension: &str, found: String| match path.with_extension(extension) {
        file if file.exists() => expect_file(&file, &found),
        _ => Ok(()),
    };
    beside("read", write::as_read(&xml)?)?;
    beside("plain", write::plain(&edition.value))?;
    beside("json", write::json(&edition.value))
}

/// Takes out what a new version of the program changes: its number, the digest, and, in all cases but `facsimile`, which
/// shows the whole header, the wording of the statements of practice.
fn lasting(xml: &str, path: &Path) -> String {
    let version = format!("version=\"{}\"", env!("CARGO_PKG_VERSION"));
    let (before, digest) = xml.split_once("nih:sha-256;").expect("an edition carries its digest");
    let mut before = before.replace(&version, "version=\"0\"");
    if path.file_stem().is_none_or(|stem| stem != "facsimile") {
        let start = before.find("<editorialDecl>").expect("the header states its practices");
        let end = before.find("</editorialDecl>").expect("the statements end");
        let shown = "<editorialDecl>\n<normalization><p>As in facsimile.xml.</p></normalization>\n";
        before.replace_range(start..end, shown);
    }
    format!("{before}nih:sha-256;{}{}", "0".repeat(64), &digest[64..])
}

/// Writes diagnostics as comments behind the edition.
fn said(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(|d| format!("<!-- {}: {d} -->\n", d.code))
        .collect()
}
