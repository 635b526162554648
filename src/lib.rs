//! `fonds` turns scanned and born-digital PDFs, page images and plain transcriptions into TEI-XML editions.
//!
//! ```text
//! Source ─read→ Reading ─layout→ Layout ─repair→ Text ─annotate→ Vec<Annotation> ─resolve→ Resolved
//!                                                 └───────────────────┬─────────────────────┘
//!                           TEI, JSON, plain text ←write─ Edition ←edition
//!
//! TEI ─read::tei→ Transcript, a Text that knows its places in the file ─annotate, resolve→ Resolved
//!                     └──────────────────────────────┬──────────────────────────────────────┘
//!                         the same TEI with tags ←write::weave
//! ```
//!
//! Each stage is a pure function with one type in and one type out; [`pipeline`] is the line above in code. Only
//! `cli` and [`batch`] touch files, the terminal, the clock or the environment.

pub mod annotate;
mod automaton;
pub mod batch;
pub mod cli;
pub mod diag;
pub mod edition;
pub mod layout;
pub mod ocr;
pub mod pipeline;
pub mod read;
pub mod registers;
pub mod repair;
pub mod rules;
pub mod settings;
mod signs;
pub mod span;
pub mod validate;
pub mod write;
