//! The weeks with the limits of their rate, before and after a rebase.

use super::*;

/// So many false positives of so many judged in each week of the period, from the one of 6 July on.
fn review(weeks: &[(u64, u64)], rebase: &[config::Rebase]) -> Ranked {
    let none = Measured::default();
    let mut names = Vec::new();
    for (index, (wrong, judged)) in weeks.iter().enumerate() {
        for number in 0..*judged {
            names.push((format!("{index:02}-{number:03}"), index, number < *wrong));
        }
    }
    let cases: Vec<RankCase<'_>> = names
        .iter()
        .map(|(name, index, is_wrong)| {
            let verdict = if *is_wrong { Verdict::FalsePositive } else { Verdict::TruePositive };
            let done_at =
                at("2026-07-08T12:00:00Z") + chrono::TimeDelta::weeks(i64::try_from(*index).unwrap());
            RankCase { done_at, ..case(name, verdict, &none) }
        })
        .collect();
    rank(&cases, None, &Setting { rebase, ..setting() })
}

#[test]
fn a_rebase_starts_a_stretch_with_a_centre_of_its_own() {
    let weeks = [(4, 20), (5, 20), (3, 20), (4, 20), (1, 20), (1, 20), (0, 20), (2, 20)];
    let whole = review(&weeks, &[]);
    let of = |ranked: &Ranked, week: &str| {
        ranked.weekly.iter().find(|other| other.week == week).unwrap().limits.unwrap()
    };
    assert!((of(&whole, "2026-W28").centre - 20.0 / 160.0).abs() < 1e-12);
    assert_eq!(of(&whole, "2026-W35").stretch, 1);
    let rebase = [config::Rebase { week: "2026-W32".to_owned(), reason: "new workflow".to_owned() }];
    let parts = review(&weeks, &rebase);
    let (before, after) = (of(&parts, "2026-W31"), of(&parts, "2026-W32"));
    assert_eq!((before.stretch, after.stretch), (1, 2));
    assert!((before.centre - 16.0 / 80.0).abs() < 1e-12);
    assert!((after.centre - 4.0 / 80.0).abs() < 1e-12);
    assert!(before.high > after.high && after.is_trial);
}

#[test]
fn a_week_without_judged_cases_has_no_limits_and_does_not_end_its_stretch() {
    let ranked = review(&[(1, 20), (2, 20), (0, 0), (1, 20)], &[]);
    let limits: Vec<Option<u32>> =
        ranked.weekly.iter().map(|week| week.limits.map(|limits| limits.stretch)).collect();
    assert_eq!(limits[..6], [None, Some(1), Some(1), None, Some(1), None], "W27 to W32");
}
