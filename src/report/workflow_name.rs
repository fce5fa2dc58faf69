//! How a workflow is called: by its title in the control map, beside its id.

use super::{block::Line, model::Review, selection, shown::name};

/// The workflow in words, as part of a sentence or as a cell: `Lock Macs of leavers (leaver-lock)`.
pub(super) fn line(review: &Review, workflow_id: &str) -> Line {
    match title(review, workflow_id) {
        Some(title) => Line::default().text(&format!("{title} (")).code(&name(workflow_id)).text(")"),
        None => Line::default().code(&name(workflow_id)),
    }
}

/// Its title; `None` where no register has one or it only repeats the id.
fn title(review: &Review, workflow_id: &str) -> Option<String> {
    let row = selection::workflow(review, workflow_id)?;
    let title = row.title.trim();
    (!title.is_empty() && title != workflow_id).then(|| name(title))
}
