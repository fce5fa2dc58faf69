//! Classic history of one device: commands with the account that sent them, policy runs, holders and sessions.

mod lists;
mod of_people;
mod when;

use std::sync::Arc;

use serde_json::Value;

use self::{
    lists::{Entry, Kind, entries},
    of_people::{holder, usage},
};
use super::{
    jamf_fields::{device_text, first_text, hashed_id, id, is_uuid, text},
    jamf_policy_run::PolicyRun,
    jamf_vocabulary::{Command, command},
};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
    },
    records::{Action, DeviceKeys, Initiator, InitiatorKind, Instant, JamfClass, Origin, Outcome},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "jamf-history",
    title: "Jamf Classic API, history of a computer or mobile device (JSON and XML)",
    gives: &["actions", "devices"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Lines,
    prefilter: None,
    keeps_days: &[90, 92],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "`GET /JSSResource/computerhistory/id/<n>` and `GET /JSSResource/mobiledevicehistory/id/<n>` for each \
        device, as JSON or XML, one file per device or all of them one after the other. `jamf-cli pro \
        classic-computer-history get <n> -o json` does the same. Keep the whole answer: a `/subset/…` answer lacks \
        `general`, and with it the device. Without an account for the API, ask whoever has one to run \
        ComputerHistoryExporter (`jamf-history-csv`): the web interface shows the history of one computer at a time \
        and exports none.",
    read: "Commands (completed, pending, failed) with the account or API client that sent them, policy runs, the \
        history of holders, logins. Three spellings of every time (epoch, UTC, server-local text), of which the \
        first usable one counts, and a note when they disagree; epochs in seconds; lists as arrays or as converted \
        from XML; error texts in `status` (computers) or `error` (mobile devices); names as display text; \
        histories without their name around them, as jamf-cli prints them. Device-record audits, remote sessions and installed apps are counted as out of scope.",
    lost: "The command's UUID, the management id, what made a policy run.",
    needs: "`time_zone` where only server-local times are left",
    checked: "Test data of two open-source clients; no recorded export",
};

const ROOTS: [(&str, JamfClass); 2] =
    [("computer_history", JamfClass::Computer), ("mobile_device_history", JamfClass::Mobile)];

fn detect(head: &Head) -> bool {
    head.rows.iter().any(|row| root(row).is_some())
}

/// Lists that only the history of a computer has.
const OF_COMPUTERS: [&str; 4] =
    ["computer_usage_logs", "policy_logs", "casper_remote_logs", "screen_sharing_logs"];

/// The history under its name, or without it, as jamf-cli prints it.
fn root(row: &Value) -> Option<(&Value, JamfClass)> {
    let named = ROOTS.iter().find_map(|(key, class)| Some((row.get(key)?, *class)));
    named.or_else(|| {
        row.get("general").filter(|general| general.is_object())?;
        if OF_COMPUTERS.iter().any(|list| row.get(list).is_some()) {
            return Some((row, JamfClass::Computer));
        }
        row.get("management_commands").map(|_| (row, JamfClass::Mobile))
    })
}

fn open(head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(History { file_name: head.file_name.clone(), counted: (0, 0) }))
}

struct History {
    file_name: String,
    /// The line the last history started on, and its entries so far, which number them.
    counted: (u64, u32),
}

impl RowReader for History {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "expected `computer_history` or `mobile_device_history`", "");
        };
        let Some((history, class)) = root(value) else {
            return sink.reject(
                at,
                "expected `computer_history` or `mobile_device_history`",
                &value.to_string(),
            );
        };
        let device = Arc::new(device(history.get("general").unwrap_or(&Value::Null), class));
        if !is_known(&device) {
            let message =
                "the history has no `general`, so its device is unknown; export it without `/subset/…`";
            sink.note(at, "unknown-device", message);
        }
        let entries = entries(history);
        if entries.is_empty() {
            return sink.out_of_scope(at);
        }
        sink.rows_inside(entries.len() as u64);
        if self.counted.0 != at.line {
            self.counted = (at.line, 0);
        }
        for entry in entries {
            self.counted.1 += 1;
            let at = Origin { item: self.counted.1, ..at };
            match self.records(&entry, &device, at, sink) {
                Ok(records) if records.is_empty() => sink.out_of_scope(at),
                Ok(records) => sink.accept(at, records),
                Err(reason) => sink.reject(at, reason, &entry.value.to_string()),
            }
        }
    }
}

