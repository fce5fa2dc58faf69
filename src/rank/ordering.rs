//! The rows of a dimension: rates, change, and the order of rank.

use std::{borrow::Cow, cmp::Ordering};

use super::{
    Counts, RankCase,
    dimensions::Dimension,
    group::{self, Figures, Group},
    rate::proportion,
    spread::Spread,
    statistics::{self, BetaPrior, Posterior},
};
use crate::{config, judge::rule::Role};

/// The note of a row with fewer judged cases than `min_cases`.
pub(super) const TOO_FEW: &str = "too few to rank";

/// One row of a ranking. Hours are hours; rates and their limits lie between 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Code of the dimension.
    pub dimension: &'static str,
    /// The role, for owners.
    pub role: Option<Role>,
    /// The key.
    pub key: String,
    /// From 1 inside dimension and role; `None` with too few judged cases.
    pub rank: Option<u32>,
    /// Cases the key answers for.
    pub cases: u64,
    /// Of those, with a verdict.
    pub judged: u64,
    /// False positives charged to the key.
    pub false_positives: u64,
    /// Of those, disruptive.
    pub disruptive: u64,
    /// Of those, with data loss.
    pub data_losses: u64,
    /// Of those, inside a regulated scope.
    pub regulated_data_losses: u64,
    /// Person-hours, overlaps of one person united inside the row.
    pub person_hours: f64,
    /// Regulated hours, united likewise.
    pub regulated_hours: f64,
    /// Cases without a verdict, young ones included.
    pub undetermined: u64,
    /// Of those, parts of bursts.
    pub apart: u64,
    /// False positives / judged.
    pub rate: Option<f64>,
    /// Wilson limits.
    pub rate_low: Option<f64>,
    /// Wilson limits.
    pub rate_high: Option<f64>,
    /// Mean of the beta-binomial posterior; `None` where no prior can be learnt from the dimension.
    pub shrunken_rate: Option<f64>,
    /// Limits of that posterior.
    pub shrunken_low: Option<f64>,
    /// Limits of that posterior.
    pub shrunken_high: Option<f64>,
    /// For workflows: the tolerated rate of the version that judged the latest case.
    pub tolerated_rate: Option<f64>,
    /// P(rate > tolerated), from the same posterior.
    pub probability_above_tolerated: Option<f64>,
    /// Rate minus the rate of the period before.
    pub change: Option<f64>,
    /// Newcombe limits of the change.
    pub change_low: Option<f64>,
    /// Newcombe limits of the change.
    pub change_high: Option<f64>,
    /// For ranked owners and workflows: the probability of a rate as far from the common one by chance.
    pub p_value: Option<f64>,
    /// The same after Benjamini and Hochberg over the ranked rows of the role.
    pub p_adjusted: Option<f64>,
    /// For ranked owners and workflows: the first place the row may have by its true rate, 1 for the highest.
    pub rate_place_low: Option<u32>,
    /// The last such place.
    pub rate_place_high: Option<u32>,
    /// Remarks, separated by `; `.
    pub note: String,
}

/// The rows of a dimension, role by role in order of rank.
pub(super) fn rows(
    dimension: &Dimension,
    cases: &[RankCase<'_>],
    previous: Option<Before<'_>>,
    config: &config::Rank,
) -> Vec<Row> {
    let counted = count(dimension, cases);
    let before = previous.map(|previous| previous.counts(dimension)).unwrap_or_default();
    let mut rows = Vec::with_capacity(counted.len());
    for role in roles(&counted) {
        let of_role: Vec<&Counted> = counted.iter().filter(|counted| counted.role == role).collect();
        let prior = dimension.has_own_cases.then(|| prior(&of_role)).flatten();
        let mut rows_of_role: Vec<Row> = of_role
            .into_iter()
            .map(|counted| {
                let role = role.map_or_else(String::new, |role| role.code().to_owned());
                let earlier = before.get(&(dimension.code.to_owned(), role, counted.key.clone())).copied();
                row(dimension, counted, earlier, prior, config)
            })
            .collect();
        rows_of_role.sort_by(order);
        number(&mut rows_of_role, config.min_cases);
        if dimension.is_compared {
            compare(&mut rows_of_role);
            place(&mut rows_of_role, prior, config.confidence);
        }
        rows.extend(rows_of_role);
    }
    rows
}

/// The period before.
#[derive(Clone, Copy)]
pub(super) enum Before<'a> {
    /// Its cases.
    Cases(&'a [RankCase<'a>]),
    /// What was counted of them.
    Counted(&'a Counts),
}

impl<'a> Before<'a> {
    fn counts(self, dimension: &Dimension) -> Cow<'a, Counts> {
        let cases = match self {
            Self::Counted(counts) => return Cow::Borrowed(counts),
            Self::Cases(cases) => cases,
        };
        let counted = count(dimension, cases).into_iter().map(|Counted { role, key, figures, .. }| {
            let role = role.map_or_else(String::new, |role| role.code().to_owned());
            ((dimension.code.to_owned(), role, key), (figures.false_positives, figures.judged))
        });
        Cow::Owned(counted.collect())
    }
}

/// A group that was added up.
struct Counted {
    role: Option<Role>,
    key: String,
    tolerated_rate: Option<f64>,
    figures: Figures,
}

