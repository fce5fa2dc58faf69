//! `improvements.csv`: what is being changed so that a cause goes away.

use super::{RegisterRow, cells::Cells, table::Columns};
use crate::config::local_time::Edge;
use crate::records::Instant;

/// One improvement.
#[derive(Debug, Clone)]
pub struct Improvement {
    /// Id.
    pub improvement_id: String,
    /// Period in which it was opened.
    pub opened_period: String,
    /// Workflow.
    pub workflow_id: String,
    /// Cause it is to remove.
    pub cause: String,
    /// What is changed.
    pub change: String,
    /// Who does it.
    pub owner: String,
    /// Due date as written.
    pub due: String,
    /// `open`, `done`, `accepted`.
    pub status: String,
    /// When closed.
    pub closed_at: Option<Instant>,
    /// Where it stands.
    pub row: RegisterRow,
}

pub(super) const COLUMNS: Columns = Columns {
    required: &["improvement_id", "workflow_id", "cause", "status"],
    any_of: &[],
    optional: &["opened_period", "change", "owner", "due", "closed_at"],
    is_loose: false,
};

/// States of an improvement.
pub const STATUSES: &[&str] = &["open", "done", "accepted"];

pub(super) fn read(cells: &mut Cells<'_>) -> Option<Improvement> {
    let status = cells.required_word("status", STATUSES);
    let closed_at = cells.moment("closed_at", Edge::Start);
    let (id, workflow_id, cause) =
        (cells.required("improvement_id"), cells.required("workflow_id"), cells.required("cause"));
    Some(Improvement {
        improvement_id: id?,
        opened_period: cells.or_empty("opened_period"),
        workflow_id: workflow_id?,
        cause: cause?,
        change: cells.or_empty("change"),
        owner: cells.or_empty("owner"),
        due: cells.or_empty("due"),
        status: status?,
        closed_at,
        row: cells.row(),
    })
}
