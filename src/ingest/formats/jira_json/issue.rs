//! The ticket made of one issue.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    super::jira::{
        CustomField, cause_kind, class, custom_field, is_done, is_junk, person, plain, plain_document, state,
    },
    history::History,
};
use crate::{
    ingest::{sink::Sink, times::TimeRule},
    records::{CauseLink, CauseLinkKind, Instant, Origin, PersonKeys, Ticket},
};

/// An issue by parts.
pub(super) struct Issue<'a> {
    issue: &'a Map<String, Value>,
    fields: &'a Map<String, Value>,
}

impl<'a> Issue<'a> {
    /// The parts of an issue; `None` for any other object.
    pub(super) fn of(value: &'a Value) -> Option<Self> {
        let issue = value.as_object()?;
        let fields = issue.get("fields")?.as_object()?;
        issue.get("key")?.as_str().map(|_| Self { issue, fields })
    }

    fn at(&self, path: &[&str]) -> Option<&'a Value> {
        let mut value = self.fields.get(*path.first()?)?;
        for step in &path[1..] {
            value = value.get(*step)?;
        }
        Some(value).filter(|value| !value.is_null())
    }

    fn text(&self, path: &[&str]) -> &'a str {
        self.at(path).and_then(Value::as_str).unwrap_or_default()
    }

    /// The name of a custom field, where the answer brings the names along (`expand=names`).
    fn name(&self, field: &str) -> Option<&'a str> {
        self.issue.get("names").and_then(|names| names.get(field)).and_then(Value::as_str)
    }

    /// Custom fields whose name tells what they are for.
    fn custom(&self, wanted: CustomField) -> impl Iterator<Item = &'a Value> {
        let of_it = self
            .fields
            .iter()
            .filter(move |(key, _)| self.name(key).is_some_and(|name| custom_field(name) == Some(wanted)));
        of_it.map(|(_, value)| value).collect::<Vec<_>>().into_iter()
    }

    /// Makes its ticket.
    ///
    /// # Errors
    /// Why it cannot be used, or a question.
    pub(super) fn ticket(&self, at: Origin, sink: &mut Sink<'_>) -> Result<Ticket, String> {
        let key = self.issue.get("key").and_then(Value::as_str).unwrap_or_default().trim();
        if key.is_empty() {
            return Err("no issue key: `key` is empty, expected for example `HELP-123`".to_owned());
        }
        let created =
            sink.time(at, self.text(&["created"]), RULE).map_err(|error| format!("`created`: {error}"))?;
        let opened_at =
            created.ok_or("no time of creation: `fields.created` is empty or was not asked for")?;
        let status = self.text(&["status", "name"]);
        let category = Some(self.text(&["status", "statusCategory", "key"]))
            .filter(|key| !key.is_empty())
            .unwrap_or(self.text(&["status", "statusCategory", "name"]));
        let history = History::of(self.issue.get("changelog"), status);
        let resolution = self.text(&["resolution", "name"]);
        let mut fields = self.exported();
        if let Some(reopened) = history.reopened {
            fields.insert("reopen_count".to_owned(), vec![reopened.to_string()]);
        }
        let causes: Vec<String> = self.custom(CustomField::Cause).flat_map(shown).collect();
        Ok(Ticket {
            ticket_id: key.to_owned(),
            native_id: self.issue.get("id").and_then(scalar),
            class: class(self.text(&["issuetype", "name"])),
            opened_at,
            resolved_at: self.resolved(is_done(category), &history, at, sink),
            closed_at: None,
            updated_at: further(self.text(&["updated"]), "updated", at, sink),
            state: state(status, category, resolution),
            affected: self.affected(),
            device_values: self.devices(),
            subject: self.text(&["summary"]).trim().to_owned(),
            body: self.fields.get("description").map(prose).unwrap_or_default(),
            notes: self.comments(),
            close_code: (!resolution.is_empty()).then(|| resolution.to_owned()),
            close_notes: causes.join("\n"),
            links: self.links(),
            fields,
            origin: at,
        })
    }

    /// When it was resolved: as the issue says; else, for one that is done, as its history or its status does.
    fn resolved(
        &self,
        is_done: bool,
        history: &History<'_>,
        at: Origin,
        sink: &mut Sink<'_>,
    ) -> Option<Instant> {
        let said = further(self.text(&["resolutiondate"]), "resolutiondate", at, sink);
        if said.is_some() || !is_done {
            return said;
        }
        let entered = history.entered_status.and_then(|time| further(time, "changelog", at, sink));
        entered.or_else(|| {
            further(self.text(&["statuscategorychangedate"]), "statuscategorychangedate", at, sink)
        })
    }

    fn affected(&self) -> PersonKeys {
        let named = self.custom(CustomField::Person).find_map(|value| match value {
            Value::Array(all) => all.first().map(someone),
            Value::Null => None,
            other => Some(someone(other)),
        });
        named
            .filter(|keys| !keys.is_empty())
            .unwrap_or_else(|| self.at(&["reporter"]).map(someone).unwrap_or_default())
    }

    fn devices(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for device in self.custom(CustomField::Device).flat_map(shown) {
            for part in device.split([',', ';', '\n']).map(str::trim).filter(|part| !is_junk(part)) {
                if !found.iter().any(|known| known == part) {
                    found.push(part.to_owned());
                }
            }
        }
        found
    }

    fn comments(&self) -> String {
        let all = self.at(&["comment", "comments"]).and_then(Value::as_array);
        let said: Vec<String> = all
            .into_iter()
            .flatten()
            .map(|comment| {
                let text = |key: &str| comment.get(key).and_then(Value::as_str).unwrap_or_default();
                let author = comment.get("author").and_then(|author| author.get("displayName"));
                let author = author.and_then(Value::as_str).unwrap_or("unknown");
                format!(
                    "{} - {author}\n{}",
                    text("created"),
                    comment.get("body").map(prose).unwrap_or_default()
                )
            })
            .collect();
        said.join("\n\n")
    }

    fn links(&self) -> Vec<CauseLink> {
        let mut links = Vec::new();
        for link in self.at(&["issuelinks"]).and_then(Value::as_array).into_iter().flatten() {
            let verb = link.get("type").and_then(|kind| kind.get("name")).and_then(Value::as_str);
            for (side, is_inward) in [("inwardIssue", true), ("outwardIssue", false)] {
                let Some(other) = link.get(side) else { continue };
                let kind = other.get("fields").and_then(|fields| fields.get("issuetype"));
                let kind = kind.and_then(|kind| kind.get("name")).and_then(Value::as_str).unwrap_or_default();
                if let Some(kind) = cause_kind(verb.unwrap_or_default(), is_inward, kind)
                    && let Some(id) = other.get("key").and_then(Value::as_str)
                {
                    links.push(CauseLink { kind, id: id.to_owned() });
                }
            }
        }
        let parent = self.text(&["parent", "key"]);
        if !parent.is_empty() {
            links.push(CauseLink { kind: CauseLinkKind::Parent, id: parent.to_owned() });
        }
        links
    }

    /// Every field as text by its key, and by its name where that is known.
    fn exported(&self) -> BTreeMap<String, Vec<String>> {
        const READ: [&str; 4] = ["description", "comment", "issuelinks", "worklog"];
        let mut fields = BTreeMap::new();
        for (key, value) in self.fields.iter().filter(|(key, _)| !READ.contains(&key.as_str())) {
            let values: Vec<String> = shown(value);
            if !values.is_empty() {
                if let Some(name) = self.name(key).filter(|_| key.starts_with("customfield_")) {
                    fields.insert(name.to_owned(), values.clone());
                }
                fields.insert(key.clone(), values);
            }
        }
        fields
    }
}

