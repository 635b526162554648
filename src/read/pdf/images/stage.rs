//! The images of a page as they are drawn: where, how large, clipped to what; and whether anything else is drawn.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::kurbo::{self, Affine, BezPath, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, Paint, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::object::dict::keys::{
    ANNOTS, AP, BITS_PER_COMPONENT, COLORSPACE, DECODE, FILTER, HEIGHT, MASK, N, RESOURCES, SMASK, SUBTYPE, WIDTH,
    XOBJECT,
};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::Page;

use crate::span::Rect;

/// An image as placed on the page.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    /// Takes pixels of the image (as its dictionary counts them, `y` downwards) to points of the page.
    pub(super) matrix: Affine,
    /// Size in pixels, as the dictionary says.
    pub(super) size: (u32, u32),
    /// The visible part of its box on the page, points.
    pub(super) visible: Rect,
    /// A stencil: ink through a mask.
    pub(super) is_mask: bool,
    /// 0 to 1.
    pub(super) opacity: f32,
    /// Only darkens what is below.
    pub(super) multiplies: bool,
}

impl Placement {
    /// Resolution along the finer axis, dots per inch.
    pub(super) fn dpi(&self) -> f64 {
        let [a, b, c, d, _, _] = self.matrix.as_coeffs();
        let finest: f64 = a.hypot(b).min(c.hypot(d));
        if finest.is_finite() && finest > 0.0 {
            (72.0 / finest).clamp(36.0, 2400.0)
        } else {
            72.0
        }
    }

    /// Visible area, square points.
    pub(super) fn area(&self) -> f32 {
        self.visible.width().max(0.0) * self.visible.height().max(0.0)
    }
}

/// What is drawn on a page.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    /// Width of the page as displayed, points.
    pub(super) width: f32,
    /// Height, points.
    pub(super) height: f32,
    /// All images, in the order of drawing.
    pub(super) images: Vec<Placement>,
    /// Something visible is drawn that is no image, or an image in a way that only a full renderer masters.
    pub(super) is_drawn: bool,
}

impl Scene {
    /// Looks at a page without decoding its images.
    pub(super) fn of(page: &Page<'_>) -> Self {
        let mut images = Vec::new();
        let is_drawn = walk(page, false, &mut |_, _, placement| images.push(placement));
        let (width, height) = page.render_dimensions();
        Self {
            width,
            height,
            images,
            is_drawn,
        }
    }

    /// Area of the page, square points.
    pub(super) fn area(&self) -> f32 {
        self.width * self.height
    }
}

/// Draws a page on a stage that sees only its images, and hands each over with its number and place.
pub(super) fn paint(page: &Page<'_>, mut on_image: impl FnMut(usize, Image<'_, '_>, Placement)) {
    walk(page, true, &mut on_image);
}

/// Draws a page; tells whether anything but images was drawn, or is taken to be: then colours need not be looked at.
fn walk(page: &Page<'_>, is_drawn: bool, on_image: &mut dyn FnMut(usize, Image<'_, '_>, Placement)) -> bool {
    let (width, height) = page.render_dimensions();
    let bounds = kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let cache = InterpreterCache::new();
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, bounds, &cache, page.xref(), InterpreterSettings::default());
    let mut stage = Stage {
        clips: vec![bounds],
        groups: Vec::new(),
        is_drawn,
        images: 0,
        calls: 0,
        on_image,
    };
    interpret_page(page, &mut context, &mut stage);
    stage.is_drawn
}

/// A device that keeps the book on clips and groups.
struct Stage<'f> {
    /// The boxes of the clips in force, each inside the one before; never empty.
    clips: Vec<kurbo::Rect>,
    /// Opacity and whether it multiplies, for each group in force.
    groups: Vec<(f32, bool)>,
    is_drawn: bool,
    images: usize,
    calls: u32,
    on_image: &'f mut dyn FnMut(usize, Image<'_, '_>, Placement),
}

/// No honest page draws more; the interpreter cannot be told to stop.
const MOST_CALLS: u32 = 5_000_000;

impl Stage<'_> {
    /// Counts a call, and leaves the interpreter at the limit.
    fn count(&mut self) {
        self.calls += 1;
        if self.calls > MOST_CALLS {
            // Unwinding without a message; the callers of this module catch it.
            std::panic::resume_unwind(Box::new("the page draws too much"));
        }
    }

    fn clip(&self) -> kurbo::Rect {
        self.clips.last().copied().unwrap_or(kurbo::Rect::ZERO)
    }

    /// Notes something drawn, unless it is white or lies outside of the page.
    fn draw(&mut self, paint: &Paint<'_>, bounds: Option<kurbo::Rect>) {
        let white = match paint {
            Paint::Color(color) => {
                let [r, g, b, alpha] = color.to_rgba().to_rgba8();
                alpha == 0 || r.min(g).min(b) > 250
            }
            Paint::Pattern(_) => false,
        };
        let outside = bounds.is_some_and(|bounds| !bounds.overlaps(self.clip()));
        let transparent = self.groups.iter().any(|(opacity, _)| *opacity == 0.0);
        self.is_drawn |= !(white || outside || transparent);
    }
}

