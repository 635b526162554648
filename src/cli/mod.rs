//! The command line: flags come in, results go to standard output, all else to standard error.
//!
//! A command is a file. Exit status 0 says done; 1 that an output was left alone, or `--strict` and there were warnings;
//! 2 that something failed. A reader that closes the pipe ends a command quietly.

mod args;
mod convert;
mod error;
mod generate;
mod options;
mod packs;
mod progress;
mod report;
mod rules;
mod text;
mod validate;
mod worker;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// Runs the command that the process was started with, and returns its exit status.
pub fn main() -> ExitCode {
    let result = match Args::parse().command {
        Command::Convert(args) => convert::run(*args),
        Command::Validate(args) => validate::run(&args),
        Command::Text(args) => text::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Worker(args) => worker::run(&args),
    };
    match result {
        Ok(status) => status,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            error.print();
            ExitCode::from(2)
        }
    }
}
