//! Asks every rule about a case: candidates in play, overrides of the configuration.

use super::rule::{About, Context, Fired, Rule, Weight};
use crate::{
    attribute::case::{AttributionStatus, Candidate, Case, RowRef},
    config::Config,
};

/// A rule that spoke about the case as a whole.
#[derive(Clone)]
pub(super) struct Spoken<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// Its weight, with the overrides of the configuration.
    pub weight: Weight,
    /// Its sentence.
    pub because: String,
    /// The rows it rests on.
    pub rows: Vec<RowRef>,
}

/// What the rules say of the case, in the order of the rules.
pub(super) fn speak<'r>(rules: &[&'r Rule], case: &Case, context: &Context<'_>) -> Vec<Spoken<'r>> {
    let candidates = in_play(case);
    let asked = rules.iter().filter_map(|rule| Some((*rule, ask(rule, case, candidates, context)?)));
    asked
        .map(|(rule, fired)| Spoken {
            rule,
            weight: overridden(rule, fired.weight, context.config),
            because: fired.because,
            rows: without_repeats(fired.rows),
        })
        .collect()
}

/// The rows in their order, each once.
fn without_repeats(rows: Vec<RowRef>) -> Vec<RowRef> {
    let mut once: Vec<RowRef> = Vec::with_capacity(rows.len());
    for row in rows {
        if !once.contains(&row) {
            once.push(row);
        }
    }
    once
}

/// The candidates that may be the cause: the linked one, all within the margin, or none.
pub(super) fn in_play(case: &Case) -> &[Candidate] {
    let candidates = &case.attribution.candidates;
    let count = match case.attribution.status {
        AttributionStatus::Linked => 1,
        AttributionStatus::Ambiguous => case.attribution.within_margin.max(1),
        AttributionStatus::Unattributed => 0,
    };
    candidates.get(..count).unwrap_or(candidates)
}

/// Asks one rule. With candidates it must speak for each of them: the sentence is the first one's, the
/// weight the weakest of all. Without any, only rules about the action are asked.
fn ask(rule: &Rule, case: &Case, candidates: &[Candidate], context: &Context<'_>) -> Option<Fired> {
    let Some((first, others)) = candidates.split_first() else {
        return if rule.about == About::Action { (rule.fires)(case, None, context) } else { None };
    };
    let mut fired = (rule.fires)(case, Some(first), context)?;
    for other in others {
        let weight = (rule.fires)(case, Some(other), context)?.weight;
        fired.weight = weaker(fired.weight, weight)?;
    }
    if rule.about == About::Trigger && !others.is_empty() {
        let because = fired.because;
        fired.because = format!("{because}; the rule speaks for each of the {} candidates", candidates.len());
    }
    Some(fired)
}

/// The weaker of two weights; `None` when they point to different sides.
fn weaker(a: Weight, b: Weight) -> Option<Weight> {
    match (a, b) {
        (Weight::Decisive(x), Weight::Decisive(y)) => (x == y).then_some(a),
        (Weight::Decisive(_), Weight::Bits(_)) => Some(b),
        (Weight::Bits(_), Weight::Decisive(_)) => Some(a),
        (Weight::Bits(x), Weight::Bits(y)) if x * y < 0.0 => None,
        (Weight::Bits(x), Weight::Bits(y)) => Some(if y.abs() < x.abs() { b } else { a }),
    }
}

