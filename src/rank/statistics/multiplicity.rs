//! Many tests at once: how many of the groups that stand out may do so by chance.

use super::real;

/// Adjusted p-values, in the order given: a group whose value is at most q belongs to a list of which at most a
/// share q is expected to be there by chance.
///
/// With the values in ascending order p₍₁₎ … p₍ₘ₎ the adjusted one of p₍ᵢ₎ is the least of m·p₍ⱼ₎/j over j ≥ i,
/// and at most 1. Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57:289–300.
///
/// `None` when a value is no probability.
pub fn benjamini_hochberg(p_values: &[f64]) -> Option<Vec<f64>> {
    if p_values.iter().any(|p| !(0.0..=1.0).contains(p)) {
        return None;
    }
    let tests = real(p_values.len() as u64);
    let mut descending: Vec<(usize, f64)> = p_values.iter().copied().enumerate().collect();
    descending.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut least = 1.0_f64;
    let mut place = tests;
    for (index, p) in descending {
        least = least.min(p * tests / place);
        if let Some(slot) = adjusted.get_mut(index) {
            *slot = least;
        }
        place -= 1.0;
    }
    Some(adjusted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjusted_p_values_agree_with_statsmodels() {
        // statsmodels.stats.multitest.multipletests(p, 0.05, "fdr_bh")[1]
        let table: [(&[f64], &[f64]); 5] = [
            (
                &[0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251],
                &[
                    0.012,
                    0.048,
                    0.1008,
                    0.1008,
                    0.1008,
                    0.12,
                    0.126_857_142_857_142_84,
                    0.242_181_818_181_818_2,
                    0.242_181_818_181_818_2,
                    0.242_181_818_181_818_2,
                    0.242_181_818_181_818_2,
                    0.251,
                ],
            ),
            (&[0.04, 0.01, 0.03, 0.01], &[0.04, 0.02, 0.04, 0.02]),
            (&[1.0, 0.9], &[1.0, 1.0]),
            (&[0.2], &[0.2]),
            (&[], &[]),
        ];
        for (p_values, expected) in table {
            let found = benjamini_hochberg(p_values).unwrap();
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-12, "{p_values:?}: {found}, expected {expected}");
            }
        }
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        assert_eq!(benjamini_hochberg(&[0.5, 1.1]), None);
        assert_eq!(benjamini_hochberg(&[f64::NAN]), None);
    }
}
