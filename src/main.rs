//! The command `fonds`; see [`fonds::cli`].

use std::process::ExitCode;

/// Text is made of many small pieces: on books the whole takes an eighth less of the time than with the allocator of the C
/// library (`tests/bench/peers.sh`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    fonds::cli::main()
}
