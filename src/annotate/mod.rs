//! Annotating: dates and whatever else the rules know are found in the running text.
//!
//! In comes a [`Text`] and the compiled [`Rules`], out come [`Annotation`]s, sorted by span, none crossing another.

mod annotation;

pub use annotation::{Annotation, Moment, Value, When};

use crate::diag::Warned;
use crate::repair::Text;
use crate::rules::Rules;

/// Finds all that the rules know.
pub fn annotate(_text: &Text, _rules: &Rules) -> Warned<Vec<Annotation>> {
    Warned::certain(Vec::new())
}
