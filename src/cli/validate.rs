//! `fonds validate`: editions are checked against the project's schema.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use super::args;
use super::error::CommandError;
use super::report::ERROR;
use crate::batch::plan::reason;
use crate::diag::Severity;
use crate::validate::validate;

pub(super) fn run(args: &args::Validate) -> Result<ExitCode, CommandError> {
    let mut failed = false;
    for file in &args.files {
        match read(file) {
            Ok(xml) => failed |= !check(file, &xml)?,
            Err(error) => {
                let heading = format!("{ERROR}error:{ERROR:#}");
                writeln!(anstream::stderr(), "{heading} {}: {}", file.display(), reason(&error))?;
                failed = true;
            }
        }
    }
    Ok(ExitCode::from(if failed { 2 } else { 0 }))
}

/// Prints what the schema says about a file, and tells whether it is valid.
fn check(file: &Path, xml: &str) -> io::Result<bool> {
    let mut is_valid = true;
    let mut out = anstream::stdout().lock();
    for finding in validate(xml) {
        let heading = match finding.severity {
            Severity::Error => "error",
            Severity::Warning | Severity::Note => "warning",
        };
        is_valid &= heading != "error";
        writeln!(
            out,
            "{}:{}:{}: {heading}: {}",
            file.display(),
            finding.line,
            finding.column,
            finding.message
        )?;
    }
    Ok(is_valid)
}

/// Reads a file, or standard input where it is called `-`.
pub(super) fn read(file: &Path) -> io::Result<String> {
    if file.as_os_str() != "-" {
        return fs::read_to_string(file);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text)
}
