//! Column heads: lines above the body, whose pieces stand over one column or several.

use super::Cell;
use super::cells::{Strip, cut_where};
use crate::layout::measure::Metric;
use crate::read::Line;
use crate::span::Rect;

/// So many pieces with wide spaces between them may make one head.
const MOST_JOINED: usize = 3;
/// At most so many lines hold the column heads.
pub(super) const MOST_HEADS: usize = 8;

/// Makes the rows of heads of the strips above the body.
///
/// `rules` are horizontal rules: a short one below a head says over which columns it stands.
pub(super) fn levels(
    strips: &[Strip],
    columns: &[(f32, f32)],
    walls: &[f32],
    rules: &[Rect],
    metric: &Metric,
) -> Vec<Vec<Cell>> {
    // From the lowest line up: a head over several columns stands in the middle of the heads below it, which may be wider
    // than what their columns hold.
    let mut extents = columns.to_vec();
    let mut lines: Vec<Vec<Cell>> = Vec::new();
    for (i, strip) in strips.iter().enumerate().rev() {
        let below = strips.get(i + 1..).unwrap_or_default();
        let placed = assign(strip, &extents, walls, below, rules, metric);
        for cell in placed.iter().filter(|c| c.cols == 1) {
            for line in &cell.lines {
                let extent = &mut extents[cell.column];
                *extent = (extent.0.min(line.rect.x0), extent.1.max(line.rect.x1));
            }
        }
        lines.push(placed);
    }
    let mut levels: Vec<Vec<Cell>> = Vec::new();
    for placed in lines.into_iter().rev() {
        let under_span = |cell: &Cell, level: &[Cell]| {
            level
                .iter()
                .any(|above| above.cols > cell.cols && above.column <= cell.column && cell.end() <= above.end())
        };
        let ruled_off = |cell: &Cell, above: &Cell| {
            let (Some(a), Some(b)) = (above.lines.last(), cell.lines.first()) else {
                return false;
            };
            rules.iter().any(|r| {
                r.width() >= r.height()
                    && r.y0 > a.rect.y0 + a.rect.height() * 0.5
                    && r.y1 < b.rect.y1 - b.rect.height() * 0.5
                    && r.overlap_x(&a.rect) > a.rect.width() * 0.5
            })
        };
        let opens = match levels.last() {
            None => true,
            Some(level) => placed.iter().any(|cell| {
                under_span(cell, level)
                    || level
                        .iter()
                        .any(|above| above.column == cell.column && above.cols == cell.cols && ruled_off(cell, above))
            }),
        };
        if opens {
            levels.push(Vec::new());
        }
        let last = levels.len() - 1;
        for cell in placed {
            let same = |c: &Cell| c.column == cell.column && c.cols == cell.cols;
            // The second line of a head that stands beside heads with parts goes on above.
            let above = last.checked_sub(1).filter(|_| opens).and_then(|l| {
                levels[l]
                    .iter()
                    .position(|c| same(c) && !ruled_off(&cell, c))
                    .map(|at| (l, at))
            });
            let here = levels[last].iter().position(same).map(|at| (last, at));
            match above.or(here) {
                Some((l, at)) => levels[l][at].lines.extend(cell.lines),
                None => levels[last].push(cell),
            }
        }
        levels[last].sort_by_key(|c| c.column);
    }
    levels.retain(|l| !l.is_empty());
    levels
}

