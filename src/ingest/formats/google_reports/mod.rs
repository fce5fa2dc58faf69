//! `google-reports`: activities of the Admin SDK Reports API of Google Workspace, in every container they are kept in.

mod activity;
mod canonical;
mod event_names;

#[cfg(test)]
mod tests;

use serde_json::Value;

use self::activity::{Activity, is_activity};
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::Sink,
    },
    records::Origin,
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "google-reports",
    title: "Google Workspace: activities of the Reports API (admin, groups, login)",
    gives: &["events"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    prefilter: None,
    keeps_days: &[180],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "`GET /admin/reports/v1/activity/users/all/applications/admin?startTime=…&endTime=…`, and the same for \
        `groups_enterprise`, `login` and `user_accounts`, following `nextPageToken`; save the pages as they come (`{\"items\": […]}`), \
        one after the other, one page or one activity per line. Activities that a collector split into one per event, \
        flattened ones (`name`, `type`, `parameters` at the top) and the entries that Cloud Logging makes of them \
        (`protoPayload.metadata`) are read too. Activities come up to three days late: export with an overlap.",
    read: "An activity holds one or several events; each is a row of its own, under `time + uniqueQualifier + \
        application + number`. The person is the e-mail in `USER_EMAIL` (groups: `member_id`, login: \
        `affected_email_address`; who signed in or set a new password is the actor). Suspended, archived and deleted users with their reversals, members of groups, \
        licences, roles, mobile and company-owned devices, cookies and tokens, renamed users and external ids, warnings of a suspicious sign-in, sign-ins, new passwords. A move \
        to another organisational unit leaves one unit and joins the other, so that moving back undoes it. The twin \
        events `remove_member` and `remove_user` of one activity share its correlation.",
    lost: "A stable id of the person: an e-mail is all there is, and it changes (the numeric `profileId` is that of who \
        did it). When an activity became visible. Licences taken from a whole organisational unit name nobody.",
    needs: "Nothing",
    checked: "No recorded export: read from the vendor's documentation",
};

fn detect(head: &Head) -> bool {
    if head.header.is_some() || head.rows.is_empty() {
        return false;
    }
    let known = head.rows.iter().filter(|row| page(row).is_some() || is_activity(row)).count();
    known * 2 > head.rows.len()
}

fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Reader))
}

/// The activities of a page. `items` alone says little: other vendors have rows with such a member.
fn page(value: &Value) -> Option<&[Value]> {
    let items = value.get("items").and_then(Value::as_array).map(Vec::as_slice);
    let is_page = value.get("kind").and_then(Value::as_str) == Some("admin#reports#activities");
    match items {
        Some(items) => (is_page || items.first().is_some_and(is_activity)).then_some(items),
        // A page without activities has no `items`.
        None => is_page.then_some(&[]),
    }
}

struct Reader;

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "no JSON, expected an activity in JSON", &row.shown());
        };
        let activities = page(value).unwrap_or(std::slice::from_ref(*value));
        let is_page = page(value).is_some();
        // Counted before anything is settled; what is no activity is one row.
        let counts =
            activities.iter().map(|value| Activity::of(value).map_or(1, |it| it.events.len().max(1)));
        sink.rows_inside(counts.sum::<usize>() as u64);
        let mut number = 0;
        for value in activities {
            let Some(activity) = Activity::of(value) else {
                number += 1;
                let reason = "no activity of the Reports API: expected `id` with `time`, `uniqueQualifier` and \
                              `applicationName`, and `events`";
                sink.reject(numbered(at, number, is_page), reason, &value.to_string());
                continue;
            };
            let is_several = is_page || activity.events.len() > 1;
            if activity.events.is_empty() {
                number += 1;
                let reason = "an activity without events, expected one at least";
                sink.reject(numbered(at, number, is_several), reason, &value.to_string());
            }
            for event in &activity.events {
                number += 1;
                canonical::settle(&activity, event, numbered(at, number, is_several), sink, value);
            }
        }
    }
}

/// The place of an event. Those of an activity that shares its line with others stand under its number there.
fn numbered(at: Origin, number: u32, is_several: bool) -> Origin {
    if at.item == 0 && is_several { Origin { item: number, ..at } } else { at }
}
