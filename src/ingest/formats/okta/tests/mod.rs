//! The quirks of Okta's log, each from a container to the canonical event.

mod containers;

use serde_json::{Value, json};

use super::super::{
    okta_system_log,
    reading::{Read, read_json},
};
use crate::{
    ingest::format::Format,
    records::{EventKind, EventOutcome, KnownBasis, RiskLevel},
};

const JSON: &Format = &okta_system_log::FORMAT;

/// A log event about Ana Reyes with the given fields in place of the usual ones.
#[expect(clippy::needless_pass_by_value, reason = "callers give what `json!` has just made")]
fn log_event(event_type: &str, changes: Value) -> Value {
    let mut event = json!({
        "uuid": "5b1c0d9e-0001-11f1-8000-000000000001",
        "published": "2026-07-06T08:15:30.125Z",
        "eventType": event_type,
        "version": "0",
        "actor": {"id": "00uadmin1", "type": "User", "alternateId": "sam.okafor@meridian.example", "displayName": "Sam Okafor"},
        "outcome": {"result": "SUCCESS"},
        "transaction": {"id": "trx-1", "type": "WEB", "detail": {}},
        "debugContext": {"debugData": {"traceId": "trace-1"}},
        "target": [user()],
    });
    for (key, value) in changes.as_object().unwrap() {
        event[key] = value.clone();
    }
    event
}

fn user() -> Value {
    json!({"id": "00uana", "type": "User", "alternateId": "ana.reyes@meridian.example", "displayName": "Ana Reyes"})
}

fn group() -> Value {
    json!({"id": "00gmac", "type": "UserGroup", "alternateId": "unknown", "displayName": "Mac users"})
}

fn read_one(event_type: &str, changes: Value) -> Read {
    read_json(JSON, &[log_event(event_type, changes)])
}

#[track_caller]
fn check_kind(event_type: &str, changes: Value, expected: Option<EventKind>) -> Read {
    let read = read_one(event_type, changes);
    assert_eq!(read.events().first().map(|event| event.kind), expected, "{event_type}: {}", read.reasons());
    assert!(read.rejects.is_empty(), "{}", read.reasons());
    read
}

#[test]
fn a_deactivation_gives_every_canonical_field() {
    let read = check_kind("user.lifecycle.deactivate", json!({}), Some(EventKind::AccountDisabled));
    let event = read.events()[0];
    assert_eq!(event.event_id, "5b1c0d9e-0001-11f1-8000-000000000001");
    assert_eq!(event.raw_kind, "user.lifecycle.deactivate");
    assert_eq!(event.occurred_at.to_rfc3339(), "2026-07-06T08:15:30.125+00:00");
    assert_eq!(
        (event.known_from, event.known_to, event.known_basis),
        (event.occurred_at, event.occurred_at, KnownBasis::Occurred)
    );
    assert_eq!(event.subject.okta_id.as_deref(), Some("00uana"));
    assert_eq!(event.subject.login.as_deref(), Some("ana.reyes@meridian.example"));
    assert_eq!(event.correlations, ["transaction:trx-1", "trace:trace-1"]);
    assert_eq!(event.actor.as_deref(), Some("Sam Okafor (sam.okafor@meridian.example)"));
    assert_eq!(event.actor_is_person, Some(true));
    assert_eq!(read.counts(), [1, 1, 0, 0]);
}

#[test]
fn targets_are_chosen_by_type_in_any_order() {
    let app =
        json!({"id": "0oajamf", "type": "AppInstance", "alternateId": "Jamf Pro", "displayName": "Jamf Pro"});
    let app_user =
        json!({"id": "0uaXX", "type": "AppUser", "alternateId": "areyes", "displayName": "Ana Reyes"});
    for targets in [json!([group(), user()]), json!([user(), group()])] {
        let read = check_kind(
            "group.user_membership.remove",
            json!({"target": targets}),
            Some(EventKind::GroupRemoved),
        );
        let event = read.events()[0];
        assert_eq!(event.subject.okta_id.as_deref(), Some("00uana"));
        assert_eq!(event.object.as_ref().unwrap().id.as_deref(), Some("00gmac"));
    }
    let targets = json!([app_user, app, user()]);
    let read = check_kind(
        "application.user_membership.remove",
        json!({"target": targets}),
        Some(EventKind::AppRemoved),
    );
    assert_eq!(read.events()[0].subject.okta_id.as_deref(), Some("00uana"));
    assert_eq!(read.events()[0].object.as_ref().unwrap().id.as_deref(), Some("0oajamf"));
}

