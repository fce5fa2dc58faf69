//! History of one object of Jamf Pro (`GET /v1/<object>/{id}/history`) as JSON or exported as CSV: who changed a script
//! or revoked licences. Which object it is, only the name of the file says.

mod beside;
mod file_name;

use chrono::SubsecRound as _;
use serde_json::Value;

use self::{
    beside::Beside,
    file_name::{FileObject, ObjectClass},
};
use super::{
    jamf_fields::{hashed_id, is_uuid, text},
    mapped_columns::{Columns, Layout},
};
use crate::{
    config::DateOrder,
    ingest::{
        format::{Apart, Format, Head, Manual, Row, RowReader, Shape, SourceOptions},
        sink::{Record, Sink},
        times::TimeRule,
    },
    records::{Action, ActionKind, Initiator, InitiatorKind, ObjectRef, Origin, Outcome},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "jamf-object-history",
    title: "Jamf Pro API, history of one script, package, volume purchasing location or setting (JSON and CSV)",
    gives: &["actions"],
    manual: MANUAL,
    shapes: &[Shape::Json, Shape::Csv],
    starts_record: None,
    columns: LAYOUT.fields,
    apart: Apart::Rows,
    prefilter: None,
    keeps_days: &[],
    unused: &[],
    detect,
    open,
};

const MANUAL: Manual = Manual {
    export: "`GET /v1/scripts/{id}/history`, `GET /v1/volume-purchasing-locations/{id}/history`, `GET \
        /v1/packages/{id}/history`: one file per object, all its pages. Which object it is stands nowhere in the \
        answer, so the name of the file has to say it: `scripts-12-history.json`, or `scripts-12-Clean up-history.json` \
        with its name. `POST …/history/export` gives the same as CSV (packages, buildings, activation code, \
        onboarding, enrolment): `packages-3-history.csv`.",
    read: "Who changed a script and when (`script_change`); that the licences of a volume purchasing location were \
        revoked (`licence_revoke`, for all assets that could be revoked: no record says for whom); changes of packages, \
        patch policies and apps (`other`); of an object that the file name does not tell, `other` with a note. All of \
        them are done at their time. Histories of settings, buildings, prestages and the like, and notes on a location \
        that revoke nothing, are counted as out of scope. Ids are numbers or texts or absent, details text, empty, null \
        or absent. Fractions of a second are cut off, because the CSV has none: so both exports of one history count \
        once. Recognised and counted as out of scope, each with a note that says why: the history of local \
        administrator passwords, plans of OS updates, logs of patch policies, the settings of log flushing and of \
        re-enrolment, of which the note says what they make Jamf forget.",
    lost: "The id and name of the object, unless the file name says them; which devices a change reached: a script \
        reaches them through the policies that run it (`jamf-history`); what changed. A change of a script that stands in \
        `jamf-change-log` too is two actions, as neither names the other: give one of them.",
    needs: "For CSV: `time_zone`, as its dates have none, and `columns` where the labels were changed at the export, for \
        example `columns = { date = \"When\", username = \"Who\", note = \"What\" }` with `format = \
        \"jamf-object-history\"`",
    checked: "Test data of an open-source client and the vendor's description of the API; no recorded export",
};

const LAYOUT: Layout = Layout {
    format: "jamf-object-history",
    fields: &["id", "username", "date", "note", "details"],
    required: &[&["date"], &["note", "details"]],
    worded: &[],
    times: &["date"],
};

fn detect(head: &Head) -> bool {
    if let Some(header) = &head.header {
        return LAYOUT.claims(head) && header.iter().any(|name| name.trim() == "username");
    }
    !head.rows.is_empty() && head.rows.iter().all(|row| is_entry(row) || Beside::of(row).is_some())
}

/// Exactly the members of an entry of a history: others have a `date` and a `note` too.
fn is_entry(row: &Value) -> bool {
    let Some(members) = row.as_object() else { return false };
    ["date", "username", "note"].iter().all(|key| members.contains_key(*key))
        && members.keys().all(|key| LAYOUT.fields.contains(&key.as_str()))
}

fn open(head: &Head, options: &SourceOptions) -> Result<Box<dyn RowReader>, String> {
    let columns = match &head.header {
        Some(_) => Some(LAYOUT.columns(head, options)?),
        None => None,
    };
    Ok(Box::new(History { object: FileObject::of(&head.file_name), columns, date_order: options.date_order }))
}

struct History {
    object: FileObject,
    /// For CSV.
    columns: Option<Columns>,
    date_order: Option<DateOrder>,
}

