//! The list of hooks of JAWA holds tokens and passwords in clear: none of them gets out, and what else it says drafts
//! a control map. Archived webhooks in their containers.

use std::fs;

use misfire::{
    ingest::Ingested,
    records::{ActionKind, EventKind, Outcome},
};

use crate::{
    folder::Folder,
    program::{Scratch, files_under, finish, program},
};

const SECRET: &str = "hunter2";

/// Two hooks with everything that JAWA keeps of them.
const HOOKS: &str = r#"[{"name": "leaver_lock", "okta_event": "user.lifecycle.deactivate", "okta_id": "who1", "okta_token":
 "hunter2", "okta_url": "https://hunter2.example.com", "script": "/opt/lock.sh", "description": "locks", "tag": "okta"},
 {"name": "smart", "event": "SmartGroupComputerMembershipChange", "webhook_username": "hunter2", "webhook_password":
 "hunter2", "api_key": "hunter2", "jamf_id": "3", "script": "/opt/smart.sh", "description": "", "tag": "jamfpro"}]"#;

const ALL: &str = "path = \"*\"";

#[test]
fn damaged_hooks_are_rejected_without_their_text() {
    for (name, damaged) in [
        ("jawa-cut-off", HOOKS.replace("\"jamf_id\": \"3\", \"script\": \"/opt/smart.sh\", \"description\": \"\", \"tag\": \"jamfpro\"}]", "")),
        ("jawa-no-colon", HOOKS.replace("\"api_key\":", "\"api_key\"")),
        ("jawa-open-quote", HOOKS.replace("\"webhook_username\": \"", "\"webhook_username\": \"hunter2 \" ")),
        ("jawa-no-name", HOOKS.replace("\"name\": \"smart\"", "\"name\": \"\"")),
    ] {
        let read = Folder::new(name).file("webhooks.json", &damaged).source(ALL).read().unwrap();
        assert_eq!(read.hooks.len(), 1, "{name}");
        assert!(!read.rejects.is_empty() || read.sources[0].incomplete.is_some(), "{name}");
        assert!(!format!("{read:?}").contains(SECRET), "{name}: {read:?}");
    }
    for damaged in [HOOKS.replace("\"tag\"", "\"label\""), HOOKS.replace(':', "")] {
        let error = Folder::new("jawa-nothing").file("webhooks.json", &damaged).source(ALL).read();
        let error = error.expect_err("nothing of it can be read").to_string();
        assert!(!error.contains(SECRET), "{error}");
    }
}

#[test]
fn hooks_are_read_once_and_give_no_action() {
    let read =
        Folder::new("jawa-twice").file("a.json", HOOKS).file("b.json", HOOKS).source(ALL).read().unwrap();
    let found: Vec<_> = read.hooks.iter().map(|hook| (hook.name.as_str(), hook.trigger)).collect();
    assert_eq!(found, [("leaver_lock", Some(EventKind::AccountDisabled)), ("smart", None)]);
    assert_eq!((read.actions.len(), read.sources[0].accepted, read.sources[1].duplicate), (0, 2, 2));
}

#[test]
fn hooks_draft_workflows_and_their_secrets_reach_no_file() {
    let scratch = Scratch::new();
    let later = Folder::new("jawa-extract");
    let (exports, dir, extract) = (scratch.at("exports"), scratch.at("review"), later.path.join("extract"));
    fs::create_dir_all(&exports).unwrap();
    fs::write(exports.join("webhooks.json"), HOOKS).unwrap();
    let told = finish(program().arg("init").arg(&dir).arg("--from").arg(&exports)).succeeds();
    assert!(told.err.contains("1 workflows drafted from 0 initiators and 1 hooks in a list"), "{}", told.err);
    let map = fs::read_to_string(dir.join("registers/workflows.toml")).unwrap();
    let parsed: toml::Table = toml::from_str(&map).unwrap();
    let entry = &parsed["workflow"].as_array().unwrap()[0];
    assert_eq!(entry["initiators"].as_array().unwrap()[0].as_str(), Some("jawa:leaver_lock"));
    assert_eq!(entry["triggers"].as_array().unwrap()[0].as_str(), Some("account_disabled"));
    assert!(map.contains("\"user.lifecycle.deactivate\" runs \"/opt/lock.sh\": \"locks\"."), "{map}");
    finish(program().arg("extract").arg(&dir).arg("--out").arg(&extract)).succeeds();
    let mut written = files_under(&dir);
    written.extend(files_under(&extract));
    assert!(written.keys().any(|name| name.starts_with("hooks/")), "{:?}", written.keys());
    for (name, bytes) in &written {
        assert!(!String::from_utf8_lossy(bytes).contains(SECRET), "{name}");
    }
    let read = later.source("path = \"extract/misfire-extract.json\"").read().unwrap();
    let found: Vec<_> = read.hooks.iter().map(|hook| (hook.name.as_str(), hook.script.as_deref())).collect();
    assert_eq!(found, [("leaver_lock", Some("/opt/lock.sh")), ("smart", Some("/opt/smart.sh"))]);
}

