//! The events of the log that mean something, as Okta prints them.

use super::{
    okta_line::{self, Frame, Source, app_targets, user},
    okta_noise::APPS,
    workflows::GROUPS,
    world::{Actor, Event, World},
};

/// Writes one event and ends the line.
pub(super) fn write(out: &mut String, world: &World, event: &Event) {
    let person = &world.people[event.person];
    let name = &person.at(event.at).name;
    let subject = user(person, &event.login, name);
    let actor = match event.actor {
        Actor::System => {
            r#"{"id":"system@okta.com","type":"SystemPrincipal","alternateId":"system@okta.com","displayName":"Okta System","detailEntry":null}"#
        }
        Actor::Admin => {
            r#"{"id":"00uMbAdmin0000000001","type":"User","alternateId":"identity.admin@meridian.example","displayName":"Identity Admin","detailEntry":null}"#
        }
        Actor::Subject => &subject,
    };
    let reason = event.reason.map_or("null".to_owned(), |reason| format!("\"{reason}\""));
    let (display, legacy, path) = wording(event.kind);
    let source = match event.actor {
        Actor::Subject => Source::of_person(world.seed, event.person, event.at),
        _ => Source::of_service(world.seed, &event.transaction),
    };
    let frame = Frame {
        at: event.at,
        uuid: &event.uuid,
        kind: event.kind,
        display,
        legacy,
        severity: if event.kind.starts_with("user.risk") { "WARN" } else { "INFO" },
        actor,
        target: &target(event, &subject),
        outcome: &format!(r#"{{"result":"{}","reason":{reason}}}"#, event.result),
        transaction: &event.transaction,
        transaction_type: if event.is_job { "JOB" } else { "WEB" },
        debug: &event.debug,
        uri: &path.replace("{id}", &person.okta_id),
        source: &source,
        is_sign_in: event.kind == "user.session.start",
    };
    okta_line::write(out, &frame);
}

/// Okta's own wording for an event type, its older name, and the address of the request.
fn wording(kind: &str) -> (&'static str, Option<&'static str>, &'static str) {
    let plain = |display| (display, None, "/api/v1/users/{id}");
    match kind {
        "user.lifecycle.deactivate" => (
            "Deactivate Okta user",
            Some("core.user.config.user_deactivated"),
            "/api/v1/users/{id}/lifecycle/deactivate",
        ),
        "user.lifecycle.activate" => (
            "Activate Okta user",
            Some("core.user.config.user_activated"),
            "/api/v1/users/{id}/lifecycle/activate",
        ),
        "user.lifecycle.suspend" => (
            "Suspend Okta user",
            Some("core.user.config.user_status.suspended"),
            "/api/v1/users/{id}/lifecycle/suspend",
        ),
        "user.lifecycle.unsuspend" => (
            "Unsuspend Okta user",
            Some("core.user.config.user_status.unsuspended"),
            "/api/v1/users/{id}/lifecycle/unsuspend",
        ),
        "user.session.clear" => {
            ("Clear user session", Some("core.user_auth.session_clear"), "/api/v1/users/{id}/sessions")
        }
        "user.lifecycle.create" => plain("Create Okta user"),
        "user.lifecycle.delete.initiated" => plain("Delete Okta user initiated"),
        "user.lifecycle.delete.completed" => plain("Delete Okta user completed"),
        "user.authentication.universal_logout" => plain("Universal Logout"),
        "user.risk.detect" => plain("User risk detected"),
        "user.risk.change" => plain("User risk level changed"),
        "user.session.start" => {
            ("User login to Okta", Some("core.user_auth.login_success"), "/idp/idx/identify")
        }
        "user.account.lock" => {
            ("Max sign in attempts exceeded", Some("core.user_auth.account_locked"), "/idp/idx/identify")
        }
        "user.account.report_suspicious_activity_by_enduser" => plain("User reported suspicious activity"),
        "user.account.unlock" => plain("User account unlock"),
        "user.account.update_password" => plain("User update password for Okta"),
        "user.account.update_primary_email" => plain("User primary email updated"),
        "user.account.update_profile" => plain("Update user profile for Okta"),
        _ => wording_of_memberships(kind),
    }
}

/// The same for memberships, imports and feedback.
fn wording_of_memberships(kind: &str) -> (&'static str, Option<&'static str>, &'static str) {
    match kind {
        "application.user_membership.remove" => {
            ("Remove user's application membership", None, "/api/v1/apps/users/{id}")
        }
        "application.user_membership.add" => {
            ("Add user to application membership", None, "/api/v1/apps/users/{id}")
        }
        "group.user_membership.remove" => {
            ("Remove user from group membership", None, "/api/v1/groups/users/{id}")
        }
        "group.user_membership.add" => ("Add user to group membership", None, "/api/v1/groups/users/{id}"),
        "analytics.feedback.provide" => ("Provide feedback", None, "/api/internal/feedback"),
        "system.import.user.suspend" => ("Import suspended user", None, "/api/internal/import"),
        "system.import.user.unsuspend" => ("Import unsuspended user", None, "/api/internal/import"),
        "system.import.roadblock" => ("Import stopped by safeguard", None, "/api/internal/import"),
        "system.import.roadblock.reschedule_and_resume" => {
            ("Import resumed after safeguard", None, "/api/internal/import")
        }
        _ => ("Okta event", None, "/api/v1/users/{id}"),
    }
}

/// Targets stand in the order real logs show: the person first or last, never by position alone.
fn target(event: &Event, subject: &str) -> String {
    if event.kind.starts_with("system.import.roadblock") {
        return r#"[{"id":"0oaMbHrImport0000001","type":"AppInstance","alternateId":"HR import","displayName":"HR import","detailEntry":null}]"#.to_owned();
    }
    if let Some(group) = event.group {
        let group = &GROUPS[group];
        let group = format!(
            r#"{{"id":"{}","type":"UserGroup","alternateId":"unknown","displayName":"{}","detailEntry":null}}"#,
            group.id, group.name
        );
        let user_first = event.at.timestamp_millis() % 3 == 0;
        return if user_first { format!("[{subject},{group}]") } else { format!("[{group},{subject}]") };
    }
    if event.kind.starts_with("application.user_membership.") {
        let app = APPS[event.app.unwrap_or(0)];
        return format!("[{},{subject}]", app_targets(app, event.person, &event.login));
    }
    if event.kind == "user.account.update_primary_email" {
        let value = |name: &str| {
            event.debug.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value.as_str())
        };
        let changes = format!(
            r#","changeDetails":{{"from":{{"email":"{}"}},"to":{{"email":"{}"}}}}}}"#,
            value("oldPrimaryEmail"),
            value("newPrimaryEmail")
        );
        return format!("[{}{changes}]", subject.trim_end_matches('}'));
    }
    format!("[{subject}]")
}