/// `[judge].bits.<code>` replaces the rule's largest weight; its other weights keep their ratio to that.
/// Decisive weights, and numbers that are not finite, change nothing.
fn overridden(rule: &Rule, weight: Weight, config: &Config) -> Weight {
    match (weight, rule.full_bits, config.judge.bits.get(rule.code)) {
        (Weight::Bits(bits), Some(full), Some(new)) if new.is_finite() && full != 0.0 => {
            Weight::Bits(bits / full * new)
        }
        _ => weight,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        judge::{fixtures::*, rule::Verdict, rules::RULES},
        records::EventKind as K,
    };

    /// Code and weight of every rule that speaks.
    fn said(case: &Case, more: &str) -> Vec<(&'static str, Weight)> {
        let config = config(more);
        let context = Context { config: &config, as_of: day(60) };
        speak(RULES, case, &context).into_iter().map(|s| (s.rule.code, s.weight)).collect()
    }

    fn undone(kind: K, at: i64) -> Candidate {
        Candidate { undoing: some(event(K::AccountEnabled, hour(at))), ..candidate(kind) }
    }

    #[test]
    fn nothing_is_said_of_the_plain_case() {
        assert_eq!(said(&case_where(|_| ()), ""), []);
    }

    #[test]
    fn a_rule_about_the_trigger_must_speak_for_every_candidate_in_play() {
        let both = ambiguous(vec![undone(K::AccountDisabled, 9), undone(K::TerminationRecorded, 10)]);
        assert_eq!(said(&both, ""), [("trigger-reversed", Weight::Bits(7.0))]);
        let one = ambiguous(vec![undone(K::AccountDisabled, 9), candidate(K::TerminationRecorded)]);
        assert_eq!(said(&one, ""), []);
        let mut outside = one;
        outside.attribution.within_margin = 1;
        assert_eq!(said(&outside, ""), [("trigger-reversed", Weight::Bits(7.0))]);
    }

    #[test]
    fn the_weakest_candidate_gives_the_weight_and_the_first_the_sentence() {
        for (kinds, expected) in [
            ([K::AccountDisabled, K::GroupRemoved], 3.0),
            ([K::GroupRemoved, K::AccountDisabled], 3.0),
            ([K::AccountDisabled, K::LeaveDateSet], 7.0),
        ] {
            let case = ambiguous(kinds.map(|kind| undone(kind, 9)).to_vec());
            let config = config("");
            let spoken = speak(RULES, &case, &Context { config: &config, as_of: day(60) });
            assert_eq!(spoken[0].weight, Weight::Bits(expected));
            assert!(spoken[0].because.starts_with(&format!("`{}`", kinds[0])), "{}", spoken[0].because);
            assert!(spoken[0].because.ends_with("each of the 2 candidates"), "{}", spoken[0].because);
        }
    }

    #[test]
    fn rules_about_the_action_speak_without_a_candidate_and_those_about_the_trigger_do_not() {
        let case = unattributed(|case| {
            case.attribution.candidates = vec![undone(K::AccountDisabled, 9)];
            case.attribution.candidates[0].score = -2.0;
            case.exceptions = vec![exception(None, true, false)];
        });
        assert_eq!(
            said(&case, ""),
            [("no-trigger", Weight::Bits(7.0)), ("exception-ignored", Weight::Bits(8.0))]
        );
    }

    #[test]
    fn a_rule_about_the_action_that_looks_at_the_trigger_looks_at_each_in_play() {
        let mut case = ambiguous(vec![candidate(K::GroupRemoved), candidate(K::AccountDisabled)]);
        case.device = Some(device("stock"));
        assert_eq!(said(&case, ""), []);
        case.attribution.candidates[1] = candidate(K::RiskRaised);
        let benign = Weight::Decisive(Verdict::BenignPositive);
        assert_eq!(said(&case, ""), [("planned-reprovision", benign)]);
    }

    #[test]
    fn an_override_replaces_the_largest_weight_and_keeps_ratios() {
        let at = |hours| linked(|c| c.undoing = some(event(K::AccountEnabled, hour(hours))));
        for (hours, more, expected) in [
            (9, "judge.bits.trigger-reversed = 14", 14.0),
            (48, "judge.bits.trigger-reversed = 14", 8.0),
            (100, "judge.bits.trigger-reversed = 14", 4.0),
            (9, "judge.bits.trigger-reversed = 0", 0.0),
            (9, "judge.bits.trigger-reversed = inf", 7.0),
            (9, "judge.bits.stale-action = 1", 7.0),
        ] {
            assert_eq!(
                said(&at(hours), more),
                [("trigger-reversed", Weight::Bits(expected))],
                "{hours} h, {more}"
            );
        }
    }

    #[test]
    fn a_negative_weight_scales_likewise_and_a_decisive_one_stays() {
        let upheld = |days| linked(|c| c.covered_until = Some(day(days)));
        let more = "judge.bits.trigger-upheld = -6\njudge.bits.trigger-recanted = 1";
        assert_eq!(said(&upheld(30), more), [("trigger-upheld", Weight::Bits(-6.0))]);
        assert_eq!(said(&upheld(7), more), [("trigger-upheld", Weight::Bits(-4.0))]);
        let recanted = linked(|c| c.recant = some(event(K::TerminationCancelled, hour(9))));
        assert_eq!(said(&recanted, more), [("trigger-recanted", Weight::Decisive(Verdict::FalsePositive))]);
    }

    #[test]
    fn the_number_of_candidates_is_told_only_where_it_matters() {
        let because = |case: &Case| {
            let config = config("");
            let spoken = speak(RULES, case, &Context { config: &config, as_of: day(60) });
            spoken[0].because.clone()
        };
        assert!(!because(&linked(|c| *c = undone(K::AccountDisabled, 9))).contains("candidates"));
        let mut rivals = ambiguous(vec![candidate(K::AccountDisabled), candidate(K::GroupRemoved)]);
        rivals.exceptions = vec![exception(None, true, false)];
        assert!(!because(&rivals).contains("candidates"));
    }

    #[test]
    fn a_row_that_a_rule_names_twice_stands_once() {
        let rows = [2, 1, 2].map(|line| RowRef::Input(origin(9, line)));
        assert_eq!(without_repeats(rows.to_vec()), rows[..2]);
    }

    #[test]
    fn weights_that_point_to_different_sides_say_nothing() {
        let (fp, tp) = (Weight::Decisive(Verdict::FalsePositive), Weight::Decisive(Verdict::TruePositive));
        assert_eq!(weaker(Weight::Bits(3.0), Weight::Bits(-1.0)), None);
        assert_eq!(weaker(fp, tp), None);
        for strong in [3.0, -3.0] {
            assert_eq!(weaker(Weight::Bits(strong), Weight::Bits(0.0)), Some(Weight::Bits(0.0)));
        }
        assert_eq!(weaker(fp, Weight::Bits(2.0)), Some(Weight::Bits(2.0)));
        assert_eq!(weaker(Weight::Bits(-3.0), Weight::Bits(-2.0)), Some(Weight::Bits(-2.0)));
    }
}