/// Times carry their offset; one without is asked for.
const RULE: TimeRule = TimeRule::Ask(None);

fn further(text: &str, field: &str, at: Origin, sink: &mut Sink<'_>) -> Option<Instant> {
    sink.time(at, text, RULE).unwrap_or_else(|error| {
        sink.note(at, "ticket-time-unreadable", format!("`{field}` was left out: {error}"));
        None
    })
}

fn someone(value: &Value) -> PersonKeys {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    if let Value::String(name) = value {
        return person(Some(name), None, None);
    }
    let mut keys = person(text("displayName"), text("accountId"), text("emailAddress"));
    // Sites of one's own have no account ids but logins.
    if text("accountId").is_none() {
        keys.login = text("name").map(str::to_owned);
        if keys.display_name.is_none() {
            keys.display_name = text("displayName").map(str::to_owned);
        }
    }
    keys
}

/// A text of either kind: a document, or wiki markup.
fn prose(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text),
        other => plain_document(other),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !is_junk(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// What a value shows: itself, or what names the object. What is left of a service level is no value.
fn shown(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().flat_map(shown).collect(),
        Value::Object(object)
            if object.contains_key("completedCycles") || object.contains_key("ongoingCycle") =>
        {
            Vec::new()
        }
        Value::Object(object) if object.get("type").is_some_and(|kind| kind == "doc") => {
            Some(plain_document(value)).filter(|text| !text.is_empty()).into_iter().collect()
        }
        Value::Object(object) => {
            const NAMES: [&str; 8] =
                ["value", "name", "label", "displayName", "emailAddress", "key", "objectKey", "objectId"];
            let request = object.get("requestType").and_then(|request| request.get("name"));
            let found =
                request.and_then(scalar).or_else(|| NAMES.iter().find_map(|name| scalar(object.get(*name)?)));
            let child = object.get("child").map(shown).unwrap_or_default();
            found.into_iter().chain(child).collect()
        }
        other => scalar(other).into_iter().collect(),
    }
}
