//! `fonds text`: the plain text of an edition.

use std::io::Write;
use std::process::ExitCode;

use super::args;
use super::error::{CommandError, Kind};
use super::options::unreadable;
use super::validate::read;
use crate::write::{as_read, text_of};

pub(super) fn run(args: &args::Text) -> Result<ExitCode, CommandError> {
    let xml = read(&args.edition).map_err(|error| unreadable(&args.edition, error))?;
    let text = if args.as_read { as_read(&xml) } else { text_of(&xml) };
    let text = text.map_err(|error| {
        let context = format!("`{}` is not an edition", args.edition.display());
        CommandError::new(Kind::User, anyhow::Error::new(error).context(context))
    })?;
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
