//! The tilt of a page, from the feet of its letters; whether its lines run along it or up it; and whether there is any ink.

use image::GrayImage;

use super::background::Paper;

/// The ink of a page at low resolution.
#[derive(Clone, Debug)]
pub(super) struct Ink {
    /// Lower edges of the ink: the points with none below.
    feet: Vec<(f32, f32)>,
    /// Right edges of the ink: the points with none behind. They are what the feet of lines that run upwards would be.
    flanks: Vec<(f32, f32)>,
    /// Points with ink.
    points: usize,
    height: f32,
    width: f32,
}

/// The resolution at which a page is looked at, dots per inch: a small letter is still some five points high.
const SURVEY_DPI: f32 = 75.0;
/// A point has ink where it is darker on the mean than this share of the paper round it.
const INK: f32 = 0.75;
/// With fewer points of ink a page is blank: a single figure of ordinary size has about twelve.
const FEWEST_POINTS: usize = 6;
/// Tilts up to this many degrees are found.
const MOST_TILT: f32 = 10.0;
/// With fewer feet there is no line to measure.
const FEWEST_FEET: usize = 120;
/// A profile counts as that of level lines if it is so many times as uneven as the mean of all tilts.
const CLEAR: f32 = 1.25;
/// Lines may run up or down a page if the profile along them stands out so many times as much as the one across.
const SIDEWAYS: f32 = 1.2;
/// A straight edge of so many points is a rule or a border, and no flank of letters.
const EDGE: usize = 8;

impl Ink {
    /// Collects the ink of a page.
    pub(super) fn of(image: &GrayImage, dpi: f32, paper: &Paper) -> Self {
        let (width, height) = (image.width() as usize, image.height() as usize);
        let step = ((dpi / SURVEY_DPI).round() as usize).clamp(1, 64);
        let columns = width / step;
        let (mut feet, mut flanks) = (Vec::new(), Vec::new());
        let mut points = 0;
        let mut above = vec![false; columns];
        // How many rows the right edge in a column goes on already.
        let mut edges = vec![0_usize; columns];
        let mut sums = vec![0_u32; columns];
        for (row, band) in image.as_raw().chunks_exact(width * step).enumerate() {
            sums.fill(0);
            for line in band.chunks_exact(width) {
                for (sum, cell) in sums.iter_mut().zip(line.chunks_exact(step)) {
                    *sum += cell.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
                }
            }
            let cell = (step * step) as f32;
            let mut before = false;
            for (column, (sum, above)) in sums.iter().zip(&mut above).enumerate() {
                let dark = (*sum as f32) < INK * cell * f32::from(paper.level(column * step, row * step));
                points += usize::from(dark);
                if *above && !dark {
                    feet.push((column as f32, row as f32));
                }
                *above = dark;
                if let Some(edge) = column.checked_sub(1).and_then(|left| edges.get_mut(left)) {
                    if before && !dark {
                        *edge += 1;
                    } else {
                        let run = std::mem::take(edge);
                        if run < EDGE {
                            flanks.extend((row - run..row).map(|row| (row as f32, (column - 1) as f32)));
                        }
                    }
                }
                before = dark;
            }
        }
        Self {
            feet,
            flanks,
            points,
            height: (height / step) as f32,
            width: columns as f32,
        }
    }

    /// Tells whether there is nothing to read: no ink, or no more than specks.
    pub(super) fn is_blank(&self) -> bool {
        self.points < FEWEST_POINTS
    }

