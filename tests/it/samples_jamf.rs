//! Real and vendor-written Jamf files: what a correct reader must find in them.

use std::path::{Path, PathBuf};

use misfire::{
    config::Config,
    ingest::{IngestError, Ingested, ingest},
    records::{ActionKind, ActivityKind, InitiatorKind, JamfClass, Outcome},
};

/// The folder of samples, if it is there.
fn samples() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: ../shared/samples is not here");
    None
}

/// Reads one sample; `None` when the samples are not here.
fn read(name: &str) -> Option<Result<Ingested, IngestError>> {
    read_with(name, "")
}

/// The same with more lines in its `[[source]]`.
fn read_with(name: &str, more: &str) -> Option<Result<Ingested, IngestError>> {
    let text = format!(
        "[organisation]\nname = \"Example\"\ntime_zone = \"UTC\"\n[[source]]\npath = \"jamf/{name}\"\n{more}\n"
    );
    let config: Config = toml::from_str(&text).unwrap();
    samples().map(|samples| ingest(&samples, &config))
}

fn has_note(read: &Ingested, key: &str) -> bool {
    read.notes.iter().any(|note| note.key == key)
}

#[test]
fn commands_of_v2() {
    let Some(read) = read("jamf_cli/mdmCommandsJSON.json") else { return };
    let read = read.unwrap();
    let source = &read.sources[0];
    assert_eq!(
        (source.format.as_str(), source.rows_read, source.accepted, source.out_of_scope),
        ("jamf-mdm-commands", 2, 1, 1)
    );
    let erase = &read.actions[0];
    assert_eq!(
        (erase.action_id.as_str(), erase.kind, erase.outcome, erase.done_at),
        ("cmd-002", ActionKind::Wipe, Outcome::Pending, None)
    );
    assert!(has_note(&read, "unknown-device"));
}

#[test]
fn commands_of_v1() {
    let Some(read) = read("sdk_mocks/mdm__validate_list_commands_v1.json") else { return };
    let read = read.unwrap();
    assert_eq!((read.sources[0].rows_read, read.sources[0].out_of_scope), (2, 1));
    let failed = &read.actions[0];
    assert_eq!(
        (failed.kind, failed.outcome, failed.device.class),
        (ActionKind::Other, Outcome::Failed, Some(JamfClass::Mobile))
    );
    assert!(failed.error.as_deref().is_some_and(|error| error.starts_with("1234: ")));
}

#[test]
fn commands_of_an_invented_shape_have_no_known_outcome() {
    let Some(read) = read("sdk_mocks/mdm__validate_list_commands.json") else { return };
    let read = read.unwrap();
    assert_eq!(read.actions.iter().map(|action| action.outcome).collect::<Vec<_>>(), [Outcome::Unknown]);
    assert!(has_note(&read, "no-command-state") && has_note(&read, "unknown-device"));
}

#[test]
fn policy_history_whose_times_disagree() {
    let Some(read) = read("jamf_cli/policyHistoryXML.xml") else { return };
    let read = read.unwrap();
    let found: Vec<_> = read
        .actions
        .iter()
        .map(|action| (action.initiator.clone().map(|i| i.name), action.outcome))
        .collect();
    assert_eq!(found, [(Some("11".to_owned()), Outcome::Failed), (Some("10".to_owned()), Outcome::Done)]);
    assert_eq!(
        read.actions[1].done_at.map(|at| at.to_rfc3339()),
        Some("2024-03-30T12:00:00+00:00".to_owned())
    );
    assert!(has_note(&read, "times-disagree") && has_note(&read, "unknown-device"));
    assert_eq!((read.sources[0].rows_read, read.sources[0].accepted), (2, 2));
}

#[test]
fn a_computer_history_with_epochs_in_seconds() {
    let Some(read) = read("sdk_mocks/computer_history__validate_get_computer_history.xml") else { return };
    let read = read.unwrap();
    let source = &read.sources[0];
    assert_eq!(
        (source.rows_read, source.accepted, source.out_of_scope),
        (4, 2, 2),
        "audit and routine command are counted only"
    );
    let kinds: Vec<_> = read.activities.iter().map(|activity| activity.kind).collect();
    assert_eq!(kinds, [ActivityKind::PolicyRun, ActivityKind::UserSession]);
    assert_eq!(read.activities[0].at.timestamp(), 1_705_308_000);
    assert_eq!(read.activities[0].device.serial.as_deref(), Some("C02XYZ123456"));
    assert_eq!(read.activities[0].device.jamf_id.as_deref(), Some("1"));
    assert!(has_note(&read, "times-disagree"));
}

