//! What people export from the web interface of Jamf, as files on disk: byte-order marks, delimiters, quotes and rows
//! that go on, through the reader of delimited text.

use misfire::ingest::Ingested;

use crate::folder::Folder;

fn read(name: &str, text: &str, more: &str) -> Ingested {
    Folder::new(name).file("export.csv", text).source(&format!("path = \"*\"\n{more}")).read().unwrap()
}

fn counts(read: &Ingested) -> (&str, [u64; 4]) {
    let source = &read.sources[0];
    (&source.format, [source.rows_read, source.accepted, source.out_of_scope, source.rejected])
}

fn has_note(read: &Ingested, key: &str) -> bool {
    read.notes.iter().any(|note| note.key == key)
}

const ZONE: &str = "time_zone = \"UTC\"";

#[test]
fn a_computer_search_is_recognised_behind_its_byte_order_mark() {
    let text = "\u{feff}Computer Name,JSS Computer ID,Last Check-in,Managed,Model,Username\n\
        Mac 1,12,2026-07-01 08:00:00,Managed,\"MacBook Pro (14-inch, 2023)\",casey\n\
        Mac 2,13,1970-01-01 00:00:00,Unmanaged,,\n";
    let read = read("search-bom", text, ZONE);
    assert_eq!(counts(&read), ("jamf-search-csv", [2, 2, 0, 0]));
    assert_eq!(read.device_states[0].model.as_deref(), Some("MacBook Pro (14-inch, 2023)"));
    let held: Vec<bool> = read.assignments.iter().map(|assignment| assignment.person.is_some()).collect();
    assert_eq!(held, [true, false]);
}

#[test]
fn a_shifted_mobile_search_is_put_right_with_the_line_that_showed_it() {
    let text = "Display Name,Lost Mode Enabled,Group,Serial Number,IP Address,Last Inventory Update,Username,Managed,\
        Role\n\
        Pad 1,No,F9FTEST00001,203.0.113.9,2026-04-10 07:12:09,casey,Managed,,All Pads\n\
        ,,,,,,,,Ward pads\n\
        Pad 2, ,F9FTEST00002,203.0.113.9,2026-04-10 07:12:09,,Managed,,All Pads\n\
        ,,,,,,,,Ward pads\n";
    let read = read("search-shifted", text, ZONE);
    assert_eq!(counts(&read), ("jamf-search-csv", [4, 2, 2, 0]));
    let note = read.notes.iter().find(|note| note.key == "header-realigned").unwrap();
    assert!(note.message.contains("`Serial Number` holds `203.0.113.9` (line 2)"), "{}", note.message);
    let serials: Vec<_> = read.device_states.iter().map(|state| state.device.serial.as_deref()).collect();
    assert_eq!(serials, [Some("F9FTEST00001"), Some("F9FTEST00002")]);
}