impl<'a> Device<'a> for Stage<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.count();
        if !matches!(draw_mode, DrawMode::Invisible) && !self.is_drawn {
            self.draw(&props.paint, Some((props.transform * path.clone()).bounding_box()));
        }
    }

    fn push_clip_path(&mut self, clip_path: &ClipPath) {
        self.count();
        let clip = self.clip().intersect(clip_path.path.bounding_box());
        self.clips.push(clip);
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend_mode: BlendMode) {
        self.count();
        self.is_drawn |=
            mask.is_some() || !matches!(blend_mode, BlendMode::Normal | BlendMode::Multiply | BlendMode::Darken);
        self.groups.push((opacity, blend_mode != BlendMode::Normal));
    }

    fn draw_glyph_run(&mut self, glyph_run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.count();
        if !matches!(draw_mode, DrawMode::Invisible) && !self.is_drawn && !glyph_run.glyphs().is_empty() {
            self.draw(&props.paint, None);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.count();
        let size = (image.width(), image.height());
        let bounds =
            props
                .transform
                .transform_rect_bbox(kurbo::Rect::new(0.0, 0.0, f64::from(size.0), f64::from(size.1)));
        let visible = bounds.intersect(self.clip());
        let opacity = self.groups.iter().map(|(opacity, _)| opacity).product();
        let multiplies = self.groups.iter().any(|(_, multiplies)| *multiplies) || props.blend_mode != BlendMode::Normal;
        let placement = Placement {
            matrix: props.transform,
            size,
            visible: Rect::new(
                visible.x0 as f32,
                visible.y0 as f32,
                visible.x1 as f32,
                visible.y1 as f32,
            ),
            is_mask: matches!(image, Image::Stencil(_)),
            opacity,
            multiplies,
        };
        let number = self.images;
        self.images += 1;
        (self.on_image)(number, image, placement);
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }
}

/// Tells, without interpreting it, whether a page can have images: in its resources, its content or its annotations.
pub(super) fn may_have_images(page: &Page<'_>) -> bool {
    let inline = page.page_stream().is_some_and(|content| {
        let apart = |at: Option<usize>| at.is_none_or(|at| content.get(at).is_none_or(u8::is_ascii_whitespace));
        content
            .windows(2)
            .enumerate()
            .any(|(at, two)| two == b"BI" && apart(at.checked_sub(1)) && apart(Some(at + 2)))
    });
    let mut budget = 1000;
    inline || holds_images(&page.resources().x_objects, &mut budget) || annotations_hold_images(page, &mut budget)
}

/// Looks for images in the normal appearances of annotations.
fn annotations_hold_images(page: &Page<'_>, budget: &mut u32) -> bool {
    let Some(annotations) = page.raw().get::<Array<'_>>(ANNOTS) else {
        return false;
    };
    annotations.iter::<Dict<'_>>().any(|annotation| {
        let normal = annotation
            .get::<Dict<'_>>(AP)
            .and_then(|appearances| appearances.get::<Object<'_>>(N));
        match normal {
            Some(Object::Stream(form)) => form_holds_images(form.dict(), budget),
            // One appearance a state: any may be shown.
            Some(Object::Dict(_)) => true,
            _ => false,
        }
    })
}

fn form_holds_images(form: &Dict<'_>, budget: &mut u32) -> bool {
    let inner = form
        .get::<Dict<'_>>(RESOURCES)
        .and_then(|resources| resources.get::<Dict<'_>>(XOBJECT));
    inner.is_some_and(|inner| holds_images(&inner, budget))
}

/// Looks for images in a dictionary of XObjects and in the forms there, at `budget` objects at most.
fn holds_images(x_objects: &Dict<'_>, budget: &mut u32) -> bool {
    x_objects.keys().any(|name| {
        if *budget == 0 {
            return true;
        }
        *budget -= 1;
        let Some(object) = x_objects.get::<Stream<'_>>(name.as_ref()) else {
            return false;
        };
        let dict = object.dict();
        let Some(kind) = dict.get::<Name<'_>>(SUBTYPE) else {
            return false;
        };
        kind.as_ref() == b"Image" || form_holds_images(dict, budget)
    })
}

/// Returns the file of an image that is one JPEG of one or three colours, shown whole, upright and unmasked.
pub(super) fn whole_jpeg(image: &Image<'_, '_>, placement: &Placement) -> Option<Vec<u8>> {
    let Image::Raster(raster) = image else { return None };
    let dict = raster.stream().dict();
    let [a, b, c, d, _, _] = placement.matrix.as_coeffs();
    let upright = a > 0.0 && d > 0.0 && b.abs() < 1e-3 * a && c.abs() < 1e-3 * d;
    let (width, height) = (a * f64::from(placement.size.0), d * f64::from(placement.size.1));
    let whole =
        f64::from(placement.visible.width()) > 0.98 * width && f64::from(placement.visible.height()) > 0.98 * height;
    let plain = ![MASK, SMASK, DECODE].iter().any(|key| dict.contains_key(key)) && placement.opacity > 0.99;
    let sized = dict.contains_key(WIDTH) && dict.contains_key(HEIGHT) && dict.contains_key(BITS_PER_COMPONENT);
    let filter = match dict.get::<Object<'_>>(FILTER)? {
        Object::Array(array) if raster.stream().filters().len() == 1 => array.iter::<Object<'_>>().next()?,
        filter => filter,
    };
    if !(upright && whole && plain && sized && matches!(filter, Object::Name(name) if name.as_ref() == b"DCTDecode")) {
        return None;
    }
    let components = match dict.get::<Object<'_>>(COLORSPACE)? {
        Object::Name(name) => match name.as_ref() {
            b"DeviceGray" | b"CalGray" => 1,
            b"DeviceRGB" | b"CalRGB" => 3,
            _ => return None,
        },
        Object::Array(array) => match array.iter::<Object<'_>>().next()? {
            Object::Name(name) if name.as_ref() == b"ICCBased" => array
                .iter::<Object<'_>>()
                .nth(1)?
                .into_stream()?
                .dict()
                .get::<u32>(b"N")?,
            _ => return None,
        },
        _ => return None,
    };
    let bytes = raster.stream().raw_data();
    (bytes.starts_with(&[0xff, 0xd8]) && matches!(components, 1 | 3)).then(|| bytes.into_owned())
}
