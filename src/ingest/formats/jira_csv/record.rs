//! The ticket made of one row.

use std::collections::BTreeMap;

use super::{
    super::jira::{
        CustomField, cause_kind, class, custom_field, is_done, is_inward, is_junk, person, plain, state,
    },
    headers, stamps,
};
use crate::{
    ingest::{sink::Sink, times::TimeRule},
    records::{CauseLink, CauseLinkKind, Instant, Origin, PersonKeys, Ticket},
};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds {
    /// A field of the ticket.
    Field(&'static str),
    /// A custom field whose name tells what it is for.
    Custom(CustomField),
    /// Issues that a cause link leads to.
    Link(CauseLinkKind),
    /// Anything else.
    Other,
}

/// A column of the file.
pub(super) struct Column {
    /// As exported.
    pub(super) header: String,
    pub(super) holds: Holds,
}

impl Column {
    /// What the header alone says of a column.
    pub(super) fn of(header: &str) -> Self {
        let link = || headers::link_name(header).and_then(|name| cause_kind(name, is_inward(header), ""));
        let holds = if let Some(field) = headers::field(header) {
            Holds::Field(field)
        } else if let Some(known) = headers::custom_name(header).and_then(custom_field) {
            Holds::Custom(known)
        } else {
            link().map_or(Holds::Other, Holds::Link)
        };
        Self { header: header.trim().to_owned(), holds }
    }
}

/// The values of a row that say something.
pub(super) struct Values<'a> {
    columns: &'a [Column],
    cells: &'a [String],
}

impl<'a> Values<'a> {
    pub(super) fn new(columns: &'a [Column], cells: &'a [String]) -> Self {
        Self { columns, cells }
    }

    /// Every value of the columns that hold this; headers are repeated for fields of several values.
    fn all(&self, holds: &Holds) -> impl Iterator<Item = &'a str> {
        let pairs = self.columns.iter().zip(self.cells);
        let of_it = pairs.filter(move |(column, cell)| column.holds == *holds && !is_junk(cell));
        of_it.map(|(_, cell)| cell.trim()).collect::<Vec<_>>().into_iter()
    }

    /// The first value of a field.
    pub(super) fn get(&self, field: &'static str) -> Option<&'a str> {
        self.all(&Holds::Field(field)).next()
    }

    /// Whether the row says nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| is_junk(cell))
    }

    fn exported(&self) -> BTreeMap<String, Vec<String>> {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (column, cell) in self.columns.iter().zip(self.cells).filter(|(_, cell)| !is_junk(cell)) {
            fields.entry(column.header.clone()).or_default().push(cell.trim().to_owned());
        }
        fields
    }
}

/// Reads times of a file.
pub(super) struct Times<'r> {
    /// Rule by field.
    pub(super) rule: &'r dyn Fn(&str) -> TimeRule,
    pub(super) at: Origin,
}

impl Times<'_> {
    /// A time of a row.
    ///
    /// # Errors
    /// What was found and expected, or a question.
    fn read(
        &self,
        values: &Values<'_>,
        field: &'static str,
        sink: &mut Sink<'_>,
    ) -> Result<Option<Instant>, String> {
        let Some(text) = values.get(field) else { return Ok(None) };
        sink.time(self.at, &stamps::english(text), (self.rule)(field))
    }

    /// A time that a ticket can do without: what cannot be read is noted, not guessed.
    fn further(
        &self,
        values: &Values<'_>,
        field: &'static str,
        sink: &mut Sink<'_>,
    ) -> Result<Option<Instant>, String> {
        match self.read(values, field, sink) {
            Err(error) if !is_question(&error) => {
                sink.note(self.at, "ticket-time-unreadable", format!("a time was left out: {error}"));
                Ok(None)
            }
            found => found,
        }
    }
}

/// Whether a message about a time asks whoever configures the source.
pub(super) fn is_question(message: &str) -> bool {
    message.starts_with("time zone needed") || message.starts_with("date order needed")
}

