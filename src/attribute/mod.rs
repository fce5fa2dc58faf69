//! Linking: which actions are cases, which episode caused each, which tickets followed.

pub mod case;
pub mod ticket_text;
