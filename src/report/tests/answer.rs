//! The sentence for which the board page is opened, and what stands beside it.

use super::{Files, report, text};
use crate::{
    registers::ControlFinding,
    report::{
        model::{Review, Totals},
        sample::{self, Size},
    },
};

/// The first paragraph of a class on the board page, without markup.
fn first(files: &Files, class: &str) -> String {
    let start = format!("<p class=\"{class}\">");
    let html = text(files, "index.html").split(&start).nth(1).unwrap().split("</p>").next().unwrap();
    html.replace("<span class=\"t\">", "").replace("</span>", "")
}

fn answer(review: &Review) -> String {
    first(&report(review), "answer")
}

#[test]
fn the_answer_carries_numbers_and_the_comparison() {
    let mut review = sample::review(&Size::small());
    let now = answer(&review);
    let now = now.replace('\u{a0}', " ");
    assert!(now.contains("In 2026-Q3, 27 of 228 automated actions"), "{now}");
    assert!(now.contains("(11.8 %, 95 % interval 8.3–16.7 %)"), "{now}");
    assert!(now.contains("2026-Q2 had 18 of 230 (7.8 %): a change of +4.0 percentage points"), "{now}");
    assert!(now.contains("chance alone can explain"), "{now}");
    review.previous = None;
    review.previous_absent = Some("the inputs begin on 2026-05-30.".to_owned());
    assert!(
        answer(&review).ends_with("there is no comparison with 2026-Q2: the inputs begin on 2026-05-30.")
    );
    review.totals = Totals { cases: 3, undetermined: 3, ..Totals::default() };
    assert!(answer(&review).starts_with("None of the 3 cases of 2026-Q3 could be judged"));
    review.totals = Totals::default();
    assert!(answer(&review).starts_with("No automated action of 2026-Q3 is a case"));
}

#[test]
fn few_judged_cases_print_their_count_alone() {
    let files = report(&sample::review(&Size { cases: 12, wrong_every: 6, ..Size::small() }));
    let answer = first(&files, "answer");
    assert!(
        answer.contains("In 2026-Q3, 2 of 11 automated actions that could be judged were wrong, 0 confirmed"),
        "{answer}"
    );
}

#[test]
fn confirmed_and_probable_false_positives_stand_on_page_one() {
    let mut review = sample::review(&Size::small());
    for case in review.cases.iter_mut().filter(|case| case.verdict == "false_positive").take(4) {
        case.certainty = Some("confirmed".to_owned());
    }
    let files = report(&review);
    assert!(answer(&review).contains(", 4 confirmed, 23 probable; "), "{}", answer(&review));
    let html = text(&files, "index.html").replace('\u{a0}', " ");
    assert!(html.contains(
        "or one decisive piece of evidence: 4. Probable, by the evidence together, at 80 % or more: 23."
    ));
    assert!(html.contains("<dd>4 confirmed, 23 probable</dd>"));
    let json: serde_json::Value = serde_json::from_str(text(&files, "review.json")).unwrap();
    assert_eq!(json["certainty"], serde_json::json!({ "confirmed": 4, "probable": 23 }));
}

#[test]
fn hours_of_cases_without_an_end_are_told_apart() {
    let review = sample::review(&Size::small());
    let html = text(&report(&review), "index.html").to_owned();
    assert!(html.contains("Person-hours lost: at least "), "{html}");
    assert!(
        html.contains(" that show no proof of the time of restoration and are capped at 10 working days")
    );
}

