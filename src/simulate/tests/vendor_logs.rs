//! What must hold of the logs of other vendors: every happening that one can express stands in it once.

use super::{
    vendor_sets::{lines, of, text, unsaid_of, world},
    *,
};

#[test]
fn every_event_is_an_ocsf_event_once() {
    let folder = Folder::new("ocsf");
    let summary = of(&folder, Vendors::OcsfFreshservice);
    let mut ids = BTreeMap::new();
    for row in lines(&summary, "identity/ocsf") {
        let id = row["metadata"]["uid"].as_str().unwrap().to_owned();
        let before = ids.insert(id, row.clone());
        assert!(before.is_none_or(|before| before == row));
    }
    assert_eq!(ids.len() as u64, summary.identity_events);
    for event in &world(Vendors::OcsfFreshservice).events {
        let row = &ids[&event.uuid];
        assert_eq!(row["metadata"]["event_code"], event.kind);
        let (class, activity) = (row["class_uid"].as_u64().unwrap(), row["activity_id"].as_u64().unwrap());
        assert_eq!(row["type_uid"], class * 100 + activity);
    }
}

#[test]
fn every_event_is_an_entra_audit_once_or_said_to_be_none() {
    let folder = Folder::new("entra");
    let summary = of(&folder, Vendors::EntraJira);
    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    let unsaid = unsaid_of(Vendors::EntraJira);
    for event in &world(Vendors::EntraJira).events {
        let wording = entra_wording::of(event.kind);
        // These are versions of a detection instead, which another test looks at.
        let is_risk = event.kind.starts_with("user.risk.") || event.kind == "analytics.feedback.provide";
        assert_ne!(wording.is_some() || is_risk, unsaid.contains(event.kind), "{}", event.kind);
        if let Some(wording) = wording.filter(|wording| wording.activity != "Update user") {
            *wanted.entry(wording.activity).or_default() += 1;
        }
    }
    let mut ids = BTreeSet::new();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for row in lines(&summary, "entra-audits") {
        let audit = &row["properties"];
        if ids.insert(audit["id"].as_str().unwrap().to_owned()) {
            *found.entry(audit["activityDisplayName"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    assert!(wanted.len() > 8);
    for (activity, count) in wanted {
        assert_eq!(found.get(activity), Some(&count), "{activity}");
    }
}

#[test]
fn every_event_is_a_google_activity_once_or_said_to_be_none() {
    let folder = Folder::new("google");
    let summary = of(&folder, Vendors::GoogleZendesk);
    let unsaid = unsaid_of(Vendors::GoogleZendesk);
    let mut found: BTreeMap<(String, String), serde_json::Value> = BTreeMap::new();
    for row in lines(&summary, "identity/google") {
        let key = |name: &str| row["id"][name].as_str().unwrap().to_owned();
        let before = found.insert((key("time"), key("uniqueQualifier")), row.clone());
        assert!(before.is_none_or(|before| before == row));
    }
    assert_eq!(found.len() as u64, summary.identity_events);
    let world = world(Vendors::GoogleZendesk);
    for event in &world.events {
        let qualifier = identity_log::number_of(&event.uuid).cast_signed().to_string();
        let row = found.get(&(calendar::utc_ms(event.at), qualifier));
        assert_eq!(row.is_some(), google_activity::of_event(&world, event).is_some(), "{}", event.kind);
        if row.is_none() {
            let lower = event.debug.iter().any(|(_, value)| value.contains(" level=LOW"));
            assert!(unsaid.contains(event.kind) || event.result != "SUCCESS" || lower, "{}", event.kind);
        }
    }
}

#[test]
fn commands_carry_their_uuids_into_the_automation_servers_log() {
    let folder = Folder::new("jawa");
    let summary = of(&folder, Vendors::GoogleZendesk);
    let log = fs::read_to_string(summary.dir.join("exports/jamf/jawa.log")).unwrap();
    let rows = truth_rows(&summary.truth);
    let (mut told, mut explained) = (0, 0);
    // A policy run has no id.
    for row in rows.iter().filter(|row| !row[0].is_empty()) {
        let is_hooked = ["leaver-lock", "leaver-wipe-mobile", "risk-lock"].contains(&&row[2]);
        let by_hand = row[10].contains("administrator");
        assert_eq!(log.matches(&row[0]).count(), usize::from(is_hooked && !by_hand), "{}", &row[2]);
        told += usize::from(is_hooked && !by_hand);
        explained += usize::from(is_hooked && !row[3].is_empty());
    }
    assert!(told > 20);
    let payloads = log.lines().filter(|line| line.contains(" - DEBUG - {'")).count();
    // What Google does not record has no payload.
    assert!(payloads <= explained && payloads * 10 > explained * 9, "{payloads} of {explained}");
    let hooks = fs::read_to_string(summary.dir.join("exports/jamf/webhooks.json")).unwrap();
    assert_eq!(hooks.matches(jawa_writer::SECRET).count(), 9);
}

#[test]
fn the_change_log_names_who_sent_a_command_and_webhooks_tell_of_policy_runs() {
    let folder = Folder::new("change-log");
    let summary = of(&folder, Vendors::GoogleZendesk);
    let messages: Vec<String> =
        lines(&summary, "log-stream").iter().map(|row| row["message"].as_str().unwrap().to_owned()).collect();
    let with = |part: &str| messages.iter().filter(|message| message.contains(part)).count();
    assert!(with("[READ]") * 4 > messages.len() * 3);
    let world = world(Vendors::GoogleZendesk);
    let sent = |kind| {
        let by_somebody = |command: &&commands::Command| command.kind == kind && !command.username.is_empty();
        world.commands.iter().filter(by_somebody).count()
    };
    assert_eq!(with("[CREATE] [Lock Device Command]"), sent(commands::Kind::Lock));
    assert_eq!(with("[CREATE] [Erase Device Command]"), sent(commands::Kind::Wipe));
    let runs: BTreeSet<(String, i64)> = lines(&summary, "jamf/webhooks-")
        .iter()
        .filter(|body| body["event"]["policyId"] == 540)
        .map(|body| {
            let serial = body["event"]["computer"]["serialNumber"].as_str().unwrap().to_owned();
            (serial, body["webhook"]["eventTimestamp"].as_i64().unwrap())
        })
        .collect();
    for row in truth_rows(&summary.truth).iter().filter(|row| &row[12] == "policy_run") {
        let done = row[14].parse::<Instant>().unwrap().timestamp_millis();
        assert!(runs.contains(&(row[11].to_owned(), done)), "{} {}", &row[11], &row[14]);
    }
}

#[test]
fn every_detection_is_raised_once_and_changes_afterwards() {
    let folder = Folder::new("detections");
    let summary = of(&folder, Vendors::EntraJira);
    let mut versions = BTreeMap::new();
    for row in lines(&summary, "risk-detections") {
        let detection = &row["properties"];
        let key = |name: &str| detection[name].as_str().unwrap().to_owned();
        let states: &mut BTreeSet<(String, String)> = versions.entry(key("id")).or_default();
        states.insert((key("lastUpdatedDateTime"), key("riskState")));
    }
    let world = world(Vendors::EntraJira);
    let raised = |event: &&world::Event| {
        event.kind.starts_with("user.risk")
            && event.debug.iter().any(|(_, value)| value.contains(" level=HIGH"))
    };
    assert_eq!(versions.len(), world.events.iter().filter(raised).count());
    for states in versions.values() {
        assert_eq!(states.first().unwrap().1, "atRisk");
    }
    let all: BTreeSet<&str> = versions.values().flatten().map(|(_, state)| state.as_str()).collect();
    assert!(all.contains("confirmedSafe") && all.contains("remediated"), "{all:?}");
}

#[test]
fn snapshots_show_who_leaves_and_when_it_was_taken_back() {
    let folder = Folder::new("snapshots");
    let summary = of(&folder, Vendors::OcsfFreshservice);
    let world = world(Vendors::OcsfFreshservice);
    let mut dates: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let all = files(&summary.dir);
    let snapshots: Vec<_> = all.iter().filter(|(name, _)| name.contains("workers-")).collect();
    assert_eq!(snapshots.len(), 26);
    for (name, bytes) in &snapshots {
        let page: serde_json::Value = serde_json::from_str(&text(name, bytes)).unwrap();
        for row in page["Report_Entry"].as_array().unwrap() {
            let seen = dates.entry(row["Employee_ID"].as_str().unwrap().to_owned()).or_default();
            seen.extend(row["Termination_Date"].as_str().map(str::to_owned));
        }
    }
    let (last, _) = snapshots[snapshots.len() - 1];
    let last = &last[last.len() - "2026-01-01.json.gz".len()..][..10];
    let mut told = 0;
    for row in world.hr.iter().filter(|row| row.kind == "termination_recorded") {
        let who = &world.people[row.person].employee_id;
        let again = world.hr.iter().filter(|other| other.person == row.person).count();
        if again == 1 && calendar::date_of(row.recorded).to_string().as_str() < last {
            assert!(dates[who].contains(&row.effective.to_string()), "{who}");
            told += 1;
        }
    }
    assert!(told > 5, "{told}");
}
