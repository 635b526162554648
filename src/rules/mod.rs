//! Rules: the pack files below `src/packs`, compiled.

/// The compiled rules of all packs.
#[derive(Debug)]
pub struct Rules {}

impl Rules {
    /// Compiles the packs that are built in.
    pub fn built_in() -> Self {
        Self {}
    }
}
