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
