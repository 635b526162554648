//! Text side by side in a part of a column: two short columns under a paragraph, a text beside its translation.
//!
//! In come the lines of a column, in rows as wide as it is; out come its parts in the order of reading: what stands above, the
//! left side, the right side, what stands below. A table's cells look alike; the lines of a side fill its width and run on from one
//! to the next. In a plain text, whose extractor keeps the columns of a page, a stripe may be a single space, if enough lines
//! leave it free.

use super::bylines::is_name;
use super::measure::{Metric, baseline};
use super::sentences::begins_small;
use crate::read::{Line, Word};

/// So many rows with both sides make columns.
const LEAST_ROWS: usize = 4;
/// So many lines has a stretch between wider steps, where it is no cell.
const LEAST_LINES: usize = 3;

/// So many rows with both sides make columns although their stripe is narrow: as many lines of prose hardly ever have a space
/// at one place.
const MANY_ROWS: usize = 12;
/// A page has no more lines. It bounds the look down a long text without page limits, whose columns end with each page.
const PAGE_LINES: usize = 120;
/// A column of plain text is wider, in characters.
const COLUMN: f32 = 16.0;
/// So far apart stand lines of one column in a plain text where something set large stands beside.
const FURTHEST: f32 = 7.0;

/// A column of plain text narrower than this has often but two words on a line.
const NARROW: f32 = 30.0;

/// Parts a column where text stands side by side.
pub(super) fn part(lines: Vec<Line>, metric: &Metric) -> Vec<Vec<Line>> {
    part_to(lines, metric, 2)
}

/// The same; the sides of a plain text are parted again as often as `depth` says.
fn part_to(mut lines: Vec<Line>, metric: &Metric, depth: usize) -> Vec<Vec<Line>> {
    let mut parts = Vec::new();
    while let Some((from, region)) = first_region(&lines, metric) {
        let below = lines.split_off(from + region.rows.len());
        lines.truncate(from);
        if !lines.is_empty() {
            parts.push(lines);
        }
        for stretch in region.stretches() {
            let (left, right): (Vec<_>, Vec<_>) = stretch.into_iter().unzip();
            for side in [left, right] {
                let side: Vec<Line> = side.into_iter().flatten().collect();
                if metric.sized || depth == 0 {
                    parts.push(side);
                } else {
                    parts.extend(part_to(close_up(side), metric, depth - 1));
                }
            }
        }
        lines = below;
    }
    if !lines.is_empty() || parts.is_empty() {
        parts.push(lines);
    }
    parts
}

/// Moves the lines of a side of plain text together where a sentence runs on over a level that only the other side has: behind
/// a full line, or with a small letter.
fn close_up(mut lines: Vec<Line>) -> Vec<Line> {
    let mut ends: Vec<f32> = lines.iter().map(|l| l.rect.x1).collect();
    ends.sort_by(f32::total_cmp);
    let full = |l: &Line| ends.get(ends.len() / 2).is_some_and(|end| l.rect.x1 > end - 6.0);
    let mut up = 0.0;
    for i in 1..lines.len() {
        let gap = baseline(&lines[i]) - up - baseline(&lines[i - 1]);
        if gap > 1.5 && !ends_sentence(&lines[i - 1]) && (begins_small(&lines[i]) || gap < 2.5 && full(&lines[i - 1])) {
            up += gap - 1.0;
        }
        lift(&mut lines[i], up);
    }
    lines
}

fn lift(line: &mut Line, by: f32) {
    for word in &mut line.words {
        word.baseline -= by;
        word.rect.y0 -= by;
        word.rect.y1 -= by;
    }
    line.rect.y0 -= by;
    line.rect.y1 -= by;
}

/// What stands left and right of a stripe on one level.
type Row = (Option<Line>, Option<Line>);

/// Rows that a stripe parts.
struct Region {
    rows: Vec<Row>,
}

impl Region {
    /// Parts the rows where both sides begin anew behind a wider step: paragraphs set beside their translation.
    fn stretches(self) -> Vec<Vec<Row>> {
        let apart = if self.runs_past_steps() {
            Vec::new()
        } else {
            self.apart()
        };
        let mut stretches: Vec<Vec<Row>> = Vec::new();
        for (i, row) in self.rows.into_iter().enumerate() {
            match stretches.last_mut() {
                Some(stretch) if !apart.contains(&i) => stretch.push(row),
                _ => stretches.push(vec![row]),
            }
        }
        stretches
    }

