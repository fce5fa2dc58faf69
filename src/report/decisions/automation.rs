//! Decisions about what the automation leaves undone or does unasked: triggers that were missed, actions that no
//! workflow claims.

use super::{Ask, counted, owners_with_counts, usual_date};
use crate::report::{
    block::Line,
    model::Review,
    numbers::{count, len, plural},
    paths,
    selection::{self, UNMAPPED},
    wording,
};

pub(super) fn missed_triggers(review: &Review) -> Vec<Ask> {
    let missed = &review.containment.missed;
    if missed.is_empty() {
        return Vec::new();
    }
    let by_owner = counted(missed.iter().map(|row| selection::runner_of(review, row)));
    let n = len(missed.len());
    let what = Line::default()
        .strong("Explain missed triggers: ")
        .text(&format!(
            "{} of {} stood for 7 days and led to no action, the opposite error of the same automation: {} (",
            count(n),
            plural(review.containment.eligible_triggers, "trigger", "triggers"),
            wording::missed_counts(missed.iter())
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
