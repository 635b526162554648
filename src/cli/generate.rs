//! `fonds generate`: the manual page and shell completions, from the flags themselves.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use clap_mangen::Man;

use super::args::{self, Args, GenerateCommand};
use super::error::CommandError;

pub(super) fn run(args: &args::Generate) -> Result<ExitCode, CommandError> {
    let mut command = visible();
    let mut out = Vec::new();
    match args.command {
        GenerateCommand::Man => manual(command, &mut out)?,
        GenerateCommand::Completions { shell } => clap_complete::generate(shell, &mut command, "fonds", &mut out),
    }
    io::stdout().lock().write_all(&out)?;
    Ok(ExitCode::SUCCESS)
}

/// Returns the command without what is for its own use.
fn visible() -> clap::Command {
    let whole = Args::command();
    let about = whole.get_about().cloned().unwrap_or_default();
    let commands = whole
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .cloned();
    clap::Command::new("fonds")
        .version(env!("CARGO_PKG_VERSION"))
        .about(about)
        .subcommands(commands)
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
    for below in command.get_subcommands().filter(|command| command.get_name() != "help") {
        let path = format!("{path} {}", below.get_name());
        if below.has_subcommands() {
            sections(&path, below, out)?;
            continue;
        }
        let man = Man::new(below.clone());
        let mut section = Vec::new();
        man.render_synopsis_section(&mut section)?;
        man.render_description_section(&mut section)?;
        man.render_options_section(&mut section)?;
        writeln!(out, ".SH \"{}\"", path.to_uppercase())?;
        for line in String::from_utf8_lossy(&section).lines() {
            match line.strip_prefix(".SH ") {
                // What is a section of its own page is a part of a section here.
                Some(heading) => writeln!(out, ".SS {heading}")?,
                // How an apostrophe is set was said at the top.
                None if line.contains(".ds Aq") => {}
                None => writeln!(out, "{line}")?,
            }
        }
    }
    Ok(())
}
