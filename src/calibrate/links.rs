//! Weights of links. A review says whether an action was wrong, not whether its trigger was: only links that an
//! explicit reference proves tell how often the other parts of a score hold of the right episode and of a wrong one.

use std::collections::BTreeMap;

use crate::attribute::case::{AttributionStatus, Candidate, Case};

/// Fewer proven links, or rivals of them, than this tell nothing.
pub(super) const FEWEST_LINKS: u64 = 20;

/// Parts of a score that can be learned so.
const PARTS: [&str; 2] = ["trigger", "subject"];

/// What a part of a score holds of right and wrong episodes.
#[derive(Debug, Clone, PartialEq)]
pub struct PartWeight {
    /// The part.
    pub part: &'static str,
    /// The bits it has now.
    pub bits: f64,
    /// log2 of the ratio of both shares, with half a case added on either side.
    pub learned: f64,
    /// Proven links that have it at these bits.
    pub of_links: u64,
    /// Rivals that have it at these bits.
    pub of_rivals: u64,
}

/// What proven links tell.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkWeights {
    /// Links proven by an explicit reference that had a rival or none.
    pub links: u64,
    /// Their rivals.
    pub rivals: u64,
    /// By part and bits.
    pub parts: Vec<PartWeight>,
}

/// Too little is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{links} links are proven by an explicit reference, with {rivals} rival episodes; expected at least \
     {FEWEST_LINKS} of each"
)]
pub struct TooFewLinks {
    /// Proven links.
    pub links: u64,
    /// Their rivals.
    pub rivals: u64,
}

/// Bits of a part as a sortable key; parts have few values, all exact.
type Key = (&'static str, u64);

/// Learns from the proven links among cases.
///
/// # Errors
/// There are too few.
pub(super) fn weights(cases: &[Case]) -> Result<LinkWeights, TooFewLinks> {
    let mut found: BTreeMap<Key, (u64, u64)> = BTreeMap::new();
    let (mut links, mut rivals) = (0, 0);
    for case in cases.iter().filter(|case| case.attribution.status == AttributionStatus::Linked) {
        let Some((taken, others)) = case.attribution.candidates.split_first() else { continue };
        if !is_proven(taken) {
            continue;
        }
        links += 1;
        for key in keys(taken) {
            found.entry(key).or_default().0 += 1;
        }
        for rival in others.iter().filter(|rival| !is_proven(rival)) {
            rivals += 1;
            for key in keys(rival) {
                found.entry(key).or_default().1 += 1;
            }
        }
    }
    if links < FEWEST_LINKS || rivals < FEWEST_LINKS {
        return Err(TooFewLinks { links, rivals });
    }
    let weight = |((part, bits), (of_links, of_rivals)): (Key, (u64, u64))| PartWeight {
        part,
        bits: f64::from_bits(bits),
        learned: (share(of_links, links) / share(of_rivals, rivals)).log2(),
        of_links,
        of_rivals,
    };
    let mut parts: Vec<PartWeight> = found.into_iter().map(weight).collect();
    parts.sort_by(|a, b| a.part.cmp(b.part).then(b.bits.total_cmp(&a.bits)));
    Ok(LinkWeights { links, rivals, parts })
}

fn is_proven(candidate: &Candidate) -> bool {
    candidate.parts.iter().any(|(part, _)| *part == "explicit")
}

fn keys(candidate: &Candidate) -> impl Iterator<Item = Key> {
    let learnable = candidate.parts.iter().filter(|(part, _)| PARTS.contains(part));
    learnable.map(|(part, bits)| (*part, bits.to_bits()))
}

#[expect(clippy::cast_precision_loss, reason = "counts of cases stay far below 2^53")]
fn share(hits: u64, of: u64) -> f64 {
    (hits as f64 + 0.5) / (of as f64 + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge::fixtures::*, records::EventKind as K};

    fn proven(rival_parts: &[(&'static str, f64)]) -> Case {
        case_where(|case| {
            let mut right = candidate(K::AccountDisabled);
            right.parts = vec![("explicit", f64::INFINITY), ("trigger", 4.0), ("subject", 3.0)];
            let mut rival = candidate(K::GroupRemoved);
            rival.parts = rival_parts.to_vec();
            case.attribution.candidates = vec![right, rival];
        })
    }

    #[test]
    fn shares_among_proven_links_and_their_rivals_give_bits() {
        let mut cases = vec![proven(&[("trigger", 4.0), ("subject", 2.0)]); 10];
        cases.extend(vec![proven(&[("trigger", -3.0), ("subject", 2.0)]); 30]);
        let found = weights(&cases).unwrap();
        assert_eq!((found.links, found.rivals), (40, 40));
        let of = |part: &str, bits: f64| {
            found.parts.iter().find(|row| row.part == part && (row.bits - bits).abs() < 1e-9).unwrap().learned
        };
        // By hand, with half a case added: log2((40.5 / 41) / (10.5 / 41)) and so on.
        assert!((of("trigger", 4.0) - (40.5_f64 / 10.5).log2()).abs() < 1e-12);
        assert!((of("trigger", -3.0) - (0.5_f64 / 30.5).log2()).abs() < 1e-12);
        assert!((of("subject", 3.0) - (40.5_f64 / 0.5).log2()).abs() < 1e-12);
    }

    #[test]
    fn few_proven_links_and_links_that_nothing_proves_are_refused() {
        let few = vec![proven(&[("trigger", 4.0)]); 19];
        assert_eq!(weights(&few), Err(TooFewLinks { links: 19, rivals: 19 }));
        let unproven = vec![case_where(|_| ()); 90];
        assert_eq!(weights(&unproven), Err(TooFewLinks { links: 0, rivals: 0 }));
    }
}
