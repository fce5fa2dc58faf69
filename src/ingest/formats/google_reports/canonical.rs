//! From an event of an activity to canonical identity events.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    activity::{Activity, Event},
    event_names::{Meaning, meaning},
};
use crate::{
    ingest::{
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{
        DeviceKeys, EventKind, EventOutcome, IdentityEvent, Instant, KnownBasis, ObjectRef, Origin,
        PersonKeys,
    },
};

/// One thing an event says.
#[derive(Debug, Default)]
struct Fact {
    kind: Option<EventKind>,
    object: Option<ObjectRef>,
    device: Option<DeviceKeys>,
    old: Option<String>,
    new: Option<String>,
}

impl Fact {
    fn of(kind: EventKind) -> Self {
        Self { kind: Some(kind), ..Self::default() }
    }
}

/// Settles one event with the sink.
pub(super) fn settle(activity: &Activity, event: &Event, at: Origin, sink: &mut Sink<'_>, row: &Value) {
    let Some(meaning) = meaning(&activity.application, &event.name) else { return sink.out_of_scope(at) };
    if meaning == Meaning::NamesNobody {
        let message = "licences taken from a whole organisational unit are out of scope: the log names none of its \
                       users";
        sink.note(at, "names-nobody", message);
        return sink.out_of_scope(at);
    }
    match events(activity, event, meaning, at, sink) {
        Ok(events) if events.is_empty() => sink.out_of_scope(at),
        Ok(events) => sink.accept(at, events.into_iter().map(Record::from)),
        Err(reason) => sink.reject(at, reason, &row.to_string()),
    }
}

fn events(
    activity: &Activity,
    event: &Event,
    meaning: Meaning,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Vec<IdentityEvent>, String> {
    let occurred_at = time(activity, at, sink)?;
    let facts = facts(event, meaning);
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let subject = subject(activity, event, meaning)?;
    let qualifier = activity.qualifier.as_deref().unwrap_or_default();
    // Cloud Logging keeps microseconds of the same activity.
    let stamp = occurred_at.format("%Y-%m-%dT%H:%M:%S%.3fZ");
    let event_id = format!("{stamp}+{qualifier}+{}+{}", activity.application, event.number);
    let is_person = activity.caller.as_deref().map(|caller| caller.eq_ignore_ascii_case("USER"));
    let made = |fact: Fact| {
        Some(IdentityEvent {
            event_id: event_id.clone(),
            kind: fact.kind?,
            raw_kind: format!("{}/{}", activity.application, event.name),
            source: "google",
            occurred_at,
            known_from: occurred_at,
            known_to: occurred_at,
            known_basis: KnownBasis::Occurred,
            effective_at: None,
            outcome: EventOutcome::Happened,
            subject: subject.clone(),
            device: fact.device,
            object: fact.object,
            correlations: vec![format!("activity:{qualifier}")],
            recants_event_id: None,
            actor: activity.actor.clone(),
            actor_is_person: is_person,
            level: None,
            old_value: fact.old,
            new_value: fact.new,
            origin: at,
        })
    };
    Ok(facts.into_iter().filter_map(made).collect())
}

/// Whole milliseconds, as the Reports API writes them.
fn time(activity: &Activity, at: Origin, sink: &mut Sink<'_>) -> Result<Instant, String> {
    let text = activity.time.as_deref().ok_or("no `id.time`; every activity carries one")?;
    let read = sink.time(at, text, TimeRule::Utc).map_err(|reason| format!("`id.time`: {reason}"))?;
    read.and_then(|at| DateTime::<Utc>::from_timestamp_millis(at.timestamp_millis()))
        .ok_or_else(|| format!("`id.time` is `{text}`, expected a time"))
}

fn facts(event: &Event, meaning: Meaning) -> Vec<Fact> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    match meaning {
        Meaning::Account(kind) | Meaning::OfActor(kind) => vec![Fact::of(kind)],
        Meaning::Member(kind) => {
            let id = owned(event.first(&["GROUP_EMAIL", "group_id", "group_email"]));
            vec![Fact {
                object: id.map(|id| ObjectRef { name: Some(id.clone()), id: Some(id) }),
                ..Fact::of(kind)
            }]
        }
        Meaning::Unit => {
            moved(event.get("ORG_UNIT_NAME"), event.get("NEW_VALUE"), [K::GroupRemoved, K::GroupAdded])
        }
        Meaning::Licence => licences(event),
        Meaning::Role(kind) => {
            let object = ObjectRef { id: owned(event.get("ROLE_ID")), name: owned(event.get("ROLE_NAME")) };
            vec![Fact { object: Some(or_named(object, "administrator")), ..Fact::of(kind) }]
        }
        Meaning::Token => {
            let object = ObjectRef { id: owned(event.get("APP_ID")), name: owned(event.get("APP_NAME")) };
            vec![Fact { object: Some(object), ..Fact::of(K::AppRemoved) }]
        }
        Meaning::Device(kind) => vec![device(event, kind)],
        Meaning::Identifier => {
            let is_name = event.name == "RENAME_USER";
            let old = if is_name { event.get("USER_EMAIL") } else { event.get("OLD_VALUE") };
            let (old, new) = (owned(old), owned(event.get("NEW_VALUE")));
            vec![Fact { old, new, ..Fact::of(K::IdentifierChanged) }]
        }
        Meaning::NamesNobody => Vec::new(),
    }
}

use EventKind as K;

/// What was left and what was joined.
fn moved(old: Option<&str>, new: Option<&str>, [left, joined]: [EventKind; 2]) -> Vec<Fact> {
    let fact = |name: Option<&str>, kind| {
        let object = ObjectRef { id: None, name: Some(name?.to_owned()) };
        Some(Fact { object: Some(object), ..Fact::of(kind) })
    };
    if old == new {
        return Vec::new();
    }
    [fact(old, left), fact(new, joined)].into_iter().flatten().collect()
}

/// The old value is the licence that went, the new one the licence that came; without them the product is all there is.
fn licences(event: &Event) -> Vec<Fact> {
    let kinds = [K::LicenceRemoved, K::LicenceAdded];
    let (old, new, product) = (event.get("OLD_VALUE"), event.get("NEW_VALUE"), event.get("PRODUCT_NAME"));
    match event.name.as_str() {
        "USER_LICENSE_REVOKE" => moved(old.or(product), None, kinds),
        "USER_LICENSE_ASSIGNMENT" => moved(None, new.or(product), kinds),
        _ => moved(old, new, kinds),
    }
}

/// Google's id of a device is none of Jamf's; a serial number is.
fn device(event: &Event, kind: EventKind) -> Fact {
    let id = event.first(&["DEVICE_ID", "RESOURCE_ID", "COMPANY_DEVICE_ID"]).map(str::to_owned);
    let serial = event.first(&["DEVICE_SERIAL_NUMBER", "SERIAL_NUMBER"]).map(str::to_uppercase);
    let name = event.first(&["DEVICE_NAME", "DEVICE_MODEL"]).map(str::to_owned).or_else(|| id.clone());
    Fact {
        object: id.map(|id| ObjectRef { id: Some(id), name: None }),
        device: Some(DeviceKeys { serial, name, ..DeviceKeys::default() }),
        ..Fact::of(kind)
    }
}

fn or_named(object: ObjectRef, name: &str) -> ObjectRef {
    if object == ObjectRef::default() { ObjectRef { id: None, name: Some(name.to_owned()) } } else { object }
}

/// The person: an e-mail is the only key Google gives. The numeric `profileId` is that of the actor.
fn subject(activity: &Activity, event: &Event, meaning: Meaning) -> Result<PersonKeys, String> {
    let names = ["USER_EMAIL", "member_id", "user_email", "member_email", "affected_email_address"];
    let named = names.iter().filter_map(|name| event.get(name));
    let of_actor = activity.actor.as_deref().filter(|_| matches!(meaning, Meaning::OfActor(_)));
    let found = named.chain(of_actor).find(|text| text.contains('@'));
    match found {
        Some(email) => Ok(PersonKeys { email: Some(email.to_owned()), ..PersonKeys::default() }),
        None if matches!(meaning, Meaning::Device(_))
            && event.first(&["DEVICE_SERIAL_NUMBER", "SERIAL_NUMBER"]).is_some() =>
        {
            Ok(PersonKeys::default())
        }
        None => Err(format!(
            "`{}` names no e-mail, expected one in `{}`; Google has no other key of a person",
            event.name,
            names[..2].join("` or `")
        )),
    }
}