#[test]
fn inventory_of_one_mac() {
    let Some(read) = read("jamf_cli/fullDeviceDetailJSON.json") else { return };
    let read = read.unwrap();
    assert_eq!(read.sources[0].format, "jamf-inventory");
    let device = &read.device_states[0].device;
    assert_eq!(
        (device.jamf_id.as_deref(), device.serial.as_deref(), device.management_id.as_deref()),
        (Some("42"), Some("C02X1234ABCD"), Some("2435abf1-f8f0-4633-b133-891be9b974fd"))
    );
    let holder = read.assignments[0].person.as_ref().and_then(|person| person.email.clone());
    assert_eq!(holder.as_deref(), Some("jsmith@example.com"));
}

#[test]
fn inventory_with_every_section() {
    let Some(read) = read("sdk_mocks/computer_inventory__validate_get.json") else { return };
    let read = read.unwrap();
    assert_eq!((read.sources[0].rows_read, read.sources[0].accepted), (1, 1));
    assert_eq!(read.device_states.len(), 3, "the device and its two user channels");
    assert!(read.device_states.iter().all(|state| state.enrolled_at.is_some()));
    assert_eq!(read.device_states[0].device.asset_tag.as_deref(), Some("304822"));
    assert!(read.activities.iter().any(|activity| activity.kind == ActivityKind::Enrolled));
}

#[test]
fn inventory_without_holders_says_so() {
    let Some(read) = read("sdk_mocks/computer_inventory__validate_list_v4.json") else { return };
    let read = read.unwrap();
    assert_eq!((read.device_states.len(), read.assignments.len()), (2, 0));
    assert_eq!(read.activities.iter().filter(|activity| activity.kind == ActivityKind::CheckIn).count(), 4);
    assert!(has_note(&read, "holder-not-asked"));
}

#[test]
fn inventory_of_a_mobile_device() {
    let Some(read) = read("sdk_mocks/mobile_devices__validate_detail_list.json") else { return };
    let read = read.unwrap();
    let device = &read.device_states[0].device;
    assert_eq!((device.class, device.serial.as_deref()), (Some(JamfClass::Mobile), Some("5C28FDAE")));
    assert_eq!(read.assignments[0].person.as_ref().and_then(|person| person.login.as_deref()), Some("admin"));
}

/// Read, accepted, out of scope, rejected.
fn counts(read: &Ingested) -> [u64; 4] {
    let source = &read.sources[0];
    [source.rows_read, source.accepted, source.out_of_scope, source.rejected]
}

#[test]
fn completed_commands_of_the_exporter() {
    let name = "simulated/SIMULATED_exporter_mdm_commands.csv";
    let Some(question) = read(name) else { return };
    assert!(question.expect_err(name).to_string().contains("time zone needed"));
    let Some(read) = read_with(name, "time_zone = \"Europe/Berlin\"") else { return };
    let read = read.unwrap();
    assert_eq!(read.sources[0].format, "jamf-history-csv");
    assert_eq!(counts(&read), [6, 2, 2, 2], "the line of tabs and `No Data` are out of scope");
    let found: Vec<_> = read
        .actions
        .iter()
        .map(|action| (action.kind, action.object.clone().and_then(|object| object.name), action.outcome))
        .collect();
    let install = (ActionKind::ProfileInstall, Some("Wi-Fi, Staff".to_owned()), Outcome::Done);
    assert_eq!(found, [install, (ActionKind::Lock, None, Outcome::Done)]);
    assert!(read.actions.iter().all(|action| action.device.serial.as_deref() == Some("C02XYZ123456")));
    let lock = read.actions[1].done_at.map(|at| at.to_rfc3339());
    assert_eq!(lock.as_deref(), Some("2024-06-21T08:05:00+00:00"));
    let reasons: Vec<&str> = read.rejects.iter().map(|reject| reject.reason.as_str()).collect();
    assert!(reasons[0].contains("C02NOTFOUND1") && reasons[1].contains("refused login"), "{reasons:?}");
    assert!(!has_note(&read, "row-shorter-than-header") && !has_note(&read, "row-longer-than-header"));
}

