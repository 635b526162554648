//! A part of a page as pixels, onto which its images are painted.

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
                    self.paint(&place, &source, |at| {
                        (ink.0, ink.1 * f32::from(sample(&mask.data, at)) / 255.0)
                    });
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
        let to_canvas =
            self.to_pixels * place.matrix * Affine::scale_non_uniform(source.factors.0.into(), source.factors.1.into());
        if to_canvas.determinant().abs() < 1e-12 || !to_canvas.is_finite() {
            return;
        }
        let to_source = to_canvas.inverse();
        let visible = kurbo::Rect::new(
            place.visible.x0.into(),
            place.visible.y0.into(),
            place.visible.x1.into(),
            place.visible.y1.into(),
        );
        let area = self.to_pixels.transform_rect_bbox(visible);
        let (left, right) = (
            area.x0.round().max(0.0) as usize,
            (area.x1.round().max(0.0) as usize).min(self.width),
        );
        let (top, bottom) = (
            area.y0.round().max(0.0) as usize,
            (area.y1.round().max(0.0) as usize).min(self.height),
        );
        let [a, b, c, d, _, _] = to_source.as_coeffs();
        let samples = (a.hypot(b).max(c.hypot(d)) + 0.4).floor().clamp(1.0, MOST_SAMPLES) as usize;
        let part = |number: usize| (number as f64 + 0.5) / samples as f64;
        if b == 0.0 && c == 0.0 {
            // Upright, as most are: a column of the canvas has its columns of the source, and a row its rows.
            let columns: Vec<Option<usize>> = (left * samples..right * samples)
                .map(|x| source.column((to_source * Point::new(part(x), 0.0)).x))
                .collect();
            for y in top..bottom {
                let rows: Vec<usize> = (y * samples..(y + 1) * samples)
                    .filter_map(|y| source.row((to_source * Point::new(0.0, part(y))).y))
                    .collect();
                for (x, columns) in (left..right).zip(columns.chunks_exact(samples)) {
                    let points = rows
                        .iter()
                        .flat_map(|row| columns.iter().flatten().map(move |column| row + column));
                    self.put(x, y, place, samples * samples, points.map(&colour));
                }
            }
            return;
        }
        for y in top..bottom {
            for x in left..right {
                let points = (0..samples * samples).filter_map(|number| {
                    let point = Point::new(x as f64 + part(number % samples), y as f64 + part(number / samples));
                    source.index(to_source * point)
                });
                self.put(x, y, place, samples * samples, points.map(&colour));
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
