//! What ids stand for that only a list beside the exports explains: requesters of tickets, API clients of logs.

use std::collections::BTreeMap;

use super::{
    Ingested,
    formats::{CustomField, custom_field},
    source::Note,
};
use crate::records::{Action, InitiatorKind, List, Listed, Origin, PersonKeys, Ticket};

/// What every entry for one id agrees on.
struct Agreed<'a> {
    name: Option<&'a str>,
    person: PersonKeys,
    /// The first entry that says something else than the one before, with both places.
    conflict: Option<(Origin, Origin)>,
}

/// Fills what the lists say into the records that carry their ids. Keys that a record has itself stand.
pub(super) fn explain(ingested: &mut Ingested) {
    let entries = std::mem::take(&mut ingested.listed);
    let known = agreed(&entries);
    for ticket in &mut ingested.tickets {
        fill_person(&mut ticket.affected, &known);
        name_fields(ticket, &known);
    }
    for event in &mut ingested.events {
        fill_person(&mut event.subject, &known);
    }
    for action in &mut ingested.actions {
        fill_title(action, &known);
    }
    for ((list, id), agreed) in &known {
        if let Some((first, second)) = agreed.conflict {
            let message = format!(
                "lists say different things of {list} `{id}`; what they contradict each other in is not used, see also {}",
                ingested.place(first)
            );
            ingested.notes.push(Note { origin: second, key: "list-conflict", message });
        }
    }
    ingested.listed = entries;
}

fn agreed(entries: &[Listed]) -> BTreeMap<(List, &str), Agreed<'_>> {
    let mut by_id: BTreeMap<(List, &str), Vec<&Listed>> = BTreeMap::new();
    for entry in entries {
        by_id.entry((entry.list, &entry.id)).or_default().push(entry);
    }
    by_id.into_iter().map(|(key, entries)| (key, agreed_of(&entries))).collect()
}

fn agreed_of<'a>(entries: &[&'a Listed]) -> Agreed<'a> {
    let mut conflict = None;
    let mut places = |first: &Listed, other: &Listed| {
        conflict.get_or_insert((first.origin, other.origin));
    };
    let name = only(entries, |entry| entry.name.as_deref(), &mut places);
    let mut person = PersonKeys::default();
    for (number, mine) in keys_of(&mut person).into_iter().enumerate() {
        *mine = only(entries, |entry| keys_of(&mut entry.person.clone())[number].take(), &mut places);
    }
    Agreed { name, person, conflict }
}

