//! The names of events and what each one means here. Names that are not in the table are out of scope.

use crate::records::EventKind;

/// How an event is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Always this kind, about the account of a user.
    Account(EventKind),
    /// What the actor did with the own account.
    OfActor(EventKind),
    /// A member of a group.
    Member(EventKind),
    /// A user in another organisational unit: left one, joined one.
    Unit,
    /// A licence: in the old value what went, in the new one what came.
    Licence,
    /// A role of an administrator.
    Role(EventKind),
    /// An application that lost its access to an account.
    Token,
    /// A device of a user.
    Device(EventKind),
    /// An identifier changed.
    Identifier,
    /// Many people are concerned, and none is named.
    NamesNobody,
}

/// What an event of an application means, or `None` when no workflow can use it.
pub(super) fn meaning(application: &str, name: &str) -> Option<Meaning> {
    if application == "login" {
        return of_login(name);
    }
    if application == "user_accounts" {
        return (name == "password_edit").then_some(OfActor(K::Remediated));
    }
    let table = match application {
        "admin" => ADMIN,
        "groups_enterprise" | "groups" | "cloudidentity" => GROUPS,
        _ => return None,
    };
    table.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
}

/// Google's own warnings about an account, and who signed in. Names as its reference of the login activity has them.
fn of_login(name: &str) -> Option<Meaning> {
    match name {
        "login_success" => Some(OfActor(K::SignIn)),
        "suspicious_login" | "suspicious_login_less_secure_app" | "suspicious_programmatic_login" => {
            Some(Account(K::RiskRaised))
        }
        _ => name.starts_with("account_disabled_").then_some(Account(K::AccountDisabled)),
    }
}

use EventKind as K;
use Meaning::{Account, Device, Identifier, Licence, Member, NamesNobody, OfActor, Role, Token, Unit};

/// The administrator's log.
const ADMIN: &[(&str, Meaning)] = &[
    ("SUSPEND_USER", Account(K::AccountSuspended)),
    ("UNSUSPEND_USER", Account(K::AccountUnsuspended)),
    ("ARCHIVE_USER", Account(K::AccountDisabled)),
    ("UNARCHIVE_USER", Account(K::AccountEnabled)),
    ("DELETE_USER", Account(K::AccountDeleted)),
    ("UNDELETE_USER", Account(K::AccountRestored)),
    ("RESET_SIGNIN_COOKIES", Account(K::SessionCleared)),
    ("REMOVE_GROUP_MEMBER", Member(K::GroupRemoved)),
    ("ADD_GROUP_MEMBER", Member(K::GroupAdded)),
    ("MOVE_USER_TO_ORG_UNIT", Unit),
    ("USER_LICENSE_REVOKE", Licence),
    ("USER_LICENSE_ASSIGNMENT", Licence),
    ("USER_LICENSE_REASSIGNMENT", Licence),
    ("ORG_LICENSE_REVOKE", NamesNobody),
    ("UNASSIGN_ROLE", Role(K::RoleRemoved)),
    ("ASSIGN_ROLE", Role(K::RoleAdded)),
    ("REVOKE_ADMIN_PRIVILEGE", Role(K::RoleRemoved)),
    ("GRANT_ADMIN_PRIVILEGE", Role(K::RoleAdded)),
    ("REVOKE_3LO_TOKEN", Token),
    ("MOBILE_DEVICE_WIPE", Device(K::DeviceRemoved)),
    ("MOBILE_ACCOUNT_WIPE", Device(K::DeviceRemoved)),
    ("MOBILE_DEVICE_BLOCK", Device(K::DeviceRemoved)),
    ("MOBILE_DEVICE_DELETE", Device(K::DeviceRemoved)),
    ("MOBILE_DEVICE_APPROVE", Device(K::DeviceAdded)),
    ("MOBILE_DEVICE_CANCEL_WIPE_THEN_APPROVE", Device(K::DeviceAdded)),
    // The wipe was taken back, which is what it undoes.
    ("MOBILE_DEVICE_CANCEL_WIPE_THEN_BLOCK", Device(K::DeviceAdded)),
    ("COMPANY_OWNED_DEVICE_BLOCKED", Device(K::DeviceRemoved)),
    ("COMPANY_OWNED_DEVICE_WIPED", Device(K::DeviceRemoved)),
    ("COMPANY_OWNED_DEVICE_UNBLOCKED", Device(K::DeviceAdded)),
    ("RENAME_USER", Identifier),
    ("CHANGE_USER_EXTERNAL_ID", Identifier),
];

/// The logs of groups.
const GROUPS: &[(&str, Meaning)] = &[
    ("remove_member", Member(K::GroupRemoved)),
    ("remove_user", Member(K::GroupRemoved)),
    ("add_member", Member(K::GroupAdded)),
    ("add_user", Member(K::GroupAdded)),
];
