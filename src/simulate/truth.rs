//! Ground truth: what was really the case with every automated action of the simulated world.

use std::{io::Write, path::Path};

use super::{SimulateError, calendar::utc_ms, commands::Kind, output};
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

/// Writes the truth beside the folder.
pub(super) fn write(path: &Path, rows: &[Truth]) -> Result<(), SimulateError> {
    let mut file = output::create(path)?;
    let mut put = |line: String| writeln!(file, "{line}").map_err(|source| output::failed(path, source));
    put("action_id,in_scope_automated,workflow_id,trigger_event_id,truth,cause,accountable_role,disruptive,lost_hours,detectable,note,serial,action_kind,sent_at,done_at".to_owned())?;
    for row in rows {
        put(format!(
            "{},{},{},{},{},{},{},{},{:.2},{},\"{}\",{},{},{},{}",
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
        ))?;
    }
    file.flush().map_err(|source| output::failed(path, source))
}
