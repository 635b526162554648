//! Lists: items nest by their depth, further paragraphs stand in their item.

use super::assemble::Desk;
use super::flow::Piece;
use super::passage::Stream;
use super::tree::Block;
use crate::repair::BlockKind;

/// A list that is being filled. When a list inside it opens, it has an item.
struct Open {
    depth: u8,
    parts: Vec<Block>,
}

impl Open {
    /// Returns the content of the last item.
    fn item(&mut self) -> Option<&mut Vec<Block>> {
        self.parts.iter_mut().rev().find_map(|part| match part {
            Block::Item { content, .. } => Some(content),
            _ => None,
        })
    }
}

/// Builds a list of a group that begins with an item.
pub(super) fn list(desk: &mut Desk<'_>, group: &[Piece]) -> Block {
    let mut outer: Vec<Open> = Vec::new();
    let mut open: Option<Open> = None;
    let mut waiting: Vec<Block> = Vec::new();
    for &piece in group {
        let Piece::Block(index) = piece else {
            waiting.extend(desk.between(piece));
            continue;
        };
        let (n, depth) = match &desk.text.blocks[index].kind {
            BlockKind::Item { n, depth } => (Some(n.clone()), *depth),
            BlockKind::ItemParagraph { depth } => (None, *depth),
            _ => (None, 0),
        };
        let mut list = open.take().unwrap_or(Open {
            depth,
            parts: Vec::new(),
        });
        while list.depth > depth
            && let Some(mut around) = outer.pop()
        {
            around
                .item()
                .expect("a list inside opens behind an item")
                .push(Block::List(list.parts));
            list = around;
        }
        let passage = desk.passage(index, Stream::Running);
        let starts = std::mem::take(&mut waiting);
        match (n, list.item()) {
            (None, Some(item)) => {
                as_paragraphs(item);
                item.extend(starts);
                item.push(Block::Paragraph(passage));
            }
            (n, before) => {
                if before.is_some() && depth > list.depth {
                    outer.push(std::mem::replace(
                        &mut list,
                        Open {
                            depth,
                            parts: Vec::new(),
                        },
                    ));
                }
                list.parts.extend(starts);
                list.parts.push(Block::Item {
                    n: n.unwrap_or_default(),
                    content: vec![Block::Bare(passage)],
                });
            }
        }
        open = Some(list);
    }
    let mut list = open.map(|list| list.parts).unwrap_or_default();
    while let Some(mut around) = outer.pop() {
        around
            .item()
            .expect("a list inside opens behind an item")
            .push(Block::List(list));
        list = around.parts;
    }
    Block::List(list)
}

/// Makes paragraphs of an item's bare text, once a further one follows.
fn as_paragraphs(item: &mut [Block]) {
    for part in item {
        if let Block::Bare(passage) = part {
            *part = Block::Paragraph(std::mem::take(passage));
        }
    }
}