#[test]
fn what_is_missing_is_said_beside_the_answer() {
    let mut review = sample::review(&Size::small());
    let missing = |review: &Review| text(&report(review), "index.html").to_owned();
    assert!(missing(&review).contains(
        "<strong>What is missing: </strong>2 sources of data have gaps or other findings; 2 statements had to be left out: see"
    ));
    review.coverage.iter_mut().for_each(|row| row.findings.clear());
    review.unsaid.clear();
    assert!(missing(&review).contains("</strong>nothing that this report needs"));
    // What reviewers returned for nothing.
    let finding = |rule: &str| ControlFinding {
        rule: rule.to_owned(),
        subject: "a1".to_owned(),
        finding: "left out".to_owned(),
        reference: "registers/reviews-a.xlsx:7".to_owned(),
    };
    review.controls.push(finding("review-file-unread"));
    review.controls.push(finding("review-row-rejected"));
    review.controls.push(finding("review-in-future"));
    review.controls.push(finding("review-rows-open"));
    assert!(missing(&review).contains(
        "</strong>2 decisions of reviewers were left out (audit page); 1 returned review sheet was not read (audit page): see"
    ));
}

#[test]
fn the_answer_tells_the_other_side_and_the_week_that_stands_out() {
    let mut review = sample::review(&Size::small());
    let (right, benign) = (review.totals.true_positives, review.totals.benign_positives);
    let of_benign = match benign {
        0 => String::new(),
        n => format!(", {n} of them in form only"),
    };
    let words = format!("; the other {} were right{of_benign}", right + benign);
    assert!(answer(&review).contains(&words), "{words}: {}", answer(&review));
    for week in &mut review.weekly {
        (week.beyond_limits, week.in_run) = (false, false);
    }
    assert!(!answer(&review).contains("stand"), "{}", answer(&review));
    let week = review.weekly.iter_mut().find(|week| week.rate.is_some()).unwrap();
    (week.beyond_limits, week.rate, week.centre) = (true, Some(0.5), Some(0.1));
    let words = format!(
        "; week {} stands out ({} of {} wrong); 2026-Q2 had",
        week.week, week.false_positives, week.judged
    );
    assert!(answer(&review).contains(&words), "{words}: {}", answer(&review));
    review.weekly.iter_mut().for_each(|week| week.rate = week.rate.map(|_| 0.01));
    assert!(!answer(&review).contains("stands out"), "a week below its limits is no harm");
}

#[test]
fn what_to_stop_is_told_by_kind() {
    let mut review = sample::review(&Size::small());
    review.pending[0].action_kind = "lock".to_owned();
    let files = report(&review);
    let told = text(&files, "index.html");
    assert!(told.contains("2 wipes and 1 lock still wait for their devices although their reason is gone"));
    review.pending.truncate(1);
    assert!(text(&report(&review), "index.html").contains("1 lock still waits for its device although"));
}

#[test]
fn rejected_rows_that_could_be_triggers_put_a_source_in_doubt() {
    let mut review = sample::review(&Size::small());
    assert!(
        text(&report(&review), "index.html")
            .contains("2 of 3 sources with gaps or other findings, so the rates")
    );
    let source = review.sources.iter_mut().find(|source| source.format == "okta-system-log").unwrap();
    source.rejected = 2;
    for row in &mut review.coverage {
        row.findings.clear();
    }
    let files = report(&review);
    let told = text(&files, "index.html");
    assert!(
        told.contains("1 of 3 sources with 2 rejected rows that could be triggers, so the rates below"),
        "lead"
    );
    assert!(told.contains("2 rejected rows of 1 source could be triggers"), "what is missing");
    for source in &mut review.sources {
        source.rejected = u64::from(source.format == "servicenow-csv");
    }
    assert!(text(&report(&review), "index.html").contains("; no gap found."), "no ticket is a trigger");
}

#[test]
fn a_burst_stands_before_the_answer_and_nothing_does_without_one() {
    let mut review = sample::review(&Size::small());
    let html = text(&report(&review), "index.html").to_owned();
    let at = |words: &str| html.find(words).unwrap();
    assert!(at("id=\"bursts\"") < at("id=\"answer\"") && at("id=\"answer\"") < at("id=\"decisions\""));
    review.bursts.clear();
    assert!(!text(&report(&review), "index.html").contains("id=\"bursts\""));
}
