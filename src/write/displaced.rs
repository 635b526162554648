//! Figures put back to where the page has them.
//!
//! In the XML a figure stands behind the paragraph that runs round it. In come its zone and the lines of that paragraph that
//! point at zones, out comes its place in the text of its page: above all of it, before the first line that stands lower
//! than it, or behind.

use std::collections::BTreeMap;

use super::tei_events::{Element, new_line};

/// The upper and lower edges of the zones of the facsimile.
#[derive(Debug, Default)]
pub(super) struct Zones {
    edges: BTreeMap<String, (f32, f32)>,
    /// The upper edge of the first paragraph of each surface.
    text: BTreeMap<String, f32>,
}

/// Where in the text of its page a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Where {
    /// Above all of it.
    Above,
    /// Before the line that starts at this byte.
    Before(usize),
    /// Behind what of it came before the figure in the XML.
    Behind,
}

/// The words of a figure that stand elsewhere than the figure in the XML.
#[derive(Debug)]
pub(super) struct Moved {
    /// The surface that it stands on.
    pub(super) surface: String,
    pub(super) place: Where,
    pub(super) text: String,
}

impl Zones {
    /// Takes note of a zone.
    pub(super) fn add(&mut self, zone: &Element) {
        let edge = |name: &str| zone.get(name).and_then(|value| value.parse::<f32>().ok());
        let (Some(id), Some(upper), Some(lower)) = (zone.get("id"), edge("uly"), edge("lry")) else {
            return;
        };
        self.edges.insert(id.to_owned(), (upper, lower));
        if zone.is("type", "paragraph") {
            let first = self.text.entry(surface(id).to_owned()).or_insert(upper);
            *first = first.min(upper);
        }
    }

    /// Returns the place of a figure; `lines` are those of the paragraph before it, each with its zone and its first byte.
    pub(super) fn place(&self, figure: &str, lines: &[(String, usize)]) -> Where {
        let Some((upper, lower)) = self.edges.get(figure) else {
            return Where::Behind;
        };
        if self.text.get(surface(figure)).is_some_and(|text| lower <= text) {
            return Where::Above;
        }
        let is_lower = |zone: &str| self.edges.get(zone).is_some_and(|(line, _)| line >= upper);
        let line = lines.iter().find(|(zone, _)| is_lower(zone));
        line.map_or(Where::Behind, |(_, at)| Where::Before(*at))
    }
}

/// Returns the surface of a zone: `f9` of `f9-3`.
pub(super) fn surface(zone: &str) -> &str {
    zone.rsplit_once('-').map_or(zone, |(surface, _)| surface)
}

/// Returns the text of a page with its figures where they stand.
pub(super) fn put_back<'m>(text: &str, figures: impl Iterator<Item = &'m Moved>) -> String {
    let mut figures: Vec<&Moved> = figures.collect();
    figures.sort_by_key(|moved| moved.place);
    let mut all = String::new();
    let mut done = 0;
    for moved in figures {
        let to = match moved.place {
            Where::Above => 0,
            Where::Before(at) => at.min(text.len()),
            Where::Behind => text.len(),
        };
        all.push_str(&text[done..to]);
        done = to;
        if moved.place != Where::Above || !all.is_empty() {
            new_line(&mut all);
        }
        all.push_str(moved.text.trim_end());
        all.push('\n');
    }
    all.push_str(&text[done..]);
    all
}
