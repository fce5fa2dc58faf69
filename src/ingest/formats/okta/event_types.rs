//! Okta's event types and what each one means here. Types that are not in the table are out of scope.

use crate::{
    ingest::prefilter::{Prefilter, Told},
    records::{EventClass, EventKind},
};

/// How an event type is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Meaning {
    /// Always this kind.
    Kind(EventKind),
    /// The kind depends on the risk level in `debugData.risk`; a detection (rather than a change) stands
    /// for a raised risk even where the export lost the level.
    Risk {
        /// True for `user.risk.detect`.
        is_detection: bool,
    },
    /// An administrator's feedback on an earlier event: the kind depends on `debugData.Label`.
    Feedback,
    /// A session: only a successful one says anything.
    SignIn,
    /// The kind depends on the status that the mastering directory set.
    StatusFromMaster,
    /// An identifier changed for certain.
    Identifier,
    /// A profile changed: an identifier only where the record says so.
    Profile,
}

/// What an event type means, or `None` when no workflow can use it.
pub(in super::super) fn meaning(event_type: &str) -> Option<Meaning> {
    let found = TABLE.iter().find(|(name, _)| *name == event_type);
    found.map(|(_, meaning)| *meaning)
}

/// The kind of trigger that an event of this type is; `None` where it is none, or only its content can tell.
pub(in super::super) fn trigger_of(event_type: &str) -> Option<EventKind> {
    let kind = match meaning(event_type.trim())? {
        Kind(kind) => kind,
        Meaning::Risk { .. } => EventKind::RiskRaised,
        _ => return None,
    };
    (kind.class() == EventClass::Trigger).then_some(kind)
}

/// What a log event carries besides; most of its bytes.
pub(in super::super) const UNUSED: &[&str] = &[
    "client",
    "authenticationContext",
    "securityContext",
    "request",
    "device",
    "displayMessage",
    "legacyEventType",
    "severity",
    "version",
];

/// The lines of a log that no workflow can use. Flattened logs spell types in other ways and are parsed whole.
pub(in super::super) const PREFILTER: Prefilter = Prefilter {
    key: "\"eventType\"",
    told: Told::ByWhole,
    other_keys: &["\"eventtype\"", "\"eventType_s\""],
    beside: &["published", "uuid"],
    is_useless: |event_type| meaning(event_type).is_none(),
};

use EventKind as K;
use Meaning::Kind;

