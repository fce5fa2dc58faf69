//! The picture of a case.

use super::*;
use crate::report::{
    block::Align,
    sample::{self, Size},
};

fn case() -> CaseRow {
    let mut case = sample::review(&Size::small()).cases.into_iter().find(|case| case.disruptive).unwrap();
    case.done_at = sample::at("2026-08-03T10:00:00Z");
    case.trigger_at = Some(sample::at("2026-08-03T09:48:00Z"));
    case.reversal_at = Some(sample::at("2026-08-03T13:00:00Z"));
    case.restored_at = Some(sample::at("2026-08-05T13:00:00Z"));
    case.restored_by = Some("sign_in".to_owned());
    case.lost_hours = Some(9.0);
    case.capped = false;
    case
}

fn entry(at: &str, lane: &'static str) -> TimelineEntry {
    TimelineEntry { at: sample::at(at), lane, what: "something".to_owned(), row: "a.json:1".to_owned() }
}

fn drawn(case: &CaseRow, entries: &[TimelineEntry]) -> Option<Figure> {
    let entries: Vec<&TimelineEntry> = entries.iter().collect();
    figure(case, &entries, Grid::new("Timeline", &[("No.", Align::Right)]))
}

#[test]
fn the_sentence_says_how_long_everything_took() {
    let entries = [
        entry("2026-08-03T09:48:00Z", "identity"),
        entry("2026-08-03T10:00:00Z", "jamf"),
        entry("2026-08-03T10:00:40Z", "ticket"),
    ];
    let figure = drawn(&case(), &entries).unwrap();
    let said = figure.finding.as_str();
    for expected in
        ["12 min after its trigger", "undone 3.0 h after it", "40 s after it", "restored 2.1 days after it"]
    {
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn an_end_that_is_known_at_the_latest_only_is_said_so() {
    let case = CaseRow { capped: true, ..case() };
    let figure = drawn(&case, &[entry("2026-08-03T10:00:00Z", "jamf")]).unwrap();
    assert!(figure.finding.as_str().contains("restored at the latest 2.1 days after it (the open bar)"));
}

#[test]
fn only_lanes_with_entries_are_drawn_and_entries_that_lie_together_share_a_label() {
    let entries = [
        entry("2026-08-03T10:00:00Z", "jamf"),
        entry("2026-08-03T10:00:01Z", "jamf"),
        entry("2026-08-03T10:00:02Z", "jamf"),
        entry("2026-08-09T10:00:00Z", "jamf"),
    ];
    let drawing = drawn(&case(), &entries).unwrap().drawing;
    assert!(drawing.contains("1–3") && drawing.contains("Jamf"), "{drawing}");
    assert!(!drawing.contains("Identity") && !drawing.contains("Tickets"));
}

#[test]
fn a_case_with_a_single_time_has_no_picture() {
    let mut case = case();
    case.restored_at = None;
    case.restored_by = Some("censored".to_owned());
    assert!(drawn(&case, &[entry("2026-08-03T10:00:00Z", "jamf")]).is_none());
}

#[test]
fn the_scale_keeps_the_order_of_times() {
    let offsets = [-86_400, -3_600, -60, -1, 0, 1, 60, 3_600, 86_400];
    let bents: Vec<f64> = offsets.iter().map(|s| bent(TimeDelta::seconds(*s))).collect();
    assert!(bents.windows(2).all(|pair| pair[0] < pair[1]), "{bents:?}");
    assert!((bent(TimeDelta::seconds(60)) - std::f64::consts::LN_2).abs() < 1e-12);
}

#[test]
fn numbers_are_joined_as_a_reader_would() {
    for (numbers, expected) in [(&[3][..], "3"), (&[3, 4], "3–4"), (&[3, 6], "3, 6"), (&[3, 4, 9], "3–9")]
    {
        assert_eq!(joined(numbers), expected);
    }
}
