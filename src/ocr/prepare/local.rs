//! Ink and paper parted by a level of its own for each place, where one level for the page will not do: faint print on
//! grained paper, carbon copies, creases; and the print of the other side, which shows through.
//!
//! In comes a grey image, out comes one whose paper is white and whose ink is black, with grey at the edges of the letters:
//! the engine's networks read those better than hard ones.

use image::{GrayImage, imageops};

use super::background::without_specks;

/// Reach of the neighbourhood to each side, inches: three lines of a book see some paper everywhere.
const REACH: f32 = 0.133;
/// How far the level lies below the mean where there is little contrast (Sauvola's k, the value of his paper is 0.5 with
/// R = 128; Badekas and Papamarkos found 0.34 best over many documents).
const K: f32 = 0.34;
/// The grain of paper is smoothed by a bell curve of this width, inches; strokes are four times as wide.
const GRAIN: f32 = 0.004;
/// The edge from black to white is at least so many levels of grey wide to each side.
const EDGE: f32 = 6.0;

/// Parts ink from paper by J. Sauvola and M. Pietikäinen, "Adaptive document image binarization" (Pattern Recognition 33,
/// 2000): the level is m (1 + k (s / R - 1)) of the mean m and the deviation s of the neighbourhood. R is the largest
/// deviation on the page, as C. Wolf and J.-M. Jolion have it (2004), so that faint print counts as any other.
pub(super) fn threshold(image: &GrayImage, dpi: f32) -> GrayImage {
    let smooth = imageops::fast_blur(&without_specks(image), GRAIN * dpi);
    let reach = ((REACH * dpi) as usize).clamp(4, 120);
    let mut most: f32 = 1.0;
    neighbourhoods(&smooth, reach, |_, row| {
        most = row.iter().map(|(_, deviation)| *deviation).fold(most, f32::max);
    });
    let width = smooth.width() as usize;
    let mut out = smooth.clone();
    neighbourhoods(&smooth, reach, |y, row| {
        let pixels = out.iter_mut().skip(y * width);
        for (pixel, (mean, deviation)) in pixels.zip(row) {
            let level = mean * (1.0 + K * (deviation / most - 1.0));
            *pixel = ramp(f32::from(*pixel), level, (mean - level).max(EDGE));
        }
    });
    out
}

/// Keeps only the darkest ink of a page whose paper is even: what shows through from the other side is lighter.
pub(super) fn darkest(image: &GrayImage, dpi: f32) -> GrayImage {
    /// The darkest pixels of a page, this share of them, are the cores of its letters.
    const CORES: f32 = 0.01;
    /// The level lies at this share of the way from paper to ink, and a tenth of it more and less is grey.
    const DEEP: f32 = 0.75;
    let mut out = imageops::fast_blur(image, GRAIN * dpi * 0.7);
    let mut levels: Vec<u8> = out.iter().step_by(17).copied().collect();
    levels.sort_unstable();
    let at = |share: f32| {
        let place = (levels.len() as f32 * share) as usize;
        levels.get(place).copied().map_or(255.0, f32::from)
    };
    let (paper, ink) = (at(0.5), at(CORES));
    let contrast = (paper - ink).max(40.0);
    let level = paper - DEEP * contrast;
    for pixel in out.iter_mut() {
        *pixel = ramp(f32::from(*pixel), level, 0.2 * contrast);
    }
    out
}

/// Makes black what is an edge below a level, white what is one above.
fn ramp(pixel: f32, level: f32, edge: f32) -> u8 {
    (128.0 + 127.0 * (pixel - level) / edge).clamp(0.0, 255.0) as u8
}

/// Tells for each row the mean and the standard deviation of the square round each pixel, by sums that are carried along,
/// so that a pixel costs the same however large the square.
fn neighbourhoods(image: &GrayImage, reach: usize, mut each: impl FnMut(usize, &[(f32, f32)])) {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let rows: Vec<&[u8]> = image.as_raw().chunks_exact(width.max(1)).collect();
    // Of each column: the sum of its pixels in the square's rows, and of their squares.
    let mut columns = vec![(0_u64, 0_u64); width];
    let add = |columns: &mut Vec<(u64, u64)>, row: &[u8]| {
        for ((sum, squares), pixel) in columns.iter_mut().zip(row) {
            let pixel = u64::from(*pixel);
            (*sum, *squares) = (*sum + pixel, *squares + pixel * pixel);
        }
    };
    rows.iter().take(reach).for_each(|row| add(&mut columns, row));
    let mut out = vec![(0.0, 0.0); width];
    for y in 0..height {
        if let Some(row) = rows.get(y + reach) {
            add(&mut columns, row);
        }
        if let Some(row) = y.checked_sub(reach + 1).and_then(|gone| rows.get(gone)) {
            for ((sum, squares), pixel) in columns.iter_mut().zip(*row) {
                let pixel = u64::from(*pixel);
                (*sum, *squares) = (*sum - pixel, *squares - pixel * pixel);
            }
        }
        let high = (y + reach + 1).min(height) - y.saturating_sub(reach);
        let (mut sum, mut squares) = columns
            .iter()
            .take(reach)
            .fold((0, 0), |all, column| (all.0 + column.0, all.1 + column.1));
        for x in 0..width {
            if let Some(column) = columns.get(x + reach) {
                (sum, squares) = (sum + column.0, squares + column.1);
            }
            if let Some(column) = x.checked_sub(reach + 1).and_then(|gone| columns.get(gone)) {
                (sum, squares) = (sum - column.0, squares - column.1);
            }
            let wide = (x + reach + 1).min(width) - x.saturating_sub(reach);
            let count = (wide * high) as f32;
            let mean = sum as f32 / count;
            out[x] = (mean, (squares as f32 / count - mean * mean).max(0.0).sqrt());
        }
        each(y, &out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_carried_along_are_those_of_each_square() {
        let image = GrayImage::from_fn(9, 7, |x, y| image::Luma([(x * 29 + y * y * 7) as u8]));
        neighbourhoods(&image, 2, |y, row| {
            for (x, (mean, deviation)) in row.iter().enumerate() {
                let near = |at: usize, most: u32| at.saturating_sub(2) as u32..(at as u32 + 3).min(most);
                let levels: Vec<f32> = near(y, 7)
                    .flat_map(|y| near(x, 9).map(move |x| (x, y)))
                    .map(|(x, y)| f32::from(image.get_pixel(x, y).0[0]))
                    .collect();
                let count = levels.len() as f32;
                let sum = levels.iter().sum::<f32>() / count;
                let spread = (levels.iter().map(|level| (level - sum).powi(2)).sum::<f32>() / count).sqrt();
                assert!((mean - sum).abs() < 0.01, "{x}, {y}");
                assert!((deviation - spread).abs() < 0.1, "{x}, {y}: {deviation} {spread}");
            }
        });
    }
}
