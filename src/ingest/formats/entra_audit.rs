//! `entra-audit`: the directory audit of Microsoft Entra as JSON, from Graph, an event hub or Log Analytics.

use serde_json::Value;

use super::entra::{self, Entry, entry, settle_entry, settle_risk};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::Sink,
    },
    records::Origin,
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "entra-audit",
    title: "Microsoft Entra directory audit (JSON): Graph, event hub or storage account, Log Analytics",
    gives: &["events"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: Some(&entra::PREFILTER),
    keeps_days: &[7, 30],
    unused: entra::UNUSED,
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Graph: `GET /v1.0/auditLogs/directoryAudits?$filter=activityDateTime ge … and activityDateTime lt …`, \
        following `@odata.nextLink`; save the pages as they come, one after the other or one entry per line. Diagnostic \
        settings: the category `AuditLogs` to a storage account or event hub (`{\"records\": […]}` or one record per \
        line). Log Analytics or Sentinel: the table `AuditLogs`, one row per line. Entra keeps 30 days (7 without \
        a licence): export monthly, with an overlap, because entries may come days late. The same entry in several of \
        these exports is counted once.",
    read: "`activityDisplayName` says what happened (dashes and blanks evened out), `result` whether it did. Targets \
        are chosen by type, never by place; the group of a membership is read from `Group.ObjectID` and \
        `Group.DisplayName` of its member, in the new value of what was added and the old one of what was removed. \
        `Update user` counts where it switches `AccountEnabled`, changes `UserPrincipalName`, `Mail` or `EmployeeId`, \
        sets, moves or clears `EmployeeLeaveDateTime`, or changes `AssignedLicense`; `Update device` where it switches \
        `AccountEnabled`, `IsManaged` or `IsCompliant`. Objects that Log Analytics keeps as text are opened. Times are \
        cut to milliseconds, as Log Analytics does. A removal and an addition a millisecond apart are both kept. \
        Entries of Microsoft Substrate Management count only where they change an identifier. Risk records of the \
        same hub are read as in `entra-risk`, records of its other logs counted as out of scope.",
    lost: "When an entry became visible: the time of the event stands for it. Who was in a group that was deleted, and \
        in bulk jobs; `Change user license` without its values. Devices are named by Entra's own object id and a \
        name, which Jamf does not know: they link through their person alone.",
    needs: "Nothing",
    checked: "Log Analytics against a recorded export of a simulated lab, which holds no trigger; Graph and the event \
        hub from the vendor's documentation alone: no real file was at hand",
};

fn detect(head: &Head) -> bool {
    if head.header.is_some() {
        return false;
    }
    let (mut audits, mut foreign) = (0, 0);
    for row in &head.rows {
        match entry(row) {
            Entry::Audit(..) => audits += 1,
            Entry::Foreign => foreign += 1,
            Entry::Risk(_) | Entry::OtherLog => {}
        }
    }
    // One damaged row among the first does not make the file another format.
    audits > foreign
}

fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Reader))
}

struct Reader;

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "no JSON, expected an entry of the audit in JSON", &row.shown());
        };
        read_entry(value, at, sink);
    }
}

fn read_entry(value: &Value, at: Origin, sink: &mut Sink<'_>) {
    match entry(value) {
        Entry::Audit(entry, envelope) => settle_entry(entry, envelope, at, sink),
        Entry::Risk(record) => settle_risk(record, at, sink),
        Entry::OtherLog => sink.out_of_scope(at),
        Entry::Foreign => {
            let reason = "no entry of the directory audit: expected `activityDisplayName` and `activityDateTime` \
                          (Graph, event hub) or `ActivityDisplayName` and `TargetResources` (Log Analytics)";
            sink.reject(at, reason, &value.to_string());
        }
    }
}
