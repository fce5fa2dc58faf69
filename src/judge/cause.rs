//! The one primary cause of a false positive, with the role that is accountable for it.

use super::{
    reviews::decision,
    rule::{CauseClass, Role, Rule, Verdict, Weight},
    rules::RULES,
    speak::{Spoken, in_play},
};
use crate::{attribute::case::Case, registers::ReviewDecision};

/// The cause of a false positive for which no rule names one.
pub const UNEXPLAINED: &str = "unexplained";

/// Codes that may stand as a cause, also in `reviews.csv`: rules that name one, and `unexplained`.
pub fn known_causes() -> Vec<&'static str> {
    let rules = RULES.iter().filter(|rule| rule.cause.is_some()).map(|rule| rule.code);
    rules.chain([UNEXPLAINED]).collect()
}

/// A cause and who is accountable for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cause {
    /// Code of a rule, or `unexplained`.
    pub code: &'static str,
    /// Its class.
    pub class: CauseClass,
    /// The accountable role.
    pub role: Role,
}

/// The primary cause of a case that is a false positive: the reviewer's, else the strongest rule that
/// names one, else `unexplained`.
pub(super) fn primary_cause(case: &Case, spoken: &[Spoken<'_>]) -> Cause {
    let unexplained = Cause { code: UNEXPLAINED, class: CauseClass::Unexplained, role: Role::ControlOwner };
    reviewed_cause(case).or_else(|| strongest_cause(case, spoken)).unwrap_or(unexplained)
}

/// The cause in the newest review that says false positive and names a known one.
fn reviewed_cause(case: &Case) -> Option<Cause> {
    let named = case.reviews.iter().filter(|review| decision(review) == Some(Verdict::FalsePositive));
    let known =
        named.filter_map(|review: &ReviewDecision| Some((review, cause_called(review.cause.as_deref()?)?)));
    let newest =
        known.max_by(|(a, _), (b, _)| (a.reviewed_at, &a.reviewer).cmp(&(b.reviewed_at, &b.reviewer)));
    newest.map(|(_, cause)| cause)
}

/// The cause of that code, whatever the case of its letters.
fn cause_called(code: &str) -> Option<Cause> {
    let code = code.trim().to_lowercase();
    if code == UNEXPLAINED {
        return Some(Cause { code: UNEXPLAINED, class: CauseClass::Unexplained, role: Role::ControlOwner });
    }
    RULES.iter().find(|rule| rule.code == code).and_then(|rule| cause_of(rule))
}

fn cause_of(rule: &Rule) -> Option<Cause> {
    rule.cause.map(|(class, role)| Cause { code: rule.code, class, role })
}

/// The cause rule that speaks most strongly for a false positive, ties in the order of the table. When the
/// trigger was recanted before the action, a timing rule goes first: the fact was there to be known.
fn strongest_cause(case: &Case, spoken: &[Spoken<'_>]) -> Option<Cause> {
    let strongest = strongest(spoken, |_| true)?;
    let recanted_before = || {
        let recant = in_play(case).first().and_then(|candidate| candidate.recant.as_ref());
        recant.is_some_and(|recant| recant.occurred_at < case.done_at)
    };
    if strongest.code == "trigger-recanted" && recanted_before() {
        return strongest_timing(spoken).or(Some(strongest));
    }
    Some(strongest)
}

fn strongest_timing(spoken: &[Spoken<'_>]) -> Option<Cause> {
    strongest(spoken, |cause| cause.class == CauseClass::Timing)
}

fn strongest(spoken: &[Spoken<'_>], may_be: impl Fn(&Cause) -> bool) -> Option<Cause> {
    let mut best: Option<(f64, Cause)> = None;
    for said in spoken {
        let strength = match said.weight {
            Weight::Decisive(Verdict::FalsePositive) => f64::INFINITY,
            Weight::Bits(bits) if bits > 0.0 => bits,
            _ => continue,
        };
        let Some(cause) = cause_of(said.rule).filter(&may_be) else { continue };
        if best.is_none_or(|(most, _)| strength > most) {
            best = Some((strength, cause));
        }
    }
    best.map(|(_, cause)| cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attribute::case::{IdentifierMove, Repeat, RowRef, TicketGrade},
        judge::{fixtures::*, rule::Context, speak::speak},
        records::EventKind as K,
    };

    fn cause(case: &Case) -> (&'static str, CauseClass, Role) {
        cause_under(case, "")
    }

    fn cause_under(case: &Case, more: &str) -> (&'static str, CauseClass, Role) {
        let config = config(more);
        let spoken = speak(RULES, case, &Context { config: &config, as_of: day(60) });
        let primary = primary_cause(case, &spoken);
        (primary.code, primary.class, primary.role)
    }

    #[test]
    fn the_rule_with_the_most_bits_is_the_cause() {
        let mut case = linked(|c| c.undoing = some(event(K::AccountEnabled, hour(9))));
        assert_eq!(cause(&case), ("trigger-reversed", CauseClass::Data, Role::ControlOwner));
        case.exceptions = vec![exception(None, true, false)];
        assert_eq!(cause(&case), ("exception-ignored", CauseClass::Exception, Role::ExecutionOwner));
    }

    #[test]
    fn ties_break_in_the_order_of_the_table() {
        let mut case = linked(|c| c.undoing = some(event(K::AccountEnabled, second(30))));
        assert_eq!(cause(&case).0, "recanted-before-action");
        case.done_at = second(10);
        assert_eq!(cause(&case).0, "flapping-trigger");
        case.exceptions = vec![exception(None, true, false)];
        case.holder = Some(holder("p2"));
        assert_eq!(cause(&case).0, "wrong-device");
        case.attribution.candidates[0].identifier_moved =
            Some(IdentifierMove { identifier: "r@meridian.example".to_owned(), rows: Vec::new() });
        assert_eq!(cause(&case).0, "wrong-person");
    }

    #[test]
    fn a_recant_is_the_cause_unless_it_came_before_the_action() {
        for (recanted, expected) in [(7_199, "recanted-before-action"), (7_200, "trigger-recanted")] {
            let case = linked(|c| c.recant = some(event(K::TerminationCancelled, second(recanted))));
            assert_eq!(cause(&case).0, expected, "recanted at {recanted} s");
        }
        let late = linked(|c| {
            let mut recant = event(K::TerminationCancelled, hour(1));
            (recant.known_from, recant.known_to) = (hour(20), hour(44));
            c.recant = some(recant);
        });
        assert_eq!(cause(&late), ("recant-arrived-late", CauseClass::Timing, Role::ControlOwner));
    }

    #[test]
    fn a_recant_after_the_action_stays_the_cause_though_an_undoing_came_before() {
        for (recanted, expected) in
            [(7_199, "recanted-before-action"), (7_200, "trigger-recanted"), (18_000, "trigger-recanted")]
        {
            let case = linked(|c| {
                c.undoing = some(event(K::AccountEnabled, hour(1)));
                c.recant = some(event(K::TerminationCancelled, second(recanted)));
            });
            assert_eq!(cause(&case).0, expected, "recanted at {recanted} s");
        }
    }

    #[test]
    fn without_a_cause_rule_it_is_unexplained() {
        let case = case_where(|case| case.tickets = vec![ticket(1, TicketGrade::Decisive, false)]);
        assert_eq!(cause(&case), (UNEXPLAINED, CauseClass::Unexplained, Role::ControlOwner));
    }

    #[test]
    fn a_rule_without_weight_or_for_another_verdict_is_no_cause() {
        let undone = linked(|c| c.undoing = some(event(K::AccountEnabled, hour(9))));
        for more in ["judge.bits.trigger-reversed = 0", "judge.bits.trigger-reversed = -1"] {
            assert_eq!(cause_under(&undone, more).0, UNEXPLAINED);
        }
        let repeat = case_where(|case| {
            let row = RowRef::Input(origin(0, 9));
            let done_at = hour(1);
            case.repeats = Some(Repeat { action_id: "a0".to_owned(), done_at, restored_between: None, row });
        });
        assert_eq!(cause(&repeat).0, UNEXPLAINED);
    }

    #[test]
    fn the_reviewers_cause_wins_when_it_is_known() {
        let reviewed = |reviews| {
            let mut case = linked(|c| c.undoing = some(event(K::AccountEnabled, hour(9))));
            case.reviews = reviews;
            cause(&case).0
        };
        let fp = "false_positive";
        assert_eq!(reviewed(vec![review("kim", fp, Some(" Wrong-Device"))]), "wrong-device");
        assert_eq!(reviewed(vec![review("kim", fp, Some(UNEXPLAINED))]), UNEXPLAINED);
        for cause in [None, Some("bad luck"), Some("ticket-strong")] {
            assert_eq!(reviewed(vec![review("kim", fp, cause)]), "trigger-reversed", "{cause:?}");
        }
        let mut newer = review("ann", fp, Some("stale-action"));
        newer.reviewed_at = day(21);
        let older = review("kim", fp, Some("wrong-device"));
        assert_eq!(reviewed(vec![newer.clone(), older.clone()]), "stale-action");
        assert_eq!(reviewed(vec![older, newer]), "stale-action");
    }

    #[test]
    fn every_known_cause_has_a_role_and_unexplained_is_one() {
        let causes = known_causes();
        assert_eq!(causes.len(), 19);
        assert!(causes.iter().all(|code| cause_called(code).is_some()));
        assert_eq!(causes.last(), Some(&UNEXPLAINED));
    }
}