    /// Where one side has a paragraph's step that the other has not, or its sentence runs on over a step of both, the sides are
    /// the columns of a page.
    fn runs_past_steps(&self) -> bool {
        let ended = |side: fn(&Row) -> Option<&Line>, i: usize| {
            let last = self.rows[..i].iter().rev().find_map(side);
            last.is_none_or(ends_sentence)
        };
        let both_end = |&i: &usize| ended(|r| r.0.as_ref(), i) && ended(|r| r.1.as_ref(), i);
        !self.apart().iter().all(both_end)
    }

    /// The rows with both sides that stand further from the one above than lines do.
    fn apart(&self) -> Vec<usize> {
        let level = |row: &Row| row.0.as_ref().or(row.1.as_ref()).map_or(0.0, baseline);
        let steps: Vec<f32> = self
            .rows
            .windows(2)
            .map(|rows| level(&rows[1]) - level(&rows[0]))
            .collect();
        let least = steps.iter().copied().fold(f32::MAX, f32::min);
        let both = |row: &Row| row.0.is_some() && row.1.is_some();
        (1..self.rows.len())
            .filter(|&i| steps[i - 1] > least * 1.25 && both(&self.rows[i]))
            .collect()
    }

    /// The rows that have both sides.
    fn both(&self) -> impl Iterator<Item = (&Line, &Line)> {
        self.rows
            .iter()
            .filter_map(|(left, right)| Some((left.as_ref()?, right.as_ref()?)))
    }

    fn left(&self) -> impl Iterator<Item = &Line> {
        self.rows.iter().filter_map(|r| r.0.as_ref())
    }

    fn right(&self) -> impl Iterator<Item = &Line> {
        self.rows.iter().filter_map(|r| r.1.as_ref())
    }
}

/// Finds the first rows that are side by side, and where they begin.
fn first_region(lines: &[Line], metric: &Metric) -> Option<(usize, Region)> {
    // A narrow stripe is followed where a wide one parts nothing.
    let narrow = (!metric.sized).then_some(1.0);
    let widths = || std::iter::once(wide_gap(metric)).chain(narrow);
    (0..lines.len()).find_map(|from| {
        let found = widths().flat_map(|least| {
            let open = gaps(&lines[from], least).filter(move |_| least >= wide_gap(metric) || is_open(&lines[from..]));
            open.filter_map(move |gap| {
                let region = region(&lines[from..], gap, least, metric);
                (are_columns(&region, metric) || are_signatures(&region, metric)).then_some(region)
            })
        });
        found
            .max_by_key(|region| region.rows.len())
            .map(|region| (from, region))
    })
}

/// Tells whether there are as many lines as make columns with a narrow stripe, the first two close together and not the same
/// row again.
fn is_open(lines: &[Line]) -> bool {
    fn words(line: &Line) -> impl Iterator<Item = &str> {
        line.words.iter().map(|w| w.text.as_str())
    }
    lines.len() >= MANY_ROWS
        && baseline(&lines[1]) - baseline(&lines[0]) < 1.5
        && !words(&lines[0]).eq(words(&lines[1]))
}

/// A gap that is wider than those between words.
fn wide_gap(metric: &Metric) -> f32 {
    if metric.sized { metric.body } else { 2.0 }
}

/// The gaps of a line that are at least so wide.
fn gaps(line: &Line, least: f32) -> impl Iterator<Item = (f32, f32)> {
    let between = line.words.windows(2).map(|w| (w[0].rect.x1, w[1].rect.x0));
    between.filter(move |gap| gap.1 - gap.0 >= least)
}

