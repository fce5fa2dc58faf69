//! Versions of risk detections and risky users.

use super::*;
use crate::records::RiskLevel;

const DETECTION: &str = "0000aaaa1111bbbb";

/// A detection made offline, a day after the activity.
pub(super) fn detection(state: &str, detail: &str, updated: &str) -> Value {
    json!({
        "id": DETECTION, "requestId": "r-1", "correlationId": OPERATION, "riskEventType": "unlikelyTravel",
        "riskState": state, "riskLevel": "medium", "riskDetail": detail, "source": "IdentityProtection",
        "detectionTimingType": "offline", "activity": "signin", "ipAddress": "192.0.2.7",
        "activityDateTime": "2026-07-05T12:53:00.5000000Z", "detectedDateTime": "2026-07-06T08:10:00Z",
        "lastUpdatedDateTime": updated, "userId": ANA, "userDisplayName": "Ana Reyes",
        "userPrincipalName": "ana.reyes@meridian.example", "additionalInfo": "[{\"Key\":\"userAgent\",\"Value\":null}]",
    })
}

fn risky_user(state: &str, detail: &str, updated: &str) -> Value {
    json!({ "id": ANA, "userPrincipalName": "ana.reyes@meridian.example", "userDisplayName": "Ana Reyes",
            "riskState": state, "riskLevel": "high", "riskDetail": detail, "riskLastUpdatedDateTime": updated,
            "isDeleted": false, "isProcessing": false })
}

#[test]
fn a_detection_is_raised_at_the_activity_and_known_when_it_was_detected() {
    let read = read_json(&RISK, &[detection("atRisk", "none", "2026-07-06T08:12:00Z")]);
    let [raised] = read.events()[..] else { panic!("{:?}", read.records) };
    assert_eq!((raised.kind, raised.level), (K::RiskRaised, Some(RiskLevel::Medium)));
    assert_eq!(raised.event_id, format!("{DETECTION}@2026-07-06T08:12:00Z"));
    assert_eq!(raised.occurred_at.to_rfc3339(), "2026-07-05T12:53:00.500+00:00");
    assert_eq!(raised.known_from.to_rfc3339(), "2026-07-06T08:10:00+00:00");
    assert_eq!((raised.known_basis, raised.raw_kind.as_str()), (KnownBasis::Recorded, "unlikelyTravel"));
    assert_eq!(raised.subject.entra_object_id.as_deref(), Some(ANA));
    assert_eq!(
        raised.correlations,
        [format!("detection:{DETECTION}"), format!("correlation:{OPERATION}"), "request:r-1".to_owned()]
    );
}

#[test]
fn a_safe_detection_tells_of_its_own_raise_and_takes_it_back() {
    for (state, detail) in [
        ("confirmedSafe", "adminConfirmedSigninSafe"),
        ("dismissed", "aiConfirmedSigninSafe"),
        ("dismissed", "m365DAdminDismissedDetection"),
    ] {
        let read = read_json(&RISK, &[detection(state, detail, "2026-07-06T08:12:31Z")]);
        assert_eq!(read.counts(), [1, 1, 0, 0]);
        let [raised, recanted] = read.events()[..] else { panic!("{:?}", read.records) };
        assert_eq!((raised.kind, recanted.kind), (K::RiskRaised, K::RiskRecanted), "{detail}");
        assert_eq!(recanted.recants_event_id.as_deref(), Some(raised.event_id.as_str()));
        assert_eq!(recanted.occurred_at.to_rfc3339(), "2026-07-06T08:12:31+00:00");
        assert_eq!(raised.known_to.to_rfc3339(), "2026-07-06T08:10:00+00:00");
        assert_eq!(recanted.raw_kind, format!("unlikelyTravel: {state} ({detail})"));
    }
}

#[test]
fn dismissed_is_ambiguous_remediated_is_no_recant_and_compromise_is_confirmed() {
    for (state, detail, kind) in [
        ("dismissed", "adminDismissedAllRiskForUser", K::RiskDismissed),
        ("remediated", "userPerformedSecuredPasswordReset", K::Remediated),
        ("remediated", "userPassedMFADrivenByRiskBasedPolicy", K::Remediated),
        ("confirmedCompromised", "adminConfirmedSigninCompromised", K::CompromiseConfirmed),
    ] {
        let read = read_json(&RISK, &[detection(state, detail, "2026-07-06T09:00:00Z")]);
        assert_eq!(kinds(&read), [K::RiskRaised, kind], "{state} {detail}");
        assert_eq!(read.events()[1].recants_event_id, None, "{state}");
    }
}

