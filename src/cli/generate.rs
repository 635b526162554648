//! `fonds generate`: the manual page and shell completions, from the flags themselves.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use clap_mangen::Man;

use super::args::{self, Args, GenerateCommand};
use super::error::CommandError;

pub(super) fn run(args: &args::Generate) -> Result<ExitCode, CommandError> {
    let mut command = Args::command();
    let mut out = Vec::new();
    match args.command {
        GenerateCommand::Man => manual(command, &mut out)?,
        GenerateCommand::Completions { shell } => clap_complete::generate(shell, &mut command, "fonds", &mut out),
    }
    io::stdout().lock().write_all(&out)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes one page for all commands: a section a command, with its flags.
fn manual(mut command: clap::Command, out: &mut Vec<u8>) -> io::Result<()> {
    command.build();
    let man = Man::new(command.clone());
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    sections("fonds", &command, out)
}

fn sections(path: &str, command: &clap::Command, out: &mut Vec<u8>) -> io::Result<()> {
    let visible = |command: &&clap::Command| !command.is_hide_set() && command.get_name() != "help";
    for below in command.get_subcommands().filter(visible) {
        let path = format!("{path} {}", below.get_name());
        if below.get_subcommands().any(|command| command.get_name() != "help") {
            sections(&path, below, out)?;
            continue;
        }
        let man = Man::new(below.clone());
        let mut section = Vec::new();
        man.render_synopsis_section(&mut section)?;
        man.render_description_section(&mut section)?;
        man.render_options_section(&mut section)?;
        writeln!(out, ".SH \"{}\"", path.to_uppercase())?;
        // What is a section of its own page is a part of a section here.
        let parts = String::from_utf8_lossy(&section).replace("\n.SH ", "\n.SS ");
        let parts = parts
            .strip_prefix(".SH ")
            .map(|rest| format!(".SS {rest}"))
            .unwrap_or(parts);
        out.write_all(parts.as_bytes())?;
    }
    Ok(())
}
