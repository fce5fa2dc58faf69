//! One change or detection in an identity or HR system.

use super::{DeviceKeys, EventKind, Instant, ObjectRef, Origin, PersonKeys, code::coded};

coded! {
    /// Whether the event's own record says that it took effect (a rule per vendor event type).
    EventOutcome { Happened = "happened", Failed = "failed", Unknown = "unknown" }
}

coded! {
    /// Risk levels, lowest first.
    RiskLevel { None = "none", Low = "low", Medium = "medium", High = "high" }
}

coded! {
    /// Why the known interval is what it is.
    KnownBasis {
        /// A recording, delivery or snapshot time of the source.
        Recorded = "recorded",
        /// Only `occurred_at` is there; taken as known then, and flagged.
        Occurred = "occurred",
    }
}

/// One identity event as the export gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityEvent {
    /// Vendor id, else a hash (`h-` + 16 hex digits).
    pub event_id: String,
    /// Canonical kind.
    pub kind: EventKind,
    /// The vendor's own event type, always kept.
    pub raw_kind: String,
    /// Short name of the source, for example `okta` or `hr`.
    pub source: &'static str,
    /// When it happened.
    pub occurred_at: Instant,
    /// Earliest time at which its source could tell.
    pub known_from: Instant,
    /// Latest time by which its source did tell.
    pub known_to: Instant,
    /// What the known interval rests on.
    pub known_basis: KnownBasis,
    /// For HR: from when it holds.
    pub effective_at: Option<Instant>,
    /// Whether it took effect.
    pub outcome: EventOutcome,
    /// Whom it is about.
    pub subject: PersonKeys,
    /// The device it is about, for device events.
    pub device: Option<DeviceKeys>,
    /// Group, app, licence or role.
    pub object: Option<ObjectRef>,
    /// Ids of the operation it belongs to, `kind:value`, for example `transaction:trx9`. Never a person key.
    pub correlations: Vec<String>,
    /// The event id this one says was never true (Okta feedback).
    pub recants_event_id: Option<String>,
    /// Who or what caused it, as printed.
    pub actor: Option<String>,
    /// True when the actor is a person rather than an app, job or system; `None` if the source does not say.
    pub actor_is_person: Option<bool>,
    /// Risk level after it.
    pub level: Option<RiskLevel>,
    /// Identifier before, for `identifier_changed` and `identifier_recycled`.
    pub old_value: Option<String>,
    /// Identifier after.
    pub new_value: Option<String>,
    /// Where it was read.
    pub origin: Origin,
}
