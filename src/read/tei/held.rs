//! What is tagged already, so that it is not tagged twice.

use super::file::Node;
use crate::annotate::{Part, Value};
use crate::span::Span;

/// Stretches of the text that are tagged, each list sorted, without overlap.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held {
    dates: Vec<Span>,
    figures: Vec<Span>,
    citations: Vec<Span>,
    titles: Vec<Span>,
    acts: Vec<Span>,
    names: Vec<Span>,
    /// What an editor wants to have no tags: `<seg type="untagged">`.
    untagged: Vec<Span>,
}

impl Held {
    /// Takes what is tagged from the elements and their text.
    pub(super) fn new(nodes: &[Node], extents: &[Option<Span>]) -> Self {
        let mut held = Self::default();
        for (node, extent) in nodes.iter().zip(extents) {
            let Some(span) = extent.filter(|_| node.is_tei) else {
                continue;
            };
            let list = match &*node.name {
                "date" | "time" | "docDate" | "origDate" => &mut held.dates,
                "measure" | "measureGrp" | "num" => &mut held.figures,
                "bibl" | "listBibl" | "author" | "editor" | "publisher" | "pubPlace" | "biblScope" | "citedRange"
                | "idno" => &mut held.citations,
                "title" => &mut held.titles,
                "rs" | "name" | "term" | "ref" if is_act(node) => &mut held.acts,
                "persName" | "placeName" | "orgName" | "geogName" => &mut held.names,
                "seg" if node.get("type") == Some("untagged") => &mut held.untagged,
                _ => continue,
            };
            list.push(span);
        }
        for list in [
            &mut held.dates,
            &mut held.figures,
            &mut held.citations,
            &mut held.titles,
            &mut held.acts,
            &mut held.names,
            &mut held.untagged,
        ] {
            list.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
            let mut end = 0;
            // What stands in another of its kind is held by that.
            list.retain(|span| {
                let outer = span.end > end;
                end = end.max(span.end);
                outer
            });
        }
        held
    }

    /// Tells whether something found is tagged already, or would stand in what has been tagged as something else.
    pub(crate) fn bars(&self, value: &Value, span: Span) -> bool {
        let inside = |list: &[Span]| meeting(list, span).any(|held| held.contains(span));
        let meets = |list: &[Span]| meeting(list, span).next().is_some();
        // A title or a citation as a whole may be a part of what is found, a piece of one may not.
        let cuts = |list: &[Span]| meeting(list, span).any(|held| !span.contains(*held) || held.contains(span));
        if meets(&self.untagged) {
            return true;
        }
        if inside(&self.citations) || inside(&self.titles) && !matches!(value, Value::Citation(_)) {
            return true;
        }
        match value {
            Value::Date(_) => {
                meets(&self.dates) || inside(&self.figures) || cuts(&self.titles) || meets(&self.citations)
            }
            Value::Figure(_) => {
                meets(&self.figures)
                    || meets(&self.dates)
                    || inside(&self.names)
                    || cuts(&self.titles)
                    || meets(&self.citations)
            }
            Value::Act(_) => meets(&self.acts) || inside(&self.dates) || cuts(&self.titles) || meets(&self.citations),
            Value::Citation(_) => {
                meets(&self.citations) || inside(&self.dates) || meeting(&self.titles, span).any(|t| !span.contains(*t))
            }
            Value::Part(Part::Repository(_)) => meets(&self.names) || meets(&self.titles),
            Value::Part(_) => inside(&self.dates) || meets(&self.titles),
        }
    }
}

/// Tells whether an element says that its words mean an act.
fn is_act(node: &Node) -> bool {
    node.get("type").is_some_and(|kind| {
        ["act", "decree", "law", "legislation", "edict", "statute", "treaty"].contains(&kind.to_lowercase().as_str())
    })
}

/// Returns the stretches of a list that share at least a byte with another.
fn meeting(list: &[Span], span: Span) -> impl Iterator<Item = &Span> {
    let from = list.partition_point(|held| held.end <= span.start);
    list[from..].iter().take_while(move |held| held.start < span.end)
}