/// Places the pieces of a line of heads over the columns, each over one or several, in order and without overlap.
///
/// Of all such placings the one is taken in which edges or middles of pieces and columns agree best.
fn assign(
    strip: &Strip,
    columns: &[(f32, f32)],
    walls: &[f32],
    below: &[Strip],
    rules: &[Rect],
    metric: &Metric,
) -> Vec<Cell> {
    let pieces = refine(strip, columns, walls, metric);
    let (m, k) = (pieces.len(), columns.len());
    let em = strip.em.min(metric.body).max(0.1);
    let dear = f32::MAX / 4.0;
    // A head stands over several columns only where a line below has parts for two of them, or a rule says so.
    let parts_below = |a: usize, b: usize| {
        below.iter().any(|s| {
            let inside = |p: &&Line| {
                let middle = (p.rect.x0 + p.rect.x1) / 2.0;
                middle > columns[a].0 - em && middle < columns[b].1 + em
            };
            s.pieces.iter().filter(inside).count() >= 2
        })
    };
    let rule_below = |piece: &Line| {
        rules.iter().find(|r| {
            r.width() > r.height() * 4.0
                && r.y0 > piece.rect.y0 + piece.rect.height() * 0.4
                && r.y0 < piece.rect.y1 + metric.pitch * 0.9
                && r.x0 < piece.rect.x0 + em * 0.3
                && r.x1 > piece.rect.x1 - em * 0.3
                && ((r.x0 + r.x1) - (piece.rect.x0 + piece.rect.x1)).abs() < em * 3.0
                && r.width() < (columns[k - 1].1 - columns[0].0) * 0.9
        })
    };
    // Upright rules beside a head bound it.
    let bounds: Vec<f32> = rules
        .iter()
        .filter(|r| r.height() > r.width() * 4.0 && r.overlap_y(&strip.rect) > strip.rect.height() * 0.5)
        .map(|r| (r.x0 + r.x1) / 2.0)
        .filter(|x| walls.iter().any(|w| (w - x).abs() < em * 0.5))
        .collect();
    let between_bounds = |piece: &Line, column: usize| {
        let middle = (columns[column].0 + columns[column].1) / 2.0;
        let axis = (piece.rect.x0 + piece.rect.x1) / 2.0;
        !bounds.iter().any(|x| *x > middle.min(axis) && *x < middle.max(axis))
    };
    let cost = |piece: &Line, a: usize, b: usize| -> f32 {
        if !bounds.is_empty() {
            let whole = (0..k).all(|c| between_bounds(piece, c) == (a..=b).contains(&c));
            return if whole { 0.0 } else { 50.0 };
        }
        let (left, right) = (columns[a].0, columns[b].1);
        let middle = ((piece.rect.x0 + piece.rect.x1) - (left + right)).abs() / 2.0;
        let edges = (piece.rect.x0 - left).abs().min((piece.rect.x1 - right).abs());
        let mut cost = middle.min(edges) / em;
        let crossed = walls.iter().any(|w| {
            *w > left.max(columns[a].1 - 0.5) && *w < right && *w > piece.rect.x0 - em && *w < piece.rect.x1 + em
        });
        if b > a {
            if let Some(rule) = rule_below(piece) {
                let reach = |c: &(f32, f32)| (c.0 + c.1) / 2.0 > rule.x0 && (c.0 + c.1) / 2.0 < rule.x1;
                let whole =
                    columns[a..=b].iter().all(reach) && columns.iter().filter(|c| reach(c)).count() == b - a + 1;
                return if whole { 0.0 } else { 50.0 };
            }
            if !parts_below(a, b) {
                return dear;
            }
            // Over several columns it stands in the middle.
            cost = middle / em + 0.6 + if crossed { 20.0 } else { 0.0 };
        } else if let Some(rule) = rule_below(piece)
            && columns
                .iter()
                .filter(|c| (c.0 + c.1) / 2.0 > rule.x0 && (c.0 + c.1) / 2.0 < rule.x1)
                .count()
                > 1
        {
            cost += 20.0;
        }
        // What reaches into other columns than its own pays for it.
        let over = (left - piece.rect.x0).max(0.0) + (piece.rect.x1 - right).max(0.0);
        let into = columns
            .iter()
            .enumerate()
            .filter(|(c, _)| *c < a || *c > b)
            .map(|(_, c)| (piece.rect.x1.min(c.1) - piece.rect.x0.max(c.0)).max(0.0))
            .sum::<f32>();
        cost + over / em * 0.1 + into / em * 2.0
    };
    if m == 0 {
        return Vec::new();
    }
    // A column that no head covers, though heads of its own stand below, is a sign that its neighbour's head stands over it too:
    // plainly where several heads or a rule part the line.
    let ruled = pieces.iter().any(|p| {
        rules.iter().any(|r| {
            r.width() > r.height() * 4.0
                && r.y0 > p.rect.y0 + p.rect.height() * 0.4
                && r.y0 < p.rect.y1 + metric.pitch * 0.9
        })
    });
    let free = |column: usize| {
        if column == 0 {
            0.0
        } else if ruled || m >= 2 {
            0.4
        } else {
            0.25
        }
    };
    // best[i][j]: the least cost of placing the first i pieces over the first j columns: how many of them the last cell takes,
    // and its first and last column; none where the column stays free.
    let mut best: Vec<Vec<(f32, usize, usize, usize)>> = vec![vec![(dear, 0, 0, 0); k + 1]; m + 1];
    best[0][0].0 = 0.0;
    for j in 1..=k {
        best[0][j].0 = best[0][j - 1].0 + free(j - 1);
    }
    for i in 1..=m {
        for j in 1..=k {
            best[i][j] = (best[i][j - 1].0 + free(j - 1), 0, 0, 0);
            for taken in 1..=i.min(MOST_JOINED) {
                let Some(group) = group(&pieces[i - taken..i]) else {
                    continue;
                };
                // Wide spaces within a cell are rare.
                let joined = (taken - 1) as f32 * 0.7;
                for a in 0..j {
                    let before = best[i - taken][a].0;
                    if before >= dear || taken > 1 && j - a > 1 {
                        continue;
                    }
                    let total = before + joined + cost(&group, a, j - 1);
                    if total < best[i][j].0 {
                        best[i][j] = (total, taken, a, j - 1);
                    }
                }
            }
        }
    }
    if best[m][k].0 >= dear {
        return crowded(pieces, columns);
    }
    let mut cells = Vec::new();
    let (mut i, mut j) = (m, k);
    while i > 0 && j > 0 {
        let (_, taken, a, b) = best[i][j];
        if taken == 0 {
            j -= 1;
            continue;
        }
        cells.push(Cell {
            column: a,
            cols: b - a + 1,
            lines: group(&pieces[i - taken..i]).into_iter().collect(),
        });
        (i, j) = (i - taken, a);
    }
    cells.reverse();
    cells
}