#[test]
fn a_webhook_in_xml_is_read_like_one_in_json() {
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<JSSEvent><webhook><id>1</id><name>x</name><webhookEvent>\
               ComputerPolicyFinished</webhookEvent><eventTimestamp>1782900000000</eventTimestamp></webhook><event>\
               <computer><jssID>7</jssID><serialNumber>SERIAL01</serialNumber><username>pat</username></computer>\
               <policyId>12</policyId><successful>true</successful></event></JSSEvent>";
    let json = r#"{"event":{"computer":{"jssID":7,"serialNumber":"SERIAL01","username":"pat"},"policyId":12,
        "successful":true},"webhook":{"eventTimestamp":1782900000000,"webhookEvent":"ComputerPolicyFinished"}}"#;
    let read =
        Folder::new("webhook-forms").file("a.xml", xml).file("b.json", json).source(ALL).read().unwrap();
    assert!(read.sources.iter().all(|source| source.format == "jamf-webhooks" && source.rejected == 0));
    assert_eq!((read.actions.len(), read.activities.len(), read.assignments.len()), (1, 1, 1), "copies fall");
    assert_eq!(read.actions[0].person.as_ref().and_then(|person| person.login.as_deref()), Some("pat"));
}

#[test]
fn checking_every_line_changes_nothing_of_webhooks() {
    let body = |event: &str, stamp: u64| {
        format!(
            "{{\"webhook\":{{\"webhookEvent\":\"{event}\",\"eventTimestamp\":{stamp}}},\"event\":{{\"jssID\":7}}}}\n"
        )
    };
    let lines: String = (0..60)
        .map(|n| body(["PushSent", "ComputerCheckIn", "JSSStartup"][n % 3], 1_782_900_000_000 + n as u64))
        .collect();
    let folder = Folder::new("webhook-lines").file("a.ndjson", lines).source(ALL);
    let (quick, slow) = (folder.read().unwrap(), folder.read_with("[read]\nchecked = \"all\"").unwrap());
    assert_eq!((&quick.activities, quick.activities.len()), (&slow.activities, 20));
    let counts =
        |read: &Ingested| (read.sources[0].rows_read, read.sources[0].accepted, read.sources[0].out_of_scope);
    assert_eq!((counts(&quick), counts(&slow)), ((60, 20, 40), (60, 20, 40)));
}

#[test]
fn an_answer_gives_the_command_of_its_uuid_another_key_of_the_device() {
    let uuid = "0a0a0a0a-0000-4000-8000-000000000001";
    let list = format!(
        r#"[{{"uuid":"{uuid}","commandType":"DEVICE_LOCK","commandState":"ACKNOWLEDGED","dateSent":"2026-07-01T10:00:00Z","dateCompleted":"2026-07-01T10:05:00Z","client":{{"managementId":"m-1","clientType":"COMPUTER"}}}}]"#
    );
    let answer = format!(
        "<computer_command><command><name>DeviceLock</name><command_uuid>{uuid}</command_uuid><computer_id>7</computer_id>\
         </command></computer_command>"
    );
    let bare = format!("{{\"deviceId\":\"7\",\"commandUuid\":\"{uuid}\"}}");
    let folder = Folder::new("answers").file("a.json", list).file("b.xml", answer).file("c.json", bare);
    let read = folder.source(ALL).read().unwrap();
    assert_eq!(read.actions.len(), 1);
    let (action, device) = (&read.actions[0], &read.actions[0].device);
    assert_eq!((action.kind, action.outcome), (ActionKind::Lock, Outcome::Done));
    assert_eq!((device.management_id.as_deref(), device.jamf_id.as_deref()), (Some("m-1"), Some("7")));
}
