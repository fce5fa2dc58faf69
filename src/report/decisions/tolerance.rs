//! The decisions about workflows that are above what they tolerate.

use super::{Ask, PREPARES, TOP, cause::Cause, holder, usual_date};
use crate::report::{
    block::Line,
    bounds::Capped,
    model::{CaseRow, RankingRow, Review},
    numbers::{self, count, hours, len, plural},
    owners,
    sections::workflows,
    selection, wording, workflow_name,
};

/// Workflows that are above what they tolerate, and not by chance, and the most disruptive cause: inside the
/// decision on its workflow where both ask the same owner about the same cases, else a decision of its own.
pub(super) fn over_tolerance_and_cause(review: &Review) -> Vec<Ask> {
    let above: Vec<&RankingRow> = workflows::probably_above(review);
    let shown = &above[..above.len().min(TOP)];
    let ids: Vec<&str> = shown.iter().map(|row| row.key.as_str()).collect();
    let cause = Cause::costliest(review);
    let within = cause.as_ref().and_then(|cause| cause.within(review, &ids));
    let mut asks: Vec<Ask> = Vec::new();
    for row in shown {
        let own = cause.as_ref().filter(|_| within == Some(row.key.as_str()));
        asks.push(over_ask(review, row, own));
    }
    if above.len() > TOP {
        let more = plural(len(above.len() - TOP), "more workflow", "more workflows");
        asks.push(Ask {
            what: Line::default()
                .strong("Change, stop or tolerate ")
                .text(&format!("{more} above the tolerated rate: see "))
                .file("tables/rankings.csv")
                .text("."),
            who: Line::from("their control owners"),
            by: usual_date(&review.header),
            otherwise: Line::from("They go on as they are."),
        });
    }
    asks.extend(cause.filter(|_| within.is_none()).map(|cause| cause.ask(review, &ids)));
    asks
}

fn over_ask(review: &Review, row: &RankingRow, cause: Option<&Cause<'_>>) -> Ask {
    let certain = row
        .probability_above_tolerated
        .map_or_else(String::new, |p| format!("; {} sure that this is no chance", wording::probability(p)));
    let limit = row.tolerated_rate.map_or_else(|| "none".to_owned(), numbers::percent);
    let share = format!("{} of {}", count(row.false_positives), count(row.judged));
    let mut what = Line::default()
        .strong("Change, stop or tolerate ")
        .join(workflow_name::line(review, &row.key))
        .text(&format!(": {share} judged were wrong, where {limit} is tolerated{certain}."));
    if let Some(words) = in_burst(review, &row.key) {
        what = what.text(&words);
    }
    if let Some(cause) = cause {
        what = what.join(cause.as_change(review));
    }
    let otherwise = format!("A period like this one costs again: {}.", cost(review, row));
    Ask { what, who: who(review, &row.key), by: usual_date(&review.header), otherwise: Line::from(otherwise) }
}

/// How many of the false positives of a workflow are of a burst: reviewers decided so, and no change of the workflow
/// would have kept them away.
fn in_burst(review: &Review, workflow_id: &str) -> Option<String> {
    let is_part = |case: &&CaseRow| {
        case.burst_id.is_some()
            && case.verdict == "false_positive"
            && case.workflow_id.as_deref() == Some(workflow_id)
    };
    let n = len(review.cases.iter().filter(is_part).count());
    let is = if n == 1 { "is" } else { "are" };
    (n > 0).then(|| {
        format!(
            " {} of them {is} of a burst that looks like misuse: look at that before the workflow.",
            count(n)
        )
    })
}

/// The control owner and the approver. One who left is said and not asked; where both did, who stands in is.
fn who(review: &Review, workflow_id: &str) -> Line {
    let row = selection::workflow(review, workflow_id);
    let has_left = |holder: Option<&String>| holder.is_some_and(|holder| selection::has_left(review, holder));
    let control_left = has_left(row.and_then(|row| row.control_owner.as_ref()));
    let approver_left = has_left(row.and_then(|row| row.business_approver.as_ref()));
    let control = match holder(review, workflow_id, "control_owner") {
        None if !control_left => Some(Line::from("a control owner, whom the board must name")),
        control => control,
    };
    let both = [control, holder(review, workflow_id, "business_approver")];
    let asked = both.into_iter().flatten().reduce(|first, next| first.text(" and ").join(next));
    let stand_in = || selection::stand_in(review, workflow_id).map(|owner| owners::link(review, owner));
    let asked = asked.or_else(stand_in).unwrap_or_else(|| Line::from(PREPARES));
    match (control_left, approver_left) {
        (false, false) => asked,
        (true, false) => asked.text("; the control owner left, see the decision on successors"),
        (false, true) => asked.text("; the business approver left, see the decision on successors"),
        (true, true) => {
            asked.text("; the control owner and the business approver left, see the decision on successors")
        }
    }
}

/// What a row cost, in words; nothing that is zero. What nothing proves is told apart.
fn cost(review: &Review, row: &RankingRow) -> String {
    let own = review.cases.iter().filter(|case| case.workflow_id.as_deref() == Some(&row.key));
    let capped = Capped::of(own);
    let unproven =
        format!(" with {} whose restoration nothing proves", plural(capped.cases, "case", "cases"));
    let parted = |total: f64, of_capped: f64, unit: &str| {
        format!("up to {} {unit}, or {}{unproven}", hours((total - of_capped).max(0.0)), hours(total))
    };
    let mut parts = vec![if capped.person_hours > 0.0 {
        parted(row.person_hours, capped.person_hours, "person-hours")
    } else {
        format!("up to {} person-hours", hours(row.person_hours))
    }];
    if capped.regulated_hours > 0.0 {
        parts.push(parted(row.regulated_hours, capped.regulated_hours, "regulated hours"));
    } else if row.regulated_hours > 0.0 {
        parts.push(format!("{} regulated hours", hours(row.regulated_hours)));
    }
    if row.data_losses > 0 {
        parts.push(plural(row.data_losses, "loss of data", "losses of data"));
    }
    parts.join("; ")
}
