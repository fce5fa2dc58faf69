//! What the directory calls the happenings of the simulated world.

use super::{entra_audit::Change, world::Event};

/// How an event shows in the directory audits.
pub(super) struct Wording {
    pub(super) activity: &'static str,
    pub(super) category: &'static str,
    pub(super) operation: &'static str,
    pub(super) service: &'static str,
    /// Whether the account is enabled or disabled by it.
    pub(super) switch: Option<bool>,
}

const fn core(activity: &'static str, category: &'static str, operation: &'static str) -> Wording {
    Wording { activity, category, operation, service: "Core Directory", switch: None }
}

const fn switch(activity: &'static str, enabled: bool) -> Wording {
    Wording { switch: Some(enabled), ..core(activity, "UserManagement", "Update") }
}

/// The wording of an event type; `None` where the directory audits nothing, see [`super::unsaid`].
pub(super) fn of(kind: &str) -> Option<Wording> {
    Some(match kind {
        "user.lifecycle.deactivate" | "user.lifecycle.suspend" | "system.import.user.suspend" => {
            switch("Disable account", false)
        }
        "user.lifecycle.activate" | "user.lifecycle.unsuspend" | "system.import.user.unsuspend" => {
            switch("Enable account", true)
        }
        "user.lifecycle.create" => core("Add user", "UserManagement", "Add"),
        "user.lifecycle.delete.initiated" => core("Delete user", "UserManagement", "Delete"),
        "user.session.clear" => core("Update StsRefreshTokenValidFrom Timestamp", "UserManagement", "Update"),
        "group.user_membership.add" => core("Add member to group", "GroupManagement", "Assign"),
        "group.user_membership.remove" => core("Remove member from group", "GroupManagement", "Unassign"),
        "application.user_membership.add" => {
            core("Add app role assignment grant to user", "UserManagement", "Assign")
        }
        "application.user_membership.remove" => {
            core("Remove app role assignment from user", "UserManagement", "Unassign")
        }
        "user.account.update_primary_email" | "user.account.update_profile" => {
            core("Update user", "UserManagement", "Update")
        }
        "user.account.update_password" => Wording {
            service: "Self-service Password Management",
            ..core("Reset password (self-service)", "UserManagement", "Update")
        },
        "user.account.report_suspicious_activity_by_enduser" => Wording {
            service: "Authentication Methods",
            ..core("Suspicious activity reported", "UserManagement", "Update")
        },
        _ => return None,
    })
}

/// The properties an update changed.
pub(super) fn changes(event: &Event, wording: &Wording) -> Vec<Change> {
    let said = |name: &str| {
        let found = event.debug.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| format!("[\"{value}\"]"))
    };
    let included = |names: &str| Change {
        name: "Included Updated Properties",
        old: None,
        new: Some(format!("\"{names}\"")),
    };
    match event.kind {
        "user.account.update_primary_email" => {
            let (old, new) = (said("oldPrimaryEmail"), said("newPrimaryEmail"));
            vec![
                Change { name: "UserPrincipalName", old: old.clone(), new: new.clone() },
                Change { name: "Mail", old, new },
                included("UserPrincipalName, Mail"),
            ]
        }
        "user.account.update_profile" => vec![
            Change {
                name: "Department",
                old: Some("[\"\"]".to_owned()),
                new: Some("[\"Operations\"]".to_owned()),
            },
            included("Department"),
        ],
        _ => wording
            .switch
            .map(|enabled| {
                let (old, new) = if enabled { ("[false]", "[true]") } else { ("[true]", "[false]") };
                Change { name: "AccountEnabled", old: Some(old.to_owned()), new: Some(new.to_owned()) }
            })
            .into_iter()
            .collect(),
    }
}

/// What the directory does beside it while people work, activity and service; `None` for what stands in the log of
/// sign-ins instead.
pub(super) fn of_noise(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        // Most of the log: the synchronisation from the local directory.
        "user.authentication.sso" | "policy.evaluate_sign_on" => ("Update user", "Core Directory"),
        "user.authentication.verify" => ("User started security info registration", "Authentication Methods"),
        "user.authentication.auth_via_mfa" => ("User registered security info", "Authentication Methods"),
        "app.oauth2.token.grant.access_token" => ("Consent to application", "Core Directory"),
        _ => return None,
    })
}