#[test]
fn an_app_user_alone_names_nobody() {
    let targets = json!([{"id": "0uaXX", "type": "AppUser", "alternateId": "areyes"}]);
    let read = read_one("application.user_membership.remove", json!({"target": targets}));
    assert_eq!(read.counts(), [1, 0, 0, 1]);
    assert!(read.reasons().contains("no target of type `User`"), "{}", read.reasons());
}

#[test]
fn a_lock_without_targets_is_about_the_acting_user_and_happened_although_it_says_failure() {
    let changes =
        json!({"target": null, "outcome": {"result": "FAILURE", "reason": "LOCKED_OUT"}, "actor": user()});
    let read = check_kind("user.account.lock", changes, Some(EventKind::AccountLocked));
    assert_eq!(read.events()[0].subject.okta_id.as_deref(), Some("00uana"));
    assert_eq!(read.events()[0].outcome, EventOutcome::Happened);
}

#[test]
fn outcomes_follow_the_event_type() {
    let rows = [
        ("user.lifecycle.deactivate", json!({"result": "SUCCESS"}), EventOutcome::Happened),
        (
            "user.lifecycle.deactivate",
            json!({"result": "FAILURE", "reason": "LOCKED_OUT"}),
            EventOutcome::Failed,
        ),
        ("user.lifecycle.suspend", json!({"result": "SKIPPED"}), EventOutcome::Failed),
        ("user.lifecycle.suspend", json!({"result": null}), EventOutcome::Unknown),
        (
            "user.account.lock",
            json!({"result": "FAILURE", "reason": "VERIFICATION_ERROR"}),
            EventOutcome::Failed,
        ),
        ("user.account.lock", json!({"result": "FAILURE"}), EventOutcome::Unknown),
        ("user.account.unlock_by_admin", json!({"result": "FAILURE"}), EventOutcome::Failed),
    ];
    for (event_type, outcome, expected) in rows {
        let read = read_one(event_type, json!({"outcome": outcome}));
        assert_eq!(read.events()[0].outcome, expected, "{event_type} {outcome}");
    }
}

#[test]
fn only_successful_sign_ins_count() {
    let at = |result: &str| json!({"outcome": {"result": result}, "target": null, "actor": user()});
    let read = check_kind("user.session.start", at("SUCCESS"), Some(EventKind::SignIn));
    assert_eq!(read.events()[0].subject.okta_id.as_deref(), Some("00uana"));
    assert_eq!(check_kind("user.session.start", at("FAILURE"), None).counts(), [1, 0, 1, 0]);
    assert_eq!(check_kind("policy.evaluate_sign_on", at("CHALLENGE"), None).counts(), [1, 0, 1, 0]);
}

#[test]
fn risk_is_raised_or_lowered_by_its_level() {
    use EventKind::{RiskLowered, RiskRaised};
    let rows = [
        ("{previousLevel=LOW, level=HIGH, reasons=a, b}", Some(RiskRaised), Some(RiskLevel::High)),
        ("{level=MEDIUM}", Some(RiskRaised), Some(RiskLevel::Medium)),
        ("{previousLevel=MEDIUM, level=MEDIUM}", Some(RiskRaised), Some(RiskLevel::Medium)),
        ("{previousLevel=HIGH, level=MEDIUM}", Some(RiskLowered), Some(RiskLevel::Medium)),
        ("Risk{level=LOW}", Some(RiskLowered), Some(RiskLevel::Low)),
        ("{previousLevel=LOW, level=LOW}", None, None),
    ];
    for (risk, kind, level) in rows {
        let changes = json!({"debugContext": {"debugData": {"risk": risk}}});
        let read = check_kind("user.risk.detect", changes, kind);
        assert_eq!(read.events().first().and_then(|event| event.level), level, "{risk}");
    }
}

#[test]
fn a_lost_risk_level_is_noted_once() {
    let detect = log_event("user.risk.detect", json!({}));
    let change = log_event("user.risk.change", json!({}));
    let read = read_json(JSON, &[detect.clone(), detect, change]);
    assert_eq!(read.counts(), [3, 2, 1, 0]);
    assert_eq!(read.notes.iter().filter(|note| note.key == "risk-level-missing").count(), 1);
}

#[test]
fn feedback_recants_the_event_it_names() {
    let feedback = |label: &str| json!({"debugContext": {"debugData": {"Label": label, "EventUuid": "evt-7"}}, "target": []});
    let read =
        check_kind("analytics.feedback.provide", feedback("false_positive"), Some(EventKind::RiskRecanted));
    assert_eq!(read.events()[0].recants_event_id.as_deref(), Some("evt-7"));
    assert!(read.events()[0].subject.is_empty());
    let read =
        check_kind("analytics.feedback.provide", feedback("true_positive"), Some(EventKind::Remediated));
    assert_eq!(read.events()[0].recants_event_id, None);
    check_kind("analytics.feedback.provide", feedback("not_sure"), None);
}

