//! The paper behind the ink: how light it is where, and a page divided by it.

use image::GrayImage;

/// The lightness of the paper in the squares of a grid.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    /// Side of a square, pixels.
    side: usize,
    columns: usize,
    rows: usize,
    /// A level for each square, row by row; never below [`DARKEST`].
    levels: Vec<u8>,
    /// The level of the page's ink.
    ink: u8,
    /// Only two levels of grey are in the image: somebody has divided ink from paper already.
    two_levels: bool,
}

/// Side of a square, inches: some three letters of a book, so that each square shows paper.
const SIDE: f32 = 0.1;
/// Paper is never taken for darker: what is black all over stays black.
const DARKEST: u8 = 48;
/// Share of the pixels of a square that are at most as light as what counts as its paper.
const PAPER_SHARE: f32 = 0.9;
/// Paper in the shade is darkened by this share of the way from the page's light paper to its ink. The engine's own global
/// threshold lies about half way, so it takes noise and blurred edges for ink there; on faded print a faint stain will do.
const SHADE: f32 = 0.24;
/// The darkest pixels of a page, this share of them, are the cores of its letters.
const CORES: f32 = 0.01;
/// Ink is at least so much darker than paper; what differs less is noise.
const LEAST_CONTRAST: f32 = 40.0;
/// Share of squares in the shade from which a page is uneven; less is a stamp, a fold or the scanner's edge.
const UNEVEN_SHARE: f32 = 0.02;

impl Paper {
    /// Measures the paper of a page.
    pub(super) fn survey(image: &GrayImage, dpi: f32) -> Self {
        let (width, height) = (image.width() as usize, image.height() as usize);
        let side = ((SIDE * dpi) as usize).clamp(8, 250);
        let (columns, rows) = (width.div_ceil(side), height.div_ceil(side));
        let mut raw = Vec::with_capacity(columns * rows);
        let mut all = [0_u32; 256];
        for band in image.as_raw().chunks(side * width) {
            let mut counts = vec![[0_u32; 256]; columns];
            for row in band.chunks_exact(width) {
                for (square, counts) in row.chunks(side).zip(&mut counts) {
                    for &pixel in square {
                        counts[usize::from(pixel)] += 1;
                    }
                }
            }
            for counts in &counts {
                for (all, count) in all.iter_mut().zip(counts) {
                    *all += count;
                }
                raw.push(level_at(counts, PAPER_SHARE));
            }
        }
        let levels = smoothed(&closed(&raw, columns, rows), columns, rows);
        let two_levels = all.iter().filter(|count| **count > 0).count() <= 2;
        Self {
            side,
            columns,
            rows,
            levels,
            ink: level_at(&all, CORES),
            two_levels,
        }
    }

    /// Tells whether shadows or stains would spoil a single threshold for the whole page.
    pub(super) fn is_uneven(&self) -> bool {
        if self.two_levels {
            return false;
        }
        let mut counts = [0_u32; 256];
        for &level in &self.levels {
            counts[usize::from(level)] += 1;
        }
        let light = f32::from(level_at(&counts, 0.9));
        let contrast = (light - f32::from(self.ink)).max(LEAST_CONTRAST);
        let shaded = self
            .levels
            .iter()
            .filter(|level| f32::from(**level) < light - SHADE * contrast)
            .count();
        shaded as f32 > UNEVEN_SHARE * self.levels.len() as f32
    }

    /// Returns the level of the square that holds a pixel.
    pub(super) fn level(&self, x: usize, y: usize) -> u8 {
        let (column, row) = (
            (x / self.side).min(self.columns - 1),
            (y / self.side).min(self.rows - 1),
        );
        self.levels.get(row * self.columns + column).copied().unwrap_or(u8::MAX)
    }

    /// Fills `gains` with the factors that make the paper of a row of pixels white, interpolated between the squares.
    fn gains(&self, y: usize, gains: &mut [f32]) {
        let (upper, lower, down) = self.between(y, self.rows);
        let at = |column: usize| {
            let level = |row: usize| f32::from(self.levels[row * self.columns + column]);
            255.0 / (level(upper) * (1.0 - down) + level(lower) * down)
        };
        let middle = self.side / 2;
        let mut x = 0;
        while x < gains.len() {
            // From the middle of one square to the middle of the next the factor changes evenly.
            let (left, right, _) = self.between(x, self.columns);
            let end = if left == right && left > 0 {
                gains.len()
            } else {
                (right * self.side + middle).clamp(x + 1, gains.len())
            };
            let (from, to) = (at(left), at(right));
            let step = (to - from) / self.side as f32;
            let offset = x as f32 - (left * self.side + middle) as f32;
            for (n, gain) in gains.iter_mut().take(end).skip(x).enumerate() {
                *gain = from + step * (offset + n as f32);
            }
            x = end;
        }
    }