#[test]
fn policy_logs_of_the_exporter() {
    let name = "simulated/SIMULATED_exporter_policy_logs.csv";
    let Some(read) = read_with(name, "time_zone = \"UTC\"") else { return };
    let read = read.unwrap();
    assert_eq!(counts(&read), [3, 2, 1, 0]);
    let found: Vec<_> = read
        .actions
        .iter()
        .map(|action| (action.initiator.clone().map(|initiator| initiator.name), action.outcome))
        .collect();
    let names = ["Update Inventory", "Offboard: revoke access"].map(|name| Some(name.to_owned()));
    let [inventory, offboard] = names;
    assert_eq!(found, [(inventory, Outcome::Failed), (offboard, Outcome::Done)]);
    let users: Vec<_> = read.activities.iter().map(|activity| activity.user.as_deref()).collect();
    assert_eq!(users, [None, Some("jsmith")]);
}

#[test]
fn histories_of_objects() {
    // Of a script without an id in the name of its file, of a location that revoked nothing, of a building.
    for (name, counts, kinds) in [
        ("scripts__validate_get_history.json", [1, 1, 0, 0], vec![ActionKind::ScriptChange]),
        ("packages__validate_get_history.json", [1, 1, 0, 0], vec![ActionKind::Other]),
        ("volume_purchasing_locations__validate_history.json", [1, 0, 1, 0], vec![]),
        ("buildings__validate_get_history_null_details.json", [1, 0, 1, 0], vec![]),
    ] {
        let Some(read) = read(&format!("sdk_mocks/{name}")) else { return };
        let read = read.unwrap();
        let source = &read.sources[0];
        let found = [source.rows_read, source.accepted, source.out_of_scope, source.rejected];
        assert_eq!((source.format.as_str(), found), ("jamf-object-history", counts), "{name}");
        assert_eq!(read.actions.iter().map(|action| action.kind).collect::<Vec<_>>(), kinds, "{name}");
        assert_eq!(has_note(&read, "object-unknown"), !kinds.is_empty(), "{name}");
    }
}

#[test]
fn a_changed_script_was_changed_by_an_account() {
    let Some(read) = read("sdk_mocks/scripts__validate_get_history.json") else { return };
    let read = read.unwrap();
    let change = &read.actions[0];
    assert_eq!(change.done_at.map(|at| at.to_rfc3339()), Some("2024-01-15T10:30:00+00:00".to_owned()));
    let initiator = change.initiator.as_ref().map(|it| (it.kind, it.name.as_str()));
    assert_eq!(initiator, Some((InitiatorKind::Account, "admin")));
    assert_eq!(change.raw_kind, "Script created");
}

#[test]
fn answers_beside_histories_are_counted_and_explained() {
    for (name, rows, key) in [
        ("local_admin_password__validate_full_history.json", 4, "history-of-passwords"),
        ("log_flushing__validate_settings.json", 1, "log-flushing"),
        ("managed_software_updates__validate_plans_list.json", 2, "plans-of-updates"),
    ] {
        let Some(read) = read(&format!("sdk_mocks/{name}")) else { return };
        let read = read.unwrap();
        let source = &read.sources[0];
        assert_eq!(
            (source.format.as_str(), source.rows_read, source.out_of_scope),
            ("jamf-object-history", rows, rows),
            "{name}"
        );
        assert!(has_note(&read, key), "{name}: {:?}", read.notes);
    }
    let Some(read) = read("sdk_mocks/log_flushing__validate_settings.json") else { return };
    assert!(read.unwrap().notes[0].message.contains("`Jamf Pro Server Logs` 30 days"));
}

#[test]
fn other_files_are_not_taken_for_actions() {
    let Some(read) = read("protect/raw_audits.json") else { return };
    let text = read.expect_err("claimed").to_string();
    assert!(text.contains("no known format"), "{text}");
}

#[test]
fn answers_to_commands_name_their_uuid_and_device() {
    for (name, kind, uuid, class, jamf_id) in [
        (
            "computer_lock_raw_response.xml",
            ActionKind::Lock,
            "12ed0b8a-652f-4632-b9f4-4189529ad9d3",
            JamfClass::Computer,
            "138",
        ),
        (
            "computer_erase_raw_response.xml",
            ActionKind::Wipe,
            "121c1f1e-079f-4281-ac95-f5df7655eb15",
            JamfClass::Computer,
            "138",
        ),
        // The file's name says erase, its content lock.
        (
            "mobile_device_erase_raw_response.xml",
            ActionKind::Lock,
            "a1e97e00-5c83-4381-9300-c1f5b7fe7327",
            JamfClass::Mobile,
            "114",
        ),
    ] {
        let Some(read) = read(&format!("send_responses/{name}")) else { return };
        let read = read.unwrap();
        assert_eq!((read.sources[0].rows_read, read.sources[0].accepted), (1, 1), "{name}");
        let action = &read.actions[0];
        assert_eq!((action.kind, action.uuid.as_deref()), (kind, Some(uuid)), "{name}");
        assert_eq!((action.outcome, action.done_at), (Outcome::Unknown, None), "sent is not done: {name}");
        assert_eq!((action.device.class, action.device.jamf_id.as_deref()), (Some(class), Some(jamf_id)));
    }
}

