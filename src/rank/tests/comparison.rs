//! Ranked rows against each other: p-values and places by rate.

use super::*;

/// Control owners with these false positives of these judged cases, ranked from 20 on.
fn owners(figures: &[(&str, u64, u64)]) -> Vec<Row> {
    let none = Measured::default();
    let mut named = Vec::new();
    for (owner, wrong, judged) in figures {
        for number in 0..*judged {
            named.push((format!("{owner}-{number:03}"), *owner, number < *wrong));
        }
    }
    let cases: Vec<RankCase<'_>> = named
        .iter()
        .map(|(id, owner, is_wrong)| {
            let verdict = if *is_wrong { Verdict::FalsePositive } else { Verdict::TruePositive };
            RankCase { owners: [Some(owner), None, None, None], ..case(id, verdict, &none) }
        })
        .collect();
    let config = config::Rank { min_cases: 20, confidence: 0.95 };
    let ranked = rank(&cases, None, &Setting { config: &config, ..setting() });
    ranked.rows.into_iter().filter(|row| row.role == Some(Role::ControlOwner)).collect()
}

fn of<'a>(rows: &'a [Row], key: &str) -> &'a Row {
    rows.iter().find(|row| row.key == key).unwrap()
}

#[test]
fn ranked_owners_carry_the_adjusted_p_value_and_those_too_few_to_rank_none() {
    // scipy.stats.binomtest(h, n, 36 / 292); multipletests(p, 0.05, "fdr_bh")[1]; the rate includes everybody
    let rows = owners(&[("a", 2, 40), ("b", 9, 55), ("c", 1, 22), ("d", 14, 60), ("e", 3, 90), ("f", 7, 25)]);
    assert!((of(&rows, "d").p_value.unwrap() - 0.016_470_336_511_503_213).abs() < 1e-9);
    assert!((of(&rows, "d").p_adjusted.unwrap() - 0.049_411_009_534_509_644).abs() < 1e-9);
    assert!((of(&rows, "e").p_adjusted.unwrap() - 0.034_511_726_469_243_97).abs() < 1e-9);
    let rows = owners(&[("a", 2, 40), ("b", 9, 55), ("c", 1, 22), ("d", 3, 12)]);
    // scipy.stats.binomtest(9, 55, 15 / 129).pvalue
    assert!((of(&rows, "b").p_value.unwrap() - 0.288_733_043_440_990_3).abs() < 1e-9, "{rows:?}");
    assert_eq!((of(&rows, "d").p_value, of(&rows, "d").rate_place_low), (None, None));
}

#[test]
fn a_place_by_rate_is_sure_where_rates_lie_apart_and_wide_where_they_do_not() {
    let rows = owners(&[("a", 60, 100), ("b", 10, 100), ("c", 11, 100), ("d", 9, 100), ("e", 5, 6)]);
    let places = |key: &str| {
        let row = of(&rows, key);
        (row.rate_place_low.unwrap(), row.rate_place_high.unwrap())
    };
    assert_eq!(places("a"), (1, 1));
    assert_eq!([places("b"), places("c"), places("d")], [(2, 4); 3]);
    let again = owners(&[("d", 9, 100), ("c", 11, 100), ("e", 5, 6), ("b", 10, 100), ("a", 60, 100)]);
    assert_eq!(rows, again, "draws depend on the key alone");
}

#[test]
fn owners_without_a_false_positive_are_not_compared() {
    let rows = owners(&[("a", 0, 40), ("b", 0, 55), ("c", 0, 22)]);
    assert!(
        rows.iter().all(|row| row.rank.is_some() && row.p_value.is_none() && row.rate_place_low.is_none())
    );
}
