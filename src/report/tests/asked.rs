//! What a fresh reader asked for: causes that recur, promises that are overdue, who is asked, what to change.

use super::{readers::section, report, text};
use crate::report::{
    model::Review,
    paths,
    sample::{self, Size},
};

fn small() -> Review {
    sample::review(&Size::small())
}

fn on_board(review: &Review, id: &str) -> String {
    section(&report(review), "index.html", id).unwrap()
}

#[test]
fn a_cause_is_named_for_its_disruptive_cases_and_never_for_one() {
    let mut review = small();
    let worst = review.causes.iter().max_by_key(|row| row.disruptive).unwrap().clone();
    let asked = on_board(&review, "decisions");
    assert!(asked.contains(&format!("Remove the most disruptive cause, {}", worst.cause)), "{asked}");
    assert!(
        asked.contains(&format!(": {} of {} disruptive", worst.disruptive, review.totals.disruptive)),
        "{asked}"
    );
    // One case with more hours than all others together names nothing.
    let lone = review.causes.iter_mut().find(|row| row.cause != worst.cause).unwrap();
    (lone.disruptive, lone.person_hours) = (1, 9_999.0);
    let cause = lone.cause.clone();
    assert!(!on_board(&review, "decisions").contains(&format!("disruptive cause, {cause}")));
    for row in &mut review.causes {
        row.disruptive = row.disruptive.min(1);
    }
    assert!(!on_board(&review, "decisions").contains("Remove the most disruptive cause"));
}

#[test]
fn an_overdue_improvement_is_asked_for_and_a_relapsed_one_gets_a_new_date() {
    let mut review = small();
    let asked = on_board(&review, "decisions");
    assert!(
        asked.contains("reported as done on 2026-07-31, but its cause made 2 false positives of"),
        "{asked}"
    );
    assert!(asked.contains("2026-10-29 for a new date of completion (proposed)"), "{asked}");
    assert!(!asked.contains("overdue, due on 2026-09-30"), "what is done is not overdue: {asked}");
    review.improvements[0].since_closed = Some(0);
    assert!(!on_board(&review, "decisions").contains("Reopen"), "nothing happened after it was done");
    let row = &mut review.improvements[0];
    (row.status, row.is_overdue) = ("open".to_owned(), true);
    let asked = on_board(&review, "decisions");
    assert!(asked.contains("Finish, or set a new date for, IMP-7"), "{asked}");
    assert!(asked.contains("overdue, due on 2026-09-30"), "{asked}");
}

#[test]
fn a_conflict_is_asked_for_and_stands_on_the_audit_page_with_its_case() {
    let mut review = small();
    assert!(!on_board(&review, "decisions").contains("Settle conflicts"));
    let case = review.cases.iter_mut().find(|case| case.verdict == "undetermined").unwrap();
    case.conflict = true;
    let id = case.action_id.clone();
    let files = report(&review);
    let link = format!("<a href=\"{}\">{id}</a>", paths::case_page(&id));
    for page in ["index.html", "audit.html"] {
        assert!(text(&files, page).contains(&link), "{page}");
    }
    assert!(section(&files, "audit.html", "verdicts").unwrap().contains("Conflicts: cases in which"));
    assert!(files.contains_key(&paths::case_page(&id)));
}

#[test]
fn everybody_who_is_asked_is_named() {
    let mut review = small();
    for (index, case) in review.cases.iter_mut().filter(|case| case.review_state == "overdue").enumerate() {
        case.accountable_owner = Some(format!("team:{}", index % 8));
    }
    let asked = on_board(&review, "decisions");
    for index in 0..8 {
        assert!(asked.contains(&format!("team:{index} ")), "{index}: {asked}");
    }
    assert!(!asked.contains("others"), "{asked}");
}

#[test]
fn an_interval_of_hours_says_what_it_is_about() {
    let figures = on_board(&small(), "figures");
    assert!(
        figures.contains("95 % interval for periods like this one, as happenings come by chance: "),
        "{figures}"
    );
    assert!(figures.contains("this period itself: at least "), "{figures}");
}

#[test]
fn who_runs_a_workflow_is_told_of_its_missed_triggers_in_both_counts() {
    let mut review = small();
    review.containment.missed[1].event_id = review.containment.missed[0].event_id.clone();
    review.containment.missed[1].person_id = review.containment.missed[0].person_id.clone();
    let runner = review.workflows[0].execution_owner.clone().unwrap();
    let files = report(&review);
    let found = section(&files, &paths::owner_page(&runner), "missed").unwrap();
    assert!(found.contains("4 triggers of workflows run here"), "{found}");
    assert!(found.contains("4 misses counted per workflow, from 3 events about 3 persons"), "{found}");
    let other = review.workflows[0].control_owner.clone().unwrap();
    assert!(section(&files, &paths::owner_page(&other), "missed").is_none());
}

