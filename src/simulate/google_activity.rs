//! One activity of the Google Workspace Reports API.

use serde_json::{Value, json};

use super::{
    calendar::utc_ms,
    identity_log::number_of,
    okta_noise::{APPS, Noise},
    vendor_ids::google_group,
    world::{Actor, Event, World},
};
use crate::records::Instant;

/// What is said of a happening: application, type and name of the event, and its parameters.
struct Said {
    application: &'static str,
    kind: &'static str,
    name: &'static str,
    parameters: Vec<(&'static str, String)>,
}

/// Type and name in the admin application of what happens to a user; `None` for what is written otherwise or not
/// at all, see [`super::unsaid`].
fn of_user(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "user.lifecycle.create" => ("USER_SETTINGS", "CREATE_USER"),
        "user.lifecycle.deactivate" => ("USER_SETTINGS", "ARCHIVE_USER"),
        "user.lifecycle.activate" => ("USER_SETTINGS", "UNARCHIVE_USER"),
        "user.lifecycle.suspend" | "system.import.user.suspend" => ("USER_SETTINGS", "SUSPEND_USER"),
        "user.lifecycle.unsuspend" | "system.import.user.unsuspend" => ("USER_SETTINGS", "UNSUSPEND_USER"),
        "user.lifecycle.delete.initiated" => ("USER_SETTINGS", "DELETE_USER"),
        "user.session.clear" => ("USER_SETTINGS", "RESET_SIGNIN_COOKIES"),
        "user.authentication.universal_logout" => ("USER_SETTINGS", "REVOKE_3LO_TOKEN"),
        "user.account.update_primary_email" => ("USER_SETTINGS", "RENAME_USER"),
        "user.account.update_profile" => ("USER_SETTINGS", "CHANGE_USER_ORGANIZATION"),
        "group.user_membership.add" => ("GROUP_SETTINGS", "ADD_GROUP_MEMBER"),
        "group.user_membership.remove" => ("GROUP_SETTINGS", "REMOVE_GROUP_MEMBER"),
        "application.user_membership.add" => ("LICENSES_SETTINGS", "USER_LICENSE_ASSIGNMENT"),
        "application.user_membership.remove" => ("LICENSES_SETTINGS", "USER_LICENSE_REVOKE"),
        _ => return None,
    })
}

/// How an event shows; `None` where no application records it. Only what succeeded is recorded, but for sign-ins.
fn said(event: &Event) -> Option<Said> {
    if event.kind == "user.session.start" {
        return Some(sign_in(event.result != "SUCCESS"));
    }
    if event.result != "SUCCESS" {
        return None;
    }
    if let Some((kind, name)) = of_user(event.kind) {
        return Some(Said { application: "admin", kind, name, parameters: parameters(event) });
    }
    let is_high = event.debug.iter().any(|(key, value)| *key == "risk" && value.contains(" level=HIGH"));
    match event.kind {
        "user.account.update_password" => Some(Said {
            application: "user_accounts",
            kind: "password_change",
            name: "password_edit",
            parameters: Vec::new(),
        }),
        "user.risk.detect" if is_high => Some(Said {
            application: "login",
            kind: "account_warning",
            name: "suspicious_login",
            parameters: vec![("affected_email_address", event.login.clone())],
        }),
        _ => None,
    }
}

fn parameters(event: &Event) -> Vec<(&'static str, String)> {
    let debug = |name: &str| {
        event.debug.iter().find(|(key, _)| *key == name).map_or_else(String::new, |(_, value)| value.clone())
    };
    if event.kind == "user.account.update_primary_email" {
        return vec![("USER_EMAIL", debug("oldPrimaryEmail")), ("NEW_VALUE", debug("newPrimaryEmail"))];
    }
    let mut all = vec![("USER_EMAIL", event.login.clone())];
    if let Some(group) = event.group {
        all.push(("GROUP_EMAIL", google_group(group)));
    }
    if let Some(app) = app_of(event) {
        let value = if event.kind.ends_with("add") { "NEW_VALUE" } else { "OLD_VALUE" };
        all.extend([("PRODUCT_NAME", app.to_owned()), (value, app.to_owned())]);
    }
    if event.kind == "user.account.update_profile" {
        all.push(("NEW_VALUE", "Operations".to_owned()));
    }
    if event.kind.ends_with("universal_logout") {
        all.push(("APP_ID", "Sample sync client".to_owned()));
    }
    all
}

/// The licence concerned; the world's first application where none is named.
fn app_of(event: &Event) -> Option<&'static str> {
    let is_licence = event.kind.starts_with("application.user_membership.");
    is_licence.then(|| APPS[event.app.unwrap_or(0)].1)
}

fn sign_in(failed: bool) -> Said {
    let (name, kind) = if failed { ("login_failure", "login") } else { ("login_success", "login") };
    let mut parameters = vec![("login_type", "google_password".to_owned())];
    if failed {
        parameters.push(("login_failure_type", "login_failure_invalid_password".to_owned()));
    }
    Said { application: "login", kind, name, parameters }
}

/// An activity with a meaning.
pub(super) fn of_event(world: &World, event: &Event) -> Option<Value> {
    let said = said(event)?;
    let actor = match (event.actor, said.application) {
        // Whose sign-in it is, is the actor; also of the warning.
        (_, "login" | "user_accounts") | (Actor::Subject, _) => user(&event.login, event.person),
        (Actor::System, _) => json!({ "callerType": "KEY", "key": "SYSTEM" }),
        (Actor::Admin, _) => user("identity.admin@meridian.example", world.people.len()),
    };
    Some(activity(event.at, &event.uuid, &actor, &[said]))
}

/// An activity that nobody needs.
pub(super) fn of_noise(world: &World, noise: &Noise) -> Option<Value> {
    let plain = |application, kind, name| Said { application, kind, name, parameters: Vec::new() };
    let said = match noise.kind {
        "user.session.start" => vec![sign_in(noise.failed)],
        "user.session.end" => vec![plain("login", "login", "logout")],
        // Two events of one activity.
        "user.authentication.verify" | "user.authentication.auth_via_mfa" => {
            vec![plain("login", "login", "login_challenge"), plain("login", "login", "login_verification")]
        }
        "app.oauth2.token.grant.access_token" => vec![plain("token", "auth", "authorize")],
        _ => vec![plain("drive", "access", "view")],
    };
    let login = world.people[noise.person].email(noise.at);
    Some(activity(noise.at, &noise.uuid, &user(login, noise.person), &said))
}

fn user(email: &str, person: usize) -> Value {
    json!({ "callerType": "USER", "email": email, "profileId": format!("1153{:017}", person * 7 + 11) })
}

fn activity(at: Instant, uuid: &str, actor: &Value, said: &[Said]) -> Value {
    // A number that may be negative, as text.
    let qualifier = number_of(uuid).cast_signed();
    let events: Vec<Value> = said
        .iter()
        .map(|said| {
            let parameters: Vec<Value> =
                said.parameters.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
            if parameters.is_empty() {
                return json!({ "type": said.kind, "name": said.name });
            }
            json!({ "type": said.kind, "name": said.name, "parameters": parameters })
        })
        .collect();
    json!({
        "kind": "admin#reports#activity",
        "id": {
            "time": utc_ms(at),
            "uniqueQualifier": qualifier.to_string(),
            "applicationName": said.first().map(|said| said.application),
            "customerId": "C03sample1",
        },
        "etag": format!("\"{:016x}\"", number_of(uuid)),
        "actor": actor,
        "ipAddress": "198.51.100.23",
        "events": events,
    })
}
