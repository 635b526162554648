//! Repairing: the layout becomes one running text.

mod text;

pub use text::{
    BlockKind, Break, BreakKind, Call, Cert, Figure, Furniture, FurnitureKind, FurniturePlace, Join, Note, NotePlace,
    PageFacts, Repair, RepairKind, Text, TextBlock,
};

use crate::diag::Warned;
use crate::layout::Layout;
use crate::settings::Settings;

/// Makes the running text of a layout.
pub fn repair(layout: Layout, _settings: &Settings) -> Warned<Text> {
    Warned::certain(Text {
        string: String::new(),
        blocks: vec![],
        notes: vec![],
        breaks: vec![],
        styles: vec![],
        repairs: vec![],
        places: vec![],
        pages: vec![],
        figures: vec![],
        info: layout.info,
        languages: vec!["en".into()],
    })
}
