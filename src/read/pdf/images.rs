//! The pixels of a PDF page: a scanned page as one grey raster, and the pictures on a page.
//!
//! A scan is taken at its own resolution from the images that make it up (strips, tiles, or a mask of ink over a coloured
//! ground). A page with drawn text or lines on it is rendered instead. Coordinates are points of the page as displayed:
//! turned by `/Rotate`, origin at the top left corner of the CropBox, `y` downwards.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_interpret::InterpreterSettings;
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;
use image::{DynamicImage, GrayImage};

use crate::read::{Picture, PictureFile};
use crate::span::Rect;

mod canvas;
mod stage;

pub(crate) use crate::ocr::Raster;
use canvas::Canvas;
use stage::{Placement, Scene};

/// Resolution at which a page that is no plain scan is rendered, dots per inch: what Tesseract was trained for.
const RENDER_DPI: f64 = 300.0;
/// No raster is made finer: more helps no recognition.
const MAX_DPI: f64 = 600.0;
/// No raster is made larger, pixels: A3 at 600 dots per inch is 70 million.
const MAX_PIXELS: f64 = 100e6;
/// A rendered page takes four bytes a pixel and more, so it is kept smaller.
const MAX_RENDERED_PIXELS: f64 = 40e6;
/// Pictures are written at this resolution at most, dots per inch: line art is often stored at thousands, for the press.
const PICTURE_DPI: f64 = 300.0;
/// A picture is kept no larger, pixels.
const MAX_PICTURE_PIXELS: f64 = 25e6;
/// A group of images that covers this share of the page is its scan or its ground, no picture.
const PAGE_SIZED: f32 = 0.85;
/// What is smaller both ways, in points, is a bullet or an ornament; what is smaller one way than a quarter is a rule.
const LEAST_PICTURE: f32 = 24.0;
/// Masks painted in so many pieces are letters.
const MOST_MASKS: usize = 50;

/// Returns the page as displayed as a grey raster; `None` where there is no such page or it cannot be drawn.
pub(crate) fn page_raster(pdf: &Pdf, index: usize) -> Option<Raster> {
    guarded(|| {
        let page = pdf.pages().get(index)?;
        let scene = Scene::of(page);
        if scene.images.is_empty() || scene.is_drawn {
            render(page, &scene)
        } else {
            compose(page, &scene)
        }
    })
}

/// Returns the pictures on a page. Images that touch are one picture; a page-sized one is none.
///
/// A picture that is one whole JPEG, upright and unmasked, is handed on as it is; all others become PNG.
pub(crate) fn pictures(pdf: &Pdf, index: usize) -> Vec<Picture> {
    guarded(|| {
        let page = pdf.pages().get(index)?;
        stage::may_have_images(page).then(|| pictures_of(page))
    })
    .unwrap_or_default()
}

/// Runs foreign code that may panic on damaged files; a panic is no result.
fn guarded<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok().flatten()
}

/// Returns the page as displayed with its colours, and its resolution, dots per inch; of the size of its raster.
pub(crate) fn page_image(pdf: &Pdf, index: usize) -> Option<(DynamicImage, f32)> {
    guarded(|| {
        let page = pdf.pages().get(index)?;
        let scene = Scene::of(page);
        let image = if scene.images.is_empty() || scene.is_drawn {
            let (pixmap, _) = drawn(page, &scene);
            let colours = pixmap
                .data()
                .iter()
                .flat_map(|pixel| [pixel.r, pixel.g, pixel.b])
                .collect();
            let size = (u32::from(pixmap.width()), u32::from(pixmap.height()));
            without_false_colour(image::RgbImage::from_raw(size.0, size.1, colours)?)
        } else {
            painted(page, &scene, 3)?.into_picture()?
        };
        let dpi = image.width() as f32 / scene.width * 72.0;
        Some((image, dpi))
    })
}

/// Puts the images of a scan together at their own resolution.
fn compose(page: &Page<'_>, scene: &Scene) -> Option<Raster> {
    let image = painted(page, scene, 1)?.into_grey()?;
    Some(Raster {
        dpi: image.width() as f32 / scene.width * 72.0,
        image,
    })
}

/// Paints the images of a scan side by side, in grey or in colours.
fn painted(page: &Page<'_>, scene: &Scene, channels: usize) -> Option<Canvas> {
    let (width, height) = (f64::from(scene.width), f64::from(scene.height));
    let dpi = limited(scan_dpi(&scene.images).min(MAX_DPI), width, height, MAX_PIXELS);
    let mut canvas = Canvas::new(channels, Rect::new(0.0, 0.0, scene.width, scene.height), dpi)?;
    stage::paint(page, |_, image, placement| canvas.draw(image, placement));
    Some(canvas)
}

/// Returns the resolution of the ink of a scan: the finest one that a tenth of the covered area has.
fn scan_dpi(images: &[Placement]) -> f64 {
    let mut found: Vec<(f64, f64)> = images
        .iter()
        .map(|image| (image.dpi(), f64::from(image.area())))
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let whole: f64 = found.iter().map(|(_, area)| area).sum();
    let mut seen = 0.0;
    for (dpi, area) in &found {
        seen += area;
        if seen * 10.0 >= whole {
            return *dpi;
        }
    }
    RENDER_DPI
}

/// Lowers a resolution until a box, in points, has no more than so many pixels.
fn limited(dpi: f64, width: f64, height: f64, most: f64) -> f64 {
    let pixels = width * height * (dpi / 72.0).powi(2);
    let by_side = f64::from(u16::MAX / 2) * 72.0 / width.max(height).max(1.0);
    let by_area = if pixels > most {
        dpi * (most / pixels).sqrt()
    } else {
        dpi
    };
    by_area.min(by_side)
}

