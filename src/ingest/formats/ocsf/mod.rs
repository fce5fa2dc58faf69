//! `ocsf`: events in the Open Cybersecurity Schema Framework, as Security Lake and other lakes keep them.

mod canonical;
mod classes;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::json_texts::at;
use crate::{
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::Sink,
    },
    records::Origin,
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "ocsf",
    title: "OCSF events of identity classes, as Security Lake and other lakes keep them (JSON)",
    gives: &["events"],
    manual: MANUAL,
    shapes: &[Shape::Json],
    starts_record: None,
    columns: &[],
    apart: Apart::Rows,
    // What decides is the number of the class, and only texts can be told from raw bytes.
    prefilter: None,
    keeps_days: &[],
    unused: &[
        "observables",
        "enrichments",
        "src_endpoint",
        "dst_endpoint",
        "http_request",
        "raw_data",
        "api",
        "cloud",
    ],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "Query the lake for the classes 3001, 3002, 3004, 3005, 3006, 3007 and 2005 of the period with the \
        look-back before it and 30 days after it, and save the rows as JSON: an array, or one event per line, whole \
        events with `metadata` and `unmapped`. If the source itself can be exported (`okta-system-log`, \
        `entra-audit`), that export says more.",
    read: "`metadata.event_code` first: with a type of Okta's System Log it means what it means there. Else `class_uid` \
        with `activity_id`, whose numbers differ between classes: Disable is 5 in account change and in user \
        management, but Lock is 9 and 6, Enable 2 and 4. An incident finding with the verdict 1 recants, 3, 5 and 10 \
        dismiss, 2 and 4 raise. The time is `time_dt`, else `time` in seconds or milliseconds by its magnitude; a note \
        says where the two disagree by more than a day. The id is `metadata.uid`, the known time \
        `metadata.logged_time`, the operation `metadata.correlation_uid` or `unmapped.transaction.id`. `status_id` 2 \
        means that nothing happened, except for a lock with `LOCKED_OUT`. A group change of several `users` gives \
        one event each. Entities count where they are users or devices.",
    lost: "What the mapping into OCSF lost: suspend and deactivate both become Disable unless `event_code` is there, \
        risk details, labels of feedback.",
    needs: "Nothing",
    checked: "Class definitions of the schema (1.9.0-dev); no recorded export",
};

fn detect(head: &Head) -> bool {
    let known = head.rows.iter().filter(|row| is_event(row)).count();
    head.header.is_none() && known * 2 > head.rows.len()
}

fn is_event(row: &Value) -> bool {
    at(row, &["class_uid"]).is_some()
        && (at(row, &["metadata"]).is_some() || at(row, &["activity_id"]).is_some())
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of every format")]
fn open(_head: &Head, _options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    Ok(Box::new(Reader))
}

struct Reader;

impl RowReader for Reader {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let Row::Json(value) = row else {
            return sink.reject(at, "no JSON, expected an OCSF event", &row.shown());
        };
        if !is_event(value) {
            let reason = "no OCSF event: expected `class_uid` with `activity_id` and `metadata`";
            return sink.reject(at, reason, &value.to_string());
        }
        canonical::settle(value, at, sink);
    }
}
