//! Linking: which identity events and tickets belong to an action.

pub mod ticket_text;
