//! From a log event to the canonical identity event.

use super::{
    event_types::{Meaning, meaning},
    identifiers::{self, Change},
    log_event::{Entity, LogEvent},
    risk,
};
use crate::{
    ingest::{
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{
        DeviceKeys, EventKind, EventOutcome, IdentityEvent, Instant, KnownBasis, ObjectRef, Origin,
        PersonKeys, RiskLevel,
    },
};

/// What the kind-dependent part of an event says.
#[derive(Debug, Default)]
struct Facts {
    kind: Option<EventKind>,
    level: Option<RiskLevel>,
    change: Change,
    recants: Option<String>,
}

/// Settles one log event with the sink. `row` prints the row for the list of rejects.
pub(in super::super) fn settle(log: &LogEvent, at: Origin, sink: &mut Sink<'_>, row: &dyn Fn() -> String) {
    let Some(facts) = facts(log, at, sink) else { return sink.out_of_scope(at) };
    match event(log, facts, at, sink) {
        Ok(event) => sink.accept(at, [Record::from(event)]),
        Err(reason) => sink.reject(at, reason, &row()),
    }
}

/// The kind and what belongs to it; `None` when the event says nothing that a workflow can use.
fn facts(log: &LogEvent, at: Origin, sink: &mut Sink<'_>) -> Option<Facts> {
    let plain = |kind| Facts { kind: Some(kind), ..Facts::default() };
    match meaning(&log.event_type)? {
        Meaning::Kind(kind) => Some(plain(kind)),
        Meaning::SignIn => {
            (outcome(log, EventKind::SignIn) == EventOutcome::Happened).then(|| plain(EventKind::SignIn))
        }
        Meaning::Risk { is_detection } => risk_facts(log, is_detection, at, sink),
        Meaning::Feedback => feedback_facts(log),
        Meaning::StatusFromMaster => status_facts(log, at, sink),
        Meaning::Identifier => {
            let change = identifiers::spelt_out(log).unwrap_or_default();
            Some(Facts { change, ..plain(EventKind::IdentifierChanged) })
        }
        Meaning::Profile => {
            let spelt_out = identifiers::spelt_out(log);
            let is_change = spelt_out.is_some() || identifiers::named(log);
            is_change.then(|| Facts {
                change: spelt_out.unwrap_or_default(),
                ..plain(EventKind::IdentifierChanged)
            })
        }
    }
}

fn risk_facts(log: &LogEvent, is_detection: bool, at: Origin, sink: &mut Sink<'_>) -> Option<Facts> {
    let risk = log.debug("risk").map(risk::parse).unwrap_or_default();
    let kind = match (risk.level, risk.previous) {
        (Some(level), Some(previous)) if level < previous => EventKind::RiskLowered,
        (Some(level), _) if level >= RiskLevel::Medium => EventKind::RiskRaised,
        // A low level with nothing lower before it is what an earlier, higher one came down to.
        (Some(_), None) => EventKind::RiskLowered,
        (Some(_), Some(_)) => return None,
        (None, _) => {
            let message = "risk events without a readable `debugData.risk`: the level is lost (the CSV of the admin \
                           console does not carry it); detections count as raised, changes are out of scope; \
                           export the System Log as JSON";
            sink.note(at, "risk-level-missing", message);
            is_detection.then_some(EventKind::RiskRaised)?
        }
    };
    Some(Facts { kind: Some(kind), level: risk.level, ..Facts::default() })
}

fn feedback_facts(log: &LogEvent) -> Option<Facts> {
    let label = log.debug("Label")?.to_ascii_lowercase().replace([' ', '-'], "_");
    match label.as_str() {
        "false_positive" => {
            let recants = log.debug("EventUuid").map(str::to_owned);
            Some(Facts { kind: Some(EventKind::RiskRecanted), recants, ..Facts::default() })
        }
        // Somebody looked at the detection and found it right: the risk was dealt with, not withdrawn.
        "true_positive" => Some(Facts { kind: Some(EventKind::Remediated), ..Facts::default() }),
        _ => None,
    }
}

fn status_facts(log: &LogEvent, at: Origin, sink: &mut Sink<'_>) -> Option<Facts> {
    let of_target = log.targets.iter().find_map(|target| target.after.get("status").map(String::as_str));
    let of_debug =
        ["status", "newStatus", "targetStatus", "lifecycleStatus"].iter().find_map(|name| log.debug(name));
    let status = of_target.or(of_debug).unwrap_or_default().to_ascii_uppercase();
    let kind = match status.as_str() {
        "DEPROVISIONED" | "DEACTIVATED" | "INACTIVE" | "DISABLED" => EventKind::AccountDisabled,
        "SUSPENDED" => EventKind::AccountSuspended,
        "DELETED" => EventKind::AccountDeleted,
        "ACTIVE" | "PROVISIONED" | "ENABLED" => EventKind::AccountEnabled,
        _ => {
            let message = "lifecycle updates from a mastering directory that do not name the new status are out of scope";
            sink.note(at, "status-from-master-missing", message);
            return None;
        }
    };
    Some(Facts { kind: Some(kind), ..Facts::default() })
}

fn event(log: &LogEvent, facts: Facts, at: Origin, sink: &mut Sink<'_>) -> Result<IdentityEvent, String> {
    let kind = facts.kind.ok_or_else(|| format!("`{}` has no canonical kind", log.event_type))?;
    let event_id = log.uuid.clone().ok_or("no `uuid`; every log event of Okta carries one")?;
    let published =
        log.published.as_deref().ok_or("no `published` time; every log event of Okta carries one")?;
    let occurred_at = time(published, "published", at, sink)?
        .ok_or_else(|| format!("`published` is `{published}`, expected a time"))?;
    let recorded = match log.recorded.as_deref() {
        Some(text) => time(text, "recorded", at, sink)?,
        None => None,
    };
    // A delivery time with whole seconds may lie before the event by rounding alone.
    let known = recorded.map_or(occurred_at, |recorded| recorded.max(occurred_at));
    let subject = subject(log, kind);
    let device = device(log, kind);
    if subject.is_empty() && device.is_none() && needs_subject(kind) {
        return Err(format!(
            "`{}` has no target of type `User`, so that nobody is known whom it is about",
            log.event_type
        ));
    }
    Ok(IdentityEvent {
        event_id,
        kind,
        raw_kind: log.event_type.clone(),
        source: "okta",
        occurred_at,
        known_from: known,
        known_to: known,
        known_basis: if recorded.is_some() { KnownBasis::Recorded } else { KnownBasis::Occurred },
        effective_at: None,
        outcome: outcome(log, kind),
        subject,
        device,
        object: object(log, kind),
        correlations: correlations(log),
        recants_event_id: facts.recants,
        actor: printed(&log.actor),
        actor_is_person: actor_is_person(log),
        level: facts.level,
        old_value: facts.change.old,
        new_value: facts.change.new,
        origin: at,
    })
}

fn time(text: &str, name: &str, at: Origin, sink: &mut Sink<'_>) -> Result<Option<Instant>, String> {
    sink.time(at, text, TimeRule::Utc).map_err(|reason| format!("`{name}`: {reason}"))
}

/// Whether the record says that it took effect. `FAILURE` of a lock with `LOCKED_OUT` is the sign-in that
/// failed: the account *is* locked.
fn outcome(log: &LogEvent, kind: EventKind) -> EventOutcome {
    let result = log.result.as_deref().unwrap_or_default();
    match result {
        "SUCCESS" | "ALLOW" => EventOutcome::Happened,
        "FAILURE" | "DENY" if kind == EventKind::AccountLocked => match log.reason.as_deref() {
            Some("LOCKED_OUT") => EventOutcome::Happened,
            Some(_) => EventOutcome::Failed,
            None => EventOutcome::Unknown,
        },
        "FAILURE" | "DENY" | "SKIPPED" => EventOutcome::Failed,
        _ => EventOutcome::Unknown,
    }
}

/// The target of type `User`; for locks and sign-ins without one, the acting user. Never an `AppUser`: its
/// id is that of the assignment.
fn subject(log: &LogEvent, kind: EventKind) -> PersonKeys {
    let actor = Some(&log.actor).filter(|actor| actor.kind == "User");
    let actor = actor.filter(|_| matches!(kind, EventKind::AccountLocked | EventKind::SignIn));
    let Some(user) = log.target(&["User"]).or(actor) else { return PersonKeys::default() };
    PersonKeys {
        okta_id: user.id.clone(),
        login: user.alternate_id.clone(),
        display_name: user.display_name.clone(),
        ..PersonKeys::default()
    }
}

/// Import safeguards are about an import, feedback about an event; devices can stand for themselves.
fn needs_subject(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::ImportBlocked | EventKind::ImportResumed | EventKind::RiskRecanted | EventKind::Remediated
    )
}

