//! `ticket-medium`: a ticket from the person complains in weaker words.

use crate::{
    attribute::case::{Candidate, Case, TicketGrade},
    judge::{
        rule::{About, Context, Family, Fired, Rule, Weight},
        tickets,
    },
};

/// A ticket from the person complains in weaker words.
pub(super) const RULE: Rule = Rule {
    code: "ticket-medium",
    family: Family::Ticket,
    about: About::Action,
    cause: None,
    printed_weight: "+2",
    full_bits: Some(2.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
The affected person opened a ticket soon after the action whose words could fit its kind, but neither a
device nor a plain complaint about this action is in it. It is a hint.

## Why it speaks for or against a false positive
A slow laptop on the day after a policy run may or may not be the policy. Two bits move the odds by a factor
of four, which decides nothing alone.

## What speaks against it
People with many tickets have one near any action. Tickets without fitting words are shown as coincident and
count for nothing.

## Settings
`[judge].bits.ticket-medium` replaces its +2 bits. `[tickets].patterns` adds the site's own words to the
text classes.
";

fn fires(case: &Case, _: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    tickets::complained(case, TicketGrade::Medium, Weight::Bits(2.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::fixtures::*;
    use crate::judge::rule::Weight;

    #[test]
    fn a_complaint_of_this_grade_speaks() {
        let case = case_where(|case| case.tickets = vec![ticket(7, TicketGrade::Medium, false)]);
        assert_eq!(weight(&RULE, &case), Some(Weight::Bits(2.0)));
        assert_says(&RULE, &case, &["`INC7` opened at 2026-07-01T15:00:00Z: same serial"]);
    }

    #[test]
    fn other_grades_and_tickets_that_show_intent_are_silence() {
        use TicketGrade::{Coincident, Decisive, Medium, Strong};
        for (grade, shows_intent) in [(Decisive, false), (Strong, false), (Coincident, false), (Medium, true)]
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
                case.tickets = numbers.iter().map(|&n| ticket(n, TicketGrade::Medium, false)).collect();
            });
            fired(&RULE, &case).map(|fired| (fired.because, fired.rows))
        };
        assert_eq!(named([7, 8]), named([8, 7]));
        assert_eq!(named([7, 8]).map(|(_, rows)| rows.len()), Some(2));
    }
}
