//! `jamf-history-csv`: policy logs, completed commands and logins as `ComputerHistoryExporter` writes them.

mod line;

use std::sync::Arc;

use self::line::{Line, Log};
use super::{
    jamf_fields::{device_text, hashed_id},
    jamf_policy_run::PolicyRun,
    jamf_vocabulary::{Command, command},
};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{Action, Activity, ActivityKind, DeviceKeys, Instant, JamfClass, Origin, Outcome},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "jamf-history-csv",
    title: "ComputerHistoryExporter: policy logs, completed MDM commands and logins of Macs (CSV)",
    gives: &["actions", "devices"],
    manual: MANUAL,
    shapes: &[Shape::Csv],
    starts_record: None,
    columns: &[],
    // A header may stand again further down, and a row may leave its serial number to the one above.
    apart: Apart::No,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Jamf Pro has no button that exports the history of a computer. The script ComputerHistoryExporter \
        (JamfPro-ComputerHistoryExporter.sh) asks for the address of the server, an account that may read computers, \
        the kind of log and a list of serial numbers, and writes one CSV file into Downloads. Run it once with option \
        4, Policy Logs, once with option 5, Completed MDM Commands, and once with option 3, Computer Usage. Do not \
        open and save the files in a spreadsheet. Run it soon after the end of the period: Jamf flushes these logs \
        after about three months, and the history of a wiped Mac when it enrols again.",
    read: "Policy runs (the policy counts as what started them, `policy:<name>` in the control map), completed \
        commands, and logins. Rows after the first of a device begin with three tabs and the last line of a device \
        holds nothing else; cells begin with a blank; nothing is quoted, so that a comma in a name adds a column: \
        names are put together again from both ends; a header that stands again, or that of another log, is taken as \
        one; both ways in which Jamf writes local times (`2024/06/21 at 10:05 AM`, `2022-08-13 09:13:05`). `No Data` \
        is counted as out of scope, `Serial Number Not Found` and `Device not found in Jamf` are rejected, because \
        the history of that Mac is missing.",
    lost: "Who sent a command, when it was sent, its UUID, commands that are pending or failed, mobile devices, ids of \
        policies. The screen sharing and Jamf Remote logs of the same script hold nothing that a review can use. \
        `jamf-history` and `jamf-mdm-commands` say more.",
    needs: "`time_zone`, that of the Jamf Pro server",
    checked: "Two files made with the script's own code; no recorded export",
};

/// Whether the header is that of a file in which quotes are text, and nothing keeps a comma from parting cells.
pub(in crate::ingest) fn has_no_quotes(header: &str) -> bool {
    Log::of(&header.trim().split(',').collect::<Vec<_>>()).is_some()
}

fn detect(head: &Head) -> bool {
    head.header.as_ref().is_some_and(|header| Log::of(header).is_some())
}

fn open(head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let header = head.header.as_deref().unwrap_or_default();
    let log = Log::of(header).ok_or_else(|| {
        format!(
            "the header is `{}`, expected that of a policy log (`{}`), of completed commands (`{}`) or of logins \
             (`{}`); run ComputerHistoryExporter again with option 4, 5 or 3 and leave the file unchanged",
            header.join(","),
            Log::Policies.header(),
            Log::Commands.header(),
            Log::Logins.header(),
        )
    })?;
    Ok(Box::new(Reader { log, serial: None }))
}

struct Reader {
    log: Log,
    /// The serial number of the device that the rows are about.
    serial: Option<String>,
}

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Csv(cells) = row else {
            return sink.reject(at, "no cells, expected a line of delimited text", &row.shown());
        };
        if let Some(log) = Log::of(cells) {
            self.log = log;
            return sink.out_of_scope(at);
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return sink.out_of_scope(at);
        }
        match self.records(cells, at, sink) {
            Ok(records) if records.is_empty() => sink.out_of_scope(at),
            Ok(records) => sink.accept(at, records),
            Err(reason) => sink.reject(at, reason, &row.shown()),
        }
    }
}

impl Reader {
    /// The records of a row; none when no workflow can use it.
    fn records(&mut self, cells: &[String], at: Origin, sink: &mut Sink<'_>) -> Result<Vec<Record>, String> {
        let line = Line::of(self.log, cells)?;
        let (serial, entry) = match line {
            Line::NoData => return Ok(Vec::new()),
            Line::Entry { serial, entry } => (serial, entry),
        };
        let serial = serial.or_else(|| self.serial.clone()).ok_or(
            "no serial number, and no row of a device before it; the file begins in the middle of a device, export \
             it again",
        )?;
        self.serial = Some(serial.clone());
        let device = Arc::new(DeviceKeys {
            class: Some(JamfClass::Computer),
            serial: Some(serial),
            ..DeviceKeys::default()
        });
        let time = sink
            .time(at, &entry.time, TimeRule::Ask(None))
            .map_err(|why| format!("`{}`: {why}", self.log.time_header()))?
            .ok_or_else(|| format!("no `{}`; every entry carries one", self.log.time_header()))?;
        match self.log {
            Log::Policies => policy_run(entry, time, &device, at),
            Log::Commands => Ok(command_done(entry.name, time, &device, at)),
            Log::Logins => Ok(login(entry, time, device, at)),
        }
    }
}

fn hashed(device: &DeviceKeys, kind: &str, time: Instant) -> String {
    hashed_id(&[&device_text(device), kind, &time.to_rfc3339()])
}

fn policy_run(
    entry: line::Entry,
    time: Instant,
    device: &Arc<DeviceKeys>,
    at: Origin,
) -> Result<Vec<Record>, String> {
    let run =
        PolicyRun { policy_id: None, name: Some(entry.name), status: entry.status, user: entry.user, time };
    let key = run.key()?;
    let action_id = hashed(device, &format!("policy {key}"), time);
    Ok(run.records(key, action_id, device, true, at))
}

/// The script writes completed commands alone, without who sent them or when.
fn command_done(raw_kind: String, time: Instant, device: &Arc<DeviceKeys>, at: Origin) -> Vec<Record> {
    let Command::Does(kind, object) = command(&raw_kind) else { return Vec::new() };
    vec![Record::from(Action {
        action_id: hashed(device, &raw_kind, time),
        uuid: None,
        kind,
        raw_kind,
        object,
        sent_at: None,
        done_at: Some(time),
        outcome: Outcome::Done,
        error: None,
        device: Arc::clone(device),
        person: None,
        initiator: None,
        trigger_ref: None,
        origins: vec![at],
    })]
}

/// Logins show that somebody used the Mac; logouts and restarts are left out.
fn login(entry: line::Entry, at_time: Instant, device: Arc<DeviceKeys>, at: Origin) -> Vec<Record> {
    if !entry.name.replace(' ', "").eq_ignore_ascii_case("login") {
        return Vec::new();
    }
    let kind = ActivityKind::UserSession;
    vec![Record::Activity(Activity { device, at: at_time, kind, user: entry.user, origin: at })]
}

#[cfg(test)]
mod tests;
