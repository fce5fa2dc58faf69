//! The change log of Jamf Pro beside other exports: copies count once, commands get their initiator, and workflows may
//! name API clients as people do.

use std::{collections::BTreeMap, fs};

use misfire::{
    ingest::Ingested,
    records::{ActionKind, Outcome},
};

use crate::{
    folder::Folder,
    program::{Scratch, files_under, review, table},
};

const CLIENT: &str = "5B1F8A52-6A2E-4D0C-9F3B-21C7A4D0E101 (ID: 0)";
const DELETED: &str =
    "[DELETE] [Computer] [2026-08-10T10:00:00.940+0000]\n\tID             2430\n\tName ......... ZO-2430";

const CLIENTS: &str = r#"{"totalCount":1,"results":[{"id":1,"authorizationScopes":["Leavers"],"displayName":"Leaver automation","enabled":true,"clientId":"5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e101"}]}"#;

/// A line of the stream.
fn stream(what: &str) -> String {
    let message =
        format!("[CHANGEMANAGEMENT] 2026-08-10T10:00:00,940 [INFO ] [eralPool-47] [file  ] - {what}");
    serde_json::json!({"time": "2026-08-10T10:00:00.940685642Z", "message": message}).to_string() + "\n"
}

/// Read, accepted, out of scope, duplicate, rejected, of every file together.
fn sums(read: &Ingested) -> [u64; 5] {
    read.sources.iter().fold([0; 5], |sum, source| {
        assert_eq!(source.format, "jamf-change-log", "{}", source.file);
        let of = [source.rows_read, source.accepted, source.out_of_scope, source.duplicate, source.rejected];
        std::array::from_fn(|index| sum[index] + of[index])
    })
}

#[test]
fn the_stream_and_the_file_of_a_server_tell_of_one_action() {
    let read = Folder::new("change-log-twice")
        .file("stream.ndjson", stream(&format!("[{CLIENT}] {DELETED}")))
        .file("JAMFChangeManagement.log", format!("[{CLIENT}] {DELETED}\n\n"))
        .source("path = \"*\"")
        .read()
        .unwrap();
    assert_eq!((sums(&read), read.actions.len()), ([2, 1, 0, 1, 0], 1));
}

#[test]
fn a_long_log_is_read_on_threads_as_on_one_and_every_row_is_counted() {
    let mut text = String::new();
    let mut lines = String::new();
    for n in 0..4_000 {
        let operation = if n % 25 == 0 { "DELETE" } else { "READ" };
        let (hour, minute, second) = (10 + n / 3_600, n / 60 % 60, n % 60);
        let record = format!(
            "[{CLIENT}] [{operation}] [Computer] [2026-08-10T{hour}:{minute:02}:{second:02}.940+0000]\n\tID             {n}\n\n\
             \tName ......... {}\n",
            "x".repeat(100)
        );
        lines.push_str(&stream(record.trim_end()));
        text.push_str(&record);
    }
    let read = |file: &str, text: &str, more: &str| {
        let name = format!("change-log-long-{file}{}", more.len());
        Folder::new(&name).file(file, text).source(&format!("path = \"{file}\"")).read_with(more).unwrap()
    };
    for more in ["", "[read]\nchecked = \"all\""] {
        let of_text = read("a.log", &text, more);
        let of_lines = read("a.ndjson", &lines, more);
        assert_eq!((sums(&of_text), sums(&of_lines)), ([4_000, 160, 3_840, 0, 0], [4_000, 160, 3_840, 0, 0]));
        let ids = |read: &Ingested| read.actions.iter().map(|it| it.action_id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&of_text), ids(&of_lines));
        assert_eq!(of_text.actions[1].origins[0].line, 25 * 4 + 1);
        let checked = if more.is_empty() { "candidates" } else { "all" };
        assert_eq!(
            (of_text.sources[0].checked.as_str(), of_lines.sources[0].checked.as_str()),
            ("all", checked)
        );
    }
}

#[test]
fn a_log_named_in_the_configuration_is_read_though_it_begins_in_the_middle() {
    let script = "echo \"\n".repeat(101);
    let log = format!("{script}[{CLIENT}] {DELETED}\n");
    let folder = Folder::new("change-log-middle").file("a.log", &log);
    let named = folder.source("path = \"a.log\"\nformat = \"jamf-change-log\"").read().unwrap();
    assert_eq!((sums(&named), named.rejects.len()), ([2, 1, 0, 0, 1], 1));
}

