//! Commands in what scripts print, events behind them, hooks without their secrets.

use std::fmt::Write as _;

use serde_json::json;

use super::FORMAT;
use crate::{
    ingest::{
        format::{Head, Row, SourceOptions},
        formats::reading::{Read, feed, read_json},
        sink::Record,
    },
    records::{ActionKind, EventKind, InitiatorKind, JamfClass, Outcome},
};

const ONE: &str = "0a0a0a0a-0000-4000-8000-000000000001";
const TWO: &str = "0a0a0a0a-0000-4000-8000-000000000002";

fn read_in(records: &[String], time_zone: Option<chrono_tz::Tz>) -> Read {
    let head = Head { records: records.to_vec(), ..Head::default() };
    assert!((FORMAT.detect)(&head));
    let options = SourceOptions { time_zone, ..SourceOptions::default() };
    feed(&FORMAT, &head, &options, records.iter().map(|record| Row::Log(record)))
}

/// Records of the receiver: seconds after 10:00 UTC, level, message.
fn log(lines: &[(u32, &str, &str)]) -> Read {
    let record = |(second, level, message): &(u32, &str, &str)| {
        format!(
            "2026-09-21 10:{:02}:{:02},500 - jawa.webhook_receiver - {level} - {message}",
            second / 60,
            second % 60
        )
    };
    let records: Vec<String> = lines.iter().map(record).collect();
    read_in(&records, Some(chrono_tz::UTC))
}

fn lock(uuid: &str, computer: u32) -> String {
    format!(
        "leaver - <?xml version=\"1.0\"?><computer_command><command><name>DeviceLock</name><command_uuid>{uuid}\
         </command_uuid><computer_id>{computer}</computer_id></command></computer_command>"
    )
}

/// What Okta sends, as Python prints it.
fn delivery(events: &[&str]) -> String {
    let mut printed = String::new();
    for event in events {
        let _ = write!(
            printed,
            "{{'uuid': '{event}', 'eventType': 'user.lifecycle.deactivate', 'severity': None, 'target': [{{'alternateId': \
             'pat.o\\'sample@example.com'}}]}}, "
        );
    }
    format!("leaver - {{'eventType': 'com.okta.event_hook', 'data': {{'events': [{printed}]}}, 'ok': True}}")
}

const IN: &str = "Incoming request at /hooks/leaver ...";
const RUNS: &str = "Validated authentication for /hooks/leaver, running script...";

fn triggers(read: &Read) -> Vec<Option<&str>> {
    read.actions().into_iter().map(|action| action.trigger_ref.as_deref()).collect()
}

#[test]
fn lines_carry_no_zone_so_one_is_asked_for() {
    let read =
        read_in(&["2026-09-21 10:00:00,500 - jawa.app - INFO - JAWA initializing...".to_owned()], None);
    assert!(read.reasons().starts_with("time zone needed"), "{}", read.reasons());
}

#[test]
fn a_printed_answer_is_an_action_of_the_hook_that_is_sent_and_not_known_to_be_done() {
    let read = log(&[
        (0, "INFO", IN),
        (0, "INFO", RUNS),
        (6, "INFO", "leaver - locking computer id 7 for pat@example.com"),
        (6, "INFO", &lock(ONE, 7)),
    ]);
    assert_eq!(read.counts(), [4, 1, 3, 0]);
    let action = read.actions()[0];
    assert_eq!((action.action_id.as_str(), action.uuid.as_deref()), (ONE, Some(ONE)));
    assert_eq!((action.kind, action.outcome, action.done_at), (ActionKind::Lock, Outcome::Unknown, None));
    assert_eq!(action.sent_at.map(|at| at.to_rfc3339()), Some("2026-09-21T10:00:06.500+00:00".to_owned()));
    assert_eq!(
        (action.device.class, action.device.jamf_id.as_deref()),
        (Some(JamfClass::Computer), Some("7"))
    );
    let initiator = action.initiator.clone().unwrap();
    assert_eq!((initiator.kind, initiator.name.as_str()), (InitiatorKind::Jawa, "leaver"));
    assert_eq!((action.trigger_ref.as_deref(), action.origins[0].line), (None, 4), "nothing names the event");
}

