//! Decisions about what the automation does: rates above what is tolerated, the costliest cause, triggers that
//! were missed, actions that no workflow claims.

use super::{Ask, TOP, counted, holder, owners_with_counts, usual_date};
use crate::report::{
    block::Line,
    model::{CauseRow, RankingRow, Review},
    numbers::{self, count, hours, len, plural},
    paths,
    sections::workflows,
    selection::{self, UNMAPPED},
    shown::name,
    vocabulary, wording, workflow_name,
};

/// Workflows that are above what they tolerate, and not by chance.
pub(super) fn over_tolerance(review: &Review) -> Vec<Ask> {
    let above: Vec<&RankingRow> = workflows::probably_above(review);
    let mut asks: Vec<Ask> = above.iter().take(TOP).map(|row| over_ask(review, row)).collect();
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
    asks
}

fn over_ask(review: &Review, row: &RankingRow) -> Ask {
    let certain = row
        .probability_above_tolerated
        .map_or_else(String::new, |p| format!("; {} sure that this is no chance", wording::probability(p)));
    let limit = row.tolerated_rate.map_or_else(|| "none".to_owned(), numbers::percent);
    let share = format!("{} of {}", count(row.false_positives), count(row.judged));
    let what = Line::default()
        .strong("Change, stop or tolerate ")
        .join(workflow_name::line(review, &row.key))
        .text(&format!(": {share} judged were wrong, where {limit} is tolerated{certain}."));
    let control = holder(review, &row.key, "control_owner")
        .unwrap_or_else(|| Line::from("a control owner, whom the board must name"));
    let who = match holder(review, &row.key, "business_approver") {
        Some(approver) => control.text(" and ").join(approver),
        None => control,
    };
    let otherwise = format!("A period like this one costs again: {}.", cost(row));
    Ask { what, who, by: usual_date(&review.header), otherwise: Line::from(otherwise) }
}

/// What a row cost, in words; nothing that is zero.
fn cost(row: &RankingRow) -> String {
    let mut parts = vec![format!("up to {} person-hours", hours(row.person_hours))];
    if row.regulated_hours > 0.0 {
        parts.push(format!("{} regulated hours", hours(row.regulated_hours)));
    }
    if row.data_losses > 0 {
        parts.push(plural(row.data_losses, "loss of data", "losses of data"));
    }
    parts.join(", ")
}

/// The hours that are known to be a cause's: without cases that show no end, whose hours are the cap's.
fn known_hours(review: &Review, cause: &str) -> f64 {
    let is_known = |case: &&crate::report::model::CaseRow| {
        case.verdict == "false_positive" && case.cause.as_deref() == Some(cause) && !case.capped
    };
    let hours = review.cases.iter().filter(is_known).filter_map(|case| case.person_hours);
    hours.filter(|hours| hours.is_finite()).sum()
}

/// Fewer cases than these name no cause: one case is a story, not a mechanism.
const MIN_OF_CAUSE: u64 = 2;

/// The cause with most disruptive false positives; of several, the one with most hours that are known.
pub(super) fn costliest_cause(review: &Review) -> Vec<Ask> {
    let repeated = review.causes.iter().filter(|row| row.disruptive >= MIN_OF_CAUSE);
    let cost = repeated.map(|row| (row, known_hours(review, &row.cause)));
    let first = cost.max_by(|(a, a_hours), (b, b_hours)| {
        a.disruptive.cmp(&b.disruptive).then(a_hours.total_cmp(b_hours)).then(b.cause.cmp(&a.cause))
    });
    let Some((first, known)) = first else { return Vec::new() };
    let meaning = vocabulary::cause(&first.cause).map_or_else(String::new, |words| format!(" ({words})"));
    let what = Line::default().strong("Remove the most disruptive cause, ").code(&name(&first.cause)).text(
        &format!(
            "{meaning}: {} of {}, with {} person-hours when cases without proof of restoration are left out.",
            count(first.disruptive),
            plural(review.totals.disruptive, "disruptive false positive", "disruptive false positives"),
            hours(known),
        ),
    );
    let role = vocabulary::role(&first.accountable_role);
    let answerable = owners_of_cause(review, first);
    let who = if answerable.iter().all(|(owner, _)| selection::is_nobody(owner)) {
        Line::from(format!("a {role}, whom the board must name"))
    } else {
        owners_with_counts(review, &answerable, "tables/cases.csv").text(&format!(" ({role})"))
    };
    let remedy = if first.cause == "unexplained" {
        "to find the mechanism"
    } else {
        match first.accountable_role.as_str() {
            "execution_owner" => "to change how the action is carried out",
            "exception_owner" => "to make exceptions hold",
            _ => "to change the trigger",
        }
    };
    vec![Ask {
        what,
        who: who.text(&format!(", {remedy}")),
        by: usual_date(&review.header),
        otherwise: Line::from("It happens again: nothing has removed it."),
    }]
}

/// Everybody who answers for disruptive false positives of a cause, most first.
fn owners_of_cause<'a>(review: &'a Review, cause: &CauseRow) -> Vec<(&'a str, u64)> {
    let of_cause = review
        .cases
        .iter()
        .filter(|case| case.disruptive && case.cause.as_deref() == Some(cause.cause.as_str()));
    counted(of_cause.filter_map(|case| case.accountable_owner.as_deref()))
}

pub(super) fn missed_triggers(review: &Review) -> Vec<Ask> {
    let missed = &review.containment.missed;
    let open = || missed.iter().filter(|row| row.is_left_open());
    let n = len(open().count());
    if n == 0 {
        return Vec::new();
    }
    let by_owner = counted(open().map(|row| selection::runner_of(review, row)));
    let others = match len(missed.len()) - n {
        0 => String::new(),
        1 => "; 1 more was missed by its workflow and contained by another action".to_owned(),
        others => {
            format!("; {} more were missed by their workflow and contained by another action", count(others))
        }
    };
    let what = Line::default()
        .strong("Explain missed triggers: ")
        .text(&format!(
            "{} of {} stood for 7 days, led to no action of their workflow and were contained by nothing else, the \
             opposite error of the same automation: {}{others} (",
            count(n),
            plural(review.containment.eligible_triggers, "trigger", "triggers"),
            wording::missed_counts(open())
        ))
        .file("tables/missed_triggers.csv")
        .text(").");
    vec![Ask {
        what,
        who: owners_with_counts(review, &by_owner, "tables/missed_triggers.csv")
            .text(if by_owner.len() > 1 { " (execution owners)" } else { " (execution owner)" }),
        by: usual_date(&review.header),
        otherwise: Line::from("Devices and accounts that should be closed may still be open."),
    }]
}

pub(super) fn unmapped_actions(review: &Review) -> Vec<Ask> {
    let unmapped = review.cases.iter().filter(|case| case.workflow_id.is_none()).count();
    if unmapped == 0 {
        return Vec::new();
    }
    let what = Line::default()
        .strong("Adopt or end ")
        .text(&format!(
            "{} that no approved workflow of the control map claims (",
            plural(len(unmapped), "automated action", "automated actions")
        ))
        .link("list", &paths::owner_page(UNMAPPED))
        .text(").");
    vec![Ask {
        what,
        who: Line::from("an owner, whom the board must name"),
        by: usual_date(&review.header),
        otherwise: Line::from("Nobody answers for what they do."),
    }]
}
