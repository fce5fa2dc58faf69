//! Answers of Jamf's API that are easily taken for histories of actions and hold none: what they are, and why nothing of
//! them is used.

use serde_json::Value;

use super::super::jamf_fields::text;
use crate::{ingest::sink::Sink, records::Origin};

/// What such an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// Who saw the password of a local administrator.
    Passwords,
    /// Plans of OS updates.
    UpdatePlans,
    /// What became of patch policies on devices.
    PatchLogs,
    /// After how long logs are flushed.
    LogFlushing,
    /// What a re-enrolment deletes.
    Reenrolment,
}

impl Beside {
    /// What a row is, if it is none of a history; told by its members.
    pub(super) fn of(row: &Value) -> Option<Self> {
        let has = |keys: &[&str]| keys.iter().all(|key| row.get(key).is_some());
        [
            (Self::Passwords, &["eventType", "eventTime", "viewedBy"][..]),
            (Self::UpdatePlans, &["planUuid", "updateAction"]),
            (Self::PatchLogs, &["patchPolicyId", "statusDate"]),
            (Self::LogFlushing, &["retentionPolicies"]),
            (Self::Reenrolment, &["flushMDMQueue"]),
        ]
        .into_iter()
        .find_map(|(beside, keys)| has(keys).then_some(beside))
    }

    /// Says once per file why its rows are not used.
    pub(super) fn note(self, row: &Value, at: Origin, sink: &mut Sink<'_>) {
        let (key, message) = match self {
            Self::Passwords => (
                "history-of-passwords",
                "is the history of local administrator passwords: it tells who saw one, which interrupts nobody; \
                 nothing of it is used"
                    .to_owned(),
            ),
            Self::UpdatePlans => (
                "plans-of-updates",
                "holds plans of OS updates: they tell what was planned, in the local time of the device; what was sent \
                 stands in `jamf-mdm-commands`; nothing of it is used"
                    .to_owned(),
            ),
            Self::PatchLogs => (
                "logs-of-patch-policies",
                "holds logs of patch policies: their ids are not those of policies, and no workflow can name them; \
                 nothing of it is used"
                    .to_owned(),
            ),
            Self::LogFlushing => ("log-flushing", flushing(row)),
            Self::Reenrolment => ("re-enrolment-settings", reenrolment(row)),
        };
        sink.note(at, key, message);
    }
}

fn flushing(settings: &Value) -> String {
    let policies = settings.get("retentionPolicies").and_then(Value::as_array);
    let kept: Vec<String> = policies
        .into_iter()
        .flatten()
        .filter_map(|policy| {
            let name = text(policy, "displayName").or_else(|| text(policy, "qualifier"))?;
            let period = text(policy, "retentionPeriod")?;
            let unit = text(policy, "retentionPeriodUnit").unwrap_or_default().to_lowercase();
            Some(format!("`{name}` {period} {unit}").trim_end().to_owned())
        })
        .collect();
    if kept.is_empty() {
        return "the settings of log flushing name no log that is flushed".to_owned();
    }
    let kept = kept.join(", ");
    format!(
        "Jamf Pro keeps {kept}: what is older than that at the day of the export is missing from histories and logs, \
         so a review of an older period is not complete"
    )
}

fn reenrolment(settings: &Value) -> String {
    let flags = [
        ("isFlushPolicyHistoryEnabled", "policy logs"),
        ("isFlushLocationInformationEnabled", "the holder"),
        ("isFlushLocationInformationHistoryEnabled", "the history of holders"),
    ];
    let is_on = |key: &str| settings.get(key).and_then(Value::as_bool) == Some(true);
    let mut flushed: Vec<&str> =
        flags.into_iter().filter(|(key, _)| is_on(key)).map(|(_, what)| what).collect();
    match text(settings, "flushMDMQueue").as_deref() {
        Some("DELETE_EVERYTHING") => flushed.push("all commands"),
        Some("DELETE_EVERYTHING_EXCEPT_ACKNOWLEDGED") => flushed.push("commands that are not acknowledged"),
        Some("DELETE_ERRORS") => flushed.push("failed commands"),
        _ => {}
    }
    if flushed.is_empty() {
        return "re-enrolling a device deletes nothing of its history".to_owned();
    }
    format!(
        "re-enrolling a device deletes {} of it: a wiped device that came back has lost them, so no command or run in \
         its history does not mean that there was none",
        flushed.join(", ")
    )
}
