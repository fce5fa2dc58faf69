//! Agreement of reviewers beyond chance.

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::rule::Verdict;

/// The decisions about one case, by reviewer.
pub type Ratings = BTreeMap<String, Verdict>;

/// How far reviewers agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// `Cohen` for two reviewers, else `Fleiss`.
    pub method: &'static str,
    /// 1 is full agreement, 0 what chance gives.
    pub kappa: f64,
    /// Cases it is from.
    pub cases: usize,
    /// Decisions about each of them.
    pub raters: usize,
    /// Cases with another number of decisions, which are left out.
    pub left_out: usize,
}

/// Why agreement is not defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// Nothing to compare.
    #[error("{0} cases were reviewed by more than one person, expected at least 2")]
    TooFewShared(usize),
    /// Chance alone agrees fully.
    #[error("every decision is the same, so chance alone would agree as well")]
    NoVariety,
}

/// Cohen's kappa where all shared cases were decided by the same two reviewers, else Fleiss' kappa over the cases
/// with the most frequent number of decisions.
///
/// # Errors
/// Why there is none.
pub(super) fn agreement(cases: &[&Ratings]) -> Result<Agreement, Undefined> {
    let shared: Vec<&Ratings> = cases.iter().copied().filter(|ratings| ratings.len() > 1).collect();
    if shared.len() < 2 {
        return Err(Undefined::TooFewShared(shared.len()));
    }
    let people: BTreeSet<&String> = shared.iter().flat_map(|ratings| ratings.keys()).collect();
    if people.len() == 2 {
        let pairs: Vec<(Verdict, Verdict)> = shared
            .iter()
            .filter_map(|ratings| {
                let mut both = ratings.values();
                both.next().copied().zip(both.next().copied())
            })
            .collect();
        let kappa = cohen(&pairs).ok_or(Undefined::NoVariety)?;
        return Ok(Agreement { method: "Cohen", kappa, cases: pairs.len(), raters: 2, left_out: 0 });
    }
    let raters = most_frequent_number(&shared);
    let counts: Vec<Vec<u32>> =
        shared.iter().filter(|ratings| ratings.len() == raters).map(|ratings| counted(ratings)).collect();
    if counts.len() < 2 {
        return Err(Undefined::TooFewShared(counts.len()));
    }
    let kappa = fleiss(&counts).ok_or(Undefined::NoVariety)?;
    let left_out = shared.len() - counts.len();
    Ok(Agreement { method: "Fleiss", kappa, cases: counts.len(), raters, left_out })
}

/// How many decisions most cases have; of two numbers as frequent, the smaller.
fn most_frequent_number(shared: &[&Ratings]) -> usize {
    let mut by_number: BTreeMap<usize, usize> = BTreeMap::new();
    for ratings in shared {
        *by_number.entry(ratings.len()).or_default() += 1;
    }
    let most = by_number.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
    most.map_or(0, |(number, _)| number)
}

fn counted(ratings: &Ratings) -> Vec<u32> {
    let count = |verdict: &Verdict| ratings.values().map(|found| u32::from(found == verdict)).sum();
    Verdict::ALL.iter().map(count).collect()
}

/// (pₒ − pₑ) / (1 − pₑ): with pₒ the share of pairs that agree, pₑ the sum over verdicts of the product of how often
/// each reviewer gives it. Cohen (1960), Educational and Psychological Measurement 20:37–46.
///
/// `None` without pairs, and where chance agrees fully.
pub(super) fn cohen(pairs: &[(Verdict, Verdict)]) -> Option<f64> {
    let share = |is: &dyn Fn(&(Verdict, Verdict)) -> bool| -> f64 {
        let hits: f64 = pairs.iter().map(|pair| f64::from(u8::from(is(pair)))).sum();
        let all: f64 = pairs.iter().map(|_| 1.0).sum();
        hits / all
    };
    if pairs.is_empty() {
        return None;
    }
    let observed = share(&|(a, b)| a == b);
    let by_verdict = Verdict::ALL.iter().map(|v| share(&|(a, _)| a == v) * share(&|(_, b)| b == v));
    beyond_chance(observed, by_verdict.sum())
}

