//! What the ticket rules say alike: which linked tickets complain, and how they are named in a sentence.

use super::{
    facts::utc,
    rule::{Fired, Weight},
};
use crate::attribute::case::{Case, RowRef, TicketGrade, TicketLink};

/// Speaks with the weight when at least one ticket of that grade complains.
pub(super) fn complained(case: &Case, grade: TicketGrade, weight: Weight) -> Option<Fired> {
    speak(case.tickets.iter().filter(|link| link.grade == grade && !link.shows_intent), weight)
}

/// Whether a linked ticket complains; coincident ones count for nothing.
pub(super) fn has_complaint(case: &Case) -> bool {
    case.tickets.iter().any(|link| link.grade != TicketGrade::Coincident && !link.shows_intent)
}

/// A sentence over the tickets; `None` without any.
pub(super) fn speak<'a>(links: impl Iterator<Item = &'a TicketLink>, weight: Weight) -> Option<Fired> {
    let mut links: Vec<&TicketLink> = links.collect();
    links.sort_by(|a, b| {
        (a.ticket.opened_at, &a.ticket.ticket_id).cmp(&(b.ticket.opened_at, &b.ticket.ticket_id))
    });
    if links.is_empty() {
        return None;
    }
    let said = |link: &&TicketLink| {
        format!("ticket `{}` opened at {}: {}", link.ticket.ticket_id, utc(link.ticket.opened_at), link.why)
    };
    let said: Vec<String> = links.iter().map(said).collect();
    let rows = links.iter().map(|link| RowRef::Input(link.ticket.origin)).collect();
    Some(Fired { weight, because: said.join("; "), rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::{
        fixtures::*,
        rule::{Rule, Verdict},
        rules::RULES,
    };

    /// The rules that listen to complaints, each with the grade it listens to.
    const LISTENING: [(&str, TicketGrade, Weight); 3] = [
        ("ticket-names-action", TicketGrade::Decisive, Weight::Decisive(Verdict::FalsePositive)),
        ("ticket-strong", TicketGrade::Strong, Weight::Bits(4.0)),
        ("ticket-medium", TicketGrade::Medium, Weight::Bits(2.0)),
    ];

    fn rule(code: &str) -> &'static Rule {
        RULES.iter().find(|rule| rule.code == code).unwrap()
    }

    #[test]
    fn a_complaint_of_its_grade_speaks() {
        for (code, grade, expected) in LISTENING {
            let case = case_where(|case| case.tickets = vec![ticket(7, grade, false)]);
            assert_eq!(weight(rule(code), &case), Some(expected), "{code}");
            assert_says(rule(code), &case, &["`INC7` opened at 2026-07-01T15:00:00Z: same serial"]);
        }
    }

    #[test]
    fn other_grades_and_tickets_that_show_intent_are_silence() {
        use TicketGrade::{Coincident, Decisive, Medium, Strong};
        for (code, own, _) in LISTENING {
            let others = [Decisive, Strong, Medium, Coincident].into_iter().filter(|grade| *grade != own);
            for (grade, shows_intent) in others.map(|grade| (grade, false)).chain([(own, true)]) {
                let case = case_where(|case| case.tickets = vec![ticket(7, grade, shows_intent)]);
                assert_eq!(fired(rule(code), &case), None, "{code}: {grade:?}, intent {shows_intent}");
            }
            assert_eq!(fired(rule(code), &case_where(|_| ())), None, "{code}");
        }
    }

    #[test]
    fn all_of_them_are_named_in_a_fixed_order() {
        for (code, grade, _) in LISTENING {
            let named = |numbers: [u64; 2]| {
                let case = case_where(|case| {
                    case.tickets = numbers.iter().map(|&n| ticket(n, grade, false)).collect();
                });
                fired(rule(code), &case).map(|fired| (fired.because, fired.rows))
            };
            assert_eq!(named([7, 8]), named([8, 7]), "{code}");
            assert_eq!(named([7, 8]).map(|(_, rows)| rows.len()), Some(2), "{code}");
        }
    }
}
