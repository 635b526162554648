//! Tables framed by rules: rules above, below and between their rows, with or without upright ones.
//!
//! They are taken out of the page before its columns of text are told, so that a table across two columns is one, and the
//! gaps of a table are no gutters. A frame is a run of rules of one width with rows between them; the rule of a running head
//! and that of the foot notes make none, for what stands between them is no table.

use super::cells::{self, Strip};
use super::{Block, Metric, Role, Table, captions, judge, notes, table};
use crate::layout::columns;
use crate::layout::figures::behind;
use crate::layout::measure::baseline;
use crate::layout::phrases::Phrases;
use crate::read::{Line, Page};
use crate::span::Rect;

/// A table that was taken out of its page, with what belongs to it.
#[derive(Clone, Debug)]
pub(in crate::layout) struct Framed {
    /// Its box, caption and notes included.
    rect: Rect,
    captions: Vec<Line>,
    /// The table.
    pub(in crate::layout) table: Table,
    notes: Vec<Block>,
}

/// The most rules of a page that are looked through for frames; more are drawings.
const MOST_RULES: usize = 2000;
/// At most so many lines of a caption stand above a table.
const MOST_CAPTION: usize = 8;

/// Takes the framed tables out of a page's lines.
pub(in crate::layout) fn take(lines: &mut Vec<Line>, page: &Page, metric: &Metric) -> Vec<Framed> {
    if !metric.sized || page.rules.len() < 2 || page.rules.len() > MOST_RULES {
        return Vec::new();
    }
    let level = joined(page.rules.iter().filter(|r| r.width() >= r.height()), metric);
    let turned: Vec<Rect> = page.rules.iter().filter(|r| r.height() > r.width()).map(turn).collect();
    let upright: Vec<Rect> = joined(turned.iter(), metric).iter().map(turn).collect();
    let mut framed = Vec::new();
    for group in groups(&level, metric) {
        let mut from = 0;
        while from + 1 < group.len() {
            let found = (from + 1..group.len())
                .rev()
                .take(60)
                .find_map(|to| frame(&group[from..=to], &upright, &level, lines, page, metric).map(|f| (to, f)));
            match found {
                Some((to, frame)) => {
                    framed.push(frame);
                    from = to + 1;
                }
                None => from += 1,
            }
        }
    }
    framed.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.rect.x0.total_cmp(&b.rect.x0)));
    framed
}

/// Swaps the axes of a box.
fn turn(r: &Rect) -> Rect {
    Rect::new(r.y0, r.x0, r.y1, r.x1)
}