fn device(general: &Value, class: JamfClass) -> DeviceKeys {
    DeviceKeys {
        class: Some(class),
        jamf_id: id(general, "id"),
        management_id: text(general, "management_id").map(|id| id.to_lowercase()),
        udid: text(general, "udid").map(|udid| udid.to_uppercase()),
        serial: text(general, "serial_number").map(|serial| serial.to_uppercase()),
        name: first_text(general, &["name", "display_name", "device_name"]),
        asset_tag: text(general, "asset_tag"),
    }
}

fn is_known(device: &DeviceKeys) -> bool {
    device.jamf_id.is_some() || device.udid.is_some() || device.serial.is_some()
}

impl History {
    /// The records of an entry; none when no workflow can use it.
    fn records(
        &self,
        entry: &Entry<'_>,
        device: &Arc<DeviceKeys>,
        at: Origin,
        sink: &mut Sink<'_>,
    ) -> Result<Vec<Record>, String> {
        match entry.kind {
            Kind::Command(outcome) => self.command(entry.value, outcome, device, at, sink),
            Kind::Policy => self.policy(entry.value, device, at, sink),
            Kind::Holder => holder(entry.value, device, at, sink),
            Kind::Usage => usage(entry.value, device, at, sink),
            Kind::Other => Ok(Vec::new()),
        }
    }

    /// An id from what makes an entry one. Without a device the file name stands for it, so that histories of
    /// several devices do not fall together.
    fn hashed(&self, device: &DeviceKeys, kind: &str, time: Option<Instant>) -> String {
        let device = if is_known(device) { device_text(device) } else { self.file_name.clone() };
        hashed_id(&[&device, kind, &time.map(|time| time.to_rfc3339()).unwrap_or_default()])
    }

    fn command(
        &self,
        row: &Value,
        outcome: Outcome,
        device: &Arc<DeviceKeys>,
        at: Origin,
        sink: &mut Sink<'_>,
    ) -> Result<Vec<Record>, String> {
        let raw_kind = text(row, "name").ok_or("a command without `name`")?;
        let Command::Does(kind, object) = command(&raw_kind) else { return Ok(Vec::new()) };
        let sent_at = when::first(row, &["issued", "date_time_issued"], at, sink)?;
        let done_at = match outcome {
            Outcome::Done => when::first(row, &["completed", "date_time_completed"], at, sink)?,
            _ => None,
        };
        let failed_at = match outcome {
            Outcome::Failed => when::first(row, &["failed", "date_time_failed"], at, sink)?,
            _ => None,
        };
        let Some(time) = sent_at.or(done_at).or(failed_at) else {
            return Err("no time: expected `issued_epoch`, `issued_utc` or `issued` (computers), `date_time_issued_epoch` (mobile devices)".to_owned());
        };
        let status = text(row, "status");
        let is_not_now =
            status.as_deref().is_some_and(|status| status.replace(' ', "").eq_ignore_ascii_case("notnow"));
        let outcome = if outcome == Outcome::Pending && is_not_now { Outcome::NotNow } else { outcome };
        let error = if outcome == Outcome::Failed { text(row, "error").or(status) } else { None };
        Ok(vec![Record::from(Action {
            action_id: self.hashed(device, &raw_kind, Some(time)),
            uuid: None,
            kind,
            raw_kind,
            object,
            sent_at: sent_at.or(failed_at),
            done_at,
            outcome,
            error,
            device: Arc::clone(device),
            person: None,
            initiator: text(row, "username").map(initiator),
            trigger_ref: None,
            origins: vec![at],
        })])
    }

    /// A policy run is an action of the policy and shows that the device was up. `username` is the session on
    /// the device, not who started it.
    fn policy(
        &self,
        row: &Value,
        device: &Arc<DeviceKeys>,
        at: Origin,
        sink: &mut Sink<'_>,
    ) -> Result<Vec<Record>, String> {
        let time = when::first(row, &["date_completed", "date_time"], at, sink)?
            .ok_or("no time: expected `date_completed_epoch`, `date_completed_utc` or `date_completed`")?;
        let run = PolicyRun {
            policy_id: id(row, "policy_id"),
            name: text(row, "policy_name"),
            status: text(row, "status"),
            user: text(row, "username"),
            time,
        };
        let key = run.key()?;
        let action_id = self.hashed(device, &format!("policy {key}"), Some(time));
        Ok(run.records(key, action_id, device, is_known(device), at))
    }
}

/// An API client is named by its UUID, everything else is an account.
fn initiator(name: String) -> Initiator {
    let kind = if is_uuid(&name) { InitiatorKind::ApiClient } else { InitiatorKind::Account };
    Initiator::new(kind, name)
}

#[cfg(test)]
mod tests;
