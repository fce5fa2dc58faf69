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
