//! The drafted control map is sound whatever names stand in the exports, and never says more than was seen.

use super::*;
use crate::records::{ActionKind, EventKind, Initiator, InitiatorKind, blank};

fn practice(kind: InitiatorKind, name: &str, actions: u64, linked: u64) -> Practice {
    Practice {
        initiator: Initiator::new(kind, name),
        also: Vec::new(),
        actions: [(ActionKind::Lock, actions)].into(),
        times: None,
        triggers: [(EventKind::AccountDisabled, linked)].into_iter().filter(|row| row.1 > 0).collect(),
        objects: [("Staff\"]\nid = \"x".to_owned(), 2)].into(),
    }
}

fn drafted(practices: &[Practice]) -> (String, toml::Table) {
    let at = chrono::DateTime::UNIX_EPOCH;
    let events = vec![blank::event(EventKind::AccountDisabled, at), blank::event(EventKind::SignIn, at)];
    let text = render(practices, &Ingested { events, ..Ingested::default() }, &mut Vec::new());
    let parsed = toml::from_str(&text).unwrap();
    (text, parsed)
}

#[test]
fn hostile_names_stay_strings_on_their_line() {
    let name = "a\"]\ntolerated_rate = 1.0 # \u{1b}[2J";
    let (text, parsed) = drafted(&[
        practice(InitiatorKind::ApiClient, name, 3, 0),
        practice(InitiatorKind::Account, name, 3, 0),
    ]);
    assert!(!text.contains('\u{1b}'));
    let entries = parsed["workflow"].as_array().unwrap();
    assert_eq!(entries.len(), 1, "an account that follows no events is only commented out");
    assert!(entries[0].get("tolerated_rate").is_none());
    assert_eq!(entries[0]["id"].as_str(), Some("api-client-a-tolerated-rate-1-0-2j"));
    assert!(
        text.lines().all(|line| line.is_empty() || line.starts_with('#') || !line.contains("x\"]")),
        "{text}"
    );
    let spoken: String =
        text.lines().map(|line| format!("{}\n", line.strip_prefix("# ").unwrap_or(line))).collect();
    assert_eq!(spoken.matches("\ninitiators = ").count(), 2, "{spoken}");
}

#[test]
fn a_draft_approves_nothing_and_says_what_went_before() {
    let (text, parsed) = drafted(&[
        practice(InitiatorKind::ApiClient, "12", 4, 3),
        practice(InitiatorKind::Account, "svc-lock", 6, 3),
        practice(InitiatorKind::Account, "svc lock", 6, 3),
        practice(InitiatorKind::Account, "ada", 6, 2),
    ]);
    let entries = parsed["workflow"].as_array().unwrap();
    let ids: Vec<&str> = entries.iter().filter_map(|entry| entry["id"].as_str()).collect();
    assert_eq!(ids, ["api-client-12", "account-svc-lock", "account-svc-lock-2"]);
    for entry in entries {
        let keys: Vec<&str> = entry.as_table().unwrap().keys().map(String::as_str).collect();
        let mut seen = ["id", "title", "actions", "triggers", "initiators"];
        seen.sort_unstable();
        let mut keys = keys;
        keys.sort_unstable();
        assert_eq!(keys, seen);
        assert_eq!(entry["triggers"].as_array().unwrap()[0].as_str(), Some("account_disabled"));
    }
    assert!(
        text.contains("# 3 of them followed an identity event within 24 hours: 3 account_disabled."),
        "{text}"
    );
    assert!(text.contains("can start an action: account_disabled (1)."), "{text}");
}

#[test]
fn exports_without_initiators_say_so() {
    let (text, parsed) = drafted(&[]);
    assert!(parsed.get("workflow").is_none() && text.contains("names who started it"), "{text}");
}
