//! Tickets after wipes that were wrong, against those that come by chance.

use std::collections::BTreeSet;

use super::{RankCase, statistics};
use crate::records::ActionKind;

/// Further tickets after disruptive wipes, with what chance alone would have brought.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SecondOrder {
    /// Disruptive wipes.
    pub wipes: u64,
    /// Of those, with tickets exported for the time after.
    pub known: u64,
    /// Different tickets after them.
    pub tickets: u64,
    /// Of the known wipes, those whose rate before is known as well.
    pub compared: u64,
    /// Tickets after the compared ones.
    pub compared_tickets: u64,
    /// Expected by chance after the compared ones; `None` without any.
    pub expected: Option<f64>,
    /// Tickets beyond those expected; `None` likewise.
    pub excess: Option<f64>,
    /// Lower limit of the excess.
    pub excess_low: Option<f64>,
    /// Upper limit of the excess.
    pub excess_high: Option<f64>,
}

/// Counts tickets of disruptive wipes.
///
/// A ticket after two wipes of one person counts once; what is expected is added up per wipe, so that the excess is
/// rather too small. Its interval is Garwood's for the count, less what is expected, which is taken as known.
pub fn second_order(cases: &[RankCase<'_>], confidence: f64) -> SecondOrder {
    let wipes =
        || cases.iter().filter(|case| case.action_kind == ActionKind::Wipe && case.measured.disruptive);
    let known: Vec<_> = wipes().filter_map(|case| case.measured.after_wipe.as_ref()).collect();
    let compared: Vec<_> = known.iter().copied().filter(|after| after.expected.is_some()).collect();
    let distinct = |of: &[&crate::attribute::case::AfterWipe]| {
        let ids: BTreeSet<&str> = of
            .iter()
            .flat_map(|after| after.tickets.iter().map(|ticket| ticket.ticket_id.as_str()))
            .collect();
        ids.len() as u64
    };
    let compared_tickets = distinct(&compared);
    let mut each: Vec<f64> = compared.iter().filter_map(|after| after.expected).collect();
    // Summed from the smallest on, whatever the order of cases.
    each.sort_by(f64::total_cmp);
    let expected = (!each.is_empty()).then(|| each.iter().sum::<f64>());
    let limits = statistics::poisson_interval(compared_tickets, confidence);
    #[expect(clippy::cast_precision_loss, reason = "a count of tickets")]
    let count = compared_tickets as f64;
    SecondOrder {
        wipes: wipes().count() as u64,
        known: known.len() as u64,
        tickets: distinct(&known),
        compared: compared.len() as u64,
        compared_tickets,
        expected,
        excess: expected.map(|expected| count - expected),
        excess_low: expected.zip(limits).map(|(expected, (low, _))| low - expected),
        excess_high: expected.zip(limits).map(|(expected, (_, high))| high - expected),
    }
}
