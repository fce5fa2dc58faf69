//! Linking: which actions are cases, which episode caused each, which tickets followed.

pub mod case;
mod closeness;
mod episodes;
mod merge;
