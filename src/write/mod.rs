//! Writing: an edition as TEI, plain text or JSON, a format a file, no decisions. What can be read back from the TEI alone is
//! read back here too: the text ([`text_of`]) and the pages of the source ([`as_read`](fn@as_read)).

mod as_read;
pub mod digest;
mod json;
mod json_shapes;
mod pen;
mod plain;
mod register;
mod tei;
mod tei_events;
mod tei_header;
mod tei_mention;
mod tei_registers;

pub use as_read::{PageAsRead, as_read, pages_as_read};
pub use json::json;
pub use plain::{plain, text_of};
pub use register::{register, register_csv};
pub use tei::tei;
pub use tei_events::TeiError;
pub(crate) use tei_events::{Element, Step, whole_steps};