#[test]
fn an_answer_over_several_lines_is_one_command_on_the_line_of_its_uuid() {
    let uuid = format!("leaver -     <command_uuid>{ONE}</command_uuid>");
    let read = log(&[
        (0, "INFO", RUNS),
        (6, "INFO", "leaver - <computer_command>"),
        (6, "INFO", "other - <computer_command>"),
        (6, "INFO", "leaver -   <command><name>EraseDevice</name>"),
        (6, "INFO", &uuid),
        (6, "INFO", "leaver - <computer_id>7</computer_id></command></computer_command>"),
    ]);
    assert_eq!(read.counts(), [6, 1, 5, 0]);
    assert_eq!((read.actions()[0].kind, read.actions()[0].origins[0].line), (ActionKind::Wipe, 5));
}

#[test]
fn every_form_of_answer_is_read() {
    for (printed, kind) in [
        (
            format!(
                "<mobile_device_command><uuid>{ONE}</uuid><command>EraseDevice</command></mobile_device_command>"
            ),
            ActionKind::Wipe,
        ),
        (
            format!(
                "<computer_command>\n <command>\n<name>DeviceLock</name>\n<command_uuid>{ONE}</command_uuid></command>\n</computer_command>"
            ),
            ActionKind::Lock,
        ),
        (format!("Response: {{\"deviceId\":\"7\",\"commandUuid\":\"{ONE}\"}}"), ActionKind::Other),
        (format!("{{'deviceId': '7', 'commandUuid': '{}'}}", ONE.to_uppercase()), ActionKind::Other),
        (format!("[{{\"deviceId\":\"{TWO}\",\"commandId\":\"{ONE}\"}}]"), ActionKind::Other),
    ] {
        let read = log(&[(0, "INFO", IN), (6, "INFO", &format!("leaver - {printed}"))]);
        assert_eq!(read.counts(), [2, 1, 1, 0], "{printed}: {}", read.reasons());
        assert_eq!(
            (read.actions()[0].uuid.as_deref(), read.actions()[0].kind),
            (Some(ONE), kind),
            "{printed}"
        );
    }
}

#[test]
fn what_is_turned_away_routine_or_about_the_server_is_out_of_scope() {
    let routine = lock(ONE, 7).replace("DeviceLock", "UpdateInventory");
    let read = log(&[
        (0, "INFO", IN),
        (0, "INFO", "This is an Okta verification challenge..."),
        (1, "INFO", "401 - Incorrect authentication provided for /hooks/leaver."),
        (1, "INFO", "418.  Error processing /hooks/leaver - no data provided. "),
        (2, "INFO", "JAWA initializing...\n Sandcrawler home:  /opt/jawa/"),
        (3, "INFO", &routine),
    ]);
    assert_eq!(read.counts(), [6, 0, 6, 0]);
}

#[test]
fn the_one_event_that_was_sent_is_behind_everything_the_run_printed() {
    let lines = |events: &[&str]| {
        log(&[
            (0, "INFO", IN),
            (0, "DEBUG", &delivery(events)),
            (0, "INFO", RUNS),
            (6, "INFO", &lock(ONE, 7)),
            (6, "INFO", &lock(TWO, 8)),
        ])
    };
    assert_eq!(triggers(&lines(&["event-1"])), [Some("event-1"), Some("event-1")]);
    assert_eq!(triggers(&lines(&["event-1", "event-2"])), [None, None], "one run for two persons");
}

#[test]
fn an_event_that_the_script_itself_prints_counts_unless_another_one_was_sent() {
    let printed =
        r#"leaver - {"data":{"events":[{"uuid":"event-1","eventType":"user.lifecycle.deactivate"}]}}"#;
    let run = [(0, "INFO", RUNS), (6, "INFO", printed), (6, "INFO", &lock(ONE, 7))];
    assert_eq!(triggers(&log(&run)), [Some("event-1")]);
    let sent = delivery(&["event-2"]);
    let other = [(0, "INFO", IN), (0, "DEBUG", sent.as_str()), run[0], run[1], run[2]];
    assert_eq!(triggers(&log(&other)), [None]);
}

