//! A run of a policy, as Jamf's policy logs tell of it: an action of the policy and a sign of life of the device.

use std::sync::Arc;

use crate::{
    ingest::sink::Record,
    records::{
        Action, ActionKind, Activity, ActivityKind, DeviceKeys, Initiator, InitiatorKind, Instant, ObjectRef,
        Origin, Outcome,
    },
};

/// One entry of a policy log.
pub(super) struct PolicyRun {
    pub(super) policy_id: Option<String>,
    pub(super) name: Option<String>,
    /// As written: `Completed`, `Failed`.
    pub(super) status: Option<String>,
    /// The session on the device, not who started the policy.
    pub(super) user: Option<String>,
    pub(super) time: Instant,
}

impl PolicyRun {
    /// What names the policy in the control map.
    ///
    /// # Errors
    /// When neither its id nor its name stands.
    pub(super) fn key(&self) -> Result<String, String> {
        let key = self.policy_id.clone().or_else(|| self.name.clone());
        key.ok_or_else(|| "neither `policy_id` nor `policy_name`".to_owned())
    }

    /// The action, and the sign of life where the device is known and the policy ran.
    pub(super) fn records(
        self,
        key: String,
        action_id: String,
        device: &Arc<DeviceKeys>,
        is_known: bool,
        at: Origin,
    ) -> Vec<Record> {
        let outcome = match self.status.as_deref().map(str::to_lowercase).as_deref() {
            Some("completed") => Outcome::Done,
            Some("pending") => Outcome::Pending,
            Some(status) if status.starts_with("fail") => Outcome::Failed,
            _ => Outcome::Unknown,
        };
        let is_done = outcome == Outcome::Done;
        let mut records = vec![Record::from(Action {
            action_id,
            uuid: None,
            kind: ActionKind::PolicyRun,
            raw_kind: "policy_log".to_owned(),
            object: Some(ObjectRef { id: self.policy_id, name: self.name }),
            sent_at: (!is_done).then_some(self.time),
            done_at: is_done.then_some(self.time),
            outcome,
            error: self.status.filter(|_| outcome == Outcome::Failed),
            device: Arc::clone(device),
            person: None,
            initiator: Some(Initiator::new(InitiatorKind::Policy, key)),
            trigger_ref: None,
            origins: vec![at],
        })];
        if is_known && outcome != Outcome::Pending {
            records.push(Record::Activity(Activity {
                device: Arc::clone(device),
                at: self.time,
                kind: ActivityKind::PolicyRun,
                user: self.user,
                origin: at,
            }));
        }
        records
    }
}
