//! Tokens as the specifications and vendors show them, with invented values.
#![allow(clippy::needless_pass_by_value, reason = "rows are written in place")]

use serde_json::{Value, json};

use super::{super::reading::*, *};
use crate::records::{EventKind as K, EventOutcome, RiskLevel};

const RISC: &str = "https://schemas.openid.net/secevent/risc/event-type/";
const CAEP: &str = "https://schemas.openid.net/secevent/caep/event-type/";
const OKTA: &str = "https://schemas.okta.com/secevent/okta/event-type/";

fn token(uri: &str, payload: Value) -> Value {
    json!({"iss": "https://idp.example", "jti": "j-1", "iat": 1_615_304_995, "aud": "https://misfire.example",
        "txn": "t-1", "sub_id": {"format": "email", "email": "ana@meridian.example"}, "events": {uri: payload}})
}

fn only(token: Value) -> Option<K> {
    let read = read_json(&FORMAT, &[token]);
    assert_eq!(read.source.rejected, 0, "{}", read.reasons());
    read.events().first().map(|event| event.kind)
}

#[test]
fn types_are_mapped_and_unknown_ones_left_aside() {
    for (name, expected) in [
        ("account-disabled", Some(K::AccountDisabled)),
        ("account-enabled", Some(K::AccountEnabled)),
        ("account-purged", Some(K::AccountDeleted)),
        ("credential-compromise", Some(K::RiskRaised)),
        ("sessions-revoked", Some(K::SessionCleared)),
        ("recovery-activated", Some(K::Remediated)),
        ("opt-in", None),
    ] {
        assert_eq!(only(token(&format!("{RISC}{name}"), json!({}))), expected, "{name}");
    }
    let caep = |name: &str, payload| only(token(&format!("{CAEP}{name}"), payload));
    assert_eq!(caep("session-revoked", json!({})), Some(K::SessionCleared));
    assert_eq!(caep("credential-change", json!({"change_type": "revoke"})), Some(K::SessionCleared));
    assert_eq!(caep("credential-change", json!({"change_type": "create"})), Some(K::Remediated));
    let status = |word: &str| json!({"current_status": word, "previous_status": "compliant"});
    assert_eq!(caep("device-compliance-change", status("not-compliant")), Some(K::DeviceNoncompliant));
    assert_eq!(caep("device-compliance-change", status("compliant")), Some(K::DeviceCompliant));
}

#[test]
fn a_level_that_falls_lowers_the_risk() {
    let risk = |uri: &str, before: &str, now: &str| {
        let payload = json!({"current_level": now, "previous_level": before, "principal": "USER"});
        read_json(&FORMAT, &[token(uri, payload)]).events().first().map(|event| (event.kind, event.level))
    };
    let caep = format!("{CAEP}risk-level-change");
    assert_eq!(risk(&caep, "LOW", "HIGH"), Some((K::RiskRaised, Some(RiskLevel::High))));
    assert_eq!(risk(&caep, "HIGH", "MEDIUM"), Some((K::RiskLowered, Some(RiskLevel::Medium))));
    assert_eq!(risk(&caep, "HIGH", "LOW"), Some((K::RiskLowered, Some(RiskLevel::Low))));
    assert_eq!(risk(&caep, "MEDIUM", "MEDIUM"), None);
    let okta = format!("{OKTA}user-risk-change");
    assert_eq!(risk(&okta, "low", "high"), Some((K::RiskRaised, Some(RiskLevel::High))));
}

#[test]
fn times_are_seconds_or_milliseconds_and_known_when_issued() {
    let at = |stamp: i64| {
        let read = read_json(
            &FORMAT,
            &[token(&format!("{RISC}account-disabled"), json!({"event_timestamp": stamp}))],
        );
        let event = read.events()[0];
        (event.occurred_at.to_rfc3339(), event.known_to.to_rfc3339())
    };
    let known = "2021-03-09T15:49:55+00:00".to_owned();
    assert_eq!(at(1_615_304_991), ("2021-03-09T15:49:51+00:00".to_owned(), known.clone()));
    assert_eq!(at(1_615_304_991_643), ("2021-03-09T15:49:51.643+00:00".to_owned(), known));
}

