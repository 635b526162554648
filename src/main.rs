//! The command `fonds`.
fn main() {}
