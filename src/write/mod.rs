//! Writing: an edition as TEI, plain text or JSON, its works as BibTeX and CSL-JSON, a format a file, no decisions. What can be read back from the TEI alone is
//! read back here too: the text ([`text_of`]) and the pages of the source ([`as_read`](fn@as_read)).

mod as_read;
mod bibtex;
mod csl;
pub mod digest;
mod displaced;
mod json;
mod json_registers;
mod json_shapes;
mod pen;
mod plain;
mod register;
mod tei;
mod tei_events;
mod tei_header;
mod tei_mention;
mod tei_registers;
mod works;
mod woven;

pub use as_read::{PageAsRead, as_read, pages_as_read};
pub use bibtex::bibtex;
pub use csl::csl;
pub use json::json;
pub(crate) use pen::relative_url;
pub use plain::{plain, text_of};
pub(crate) use register::REGISTER;
pub use register::{register, register_csv};
pub use tei::tei;
pub use tei_events::TeiError;
pub(crate) use tei_events::{Element, Step, whole_steps};
pub use woven::{Woven, weave};
