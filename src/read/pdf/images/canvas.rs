//! A part of a page as pixels, onto which its images are painted.

use std::ops::Range;

use hayro_interpret::kurbo::{self, Affine, Point};
use hayro_interpret::{Image, ImageData, LumaData, Paint};
use image::{DynamicImage, GrayImage, RgbImage};

use super::stage::Placement;
use crate::span::Rect;

/// No image is decoded that claims to be larger, pixels.
const MAX_DECODED: u64 = 200_000_000;

/// A pixel is the mean of at most so many samples each way: more change no grey value by more than a few steps.
const MOST_SAMPLES: f64 = 3.0;

/// Pixels, white at first.
pub(super) struct Canvas {
    /// Bytes a pixel: 1 for grey, 3 for colour.
    channels: usize,
    width: usize,
    height: usize,
    pixels: Vec<u8>,
    /// Takes points of the page to pixels of the canvas.
    to_pixels: Affine,
}

impl Canvas {
    /// Makes a canvas for a part of the page, in points; `None` where the part is empty.
    pub(super) fn new(channels: usize, part: Rect, dpi: f64) -> Option<Self> {
        let scale = dpi / 72.0;
        let pixels = |points: f32| (f64::from(points) * scale).round().max(1.0) as usize;
        if !(part.width() > 0.0 && part.height() > 0.0 && scale.is_finite() && scale > 0.0) {
            return None;
        }
        let (width, height) = (pixels(part.width()), pixels(part.height()));
        let exact = (
            width as f64 / f64::from(part.width()),
            height as f64 / f64::from(part.height()),
        );
        let to_pixels =
            Affine::scale_non_uniform(exact.0, exact.1) * Affine::translate((-f64::from(part.x0), -f64::from(part.y0)));
        Some(Self {
            channels,
            width,
            height,
            pixels: vec![255; width.checked_mul(height)?.checked_mul(channels)?],
            to_pixels,
        })
    }