    /// Returns the two squares between whose middles a pixel lies, and how far on it is, 0 to 1.
    fn between(&self, pixel: usize, count: usize) -> (usize, usize, f32) {
        let middle = self.side / 2;
        if pixel < middle {
            return (0, 0, 0.0);
        }
        let first = ((pixel - middle) / self.side).min(count - 1);
        let second = (first + 1).min(count - 1);
        let on = if first == second {
            0.0
        } else {
            (pixel - middle - first * self.side) as f32 / self.side as f32
        };
        (first, second, on)
    }
}

/// At fewer dots per inch a full stop is as small as a speck.
const FINE: f32 = 240.0;

/// Makes the paper white everywhere and, where the image is fine enough, takes out specks.
pub(super) fn flatten(image: &GrayImage, paper: &Paper, dpi: f32) -> GrayImage {
    let mut out = if dpi < FINE {
        image.clone()
    } else {
        without_specks(image)
    };
    let width = image.width() as usize;
    let mut gains = vec![1.0; width];
    for (y, row) in out.chunks_exact_mut(width).enumerate() {
        paper.gains(y, &mut gains);
        for (pixel, gain) in row.iter_mut().zip(&gains) {
            *pixel = (f32::from(*pixel) * gain).min(255.0) as u8;
        }
    }
    out
}

/// Replaces each pixel by the median of the nine round it; the edges stay.
///
/// The median of nine is that of the largest of the three columns' least, the middle of their middle ones and the least of
/// their largest. Row by row on plain slices, so that many pixels are worked at once.
pub(super) fn without_specks(image: &GrayImage) -> GrayImage {
    let width = image.width() as usize;
    let mut out = image.clone();
    let rows: Vec<&[u8]> = image.as_raw().chunks_exact(width).collect();
    let [mut low, mut middle, mut high] = [vec![0_u8; width], vec![0_u8; width], vec![0_u8; width]];
    for (three, row) in rows.windows(3).zip(out.chunks_exact_mut(width).skip(1)) {
        let columns = three[0].iter().zip(three[1]).zip(three[2]);
        for (((low, middle), high), ((a, b), c)) in low.iter_mut().zip(&mut middle).zip(&mut high).zip(columns) {
            (*low, *middle, *high) = (*a.min(b).min(c), middle_of(*a, *b, *c), *a.max(b).max(c));
        }
        let inner = row
            .iter_mut()
            .skip(1)
            .zip(low.windows(3).zip(middle.windows(3)).zip(high.windows(3)));
        for (pixel, ((low, middle), high)) in inner {
            let least = low[0].max(low[1]).max(low[2]);
            let most = high[0].min(high[1]).min(high[2]);
            *pixel = middle_of(least, middle_of(middle[0], middle[1], middle[2]), most);
        }
    }
    out
}

fn middle_of(a: u8, b: u8, c: u8) -> u8 {
    a.min(b).max(a.max(b).min(c))
}

/// Returns the level that a share of the counted pixels does not exceed.
fn level_at(counts: &[u32; 256], share: f32) -> u8 {
    let wanted = counts.iter().sum::<u32>() as f32 * share;
    let mut seen = 0;
    for (level, count) in (0..=u8::MAX).zip(counts) {
        seen += count;
        if seen as f32 >= wanted {
            return level;
        }
    }
    u8::MAX
}

/// Lightens squares that are darker than all round them (a bold letter, a small picture), then keeps paper from going black.
fn closed(levels: &[u8], columns: usize, rows: usize) -> Vec<u8> {
    let dilated = around(levels, columns, rows, |near| near.max().unwrap_or(u8::MAX));
    let eroded = around(&dilated, columns, rows, |near| near.min().unwrap_or(u8::MAX));
    eroded.into_iter().map(|level| level.max(DARKEST)).collect()
}

/// Takes the mean of the nine squares round each.
fn smoothed(levels: &[u8], columns: usize, rows: usize) -> Vec<u8> {
    around(levels, columns, rows, |near| {
        let (sum, count) = near.fold((0_u32, 0_u32), |(sum, count), level| {
            (sum + u32::from(level), count + 1)
        });
        (sum / count.max(1)) as u8
    })
}

/// Makes each square anew from the up to nine round it.
fn around(levels: &[u8], columns: usize, rows: usize, make: impl Fn(&mut dyn Iterator<Item = u8>) -> u8) -> Vec<u8> {
    let near = |at: usize, count: usize| at.saturating_sub(1)..=(at + 1).min(count - 1);
    let mut out = Vec::with_capacity(levels.len());
    for row in 0..rows {
        for column in 0..columns {
            let mut round = near(row, rows)
                .flat_map(|r| near(column, columns).map(move |c| (r, c)))
                .map(|(r, c)| levels[r * columns + c]);
            out.push(make(&mut round));
        }
    }
    out
}
