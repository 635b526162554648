//! A shelf of rules: in come the packs of users, out come the rules with them, each set compiled once.

use std::sync::{Arc, Mutex, PoisonError};

use super::{PackError, PackFile, Rules};

/// The rules of a run; its documents mostly share one set.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<Vec<(Vec<PackFile>, Arc<Rules>)>>);

impl Shelf {
    /// Returns the built-in rules with these packs.
    ///
    /// # Errors
    /// [`PackError`] with the line for a file that cannot be used.
    pub fn with(&self, packs: &[PackFile]) -> Result<Arc<Rules>, PackError> {
        let mut sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, rules)) = sets.iter().find(|(own, _)| own == packs) {
            return Ok(Arc::clone(rules));
        }
        let rules = Arc::new(Rules::with(packs)?);
        sets.push((packs.to_vec(), Arc::clone(&rules)));
        Ok(rules)
    }
}
