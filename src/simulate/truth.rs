//! Ground truth: what was really the case with every automated action of the simulated world.

use std::{collections::BTreeMap, io::Write, path::Path};

use super::{SimulateError, calendar::utc_ms, commands::Kind, output, world::World};
use crate::records::Instant;

/// What an action really was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Wrong,
    Right,
    Benign,
}

impl Verdict {
    /// The contract's word.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Wrong => "false_positive",
            Self::Right => "true_positive",
            Self::Benign => "benign_positive",
        }
    }
}

/// One row of the truth.
#[derive(Debug, Clone)]
pub(super) struct Truth {
    pub(super) action_id: String,
    pub(super) in_scope_automated: bool,
    pub(super) workflow_id: &'static str,
    pub(super) trigger_event_id: String,
    pub(super) verdict: Verdict,
    pub(super) cause: &'static str,
    pub(super) lost_hours: f64,
    pub(super) detectable: bool,
    pub(super) note: &'static str,
    /// An administrator used the automation's client: no automation ran.
    pub(super) by_hand: bool,
    pub(super) device: usize,
    pub(super) serial: String,
    pub(super) kind: Kind,
    pub(super) sent: Instant,
    pub(super) done: Instant,
}

impl Truth {
    /// A false positive that cost somebody working time or data.
    pub(super) fn is_disruptive(&self) -> bool {
        self.verdict == Verdict::Wrong && (self.lost_hours > 0.0 || self.kind == Kind::Wipe)
    }
}

/// The role that answers for a cause in the contract.
pub(super) fn accountable_role(cause: &str) -> &'static str {
    match cause {
        "recanted-before-action"
        | "stale-action"
        | "no-trigger"
        | "wrong-device"
        | "exception-ignored"
        | "duplicate-action" => "execution_owner",
        "shared-device-in-use" | "exception-lapsed" => "exception_owner",
        "" => "",
        _ => "control_owner",
    }
}

/// What the trigger of an action was, in words that every set of vendors has: its kind, time and person.
struct Trigger {
    kind: &'static str,
    at: Instant,
    person: usize,
}

/// The triggers by the ids under which the world knows them.
fn triggers(world: &World) -> BTreeMap<&str, Trigger> {
    let of_events = world.events.iter().map(|event| {
        let kind = kind_of(event.kind);
        (event.uuid.as_str(), Trigger { kind, at: event.at, person: event.person })
    });
    let of_hr = world
        .hr
        .iter()
        .map(|row| (row.id.as_str(), Trigger { kind: row.kind, at: row.occurred, person: row.person }));
    of_events.chain(of_hr).collect()
}

/// Kind of the contract.
fn kind_of(kind: &str) -> &'static str {
    match kind {
        "user.lifecycle.deactivate" => "account_disabled",
        "user.lifecycle.suspend" | "system.import.user.suspend" => "account_suspended",
        "user.lifecycle.delete.initiated" => "account_deleted",
        "group.user_membership.remove" => "group_removed",
        "application.user_membership.remove" => "app_removed",
        "user.risk.detect" => "risk_raised",
        _ => "",
    }
}

const HEADER: &str = "action_id,in_scope_automated,workflow_id,trigger_event_id,truth,cause,accountable_role,disruptive,lost_hours,detectable,note,serial,action_kind,sent_at,done_at,trigger_kind,trigger_at,subject_person_id";

/// Writes the truth beside the folder. It is the same whatever vendors the folder is written for: where a set has
/// no such ids, an action is known by serial, kind and `done_at`, a trigger by person, kind and time.
pub(super) fn write(path: &Path, world: &World) -> Result<(), SimulateError> {
    let mut file = output::create(path)?;
    let mut put = |line: String| writeln!(file, "{line}").map_err(|source| output::failed(path, source));
    put(HEADER.to_owned())?;
    let triggers = triggers(world);
    for row in &world.truth {
        let trigger = triggers.get(row.trigger_event_id.as_str());
        put(format!(
            "{},{},{},{},{},{},{},{},{:.2},{},\"{}\",{},{},{},{},{},{},{}",
            row.action_id,
            row.in_scope_automated,
            row.workflow_id,
            row.trigger_event_id,
            row.verdict.code(),
            row.cause,
            accountable_role(row.cause),
            row.is_disruptive(),
            row.lost_hours,
            row.detectable,
            row.note,
            row.serial,
            row.kind.code(),
            utc_ms(row.sent),
            utc_ms(row.done),
            trigger.map_or("", |trigger| trigger.kind),
            trigger.map_or_else(String::new, |trigger| utc_ms(trigger.at)),
            trigger.map_or("", |trigger| world.people[trigger.person].id.as_str()),
        ))?;
    }
    file.flush().map_err(|source| output::failed(path, source))
}
