//! Findings about coverage at their edges. The period is July 2026; a day before it and thirty after are needed.

use super::*;
use crate::{
    attribute::specimen::file,
    ingest::source::{Note, Reject},
    records::{FileId, Origin},
};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn july() -> Needed {
    Needed {
        from: at("2026-06-30T00:00:00Z"),
        period_from: at("2026-07-01T00:00:00Z"),
        period_to: at("2026-08-01T00:00:00Z"),
        to: at("2026-08-31T00:00:00Z"),
        zone: chrono_tz::UTC,
    }
}

fn findings(files: Vec<SourceFile>, needed: Option<Needed>) -> Vec<String> {
    let ingested = Ingested { sources: files, ..Ingested::default() };
    coverage(&ingested, needed).into_iter().flat_map(|row| row.findings).collect()
}

fn okta(from: &str, to: &str) -> SourceFile {
    file("okta-system-log", at(from), at(to))
}

#[test]
fn a_file_that_spans_all_that_is_needed_gives_no_finding() {
    assert_eq!(findings(vec![okta("2026-06-30T00:00:00Z", "2026-08-31T00:00:00Z")], Some(july())), [""; 0]);
}

#[test]
fn a_late_beginning_and_an_early_end_are_told_by_what_they_miss() {
    for (from, to, expected) in [
        ("2026-06-30T00:00:01Z", "2026-08-31T00:00:00Z", "begins on 2026-06-30: the look-back"),
        ("2026-07-01T00:00:00Z", "2026-08-31T00:00:00Z", "begins on 2026-07-01: the look-back"),
        (
            "2026-07-01T00:00:01Z",
            "2026-08-31T00:00:00Z",
            "begins on 2026-07-01, after the period does (2026-07-01)",
        ),
        ("2026-06-30T00:00:00Z", "2026-08-30T23:59:59Z", "ends on 2026-08-30: 1 day of the look-ahead of 30"),
        ("2026-06-30T00:00:00Z", "2026-08-29T00:00:00Z", "ends on 2026-08-29: 2 days of the look-ahead"),
        ("2026-06-30T00:00:00Z", "2026-08-01T00:00:00Z", "ends on 2026-08-01: 30 days of the look-ahead"),
        (
            "2026-06-30T00:00:00Z",
            "2026-07-31T23:59:59Z",
            "ends on 2026-07-31, before the period does (2026-08-01)",
        ),
    ] {
        let found = findings(vec![okta(from, to)], Some(july()));
        assert_eq!(found.len(), 1, "{from}..{to}: {found:?}");
        assert!(found[0].starts_with(expected), "{}", found[0]);
    }
}

#[test]
fn a_row_count_at_a_known_limit_of_exports_is_suspect() {
    for (rows, expected) in
        [(499, 0), (500, 1), (501, 0), (1_000, 1), (5_000, 1), (9_999, 0), (10_000, 1), (20_000, 1), (0, 0)]
    {
        let mut file = okta("2026-06-30T00:00:00Z", "2026-08-31T00:00:00Z");
        file.rows_read = rows;
        assert_eq!(findings(vec![file], Some(july())).len(), expected, "{rows}");
    }
}

#[test]
fn a_silence_of_more_than_three_days_between_files_is_told_inside_what_is_needed() {
    let cut = |until: &str, from: &str| {
        findings(vec![okta(from, "2026-08-31T00:00:00Z"), okta("2026-01-01T00:00:00Z", until)], Some(july()))
    };
    assert_eq!(cut("2026-07-10T00:00:00Z", "2026-07-13T00:00:00Z").len(), 0);
    assert_eq!(
        cut("2026-07-10T00:00:00Z", "2026-07-13T00:00:01Z"),
        ["silent for 3 days from 2026-07-10 on, between two files"]
    );
    assert_eq!(cut("2026-06-01T00:00:00Z", "2026-06-30T00:00:00Z").len(), 0, "before what is needed");
    assert_eq!(cut("2026-06-01T00:00:00Z", "2026-06-30T00:00:01Z").len(), 1);
}

#[test]
fn a_file_inside_another_hides_and_makes_no_gap() {
    let files = vec![
        okta("2026-06-30T00:00:00Z", "2026-08-31T00:00:00Z"),
        okta("2026-07-02T00:00:00Z", "2026-07-03T00:00:00Z"),
        okta("2026-07-20T00:00:00Z", "2026-07-21T00:00:00Z"),
    ];
    assert_eq!(findings(files, Some(july())).len(), 0);
}

