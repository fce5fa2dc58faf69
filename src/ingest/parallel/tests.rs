//! The prefilter against full parsing, on lines as they are and as they should not be.

use proptest::{prelude::*, sample::select, strategy::ValueTree};

use super::*;
use crate::ingest::{detect, format::SourceOptions, prefilter::Prefilter};

/// A line read with nothing left out: how many records it gives.
fn accepted(format: &'static str, line: &[u8]) -> u64 {
    let format = detect::by_id(format).unwrap();
    read_as(Box::leak(Box::new(Format { unused: &[], ..*format })), line).source.accepted
}

/// What a line gives.
fn read_as(format: &'static Format, line: &[u8]) -> FileOutcome {
    let options = SourceOptions::default();
    let input = Input {
        path: "log.json".into(),
        name: "log.json".to_owned(),
        format: None,
        options,
        extracted: None,
        beside: None,
    };
    let read = config::Read::default();
    let lane = Lane {
        input: &input,
        id: FileId(0),
        read: &read,
        format,
        head: Head::default(),
        sieve: Sieve::None,
        limit: 1 << 20,
    };
    lane.part(&Part::Lines(Block::Lines(line.to_vec()))).unwrap().file
}

fn drops(format: &'static str, line: &[u8]) -> bool {
    detect::by_id(format).unwrap().prefilter.map(Prefilter::scan).unwrap().drops(line)
}

/// A text of JSON with one of its characters escaped, or none.
fn escaped(text: &str, at: Option<usize>) -> String {
    let spell = |(index, letter): (usize, char)| {
        if Some(index) == at { format!("\\u{:04x}", u32::from(letter)) } else { letter.to_string() }
    };
    text.chars().enumerate().map(spell).collect()
}

fn blank() -> impl Strategy<Value = &'static str> {
    select(vec!["", "", "", " ", "\t", "\r", "  "])
}

/// The member that decides, in every spelling.
fn member() -> impl Strategy<Value = String> {
    let keys = vec!["eventType", "eventType", "eventType", "eventtype", "EVENTTYPE", "eventType_s", "event"];
    let kinds = vec![
        "user.lifecycle.deactivate",
        "group.user_membership.remove",
        "user.session.start",
        "user.authentication.sso",
        "policy.evaluate_sign_on",
        "user.lifecycle.deactivate ",
        "com.okta.event_hook",
    ];
    let escape = || proptest::option::weighted(0.1, 0..12_usize);
    (select(keys), escape(), blank(), blank(), select(kinds), escape()).prop_map(
        |(key, key_escape, before, after, kind, kind_escape)| {
            format!("\"{}\"{before}:{after}\"{}\"", escaped(key, key_escape), escaped(kind, kind_escape))
        },
    )
}

/// A log event, or what may be around or inside one.
fn line() -> impl Strategy<Value = String> {
    let rest = r#""published":"2026-07-01T10:00:00.000Z","uuid":"u-1","outcome":{"result":"SUCCESS"},"actor":{"id":"00u1","type":"User","alternateId":"ana@meridian.example"},"target":[{"id":"00u2","type":"User","alternateId":"bo@meridian.example"},{"id":"00g","type":"UserGroup","displayName":"Lab"}]"#;
    let flat = r#""published_t":"2026-07-01T10:00:00.000Z","actor_id_s":"00u1","uuid_g":"u-1""#;
    let event = || (member(), proptest::option::weighted(0.3, member()), 0..5_u8, blank());
    (event(), event(), 0..6_u8).prop_map(move |((one, second, order, blank), (other, ..), container)| {
        let inner = second
            .map_or(String::new(), |second| format!(",\"debugContext\":{{\"debugData\":{{{second}}}}}"));
        let event = match order {
            0 => format!("{{{rest},{one}{inner}}}"),
            1 => format!("{{{flat},{one}{blank}}}"),
            2 => format!("{{{one},{rest},{other}}}"),
            _ => format!("{{{blank}{one},{rest}{inner}}}"),
        };
        match container {
            0 => format!("{{\"source\":\"aws.partner/okta.com/x\",\"detail\":{event}}}"),
            1 => format!("{{\"eventType\":\"com.okta.event_hook\",\"data\":{{\"events\":[{event}]}}}}"),
            2 => format!("{{{one},\"data\":{{\"events\":[{event}]}}}}"),
            3 => format!("{event}{{{other},{rest}}}"),
            _ => event,
        }
    })
}

