//! From an entry of the directory audit to canonical identity events.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    activities::{Meaning, meaning},
    audit::Audit,
    changes::{self, Fact},
    licences, members,
};
use crate::{
    ingest::{
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{DeviceKeys, EventKind, EventOutcome, IdentityEvent, Instant, KnownBasis, Origin, PersonKeys},
};

/// Settles one entry in JSON with the sink. Nearly all of a log is of no use: the activity decides before anything else
/// is looked at.
pub(in super::super) fn settle_entry(
    entry: &Value,
    envelope: Option<&Value>,
    at: Origin,
    sink: &mut Sink<'_>,
) {
    if Audit::activity_of(entry).is_none_or(|activity| meaning(&activity).is_none()) {
        return sink.out_of_scope(at);
    }
    let row = || envelope.unwrap_or(entry).to_string();
    settle(&Audit::from_json(entry, envelope), at, sink, &row);
}

/// Settles one entry with the sink. `row` prints the row for the list of rejects.
pub(in super::super) fn settle(audit: &Audit, at: Origin, sink: &mut Sink<'_>, row: &dyn Fn() -> String) {
    let Some(meaning) = meaning(&audit.activity) else { return sink.out_of_scope(at) };
    match events(audit, meaning, at, sink) {
        Ok(events) if events.is_empty() => sink.out_of_scope(at),
        Ok(events) => sink.accept(at, events.into_iter().map(Record::from)),
        Err(reason) => sink.reject(at, reason, &row()),
    }
}

/// What an entry says; several things where it changed several, none where it says nothing of use.
fn events(
    audit: &Audit,
    meaning: Meaning,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Vec<IdentityEvent>, String> {
    let text = audit.at.as_deref().ok_or("no `activityDateTime`; every entry of the audit carries one")?;
    let occurred_at = time(text, at, sink)
        .map_err(|reason| format!("`activityDateTime`: {reason}"))?
        .ok_or_else(|| format!("`activityDateTime` is `{text}`, expected a time"))?;
    let mut facts = facts(audit, meaning, at, sink)?;
    if is_substrate(audit) {
        // Its entries repeat inside Exchange what was done elsewhere; a name it changes is changed all the same.
        facts.retain(|fact| fact.kind == Some(EventKind::IdentifierChanged));
    }
    let (subject, device) = (members::subject(audit), members::device(audit));
    if facts.is_empty() || !is_about_somebody(audit, &subject, device.as_ref())? {
        return Ok(Vec::new());
    }
    let event = |fact| event(audit, fact, occurred_at, (&subject, device.as_ref()), at);
    Ok(facts.into_iter().filter_map(event).collect())
}

fn facts(audit: &Audit, meaning: Meaning, at: Origin, sink: &mut Sink<'_>) -> Result<Vec<Fact>, String> {
    match meaning {
        Meaning::Kind(kind) | Meaning::Member(kind) => Ok(vec![Fact::of(kind)]),
        Meaning::UpdateUser => changes::of_user(audit, &mut |text| time(text, at, sink)),
        Meaning::UpdateDevice => Ok(changes::of_device(audit)),
        Meaning::Licences => {
            let changed = licences::changed(audit);
            if changed.is_empty()
                && (licences::are_named(audit) || audit.property("AssignedLicense").is_none())
            {
                let message = "entries of `Change user license` that do not spell out `AssignedLicense` are out of \
                               scope: which licence came or went is not known";
                sink.note(at, "licence-change-without-values", message);
            }
            Ok(changed)
        }
        Meaning::NamesNobody => {
            let message = "deleted or restored groups, bulk jobs and licences of groups are out of scope: their \
                           entries name none of the people concerned (what a bulk job did to each of them stands in \
                           entries of their own)";
            sink.note(at, "names-nobody", message);
            Ok(Vec::new())
        }
    }
}

/// Whether a person or device is known. Applications and groups can be members too: nobody's device hangs on them.
fn is_about_somebody(
    audit: &Audit,
    subject: &PersonKeys,
    device: Option<&DeviceKeys>,
) -> Result<bool, String> {
    let is_known = subject.entra_object_id.is_some() || subject.login.is_some() || device.is_some();
    let others = ["ServicePrincipal", "Application", "Group", "Role", "Policy", "Directory"];
    let is_of_others = |kind: &str| others.iter().any(|other| other.eq_ignore_ascii_case(kind));
    if is_known {
        Ok(true)
    } else if !audit.targets.is_empty() && audit.targets.iter().all(|target| is_of_others(&target.kind)) {
        Ok(false)
    } else {
        Err(format!(
            "`{}` has no target of type `User` or `Device` with an id, so that nobody is known whom it is about",
            audit.activity
        ))
    }
}

fn event(
    audit: &Audit,
    fact: Fact,
    occurred_at: Instant,
    (subject, device): (&PersonKeys, Option<&DeviceKeys>),
    at: Origin,
) -> Option<IdentityEvent> {
    let is_person = subject.entra_object_id.is_some() || subject.login.is_some();
    let kind = if is_person { fact.kind? } else { of_device(fact.kind?) };
    let object = fact.object.or_else(|| members::object(audit, kind));
    let is_of_device = is_device_kind(kind) || !is_person;
    Some(IdentityEvent {
        event_id: audit.event_id(&printed(occurred_at)),
        kind,
        raw_kind: audit.activity.clone(),
        source: "entra",
        occurred_at,
        known_from: occurred_at,
        known_to: occurred_at,
        known_basis: KnownBasis::Occurred,
        effective_at: fact.effective_at,
        outcome: outcome(audit),
        subject: subject.clone(),
        device: device.filter(|_| is_of_device).cloned(),
        object,
        correlations: audit.correlation_id.iter().map(|id| format!("correlation:{id}")).collect(),
        recants_event_id: None,
        actor: audit.actor.as_ref().and_then(super::Actor::printed),
        actor_is_person: audit.actor.as_ref().map(|actor| actor.is_user),
        level: None,
        old_value: fact.old,
        new_value: fact.new,
        origin: at,
    })
}

/// An account that is disabled or deleted may be that of a device.
fn of_device(kind: EventKind) -> EventKind {
    use EventKind as K;
    match kind {
        K::AccountDisabled | K::AccountDeleted => K::DeviceRemoved,
        K::AccountEnabled | K::AccountRestored => K::DeviceAdded,
        other => other,
    }
}

fn is_device_kind(kind: EventKind) -> bool {
    use EventKind as K;
    matches!(kind, K::DeviceRemoved | K::DeviceAdded | K::DeviceNoncompliant | K::DeviceCompliant)
}

fn outcome(audit: &Audit) -> EventOutcome {
    match audit.result.as_deref().unwrap_or_default().to_ascii_lowercase().as_str() {
        "success" => EventOutcome::Happened,
        "failure" | "clienterror" => EventOutcome::Failed,
        _ => EventOutcome::Unknown,
    }
}

fn is_substrate(audit: &Audit) -> bool {
    let name = audit.actor.as_ref().filter(|actor| !actor.is_user).and_then(|actor| actor.name.as_deref());
    name.is_some_and(|name| name.eq_ignore_ascii_case("Microsoft Substrate Management"))
}

/// Whole milliseconds: Log Analytics keeps no more of the seven digits, and one entry is one in every shape.
fn time(text: &str, at: Origin, sink: &mut Sink<'_>) -> Result<Option<Instant>, String> {
    let read = sink.time(at, text, TimeRule::AssumeUtc)?;
    Ok(read.and_then(|at| DateTime::<Utc>::from_timestamp_millis(at.timestamp_millis())))
}

fn printed(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
