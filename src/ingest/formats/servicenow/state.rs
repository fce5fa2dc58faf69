//! Classes and states of tickets: labels where displayed, numbers by class.

use super::Fields;
use crate::records::TicketState;

/// Beginnings of numbers with the class they are given out for.
const PREFIXES: [(&str, &str); 8] = [
    ("INC", "incident"),
    ("CHG", "change"),
    ("PRB", "problem"),
    ("REQ", "request"),
    ("RITM", "request"),
    ("SCTASK", "task"),
    ("CTASK", "task"),
    ("TASK", "task"),
];

/// The class of a ticket: `incident`, `request`, `problem`, `change`, `task`, or what the export prints.
pub(super) fn class(fields: &Fields, number: &str) -> Option<String> {
    if let Some(cell) = fields.get("sys_class_name") {
        let name = cell.value.to_lowercase().replace(' ', "_");
        let known = match name.as_str() {
            "incident" => "incident",
            "change" | "change_request" => "change",
            "problem" => "problem",
            "sc_request" | "sc_req_item" | "request" | "requested_item" => "request",
            "task" | "sc_task" | "catalog_task" | "incident_task" | "change_task" | "problem_task" => "task",
            _ => return Some(cell.shown().to_owned()),
        };
        return Some(known.to_owned());
    }
    let number = number.to_ascii_uppercase();
    PREFIXES.iter().find(|(prefix, _)| number.starts_with(prefix)).map(|(_, class)| (*class).to_owned())
}

/// The state, `state` before `incident_state`, the label before the number.
pub(super) fn state(fields: &Fields, class: Option<&str>) -> TicketState {
    ["state", "incident_state"]
        .into_iter()
        .filter_map(|field| fields.get(field))
        .map(|cell| match by_label(cell.shown()) {
            TicketState::Unknown => by_number(&cell.value, class),
            known => known,
        })
        .find(|state| *state != TicketState::Unknown)
        .unwrap_or(TicketState::Unknown)
}

fn by_label(label: &str) -> TicketState {
    let label = label.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    // `Closed Cancelled` and `Pending Resolved` do not exist; the order only matters for `Closed …`.
    if has(&["cancel", "rejected"]) {
        TicketState::Cancelled
    } else if has(&["closed"]) {
        TicketState::Closed
    } else if has(&["resolved"]) {
        TicketState::Resolved
    } else if has(&["hold", "await", "pending", "suspended"]) {
        TicketState::Hold
    } else if has(&[
        "new",
        "active",
        "open",
        "progress",
        "assigned",
        "assess",
        "authorize",
        "scheduled",
        "implement",
        "review",
        "draft",
        "analysis",
    ]) {
        TicketState::Open
    } else {
        TicketState::Unknown
    }
}

#[expect(
    clippy::match_same_arms,
    reason = "read like the vendor's tables: one line per class of ticket and number"
)]
fn by_number(number: &str, class: Option<&str>) -> TicketState {
    let Ok(number) = number.parse::<i32>() else { return TicketState::Unknown };
    match (class.unwrap_or("incident"), number) {
        ("change", -5..=0) => TicketState::Open,
        ("change" | "request" | "task", 3) => TicketState::Closed,
        ("change", 4) => TicketState::Cancelled,
        ("problem", 101..=104) => TicketState::Open,
        ("problem", 106) => TicketState::Resolved,
        ("problem", 107) => TicketState::Closed,
        ("request" | "task", 4 | 7) => TicketState::Closed,
        ("request" | "task", -5) => TicketState::Hold,
        (_, 1 | 2) => TicketState::Open,
        // 4 and 5: `Awaiting User Info` and `Awaiting Evidence` of older instances.
        ("incident", 3..=5) => TicketState::Hold,
        ("incident", 6) => TicketState::Resolved,
        ("incident", 7) => TicketState::Closed,
        ("incident", 8) => TicketState::Cancelled,
        _ => TicketState::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Cell, *};

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let mut fields = Fields::default();
        for (name, value) in pairs {
            fields.add(name, name, Cell::from_text(value).unwrap());
        }
        fields
    }

    #[test]
    fn states_are_told_by_label_or_by_number_of_the_class() {
        use TicketState as S;
        let table: &[(&[(&str, &str)], Option<&str>, S)] = &[
            (&[("state", "New")], None, S::Open),
            (&[("state", "Work in Progress")], None, S::Open),
            (&[("state", "On Hold")], None, S::Hold),
            (&[("incident_state", "Awaiting User Info")], None, S::Hold),
            (&[("state", "Resolved")], None, S::Resolved),
            (&[("state", "Closed Complete")], None, S::Closed),
            (&[("state", "Canceled")], None, S::Cancelled),
            (&[("state", "7")], Some("incident"), S::Closed),
            (&[("state", "6")], None, S::Resolved),
            (&[("state", "8")], None, S::Cancelled),
            (&[("state", "3")], Some("change"), S::Closed),
            (&[("state", "4")], Some("change"), S::Cancelled),
            (&[("state", "3")], Some("incident"), S::Hold),
            (&[("state", "{'display_value': 'Closed', 'value': '3'}")], Some("incident"), S::Closed),
            (&[("incident_state", "-100")], None, S::Unknown),
            (&[("state", "-100"), ("incident_state", "Resolved")], None, S::Resolved),
            (&[("state", "Gelöst")], None, S::Unknown),
            (&[], None, S::Unknown),
        ];
        for (pairs, class, expected) in table {
            assert_eq!(state(&fields(pairs), *class), *expected, "{pairs:?}");
        }
    }

    #[test]
    fn the_class_comes_from_the_class_name_else_from_the_number() {
        let table: &[(&[(&str, &str)], &str, Option<&str>)] = &[
            (&[("sys_class_name", "change_request")], "X1", Some("change")),
            (&[("sys_class_name", "Change Request")], "X1", Some("change")),
            (&[("sys_class_name", "u_site_case")], "INC1", Some("u_site_case")),
            (&[], "CHG0000024", Some("change")),
            (&[], "INC0000000a", Some("incident")),
            (&[], "RITM0010001", Some("request")),
            (&[], "4711", None),
        ];
        for (pairs, number, expected) in table {
            assert_eq!(class(&fields(pairs), number).as_deref(), *expected, "{pairs:?} {number}");
        }
    }
}