#[test]
fn runs_of_one_hook_that_go_on_at_once_are_tied_to_no_event_and_a_note_says_so() {
    let (first, second) = (delivery(&["event-1"]), delivery(&["event-2"]));
    let read = log(&[
        (0, "INFO", IN),
        (0, "DEBUG", &first),
        (0, "INFO", RUNS),
        (2, "INFO", IN),
        (2, "DEBUG", &second),
        (2, "INFO", RUNS),
        (6, "INFO", &lock(ONE, 7)),
        (9, "INFO", &lock(TWO, 8)),
    ]);
    assert_eq!(triggers(&read), [None, None]);
    assert!(read.has_note("runs-at-once"));
    assert_eq!(read.actions().len(), 2, "the commands themselves are sure");
}

#[test]
fn what_was_sent_to_an_unnamed_hook_belongs_to_the_one_request_that_waits_for_it() {
    let sent = delivery(&["event-1"]).replace("leaver - ", "Webhook data: ");
    let stock = "Incoming request at /hooks/stock ...";
    let one = lock(ONE, 7);
    let run = [(0, "INFO", IN), (0, "DEBUG", sent.as_str()), (0, "INFO", RUNS), (6, "INFO", one.as_str())];
    assert_eq!(triggers(&log(&run)), [Some("event-1")]);
    assert_eq!(
        triggers(&log(&[[(0, "INFO", stock)].as_slice(), &run].concat())),
        [None],
        "which of the two?"
    );
    let refused = (0, "INFO", "401 - Incorrect authentication provided for /hooks/stock.");
    assert_eq!(triggers(&log(&[[(0, "INFO", stock), refused].as_slice(), &run].concat())), [Some("event-1")]);
    let named = sent.replace("Webhook data:", "POST /hooks/leaver:");
    let run = [(0, "INFO", stock), run[0], (0, "DEBUG", named.as_str()), run[2], run[3]];
    assert_eq!(triggers(&log(&run)), [Some("event-1")]);
    let late = [(0, "INFO", IN), (0, "INFO", RUNS), (90, "DEBUG", sent.as_str()), (91, "INFO", one.as_str())];
    assert_eq!(triggers(&log(&late)), [None], "requests are handled at once");
}

#[test]
fn lines_right_after_a_run_may_be_those_of_it_or_of_the_next_one() {
    let (first, second) = (delivery(&["event-1"]), delivery(&["event-2"]));
    let read = log(&[
        (0, "INFO", IN),
        (0, "DEBUG", &first),
        (0, "INFO", RUNS),
        (6, "INFO", "leaver - locking"),
        (6, "INFO", IN),
        (6, "DEBUG", &second),
        (6, "INFO", RUNS),
        (7, "INFO", &lock(ONE, 7)),
        (20, "INFO", &lock(TWO, 8)),
    ]);
    assert_eq!(triggers(&read), [None, None]);
    assert!(read.has_note("runs-at-once"));
}

#[test]
fn a_restart_ends_every_run() {
    let sent = delivery(&["event-1"]);
    let read = log(&[
        (0, "INFO", IN),
        (0, "DEBUG", &sent),
        (0, "INFO", RUNS),
        (1, "INFO", "JAWA initializing..."),
        (6, "INFO", &lock(ONE, 7)),
    ]);
    assert_eq!(triggers(&read), [None]);
}

#[test]
fn runs_of_other_hooks_and_runs_that_are_over_do_not_disturb() {
    let (first, second) = (delivery(&["event-1"]), delivery(&["event-2"]));
    let read = log(&[
        (0, "INFO", IN),
        (0, "DEBUG", &first),
        (0, "INFO", RUNS),
        (1, "INFO", "Incoming request at /hooks/stock ..."),
        (1, "INFO", "Validated authentication for /hooks/stock, running script..."),
        (6, "INFO", &lock(ONE, 7)),
        (6, "INFO", "stock - nothing to do"),
        (7, "INFO", IN),
        (7, "DEBUG", &second),
        (7, "INFO", RUNS),
        (12, "INFO", &lock(TWO, 8)),
    ]);
    assert_eq!(triggers(&read), [Some("event-1"), Some("event-2")]);
    assert!(!read.has_note("runs-at-once"));
}

