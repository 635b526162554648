//! Quarter turns of a page image: a page that was laid sideways or upside down.

use std::borrow::Cow;

use image::{GrayImage, imageops};

use crate::span::Rect;

/// How the text of a page lies on its image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ocr) enum Quarter {
    /// As it should.
    #[default]
    Upright,
    /// Its lines run upwards.
    Upwards,
    /// It stands on its head.
    UpsideDown,
    /// Its lines run downwards.
    Downwards,
}

impl Quarter {
    /// Returns the direction of the lines in degrees, counter-clockwise from left-to-right.
    pub(in crate::ocr) fn angle(self) -> f32 {
        match self {
            Self::Upright => 0.0,
            Self::Upwards => 90.0,
            Self::UpsideDown => 180.0,
            Self::Downwards => 270.0,
        }
    }

    /// Returns the same with head and foot exchanged.
    pub(in crate::ocr) fn turned_over(self) -> Self {
        match self {
            Self::Upright => Self::UpsideDown,
            Self::Upwards => Self::Downwards,
            Self::UpsideDown => Self::Upright,
            Self::Downwards => Self::Upwards,
        }
    }

    /// Turns an image upright.
    pub(in crate::ocr) fn set_upright(self, image: &GrayImage) -> Cow<'_, GrayImage> {
        match self {
            Self::Upright => Cow::Borrowed(image),
            Self::Upwards => Cow::Owned(imageops::rotate90(image)),
            Self::UpsideDown => Cow::Owned(imageops::rotate180(image)),
            Self::Downwards => Cow::Owned(imageops::rotate270(image)),
        }
    }

    /// Takes a box of the upright image to the image as it was, which has this width and height.
    pub(in crate::ocr) fn back(self, r: &Rect, (w, h): (f32, f32)) -> Rect {
        match self {
            Self::Upright => *r,
            Self::Upwards => Rect::new(r.y0, h - r.x1, r.y1, h - r.x0),
            Self::UpsideDown => Rect::new(w - r.x1, h - r.y1, w - r.x0, h - r.y0),
            Self::Downwards => Rect::new(w - r.y1, r.x0, w - r.y0, r.x1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_go_back_to_where_their_pixels_were() {
        let mut image = GrayImage::from_pixel(7, 5, image::Luma([255]));
        image.put_pixel(1, 3, image::Luma([0]));
        for quarter in [
            Quarter::Upright,
            Quarter::Upwards,
            Quarter::UpsideDown,
            Quarter::Downwards,
        ] {
            let upright = quarter.set_upright(&image);
            let (x, y, _) = upright
                .enumerate_pixels()
                .find(|(_, _, pixel)| pixel.0 == [0])
                .expect("the dark pixel is still there");
            let rect = Rect::new(x as f32, y as f32, x as f32 + 1.0, y as f32 + 1.0);
            assert_eq!(
                quarter.back(&rect, (7.0, 5.0)),
                Rect::new(1.0, 3.0, 2.0, 4.0),
                "{quarter:?}"
            );
        }
    }
}
