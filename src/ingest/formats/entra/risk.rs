//! Risk detections and risky users: rows that change. Every version stands for itself, and a version that says what
//! became of a detection also says that the detection was made.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    fields::{guid, text},
    risk_grades::{Grade, grade},
};
use crate::{
    ingest::{
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{
        EventKind, EventOutcome, IdentityEvent, Instant, KnownBasis, ObjectRef, Origin, PersonKeys, RiskLevel,
    },
};

/// Whether a value is a risk detection or a risky user; sign-ins carry a state of risk too.
pub(in super::super) fn looks_like_risk(value: &Value) -> bool {
    text(value, "riskState").is_some() && (is_detection(value) || is_user(value))
}

fn is_detection(value: &Value) -> bool {
    let has = |name| text(value, name).is_some();
    has("userId") && has("detectedDateTime") && (has("riskEventType") || has("riskType"))
}

fn is_user(value: &Value) -> bool {
    let is_of_application = text(value, "servicePrincipalType").is_some() || text(value, "appId").is_some();
    text(value, "riskLastUpdatedDateTime").is_some() && !is_of_application
}

/// One version of a row.
struct Version {
    /// Id of the detection or, for a user, of the person.
    id: String,
    grade: Grade,
    level: Option<RiskLevel>,
    /// `riskEventType`, or `riskyUser`.
    what: String,
    /// When this version was written.
    updated: Instant,
    /// For detections: when the activity was, and when it was detected.
    detected: Option<(Instant, Instant)>,
    subject: PersonKeys,
    correlations: Vec<String>,
    state: String,
    detail: Option<String>,
}

/// Settles one version with the sink.
pub(in super::super) fn settle_risk(record: &Value, at: Origin, sink: &mut Sink<'_>) {
    match version(record, at, sink) {
        Ok(version) if version.grade == Grade::None => sink.out_of_scope(at),
        Ok(version) => sink.accept(at, events(&version, at).into_iter().map(Record::from)),
        Err(reason) => sink.reject(at, reason, &record.to_string()),
    }
}

fn version(record: &Value, at: Origin, sink: &mut Sink<'_>) -> Result<Version, String> {
    let id = guid(record, "id").ok_or("no `id`; every risk carries one")?;
    let is_user = !is_detection(record);
    let state = text(record, "riskState").ok_or("no `riskState`; every risk carries one")?;
    let detail = text(record, "riskDetail");
    let grade = grade(&state, detail.as_deref().unwrap_or_default()).ok_or_else(|| {
        format!(
            "`riskState` is `{state}`, expected atRisk, confirmedSafe, remediated, dismissed, confirmedCompromised or none"
        )
    })?;
    let level = text(record, "riskLevel").map(|level| level.to_ascii_lowercase());
    if level.as_deref() == Some("hidden") {
        let message = "levels and details of risks read `hidden`: the tenant has no licence of Entra ID P2, and what \
                       was detected is not told";
        sink.note(at, "risk-hidden", message);
    }
    let updated = if is_user { "riskLastUpdatedDateTime" } else { "lastUpdatedDateTime" };
    let updated =
        time(record, updated, at, sink)?.ok_or_else(|| format!("no `{updated}`, expected a time"))?;
    let detected = if is_user { None } else { Some(detection_times(record, at, sink)?) };
    let person = if is_user { guid(record, "userId").unwrap_or_else(|| id.clone()) } else { String::new() };
    let subject = PersonKeys {
        entra_object_id: guid(record, "userId").or(Some(person).filter(|person| !person.is_empty())),
        login: text(record, "userPrincipalName"),
        display_name: text(record, "userDisplayName"),
        ..PersonKeys::default()
    };
    Ok(Version {
        correlations: correlations(record, &id, is_user),
        what: text(record, "riskEventType")
            .or_else(|| text(record, "riskType"))
            .filter(|_| !is_user)
            .unwrap_or_else(|| "riskyUser".to_owned()),
        // `none` is the level after a risk was closed: what it was before is not told.
        level: level.and_then(|level| level.parse().ok()).filter(|level| *level != RiskLevel::None),
        id,
        grade,
        updated,
        detected,
        subject,
        state,
        detail: detail.filter(|detail| !["none", "hidden"].contains(&detail.as_str())),
    })
}

/// When the activity was, and when it was detected: for detections made offline often a day apart.
fn detection_times(record: &Value, at: Origin, sink: &mut Sink<'_>) -> Result<(Instant, Instant), String> {
    let detected =
        time(record, "detectedDateTime", at, sink)?.ok_or("no `detectedDateTime`, expected a time")?;
    let activity = time(record, "activityDateTime", at, sink)?.unwrap_or(detected);
    Ok((activity, detected.max(activity)))
}

/// Every version of a detection belongs to it, and it to the sign-in it was found in.
fn correlations(record: &Value, id: &str, is_user: bool) -> Vec<String> {
    if is_user {
        return Vec::new();
    }
    let of_operation = guid(record, "correlationId").map(|id| format!("correlation:{id}"));
    let of_request = guid(record, "requestId").map(|id| format!("request:{id}"));
    [Some(format!("detection:{id}")), of_operation, of_request].into_iter().flatten().collect()
}

/// The event of this version and, where it is about what became of a detection, the detection itself.
fn events(version: &Version, at: Origin) -> Vec<IdentityEvent> {
    let Some(kind) = version.grade.kind(version.detected.is_none()) else { return Vec::new() };
    let id = format!("{}@{}", version.id, version.updated.format("%Y-%m-%dT%H:%M:%S%.fZ"));
    let (occurred_at, known) = match version.detected {
        Some((activity, detected)) if kind == EventKind::RiskRaised => (activity, detected),
        _ => (version.updated, version.updated),
    };
    let mut decision = Event { id, kind, occurred_at, known, recants: None };
    let mut events = Vec::new();
    if let Some((activity, detected)) = version.detected.filter(|_| kind != EventKind::RiskRaised) {
        let raised = EventKind::RiskRaised;
        let id = version.id.clone();
        if kind == EventKind::RiskRecanted {
            decision.recants = Some(id.clone());
        }
        events.push(Event { id, kind: raised, occurred_at: activity, known: detected, recants: None });
    }
    events.push(decision);
    events.into_iter().map(|event| event.with(version, at)).collect()
}

/// What differs between the events of one version.
struct Event {
    id: String,
    kind: EventKind,
    occurred_at: Instant,
    known: Instant,
    recants: Option<String>,
}

impl Event {
    fn with(self, version: &Version, at: Origin) -> IdentityEvent {
        let is_raised = self.kind == EventKind::RiskRaised;
        // The state is no part of the name of a detection, which is the same in every version.
        let raw_kind = match &version.detail {
            _ if is_raised => version.what.clone(),
            Some(detail) => format!("{}: {} ({detail})", version.what, version.state),
            None => format!("{}: {}", version.what, version.state),
        };
        let is_users_deed = version.detail.as_deref().is_some_and(|detail| detail.starts_with("user"));
        let is_admins_deed = version.detail.as_deref().is_some_and(|detail| detail.contains("dmin"));
        IdentityEvent {
            event_id: self.id,
            kind: self.kind,
            raw_kind,
            source: "entra",
            occurred_at: self.occurred_at,
            known_from: self.known,
            known_to: self.known,
            known_basis: KnownBasis::Recorded,
            effective_at: None,
            outcome: EventOutcome::Happened,
            subject: version.subject.clone(),
            device: None,
            object: Some(ObjectRef { id: None, name: Some(version.what.clone()) })
                .filter(|_| version.detected.is_some()),
            correlations: version.correlations.clone(),
            recants_event_id: self.recants,
            actor: Some("risk engine".to_owned()).filter(|_| is_raised),
            actor_is_person: if is_raised {
                Some(false)
            } else {
                (is_users_deed || is_admins_deed).then_some(true)
            },
            level: version.level,
            old_value: None,
            new_value: None,
            origin: at,
        }
    }
}

/// A time of the record, whole milliseconds: Log Analytics keeps no more.
fn time(record: &Value, name: &str, at: Origin, sink: &mut Sink<'_>) -> Result<Option<Instant>, String> {
    let Some(text) = text(record, name) else { return Ok(None) };
    let read = sink.time(at, &text, TimeRule::AssumeUtc).map_err(|reason| format!("`{name}`: {reason}"))?;
    Ok(read.and_then(|at| DateTime::<Utc>::from_timestamp_millis(at.timestamp_millis())))
}
