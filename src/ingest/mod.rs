//! Reading: from files as they were exported to canonical records, every row accounted for.

pub mod format;
pub mod formats;
pub mod sink;
pub mod source;
pub mod times;
