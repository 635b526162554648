//! What holds for every document, tried on thousands of random ones.

#[path = "harness/draft.rs"]
mod draft;
#[path = "harness/edition_laws.rs"]
mod edition_laws;

#[path = "laws/edition.rs"]
mod edition;