#[test]
fn without_a_period_gaps_are_found_and_edges_are_not() {
    let files = vec![
        okta("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"),
        okta("2026-03-09T00:00:00Z", "2026-03-10T00:00:00Z"),
    ];
    assert_eq!(findings(files, None), ["silent for 7 days from 2026-03-02 on, between two files"]);
}

#[test]
fn a_history_without_a_usable_row_says_nothing_and_an_inventory_needs_no_stretch() {
    let empty = |format: &str| SourceFile { format: format.to_owned(), ..SourceFile::default() };
    assert_eq!(findings(vec![empty("okta-system-log")], Some(july())).len(), 1);
    assert_eq!(findings(vec![empty("jamf-inventory")], Some(july())).len(), 0);
    let mut broken = empty("jamf-inventory");
    broken.incomplete = Some("cut short".to_owned());
    assert!(findings(vec![broken], None)[0].ends_with("is incomplete: cut short"));
}

#[test]
fn the_history_of_one_object_may_be_silent_for_as_long_as_it_likes() {
    let silent = |format| {
        vec![
            file(format, at("2026-07-05T00:00:00Z"), at("2026-07-06T00:00:00Z")),
            file(format, at("2026-07-20T00:00:00Z"), at("2026-07-21T00:00:00Z")),
        ]
    };
    assert_eq!(findings(silent("jamf-change-log"), Some(july())).len(), 3);
    assert_eq!(findings(silent("jamf-object-history"), Some(july())), [""; 0]);
    let many = |format| silent(format).into_iter().map(|file| SourceFile { accepted: 90, ..file }).collect();
    assert_eq!(holes(many("jamf-change-log")).len(), 3);
    assert_eq!(holes(many("jamf-object-history")), [""; 0]);
}

#[test]
fn times_that_cannot_be_are_told_with_the_file_they_stand_in() {
    let file = file("jamf-mdm-commands", at("2026-06-30T00:00:00Z"), at("2026-08-31T00:00:00Z"));
    let mut ingested = Ingested { sources: vec![file], ..Ingested::default() };
    for (key, message) in [(DONE_BEFORE_SENT, "1 action done before being sent"), ("unknown-device", "other")]
    {
        let origin = Origin { file: FileId(0), line: 4, item: 0 };
        ingested.notes.push(Note { origin, key, message: message.to_owned() });
    }
    let told: Vec<String> =
        coverage(&ingested, Some(july())).into_iter().flat_map(|row| row.findings).collect();
    assert_eq!(told, ["`exports/jamf-mdm-commands.json`: 1 action done before being sent"]);
}

#[test]
fn rows_stand_in_the_order_of_the_registry_with_the_figures_of_all_files() {
    let mut files = vec![
        file("servicenow-csv", at("2026-07-01T00:00:00Z"), at("2026-07-02T00:00:00Z")),
        okta("2026-07-05T00:00:00Z", "2026-07-09T00:00:00Z"),
        okta("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z"),
    ];
    for file in &mut files {
        file.rows_read = 7;
    }
    let rows = coverage(&Ingested { sources: files, ..Ingested::default() }, Some(july()));
    let place = |id: &str| FORMATS.iter().position(|format| format.id == id).unwrap();
    assert!(rows.windows(2).all(|pair| place(&pair[0].format) < place(&pair[1].format)));
    let okta = rows.iter().find(|row| row.format == "okta-system-log").unwrap();
    assert_eq!((okta.files, okta.rows_read), (2, 14));
    assert_eq!(
        okta.first_at.zip(okta.last_at),
        Some((at("2026-07-01T00:00:00Z"), at("2026-07-09T00:00:00Z")))
    );
}

#[test]
fn histories_that_are_one_rejected_row_are_counted_as_devices_without_history() {
    let told = |items: &[u32]| {
        let history = file("jamf-history", at("2026-06-30T00:00:00Z"), at("2026-08-31T00:00:00Z"));
        let mut ingested = Ingested { sources: vec![history], ..Ingested::default() };
        for (line, item) in items.iter().enumerate() {
            let origin = Origin { file: FileId(0), line: 23 + line as u64, item: *item };
            ingested.rejects.push(Reject { origin, reason: "no JSON".to_owned(), text: String::new() });
        }
        coverage(&ingested, Some(july())).remove(0).findings
    };
    assert_eq!(told(&[7, 8]), [""; 0], "entries of a history that was read");
    let one = "1 device without history because its row was rejected (`exports/jamf-history.json:23`)";
    assert_eq!(told(&[0, 7]), [one]);
    let many = &told(&[0, 0, 0, 0])[0];
    assert!(many.starts_with("4 devices without history because their row was rejected (`"), "{many}");
    assert!(many.contains("json:25`, …)") && !many.contains("json:26`"), "{many}");
}

