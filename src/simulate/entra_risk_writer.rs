//! Entra risk detections: mutable rows of which every version was streamed to an event hub, in the order of change.

use std::{io::Write, path::Path};

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    SimulateError,
    identity_log::number_of,
    output,
    vendor_ids::{TENANT, entra_person, guid_of},
    world::{Event, World},
};
use crate::records::Instant;

/// How long after a detection a new password of the person answers it.
const ANSWERED_WITHIN: i64 = 48;

/// A version of a detection.
struct Version<'a> {
    at: Instant,
    /// The event that raised it.
    raised: &'a Event,
    level: &'static str,
    state: &'static str,
    detail: &'static str,
}

/// Writes the versions; returns how many there are.
pub(super) fn write(dir: &Path, world: &World) -> Result<u64, SimulateError> {
    let versions = versions(world);
    let path = dir.join("exports/identity/entra-risk-detections.ndjson.gz");
    let mut file = output::create(&path)?;
    let mut put =
        |text: &str| file.write_all(text.as_bytes()).map_err(|source| output::failed(&path, source));
    for (index, version) in versions.iter().enumerate() {
        let line = format!("{}\n", record(world, version));
        put(&line)?;
        // The hub delivers at least once.
        if index % 60 == 7 {
            put(&line)?;
        }
    }
    file.flush().map_err(|source| output::failed(&path, source))?;
    Ok(versions.len() as u64)
}

/// Every version, in the order of change.
fn versions(world: &World) -> Vec<Version<'_>> {
    let mut open: Vec<&Event> = Vec::new();
    let mut all = Vec::new();
    let mut events: Vec<&Event> = world.events.iter().collect();
    events.sort_by(|a, b| (a.at, &a.uuid).cmp(&(b.at, &b.uuid)));
    for event in events {
        let version = |raised, level, state, detail| Version { at: event.at, raised, level, state, detail };
        // The newest of the person; all of them stay open to later versions.
        let mine = open.iter().rev().find(|raised| raised.person == event.person).copied();
        match event.kind {
            "user.risk.detect" | "user.risk.change" if is_high(event) => {
                open.push(event);
                all.push(version(event, "high", "atRisk", "none"));
            }
            "user.risk.detect" | "user.risk.change" => {
                all.extend(mine.map(|raised| version(raised, "low", "atRisk", "none")));
            }
            "user.account.update_password" => {
                let answered = mine.filter(|raised| event.at - raised.at < TimeDelta::hours(ANSWERED_WITHIN));
                all.extend(answered.map(|raised| {
                    version(raised, "high", "remediated", "userPerformedSecuredPasswordReset")
                }));
            }
            "analytics.feedback.provide" => {
                let said = |name: &str| event.debug.iter().any(|(_, value)| value == name);
                let about = open.iter().rev().find(|raised| said(&raised.uuid)).copied();
                let (state, detail) = if said("false_positive") {
                    ("confirmedSafe", "adminConfirmedSigninSafe")
                } else {
                    ("confirmedCompromised", "adminConfirmedUserCompromised")
                };
                all.extend(about.map(|raised| version(raised, "high", state, detail)));
            }
            _ => {}
        }
    }
    all
}

fn is_high(event: &Event) -> bool {
    event.debug.iter().any(|(key, value)| *key == "risk" && value.contains(" level=HIGH"))
}

fn record(world: &World, version: &Version<'_>) -> Value {
    let raised = version.raised;
    let id = guid_of(world.seed, "entra-detection", &raised.uuid);
    let person = &world.people[raised.person];
    let kinds = ["unfamiliarFeatures", "anomalousToken", "maliciousIPAddress", "impossibleTravel"];
    let kind = kinds[usize::try_from(number_of(&raised.uuid) % 4).unwrap_or(0)];
    let exact = |at: Instant| at.format("%Y-%m-%dT%H:%M:%S%.3f0000Z").to_string();
    json!({
        "time": version.at.format("%-m/%-d/%Y %-I:%M:%S %p").to_string(),
        "resourceId": format!("/tenants/{TENANT}/providers/Microsoft.aadiam"),
        "operationName": "User Risk Detection",
        "operationVersion": "1.0",
        "category": "UserRiskEvents",
        "tenantId": TENANT,
        "resultSignature": "None",
        "durationMs": "0",
        "callerIpAddress": "203.0.113.77",
        "correlationId": id,
        "identity": person.at(raised.at).name,
        "Level": 4,
        "location": "US",
        "properties": {
            "id": id,
            "requestId": guid_of(world.seed, "entra-request", &raised.uuid),
            "correlationId": guid_of(world.seed, "entra-sign-in", &raised.uuid),
            "riskType": kind,
            "riskEventType": kind,
            "riskState": version.state,
            "riskLevel": version.level,
            "riskDetail": version.detail,
            "source": "IdentityProtection",
            "detectionTimingType": "realtime",
            "activity": "signin",
            "ipAddress": "203.0.113.77",
            "location": { "city": "Sampleton", "state": "New York", "countryOrRegion": "US" },
            "activityDateTime": exact(raised.at),
            "detectedDateTime": exact(raised.at),
            "lastUpdatedDateTime": exact(version.at),
            "userId": entra_person(world.seed, raised.person),
            "userDisplayName": person.at(raised.at).name,
            "userPrincipalName": raised.login,
            "additionalInfo": "[{\"Key\":\"riskReasons\",\"Value\":[\"UnfamiliarIP\"]}]",
            "tokenIssuerType": "AzureAD",
            "resourceTenantId": null,
            "homeTenantId": TENANT,
            "userType": "member",
            "crossTenantAccessType": "none",
        },
    })
}
