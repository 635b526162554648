//! Lines: glyphs in the order of the content become runs on one baseline.
//!
//! In comes a [`Sheet`], out come its [`Line`]s, in the order in which the content begins them. A run goes on while the pen
//! stays on the baseline and makes no jump; a smaller glyph above or below it is a script of the run. What the content
//! draws in another order (all bold words first, say) is joined afterwards, where the pieces fit closely.

use super::direction::is_right_to_left;
use super::letterspacing;
use super::matrix::Frame;
use super::sheet::{Glyph, Kind, Sheet};
use super::words;
use crate::read::Line;

/// The widest gap inside a line, in ems: wider ones part columns.
const WIDEST_GAP: f32 = 1.5;
/// The widest gap over which pieces that do not follow each other in the content are joined, in ems.
const CLOSE_GAP: f32 = 0.6;
/// How far the baseline of one line may wander from letter to letter, in ems.
const WANDER: f32 = 0.22;
/// A script is at most this large against the letters round it, and at least [`SMALLEST_SCRIPT`]; smaller or larger
/// neighbours are drop capitals or something else altogether.
pub(super) const LARGEST_SCRIPT: f32 = 0.86;
const SMALLEST_SCRIPT: f32 = 0.4;

/// The most runs of a page that are looked through for pieces of one line; more are drawings made of letters.
const MOST_RUNS: usize = 5000;
/// The most neighbours that a glyph is compared with for a repeat of it.
const MOST_NEIGHBOURS: usize = 150;

/// A glyph in the frame of its line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// Index into [`Sheet::glyphs`].
    pub(super) glyph: usize,
    /// Where it begins along the baseline.
    pub(super) from: f32,
    /// Where the pen stands after it, the space between letters included.
    pub(super) to: f32,
    /// Its baseline, across lines.
    pub(super) down: f32,
    pub(super) size: f32,
    /// White space stands in the content before it.
    pub(super) spaced: bool,
}

/// Glyphs on one baseline.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) angle: f32,
    pub(super) spots: Vec<Spot>,
    /// Baseline and size of the latest letters that are no script.
    base: f32,
    size: f32,
    /// The content ends the run with white space.
    open: bool,
}

/// Makes the lines of a page.
pub(super) fn lines(sheet: &Sheet<'_>) -> Vec<Line> {
    let runs = joined(runs(sheet));
    let mut lines: Vec<Line> = runs.into_iter().filter_map(|run| words::line(sheet, run)).collect();
    letterspacing::forget_tracking_of_whole_pages(&mut lines);
    lines
}

fn runs(sheet: &Sheet<'_>) -> Vec<Run> {
    let repeated = repeats(sheet);
    let mut runs: Vec<Run> = Vec::new();
    let mut spaced = false;
    let mut frame = (f32::NAN, Frame::new(0.0));
    let mut even = Tracked { end: 0, holds: true };
    for (index, glyph) in sheet.glyphs.iter().enumerate() {
        if glyph.kind == Kind::Space {
            // Fonts map marks without width to the space; a gap, if there is one, speaks for itself.
            if glyph.advance < 0.04 * glyph.size {
                continue;
            }
            spaced = true;
            if let Some(run) = runs.last_mut() {
                run.open = true;
            }
            continue;
        }
        if repeated[index] {
            continue;
        }
        if frame.0 != glyph.angle {
            frame = (glyph.angle, Frame::new(glyph.angle));
        }
        let (from, down) = frame.1.enter(glyph.x, glyph.y);
        if index >= even.end {
            even = evenly_tracked(sheet, index);
        }
        let tracking = if even.holds && glyph.tracking <= 0.6 * glyph.size {
            glyph.tracking.max(0.0)
        } else {
            0.0
        };
        let to = from + glyph.advance + tracking;
        let spot = Spot {
            glyph: index,
            from,
            to,
            down,
            size: glyph.size,
            spaced,
        };
        let leftwards = sheet.letters_of(glyph).chars().next().is_some_and(is_right_to_left);
        spaced = false;
        match runs.last_mut().filter(|run| run.angle == glyph.angle) {
            Some(run) => match run.relation(&spot, leftwards) {
                Relation::Base => run.push(spot, true),
                Relation::Script => run.push(spot, false),
                Relation::None => runs.push(Run::new(glyph.angle, spot)),
            },
            None => runs.push(Run::new(glyph.angle, spot)),
        }
    }
    runs
}

/// Glyphs shown with one space between letters.
struct Tracked {
    /// One past the last of them.
    end: usize,
    /// The space is set between all of them, as it is for emphasis.
    holds: bool,
}