#[test]
fn every_version_of_a_detection_has_its_own_id() {
    let read = read_json(
        &RISK,
        &[
            detection("atRisk", "none", "2026-07-06T08:12:00Z"),
            detection("confirmedCompromised", "adminConfirmedSigninCompromised", "2026-07-06T09:00:00Z"),
            detection("dismissed", "adminDismissedAllRiskForUser", "2026-07-07T09:00:00.1234567Z"),
        ],
    );
    assert_eq!(read.counts(), [3, 3, 0, 0]);
    let of = |kind| read.events().into_iter().filter(|event| event.kind == kind).cloned().collect::<Vec<_>>();
    assert_eq!(of(K::RiskRaised).len(), 3);
    assert_eq!(of(K::RiskRaised)[1].event_id, DETECTION, "the detection itself, whatever became of it");
    assert_eq!(of(K::RiskDismissed)[0].event_id, format!("{DETECTION}@2026-07-07T09:00:00.123Z"));
    assert!(read.events().iter().all(|event| event.correlations[0] == format!("detection:{DETECTION}")));
}

#[test]
fn a_risky_user_is_the_person_and_may_be_confirmed_safe() {
    for (state, detail, expected) in [
        ("atRisk", "none", vec![K::RiskRaised]),
        ("confirmedSafe", "adminConfirmedUserSafe", vec![K::ConfirmedSafe]),
        ("dismissed", "adminDismissedAllRiskForUser", vec![K::RiskDismissed]),
        ("confirmedCompromised", "adminConfirmedUserCompromised", vec![K::CompromiseConfirmed]),
        ("remediated", "userPerformedSecuredPasswordChange", vec![K::Remediated]),
        ("none", "none", vec![]),
    ] {
        let read = read_json(&RISK, &[risky_user(state, detail, "2026-07-06T09:00:00Z")]);
        assert_eq!(kinds(&read), expected, "{state}");
        for event in read.events() {
            assert_eq!(event.subject.entra_object_id.as_deref(), Some(ANA));
            assert_eq!(event.event_id, format!("{ANA}@2026-07-06T09:00:00Z"));
        }
    }
    let mut history = risky_user("atRisk", "none", "2026-07-06T09:00:00Z");
    history["id"] = "h-77".into();
    history["userId"] = ANA.into();
    history["activity"] = json!({ "riskEventTypes": ["leakedCredentials"] });
    let read = read_json(&RISK, &[history]);
    assert_eq!(read.events()[0].subject.entra_object_id.as_deref(), Some(ANA));
}

#[test]
fn hubs_and_log_analytics_carry_the_same_rows() {
    let plain = detection("confirmedSafe", "adminConfirmedSigninSafe", "2026-07-06T08:12:31Z");
    let expected: Vec<IdentityEvent> =
        read_json(&RISK, std::slice::from_ref(&plain)).events().into_iter().cloned().collect();
    let hub = json!({ "time": "7/6/2026 8:17:00 AM", "category": "UserRiskEvents", "correlationId": DETECTION,
                      "level": "4", "properties": plain });
    let capital = |name: &str| name[..1].to_uppercase() + &name[1..];
    let table: serde_json::Map<String, Value> =
        plain.as_object().unwrap().iter().map(|(name, value)| (capital(name), value.clone())).collect();
    for row in [hub, Value::Object(table)] {
        let read = read_json(&RISK, &[row]);
        let found: Vec<IdentityEvent> = read.events().into_iter().cloned().collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn hidden_levels_are_noted_and_unknown_states_are_rejected() {
    let mut hidden = detection("atRisk", "hidden", "2026-07-06T08:12:00Z");
    hidden["riskLevel"] = "hidden".into();
    hidden["riskEventType"] = "generic".into();
    let odd = detection("underReview", "none", "2026-07-06T08:12:00Z");
    let undated = detection("atRisk", "none", "");
    let read = read_json(&RISK, &[hidden, odd, undated]);
    assert_eq!(read.counts(), [3, 1, 0, 2]);
    assert_eq!(read.events()[0].level, None);
    assert!(read.has_note("risk-hidden"));
    assert!(read.reasons().contains("`underReview`") && read.reasons().contains("`lastUpdatedDateTime`"));
}

#[test]
fn risks_of_applications_are_no_persons() {
    let of_application = json!({ "id": "sp-1", "appId": "a-1", "servicePrincipalType": "Application", "riskState": "atRisk",
                                 "riskLastUpdatedDateTime": "2026-07-06T08:12:00Z" });
    let head = crate::ingest::format::Head { rows: vec![of_application.clone()], ..Default::default() };
    assert!(!(RISK.detect)(&head));
    let read = read_json(
        &RISK,
        &[
            risky_user("atRisk", "none", "2026-07-06T08:12:00Z"),
            of_application,
            risky_user("none", "none", "2026-07-06T08:12:00Z"),
        ],
    );
    assert_eq!(read.counts(), [3, 1, 1, 1]);
}