/// Follows a stripe down from the first line for as far as no line crosses it; it stays `least` wide.
fn region(lines: &[Line], mut stripe: (f32, f32), least: f32, metric: &Metric) -> Region {
    // Most lines of a text leave no stripe beside the next ones: only those that do are taken apart.
    let free = |l: &Line| {
        l.words
            .iter()
            .all(|w| w.rect.x1 <= stripe.0 + least || w.rect.x0 >= stripe.1 - least)
    };
    if least < wide_gap(metric) && !lines.iter().take(MANY_ROWS).all(free) {
        return Region { rows: Vec::new() };
    }
    // The middle of the stripe beside each line that does not cross it.
    let mut middles: Vec<f32> = Vec::new();
    let (mut both, mut sides) = (0, 0);
    // In a plain text, the first row behind a step too wide for a column, unless both sides go on behind it.
    let mut broken = None;
    let mut edge = f32::MAX;
    for (i, line) in lines.iter().enumerate().take(PAGE_LINES) {
        let step = if i == 0 {
            0.0
        } else {
            baseline(line) - baseline(&lines[i - 1])
        };
        let furthest = if metric.sized { metric.pitch * 2.3 } else { FURTHEST };
        if line.angle != 0.0 || !(0.0..furthest).contains(&step) {
            break;
        }
        if step >= metric.pitch * 2.3 {
            broken.get_or_insert(i);
        }
        let narrowed = if line.rect.x1 <= stripe.1 - least {
            (stripe.0.max(line.rect.x1), stripe.1)
        } else if line.rect.x0 >= stripe.0 + least {
            (stripe.0, stripe.1.min(line.rect.x0))
        } else {
            let common = gaps(line, least).map(|g| (g.0.max(stripe.0), g.1.min(stripe.1)));
            match common
                .filter(|g| g.1 - g.0 >= least)
                .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
            {
                Some(common) => common,
                None => break,
            }
        };
        stripe = narrowed;
        let middle = (stripe.0 + stripe.1) / 2.0;
        let starts = || line.words.iter().map(|w| w.rect.x0);
        let left = starts().any(|x0| x0 < middle);
        let right = starts().filter(|x0| *x0 >= middle).min_by(f32::total_cmp);
        // Behind a wider step a line on the left alone is rather the next paragraph of what stands below.
        if right.is_none() && step > metric.pitch * 1.3 {
            if metric.sized {
                break;
            }
            broken.get_or_insert(i);
        }
        // Lines of a page's columns that do not stand on one level: a line alone at the edge of those on the right.
        edge = right.map_or(edge, |x0| edge.min(x0));
        let aligned = !metric.sized && both > 0 && right.is_some_and(|x0| x0 - edge < 4.0);
        if right.is_some() && (left || aligned) {
            both = i + 1;
            sides += usize::from(left);
            broken = None;
        }
        middles.push(middle);
    }
    // Most stripes are crossed by the next line: only what may be sides is taken apart.
    let enough = if least < wide_gap(metric) {
        MANY_ROWS
    } else {
        LEAST_SIGNED
    };
    if sides < enough {
        return Region { rows: Vec::new() };
    }
    let parted = |(line, middle): (&Line, &f32)| {
        let (left, right): (Vec<Word>, Vec<Word>) = line.words.iter().cloned().partition(|w| w.rect.x0 < *middle);
        (Line::new(left, line.angle), Line::new(right, line.angle))
    };
    let mut rows: Vec<Row> = lines.iter().zip(&middles).map(parted).collect();
    // What stands on the right alone belongs there, up to the next line on the left.
    if let Some(at) = broken {
        let right = rows[both..].iter().take_while(|row| row.0.is_none()).count();
        rows.truncate(at.max(both + right));
    }
    // A short line below both is the left side's where that goes on; one that ends a sentence before it belongs below.
    let goes_on = |upper: &Option<Line>| upper.as_ref().is_some_and(|l| !ends_sentence(l));
    while rows.len() > both && both > 0 && !goes_on(&rows[rows.len() - 2].0) && rows[rows.len() - 1].1.is_none() {
        rows.pop();
    }
    Region { rows }
}

/// Tells whether both sides are running text.
fn are_columns(region: &Region, metric: &Metric) -> bool {
    let both = region.both().count();
    let wide = |(left, right): &(&Line, &Line)| right.rect.x0 - left.rect.x1 >= wide_gap(metric) * 1.5;
    let narrow = |(left, right): &(&Line, &Line)| right.rect.x0 - left.rect.x1 < 2.0;
    // Lines that say the same have their spaces at the same places.
    let mut said: Vec<String> = region.left().map(Line::text).collect();
    let count = said.len();
    said.sort();
    said.dedup();
    let many = !metric.sized && both >= MANY_ROWS && said.len() * 4 >= count * 3;
    both >= LEAST_ROWS
        && (many || region.both().filter(wide).count() * 2 >= both)
        && (metric.sized || many || !region.both().any(|row| narrow(&row)))
        && is_prose_in_columns(&region.left().collect::<Vec<_>>(), many, metric)
        && is_prose_in_columns(&region.right().collect::<Vec<_>>(), many, metric)
        && !are_cells(region)
}

/// Tells whether the lines of one side are running text, or hold columns again.
fn is_prose_in_columns(side: &[&Line], many: bool, metric: &Metric) -> bool {
    // Two columns and what parts them: looking for them among narrower lines takes long and finds none.
    let reach = side.iter().fold((f32::MAX, f32::MIN), |(x0, x1), l| {
        (x0.min(l.rect.x0), x1.max(l.rect.x1))
    });
    is_prose(side, metric)
        || many && reach.1 - reach.0 > COLUMN * 2.0 && {
            let lines: Vec<Line> = side.iter().map(|l| (*l).clone()).collect();
            first_region(&lines, metric).is_some_and(|(_, region)| region.rows.len() * 5 >= lines.len() * 4)
        }
}

