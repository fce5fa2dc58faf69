//! What must add up, whatever the cases.

use proptest::prelude::*;

use super::*;

/// Anything a case can be, small enough to collide.
fn any_cases() -> impl Strategy<Value = Vec<(usize, usize, bool, usize, usize, f64)>> {
    let one = (0..Verdict::ALL.len(), 0..4_usize, any::<bool>(), 0..5_usize, 0..90_usize, 0.0..50.0_f64);
    proptest::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn parts_add_up_to_the_whole(drawn in any_cases()) {
        let measured: Vec<Measured> =
            drawn.iter().map(|case| harm(case.2, case.5, case.4 % 2 == 0, case.5)).collect();
        let ids: Vec<String> = (0..drawn.len()).map(|n| format!("a{n:03}")).collect();
        let mut cases: Vec<RankCase<'_>> = Vec::new();
        for (((verdict, workflow, young, role, day, _), measured), id) in drawn.iter().zip(&measured).zip(&ids) {
            let verdict = Verdict::ALL[*verdict];
            cases.push(RankCase {
                young: *young,
                workflow_id: [None, Some("w1"), Some("w2"), Some("w3")][*workflow],
                accountable_role: Role::ALL.get(*role).copied(),
                done_at: at("2026-07-01T04:00:00Z") + chrono::TimeDelta::days(i64::try_from(*day).unwrap()),
                ..case(id, verdict, measured)
            });
        }
        let ranked = rank(&cases, None, &setting());
        let total = &ranked.totals;
        let sum = |dimension: &str, of: fn(&Row) -> u64| {
            ranked.rows.iter().filter(|row| row.dimension == dimension).map(of).sum::<u64>()
        };
        prop_assert_eq!(total.cases, cases.len() as u64);
        prop_assert_eq!(total.cases, total.judged + total.undetermined);
        prop_assert_eq!(total.judged, total.false_positives + total.true_positives + total.benign_positives);
        for dimension in ["workflow", "device_class", "unit", "action_kind"] {
            prop_assert_eq!(sum(dimension, |row| row.cases), total.cases);
            prop_assert_eq!(sum(dimension, |row| row.judged), total.judged);
            prop_assert_eq!(sum(dimension, |row| row.disruptive), total.disruptive);
        }
        // Every false positive is charged to exactly one role and one cause; every case stands in every role.
        prop_assert_eq!(sum("owner", |row| row.false_positives), total.false_positives);
        prop_assert_eq!(sum("cause", |row| row.false_positives), total.false_positives);
        prop_assert_eq!(sum("owner", |row| row.cases), 4 * total.cases);
        prop_assert_eq!(ranked.weekly.iter().map(|week| week.cases).sum::<u64>(), total.cases);
        prop_assert_eq!(ranked.causes.iter().map(|cause| cause.data_losses).sum::<u64>(), total.data_losses);
        for row in &ranked.rows {
            prop_assert!(row.false_positives <= row.judged && row.judged + row.undetermined == row.cases);
            prop_assert!(row.regulated_data_losses <= row.data_losses && row.data_losses <= row.disruptive);
        }
        let mut reversed = cases.clone();
        reversed.reverse();
        let again = rank(&reversed, None, &setting());
        prop_assert_eq!(&again.rows, &ranked.rows);
        prop_assert_eq!(&again.totals, total);
        prop_assert_eq!(&again.weekly, &ranked.weekly);
    }
}