    /// Paints an image at its place.
    pub(super) fn draw(&mut self, image: Image<'_, '_>, place: Placement) {
        if u64::from(place.size.0) * u64::from(place.size.1) > MAX_DECODED || place.opacity <= 0.0 {
            return;
        }
        match image {
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask, paint| {
                    let ink = match paint {
                        Paint::Color(color) => color.to_rgba().to_rgba8(),
                        Paint::Pattern(_) => [0, 0, 0, 255],
                    };
                    let ink = ([ink[0], ink[1], ink[2]], f32::from(ink[3]) / 255.0);
                    let source = Source {
                        width: mask.width,
                        height: mask.height,
                        factors: mask.scale_factors,
                    };
                    self.paint_stencil(&place, &source, &mask.data, ink);
                },
                None,
            ),
            Image::Raster(raster) => {
                raster.with_rgba(|pixels, alpha| self.paint_raster(&place, &pixels, alpha.as_ref()), None)
            }
        }
    }

    fn paint_raster(&mut self, place: &Placement, pixels: &ImageData, alpha: Option<&LumaData>) {
        let source = Source {
            width: pixels.width(),
            height: pixels.height(),
            factors: pixels.scale_factors(),
        };
        let opacity = |at: usize| {
            // The mask may have a resolution of its own.
            let Some(mask) = alpha else { return 1.0 };
            let (x, y) = (
                at as u64 % u64::from(source.width.max(1)),
                at as u64 / u64::from(source.width.max(1)),
            );
            let x = x * u64::from(mask.width) / u64::from(source.width.max(1));
            let y = y * u64::from(mask.height) / u64::from(source.height.max(1));
            f32::from(sample(&mask.data, (y * u64::from(mask.width) + x) as usize)) / 255.0
        };
        match pixels {
            ImageData::Luma(luma) => self.paint(place, &source, |at| ([sample(&luma.data, at); 3], opacity(at))),
            ImageData::Rgb(rgb) => self.paint(place, &source, |at| {
                let pixel = rgb
                    .data
                    .get(at * 3..at * 3 + 3)
                    .and_then(|three| three.first_chunk().copied())
                    .unwrap_or([255; 3]);
                (pixel, opacity(at))
            }),
        }
    }

    /// Paints from a source that gives colour and opacity by the index of its pixel.
    ///
    /// A pixel of the canvas takes the source's nearest; where the source is finer, the mean of several.
    fn paint(&mut self, place: &Placement, source: &Source, colour: impl Fn(usize) -> ([u8; 3], f32)) {
        let Some(grid) = Grid::new(self, place, source) else {
            return;
        };
        let Grid { samples, .. } = grid;
        if let Some(columns) = grid.columns(source) {
            for y in grid.rows.clone() {
                let rows = grid.rows_of(y, source);
                for (x, columns) in grid.columns.clone().zip(columns.chunks_exact(samples)) {
                    let points = rows
                        .iter()
                        .flat_map(|row| columns.iter().flatten().map(move |column| row + column));
                    self.put(x, y, place, samples * samples, points.map(&colour));
                }
            }
            return;
        }
        for y in grid.rows.clone() {
            for x in grid.columns.clone() {
                let points = (0..samples * samples).filter_map(|number| {
                    let (right, down) = (grid.part(number % samples), grid.part(number / samples));
                    source.index(grid.to_source * Point::new(x as f64 + right, y as f64 + down))
                });
                self.put(x, y, place, samples * samples, points.map(&colour));
            }
        }
    }

    /// Paints ink of one colour through a mask, which is 255 where it lets all through.
    fn paint_stencil(&mut self, place: &Placement, source: &Source, mask: &[u8], (ink, opacity): ([u8; 3], f32)) {
        let upright = Grid::new(self, place, source).and_then(|grid| Some((grid.columns(source)?, grid)));
        let Some((columns, grid)) = upright else {
            return self.paint(place, source, |at| (ink, opacity * f32::from(sample(mask, at)) / 255.0));
        };
        // Line art is fine and large: the rows of a pixel are summed first, then the columns.
        let solid = ink.map(f32::from);
        let full = (grid.samples * grid.samples * 255) as f32;
        let mut sums = vec![0_u16; source.width as usize];
        for y in grid.rows.clone() {
            sums.fill(0);
            for row in grid.rows_of(y, source) {
                let row = mask.get(row..row + sums.len()).unwrap_or_default();
                sums.iter_mut()
                    .zip(row)
                    .for_each(|(sum, value)| *sum += u16::from(*value));
            }
            for (x, columns) in grid.columns.clone().zip(columns.chunks_exact(grid.samples)) {
                let through: u32 = columns.iter().flatten().map(|column| u32::from(sums[*column])).sum();
                if through > 0 {
                    let opacity = through as f32 / full * opacity * place.opacity;
                    self.blend(x, y, solid, opacity, place.multiplies);
                }
            }
        }
    }

    /// Puts the mean of some of the source's pixels on one of the canvas; of `whole` pixels those that are left out are
    /// transparent.
    fn put(
        &mut self,
        x: usize,
        y: usize,
        place: &Placement,
        whole: usize,
        mut pixels: impl Iterator<Item = ([u8; 3], f32)>,
    ) {
        if whole == 1 {
            let Some((pixel, opacity)) = pixels.next() else { return };
            let opacity = opacity * place.opacity;
            if opacity < 1.0 || place.multiplies {
                return self.blend(x, y, pixel.map(f32::from), opacity, place.multiplies);
            }
            let at = (y * self.width + x) * self.channels;
            return match self.pixels.get_mut(at..at + self.channels) {
                Some([grey_pixel]) => *grey_pixel = grey(pixel),
                Some(below) => below.copy_from_slice(&pixel),
                None => {}
            };
        }
        let mut sum = [0.0_f32; 4];
        for (pixel, opacity) in pixels {
            for (sum, value) in sum.iter_mut().zip(pixel) {
                *sum += f32::from(value) * opacity;
            }
            sum[3] += opacity;
        }
        if sum[3] > 0.0 {
            let solid = [sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]];
            self.blend(x, y, solid, sum[3] / whole as f32 * place.opacity, place.multiplies);
        }
    }

    fn blend(&mut self, x: usize, y: usize, colour: [f32; 3], opacity: f32, multiplies: bool) {
        let at = (y * self.width + x) * self.channels;
        let mix = |below: &mut u8, above: f32| {
            let ground = f32::from(*below);
            let above = if multiplies { above * ground / 255.0 } else { above };
            *below = (ground + (above - ground) * opacity + 0.5) as u8;
        };
        match self.pixels.get_mut(at..at + self.channels) {
            Some([grey_pixel]) => mix(grey_pixel, f32::from(grey(colour.map(|value| value as u8)))),
            Some(pixel) => pixel
                .iter_mut()
                .zip(colour)
                .for_each(|(below, above)| mix(below, above)),
            None => {}
        }
    }

    /// Returns the pixels of a grey canvas.
    pub(super) fn into_grey(self) -> Option<GrayImage> {
        GrayImage::from_raw(self.width as u32, self.height as u32, self.pixels)
    }

    /// Returns the pixels of a coloured canvas.
    pub(super) fn into_picture(self) -> Option<DynamicImage> {
        RgbImage::from_raw(self.width as u32, self.height as u32, self.pixels).map(super::without_false_colour)
    }
}

