//! Validation of an edition against the project's schema: in comes the XML, out come findings with line and column.
//!
//! The schema is built in: the grammar `schemas/fonds.rng` and the rules `schemas/fonds.sch`. Nothing is read from disk,
//! so an edition is checked in memory before it is written.

mod note_order;

use std::sync::LazyLock;

use teixml::relaxng::{ExpandedName, SchemaSyntax, ValidationErrorKind};
use teixml::{Diagnostic, DiagnosticKind, ElementPath};

use crate::diag::Severity;

/// The grammar of the editions.
const GRAMMAR: &str = include_str!("../schemas/fonds.rng");

/// What a grammar cannot say. All its rules are linear in the size of the edition but one, which [`note_order`] checks.
const RULES: &str = include_str!("../schemas/fonds.sch");

/// The project's schema, compiled when it is first needed.
static FONDS: LazyLock<Validator> = LazyLock::new(|| {
    let rules = without_pattern(RULES, "note-order");
    Validator::new(GRAMMAR, Some(&rules)).expect("the built-in schema compiles, as every test shows")
});

/// Something a schema says about a place in an XML file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// An error makes the edition invalid; a warning is for the reader.
    pub severity: Severity,
    /// Line in the XML file, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
}

/// Validates a TEI file in memory against the project's schema; the findings come in the order of the file.
pub fn validate(xml: &str) -> Vec<Finding> {
    let mut findings = FONDS.validate(xml);
    findings.extend(note_order::check(xml));
    findings.sort_by_key(|finding| (finding.line, finding.column));
    findings
}

/// A compiled schema.
pub struct Validator {
    schema: teixml::Schema,
}

/// Why a schema cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the schema cannot be used: {0}")]
pub struct SchemaError(String);

impl Validator {
    /// Compiles a RELAX NG schema in XML syntax; rules of Schematron are those of `rules`, none where it is absent.
    ///
    /// # Errors
    /// [`SchemaError`] where the grammar is none, or a rule uses what cannot be evaluated.
    pub fn new(grammar: &str, rules: Option<&str>) -> Result<Self, SchemaError> {
        let text = match rules {
            Some(rules) => with_rules(grammar, rules)?,
            None => grammar.to_owned(),
        };
        let refused = |error: teixml::Error| SchemaError(error.to_string());
        let mut schema = teixml::Schema::from_text(&text, "", SchemaSyntax::Xml).map_err(refused)?;
        schema.set_schematron(rules.is_some());
        if rules.is_some()
            && let Some(rule) = schema.schematron().map_err(refused)?.unsupported().first()
        {
            return Err(SchemaError(format!("rule `{}`: {}", rule.context, rule.reason)));
        }
        Ok(Self { schema })
    }

    /// Validates an XML file in memory; the findings come in the order of the file.
    pub fn validate(&self, xml: &str) -> Vec<Finding> {
        let diagnostics = match self.schema.validate_str(xml) {
            Ok(diagnostics) => diagnostics,
            Err(error) => return vec![unreadable(&error)],
        };
        let mut findings: Vec<Finding> = without_echoes(&diagnostics).map(finding).collect();
        findings.sort_by_key(|finding| (finding.line, finding.column));
        findings
    }
}

/// Puts the rules inside the grammar: rules are only read from there, and a grammar's reader skips what is not its own.
fn with_rules(grammar: &str, rules: &str) -> Result<String, SchemaError> {
    let end = grammar
        .rfind("</grammar>")
        .ok_or_else(|| SchemaError("the grammar has no end".to_owned()))?;
    let (open, close) = grammar.split_at(end);
    Ok([open, rules, close].concat())
}

/// Leaves one pattern out of the rules.
fn without_pattern(rules: &str, id: &str) -> String {
    let parts = rules.split_once(&format!("<sch:pattern id=\"{id}\">"));
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once("</sch:pattern>")?.1)));
    parts.map_or_else(|| rules.to_owned(), |(before, after)| [before, after].concat())
}