#[test]
fn a_ticket_that_quotes_the_log_is_no_log() {
    let text =
        format!("ticket_id,opened_at,body\nT1,2026-08-10T11:00:00Z,\"look:\n[{CLIENT}] {DELETED}\n\"\n");
    let read =
        Folder::new("change-log-quoted").file("a.csv", text).source("path = \"a.csv\"").read().unwrap();
    assert_eq!((read.sources[0].format.as_str(), read.tickets.len()), ("csv-tickets", 1));
}

#[test]
fn a_list_of_api_clients_alone_is_read() {
    let read = Folder::new("api-clients").file("a.json", CLIENTS).source("path = \"a.json\"").read().unwrap();
    assert_eq!((sums(&read), read.listed.len()), ([1, 1, 0, 0, 0], 1));
}

/// The scope of a review of these exports; the workflow names its API client as the web interface does.
fn scope(exports: &[(&str, &str)]) -> Vec<BTreeMap<String, String>> {
    let scratch = Scratch::new();
    let folder = scratch.folder();
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let config = "[organisation]\nname = \"Meridian Biologics\"\ntime_zone = \"UTC\"\n[[source]]\npath = \"exports/*\"\n";
    write("misfire.toml", config);
    let workflow = "[[workflow]]\nid = \"leavers\"\ntitle = \"Leavers\"\npurpose = \"x\"\ntriggers = [\"account_disabled\"]\n\
                    actions = [\"record_delete\", \"wipe\"]\ninitiators = [\"api-client:Leaver automation\"]\n\
                    valid_from = 2026-01-01\n";
    write("registers/workflows.toml", workflow);
    for (name, text) in exports {
        write(&format!("exports/{name}"), text);
    }
    let out = scratch.at("report");
    review(&folder, &out).succeeds();
    table(&files_under(&out), "scope")
}

#[test]
fn a_workflow_may_name_an_api_client_as_people_do() {
    let log = format!("[{CLIENT}] {DELETED}\n");
    let with_list = scope(&[("change.log", log.as_str()), ("clients.json", CLIENTS)]);
    assert_eq!((with_list.len(), with_list[0]["reason"].as_str()), (1, "in_scope"));
    assert_eq!(with_list[0]["initiator"], "api-client:5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e101");
    let without = scope(&[("change.log", log.as_str())]);
    assert_eq!(without[0]["reason"], "initiator_unknown", "an id that nothing explains");
}

#[test]
fn a_command_gets_its_initiator_from_the_change_log() {
    let commands = r#"[{"uuid":"u-1","commandType":"ERASE_DEVICE","commandState":"ACKNOWLEDGED","dateSent":"2026-08-10T10:00:20Z","dateCompleted":"2026-08-10T10:02:00Z","client":{"managementId":"m-1","clientType":"COMPUTER"}}]"#;
    let inventory = r#"[{"id":"138","udid":"U-1","general":{"name":"ZO-138","managementId":"m-1","reportDate":"2026-08-09T10:00:00Z"},"hardware":{"serialNumber":"C02XYZ000001"}}]"#;
    let log = stream(&format!(
        "[{CLIENT}] [CREATE] [Erase Device Command] [2026-08-10T10:00:00.940+0000]\n\tComputer ID .. 138"
    ));
    let rows = scope(&[
        ("commands.json", commands),
        ("inventory.json", inventory),
        ("change.ndjson", &log),
        ("clients.json", CLIENTS),
    ]);
    assert_eq!(rows.len(), 1, "{rows:?}");
    let row = &rows[0];
    assert_eq!(
        [&row["action_id"], &row["action_kind"], &row["outcome"], &row["reason"]],
        ["u-1", "wipe", "done", "in_scope"]
    );
    assert_eq!(row["initiator"], "api-client:5b1f8a52-6a2e-4d0c-9f3b-21c7a4d0e101");
}

#[test]
fn what_is_only_in_the_log_was_sent_and_no_more() {
    let log = format!(
        "[{CLIENT}] [CREATE] [Erase Device Command] [2026-08-10T10:00:00.940+0000]\n\tComputer ID .. 138\n"
    );
    let read = Folder::new("change-log-sent").file("a.log", &log).source("path = \"a.log\"").read().unwrap();
    let wipe = &read.actions[0];
    assert_eq!((wipe.kind, wipe.outcome, wipe.done_at), (ActionKind::Wipe, Outcome::Unknown, None));
    let rows = scope(&[("change.log", &log), ("clients.json", CLIENTS)]);
    assert_eq!(rows[0]["reason"], "not_executed");
}
