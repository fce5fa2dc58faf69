//! `ticket-strong`: a ticket about the device, or from the person in fitting words, complains.

use crate::{
    attribute::case::{Candidate, Case, TicketGrade},
    judge::{
        rule::{About, Context, Family, Fired, Rule, Weight},
        tickets,
    },
};

/// A ticket about the device, or from the person in fitting words, complains.
pub(super) const RULE: Rule = Rule {
    code: "ticket-strong",
    family: Family::Ticket,
    about: About::Action,
    cause: None,
    printed_weight: "+4",
    full_bits: Some(4.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
A ticket carries the serial or another value of this very device, or its affected person complains within 72
hours in words that fit the kind of action. It does not say by itself that the action was wrong.

## Why it speaks for or against a false positive
People open tickets when something they need is gone. That the device was needed makes a false positive more
likely, though rightful actions hurt as well.

## What speaks against it
Leavers complain too, and colleagues complain for them. When the person did leave, that outweighs the
ticket.

## Settings
`[judge].bits.ticket-strong` replaces its +4 bits. `[tickets].patterns` adds the site's own words to the
text classes; `misfire calibrate` proposes a weight from reviewed cases.
";

fn fires(case: &Case, _: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    tickets::complained(case, TicketGrade::Strong, Weight::Bits(4.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::fixtures::*;
    use crate::judge::rule::Weight;

    #[test]
    fn a_complaint_of_this_grade_speaks() {
        let case = case_where(|case| case.tickets = vec![ticket(7, TicketGrade::Strong, false)]);
        assert_eq!(weight(&RULE, &case), Some(Weight::Bits(4.0)));
        assert_says(&RULE, &case, &["`INC7` opened at 2026-07-01T15:00:00Z: same serial"]);
    }

    #[test]
    fn other_grades_and_tickets_that_show_intent_are_silence() {
        use TicketGrade::{Coincident, Decisive, Medium, Strong};
        for (grade, shows_intent) in [(Decisive, false), (Medium, false), (Coincident, false), (Strong, true)]
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
                case.tickets = numbers.iter().map(|&n| ticket(n, TicketGrade::Strong, false)).collect();
            });
            fired(&RULE, &case).map(|fired| (fired.because, fired.rows))
        };
        assert_eq!(named([7, 8]), named([8, 7]));
        assert_eq!(named([7, 8]).map(|(_, rows)| rows.len()), Some(2));
    }
}
