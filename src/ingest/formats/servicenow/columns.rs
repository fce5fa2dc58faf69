//! Names of columns: exports carry field names (`opened_at`) or the labels of the form (`Opened`).

/// Labels and variants, lower case, with the field they stand for.
const LABELS: &[(&str, &str)] = &[
    ("opened", "opened_at"),
    ("open date", "opened_at"),
    ("created", "sys_created_on"),
    ("sys_created_at", "sys_created_on"),
    ("updated", "sys_updated_on"),
    ("last update", "sys_updated_on"),
    ("last updated", "sys_updated_on"),
    ("sys_updated_at", "sys_updated_on"),
    ("resolved", "resolved_at"),
    ("closed", "closed_at"),
    ("sys id", "sys_id"),
    ("task type", "sys_class_name"),
    ("class", "sys_class_name"),
    ("short description", "short_description"),
    ("caller", "caller_id"),
    ("affected user", "u_affected_user"),
    ("requested for", "requested_for"),
    ("requested by", "requested_by"),
    ("user id", "caller_id.user_name"),
    ("caller user id", "caller_id.user_name"),
    ("email", "caller_id.email"),
    ("caller email", "caller_id.email"),
    ("employee number", "caller_id.employee_number"),
    ("configuration item", "cmdb_ci"),
    ("serial number", "cmdb_ci.serial_number"),
    ("asset tag", "cmdb_ci.asset_tag"),
    ("incident state", "incident_state"),
    ("closed_code", "close_code"),
    ("close code", "close_code"),
    ("closure code", "close_code"),
    ("resolution code", "close_code"),
    ("close notes", "close_notes"),
    ("resolution notes", "close_notes"),
    ("comments and work notes", "comments_and_work_notes"),
    ("additional comments", "comments"),
    ("work notes", "work_notes"),
    ("caused by", "caused_by"),
    ("caused by change", "caused_by"),
    ("change request", "rfc"),
    ("problem", "problem_id"),
    ("parent incident", "parent_incident"),
    ("duplicate of", "duplicate_of"),
];

/// The field name a header of delimited text stands for.
pub(in super::super) fn canonical_header(header: &str) -> String {
    canonical(&header.trim().trim_start_matches('\u{feff}').to_lowercase())
}

/// The field name a key of JSON stands for.
pub(in super::super) fn canonical_key(key: &str) -> String {
    canonical(&key.trim().to_lowercase())
}

fn canonical(lower: &str) -> String {
    LABELS
        .iter()
        .find(|(label, _)| *label == lower)
        .map_or_else(|| lower.to_owned(), |(_, field)| (*field).to_owned())
}

/// Whether these field names (after [`canonical_header`] or [`canonical_key`]) are those of a table of tickets:
/// a number, and an opening time, a short description or a caller.
pub(in super::super) fn is_ticket_table<'a>(mut names: impl Iterator<Item = &'a str> + Clone) -> bool {
    const OTHERS: [&str; 5] =
        ["opened_at", "sys_created_on", "short_description", "caller_id", "u_affected_user"];
    names.clone().any(|name| name == "number") && names.any(|name| OTHERS.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_names_mean_the_same_field() {
        let table = [
            ("opened_at", "opened_at"),
            ("Opened", "opened_at"),
            ("\u{feff}Number", "number"),
            ("Affected User", "u_affected_user"),
            ("Configuration item", "cmdb_ci"),
            ("Resolution code", "close_code"),
            ("closed_code", "close_code"),
            ("caller_id.user_name", "caller_id.user_name"),
            ("Caused by Change", "caused_by"),
            ("Change Request", "rfc"),
            ("sys_updated_at", "sys_updated_on"),
            ("u_site_thing", "u_site_thing"),
        ];
        for (header, field) in table {
            assert_eq!(canonical_header(header), field);
        }
    }

    #[test]
    fn a_table_of_tickets_needs_a_number_and_one_more_field() {
        let table: &[(&[&str], bool)] = &[
            (&["number", "opened_at"], true),
            (&["number", "caller_id"], true),
            (&["number", "state"], false),
            (&["opened_at", "short_description"], false),
            (&[], false),
        ];
        for (names, expected) in table {
            assert_eq!(is_ticket_table(names.iter().copied()), *expected, "{names:?}");
        }
    }
}
