//! Annotations: what they look like is part of the page, where they are shown.

use hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream};

use super::layers::Layers;
use super::matrix::Matrix;

/// The drawn appearance of an annotation.
pub(super) struct Appearance<'a> {
    pub(super) form: Stream<'a>,
    /// From the form's space, after its own matrix, to the page's.
    pub(super) placing: Matrix,
}

/// The most annotations of a page that are looked at.
const MOST: usize = 10_000;

/// Returns the appearances of a page's annotations that are shown on the screen, in order.
pub(super) fn appearances<'a>(page: &Dict<'a>, layers: &Layers) -> Vec<Appearance<'a>> {
    let Some(list) = page.get::<Array<'a>>(b"Annots") else { return Vec::new() };
    list.iter::<Object<'a>>()
        .take(MOST)
        .filter_map(Object::into_dict)
        .filter(|annotation| is_shown(annotation) && !layers.hides(annotation, b"OC"))
        .filter_map(|annotation| appearance(&annotation))
        .collect()
}

fn is_shown(annotation: &Dict<'_>) -> bool {
    // ISO 32000, table 165: Hidden is bit 2, NoView bit 6.
    const HIDDEN: i32 = 1 << 1;
    const NO_VIEW: i32 = 1 << 5;
    let flags = annotation.get::<i32>(b"F").unwrap_or(0);
    let is_popup = annotation.get::<Name<'_>>(b"Subtype").is_some_and(|s| s.as_ref() == b"Popup");
    flags & (HIDDEN | NO_VIEW) == 0 && !is_popup
}

fn appearance<'a>(annotation: &Dict<'a>) -> Option<Appearance<'a>> {
    let appearances = annotation.get::<Dict<'a>>(b"AP")?;
    let form = match appearances.get::<Object<'a>>(b"N")? {
        Object::Stream(form) => form,
        Object::Dict(states) => states.get::<Stream<'a>>(annotation.get::<Name<'_>>(b"AS")?.as_ref())?,
        _ => return None,
    };
    let place = annotation.get::<Rect>(b"Rect")?;
    let inner = form.dict().get::<Rect>(b"BBox")?;
    let matrix = form.dict().get::<[f64; 6]>(b"Matrix").map_or(Matrix::IDENTITY, Matrix::new);
    // ISO 32000, algorithm 8.1: the transformed box of the form is fitted to the annotation's rectangle.
    let drawn = matrix.rect(inner.x0, inner.y0, inner.x1, inner.y1);
    let scale = |place: f64, drawn: f32| if drawn > 0.0 { place / f64::from(drawn) } else { 1.0 };
    let (x, y) = (scale(place.width(), drawn.width()), scale(place.height(), drawn.height()));
    let placing =
        Matrix::new([x, 0.0, 0.0, y, place.x0 - x * f64::from(drawn.x0), place.y0 - y * f64::from(drawn.y0)]);
    placing.is_sane().then_some(Appearance { form, placing })
}
