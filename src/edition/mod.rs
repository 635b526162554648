//! The edition: text and annotations put together into one tree in which nothing is left to decide.
//!
//! In come a [`crate::repair::Text`] and its annotations, out comes an [`Edition`]. [`assemble`] settles in turn where
//! each note goes (`notes`), in which order blocks and page starts follow (`flow`), how blocks nest (`divisions`, `lists`,
//! `tables`) and what stands inside each (`passage`).

mod assemble;
mod divisions;
mod facsimile;
mod flow;
mod header;
mod lists;
mod notes;
mod passage;
mod practices;
mod tables;
mod tree;

/// A whole edition.
#[derive(Clone, Debug)]
pub struct Edition {
    /// What the summary of a run counts.
    pub counts: Counts,
    /// Pictures to be written beside the edition: file name below `STEM.figures/`, and bytes.
    pub pictures: Vec<(String, Vec<u8>)>,
}

/// What the summary of a run counts, for one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages.
    pub pages: u32,
    /// Pages read by character recognition.
    pub pages_recognised: u32,
    /// Notes tied to their markers.
    pub notes_linked: u32,
    /// Mentions of decrees.
    pub decrees: u32,
    /// Dates.
    pub dates: u32,
    /// Figures.
    pub figures: u32,
    /// Citations.
    pub citations: u32,
}

/// Puts an edition together.
pub fn assemble(_text: Text, _annotations: Vec<Annotation>, _settings: &Settings) -> Warned<Edition> {
    Warned::certain(Edition {
        counts: Counts::default(),
        pictures: vec![],
    })
}
