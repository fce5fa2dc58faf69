//! Linking: which actions are cases, which episode caused each, which tickets followed.

pub mod case;
mod afterwards;
mod candidates;
mod closeness;
mod coverage;
mod episodes;
mod exceptions;
mod linkable;
mod merge;
pub mod scope;
mod undoing;
mod window_join;
mod workflows;
