//! What the helpdesk heard after a wipe that was wrong.

use super::Measure;
use crate::{
    attribute::case::Case,
    judge::Judgement,
    measure::{Context, Measured},
    records::ActionKind,
};

pub(super) const MEASURE: Measure = Measure {
    code: "second-order",
    explanation: "Tickets of the 14 days after a disruptive wipe by the affected person, about the wiped device or about a \
        device given in its place, without the one that reports the wipe itself (decisive ones, else the first that complains of a disruption) \
        and without requests for it. Beside them stands how many the same person and device would have brought by \
        chance, from their own rate of up to 90 days before. Unknown, not 0, where no tickets cover the time after.",
    take,
};

fn take(case: &Case, _: &Judgement, _: &Context<'_>, measured: &mut Measured) {
    if measured.disruptive && case.action.kind == ActionKind::Wipe {
        measured.after_wipe.clone_from(&case.after_wipe);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attribute::case::{AfterWipe, LaterTicket},
        judge::rule::Verdict,
        measure::specimen::{at, case},
    };

    fn wiped(verdict: Verdict, after_wipe: Option<AfterWipe>) -> Measured {
        let mut case = case(ActionKind::Wipe, "2026-07-01T16:00:00Z");
        case.after_wipe = after_wipe;
        crate::measure::tests::measured_with("", &[], &case, verdict)
    }

    #[test]
    fn tickets_after_a_wipe_count_only_where_it_disrupted_and_unknown_stays_unknown() {
        let ticket = LaterTicket {
            ticket_id: "INC0000007".to_owned(),
            opened_at: at("2026-07-03T08:00:00Z"),
            about: "affected person",
        };
        let after = AfterWipe { tickets: vec![ticket], expected: Some(0.25) };
        assert_eq!(wiped(Verdict::FalsePositive, Some(after.clone())).after_wipe, Some(after.clone()));
        assert_eq!(wiped(Verdict::TruePositive, Some(after)).after_wipe, None);
        assert_eq!(wiped(Verdict::FalsePositive, None).after_wipe, None);
    }
}