/// Draws a page as a viewer would, in grey.
fn render(page: &Page<'_>, scene: &Scene) -> Option<Raster> {
    let (pixmap, dpi) = drawn(page, scene);
    let (columns, rows) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let grey = pixmap
        .data()
        .iter()
        .map(|pixel| canvas::grey([pixel.r, pixel.g, pixel.b]))
        .collect();
    let image = GrayImage::from_raw(columns, rows, grey).filter(|image| !image.is_empty())?;
    Some(Raster { image, dpi })
}

/// Draws a page as a viewer would, at 300 dots per inch or the resolution of its scan, which is returned too.
fn drawn(page: &Page<'_>, scene: &Scene) -> (hayro::vello_cpu::Pixmap, f32) {
    let (width, height) = (f64::from(scene.width), f64::from(scene.height));
    let scans: Vec<Placement> = scene
        .images
        .iter()
        .filter(|image| image.area() > 0.5 * scene.area())
        .cloned()
        .collect();
    let wanted = if scans.is_empty() {
        RENDER_DPI
    } else {
        scan_dpi(&scans).clamp(RENDER_DPI, MAX_DPI)
    };
    let scale = limited(wanted, width, height, MAX_RENDERED_PIXELS) as f32 / 72.0;
    let settings = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    let pixmap = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    (pixmap, scale * 72.0)
}

fn pictures_of(page: &Page<'_>) -> Vec<Picture> {
    let scene = Scene::of(page);
    let mut groups = groups(&scene);
    for group in &mut groups {
        let dpi = group
            .members
            .iter()
            .filter_map(|member| scene.images.get(*member))
            .map(Placement::dpi)
            .fold(36.0, f64::max);
        let dpi = limited(
            dpi.min(PICTURE_DPI),
            f64::from(group.rect.width()),
            f64::from(group.rect.height()),
            MAX_PICTURE_PIXELS,
        );
        group.canvas = Canvas::new(3, group.rect, dpi);
    }
    if groups.is_empty() {
        return Vec::new();
    }
    stage::paint(page, |number, image, placement| {
        let Some(group) = groups.iter_mut().find(|group| group.members.contains(&number)) else {
            return;
        };
        if group.members.len() == 1
            && let Some(bytes) = stage::whole_jpeg(&image, &placement)
        {
            group.jpeg = Some(bytes);
        } else if let Some(canvas) = &mut group.canvas {
            canvas.draw(image, placement);
        }
    });
    groups
        .into_iter()
        .map(|group| Picture {
            rect: group.rect,
            file: group.into_file(),
            faint: false,
        })
        .collect()
}

/// Images that make one picture.
struct Group {
    rect: Rect,
    /// Numbers of the images in the order of drawing.
    members: Vec<usize>,
    masks: usize,
    canvas: Option<Canvas>,
    jpeg: Option<Vec<u8>>,
}

impl Group {
    fn into_file(self) -> Option<PictureFile> {
        if let Some(bytes) = self.jpeg {
            return Some(PictureFile {
                extension: "jpg",
                bytes,
            });
        }
        let image = self.canvas?.into_picture()?;
        let mut bytes = std::io::Cursor::new(Vec::new());
        image.write_to(&mut bytes, image::ImageFormat::Png).ok()?;
        Some(PictureFile {
            extension: "png",
            bytes: bytes.into_inner(),
        })
    }

    fn is_picture(&self, scene: &Scene) -> bool {
        let (width, height) = (self.rect.width(), self.rect.height());
        let small = width.max(height) < LEAST_PICTURE || width.min(height) < LEAST_PICTURE / 4.0;
        let page_sized =
            width * height > PAGE_SIZED * scene.area() || (!scene.is_drawn && width * height > 0.5 * scene.area());
        let letters = self.masks == self.members.len() && self.masks > MOST_MASKS;
        !small && !page_sized && !letters
    }
}

/// Groups the images of a page: those whose boxes touch belong together.
fn groups(scene: &Scene) -> Vec<Group> {
    /// Strips of one picture meet with rounding errors, points.
    const TOUCH: f32 = 1.0;
    let mut groups: Vec<Group> = Vec::new();
    for (number, image) in scene.images.iter().enumerate() {
        if image.visible.width() <= 0.0 || image.visible.height() <= 0.0 {
            continue;
        }
        let mut joined = Group {
            rect: image.visible,
            members: vec![number],
            masks: usize::from(image.is_mask),
            canvas: None,
            jpeg: None,
        };
        let near = Rect::new(
            joined.rect.x0 - TOUCH,
            joined.rect.y0 - TOUCH,
            joined.rect.x1 + TOUCH,
            joined.rect.y1 + TOUCH,
        );
        let touches = |group: &mut Group| group.rect.overlap_x(&near) > 0.0 && group.rect.overlap_y(&near) > 0.0;
        for mut group in groups.extract_if(.., touches) {
            joined.rect = joined.rect.union(&group.rect);
            group.members.append(&mut joined.members);
            joined.members = group.members;
            joined.masks += group.masks;
        }
        groups.push(joined);
    }
    groups.retain(|group| group.is_picture(scene));
    groups.sort_by_key(|group| group.members.iter().min().copied());
    groups
}

/// Returns the image as grey where it has no colour, so that it takes less room.
fn without_false_colour(image: image::RgbImage) -> DynamicImage {
    if image
        .pixels()
        .all(|pixel| pixel.0[0] == pixel.0[1] && pixel.0[1] == pixel.0[2])
    {
        let (width, height) = image.dimensions();
        let grey = image.pixels().map(|pixel| pixel.0[0]).collect();
        image::GrayImage::from_raw(width, height, grey).map_or(DynamicImage::ImageRgb8(image), DynamicImage::ImageLuma8)
    } else {
        DynamicImage::ImageRgb8(image)
    }
}