/// Tells how far the space between letters at a glyph reaches, and whether it parts letters.
///
/// Distillers write a space between two words as one between letters too: two or three glyphs have it, or others among
/// them are set back by as much.
fn evenly_tracked(sheet: &Sheet<'_>, first: usize) -> Tracked {
    const FEW: usize = 3;
    let glyphs = &sheet.glyphs[first..];
    let space = glyphs[0].tracking;
    let count = glyphs.iter().take_while(|g| g.tracking == space).count();
    let end = first + count;
    if space < words::GAP * glyphs[0].size {
        return Tracked { end, holds: true };
    }
    let set_back = |pair: &[Glyph]| {
        let on_line = pair[0].angle == 0.0 && pair[1].angle == 0.0 && pair[0].y == pair[1].y;
        let step = pair[1].x - pair[0].x - pair[0].advance;
        on_line && step.abs() < 0.3 * space
    };
    Tracked {
        end,
        holds: count > FEW && !glyphs[..count].windows(2).any(set_back),
    }
}

/// How a glyph relates to the run before it.
enum Relation {
    /// On its baseline.
    Base,
    /// Raised above or lowered below it.
    Script,
    None,
}

impl Run {
    fn new(angle: f32, spot: Spot) -> Self {
        Self {
            angle,
            base: spot.down,
            size: spot.size,
            spots: vec![spot],
            open: false,
        }
    }

    fn push(&mut self, spot: Spot, is_base: bool) {
        if is_base {
            (self.base, self.size) = (spot.down, spot.size);
        }
        self.spots.push(spot);
        self.open = false;
    }

    fn relation(&self, spot: &Spot, leftwards: bool) -> Relation {
        let Some(last) = self.spots.last() else {
            return Relation::None;
        };
        let em = self.size.max(spot.size);
        let mut gap = spot.from - last.to;
        if leftwards && (last.from - spot.to).abs() < gap.abs() {
            gap = last.from - spot.to;
        }
        let raised = self.base - spot.down;
        let ratio = spot.size / self.size.max(1e-3);
        // Accents are set back over their letters, hence room to the left.
        if !(-0.8 * em..=WIDEST_GAP * em).contains(&gap) {
            return Relation::None;
        }
        let near = -0.3 * em..=0.7 * em;
        if raised.abs() <= WANDER * self.size.min(spot.size) {
            // A capital or a note of another size on the same baseline goes on only if it is set close.
            return if (0.5..=2.0).contains(&ratio) || near.contains(&gap) {
                Relation::Base
            } else {
                Relation::None
            };
        }
        if !near.contains(&gap) {
            return Relation::None;
        }
        if (SMALLEST_SCRIPT..=LARGEST_SCRIPT).contains(&ratio) && (-0.4..=0.75).contains(&(raised / self.size)) {
            return Relation::Script;
        }
        // A mark that comes first: the letters after it are larger and lower.
        let inverse = 1.0 / ratio.max(1e-3);
        if self.spots.len() <= 6
            && (SMALLEST_SCRIPT..=LARGEST_SCRIPT).contains(&inverse)
            && (-0.65..=-0.08).contains(&(raised / spot.size))
        {
            return Relation::Base;
        }
        // Raised by the operator Ts alone, without being made smaller.
        if (0.95..=1.05).contains(&ratio)
            && raised.abs() <= 0.5 * self.size
            && gap.abs() <= 0.3 * em
            && self.spots.len() > 1
        {
            return Relation::Script;
        }
        Relation::None
    }

    fn start(&self) -> f32 {
        self.spots.iter().map(|s| s.from).fold(f32::INFINITY, f32::min)
    }

    fn end(&self) -> f32 {
        self.spots.iter().map(|s| s.to).fold(f32::NEG_INFINITY, f32::max)
    }

    /// Takes in the glyphs of another run, in the order of the line.
    fn absorb(&mut self, other: Run) {
        let is_after = other.start() >= self.end() - 0.3 * self.size;
        if let (true, true, Some(first)) = (self.open, is_after, other.spots.first()) {
            let mut first = *first;
            first.spaced = true;
            self.spots.push(first);
            self.spots.extend(&other.spots[1..]);
            self.open = other.open;
        } else {
            self.spots.extend(other.spots);
            self.open |= other.open;
        }
        self.spots.sort_by(|a, b| a.from.total_cmp(&b.from));
    }
}