const DEVICE: &[&str] = &["UDDevice", "Device"];

fn device(log: &LogEvent, kind: EventKind) -> Option<DeviceKeys> {
    if !matches!(kind, EventKind::DeviceRemoved | EventKind::DeviceAdded) {
        return None;
    }
    let target = log.target(DEVICE)?;
    let detail = |names: [&str; 2]| {
        names.iter().find_map(|name| target.details.get(*name)).map(|text| text.to_uppercase())
    };
    Some(DeviceKeys {
        serial: detail(["serialnumber", "serial"]),
        udid: detail(["udid", "deviceudid"]),
        name: target.display_name.clone(),
        ..DeviceKeys::default()
    })
}

/// Group, app, role or Okta's own device record.
fn object(log: &LogEvent, kind: EventKind) -> Option<ObjectRef> {
    let kinds: &[&str] = match kind {
        EventKind::GroupRemoved | EventKind::GroupAdded => &["UserGroup"],
        EventKind::RoleRemoved | EventKind::RoleAdded => &["Role", "CustomRole"],
        EventKind::DeviceRemoved | EventKind::DeviceAdded => DEVICE,
        _ => &["AppInstance", "UserGroup"],
    };
    if let Some(target) = log.target(kinds) {
        return Some(ObjectRef { id: target.id.clone(), name: target.display_name.clone() });
    }
    let role = ["privilegeRevoked", "privilegeGranted"].iter().find_map(|name| log.debug(name));
    let role = role.filter(|_| matches!(kind, EventKind::RoleRemoved | EventKind::RoleAdded))?;
    Some(ObjectRef { id: None, name: Some(role.to_owned()) })
}

/// Sessions are left out: they belong to the actor, not to the operation.
fn correlations(log: &LogEvent) -> Vec<String> {
    let transaction = log.transaction_id.as_ref().map(|id| format!("transaction:{id}"));
    let trace = log.debug("traceId").map(|id| format!("trace:{id}"));
    transaction.into_iter().chain(trace).collect()
}

fn printed(actor: &Entity) -> Option<String> {
    match (&actor.display_name, &actor.alternate_id) {
        (Some(name), Some(login)) if name != login => Some(format!("{name} ({login})")),
        (name, login) => name.clone().or_else(|| login.clone()).or_else(|| actor.id.clone()),
    }
}

fn actor_is_person(log: &LogEvent) -> Option<bool> {
    let is_job = log.transaction_type.as_deref() == Some("JOB");
    match log.actor.kind.as_str() {
        "User" => Some(!is_job && !log.is_api_call),
        "SystemPrincipal" | "PublicClientApp" | "PublicClientAppEntity" => Some(false),
        _ if is_job => Some(false),
        _ => None,
    }
}
