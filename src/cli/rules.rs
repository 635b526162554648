//! `fonds rules`: what the rules find.

use std::io::{self, Write};
use std::process::ExitCode;

use super::args::{self, RulesCommand};
use super::error::CommandError;
use super::packs;
use crate::rules::Rules;

pub(super) fn run(args: &args::Rules) -> Result<ExitCode, CommandError> {
    let rules = args
        .rules
        .as_deref()
        .map_or_else(|| Ok(Rules::built_in()), packs::rules)?;
    match &args.command {
        RulesCommand::List => list(&rules)?,
        RulesCommand::Explain { rule } => {
            let Some(text) = rules.explain(rule) else {
                let error = CommandError::user(format!("there is no rule `{rule}`"));
                return Err(error.hint("`fonds rules list` lists all, with their kinds"));
            };
            io::stdout().lock().write_all(text.as_bytes())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a rule a line: its name, its language and what it finds.
fn list(rules: &Rules) -> io::Result<()> {
    let width = |field: fn(&crate::rules::Rule) -> &str| {
        rules
            .list()
            .iter()
            .map(|rule| field(rule).chars().count())
            .max()
            .unwrap_or_default()
    };
    let (names, languages) = (width(|rule| &rule.name), width(|rule| &rule.language));
    let mut out = io::stdout().lock();
    for rule in rules.list() {
        writeln!(
            out,
            "{:names$}  {:languages$}  {}",
            rule.name, rule.language, rule.summary
        )?;
    }
    Ok(())
}
