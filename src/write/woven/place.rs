//! Where the tags of an annotation stand in the file.

use crate::annotate::{Part, Value};
use crate::read::tei::{Node, Place, Transcript, may_hold, may_stand_in};
use crate::span::Span;

/// Where the tags of an element stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seat {
    /// The place of the start tag in the file.
    pub(super) from: usize,
    /// The place of the end tag.
    pub(super) to: usize,
    /// The element round it.
    pub(super) parent: usize,
}

/// Why an annotation has no seat.
#[derive(Clone, Copy, Debug)]
pub(super) enum Refused {
    /// It begins or ends inside an element (or, of another tag that is added, `None`) and goes on outside.
    Crosses(Option<usize>),
    /// TEI allows it not in, or not round, an element.
    Barred(usize),
    /// It begins or ends where no tag can stand.
    Closed,
}

/// Finds where the tags of a value stand; `citation` is the seat of the citation that it is a part of.
pub(super) fn seat(
    transcript: &Transcript,
    value: &Value,
    span: Span,
    citation: Option<Seat>,
) -> Result<Seat, Refused> {
    let nodes = &transcript.nodes;
    let pieces = &transcript.pieces;
    let first = pieces.partition_point(|piece| piece.text.end <= span.start);
    let last = pieces.partition_point(|piece| piece.text.start < span.end);
    let (Some(first), Some(last)) = (pieces.get(first), last.checked_sub(1).and_then(|last| pieces.get(last))) else {
        return Err(Refused::Closed);
    };
    let mut from = first.before(span.start.max(first.text.start)).ok_or(Refused::Closed)?;
    let mut to = last.behind(span.end.min(last.text.end)).ok_or(Refused::Closed)?;
    let extent = |node: usize| transcript.extents.get(node).copied().flatten();
    // From the first and the last word outwards to the element that holds both.
    let (mut left, mut right) = (first.node, last.node);
    while left != right {
        if nodes[left].depth >= nodes[right].depth {
            if extent(left).is_none_or(|extent| extent.start < span.start) {
                return Err(Refused::Crosses(Some(left)));
            }
            from = nodes[left].opens.start;
            left = nodes[left].parent;
        } else {
            if extent(right).is_none_or(|extent| extent.end > span.end) {
                return Err(Refused::Crosses(Some(right)));
            }
            to = nodes[right].closes.end;
            right = nodes[right].parent;
        }
    }
    // And further, where it may not stand there and has all the words of the element.
    let place = place(value);
    let mut parent = left;
    let allowed = |parent: usize| citation.is_some_and(|c| c.parent == parent) || may_stand_in(place, &nodes[parent]);
    while !allowed(parent) {
        let whole = extent(parent).is_some_and(|extent| span.contains(extent));
        if !whole || nodes[parent].parent == parent || citation.is_some_and(|c| nodes[parent].opens.start < c.from) {
            return Err(Refused::Barred(parent));
        }
        (from, to) = (nodes[parent].opens.start, nodes[parent].closes.end);
        parent = nodes[parent].parent;
    }
    let inside = |node: &&Node| nodes[node.parent].opens == nodes[parent].opens && !may_hold(place, node);
    let next = nodes.partition_point(|node| node.opens.start < from);
    let within = nodes[next..].iter().take_while(|node| node.opens.start < to);
    match within.zip(next..).find(|(node, _)| inside(node)) {
        Some((_, node)) => Err(Refused::Barred(node)),
        None => Ok(Seat { from, to, parent }),
    }
}

/// Tells where the element of a value may stand.
fn place(value: &Value) -> Place {
    match value {
        Value::Date(_) | Value::Figure(_) | Value::Act(_) => Place::Phrase,
        Value::Part(Part::Title(_) | Part::Repository(_)) => Place::Phrase,
        Value::Citation(_) => Place::Citation,
        Value::Part(_) => Place::InCitation,
    }
}