/// So many rows and words on a line at most have the signatures of two parties.
const SIGNED_ROWS: usize = 8;
const LEAST_SIGNED: usize = 2;
const SIGNED_WORDS: usize = 6;

/// Tells whether two parties sign side by side: short lines of words parted by a wide gap, and in a row or two a name on either
/// side. An office with the name of who holds it behind is a row of a list.
fn are_signatures(region: &Region, metric: &Metric) -> bool {
    let wide = |(left, right): (&Line, &Line)| right.rect.x0 - left.rect.x1 >= wide_gap(metric) * 2.0;
    let short =
        |l: &Line| l.words.len() <= SIGNED_WORDS && !l.words.iter().any(|w| w.text.contains(|c: char| c.is_numeric()));
    let names = || region.both().map(|(left, right)| (is_name(left), is_name(right)));
    let both = names().filter(|(left, right)| *left && *right).count();
    let rows = region.both().count();
    (LEAST_SIGNED..=SIGNED_ROWS).contains(&rows)
        && region.rows.len() <= SIGNED_ROWS
        && region.both().all(wide)
        && region.left().chain(region.right()).all(short)
        && (1..=2).contains(&both)
        && both < rows
        && names().all(|(left, right)| left == right)
}

/// Tells whether lines of one side fill its width, go on from one to the next, and hold hardly a figure and no further gap.
fn is_prose(lines: &[&Line], metric: &Metric) -> bool {
    let (x0, x1) = lines.iter().fold((f32::MAX, f32::MIN), |(x0, x1), l| {
        (x0.min(l.rect.x0), x1.max(l.rect.x1))
    });
    // The notes below a column of plain text, set smaller, reach further in characters than its text.
    // Nouns have capitals in German: of many lines fewer need begin with a small letter.
    let many = !metric.sized && lines.len() >= MANY_ROWS;
    let width = if many {
        let mut widths: Vec<f32> = lines.iter().map(|l| l.rect.width()).collect();
        widths.sort_by(f32::total_cmp);
        widths[widths.len() * 2 / 3]
    } else {
        x1 - x0
    };
    let least = if !metric.sized && width < NARROW { 2 } else { 3 };
    let full = |l: &&&Line| l.rect.width() > width * 0.75 && l.words.len() >= least;
    let text = |l: &Line| l.words.iter().flat_map(|w| w.text.chars()).collect::<Vec<_>>();
    let letters = lines.iter().flat_map(|l| text(l)).filter(|c| c.is_alphabetic()).count();
    let figures = lines.iter().flat_map(|l| text(l)).filter(char::is_ascii_digit).count();
    let gapped = |l: &&&Line| gaps(l, wide_gap(metric)).any(|g| g.1 - g.0 >= wide_gap(metric) * 2.0);
    let runs_on = |pair: &&[&Line]| {
        let begins = pair[1].words.first().and_then(|w| w.text.chars().next());
        begins.is_some_and(char::is_lowercase)
            || pair[0]
                .words
                .last()
                .is_some_and(|w| w.text.ends_with(['-', ',', '\u{ad}', '¬']))
    };
    width > if metric.sized { metric.body * 8.0 } else { COLUMN }
        && lines.iter().filter(full).count() * 10 >= lines.len() * 6
        && figures * 8 <= letters
        && lines.iter().filter(gapped).count() * 5 <= lines.len()
        && lines.windows(2).filter(runs_on).count() * 20 >= (lines.len() - 1) * if many { 5 } else { 8 }
}

/// Tells whether stretches of few lines stand apart, as the rows of a table with long cells do.
fn are_cells(region: &Region) -> bool {
    let apart = region.apart().len();
    apart > 0 && region.rows.len() < (apart + 1) * LEAST_LINES
}

/// Tells whether a line ends with a full stop or the like.
fn ends_sentence(line: &Line) -> bool {
    let trimmed = |w: &Word| {
        let quotes = ['"', '”', '»', '’', ')'];
        let text = w
            .text
            .trim_end_matches(|c: char| c.is_ascii_digit() || quotes.contains(&c));
        text.ends_with(['.', '!', '?', ':'])
    };
    line.words.last().is_some_and(trimmed)
}
