//! The decision to fill roles of workflows: what is asked of a holder who left, or of nobody, reaches nobody.

use super::{Ask, PREPARES, counted, owners_with_counts, usual_date};
use crate::report::{
    block::Line,
    model::{Review, WorkflowRow},
    numbers::{len, plural},
    owners,
    selection::{self, UNNAMED},
    vocabulary, workflow_name,
};

/// Roles listed; the audit page has all.
const LISTED: usize = 12;

/// A role that nobody fills.
struct Open<'a> {
    workflow_id: &'a str,
    role: &'static str,
    /// Who left, or [`UNNAMED`].
    holder: &'a str,
}

/// One decision for all roles whose holder left and all that nobody holds.
pub(super) fn successors(review: &Review) -> Vec<Ask> {
    let open = open_roles(review);
    let n_left = open.iter().filter(|role| role.holder != UNNAMED).count();
    let n_vacant = open.len() - n_left;
    let roles = |n: usize| plural(len(n), "role", "roles");
    let count = match (n_left, n_vacant) {
        (0, 0) => return Vec::new(),
        (left, 0) => format!(": {} whose holder left: ", roles(left)),
        (0, vacant) => format!(": {} that nobody holds: ", roles(vacant)),
        (left, vacant) => {
            format!(": {} whose holder left and {} that nobody holds: ", roles(left), roles(vacant))
        }
    };
    let title = match (n_left, n_vacant) {
        (0, _) => "Name who holds roles of workflows",
        (1, 0) => "Name a successor in a workflow",
        (_, _) => "Name successors in workflows",
    };
    let asked = counted(open.iter().filter_map(|role| selection::stand_in(review, role.workflow_id)));
    let who = if asked.is_empty() {
        Line::from(PREPARES)
    } else {
        owners_with_counts(review, &asked, "audit.html").text(", who speak for these workflows")
    };
    vec![Ask {
        what: Line::default().strong(title).text(&count).join(listed(review, &open)).text("."),
        who,
        by: usual_date(&review.header),
        otherwise: Line::from("What is asked of these roles reaches nobody."),
    }]
}

/// Roles of the workflows that still run, by holder, role and workflow; vacant ones at the end.
fn open_roles(review: &Review) -> Vec<Open<'_>> {
    let is_over = |row: &WorkflowRow| row.valid_to.is_some_and(|end| end <= review.header.as_of);
    let mut ids: Vec<&str> = review.workflows.iter().map(|row| row.workflow_id.as_str()).collect();
    ids.dedup();
    let last = ids.into_iter().filter_map(|id| selection::workflow(review, id)).filter(|row| !is_over(row));
    let mut open: Vec<Open<'_>> = last
        .flat_map(|row| {
            selection::holders(row).map(|(role, holder)| Open { workflow_id: &row.workflow_id, role, holder })
        })
        .filter(|role| role.holder == UNNAMED || selection::has_left(review, role.holder))
        .collect();
    let place = |role: &str| vocabulary::ROLES.iter().position(|known| *known == role);
    open.sort_by_key(|role| (role.holder == UNNAMED, role.holder, place(role.role), role.workflow_id));
    open
}

/// `business approver of A (a) and of B (b), held by Quinn Sample, left on 2026-05-26 (P2); …`.
fn listed(review: &Review, open: &[Open<'_>]) -> Line {
    let mut line = Line::default();
    let shown = &open[..open.len().min(LISTED)];
    for (index, one) in shown.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| shown.get(index));
        let is_same = before.is_some_and(|other| (other.holder, other.role) == (one.holder, one.role));
        let start = match (before.is_some(), is_same) {
            (false, _) => format!("{} of ", vocabulary::role(one.role)),
            (true, true) => ", of ".to_owned(),
            (true, false) => format!("; {} of ", vocabulary::role(one.role)),
        };
        line = line.text(&start).join(workflow_name::line(review, one.workflow_id));
        let goes_on =
            shown.get(index + 1).is_some_and(|next| (next.holder, next.role) == (one.holder, one.role));
        if !goes_on && one.holder != UNNAMED {
            line = line.text(&format!(", held by {}", owners::label(review, one.holder)));
        }
    }
    match open.len() - shown.len() {
        0 => line,
        more => line.text(&format!("; {more} more on the ")).link("audit page", "audit.html"),
    }
}
