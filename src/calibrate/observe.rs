//! What calibration sees of a case: which rules counted in its judgement as if nobody had reviewed it, and what
//! the reviewers said.

use std::{cmp::Ordering, collections::BTreeMap};

use crate::{
    attribute::case::Case,
    config::Config,
    judge::{
        Effect, Judgement, judge,
        rule::{Context, Verdict},
    },
    records::Instant,
};

/// A rule at one of its weights: rules with steps, for example +7 / +4 / +2, are several terms of one code.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    /// Code of the rule.
    pub code: &'static str,
    /// The weight it had, as printed.
    pub bits: f64,
}

impl Ord for Term {
    fn cmp(&self, other: &Self) -> Ordering {
        self.code.cmp(other.code).then(self.bits.total_cmp(&other.bits))
    }
}

impl PartialOrd for Term {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Term {}

/// Why the bits of a case say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aside {
    /// A rule that is no review set its verdict: no bits were added.
    Decided(Verdict),
    /// Rules that are no reviews contradict each other decisively.
    Contradicted,
    /// Its reversal source covers too little time after it: rules may still speak.
    Young,
    /// Part of a burst that no reviewer decided about: it may be misuse, which no rule about triggers knows from an
    /// automation that erred.
    Burst,
}

/// One case as calibration sees it.
#[derive(Debug)]
pub(super) struct Observation {
    /// The case without its reviews.
    case: Case,
    /// Newest decision of every reviewer.
    pub reviews: BTreeMap<String, Verdict>,
    /// Terms that counted, sorted.
    pub terms: Vec<Term>,
    /// P(false positive) with the bits in force.
    pub probability: Option<f64>,
    /// Why it cannot teach, if so.
    pub aside: Option<Aside>,
}

impl Observation {
    /// The action.
    pub(super) fn action_id(&self) -> &str {
        &self.case.action.action_id
    }

    /// Whether the reviewers say false positive. `None` where nobody reviewed it, where they disagree, and where
    /// they could not tell.
    pub(super) fn is_false(&self) -> Option<bool> {
        let mut verdicts = self.reviews.values();
        let first = verdicts.next()?;
        if verdicts.any(|verdict| verdict != first) {
            return None;
        }
        match first {
            Verdict::FalsePositive => Some(true),
            Verdict::TruePositive | Verdict::BenignPositive => Some(false),
            Verdict::Undetermined => None,
        }
    }

    /// Whether reviewers differ.
    pub(super) fn is_disputed(&self) -> bool {
        let mut verdicts = self.reviews.values();
        verdicts.next().is_some_and(|first| verdicts.any(|verdict| verdict != first))
    }

    /// P(false positive) when judged under another configuration.
    pub(super) fn probability_under(&self, config: &Config, as_of: Instant) -> Option<f64> {
        judge(&self.case, &Context { config, as_of }).probability
    }

    /// Verdict when judged under another configuration.
    pub(super) fn verdict_under(&self, config: &Config, as_of: Instant) -> Verdict {
        judge(&self.case, &Context { config, as_of }).verdict
    }
}

/// Observes every case, sorted by action id so that no sum depends on the order of rows.
///
/// Terms are those of the printed bits, whatever `[judge] bits` says: what is learned must not hang on what was
/// pasted before.
pub(super) fn observe(cases: Vec<Case>, config: &Config, as_of: Instant) -> Vec<Observation> {
    let mut printed = config.clone();
    printed.judge.bits.clear();
    let mut observed: Vec<Observation> =
        cases.into_iter().map(|case| observe_one(case, config, &printed, as_of)).collect();
    observed.sort_by(|a, b| a.action_id().cmp(b.action_id()));
    observed
}

fn observe_one(mut case: Case, config: &Config, printed: &Config, as_of: Instant) -> Observation {
    let reviews = std::mem::take(&mut case.reviews);
    let mut newest: BTreeMap<String, (Instant, Verdict)> = BTreeMap::new();
    for review in reviews {
        let Ok(verdict) = review.decision.trim().to_lowercase().parse() else { continue };
        let entry = newest.entry(review.reviewer).or_insert((review.reviewed_at, verdict));
        if entry.0 <= review.reviewed_at {
            *entry = (review.reviewed_at, verdict);
        }
    }
    if !newest.is_empty() {
        // A reviewer's decision stands over the burst: such a case is one like any other.
        case.burst_id = None;
    }
    let judgement = judge(&case, &Context { config: printed, as_of });
    let probability = judge(&case, &Context { config, as_of }).probability;
    Observation {
        case,
        reviews: newest.into_iter().map(|(reviewer, (_, verdict))| (reviewer, verdict)).collect(),
        terms: terms(&judgement),
        probability,
        aside: aside(&judgement),
    }
}

/// The terms that counted: in a family only the strongest, none that was silenced.
fn terms(judgement: &Judgement) -> Vec<Term> {
    let counted = judgement.evidence.iter().filter_map(|piece| match piece.effect {
        Effect::Bits(bits) if bits != 0.0 => Some(Term { code: piece.code, bits }),
        _ => None,
    });
    let mut terms: Vec<Term> = counted.collect();
    terms.sort();
    terms
}

fn aside(judgement: &Judgement) -> Option<Aside> {
    if judgement.apart {
        return Some(Aside::Burst);
    }
    if judgement.young {
        return Some(Aside::Young);
    }
    if judgement.conflict {
        return Some(Aside::Contradicted);
    }
    let is_decided = judgement.evidence.iter().any(|piece| piece.effect == Effect::Decisive);
    is_decided.then_some(Aside::Decided(judgement.verdict))
}