/// Ordered as in the manual page: accounts, imports, groups, apps, risk, sessions, devices, roles, identifiers.
const TABLE: &[(&str, Meaning)] = &[
    ("user.session.start", Meaning::SignIn),
    ("user.lifecycle.deactivate", Kind(K::AccountDisabled)),
    ("user.lifecycle.activate", Kind(K::AccountEnabled)),
    ("user.lifecycle.reactivate", Kind(K::AccountEnabled)),
    ("user.lifecycle.suspend", Kind(K::AccountSuspended)),
    ("user.lifecycle.unsuspend", Kind(K::AccountUnsuspended)),
    ("user.lifecycle.delete.initiated", Kind(K::AccountDeleted)),
    ("user.lifecycle.delete.completed", Kind(K::AccountDeleted)),
    ("user.account.lock", Kind(K::AccountLocked)),
    ("user.account.lock.limit", Kind(K::AccountLocked)),
    ("user.account.unlock", Kind(K::AccountUnlocked)),
    ("user.account.unlock_by_admin", Kind(K::AccountUnlocked)),
    ("system.import.user.suspend", Kind(K::AccountSuspended)),
    ("system.import.user.unsuspend", Kind(K::AccountUnsuspended)),
    ("system.import.user.unsuspend_after_confirm", Kind(K::AccountUnsuspended)),
    ("system.import.user.delete", Kind(K::AccountDeleted)),
    ("system.import.user.create", Kind(K::AccountRestored)),
    ("system.import.user.update_user_lifecycle_from_master", Meaning::StatusFromMaster),
    ("app.realtimesync.import.details.delete_user", Kind(K::AccountDeleted)),
    ("app.realtimesync.import.details.add_user", Kind(K::AccountRestored)),
    ("system.import.roadblock", Kind(K::ImportBlocked)),
    ("system.import.roadblock.reschedule_and_resume", Kind(K::ImportResumed)),
    ("system.import.roadblock.resume", Kind(K::ImportResumed)),
    ("group.user_membership.remove", Kind(K::GroupRemoved)),
    ("group.user_membership.add", Kind(K::GroupAdded)),
    ("application.user_membership.remove", Kind(K::AppRemoved)),
    ("application.user_membership.revoke", Kind(K::AppRemoved)),
    ("application.user_membership.deprovision", Kind(K::AppRemoved)),
    ("application.user_membership.add", Kind(K::AppAdded)),
    ("application.user_membership.restore", Kind(K::AppAdded)),
    ("application.user_membership.provision", Kind(K::AppAdded)),
    ("application.user_membership.approve", Kind(K::AppAdded)),
    ("application.provision.user.deactivate", Kind(K::AppRemoved)),
    ("application.provision.user.deprovision", Kind(K::AppRemoved)),
    ("application.provision.user.delete", Kind(K::AppRemoved)),
    ("application.provision.user.delete.schedule", Kind(K::AppRemoved)),
    ("application.provision.user.remove_entitlements", Kind(K::AppRemoved)),
    ("application.provision.user.remove_entitlements.schedule", Kind(K::AppRemoved)),
    ("application.provision.user.activate", Kind(K::AppAdded)),
    ("application.provision.user.reactivate", Kind(K::AppAdded)),
    ("application.provision.user.push", Kind(K::AppAdded)),
    ("user.risk.detect", Meaning::Risk { is_detection: true }),
    ("user.risk.change", Meaning::Risk { is_detection: false }),
    ("user.account.report_suspicious_activity_by_enduser", Kind(K::RiskRaised)),
    ("analytics.feedback.provide", Meaning::Feedback),
    // After a risk, a user who changes the password has remediated it; at other times it says nothing.
    ("user.account.update_password", Kind(K::Remediated)),
    ("user.session.clear", Kind(K::SessionCleared)),
    ("user.authentication.universal_logout", Kind(K::SessionCleared)),
    ("user.authentication.universal_logout.scheduled", Kind(K::SessionCleared)),
    ("device.lifecycle.deactivate", Kind(K::DeviceRemoved)),
    ("device.lifecycle.suspend", Kind(K::DeviceRemoved)),
    ("device.lifecycle.delete", Kind(K::DeviceRemoved)),
    ("device.user.remove", Kind(K::DeviceRemoved)),
    ("device.lifecycle.activate", Kind(K::DeviceAdded)),
    ("device.lifecycle.unsuspend", Kind(K::DeviceAdded)),
    ("device.enrollment.create", Kind(K::DeviceAdded)),
    ("device.user.add", Kind(K::DeviceAdded)),
    ("user.account.privilege.revoke", Kind(K::RoleRemoved)),
    ("user.account.privilege.grant", Kind(K::RoleAdded)),
    ("user.account.update_primary_email", Meaning::Identifier),
    ("application.user_membership.change_username", Meaning::Identifier),
    ("user.account.update_profile", Meaning::Profile),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_stands_once() {
        for (index, (name, _)) in TABLE.iter().enumerate() {
            assert!(TABLE[index + 1..].iter().all(|(other, _)| other != name), "`{name}` stands twice");
        }
    }

    #[test]
    fn failed_attempts_and_side_types_are_not_taken_for_the_thing_itself() {
        for name in [
            "user.account.unlock_failure",
            "user.account.unlock_token",
            "user.session.end",
            "user.lifecycle.create",
            "policy.evaluate_sign_on",
            "group.user_membership.rule.invalidate",
            "user.lifecycle.deactivate ",
        ] {
            assert_eq!(meaning(name), None, "{name}");
        }
    }
}
