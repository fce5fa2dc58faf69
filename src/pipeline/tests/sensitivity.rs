//! Tests of judging once more under other settings.

use super::{reviewed, wrong};
use crate::{
    attribute::specimen::World,
    registers::{RegisterRow, ReviewDecision},
    report::model::SensitivityRow,
};

fn rows(world: World) -> Vec<SensitivityRow> {
    let review = reviewed(world);
    let ranked = review.rankings.iter().filter(|row| row.dimension == "owner");
    let ranked: Vec<_> =
        ranked.map(|row| (row.role.as_str(), row.key.as_str(), row.false_positives)).collect();
    let found = review.sensitivity.iter();
    let found: Vec<_> = found.map(|row| (row.role.as_str(), row.key.as_str(), row.false_positives)).collect();
    assert_eq!(found, ranked, "the settings as they are give the ranking of the report");
    review.sensitivity
}

fn of_role(rows: &[SensitivityRow], role: &str) -> (u64, u64, u64) {
    let row = rows.iter().find(|row| row.role == role).unwrap();
    (row.fewest, row.false_positives, row.most)
}

#[test]
fn a_false_positive_of_seven_bits_falls_under_half_the_bits_and_counts_for_its_role_alone() {
    let rows = rows(wrong());
    assert_eq!(of_role(&rows, "control_owner"), (0, 1, 1));
    assert_eq!(of_role(&rows, "execution_owner"), (0, 0, 0));
}

#[test]
fn what_a_reviewer_decided_stays_under_every_setting() {
    let mut world = wrong();
    let reviewed_at = world.as_of;
    world.registers.reviews = Some(vec![ReviewDecision {
        action_id: "a1".to_owned(),
        reviewer: "rev-1".to_owned(),
        reviewed_at,
        reviewed_until: reviewed_at,
        decision: "false_positive".to_owned(),
        cause: None,
        rationale: "asked the unit".to_owned(),
        row: RegisterRow { file: "registers/reviews.csv".to_owned(), line: 2 },
    }]);
    assert_eq!(of_role(&rows(world), "control_owner"), (1, 1, 1));
}
