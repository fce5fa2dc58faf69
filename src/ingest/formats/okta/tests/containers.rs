//! Wrappers of log events, and files that hold none.

use super::*;
use crate::ingest::format::Head;

#[test]
fn hooks_give_the_known_time_and_each_event_is_a_row() {
    let mut second =
        log_event("user.lifecycle.suspend", json!({"insertionTimestamp": "2026-07-06T09:00:00.000Z"}));
    second["uuid"] = json!("second");
    let hook = json!({
        "eventType": "com.okta.event_hook", "eventId": "hook-1", "eventTime": "2026-07-06T08:16:00.000Z",
        "data": {"events": [log_event("user.lifecycle.deactivate", json!({"insertionTimestamp": null})),
                            second, log_event("user.mfa.factor.update", json!({}))]},
    });
    let empty = json!({"eventType": "com.okta.event_hook", "data": {"events": []}});
    let read = read_json(JSON, &[hook, empty]);
    assert_eq!(read.counts(), [3, 2, 1, 0]);
    let known: Vec<String> = read.events().iter().map(|event| event.known_to.to_rfc3339()).collect();
    assert_eq!(known, ["2026-07-06T08:16:00+00:00", "2026-07-06T09:00:00+00:00"]);
    assert!(read.events().iter().all(|event| event.known_basis == KnownBasis::Recorded));
    let places: Vec<String> = read.events().iter().map(|event| event.origin.position()).collect();
    assert_eq!(places, ["1#1", "1#2"]);
}

#[test]
fn a_delivery_before_the_event_by_rounding_is_not_before_it() {
    let event = log_event("user.lifecycle.deactivate", json!({"insertionTimestamp": "2026-07-06T08:15:30Z"}));
    let read = read_json(JSON, &[event]);
    assert_eq!(read.events()[0].known_from, read.events()[0].occurred_at);
}

#[test]
fn elastic_keeps_the_event_as_text() {
    let plain = log_event("user.lifecycle.deactivate", json!({}));
    let document = json!({"@timestamp": "2026-07-06T08:15:30.125Z", "okta": {"event_type": "user.lifecycle.deactivate"},
        "event": {"original": plain.to_string(), "action": "user.lifecycle.deactivate"}});
    let expected = read_json(JSON, &[plain]).events()[0].clone();
    for wrapped in [document.clone(), json!({"_index": "logs-okta", "_source": document})] {
        assert_eq!(*read_json(JSON, &[wrapped]).events()[0], expected);
    }
    let head = Head { rows: vec![json!({"event": {"original": "plain text"}})], ..Head::default() };
    assert!(!(JSON.detect)(&head));
}

#[test]
fn other_containers_give_the_same_event() {
    let plain = log_event("user.lifecycle.deactivate", json!({}));
    let stream = json!({"version": "0", "detail-type": "SystemLog", "source": "aws.partner/okta.com/meridian/x", "detail": plain});
    let lower = json!({
        "uuid": "5b1c0d9e-0001-11f1-8000-000000000001", "published": "2026-07-06 08:15:30.125",
        "eventtype": "user.lifecycle.deactivate", "outcome": {"result": "SUCCESS"},
        "actor": {"id": "00uadmin1", "type": "User", "alternateid": "sam.okafor@meridian.example", "displayname": "Sam Okafor"},
        "transaction": {"id": "trx-1", "type": "WEB"}, "debugcontext": {"debugdata": {"traceid": "trace-1"}},
        "target": [{"id": "00uana", "type": "User", "alternateid": "ana.reyes@meridian.example", "displayname": "Ana Reyes"}],
    });
    let flat = json!({
        "uuid_g": "5b1c0d9e-0001-11f1-8000-000000000001", "published_t": "2026-07-06T08:15:30.125Z",
        "TimeGenerated": "2026-07-06T08:20:00Z", "eventType_s": "user.lifecycle.deactivate", "outcome_result_s": "SUCCESS",
        "actor_id_s": "00uadmin1", "actor_type_s": "User", "actor_alternateId_s": "sam.okafor@meridian.example",
        "actor_displayName_s": "Sam Okafor", "transaction_id_s": "trx-1", "transaction_type_s": "WEB",
        "debugContext_debugData_traceId_s": "trace-1", "target_s": format!("[\r\n{}]", user()),
    });
    let expected = read_json(JSON, &[plain]);
    for container in [stream, lower, flat] {
        assert_eq!(
            read_json(JSON, std::slice::from_ref(&container)).events(),
            expected.events(),
            "{container}"
        );
    }
}

#[test]
fn unusable_rows_are_rejected_with_a_reason() {
    let rows = [
        (json!({"uuid": null}), "no `uuid`"),
        (json!({"published": "yesterday"}), "`published`"),
        (json!({"published": "1970-01-01T00:00:00Z"}), "expected a time"),
    ];
    for (changes, reason) in rows {
        let read = read_one("user.lifecycle.deactivate", changes);
        assert_eq!(read.counts(), [1, 0, 0, 1]);
        assert!(read.reasons().contains(reason), "{}", read.reasons());
    }
    let good = log_event("user.lifecycle.deactivate", json!({}));
    let read = read_json(JSON, &[good.clone(), good, json!({"id": "00uana", "status": "ACTIVE"})]);
    assert_eq!(read.counts(), [3, 2, 0, 1]);
}

#[test]
fn foreign_files_are_not_claimed() {
    let rows = [
        json!({"id": "00uana", "status": "ACTIVE", "profile": {"login": "ana.reyes@meridian.example"}}),
        json!({"eventType": "AccountStatusChanged", "identityId": "x", "dt": "2026-07-06T00:00:00Z"}),
        json!({"event_type": "employee.terminated", "timestamp": 1_783_324_800}),
        json!({"version": "0", "detail-type": "EC2 Instance State-change", "source": "aws.ec2", "detail": {"state": "stopped"}}),
        json!({"data": {"events": [{"name": "x"}]}}),
    ];
    for row in rows {
        assert!(!(JSON.detect)(&Head { rows: vec![row.clone()], ..Head::default() }), "{row}");
    }
    assert!(!(JSON.detect)(&Head::default()));
}