#[test]
fn subjects_of_three_generations_are_found() {
    let subject = |mut token: Value, subject: Value, place: &str| {
        token.as_object_mut().unwrap().remove("sub_id");
        let uri = format!("{RISC}account-disabled");
        if place == "event" {
            token["events"][&uri]["subject"] = subject;
        } else {
            token[place] = subject;
        }
        let read = read_json(&FORMAT, &[token]);
        read.events().first().map(|event| event.subject.clone())
    };
    let plain = || token(&format!("{RISC}account-disabled"), json!({"reason": "hijacking"}));
    let google =
        json!({"subject_type": "iss-sub", "iss": "https://accounts.example/", "sub": "7375626A656374"});
    assert_eq!(subject(plain(), google, "event").unwrap().login.as_deref(), Some("7375626A656374"));
    let okta = json!({"user": {"format": "iss_sub", "iss": "https://meridian.okta.com", "sub": "00uana"}});
    assert_eq!(subject(plain(), okta, "event").unwrap().okta_id.as_deref(), Some("00uana"));
    let account = json!({"format": "account", "uri": "acct:ana@meridian.example"});
    assert_eq!(subject(plain(), account, "sub_id").unwrap().login.as_deref(), Some("ana@meridian.example"));
    let aliases =
        json!({"format": "aliases", "identifiers": [{"format": "email", "email": "ana@meridian.example"}]});
    assert_eq!(subject(plain(), aliases, "sub_id").unwrap().email.as_deref(), Some("ana@meridian.example"));
    let phone = json!({"format": "phone_number", "phone_number": "+12065550100"});
    assert_eq!(subject(plain(), phone, "sub_id"), None);
}

#[test]
fn a_complex_subject_names_user_and_device() {
    let mut row =
        token(&format!("{CAEP}device-compliance-change"), json!({"current_status": "not-compliant"}));
    row["sub_id"] = json!({"format": "complex", "user": {"format": "email", "email": "ana@meridian.example"},
        "device": {"format": "opaque", "id": "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"}});
    let read = read_json(&FORMAT, &[row]);
    let event = read.events()[0];
    assert_eq!(event.subject.email.as_deref(), Some("ana@meridian.example"));
    assert_eq!(event.device.as_ref().unwrap().udid.as_deref(), Some("0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0"));
    assert_eq!(event.correlations, ["transaction:t-1"]);
}

#[test]
fn identifiers_change_from_the_subject_and_are_recycled_as_it() {
    let read = read_json(
        &FORMAT,
        &[
            token(&format!("{RISC}identifier-changed"), json!({"new-value": "ana.reyes@meridian.example"})),
            token(&format!("{RISC}identifier-recycled"), json!({})),
        ],
    );
    let values: Vec<_> =
        read.events().iter().map(|event| (event.old_value.as_deref(), event.new_value.as_deref())).collect();
    let old = Some("ana@meridian.example");
    assert_eq!(values, [(old, Some("ana.reyes@meridian.example")), (None, old)]);
}

#[test]
fn an_event_at_the_top_and_several_in_one_token_are_rows() {
    let uri = format!("{OKTA}user-risk-change");
    let top = json!({"iss": "https://meridian.okta.com", "jti": "j-2", "iat": 1_615_304_995, &uri: {
        "event_timestamp": 1_615_304_991_643_i64, "current_level": "low", "previous_level": "high",
        "initiating_entity": "admin", "subject": {"user": {"format": "email", "email": "ana@meridian.example"}}}});
    let mut several = token(&format!("{RISC}account-disabled"), json!({}));
    several["events"][format!("{CAEP}session-revoked")] = json!({"initiating_entity": "policy"});
    let read = read_json(&FORMAT, &[top, several]);
    assert_eq!(read.counts(), [3, 3, 0, 0]);
    let kinds: Vec<_> = read.events().iter().map(|event| (event.kind, event.actor_is_person)).collect();
    let expected =
        [(K::RiskLowered, Some(true)), (K::AccountDisabled, None), (K::SessionCleared, Some(false))];
    assert_eq!(kinds, expected);
    assert!(read.events().iter().all(|event| event.outcome == EventOutcome::Happened));
}

/// `{"alg":"none"}` and the claims of an account that was disabled, without a signature.
const COMPACT: &str = "eyJhbGciOiJub25lIn0.eyJqdGkiOiJqLTkiLCJpYXQiOjE2MTUzMDQ5OTUsInN1Yl9pZCI6eyJmb3JtYXQiOiJlbWFpbCIsImVtYWlsIjoiYW5hQG1lcmlkaWFuLmV4YW1wbGUifSwiZXZlbnRzIjp7Imh0dHBzOi8vc2NoZW1hcy5vcGVuaWQubmV0L3NlY2V2ZW50L3Jpc2MvZXZlbnQtdHlwZS9hY2NvdW50LWRpc2FibGVkIjp7fX19.";