/// Joins pieces of one line.
fn group(pieces: &[Line]) -> Option<Line> {
    let words = pieces.iter().flat_map(|p| p.words.clone()).collect();
    Line::new(words, pieces.first()?.angle)
}

/// Puts each piece where it overlaps most, several into one cell where they must.
fn crowded(pieces: Vec<Line>, columns: &[(f32, f32)]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for line in pieces {
        let column = super::cells::place(&line.rect, columns);
        match cells.last_mut().filter(|c| c.column >= column) {
            Some(cell) => cell.lines.push(line),
            None => cells.push(Cell {
                column,
                cols: 1,
                lines: vec![line],
            }),
        }
    }
    cells
}

/// Cuts a line of heads at narrower gaps than those of the body where the words on both sides stand over two columns.
fn refine(strip: &Strip, columns: &[(f32, f32)], walls: &[f32], metric: &Metric) -> Vec<Line> {
    let narrow = if !metric.sized {
        return strip.pieces.clone();
    } else if metric.scanned {
        strip.em * 0.6
    } else {
        strip.em * 0.42
    };
    let cut = |piece: &Line| {
        cut_where(piece, |a, b| {
            let wall = walls.iter().any(|w| *w >= a.rect.x1 - 0.5 && *w <= b.rect.x0 + 0.5);
            let two = super::cells::place(&a.rect, columns) != super::cells::place(&b.rect, columns);
            wall || two && b.rect.x0 - a.rect.x1 >= narrow
        })
    };
    strip.pieces.iter().flat_map(cut).collect()
}
