//! `ticket-shows-intent`: a ticket asked for the action, and none complains.

use crate::{
    attribute::case::{Candidate, Case},
    judge::{
        rule::{About, Context, Family, Fired, Rule, Weight},
        tickets,
    },
};

/// A ticket asked for the action, and none complains.
pub(super) const RULE: Rule = Rule {
    code: "ticket-shows-intent",
    family: Family::Ticket,
    about: About::Action,
    cause: None,
    printed_weight: "-2",
    full_bits: Some(-2.0),
    explanation: EXPLANATION,
    fires,
};

const EXPLANATION: &str = "\
## What it means
A linked ticket asks for what was done, for example an off-boarding request or a lost-device report, and no
linked ticket complains. Grades do not matter for a request, only that it is about this person or device.

## Why it speaks for or against a false positive
Somebody wanted the action. That speaks against a false positive, and it is evidence of a truth: with a low
probability the case may be called a true positive on it.

## What speaks against it
A request can name the wrong person or device, and then the request itself is the mistake. `wrong-person`
and `wrong-device` look at that.

## Settings
`[judge].bits.ticket-shows-intent` replaces its -2 bits. A mapped closure code with the meaning `intended`
and the site's own patterns decide which tickets show intent.
";

fn fires(case: &Case, _: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    if tickets::has_complaint(case) {
        return None;
    }
    tickets::speak(case.tickets.iter().filter(|link| link.shows_intent), Weight::Bits(-2.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attribute::case::TicketGrade::{Coincident, Decisive, Medium, Strong},
        judge::fixtures::*,
    };

    #[test]
    fn a_request_speaks_unless_somebody_complains() {
        for (links, expected) in [
            (vec![ticket(1, Strong, true)], Some(-2.0)),
            (vec![ticket(1, Coincident, true)], Some(-2.0)),
            (vec![ticket(1, Strong, true), ticket(2, Coincident, false)], Some(-2.0)),
            (vec![ticket(1, Strong, true), ticket(2, Medium, false)], None),
            (vec![ticket(1, Decisive, true), ticket(2, Strong, false)], None),
            (vec![ticket(1, Coincident, false)], None),
            (vec![], None),
        ] {
            let case = case_where(|case| case.tickets = links);
            assert_eq!(bits(&RULE, &case), expected, "{:?}", case.tickets);
        }
    }

    #[test]
    fn the_sentence_names_the_request() {
        assert_says(&RULE, &case_where(|case| case.tickets = vec![ticket(3, Strong, true)]), &["`INC3`"]);
    }
}