/// An entry of a history.
struct Entry {
    id: Option<String>,
    username: Option<String>,
    date: Option<String>,
    note: Option<String>,
    details: Option<String>,
}

impl RowReader for History {
    fn read(&mut self, row: &Row<'_>, at: Origin, sink: &mut Sink<'_>) {
        let entry = match (row, &self.columns) {
            (Row::Json(value), _) => {
                if let Some(beside) = Beside::of(value) {
                    beside.note(value, at, sink);
                    return sink.out_of_scope(at);
                }
                let get = |key| text(value, key);
                Entry {
                    id: get("id"),
                    username: get("username"),
                    date: get("date"),
                    note: get("note"),
                    details: get("details"),
                }
            }
            (Row::Csv(cells), Some(columns)) => {
                if cells.iter().all(|cell| cell.trim().is_empty()) {
                    return sink.out_of_scope(at);
                }
                let get = |field| columns.get(cells, field);
                Entry {
                    id: get("id"),
                    username: get("username"),
                    date: get("date"),
                    note: get("note"),
                    details: get("details"),
                }
            }
            _ => {
                return sink.reject(
                    at,
                    "expected an entry of a history with `date` and `note`",
                    &row.shown(),
                );
            }
        };
        match self.action(entry, at, sink) {
            Ok(Some(action)) => sink.accept(at, [Record::from(action)]),
            Ok(None) => sink.out_of_scope(at),
            Err(reason) => sink.reject(at, reason, &row.shown()),
        }
    }
}

impl History {
    /// The action of an entry; `None` when no workflow can use it.
    fn action(&self, entry: Entry, at: Origin, sink: &mut Sink<'_>) -> Result<Option<Action>, String> {
        let date =
            entry.date.as_deref().ok_or("no `date`, expected for example `2026-07-01T10:00:00.000Z`")?;
        let time = sink
            .time(at, date, TimeRule::Ask(self.date_order))
            .map_err(|why| format!("`date`: {why}"))?
            .ok_or_else(|| format!("`date` is `{date}`, which is no time"))?;
        // The CSV of the same history has whole seconds.
        let time = time.trunc_subsecs(0);
        let Some(kind) = self.kind(&entry) else { return Ok(None) };
        self.note_what_is_missing(at, sink);
        let object = ObjectRef { id: self.object.id.clone(), name: self.object.name.clone() };
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        let action_id = hashed_id(&[
            &self.object.key,
            &or_empty(&entry.id),
            &or_empty(&entry.username),
            &time.to_rfc3339(),
            &or_empty(&entry.note),
        ]);
        Ok(Some(Action {
            action_id,
            uuid: None,
            kind,
            raw_kind: entry.note.or(entry.details).unwrap_or_default(),
            object: (object != ObjectRef::default()).then_some(object),
            sent_at: Some(time),
            done_at: Some(time),
            outcome: Outcome::Done,
            error: None,
            device: std::sync::Arc::default(),
            person: None,
            initiator: entry.username.map(initiator),
            trigger_ref: None,
            origins: vec![at],
        }))
    }

    fn kind(&self, entry: &Entry) -> Option<ActionKind> {
        let is_revoked = [&entry.note, &entry.details].into_iter().flatten().any(|text| {
            let text = text.to_lowercase();
            text.contains("revok") && text.contains("licen")
        });
        match self.object.class {
            ObjectClass::Script => Some(ActionKind::ScriptChange),
            ObjectClass::Licences => is_revoked.then_some(ActionKind::LicenceRevoke),
            ObjectClass::Setting => None,
            ObjectClass::Unknown if is_revoked => Some(ActionKind::LicenceRevoke),
            ObjectClass::Definition | ObjectClass::Unknown => Some(ActionKind::Other),
        }
    }

    fn note_what_is_missing(&self, at: Origin, sink: &mut Sink<'_>) {
        let missing = match (&self.object.class, &self.object.id) {
            (ObjectClass::Unknown, _) => "of which object it is the history",
            (_, None) => "the id of the object",
            _ => return,
        };
        let message = format!(
            "the file does not say {missing}: name it after the object and its id, for example `scripts-12-history.json`"
        );
        sink.note(at, "object-unknown", message);
    }
}

/// An API client is named by its UUID, Jamf itself `system`, everything else is an account.
fn initiator(name: String) -> Initiator {
    if is_uuid(&name) {
        return Initiator::new(InitiatorKind::ApiClient, name.to_lowercase());
    }
    let is_system = name.eq_ignore_ascii_case("system");
    Initiator::new(if is_system { InitiatorKind::System } else { InitiatorKind::Account }, name)
}

#[cfg(test)]
mod tests;