fn count(dimension: &Dimension, cases: &[RankCase<'_>]) -> Vec<Counted> {
    let groups = (dimension.groups)(cases);
    let counted = |group: &Group<'_, '_>| {
        let latest = group.exposed.iter().max_by_key(|case| (case.done_at, case.action_id));
        Counted {
            role: group.role,
            key: group.key.to_owned(),
            tolerated_rate: latest.and_then(|case| case.tolerated_rate).filter(|_| dimension.has_tolerance),
            figures: group::figures(group),
        }
    };
    groups.iter().map(counted).collect()
}

fn roles(counted: &[Counted]) -> Vec<Option<Role>> {
    let mut roles: Vec<Option<Role>> = counted.iter().map(|counted| counted.role).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

fn prior(counted: &[&Counted]) -> Option<BetaPrior> {
    let groups: Vec<(u64, u64)> =
        counted.iter().map(|of| (of.figures.false_positives, of.figures.judged)).collect();
    BetaPrior::fit(&groups)
}

fn row(
    dimension: &Dimension,
    Counted { role, key, tolerated_rate, figures }: &Counted,
    earlier: Option<(u64, u64)>,
    prior: Option<BetaPrior>,
    config: &config::Rank,
) -> Row {
    let rate = proportion(figures.false_positives, figures.judged);
    let limits = statistics::wilson(figures.false_positives, figures.judged, config.confidence);
    let posterior: Option<Posterior> = prior
        .filter(|_| figures.judged > 0)
        .and_then(|prior| prior.posterior(figures.false_positives, figures.judged));
    let shrunken = posterior.as_ref().and_then(|posterior| posterior.interval(config.confidence));
    let above =
        posterior.as_ref().zip(*tolerated_rate).and_then(|(posterior, at)| posterior.probability_above(at));
    let earlier_rate = earlier.and_then(|(hits, of)| proportion(hits, of));
    let change = earlier.and_then(|earlier| {
        statistics::newcombe((figures.false_positives, figures.judged), earlier, config.confidence)
    });
    Row {
        dimension: dimension.code,
        role: *role,
        key: key.clone(),
        rank: None,
        cases: figures.cases,
        judged: figures.judged,
        false_positives: figures.false_positives,
        disruptive: figures.disruptive,
        data_losses: figures.data_losses,
        regulated_data_losses: figures.regulated_data_losses,
        person_hours: figures.person_hours,
        regulated_hours: figures.regulated_hours,
        undetermined: figures.undetermined,
        apart: figures.apart,
        rate,
        rate_low: limits.map(|(low, _)| low),
        rate_high: limits.map(|(_, high)| high),
        shrunken_rate: posterior.as_ref().map(Posterior::mean),
        shrunken_low: shrunken.map(|(low, _)| low),
        shrunken_high: shrunken.map(|(_, high)| high),
        tolerated_rate: *tolerated_rate,
        probability_above_tolerated: above,
        change: rate.zip(earlier_rate).map(|(now, before)| now - before),
        change_low: change.map(|(low, _)| low),
        change_high: change.map(|(_, high)| high),
        p_value: None,
        p_adjusted: None,
        rate_place_low: None,
        rate_place_high: None,
        note: dimension.note.to_owned(),
    }
}

/// Regulated data losses, regulated hours, data losses, person-hours, false positives (most first), then key.
fn order(left: &Row, right: &Row) -> Ordering {
    let harm = right
        .regulated_data_losses
        .cmp(&left.regulated_data_losses)
        .then_with(|| right.regulated_hours.total_cmp(&left.regulated_hours))
        .then_with(|| right.data_losses.cmp(&left.data_losses))
        .then_with(|| right.person_hours.total_cmp(&left.person_hours))
        .then_with(|| right.false_positives.cmp(&left.false_positives));
    harm.then_with(|| left.key.cmp(&right.key))
}

/// Numbers rows that are already in order; those with too few judged cases go behind, still in order.
fn number(rows: &mut [Row], min_cases: u64) {
    rows.sort_by_key(|row| row.judged < min_cases);
    let mut next = 1;
    for row in rows {
        if row.judged < min_cases {
            row.note =
                if row.note.is_empty() { TOO_FEW.to_owned() } else { format!("{TOO_FEW}; {}", row.note) };
        } else {
            row.rank = Some(next);
            next += 1;
        }
    }
}

/// Compares the ranked rows of a role with the rate of all its rows, those too few to rank included.
fn compare(rows: &mut [Row]) {
    let common = rows.iter().fold((0, 0), |sum, row| (sum.0 + row.false_positives, sum.1 + row.judged));
    let ranked = |row: &&mut Row| row.rank.is_some();
    let points: Vec<(u64, u64)> =
        rows.iter_mut().filter(ranked).map(|row| (row.false_positives, row.judged)).collect();
    let standings = Spread::of(&points, common).map(|spread| spread.standings).unwrap_or_default();
    for (row, standing) in rows.iter_mut().filter(ranked).zip(standings) {
        row.p_value = Some(standing.p_value);
        row.p_adjusted = Some(standing.p_adjusted);
    }
}

/// Says between which places the ranked rows of a role lie by their true rates.
fn place(rows: &mut [Row], prior: Option<BetaPrior>, confidence: f64) {
    let ranked = |row: &&mut Row| row.rank.is_some();
    let group = |row: &mut Row| {
        let role = row.role.map_or("", Role::code);
        let seed = format!("{}\0{role}\0{}", row.dimension, row.key);
        Some((seed, prior?.posterior(row.false_positives, row.judged)?))
    };
    let groups: Option<Vec<(String, Posterior)>> = rows.iter_mut().filter(ranked).map(group).collect();
    let places =
        groups.and_then(|groups| statistics::rank_intervals(&groups, confidence)).unwrap_or_default();
    for (row, (low, high)) in rows.iter_mut().filter(ranked).zip(places) {
        row.rate_place_low = Some(low);
        row.rate_place_high = Some(high);
    }
}
