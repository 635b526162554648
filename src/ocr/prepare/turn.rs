//! Turning a page image: by a few degrees, so that tilted lines are level.

use image::GrayImage;

/// A turn that makes tilted lines level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    sin: f32,
    cos: f32,
    /// Middle of the image given.
    from: (f32, f32),
    /// Middle of the turned image, which is large enough for all of it.
    to: (f32, f32),
}

impl Turn {
    /// Levels lines that fall by `angle` degrees towards the right.
    pub(super) fn new(width: u32, height: u32, angle: f32) -> Self {
        let (sin, cos) = angle.to_radians().sin_cos();
        let (w, h) = (width as f32, height as f32);
        let turned = (w * cos.abs() + h * sin.abs(), w * sin.abs() + h * cos.abs());
        Self {
            sin,
            cos,
            from: (w / 2.0, h / 2.0),
            to: (turned.0.ceil() / 2.0, turned.1.ceil() / 2.0),
        }
    }

    pub(super) fn back(self, x: f32, y: f32) -> (f32, f32) {
        let (x, y) = (x - self.to.0, y - self.to.1);
        (
            self.from.0 + x * self.cos - y * self.sin,
            self.from.1 + x * self.sin + y * self.cos,
        )
    }

    /// Turns the image, with linear interpolation between pixels; what lies outside becomes white.
    pub(super) fn apply(self, image: &GrayImage) -> GrayImage {
        /// Positions are counted in 65536ths of a pixel.
        const ONE: f32 = 65_536.0;
        let (width, height) = (image.width() as usize, image.height() as usize);
        let pixels = image.as_raw();
        let (out_width, out_height) = ((self.to.0 * 2.0) as u32, (self.to.1 * 2.0) as u32);
        let mut out = GrayImage::from_pixel(out_width, out_height, image::Luma([255]));
        let step = ((self.cos * ONE) as i64, (self.sin * ONE) as i64);
        for (y, row) in out.chunks_exact_mut(out_width as usize).enumerate() {
            // The centre of the row's first pixel; the centre of a pixel is its position and a half.
            let start = self.back(0.5, y as f32 + 0.5);
            let mut at = (((start.0 - 0.5) * ONE) as i64, ((start.1 - 0.5) * ONE) as i64);
            for pixel in row {
                let (x, y) = (at.0 >> 16, at.1 >> 16);
                if x >= 0 && y >= 0 && (x as usize) + 1 < width && (y as usize) + 1 < height {
                    let corner = y as usize * width + x as usize;
                    let (fx, fy) = ((at.0 >> 8 & 255) as u32, (at.1 >> 8 & 255) as u32);
                    let upper = u32::from(pixels[corner]) * (256 - fx) + u32::from(pixels[corner + 1]) * fx;
                    let lower =
                        u32::from(pixels[corner + width]) * (256 - fx) + u32::from(pixels[corner + width + 1]) * fx;
                    *pixel = ((upper * (256 - fy) + lower * fy) >> 16) as u8;
                }
                at = (at.0 + step.0, at.1 + step.1);
            }
        }
        out
    }
}
