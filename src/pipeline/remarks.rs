//! What bears on every figure although nothing is missing.

use super::Prepared;
use crate::{attribute::Attributed, records::plural};

/// One sentence per remark.
pub(super) fn remarks(prepared: &Prepared, attributed: &Attributed) -> Vec<String> {
    if prepared.ingested.tickets.is_empty() {
        return Vec::new();
    }
    let n = attributed.coincident_tickets;
    let (were, say) = if n == 1 { ("was", "says") } else { ("were", "say") };
    let counts = if n == 1 { "it counts" } else { "they count" };
    vec![format!(
        "{} {were} opened within 72 hours after a case by the person concerned and {say} nothing of it; \
         {:.1} would be expected by chance from these persons' own rates, so {counts} for nothing",
        plural(n, "ticket", "tickets"),
        attributed.expected_chance_tickets
    )]
}
