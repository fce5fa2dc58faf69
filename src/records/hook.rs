//! Hooks of an automation server: which event runs which script. What a control map can be drafted from; no action.

use super::{EventKind, Origin};

/// One hook, without anything it keeps secret.
#[derive(Debug, Clone, PartialEq)]
pub struct Hook {
    /// Its name, by which actions name it as their initiator.
    pub name: String,
    /// Who calls it: `okta`, `jamfpro`, `custom`.
    pub tag: Option<String>,
    /// The vendor's own word for the event that calls it.
    pub event: Option<String>,
    /// The kind of trigger that event is, where it is one.
    pub trigger: Option<EventKind>,
    /// Path of the script it runs.
    pub script: Option<String>,
    /// What people wrote about it.
    pub description: Option<String>,
    /// Where it was read.
    pub origin: Origin,
}