#[test]
fn a_shift_that_nothing_explains_is_an_error_that_says_what_to_do() {
    let text = "Display Name,Lost Mode Enabled,Room,Serial Number,IP Address,Username\nPad 1,No,F9FTEST00001,203.0.113.9,casey,\n";
    let folder = Folder::new("search-refused").file("export.csv", text).source("path = \"*\"");
    let message = folder.read().expect_err("refused").to_string();
    for part in ["`Serial Number` holds `203.0.113.9` (line 2)", "without fields of several values"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn the_list_of_jamf_school_is_recognised_with_mixed_quoting() {
    let header = "ActivationLockBypassCode;DeviceUDID;IsShared;IsTrashed;LastConnected;ManagementID;MemberOf;Name;OwnerEmail;\
        OwnerUsername;SerialNumber;SupportsProfiles;";
    let row = |serial: &str, list: &str| {
        format!(
            "AB-CD;00008101-000A11C22E08001E;false;false;2026-04-15T08:45:47Z;m-1;[[North] All, Math & Art];Pad;casey@north.example;casey;{serial};{list};\n"
        )
    };
    let quoted = row("F9FTEST00001", "\"[(iOS) Block Messages &amp; Calls,[North] Wi-Fi]\"");
    let bare = row("F9FTEST00002", "[(iOS) Block Messages &amp; Calls,[North] Wi-Fi]");
    let read = read("school", &format!("{header}\n{quoted}{bare}"), "");
    assert_eq!(counts(&read), ("jamf-school-csv", [2, 2, 0, 0]));
    let held: Vec<_> = read
        .assignments
        .iter()
        .map(|assignment| assignment.person.as_ref().and_then(|person| person.login.as_deref()))
        .collect();
    assert_eq!(held, [Some("casey"), Some("casey")]);
}

#[test]
fn a_name_that_begins_with_a_quote_does_not_swallow_the_lines_below() {
    let text = "Serial Number,Policy Name,Username,Date Run,Status\n\
        C02TEST00001,\"Quarantine, staff, casey, 2026/07/21 at 10:05 AM, Completed\n\
        \t\t\tC02TEST00001,Lock, casey, 2026/07/20 at 9:00 AM, Completed\n\t\t\t\n";
    let read = read("exporter-quote", text, ZONE);
    assert_eq!(counts(&read), ("jamf-history-csv", [3, 2, 1, 0]));
    let names: Vec<_> = read
        .actions
        .iter()
        .filter_map(|action| action.object.clone().and_then(|object| object.name))
        .collect();
    assert_eq!(names, ["Lock", "\"Quarantine, staff"]);
    assert!(!has_note(&read, "row-longer-than-header"));
}

#[test]
fn a_failed_call_of_jamf_cli_is_called_what_it_is() {
    let text = r#"{"httpStatus":503,"errors":[{"code":null,"description":"This endpoint cannot be used if the toggle is off.","id":"0","field":null}]}"#;
    let folder = Folder::new("cli-503").file("update-status.json", text).source("path = \"*\"");
    let read = folder.read().unwrap();
    assert_eq!(counts(&read).1, [1, 0, 0, 1]);
    assert!(
        has_note(&read, "failed-api-call") && read.rejects[0].reason.contains("503"),
        "{:?}",
        read.rejects
    );
}

#[test]
fn arrays_of_jamf_cli_are_read_like_pages() {
    let command = r#"[{"uuid":"c-1","commandType":"DEVICE_LOCK","commandState":"ACKNOWLEDGED","dateSent":"2026-07-01T10:00:00Z","dateCompleted":"2026-07-01T10:01:00Z","client":{"managementId":"m-1","clientType":"COMPUTER"}}]"#;
    let computers = r#"[{"id":"3","udid":"AA","general":{"name":"Mac 3"},"hardware":{"serialNumber":"C02TEST00003"},"userAndLocation":null}]"#;
    let history = r#"{"general":{"id":3,"serial_number":"C02TEST00003"},"policy_logs":[],"commands":{"completed":[{"name":"Lock Device","issued_epoch":1751364000000,"completed_epoch":1751364060000}]}}"#;
    for (name, text, format) in [
        ("cli-commands", command, "jamf-mdm-commands"),
        ("cli-computers", computers, "jamf-inventory"),
        ("cli-history", history, "jamf-history"),
    ] {
        assert_eq!(counts(&read(name, text, "")), (format, [1, 1, 0, 0]), "{name}");
    }
}

#[test]
fn other_objects_of_jamf_are_refused_by_name() {
    for (name, text, what) in [
        (
            "cli-ea",
            r#"[{"definition_id":"2","device":"Mac 1","ea_name":"Site","value":""}]"#,
            "extension attributes",
        ),
        (
            "cli-groups",
            r#"[{"groupPlatformId":"a","groupJamfProId":"1","groupName":"All","groupType":"COMPUTER","smart":true}]"#,
            "groups",
        ),
        (
            "cli-profiles",
            r#"[{"device_type":"computer","name":"Wi-Fi","id":"1","errors":2,"devices":2,"last_error":"x"}]"#,
            "failed profiles",
        ),
        (
            "exporter-remote",
            "Serial Number,Date/Time,Status\nC02TEST00001,2026-07-01 10:00:00, Completed\n",
            "Jamf Remote",
        ),
        ("search-german", "Computername,Seriennummer,Benutzername\nMac 1,C02TEST00001,casey\n", "English"),
    ] {
        let folder = Folder::new(name).file("export", text).source("path = \"*\"");
        let message = folder.read().expect_err(name).to_string();
        assert!(message.contains(what) && message.contains("no known format"), "{name}: {message}");
    }
}
