//! What ids stand for that only a list beside the exports explains: requesters of tickets, API clients of logs.

use std::collections::BTreeMap;

use super::{Ingested, source::Note};
use crate::records::{Action, InitiatorKind, List, Listed, Origin, PersonKeys};

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