/// Which pixels of a source make which of a canvas.
struct Grid {
    /// Takes points of the canvas to points of the source.
    to_source: Affine,
    /// The columns and rows of the canvas that are painted.
    columns: Range<usize>,
    rows: Range<usize>,
    /// A pixel of the canvas is the mean of so many samples each way.
    samples: usize,
}

impl Grid {
    /// `None` where the place has no extent.
    fn new(canvas: &Canvas, place: &Placement, source: &Source) -> Option<Self> {
        let factors = Affine::scale_non_uniform(source.factors.0.into(), source.factors.1.into());
        let to_canvas = canvas.to_pixels * place.matrix * factors;
        if to_canvas.determinant().abs() < 1e-12 || !to_canvas.is_finite() {
            return None;
        }
        let to_source = to_canvas.inverse();
        let visible = kurbo::Rect::new(
            place.visible.x0.into(),
            place.visible.y0.into(),
            place.visible.x1.into(),
            place.visible.y1.into(),
        );
        let area = canvas.to_pixels.transform_rect_bbox(visible);
        let reach =
            |from: f64, to: f64, end: usize| from.round().max(0.0) as usize..(to.round().max(0.0) as usize).min(end);
        let [a, b, c, d, _, _] = to_source.as_coeffs();
        Some(Self {
            to_source,
            columns: reach(area.x0, area.x1, canvas.width),
            rows: reach(area.y0, area.y1, canvas.height),
            samples: (a.hypot(b).max(c.hypot(d)) + 0.4).floor().clamp(1.0, MOST_SAMPLES) as usize,
        })
    }

    /// Where in a pixel a sample is taken.
    fn part(&self, number: usize) -> f64 {
        (number as f64 + 0.5) / self.samples as f64
    }

    /// The column of the source that each sample falls into, for all columns of the canvas; `None` where the source does not
    /// stand upright. Upright, as most do, a column of the canvas has its columns of the source, and a row its rows.
    fn columns(&self, source: &Source) -> Option<Vec<Option<usize>>> {
        let [_, b, c, _, _, _] = self.to_source.as_coeffs();
        let column = |x: usize| source.column((self.to_source * Point::new(self.part(x), 0.0)).x);
        let samples = self.columns.start * self.samples..self.columns.end * self.samples;
        (b == 0.0 && c == 0.0).then(|| samples.map(column).collect())
    }

    /// The first pixels of the rows of an upright source that a row of the canvas is made of.
    fn rows_of(&self, y: usize, source: &Source) -> Vec<usize> {
        (y * self.samples..(y + 1) * self.samples)
            .filter_map(|y| source.row((self.to_source * Point::new(0.0, self.part(y))).y))
            .collect()
    }
}

/// The size of decoded pixels, and how many pixels of the dictionary's count one of them stands for.
struct Source {
    width: u32,
    height: u32,
    factors: (f32, f32),
}

impl Source {
    /// Returns the index of the pixel at a point; `None` outside.
    fn index(&self, point: Point) -> Option<usize> {
        Some(self.row(point.y)? + self.column(point.x)?)
    }

    /// Returns the column of the pixels at an abscissa.
    fn column(&self, x: f64) -> Option<usize> {
        (x >= 0.0 && x < f64::from(self.width)).then_some(x as usize)
    }

    /// Returns the index of the first pixel of the row at an ordinate.
    fn row(&self, y: f64) -> Option<usize> {
        (y >= 0.0 && y < f64::from(self.height)).then_some(y as usize * self.width as usize)
    }
}

fn sample(data: &[u8], at: usize) -> u8 {
    data.get(at).copied().unwrap_or(255)
}

/// Returns the lightness of a colour (Rec. 601, as JPEG counts it).
pub(super) fn grey([red, green, blue]: [u8; 3]) -> u8 {
    ((u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29) >> 8) as u8
}
