//! Decisions reach somebody who is there, ask about one matter once, and tell what is proven from what is not.

use super::{readers::section, report};
use crate::report::{
    model::Review,
    paths,
    sample::{self, Size},
};

fn small() -> Review {
    sample::review(&Size::small())
}

fn asked(review: &Review) -> String {
    section(&report(review), "index.html", "decisions").unwrap()
}

/// A review in which the business approver of both workflows left.
fn with_left() -> Review {
    let mut review = small();
    for row in &mut review.workflows {
        row.business_approver = Some("p-0107".to_owned());
    }
    review.owner_names[0].1 = "Robin Sample, left on 2026-05-26".to_owned();
    review.owners_left = vec![("p-0107".to_owned(), "left on 2026-05-26".to_owned())];
    // In the sample the same person answers for cases and runs a workflow.
    for row in &mut review.workflows {
        row.exception_owner = Some("team:lab-support".to_owned());
    }
    review
}

#[test]
fn nothing_is_asked_of_somebody_who_left_and_a_successor_is_to_be_named() {
    let review = with_left();
    let found = asked(&review);
    assert!(
        found.contains(
            "team:identity (control owner); the business approver left, see the decision on successors"
        ),
        "{found}"
    );
    assert!(
        found.contains(
            "Name successors in workflows: 2 roles whose holder left: business approver of Lock the devices of leavers (leaver-lock), \
             of Lock the devices of leavers (risk-wipe), held by Robin Sample, left on 2026-05-26 (p-0107).team:identity, \
             who speak for these workflows2026-10-29What is asked of these roles reaches nobody."
        ),
        "{found}"
    );
    let html = super::text(&report(&review), "index.html").to_owned();
    let decisions = html.split("id=\"decisions\"").nth(1).unwrap().split("</section>").next().unwrap();
    let link = paths::owner_page("p-0107");
    assert!(!decisions.contains(&format!("href=\"{link}\"")), "nothing is addressed to who left");
}

#[test]
fn reviews_commands_and_improvements_of_who_left_fall_to_who_stands_in() {
    let mut review = with_left();
    let n = review.cases.iter().filter(|case| case.accountable_owner.as_deref() == Some("p-0107")).count();
    assert!(n > 0 && review.pending.iter().any(|row| row.owner.as_deref() == Some("p-0107")));
    review.improvements[0].owner = "p-0107".to_owned();
    let files = report(&review);
    let sheet = super::text(&files, "review-sheet.csv");
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let place = reader.headers().unwrap().iter().position(|header| header == "asked_of").unwrap();
    assert!(reader.records().all(|row| &row.unwrap()[place] != "p-0107"));
    let found = section(&files, "index.html", "decisions").unwrap();
    assert!(
        found.contains("team:identity in the place of Robin Sample, left on 2026-05-26 (p-0107)"),
        "{found}"
    );
    let answer = section(&files, "index.html", "answer").unwrap();
    assert!(!answer.contains("p-0107"), "{answer}");
    let stop = section(&files, &paths::owner_page("team:identity"), "stop-now").unwrap();
    assert!(stop.contains("Cancel 2 commands"), "{stop}");
}

#[test]
fn a_role_that_nobody_holds_is_to_be_filled_unless_its_workflow_is_over() {
    let mut review = small();
    let found = asked(&review);
    assert!(
        found.contains("Name who holds roles of workflows: 2 roles that nobody holds: business approver of "),
        "{found}"
    );
    for row in &mut review.workflows {
        row.valid_to = Some(review.header.as_of);
    }
    assert!(!asked(&review).contains("Name who holds"));
    let mut review = small();
    for row in &mut review.workflows {
        (row.control_owner, row.execution_owner, row.exception_owner) = (None, None, None);
    }
    assert!(
        asked(&review).contains("(risk-wipe).who prepares this review2026-10-29What is asked of these roles")
    );
}

#[test]
fn a_cause_of_one_workflow_and_owner_is_the_change_that_the_decision_on_it_asks_for() {
    let mut review = small();
    let cause = review.causes.iter().max_by_key(|row| row.disruptive).unwrap().cause.clone();
    let separate = format!("Remove the most disruptive cause, {cause}");
    let found = asked(&review);
    assert!(found.contains(&separate) && found.contains("Decided on above, too: "), "{found}");
    for case in review.cases.iter_mut().filter(|case| case.cause.as_deref() == Some(&cause)) {
        case.workflow_id = Some("leaver-lock".to_owned());
        case.accountable_owner = Some("team:identity".to_owned());
    }
    let found = asked(&review);
    assert!(!found.contains(&separate), "{found}");
    assert!(
        found.contains(&format!(
            "no chance. Proposed change: remove the most disruptive cause of all, {cause} ("
        )),
        "{found}"
    );
    assert!(found.contains(" disruptive false positives, with "), "{found}");
}

#[test]
fn what_a_workflow_costs_parts_proven_hours_from_those_of_the_cap() {
    let mut review = small();
    let (key, total) = {
        let row = review.rankings.iter().find(|row| row.key == "leaver-lock").unwrap();
        (row.key.clone(), row.person_hours)
    };
    let mut wrong: Vec<_> = review
        .cases
        .iter_mut()
        .filter(|case| case.workflow_id.as_deref() == Some(&key) && case.verdict == "false_positive")
        .collect();
    for case in &mut wrong {
        case.capped = false;
    }
    assert!(wrong.len() > 1);
    (wrong[0].capped, wrong[0].person_hours, wrong[0].regulated_hours) = (true, Some(1.5), None);
    let found = asked(&review);
    let words = format!(
        "up to {} person-hours, or {} with 1 case whose restoration nothing proves",
        crate::report::numbers::hours(total - 1.5),
        crate::report::numbers::hours(total)
    );
    assert!(found.contains(&words), "{words}: {found}");
}

#[test]
fn a_decision_on_a_workflow_says_how_many_of_its_wrong_actions_are_of_a_burst() {
    let mut review = small();
    assert!(!asked(&review).contains("of a burst"));
    let is_wrong = |case: &&mut crate::report::model::CaseRow| {
        case.verdict == "false_positive" && case.workflow_id.as_deref() == Some("leaver-lock")
    };
    review.cases.iter_mut().find(is_wrong).unwrap().burst_id = Some("burst-night-0".to_owned());
    assert!(
        asked(&review).contains("no chance. 1 of them is of a burst that looks like misuse: look at that")
    );
}

#[test]
fn what_a_burst_did_makes_no_cause_the_most_disruptive_one() {
    let mut review = small();
    let cause = review.causes.iter().max_by_key(|row| row.disruptive).unwrap().cause.clone();
    assert!(asked(&review).contains(&format!("most disruptive cause, {cause}")));
    for case in review.cases.iter_mut().filter(|case| case.cause.as_deref() == Some(&cause)) {
        case.burst_id = Some("burst-night-0".to_owned());
    }
    let found = asked(&review);
    assert!(
        found.contains("most disruptive cause") && !found.contains(&format!("cause, {cause}")),
        "{found}"
    );
}