    /// Finds by how many degrees the lines fall towards the right, to about 0.05; 0 where no direction stands out.
    ///
    /// Counted along the true direction of the lines, the feet of the letters fall on few baselines, so the sum of the
    /// squares of the counts is largest there (Postl's projection profile, on baselines alone).
    pub(super) fn tilt(&self) -> f32 {
        let profile = Profile::of(&self.feet, self.width, self.height);
        let Some((near, standing)) = profile.best() else {
            return 0.0;
        };
        let fine = steps(near - 0.5, near + 0.5, 0.05).map(|angle| (angle, profile.unevenness(angle)));
        match fine.max_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((angle, value)) if value > CLEAR * standing.mean => angle,
            _ => 0.0,
        }
    }

    /// Returns the tilt where the lines of the page tell one beyond doubt.
    pub(super) fn clear_tilt(&self) -> Option<f32> {
        let (_, standing) = Profile::of(&self.feet, self.width, self.height).best()?;
        (standing.height() > 2.0 * CLEAR).then(|| self.tilt())
    }

    /// Finds the widest stripe about the middle of a page with next to no ink: its columns of pixels, from and to.
    ///
    /// What is dark in the shadow of a fold is paper, so only points much darker than the paper round them count.
    pub(super) fn free_stripe(
        image: &GrayImage,
        dpi: f32,
        paper: &Paper,
        middle: std::ops::RangeInclusive<f32>,
        specks: f32,
    ) -> Option<(u32, u32)> {
        let (width, height) = (image.width() as usize, image.height() as usize);
        let step = ((dpi / SURVEY_DPI).round() as usize).clamp(1, 64);
        let column = |x: usize| {
            let rows = (0..height).step_by(step);
            let dark = rows.filter(|y| {
                let pixel = image.as_raw().get(y * width + x).copied().unwrap_or(u8::MAX);
                f32::from(pixel) < 0.6 * f32::from(paper.level(x, *y))
            });
            dark.count() as f32 <= specks * (height / step) as f32
        };
        let (from, to) = (
            (width as f32 * middle.start()) as usize,
            (width as f32 * middle.end()) as usize,
        );
        let (mut best, mut start) = ((from, from), from);
        for x in (from..to).step_by(step) {
            if !column(x) {
                start = x + step;
            } else if x + step - start > best.1 - best.0 {
                best = (start, x + step);
            }
        }
        (best.1 > best.0).then_some((best.0 as u32, best.1 as u32))
    }

    /// Tells whether the lines may run up or down the page: the flanks of the ink stand in rows rather than its feet.
    pub(super) fn runs_sideways(&self) -> bool {
        let along = Profile::of(&self.feet, self.width, self.height).best();
        let up = Profile::of(&self.flanks, self.height, self.width).best();
        let height = |found: Option<(f32, Standing)>| found.map_or(1.0, |(_, standing)| standing.height());
        height(up) > CLEAR && height(up) > SIDEWAYS * height(along)
    }
}

/// How much the best of some tilts stands out.
#[derive(Clone, Copy, Debug)]
struct Standing {
    best: f32,
    mean: f32,
}

impl Standing {
    fn height(self) -> f32 {
        self.best / self.mean.max(f32::MIN_POSITIVE)
    }
}

/// The edges of the ink, to be counted along lines of any tilt.
struct Profile<'a> {
    points: &'a [(f32, f32)],
    width: f32,
    height: f32,
}

impl<'a> Profile<'a> {
    fn of(points: &'a [(f32, f32)], width: f32, height: f32) -> Self {
        Self { points, width, height }
    }

    /// Returns the best of the whole and half degrees, and how much it stands out; `None` of too few points.
    fn best(&self) -> Option<(f32, Standing)> {
        if self.points.len() < FEWEST_FEET {
            return None;
        }
        let coarse: Vec<(f32, f32)> = steps(-MOST_TILT, MOST_TILT, 0.5)
            .map(|angle| (angle, self.unevenness(angle)))
            .collect();
        let mean = coarse.iter().map(|(_, value)| value).sum::<f32>() / coarse.len() as f32;
        let (angle, best) = coarse.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some((angle, Standing { best, mean }))
    }

    /// Returns the sum of the squares of the counts in bands of one point along lines that fall by `angle` degrees.
    fn unevenness(&self, angle: f32) -> f32 {
        let slope = angle.to_radians().tan();
        let margin = self.width * slope.abs() + 1.0;
        let mut counts = vec![0_u32; (self.height + 2.0 * margin) as usize + 2];
        for (x, y) in self.points {
            let band = (y - x * slope + margin) as usize;
            if let Some(count) = counts.get_mut(band) {
                *count += 1;
            }
        }
        counts.iter().map(|count| (*count as f32) * (*count as f32)).sum()
    }
}

/// Counts from one angle to another.
fn steps(from: f32, to: f32, by: f32) -> impl Iterator<Item = f32> {
    let count = ((to - from) / by).round() as u32;
    (0..=count).map(move |n| from + by * n as f32)
}
