//! The pages as surfaces, and the boxes of the blocks as their zones.

use std::collections::BTreeMap;

use super::tree::{Surface, Zone};
use crate::read::Unit;
use crate::repair::{BlockKind, Text};
use crate::span::{Place, Rect};

/// Makes a surface of each page that has geometry, and the identifiers of the zones of each block.
pub(super) fn surfaces(text: &Text) -> (Vec<Surface>, Vec<Vec<String>>) {
    let mut surfaces: BTreeMap<u32, Surface> = BTreeMap::new();
    for page in &text.pages {
        let dpi = match page.unit {
            Unit::Points => None,
            Unit::Pixels { dpi } => Some(dpi),
            Unit::Cells => continue,
        };
        surfaces.insert(
            page.number,
            Surface {
                id: format!("f{}", page.number),
                page: page.number,
                size: (whole(page.width), whole(page.height)),
                dpi,
                origin: page.origin,
                zones: Vec::new(),
            },
        );
    }
    let mut pointers = Vec::with_capacity(text.blocks.len());
    for block in &text.blocks {
        let own = match &block.kind {
            BlockKind::Figure { figure } if block.zones.is_empty() => text.figures.get(*figure).map(|f| f.place),
            _ => None,
        };
        let mut ids = Vec::new();
        for Place { page, rect } in block.zones.iter().copied().chain(own) {
            let Some(surface) = surfaces.get_mut(&page) else {
                continue;
            };
            let id = format!("f{page}-{}", surface.zones.len() + 1);
            surface.zones.push(Zone {
                id: id.clone(),
                kind: kind(&block.kind),
                edges: edges(rect),
            });
            ids.push(id);
        }
        pointers.push(ids);
    }
    (surfaces.into_values().collect(), pointers)
}

fn kind(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading { .. } => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Quote => "quote",
        BlockKind::Verse { .. } => "verse",
        BlockKind::Item { .. } | BlockKind::ItemParagraph { .. } => "item",
        BlockKind::Cell { .. } => "cell",
        BlockKind::TableHead { .. } => "table-head",
        BlockKind::Figure { .. } => "figure",
        BlockKind::NoteBody { .. } => "note",
    }
}

/// Rounds a box outwards, so that it still holds its letters.
fn edges(rect: Rect) -> [u32; 4] {
    let (left, top) = (whole(rect.x0.floor()), whole(rect.y0.floor()));
    [
        left,
        top,
        whole(rect.x1.ceil()).max(left),
        whole(rect.y1.ceil()).max(top),
    ]
}

/// Rounds to a whole number; what is below zero or no number becomes 0.
fn whole(length: f32) -> u32 {
    length.round() as u32
}
