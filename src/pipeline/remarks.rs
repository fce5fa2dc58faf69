//! What bears on every figure although nothing is missing.

use std::collections::BTreeSet;

use super::Prepared;
use crate::{
    attribute::{Attributed, case::TicketGrade},
    records::plural,
};

/// One sentence per remark.
pub(super) fn remarks(prepared: &Prepared, attributed: &Attributed) -> Vec<String> {
    if prepared.ingested.tickets.is_empty() {
        return Vec::new();
    }
    let links = attributed.cases.iter().flat_map(|case| &case.tickets);
    let coincident = links.filter(|link| link.grade == TicketGrade::Coincident && !link.shows_intent);
    let tickets: BTreeSet<&str> = coincident.map(|link| link.ticket.ticket_id.as_str()).collect();
    vec![coincidences(
        attributed.coincident_tickets,
        tickets.len() as u64,
        attributed.expected_chance_tickets,
    )]
}

/// Tickets near a case that say nothing of it, against what chance brings. Expected are pairs of a case and a
/// ticket, so pairs are compared with pairs. One ticket can stand beside several cases of its person; those pairs
/// are one draw of chance, and so the bound is that of the distinct tickets.
fn coincidences(pairs: u64, tickets: u64, expected: f64) -> String {
    let (were, say) = if tickets == 1 { ("was", "says") } else { ("were", "say") };
    let opened = format!(
        "{} {were} opened within 72 hours after a case by the person concerned and {say} nothing of it",
        plural(tickets, "ticket", "tickets")
    );
    let beside = format!("{} of a case and such a ticket", plural(pairs, "pair", "pairs"));
    let verdict = if is_more_than_chance(pairs, tickets, expected) {
        "more than chance explains: some of them may be harm that nobody linked, and none of them counts"
    } else {
        "which chance alone can explain, so they count for nothing"
    };
    format!(
        "{opened}: {beside}, where {expected:.1} would be expected by chance from these persons' own rates, {verdict}"
    )
}

/// Whether more distinct tickets were found than the upper 97.5 % bound of chance, when each stands beside as many
/// cases as the found ones do.
#[expect(clippy::cast_precision_loss, reason = "counts of tickets")]
fn is_more_than_chance(pairs: u64, tickets: u64, expected: f64) -> bool {
    if pairs == 0 || tickets == 0 {
        return false;
    }
    let expected_tickets = expected * tickets as f64 / pairs as f64;
    tickets as f64 > poisson_upper(expected_tickets)
}

/// The smallest count that a Poisson variable of this mean does not exceed with a probability of 97.5 %. From a
/// mean of 500 on by the normal approximation, where the two differ by less than one in a hundred.
fn poisson_upper(mean: f64) -> f64 {
    if !mean.is_finite() || mean <= 0.0 {
        return 0.0;
    }
    if mean > 500.0 {
        return (mean + 1.96 * mean.sqrt()).ceil();
    }
    let mut probability = (-mean).exp();
    let mut below = probability;
    let mut count = 0.0;
    while below < 0.975 && count < 2_000.0 {
        count += 1.0;
        probability *= mean / count;
        below += probability;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upper_bound_of_chance_is_that_of_scipy() {
        // scipy.stats.poisson.ppf(0.975, mean)
        for (mean, expected) in
            [(0.0, 0.0), (0.3, 2.0), (1.0, 3.0), (10.0, 17.0), (38.5, 51.0), (100.0, 120.0)]
        {
            assert!((poisson_upper(mean) - expected).abs() < 0.5, "{mean}: {}", poisson_upper(mean));
        }
        assert!((poisson_upper(600.0) - 649.0).abs() < 1.5);
    }

    #[test]
    fn tickets_beyond_chance_are_not_said_to_count_for_nothing() {
        let much = coincidences(136, 120, 38.5);
        assert!(
            much.starts_with("120 tickets were opened") && much.contains("136 pairs of a case"),
            "{much}"
        );
        assert!(
            much.contains("more than chance explains: some of them may be harm that nobody linked"),
            "{much}"
        );
        let little = coincidences(40, 40, 38.5);
        assert!(little.contains("which chance alone can explain"), "{little}");
    }

    #[test]
    fn one_ticket_beside_many_cases_is_one_draw_of_chance() {
        assert!(!is_more_than_chance(20, 1, 8.0));
        assert!(is_more_than_chance(20, 20, 8.0));
        assert!(!is_more_than_chance(0, 0, 0.0));
    }
}
