//! Cases of validation: `valid/*.xml` is valid here and as TEI; each of `invalid/*.xml` and `doubtful/*.xml` has one
//! fault, and the findings beside it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use fonds::diag::Severity;
use fonds::validate::{Finding, Validator, validate};
use quick_xml::Reader;
use quick_xml::events::Event;
use teixml::Schema;
use teixml::relaxng::SchemaSyntax;

use super::expect_file;
use super::relaxng::Grammar;

/// Returns TEI's own schema: the file that `FONDS_TEI_ALL` names, else `../shared/schemas/tei_all.rng`. Without it the claim
/// that editions are TEI goes unproved, which continuous integration (`CI` is set) does not let pass.
pub(crate) fn tei_all() -> datatest_stable::Result<Option<PathBuf>> {
    let named = std::env::var_os("FONDS_TEI_ALL").map(PathBuf::from);
    let path = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/schemas/tei_all.rng"));
    if path.is_file() {
        return Ok(Some(path));
    }
    if std::env::var_os("CI").is_some() {
        return Err(format!("{} is missing; FONDS_TEI_ALL names TEI's schema", path.display()).into());
    }
    Ok(None)
}

/// A case that is valid, here and as TEI.
pub(crate) fn valid(case: &Path) -> datatest_stable::Result<()> {
    let xml = std::fs::read_to_string(case)?;
    let findings: Vec<Finding> = validate(&xml)
        .into_iter()
        .filter(|f| f.severity == Severity::Error)
        .collect();
    if !findings.is_empty() {
        return Err(report(&findings).into());
    }
    let Some(tei) = tei_all()? else { return Ok(()) };
    let schema = Schema::from_text(&std::fs::read_to_string(tei)?, "", SchemaSyntax::Xml)?;
    let faults: Vec<String> = schema
        .validate_str(&xml)?
        .iter()
        .filter(|fault| fault.is_error())
        .map(ToString::to_string)
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(format!("no valid TEI:\n{}", faults.join("\n")).into())
    }
}

/// A case with one fault that makes it invalid.
pub(crate) fn invalid(case: &Path) -> datatest_stable::Result<()> {
    found(case, Severity::Error)
}

/// A case with one thing that a reader should look at.
pub(crate) fn doubtful(case: &Path) -> datatest_stable::Result<()> {
    found(case, Severity::Warning)
}

fn found(case: &Path, gravest: Severity) -> datatest_stable::Result<()> {
    let xml = std::fs::read_to_string(case)?;
    let findings = validate(&xml);
    expect_file(&case.with_extension("txt"), &report(&findings))?;
    let rules = report(&all_rules()?.validate(&xml));
    if rules != report(&findings) {
        return Err(format!("the rules as they stand in schemas/fonds.sch find:\n{rules}").into());
    }
    match findings.iter().map(|finding| finding.severity).max() {
        Some(found) if found == gravest => Ok(()),
        other => Err(format!("the gravest finding is {other:?}").into()),
    }
}

/// Compiles the schema as it stands in its files, with the rules that the program checks by itself.
fn all_rules() -> datatest_stable::Result<Validator> {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let grammar = std::fs::read_to_string(schemas.join("fonds.rng"))?;
    Ok(Validator::new(
        &grammar,
        Some(&std::fs::read_to_string(schemas.join("fonds.sch"))?),
    )?)
}

fn report(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|f| format!("{:?} {}:{} {}\n", f.severity, f.line, f.column, f.message))
        .collect()
}

/// Shows that the valid cases together use every element, every attribute of each, and every value of a closed list that
/// the grammar allows.
pub(crate) fn every_possibility_has_a_case(grammar: &Path) -> datatest_stable::Result<()> {
    let grammar = Grammar::parse(&std::fs::read_to_string(grammar)?)?;
    let mut wanted = BTreeSet::new();
    for element in &grammar.elements {
        wanted.insert(format!("<{}>", element.name()));
        grammar.visit(element, &mut |node| {
            if node.tag == "attribute" {
                wanted.insert(format!("<{} {}>", element.name(), node.name()));
                for value in node.all("value") {
                    wanted.insert(format!("{}=\"{}\"", node.name(), value.text));
                }
            }
        });
    }
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/validate/valid");
    for entry in std::fs::read_dir(cases)? {
        let path = entry?.path();
        for used in uses(&std::fs::read_to_string(&path)?)? {
            wanted.remove(&used);
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    Err(format!(
        "no valid case uses\n{}",
        wanted.into_iter().collect::<Vec<_>>().join("\n")
    )
    .into())
}

/// Shows that the customisation in TEI's terms names the elements of the grammar beside it, and has its rules from there.
pub(crate) fn customisation_agrees(odd: &Path) -> datatest_stable::Result<()> {
    let grammar = Grammar::parse(&std::fs::read_to_string(odd.with_extension("rng"))?)?;
    let wanted: BTreeSet<String> = grammar
        .elements
        .iter()
        .map(|element| element.name().to_owned())
        .collect();
    let rules = attributes(&std::fs::read_to_string(odd.with_extension("sch"))?, "test")?;
    let odd = std::fs::read_to_string(odd)?;
    let included = attributes(&odd, "include")?;
    let named: BTreeSet<String> = included
        .iter()
        .flat_map(|list| list.split_whitespace())
        .map(str::to_owned)
        .collect();
    let mut faults: Vec<String> = wanted
        .symmetric_difference(&named)
        .map(|name| format!("<{name}>"))
        .collect();
    faults.extend(attributes(&odd, "test")?.difference(&rules).cloned());
    if faults.is_empty() {
        Ok(())
    } else {
        Err(format!("not in both: {}", faults.join(", ")).into())
    }
}

/// Returns all values of the attributes of this name in a file.
fn attributes(xml: &str, name: &str) -> datatest_stable::Result<BTreeSet<String>> {
    let mut values = BTreeSet::new();
    let mut reader = Reader::from_str(xml);
    loop {
        let start = match reader.read_event()? {
            Event::Start(start) | Event::Empty(start) => start,
            Event::Eof => return Ok(values),
            _ => continue,
        };
        if let Some(attribute) = start.try_get_attribute(name)? {
            values.insert(attribute.value.into_owned());
        }
    }
}

/// Returns the elements, attributes and values of a file, written as in [`every_possibility_has_a_case`].
fn uses(xml: &str) -> datatest_stable::Result<BTreeSet<String>> {
    let mut used = BTreeSet::new();
    let mut reader = Reader::from_str(xml);
    loop {
        let start = match reader.read_event()? {
            Event::Start(start) | Event::Empty(start) => start,
            Event::Eof => return Ok(used),
            _ => continue,
        };
        let element = start.name().as_ref().to_owned();
        used.insert(format!("<{element}>"));
        for attribute in start.attributes() {
            let attribute = attribute?;
            let name = attribute.key.as_ref().to_owned();
            used.insert(format!("<{element} {name}>"));
            let value = attribute.value.into_owned();
            used.extend(value.split_whitespace().map(|token| format!("{name}=\"{token}\"")));
        }
    }
}
