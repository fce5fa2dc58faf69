//! The canonical records every export is turned into: actions, identity events, tickets, and what is
//! known of devices. Plain data: no reading, no judging. All times are UTC.

mod action;
pub(crate) mod blank;
pub(crate) mod code;
mod counting;
mod device;
mod employment;
mod event;
mod event_kind;
mod hex;
mod hook;
mod listed;
mod origin;
mod person;
pub(crate) mod regular_file;
mod shown;
mod sign_in;
mod ticket;
mod ticket_fact;

pub use action::{Action, ActionKind, Initiator, InitiatorKind, ObjectRef, Outcome};
pub use counting::{count, plural};
pub use device::{Activity, ActivityKind, Assignment, DeviceKeys, DeviceState, JamfClass};
pub use employment::{Employed, Employment, EmploymentStatus};
pub use event::{EventOutcome, IdentityEvent, KnownBasis, RiskLevel};
pub use event_kind::{EventClass, EventKind};
pub(crate) use hex::{lower_hex, sha256_hex};
pub use hook::Hook;
pub use listed::{List, Listed};
pub use origin::{FileId, LEGEND, Origin, ZoneSource};
pub use person::PersonKeys;
pub use shown::{cut, is_unsafe, one_line};
pub use sign_in::SignIn;
pub use ticket::{CauseLink, CauseLinkKind, Ticket, TicketState};
pub use ticket_fact::TicketFact;

/// An instant in UTC with microsecond precision, the only kind of time inside misfire.
pub type Instant = chrono::DateTime<chrono::Utc>;
