//! One verdict out of everything that was said.

use chrono::TimeDelta;

use super::{
    cause::primary_cause,
    judgement::{Certainty, Effect, Evidence, Judgement},
    reviews::decision,
    rule::{Context, Family, Rule, Verdict, Weight},
    rules::RULES,
    speak::{Spoken, speak},
    weigh::weigh,
};
use crate::{attribute::case::Case, config::Judge};

/// A reversal source must cover so many days after the action, or the case is young.
const YOUNG_DAYS: i64 = 7;

/// Judges one case.
///
/// - A review stands over every rule, also in a young case; reviewers who disagree leave it undetermined.
/// - A young case is undetermined, whatever a decisive rule says: its contradiction may still come.
/// - A case of a burst is undetermined likewise: it looks like misuse, and no rule about triggers tells that from an
///   automation that erred. Nobody who owns a workflow is accused by it.
/// - Decisive rules set the verdict; ones that disagree leave it undetermined with a conflict.
/// - Else prior and bits are summed: a false positive from `false_positive_at` on; a true positive up to
///   `true_positive_at` when a rule of the truth family that is not suspended, or `ticket-shows-intent`,
///   spoke. Else undetermined: the absence of evidence is not evidence.
pub fn judge(case: &Case, context: &Context<'_>) -> Judgement {
    judge_by(RULES, case, context)
}

/// As [`judge`], by the given rules.
fn judge_by(rules: &[&Rule], case: &Case, context: &Context<'_>) -> Judgement {
    let spoken = speak(rules, case, context);
    let effects = weigh(case, &spoken);
    let young = is_young(case);
    let is_reviewed = case.reviews.iter().any(|review| decision(review).is_some());
    let apart = case.burst_id.is_some() && !is_reviewed;
    let decision = decide(case, &spoken, &effects, young || apart, &context.config.judge);
    let is_false = decision.verdict == Verdict::FalsePositive;
    let primary = is_false.then(|| primary_cause(case, &spoken));
    Judgement {
        verdict: decision.verdict,
        certainty: decision.certainty,
        probability: decision.probability,
        cause: primary.map(|cause| cause.code.to_owned()),
        cause_class: primary.map(|cause| cause.class),
        accountable_role: primary.map(|cause| cause.role),
        young,
        apart,
        conflict: decision.conflict,
        duplicate_of: duplicate_of(case, &spoken),
        evidence: evidence(spoken, effects),
    }
}

/// Verdict and how it stands.
struct Decision {
    verdict: Verdict,
    certainty: Option<Certainty>,
    probability: Option<f64>,
    conflict: bool,
}

impl Decision {
    /// Set by a reviewer or a decisive rule.
    fn confirmed(verdict: Verdict) -> Self {
        let (certainty, probability) = match verdict {
            Verdict::FalsePositive => (Some(Certainty::Confirmed), Some(1.0)),
            Verdict::TruePositive => (Some(Certainty::Confirmed), Some(0.0)),
            Verdict::BenignPositive => (Some(Certainty::Confirmed), None),
            Verdict::Undetermined => (None, None),
        };
        Self { verdict, certainty, probability, conflict: false }
    }

    fn undetermined(probability: Option<f64>, conflict: bool) -> Self {
        Self { verdict: Verdict::Undetermined, certainty: None, probability, conflict }
    }

    /// The one verdict that all of them name, else a conflict; `None` when nobody named any.
    fn agreed(mut verdicts: impl Iterator<Item = Verdict>) -> Option<Self> {
        let first = verdicts.next()?;
        let agreed = verdicts.all(|verdict| verdict == first);
        Some(if agreed { Self::confirmed(first) } else { Self::undetermined(None, true) })
    }
}

fn decide(case: &Case, spoken: &[Spoken<'_>], effects: &[Effect], open: bool, config: &Judge) -> Decision {
    if let Some(reviewed) = Decision::agreed(case.reviews.iter().filter_map(decision)) {
        return reviewed;
    }
    let decisive = spoken.iter().zip(effects).filter_map(|(said, effect)| match (said.weight, effect) {
        (Weight::Decisive(verdict), Effect::Decisive) => Some(verdict),
        _ => None,
    });
    match (Decision::agreed(decisive), open) {
        (Some(decision), true) => Decision::undetermined(None, decision.conflict),
        (Some(decision), false) => decision,
        (None, true) => Decision::undetermined(Some(probability(effects, config)), false),
        (None, false) => by_probability(probability(effects, config), has_truth(spoken, effects), config),
    }
}

fn by_probability(probability: f64, has_truth: bool, config: &Judge) -> Decision {
    let verdict = if probability >= config.false_positive_at {
        Verdict::FalsePositive
    } else if probability <= config.true_positive_at && has_truth {
        Verdict::TruePositive
    } else {
        return Decision::undetermined(Some(probability), false);
    };
    let certainty = Some(Certainty::Probable);
    Decision { verdict, certainty, probability: Some(probability), conflict: false }
}

/// P(false positive) from the prior and the bits that count.
fn probability(effects: &[Effect], config: &Judge) -> f64 {
    let counted = effects.iter().map(|effect| match effect {
        Effect::Bits(bits) => *bits,
        Effect::Decisive | Effect::Suspended => 0.0,
    });
    let prior_bits = (config.prior / (1.0 - config.prior)).log2();
    1.0 / (1.0 + (-(prior_bits + counted.sum::<f64>())).exp2())
}

/// Whether anything speaks for the truth at all.
fn has_truth(spoken: &[Spoken<'_>], effects: &[Effect]) -> bool {
    spoken.iter().zip(effects).any(|(said, effect)| {
        let is_truth = said.rule.family == Family::Truth && *effect != Effect::Suspended;
        is_truth || said.rule.code == "ticket-shows-intent"
    })
}

/// Whether a reversal could still come that no source covers yet.
fn is_young(case: &Case) -> bool {
    case.reversal_covered_until.is_none_or(|until| until < case.done_at + TimeDelta::days(YOUNG_DAYS))
}

/// The action that this one repeated while it still held.
fn duplicate_of(case: &Case, spoken: &[Spoken<'_>]) -> Option<String> {
    let is_benign_repeat = |said: &Spoken<'_>| {
        said.rule.family == Family::Duplicate && said.weight == Weight::Decisive(Verdict::BenignPositive)
    };
    let repeat = case.repeats.as_ref().filter(|_| spoken.iter().any(is_benign_repeat))?;
    Some(repeat.action_id.clone())
}

/// What was said with how it counts, sorted by code.
fn evidence(spoken: Vec<Spoken<'_>>, effects: Vec<Effect>) -> Vec<Evidence> {
    let mut evidence: Vec<Evidence> = spoken
        .into_iter()
        .zip(effects)
        .map(|(said, effect)| {
            let (own_bits, decides) = match said.weight {
                Weight::Bits(bits) => (Some(bits), None),
                Weight::Decisive(verdict) => (None, Some(verdict)),
            };
            let (code, family) = (said.rule.code, said.rule.family);
            Evidence { code, family, effect, own_bits, decides, because: said.because, rows: said.rows }
        })
        .collect();
    evidence.sort_by_key(|one| one.code);
    evidence
}

#[cfg(test)]
mod bursts;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
