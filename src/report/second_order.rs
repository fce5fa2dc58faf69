//! Further tickets after disruptive wipes, in words.

use super::{
    block::{Block, Line},
    model::{CaseRow, Review},
    numbers::{count, len, level, plural},
};

/// For the board: how many came, against how many come anyway. Nothing without disruptive wipes.
pub(super) fn of_all(review: &Review) -> Option<Block> {
    let found = &review.second_order;
    if found.wipes == 0 {
        return None;
    }
    let wipes = plural(found.wipes, "disruptive wipe", "disruptive wipes");
    if found.known == 0 {
        return Some(Block::paragraph(&format!(
            "What followed {wipes} at the helpdesk is unknown: no tickets cover the days after."
        )));
    }
    let covered = if found.known < found.wipes {
        format!(" (tickets cover {} of them)", count(found.known))
    } else {
        String::new()
    };
    let text = format!(
        "Second-order tickets: in the 14 days after {wipes}{covered} the helpdesk got {} of the same people and devices beside those that report the wipe itself. {} ",
        plural(found.tickets, "further ticket", "further tickets"),
        against_chance(review)
    );
    Some(Block::Paragraph(Line::from(text).file("tables/second_order.csv").text(".")))
}

fn against_chance(review: &Review) -> String {
    let found = &review.second_order;
    let (Some(expected), Some(excess), Some(low), Some(high)) =
        (found.expected, found.excess, found.excess_low, found.excess_high)
    else {
        return "How many come by chance is unknown: tickets cover less than 14 days before.".to_owned();
    };
    let of = if found.compared < found.known {
        format!(
            "{} after the {} with enough days before; ",
            count(found.compared_tickets),
            count(found.compared)
        )
    } else {
        String::new()
    };
    format!(
        "{of}{} would be expected at their own rate before: an excess of {} ({} interval {} to {}).",
        tenths(expected),
        tenths(excess),
        level(review.config.rank.confidence),
        tenths(low),
        tenths(high)
    )
}

/// For an owner: of the wipes answered for. Nothing where there are none, or nothing is known of them.
pub(super) fn of_cases(cases: &[&CaseRow]) -> Option<Block> {
    let wipes: Vec<&&CaseRow> = cases.iter().filter(|case| case.second_order_tickets.is_some()).collect();
    if wipes.is_empty() {
        return None;
    }
    let tickets: u64 = wipes.iter().filter_map(|case| case.second_order_tickets).sum();
    let compared: Vec<f64> = wipes.iter().filter_map(|case| case.second_order_expected).collect();
    let expected = if compared.len() == wipes.len() {
        format!(", where their own rate before lets {} be expected", tenths(compared.iter().sum()))
    } else {
        String::new()
    };
    let text = format!(
        "In the 14 days after {} answered for here the helpdesk got {}, case by case, beside those that report the wipe itself{expected}: ",
        plural(len(wipes.len()), "disruptive wipe", "disruptive wipes"),
        plural(tickets, "further ticket", "further tickets"),
    );
    Some(Block::Paragraph(Line::from(text).file("tables/second_order.csv").text(".")))
}

/// One decimal, with a true minus.
fn tenths(value: f64) -> String {
    let text = format!("{:.1}", value.abs());
    if value < 0.0 && text != "0.0" { format!("−{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{
        model::SecondOrder,
        sample::{self, Size},
    };

    fn words(found: SecondOrder) -> Option<String> {
        let mut review = sample::review(&Size::small());
        review.second_order = found;
        of_all(&review).map(|block| format!("{block:?}"))
    }

    #[test]
    fn nothing_is_said_without_wipes_and_unknown_is_not_zero() {
        assert_eq!(words(SecondOrder::default()), None);
        let unknown = words(SecondOrder { wipes: 2, ..SecondOrder::default() }).unwrap();
        assert!(unknown.contains("unknown: no tickets cover") && !unknown.contains("further"), "{unknown}");
    }

    #[test]
    fn tickets_stand_beside_what_comes_by_chance() {
        let found = SecondOrder {
            wipes: 3,
            known: 3,
            tickets: 5,
            compared: 3,
            compared_tickets: 5,
            expected: Some(0.75),
            excess: Some(4.25),
            excess_low: Some(0.873),
            excess_high: Some(10.92),
            rows: Vec::new(),
        };
        let text = words(found.clone()).unwrap();
        assert!(text.contains("5 further tickets") && text.contains("0.8 would be expected"), "{text}");
        assert!(text.contains("interval 0.9 to 10.9)"), "{text}");
        let young = SecondOrder { compared: 0, expected: None, excess: None, ..found };
        assert!(words(young).unwrap().contains("How many come by chance is unknown"));
    }
}
