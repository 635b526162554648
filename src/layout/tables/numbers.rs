//! The numbers of the tables of a document, and tables that go on over a page's end.

use crate::layout::{Block, LaidPage, Role};

/// Numbers the tables of a document from 0, and joins the parts of one that goes on over a page's end.
pub(in crate::layout) fn number(pages: &mut [LaidPage]) {
    let mut count = 0_u32;
    // The last table so far, where nothing but notes has followed it: its number, next row and columns.
    let mut open: Option<(u32, u32, u32)> = None;
    for page in pages {
        let mut known: Vec<(u32, u32, u32)> = Vec::new();
        let widths = widths(&page.blocks);
        for block in &mut page.blocks {
            let (Role::Cell { table: old, .. } | Role::TableHead { table: old }) = block.role else {
                if !matches!(block.role, Role::Note { .. }) {
                    open = None;
                }
                continue;
            };
            let headed = matches!(block.role, Role::TableHead { .. });
            let width = widths.iter().find(|w| w.0 == old).map_or(0, |w| w.1);
            let (number, first) = match known.iter().find(|k| k.0 == old) {
                Some(&(_, number, first)) => (number, first),
                None => {
                    let (number, first) = match open {
                        Some((number, row, columns)) if !headed && known.is_empty() && columns == width => {
                            (number, row)
                        }
                        _ => {
                            count = count.saturating_add(1);
                            (count - 1, 0)
                        }
                    };
                    known.push((old, number, first));
                    (number, first)
                }
            };
            match &mut block.role {
                Role::Cell { table, row, .. } => {
                    *table = number;
                    *row = row.saturating_add(first);
                    open = Some((number, row.saturating_add(1), width));
                }
                role => *role = Role::TableHead { table: number },
            }
        }
    }
}

/// The number of columns of each table on a page.
fn widths(blocks: &[Block]) -> Vec<(u32, u32)> {
    let mut widths: Vec<(u32, u32)> = Vec::new();
    for block in blocks {
        if let Role::Cell {
            table, column, cols, ..
        } = block.role
        {
            let end = column.saturating_add(cols);
            match widths.iter_mut().find(|w| w.0 == table) {
                Some(width) => width.1 = width.1.max(end),
                None => widths.push((table, end)),
            }
        }
    }
    widths
}