#[test]
fn identifier_changes_carry_old_and_new() {
    let target = json!([{"id": "00uana", "type": "User", "alternateId": "ana.moss@meridian.example", "changeDetails": {
        "from": {"email": "ana.reyes@meridian.example", "title": "Chemist"},
        "to": {"email": "ana.moss@meridian.example", "title": "Chemist"}}}]);
    let read = check_kind(
        "user.account.update_profile",
        json!({"target": target}),
        Some(EventKind::IdentifierChanged),
    );
    assert_eq!(read.events()[0].old_value.as_deref(), Some("ana.reyes@meridian.example"));
    assert_eq!(read.events()[0].new_value.as_deref(), Some("ana.moss@meridian.example"));
    let debug = |data: Value| json!({"debugContext": {"debugData": data}});
    let by_debug = debug(json!({"oldLogin": "areyes", "newLogin": "amoss"}));
    let read = check_kind("user.account.update_profile", by_debug, Some(EventKind::IdentifierChanged));
    assert_eq!(read.events()[0].new_value.as_deref(), Some("amoss"));
    check_kind(
        "user.account.update_profile",
        debug(json!({"changedAttributes": "title,login"})),
        Some(EventKind::IdentifierChanged),
    );
    check_kind("user.account.update_profile", debug(json!({"changedAttributes": "title,secondEmail"})), None);
    check_kind("user.account.update_primary_email", json!({}), Some(EventKind::IdentifierChanged));
}

#[test]
fn kinds_of_imports_devices_and_roles() {
    let nobody = || json!({"target": []});
    check_kind("system.import.roadblock", nobody(), Some(EventKind::ImportBlocked));
    check_kind("system.import.roadblock.resume", nobody(), Some(EventKind::ImportResumed));
    let status = json!({"debugContext": {"debugData": {"status": "Suspended"}}});
    check_kind(
        "system.import.user.update_user_lifecycle_from_master",
        status,
        Some(EventKind::AccountSuspended),
    );
    check_kind("system.import.user.update_user_lifecycle_from_master", json!({}), None);
    let device = json!([{"id": "guo1", "type": "UDDevice", "alternateId": "unknown", "displayName": "Ana's Mac",
                         "detailEntry": {"serialNumber": "c02xx0000001"}}]);
    let read =
        check_kind("device.lifecycle.deactivate", json!({"target": device}), Some(EventKind::DeviceRemoved));
    assert_eq!(read.events()[0].device.as_ref().unwrap().serial.as_deref(), Some("C02XX0000001"));
    let role = json!({"debugContext": {"debugData": {"privilegeRevoked": "Super administrator"}}});
    let read = check_kind("user.account.privilege.revoke", role, Some(EventKind::RoleRemoved));
    assert_eq!(read.events()[0].object.as_ref().unwrap().name.as_deref(), Some("Super administrator"));
}

#[test]
fn jobs_apps_and_tokens_are_no_persons() {
    let rows = [
        (json!({"transaction": {"id": "unknown", "type": "JOB"}}), Some(false)),
        (
            json!({"actor": {"id": "1", "type": "SystemPrincipal", "alternateId": "system@okta.com"}}),
            Some(false),
        ),
        (json!({"actor": {"id": "1", "type": "PublicClientApp"}}), Some(false)),
        (json!({"actor": {"id": "1", "type": "IP address"}}), None),
        (
            json!({"transaction": {"id": "t", "type": "WEB", "detail": {"requestApiTokenId": "00T1"}}}),
            Some(false),
        ),
    ];
    for (changes, expected) in rows {
        let read = read_one("user.lifecycle.deactivate", changes.clone());
        assert_eq!(read.events()[0].actor_is_person, expected, "{changes}");
    }
    let read =
        read_one("user.lifecycle.deactivate", json!({"transaction": {"id": "unknown", "type": "JOB"}}));
    assert_eq!(read.events()[0].correlations, ["trace:trace-1"]);
}

#[test]
fn dirty_names_are_cleaned() {
    let target = json!([{"id": "00uana", "type": "User", "alternateId": "ana.reyes@meridian[.]example\\", "displayName": "null"}]);
    let read = read_one("user.lifecycle.suspend", json!({"target": target}));
    assert_eq!(read.events()[0].subject.login.as_deref(), Some("ana.reyes@meridian.example"));
    assert_eq!(read.events()[0].subject.display_name, None);
}
