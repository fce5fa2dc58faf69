//! `ticket-names-action`: a ticket names the action as the cause of a disruption.

use crate::{
    attribute::case::{Candidate, Case, TicketGrade},
    judge::{
        rule::{About, Context, Family, Fired, Rule, Verdict, Weight},
        tickets,
    },
};

/// A ticket names the action as the cause of a disruption.
pub(super) const RULE: Rule = Rule {
    code: "ticket-names-action",
    family: Family::Ticket,
    about: About::Action,
    cause: None,
    printed_weight: "decisive",
    full_bits: None,
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
A ticket links the action as its cause, was closed with a code the site mapped to an automation error, or
describes the action by name together with a disruption. Tickets that asked for the action are left out.

## Why it speaks for or against a false positive
The service desk examined the case and wrote down that the automation did it wrongly. That settles the
verdict, like a review with less formality.

## What speaks against it
A closure code can be picked from a list in a hurry. When the wording of the ticket says otherwise, put a
row into `reviews.csv`, which stands over this rule.

## Settings
No weight can be set: the rule is decisive. `[tickets].closure_codes` says which codes mean
`automation-error`, and `[tickets].patterns` adds the site's own words.
";

fn fires(case: &Case, _: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    tickets::complained(case, TicketGrade::Decisive, Weight::Decisive(Verdict::FalsePositive))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::fixtures::*;
    use crate::judge::rule::Weight;

    #[test]
    fn a_complaint_of_this_grade_speaks() {
        let case = case_where(|case| case.tickets = vec![ticket(7, TicketGrade::Decisive, false)]);
        assert_eq!(weight(&RULE, &case), Some(Weight::Decisive(Verdict::FalsePositive)));
        assert_says(&RULE, &case, &["`INC7` opened at 2026-07-01T15:00:00Z: same serial"]);
    }

    #[test]
    fn other_grades_and_tickets_that_show_intent_are_silence() {
        use TicketGrade::{Coincident, Decisive, Medium, Strong};
        for (grade, shows_intent) in [(Strong, false), (Medium, false), (Coincident, false), (Decisive, true)]
        {
            let case = case_where(|case| case.tickets = vec![ticket(7, grade, shows_intent)]);
            assert_eq!(fired(&RULE, &case), None, "{grade:?}, intent {shows_intent}");
        }
        assert_eq!(fired(&RULE, &case_where(|_| ())), None);
    }

    #[test]
    fn all_of_them_are_named_in_a_fixed_order() {
        let named = |numbers: [u64; 2]| {
            let case = case_where(|case| {
                case.tickets = numbers.iter().map(|&n| ticket(n, TicketGrade::Decisive, false)).collect();
            });
            fired(&RULE, &case).map(|fired| (fired.because, fired.rows))
        };
        assert_eq!(named([7, 8]), named([8, 7]));
        assert_eq!(named([7, 8]).map(|(_, rows)| rows.len()), Some(2));
    }
}
