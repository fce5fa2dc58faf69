//! Control charts of a rate over time: how much neighbours differ, and runs on one side.

use super::real;

/// The mean range of two draws from a standard normal distribution.
const D2: f64 = 1.128;

/// `σ_z` of Laney's p′ chart: the mean absolute difference of neighbouring standardised scores, divided by 1.128.
/// About 1 when points vary by chance alone, whatever slow drift there is. Laney (2002), Quality Engineering
/// 14:531–537.
///
/// `None` for fewer than two scores or one that is no finite number.
pub fn sigma_z(scores: &[f64]) -> Option<f64> {
    if scores.len() < 2 || scores.iter().any(|score| !score.is_finite()) {
        return None;
    }
    let ranges: f64 =
        scores.windows(2).map(|pair| pair.iter().fold(0.0, |far, score| score - far).abs()).sum();
    Some(ranges / real(scores.len() as u64 - 1) / D2)
}

/// Which values end or prolong a run of at least `length` in a row on one side of the centre. A value on the
/// centre ends a run. Western Electric (1956), Statistical Quality Control Handbook, with eight.
pub fn in_a_run(values: &[f64], centre: f64, length: u32) -> Vec<bool> {
    let mut run = (0_i8, 0_u32);
    let mut step = |value: &f64| {
        let side = i8::from(*value > centre) - i8::from(*value < centre);
        run = if side != 0 && side == run.0 { (side, run.1 + 1) } else { (side, u32::from(side != 0)) };
        run.1 >= length
    };
    values.iter().map(&mut step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::statistics::Dispersion;

    #[test]
    fn sigma_z_agrees_with_numpy() {
        // z = (p - P) / sqrt(P * (1 - P) / n) with P = sum(hits) / sum(n); numpy.abs(numpy.diff(z)).mean() / 1.128
        let swinging = [
            (30, 400),
            (60, 420),
            (25, 380),
            (70, 410),
            (20, 390),
            (66, 430),
            (28, 405),
            (75, 400),
            (22, 415),
            (58, 395),
            (31, 410),
            (64, 405),
        ];
        let found = sigma_z(&Dispersion::scores(&swinging, 0.112_962_962_962_962_96)).unwrap();
        assert!((found - 5.406_213_048_095_697).abs() < 1e-10, "{found}");
    }

    #[test]
    fn a_steady_climb_has_small_ranges_and_one_score_has_none() {
        assert!((sigma_z(&[-1.0, 0.0, 1.0, 2.0]).unwrap() - 1.0 / 1.128).abs() < 1e-12);
        assert_eq!(sigma_z(&[1.0]), None);
        assert_eq!(sigma_z(&[0.0, 1.128]), Some(1.0));
        assert_eq!(sigma_z(&[1.0, f64::NAN]), None);
    }

    #[test]
    fn a_run_is_told_from_its_eighth_value_and_ends_on_the_centre_or_beyond_it() {
        let values = [0.2, 0.2, 0.3, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.1, 0.2, 0.05];
        let found = in_a_run(&values, 0.1, 8);
        assert_eq!(found.iter().filter(|is_run| **is_run).count(), 2);
        assert!(found[7] && found[8] && !found[9] && !found[10]);
        let below: Vec<f64> = values.iter().map(|value| -value).collect();
        assert_eq!(in_a_run(&below, -0.1, 8), found, "either side counts");
        assert!(in_a_run(&values[..7], 0.1, 8).iter().all(|is_run| !is_run));
    }
}
