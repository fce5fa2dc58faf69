//! Events about one device: a policy that finished, an enrolment, a check-in, and who held it then.

use std::sync::Arc;

use super::{
    super::jamf_fields::{device_text, hashed_id},
    Use,
    body::{Body, asks_for_person, device, id_of, is_known, person, value_of},
};
use crate::{
    ingest::sink::{Record, Sink},
    records::{
        Action, ActionKind, Activity, ActivityKind, Assignment, DeviceKeys, DeviceState, Initiator,
        InitiatorKind, Instant, JamfClass, ObjectRef, Origin, Outcome,
    },
};

/// The records of an event about a device.
pub(super) fn records(
    what: Use,
    body: &Body<'_>,
    time: Option<Instant>,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Vec<Record>, String> {
    let part = body.of_device();
    let device = Arc::new(device(part, class(what)));
    if !is_known(&device) {
        return Err("no jssID, serial number, UDID or management id of the device".to_owned());
    }
    let Some(time) = time else { return Ok(vec![state(body, &device, None, None, at)]) };
    let mut records = Vec::new();
    let activity = match what {
        Use::PolicyRun => {
            records.extend(policy_run(body, &device, time, at, sink));
            Some(ActivityKind::PolicyRun)
        }
        Use::CheckIn(_) | Use::Inventory(_) => Some(ActivityKind::CheckIn),
        Use::Enrolled(_) => {
            records.push(state(body, &device, Some(time), Some(time), at));
            Some(ActivityKind::Enrolled)
        }
        _ => None,
    };
    if let Some(kind) = activity {
        // The name in the body is that of the holder, not of whoever is signed in.
        let device = Arc::clone(&device);
        records.push(Record::Activity(Activity { device, at: time, kind, user: None, origin: at }));
    }
    // Check-ins come every few minutes and say nothing new of the holder.
    if !matches!(what, Use::CheckIn(_)) && asks_for_person(part) {
        let (from, person) = (Some(time), person(part));
        let held = Assignment { device: Arc::clone(&device), from, person, is_snapshot: true, origin: at };
        records.push(Record::Assignment(held));
    }
    // The device itself is news where nothing else is.
    if records.is_empty() {
        records.push(state(body, &device, Some(time), None, at));
    }
    Ok(records)
}

fn class(what: Use) -> JamfClass {
    match what {
        Use::CheckIn(class) | Use::Inventory(class) | Use::Enrolled(class) | Use::Holder(class) => class,
        _ => JamfClass::Computer,
    }
}

/// What the body says of the device.
fn state(
    body: &Body<'_>,
    device: &Arc<DeviceKeys>,
    reported_at: Option<Instant>,
    enrolled_at: Option<Instant>,
    at: Origin,
) -> Record {
    let part = body.of_device();
    Record::DeviceState(DeviceState {
        device: Arc::clone(device),
        reported_at,
        enrolled_at,
        entered_at: None,
        is_shared: None,
        model: value_of(part, "modeldisplay").or_else(|| value_of(part, "model")),
        origin: at,
    })
}

/// The run of a policy; `None` where the body does not say which policy.
fn policy_run(
    body: &Body<'_>,
    device: &Arc<DeviceKeys>,
    time: Instant,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Option<Record> {
    let Some(policy) = id_of(&body.event, "policyid") else {
        let message = "a finished policy without `policyId`: bodies of the old flat form do not say which policy ran; \
                       they are signs of life only";
        sink.note(at, "unknown-policy", message);
        return None;
    };
    let outcome = match body.text("successful").as_deref() {
        Some("true") => Outcome::Done,
        Some("false") => Outcome::Failed,
        _ => Outcome::Unknown,
    };
    let is_done = outcome == Outcome::Done;
    let raw_kind = "ComputerPolicyFinished".to_owned();
    Some(Record::from(Action {
        action_id: hashed_id(&[&device_text(device), &raw_kind, &policy, &time.to_rfc3339()]),
        uuid: None,
        kind: ActionKind::PolicyRun,
        raw_kind,
        object: Some(ObjectRef { id: Some(policy.clone()), name: body.text("policyname") }),
        sent_at: (!is_done).then_some(time),
        done_at: is_done.then_some(time),
        outcome,
        error: None,
        device: Arc::clone(device),
        person: person(body.of_device()),
        initiator: Some(Initiator::new(InitiatorKind::Policy, policy)),
        trigger_ref: None,
        origins: vec![at],
    }))
}
