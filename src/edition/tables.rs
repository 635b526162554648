//! Tables: cells in rows, heads before them and notes behind them.

use super::assemble::Desk;
use super::flow::Piece;
use super::passage::Stream;
use super::tree::{Block, Cell, Inline, Passage};
use crate::repair::BlockKind;

/// Columns that a row may leave empty in front of a cell; more is no table that anybody printed.
const WIDEST_GAP: usize = 64;

/// Builds a table of a group that begins with its head or first cell.
pub(super) fn table(desk: &mut Desk<'_>, group: &[Piece]) -> Block {
    let text = desk.text;
    let is_cell = |piece: &Piece| match piece {
        Piece::Block(index) => matches!(text.blocks[*index].kind, BlockKind::Cell { .. }),
        _ => false,
    };
    if !group.iter().any(is_cell) {
        return lone_heads(desk, group);
    }
    let mut parts: Vec<Block> = Vec::new();
    let mut row: Option<(u32, bool, Vec<Cell>)> = None;
    // Between the cells of a row nothing may stand: a page that starts there starts in the next cell, and a note that belongs
    // behind its page waits for the row's end.
    let mut starts: Vec<Piece> = Vec::new();
    let mut loose: Vec<Piece> = Vec::new();
    let mut at = 0;
    while let Some(&piece) = group.get(at) {
        at += 1;
        let Piece::Block(index) = piece else {
            if matches!(piece, Piece::LooseNote(_)) {
                loose.push(piece)
            } else {
                starts.push(piece)
            }
            continue;
        };
        let BlockKind::Cell {
            row: number,
            column,
            cols,
            label,
            ..
        } = desk.text.blocks[index].kind
        else {
            parts.extend(row.take().map(closed));
            parts.extend(loose.drain(..).chain(starts.drain(..)).filter_map(|p| desk.between(p)));
            if desk.printed_note(index).is_some() {
                // The notes up to the next row.
                let end = group
                    .iter()
                    .skip(at)
                    .position(is_cell)
                    .map_or(group.len(), |next| at + next);
                parts.extend(desk.printed_notes(&group[at - 1..end]));
                at = end;
            } else {
                parts.push(Block::Head(desk.passage(index, Stream::Running)));
            }
            continue;
        };
        if row.as_ref().is_none_or(|(open, ..)| *open != number) {
            parts.extend(row.take().map(closed));
            parts.extend(loose.drain(..).chain(starts.drain(..)).filter_map(|p| desk.between(p)));
            row = Some((number, label, Vec::new()));
        }
        let opening: Vec<Inline> = starts
            .drain(..)
            .filter_map(|piece| match desk.between(piece) {
                Some(Block::Start(start)) => Some(Inline::Start(start)),
                _ => None,
            })
            .collect();
        let mut cell = desk.passage(index, Stream::Running);
        cell.content.splice(0..0, opening);
        if let Some((_, _, cells)) = &mut row {
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            let filled = cells.iter().fold(0_usize, |sum, c| {
                sum.saturating_add(usize::try_from(c.cols).unwrap_or(usize::MAX))
            });
            let missing = column.saturating_sub(filled);
            if missing <= WIDEST_GAP {
                cells.extend((0..missing).map(|_| Cell {
                    passage: Passage::default(),
                    cols: 1,
                }));
            }
            cells.push(Cell {
                passage: cell,
                cols: cols.max(1),
            });
        }
    }
    parts.extend(row.map(closed));
    parts.extend(loose.into_iter().filter_map(|p| desk.between(p)));
    Block::Table(parts)
}

fn closed((_, label, cells): (u32, bool, Vec<Cell>)) -> Block {
    Block::Row { label, cells }
}

/// Sets table heads that no cell follows as a paragraph each.
fn lone_heads(desk: &mut Desk<'_>, group: &[Piece]) -> Block {
    let mut content = Passage::default();
    for &piece in group {
        match piece {
            Piece::Block(index) => {
                let head = desk.passage(index, Stream::Running);
                if !content.content.is_empty() {
                    content.content.push(Inline::Text(" ".to_owned()));
                }
                content.zones.extend(head.zones);
                content.content.extend(head.content);
            }
            other => {
                if let Some(Block::Start(start)) = desk.between(other) {
                    content.content.push(Inline::Start(start));
                }
            }
        }
    }
    Block::Paragraph(content)
}