/// Joins the runs that are pieces of one line.
fn joined(runs: Vec<Run>) -> Vec<Run> {
    if runs.len() > MOST_RUNS {
        return runs;
    }
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&runs[*a], &runs[*b]);
        a.angle
            .total_cmp(&b.angle)
            .then(a.base.total_cmp(&b.base))
            .then(a.start().total_cmp(&b.start()))
    });
    // The run that each run is joined to, itself at first.
    let mut heads: Vec<usize> = (0..runs.len()).collect();
    let mut from = 0;
    while from < order.len() {
        let first = &runs[order[from]];
        let same = |run: &Run| run.angle == first.angle && run.base - first.base <= 0.15 * first.size.min(run.size);
        let count = order[from..].iter().take_while(|i| same(&runs[**i])).count().max(1);
        link(&runs, &order[from..from + count], &mut heads);
        from += count;
    }
    attach_scripts(&runs, &mut heads);
    let mut slots: Vec<Option<Run>> = runs.into_iter().map(Some).collect();
    for index in 0..slots.len() {
        let head = root(&heads, index);
        if head != index
            && let Some(run) = slots[index].take()
            && let Some(into) = slots[head].as_mut()
        {
            into.absorb(run);
        }
    }
    slots.into_iter().flatten().collect()
}

/// Links the runs of one baseline whose glyphs stand close to each other.
fn link(runs: &[Run], members: &[usize], heads: &mut [usize]) {
    if members.len() < 2 {
        return;
    }
    let mut spots: Vec<(usize, &Spot)> = members
        .iter()
        .flat_map(|i| runs[*i].spots.iter().map(move |s| (*i, s)))
        .collect();
    spots.sort_by(|a, b| a.1.from.total_cmp(&b.1.from));
    for pair in spots.windows(2) {
        let [(a, left), (b, right)] = pair else { continue };
        if a == b {
            continue;
        }
        let (small, large) = (runs[*a].size.min(runs[*b].size), runs[*a].size.max(runs[*b].size));
        let gap = right.from - left.to;
        if small >= 0.6 * large && (-0.25 * small..=CLOSE_GAP * small).contains(&gap) {
            unite(heads, *a, *b);
        }
    }
}

/// Links short raised runs to the line that they stand in.
fn attach_scripts(runs: &[Run], heads: &mut [usize]) {
    for (index, script) in runs.iter().enumerate() {
        if script.spots.len() > 8 || root(heads, index) != index {
            continue;
        }
        let (start, end) = (script.start(), script.end());
        let host = runs.iter().enumerate().find(|(other, run)| {
            let ratio = script.size / run.size.max(1e-3);
            let raised = (run.base - script.base) / run.size.max(1e-3);
            let slack = 0.25 * run.size;
            *other != index
                && run.angle == script.angle
                && run.spots.len() > script.spots.len()
                && (SMALLEST_SCRIPT..=LARGEST_SCRIPT).contains(&ratio)
                && (0.15..=0.65).contains(&raised)
                && run.spots.iter().enumerate().any(|(n, spot)| {
                    let next = run.spots.get(n + 1).map_or(f32::INFINITY, |s| s.from);
                    (-slack..=slack).contains(&(start - spot.to)) && next >= end - slack
                })
        });
        if let Some((host, _)) = host {
            unite(heads, host, index);
        }
    }
}

fn root(heads: &[usize], mut index: usize) -> usize {
    while heads[index] != index {
        index = heads[index];
    }
    index
}

/// Unites two groups under the one that comes first in the content.
fn unite(heads: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(heads, a), root(heads, b));
    heads[a.max(b)] = a.min(b);
}

/// Tells of each glyph whether it repeats another at the same place.
///
/// Letters are drawn twice, a hair's breadth apart, to look bold or to throw a shadow.
fn repeats(sheet: &Sheet<'_>) -> Vec<bool> {
    let mut order: Vec<usize> = (0..sheet.glyphs.len())
        .filter(|i| sheet.glyphs[*i].kind == Kind::Letters)
        .collect();
    // Four bytes tell most letters apart; what shares them is compared in full below.
    let key = |i: usize| {
        let letters = sheet.letters_of(&sheet.glyphs[i]).as_bytes();
        letters.iter().take(4).fold(0_u32, |key, b| key << 8 | u32::from(*b))
    };
    order.sort_by_cached_key(|i| (key(*i), (sheet.glyphs[*i].x * 16.0) as i64, *i));
    let mut repeated = vec![false; sheet.glyphs.len()];
    for (n, a) in order.iter().enumerate() {
        if repeated[*a] {
            continue;
        }
        let first = &sheet.glyphs[*a];
        let slack = (0.12 * first.size).min(0.45 * first.advance.max(0.1 * first.size));
        for b in order[n + 1..].iter().take(MOST_NEIGHBOURS) {
            let second = &sheet.glyphs[*b];
            if key(*b) != key(*a) || second.x - first.x > slack {
                break;
            }
            let is_same = (second.y - first.y).abs() <= slack
                && (second.x - first.x).abs() <= slack
                && (second.size - first.size).abs() <= 0.1 * first.size
                && second.angle == first.angle
                && sheet.letters_of(first) == sheet.letters_of(second);
            if is_same {
                repeated[*a.max(b)] = true;
            }
        }
    }
    repeated
}
