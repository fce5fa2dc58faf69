//! What one snapshot of an HR system says of one person.

use std::sync::Arc;

use super::{Instant, Origin, PersonKeys, code::coded};

coded! {
    /// Where somebody stands with the employer.
    EmploymentStatus { Active = "active", Left = "left", HireRescinded = "hire_rescinded" }
}

/// The state of one person. Snapshots repeat it for nearly everybody, so it is shared.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Employed {
    /// Whom it is about.
    pub person: PersonKeys,
    /// The status, where the snapshot says one.
    pub status: Option<EmploymentStatus>,
    /// The day of leaving, at its local midnight.
    pub leave_date: Option<Instant>,
    /// Whether the row has a place for the day of leaving, be it empty.
    pub has_leave_field: bool,
    /// The day of hire, at its local midnight.
    pub hire_date: Option<Instant>,
    /// Whether the row says that this is a rehire.
    pub is_rehire: Option<bool>,
}

/// One person in one snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct Employment {
    /// When the snapshot was taken.
    pub snapshot_at: Instant,
    /// What it says.
    pub state: Arc<Employed>,
    /// Where it was read.
    pub origin: Origin,
}