#[test]
fn compact_tokens_are_decoded_and_not_verified() {
    let lines = format!("{COMPACT}\nnot a token\n{{\"iss\":");
    let head = Head { records: vec![COMPACT.to_owned()], ..Head::default() };
    assert!((FORMAT.detect)(&head));
    let read = feed(&FORMAT, &head, &SourceOptions::default(), [Row::Log(&lines)].into_iter());
    assert_eq!(read.counts(), [3, 1, 0, 2]);
    assert_eq!((read.events()[0].kind, read.events()[0].event_id.as_str()), (K::AccountDisabled, "j-9"));
    assert!(read.has_note("signature-not-checked"));
    assert!(read.reasons().contains("neither a JWT nor valid JSON"));
    assert_eq!(read.rejects[1].origin.line, 3);
    let cut = &COMPACT[..200];
    let read = feed(&FORMAT, &head, &SourceOptions::default(), [Row::Log(&format!("{cut}."))].into_iter());
    assert!(read.reasons().contains("perhaps the line was cut"), "{}", read.reasons());
}

#[test]
fn an_answer_of_the_poll_endpoint_holds_tokens_by_id() {
    let answer = json!({"sets": {"j-9": COMPACT, "j-10": COMPACT}, "moreAvailable": false});
    let read = read_json(&FORMAT, &[answer]);
    assert_eq!(read.counts(), [2, 2, 0, 0]);
}

#[test]
fn a_token_about_nobody_or_without_a_time_is_rejected() {
    let mut nobody = token(&format!("{RISC}account-disabled"), json!({}));
    nobody["sub_id"] = Value::Null;
    let mut timeless = token(&format!("{RISC}account-disabled"), json!({}));
    timeless["iat"] = Value::Null;
    let read = read_json(&FORMAT, &[nobody, timeless, token(&format!("{RISC}account-disabled"), json!({}))]);
    assert_eq!(read.counts(), [3, 1, 0, 2]);
    assert!(read.reasons().contains("nobody is known") && read.reasons().contains("event_timestamp"));
    let foreign = Head { rows: vec![json!({"events": [{"eventType": "x"}], "iss": "y"})], ..Head::default() };
    assert!(!(FORMAT.detect)(&foreign));
}

/// The claims of [`COMPACT`] on lines of their own with blanks, and with a blank before the first brace.
const LAID_OUT: [&str; 2] = [
    "ewogICJqdGkiOiAiai05IiwKICAiaWF0IjogMTYxNTMwNDk5NSwKICAic3ViX2lkIjogewogICAgImZvcm1hdCI6ICJlbWFpbCIsCiAgICAiZW1haWwiOiAiYW5hQG1lcmlkaWFuLmV4YW1wbGUiCiAgfSwKICAiZXZlbnRzIjogewogICAgImh0dHBzOi8vc2NoZW1hcy5vcGVuaWQubmV0L3NlY2V2ZW50L3Jpc2MvZXZlbnQtdHlwZS9hY2NvdW50LWRpc2FibGVkIjoge30KICB9Cn0",
    "IHsianRpIjogImotOSIsICJpYXQiOiAxNjE1MzA0OTk1LCAic3ViX2lkIjogeyJmb3JtYXQiOiAiZW1haWwiLCAiZW1haWwiOiAiYW5hQG1lcmlkaWFuLmV4YW1wbGUifSwgImV2ZW50cyI6IHsiaHR0cHM6Ly9zY2hlbWFzLm9wZW5pZC5uZXQvc2VjZXZlbnQvcmlzYy9ldmVudC10eXBlL2FjY291bnQtZGlzYWJsZWQiOiB7fX19",
];

#[test]
fn claims_that_are_laid_out_for_reading_are_claims_too() {
    for claims in LAID_OUT {
        let line = format!("eyJhbGciOiJub25lIn0.{claims}.c2ln");
        let head = Head { records: vec![line.clone()], ..Head::default() };
        assert!((FORMAT.detect)(&head), "{line}");
        let read = feed(&FORMAT, &head, &SourceOptions::default(), [Row::Log(&line)].into_iter());
        assert_eq!(read.counts(), [1, 1, 0, 0], "{}", read.reasons());
        assert_eq!(read.events()[0].event_id, "j-9");
        let answer = json!({"sets": {"j-9": line}});
        assert_eq!(read_json(&FORMAT, &[answer]).counts(), [1, 1, 0, 0]);
    }
}

#[test]
fn a_line_that_was_cut_or_spoilt_anywhere_says_that_it_was_cut() {
    let header = COMPACT.find('.').unwrap();
    let head = Head { records: vec![COMPACT.to_owned()], ..Head::default() };
    let without_end = COMPACT.trim_end_matches('.');
    let spoilt = COMPACT.replacen("MTUz", "M*Uz", 1);
    for line in [&COMPACT[..10], &COMPACT[..header], &COMPACT[..100], without_end, &spoilt] {
        assert_ne!(line, COMPACT);
        let text = format!("{COMPACT}\n{line}");
        let read = feed(&FORMAT, &head, &SourceOptions::default(), [Row::Log(&text)].into_iter());
        assert_eq!(read.counts(), [2, 1, 0, 1], "{line}");
        assert!(read.reasons().contains("perhaps the line was cut"), "{line}: {}", read.reasons());
    }
}
