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