/// Makes the ticket of a row.
///
/// # Errors
/// Why the row cannot be used; a question when [`is_question`] says so.
pub(super) fn ticket(values: &Values<'_>, times: &Times<'_>, sink: &mut Sink<'_>) -> Result<Ticket, String> {
    let text = |field: &'static str| values.get(field).unwrap_or_default();
    let key = values.get("ticket_id").ok_or("no issue key, expected for example `HELP-123`")?;
    let opened_at =
        times.read(values, "opened_at", sink)?.ok_or("no time of creation: `Created` is empty")?;
    let category = text("status_category");
    let mut resolved_at = times.further(values, "resolved_at", sink)?;
    if resolved_at.is_none() && is_done(category) {
        resolved_at = times.further(values, "status_changed", sink)?;
    }
    let causes: Vec<String> = values.all(&Holds::Custom(CustomField::Cause)).map(plain).collect();
    let comments: Vec<String> = values.all(&Holds::Field("comment")).map(comment).collect();
    Ok(Ticket {
        ticket_id: key.to_owned(),
        native_id: values.get("native_id").map(str::to_owned),
        class: class(text("issue_type")),
        opened_at,
        resolved_at,
        closed_at: None,
        updated_at: times.further(values, "updated_at", sink)?,
        state: state(text("status"), category, text("close_code")),
        affected: affected(values),
        device_values: devices(values),
        subject: plain(text("subject")),
        body: plain(text("body")),
        notes: comments.join("\n\n"),
        close_code: values.get("close_code").map(str::to_owned),
        close_notes: causes.join("\n"),
        links: links(values),
        fields: values.exported(),
        origin: times.at,
    })
}

/// Whom it is about: a field of the site for that, else who reported it.
fn affected(values: &Values<'_>) -> PersonKeys {
    if let Some(named) =
        values.all(&Holds::Field("affected")).chain(values.all(&Holds::Custom(CustomField::Person))).next()
    {
        // What stands in such a field is a name or an address; blanks or not, it need not be a login.
        let is_account = named.contains(':') && !named.contains(char::is_whitespace);
        return if is_account { person(None, Some(named), None) } else { person(Some(named), None, None) };
    }
    person(values.get("person"), values.get("person_id"), values.get("person_email"))
}

fn devices(values: &Values<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let columns = values.all(&Holds::Field("device")).chain(values.all(&Holds::Custom(CustomField::Device)));
    for device in columns.flat_map(|cell| cell.split([',', ';', '\n'])).map(str::trim) {
        if !is_junk(device) && !found.iter().any(|known| known == device) {
            found.push(device.to_owned());
        }
    }
    found
}

fn links(values: &Values<'_>) -> Vec<CauseLink> {
    let mut links = Vec::new();
    let mut add = |kind: CauseLinkKind, id: &str| links.push(CauseLink { kind, id: id.to_owned() });
    values.all(&Holds::Field("caused_by")).for_each(|id| add(CauseLinkKind::CausedByChange, id));
    for kind in [
        CauseLinkKind::CausedByChange,
        CauseLinkKind::FixedByChange,
        CauseLinkKind::Problem,
        CauseLinkKind::Duplicate,
    ] {
        values.all(&Holds::Link(kind)).for_each(|id| add(kind, id));
    }
    values.all(&Holds::Field("parent")).for_each(|id| add(CauseLinkKind::Parent, id));
    links
}

/// `date;account;text`, the first two as a line of their own.
fn comment(cell: &str) -> String {
    let mut parts = cell.splitn(3, ';');
    if let (Some(date), Some(author), Some(text)) = (parts.next(), parts.next(), parts.next())
        && date.len() <= 40
        && date.starts_with(|c: char| c.is_ascii_digit())
        && date.contains(':')
        && !author.trim().contains(char::is_whitespace)
    {
        return format!("{} - {}\n{}", date.trim(), author.trim(), plain(text));
    }
    plain(cell)
}
