//! The HR export: a list of changes with the headers of its own system, mapped in `misfire.toml`.

use std::{fmt::Write as _, path::Path};

use super::{SimulateError, calendar::utc_ms, output, world::World};

/// Words of the HR system and the kinds they mean.
pub(super) const WORDS: [(&str, &str); 7] = [
    ("Termination", "termination_recorded"),
    ("Termination rescinded", "termination_cancelled"),
    ("End date set", "leave_date_set"),
    ("End date moved", "leave_date_moved"),
    ("Rehire", "rehired"),
    ("Hire", "hire_recorded"),
    ("Hire rescinded", "hire_rescinded"),
];

/// Canonical field and the header under which the HR system prints it.
pub(super) const COLUMNS: [(&str, &str); 7] = [
    ("event_id", "Transaction"),
    ("kind", "Change"),
    ("occurred_at", "Decided at"),
    ("recorded_at", "Entered at"),
    ("effective_at", "Effective date"),
    ("employee_id", "Employee ID"),
    ("email", "Work e-mail"),
];

/// Writes the export.
pub(super) fn write(dir: &Path, world: &World) -> Result<(), SimulateError> {
    let headers: Vec<&str> = COLUMNS.iter().map(|(_, header)| *header).collect();
    let mut text = format!("{},Reason\n", headers.join(","));
    for (index, row) in world.hr.iter().enumerate() {
        let person = &world.people[row.person];
        let change =
            WORDS.iter().find(|(_, kind)| *kind == row.kind).map_or(row.kind, |(printed, _)| printed);
        let line = format!(
            "{},{change},{},{},{},{},{},{}\n",
            row.id,
            utc_ms(row.occurred),
            utc_ms(row.recorded),
            row.effective,
            person.employee_id,
            person.email(row.occurred),
            row.reason,
        );
        text.push_str(&line);
        if index == 5 {
            text.push_str(&line);
        }
        if index == 140 {
            // A row that was typed over.
            let _ = writeln!(
                text,
                "{},{change},yesterday,{},,{},,",
                row.id.replace("HR-", "HR-X"),
                utc_ms(row.recorded),
                person.employee_id
            );
        }
    }
    output::text(&dir.join("exports/identity/hr-events.csv"), &text)
}