/// What all entries that say something say; nothing when two say different things.
fn only<'a, T: PartialEq>(
    entries: &[&'a Listed],
    what: impl Fn(&'a Listed) -> Option<T>,
    conflict: &mut impl FnMut(&Listed, &Listed),
) -> Option<T> {
    let mut said = entries.iter().filter_map(|entry| Some((*entry, what(entry)?)));
    let (first, value) = said.next()?;
    if let Some((other, _)) = said.find(|(_, other)| *other != value) {
        conflict(first, other);
        return None;
    }
    Some(value)
}

fn keys_of(person: &mut PersonKeys) -> [&mut Option<String>; 7] {
    [
        &mut person.person_id,
        &mut person.okta_id,
        &mut person.entra_object_id,
        &mut person.employee_id,
        &mut person.login,
        &mut person.email,
        &mut person.display_name,
    ]
}

fn fill_person(person: &mut PersonKeys, known: &BTreeMap<(List, &str), Agreed<'_>>) {
    let Some((list, id)) = person.listed_id.as_deref().and_then(|listed| listed.split_once(':')) else {
        return;
    };
    let Ok(list) = list.parse::<List>() else { return };
    let Some(agreed) = known.get(&(list, id)) else { return };
    let mut said = agreed.person.clone();
    for (mine, theirs) in keys_of(person).into_iter().zip(keys_of(&mut said)) {
        if mine.is_none() {
            *mine = theirs.take();
        }
    }
}

/// Custom fields of Jira by their names, and what a name says that a field is for.
fn name_fields(ticket: &mut Ticket, known: &BTreeMap<(List, &str), Agreed<'_>>) {
    let name_of = |id: &str| known.get(&(List::JiraField, id)).and_then(|agreed| agreed.name);
    let named: Vec<(String, Vec<String>)> = ticket
        .fields
        .iter()
        .filter_map(|(id, values)| Some((name_of(id)?.to_owned(), values.clone())))
        .filter(|(name, _)| !ticket.fields.contains_key(name))
        .collect();
    for (name, values) in named {
        match custom_field(&name) {
            Some(CustomField::Device) => {
                let new: Vec<String> =
                    values.iter().filter(|value| !ticket.device_values.contains(*value)).cloned().collect();
                ticket.device_values.extend(new);
            }
            Some(CustomField::Cause) if ticket.close_notes.is_empty() => {
                ticket.close_notes = values.join("\n");
            }
            _ => {}
        }
        ticket.fields.insert(name, values);
    }
}

fn fill_title(action: &mut Action, known: &BTreeMap<(List, &str), Agreed<'_>>) {
    let Some(initiator) = &mut action.initiator else { return };
    if initiator.kind == InitiatorKind::ApiClient
        && let Some(agreed) = known.get(&(List::JamfApiClient, initiator.name.to_lowercase().as_str()))
    {
        initiator.title = agreed.name.map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{ActionKind, Initiator, Instant, blank};

    fn entry(list: List, id: &str, name: &str, email: Option<&str>) -> Listed {
        let person = PersonKeys { email: email.map(str::to_owned), ..PersonKeys::default() };
        Listed { list, id: id.to_owned(), name: Some(name.to_owned()), person, origin: blank::origin() }
    }

    fn ticket_of(entries: Vec<Listed>) -> (PersonKeys, Vec<Note>) {
        let mut ticket = blank::ticket("1", Instant::UNIX_EPOCH);
        ticket.affected.listed_id = Some(List::ZendeskUser.id("7"));
        let mut ingested = Ingested { tickets: vec![ticket], listed: entries, ..Ingested::default() };
        explain(&mut ingested);
        (ingested.tickets[0].affected.clone(), ingested.notes)
    }

    #[test]
    fn a_requester_is_who_the_list_of_users_says() {
        let (affected, notes) =
            ticket_of(vec![entry(List::ZendeskUser, "7", "Ana Reyes", Some("ana.reyes@meridian.example"))]);
        assert_eq!(affected.email.as_deref(), Some("ana.reyes@meridian.example"));
        assert!(notes.is_empty());
    }

    #[test]
    fn an_id_of_another_list_explains_nothing() {
        let (affected, _) = ticket_of(vec![entry(List::JiraUser, "7", "Ana", Some("ana@meridian.example"))]);
        assert_eq!(affected.email, None);
    }

    #[test]
    fn lists_that_contradict_each_other_explain_nothing_and_are_noted() {
        let (affected, notes) = ticket_of(vec![
            entry(List::ZendeskUser, "7", "Ana Reyes", Some("ana.reyes@meridian.example")),
            entry(List::ZendeskUser, "7", "Ana Reyes", Some("ana.diaz@meridian.example")),
        ]);
        assert_eq!(affected.email, None);
        assert_eq!(notes[0].key, "list-conflict");
    }

    #[test]
    fn custom_fields_get_the_names_of_the_list_and_what_those_are_for() {
        let mut ticket = blank::ticket("HELP-1", Instant::UNIX_EPOCH);
        for (id, value) in
            [("customfield_1", "MB-0042"), ("customfield_2", "Leaver job"), ("customfield_3", "x")]
        {
            ticket.fields.insert(id.to_owned(), vec![value.to_owned()]);
        }
        let names = [("customfield_1", "Affected device"), ("customfield_2", "Root cause")];
        let listed = names.map(|(id, name)| entry(List::JiraField, id, name, None)).to_vec();
        let mut ingested = Ingested { tickets: vec![ticket], listed, ..Ingested::default() };
        explain(&mut ingested);
        let ticket = &ingested.tickets[0];
        assert_eq!(
            (ticket.device_values.as_slice(), ticket.close_notes.as_str()),
            (&["MB-0042".to_owned()][..], "Leaver job")
        );
        assert_eq!(ticket.fields["Root cause"], ["Leaver job"]);
        assert_eq!(ticket.fields.len(), 5);
    }

    #[test]
    fn an_api_client_gets_its_title_whatever_the_case_of_its_id() {
        let mut action = blank::action(ActionKind::Lock, Instant::UNIX_EPOCH);
        action.initiator = Some(Initiator::new(InitiatorKind::ApiClient, "ABC-1"));
        let listed = vec![entry(List::JamfApiClient, "abc-1", "Leaver automation", None)];
        let mut ingested = Ingested { actions: vec![action], listed, ..Ingested::default() };
        explain(&mut ingested);
        let initiator = ingested.actions[0].initiator.clone().unwrap();
        assert_eq!(
            (initiator.name.as_str(), initiator.title.as_deref()),
            ("ABC-1", Some("Leaver automation"))
        );
    }
}
