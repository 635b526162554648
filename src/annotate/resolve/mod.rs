//! What a single place leaves open is settled from the rest of the text.

mod years;

pub(super) use years::years;