/// Says why a file could not be read as XML at all; the place stands at the end of the parser's message, if anywhere.
fn unreadable(error: &teixml::Error) -> Finding {
    let text = error.to_string();
    let text = text.strip_prefix("XML error: ").unwrap_or(&text);
    let place = text.rsplit_once(" at ").and_then(|(what, place)| {
        let (line, column) = place.split_once(':')?;
        Some((what, line.parse().ok()?, column.parse().ok()?))
    });
    let (what, line, column) = place.unwrap_or((text, 1, 1));
    Finding {
        severity: Severity::Error,
        line,
        column,
        message: format!("the file is not well-formed XML: {what}"),
    }
}

/// Leaves out what only repeats another: an element whose attribute or text was refused is called incomplete as well.
fn without_echoes(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    use ValidationErrorKind as Kind;
    let mut refused: Option<&ElementPath> = None;
    diagnostics.iter().filter(move |diagnostic| {
        match &diagnostic.kind {
            DiagnosticKind::RelaxNg(Kind::InvalidAttributeValue(..) | Kind::UnexpectedText) => {
                refused = Some(&diagnostic.path);
            }
            DiagnosticKind::RelaxNg(Kind::MissingContent) => return refused.take() != Some(&diagnostic.path),
            DiagnosticKind::RelaxNg(Kind::FirstIdOccurrence(_)) => return false,
            _ => {}
        }
        true
    })
}

/// Says what a diagnostic means to a reader.
fn finding(diagnostic: &Diagnostic) -> Finding {
    let (severity, message) = match &diagnostic.kind {
        DiagnosticKind::RelaxNg(kind) => (Severity::Error, grammatical(kind, &diagnostic.path)),
        DiagnosticKind::Schematron(message) if !message.text.is_empty() => {
            let severity = match message.severity {
                teixml::Severity::Error => Severity::Error,
                teixml::Severity::Warning => Severity::Warning,
                teixml::Severity::Info => Severity::Note,
            };
            (severity, message.text.clone())
        }
        // A rule without text is one that could not be evaluated.
        other => (Severity::Error, other.to_string()),
    };
    let (line, column) = diagnostic.position.map_or((1, 1), |place| (place.line, place.column));
    Finding {
        severity,
        line,
        column,
        message,
    }
}

/// Says what the grammar misses or refuses.
fn grammatical(kind: &ValidationErrorKind, path: &ElementPath) -> String {
    use ValidationErrorKind as Kind;
    let parent = path
        .last()
        .map_or_else(|| "the file".to_owned(), |name| format!("<{}>", name.local));
    match kind {
        Kind::UnexpectedElement(name) if path.is_empty() => {
            format!("the file starts with <{}> and is no TEI edition", name.local)
        }
        Kind::UnexpectedElement(name) => format!("<{}> is not allowed at this place in {parent}", name.local),
        Kind::UnexpectedText => format!("this text is not allowed in {parent}, or not in the form that it must have"),
        Kind::UnexpectedAttribute(name) => format!("{parent} must not have the attribute {}", attribute(name)),
        Kind::InvalidAttributeValue(name, value) => {
            format!(
                "{}=\"{value}\" on {parent} is not a value that it may have",
                attribute(name)
            )
        }
        Kind::MissingContent => format!("{parent} lacks an element, an attribute or text that it must have"),
        Kind::DuplicateId(id) => format!("xml:id=\"{id}\" stands on two elements; this is the second"),
        Kind::FirstIdOccurrence(id) => format!("xml:id=\"{id}\" stands on two elements; this is the first"),
        Kind::UnresolvedIdref(id) => format!("nothing in the file has the xml:id \"{id}\""),
    }
}

fn attribute(name: &ExpandedName) -> String {
    match name.namespace.as_deref() {
        Some("http://www.w3.org/XML/1998/namespace") => format!("xml:{}", name.local),
        _ => name.local.clone(),
    }
}
