//! The ticket made of one row.

use super::{
    ColumnOrders, Fields,
    cell::Cell,
    state::{class, state},
    text::{note_crop, plain},
};
use crate::{
    ingest::{sink::Sink, times::TimeRule},
    records::{CauseLink, CauseLinkKind, Instant, Origin, PersonKeys, Ticket},
};

/// What the times of a file mean.
#[derive(Debug, Clone)]
pub(in super::super) struct TimeRules {
    /// Rule of stamps that are not certainly raw.
    pub zoneless: TimeRule,
    /// Order of day and month per field, where [`TimeRule::Ask`] holds.
    pub orders: ColumnOrders,
}

impl TimeRules {
    fn of(&self, field: &str, cell: &Cell) -> TimeRule {
        match self.zoneless {
            _ if cell.is_raw => TimeRule::Utc,
            TimeRule::Ask(configured) => TimeRule::Ask(self.orders.get(field).copied().or(configured)),
            rule => rule,
        }
    }
}

/// Whether a message about a time asks whoever configures the source, so that every row would ask again.
pub(in super::super) fn is_question(message: &str) -> bool {
    message.starts_with("time zone needed") || message.starts_with("date order needed")
}

/// Makes the ticket of a row.
///
/// # Errors
/// Why the row cannot be used; a question when [`is_question`] says so.
pub(in super::super) fn ticket(
    fields: Fields,
    rules: &TimeRules,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Ticket, String> {
    let number = fields.get("number").map(|cell| cell.value.clone());
    let ticket_id = number.ok_or("no ticket number: `number` is empty, expected for example `INC0010023`")?;
    let opened_at = opened(&fields, rules, at, sink)?;
    let class = class(&fields, &ticket_id);
    for field in ["short_description", "description", "close_notes", "comments", "work_notes"] {
        if let Some(cell) = fields.get(field) {
            note_crop(field, cell.shown(), at, sink);
        }
    }
    let text = |names: &[&str]| fields.shown(names).map(plain).unwrap_or_default();
    Ok(Ticket {
        native_id: fields.get("sys_id").map(|cell| cell.value.clone()),
        state: state(&fields, class.as_deref()),
        class,
        opened_at,
        resolved_at: further(&fields, "resolved_at", rules, at, sink)?,
        closed_at: further(&fields, "closed_at", rules, at, sink)?,
        updated_at: further(&fields, "sys_updated_on", rules, at, sink)?,
        affected: affected(&fields),
        device_values: device_values(&fields),
        subject: text(&["short_description"]),
        body: text(&["description"]),
        notes: notes(&fields),
        close_code: fields.shown(&["close_code"]).map(ToOwned::to_owned),
        close_notes: text(&["close_notes"]),
        links: links(&fields),
        fields: fields.into_exported(),
        ticket_id,
        origin: at,
    })
}

/// The opening time, else the time the record was created.
fn opened(fields: &Fields, rules: &TimeRules, at: Origin, sink: &mut Sink<'_>) -> Result<Instant, String> {
    for field in ["opened_at", "sys_created_on"] {
        let Some(cell) = fields.get(field) else { continue };
        let found = sink.time(at, &cell.value, rules.of(field, cell));
        if let Some(instant) = found.map_err(|error| as_question(error, field))? {
            return Ok(instant);
        }
    }
    Err("no opening time: `opened_at` and `sys_created_on` are empty or not exported".to_owned())
}

/// A time that a ticket can do without: what cannot be read is noted, not guessed.
fn further(
    fields: &Fields,
    field: &'static str,
    rules: &TimeRules,
    at: Origin,
    sink: &mut Sink<'_>,
) -> Result<Option<Instant>, String> {
    let Some(cell) = fields.get(field) else { return Ok(None) };
    match sink.time(at, &cell.value, rules.of(field, cell)) {
        Ok(found) => Ok(found),
        Err(error) if is_question(&error) => Err(error),
        Err(error) => {
            sink.note(at, "ticket-time-unreadable", format!("`{field}` was left out: {error}"));
            Ok(None)
        }
    }
}

/// Questions stay recognisable by their beginning; other errors get the field in front.
fn as_question(error: String, field: &str) -> String {
    if is_question(&error) { error } else { format!("`{field}`: {error}") }
}

/// Whom the ticket is about: the person it was raised for before the one who called. Never who opened it,
/// which is often an agent or an integration.
fn affected(fields: &Fields) -> PersonKeys {
    const ROLES: [&str; 7] = [
        "u_affected_user",
        "u_requested_for",
        "requested_for",
        "request.requested_for",
        "caller_id",
        "requested_by",
        "u_caller",
    ];
    ROLES.iter().map(|role| person(fields, role)).find(|keys| !keys.is_empty()).unwrap_or_default()
}

fn person(fields: &Fields, role: &str) -> PersonKeys {
    let walked = |part: &str| {
        fields
            .get(&format!("{role}.{part}"))
            .map(|cell| cell.shown().to_owned())
            .filter(|text| !text.is_empty())
    };
    let mut keys = fields
        .get(role)
        .filter(|cell| !cell.is_bare_id())
        .map(|cell| person_shown(cell.shown()))
        .unwrap_or_default();
    keys.login = walked("user_name").or(keys.login);
    keys.email = walked("email").or(keys.email);
    keys.employee_id = walked("employee_number");
    keys.display_name = walked("name").or(keys.display_name);
    keys
}

/// `Display Name (login)`, an address, or a name.
fn person_shown(text: &str) -> PersonKeys {
    let text = text.trim();
    let is_address = |text: &str| text.contains('@') && !text.contains(char::is_whitespace);
    if is_address(text) {
        return PersonKeys { email: Some(text.to_owned()), ..PersonKeys::default() };
    }
    let split = text
        .strip_suffix(')')
        .and_then(|open| open.rsplit_once('('))
        .map(|(name, login)| (name.trim(), login.trim()))
        .filter(|(name, login)| {
            !name.is_empty() && !login.is_empty() && !login.contains(char::is_whitespace)
        });
    let Some((name, login)) = split else {
        return PersonKeys { display_name: Some(text.to_owned()), ..PersonKeys::default() };
    };
    let mut keys = PersonKeys { display_name: Some(name.to_owned()), ..PersonKeys::default() };
    let place = if is_address(login) { &mut keys.email } else { &mut keys.login };
    *place = Some(login.to_owned());
    keys
}

/// What may name a device; equality with a known device decides later. Internal ids name nothing outside.
fn device_values(fields: &Fields) -> Vec<String> {
    const NAMES: [&str; 8] = [
        "cmdb_ci.serial_number",
        "cmdb_ci.asset_tag",
        "cmdb_ci.name",
        "cmdb_ci",
        "u_serial_number",
        "u_asset_tag",
        "serial_number",
        "asset_tag",
    ];
    let mut values: Vec<String> = Vec::new();
    for cell in NAMES.iter().flat_map(|name| fields.all(name)).filter(|cell| !cell.is_bare_id()) {
        if !values.iter().any(|known| known == cell.shown()) {
            values.push(cell.shown().to_owned());
        }
    }
    values
}

fn notes(fields: &Fields) -> String {
    let parts: Vec<String> = ["comments", "work_notes", "comments_and_work_notes"]
        .iter()
        .flat_map(|name| fields.all(name))
        .map(|cell| plain(cell.shown()))
        .filter(|text| !text.is_empty())
        .collect();
    parts.join("\n\n")
}

/// `rfc` is the change raised to repair it, the opposite direction of `caused_by`.
fn links(fields: &Fields) -> Vec<CauseLink> {
    const KINDS: [(&str, CauseLinkKind); 5] = [
        ("caused_by", CauseLinkKind::CausedByChange),
        ("rfc", CauseLinkKind::FixedByChange),
        ("problem_id", CauseLinkKind::Problem),
        ("parent_incident", CauseLinkKind::Parent),
        ("duplicate_of", CauseLinkKind::Duplicate),
    ];
    KINDS
        .iter()
        .filter_map(|(field, kind)| {
            fields.get(field).map(|cell| CauseLink { kind: *kind, id: cell.shown().to_owned() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pairs: &[(&str, &str)]) -> Fields {
        let mut fields = Fields::default();
        for (name, value) in pairs {
            fields.add(name, name, Cell::from_text(value).unwrap());
        }
        fields
    }

    fn keys(name: Option<&str>, login: Option<&str>, email: Option<&str>) -> PersonKeys {
        PersonKeys {
            display_name: name.map(Into::into),
            login: login.map(Into::into),
            email: email.map(Into::into),
            ..PersonKeys::default()
        }
    }

    #[test]
    fn the_affected_person_is_whom_it_was_raised_for() {
        let id = "6816f79cc0a8016401c5a33be04be441";
        let table: &[(&[(&str, &str)], PersonKeys)] = &[
            (&[("caller_id", "Ann Sample")], keys(Some("Ann Sample"), None, None)),
            (&[("caller_id", "Ann Sample (asample)")], keys(Some("Ann Sample"), Some("asample"), None)),
            (
                &[("caller_id", "Sample, Ann (Finance EMEA)")],
                keys(Some("Sample, Ann (Finance EMEA)"), None, None),
            ),
            (&[("caller_id", "ann@example.com")], keys(None, None, Some("ann@example.com"))),
            (&[("caller_id", "Ann (ann@example.com)")], keys(Some("Ann"), None, Some("ann@example.com"))),
            (&[("caller_id", id), ("caller_id.user_name", "asample")], keys(None, Some("asample"), None)),
            (&[("caller_id", id)], keys(None, None, None)),
            (
                &[("caller_id", "Help Desk"), ("u_affected_user", "Ann Sample")],
                keys(Some("Ann Sample"), None, None),
            ),
            (&[("opened_by", "Help Desk")], keys(None, None, None)),
            (&[("requested_by", "Ann Sample")], keys(Some("Ann Sample"), None, None)),
        ];
        for (pairs, expected) in table {
            assert_eq!(affected(&row(pairs)), *expected, "{pairs:?}");
        }
    }

    #[test]
    fn device_values_hold_no_internal_ids_and_no_repetition() {
        let fields = row(&[
            ("cmdb_ci", "6816f79cc0a8016401c5a33be04be441"),
            ("cmdb_ci.name", "MB-0042"),
            ("cmdb_ci.serial_number", "C02SAMPLE01"),
            ("asset_tag", "MB-0042"),
        ]);
        assert_eq!(device_values(&fields), ["C02SAMPLE01", "MB-0042"]);
    }

    #[test]
    fn links_say_their_direction() {
        let fields = row(&[("rfc", "CHG0000002"), ("caused_by", "CHG0000001"), ("problem_id", "PRB0000003")]);
        let found: Vec<(CauseLinkKind, String)> =
            links(&fields).into_iter().map(|l| (l.kind, l.id)).collect();
        assert_eq!(
            found,
            [
                (CauseLinkKind::CausedByChange, "CHG0000001".to_owned()),
                (CauseLinkKind::FixedByChange, "CHG0000002".to_owned()),
                (CauseLinkKind::Problem, "PRB0000003".to_owned()),
            ]
        );
    }
}
