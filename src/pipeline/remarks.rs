//! What bears on every figure although nothing is missing.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::Prepared;
use crate::{
    attribute::{
        Attributed,
        case::{AttributionStatus, TicketGrade},
    },
    rank::statistics::poisson_tail,
    records::plural,
};

/// One sentence per remark.
pub(super) fn remarks(prepared: &Prepared, attributed: &Attributed) -> Vec<String> {
    let mut remarks = whole(attributed);
    if prepared.ingested.tickets.is_empty() || attributed.cases.is_empty() {
        return remarks;
    }
    let links = attributed.cases.iter().flat_map(|case| &case.tickets);
    let coincident = links.filter(|link| link.grade == TicketGrade::Coincident && !link.shows_intent);
    let tickets: BTreeSet<&str> = coincident.map(|link| link.ticket.ticket_id.as_str()).collect();
    remarks.push(coincidences(
        attributed.coincident_tickets,
        tickets.len() as u64,
        attributed.expected_chance_tickets,
    ));
    remarks
}

/// Where so many actions without a trigger are followed by one, that is hardly chance.
const FEWEST_LATE: usize = 5;

/// What shows that a source lost events, and that a clock is wrong.
fn whole(attributed: &Attributed) -> Vec<String> {
    let lost = attributed.losses.iter().map(|(source, loss)| loss.sentence(source));
    let mut remarks: Vec<String> = lost.collect();
    let unexplained =
        attributed.cases.iter().filter(|case| case.attribution.status == AttributionStatus::Unattributed);
    let mut late: Vec<TimeDelta> = unexplained
        .filter_map(|case| Some(case.trigger_follows.as_ref()?.known_from - case.sent_at))
        .collect();
    late.sort_unstable();
    if let Some(longest) = late.last().filter(|_| late.len() >= FEWEST_LATE) {
        remarks.push(format!(
            "{} without trigger are followed by one of their workflow about the same person, half of them within {} \
             minutes and all within {}: if a clock is that much wrong, `[attribute] clock_skew` must allow for it; \
             until then they stay without verdict",
            plural(late.len() as u64, "action", "actions"),
            late[late.len() / 2].num_minutes() + 1,
            longest.num_minutes() + 1
        ));
    }
    remarks
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
    poisson_tail(tickets, expected_tickets).is_some_and(|tail| tail <= 0.025)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_of_chance_is_that_of_scipy() {
        // scipy.stats.poisson.ppf(0.975, mean): the largest count that chance alone explains.
        for (mean, bound) in [(0.3, 2), (1.0, 3), (10.0, 17), (38.5, 51), (100.0, 120)] {
            assert!(!is_more_than_chance(bound, bound, mean), "{mean}");
            assert!(is_more_than_chance(bound + 1, bound + 1, mean), "{mean}");
        }
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