fn holes(files: Vec<SourceFile>) -> Vec<String> {
    holes_in(&Ingested { sources: files, ..Ingested::default() }, july())
}

#[test]
fn a_stretch_without_rows_is_a_problem_where_rows_were_to_be_expected() {
    let paced = |from: &str, to: &str, accepted: u64| SourceFile { accepted, ..okta(from, to) };
    // 21 days at 1 row a day, then 10 days of the period are missing.
    let found = holes(vec![paced("2026-07-01T00:00:00Z", "2026-07-22T00:00:00Z", 21)]);
    assert_eq!(
        found,
        [
            "okta-system-log ends on 2026-07-22, before the period does (2026-08-01): every rate of the period \
             rests on incomplete data"
        ]
    );
    assert_eq!(holes(vec![paced("2026-07-01T00:00:00Z", "2026-07-22T00:00:00Z", 6)]), [""; 0], "too sparse");
    let near = "2026-07-31T23:00:00Z";
    assert_eq!(holes(vec![paced("2026-07-01T00:00:00Z", near, 31)]), [""; 0], "an hour tells nothing");
    assert_eq!(
        holes(vec![paced("2026-07-12T00:00:00Z", "2026-08-31T00:00:00Z", 50)]).len(),
        1,
        "begins late"
    );
    let whole = paced("2026-07-01T00:00:00Z", "2026-08-03T00:00:00Z", 60);
    assert_eq!(holes(vec![whole]), [""; 0], "a short look-ahead makes cases young, not wrong");
    let cut = vec![
        paced("2026-06-01T00:00:00Z", "2026-07-05T00:00:00Z", 40),
        paced("2026-07-20T00:00:00Z", "2026-09-05T00:00:00Z", 40),
    ];
    assert!(holes(cut)[0].starts_with("okta-system-log silent for 15 days from 2026-07-05 on"));
}

#[test]
fn a_log_that_begins_late_by_as_much_as_its_product_keeps_is_told_apart_from_a_short_export() {
    let august = Needed { to: at("2026-12-01T00:00:00Z"), ..july() };
    for (from, to, is_told) in [
        ("2026-07-05T00:00:00Z", "2026-10-03T00:00:00Z", true),
        ("2026-07-05T00:00:00Z", "2026-10-01T12:00:00Z", true),
        ("2026-07-05T00:00:00Z", "2026-09-30T00:00:00Z", false),
        ("2026-06-29T00:00:00Z", "2026-09-27T00:00:00Z", false),
    ] {
        let told = findings(vec![okta(from, to)], Some(august));
        assert_eq!(told.iter().any(|it| it.contains("reaches back 90 days")), is_told, "{told:?}");
    }
}

#[test]
fn weekly_snapshots_are_no_gaps_and_a_missing_one_is() {
    let snapshot =
        |day: u32| okta(&format!("2026-07-{day:02}T00:00:00Z"), &format!("2026-07-{day:02}T00:00:00Z"));
    let week = |days: &[u32]| -> Vec<SourceFile> { days.iter().map(|day| snapshot(*day)).collect() };
    let silent = |files: Vec<SourceFile>| {
        findings(files, None).into_iter().filter(|it| it.contains("silent")).collect::<Vec<_>>()
    };
    assert_eq!(silent(week(&[1, 8, 15, 22, 29])), [""; 0]);
    let missing = silent(week(&[1, 6, 11, 21, 26, 31]));
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(missing[0].contains("10 days"), "{missing:?}");
}

#[test]
fn the_edges_of_the_period_are_days_of_the_organisation() {
    let berlin = Needed {
        period_from: at("2026-06-30T22:00:00Z"),
        period_to: at("2026-07-31T22:00:00Z"),
        zone: chrono_tz::Europe::Berlin,
        ..july()
    };
    let told = findings(vec![okta("2026-07-03T00:00:00Z", "2026-09-30T00:00:00Z")], Some(berlin));
    assert!(told[0].contains("after the period does (2026-07-01)"), "{told:?}");
}
