//! Layout: the reading order of the lines, and what each of them is.

use crate::diag::Warned;
use crate::read::{Info, Page, Reading};

/// A document whose lines are in reading order and have their roles.
#[derive(Clone, Debug)]
pub struct Layout {
    /// What the source tells about itself.
    pub info: Info,
    /// The pages.
    pub pages: Vec<Page>,
}

/// Finds the reading order and the role of every line.
pub fn layout(reading: Reading) -> Warned<Layout> {
    Warned::certain(Layout {
        info: reading.info,
        pages: reading.pages,
    })
}
