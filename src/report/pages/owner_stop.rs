//! What an owner must stop now: waiting commands whose reason is gone, the ones that destroy data first.

use crate::report::{
    block::{Align, Block, Grid, Line},
    model::{PendingRow, Review},
    numbers::{self, len, plural},
    selection,
    shown::name,
    stamps, vocabulary, workflow_name,
};

/// Commands shown.
const TOP: usize = 50;

/// What to stop and how; nothing if nothing waits.
pub(super) fn stop_now(review: &Review, owner: &str) -> Vec<Block> {
    let mut rows: Vec<&PendingRow> =
        review.pending.iter().filter(|row| selection::stopper_of(review, row) == owner).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    rows.sort_by(|a, b| urgency(a).cmp(&urgency(b)));
    let mut grid = Grid::new(
        "Waiting commands whose reason is gone, those that destroy data first",
        &[
            ("What, on which device", Align::Left),
            ("Held by", Align::Left),
            ("Workflow", Align::Left),
            ("Sent", Align::Left),
            ("Why it should not run", Align::Left),
            ("Command and its row", Align::Left),
        ],
    );
    grid.rows = rows.iter().take(TOP).map(|row| cells(review, row)).collect();
    let warning =
        format!("Cancel {} before the devices report in.", plural(len(rows.len()), "command", "commands"));
    let how = format!(
        " In Jamf Pro open the device, Management, Pending Commands, and cancel the command; if it has run \
         meanwhile, restore the device and tell its user. This list is as of {}: look first whether a command still waits.",
        numbers::time(review.header.as_of, &review.header)
    );
    vec![
        Block::Warning(Line::default().strong(&warning).text(&how)),
        Block::Grid(grid.stacked().pointing_to(rows.len(), "tables/pending.csv")),
        Block::Paragraph(
            Line::from("What the inputs hold of one of them: ")
                .code(&format!("misfire explain FOLDER COMMAND --period {}", name(&review.header.period)))
                .text("."),
        ),
    ]
}

/// Wipes and deletions before what can be undone, then the oldest, then by id.
fn urgency(row: &PendingRow) -> (bool, bool, Option<crate::records::Instant>, &str) {
    let destroys = matches!(row.action_kind.as_str(), "wipe" | "delete_user");
    (!destroys, row.sent_at.is_none(), row.sent_at, &row.action_id)
}

fn cells(review: &Review, row: &PendingRow) -> Vec<Line> {
    let mut device = Line::default()
        .strong(&vocabulary::plain(&row.action_kind))
        .text(" of ")
        .text(&name(row.device_name.as_deref().or(row.device_id.as_deref()).unwrap_or("an unknown device")));
    if let Some(serial) =
        row.serial.as_deref().filter(|_| row.device_name.is_some() || row.serial != row.device_id)
    {
        device = device.text(&format!(", serial {}", name(serial)));
    }
    vec![
        device,
        row.person_id.as_deref().map_or_else(|| "unknown".to_owned(), name).into(),
        row.workflow_id.as_deref().map_or_else(|| "none".into(), |id| workflow_name::line(review, id)),
        row.sent_at.map_or_else(|| "unknown".to_owned(), |at| numbers::time(at, &review.header)).into(),
        Line::default().marked(&stamps::localised(&row.why, &review.header)),
        Line::default().code(&name(&row.action_id)).text(" in ").code(&name(&row.row)),
    ]
}
