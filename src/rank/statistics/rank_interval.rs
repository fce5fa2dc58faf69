//! How sure the place of a group is when groups are ordered by their rate.

use super::{Posterior, random::Draws, real};

/// Rounds of the simulation: a tail of 2.5 % is then known to a quarter of a percentage point.
const ROUNDS: usize = 4_000;

/// For each group the places, 1 for the highest rate, between which it lies with probability `confidence`.
///
/// In each of 4,000 rounds one rate is drawn from the posterior of every group and the drawn rates are ordered;
/// the interval is that between the quantiles (1 ± confidence) / 2 of a group's places. Goldstein and
/// Spiegelhalter (1996), Journal of the Royal Statistical Society A 159:385–443. The draws of a group depend on
/// its seed alone, so neither the order of groups nor a run changes them.
///
/// `None` with fewer than two groups, or for a confidence outside (0, 1).
pub fn rank_intervals(groups: &[(String, Posterior)], confidence: f64) -> Option<Vec<(u32, u32)>> {
    if groups.len() < 2 || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let drawn: Vec<Vec<f64>> = groups.iter().map(|(seed, posterior)| draw(seed, posterior)).collect();
    let mut places = vec![vec![0_u32; groups.len()]; groups.len()];
    let mut order: Vec<usize> = (0..groups.len()).collect();
    for round in 0..ROUNDS {
        let rate = |group: usize| drawn.get(group).and_then(|rates| rates.get(round)).copied().unwrap_or(0.0);
        // The seed decides where rates are the same: never where a group happens to stand.
        let seed = |group: usize| groups.get(group).map(|(seed, _)| seed);
        order.sort_by(|a, b| rate(*b).total_cmp(&rate(*a)).then_with(|| seed(*a).cmp(&seed(*b))));
        for (place, group) in order.iter().enumerate() {
            if let Some(count) = places.get_mut(*group).and_then(|places| places.get_mut(place)) {
                *count += 1;
            }
        }
    }
    let tail = (1.0 - confidence) / 2.0;
    Some(places.iter().map(|places| (quantile(places, tail), quantile(places, 1.0 - tail))).collect())
}

fn draw(seed: &str, posterior: &Posterior) -> Vec<f64> {
    let (alpha, beta) = posterior.shapes();
    let mut draws = Draws::of(seed);
    (0..ROUNDS).map(|_| draws.ln_beta(alpha, beta)).collect()
}

/// The smallest place that a share `q` of rounds does not exceed.
fn quantile(places: &[u32], q: f64) -> u32 {
    let needed = q * real(ROUNDS as u64);
    let mut seen = 0.0;
    let mut place = 0;
    for count in places {
        place += 1;
        seen += f64::from(*count);
        if seen >= needed {
            break;
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, alpha: f64, beta: f64) -> (String, Posterior) {
        (name.to_owned(), Posterior::new(alpha, beta).unwrap())
    }

    #[test]
    fn the_share_of_rounds_in_which_one_rate_is_above_another_agrees_with_scipy() {
        // scipy.integrate.quad(lambda x: beta.pdf(x, *a) * beta.cdf(x, *b), 0, 1)
        let table = [
            ((12.0, 90.0), (6.0, 80.0), 0.877_424_586_401_686_7),
            ((2.5, 47.5), (1.5, 60.0), 0.778_622_517_668_793_7),
            ((0.3, 12.0), (0.4, 20.0), 0.485_063_585_241_105_3),
        ];
        for (a, b, expected) in table {
            let first = draw("first", &Posterior::new(a.0, a.1).unwrap());
            let second = draw("second", &Posterior::new(b.0, b.1).unwrap());
            let above = first.iter().zip(&second).filter(|(first, second)| first > second).count();
            let share = real(above as u64) / real(ROUNDS as u64);
            // Four standard errors of 4,000 rounds.
            assert!((share - expected).abs() < 0.032, "{a:?} {b:?}: {share}, expected {expected}");
        }
    }

    #[test]
    fn intervals_agree_with_a_simulation_in_numpy() {
        // rank of numpy.random.default_rng(1).beta(a, b, 2_000_000) among five, its quantiles 0.025 and 0.975
        let groups = [
            group("a", 14.2, 55.1),
            group("b", 8.1, 60.0),
            group("c", 3.3, 48.0),
            group("d", 5.2, 90.0),
            group("e", 2.1, 30.0),
        ];
        let found = rank_intervals(&groups, 0.95).unwrap();
        assert_eq!(found, [(1, 2), (1, 4), (2, 5), (2, 5), (2, 5)]);
        assert_eq!(rank_intervals(&groups, 0.95).unwrap(), found, "the draws are fixed");
    }

    #[test]
    fn the_order_of_groups_changes_nothing() {
        let groups = vec![group("a", 14.2, 55.1), group("b", 8.1, 60.0), group("c", 3.3, 48.0)];
        let mut turned = groups.clone();
        turned.reverse();
        let mut found = rank_intervals(&turned, 0.95).unwrap();
        found.reverse();
        assert_eq!(rank_intervals(&groups, 0.95).unwrap(), found);
    }

    #[test]
    fn one_group_has_no_place_to_be_unsure_of() {
        assert_eq!(rank_intervals(&[group("a", 2.0, 40.0)], 0.95), None);
        let two = [group("a", 2.0, 40.0), group("b", 2.0, 40.0)];
        assert_eq!([0.0, 1.0].map(|confidence| rank_intervals(&two, confidence)), [None, None]);
        assert_eq!(rank_intervals(&two, 0.95).unwrap(), [(1, 2), (1, 2)]);
    }
}
