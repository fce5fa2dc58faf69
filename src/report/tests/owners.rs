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

#[test]
fn an_owner_first_reads_what_to_do_by_when_in_five_rows_at_most() {
    let mut review = sample::review(&Size::small());
    let owner = "team:identity";
    review.improvements[0].status = "open".to_owned();
    review.workflows[0].execution_owner = Some(owner.to_owned());
    review.pending.iter_mut().for_each(|row| row.owner = Some(owner.to_owned()));
    let files = report(&review);
    let page = paths::owner_page(owner);
    let found = section(&files, &page, "todo").unwrap();
    for words in [
        "Cancel 3 wipes whose reason is goneat onceStop now",
        "Explain 3 missed triggers left open2026-10-29Missed triggers",
        "overdueoverdue, the oldest due on 2026-07-",
        "Finish IMP-7 (wait 30 minutes before locking)2026-09-30Improvements",
        "decisions: Change, stop or tolerate Lock the devices of leavers (risk-wipe) (2026-10-29); ",
    ] {
        assert!(found.contains(words), "{words}: {found}");
    }
    let html = text(&files, &page);
    let todo = html.split("id=\"todo\"").nth(1).unwrap().split("</table>").next().unwrap();
    assert_eq!(todo.split("<tbody>").nth(1).unwrap().matches("<tr>").count(), 5, "{todo}");
    let order = ["todo", "stop-now", "causes", "reviews", "improvements", "missed", "position", "cases"];
    let places: Vec<usize> = order.iter().map(|id| html.find(&format!("id=\"{id}\"")).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn an_owner_reads_at_once_what_is_theirs_and_who_answers_for_the_rest() {
    let review = sample::review(&Size::small());
    let owner = "team:identity";
    let of = |case: &&crate::report::model::CaseRow| {
        case.verdict == "false_positive"
            && (crate::report::selection::owners_of(case).iter().any(|(_, holder)| *holder == Some(owner))
                || case.accountable_owner.as_deref() == Some(owner))
    };
    let all = review.cases.iter().filter(of).count();
    let own = review.cases.iter().filter(|case| case.accountable_owner.as_deref() == Some(owner)).count();
    let found = section(&report(&review), &paths::owner_page(owner), "todo").unwrap();
    assert!(found.contains(&format!("Yours: {own} of {all} false positives in these workflows.")), "{found}");
    assert!(found.contains(&format!("Others answer for the other {}, because", all - own)), "{found}");
}

#[test]
fn a_burst_in_the_workflows_of_an_owner_is_said_on_their_page_and_held_against_nobody() {
    let mut review = sample::review(&Size::small());
    let owner = "team:identity";
    let said = |review: &crate::report::model::Review| {
        section(&report(review), &paths::owner_page(owner), "todo").unwrap()
    };
    assert!(!said(&review).contains("a burst"));
    let is_own = |case: &&mut crate::report::model::CaseRow| {
        case.verdict == "undetermined" && case.control_owner.as_deref() == Some(owner)
    };
    review.cases.iter_mut().find(is_own).unwrap().burst_id = Some("burst-night-0".to_owned());
    for row in review.rankings.iter_mut().filter(|row| row.dimension == "owner" && row.key == owner) {
        (row.undetermined, row.apart) = (15, 12);
    }
    let board = section(&report(&review), "index.html", "owners").unwrap();
    assert!(board.contains("15 (12 in bursts)"), "{board}");
    let found = said(&review);
    assert!(
        found.contains("1 case of these workflows is in a mass action that looks like misuse"),
        "{found}"
    );
}