#[test]
fn an_event_sent_again_is_the_same_event_and_a_late_line_is_nobodys() {
    let sent = delivery(&["event-1"]);
    let again = [(0, "INFO", IN), (0, "DEBUG", sent.as_str()), (0, "INFO", RUNS)];
    let twice: Vec<_> = again.iter().chain(&again).copied().collect();
    let (one, two) = (lock(ONE, 7), lock(TWO, 8));
    let read = log(&[twice.as_slice(), &[(6, "INFO", one.as_str())]].concat());
    assert_eq!(triggers(&read), [Some("event-1")]);
    let read = log(&[again.as_slice(), &[(6, "INFO", one.as_str()), (30, "INFO", two.as_str())]].concat());
    assert_eq!(triggers(&read), [Some("event-1"), None]);
}

#[test]
fn mixed_answers_of_two_runs_are_rejected_and_show_nothing_of_what_was_printed() {
    let uuid = format!("leaver - api_key=hunter2 <command_uuid>{ONE}</command_uuid>");
    let read = log(&[
        (0, "INFO", RUNS),
        (6, "INFO", "leaver - <computer_command><command>"),
        (6, "INFO", "leaver - <computer_command><command>"),
        (6, "INFO", &uuid),
        (6, "INFO", "leaver - </command></computer_command>"),
        (6, "INFO", "leaver - </command></computer_command>"),
    ]);
    assert_eq!(read.counts(), [6, 0, 5, 1]);
    assert!(read.reasons().contains("mixed"), "{}", read.reasons());
    assert!(!read.rejects[0].text.contains("hunter2"), "{}", read.rejects[0].text);
}

#[test]
fn the_rest_of_a_record_that_a_rotation_cut_off_is_no_record() {
    let whole = "2026-09-21 10:00:00,500 - jawa.app - INFO - x".to_owned();
    let cut = format!(" <command_uuid>{ONE}</command_uuid>");
    let read = read_in(&[cut, whole.clone()], Some(chrono_tz::UTC));
    assert_eq!(read.counts(), [2, 0, 1, 1]);
    assert_eq!(read_in(&[" Sandcrawler".to_owned(), whole], Some(chrono_tz::UTC)).counts(), [2, 0, 2, 0]);
}

#[test]
fn hooks_are_read_without_anything_secret() {
    let read = read_json(
        &FORMAT,
        &[
            json!({"name": "leaver", "tag": "okta", "okta_event": "user.lifecycle.deactivate", "script": "/opt/lock.sh",
                "description": "locks", "okta_token": "hunter2", "okta_url": "https://hunter2.example.com", "okta_id": "x"}),
            json!({"name": "smart", "tag": "jamfpro", "event": "SmartGroupComputerMembershipChange", "script": "/opt/x.sh",
                "webhook_username": "null", "webhook_password": "hunter2", "api_key": "hunter2", "jamf_id": "3"}),
            json!({"script": "/opt/y.sh", "tag": "custom", "api_key": "hunter2"}),
        ],
    );
    assert_eq!(read.counts(), [3, 2, 0, 1]);
    assert!(!format!("{read:?}").contains("hunter2"), "{read:?}");
    let hooks: Vec<_> = read
        .records
        .iter()
        .filter_map(|record| if let Record::Hook(hook) = record { Some(hook) } else { None })
        .collect();
    assert_eq!((hooks[0].name.as_str(), hooks[0].trigger), ("leaver", Some(EventKind::AccountDisabled)));
    assert_eq!(
        (hooks[1].event.as_deref(), hooks[1].trigger),
        (Some("SmartGroupComputerMembershipChange"), None)
    );
    assert!(read.reasons().contains("`script`, `tag`, `api_key`"), "{}", read.reasons());
}
