//! Which lines at the head of a table hold its column heads.

use super::cells::{self, Strip};
use super::heads::MOST_HEADS;
use super::rows;
use crate::layout::measure::Metric;
use crate::read::Line;

/// Counts the lines at the head that hold column heads.
pub(super) fn count(strips: &[Strip], columns: &[(f32, f32)], walls: &[f32], bands: &[f32], metric: &Metric) -> usize {
    let placed: Vec<rows::Placed> = strips.iter().map(|s| rows::placed(s, columns, walls, metric)).collect();
    let in_body = |p: &rows::Placed, number: fn(&Line) -> bool| {
        p.cells.iter().any(|c| c.column > 0 && c.lines.iter().all(number))
    };
    let counted = |l: &Line| cells::is_number(l) && !cells::is_year(l);
    let columns_numbered = |p: &rows::Placed| {
        let texts: Vec<String> = p.cells.iter().flat_map(|c| &c.lines).map(|l| l.text()).collect();
        let plain = |t: &String| t.trim_matches(['(', ')']).parse::<usize>().ok();
        texts.len() >= 3
            && texts
                .iter()
                .enumerate()
                .all(|(i, t)| plain(t) == plain(&texts[0]).map(|n| n + i) && plain(t).is_some_and(|n| n <= 40))
    };
    // Years alone are data where nothing else is.
    let any = placed.iter().any(|p| in_body(p, counted));
    let data = |p: &rows::Placed| {
        if any {
            in_body(p, counted) && !columns_numbered(p)
        } else {
            in_body(p, cells::is_number)
        }
    };
    let below = |y: f32| strips.iter().take_while(|s| s.level < y).count();
    let first_data = placed.iter().position(data);
    // A rule under the heads decides, where there are not rules under all rows.
    let ruled = bands.iter().map(|&y| below(y)).find(|&n| n > 0);
    match (ruled, first_data) {
        (Some(ruled), Some(first)) if ruled <= first.max(MOST_HEADS) && bands.len() <= 4 && ruled < strips.len() => {
            // Rules between levels of heads.
            let deeper = bands.iter().map(|&y| below(y)).filter(|&n| n <= first).max();
            deeper.unwrap_or(ruled).max(ruled)
        }
        (_, Some(first)) => {
            // Heads within the table, and first lines of long cells, that stand between the column heads and the numbers.
            let stub = |p: &rows::Placed| p.cells.iter().all(|c| c.column == 0);
            let mut heads = first.min(MOST_HEADS);
            while heads > 0 && stub(&placed[heads - 1]) && placed[..heads].iter().any(|p| !stub(p)) {
                heads -= 1;
            }
            if placed[..heads].iter().all(stub) { 0 } else { heads }
        }
        (Some(ruled), None) if ruled <= MOST_HEADS && ruled < strips.len() => ruled,
        (_, None) => {
            let bold = |s: &Strip| s.pieces.iter().flat_map(|p| &p.words).all(|w| w.style.bold);
            let set_apart = strips.iter().take_while(|s| bold(s)).count();
            if set_apart > 0 && set_apart < strips.len() {
                set_apart
            } else {
                usize::from(strips.len() > 2)
            }
        }
    }
}
