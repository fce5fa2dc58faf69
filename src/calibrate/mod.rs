//! Calibration: which bits the decisions of reviewers, or the agreement of rules where few cases were reviewed,
//! speak for; how well the bits in force and those would have predicted the reviewers; and how far reviewers agree.
//! It proposes; nothing here changes a review.

mod counts;
mod em;
mod kappa;
mod learn;
mod links;
mod observe;
mod order;
mod refusal;
mod score;
mod validate;

use std::collections::BTreeMap;

pub use counts::Counts;
pub use em::{Found, NotFound};
pub use kappa::{Agreement, Ratings, Undefined};
pub use learn::{FEWEST_FIRED, Learned, PSEUDO_CASES, Split, Tally};
pub use links::{LinkWeights, PartWeight, TooFewLinks};
pub use refusal::Refusal;
pub use score::{Bin, Forecast, brier, reliability, uncertainty};
pub use validate::FOLDS;

use crate::{attribute::case::Case, config::Config, judge::rule::Verdict, records::Instant};

use observe::Observation;
pub use observe::Term;

/// Fewer reviewed cases of a class than this, and calibration is refused.
pub const FEWEST_OF_A_CLASS: u64 = 5;

/// With so many of each class, bits are learned from them; with fewer, from the agreement of rules, and the reviewed
/// cases only test it.
pub const ENOUGH_OF_A_CLASS: u64 = 20;

/// Where the proposed bits come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reviewed cases.
    Reviews,
    /// Agreement of rules in cases without a review.
    Patterns,
}

/// Everything that `misfire calibrate` says.
#[derive(Debug)]
pub struct Calibration {
    /// What was there.
    pub counts: Counts,
    /// Where the bits come from.
    pub method: Method,
    /// Rules as reviewed cases have them.
    pub from_reviews: Vec<Learned>,
    /// Rules as cases without a review have them.
    pub from_patterns: Result<(Found, Vec<Learned>), NotFound>,
    /// Bits to paste, by code.
    pub proposal: BTreeMap<String, f64>,
    /// Bits in force that are not the printed ones.
    pub in_force: BTreeMap<String, f64>,
    /// Reviewed cases with the bits in force.
    pub before: Vec<Forecast>,
    /// The same with bits learned without them.
    pub after: Vec<Forecast>,
    /// How many cases that nobody reviewed would change their verdict: from, to.
    pub changes: BTreeMap<(Verdict, Verdict), u64>,
    /// Agreement of reviewers.
    pub agreement: Result<Agreement, Undefined>,
    /// Cases on which they differ, by action id.
    pub disputes: Vec<(String, Ratings)>,
    /// Weights of links.
    pub links: Result<LinkWeights, TooFewLinks>,
}

/// Learns from the cases of a period.
///
/// # Errors
/// Why nothing can be learned from them.
pub fn calibrate(cases: Vec<Case>, config: &Config, as_of: Instant) -> Result<Calibration, Refusal> {
    let links = links::weights(&cases);
    let observations = observe::observe(cases, config, as_of);
    let counts = counts::counted(&observations);
    refusal::refuse(&observations, &counts)?;
    let taught: Vec<Taught<'_>> = observations.iter().filter_map(taught).collect();
    let from_reviews = learn::learn(&tally(&taught));
    let from_patterns = by_patterns(&observations, config);
    let is_enough = counts.wrong.min(counts.right) >= ENOUGH_OF_A_CLASS;
    let before: Vec<Forecast> = taught.iter().map(|one| (one.before, one.is_false)).collect();
    let predict = |one: &Taught<'_>, bits: &BTreeMap<String, f64>| {
        let probability = one.observation.probability_under(&with(config, bits), as_of);
        (probability.unwrap_or(one.before), one.is_false)
    };
    let (method, proposal, after) = match &from_patterns {
        _ if is_enough => {
            let learn =
                |others: &[&Taught<'_>]| learn::proposal(&learn::learn(&tally(others.iter().copied())));
            let part = |one: &Taught<'_>| validate::fold(one.observation.action_id());
            let after = validate::cross_validated(&taught, part, learn, predict);
            (Method::Reviews, learn::proposal(&from_reviews), after)
        }
        Ok((_, learned)) => {
            let proposal = learn::proposal(learned);
            // These bits were learned without any review, so every reviewed case may test them.
            let after = taught.iter().map(|one| predict(one, &proposal)).collect();
            (Method::Patterns, proposal, after)
        }
        Err(source) => {
            let Counts { wrong, right, .. } = counts;
            return Err(Refusal::NoPatterns { wrong, right, source: *source });
        }
    };
    let ratings: Vec<&Ratings> = observations.iter().map(|one| &one.reviews).collect();
    let disputed = observations.iter().filter(|one| one.is_disputed());
    Ok(Calibration {
        agreement: kappa::agreement(&ratings),
        disputes: disputed.map(|one| (one.action_id().to_owned(), one.reviews.clone())).collect(),
        changes: changes(&observations, config, &proposal, as_of),
        in_force: config.judge.bits.clone(),
        counts,
        method,
        from_reviews,
        from_patterns,
        proposal,
        before,
        after,
        links,
    })
}

/// A reviewed case from which bits can be learned.
struct Taught<'a> {
    observation: &'a Observation,
    is_false: bool,
    before: f64,
}

fn taught(observation: &Observation) -> Option<Taught<'_>> {
    if observation.aside.is_some() {
        return None;
    }
    Some(Taught { is_false: observation.is_false()?, before: observation.probability?, observation })
}

fn tally<'a>(taught: impl IntoIterator<Item = &'a Taught<'a>>) -> Tally {
    let share = |is_false: bool| if is_false { 1.0 } else { 0.0 };
    Tally::of(taught.into_iter().map(|one| (one.observation.terms.as_slice(), share(one.is_false), 1.0)))
}

fn by_patterns(observations: &[Observation], config: &Config) -> Result<(Found, Vec<Learned>), NotFound> {
    let unreviewed = observations.iter().filter(|one| one.reviews.is_empty() && one.aside.is_none());
    let cases: Vec<_> = unreviewed.filter_map(|one| Some((one.terms.as_slice(), one.probability?))).collect();
    let found = em::expect_and_maximise(&cases, config.judge.prior)?;
    let learned = learn::learn(&found.tally);
    Ok((found, learned))
}

/// The configuration with these bits over those in force.
fn with(config: &Config, bits: &BTreeMap<String, f64>) -> Config {
    let mut changed = config.clone();
    changed.judge.bits.extend(bits.iter().map(|(code, bits)| (code.clone(), *bits)));
    changed
}

fn changes(
    observations: &[Observation],
    config: &Config,
    proposal: &BTreeMap<String, f64>,
    as_of: Instant,
) -> BTreeMap<(Verdict, Verdict), u64> {
    let changed = with(config, proposal);
    let mut changes = BTreeMap::new();
    for one in observations.iter().filter(|one| one.reviews.is_empty()) {
        let (from, to) = (one.verdict_under(config, as_of), one.verdict_under(&changed, as_of));
        if from != to {
            *changes.entry((from, to)).or_default() += 1;
        }
    }
    changes
}

#[cfg(test)]
mod tests;
