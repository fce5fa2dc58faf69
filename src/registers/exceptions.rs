//! `exceptions.csv`: whom or what a workflow must leave alone, and until when.

use super::{RegisterRow, Validity, cells::Cells, table::Columns};

/// One exception from a workflow.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Id.
    pub exception_id: String,
    /// Workflow id or `*`.
    pub workflow_id: String,
    /// `person`, `device`, `device_class`, `unit`, `person_kind`.
    pub subject_kind: String,
    /// Its value.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub requested_by: Option<String>,
    /// Who approved; without it the exception does not protect.
    pub approved_by: Option<String>,
    /// When it holds.
    pub validity: Validity,
    /// Where it stands.
    pub row: RegisterRow,
}

pub(super) const COLUMNS: Columns = Columns {
    required: &[
        "exception_id",
        "workflow_id",
        "subject_kind",
        "subject",
        "approved_by",
        "valid_from",
        "valid_to",
    ],
    any_of: &[],
    optional: &["reason", "requested_by"],
    is_loose: false,
};

/// What an exception can be about.
pub const SUBJECT_KINDS: &[&str] = &["person", "device", "device_class", "unit", "person_kind"];

pub(super) fn read(cells: &mut Cells<'_>) -> Option<Exception> {
    let validity = cells.validity("valid_from", "valid_to");
    let subject_kind = cells.required_word("subject_kind", SUBJECT_KINDS);
    let (id, workflow_id, subject) =
        (cells.required("exception_id"), cells.required("workflow_id"), cells.required("subject"));
    Some(Exception {
        exception_id: id?,
        workflow_id: workflow_id?,
        subject_kind: subject_kind?,
        subject: subject?,
        reason: cells.or_empty("reason"),
        requested_by: cells.text("requested_by"),
        approved_by: cells.text("approved_by"),
        validity,
        row: cells.row(),
    })
}
