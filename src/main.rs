//! The command `fonds`; see [`fonds::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    fonds::cli::main()
}
