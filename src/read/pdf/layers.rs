//! Optional content: which layers a PDF shows unless told otherwise.

use std::collections::HashSet;

use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};

/// The layers that are off in the default configuration.
#[derive(Debug, Default)]
pub(super) struct Layers {
    off: HashSet<ObjectIdentifier>,
}

impl Layers {
    /// Reads the catalogue's `OCProperties`.
    pub(super) fn new(catalogue: &Dict<'_>) -> Self {
        let mut off = HashSet::new();
        let Some(properties) = catalogue.get::<Dict<'_>>(b"OCProperties") else {
            return Self { off };
        };
        let Some(config) = properties.get::<Dict<'_>>(b"D") else {
            return Self { off };
        };
        if config
            .get::<Name<'_>>(b"BaseState")
            .is_some_and(|state| state.as_ref() == b"OFF")
        {
            off.extend(groups(&properties, b"OCGs"));
        }
        for id in groups(&config, b"ON") {
            off.remove(&id);
        }
        off.extend(groups(&config, b"OFF"));
        Self { off }
    }

    /// Tells whether nothing is ever hidden.
    pub(super) fn is_empty(&self) -> bool {
        self.off.is_empty()
    }

    /// Tells whether the content that `dict[key]` assigns to a group or a membership dictionary is hidden.
    pub(super) fn hides(&self, dict: &Dict<'_>, key: &[u8]) -> bool {
        if self.is_empty() {
            return false;
        }
        if let Some(id) = dict.get_ref(key)
            && self.off.contains(&id.into())
        {
            return true;
        }
        let Some(membership) = dict.get::<Dict<'_>>(key) else {
            return false;
        };
        if membership
            .get::<Name<'_>>(b"Type")
            .is_none_or(|t| t.as_ref() != b"OCMD")
        {
            return false;
        }
        let members = groups(&membership, b"OCGs");
        if members.is_empty() {
            return false;
        }
        let off = members.iter().filter(|id| self.off.contains(id)).count();
        // ISO 32000, table 97: visible if any member is on, unless the policy says otherwise.
        match membership.get::<Name<'_>>(b"P").as_ref().map(|p| p.as_ref()) {
            Some(b"AllOn") => off > 0,
            Some(b"AnyOff") => off == 0,
            Some(b"AllOff") => off < members.len(),
            _ => off == members.len(),
        }
    }
}

/// Returns the group or groups that a key refers to.
fn groups(dict: &Dict<'_>, key: &[u8]) -> Vec<ObjectIdentifier> {
    match dict.get::<Array<'_>>(key) {
        Some(list) => list
            .raw_iter()
            .filter_map(|item| item.as_obj_ref())
            .map(Into::into)
            .collect(),
        None => dict.get_ref(key).map(Into::into).into_iter().collect(),
    }
}