/// Damage: a byte replaced, taken out or put in.
fn mutated(mut line: Vec<u8>, changes: &[(usize, u8, u8)]) -> Vec<u8> {
    for (at, how, byte) in changes {
        let at = at % line.len().max(1);
        match how {
            0 => line[at] = *byte,
            1 => drop(line.remove(at)),
            _ => line.insert(at, *byte),
        }
    }
    line.retain(|byte| *byte != b'\n');
    line
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// No line that full parsing would accept is ever dropped.
    #[test]
    fn a_dropped_line_holds_nothing(line in line(), changes in proptest::collection::vec((0..2_000_usize, 0..3_u8, select(b"\"\\{}:,u0 aT\r".to_vec())), 0..3)) {
        let line = mutated(line.into_bytes(), &changes);
        if drops("okta-system-log", &line) {
            prop_assert_eq!(accepted("okta-system-log", &line), 0, "{}", String::from_utf8_lossy(&line));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// A line that was parsed and needs no reader is one that its reader settles as of no use.
    #[test]
    fn a_line_that_needs_no_reader_is_out_of_scope_for_it(line in line(), changes in proptest::collection::vec((0..2_000_usize, 0..3_u8, select(b"\"\\{}:,u0 aT\r".to_vec())), 0..3)) {
        let line = mutated(line.into_bytes(), &changes);
        let filter = detect::by_id("okta-system-log").unwrap().prefilter.unwrap();
        if Sieve::Parsed(filter).drops(&line) {
            let read = read_as(detect::by_id("okta-system-log").unwrap(), &line).source;
            prop_assert_eq!((read.rows_read, read.out_of_scope), (1, 1), "{}", String::from_utf8_lossy(&line));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Leaving members out that no reader looks at changes neither what is read nor what is refused.
    #[test]
    fn members_that_are_left_out_change_nothing(
        line in line(),
        junk in select(vec![r#""client":{"ip":"1","n":1e3}"#, r#""request":[]"#, r#""severity":"\ud800""#, r#""version":1e999"#]),
        changes in proptest::collection::vec((0..2_000_usize, 0..3_u8, select(b"\"\\{}:,u0 aT\r".to_vec())), 0..2),
    ) {
        let line = mutated(line.replacen('{', &format!("{{{junk},"), 1).into_bytes(), &changes);
        let format = detect::by_id("okta-system-log").unwrap();
        let whole: &'static Format = Box::leak(Box::new(Format { unused: &[], ..*format }));
        let (lean, whole) = (read_as(format, &line), read_as(whole, &line));
        prop_assert_eq!(lean.records, whole.records);
        prop_assert_eq!(lean.source, whole.source);
        let reasons = |outcome: Vec<crate::ingest::source::Reject>| {
            outcome.into_iter().map(|reject| (reject.origin, reject.reason)).collect::<Vec<_>>()
        };
        prop_assert_eq!(reasons(lean.rejects), reasons(whole.rejects));
    }
}

#[test]
fn the_generated_lines_meet_both_sides() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut dropped, mut kept, mut held) = (0, 0, 0);
    for _ in 0..500 {
        let line = line().new_tree(&mut runner).unwrap().current().into_bytes();
        if drops("okta-system-log", &line) {
            dropped += 1;
        } else {
            kept += 1;
            held += u64::from(accepted("okta-system-log", &line) > 0);
        }
    }
    assert!(
        dropped > 50 && kept > 50 && held > 50,
        "{dropped} dropped, {kept} kept, {held} of them held something"
    );
}

#[test]
fn routine_commands_are_dropped_and_all_others_parsed() {
    let command = |kind: &str| {
        format!("{{\"uuid\":\"u\",\"commandType\":\"{kind}\",\"dateSent\":\"2026-07-01T10:00:00Z\"}}")
    };
    for (kind, is_dropped) in [
        ("DEVICE_INFORMATION", true),
        ("DeviceInformation", true),
        ("DEVICE_LOCK", false),
        ("DeviceLock", false),
        ("BRAND_NEW", false),
        ("", false),
    ] {
        let line = command(kind);
        assert_eq!(drops("jamf-mdm-commands", line.as_bytes()), is_dropped, "{kind}");
        if is_dropped {
            assert_eq!(accepted("jamf-mdm-commands", line.as_bytes()), 0);
        }
    }
}

/// A line of a change log, as it is or with pieces of others where they mislead.
fn change_line() -> impl Strategy<Value = String> {
    let before = vec![
        "[CHANGEMANAGEMENT] 2026-09-23T19:56:45,940 [INFO ] [x] [y] - ",
        "[CHANGEMANAGEMENT] 2026-09-23T19:56:45,940 [INFO ] [x] [y] - ",
        "[CHANGEMANAGEMENT] 2026-09-23T19:56:45,940 - ",
        "[JSSACCESSLOG] 2026-09-23T19:33:26,316 - username=a, status=b, entryPoint=JSS ",
        "[OTHERLOG] 2026-09-23T19:33:26,316 ",
        "2026-06-29 08:28:01,037: username=a, status=b, entryPoint=JSS ",
        "",
    ];
    let actors = vec![
        "a (ID: 1)",
        "a (ID: 1)",
        "a (ID: 1)",
        "a (ID: 1)",
        "",
        "a\\b (ID: 2)",
        "x (ID: 1)] [READ] [y (ID: 2)",
        "a\"b (ID: -1)",
        "a (ID: z)",
    ];
    let operations = vec!["READ", "READ", "DELETE", "DELETE", "CREATE", "read"];
    let types = vec![
        "Computer",
        "Computer",
        "Computer",
        "",
        "Script",
        "Erase Device Command",
        "x] [DELETE",
        "a\n[b (ID: 1)] [DELETE] [Computer",
    ];
    let bodies = vec![
        "",
        "\n\tID   7",
        "\r\n\tID   7",
        "\n[b (ID: 1)] [READ] [Computer] [2026-09-23T19:56:45.940+0000]",
        " \u{e9}",
    ];
    let around = vec![
        "",
        "",
        "",
        "",
        ",\"id\":{\"message\":\"[OTHERLOG] 2026-09-23 x\"}",
        ",\"message\":\"x\"",
        ",\"clientId\":\"a\",\"displayName\":\"b\"",
    ];
    (select(before), select(actors), select(operations), select(types), select(bodies), select(around))
        .prop_map(|(before, actor, operation, object_type, body, around)| {
            let message = format!(
                "{before}[{actor}] [{operation}] [{object_type}] [2026-09-23T19:56:45.940+0000]{body}"
            );
            let message = serde_json::to_string(&message).unwrap_or_default();
            format!("{{\"time\":\"2026-09-23T19:56:45.94Z\",\"message\":{message}{around}}}")
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    /// No record that full parsing would accept is dropped for its beginning, and what is parsed is of no use.
    #[test]
    fn a_dropped_record_of_a_change_log_holds_nothing(
        line in change_line(),
        changes in proptest::collection::vec((0..400_usize, 0..3_u8, select(b"\"\\{}[]:() ,u0aR\r".to_vec())), 0..3),
    ) {
        let line = mutated(line.into_bytes(), &changes);
        let format = detect::by_id("jamf-change-log").unwrap();
        if drops("jamf-change-log", &line) {
            prop_assert_eq!(accepted("jamf-change-log", &line), 0, "{}", String::from_utf8_lossy(&line));
        }
        if Sieve::Parsed(format.prefilter.unwrap()).drops(&line) {
            let read = read_as(format, &line).source;
            prop_assert_eq!((read.rows_read, read.out_of_scope), (1, 1), "{}", String::from_utf8_lossy(&line));
        }
    }
}

#[test]
fn the_generated_records_meet_both_sides() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut dropped, mut held) = (0, 0);
    for _ in 0..1_000 {
        let line = change_line().new_tree(&mut runner).unwrap().current().into_bytes();
        dropped += u64::from(drops("jamf-change-log", &line));
        held += u64::from(accepted("jamf-change-log", &line) > 0);
    }
    assert!(dropped > 50 && held > 50, "{dropped} dropped, {held} held something");
}
