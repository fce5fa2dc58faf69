//! The most disruptive cause: the change that the decision on its workflow asks for, or a decision of its own.

use super::{Ask, counted, owners_with_counts, usual_date};
use crate::report::{
    block::Line,
    model::{CaseRow, CauseRow, Review},
    numbers::{count, hours, len, plural},
    remedies, selection,
    shown::name,
    vocabulary, workflow_name,
};

/// Fewer cases than these name no cause: one case is a story, not a mechanism.
const MIN_OF_CAUSE: u64 = 2;

/// The hours that are known to be a cause's: without cases that show no end, whose hours are the cap's,
/// and without those of bursts.
fn known_hours(review: &Review, cause: &str) -> f64 {
    let is_known = |case: &&CaseRow| {
        case.verdict == "false_positive"
            && case.cause.as_deref() == Some(cause)
            && !case.capped
            && case.burst_id.is_none()
    };
    let hours = review.cases.iter().filter(is_known).filter_map(|case| case.person_hours);
    hours.filter(|hours| hours.is_finite()).sum()
}

/// A cause with its disruptive false positives.
pub(super) struct Cause<'a> {
    row: &'a CauseRow,
    disruptive: u64,
    known_hours: f64,
    cases: Vec<&'a CaseRow>,
}

impl<'a> Cause<'a> {
    /// The cause with most disruptive false positives; of several, the one with most hours that are known. What is
    /// of a burst looks like misuse, which no change of a trigger removes.
    pub(super) fn costliest(review: &'a Review) -> Option<Self> {
        let of_burst = |row: &CauseRow| {
            let is_its = |case: &&CaseRow| {
                case.burst_id.is_some()
                    && case.disruptive
                    && case.cause.as_deref() == Some(row.cause.as_str())
            };
            len(review.cases.iter().filter(is_its).count())
        };
        let counted = review.causes.iter().map(|row| (row, row.disruptive.saturating_sub(of_burst(row))));
        let repeated = counted.filter(|(_, disruptive)| *disruptive >= MIN_OF_CAUSE);
        let cost = repeated.map(|(row, n)| (row, n, known_hours(review, &row.cause)));
        let (row, disruptive, known_hours) =
            cost.max_by(|(a, a_count, a_hours), (b, b_count, b_hours)| {
                a_count.cmp(b_count).then(a_hours.total_cmp(b_hours)).then(b.cause.cmp(&a.cause))
            })?;
        let is_its = |case: &&CaseRow| {
            case.disruptive && case.burst_id.is_none() && case.cause.as_deref() == Some(row.cause.as_str())
        };
        Some(Self { row, disruptive, known_hours, cases: review.cases.iter().filter(is_its).collect() })
    }

    /// Everybody who answers for its cases, most first.
    fn owners(&self, review: &'a Review) -> Vec<(&'a str, u64)> {
        let asked = self.cases.iter().filter_map(|case| {
            let owner = case.accountable_owner.as_deref()?;
            Some(selection::asked_of(review, owner, case.workflow_id.as_deref()))
        });
        counted(asked)
    }

    /// The workflow, of those that are decided on, that has all of its cases and whose decision is asked of the
    /// one who answers for them all.
    pub(super) fn within(&self, review: &'a Review, decided: &[&str]) -> Option<&'a str> {
        let first = self.cases.first()?.workflow_id.as_deref()?;
        let is_one = self.cases.iter().all(|case| case.workflow_id.as_deref() == Some(first));
        let [(owner, _)] = self.owners(review)[..] else { return None };
        let row = selection::workflow(review, first).filter(|_| is_one && decided.contains(&first))?;
        let asked = [row.control_owner.as_deref(), row.business_approver.as_deref()];
        asked.contains(&Some(owner)).then_some(first)
    }

    /// What it did, behind its name: ` (a bulk change …), 7 of 38 disruptive false positives, with …`.
    fn told(&self, review: &Review, between: &str) -> String {
        let meaning =
            vocabulary::cause(&self.row.cause).map_or_else(String::new, |words| format!(" ({words})"));
        format!(
            "{meaning}{between} {} of {}, with {} person-hours when cases without proof of restoration are left out",
            count(self.disruptive),
            plural(review.totals.disruptive, "disruptive false positive", "disruptive false positives"),
            hours(self.known_hours),
        )
    }

    /// The change that a decision on its workflow asks for.
    pub(super) fn as_change(&self, review: &Review) -> Line {
        let change = remedies::remedy(&self.row.cause).map_or_else(String::new, |words| format!(": {words}"));
        Line::default()
            .text(" ")
            .strong("Proposed change: ")
            .text("remove the most disruptive cause of all, ")
            .code(&name(&self.row.cause))
            .text(&format!("{}{change}.", self.told(review, ",")))
    }

    /// A decision of its own, that names the decisions on workflows which have cases of it too.
    pub(super) fn ask(&self, review: &'a Review, decided: &[&str]) -> Ask {
        let what = Line::default()
            .strong("Remove the most disruptive cause, ")
            .code(&name(&self.row.cause))
            .text(&format!("{}.", self.told(review, ":")))
            .join(self.also_in(review, decided));
        let role = vocabulary::role(&self.row.accountable_role);
        let owners = self.owners(review);
        let who = if owners.iter().all(|(owner, _)| selection::is_nobody(owner)) {
            Line::from(format!("a {role}, whom the board must name"))
        } else {
            owners_with_counts(review, &owners, "tables/cases.csv").text(&format!(" ({role})"))
        };
        Ask {
            what,
            who: who.text(&format!(", {}", self.purpose())),
            by: usual_date(&review.header),
            otherwise: Line::from("It happens again: nothing has removed it."),
        }
    }

    /// Which of its cases are those of a decision above.
    fn also_in(&self, review: &Review, decided: &[&str]) -> Line {
        let mut line = Line::default();
        for id in decided {
            let n = len(self.cases.iter().filter(|case| case.workflow_id.as_deref() == Some(*id)).count());
            if n > 0 {
                let start = if line.0.is_empty() { " Decided on above, too: " } else { ", " };
                line = line.text(&format!("{start}{} of ", count(n))).join(workflow_name::line(review, id));
            }
        }
        if line.0.is_empty() { line } else { line.text(".") }
    }

    fn purpose(&self) -> &'static str {
        if self.row.cause == "unexplained" {
            return "to find the mechanism";
        }
        match self.row.accountable_role.as_str() {
            "execution_owner" => "to change how the action is carried out",
            "exception_owner" => "to make exceptions hold",
            _ => "to change the trigger",
        }
    }
}
