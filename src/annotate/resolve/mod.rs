//! What a single place leaves open is settled from the rest of the text: which year a date means, and which entry of the
//! registers a mention.
//!
//! [`resolve`] runs when all mentions are found. Each kind of mention has a file with a function that takes the text and
//! the annotations, fills in the identifiers that its own mentions point at, drops those that point at nothing, and
//! returns the entries with their identifiers in order.

mod acts;
mod archives;
mod dateline;
mod days;
mod narrative;
mod same;
mod sources;
mod stand;
mod words;
mod works;
mod years;

pub(crate) use acts::merge_acts;
pub(super) use years::years;

use super::annotation::Annotation;
use crate::diag::Warned;
use crate::registers::Registers;
use crate::repair::Text;
use crate::rules::Rules;

/// What was found, each mention with the entry that it means, and the entries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// What was found, sorted by span.
    pub annotations: Vec<Annotation>,
    /// The entries that mentions point at.
    pub registers: Registers,
}

impl From<Vec<Annotation>> for Resolved {
    /// Takes annotations that point at no entries.
    fn from(annotations: Vec<Annotation>) -> Self {
        Self {
            annotations,
            registers: Registers::default(),
        }
    }
}

/// Settles which act, work and archive each mention means; entries of `authority` keep their identifiers and names.
///
/// The diagnostics name entries whose mentions contradict each other.
pub fn resolve(
    text: &Text,
    mut annotations: Vec<Annotation>,
    rules: &Rules,
    authority: &Registers,
) -> Warned<Resolved> {
    let acts = acts::acts(text, &mut annotations, &authority.acts, rules.words());
    // The files that works are in archives point at the entries of those.
    let archives = archives::archives(text, &mut annotations, &authority.archives);
    let works = works::works(text, &mut annotations, &authority.works);
    acts.map(|acts| Resolved {
        annotations,
        registers: Registers { acts, works, archives },
    })
}