/// The same for any number of raters, the same for every case, who need not be the same persons: rows of how often
/// each verdict was given. With n raters, Pᵢ = Σ nᵢⱼ(nᵢⱼ − 1) / n(n − 1) and pⱼ the share of verdict j,
/// (P̅ − Σ pⱼ²) / (1 − Σ pⱼ²). Fleiss (1971), Psychological Bulletin 76:378–382.
///
/// `None` without cases, under two raters, where their number differs, and where chance agrees fully.
pub(super) fn fleiss(counts: &[Vec<u32>]) -> Option<f64> {
    let raters: u32 = counts.first()?.iter().sum();
    if raters < 2 || counts.iter().any(|row| row.iter().sum::<u32>() != raters) {
        return None;
    }
    let n = f64::from(raters);
    let cases: f64 = counts.iter().map(|_| 1.0).sum();
    let agreeing = |row: &Vec<u32>| {
        row.iter().map(|count| f64::from(*count) * (f64::from(*count) - 1.0)).sum::<f64>() / (n * (n - 1.0))
    };
    let observed = counts.iter().map(agreeing).sum::<f64>() / cases;
    let columns = counts.iter().map(Vec::len).max().unwrap_or_default();
    let share = |column: usize| {
        let given: f64 =
            counts.iter().map(|row| f64::from(row.get(column).copied().unwrap_or_default())).sum();
        given / (cases * n)
    };
    beyond_chance(observed, (0..columns).map(|column| share(column).powi(2)).sum())
}

fn beyond_chance(observed: f64, by_chance: f64) -> Option<f64> {
    (by_chance < 1.0 - 1e-12).then(|| (observed - by_chance) / (1.0 - by_chance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verdict::{BenignPositive as B, FalsePositive as F, TruePositive as T};

    fn near(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() < 1e-12)
    }

    /// Pairs of a table whose rows are the first reviewer's verdicts.
    fn pairs(table: &[[usize; 3]; 3]) -> Vec<(Verdict, Verdict)> {
        let verdicts = [F, T, B];
        let cells = (0..3).flat_map(|i| (0..3).map(move |j| (i, j)));
        cells.flat_map(|(i, j)| vec![(verdicts[i], verdicts[j]); table[i][j]]).collect()
    }

    fn rated(decisions: &[(&str, Verdict)]) -> Ratings {
        decisions.iter().map(|(who, verdict)| ((*who).to_owned(), *verdict)).collect()
    }

    #[test]
    fn cohen_agrees_with_statsmodels() {
        // statsmodels.stats.inter_rater.cohens_kappa(table).kappa
        let found = cohen(&pairs(&[[20, 5, 0], [10, 15, 2], [1, 3, 4]]));
        assert!(near(found, 0.415_584_415_584_415_6), "{found:?}");
        let found = cohen(&pairs(&[[45, 15, 0], [25, 15, 0], [0, 0, 0]]));
        assert!(near(found, 0.130_434_782_608_695_54), "{found:?}");
    }

    #[test]
    fn fleiss_agrees_with_statsmodels() {
        // statsmodels.stats.inter_rater.fleiss_kappa(table, method="fleiss"); the first is the worked table that is
        // found in most textbooks, 14 raters and 10 subjects.
        let textbook = [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ];
        let found = fleiss(&textbook.map(|row| row.to_vec()));
        assert!(near(found, 0.209_930_704_421_955_22), "{found:?}");
        let three = [[3, 0, 0, 0], [2, 1, 0, 0], [0, 3, 0, 0], [0, 2, 1, 0], [1, 1, 0, 1], [3, 0, 0, 0]];
        let found = fleiss(&three.map(|row| row.to_vec()));
        assert!(near(found, 0.343_749_999_999_999_83), "{found:?}");
    }

    #[test]
    fn two_reviewers_are_compared_by_cohen_and_more_by_fleiss() {
        let two = [rated(&[("ann", F), ("kim", F)]), rated(&[("ann", T), ("kim", F)]), rated(&[("lee", T)])];
        let found = agreement(&two.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!((found.method, found.cases, found.raters), ("Cohen", 2, 2));
        let more = [
            rated(&[("ann", F), ("kim", F)]),
            rated(&[("lee", T), ("kim", T)]),
            rated(&[("ann", F), ("kim", T), ("lee", T)]),
        ];
        let found = agreement(&more.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!((found.method, found.cases, found.raters, found.left_out), ("Fleiss", 2, 2, 1));
        assert!(near(Some(found.kappa), 1.0));
    }

    #[test]
    fn without_shared_cases_or_variety_it_is_undefined() {
        let alone = [rated(&[("ann", F)]), rated(&[("kim", T)])];
        assert_eq!(agreement(&alone.iter().collect::<Vec<_>>()), Err(Undefined::TooFewShared(0)));
        let same = [rated(&[("ann", F), ("kim", F)]), rated(&[("ann", F), ("kim", F)])];
        assert_eq!(agreement(&same.iter().collect::<Vec<_>>()), Err(Undefined::NoVariety));
        assert_eq!((cohen(&[]), fleiss(&[])), (None, None));
        assert_eq!(fleiss(&[vec![2, 0], vec![2, 1]]), None);
        assert_eq!(fleiss(&[vec![1, 0], vec![0, 1]]), None);
    }
}
