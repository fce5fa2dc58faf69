//! The activities of the directory audit and what each one means here. Activities that are not in the table are out of
//! scope.

use crate::{
    ingest::prefilter::{Prefilter, Told},
    records::EventKind,
};

/// How an activity is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Meaning {
    /// Always this kind, about a user or a device.
    Kind(EventKind),
    /// A user came into a group or left it; or a device did.
    Member(EventKind),
    /// What changed stands in the changed properties of the user.
    UpdateUser,
    /// What changed stands in the changed properties of the device.
    UpdateDevice,
    /// Licences of a user: those that went and those that came.
    Licences,
    /// A whole group, a bulk job or a licence of a group: people are concerned, but the entry names none of them.
    NamesNobody,
}

/// An activity as it is compared and kept: without blanks around it, with a plain hyphen for every dash. Exports spell
/// `Update application – Certificates and secrets management ` with an en dash and a blank at its end.
pub(in super::super) fn normalised(activity: &str) -> String {
    let plain =
        activity.replace(['\u{2013}', '\u{2014}', '\u{2010}', '\u{2011}'], "-").replace('\u{a0}', " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an activity means, or `None` when no workflow can use it. Blind to case, dashes and blanks.
pub(in super::super) fn meaning(activity: &str) -> Option<Meaning> {
    let activity = normalised(activity);
    let found = TABLE.iter().find(|(name, _)| name.eq_ignore_ascii_case(&activity));
    found.map(|(_, meaning)| *meaning).or_else(|| role(&activity.to_ascii_lowercase()))
}

/// Roles have an activity for each way they are given and taken by Privileged Identity Management; requests that are
/// still open or came to nothing changed nothing.
fn role(activity: &str) -> Option<Meaning> {
    const NOTHING_YET: [&str; 8] =
        ["request", "denied", "cancel", "pending", "approv", "scheduled", "fail", "initiated"];
    let kind = if activity.starts_with("remove member from role") {
        K::RoleRemoved
    } else if activity.starts_with("add member to role") || activity.starts_with("restore member from role") {
        K::RoleAdded
    } else {
        return None;
    };
    NOTHING_YET.iter().all(|word| !activity.contains(word)).then_some(Kind(kind))
}

/// Members of an entry that are never looked at.
pub(in super::super) const UNUSED: &[&str] = &[
    "additionalDetails",
    "AdditionalDetails",
    "userAgent",
    "UserAgent",
    "keyEvents",
    "target",
    "resourceId",
    "ResourceId",
    "durationMs",
    "DurationMs",
    "callerIpAddress",
    "level",
    "Level",
    "resultSignature",
    "operationVersion",
];

/// The lines that no workflow can use. The entries of Log Analytics spell the key with a capital and are parsed whole;
/// so are batches of an event hub, which have one key for each of their entries.
pub(in super::super) const PREFILTER: Prefilter = Prefilter {
    key: "\"activityDisplayName\"",
    told: Told::ByWhole,
    other_keys: &["\"ActivityDisplayName\"", "\"OperationName\"", "\"records\"", "\"riskState\""],
    beside: &["activityDateTime"],
    is_useless: |activity| meaning(activity).is_none(),
};

use EventKind as K;
use Meaning::{Kind, Licences, Member, NamesNobody, UpdateDevice, UpdateUser};

/// Ordered as in the manual page: accounts, groups, licences and apps, sessions, devices, risk, packages.
const TABLE: &[(&str, Meaning)] = &[
    ("Update user", UpdateUser),
    ("Disable account", Kind(K::AccountDisabled)),
    ("Enable account", Kind(K::AccountEnabled)),
    ("Delete user", Kind(K::AccountDeleted)),
    ("Hard Delete user", Kind(K::AccountDeleted)),
    ("Restore user", Kind(K::AccountRestored)),
    ("Bulk delete users - finished (bulk)", NamesNobody),
    ("Bulk restore deleted users - finished (bulk)", NamesNobody),
    ("Remove member from group", Member(K::GroupRemoved)),
    ("Add member to group", Member(K::GroupAdded)),
    ("Delete group", NamesNobody),
    ("Restore group", NamesNobody),
    ("Change user license", Licences),
    ("Set group license", NamesNobody),
    ("Remove app role assignment from user", Kind(K::AppRemoved)),
    ("Add app role assignment grant to user", Kind(K::AppAdded)),
    ("Add app role assignment to user", Kind(K::AppAdded)),
    ("Update StsRefreshTokenValidFrom Timestamp", Kind(K::SessionCleared)),
    ("Update device", UpdateDevice),
    ("Delete device", Kind(K::DeviceRemoved)),
    ("Unregister device", Kind(K::DeviceRemoved)),
    ("Device no longer managed", Kind(K::DeviceRemoved)),
    ("Device no longer compliant", Kind(K::DeviceNoncompliant)),
    ("Remove registered owner from device", Kind(K::DeviceRemoved)),
    ("Remove registered users from device", Kind(K::DeviceRemoved)),
    ("Add device", Kind(K::DeviceAdded)),
    ("Register device", Kind(K::DeviceAdded)),
    ("Add registered owner to device", Kind(K::DeviceAdded)),
    ("Add registered users to device", Kind(K::DeviceAdded)),
    ("ConfirmAccountCompromised", Kind(K::CompromiseConfirmed)),
    ("ConfirmCompromised", Kind(K::CompromiseConfirmed)),
    ("ConfirmSafe", Kind(K::ConfirmedSafe)),
    ("DismissUser", Kind(K::RiskDismissed)),
    ("Suspicious activity reported", Kind(K::RiskRaised)),
    ("Fraud reported - user is blocked for MFA", Kind(K::AccountLocked)),
    ("Clear block on user", Kind(K::AccountUnlocked)),
    ("Administrator directly removes user access package assignment", Kind(K::AppRemoved)),
    ("Remove access package resource assignment", Kind(K::AppRemoved)),
    ("Administrator directly assigns user to access package", Kind(K::AppAdded)),
    ("Extend access package assignment", Kind(K::AppAdded)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_activity_stands_once_and_as_it_is_compared() {
        for (index, (name, _)) in TABLE.iter().enumerate() {
            assert_eq!(*name, normalised(name));
            assert!(TABLE[index + 1..].iter().all(|(other, _)| other != name), "`{name}` stands twice");
        }
    }

    #[test]
    fn dashes_blanks_and_case_do_not_hide_an_activity() {
        assert_eq!(
            normalised("Update application \u{2013} Certificates and secrets management "),
            "Update application - Certificates and secrets management"
        );
        assert_eq!(meaning("Fraud reported \u{2013} user is blocked for MFA "), Some(Kind(K::AccountLocked)));
        assert_eq!(meaning("update User"), Some(UpdateUser));
    }

    #[test]
    fn roles_change_when_they_changed_and_not_when_somebody_asked() {
        for (activity, expected) in [
            ("Remove member from role", Some(Kind(K::RoleRemoved))),
            ("Remove member from role (PIM activation expired)", Some(Kind(K::RoleRemoved))),
            ("Remove member from role in PIM completed (permanent)", Some(Kind(K::RoleRemoved))),
            ("Restore member from role", Some(Kind(K::RoleAdded))),
            ("Add member to role completed (PIM activation)", Some(Kind(K::RoleAdded))),
            ("Add member to role requested (PIM activation)", None),
            ("Add member to role request denied (PIM activation)", None),
            ("Add member to role approval requested (PIM activation)", None),
            ("Remove eligible member from role", None),
        ] {
            assert_eq!(meaning(activity), expected, "{activity}");
        }
    }

    #[test]
    fn neighbours_of_a_trigger_are_not_taken_for_it() {
        for activity in [
            "Delete application",
            "Disable Strong Authentication",
            "Add owner to group",
            "Update group",
            "",
            "Add user",
        ] {
            assert_eq!(meaning(activity), None, "{activity}");
        }
    }
}