#[test]
fn an_owner_reads_what_to_change_and_that_its_effect_is_not_computed() {
    let review = small();
    let owner =
        review.cases.iter().find(|case| case.cause.is_some()).unwrap().accountable_owner.clone().unwrap();
    let found = section(&report(&review), &paths::owner_page(&owner), "causes").unwrap();
    assert!(found.contains("What to change"), "{found}");
    assert!(found.contains("is not computed in this version"), "{found}");
}

#[test]
fn waiting_wipes_stand_first_with_holder_device_and_row() {
    let mut review = small();
    let owner = review.pending[0].owner.clone();
    for row in &mut review.pending {
        row.owner.clone_from(&owner);
    }
    review.pending[0].action_kind = "lock".to_owned();
    review.pending[1].sent_at = Some(sample::at("2026-09-30T18:00:00Z"));
    let files = report(&review);
    let html = text(&files, &paths::owner_page(&owner.unwrap()));
    let stop = html.split("id=\"stop-now\"").nth(1).unwrap().split("</section>").next().unwrap();
    let at = |row: usize| stop.find(&review.pending[row].action_id).unwrap();
    assert!(at(2) < at(1) && at(1) < at(0), "the older wipe, the newer wipe, the lock");
    for words in [
        "bench-0, serial C02W000000",
        "Person-Affected-w0",
        "exports/jamf/mdm-commands-1.json:700",
        "misfire explain FOLDER",
    ] {
        assert!(stop.contains(words), "{words}");
    }
}

#[test]
fn a_review_asked_of_who_answers_for_the_case_is_called_a_self_review() {
    let review = small();
    let files = report(&review);
    let open = review.cases.iter().find(|case| case.review_state == "overdue").unwrap();
    let page = paths::owner_page(open.accountable_owner.as_deref().unwrap());
    assert!(section(&files, &page, "reviews").unwrap().contains("Self-review."));
    assert!(section(&files, "audit.html", "reviews").unwrap().contains("a false positive of their own: "));
}

#[test]
fn a_workflow_that_names_nobody_is_not_called_unmapped() {
    let mut review = small();
    let row =
        review.rankings.iter_mut().find(|row| row.dimension == "owner" && row.false_positives > 0).unwrap();
    row.key = "nobody-named".to_owned();
    let files = report(&review);
    let page = paths::owner_page("nobody-named");
    assert!(text(&files, "index.html").contains(&format!("href=\"{page}\">nobody named</a>")));
    assert!(
        text(&files, &page)
            .contains("<h1>Cases whose workflow names nobody for the role (nobody named), 2026-Q3</h1>")
    );
}

#[test]
fn an_auditor_sees_drivers_agentic_workflows_and_standards_that_the_evidence_supports() {
    let mut review = small();
    let files = report(&review);
    let authority = section(&files, "audit.html", "authority").unwrap();
    assert!(authority.contains("PCI DSS 8.2.5yes") && authority.contains("PCI DSS 8.2.5no"), "{authority}");
    let standards = section(&files, "audit.html", "standards").unwrap();
    assert!(standards.contains("AU-6(9)") && standards.contains("no statement of conformity"), "{standards}");
    review.tickets.clear();
    let standards = section(&report(&review), "audit.html", "standards").unwrap();
    assert!(!standards.contains("AU-6(9)"), "no ticket, no evidence: {standards}");
}

#[test]
fn reviewers_who_disagree_are_all_named_and_have_one_date_everywhere() {
    let mut review = small();
    let overdue = review.cases.iter().filter(|case| case.review_state == "overdue").count();
    let case = review.cases.iter_mut().find(|case| case.review_state == "overdue").unwrap();
    (case.verdict, case.conflict, case.cause) = ("undetermined".to_owned(), true, None);
    case.review_state = "reviewed".to_owned();
    case.reviewers = vec!["P1".to_owned(), "P2".to_owned()];
    case.review_due_at = Some(sample::at("2026-09-01T21:30:00Z"));
    let (id, asked_of) = (case.action_id.clone(), case.accountable_owner.clone().unwrap());
    let files = report(&review);
    let decisions = section(&files, "index.html", "decisions").unwrap();
    assert!(decisions.contains("with those who decidedoverdue, due on 2026-09-01They stay"), "{decisions}");
    assert!(decisions.contains(&format!("{} cases that must be reviewed had no review", overdue - 1)));
    let verdict = section(&files, &paths::case_page(&id), "verdict").unwrap();
    assert!(
        verdict.contains("Reviewreviewed, by P1 and P2, who disagree: to be settled by 2026-09-01"),
        "{verdict}"
    );
    let reviews = section(&files, &paths::owner_page(&asked_of), "reviews").unwrap();
    assert!(reviews.contains(&format!("{id}reviewers disagree2026-09-01")), "{reviews}");
    assert!(reviews.contains("In 1 case reviewers disagree"), "{reviews}");
    let sheet = text(&files, "review-sheet.csv").lines().find(|line| line.starts_with(&id)).unwrap();
    assert!(sheet.contains("reviewed,2026-09-01T21:30:00"), "{sheet}");
    let row = text(&files, "tables/cases.csv").lines().find(|line| line.starts_with(&id)).unwrap();
    assert!(row.contains(",reviewed,P1;P2,"), "{row}");
}