/// Joins the pieces of level rules that lie in one line.
fn joined<'a>(rules: impl Iterator<Item = &'a Rect>, metric: &Metric) -> Vec<Rect> {
    let mut rules: Vec<Rect> = rules.copied().collect();
    let near = metric.body * 0.15;
    rules.sort_by(|a, b| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    let mut whole: Vec<Rect> = Vec::new();
    for rule in rules {
        let same = whole.iter_mut().rev().take(60).find(|w| {
            (w.y0 - rule.y0).abs() < near.max(w.height())
                && rule.x0 < w.x1 + metric.body * 0.6
                && rule.x1 > w.x0 - metric.body * 0.6
        });
        match same {
            Some(w) => *w = w.union(&rule),
            None => whole.push(rule),
        }
    }
    whole
}

/// Groups level rules of one width and place, each group from top to bottom.
fn groups(rules: &[Rect], metric: &Metric) -> Vec<Vec<Rect>> {
    let slack = metric.body * if metric.scanned { 1.5 } else { 1.0 };
    let mut groups: Vec<Vec<Rect>> = Vec::new();
    for rule in rules.iter().filter(|r| r.width() > metric.body * 6.0) {
        let same = groups
            .iter_mut()
            .find(|g| (g[0].x0 - rule.x0).abs() < slack && (g[0].x1 - rule.x1).abs() < slack);
        match same {
            Some(group) => group.push(*rule),
            None => groups.push(vec![*rule]),
        }
    }
    groups.retain(|g| g.len() >= 2);
    groups
}

/// Takes the table between the first and the last of some rules out of the lines, if there is one.
fn frame(
    rules: &[Rect],
    upright: &[Rect],
    level: &[Rect],
    lines: &mut Vec<Line>,
    page: &Page,
    metric: &Metric,
) -> Option<Framed> {
    let (first, last) = (rules.first()?, rules.last()?);
    let area = Rect::new(first.x0.min(last.x0), first.y0, first.x1.max(last.x1), last.y1);
    let em = metric.body;
    if area.height() < metric.pitch * 1.5 {
        return None;
    }
    let within = |l: &Line| {
        let middle = (l.rect.y0 + l.rect.y1) / 2.0;
        l.angle == 0.0 && middle > area.y0 && middle < area.y1 && l.rect.x0 > area.x0 - em && l.rect.x1 < area.x1 + em
    };
    let crosses = |l: &Line| {
        let middle = (l.rect.y0 + l.rect.y1) / 2.0;
        middle > area.y0 && middle < area.y1 && l.rect.overlap_x(&area) > em && !within(l)
    };
    let inside: Vec<usize> = (0..lines.len()).filter(|&i| within(&lines[i])).collect();
    if inside.len() < 2 || lines.iter().any(crosses) {
        return None;
    }
    // Between two rules no more than a part of the page stands without a row: a page of text between two rules is none.
    let mine = by_level(inside.iter().map(|&i| lines[i].clone()).collect(), metric);
    let mine: Vec<Line> = if metric.scanned {
        mine.into_iter()
            .filter_map(|l| without_read_rules(l, level, upright))
            .collect()
    } else {
        mine
    };
    let strips: Vec<Strip> = mine.iter().filter_map(|l| cells::strip(l, metric)).collect();
    let walls = walls(&area, upright, &strips, metric);
    let several: Vec<&Strip> = strips.iter().filter(|s| s.pieces.len() >= 2).collect();
    let columns = cells::columns(&several, &walls, metric);
    if columns.len() < 2 {
        return None;
    }
    let strips: Vec<Strip> = strips.into_iter().map(|s| s.joined(&columns, metric)).collect();
    let several: Vec<&Strip> = strips.iter().filter(|s| s.pieces.len() >= 2).collect();
    let bands = rules
        .windows(2)
        .filter(|w| w[1].y0 - w[0].y1 > metric.pitch * 0.5)
        .count();
    let grid = !walls.is_empty() && bands >= 2;
    let is_table = if grid {
        several.len() >= 2 && (bands >= 3 || !judge::is_prose(&several, &columns, metric))
    } else {
        judge::is_table(&strips, &columns, bands >= 2, metric)
    };
    // Between two rules stand the heads alone; the rows go on below the second without a rule.
    let goes_on = bands <= 1
        && lines.iter().any(|l| {
            l.rect.y0 > area.y1 - em * 0.5
                && l.rect.y0 < area.y1 + metric.pitch * 1.5
                && l.rect.x0 < area.x1
                && l.rect.x1 > area.x0
                && !strips.iter().any(|s| s.pieces.iter().skip(1).any(cells::is_number))
        });
    if !is_table || goes_on || !each_band_has_rows(rules, &strips, &walls) {
        return None;
    }
    let mut inside = inside;
    let mut strips = strips;
    let mut area = area;
    if walls.is_empty() && bands >= 2 {
        let (row, strip) = heads_above(lines, &area, &columns, metric).unzip();
        if let Some(strip) = strip {
            area.y0 = strip.rect.y0;
            strips.insert(0, strip);
        }
        inside.extend(row.unwrap_or_default());
    }
    let rules: Vec<Rect> = level.iter().chain(upright).copied().collect();
    let made = table(strips, &columns, &walls, &rules, metric);
    let mut rect = area;
    let mut gone = inside;
    let mut captions = caption_above(lines, &area, &mut gone, metric);
    let mut below = below(lines, &area, &gone, metric);
    let column = 0;
    let mut under: Vec<Line> = below.iter().map(|&i| lines[i].clone()).collect();
    if captions.is_empty() {
        let count = captions::beneath(area.y1, &under, metric);
        captions.extend(under.drain(..count));
        gone.extend(below.drain(..count));
    }
    let (count, notes) = notes::take(&made, &under, column, metric);
    gone.extend(&below[..count]);
    for &i in &gone {
        rect = rect.union(&lines[i].rect);
    }
    gone.sort_unstable();
    gone.dedup();
    for &i in gone.iter().rev() {
        lines.remove(i);
    }
    rect.y1 = rect.y1.min(page.height);
    Some(Framed {
        rect,
        captions,
        table: made,
        notes,
    })
}

/// The line straight above the first rule where each row has one below it: a head over each of several columns.
fn heads_above(lines: &[Line], area: &Rect, columns: &[(f32, f32)], metric: &Metric) -> Option<(Vec<usize>, Strip)> {
    let row: Vec<usize> = (0..lines.len())
        .filter(|&i| {
            let r = &lines[i].rect;
            let foot = baseline(&lines[i]);
            foot > area.y0 - metric.pitch && foot < area.y0 + metric.body * 0.1 && r.overlap_x(area) > 0.0
        })
        .collect();
    let joined = by_level(row.iter().map(|&i| lines[i].clone()).collect(), metric);
    let [line] = &joined[..] else { return None };
    let strip = cells::strip(line, metric)?.joined(columns, metric);
    let near = strip.em.max(metric.body) * 1.2;
    let over = |p: &Line| {
        let (left, right) = columns[cells::place(&p.rect, columns)];
        p.rect.x0 > left - near && p.rect.x1 < right + near
    };
    let places: Vec<usize> = strip.pieces.iter().map(|p| cells::place(&p.rect, columns)).collect();
    let one_each = places.windows(2).all(|p| p[0] < p[1]) && places.len() + 1 >= columns.len().max(3);
    (one_each && strip.pieces.iter().all(over)).then_some((row, strip))
}

/// Every space between rules that is higher than a few lines holds rows of several cells; a space of prose parts two tables.
fn each_band_has_rows(rules: &[Rect], strips: &[Strip], walls: &[f32]) -> bool {
    !walls.is_empty()
        || rules.windows(2).all(|w| {
            let mine: Vec<&Strip> = strips
                .iter()
                .filter(|s| (s.rect.y0 + s.rect.y1) / 2.0 > w[0].y0 && (s.rect.y0 + s.rect.y1) / 2.0 < w[1].y1)
                .collect();
            let several = mine.iter().filter(|s| s.pieces.len() >= 2).count();
            mine.len() < 2 || several * 3 >= mine.len()
        })
}

/// Joins what stands on one level to lines, from top to bottom.
fn by_level(mut lines: Vec<Line>, metric: &Metric) -> Vec<Line> {
    lines.sort_by(|a, b| {
        baseline(a)
            .total_cmp(&baseline(b))
            .then(a.rect.x0.total_cmp(&b.rect.x0))
    });
    columns::rows(lines, metric)
}

/// Takes off a line what recognition read where a rule stands: `|`, `_`.
fn without_read_rules(line: Line, level: &[Rect], upright: &[Rect]) -> Option<Line> {
    let near = line.size() * 0.6;
    let on_upright = |r: &Rect| {
        upright
            .iter()
            .any(|u| u.x1 > r.x0 - near && u.x0 < r.x1 + near && u.overlap_y(r) > r.height() * 0.5)
    };
    let on_level = |r: &Rect| {
        level
            .iter()
            .any(|u| u.y1 > r.y0 && u.y0 < r.y1 + r.height() * 0.3 && u.overlap_x(r) > r.width() * 0.5)
    };
    let bar = |c: char| matches!(c, '|' | '¦' | '│' | '[' | ']');
    let angle = line.angle;
    let words = line.words.into_iter().filter_map(|mut word| {
        let text = word.text.as_str();
        if text.chars().all(bar) && on_upright(&word.rect) || text.chars().all(|c| c == '_') && on_level(&word.rect) {
            return None;
        }
        let whole = text.chars().count() as f32;
        let inner = text.trim_end_matches('|');
        if inner.len() < text.len() && on_upright(&word.rect) {
            word.rect.x1 -= word.rect.width() * (whole - inner.chars().count() as f32) / whole;
            word.text = inner.to_owned();
        }
        Some(word)
    });
    Line::new(words.collect(), angle)
}

/// The places of the upright rules inside a frame that reach along half of its rows.
fn walls(area: &Rect, upright: &[Rect], strips: &[Strip], metric: &Metric) -> Vec<f32> {
    let mut walls: Vec<f32> = upright
        .iter()
        .filter(|r| r.x0 > area.x0 + metric.body * 0.7 && r.x1 < area.x1 - metric.body * 0.7)
        .filter(|r| r.overlap_y(area) > area.height() * 0.4)
        .filter(|r| {
            let middle = (r.x0 + r.x1) / 2.0;
            let through = strips
                .iter()
                .flat_map(|s| &s.pieces)
                .flat_map(|p| &p.words)
                .filter(|w| w.rect.x0 + 0.5 < middle && w.rect.x1 - 0.5 > middle)
                .count();
            through * 8 <= strips.len()
        })
        .map(|r| (r.x0 + r.x1) / 2.0)
        .collect();
    walls.sort_by(f32::total_cmp);
    walls.dedup_by(|a, b| (*a - *b).abs() < metric.body * 0.5);
    walls
}

/// Takes the caption above a frame: from the line that begins like one down to the frame.
fn caption_above(lines: &[Line], area: &Rect, gone: &mut Vec<usize>, metric: &Metric) -> Vec<Line> {
    let em = metric.body;
    let mut above: Vec<usize> = (0..lines.len())
        .filter(|&i| {
            let r = &lines[i].rect;
            r.y1 < area.y0 + em * 0.5 && r.overlap_x(area) > r.width() * 0.5
        })
        .collect();
    above.sort_by(|&a, &b| lines[b].rect.y0.total_cmp(&lines[a].rect.y0).then(b.cmp(&a)));
    let mut top = area.y0;
    let mut taken: Vec<usize> = Vec::new();
    let phrases = Phrases::built_in();
    for i in above.into_iter().take(MOST_CAPTION) {
        if top - lines[i].rect.y1 > metric.pitch * 2.0 {
            break;
        }
        top = lines[i].rect.y0;
        taken.push(i);
        if phrases.is_table_caption(&lines[i].text()) {
            gone.extend(&taken);
            taken.reverse();
            return by_level(taken.iter().map(|&i| lines[i].clone()).collect(), metric);
        }
    }
    Vec::new()
}

/// The lines below a frame and within its width, from top to bottom.
fn below(lines: &[Line], area: &Rect, gone: &[usize], metric: &Metric) -> Vec<usize> {
    let em = metric.body;
    let mut below: Vec<usize> = (0..lines.len())
        .filter(|i| !gone.contains(i))
        .filter(|&i| {
            let r = &lines[i].rect;
            r.y0 > area.y1 - em * 0.5 && r.overlap_x(area) > (r.width() * 0.5).min(em * 2.0)
        })
        .collect();
    // A short note beside the axis of its table begins where its neighbour does.
    let fellow = |r: &Rect| {
        let alike = |&i: &usize| {
            (lines[i].rect.x0 - r.x0).abs() < em * 0.4 && (lines[i].rect.y0 - r.y0).abs() < metric.pitch * 6.0
        };
        below.iter().any(alike)
    };
    let more: Vec<usize> = (0..lines.len())
        .filter(|i| !gone.contains(i) && !below.contains(i))
        .filter(|&i| lines[i].rect.y0 > area.y1 - em * 0.5 && fellow(&lines[i].rect))
        .collect();
    below.extend(more);
    below.sort_by(|&a, &b| lines[a].rect.y0.total_cmp(&lines[b].rect.y0));
    below
}

/// Puts framed tables back: before the first block that begins below them in their column. `number` is free for the first.
pub(in crate::layout) fn put_back(blocks: &mut Vec<Block>, framed: Vec<Framed>, mut number: u32) {
    for frame in framed {
        let at = blocks
            .iter()
            .position(|b| {
                !b.lines.is_empty()
                    && b.rect.overlap_x(&frame.rect) > 0.0
                    && (b.rect.y0 >= frame.rect.y0 || matches!(b.role, Role::Note { .. }))
            })
            .unwrap_or_else(|| behind(blocks, &frame.rect));
        let column = blocks
            .get(at.min(blocks.len().saturating_sub(1)))
            .map_or(0, |b| b.column);
        let mut made = Vec::new();
        if !frame.captions.is_empty() {
            made.push(Block::new(Role::TableHead { table: number }, frame.captions, column));
        }
        made.extend(super::build(frame.table, number, column));
        made.extend(frame.notes.into_iter().map(|b| Block { column, ..b }));
        blocks.splice(at..at, made);
        number = number.saturating_add(1);
    }
}
