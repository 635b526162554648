//! `fonds worker`: the process that converts, started by `fonds convert`.

use std::io;
use std::process::ExitCode;
use std::time::UNIX_EPOCH;

use super::args;
use super::error::CommandError;
use crate::batch::convert::Tools;
use crate::batch::{limits, worker};
use crate::ocr::tesseract::Tesseract;
use crate::registers::Registers;
use crate::rules::Shelf;
use crate::validate::validate;

pub(super) fn run(args: &args::Worker) -> Result<ExitCode, CommandError> {
    let answers = limits::keep_stdout()?;
    if let Some(bytes) = &args.memory {
        limits::cap_memory(bytes.0)?;
    }
    let tools = Tools {
        rules: Shelf::default(),
        engine: Box::new(Tesseract),
        validate,
        authority: Registers::default(),
        program: program()?,
    };
    worker::serve(io::stdin().lock(), answers, args.jobs.into(), tools)?;
    Ok(ExitCode::SUCCESS)
}

/// Returns what tells this build from any other: the version, and the size and time of the program's file.
fn program() -> io::Result<String> {
    let file = std::env::current_exe()?.metadata()?;
    let built = file.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(format!(
        "{} {} {}",
        env!("CARGO_PKG_VERSION"),
        file.len(),
        built.as_nanos()
    ))
}
