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
text classes.
";

fn fires(case: &Case, _: Option<&Candidate>, _: &Context<'_>) -> Option<Fired> {
    tickets::complained(case, TicketGrade::Strong, Weight::Bits(4.0))
}
