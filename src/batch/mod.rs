//! Many documents: from the inputs of a run to the files below its output folder.
//!
//! ```text
//! INPUT... ─plan→ Plan ─supervise→ (Job → worker process → Report) in the order of the plan
//! ```
//!
//! The process that the user starts plans and supervises; a worker process, the same program, converts with all cores
//! ([`worker`]). Whatever a hostile file does to the worker costs that file and not the run ([`supervise`]). Here files
//! are opened and written; nothing is printed.

pub mod convert;
mod foreign;
pub mod job;
pub mod limits;
pub mod metadata;
mod order;
mod page_images;
mod paths;
pub mod plan;
mod record;
pub mod register;
mod source;
mod standing;
mod store;
pub mod supervise;
pub mod worker;
