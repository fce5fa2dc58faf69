//! Cases without a verdict on the auditor's page, and what stands for a rank where no harm was done.

use super::{readers::section, report, text};
use crate::report::{
    model::{CaseRow, Review},
    paths,
    sample::{self, Size},
};

fn listed(review: &Review) -> String {
    section(&report(review), "audit.html", "undetermined").unwrap().replace('\u{a0}', " ")
}

/// A review in which one case alone has no verdict.
fn with_one(change: impl FnOnce(&mut CaseRow)) -> Review {
    let mut review = sample::review(&Size::small());
    for case in &mut review.cases {
        if case.verdict == "undetermined" {
            case.verdict = "true_positive".to_owned();
        }
    }
    let case = review.cases.iter_mut().find(|case| !case.disruptive).unwrap();
    "undetermined".clone_into(&mut case.verdict);
    (case.conflict, case.young, case.burst_id, case.probability) = (false, false, None, Some(0.4571));
    "linked".clone_into(&mut case.attribution);
    "act-open".clone_into(&mut case.action_id);
    change(case);
    review
}

#[test]
fn every_case_without_a_verdict_says_why() {
    type Change = fn(&mut CaseRow);
    let cases: [(Change, &str); 6] = [
        (|_| (), "probability of being wrong 0.46, between 0.2 (right) and 0.8 (wrong)"),
        (
            |case| case.probability = Some(0.05),
            "probability of being wrong 0.05, but no rule shows that it was right, and the absence of evidence is no evidence",
        ),
        (
            |case| "unattributed".clone_into(&mut case.attribution),
            "between 0.2 (right) and 0.8 (wrong); unattributed: no episode explains it",
        ),
        (
            |case| case.young = true,
            "young: the source that would tell a reversal covers less than 7 days after it",
        ),
        (
            |case| case.burst_id = Some("b-7".to_owned()),
            "part of the burst b-7: a mass action that nothing explains",
        ),
        (|case| case.conflict = true, "reviewers or decisive rules disagree"),
    ];
    for (change, why) in cases {
        let found = listed(&with_one(change));
        assert!(found.contains("1 case is in no rate."), "{found}");
        assert!(found.contains("act-open") && found.contains(why), "{why}: {found}");
    }
}

#[test]
fn its_review_is_told_and_a_case_in_conflict_links_to_its_page() {
    let found = listed(&with_one(|case| "overdue".clone_into(&mut case.review_state)));
    assert!(found.contains("overdue") && found.contains("asked of"), "{found}");
    let review = with_one(|case| case.conflict = true);
    let files = report(&review);
    let link = format!("href=\"{}\"", paths::case_page("act-open"));
    assert!(text(&files, "audit.html").contains(&link));
}

#[test]
fn the_list_is_bounded_and_says_where_the_others_stand() {
    let mut review = with_one(|_| ());
    let one = review.cases.iter().find(|case| case.verdict == "undetermined").unwrap().clone();
    review
        .cases
        .extend((0..300).map(|index| CaseRow { action_id: format!("open-{index:03}"), ..one.clone() }));
    let found = listed(&review);
    assert!(found.contains("301 cases are in no rate."), "{found}");
    assert_eq!(found.matches("between 0.2 (right)").count(), 200);
    assert!(found.contains("tables/cases.csv"), "{found}");
}

#[test]
fn without_any_it_says_so() {
    let review = with_one(|case| "true_positive".clone_into(&mut case.verdict));
    assert!(listed(&review).contains("Every case has a verdict."));
}

#[test]
fn whoever_has_no_false_positive_has_no_rank_on_pages_and_one_in_the_table() {
    let mut review = sample::review(&Size::small());
    let is_owner = |row: &&mut crate::report::model::RankingRow| {
        row.dimension == "owner" && row.role == "control_owner" && row.rank.is_some()
    };
    let row = review.rankings.iter_mut().filter(is_owner).last().unwrap();
    (row.false_positives, row.person_hours, row.regulated_hours, row.data_losses) = (0, 0.0, 0.0, 0);
    let (key, rank) = (row.key.clone(), row.rank.unwrap());
    let files = report(&review);
    let position = section(&files, &paths::owner_page(&key), "position").unwrap();
    assert!(position.contains("no harm") && !position.contains(&format!("{rank} of ")), "{position}");
    assert!(section(&files, "index.html", "owners").unwrap().contains("no harm"));
    let rankings = text(&files, "tables/rankings.csv");
    assert!(rankings.contains(&format!("owner,control_owner,{key},{rank},")), "{rankings}");
}
