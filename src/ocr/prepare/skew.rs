//! The tilt of a page, from the feet of its letters; and whether there is any ink at all.

use image::GrayImage;

use super::background::Paper;

/// The ink of a page at low resolution.
#[derive(Clone, Debug)]
pub(super) struct Ink {
    /// Lower edges of the ink: the points with none below.
    feet: Vec<(f32, f32)>,
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

impl Ink {
    /// Collects the ink of a page.
    pub(super) fn of(image: &GrayImage, dpi: f32, paper: &Paper) -> Self {
        let (width, height) = (image.width() as usize, image.height() as usize);
        let step = ((dpi / SURVEY_DPI).round() as usize).clamp(1, 64);
        let columns = width / step;
        let mut feet = Vec::new();
        let mut points = 0;
        let mut above = vec![false; columns];
        let mut sums = vec![0_u32; columns];
        for (row, band) in image.as_raw().chunks_exact(width * step).enumerate() {
            sums.fill(0);
            for line in band.chunks_exact(width) {
                for (sum, cell) in sums.iter_mut().zip(line.chunks_exact(step)) {
                    *sum += cell.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
                }
            }
            let cell = (step * step) as f32;
            for (column, (sum, above)) in sums.iter().zip(&mut above).enumerate() {
                let dark = (*sum as f32) < INK * cell * f32::from(paper.level(column * step, row * step));
                points += usize::from(dark);
                if *above && !dark {
                    feet.push((column as f32, row as f32));
                }
                *above = dark;
            }
        }
        Self {
            feet,
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
        if self.feet.len() < FEWEST_FEET {
            return 0.0;
        }
        let mut counts = Vec::new();
        let coarse: Vec<(f32, f32)> = steps(-MOST_TILT, MOST_TILT, 0.5)
            .map(|angle| (angle, self.unevenness(angle, &mut counts)))
            .collect();
        let mean = coarse.iter().map(|(_, value)| value).sum::<f32>() / coarse.len() as f32;
        let Some(&(near, _)) = coarse.iter().max_by(|a, b| a.1.total_cmp(&b.1)) else {
            return 0.0;
        };
        let fine = steps(near - 0.5, near + 0.5, 0.05).map(|angle| (angle, self.unevenness(angle, &mut counts)));
        match fine.max_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((angle, value)) if value > CLEAR * mean => angle,
            _ => 0.0,
        }
    }

    /// Returns the sum of the squares of the counts of feet in bands of one point along lines that fall by `angle` degrees.
    fn unevenness(&self, angle: f32, counts: &mut Vec<u32>) -> f32 {
        let slope = angle.to_radians().tan();
        let margin = self.width * slope.abs() + 1.0;
        counts.clear();
        counts.resize((self.height + 2.0 * margin) as usize + 2, 0);
        for (x, y) in &self.feet {
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
