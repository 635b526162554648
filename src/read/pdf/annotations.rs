//! Annotations: what they look like is part of the page, where they are shown.

use hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream, String as PdfString};

use super::layers::Layers;
use super::matrix::Matrix;
use super::text_string::text_string;

/// What an annotation puts on the page.
pub(super) enum Appearance<'a> {
    /// A drawn form.
    Drawn {
        form: Stream<'a>,
        /// From the form's space, after its own matrix, to the page's.
        placing: Matrix,
    },
    /// A text that every viewer sets by itself: what a form field holds.
    Typed {
        place: Rect,
        text: String,
        /// The size of the type where the annotation says it.
        size: Option<f64>,
    },
}

/// The most annotations of a page that are looked at.
const MOST: usize = 10_000;
/// The most characters of a field that are set.
const LONGEST: usize = 50_000;
/// How far up a form field's ancestors are asked for what it inherits.
const HIGHEST_ANCESTOR: usize = 16;

/// Returns what a page's annotations show on the screen, in order.
///
/// `redraws` tells that the form wants its fields drawn anew from what they hold.
pub(super) fn appearances<'a>(page: &Dict<'a>, layers: &Layers, redraws: bool) -> Vec<Appearance<'a>> {
    let Some(list) = page.get::<Array<'a>>(b"Annots") else {
        return Vec::new();
    };
    list.iter::<Object<'a>>()
        .take(MOST)
        .filter_map(Object::into_dict)
        .filter(|annotation| is_shown(annotation) && !layers.hides(annotation, b"OC"))
        .filter_map(|annotation| {
            let drawn = || drawn(&annotation);
            let typed = || typed(&annotation);
            if redraws {
                typed().or_else(drawn)
            } else {
                drawn().or_else(typed)
            }
        })
        .collect()
}

fn is_shown(annotation: &Dict<'_>) -> bool {
    // ISO 32000, table 165: Hidden is bit 2, NoView bit 6.
    const HIDDEN: i32 = 1 << 1;
    const NO_VIEW: i32 = 1 << 5;
    let flags = annotation.get::<i32>(b"F").unwrap_or(0);
    let is_popup = annotation
        .get::<Name<'_>>(b"Subtype")
        .is_some_and(|s| s.as_ref() == b"Popup");
    flags & (HIDDEN | NO_VIEW) == 0 && !is_popup
}

fn drawn<'a>(annotation: &Dict<'a>) -> Option<Appearance<'a>> {
    let appearances = annotation.get::<Dict<'a>>(b"AP")?;
    let form = match appearances.get::<Object<'a>>(b"N")? {
        Object::Stream(form) => form,
        Object::Dict(states) => states.get::<Stream<'a>>(annotation.get::<Name<'_>>(b"AS")?.as_ref())?,
        _ => return None,
    };
    let place = annotation.get::<Rect>(b"Rect")?;
    let inner = form.dict().get::<Rect>(b"BBox")?;
    let matrix = form
        .dict()
        .get::<[f64; 6]>(b"Matrix")
        .map_or(Matrix::IDENTITY, Matrix::new);
    // ISO 32000, algorithm 8.1: the transformed box of the form is fitted to the annotation's rectangle.
    let drawn = matrix.rect(inner.x0, inner.y0, inner.x1, inner.y1);
    let scale = |place: f64, drawn: f32| if drawn > 0.0 { place / f64::from(drawn) } else { 1.0 };
    let (x, y) = (
        scale(place.width(), drawn.width()),
        scale(place.height(), drawn.height()),
    );
    let placing = Matrix::new([
        x,
        0.0,
        0.0,
        y,
        place.x0 - x * f64::from(drawn.x0),
        place.y0 - y * f64::from(drawn.y0),
    ]);
    placing.is_sane().then_some(Appearance::Drawn { form, placing })
}

/// Returns the text that a field or a free text holds, where it holds any.
fn typed<'a>(annotation: &Dict<'a>) -> Option<Appearance<'a>> {
    let subtype = annotation.get::<Name<'_>>(b"Subtype")?;
    let string = match subtype.as_ref() {
        b"FreeText" => annotation.get::<PdfString<'_>>(b"Contents")?,
        b"Widget" => {
            let kind = inherited::<Name<'_>>(annotation, b"FT")?;
            if !matches!(kind.as_ref(), b"Tx" | b"Ch") {
                return None;
            }
            inherited::<PdfString<'_>>(annotation, b"V")?
        }
        _ => return None,
    };
    let text: String = text_string(&string).chars().take(LONGEST).collect();
    let place = annotation.get::<Rect>(b"Rect")?;
    let size = inherited::<PdfString<'_>>(annotation, b"DA")
        .and_then(|style| size_of(&style))
        .filter(|s| *s > 0.0);
    (!text.trim().is_empty()).then_some(Appearance::Typed { place, text, size })
}

/// Returns what a field has of its own or from its ancestors.
fn inherited<'a, T: TryFrom<Object<'a>>>(field: &Dict<'a>, key: &[u8]) -> Option<T> {
    let mut node = field.clone();
    for _ in 0..HIGHEST_ANCESTOR {
        if let Some(value) = node.get::<Object<'a>>(key) {
            return T::try_from(value).ok();
        }
        node = node.get::<Dict<'a>>(b"Parent")?;
    }
    None
}

/// Returns the size of the type that a default appearance (`/Helv 12 Tf 0 g`) sets.
fn size_of(style: &[u8]) -> Option<f64> {
    let style = String::from_utf8_lossy(style);
    let words: Vec<&str> = style.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "Tf")?;
    words.get(at.checked_sub(1)?)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_appearance_tells_the_size() {
        assert_eq!(size_of(b"/Helv 12 Tf 0 g"), Some(12.0));
        assert_eq!(size_of(b"0 g"), None);
    }
}
