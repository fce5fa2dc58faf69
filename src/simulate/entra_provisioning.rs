//! What HR provisioning writes into the directory: dates of leaving, set, moved and cleared. The application's audits
//! lie in pages of the Graph API beside the stream of the hub, as somebody asked for them.

use std::{collections::BTreeMap, path::Path};

use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};

use super::{
    SimulateError,
    entra_audit::{self, Audit, Change, Initiator},
    output,
    world::{HrEvent, World},
};
use crate::records::Instant;

/// Records of a page.
const PAGE: usize = 500;

/// A date of leaving that changed.
pub(super) struct Provisioned<'a> {
    row: &'a HrEvent,
    at: Instant,
    old: Option<NaiveDate>,
    new: Option<NaiveDate>,
}

/// The changes, in order. A hire is known to the directory when the account is made; a person who comes back keeps
/// the old date there until somebody tidies up.
pub(super) fn of(world: &World) -> Vec<Provisioned<'_>> {
    let mut dates: BTreeMap<usize, NaiveDate> = BTreeMap::new();
    let mut all = Vec::new();
    for row in &world.hr {
        let old = dates.get(&row.person).copied();
        let new = match row.kind {
            "termination_recorded" | "leave_date_set" | "leave_date_moved" => Some(row.effective),
            "termination_cancelled" => None,
            _ => continue,
        };
        match new {
            Some(date) => dates.insert(row.person, date),
            None => dates.remove(&row.person),
        };
        // Provisioning runs behind HR, by seconds here.
        all.push(Provisioned { row, at: row.recorded + TimeDelta::seconds(20), old, new });
    }
    all
}

/// Writes the pages.
pub(super) fn write(dir: &Path, world: &World, rows: &[Provisioned<'_>]) -> Result<(), SimulateError> {
    // A page that was asked for is there, be it empty.
    let pages = rows.len().div_ceil(PAGE).max(1);
    for number in 0..pages {
        let first = number * PAGE;
        let last = (first + PAGE).min(rows.len());
        // The last record of a page comes again on the next.
        let records: Vec<Value> =
            rows[first.saturating_sub(1)..last].iter().map(|row| record(world, row)).collect();
        let page = json!({
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#auditLogs/directoryAudits",
            "value": records,
        });
        let path = dir.join(format!("exports/identity/entra-provisioning-{:03}.json", number + 1));
        output::text(&path, &(page.to_string() + "\n"))?;
    }
    Ok(())
}

fn record(world: &World, row: &Provisioned<'_>) -> Value {
    let who = &world.people[row.row.person];
    let day = |date: Option<NaiveDate>| date.map(|date| format!("[\"{date}T00:00:00Z\"]"));
    let changes = vec![
        Change {
            name: "EmployeeLeaveDateTime",
            old: Some(day(row.old).unwrap_or("[]".to_owned())),
            new: Some(day(row.new).unwrap_or("[]".to_owned())),
        },
        Change {
            name: "Included Updated Properties",
            old: None,
            new: Some("\"EmployeeLeaveDateTime\"".to_owned()),
        },
    ];
    let audit = Audit {
        at: row.at,
        key: &row.row.id,
        transaction: &row.row.id,
        activity: "Update user",
        category: "UserManagement",
        operation: "Update",
        service: "Core Directory",
        failure: None,
        initiator: Initiator::App("Workday to Microsoft Entra ID User Provisioning"),
        targets: vec![entra_audit::user(world, row.row.person, who.email(row.at), &changes, true)],
    };
    entra_audit::graph(world, &audit, true)
}
