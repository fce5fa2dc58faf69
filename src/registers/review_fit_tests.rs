//! Decisions of reviewers held against the actions of the inputs.

use super::*;
use crate::{
    records::{ActionKind, blank},
    registers::{Person, blank::person},
};

/// The end of the inputs.
const LAST: &str = "2026-10-05T12:00:00Z";

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn action(id: &str, done: &str) -> Action {
    Action { action_id: id.to_owned(), ..blank::action(ActionKind::Lock, at(done)) }
}

fn review(line: u64, id: &str, time: &str, decision: &str, cause: Option<&str>) -> ReviewDecision {
    let reviewed_at = at(time);
    ReviewDecision {
        action_id: id.to_owned(),
        reviewer: "p1".to_owned(),
        reviewed_at,
        reviewed_until: reviewed_at,
        decision: decision.to_owned(),
        cause: cause.map(str::to_owned),
        rationale: String::new(),
        row: RegisterRow { file: "registers/reviews.csv".to_owned(), line },
    }
}

fn fitted(reviews: Vec<ReviewDecision>) -> Registers {
    let people = vec![Person { person_id: "p1".to_owned(), ..person() }];
    let mut registers = Registers { reviews: Some(reviews), people: Some(people), ..Registers::default() };
    let actions = [action("A1", "2026-07-02T10:00:00Z"), action("a1", "2026-07-02T09:00:00Z")];
    let context =
        ReviewContext { actions: &actions, last: Some(at(LAST)), causes: &["wrong-device", "unexplained"] };
    fit_reviews(&mut registers, &context);
    registers
}

fn rules(registers: &Registers) -> Vec<String> {
    let of = |found: &ControlFinding| format!("{} {}", found.rule, found.reference);
    registers.findings.iter().map(of).collect()
}

#[test]
fn a_review_made_before_the_action_was_done_does_not_count() {
    let registers = fitted(vec![
        review(2, "a1", "2026-07-02T08:59:59Z", "false_positive", None),
        review(3, "a1", "2026-07-02T09:00:00Z", "true_positive", None),
    ]);
    let left = registers.reviews.as_ref().unwrap();
    assert_eq!((left.len(), left[0].row.line), (1, 3), "the earliest record of the action decides");
    assert_eq!(rules(&registers), ["review-before-action registers/reviews.csv:2"]);
    let said = &registers.findings[0].finding;
    assert!(
        said.contains("at 2026-07-02T08:59:59Z") && said.contains("done at 2026-07-02T09:00:00Z"),
        "{said}"
    );
}

#[test]
fn a_date_alone_means_any_time_of_that_day() {
    let mut dated = review(2, "a1", "2026-07-02T00:00:00Z", "false_positive", None);
    dated.reviewed_until = at("2026-07-03T00:00:00Z");
    assert_eq!(rules(&fitted(vec![dated])), Vec::<String>::new());
}

#[test]
fn a_cause_that_is_none_is_dropped_with_the_nearest_and_the_decision_stands() {
    let registers = fitted(vec![
        review(2, "a1", "2026-07-03T00:00:00Z", "false_positive", Some("wrong-devise")),
        review(3, "a1", "2026-07-03T00:00:00Z", "true_positive", Some("wrong-device")),
        review(4, "a1", "2026-07-03T00:00:00Z", "false_positive", Some(" Wrong-Device")),
    ]);
    assert_eq!(
        rules(&registers),
        ["review-cause-unknown registers/reviews.csv:2", "review-cause-without-use registers/reviews.csv:3"]
    );
    assert!(registers.findings[0].finding.contains("did you mean `wrong-device`?"));
    let causes: Vec<Option<&str>> =
        registers.reviews.as_ref().unwrap().iter().map(|review| review.cause.as_deref()).collect();
    assert_eq!(causes, [None, None, Some(" Wrong-Device")]);
}

#[test]
fn actions_no_input_knows_are_named_one_by_one_while_they_are_few() {
    let stranger = |line| review(line, "b9", "2026-07-03T00:00:00Z", "true_positive", None);
    assert_eq!(
        rules(&fitted(vec![stranger(2), stranger(3)])),
        ["review-action-unknown registers/reviews.csv:2", "review-action-unknown registers/reviews.csv:3"]
    );
    let many = fitted((2..40).map(stranger).collect());
    assert_eq!(rules(&many), ["review-action-unknown registers/reviews.csv:2"]);
    assert!(many.findings[0].finding.starts_with("38 decisions"), "{}", many.findings[0].finding);
    assert!(many.findings[0].finding.contains("lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …"));
}

#[test]
fn a_reviewer_nobody_knows_is_said_once() {
    let mut all: Vec<ReviewDecision> =
        (2..5).map(|line| review(line, "a1", "2026-07-03T00:00:00Z", "true_positive", None)).collect();
    all[0].reviewer = "Kim".to_owned();
    all[2].reviewer = "Kim".to_owned();
    all.push(review(5, "a1", "2026-07-03T00:00:00Z", "true_positive", None));
    all[3].reviewer = "team:Desk".to_owned();
    let registers = fitted(all);
    assert_eq!(rules(&registers), ["reviewer-unknown registers/reviews.csv:2"]);
    assert!(registers.findings[0].finding.contains("(decisions: 2, in lines 2, 4)"));
}

#[test]
fn a_review_dated_more_than_a_year_after_the_inputs_end_does_not_count() {
    let registers = fitted(vec![
        review(2, "a1", "2062-10-05T00:00:00Z", "false_positive", None),
        review(3, "a1", "2027-10-06T12:00:01Z", "false_positive", None),
        review(4, "a1", "2027-10-06T12:00:00Z", "true_positive", None),
    ]);
    let left = registers.reviews.as_ref().unwrap();
    assert_eq!((left.len(), left[0].row.line), (1, 4), "reviews are written after the exports end");
    let expected = ["review-in-future registers/reviews.csv:3", "review-in-future registers/reviews.csv:2"];
    assert_eq!(rules(&registers), expected);
    let said = &registers.findings[1].finding;
    assert!(
        said.contains("at 2062-10-05T00:00:00Z") && said.contains("end (2026-10-05T12:00:00Z)"),
        "{said}"
    );
}