#[test]
fn a_log_of_jawa_links_to_the_answer_of_its_command() {
    let Some(samples) = samples() else { return };
    let source = |name: &str| format!("[[source]]\npath = \"jamf/{name}\"\ntime_zone = \"UTC\"\n");
    let log = source("simulated/SIMULATED_jawa.log");
    let text = format!(
        "[organisation]\nname = \"Example\"\ntime_zone = \"UTC\"\n{log}{}",
        source("send_responses/computer_lock_raw_response.xml")
    );
    let read = ingest(&samples, &toml::from_str(&text).unwrap()).unwrap();
    let counted = &read.sources[0];
    assert_eq!(
        (
            counted.format.as_str(),
            counted.rows_read,
            counted.accepted,
            counted.out_of_scope,
            counted.rejected
        ),
        ("jawa", 7, 1, 6, 0)
    );
    let uuids: Vec<_> = read.actions.iter().map(|action| (action.uuid.as_deref(), action.kind)).collect();
    assert_eq!(uuids, [(Some("12ed0b8a-652f-4632-b9f4-4189529ad9d3"), ActionKind::Lock); 2]);
    let printed = read.actions.iter().find(|action| action.initiator.is_some()).unwrap();
    assert_eq!(printed.initiator.as_ref().map(|it| it.name.as_str()), Some("okta_offboard"));
    assert_eq!(printed.sent_at.map(|at| at.to_rfc3339()), Some("2026-09-21T14:13:26.322+00:00".to_owned()));
    assert_eq!((printed.outcome, printed.trigger_ref.as_deref()), (Outcome::Unknown, None));
    let config =
        text.replace("time_zone = \"UTC\"\n[[source]]\npath = \"jamf/send", "[[source]]\npath = \"jamf/send");
    let error =
        ingest(&samples, &toml::from_str(&config).unwrap()).expect_err("a zone is needed").to_string();
    assert!(error.contains("time zone needed"), "{error}");
}

#[test]
fn webhooks_without_a_time_give_the_keys_of_their_device() {
    let of_computers =
        ["ComputerAdded", "ComputerCheckIn", "ComputerInventoryCompleted", "ComputerPolicyFinished"];
    let of_mobiles = [
        "MobileDeviceCheckIn",
        "MobileDeviceCommandCompleted",
        "MobileDeviceEnrolled",
        "MobileDeviceUnEnrolled",
    ];
    let of_no_use = [
        "ComputerPushCapabilityChanged",
        "JSSShutdown",
        "JSSStartup",
        "MobileDevicePushSent",
        "PatchSoftwareTitleUpdated",
        "PushSent",
        "RestAPIOperation",
        "SCEPChallenge",
        "SmartGroupComputerMembershipChange",
        "SmartGroupMobileDeviceMembershipChange",
    ];
    for (names, accepted, keys) in [
        (of_computers.as_slice(), 1, Some(("VM87S764H831", "1322"))),
        (of_mobiles.as_slice(), 1, Some(("C8EM25KSG5PT", "158"))),
        (of_no_use.as_slice(), 0, None),
    ] {
        for name in names {
            let Some(read) = read(&format!("webhooks/{name}.json")) else { return };
            let read = read.unwrap();
            let source = &read.sources[0];
            assert_eq!(source.format, "jamf-webhooks", "{name}");
            assert_eq!(
                (source.rows_read, source.accepted, source.out_of_scope, source.rejected),
                (1, accepted, 1 - accepted, 0),
                "{name}"
            );
            let device = read.device_states.first().map(|state| &state.device);
            let found = device.and_then(|device| device.serial.as_deref().zip(device.jamf_id.as_deref()));
            assert_eq!(found, keys, "{name}");
            assert_eq!(
                (read.actions.len(), read.activities.len(), read.assignments.len()),
                (0, 0, 0),
                "{name}"
            );
        }
    }
}
