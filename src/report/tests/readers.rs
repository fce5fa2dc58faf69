//! What each of the three readers must find: the board its decisions, an owner what to do, an auditor how a
//! verdict came about.

use super::{Files, report, text};
use crate::report::{
    model::Review,
    sample::{self, Size},
};

/// The text of one section of a page, without markup.
pub(super) fn section(files: &Files, path: &str, id: &str) -> Option<String> {
    let html = text(files, path);
    let start = html.split(&format!("<section aria-labelledby=\"{id}\">")).nth(1)?;
    let mut words = String::new();
    let mut is_tag = false;
    for letter in start.split("</section>").next()?.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            '\u{a0}' => words.push(' '),
            letter if !is_tag => words.push(letter),
            _ => {}
        }
    }
    Some(words)
}

fn decisions(review: &Review) -> String {
    section(&report(review), "index.html", "decisions").unwrap()
}

fn small() -> Review {
    sample::review(&Size::small())
}

fn page_of(files: &Files, start: &str) -> String {
    files.keys().find(|path| path.starts_with(start)).unwrap().clone()
}

#[test]
fn a_workflow_above_its_tolerated_rate_asks_for_a_decision_with_owner_and_consequence() {
    let mut review = small();
    let asked = decisions(&review);
    for words in [
        "Change, stop or tolerate Lock the devices of leavers (leaver-lock): ",
        " judged were wrong, where 2.0 % is tolerated; over 99 % sure that this is no chance.",
        "team:identity (control owner)2026-10-29A period like this one costs again: up to ",
    ] {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    for row in &mut review.rankings {
        row.probability_above_tolerated = row.tolerated_rate.map(|_| 0.6);
    }
    assert!(!decisions(&review).contains("Change, stop or tolerate"), "chance can explain it");
    for row in &mut review.rankings {
        row.probability_above_tolerated = row.tolerated_rate.map(|_| 0.99);
        row.judged = 19;
    }
    assert!(!decisions(&review).contains("Change, stop or tolerate"), "too few cases");
}

#[test]
fn a_cause_without_an_owner_asks_for_one_to_be_named() {
    let mut review = small();
    assert!(decisions(&review).contains("Remove the most disruptive cause, "), "{}", decisions(&review));
    assert!(!decisions(&review).contains("whom the board must name, to "));
    for case in &mut review.cases {
        case.accountable_owner = Some("unmapped".to_owned());
    }
    let asked = decisions(&review);
    assert!(asked.contains(" owner, whom the board must name, to change "), "{asked}");
}

#[test]
fn an_approval_that_ran_out_asks_for_a_decision_only_for_a_workflow_of_the_period() {
    let mut review = small();
    review.controls[0].subject = "leaver-lock".to_owned();
    review.controls[0].finding = "the approval ran out at 2026-08-17T04:00Z".to_owned();
    review.workflows[0].approval_expires = Some(sample::at("2026-08-17T04:00:00Z"));
    let asked = decisions(&review);
    assert!(
        asked.contains(
            "Approve again or end Lock the devices of leavers (leaver-lock): the approval ran out at 2026-08-17 00:00 EDT."
        ),
        "{asked}"
    );
    assert!(asked.contains("at once: approved up to and including 2026-08-16It acts on devices"), "{asked}");
    review.workflows.clear();
    assert!(!decisions(&review).contains("Approve again"));
}

#[test]
fn a_remark_about_the_data_is_no_missing_input() {
    let mut review = small();
    let asked = decisions(&review);
    for words in [
        "2 statements had to be left out. (1) Holidays.csv is absent: working hours count public holidays.",
        " To be supplied: holidays.csv with the public holidays from 2026-06-30 on. (2) ",
    ] {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    review.unsaid.iter_mut().for_each(|unsaid| unsaid.supply.clear());
    assert!(!decisions(&review).contains("Supply missing inputs"), "nothing could be supplied");
    review.unsaid.clear();
    assert!(!decisions(&review).contains("Supply missing inputs"));
    let limits = section(&report(&review), "index.html", "limits").unwrap();
    assert!(limits.contains("2 tickets count for nothing."), "{limits}");
}

#[test]
fn without_a_register_of_regulated_work_its_hours_are_unknown_and_not_zero() {
    let mut review = small();
    review.has_regulated_work = false;
    review.totals.regulated_hours = 0.0;
    let files = report(&review);
    let figures = section(&files, "index.html", "figures").unwrap();
    assert!(figures.contains("Regulated hours interruptedunknown"), "{figures}");
    assert!(section(&files, "index.html", "regulated-work").unwrap().contains("Unknown: no register"));
}

#[test]
fn a_scope_of_regulated_work_is_called_by_its_title() {
    let found = section(&report(&small()), "index.html", "regulated-work").unwrap();
    assert!(found.contains("Batch release (GxP, gxp-release)"), "{found}");
}

#[test]
fn stop_now_is_the_first_section_of_an_owner_and_absent_when_nothing_waits() {
    let mut review = small();
    let owner = review.pending[0].owner.clone().unwrap();
    let path = crate::report::paths::owner_page(&owner);
    let files = report(&review);
    let html = text(&files, &path);
    assert!(html.find("id=\"stop-now\"").unwrap() < html.find("id=\"position\"").unwrap());
    let stop = section(&files, &path, "stop-now").unwrap();
    assert!(stop.contains("Cancel 1 command before the devices report in"), "{stop}");
    assert!(stop.contains("Pending Commands, and cancel the command"), "{stop}");
    review.pending.clear();
    let files = report(&review);
    assert!(!text(&files, &path).contains("stop-now"));
    assert!(!text(&files, "index.html").contains("Stop now"));
}

#[test]
fn a_command_of_nobody_stands_on_the_page_of_cases_without_owner() {
    let mut review = small();
    review.pending[0].owner = None;
    let files = report(&review);
    let path = page_of(&files, "owners/unmapped");
    assert!(text(&files, &path).contains("<h1>Cases that no workflow claims (unmapped), 2026-Q3</h1>"));
    assert!(section(&files, &path, "stop-now").unwrap().contains("Cancel 1 command before"));
    assert!(text(&files, "index.html").contains(&format!("href=\"{path}\">unmapped (no workflow)")));
}

#[test]
fn owners_who_are_persons_are_named_and_affected_people_are_not() {
    let files = report(&small());
    let html = text(&files, "index.html");
    assert!(html.contains(">Robin Sample (p-0107)</a>"));
    assert!(!html.contains("Person-Affected"));
}

#[test]
fn an_open_review_falls_to_one_owner_only() {
    let review = small();
    let files = report(&review);
    let open = review.cases.iter().filter(|case| matches!(case.review_state.as_str(), "due" | "overdue"));
    let mut listed = 0;
    for path in files.keys().filter(|path| path.starts_with("owners/")) {
        let words = section(&files, path, "reviews").unwrap();
        listed += words
            .split(" open, ")
            .next()
            .unwrap()
            .rsplit('\n')
            .next()
            .unwrap()
            .split(' ')
            .next()
            .map_or(0, |n| n.parse::<usize>().unwrap_or(0));
    }
    assert_eq!(listed, open.count());
}

#[test]
fn a_case_shows_its_times_in_both_zones_and_its_sum_of_bits() {
    let files = report(&small());
    let path = page_of(&files, "cases/00000000-");
    let words = section(&files, &path, "verdict").unwrap();
    assert!(words.contains("2026-07-02 09:05 EDT (2026-07-02 13:05:00 UTC)"), "{path}");
    let timeline = section(&files, &path, "timeline").unwrap();
    assert!(timeline.contains("2026-07-02 08:56 EDT2026-07-02 12:56:00"), "{timeline}");
    let evidence = section(&files, &path, "evidence").unwrap();
    assert!(
        evidence.contains("-4.25 before any evidence, +7; together +2.75, which is a probability of 0.8707"),
        "{evidence}"
    );
}

#[test]
fn codes_in_sentences_are_set_as_codes() {
    let files = report(&small());
    let audit = text(&files, "audit.html");
    assert!(audit.contains("the approval of <code>leaver-lock</code> expired"));
    assert!(!audit.contains('`'));
}

#[test]
fn an_auditor_sees_who_approved_each_workflow_and_how_many_cases_it_had() {
    let review = small();
    let found = section(&report(&review), "audit.html", "authority").unwrap();
    let of_lock =
        review.cases.iter().filter(|case| case.workflow_id.as_deref() == Some("leaver-lock")).count();
    assert!(found.contains(&format!("{of_lock}registers/workflows.toml:1")), "{found}");
    assert!(found.contains("Robin Sample (p-0107)2026-01-05, no end"), "{found}");
    assert!(found.contains("belong to no workflow"), "{found}");
}

#[test]
fn the_last_day_of_the_period_is_named_not_the_day_after() {
    let files = report(&small());
    let lead = text(&files, "index.html").split("class=\"lead\">").nth(1).unwrap();
    let lead = lead.replace("<span class=\"t\">", "").replace("</span>", "");
    assert!(lead.starts_with(
        "Meridian Biologics, 2026-Q3: actions done from 2026-07-01 to 2026-09-30, both days included, America/New_York time."
    ));
}
