//! The pages as surfaces, and the boxes of the blocks, and on demand of their lines, as their zones.

use std::collections::BTreeMap;

use super::tree::{Surface, Zone};
use crate::read::Unit;
use crate::repair::{BlockKind, Text, TextBlock};
use crate::settings::Zones;
use crate::span::{Place, Rect, Span};

/// The surfaces of an edition, and what points at them.
pub(super) struct Facsimile {
    /// One for each page that has geometry.
    pub(super) surfaces: Vec<Surface>,
    /// The identifiers of the zones of each block.
    pub(super) zones: Vec<Vec<String>>,
    /// The identifier of the zone of the line that starts at a place of the text.
    pub(super) line_zones: BTreeMap<usize, String>,
}

/// Makes a surface of each page that has geometry, and the zones of the blocks.
pub(super) fn surfaces(text: &Text, wanted: Zones) -> Facsimile {
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
                leaf: page.leaf,
                image: None,
            },
        );
    }
    let mut zones = Vec::with_capacity(text.blocks.len());
    let mut line_zones = BTreeMap::new();
    for (index, block) in text.blocks.iter().enumerate() {
        let own = match &block.kind {
            BlockKind::Figure { figure } if block.zones.is_empty() => text.figures.get(*figure).map(|f| f.place),
            _ => None,
        };
        let interrupted = is_interrupted(text, index);
        let mut lines = match wanted {
            Zones::Blocks if !interrupted => Vec::new(),
            Zones::Blocks | Zones::Lines => lines(text, block),
        };
        let mut ids = Vec::new();
        for Place { page, rect } in block.zones.iter().copied().chain(own) {
            let Some(surface) = surfaces.get_mut(&page) else {
                continue;
            };
            let id = format!("f{page}-{}", surface.zones.len() + 1);
            let mut zone = Zone {
                id: id.clone(),
                kind: kind(&block.kind),
                edges: edges(rect),
                lines: Vec::new(),
            };
            let mut begun = false;
            for (at, line) in lines.extract_if(.., |(_, line)| line.page == page && holds(&rect, &line.rect)) {
                if wanted == Zones::Blocks {
                    // The first line behind a picture points at the part of the paragraph that it begins.
                    if !ids.is_empty() && !begun {
                        line_zones.insert(at, id.clone());
                    }
                    begun = true;
                    continue;
                }
                let id = format!("{id}-{}", zone.lines.len() + 1);
                zone.lines.push(Zone {
                    id: id.clone(),
                    kind: "line",
                    edges: edges(line.rect),
                    lines: Vec::new(),
                });
                line_zones.insert(at, id);
            }
            surface.zones.push(zone);
            ids.push(id);
        }
        zones.push(ids);
    }
    Facsimile {
        surfaces: surfaces.into_values().collect(),
        zones,
        line_zones,
    }
}

/// A picture stands between the parts of a block: it follows its end.
fn is_interrupted(text: &Text, index: usize) -> bool {
    let block = &text.blocks[index];
    let apart = block.zones.windows(2).any(|pair| pair[0].page == pair[1].page);
    let next = text.blocks.get(index + 1).map(|next| &next.kind);
    apart && matches!(next, Some(BlockKind::Figure { .. }))
}

/// Returns the boxes of the lines of a block, each with the place in the text where it starts.
fn lines(text: &Text, block: &TextBlock) -> Vec<(usize, Place)> {
    let from = text.breaks.partition_point(|b| b.at <= block.span.start);
    let inner = text
        .breaks
        .iter()
        .skip(from)
        .map(|b| b.at)
        .take_while(|at| *at < block.span.end);
    let mut starts: Vec<usize> = std::iter::once(block.span.start).chain(inner).collect();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([block.span.end]);
    let line = |(start, end): (&usize, usize)| {
        let places = text.trace(Span::new(*start, end.max(*start)));
        let page = places.first()?.page;
        let rect = Rect::around(
            places
                .iter()
                .filter(|place| place.page == page)
                .map(|place| &place.rect),
        )?;
        Some((*start, Place { page, rect }))
    };
    starts.iter().zip(ends).filter_map(line).collect()
}

/// Tells whether the middle of a box lies in another.
fn holds(outer: &Rect, inner: &Rect) -> bool {
    let (x, y) = ((inner.x0 + inner.x1) / 2.0, (inner.y0 + inner.y1) / 2.0);
    (outer.x0..=outer.x1).contains(&x) && (outer.y0..=outer.y1).contains(&y)
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
        BlockKind::Inscription => "inscription",
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
