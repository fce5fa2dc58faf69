//! The pages of owners: what is theirs, and what counts for others.

use super::{readers::section, report, text};
use crate::report::{
    paths,
    sample::{self, Size},
};

#[test]
fn cases_under_another_holder_stand_apart() {
    let mut review = sample::review(&Size::small());
    let lock = |review: &crate::report::model::Review, is_held: bool| {
        let of = review.cases.iter().filter(|case| {
            case.workflow_id.as_deref() == Some("leaver-lock")
                && case.verdict != "undetermined"
                && (case.control_owner.as_deref() == Some("p-0900")) == is_held
        });
        let of: Vec<_> = of.collect();
        let wrong = of.iter().filter(|case| case.verdict == "false_positive").count();
        format!("{wrong} of {}", of.len())
    };
    let mut former = review.workflows[0].clone();
    former.control_owner = Some("p-0900".to_owned());
    former.valid_to = Some(sample::at("2026-08-01T04:00:00Z"));
    review.workflows[0].valid_from = former.valid_to;
    review.workflows.insert(0, former);
    for case in &mut review.cases {
        case.control_owner = Some("p-0901".to_owned());
        case.business_approver = None;
        case.execution_owner = None;
        case.exception_owner = None;
        if case.done_at < sample::at("2026-08-01T04:00:00Z") {
            case.control_owner = Some("p-0900".to_owned());
        }
    }
    let files = report(&review);
    let found = section(&files, &paths::owner_page("p-0900"), "position").unwrap();
    let row = format!(
        "(leaver-lock)control owner up to and including 2026-07-31{}{}2.0 %",
        lock(&review, true),
        lock(&review, false)
    );
    assert!(found.contains(&row), "{row}: {found}");
}

#[test]
fn what_others_answer_for_is_not_added_to_what_the_owner_does() {
    let review = sample::review(&Size::small());
    let files = report(&review);
    let owner = "team:identity";
    let own = review.cases.iter().filter(|case| case.accountable_owner.as_deref() == Some(owner)).count();
    let found = section(&files, &paths::owner_page(owner), "causes").unwrap();
    assert!(found.contains(&format!("{own} false positives answered for here: up to ")), "{found}");
    assert!(found.contains("Answered for by others in the same workflows"), "{found}");
}

#[test]
fn one_is_never_many() {
    let mut review = sample::review(&Size { cases: 1, wrong_every: 1, ..Size::small() });
    review.totals.people = 1;
    let files = report(&review);
    for (path, page) in super::pages(&files) {
        for words in
            ["1 cases", "1 false positives", "1 reviews", "1 tickets", "1 triggers", "1 people", "1 rows"]
        {
            let found = page
                .find(words)
                .filter(|at| !page[..*at].ends_with(|c: char| c.is_ascii_digit() || c == ',' || c == '.'));
            assert!(found.is_none(), "{path}: {words}");
        }
    }
}

#[test]
fn the_review_sheet_asks_somebody_and_puts_the_overdue_first() {
    let review = sample::review(&Size::small());
    let files = report(&review);
    let mut reader = csv::Reader::from_reader(text(&files, "review-sheet.csv").as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let key: Vec<(bool, String)> = rows
        .iter()
        .map(|row| (&row[at("review_state")] != "overdue", row[at("due_at")].to_owned()))
        .collect();
    assert!(key.is_sorted(), "{key:?}");
    assert!(key.iter().any(|(is_due, _)| *is_due) && key.iter().any(|(is_due, _)| !*is_due));
    for row in &rows {
        assert_eq!(&row[at("reviewer")], "", "who decides signs, and nobody in advance");
        assert_eq!(&row[at("asked_of")], &row[at("accountable_owner")]);
        assert_eq!(&row[at("is_self_review")], "yes");
        assert_eq!(&row[at("decision")], "");
        assert_eq!(
            &row[at("allowed_decisions")],
            "false_positive;true_positive;benign_positive;undetermined"
        );
    }
}
